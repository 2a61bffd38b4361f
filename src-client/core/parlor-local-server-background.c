/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Leave to go on without a window, for who runs in a sandbox:
 * org.freedesktop.portal.Background. */

#define G_LOG_DOMAIN "parlor-local-server-background"

#include "parlor-local-server-private.h"

#include <glib/gi18n.h>

#define PORTAL "org.freedesktop.portal.Desktop"
#define SANDBOX "/.flatpak-info"
#define ANSWER_MAX_MS (5 * 1000)

/**
 * parlor_local_server_background_ask:
 * @cancellable: (nullable): ends the wait
 *
 * In a sandbox, asks for leave to go on without a window.  The desktop asks the person, who
 * may take their time: the server begins meanwhile.
 */
void
parlor_local_server_background_ask (GCancellable *cancellable)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant)        request = NULL;
  g_autoptr (GError)          error = NULL;
  GVariantBuilder             options;

  if (!g_file_test (SANDBOX, G_FILE_TEST_EXISTS))
    return;

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, &error);
  if (bus != NULL) {
    g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add (&options, "{sv}", "reason",
                           g_variant_new_string (
                             /* Translators: why Parlor wants to run in the background */
                             _ ("So that others can chat when the window is closed")));
    g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
    request = g_dbus_connection_call_sync (
      bus, PORTAL, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Background",
      "RequestBackground", g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
      G_DBUS_CALL_FLAGS_NONE, ANSWER_MAX_MS, cancellable, &error);
  }
  if (request == NULL)
    g_message ("The desktop was not asked for leave to run in the background: %s", error->message);
}
