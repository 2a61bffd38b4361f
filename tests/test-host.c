/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-addresses.h"
#include "parlor-host.h"

/* Whoever has one address of a network of 64 bits has all of them. */
static void
test_network (void)
{
  static const struct
  {
    const char *address;
    const char *network;
  } cases[] = {
    { "192.0.2.7", "192.0.2.7" },
    { "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::" },
    { "2001:db8:1:2:ffff::1", "2001:db8:1:2::" },
    { "2001:db8:1:3::1", "2001:db8:1:3::" },
    { "::1", "::" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *network = parlor_host_network_of (cases[i].address);

    g_assert_cmpstr (network, ==, cases[i].network);
  }
}

/* What others are told to connect to is an address, or at least a name. */
static void
test_name_for_links (void)
{
  g_autofree char         *name = parlor_host_get_name_for_links ();
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (name);

  if (address == NULL)
    g_assert_cmpstr (name, ==, "localhost");
  else
    g_assert_false (g_inet_address_get_is_loopback (address));
}

/* What others reach comes before what is inside of this computer, and IPv4 before IPv6. */
static void
test_rank (void)
{
  static const struct
  {
    const char *interface_name;
    const char *address;
  } cases[] = {
    { "enp3s0", "192.0.2.7" },
    { "wlan0", "2001:db8::7" },
    { "docker0", "172.17.0.1" },
    { "br-0123456789ab", "fd00::1" },
  };
  guint last_rank = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].address);
    guint                    rank = parlor_addresses_rank (cases[i].interface_name, address);

    g_assert_cmpuint (rank, >=, last_rank + (i > 0));
    last_rank = rank;
  }
}

static void
test_list (void)
{
  g_autoptr (GPtrArray) addresses = parlor_addresses_list ();

  for (guint i = 0; i < addresses->len; i++) {
    g_assert_false (g_inet_address_get_is_loopback (addresses->pdata[i]));
    g_assert_false (g_inet_address_get_is_link_local (addresses->pdata[i]));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/host/network", test_network);
  g_test_add_func ("/host/name-for-links", test_name_for_links);
  g_test_add_func ("/host/rank", test_rank);
  g_test_add_func ("/host/list", test_list);

  return g_test_run ();
}
