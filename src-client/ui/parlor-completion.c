/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-completion"

#include "parlor-completion-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "parlor-accessible.h"
#include "parlor-emoji-search.h"
#include "parlor-resource.h"

/* Of larger conversations one knows whom one means. */
#define MEMBERS_MAX 1000

#define WIDTH_MAX_PX 400
#define WIDTH_MIN_PX 240
#define AROUND_PX 60 /* what the popover adds on both sides, with its shadow */
#define ABOVE_PX 6

/**
 * ParlorCompletion:
 *
 * What one may mean by the word that one is writing, above it: a person after `@`, a channel or
 * group after `#`, an emoji after `:`, a command after `/`, and its arguments.
 *
 * The text keeps the focus.  Nothing is chosen until somebody chooses, so that Enter sends as
 * ever; what was closed stays closed for this word.
 */
G_DEFINE_FINAL_TYPE (ParlorCompletion, parlor_completion, GTK_TYPE_POPOVER)

static void
forget_suggestions (ParlorCompletion *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->suggestions, parlor_suggestions_free);
}

static void
hide (ParlorCompletion *self)
{
  forget_suggestions (self);
  _parlor_completion_select (self, NULL);
  gtk_popover_popdown (GTK_POPOVER (self));
}

/**
 * _parlor_completion_close:
 * @self: a completion
 *
 * Closes it until another word is written.
 */
void
_parlor_completion_close (ParlorCompletion *self)
{
  if (self->suggestions != NULL)
    self->closed_at = self->suggestions->start;
  hide (self);
}

/* Returns: (transfer full): the text, and where the cursor is in it, in bytes */
static char *
dup_text (ParlorCompletion *self,
          gsize            *ret_cursor)
{
  GtkTextIter      start;
  GtkTextIter      end;
  GtkTextIter      at;
  g_autofree char *before = NULL;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &at, gtk_text_buffer_get_insert (self->buffer));
  before = gtk_text_buffer_get_text (self->buffer, &start, &at, TRUE);
  *ret_cursor = strlen (before);

  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

/* Returns: where the word begins that the suggestions are for */
static void
get_start (ParlorCompletion *self,
           GtkTextIter      *iter)
{
  gsize            cursor;
  g_autofree char *text = dup_text (self, &cursor);
  const gsize      start = MIN (self->suggestions->start, cursor);

  gtk_text_buffer_get_iter_at_offset (self->buffer, iter, g_utf8_strlen (text, start));
}

/* Returns: where to begin, in the window, so that all of it is within the window */
static double
keep_inside (ParlorCompletion *self,
             double            x_px,
             int               window_px)
{
  const gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const int      width_px = CLAMP (window_px - AROUND_PX, WIDTH_MIN_PX, WIDTH_MAX_PX);

  gtk_widget_set_halign (GTK_WIDGET (self), is_rtl ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_widget_set_size_request (gtk_popover_get_child (GTK_POPOVER (self)), width_px, -1);
  if (is_rtl)
    return MAX (x_px, width_px + AROUND_PX);

  return MIN (x_px, MAX (window_px - width_px - AROUND_PX, 0));
}

/* Above the beginning of the word, whichever way the text runs. */
static void
point_at_word (ParlorCompletion *self)
{
  GtkWidget   *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkWidget   *window = GTK_WIDGET (gtk_widget_get_root (parent));
  GdkRectangle place;
  GtkTextIter  iter;
  double       x;
  double       y;

  get_start (self, &iter);
  gtk_text_view_get_iter_location (self->text, &iter, &place);
  gtk_text_view_buffer_to_window_coords (self->text, GTK_TEXT_WINDOW_WIDGET, place.x, place.y,
                                         &place.x, &place.y);
  gtk_widget_translate_coordinates (GTK_WIDGET (self->text), window, place.x, MAX (place.y, 0), &x,
                                    &y);
  x = keep_inside (self, x, gtk_widget_get_width (window));
  gtk_widget_translate_coordinates (window, parent, x, y, &x, &y);
  place = (GdkRectangle){ x, y, 1, MAX (place.height, 1) };
  gtk_popover_set_pointing_to (GTK_POPOVER (self), &place);
}

static gboolean
has_something (ParlorCompletion *self)
{
  return self->suggestions->items->len > 0 || self->suggestions->command != NULL;
}

static void
show (ParlorCompletion *self)
{
  _parlor_completion_show_rows (self);
  point_at_word (self);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_popover_present (GTK_POPOVER (self));
}

/* What one is not in yet, the server knows. */
static void
on_directory_page (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  ParlorPacketType type;
  gpointer         page =
    parlor_client_request_finish (PARLOR_CLIENT (source), result, &type, NULL);
  ParlorCompletion *self;

  if (page == NULL)
    return;

  /* An answer that nobody waits for any more was cancelled. */
  self = user_data;
  if (type == PARLOR_PACKET_DIRECTORY_PAGE && self->suggestions != NULL) {
    parlor_suggestions_add_listings (self->suggestions, page, PARLOR_COMPLETION_MAX_ROWS);
    show (self);
  }
  parlor_packet_free (type, page);
}

static void
ask_directory (ParlorCompletion *self)
{
  ParlorDirectoryPacket *packet = parlor_packet_new (PARLOR_PACKET_DIRECTORY);

  packet->query = g_strdup (self->suggestions->word);
  packet->limit = PARLOR_COMPLETION_MAX_ROWS;
  self->cancellable = g_cancellable_new ();
  parlor_client_request_async (self->context.client, PARLOR_PACKET_DIRECTORY, packet,
                               self->cancellable, on_directory_page, self);
}

static void
on_members_loaded (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (ParlorCompletion) self = user_data;
  g_autoptr (GListModel)       members =
    parlor_conversation_load_members_finish (PARLOR_CONVERSATION (source), result, NULL);

  if (source == G_OBJECT (self->context.conversation))
    g_set_object (&self->members, members);
}

/* Once somebody is meant, those who are here come before those who are not. */
static void
want_members (ParlorCompletion *self)
{
  gint64 n_members;

  if (self->members != NULL || self->context.conversation == NULL)
    return;

  g_object_get (self->context.conversation, "n-members", &n_members, NULL);
  if (n_members <= MEMBERS_MAX &&
      parlor_conversation_get_kind (self->context.conversation) != PARLOR_CONVERSATION_PERSONAL)
    parlor_conversation_load_members_async (self->context.conversation, NULL, on_members_loaded,
                                            g_object_ref (self));
}

static gboolean
may_open (ParlorCompletion *self)
{
  return self->context.client != NULL && !self->is_composing && self->is_wanted &&
         gtk_widget_has_focus (GTK_WIDGET (self->text)) &&
         !gtk_text_buffer_get_has_selection (self->buffer);
}

static void
ask_more (ParlorCompletion *self)
{
  const ParlorArgument *argument = self->suggestions->argument;

  if (argument != NULL && argument->kind == PARLOR_ARGUMENT_LISTED)
    ask_directory (self);
  if (self->suggestions->items->len > 0 &&
      ((ParlorSuggestion *) self->suggestions->items->pdata[0])->kind == PARLOR_SUGGESTION_PERSON)
    want_members (self);
}

static void
update (ParlorCompletion *self)
{
  g_autofree char *text = NULL;
  gsize            cursor;

  forget_suggestions (self);
  if (!may_open (self)) {
    hide (self);
    return;
  }

  text = dup_text (self, &cursor);
  self->suggestions = parlor_suggestions_new (&self->context, text, cursor,
                                              PARLOR_COMPLETION_MAX_ROWS);
  parlor_emoji_search_fill (self->suggestions, PARLOR_COMPLETION_MAX_ROWS);
  if (self->closed_at >= 0 && self->suggestions->start != (gsize) self->closed_at)
    self->closed_at = -1;

  ask_more (self);
  if (self->closed_at >= 0 || !has_something (self))
    hide (self);
  else
    show (self);
}

static gboolean
on_update_due (gpointer user_data)
{
  ParlorCompletion *self = user_data;

  self->update_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

/* Several changes at once are one. */
static void
update_later (ParlorCompletion *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_update_due, self, NULL);
}

static void
on_user_action (ParlorCompletion *self)
{
  self->is_wanted = !self->is_taking;
  update_later (self);
}

/* Whoever goes elsewhere wants to go there. */
static void
on_cursor_moved (ParlorCompletion *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    update_later (self);
}

static void
on_focus_changed (ParlorCompletion *self)
{
  self->is_wanted = FALSE;
  update_later (self);
}

static void
on_preedit_changed (ParlorCompletion *self,
                    const char       *preedit)
{
  self->is_composing = *preedit != '\0';
  update_later (self);
}

/**
 * _parlor_completion_take:
 * @self: a completion
 * @suggestion: what is meant
 *
 * Writes it in the place of what was begun.
 */
void
_parlor_completion_take (ParlorCompletion       *self,
                         const ParlorSuggestion *suggestion)
{
  g_autofree char *text = g_strdup (suggestion->text);
  GtkTextIter      start;
  GtkTextIter      end;

  get_start (self, &start);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &end, gtk_text_buffer_get_insert (self->buffer));

  /* What is there already need not be there twice. */
  if (gtk_text_iter_get_char (&end) == ' ')
    gtk_text_iter_forward_char (&end);

  /* The arguments of a command come next. */
  self->is_taking = suggestion->kind != PARLOR_SUGGESTION_COMMAND &&
                    suggestion->kind != PARLOR_SUGGESTION_WORD &&
                    self->suggestions->command == NULL;
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, text, -1);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  gtk_text_buffer_end_user_action (self->buffer);
  self->is_taking = FALSE;
  hide (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
on_row_activated (ParlorCompletion *self,
                  GtkListBoxRow    *row)
{
  const ParlorSuggestion *suggestion = _parlor_completion_get_suggestion (self, row);

  if (suggestion != NULL)
    _parlor_completion_take (self, suggestion);
}

static void
parlor_completion_dispose (GObject *object)
{
  ParlorCompletion *self = PARLOR_COMPLETION (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  forget_suggestions (self);
  if (self->buffer != NULL) {
    g_signal_handlers_disconnect_by_data (self->buffer, self);
    g_signal_handlers_disconnect_by_data (self->text, self);
  }
  g_clear_object (&self->buffer);
  g_clear_object (&self->text);
  g_clear_object (&self->members);
  g_clear_object (&self->context.client);
  g_clear_object (&self->context.conversation);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_COMPLETION);

  G_OBJECT_CLASS (parlor_completion_parent_class)->dispose (object);
}

static void
parlor_completion_class_init (ParlorCompletionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_completion_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-completion.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorCompletion, frame);
  gtk_widget_class_bind_template_child (widget_class, ParlorCompletion, usage);
  gtk_widget_class_bind_template_child (widget_class, ParlorCompletion, explanation);
  gtk_widget_class_bind_template_child (widget_class, ParlorCompletion, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *frame)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkWidget     *frame,
         GtkOrientation orientation,
         int            for_size,
         int           *minimum,
         int           *natural,
         int           *minimum_baseline,
         int           *natural_baseline)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (frame)), orientation,
                      orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size, minimum, natural,
                      NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = 0;
}

static void
allocate (GtkWidget *frame,
          int        width,
          int        height,
          int        baseline)
{
  GtkWidget *content = adw_bin_get_child (ADW_BIN (frame));
  int        minimum;

  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  gtk_widget_allocate (content, width, MAX (height, minimum), baseline, NULL);
}

/* It can be any height: later releases of GTK close a popover that is too low for what is in it
 * now, even when it is about to grow. */
static void
let_grow (ParlorCompletion *self)
{
  gtk_widget_set_layout_manager (
    self->frame, gtk_custom_layout_new (get_request_mode, measure, allocate));
}

static void
parlor_completion_init (ParlorCompletion *self)
{
  self->closed_at = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  let_grow (self);
  gtk_popover_set_offset (GTK_POPOVER (self), 0, -ABOVE_PX);
  parlor_accessible_set_label (GTK_WIDGET (self->list), _ ("Suggestions"));
}

/**
 * parlor_completion_new:
 * @text: where one writes
 * @parent: what it is attached to: a widget with a layout manager, around @text, which unparents
 *   it when it goes
 *
 * Returns: (transfer none): a completion for @text
 */
GtkWidget *
parlor_completion_new (GtkTextView *text,
                       GtkWidget   *parent)
{
  ParlorCompletion *self = g_object_new (PARLOR_TYPE_COMPLETION, NULL);

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (text), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);

  self->text = g_object_ref (text);
  self->buffer = g_object_ref (gtk_text_view_get_buffer (text));
  gtk_widget_set_parent (GTK_WIDGET (self), parent);

  g_signal_connect_object (self->buffer, "end-user-action",
                           G_CALLBACK (on_user_action), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "changed",
                           G_CALLBACK (on_cursor_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "notify::cursor-position",
                           G_CALLBACK (on_cursor_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (text, "notify::has-focus",
                           G_CALLBACK (on_focus_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (text, "preedit-changed",
                           G_CALLBACK (on_preedit_changed), self, G_CONNECT_SWAPPED);
  _parlor_completion_add_keys (self);

  return GTK_WIDGET (self);
}

/**
 * parlor_completion_set_context:
 * @self: a completion
 * @context: who writes, and where; its frontend has to stay
 */
void
parlor_completion_set_context (ParlorCompletion           *self,
                               const ParlorCommandContext *context)
{
  g_return_if_fail (PARLOR_IS_COMPLETION (self));
  g_return_if_fail (context != NULL);

  hide (self);
  self->closed_at = -1;
  self->is_wanted = FALSE;
  g_clear_object (&self->members);
  g_set_object (&self->context.client, context->client);
  g_set_object (&self->context.conversation, context->conversation);
  self->context.frontend = context->frontend;
  self->context.frontend_data = context->frontend_data;
}
