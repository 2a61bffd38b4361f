/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-background"

#include "parlor-background.h"

#include <glib/gi18n.h>

#include "parlor-sandbox.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define REQUEST_TOKEN "parlor_background"

/**
 * ParlorBackground:
 *
 * Keeps the program and its connection when the window is closed, for who wants
 * that: messages are told of then as they come.
 *
 * From within a sandbox the desktop is asked first, by the portal
 * org.freedesktop.portal.Background: otherwise it would end the program some time.
 */
struct _ParlorBackground
{
  GObject parent_instance;

  GApplication    *application; /* not owned: it owns this */
  GDBusConnection *connection;  /* its own; NULL without a session bus */
  GSettings       *settings;
  GCancellable    *cancellable;
  guint            response_id;
  gboolean         is_useful;
  gboolean         is_held;
  gboolean         was_asked; /* the desktop */
};

G_DEFINE_FINAL_TYPE (ParlorBackground, parlor_background, G_TYPE_OBJECT)

enum {
  REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The desktop. */

static void
end_request (ParlorBackground *self)
{
  if (self->response_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->response_id);
  self->response_id = 0;
}

static void
refuse (ParlorBackground *self)
{
  self->was_asked = FALSE;
  g_settings_set_boolean (self->settings, "run-in-background", FALSE);
  g_signal_emit (self, signals[REFUSED], 0);
}

static void
on_response (GDBusConnection *connection,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         user_data)
{
  ParlorBackground    *self = user_data;
  g_autoptr (GVariant) results = NULL;
  gboolean             is_allowed = FALSE;
  guint                response;

  end_request (self);
  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &is_allowed);
  if (response != 0 || !is_allowed)
    refuse (self);
}

/* A desktop that has no such portal ends nothing either. */
static void
on_asked (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ParlorBackground) self = user_data;
  g_autoptr (GError)           error = NULL;
  g_autoptr (GVariant)         answer =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_debug ("The desktop was not asked whether Parlor may stay: %s", error->message);
  end_request (self);
}

static char *
get_request_path (GDBusConnection *connection)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (connection) + 1);

  return g_strdup_printf (PORTAL_PATH "/request/%s/" REQUEST_TOKEN,
                          g_strdelimit (sender, ".", '_'));
}

static void
ask_desktop (ParlorBackground *self)
{
  g_autofree char *path = get_request_path (self->connection);
  GVariantBuilder  options;

  self->was_asked = TRUE;
  end_request (self);
  self->response_id = g_dbus_connection_signal_subscribe (
    self->connection, PORTAL_NAME, "org.freedesktop.portal.Request", "Response", path, NULL,
    G_DBUS_SIGNAL_FLAGS_NONE, on_response, self, NULL);

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (REQUEST_TOKEN));
  g_variant_builder_add (&options, "{sv}", "reason",
                         /* Translators: shown by the desktop: why Parlor runs without a window */
                         g_variant_new_string (_ ("Tell of messages as they come")));
  g_dbus_connection_call (
    self->connection, PORTAL_NAME, PORTAL_PATH, "org.freedesktop.portal.Background",
    "RequestBackground", g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
    G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, on_asked, g_object_ref (self));
}

/* Staying. */

static void
update (ParlorBackground *self)
{
  const gboolean is_wanted =
    self->is_useful && g_settings_get_boolean (self->settings, "run-in-background");

  if (is_wanted == self->is_held)
    return;

  self->is_held = is_wanted;
  if (!is_wanted) {
    g_application_release (self->application);
    return;
  }

  g_application_hold (self->application);
  if (parlor_sandbox_has_portals () && !self->was_asked &&
      self->connection != NULL)
    ask_desktop (self);
}

static void
parlor_background_dispose (GObject *object)
{
  ParlorBackground *self = PARLOR_BACKGROUND (object);

  g_cancellable_cancel (self->cancellable);
  end_request (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (parlor_background_parent_class)->dispose (object);
}

static void
parlor_background_class_init (ParlorBackgroundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_background_dispose;

  /**
   * ParlorBackground::refused:
   *
   * The desktop does not want the program to stay.
   */
  signals[REFUSED] = g_signal_new ("refused", PARLOR_TYPE_BACKGROUND, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlor_background_init (ParlorBackground *self)
{
  self->cancellable = g_cancellable_new ();
  self->settings = g_settings_new (PARLOR_APP_ID);
  g_signal_connect_object (self->settings, "changed::run-in-background", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
}

/**
 * parlor_background_new:
 * @application: which is registered, and lives longer
 *
 * Returns: (transfer full): what keeps it
 */
ParlorBackground *
parlor_background_new (GApplication *application)
{
  ParlorBackground *self = g_object_new (PARLOR_TYPE_BACKGROUND, NULL);

  self->application = application;
  g_set_object (&self->connection, g_application_get_dbus_connection (application));

  return self;
}

/**
 * parlor_background_set_is_useful:
 * @self: a background
 * @is_useful: whether there is anything to do without a window
 *
 * Keeps the program, or lets it go, as the person likes it.
 */
void
parlor_background_set_is_useful (ParlorBackground *self,
                                 gboolean          is_useful)
{
  g_return_if_fail (PARLOR_IS_BACKGROUND (self));

  self->is_useful = is_useful;
  update (self);
}
