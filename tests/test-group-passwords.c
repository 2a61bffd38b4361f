/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Guessing the passwords of groups. */

#include "parlor-test-rooms.h"

static void
test_throttled (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("sign-in-failures-burst = 3");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *friends = parlor_test_create (ada, "group", "Friends", "secret");
  ParlorErrorPacket           *error;

  for (guint i = 0; i < 3; i++)
    parlor_test_peer_refused (bob, "wrong-password", "password", PARLOR_PACKET_JOIN,
                              "conversation", friends, "password", "guess", NULL);
  error = parlor_test_peer_refused (bob, "too-fast", NULL, PARLOR_PACKET_JOIN,
                                    "conversation", friends, "password", "secret", NULL);
  g_assert_cmpint (error->retry_ms, >, 0);

  parlor_test_join (carol, friends, "secret");
}

/* Tries of one network are counted together, whoever makes them; who is invited
 * comes in all the same. */
static void
test_network (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("sign-in-failures-burst = 1");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   last = NULL;
  g_autofree char             *friends = parlor_test_create (ada, "group", "Friends", "secret");

  for (guint i = 0; i < 5; i++) {
    g_autofree char           *name = g_strdup_printf ("guesser%u", i);
    g_autoptr (ParlorTestPeer) guesser = parlor_test_enter (server, name);

    parlor_test_peer_refused (guesser, "wrong-password", "password", PARLOR_PACKET_JOIN,
                              "conversation", friends, "password", "guess", NULL);
  }

  last = parlor_test_enter (server, "bob");
  parlor_test_peer_refused (last, "too-fast", NULL, PARLOR_PACKET_JOIN, "conversation", friends,
                            "password", "secret", NULL);
  parlor_test_do (ada, PARLOR_PACKET_INVITE, friends, last->account);
  parlor_test_join (last, friends, NULL);
}

/* A try counts from when it is made: many at once are no way around.  One that is
 * right does not count. */
static void
test_at_once (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("sign-in-failures-burst = 3");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *friends = parlor_test_create (ada, "group", "Friends", "secret");
  ParlorJoinPacket             join = { .conversation = friends, .password = (char *) "guess" };
  ParlorErrorPacket           *error;
  guint                        n_tried = 0;

  for (guint i = 0; i < 6; i++) {
    parlor_test_join (bob, friends, "secret");
    parlor_test_leave (bob, friends);
  }
  parlor_test_peer_forget (bob);
  for (guint i = 0; i < 20; i++)
    parlor_test_peer_request (bob, PARLOR_PACKET_JOIN, &join);
  parlor_test_peer_settle (bob);
  while ((error = parlor_test_peer_take (bob, PARLOR_PACKET_ERROR)) != NULL)
    n_tried += g_str_equal (error->code, "wrong-password");
  g_assert_cmpuint (n_tried, ==, 3);
}

/* Somebody who has passwords set without end keeps nobody from signing in. */
static void
test_crowded (void)
{
  g_autoptr (ParlorTestServer) server =
    parlor_test_serve ("tokens-per-s = 100000\npassword-hash-threads = 1\n"
                       "password-hash-memory-kib = 8192\npassword-hash-passes = 4");
  g_autoptr (ParlorTestPeer) ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer) other = parlor_test_peer_new (server);
  g_autofree char           *friends = parlor_test_create (ada, "group", "Friends", "secret");
  ParlorTestPeer            *peers[4] = { NULL };
  ParlorSetPacket            packet = { .conversation = friends,
                                        .setting = PARLOR_SETTING_PASSWORD,
                                        .value = (char *) "another" };
  guint                      n_busy = 0;

  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    peers[i] = parlor_test_enter_again (ada);
  for (guint i = 0; i < G_N_ELEMENTS (peers) * 15; i++)
    parlor_test_peer_request (peers[i % G_N_ELEMENTS (peers)], PARLOR_PACKET_SET, &packet);

  parlor_test_sign_in (other, "ada");
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++) {
    ParlorErrorPacket *error;

    parlor_test_peer_settle (peers[i]);
    while ((error = parlor_test_peer_take (peers[i], PARLOR_PACKET_ERROR)) != NULL) {
      g_assert_cmpstr (error->code, ==, "busy");
      g_assert_cmpint (error->retry_ms, >, 0);
      n_busy++;
    }
    parlor_test_peer_free (peers[i]);
  }
  g_assert_cmpuint (n_busy, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/group-passwords/throttled", test_throttled);
  g_test_add_func ("/group-passwords/network", test_network);
  g_test_add_func ("/group-passwords/at-once", test_at_once);
  g_test_add_func ("/group-passwords/crowded", test_crowded);

  return g_test_run ();
}
