/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-network.h"
#include "parlor-protocol.h"
#include "parlor-server-bans.h"

static void
test_strings (void)
{
  static const char *const cases[][2] = {
    { "192.0.2.7", "192.0.2.7" },
    { "192.0.2.7/32", "192.0.2.7" },
    { "192.0.2.7/24", "192.0.2.0/24" },
    { "192.0.2.255/25", "192.0.2.128/25" },
    { "10.255.255.255/9", "10.128.0.0/9" },
    { "1.2.3.4/0", "0.0.0.0/0" },
    { "2001:DB8::7", "2001:db8::7" },
    { "2001:db8:1:2:3:4:5:6/64", "2001:db8:1:2::/64" },
    { "2001:db8:1:2:3:4:5:6/47", "2001:db8::/47" },
    { "::/0", "::/0" },
    { "::1", "::1" },
    { "::ffff:192.0.2.7", "192.0.2.7" },
    { "::ffff:192.0.2.7/120", "192.0.2.0/24" },
    { "::ffff:192.0.2.7/128", "192.0.2.7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char   *text = NULL;
    ParlorNetwork      network;
    ParlorNetwork      again;

    g_assert_true (parlor_network_parse (cases[i][0], &network, &error));
    g_assert_no_error (error);
    text = parlor_network_to_string (&network);
    g_assert_cmpstr (text, ==, cases[i][1]);
    g_assert_true (parlor_network_parse (text, &again, NULL));
    g_assert_true (parlor_network_equal (&network, &again));
    g_assert_cmpuint (parlor_network_hash (&network), ==, parlor_network_hash (&again));
  }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "",
    "/",
    "/24",
    "192.0.2",
    "192.0.2.7.8",
    "192.0.2.256",
    "192.0.2.0/33",
    "192.0.2.0/-1",
    "192.0.2.0/",
    "192.0.2.0/8/8",
    "192.0.2.0/x",
    " 192.0.2.7",
    "example.org",
    "2001:db8::/129",
    "2001:db8::g",
    ":::",
    "fe80::1%eth0",
    "192.0.2.0/ 8",
    "0x7f.1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    ParlorNetwork      network;

    g_assert_false (parlor_network_parse (cases[i], &network, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  }
}

static void
test_contains (void)
{
  static const struct
  {
    const char *network, *other;
    gboolean    is_inside;
  } cases[] = {
    { "192.0.2.7", "192.0.2.7", TRUE },
    { "192.0.2.7", "192.0.2.8", FALSE },
    { "192.0.2.0/24", "192.0.2.255", TRUE },
    { "192.0.2.0/24", "192.0.3.0", FALSE },
    { "192.0.2.0/24", "192.0.2.128/25", TRUE },
    { "192.0.2.128/25", "192.0.2.0/24", FALSE },
    { "192.0.2.0/25", "192.0.2.127", TRUE },
    { "192.0.2.0/25", "192.0.2.128", FALSE },
    { "0.0.0.0/0", "255.255.255.255", TRUE },
    { "0.0.0.0/0", "2001:db8::1", FALSE },
    { "::/0", "2001:db8::1", TRUE },
    { "::/0", "192.0.2.7", FALSE },
    { "192.0.2.0/24", "::ffff:192.0.2.9", TRUE },
    { "2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff", TRUE },
    { "2001:db8::/64", "2001:db8:0:1::", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    ParlorNetwork network;
    ParlorNetwork other;

    g_assert_true (parlor_network_parse (cases[i].network, &network, NULL));
    g_assert_true (parlor_network_parse (cases[i].other, &other, NULL));
    if (parlor_network_contains (&network, &other) != cases[i].is_inside)
      g_error ("%s, %s", cases[i].network, cases[i].other);
  }
}

static void
ban (ParlorServerBans *bans,
     const char       *text,
     gint64            until_ms)
{
  ParlorNetwork network;

  g_assert_true (parlor_network_parse (text, &network, NULL));
  parlor_server_bans_add (bans, &network, "spam", until_ms);
}

static gboolean
is_banned (ParlorServerBans *bans,
           const char       *address)
{
  g_autoptr (GError) ban = parlor_server_bans_check (bans, address);

  return ban != NULL;
}

/* Of the database, only the networks that were banned before are read. */
static void
test_bans (void)
{
  g_autoptr (GError) error = NULL;
  ParlorDb          *db = parlor_db_sqlite_open (":memory:", &error);
  ParlorServerBans  *bans;
  ParlorNetwork      network;
  g_autofree char   *reason = g_strnfill (512, 'x');
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GError) described = NULL;
  ParlorErrorPacket *packet;
  ParlorPacketType   type;

  g_assert_no_error (error);
  parlor_db_exec (db, "CREATE TABLE server_bans (network TEXT, reason TEXT, until_ms BIGINT)", NULL,
                  0, NULL, NULL, &error);
  parlor_db_exec (db, "INSERT INTO server_bans VALUES ('203.0.113.0/24', 'x', 0), (NULL, 'y', 0)",
                  NULL, 0, NULL, NULL, &error);
  bans = parlor_server_bans_new (db, &error);
  g_assert_no_error (error);

  g_assert_true (is_banned (bans, "203.0.113.9"));
  g_assert_false (is_banned (bans, "203.0.114.9"));
  g_assert_false (is_banned (bans, ""));

  ban (bans, "192.0.2.0/24", 0);
  ban (bans, "192.0.2.0/24", 0);
  ban (bans, "2001:db8::/32", g_get_real_time () / 1000 + 60000);
  ban (bans, "198.51.100.1", g_get_real_time () / 1000 - 1);
  ban (bans, "::/0", g_get_real_time () / 1000 - 1);
  g_assert_true (is_banned (bans, "192.0.2.200"));
  g_assert_true (is_banned (bans, "2001:db8:ffff::1"));
  g_assert_false (is_banned (bans, "2001:db9::1"));
  g_assert_false (is_banned (bans, "198.51.100.1"));

  g_assert_true (parlor_network_parse ("192.0.2.0/24", &network, NULL));
  parlor_server_bans_remove (bans, &network);
  parlor_server_bans_remove (bans, &network);
  g_assert_false (is_banned (bans, "192.0.2.200"));

  /* However long the reason is, it fits into an error. */
  described = parlor_server_bans_describe (PARLOR_BANNED_ACCOUNT, reason, 1893456000000);
  frame = parlor_refusal_encode (described, 1);
  packet = parlor_packet_decode (frame, &type, NULL);
  g_assert_nonnull (packet);
  g_assert_cmpstr (packet->sentence, ==, "Your account is banned from this server.");
  g_assert_nonnull (strstr (packet->text, "This ends on 2030-01-01 00:00 UTC. Reason: xxx"));
  g_assert_cmpint (packet->until_ms, ==, 1893456000000);
  g_assert_true (g_str_has_prefix (packet->reason, "xxx"));
  parlor_packet_free (type, packet);

  parlor_server_bans_free (bans);
  parlor_db_close (db);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network/strings", test_strings);
  g_test_add_func ("/network/refused", test_refused);
  g_test_add_func ("/network/contains", test_contains);
  g_test_add_func ("/network/bans", test_bans);

  return g_test_run ();
}
