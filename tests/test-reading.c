/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Read markers, and how much is unread. */

#include "parlor-test-changes.h"
#include "parlor-test-people.h"

/* Waits until @peer is told where its marker is. */
static void
expect_read (ParlorTestPeer *peer,
             const char     *conversation,
             gint64          seq,
             gint64          n_unread)
{
  ParlorReadPacket *read = parlor_test_peer_expect (peer, PARLOR_PACKET_READ);

  g_assert_cmpstr (read->conversation, ==, conversation);
  g_assert_cmpint (read->seq, ==, seq);
  g_assert_cmpint (read->unread, ==, n_unread);
}

static void
mark (ParlorTestPeer *peer,
      const char     *conversation,
      gint64          seq)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, seq);

  parlor_test_peer_ask (peer, PARLOR_PACKET_OK, PARLOR_PACKET_MARK_READ,
                        "conversation", conversation, "seq", number, NULL);
}

/* Comes back, and looks how @conversation is told. */
static void
assert_resumed (ParlorTestPeer *peer,
                const char     *conversation,
                gint64          seq,
                gint64          n_unread)
{
  ParlorConversationPacket *told;

  parlor_test_peer_forget (peer);
  parlor_test_resume (peer);
  do
    told = parlor_test_peer_expect (peer, PARLOR_PACKET_CONVERSATION);
  while (!g_str_equal (told->conversation, conversation));
  g_assert_cmpint (told->read, ==, seq);
  g_assert_cmpint (told->unread, ==, n_unread);
  g_assert_cmpint (told->mentions, ==, 0);
}

/* Forward and back; all devices agree, and nobody else is told. */
static void
test_marker (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (bob);
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  gint64                       joined, seqs[4];

  seqs[0] = parlor_test_say (ada, tea, "zero");
  parlor_test_join (bob, tea, NULL);
  joined = seqs[0] + 1;
  parlor_test_resume (phone);
  assert_resumed (phone, tea, joined, 0);
  for (guint i = 1; i < G_N_ELEMENTS (seqs); i++)
    seqs[i] = parlor_test_say (ada, tea, "more");
  assert_resumed (phone, tea, joined, 3);

  mark (bob, tea, seqs[1]);
  expect_read (bob, tea, seqs[1], 2);
  expect_read (phone, tea, seqs[1], 2);
  mark (phone, tea, seqs[3]);
  expect_read (bob, tea, seqs[3], 0);
  expect_read (phone, tea, seqs[3], 0);
  mark (bob, tea, seqs[0]);
  expect_read (bob, tea, seqs[0], 3);
  mark (bob, tea, 0);
  expect_read (bob, tea, 0, 4);
  assert_resumed (phone, tea, 0, 4);

  parlor_test_peer_settle (ada);
  g_assert_null (parlor_test_peer_take (ada, PARLOR_PACKET_READ));
}

/* One's own messages need no reading, wherever the marker is; writing moves it. */
static void
test_own (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  gint64                       first = parlor_test_say (ada, "lobby", "one");
  gint64                       last;

  parlor_test_say (ada, "lobby", "two");
  assert_resumed (bob, "lobby", first - 1, 2);
  last = parlor_test_say (bob, "lobby", "three");
  assert_resumed (bob, "lobby", last, 0);

  parlor_test_say (ada, "lobby", "four");
  assert_resumed (bob, "lobby", last, 1);
  mark (bob, "lobby", first);
  expect_read (bob, "lobby", first, 2);
  mark (ada, "lobby", 0);
  expect_read (ada, "lobby", 0, 1);
}

/* Moves the marker of @peer and looks how much is told to follow. */
static void
assert_follow (ParlorTestPeer *peer,
               const char     *conversation,
               gint64          seq,
               gint64          n_unread,
               gint64          n_mentions)
{
  ParlorReadPacket *read;

  parlor_test_peer_forget (peer);
  mark (peer, conversation, seq);
  read = parlor_test_peer_expect (peer, PARLOR_PACKET_READ);
  g_assert_cmpint (read->seq, ==, seq);
  g_assert_cmpint (read->unread, ==, n_unread);
  g_assert_cmpint (read->mentions, ==, n_mentions);
}

/* What is deleted need not be read, on whichever side of the marker it was. */
static void
test_deleted (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  gint64                       joined = parlor_test_say (bob, "lobby", "zero");
  gint64                       seqs[4];

  for (guint i = 0; i < G_N_ELEMENTS (seqs); i++)
    seqs[i] = parlor_test_say (ada, "lobby", "more");
  mark (bob, "lobby", seqs[1]);
  parlor_test_change (ada, PARLOR_PACKET_DELETE, "lobby", seqs[0], NULL, NULL);
  assert_resumed (bob, "lobby", seqs[1], 2);
  parlor_test_change (ada, PARLOR_PACKET_DELETE, "lobby", seqs[2], NULL, NULL);
  assert_resumed (bob, "lobby", seqs[1], 1);
  assert_follow (bob, "lobby", joined, 2, 0);
  assert_follow (bob, "lobby", seqs[2], 1, 0);
  assert_follow (bob, "lobby", seqs[3], 0, 0);
  assert_follow (bob, "lobby", 0, 2, 0);

  /* One's own, too. */
  parlor_test_change (bob, PARLOR_PACKET_DELETE, "lobby", joined, NULL, NULL);
  assert_resumed (bob, "lobby", 0, 2);
  parlor_test_change (ada, PARLOR_PACKET_DELETE, "lobby", seqs[3], NULL, NULL);
  assert_resumed (bob, "lobby", 0, 1);
  assert_follow (bob, "lobby", 0, 1, 0);
}

/* Of others' mentions, by name and of all, those count that follow the marker. */
static void
test_mentions (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  gint64                       by_name, of_all, of_both;

  parlor_test_say (ada, tea, "@all before");
  parlor_test_join (bob, tea, NULL);
  parlor_test_join (carol, tea, NULL);
  assert_follow (bob, tea, 4, 0, 0);

  parlor_test_say (ada, tea, "nobody");
  by_name = parlor_test_say (carol, tea, "@bob");
  of_all = parlor_test_say (ada, tea, "@all");
  of_both = parlor_test_say (ada, tea, "@all, and @bob");
  parlor_test_say (carol, tea, "@all by a member is nothing");
  assert_follow (bob, tea, 4, 5, 3);
  assert_follow (bob, tea, by_name, 3, 2);
  assert_follow (bob, tea, of_all, 2, 1);
  assert_follow (bob, tea, of_both, 1, 0);
  assert_follow (carol, tea, 4, 3, 2);
  assert_follow (ada, tea, 0, 2, 0);
  assert_follow (bob, tea, 0, 6, 4);

  /* Who is blocked mentions nobody; what is deleted neither. */
  parlor_test_peer_ask (bob, PARLOR_PACKET_OK, PARLOR_PACKET_BLOCK, "account", "3", NULL);
  assert_follow (bob, tea, 4, 5, 2);
  parlor_test_change (ada, PARLOR_PACKET_DELETE, tea, of_all, NULL, NULL);
  assert_follow (bob, tea, 4, 4, 1);
  parlor_test_peer_ask (bob, PARLOR_PACKET_OK, PARLOR_PACKET_UNBLOCK, "account", "3", NULL);
  assert_follow (bob, tea, 4, 4, 2);
}

/* What is committed is kept, however the server ends. */
static void
test_kept (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   again = NULL;
  gint64                       first = parlor_test_say (ada, "lobby", "one");

  parlor_test_say (ada, "lobby", "two");
  mark (bob, "lobby", first);
  parlor_test_server_kill (server);
  parlor_test_server_start (server);

  again = parlor_test_enter_again (bob);
  assert_resumed (again, "lobby", first, 1);
}

static void
test_refused (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   stranger = parlor_test_peer_new (server);
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);

  parlor_test_peer_refused (stranger, "not-now", "type", PARLOR_PACKET_MARK_READ,
                            "conversation", tea, "seq", "1", NULL);
  parlor_test_peer_refused (bob, "not-found", "conversation", PARLOR_PACKET_MARK_READ,
                            "conversation", tea, "seq", "1", NULL);
  parlor_test_peer_refused (bob, "not-found", "conversation", PARLOR_PACKET_MARK_READ,
                            "conversation", "no-such", "seq", "1", NULL);
  parlor_test_peer_refused (ada, "bad-value", "seq", PARLOR_PACKET_MARK_READ,
                            "conversation", tea, "seq", "2", NULL);
  mark (ada, tea, 1);

  /* Who has left has no marker any more; who comes back begins anew. */
  parlor_test_join (bob, tea, NULL);
  mark (bob, tea, 0);
  parlor_test_leave (bob, tea);
  parlor_test_peer_refused (bob, "not-found", "conversation", PARLOR_PACKET_MARK_READ,
                            "conversation", tea, "seq", "1", NULL);
  parlor_test_say (ada, tea, "meanwhile");
  parlor_test_join (bob, tea, NULL);
  assert_resumed (bob, tea, 5, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reading/marker", test_marker);
  g_test_add_func ("/reading/own", test_own);
  g_test_add_func ("/reading/deleted", test_deleted);
  g_test_add_func ("/reading/mentions", test_mentions);
  g_test_add_func ("/reading/kept", test_kept);
  g_test_add_func ("/reading/refused", test_refused);

  return g_test_run ();
}
