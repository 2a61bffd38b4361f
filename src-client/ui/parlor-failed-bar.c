/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-failed-bar"

#include "parlor-failed-bar.h"

#include <glib/gi18n.h>

#include "parlor-resource.h"

/* A single one has its own buttons. */
#define FAILED_MIN 2

/**
 * ParlorFailedBar:
 *
 * Tells that several messages could not be sent, and sends all of them again, or
 * gives all of them up; hidden while there are not several.
 *
 * Actions: failed.retry, failed.discard.
 */
struct _ParlorFailedBar
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel    *label;

  ParlorConversation *conversation; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (ParlorFailedBar, parlor_failed_bar, ADW_TYPE_BIN)

static void
update (ParlorFailedBar *self)
{
  const guint n_failed =
    self->conversation != NULL ? parlor_conversation_get_n_failed (self->conversation) : 0;
  g_autofree char *text = NULL;

  if (n_failed >= FAILED_MIN) {
    text = g_strdup_printf (ngettext ("%u message was not sent.", "%u messages were not sent.",
                                      n_failed),
                            n_failed);
    gtk_label_set_label (self->label, text);
  }
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
}

static void
on_retry_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ParlorFailedBar *self = PARLOR_FAILED_BAR (widget);

  if (self->conversation != NULL)
    parlor_conversation_retry_failed (self->conversation);
}

static void
on_discard_response (ParlorConversation *conversation,
                     const char         *response)
{
  if (g_str_equal (response, "discard"))
    parlor_conversation_discard_failed (conversation);
}

static void
on_discard_activated (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  ParlorFailedBar *self = PARLOR_FAILED_BAR (widget);
  GtkWidget       *dialog;

  if (self->conversation == NULL)
    return;

  dialog = adw_message_dialog_new (
    GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Discard These Messages?"),
    _ ("They were not sent to anybody, and cannot be brought back."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    "discard", _ ("_Discard All"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_discard_response),
                           self->conversation, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
parlor_failed_bar_dispose (GObject *object)
{
  ParlorFailedBar *self = PARLOR_FAILED_BAR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_FAILED_BAR);
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (parlor_failed_bar_parent_class)->dispose (object);
}

static void
parlor_failed_bar_class_init (ParlorFailedBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_failed_bar_dispose;

  gtk_widget_class_set_css_name (widget_class, "failedbar");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-failed-bar.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorFailedBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlorFailedBar, label);
  gtk_widget_class_install_action (widget_class, "failed.retry", NULL, on_retry_activated);
  gtk_widget_class_install_action (widget_class, "failed.discard", NULL, on_discard_activated);
}

static void
parlor_failed_bar_init (ParlorFailedBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * parlor_failed_bar_set_conversation:
 * @self: a failed bar
 * @conversation: (nullable): whose messages it is about
 */
void
parlor_failed_bar_set_conversation (ParlorFailedBar    *self,
                                    ParlorConversation *conversation)
{
  g_return_if_fail (PARLOR_IS_FAILED_BAR (self));

  if (self->conversation == conversation)
    return;

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_set_object (&self->conversation, conversation);
  if (conversation != NULL)
    g_signal_connect_object (conversation, "notify::n-failed", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  update (self);
}
