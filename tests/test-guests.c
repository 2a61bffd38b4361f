/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * People without a password. */

#include "parlor-test-changes.h"
#include "parlor-test-people.h"

static ParlorTestPeer *
enter_as_guest (ParlorTestServer *server,
                const char       *nick)
{
  ParlorTestPeer       *peer = parlor_test_peer_new (server);
  ParlorSignedInPacket *signed_in = parlor_test_peer_ask (peer, PARLOR_PACKET_SIGNED_IN,
                                                          PARLOR_PACKET_SIGN_IN_GUEST,
                                                          "nick", nick, NULL);
  ParlorAccountPacket  *account = signed_in->account;

  g_assert_true (account->is_guest);
  g_assert_true (g_str_has_prefix (account->name, "guest-"));
  g_assert_cmpint (signed_in->server_role, ==, PARLOR_SERVER_ROLE_USER);
  peer->account = account->account;
  peer->name = g_strdup (account->name);
  peer->token = g_strdup (signed_in->token);
  parlor_test_resume (peer);
  parlor_test_peer_forget (peer);

  return peer;
}

static void
test_closed (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   guest = parlor_test_peer_new (server);

  parlor_test_peer_refused (guest, "closed", NULL, PARLOR_PACKET_SIGN_IN_GUEST,
                            "nick", "Passer-by", NULL);
}

static void
test_welcome (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("guests = yes");
  g_autoptr (ParlorTestPeer)   guest = parlor_test_peer_new_encrypted (server, NULL);
  ParlorWelcomePacket         *welcome;

  welcome = parlor_test_peer_ask (guest, PARLOR_PACKET_WELCOME, PARLOR_PACKET_HELLO,
                                  "version", "1", NULL);
  g_assert_true (welcome->guests);
  parlor_test_peer_refused (guest, "bad-value", "nick", PARLOR_PACKET_SIGN_IN_GUEST,
                            "nick", "a\nb", NULL);
}

/* A guest talks as others do, and comes back with the token alone. */
static void
test_talk (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("guests = yes");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   guest = enter_as_guest (server, "Passer-by");
  g_autoptr (ParlorTestPeer)   other = enter_as_guest (server, "Passer-by");
  g_autoptr (ParlorTestPeer)   again = NULL;
  g_autoptr (ParlorTestPeer)   stranger = parlor_test_peer_new (server);
  ParlorEventPacket           *event;

  g_assert_cmpint (guest->account, !=, other->account);
  parlor_test_say (guest, "lobby", "Hello");
  event = parlor_test_hear_text (ada, "lobby", "Hello");
  g_assert_cmpstr (((ParlorAccountPacket *) event->author)->nick, ==, "Passer-by");

  parlor_test_server_kill (server);
  parlor_test_server_start (server);
  again = parlor_test_enter_again (guest);
  parlor_test_peer_free (g_steal_pointer (&stranger));
  stranger = parlor_test_peer_new (server);
  parlor_test_peer_refused (stranger, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN,
                            "name", guest->name, "password", "", NULL);
}

static void
test_rights (void)
{
  g_autoptr (ParlorTestServer) server =
    parlor_test_serve ("guests = yes\ninvites-by = user");
  g_autoptr (ParlorTestPeer) owner = parlor_test_enter_as_owner (server, "olga");
  g_autoptr (ParlorTestPeer) guest = enter_as_guest (server, "Passer-by");

  parlor_test_peer_refused (guest, "not-allowed", NULL, PARLOR_PACKET_SET_PASSWORD,
                            "password", "", "new_password", "password", NULL);
  parlor_test_peer_refused (guest, "not-allowed", NULL, PARLOR_PACKET_CREATE_INVITE_LINK, NULL);
  parlor_test_peer_refused (owner, "bad-value", "account", PARLOR_PACKET_SET_SERVER_ROLE,
                            "account", "2", "server_role", "admin", NULL);
  parlor_test_peer_refused (owner, "bad-value", "account", PARLOR_PACKET_RESET_PASSWORD,
                            "account", "2", NULL);

  /* Deleting the account takes no password. */
  parlor_test_peer_ask (guest, PARLOR_PACKET_OK, PARLOR_PACKET_DELETE_ACCOUNT, NULL);
  parlor_test_peer_expect_end (guest);
}

/* Who has not come back for long is deleted; the messages stay. */
static void
test_lifetime (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("guests = yes\nguest-lifetime-days = 7");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   gone = enter_as_guest (server, "Gone");
  g_autoptr (ParlorTestPeer)   fresh = enter_as_guest (server, "Fresh");
  g_autoptr (ParlorTestPeer)   ada_again = NULL;
  g_autoptr (ParlorTestPeer)   fresh_again = NULL;
  g_autoptr (ParlorTestPeer)   stranger = NULL;
  ParlorHistoryPagePacket     *page;
  ParlorAccountPacket         *author = NULL;
  const gint64                 week_ms = G_GINT64_CONSTANT (7) * 24 * 60 * 60 * 1000;
  g_autofree char             *age = NULL;

  parlor_test_say (gone, "lobby", "I was here");
  parlor_test_server_stop (server);
  age = g_strdup_printf ("UPDATE devices SET used_ms = used_ms - %" G_GINT64_FORMAT
                         " WHERE account IN (1, 2); UPDATE accounts SET last_seen_ms = NULL",
                         week_ms + 1000);
  parlor_test_sql (server, age);
  parlor_test_server_start (server);

  ada_again = parlor_test_enter_again (ada);
  fresh_again = parlor_test_enter_again (fresh);
  stranger = parlor_test_peer_new (server);
  parlor_test_peer_refused (stranger, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN_TOKEN,
                            "token", gone->token, NULL);
  page = parlor_test_history (ada_again, "lobby", 0, 0, 0);
  for (guint i = 0; i < page->events->len; i++) {
    ParlorEventPacket *event = page->events->pdata[i];

    if (g_strcmp0 (event->text, "I was here") == 0)
      author = event->author;
  }
  g_assert_nonnull (author);
  g_assert_cmpstr (author->nick, ==, "Deleted account");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/guests/closed", test_closed);
  g_test_add_func ("/guests/welcome", test_welcome);
  g_test_add_func ("/guests/talk", test_talk);
  g_test_add_func ("/guests/rights", test_rights);
  g_test_add_func ("/guests/lifetime", test_lifetime);

  return g_test_run ();
}
