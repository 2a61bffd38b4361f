/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server as a service of the user's manager: org.freedesktop.systemd1(5). */

#define G_LOG_DOMAIN "parlor-local-server-unit"

#include "parlor-local-server-private.h"

#include <glib/gi18n.h>

#define UNIT "parlor-server.service"
#define MANAGER "org.freedesktop.systemd1"
#define ANSWER_MAX_MS (20 * 1000)

static GVariant *
call (GDBusConnection *bus,
      const char      *method,
      GVariant        *arguments,
      GCancellable    *cancellable,
      GError         **error)
{
  return g_dbus_connection_call_sync (bus, MANAGER, "/org/freedesktop/systemd1",
                                      MANAGER ".Manager", method, arguments, NULL,
                                      G_DBUS_CALL_FLAGS_NO_AUTO_START, ANSWER_MAX_MS, cancellable,
                                      error);
}

static char *
get_file_state (GDBusConnection *bus,
                GCancellable    *cancellable)
{
  g_autoptr (GVariant) answer =
    call (bus, "GetUnitFileState", g_variant_new ("(s)", UNIT), cancellable, NULL);
  char *state = NULL;

  if (answer != NULL && g_variant_is_of_type (answer, G_VARIANT_TYPE ("(s)")))
    g_variant_get (answer, "(s)", &state);

  return state;
}

/**
 * parlor_local_server_unit_find:
 * @place: where
 * @cancellable: (nullable): ends the wait
 *
 * Returns: (transfer full) (nullable): where to find the service manager, if there is one
 *   that knows the server as a service which would run at @place
 */
GDBusConnection *
parlor_local_server_unit_find (const ParlorLocalServerPlace *place,
                               GCancellable                 *cancellable)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autofree char            *state = NULL;

  if (!place->may_be_service)
    return NULL;

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, NULL);
  if (bus == NULL)
    return NULL;

  state = get_file_state (bus, cancellable);

  return state != NULL && !g_str_has_prefix (state, "masked") ? g_steal_pointer (&bus) : NULL;
}

/**
 * parlor_local_server_unit_start:
 * @bus: see parlor_local_server_unit_find()
 * @cancellable: (nullable): ends the wait
 * @error: return location for an error
 *
 * Has the service start, now and with each session.
 *
 * Returns: whether the manager does that; %PARLOR_LOCAL_SERVER_ERROR_REFUSED otherwise
 */
gboolean
parlor_local_server_unit_start (GDBusConnection *bus,
                                GCancellable    *cancellable,
                                GError         **error)
{
  const char *const    units[] = { UNIT, NULL };
  g_autoptr (GError)   reason = NULL;
  g_autoptr (GVariant) enabled =
    call (bus, "EnableUnitFiles", g_variant_new ("(^asbb)", units, FALSE, FALSE), cancellable,
          &reason);
  g_autoptr (GVariant) reloaded = NULL;
  g_autoptr (GVariant) forgotten = NULL;
  g_autoptr (GVariant) job = NULL;

  /* It runs all the same, until the session ends. */
  if (enabled == NULL)
    g_message ("The server will not start with the session: %s", reason->message);
  else
    reloaded = call (bus, "Reload", NULL, cancellable, NULL);
  g_clear_error (&reason);

  /* That it failed before, and how often, is of no interest any more. */
  forgotten = call (bus, "ResetFailedUnit", g_variant_new ("(s)", UNIT), cancellable, NULL);
  job = call (bus, "StartUnit", g_variant_new ("(ss)", UNIT, "replace"), cancellable, &reason);
  if (job != NULL)
    return TRUE;

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return FALSE;
  }
  g_dbus_error_strip_remote_error (reason);
  g_set_error (error, PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_REFUSED,
               /* Translators: %s says why, in English.  Leave the command as it is. */
               _ ("The service manager of your session does not start the server: %s. “systemctl "
                  "--user status parlor-server” tells more."),
               reason->message);

  return FALSE;
}

/**
 * parlor_local_server_unit_stop:
 * @bus: see parlor_local_server_unit_find()
 *
 * Has the service end, whatever it is doing.
 */
void
parlor_local_server_unit_stop (GDBusConnection *bus)
{
  G_GNUC_UNUSED g_autoptr (GVariant) job =
    call (bus, "StopUnit", g_variant_new ("(ss)", UNIT, "replace"), NULL, NULL);
}

/* Returns: (transfer full) (nullable): a property of the unit, if it is of the type wanted */
static GVariant *
get_property (GDBusConnection    *bus,
              const char         *name,
              const GVariantType *type,
              GCancellable       *cancellable)
{
  g_autoptr (GVariant) unit =
    call (bus, "GetUnit", g_variant_new ("(s)", UNIT), cancellable, NULL);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) value = NULL;
  const char          *path;

  if (unit == NULL || !g_variant_is_of_type (unit, G_VARIANT_TYPE ("(o)")))
    return NULL;

  g_variant_get (unit, "(&o)", &path);
  answer = g_dbus_connection_call_sync (
    bus, MANAGER, path, "org.freedesktop.DBus.Properties", "Get",
    g_variant_new ("(ss)", MANAGER ".Unit", name), G_VARIANT_TYPE ("(v)"),
    G_DBUS_CALL_FLAGS_NO_AUTO_START, ANSWER_MAX_MS, cancellable, NULL);
  if (answer == NULL)
    return NULL;

  g_variant_get (answer, "(v)", &value);

  return g_variant_is_of_type (value, type) ? g_steal_pointer (&value) : NULL;
}

/* Whether something is still to be done about the unit: until then it is what it was. */
static gboolean
has_job (GDBusConnection *bus,
         GCancellable    *cancellable)
{
  g_autoptr (GVariant) job = get_property (bus, "Job", G_VARIANT_TYPE ("(uo)"), cancellable);
  guint32              number = 0;

  if (job != NULL)
    g_variant_get (job, "(u&o)", &number, NULL);

  return number != 0;
}

/**
 * parlor_local_server_unit_has_ended:
 * @bus: see parlor_local_server_unit_find()
 * @cancellable: (nullable): ends the wait
 *
 * Returns: whether the service, which was started, does not run
 */
gboolean
parlor_local_server_unit_has_ended (GDBusConnection *bus,
                                    GCancellable    *cancellable)
{
  g_autoptr (GVariant) value = NULL;
  const char          *state;

  if (has_job (bus, cancellable))
    return FALSE;

  value = get_property (bus, "ActiveState", G_VARIANT_TYPE_STRING, cancellable);
  state = value != NULL ? g_variant_get_string (value, NULL) : "inactive";

  return g_str_equal (state, "failed") || g_str_equal (state, "inactive");
}

/**
 * parlor_local_server_unit_read_last_line:
 * @cancellable: (nullable): ends the wait
 *
 * Returns: (transfer full) (nullable): the last that the service said to the journal
 */
char *
parlor_local_server_unit_read_last_line (GCancellable *cancellable)
{
  g_autoptr (GSubprocess) journal = g_subprocess_new (
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, "journalctl",
    "--user", "--quiet", "--no-pager", "--output=cat", "--lines=1",
    "_SYSTEMD_USER_UNIT=" UNIT, NULL);
  char *text = NULL;

  if (journal == NULL || !g_subprocess_communicate_utf8 (journal, NULL, cancellable, &text, NULL,
                                                         NULL))
    return NULL;

  return text != NULL ? g_strstrip (text) : NULL;
}

/**
 * parlor_local_server_unit_is_enabled:
 * @bus: see parlor_local_server_unit_find()
 * @cancellable: (nullable): ends the wait
 *
 * Returns: whether the service starts with each session
 */
gboolean
parlor_local_server_unit_is_enabled (GDBusConnection *bus,
                                     GCancellable    *cancellable)
{
  g_autofree char *state = get_file_state (bus, cancellable);

  return g_strcmp0 (state, "enabled") == 0;
}

/**
 * parlor_local_server_unit_disable:
 * @bus: see parlor_local_server_unit_find()
 * @cancellable: (nullable): ends the wait
 *
 * Has the service start with the session no longer.
 */
void
parlor_local_server_unit_disable (GDBusConnection *bus,
                                  GCancellable    *cancellable)
{
  const char *const    units[] = { UNIT, NULL };
  g_autoptr (GVariant) disabled =
    call (bus, "DisableUnitFiles", g_variant_new ("(^asb)", units, FALSE), cancellable, NULL);
  G_GNUC_UNUSED g_autoptr (GVariant) reloaded =
    disabled != NULL ? call (bus, "Reload", NULL, cancellable, NULL) : NULL;
}
