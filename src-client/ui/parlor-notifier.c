/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-notifier"

#include "parlor-notifier.h"

#include "parlor-notification-server.h"

/**
 * ParlorNotifier:
 *
 * Gives to the desktop what #ParlorNotifications has to tell.
 *
 * Action, to be found in the application: app.show-conversation.
 */
struct _ParlorNotifier
{
  GObject parent_instance;

  GApplication             *application; /* not owned: it owns this */
  GSettings                *settings;
  ParlorNotificationServer *server;
  ParlorNotifications      *notifications;
};

G_DEFINE_FINAL_TYPE (ParlorNotifier, parlor_notifier, G_TYPE_OBJECT)

/* What the last start left may still be there: so it has the same name. */
static void
on_show (ParlorNotifier     *self,
         ParlorConversation *conversation,
         ParlorNotice       *notice)
{
  const ParlorBodySyntax    syntax = parlor_notification_server_get_syntax (self->server);
  g_autoptr (GNotification) notification = g_notification_new (notice->title);
  g_autofree char          *body = parlor_notification_body_write (notice->body, syntax);
  const char               *id = parlor_conversation_get_id (conversation);

  g_notification_set_body (notification, body);
  g_notification_set_category (notification, "im.received");
  g_notification_set_priority (notification, notice->is_urgent ? G_NOTIFICATION_PRIORITY_HIGH
                                                               : G_NOTIFICATION_PRIORITY_NORMAL);
  g_notification_set_default_action_and_target (notification, "app.show-conversation", "(sx)", id,
                                                notice->seq);
  g_application_send_notification (self->application, id, notification);
}

static void
on_withdraw (ParlorNotifier     *self,
             ParlorConversation *conversation)
{
  g_application_withdraw_notification (self->application,
                                       parlor_conversation_get_id (conversation));
}

static void
parlor_notifier_dispose (GObject *object)
{
  ParlorNotifier *self = PARLOR_NOTIFIER (object);

  g_clear_object (&self->notifications);
  g_clear_object (&self->server);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (parlor_notifier_parent_class)->dispose (object);
}

static void
parlor_notifier_class_init (ParlorNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_notifier_dispose;
}

static void
parlor_notifier_init (ParlorNotifier *self)
{
  self->settings = g_settings_new (PARLOR_APP_ID);
}

/**
 * parlor_notifier_new:
 * @application: which is registered, and lives longer
 * @client: the client of an account
 * @on_screen: says what somebody looks at
 * @user_data: for @on_screen
 *
 * Returns: (transfer full): what notifies from now on
 */
ParlorNotifier *
parlor_notifier_new (GApplication      *application,
                     ParlorClient      *client,
                     ParlorOnScreenFunc on_screen,
                     gpointer           user_data)
{
  ParlorNotifier *self = g_object_new (PARLOR_TYPE_NOTIFIER, NULL);

  self->application = application;
  self->server = parlor_notification_server_new (g_application_get_dbus_connection (application));
  self->notifications = parlor_notifications_new (client, on_screen, user_data);
  g_settings_bind (self->settings, "notifications", self->notifications, "is-enabled",
                   G_SETTINGS_BIND_GET);
  g_settings_bind (self->settings, "notification-text", self->notifications, "shows-text",
                   G_SETTINGS_BIND_GET);
  g_signal_connect_object (self->notifications, "show", G_CALLBACK (on_show), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notifications, "withdraw", G_CALLBACK (on_withdraw), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * parlor_notifier_close:
 * @self: a notifier
 *
 * The program ends.  What it has shown stays only where a click on it starts the
 * program again.
 */
void
parlor_notifier_close (ParlorNotifier *self)
{
  g_return_if_fail (PARLOR_IS_NOTIFIER (self));

  if (!parlor_notification_server_keeps (self->server))
    parlor_notifications_withdraw_all (self->notifications);
}
