/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be done with a message. */

#define G_LOG_DOMAIN "parlor-message-row"

#include "parlor-message-row-private.h"

#include "parlor-file-saver.h"
#include "parlor-image-viewer.h"

static void
on_open_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);
  ParlorAttachment *attachment = parlor_message_get_attachment (self->message);

  if (attachment == NULL)
    return;

  if (parlor_attachment_get_path (attachment) == NULL)
    parlor_client_fetch (self->client, attachment);
  else if (parlor_attachment_is_image (attachment))
    parlor_image_viewer_present (widget, self->client, self->conversation, self->message);
  else
    parlor_file_saver_open (widget, attachment);
}

static void
on_save_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  parlor_file_saver_ask (widget,
                         parlor_message_get_attachment (PARLOR_MESSAGE_ROW (widget)->message));
}

static void
on_fetch_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);

  parlor_client_fetch (self->client, parlor_message_get_attachment (self->message));
}

static void
on_cancel_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);

  if (parlor_message_get_delivery (self->message) == PARLOR_DELIVERY_SENT)
    parlor_client_cancel_fetch (self->client, parlor_message_get_attachment (self->message));
  else
    parlor_conversation_discard (self->conversation, self->message);
}

static void
on_copy_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          parlor_message_get_text (self->message));
}

static void
on_retry_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);

  parlor_conversation_retry (self->conversation, self->message);
}

static void
on_discard_activated (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);

  parlor_conversation_discard (self->conversation, self->message);
}

void
_parlor_message_row_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "message.open", NULL, on_open_activated);
  gtk_widget_class_install_action (widget_class, "message.save", NULL, on_save_activated);
  gtk_widget_class_install_action (widget_class, "message.fetch", NULL, on_fetch_activated);
  gtk_widget_class_install_action (widget_class, "message.cancel", NULL, on_cancel_activated);
  gtk_widget_class_install_action (widget_class, "message.copy", NULL, on_copy_activated);
  gtk_widget_class_install_action (widget_class, "message.retry", NULL, on_retry_activated);
  gtk_widget_class_install_action (widget_class, "message.discard", NULL, on_discard_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK,
                                       "message.copy", NULL);
}
