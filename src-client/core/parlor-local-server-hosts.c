/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What this computer is called on its network: multicast DNS, RFC 6762, by Avahi. */

#define G_LOG_DOMAIN "parlor-local-server-hosts"

#include "parlor-local-server-private.h"

#include "parlor-addresses.h"

#define AVAHI "org.freedesktop.Avahi"
#define ANSWER_MAX_MS 1000

/* Returns: (transfer full) (nullable): the name that somebody answers for */
static char *
find_name (GCancellable *cancellable)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SYSTEM, cancellable, NULL);
  g_autoptr (GVariant)        answer = NULL;
  char                       *name = NULL;

  if (bus == NULL)
    return NULL;

  answer = g_dbus_connection_call_sync (bus, AVAHI, "/", AVAHI ".Server", "GetHostNameFqdn", NULL,
                                        G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                        ANSWER_MAX_MS, cancellable, NULL);
  if (answer != NULL)
    g_variant_get (answer, "(s)", &name);

  return name;
}

/**
 * parlor_local_server_list_hosts:
 * @cancellable: (nullable): ends the wait
 *
 * Returns: (transfer full) (element-type utf8): by what others may reach this computer:
 *   its addresses, the likeliest first, then its name if others can look that up
 */
GPtrArray *
parlor_local_server_list_hosts (GCancellable *cancellable)
{
  GPtrArray            *hosts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) addresses = parlor_addresses_list ();
  char                 *name = find_name (cancellable);

  for (guint i = 0; i < addresses->len; i++)
    g_ptr_array_add (hosts, g_inet_address_to_string (addresses->pdata[i]));
  if (name != NULL)
    g_ptr_array_add (hosts, name);

  return hosts;
}
