/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-host"

#include "parlor-host.h"

#include "parlor-addresses.h"

#include <ifaddrs.h>

/**
 * parlor_host_list_addresses:
 *
 * Returns: (transfer full) (element-type GInetAddress): by which this host can
 *   be reached now, from itself and from others, but for link-local ones
 */
GPtrArray *
parlor_host_list_addresses (void)
{
  GPtrArray      *addresses = g_ptr_array_new_with_free_func (g_object_unref);
  struct ifaddrs *interfaces = NULL;

  if (getifaddrs (&interfaces) < 0)
    return addresses;

  for (struct ifaddrs *i = interfaces; i != NULL; i = i->ifa_next) {
    g_autoptr (GInetAddress) address = parlor_addresses_read (i->ifa_addr);

    if (address != NULL && !g_inet_address_get_is_link_local (address))
      g_ptr_array_add (addresses, g_steal_pointer (&address));
  }
  freeifaddrs (interfaces);

  return addresses;
}

/**
 * parlor_host_network_of:
 * @address: an IPv4 or IPv6 address
 *
 * Returns: (transfer full): what counts as one place in limits: @address, or
 *   the first 64 bits of an IPv6 one, since whoever has one of these has all
 */
char *
parlor_host_network_of (const char *address)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);
  g_autoptr (GInetAddress) network = NULL;
  guint8                   bytes[16] = { 0 };

  if (inet == NULL || g_inet_address_get_family (inet) != G_SOCKET_FAMILY_IPV6)
    return g_strdup (address);

  memcpy (bytes, g_inet_address_to_bytes (inet), 8);
  network = g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);

  return g_inet_address_to_string (network);
}

/**
 * parlor_host_get_name_for_links:
 *
 * Returns: (transfer full): by what others on the network most likely reach this
 *   host now, else `localhost`
 */
char *
parlor_host_get_name_for_links (void)
{
  g_autoptr (GPtrArray) addresses = parlor_addresses_list ();

  return addresses->len > 0 ? g_inet_address_to_string (addresses->pdata[0])
                            : g_strdup ("localhost");
}
