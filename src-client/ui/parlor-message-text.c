/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-message-text"

#include "parlor-message-text.h"

#include <glib/gi18n.h>

#include "parlor-code-block.h"
#include "parlor-history-view.h"
#include "parlor-markup.h"
#include "parlor-text-names.h"

#define BLOCK_SPACING_PX 6

/* Less than the time takes that stands beside it. */
#define MIN_WIDTH_CHARS 3

/* From where on a text is shown only in part, and how much of it then: it would
 * fill the window otherwise, and texts can be written that take seconds to lay
 * out. */
#define LONG_CHARS 3000
#define LONG_LINES 50
#define SHORT_CHARS 2000
#define SHORT_LINES 30

/**
 * ParlorMessageText:
 *
 * What was written in a message, as it is now: it follows edits and deletion,
 * and knows who is mentioned.  It is hidden as long as there is nothing to be
 * read.
 *
 * Of a long text, the beginning is shown until somebody asks for all of it.
 *
 * A text without code or quotes, however it is styled, is one label.
 *
 * Actions, to be found in a parent: win.open-link, win.open-account,
 * win.open-conversation, win.toast.
 */
struct _ParlorMessageText
{
  GtkWidget parent_instance;

  GtkLabel *only_label; /* (nullable): all there is */
  GtkLabel *last_label; /* (nullable) */

  ParlorClient       *client;
  ParlorConversation *conversation;
  ParlorMessage      *message;

  gboolean is_unfolded; /* all of a long text is shown */
  gboolean mentions_reader;
  guint    names_hash; /* of those that are known, and where they stand */
  gulong   people_changed_id;
  gulong   conversations_changed_id;
  guint    update_names_id;
};

G_DEFINE_FINAL_TYPE (ParlorMessageText, parlor_message_text, GTK_TYPE_WIDGET)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void update (ParlorMessageText *self);

static gboolean
is_known (ParlorSpanKind kind,
          const char    *name,
          gpointer       user_data)
{
  ParlorMessageText *self = user_data;

  return parlor_text_names_is_known (self->client, self->conversation, kind, name);
}

static gboolean
is_reader (const char *mention,
           gpointer    user_data)
{
  return parlor_text_names_is_reader (PARLOR_MESSAGE_TEXT (user_data)->client, mention);
}

/* A link into this very program need not go through the desktop. */
static gboolean
on_activate_link (ParlorMessageText *self,
                  const char        *uri)
{
  if (*uri == '@' || *uri == '#')
    parlor_text_names_open (self->client, GTK_WIDGET (self), uri);
  else if (g_ascii_strncasecmp (uri, "parlor:", strlen ("parlor:")) == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-link", "s", uri);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

/* Who copies a whole text gets it as it was written. */
static void
on_copy (ParlorMessageText *self,
         GtkLabel          *label)
{
  const char *shown = gtk_label_get_text (label);
  int         start, end;

  if (label != self->only_label || parlor_message_is_deleted (self->message) ||
      !gtk_label_get_selection_bounds (label, &start, &end) ||
      end - start < g_utf8_strlen (shown, -1))
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (label)),
                          parlor_message_get_text (self->message));
  g_signal_stop_emission_by_name (label, "copy-clipboard");
}

/* What is shown. */

/* GTK finds out how narrow a label can be by breaking it at each character, twice
 * unless it is told a width. */
static GtkLabel *
label_new (ParlorMessageText *self)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "selectable", TRUE,
                                   "width-chars", MIN_WIDTH_CHARS,
                                   "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "xalign", 0.0,
                                   "yalign", 0.0,
                                   NULL);

  gtk_widget_add_css_class (label, "text");
  g_signal_connect_object (label, "activate-link",
                           G_CALLBACK (on_activate_link), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (label, "copy-clipboard",
                           G_CALLBACK (on_copy), self, G_CONNECT_SWAPPED);

  return GTK_LABEL (label);
}

/* Who does something is named where it is told. */
static void
fill_action (ParlorMessageText *self,
             GtkLabel          *label,
             const char        *markup)
{
  ParlorAccount   *author = parlor_message_get_author (self->message);
  g_autofree char *nick = g_markup_escape_text (parlor_account_get_nick (author), -1);
  g_autofree char *sentence = NULL;

  /* Translators: somebody does something, as with /me: a name and what it is; both are markup */
  sentence = g_strdup_printf (_ ("* <b>%1$s</b> %2$s"), nick, markup);
  gtk_label_set_markup (label, sentence);
}

static gboolean
is_told_action (ParlorMessageText *self)
{
  return parlor_message_is_action (self->message) && !parlor_message_is_deleted (self->message);
}

static void
fill (ParlorMessageText    *self,
      GtkLabel             *label,
      const ParlorRichText *rich,
      guint                 i)
{
  const ParlorBlock *block = parlor_rich_text_get_block (rich, i);
  const gboolean     is_action = i == 0 && block->depth == 0 && is_told_action (self);
  g_autofree char   *content = NULL;

  if (!is_action && !parlor_markup_is_needed (rich, block)) {
    content = parlor_rich_text_dup_block (rich, block);
    gtk_label_set_text (label, content);
    return;
  }

  content = parlor_markup_from_block (rich, block, is_reader, self);
  if (is_action)
    fill_action (self, label, content);
  else
    gtk_label_set_markup (label, content);
}

static void
append (GtkWidget *parent,
        GtkWidget *child)
{
  gtk_widget_insert_before (child, parent, NULL);
}

static GtkWidget *
quote_new (void)
{
  GtkWidget *quote = gtk_box_new (GTK_ORIENTATION_VERTICAL, BLOCK_SPACING_PX);

  gtk_widget_add_css_class (quote, "quoted");

  return quote;
}

static GtkWidget *
block_new (ParlorMessageText    *self,
           const ParlorRichText *rich,
           guint                 i)
{
  const ParlorBlock *block = parlor_rich_text_get_block (rich, i);
  g_autofree char   *code = NULL;
  g_autofree char   *language = NULL;
  GtkLabel          *label;

  if (block->kind == PARLOR_BLOCK_TEXT) {
    label = label_new (self);
    fill (self, label, rich, i);
    self->last_label = block->depth == 0 ? label : NULL;
    return GTK_WIDGET (label);
  }

  self->last_label = NULL;
  code = parlor_rich_text_dup_block (rich, block);
  if (block->language_length > 0)
    language = g_strndup (parlor_rich_text_get_text (rich) + block->language,
                          block->language_length);

  return parlor_code_block_new (code, language);
}

/* The focus would go to a row somewhere else, and the history with it. */
static void
release_focus (ParlorMessageText *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    gtk_root_set_focus (root, NULL);
}

static void
clear (ParlorMessageText *self)
{
  GtkWidget *child;

  release_focus (self);
  self->only_label = NULL;
  self->last_label = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

/* Of somebody who does something that does not begin with words. */
static void
add_actor (ParlorMessageText *self)
{
  GtkLabel *label = label_new (self);

  fill_action (self, label, "");
  append (GTK_WIDGET (self), GTK_WIDGET (label));
}

static void
rebuild (ParlorMessageText    *self,
         const ParlorRichText *rich)
{
  GtkWidget *parents[PARLOR_RICH_TEXT_MAX_DEPTH + 1] = { GTK_WIDGET (self) };
  guint      depth = 0;

  clear (self);
  for (guint i = 0; i < parlor_rich_text_get_n_blocks (rich); i++) {
    const ParlorBlock *block = parlor_rich_text_get_block (rich, i);

    if (i == 0 && is_told_action (self) &&
        (block->depth > 0 || block->kind != PARLOR_BLOCK_TEXT))
      add_actor (self);
    for (depth = MIN (depth, block->depth); depth < block->depth; depth++) {
      parents[depth + 1] = quote_new ();
      append (parents[depth], parents[depth + 1]);
    }
    append (parents[depth], block_new (self, rich, i));
  }
}

static gboolean
is_one_label (const ParlorRichText *rich)
{
  const ParlorBlock *block;

  if (parlor_rich_text_get_n_blocks (rich) != 1)
    return FALSE;

  block = parlor_rich_text_get_block (rich, 0);

  return block->kind == PARLOR_BLOCK_TEXT && block->depth == 0;
}

/* Returns: whether there is more than is shown */
static gboolean
fold (ParlorMessageText *self,
      ParlorRichText    *rich)
{
  if (self->is_unfolded || (parlor_rich_text_count_chars (rich) <= LONG_CHARS &&
                            parlor_rich_text_count_lines (rich) <= LONG_LINES))
    return FALSE;

  return parlor_rich_text_shorten (rich, SHORT_CHARS, SHORT_LINES);
}

static int
measure_row (GtkWidget *row)
{
  int height_px;

  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, gtk_widget_get_allocated_width (row), NULL,
                      &height_px, NULL, NULL);

  return height_px;
}

/* Of the text that is read, nothing moves. */
static void
unfold_in_row (ParlorMessageText *self,
               GtkWidget         *row)
{
  GtkWidget *view = gtk_widget_get_ancestor (row, PARLOR_TYPE_HISTORY_VIEW);
  const int  height_px = measure_row (row);

  /* The focus would be lost with the button. */
  gtk_widget_grab_focus (row);
  update (self);
  if (view != NULL)
    parlor_history_view_let_grow (PARLOR_HISTORY_VIEW (view), row, measure_row (row) - height_px);
}

static void
on_show_more_clicked (ParlorMessageText *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_LIST_BOX_ROW);

  self->is_unfolded = TRUE;
  if (row != NULL)
    unfold_in_row (self, row);
  else
    update (self);
}

static void
add_show_more (ParlorMessageText *self)
{
  /* Translators: a button below the beginning of a long message */
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Show _More"));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "show-more");
  g_signal_connect_object (button, "clicked",
                           G_CALLBACK (on_show_more_clicked), self, G_CONNECT_SWAPPED);
  append (GTK_WIDGET (self), button);
  self->last_label = NULL;
}

static void
show (ParlorMessageText *self,
      ParlorRichText    *rich)
{
  gboolean is_folded;

  self->mentions_reader = parlor_text_names_have_reader (self->client, rich);
  self->names_hash = parlor_text_names_hash (rich);
  is_folded = fold (self, rich);
  if (self->only_label != NULL && !is_folded && is_one_label (rich)) {
    fill (self, self->only_label, rich, 0);
  } else {
    rebuild (self, rich);
    self->only_label = is_one_label (rich) && !is_folded ? self->last_label : NULL;
    if (is_folded)
      add_show_more (self);
  }

  gtk_widget_set_visible (GTK_WIDGET (self), parlor_rich_text_get_n_blocks (rich) > 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

static ParlorRichText *
read_text (ParlorMessageText *self)
{
  const char *text = parlor_message_get_text (self->message);

  if (parlor_message_is_deleted (self->message))
    return parlor_rich_text_new (_ ("Message deleted"), NULL, NULL);

  return parlor_rich_text_new (text != NULL ? text : "", is_known, self);
}

/* People and channels come to be known after what was written about them. */

static gboolean
update_names (gpointer user_data)
{
  ParlorMessageText         *self = user_data;
  g_autoptr (ParlorRichText) rich = read_text (self);

  self->update_names_id = 0;
  if (parlor_text_names_hash (rich) != self->names_hash)
    show (self, rich);

  return G_SOURCE_REMOVE;
}

static void
update_names_later (ParlorMessageText *self)
{
  if (self->update_names_id == 0)
    self->update_names_id = g_idle_add (update_names, self);
}

static void
watch (ParlorMessageText *self,
       GListModel        *model,
       gulong            *id,
       gboolean           is_watched)
{
  if (is_watched && *id == 0)
    *id = g_signal_connect_object (model, "items-changed",
                                   G_CALLBACK (update_names_later), self, G_CONNECT_SWAPPED);
  else if (!is_watched)
    g_clear_signal_handler (id, model);
}

static void
update (ParlorMessageText *self)
{
  g_autoptr (ParlorRichText) rich = read_text (self);
  const char                *text = parlor_rich_text_get_text (rich);

  watch (self, parlor_client_get_people (self->client), &self->people_changed_id,
         strchr (text, '@') != NULL);
  watch (self, parlor_client_get_conversations (self->client), &self->conversations_changed_id,
         strchr (text, '#') != NULL);
  show (self, rich);
}

static void
parlor_message_text_dispose (GObject *object)
{
  ParlorMessageText *self = PARLOR_MESSAGE_TEXT (object);

  g_clear_handle_id (&self->update_names_id, g_source_remove);
  clear (self);
  g_clear_object (&self->client);
  g_clear_object (&self->conversation);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (parlor_message_text_parent_class)->dispose (object);
}

static void
parlor_message_text_class_init (ParlorMessageTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_message_text_dispose;

  /**
   * ParlorMessageText::changed:
   *
   * Something else is to be read, see parlor_message_text_get_last_label() and
   * parlor_message_text_mentions_reader().
   */
  signals[CHANGED] = g_signal_new ("changed", PARLOR_TYPE_MESSAGE_TEXT, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "messagetext");
}

static void
parlor_message_text_init (ParlorMessageText *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), BLOCK_SPACING_PX);
}

/**
 * parlor_message_text_new:
 * @client: who reads it
 * @conversation: where the message was written
 * @message: a message, not another event
 *
 * Returns: (transfer floating): its text
 */
GtkWidget *
parlor_message_text_new (ParlorClient       *client,
                         ParlorConversation *conversation,
                         ParlorMessage      *message)
{
  ParlorMessageText *self;

  g_return_val_if_fail (PARLOR_IS_CLIENT (client), NULL);
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (conversation), NULL);
  g_return_val_if_fail (PARLOR_IS_MESSAGE (message), NULL);

  self = g_object_new (PARLOR_TYPE_MESSAGE_TEXT, NULL);
  self->client = g_object_ref (client);
  self->conversation = g_object_ref (conversation);
  self->message = g_object_ref (message);

  g_signal_connect_object (message, "notify::text",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "notify::is-deleted",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  if (parlor_message_is_action (message))
    g_signal_connect_object (parlor_message_get_author (message), "notify::nick",
                             G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * parlor_message_text_get_last_label:
 * @self: a message's text
 *
 * Returns: (transfer none) (nullable): the label at its end, as wide as the
 *   text, whose last line has room for the time; %NULL if something else ends it
 */
GtkLabel *
parlor_message_text_get_last_label (ParlorMessageText *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE_TEXT (self), NULL);

  return self->last_label;
}

/**
 * parlor_message_text_mentions_reader:
 * @self: a message's text
 *
 * Returns: whether who reads it is mentioned, by name or with everybody
 */
gboolean
parlor_message_text_mentions_reader (ParlorMessageText *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE_TEXT (self), FALSE);

  return self->mentions_reader;
}
