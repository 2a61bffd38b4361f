/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-notification-server"

#include "parlor-notification-server.h"

#include <string.h>

#include "parlor-sandbox.h"

#define FREEDESKTOP_NAME "org.freedesktop.Notifications"
#define FREEDESKTOP_PATH "/org/freedesktop/Notifications"
#define GTK_NAME "org.gtk.Notifications"

#define WORD_JOINER "\xe2\x81\xa0" /* U+2060, which nobody sees */

/**
 * ParlorNotificationServer:
 *
 * How whoever shows notifications reads their bodies.
 *
 * GNotification hands a body on as it is, and there are three whom it hands it to:
 *
 * - org.gtk.Notifications (GNOME Shell): it shows plain text.
 * - org.freedesktop.Notifications: what has the capability body-markup (Desktop
 *   Notifications Specification, 1.2) reads markup, the others plain text.
 * - The portal, from within a sandbox.  It says that a body is plain text, but the
 *   one for GTK passes it on to org.freedesktop.Notifications as it is, and nobody
 *   in the sandbox can know what that is.
 *
 * What strangers write must not become markup, and must not be shown as `&amp;`.
 */
struct _ParlorNotificationServer
{
  GObject parent_instance;

  GDBusConnection *connection; /* NULL if there is none */
  GCancellable    *cancellable;
  guint            freedesktop_id;
  guint            gtk_id;
  gboolean         is_gtk; /* GIO decides once, and prefers it */
  ParlorBodySyntax freedesktop_syntax;
};

G_DEFINE_FINAL_TYPE (ParlorNotificationServer, parlor_notification_server, G_TYPE_OBJECT)

static void
on_capabilities (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (ParlorNotificationServer) self = user_data;
  g_autoptr (GError)                   error = NULL;
  g_autoptr (GVariant)                 answer = NULL;
  g_autofree const char              **capabilities = NULL;

  answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (answer == NULL) {
    g_debug ("What shows notifications does not say how: %s", error->message);
    return;
  }

  g_variant_get (answer, "(^a&s)", &capabilities);
  self->freedesktop_syntax = g_strv_contains (capabilities, "body-markup") ? PARLOR_BODY_MARKUP
                                                                           : PARLOR_BODY_PLAIN;
}

static void
on_freedesktop_appeared (GDBusConnection *connection,
                         const char      *name,
                         const char      *owner,
                         gpointer         user_data)
{
  ParlorNotificationServer *self = user_data;

  g_dbus_connection_call (connection, FREEDESKTOP_NAME, FREEDESKTOP_PATH, FREEDESKTOP_NAME,
                          "GetCapabilities", NULL, G_VARIANT_TYPE ("(as)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, on_capabilities,
                          g_object_ref (self));
}

static void
on_freedesktop_vanished (GDBusConnection *connection,
                         const char      *name,
                         gpointer         user_data)
{
  PARLOR_NOTIFICATION_SERVER (user_data)->freedesktop_syntax = PARLOR_BODY_UNKNOWN;
}

static void
on_gtk_appeared (GDBusConnection *connection,
                 const char      *name,
                 const char      *owner,
                 gpointer         user_data)
{
  PARLOR_NOTIFICATION_SERVER (user_data)->is_gtk = TRUE;
}

static void
parlor_notification_server_dispose (GObject *object)
{
  ParlorNotificationServer *self = PARLOR_NOTIFICATION_SERVER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->freedesktop_id, g_bus_unwatch_name);
  g_clear_handle_id (&self->gtk_id, g_bus_unwatch_name);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (parlor_notification_server_parent_class)->dispose (object);
}

static void
parlor_notification_server_class_init (ParlorNotificationServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_notification_server_dispose;
}

static void
parlor_notification_server_init (ParlorNotificationServer *self)
{
  self->cancellable = g_cancellable_new ();
  self->freedesktop_syntax = PARLOR_BODY_UNKNOWN;
}

/**
 * parlor_notification_server_new:
 * @connection: (nullable): the session bus
 *
 * Returns: (transfer full): what is found out of it, from now on
 */
ParlorNotificationServer *
parlor_notification_server_new (GDBusConnection *connection)
{
  ParlorNotificationServer *self = g_object_new (PARLOR_TYPE_NOTIFICATION_SERVER, NULL);

  if (connection == NULL)
    return self;

  self->connection = g_object_ref (connection);
  self->gtk_id = g_bus_watch_name_on_connection (connection, GTK_NAME,
                                                 G_BUS_NAME_WATCHER_FLAGS_NONE, on_gtk_appeared,
                                                 NULL, self, NULL);
  self->freedesktop_id =
    g_bus_watch_name_on_connection (connection, FREEDESKTOP_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                    on_freedesktop_appeared, on_freedesktop_vanished, self, NULL);

  return self;
}

/**
 * parlor_notification_server_get_syntax:
 * @self: a notification server
 *
 * To be asked when a notification is sent: another program may show them later.
 *
 * Returns: how the body of a notification is read
 */
ParlorBodySyntax
parlor_notification_server_get_syntax (ParlorNotificationServer *self)
{
  g_return_val_if_fail (PARLOR_IS_NOTIFICATION_SERVER (self), PARLOR_BODY_UNKNOWN);

  if (parlor_sandbox_has_portals ())
    return PARLOR_BODY_UNKNOWN;

  return self->is_gtk ? PARLOR_BODY_PLAIN : self->freedesktop_syntax;
}

/**
 * parlor_notification_server_keeps:
 * @self: a notification server
 *
 * Returns: whether a click on a notification starts the program that sent it
 */
gboolean
parlor_notification_server_keeps (ParlorNotificationServer *self)
{
  g_return_val_if_fail (PARLOR_IS_NOTIFICATION_SERVER (self), FALSE);

  return self->is_gtk || parlor_sandbox_has_portals ();
}

/* Takes from what would begin a tag or an entity that it does: as plain text it looks
 * the same, and of those that read markup, strict ones find that this is none and show
 * it as it is, lenient ones see a sign like others. */
static char *
defuse (const char *text)
{
  GString *body = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++) {
    const char next = at[1];

    g_string_append_c (body, *at);
    if ((*at == '<' && (g_ascii_isalpha (next) || strchr ("/!?", next) != NULL)) ||
        (*at == '&' && (g_ascii_isalnum (next) || next == '#')))
      g_string_append (body, WORD_JOINER);
  }

  return g_string_free (body, FALSE);
}

/**
 * parlor_notification_body_write:
 * @text: plain text, UTF-8
 * @syntax: how a body is read
 *
 * Returns: (transfer full): the body that is shown as @text
 */
char *
parlor_notification_body_write (const char      *text,
                                ParlorBodySyntax syntax)
{
  switch (syntax) {
  case PARLOR_BODY_PLAIN:
    return g_strdup (text);
  case PARLOR_BODY_MARKUP:
    return g_markup_escape_text (text, -1);
  case PARLOR_BODY_UNKNOWN:
  default:
    return defuse (text);
  }
}
