/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-test-manager.h"

#include <signal.h>

#define NAME "org.freedesktop.systemd1"
#define UNIT "parlor-server.service"
#define UNIT_PATH "/org/freedesktop/systemd1/unit/parlor_2dserver_2eservice"
#define JOB_PATH "/org/freedesktop/systemd1/job/1"

static const char interfaces[] =
  "<node>"
  "  <interface name='org.freedesktop.systemd1.Manager'>"
  "    <method name='GetUnitFileState'>"
  "      <arg type='s' direction='in'/><arg type='s' direction='out'/>"
  "    </method>"
  "    <method name='EnableUnitFiles'>"
  "      <arg type='as' direction='in'/><arg type='b' direction='in'/>"
  "      <arg type='b' direction='in'/>"
  "      <arg type='b' direction='out'/><arg type='a(sss)' direction='out'/>"
  "    </method>"
  "    <method name='DisableUnitFiles'>"
  "      <arg type='as' direction='in'/><arg type='b' direction='in'/>"
  "      <arg type='a(sss)' direction='out'/>"
  "    </method>"
  "    <method name='Reload'/>"
  "    <method name='ResetFailedUnit'><arg type='s' direction='in'/></method>"
  "    <method name='StartUnit'>"
  "      <arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "      <arg type='o' direction='out'/>"
  "    </method>"
  "    <method name='StopUnit'>"
  "      <arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "      <arg type='o' direction='out'/>"
  "    </method>"
  "    <method name='GetUnit'>"
  "      <arg type='s' direction='in'/><arg type='o' direction='out'/>"
  "    </method>"
  "  </interface>"
  "  <interface name='org.freedesktop.systemd1.Unit'>"
  "    <property name='ActiveState' type='s' access='read'/>"
  "    <property name='Job' type='(uo)' access='read'/>"
  "  </interface>"
  "</node>";

/**
 * parlor_test_manager_runs:
 * @self: a manager
 *
 * Returns: whether the server that it has started runs
 */
gboolean
parlor_test_manager_runs (ParlorTestManager *self)
{
  return self->server != NULL && g_subprocess_get_identifier (self->server) != NULL;
}

/* As the unit says it, with the usual data and configuration. */
static void
start (ParlorTestManager *self)
{
  g_autoptr (GError) error = NULL;

  self->n_started++;
  if (self->mood == PARLOR_TEST_MANAGER_FAILS)
    return;

  g_clear_object (&self->server);
  self->server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                                   g_getenv ("PARLOR_TEST_SERVER"), NULL);
  g_assert_no_error (error);
}

static void
refuse (GDBusMethodInvocation *invocation,
        const char            *name,
        const char            *text)
{
  g_autofree char *whole = g_strconcat (NAME ".", name, NULL);

  g_dbus_method_invocation_return_dbus_error (invocation, whole, text);
}

static void
answer_about_file (ParlorTestManager     *self,
                   GDBusMethodInvocation *invocation)
{
  if (self->mood == PARLOR_TEST_MANAGER_KNOWS_NONE)
    refuse (invocation, "NoSuchUnit", "Unit file " UNIT " does not exist.");
  else
    g_dbus_method_invocation_return_value (
      invocation, g_variant_new ("(s)", self->is_enabled ? "enabled" : "disabled"));
}

static void
on_call (GDBusConnection       *bus,
         const char            *sender,
         const char            *path,
         const char            *interface,
         const char            *method,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation,
         gpointer               user_data)
{
  ParlorTestManager *self = user_data;

  if (g_str_equal (method, "GetUnitFileState")) {
    answer_about_file (self, invocation);
  } else if (g_str_equal (method, "EnableUnitFiles")) {
    self->is_enabled = TRUE;
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(ba(sss))", TRUE, NULL));
  } else if (g_str_equal (method, "DisableUnitFiles")) {
    self->is_enabled = FALSE;
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(a(sss))", NULL));
  } else if (g_str_equal (method, "GetUnit")) {
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", UNIT_PATH));
  } else if (g_str_equal (method, "StartUnit") && self->mood == PARLOR_TEST_MANAGER_REFUSES) {
    refuse (invocation, "UnitMasked", "The unit is not to be started");
  } else if (g_str_equal (method, "StartUnit")) {
    start (self);
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", JOB_PATH));
  } else if (g_str_equal (method, "StopUnit")) {
    if (parlor_test_manager_runs (self))
      g_subprocess_send_signal (self->server, SIGTERM);
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", JOB_PATH));
  } else {
    g_dbus_method_invocation_return_value (invocation, NULL);
  }
}

static GVariant *
on_get (GDBusConnection *bus,
        const char      *sender,
        const char      *path,
        const char      *interface,
        const char      *property,
        GError         **error,
        gpointer         user_data)
{
  ParlorTestManager *self = user_data;

  if (g_str_equal (property, "Job"))
    return g_variant_new ("(uo)", 0, "/");

  return g_variant_new_string (parlor_test_manager_runs (self) ? "active" : "failed");
}

static void
on_name_acquired (GDBusConnection *bus,
                  const char      *name,
                  gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void export(ParlorTestManager *self)
{
  static const GDBusInterfaceVTable vtable = { on_call, on_get, NULL, { NULL } };
  g_autoptr (GError)                error = NULL;
  g_autoptr (GDBusNodeInfo)         node = g_dbus_node_info_new_for_xml (interfaces, &error);
  const char *const                 paths[] = { "/org/freedesktop/systemd1", UNIT_PATH };

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    self->object_ids[i] = g_dbus_connection_register_object (
      self->bus, paths[i], node->interfaces[i], &vtable, self, NULL, &error);
    g_assert_no_error (error);
  }
}

/**
 * parlor_test_manager_new:
 * @mood: how it does what it is asked to
 *
 * Returns: (transfer full): a manager on the session bus, which is there until it is freed
 */
ParlorTestManager *
parlor_test_manager_new (ParlorTestManagerMood mood)
{
  ParlorTestManager *self = g_new0 (ParlorTestManager, 1);
  g_autoptr (GError) error = NULL;
  gboolean           is_named = FALSE;

  self->mood = mood;
  self->daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->daemon);
  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  export(self);
  self->name_id = g_bus_own_name_on_connection (self->bus, NAME, G_BUS_NAME_OWNER_FLAGS_NONE,
                                                on_name_acquired, NULL, &is_named, NULL);
  while (!is_named)
    g_main_context_iteration (NULL, TRUE);

  return self;
}

/**
 * parlor_test_manager_free:
 * @self: (transfer full): a manager
 *
 * Ends it, and what it has started.
 */
void
parlor_test_manager_free (ParlorTestManager *self)
{
  if (parlor_test_manager_runs (self))
    g_subprocess_send_signal (self->server, SIGTERM);
  if (self->server != NULL)
    g_subprocess_wait (self->server, NULL, NULL);
  g_clear_object (&self->server);
  for (guint i = 0; i < G_N_ELEMENTS (self->object_ids); i++)
    g_dbus_connection_unregister_object (self->bus, self->object_ids[i]);
  g_bus_unown_name (self->name_id);
  g_object_unref (self->bus);
  g_test_dbus_down (self->daemon);
  g_object_unref (self->daemon);
  g_free (self);
}
