/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * By which addresses others may reach this computer. */

#define G_LOG_DOMAIN "parlor-addresses"

#include "parlor-addresses.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

/* What connects this computer with what runs inside of it, and not with others.  They
 * are called so by Docker, Podman, libvirt, LXC, VirtualBox, VMware and Kubernetes. */
static const char *const inner_interfaces[] = {
  "docker",
  "br-",
  "veth",
  "virbr",
  "vnet",
  "lxc",
  "lxd",
  "podman",
  "vboxnet",
  "vmnet",
  "cni",
  "flannel",
  "cali",
};

typedef struct
{
  GInetAddress *address;
  guint         rank;
} Found;

/**
 * parlor_addresses_read:
 * @address: (nullable): of an interface, see getifaddrs(3)
 *
 * Returns: (transfer full) (nullable): the same, if it is one of IPv4 or IPv6
 */
GInetAddress *
parlor_addresses_read (const struct sockaddr *address)
{
  if (address != NULL && address->sa_family == AF_INET)
    return g_inet_address_new_from_bytes (
      (const guint8 *) &((const struct sockaddr_in *) address)->sin_addr, G_SOCKET_FAMILY_IPV4);
  if (address != NULL && address->sa_family == AF_INET6)
    return g_inet_address_new_from_bytes (
      (const guint8 *) &((const struct sockaddr_in6 *) address)->sin6_addr, G_SOCKET_FAMILY_IPV6);

  return NULL;
}

static gboolean
is_inner (const char *interface_name)
{
  for (guint i = 0; i < G_N_ELEMENTS (inner_interfaces); i++)
    if (g_str_has_prefix (interface_name, inner_interfaces[i]))
      return TRUE;

  return FALSE;
}

/**
 * parlor_addresses_rank:
 * @interface_name: whose address it is, as the kernel calls it
 * @address: the address
 *
 * Returns: how likely others reach this computer by @address: 0 is the best; those
 *   that lead to what runs inside of this computer come last, and IPv4 before IPv6,
 *   which not every network passes on
 */
guint
parlor_addresses_rank (const char   *interface_name,
                       GInetAddress *address)
{
  return (is_inner (interface_name) ? 2 : 0) +
         (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 ? 0 : 1);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return (int) ((const Found *) a)->rank - (int) ((const Found *) b)->rank;
}

static void
take (GArray               *found,
      const struct ifaddrs *interface)
{
  g_autoptr (GInetAddress) address = parlor_addresses_read (interface->ifa_addr);
  Found                    one;

  if (address == NULL || (interface->ifa_flags & IFF_UP) == 0 ||
      g_inet_address_get_is_loopback (address) || g_inet_address_get_is_link_local (address))
    return;

  one.rank = parlor_addresses_rank (interface->ifa_name, address);
  one.address = g_steal_pointer (&address);
  g_array_append_val (found, one);
}

/**
 * parlor_addresses_list:
 *
 * Returns: (transfer full) (element-type GInetAddress): by which others may reach this
 *   computer now, the likeliest first: without its loopback, and without those that mean
 *   something on one cable only
 */
GPtrArray *
parlor_addresses_list (void)
{
  GPtrArray         *addresses = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  struct ifaddrs    *interfaces = NULL;

  if (getifaddrs (&interfaces) < 0)
    return addresses;

  for (struct ifaddrs *i = interfaces; i != NULL; i = i->ifa_next)
    take (found, i);
  freeifaddrs (interfaces);

  g_array_sort (found, compare); /* which leaves those of one rank in order */
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (addresses, g_array_index (found, Found, i).address);

  return addresses;
}
