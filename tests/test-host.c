/* SPDX-License-Identifier: GPL-3.0-or-later */

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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/host/network", test_network);
  g_test_add_func ("/host/name-for-links", test_name_for_links);

  return g_test_run ();
}
