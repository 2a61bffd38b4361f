/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-message-text"

#include "parlor-message-text.h"

#include <glib/gi18n.h>

#include "parlor-markup.h"

/**
 * ParlorMessageText:
 *
 * What was written in a message, as it is now: it follows edits and deletion.
 * It is hidden as long as there is nothing to be read.
 *
 * Action, to be found in a parent: win.open-link.
 */
struct _ParlorMessageText
{
  GtkWidget parent_instance;

  GtkLabel   *label;
  GMenuModel *extra_menu; /* (nullable) */

  ParlorClient       *client;
  ParlorConversation *conversation;
  ParlorMessage      *message;
};

G_DEFINE_FINAL_TYPE (ParlorMessageText, parlor_message_text, GTK_TYPE_WIDGET)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A link into this very program need not go through the desktop. */
static gboolean
on_activate_link (ParlorMessageText *self,
                  const char        *uri)
{
  if (g_ascii_strncasecmp (uri, "parlor:", strlen ("parlor:")) != 0)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-link", "s", uri);

  return GDK_EVENT_STOP;
}

static GtkLabel *
label_new (ParlorMessageText *self)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "extra-menu", self->extra_menu,
                                   "selectable", TRUE,
                                   "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "xalign", 0.0,
                                   "yalign", 0.0,
                                   NULL);

  gtk_widget_add_css_class (label, "text");
  g_signal_connect_object (label, "activate-link",
                           G_CALLBACK (on_activate_link), self, G_CONNECT_SWAPPED);

  return GTK_LABEL (label);
}

/* Who does something is named where it is told. */
static char *
format_markup (ParlorMessageText *self)
{
  ParlorAccount   *author = parlor_message_get_author (self->message);
  const char      *text = parlor_message_get_text (self->message);
  g_autofree char *markup = NULL;
  g_autofree char *nick = NULL;

  if (parlor_message_is_deleted (self->message))
    return g_strdup (_ ("Message deleted"));

  markup = parlor_markup_from_text (text != NULL ? text : "");
  if (!parlor_message_is_action (self->message))
    return g_steal_pointer (&markup);

  nick = g_markup_escape_text (parlor_account_get_nick (author), -1);

  /* Translators: somebody does something, as with /me: a name and what it is; both are markup */
  return g_strdup_printf (_ ("* <b>%1$s</b> %2$s"), nick, markup);
}

static void
update (ParlorMessageText *self)
{
  g_autofree char *markup = format_markup (self);

  gtk_label_set_markup (self->label, markup);
  gtk_widget_set_visible (GTK_WIDGET (self), *markup != '\0');
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
parlor_message_text_dispose (GObject *object)
{
  ParlorMessageText *self = PARLOR_MESSAGE_TEXT (object);
  GtkWidget         *child;

  self->label = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->extra_menu);
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
   * Something else is to be read, see parlor_message_text_get_last_label().
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
  self->label = label_new (self);
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));

  g_signal_connect_object (message, "notify::text",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "notify::is-deleted",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (parlor_message_get_author (message), "notify::nick",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * parlor_message_text_set_extra_menu:
 * @self: a message's text
 * @menu: (nullable): what is added to the context menus in it
 */
void
parlor_message_text_set_extra_menu (ParlorMessageText *self,
                                    GMenuModel        *menu)
{
  g_return_if_fail (PARLOR_IS_MESSAGE_TEXT (self));
  g_return_if_fail (menu == NULL || G_IS_MENU_MODEL (menu));

  if (g_set_object (&self->extra_menu, menu))
    gtk_label_set_extra_menu (self->label, menu);
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

  return self->label;
}
