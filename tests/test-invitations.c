/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inviting, being told of it, accepting and declining. */

#include "parlor-test-rooms.h"

static void
invite (ParlorTestPeer *peer,
        const char     *conversation,
        ParlorTestPeer *whom)
{
  parlor_test_do (peer, PARLOR_PACKET_INVITE, conversation, whom->account);
}

static void
expect_invited (ParlorTestPeer *peer,
                const char     *conversation,
                ParlorTestPeer *by)
{
  ParlorInvitedPacket *invited = parlor_test_peer_expect (peer, PARLOR_PACKET_INVITED);

  g_assert_cmpstr (((ParlorListingPacket *) invited->conversation)->conversation, ==,
                   conversation);
  g_assert_cmpint (((ParlorAccountPacket *) invited->author)->account, ==, by->account);
  g_assert_cmpint (invited->time_ms, >, G_GINT64_CONSTANT (1700000000000));
}

static void
expect_no_invitation (ParlorTestPeer *peer)
{
  parlor_test_peer_settle (peer);
  g_assert_null (parlor_test_peer_take (peer, PARLOR_PACKET_INVITED));
}

static void
cannot_join (ParlorTestPeer *peer,
             const char     *code,
             const char     *field,
             const char     *conversation)
{
  parlor_test_peer_refused (peer, code, field, PARLOR_PACKET_JOIN, "conversation", conversation,
                            NULL);
}

static char *
create_private (ParlorTestPeer *peer,
                const char     *name)
{
  ParlorConversationPacket *made = parlor_test_peer_ask (
    peer, PARLOR_PACKET_CONVERSATION, PARLOR_PACKET_CREATE, "kind", "channel", "name", name,
    "is_private", "true", "description", "For a few", NULL);

  g_assert_true (made->is_private);
  g_assert_true (made->unlisted);
  g_assert_cmpstr (made->description, ==, "For a few");

  return g_strdup (made->conversation);
}

/* All devices are told at once, and each that comes back, until it is accepted;
 * that takes no password. */
static void
test_accept (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (bob);
  g_autoptr (ParlorTestPeer)   later = NULL;
  g_autofree char             *group = parlor_test_create (ada, "group", "Friends", "secret");
  ParlorInvitedPacket         *invited;
  ParlorListingPacket         *listing;

  parlor_test_set (ada, group, "topic", "Us");
  parlor_test_resume (phone);
  invite (ada, group, bob);
  expect_invited (bob, group, ada);
  invited = parlor_test_peer_expect (phone, PARLOR_PACKET_INVITED);
  listing = invited->conversation;
  g_assert_cmpstr (listing->name, ==, "Friends");
  g_assert_cmpstr (listing->topic, ==, "Us");
  g_assert_cmpint (listing->kind, ==, PARLOR_CONVERSATION_GROUP);
  g_assert_cmpint (listing->members, ==, 1);
  g_assert_true (listing->has_password);
  g_assert_false (listing->joined);

  /* Who invites again bothers nobody. */
  invite (ada, group, bob);
  expect_no_invitation (bob);

  parlor_test_server_kill (server);
  parlor_test_server_start (server);
  later = parlor_test_enter_again (bob);
  parlor_test_resume (later);
  expect_invited (later, group, ada);
  parlor_test_join (later, group, NULL);
  g_assert_cmpint (parlor_test_look (later, group)->members, ==, 2);
  expect_no_invitation (later);
  g_assert_cmpint (parlor_test_sql_int (server, "SELECT COUNT (*) FROM invitations"), ==, 0);

  /* It was good for once. */
  parlor_test_leave (later, group);
  cannot_join (later, "wrong-password", "password", group);
}

static void
test_decline (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *group = parlor_test_create (ada, "group", "Friends", "secret");

  invite (ada, group, bob);
  expect_invited (bob, group, ada);
  parlor_test_peer_refused (carol, "not-found", "conversation", PARLOR_PACKET_DECLINE,
                            "conversation", group, NULL);
  parlor_test_peer_ask (bob, PARLOR_PACKET_OK, PARLOR_PACKET_DECLINE, "conversation", group, NULL);
  parlor_test_peer_refused (bob, "not-found", "conversation", PARLOR_PACKET_DECLINE,
                            "conversation", group, NULL);
  cannot_join (bob, "wrong-password", "password", group);
  parlor_test_resume (bob);
  expect_no_invitation (bob);

  /* Whoever declined can be asked again. */
  invite (ada, group, bob);
  expect_invited (bob, group, ada);
}

/* Only moderators invite to what is private, and only who is invited learns that it
 * is there. */
static void
test_private (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *den = create_private (ada, "Den");

  g_assert_null (parlor_test_find (bob, "Den"));
  cannot_join (bob, "not-found", "conversation", den);
  cannot_join (bob, "not-found", "conversation", "den");
  invite (ada, den, bob);
  cannot_join (carol, "not-found", "conversation", den);
  parlor_test_join (bob, "Den", NULL);
  g_assert_null (parlor_test_find (bob, "Den"));

  parlor_test_may_not (bob, "not-allowed", NULL, PARLOR_PACKET_INVITE, den, carol->account);
  expect_no_invitation (carol);
  parlor_test_make (ada, den, bob, "moderator");
  invite (bob, den, carol);
  expect_invited (carol, den, bob);
  parlor_test_make (ada, den, bob, "member");
  parlor_test_may_not (bob, "not-allowed", NULL, PARLOR_PACKET_INVITE, den, carol->account);
  parlor_test_join (carol, den, NULL);

  parlor_test_leave (carol, den);
  cannot_join (carol, "not-found", "conversation", den);
}

static void
test_refused (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  g_autofree char             *chat = g_strdup_printf ("p%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT,
                                                       ada->account, bob->account);

  parlor_test_join (bob, tea, NULL);
  parlor_test_say (ada, chat, "Hello");
  parlor_test_may_not (ada, "exists", "account", PARLOR_PACKET_INVITE, tea, bob->account);
  parlor_test_may_not (ada, "exists", "account", PARLOR_PACKET_INVITE, tea, ada->account);
  parlor_test_may_not (ada, "not-found", "account", PARLOR_PACKET_INVITE, tea, 4711);
  parlor_test_may_not (ada, "not-allowed", "conversation", PARLOR_PACKET_INVITE, chat,
                       carol->account);
  parlor_test_may_not (carol, "not-found", "conversation", PARLOR_PACKET_INVITE, tea,
                       bob->account);

  parlor_test_do (ada, PARLOR_PACKET_BAN, tea, carol->account);
  parlor_test_may_not (bob, "not-allowed", "account", PARLOR_PACKET_INVITE, tea, carol->account);
  parlor_test_do (ada, PARLOR_PACKET_UNBAN, tea, carol->account);
  expect_no_invitation (carol);

  /* A ban takes an invitation with it. */
  invite (bob, tea, carol);
  parlor_test_do (ada, PARLOR_PACKET_BAN, tea, carol->account);
  cannot_join (carol, "not-allowed", "conversation", tea);
  parlor_test_peer_forget (carol);
  parlor_test_resume (carol);
  expect_no_invitation (carol);
}

/* Who has blocked somebody is not asked by them, and they are not told. */
static void
test_blocked (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  g_autofree char             *den = create_private (ada, "Den");

  invite (ada, tea, bob);
  expect_invited (bob, tea, ada);
  parlor_test_sql (server, "INSERT INTO blocks (account, blocked) VALUES (2, 1)");
  invite (ada, den, bob);
  expect_no_invitation (bob);
  cannot_join (bob, "not-found", "conversation", den);

  /* What came before is not told again either. */
  parlor_test_resume (bob);
  expect_no_invitation (bob);
}

/* A guest comes in like anybody, and makes and asks nobody. */
static void
test_guest (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  g_autofree char             *group = parlor_test_create (ada, "group", "Friends", "secret");
  g_autofree char             *den = create_private (ada, "Den");

  parlor_test_sql (server, "UPDATE accounts SET is_guest = 1 WHERE account = 2");
  parlor_test_peer_refused (bob, "not-allowed", NULL, PARLOR_PACKET_CREATE, "kind", "channel",
                            "name", "Mine", NULL);
  g_assert_null (parlor_test_find (bob, "Mine"));
  parlor_test_join (bob, tea, NULL);
  cannot_join (bob, "wrong-password", "password", group);
  parlor_test_join (bob, group, "secret");
  cannot_join (bob, "not-found", "conversation", den);
  invite (ada, den, bob);
  parlor_test_join (bob, den, NULL);
  parlor_test_may_not (bob, "not-allowed", NULL, PARLOR_PACKET_INVITE, tea, carol->account);
  parlor_test_peer_refused (ada, "not-allowed", "account", PARLOR_PACKET_SET_ROLE, "conversation",
                            tea, "account", "2", "role", "owner", NULL);
}

/* Nobody is buried in invitations. */
static void
test_too_many (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  guint                        n_told = 0;

  for (guint i = 0; i <= PARLOR_INVITATIONS_MAX; i++) {
    g_autofree char *name = g_strdup_printf ("Group %u", i);
    g_autofree char *group = parlor_test_create (ada, "group", name, NULL);

    if (i < PARLOR_INVITATIONS_MAX)
      invite (ada, group, bob);
    else
      parlor_test_may_not (ada, "too-much", "account", PARLOR_PACKET_INVITE, group, bob->account);
  }

  parlor_test_peer_forget (bob);
  parlor_test_resume (bob);
  while (parlor_test_peer_take (bob, PARLOR_PACKET_INVITED) != NULL)
    n_told++;
  g_assert_cmpuint (n_told, ==, PARLOR_INVITATIONS_MAX);
}

static void
block (ParlorTestPeer *peer,
       ParlorTestPeer *whom)
{
  g_autofree char *account = g_strdup_printf ("%" G_GINT64_FORMAT, whom->account);

  parlor_test_peer_ask (peer, PARLOR_PACKET_OK, PARLOR_PACKET_BLOCK, "account", account, NULL);
}

/* What somebody is no longer told of leaves room for others' invitations. */
static void
test_out_of_sight (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("tokens-burst = 100000");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *tea = parlor_test_create (carol, "channel", "Tea", NULL);
  g_autofree char             *talk = parlor_test_create (carol, "channel", "Talk", NULL);

  for (guint i = 0; i < PARLOR_INVITATIONS_MAX; i++) {
    g_autofree char *name = g_strdup_printf ("Group %u", i);
    g_autofree char *group = parlor_test_create (ada, "group", name, NULL);

    invite (ada, group, bob);
  }
  parlor_test_may_not (carol, "too-much", "account", PARLOR_PACKET_INVITE, tea, bob->account);
  parlor_test_peer_settle (bob);
  parlor_test_peer_forget (bob);
  block (bob, ada);
  invite (carol, tea, bob);
  expect_invited (bob, tea, carol);

  invite (carol, talk, bob);
  expect_invited (bob, talk, carol);
  parlor_test_set (carol, talk, "archived", "on");
  g_assert_cmpint (parlor_test_sql_int (server, "SELECT COUNT (*) FROM invitations"), ==, 1);
  parlor_test_resume (bob);
  expect_invited (bob, tea, carol);
  expect_no_invitation (bob);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/invitations/accept", test_accept);
  g_test_add_func ("/invitations/decline", test_decline);
  g_test_add_func ("/invitations/private", test_private);
  g_test_add_func ("/invitations/refused", test_refused);
  g_test_add_func ("/invitations/blocked", test_blocked);
  g_test_add_func ("/invitations/guest", test_guest);
  g_test_add_func ("/invitations/too-many", test_too_many);
  g_test_add_func ("/invitations/out-of-sight", test_out_of_sight);

  return g_test_run ();
}
