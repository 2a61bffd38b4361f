/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running the server: by administrators over TLS, and on the machine itself. */

#include "parlor-names.h"
#include "parlor-test-admin.h"
#include "parlor-test-people.h"

static void
announce (ParlorTestPeer *peer,
          const char     *text)
{
  parlor_test_peer_ask (peer, PARLOR_PACKET_OK, PARLOR_PACKET_ANNOUNCE, "text", text, NULL);
}

static void
expect_announcement (ParlorTestPeer *peer,
                     const char     *text,
                     ParlorTestPeer *author)
{
  ParlorAnnouncementPacket *announcement =
    parlor_test_peer_expect (peer, PARLOR_PACKET_ANNOUNCEMENT);
  ParlorAccountPacket *account = announcement->author;

  g_assert_cmpstr (announcement->text, ==, text);
  g_assert_cmpint (ABS (announcement->time_ms - g_get_real_time () / 1000), <, 60000);
  if (author == NULL)
    g_assert_null (account);
  else
    g_assert_cmpint (account->account, ==, author->account);
}

/* All hear it who are signed in, whatever else they have done, and nobody else. */
static void
test_announce (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   owner = parlor_test_enter_as_owner (server, "ada");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (owner);
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   stranger = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);

  announce (owner, "Tea is ready");
  expect_announcement (owner, "Tea is ready", owner);
  expect_announcement (phone, "Tea is ready", owner);
  expect_announcement (bob, "Tea is ready", owner);
  announce (admin, "A restart\nat noon");
  expect_announcement (owner, "A restart\nat noon", NULL);
  expect_announcement (bob, "A restart\nat noon", NULL);

  parlor_test_peer_settle (stranger);
  g_assert_null (parlor_test_peer_take (stranger, PARLOR_PACKET_ANNOUNCEMENT));
  parlor_test_peer_settle (admin);
  g_assert_null (parlor_test_peer_take (admin, PARLOR_PACKET_ANNOUNCEMENT));
}

static void
test_announce_refused (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);

  parlor_test_peer_refused (bob, "not-allowed", NULL, PARLOR_PACKET_ANNOUNCE, "text", "Me!", NULL);
  parlor_test_peer_refused (admin, "bad-value", "text", PARLOR_PACKET_ANNOUNCE, "text", " \n",
                            NULL);
  parlor_test_peer_refused (admin, "bad-value", "text", PARLOR_PACKET_ANNOUNCE, "text", "\a", NULL);
  parlor_test_peer_settle (bob);
  g_assert_null (parlor_test_peer_take (bob, PARLOR_PACKET_ANNOUNCEMENT));
}

static ParlorSessionsPagePacket *
list_sessions (ParlorTestPeer *peer,
               gint64          after)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, after);

  return parlor_test_peer_ask (peer, PARLOR_PACKET_SESSIONS_PAGE, PARLOR_PACKET_SESSIONS, "after",
                               text, NULL);
}

static ParlorSessionInfoPacket *
nth_session (ParlorSessionsPagePacket *page,
             guint                     n,
             ParlorTestPeer           *whose)
{
  ParlorSessionInfoPacket *info = page->sessions->pdata[n];

  g_assert_cmpint (((ParlorAccountPacket *) info->account)->account, ==, whose->account);

  return info;
}

static void
test_sessions (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   owner = parlor_test_enter_as_owner (server, "ada");
  g_autoptr (ParlorTestPeer)   stranger = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (bob);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  ParlorSessionsPagePacket    *page = list_sessions (admin, 0);
  ParlorSessionInfoPacket     *info;

  g_assert_cmpuint (page->sessions->len, ==, 3);
  g_assert_true (page->complete);
  info = nth_session (page, 0, owner);
  g_assert_cmpint (((ParlorAccountPacket *) info->account)->server_role, ==,
                   PARLOR_SERVER_ROLE_OWNER);
  g_assert_cmpstr (info->address, ==, "127.0.0.1");
  g_assert_cmpstr (info->agent, ==, "parlor-test");
  g_assert_cmpint (ABS (info->since_ms - g_get_real_time () / 1000), <, 60000);
  info = nth_session (page, 1, bob);
  g_assert_cmpint (((ParlorAccountPacket *) info->account)->server_role, ==, 0);
  nth_session (page, 2, bob);

  page = list_sessions (owner, info->session);
  g_assert_cmpuint (page->sessions->len, ==, 1);
  nth_session (page, 0, bob);
  parlor_test_peer_refused (bob, "not-allowed", NULL, PARLOR_PACKET_SESSIONS, NULL);
}

/* Whatever programs call themselves, the list of them fits into frames, and says
 * nothing to a terminal. */
static void
test_strange_agents (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (GPtrArray)        peers =
    g_ptr_array_new_with_free_func ((GDestroyNotify) parlor_test_peer_free);
  g_autofree char          *nick = g_strnfill (PARLOR_TITLE_MAX_CHARS, '"');
  g_autofree char          *agent = g_strnfill (PARLOR_AGENT_MAX_BYTES, '\x1b');
  ParlorSessionsPagePacket *page;
  ParlorDevicesPagePacket  *devices;

  parlor_test_peer_ask (bob, PARLOR_PACKET_OK, PARLOR_PACKET_SET_NICK, "nick", nick, NULL);
  for (guint i = 0; i < 100; i++) {
    ParlorTestPeer *peer = parlor_test_peer_new_encrypted (server, NULL);

    g_ptr_array_add (peers, peer);
    parlor_test_peer_ask (peer, PARLOR_PACKET_WELCOME, PARLOR_PACKET_HELLO, "version", "1",
                          "agent", i == 0 ? "\u202egnp.exe" : agent, NULL);
    if (i == 0)
      parlor_test_peer_ask (peer, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_SIGN_IN, "name", "bob",
                            "password", "password of bob", "device", agent, NULL);
    else
      parlor_test_sign_in_with (peer, bob->token);
  }

  page = list_sessions (admin, 0);
  g_assert_cmpuint (page->sessions->len, ==, 100);
  for (guint i = 1; i < 100; i++)
    g_assert_cmpstr (nth_session (page, i, bob)->agent, ==, NULL);
  devices = parlor_test_peer_ask (bob, PARLOR_PACKET_DEVICES_PAGE, PARLOR_PACKET_DEVICES, NULL);
  g_assert_cmpuint (devices->devices->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpstr (((ParlorDevicePacket *) devices->devices->pdata[i])->label, ==, NULL);
}

/* More than go on a page are told on several, each once. */
static void
test_many_sessions (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (GPtrArray)        peers =
    g_ptr_array_new_with_free_func ((GDestroyNotify) parlor_test_peer_free);
  ParlorSessionsPagePacket *page;
  gint64                    last;

  for (guint i = 0; i < 101; i++)
    g_ptr_array_add (peers, parlor_test_enter_again (bob));

  page = list_sessions (admin, 0);
  g_assert_cmpuint (page->sessions->len, ==, 100);
  g_assert_false (page->complete);
  last = nth_session (page, 99, bob)->session;
  page = list_sessions (admin, last);
  g_assert_cmpuint (page->sessions->len, ==, 2);
  g_assert_true (page->complete);
  g_assert_cmpint (nth_session (page, 0, bob)->session, >, last);
}

static void
test_disconnect (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   owner = parlor_test_enter_as_owner (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (bob);
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autoptr (ParlorTestPeer)   back = NULL;
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  gint64                       session = nth_session (list_sessions (admin, 0), 1, bob)->session;
  g_autofree char             *number = g_strdup_printf ("%" G_GINT64_FORMAT, session);
  g_autofree char             *account = g_strdup_printf ("%" G_GINT64_FORMAT, bob->account);

  parlor_test_peer_refused (carol, "not-allowed", NULL, PARLOR_PACKET_DISCONNECT, "session", number,
                            NULL);
  parlor_test_peer_ask (owner, PARLOR_PACKET_OK, PARLOR_PACKET_DISCONNECT, "session", number, NULL);
  parlor_test_peer_expect_goodbye (bob, "disconnected");
  parlor_test_peer_settle (phone);
  parlor_test_peer_refused (admin, "not-found", "session", PARLOR_PACKET_DISCONNECT, "session",
                            number, NULL);

  /* Whoever was disconnected may come back. */
  back = parlor_test_enter_again (bob);
  parlor_test_peer_ask (admin, PARLOR_PACKET_OK, PARLOR_PACKET_DISCONNECT, "account", account,
                        NULL);
  parlor_test_peer_expect_goodbye (phone, "disconnected");
  parlor_test_peer_expect_goodbye (back, "disconnected");
  parlor_test_peer_settle (carol);
  g_assert_cmpuint (list_sessions (admin, 0)->sessions->len, ==, 2);

  parlor_test_peer_refused (admin, "not-found", "account", PARLOR_PACKET_DISCONNECT, "account",
                            account, NULL);
  parlor_test_peer_refused (admin, "bad-value", "account", PARLOR_PACKET_DISCONNECT, NULL);
  parlor_test_peer_refused (admin, "bad-value", "session", PARLOR_PACKET_DISCONNECT, "account",
                            account, "session", number, NULL);
}

/* Who ends the connection by which it asks is answered first. */
static void
test_disconnect_oneself (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   owner = parlor_test_enter_as_owner (server, "ada");
  g_autofree char             *account = g_strdup_printf ("%" G_GINT64_FORMAT, owner->account);

  parlor_test_peer_ask (owner, PARLOR_PACKET_OK, PARLOR_PACKET_DISCONNECT, "account", account,
                        NULL);
  parlor_test_peer_expect_goodbye (owner, "disconnected");
}

static void
test_conversations (void)
{
  g_autoptr (ParlorTestServer)   server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)     owner = parlor_test_enter_as_owner (server, "ada");
  g_autoptr (ParlorTestPeer)     bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)     admin = parlor_test_admin_new (server);
  g_autofree char               *secret = parlor_test_create (bob, "group", "Secret", "password");
  g_autofree char               *personal = parlor_personal_id (owner->account, bob->account);
  ParlorConversationsPagePacket *page;
  guint                          n_found = 0;

  parlor_test_resume (bob);
  parlor_test_say (bob, secret, "One");
  parlor_test_say (bob, secret, "Two");
  parlor_test_say (bob, personal, "Between us");

  page = parlor_test_peer_ask (admin, PARLOR_PACKET_CONVERSATIONS_PAGE, PARLOR_PACKET_CONVERSATIONS,
                               NULL);
  g_assert_true (page->complete);
  g_assert_cmpuint (page->conversations->len, ==, 2);
  for (guint i = 0; i < page->conversations->len; i++) {
    ParlorConversationInfoPacket *info = page->conversations->pdata[i];

    if (!g_str_equal (info->conversation, secret)) {
      g_assert_cmpstr (info->name, ==, "lobby");
      continue;
    }
    n_found++;
    g_assert_cmpint (info->kind, ==, PARLOR_CONVERSATION_GROUP);
    g_assert_cmpstr (info->name, ==, "Secret");
    g_assert_cmpint (info->members, ==, 1);
    g_assert_cmpint (info->messages, ==, 2);
    g_assert_true (info->has_password);
    g_assert_false (info->is_archived);
  }
  g_assert_cmpuint (n_found, ==, 1);

  page = parlor_test_peer_ask (owner, PARLOR_PACKET_CONVERSATIONS_PAGE, PARLOR_PACKET_CONVERSATIONS,
                               "after", "zzz", NULL);
  g_assert_cmpuint (page->conversations->len, ==, 0);
  g_assert_true (page->complete);
  parlor_test_peer_refused (bob, "not-allowed", NULL, PARLOR_PACKET_CONVERSATIONS, NULL);
}

static void
test_status (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   owner = parlor_test_enter_as_owner (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (bob);
  g_autoptr (ParlorTestPeer)   stranger = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  ParlorServerStatusPacket    *status;

  parlor_test_resume (bob);
  parlor_test_say (bob, "lobby", "Hello");
  status = parlor_test_peer_ask (admin, PARLOR_PACKET_SERVER_STATUS, PARLOR_PACKET_STATUS, NULL);
  g_assert_true (g_str_has_prefix (status->agent, "parlor-server "));
  g_assert_cmpint (ABS (status->started_ms - g_get_real_time () / 1000), <, 60000);
  g_assert_cmpint (status->connections, ==, 4);
  g_assert_cmpint (status->sessions, ==, 3);
  g_assert_cmpint (status->online, ==, 2);
  g_assert_cmpint (status->accounts, ==, 2);
  g_assert_cmpint (status->conversations, ==, 1);
  g_assert_cmpint (status->messages, ==, 1);
  g_assert_cmpint (status->database_bytes, >, 4096);
  g_assert_cmpint (status->files_bytes, ==, 0);
  g_assert_cmpint (status->memory_bytes, >, 100000);
  g_assert_cmpstr (status->fingerprint, ==, parlor_test_server_get_fingerprint (server));

  parlor_test_peer_ask (owner, PARLOR_PACKET_SERVER_STATUS, PARLOR_PACKET_STATUS, NULL);
  parlor_test_peer_refused (bob, "not-allowed", NULL, PARLOR_PACKET_STATUS, NULL);
  parlor_test_peer_refused (stranger, "not-now", "type", PARLOR_PACKET_STATUS, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/admin/announce", test_announce);
  g_test_add_func ("/admin/announce/refused", test_announce_refused);
  g_test_add_func ("/admin/sessions", test_sessions);
  g_test_add_func ("/admin/sessions/strange", test_strange_agents);
  g_test_add_func ("/admin/sessions/many", test_many_sessions);
  g_test_add_func ("/admin/disconnect", test_disconnect);
  g_test_add_func ("/admin/disconnect/oneself", test_disconnect_oneself);
  g_test_add_func ("/admin/conversations", test_conversations);
  g_test_add_func ("/admin/status", test_status);

  return g_test_run ();
}
