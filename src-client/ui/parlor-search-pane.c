/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-search-pane"

#include "parlor-search-pane.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-resource.h"
#include "parlor-search-row.h"

/**
 * ParlorSearchPane:
 *
 * Searches messages, in one conversation or in all of them, and shows what was
 * found in its context.
 *
 * Actions, to be found in a parent: win.show-message.
 */
struct _ParlorSearchPane
{
  AdwBin parent_instance;

  GtkEditable     *entry;
  GtkToggleButton *here;
  GtkToggleButton *everywhere;
  GtkLabel        *count;
  GtkStack        *stack;
  GtkSpinner      *spinner;
  GtkLabel        *message;
  GtkLabel        *hint;
  GtkWidget       *again;
  GtkAdjustment   *adjustment;
  GtkListBox      *list;
  GtkSpinner      *more_spinner;
  GtkWidget       *more_again;

  ParlorClient        *client;
  ParlorMessageSearch *search;
  ParlorConversation  *conversation; /* (nullable): what "this" is */
  ParlorConversation  *origin;       /* (nullable): what was open when the pane was opened */
  guint                scroll_id;

  guint is_folded : 1;
  guint is_open : 1;
  guint is_opening : 1;
  guint has_shown : 1; /* something that was found */
};

G_DEFINE_FINAL_TYPE (ParlorSearchPane, parlor_search_pane, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_IS_FOLDED,
  N_PROPS,
};

enum {
  CLOSED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint       signals[N_SIGNALS];

static guint
count_hits (ParlorSearchPane *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->search));
}

/* What the pane shows. */

static void
show_message (ParlorSearchPane *self,
              const char       *text,
              gboolean          can_try_again)
{
  const gboolean is_busy = parlor_message_search_is_busy (self->search);
  const gboolean is_hint = parlor_message_search_get_query (self->search) == NULL;

  gtk_label_set_label (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), is_hint);
  gtk_widget_set_visible (self->again, can_try_again);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_stack_set_visible_child_name (self->stack, "message");
}

static void
show_hits (ParlorSearchPane *self)
{
  const GError    *error = parlor_message_search_get_error (self->search);
  const guint      n_hits = count_hits (self);
  const gboolean   is_complete = parlor_message_search_is_complete (self->search);
  const gboolean   is_busy = parlor_message_search_is_busy (self->search);
  g_autofree char *text = NULL;

  if (error != NULL)
    text = g_strdup (error->message);
  else if (is_complete)
    text = g_strdup_printf (ngettext ("%u message found", "%u messages found", n_hits), n_hits);
  else
    text = g_strdup_printf (ngettext ("%u message found so far", "%u messages found so far",
                                      n_hits),
                            n_hits);

  gtk_label_set_label (self->count, text);
  gtk_widget_set_visible (GTK_WIDGET (self->more_spinner), is_busy);
  gtk_spinner_set_spinning (self->more_spinner, is_busy);
  gtk_widget_set_visible (self->more_again, error != NULL);
  gtk_stack_set_visible_child_name (self->stack, "hits");
}

/* Whether another attempt may have a better end: not if the words are wrong. */
static gboolean
is_passing (const GError *error)
{
  return !g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_BAD_VALUE);
}

static void
update (ParlorSearchPane *self)
{
  const GError *error = parlor_message_search_get_error (self->search);

  gtk_widget_set_visible (GTK_WIDGET (self->count), count_hits (self) > 0);
  if (count_hits (self) > 0)
    show_hits (self);
  else if (parlor_message_search_get_query (self->search) == NULL)
    show_message (self, _ ("Words that occur in messages, and where to look:"), FALSE);
  else if (parlor_message_search_is_busy (self->search))
    show_message (self, _ ("Searching…"), FALSE);
  else if (error != NULL)
    show_message (self, error->message, is_passing (error));
  else
    show_message (self, _ ("No message has these words in it."), FALSE);
}

static void
on_hits_changed (ParlorSearchPane *self,
                 guint             position,
                 guint             n_removed,
                 guint             n_added)
{
  const char *query = parlor_message_search_get_query (self->search);

  for (guint i = 0; i < n_removed; i++)
    gtk_list_box_remove (self->list,
                         GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, position)));
  for (guint i = 0; i < n_added; i++) {
    g_autoptr (ParlorSearchHit) hit = g_list_model_get_item (G_LIST_MODEL (self->search),
                                                             position + i);

    gtk_list_box_insert (self->list, parlor_search_row_new (hit, query), position + i);
  }
}

/* More of it before its end is in sight. */
static void
on_scrolled (ParlorSearchPane *self)
{
  const double page_px = gtk_adjustment_get_page_size (self->adjustment);
  const double below_px = gtk_adjustment_get_upper (self->adjustment) -
                          gtk_adjustment_get_value (self->adjustment) - page_px;

  if (self->search != NULL && page_px > 0 && below_px < page_px && count_hits (self) > 0 &&
      parlor_message_search_get_error (self->search) == NULL)
    parlor_message_search_load_more (self->search);
}

/* Searching. */

static void
begin (ParlorSearchPane *self)
{
  const gboolean is_here = gtk_toggle_button_get_active (self->here);

  if (self->is_opening || self->search == NULL)
    return;

  parlor_message_search_begin (self->search, gtk_editable_get_text (self->entry),
                               is_here ? self->conversation : NULL);
  gtk_adjustment_set_value (self->adjustment, 0);
}

static gboolean
is_new (ParlorSearchPane *self)
{
  g_autofree char *words = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
  const char      *query = parlor_message_search_get_query (self->search);

  return !g_str_equal (words, query != NULL ? query : "");
}

static void
on_search_changed (ParlorSearchPane *self)
{
  if (self->search != NULL && is_new (self))
    begin (self);
}

static void
on_scope_toggled (ParlorSearchPane *self)
{
  begin (self);
}

static void
on_again_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ParlorSearchPane *self = PARLOR_SEARCH_PANE (widget);

  if (self->search != NULL)
    parlor_message_search_load_more (self->search);
}

/* What failed for lack of a connection is made good when there is one. */
static void
on_state_changed (ParlorSearchPane *self)
{
  const GError *error = parlor_message_search_get_error (self->search);

  if (parlor_client_get_state (self->client) == PARLOR_LINK_ONLINE && error != NULL &&
      is_passing (error))
    parlor_message_search_load_more (self->search);
}

/* Going to what was found. */

/* Beside the conversation the focus stays here, for the next one, or for Escape. */
static void
show_hit (ParlorSearchPane *self,
          ParlorSearchRow  *row)
{
  ParlorSearchHit *hit = parlor_search_row_get_hit (row);
  GtkWidget       *entry = GTK_WIDGET (self->entry);
  GtkWidget       *focus = gtk_root_get_focus (gtk_widget_get_root (entry));
  const gboolean   is_typing = focus != NULL && gtk_widget_is_ancestor (focus, entry);

  self->has_shown = TRUE;
  gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  gtk_widget_activate_action (
    GTK_WIDGET (self), "win.show-message", "(sx)",
    parlor_conversation_get_id (parlor_search_hit_get_conversation (hit)),
    parlor_message_get_seq (parlor_search_hit_get_message (hit)));
  if (!self->is_folded)
    gtk_widget_grab_focus (is_typing ? entry : GTK_WIDGET (row));
}

static void
on_row_activated (ParlorSearchPane *self,
                  ParlorSearchRow  *row)
{
  show_hit (self, row);
}

static void
on_entry_activated (ParlorSearchPane *self)
{
  if (is_new (self))
    begin (self);
  else
    parlor_search_pane_step (self, PARLOR_HIT_NEXT);
}

static void
on_next_match (ParlorSearchPane *self)
{
  parlor_search_pane_step (self, PARLOR_HIT_NEXT);
}

static void
on_previous_match (ParlorSearchPane *self)
{
  parlor_search_pane_step (self, PARLOR_HIT_PREVIOUS);
}

static gboolean
scroll_to_selected (gpointer user_data)
{
  ParlorSearchPane *self = user_data;
  GtkWidget        *row = GTK_WIDGET (gtk_list_box_get_selected_row (self->list));
  GtkWidget        *content = gtk_widget_get_parent (GTK_WIDGET (self->list));
  graphene_rect_t   bounds;

  self->scroll_id = 0;
  if (row != NULL && gtk_widget_compute_bounds (row, content, &bounds))
    gtk_adjustment_clamp_page (self->adjustment, bounds.origin.y,
                               bounds.origin.y + bounds.size.height);

  return G_SOURCE_REMOVE;
}

/* Closing. */

static void
close_and_return (ParlorSearchPane *self)
{
  ParlorConversation *conversation = self->has_shown ? self->origin : NULL;

  g_signal_emit (self, signals[CLOSED], 0, conversation);
}

static void
on_search_stopped (ParlorSearchPane *self)
{
  close_and_return (self);
}

static void
on_return_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  close_and_return (PARLOR_SEARCH_PANE (widget));
}

static void
on_close_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  g_signal_emit (widget, signals[CLOSED], 0, NULL);
}

static void
parlor_search_pane_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_IS_FOLDED:
    g_value_set_boolean (value, PARLOR_SEARCH_PANE (object)->is_folded);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_search_pane_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  ParlorSearchPane *self = PARLOR_SEARCH_PANE (object);

  switch (prop_id) {
  case PROP_IS_FOLDED:
    if (self->is_folded == g_value_get_boolean (value))
      return;
    self->is_folded = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_search_pane_dispose (GObject *object)
{
  ParlorSearchPane *self = PARLOR_SEARCH_PANE (object);

  g_clear_handle_id (&self->scroll_id, g_source_remove);
  if (self->search != NULL)
    g_signal_handlers_disconnect_by_data (self->search, self);
  g_clear_object (&self->search);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_SEARCH_PANE);
  g_clear_object (&self->conversation);
  g_clear_object (&self->origin);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_search_pane_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-search-pane.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchPane, entry);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchPane, here);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchPane, everywhere);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchPane, count);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchPane, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchPane, spinner);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchPane, message);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchPane, hint);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchPane, again);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchPane, adjustment);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchPane, list);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchPane, more_spinner);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchPane, more_again);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_next_match);
  gtk_widget_class_bind_template_callback (widget_class, on_previous_match);
  gtk_widget_class_bind_template_callback (widget_class, on_scope_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_scrolled);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
parlor_search_pane_class_init (ParlorSearchPaneClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = parlor_search_pane_get_property;
  object_class->set_property = parlor_search_pane_set_property;
  object_class->dispose = parlor_search_pane_dispose;

  /**
   * ParlorSearchPane:is-folded:
   *
   * Whether it has the whole window, with no conversation beside it.
   */
  props[PROP_IS_FOLDED] =
    g_param_spec_boolean ("is-folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ParlorSearchPane::closed:
   * @conversation: (nullable): where to return to
   *
   * The person has found what was to be found, or has given up.
   */
  signals[CLOSED] =
    g_signal_new ("closed", PARLOR_TYPE_SEARCH_PANE, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, PARLOR_TYPE_CONVERSATION);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "search.close", NULL, on_close_activated);
  gtk_widget_class_install_action (widget_class, "search.return", NULL, on_return_activated);
  gtk_widget_class_install_action (widget_class, "search.again", NULL, on_again_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "search.return", NULL);
}

static void
parlor_search_pane_init (ParlorSearchPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
  parlor_accessible_set_label (GTK_WIDGET (self->entry), _ ("Search Messages"));
  parlor_accessible_set_label (GTK_WIDGET (self->list), _ ("Messages Found"));
  /* Translators: what goes before and after the colons is to be typed as it is;
   * NAME and CHANNEL stand for what is put there */
  gtk_label_set_label (self->hint, _ ("from:NAME\nin:CHANNEL\nhas:image has:file has:link\n"
                                      "after:2030-01-31\nbefore:2030-12-31\n"
                                      "\"words that stand together\"\n-without"));
}

/**
 * parlor_search_pane_set_client:
 * @self: a pane
 * @client: whose messages to search
 */
void
parlor_search_pane_set_client (ParlorSearchPane *self,
                               ParlorClient     *client)
{
  g_return_if_fail (PARLOR_IS_SEARCH_PANE (self));
  g_return_if_fail (PARLOR_IS_CLIENT (client));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  self->search = parlor_message_search_new (client);
  g_signal_connect_object (self->search, "items-changed",
                           G_CALLBACK (on_hits_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::state",
                           G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * parlor_search_pane_open:
 * @self: a pane with a client
 * @conversation: (nullable): the conversation that is open
 * @words: (nullable): what to search for everywhere; %NULL to let the person say,
 *   and search @conversation
 *
 * Begins a search.
 */
void
parlor_search_pane_open (ParlorSearchPane   *self,
                         ParlorConversation *conversation,
                         const char         *words)
{
  g_return_if_fail (PARLOR_IS_SEARCH_PANE (self));
  g_return_if_fail (self->search != NULL);

  self->is_opening = TRUE;
  if (!self->is_open)
    g_set_object (&self->origin, conversation);
  self->is_open = TRUE;
  g_set_object (&self->conversation, conversation);
  gtk_widget_set_sensitive (GTK_WIDGET (self->here), self->conversation != NULL);
  gtk_toggle_button_set_active (words == NULL && self->conversation != NULL ? self->here
                                                                            : self->everywhere,
                                TRUE);
  if (words != NULL)
    gtk_editable_set_text (self->entry, words);
  self->is_opening = FALSE;

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (self->entry, 0, -1);
  begin (self);
}

/**
 * parlor_search_pane_close:
 * @self: a pane
 *
 * Forgets what was found.
 */
void
parlor_search_pane_close (ParlorSearchPane *self)
{
  g_return_if_fail (PARLOR_IS_SEARCH_PANE (self));

  if (self->search != NULL)
    parlor_message_search_begin (self->search, NULL, NULL);
  gtk_editable_set_text (self->entry, "");
  self->is_open = FALSE;
  self->has_shown = FALSE;
  g_clear_object (&self->conversation);
  g_clear_object (&self->origin);
}

/**
 * parlor_search_pane_step:
 * @self: a pane
 * @step: which way
 *
 * Shows what was found below or above of what was shown last.
 */
void
parlor_search_pane_step (ParlorSearchPane *self,
                         ParlorHitStep     step)
{
  GtkListBoxRow *row;
  int            at = 0;

  g_return_if_fail (PARLOR_IS_SEARCH_PANE (self));

  row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL)
    at = gtk_list_box_row_get_index (row) + (step == PARLOR_HIT_NEXT ? 1 : -1);
  row = at >= 0 ? gtk_list_box_get_row_at_index (self->list, at) : NULL;
  if (row == NULL)
    return;

  show_hit (self, PARLOR_SEARCH_ROW (row));
  if (self->scroll_id == 0)
    self->scroll_id = g_idle_add (scroll_to_selected, self);
}
