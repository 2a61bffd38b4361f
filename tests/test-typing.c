/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who writes, and who is told so. */

#include "parlor-names.h"
#include "parlor-test-changes.h"
#include "parlor-test-people.h"

static void
type (ParlorTestPeer *peer,
      const char     *conversation,
      gboolean        is_typing)
{
  parlor_test_peer_ask (peer, PARLOR_PACKET_OK, PARLOR_PACKET_TYPING, "conversation", conversation,
                        "is_typing", is_typing ? "true" : "false", NULL);
}

/* Waits until exactly @account is told to write, or nobody (0). */
static void
expect_typist (ParlorTestPeer *peer,
               const char     *conversation,
               gint64          account)
{
  ParlorTypistsPacket *typists;
  gint64               told;

  do {
    typists = parlor_test_peer_expect (peer, PARLOR_PACKET_TYPISTS);
    g_assert_cmpstr (typists->conversation, ==, conversation);
    g_assert_cmpuint (typists->people->len, <=, 2);
    told = typists->people->len > 0
             ? ((ParlorAccountPacket *) typists->people->pdata[0])->account
             : 0;
  } while (told != account || typists->people->len > 1);
}

static void
cannot_type (ParlorTestPeer *peer,
             const char     *code,
             const char     *conversation)
{
  parlor_test_peer_refused (peer, code, "conversation", PARLOR_PACKET_TYPING, "conversation",
                            conversation, "is_typing", "true", NULL);
}

static void
test_told (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autoptr (ParlorTestPeer)   dave = parlor_test_enter (server, "dave");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);

  parlor_test_join (bob, tea, NULL);
  parlor_test_join (carol, tea, NULL);
  type (ada, tea, TRUE);
  expect_typist (bob, tea, ada->account);
  expect_typist (ada, tea, ada->account);
  type (ada, tea, FALSE);
  expect_typist (bob, tea, 0);

  /* Who has written does not write. */
  type (ada, tea, TRUE);
  parlor_test_say (ada, tea, "Hello");

  /* Nor who is no longer there. */
  type (bob, tea, TRUE);
  expect_typist (carol, tea, bob->account);
  parlor_test_leave (bob, tea);
  expect_typist (carol, tea, 0);

  parlor_test_peer_settle (dave);
  g_assert_null (parlor_test_peer_take (dave, PARLOR_PACKET_TYPISTS));
}

/* Told once in a second at most, and forgotten after six. */
static void
test_time (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  gint64                       begun_us = g_get_monotonic_time ();
  gint64                       last_us;
  guint                        n_told = 0;

  for (guint i = 0; i < 50; i++)
    type (ada, "lobby", TRUE);
  last_us = g_get_monotonic_time ();
  parlor_test_peer_settle (bob);
  while (parlor_test_peer_take (bob, PARLOR_PACKET_TYPISTS) != NULL)
    n_told++;
  g_assert_cmpuint (n_told, >=, 1);
  g_assert_cmpuint (n_told, <=, 1 + (g_get_monotonic_time () - begun_us) / G_USEC_PER_SEC);

  expect_typist (bob, "lobby", 0);
  g_assert_cmpint (g_get_monotonic_time () - last_us, >=, 5 * G_USEC_PER_SEC);
}

/* Who may not write is not told to. */
static void
test_refused (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  g_autofree char             *chat = parlor_personal_id (ada->account, bob->account);
  g_autofree char             *number = g_strdup_printf ("%" G_GINT64_FORMAT, bob->account);

  cannot_type (bob, "not-found", tea);
  cannot_type (bob, "not-found", "no-such");
  cannot_type (bob, "not-found", chat);
  parlor_test_join (bob, tea, NULL);

  parlor_test_sql (server, "UPDATE members SET muted_until_ms = 253402300799999 "
                           "WHERE account = 2 AND conversation <> 'lobby'");
  cannot_type (bob, "not-allowed", tea);
  type (bob, tea, FALSE);
  parlor_test_sql (server, "UPDATE members SET muted_until_ms = 0");
  parlor_test_sql (server, "UPDATE conversations SET is_read_only = 1, slow_mode_s = 1000");
  cannot_type (bob, "not-allowed", tea);
  type (ada, tea, TRUE);
  expect_typist (bob, tea, ada->account);
  parlor_test_sql (server, "UPDATE conversations SET is_read_only = 0, is_archived = 1");
  cannot_type (ada, "not-allowed", tea);
  parlor_test_sql (server, "UPDATE conversations SET is_archived = 0");

  /* In slow mode one writes while one waits. */
  parlor_test_say (bob, tea, "Hello");
  type (bob, tea, TRUE);

  parlor_test_say (bob, chat, "Hello");
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_BLOCK, "account", number, NULL);
  cannot_type (bob, "not-allowed", chat);
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_UNBLOCK, "account", number, NULL);
  type (bob, chat, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/typing/told", test_told);
  g_test_add_func ("/typing/time", test_time);
  g_test_add_func ("/typing/refused", test_refused);

  return g_test_run ();
}
