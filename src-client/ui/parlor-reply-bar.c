/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-reply-bar"

#include "parlor-reply-bar.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-resource.h"
#include "parlor-summary.h"

/**
 * ParlorReplyBar:
 *
 * Above what is being written: the message that it answers, or the one that it
 * is to change.  A click shows that one in the history.
 *
 * Actions, to be found in a parent: conversation.show-message, composer.drop.
 */
struct _ParlorReplyBar
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkImage  *icon;
  GtkLabel  *title;
  GtkLabel  *line;

  ParlorReplyBarKind  kind;
  ParlorConversation *conversation; /* NULL while hidden */
  ParlorMessage      *message;      /* (nullable): if it is at hand */
  gint64              seq;
};

G_DEFINE_FINAL_TYPE (ParlorReplyBar, parlor_reply_bar, ADW_TYPE_BIN)

static char *
format_title (ParlorReplyBar *self)
{
  if (self->kind == PARLOR_REPLY_BAR_CHANGES) {
    /* Translators: above the text of a message that is being changed */
    return g_strdup (_ ("Editing"));
  }
  if (self->message == NULL) {
    /* Translators: above an answer to a message of which nothing is known yet */
    return g_strdup (_ ("Reply"));
  }
  if (parlor_message_is_own (self->message)) {
    /* Translators: above an answer to a message of one's own */
    return g_strdup (_ ("Reply to yourself"));
  }

  /* Translators: above an answer; %s is who is answered */
  return g_strdup_printf (_ ("Reply to %s"),
                          parlor_account_get_nick (parlor_message_get_author (self->message)));
}

static void
update (ParlorReplyBar *self)
{
  g_autofree char *title = format_title (self);
  g_autofree char *line = parlor_summary_content (self->message);
  g_autofree char *label = NULL;

  /* Translators: “Reply to Ada” or “Editing”, and the message, for screen readers */
  label = g_strdup_printf (C_ ("reply", "%1$s: %2$s"), title, line);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->line, line);
  gtk_image_set_from_icon_name (self->icon, self->kind == PARLOR_REPLY_BAR_CHANGES
                                              ? "document-edit-symbolic"
                                              : "mail-reply-sender-symbolic");
  parlor_accessible_set_label (self->button, label);
}

static void
forget_message (ParlorReplyBar *self)
{
  if (self->message == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->message, self);
  g_signal_handlers_disconnect_by_data (parlor_message_get_author (self->message), self);
  g_clear_object (&self->message);
}

static void
forget (ParlorReplyBar *self)
{
  forget_message (self);
  if (self->conversation == NULL)
    return;

  g_signal_handlers_disconnect_by_data (parlor_conversation_get_timeline (self->conversation),
                                        self);
  g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->conversation);
}

/* The same message may be another object, once the history was loaded anew. */
static void
look (ParlorReplyBar *self)
{
  ParlorMessage *message = parlor_conversation_find_message (self->conversation, self->seq);

  if (message == NULL || message == self->message)
    return;

  forget_message (self);
  self->message = g_object_ref (message);
  g_signal_connect_object (message, "notify::text",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "notify::is-deleted",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (parlor_message_get_author (message), "notify::nick",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
on_message_fetched (ParlorReplyBar *self,
                    gint64          seq)
{
  if (seq == self->seq)
    look (self);
}

static void
parlor_reply_bar_dispose (GObject *object)
{
  ParlorReplyBar *self = PARLOR_REPLY_BAR (object);

  forget (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_REPLY_BAR);

  G_OBJECT_CLASS (parlor_reply_bar_parent_class)->dispose (object);
}

static void
parlor_reply_bar_class_init (ParlorReplyBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_reply_bar_dispose;

  gtk_widget_class_set_css_name (widget_class, "replybar");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-reply-bar.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorReplyBar, button);
  gtk_widget_class_bind_template_child (widget_class, ParlorReplyBar, icon);
  gtk_widget_class_bind_template_child (widget_class, ParlorReplyBar, title);
  gtk_widget_class_bind_template_child (widget_class, ParlorReplyBar, line);
}

static void
parlor_reply_bar_init (ParlorReplyBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
}

/**
 * parlor_reply_bar_show:
 * @self: a reply bar
 * @kind: what is done with the message
 * @conversation: where it is
 * @seq: its place; it is fetched if it is not at hand
 *
 * Shows what is being written belongs to.
 */
void
parlor_reply_bar_show (ParlorReplyBar     *self,
                       ParlorReplyBarKind  kind,
                       ParlorConversation *conversation,
                       gint64              seq)
{
  g_return_if_fail (PARLOR_IS_REPLY_BAR (self));
  g_return_if_fail (PARLOR_IS_CONVERSATION (conversation));
  g_return_if_fail (seq > 0);

  forget (self);
  self->kind = kind;
  self->conversation = g_object_ref (conversation);
  self->seq = seq;
  g_signal_connect_object (conversation, "message-fetched",
                           G_CALLBACK (on_message_fetched), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (parlor_conversation_get_timeline (conversation), "items-changed",
                           G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "x", seq);
  update (self);
  look (self);
  if (self->message == NULL)
    parlor_conversation_fetch_message (conversation, seq);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * parlor_reply_bar_hide:
 * @self: a reply bar
 *
 * Nothing is answered or changed.
 */
void
parlor_reply_bar_hide (ParlorReplyBar *self)
{
  g_return_if_fail (PARLOR_IS_REPLY_BAR (self));

  forget (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * parlor_reply_bar_get_message:
 * @self: a reply bar
 *
 * Returns: (transfer none) (nullable): the message that it shows, if there is
 *   one and it is at hand
 */
ParlorMessage *
parlor_reply_bar_get_message (ParlorReplyBar *self)
{
  g_return_val_if_fail (PARLOR_IS_REPLY_BAR (self), NULL);

  return self->message;
}
