/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether the program stays without a window, and what the desktop has to say to that.
 */

#include "parlor-background.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

static const char *const portal_xml =
  "<node><interface name='org.freedesktop.portal.Background'>"
  "<method name='RequestBackground'><arg type='s' direction='in'/>"
  "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
  "</interface></node>";

/* A desktop that is asked, and a program that is to stay. */
typedef struct
{
  GTestDBus        *bus;
  GDBusConnection  *portal;
  GApplication     *application;
  GSettings        *settings;
  ParlorBackground *background;
  gboolean          is_allowing;
  guint             n_asked;
  guint             n_refused;
} Fixture;

static void
answer (Fixture    *fixture,
        const char *sender,
        const char *token)
{
  g_autofree char *name = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree char *path = g_strdup_printf (PORTAL_PATH "/request/%s/%s", name, token);
  GVariantBuilder  results;

  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&results, "{sv}", "background",
                         g_variant_new_boolean (fixture->is_allowing));
  g_dbus_connection_emit_signal (fixture->portal, sender, path, "org.freedesktop.portal.Request",
                                 "Response", g_variant_new ("(ua{sv})", 0, &results), NULL);
}

static void
on_method_call (GDBusConnection       *connection,
                const char            *sender,
                const char            *path,
                const char            *interface,
                const char            *method,
                GVariant              *parameters,
                GDBusMethodInvocation *invocation,
                gpointer               user_data)
{
  Fixture             *fixture = user_data;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  const char          *token;
  const char          *reason;

  fixture->n_asked++;
  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "reason", "&s", &reason));
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", PORTAL_PATH));
  answer (fixture, sender, token);
}

static const GDBusInterfaceVTable vtable = { .method_call = on_method_call };

static void
on_refused (Fixture *fixture)
{
  fixture->n_refused++;
}

static GDBusConnection *
connect_to_bus (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection   *connection =
    g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (fixture->bus),
                                            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                              G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                            NULL, NULL, &error);

  g_assert_no_error (error);

  return connection;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (portal_xml, NULL);
  g_autoptr (GVariant)      owned = NULL;
  g_autoptr (GError)        error = NULL;

  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  fixture->portal = connect_to_bus (fixture);
  g_dbus_connection_register_object (fixture->portal, PORTAL_PATH, node->interfaces[0], &vtable,
                                     fixture, NULL, &error);
  g_assert_no_error (error);
  if (data != NULL)
    owned = g_dbus_connection_call_sync (fixture->portal, "org.freedesktop.DBus",
                                         "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                         "RequestName", g_variant_new ("(su)", data, 0), NULL,
                                         G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  fixture->application = g_application_new ("org.example.Background", G_APPLICATION_DEFAULT_FLAGS);
  g_application_register (fixture->application, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_application_get_dbus_connection (fixture->application));
  fixture->settings = g_settings_new (PARLOR_APP_ID);
  g_settings_reset (fixture->settings, "run-in-background");
  fixture->background = parlor_background_new (fixture->application);
  g_signal_connect_swapped (fixture->background, "refused", G_CALLBACK (on_refused), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_object (&fixture->background);
  g_object_unref (fixture->settings);
  g_object_unref (fixture->application);
  g_dbus_connection_close_sync (fixture->portal, NULL, NULL);
  g_object_unref (fixture->portal);
  g_test_dbus_down (fixture->bus);
  g_object_unref (fixture->bus);
}

/* Whoever runs the program until nothing keeps it any more. */
static void
run_until_released (Fixture *fixture)
{
  g_application_hold (fixture->application);
  g_settings_set_boolean (fixture->settings, "run-in-background", TRUE);
  parlor_background_set_is_useful (fixture->background, TRUE);
  g_application_release (fixture->application);
}

static void
test_allowed (Fixture      *fixture,
              gconstpointer data)
{
  fixture->is_allowing = TRUE;
  run_until_released (fixture);
  while (fixture->n_asked == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (g_settings_get_boolean (fixture->settings, "run-in-background"));
  g_assert_cmpuint (fixture->n_refused, ==, 0);

  /* Once is enough. */
  parlor_background_set_is_useful (fixture->background, FALSE);
  parlor_background_set_is_useful (fixture->background, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_asked, ==, 1);
  parlor_background_set_is_useful (fixture->background, FALSE);
}

static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  run_until_released (fixture);
  while (fixture->n_refused == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (g_settings_get_boolean (fixture->settings, "run-in-background"));
}

/* A desktop without the portal: nobody minds. */
static void
test_no_portal (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GVariant) nothing = NULL;

  run_until_released (fixture);
  /* An answer to what was asked later. */
  nothing = g_dbus_connection_call_sync (g_application_get_dbus_connection (fixture->application),
                                         "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                         "org.freedesktop.DBus.Peer", "Ping", NULL, NULL,
                                         G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_assert_nonnull (nothing);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (g_settings_get_boolean (fixture->settings, "run-in-background"));
  g_assert_cmpuint (fixture->n_refused, ==, 0);
  parlor_background_set_is_useful (fixture->background, FALSE);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GTK_USE_PORTAL", "1", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/background/allowed", Fixture, PORTAL_NAME, set_up, test_allowed, tear_down);
  g_test_add ("/background/refused", Fixture, PORTAL_NAME, set_up, test_refused, tear_down);
  g_test_add ("/background/no-portal", Fixture, NULL, set_up, test_no_portal, tear_down);

  return g_test_run ();
}
