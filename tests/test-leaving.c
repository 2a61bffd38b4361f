/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who leads when an owner leaves, and what becomes of what nobody is in; who
 * hands ownership over. */

#include "parlor-test-rooms.h"

/* Waits for the next event of @conversation, which has to say that @by made
 * @whom @role. */
static void
hear_role (ParlorTestPeer *peer,
           const char     *conversation,
           gint64          by,
           gint64          whom,
           ParlorRole      role)
{
  ParlorEventPacket *event = parlor_test_hear_of (peer, conversation, PARLOR_EVENT_ROLE, whom);

  g_assert_cmpint (event->role, ==, role);
  g_assert_cmpint (((ParlorAccountPacket *) event->author)->account, ==, by);
}

/* The longest-serving moderator comes before all members. */
static void
test_moderator_follows (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  gint64                       adas_account = ada->account;

  parlor_test_join (bob, tea, NULL);
  parlor_test_join (carol, tea, NULL);
  parlor_test_make (ada, tea, carol, "moderator");
  parlor_test_peer_forget (bob);
  parlor_test_peer_forget (ada);
  parlor_test_leave (ada, tea);

  parlor_test_hear_of (bob, tea, PARLOR_EVENT_LEAVE, 0);
  hear_role (bob, tea, adas_account, carol->account, PARLOR_ROLE_OWNER);
  parlor_test_hear_nothing (bob, tea);
  g_assert_cmpint (parlor_test_look (carol, tea)->role, ==, PARLOR_ROLE_OWNER);

  /* The one who left hears of both, then nothing. */
  parlor_test_hear_of (ada, tea, PARLOR_EVENT_LEAVE, 0);
  hear_role (ada, tea, adas_account, carol->account, PARLOR_ROLE_OWNER);
  parlor_test_peer_expect (ada, PARLOR_PACKET_REMOVED);
  parlor_test_say (bob, tea, "Bye");
  parlor_test_hear_nothing (ada, tea);

  /* Who comes back is a member. */
  parlor_test_join (ada, tea, NULL);
  g_assert_cmpint (parlor_test_look (ada, tea)->role, ==, PARLOR_ROLE_MEMBER);
  parlor_test_set (carol, tea, "name", "Carol's");
}

/* Without a moderator the longest-serving member follows, a guest last of all. */
static void
test_member_follows (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autoptr (ParlorTestPeer)   dora = parlor_test_enter (server, "dora");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);

  parlor_test_sql (server, "UPDATE accounts SET is_guest = 1 WHERE name = 'bob'");
  parlor_test_join (bob, tea, NULL);
  parlor_test_join (dora, tea, NULL);
  parlor_test_join (carol, tea, NULL);
  parlor_test_sql (server, "UPDATE members SET joined_ms = joined_ms - account * 1000 "
                           "WHERE account = 4"); /* Dora came first, not by number */
  parlor_test_leave (ada, tea);
  g_assert_cmpint (parlor_test_look (dora, tea)->role, ==, PARLOR_ROLE_OWNER);

  /* Where an owner is left, nothing else happens. */
  parlor_test_peer_forget (bob);
  parlor_test_leave (carol, tea);
  parlor_test_hear_of (bob, tea, PARLOR_EVENT_LEAVE, 0);
  parlor_test_hear_nothing (bob, tea);
  parlor_test_leave (dora, tea);
  g_assert_cmpint (parlor_test_look (bob, tea)->role, ==, PARLOR_ROLE_OWNER);
}

/* What nobody is in is archived: its name stays taken, until an administrator of
 * the server takes it over. */
static void
test_nobody_left (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   root = parlor_test_enter_as_owner (server, "root");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *group = parlor_test_create (ada, "group", "Friends", "secret");
  ParlorConversationPacket    *taken;

  parlor_test_say (ada, group, "kept");
  parlor_test_do (ada, PARLOR_PACKET_INVITE, group, bob->account);
  parlor_test_leave (ada, group);
  g_assert_null (parlor_test_find (ada, "Friends"));
  parlor_test_peer_refused (bob, "not-allowed", "conversation", PARLOR_PACKET_JOIN,
                            "conversation", "Friends", "password", "secret", NULL);
  parlor_test_peer_refused (ada, "not-allowed", "conversation", PARLOR_PACKET_JOIN,
                            "conversation", group, "password", "secret", NULL);
  parlor_test_peer_refused (bob, "exists", "name", PARLOR_PACKET_CREATE, "kind", "channel",
                            "name", "friends", NULL);

  taken = parlor_test_peer_ask (root, PARLOR_PACKET_CONVERSATION, PARLOR_PACKET_JOIN,
                                "conversation", "Friends", NULL);
  g_assert_cmpint (taken->role, ==, PARLOR_ROLE_OWNER);
  g_assert_true (taken->is_archived);
  g_assert_cmpint (taken->members, ==, 1);
  parlor_test_set (root, group, "archived", "off");
  parlor_test_join (bob, "Friends", "secret");
}

/* Everybody may leave the lobby; it stays open, and nobody comes into its
 * possession. */
static void
test_lobby (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   root = parlor_test_enter_as_owner (server, "root");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  parlor_test_leave (root, "lobby");
  g_assert_cmpint (parlor_test_look (ada, "lobby")->role, ==, PARLOR_ROLE_MEMBER);
  parlor_test_leave (ada, "lobby");
  g_assert_cmpint (parlor_test_find (ada, "lobby")->members, ==, 0);
  parlor_test_join (ada, "lobby", NULL);
  g_assert_cmpint (parlor_test_look (ada, "lobby")->role, ==, PARLOR_ROLE_MEMBER);
  g_assert_false (parlor_test_look (ada, "lobby")->is_archived);
}

/* Two leave at the same time, the last owner one of them: whoever stays owns it. */
static void
test_at_once (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  ParlorLeavePacket            leave = { .conversation = tea };

  parlor_test_join (bob, tea, NULL);
  parlor_test_join (carol, tea, NULL);
  parlor_test_peer_request (ada, PARLOR_PACKET_LEAVE, &leave);
  parlor_test_peer_request (bob, PARLOR_PACKET_LEAVE, &leave);
  parlor_test_peer_expect (ada, PARLOR_PACKET_OK);
  parlor_test_peer_expect (bob, PARLOR_PACKET_OK);
  g_assert_cmpint (parlor_test_look (carol, tea)->role, ==, PARLOR_ROLE_OWNER);
  g_assert_cmpint (parlor_test_look (carol, tea)->members, ==, 1);
}

static void
test_hand_over (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);

  parlor_test_join (bob, tea, NULL);
  parlor_test_join (carol, tea, NULL);
  parlor_test_peer_forget (carol);
  parlor_test_make (ada, tea, bob, "owner");
  hear_role (carol, tea, ada->account, bob->account, PARLOR_ROLE_OWNER);
  hear_role (carol, tea, ada->account, ada->account, PARLOR_ROLE_MODERATOR);
  parlor_test_may_not (ada, "not-allowed", NULL, PARLOR_PACKET_SET_ROLE, tea, bob->account);
  g_assert_cmpint (parlor_test_look (ada, tea)->role, ==, PARLOR_ROLE_MODERATOR);
  g_assert_cmpint (parlor_test_look (bob, tea)->role, ==, PARLOR_ROLE_OWNER);

  /* What is so already is ok, and told to nobody. */
  parlor_test_make (bob, tea, ada, "moderator");
  parlor_test_make (bob, tea, bob, "owner");
  parlor_test_hear_nothing (carol, tea);
  parlor_test_make (bob, tea, ada, "member");
  hear_role (carol, tea, bob->account, ada->account, PARLOR_ROLE_MEMBER);
}

static void
test_roles_refused (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  g_autofree char             *line = NULL;
  ParlorErrorPacket           *error;

  parlor_test_join (bob, tea, NULL);
  parlor_test_may_not (bob, "not-allowed", NULL, PARLOR_PACKET_SET_ROLE, tea, ada->account);
  parlor_test_make (ada, tea, bob, "moderator");
  parlor_test_may_not (bob, "not-allowed", NULL, PARLOR_PACKET_SET_ROLE, tea, bob->account);
  parlor_test_may_not (ada, "not-found", "account", PARLOR_PACKET_SET_ROLE, tea, carol->account);
  parlor_test_may_not (ada, "not-found", "account", PARLOR_PACKET_SET_ROLE, tea, 4711);
  parlor_test_may_not (carol, "not-found", "conversation", PARLOR_PACKET_SET_ROLE, tea,
                       bob->account);
  parlor_test_peer_refused (ada, "not-allowed", "account", PARLOR_PACKET_SET_ROLE, "conversation",
                            tea, "account", "1", "role", "moderator", NULL);

  line = g_strdup_printf ("{\"type\":\"set-role\",\"conversation\":\"%s\",\"account\":2,"
                          "\"role\":\"king\"}",
                          tea);
  parlor_test_peer_write_line (ada, line);
  error = parlor_test_peer_expect (ada, PARLOR_PACKET_ERROR);
  g_assert_cmpstr (error->field, ==, "role");
}

/* An administrator of the server makes an owner besides the one who is there; each
 * may then make the other less, but not the last one. */
static void
test_two_owners (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   root = parlor_test_enter_as_owner (server, "root");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);

  parlor_test_join (bob, tea, NULL);
  parlor_test_join (root, tea, NULL);
  parlor_test_make (root, tea, bob, "owner");
  g_assert_cmpint (parlor_test_look (ada, tea)->role, ==, PARLOR_ROLE_OWNER);
  g_assert_cmpint (parlor_test_look (root, tea)->role, ==, PARLOR_ROLE_MEMBER);
  parlor_test_make (bob, tea, ada, "member");
  parlor_test_may_not (root, "not-allowed", "account", PARLOR_PACKET_SET_ROLE, tea, bob->account);
  g_assert_cmpint (parlor_test_look (bob, tea)->role, ==, PARLOR_ROLE_OWNER);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/leaving/moderator-follows", test_moderator_follows);
  g_test_add_func ("/leaving/member-follows", test_member_follows);
  g_test_add_func ("/leaving/nobody-left", test_nobody_left);
  g_test_add_func ("/leaving/lobby", test_lobby);
  g_test_add_func ("/leaving/at-once", test_at_once);
  g_test_add_func ("/roles/hand-over", test_hand_over);
  g_test_add_func ("/roles/refused", test_roles_refused);
  g_test_add_func ("/roles/two-owners", test_two_owners);

  return g_test_run ();
}
