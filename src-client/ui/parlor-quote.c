/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-quote"

#include "parlor-quote.h"

#include <glib/gi18n.h>

#include "parlor-summary.h"

/* So that a long one does not make its bubble wide. */
#define QUOTE_MAX_CHARS 40

/**
 * ParlorQuote:
 *
 * One line of the message that another one answers, which leads there.  It is as
 * high before that message is at hand as it is then.
 *
 * Action, to be found in a parent: conversation.show-message.
 */
struct _ParlorQuote
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkLabel  *label;

  ParlorConversation *conversation;
  ParlorMessage      *message; /* (nullable): the one quoted */
  gint64              seq;
};

G_DEFINE_FINAL_TYPE (ParlorQuote, parlor_quote, ADW_TYPE_BIN)

static void
update (ParlorQuote *self)
{
  g_autofree char *line = parlor_summary_quote (self->message);

  gtk_label_set_label (self->label, line);
}

static void
look (ParlorQuote *self)
{
  ParlorMessage *message = parlor_conversation_find_message (self->conversation, self->seq);

  if (message == NULL || message == self->message)
    return;

  g_set_object (&self->message, message);
  g_signal_connect_object (message, "notify::text",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (parlor_message_get_author (message), "notify::nick",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
on_message_fetched (ParlorQuote *self,
                    gint64       seq)
{
  if (seq == self->seq)
    look (self);
}

static void
parlor_quote_dispose (GObject *object)
{
  ParlorQuote *self = PARLOR_QUOTE (object);

  g_clear_object (&self->message);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (parlor_quote_parent_class)->dispose (object);
}

static void
parlor_quote_class_init (ParlorQuoteClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_quote_dispose;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "quote");
}

static void
parlor_quote_init (ParlorQuote *self)
{
  self->label = g_object_new (GTK_TYPE_LABEL,
                              "ellipsize", PANGO_ELLIPSIZE_END,
                              "max-width-chars", QUOTE_MAX_CHARS,
                              "single-line-mode", TRUE,
                              "xalign", 0.0,
                              NULL);
  self->button = g_object_new (GTK_TYPE_BUTTON,
                               "child", self->label,
                               "has-frame", FALSE,
                               "tooltip-text", _ ("Go to the Message"),
                               NULL);
  adw_bin_set_child (ADW_BIN (self), self->button);
}

/**
 * parlor_quote_new:
 * @conversation: where it was written
 * @seq: the place of the message in its log
 *
 * Returns: (transfer floating): a line that stands for it; it is fetched if it
 *   is not at hand
 */
GtkWidget *
parlor_quote_new (ParlorConversation *conversation,
                  gint64              seq)
{
  ParlorQuote *self = g_object_new (PARLOR_TYPE_QUOTE, NULL);

  self->conversation = g_object_ref (conversation);
  self->seq = seq;
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "x", seq);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "conversation.show-message");
  g_signal_connect_object (conversation, "message-fetched",
                           G_CALLBACK (on_message_fetched), self, G_CONNECT_SWAPPED);
  update (self);
  look (self);
  if (self->message == NULL)
    parlor_conversation_fetch_message (conversation, seq);

  return GTK_WIDGET (self);
}
