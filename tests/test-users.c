/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Accounts as administrators see them, roles on the server, and the record. */

#include "parlor-test-people.h"

typedef struct
{
  ParlorTestServer *server;
  ParlorTestPeer   *owner;
  ParlorTestPeer   *ada;
  ParlorTestPeer   *bob;
  char             *ada_id;
  char             *bob_id;
  char             *owner_id;
} Scene;

static char *
id_of (ParlorTestPeer *peer)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, peer->account);
}

static void
set_up (Scene        *scene,
        gconstpointer unused)
{
  scene->server = parlor_test_serve (NULL);
  scene->owner = parlor_test_enter_as_owner (scene->server, "olga");
  scene->ada = parlor_test_enter (scene->server, "ada");
  scene->bob = parlor_test_enter (scene->server, "bob");
  scene->owner_id = id_of (scene->owner);
  scene->ada_id = id_of (scene->ada);
  scene->bob_id = id_of (scene->bob);
}

static void
tear_down (Scene        *scene,
           gconstpointer unused)
{
  parlor_test_peer_free (scene->owner);
  parlor_test_peer_free (scene->ada);
  parlor_test_peer_free (scene->bob);
  parlor_test_server_free (scene->server);
  g_free (scene->owner_id);
  g_free (scene->ada_id);
  g_free (scene->bob_id);
}

static void
set_role (ParlorTestPeer *peer,
          const char     *account,
          const char     *role)
{
  parlor_test_peer_ask (peer, PARLOR_PACKET_OK, PARLOR_PACKET_SET_SERVER_ROLE,
                        "account", account, "server_role", role, NULL);
}

static void
test_roles (Scene        *scene,
            gconstpointer unused)
{
  g_autoptr (ParlorTestPeer) again = NULL;

  parlor_test_peer_refused (scene->ada, "not-allowed", NULL, PARLOR_PACKET_SET_SERVER_ROLE,
                            "account", scene->ada_id, "server_role", "admin", NULL);
  parlor_test_peer_refused (scene->ada, "not-allowed", NULL, PARLOR_PACKET_USERS, NULL);
  set_role (scene->owner, scene->ada_id, "admin");

  /* At once, on the connection that is there; but administrators make none. */
  parlor_test_peer_ask (scene->ada, PARLOR_PACKET_USERS_PAGE, PARLOR_PACKET_USERS, NULL);
  parlor_test_peer_refused (scene->ada, "not-allowed", NULL, PARLOR_PACKET_SET_SERVER_ROLE,
                            "account", scene->bob_id, "server_role", "admin", NULL);
  parlor_test_peer_refused (scene->owner, "not-found", "account", PARLOR_PACKET_SET_SERVER_ROLE,
                            "account", "99", "server_role", "admin", NULL);

  parlor_test_server_kill (scene->server);
  parlor_test_server_start (scene->server);
  again = parlor_test_enter_again (scene->ada);
  parlor_test_peer_ask (again, PARLOR_PACKET_USERS_PAGE, PARLOR_PACKET_USERS, NULL);
}

static void
test_last_owner (Scene        *scene,
                 gconstpointer unused)
{
  parlor_test_peer_refused (scene->owner, "not-allowed", NULL, PARLOR_PACKET_SET_SERVER_ROLE,
                            "account", scene->owner_id, "server_role", "admin", NULL);
  set_role (scene->owner, scene->owner_id, "owner");

  /* Handing over takes another owner. */
  set_role (scene->owner, scene->ada_id, "owner");
  set_role (scene->owner, scene->owner_id, "user");
  parlor_test_peer_refused (scene->owner, "not-allowed", NULL, PARLOR_PACKET_SET_SERVER_ROLE,
                            "account", scene->owner_id, "server_role", "owner", NULL);
  parlor_test_peer_refused (scene->ada, "not-allowed", NULL, PARLOR_PACKET_SET_SERVER_ROLE,
                            "account", scene->ada_id, "server_role", "user", NULL);
}

static ParlorUserInfoPacket *
show (ParlorTestPeer *peer,
      const char     *account)
{
  ParlorUsersPagePacket *page = parlor_test_peer_ask (peer, PARLOR_PACKET_USERS_PAGE,
                                                      PARLOR_PACKET_USERS, "account", account,
                                                      NULL);

  g_assert_cmpuint (page->users->len, ==, 1);

  return page->users->pdata[0];
}

static void
test_show (Scene        *scene,
           gconstpointer unused)
{
  g_autofree char           *tea = parlor_test_create (scene->bob, "channel", "tea", NULL);
  g_autoptr (ParlorTestPeer) phone = parlor_test_enter_again (scene->bob);
  ParlorUserInfoPacket      *user;

  for (guint i = 0; i < 3; i++)
    parlor_test_say (scene->bob, i < 2 ? tea : "lobby", "Hello");
  user = show (scene->owner, scene->bob_id);
  g_assert_cmpstr (((ParlorAccountPacket *) user->account)->name, ==, "bob");
  g_assert_cmpint (user->messages, ==, 3);
  g_assert_cmpint (user->devices, ==, 1);
  g_assert_cmpint (user->sessions, ==, 2);
  g_assert_cmpint (user->created_ms, >, G_GINT64_CONSTANT (1700000000000));
  g_assert_null (user->ban);

  parlor_test_peer_ask (scene->owner, PARLOR_PACKET_OK, PARLOR_PACKET_SERVER_BAN,
                        "account", scene->bob_id, "reason", "Spam", NULL);
  user = show (scene->owner, scene->bob_id);
  g_assert_cmpstr (((ParlorSanctionPacket *) user->ban)->reason, ==, "Spam");
  g_assert_cmpint (user->sessions, ==, 0);
  parlor_test_peer_refused (scene->owner, "not-found", "account", PARLOR_PACKET_USERS,
                            "account", "99", NULL);
}

static void
test_pages (Scene        *scene,
            gconstpointer unused)
{
  g_autoptr (ParlorTestPeer) sly = parlor_test_enter (scene->server, "s_y");
  ParlorUsersPagePacket     *page;
  ParlorUserInfoPacket      *user;

  page = parlor_test_peer_ask (scene->owner, PARLOR_PACKET_USERS_PAGE, PARLOR_PACKET_USERS,
                               "limit", "2", NULL);
  g_assert_cmpuint (page->users->len, ==, 2);
  g_assert_false (page->complete);
  page = parlor_test_peer_ask (scene->owner, PARLOR_PACKET_USERS_PAGE, PARLOR_PACKET_USERS,
                               "limit", "2", "after", scene->ada_id, NULL);
  g_assert_cmpuint (page->users->len, ==, 2);
  g_assert_true (page->complete);
  user = page->users->pdata[0];
  g_assert_cmpint (((ParlorAccountPacket *) user->account)->account, ==, scene->bob->account);

  page = parlor_test_peer_ask (scene->owner, PARLOR_PACKET_USERS_PAGE, PARLOR_PACKET_USERS,
                               "query", "@AD", NULL);
  g_assert_cmpuint (page->users->len, ==, 1);
  page = parlor_test_peer_ask (scene->owner, PARLOR_PACKET_USERS_PAGE, PARLOR_PACKET_USERS,
                               "query", "_", NULL);
  g_assert_cmpuint (page->users->len, ==, 1);
  page = parlor_test_peer_ask (scene->owner, PARLOR_PACKET_USERS_PAGE, PARLOR_PACKET_USERS,
                               "query", "%", NULL);
  g_assert_cmpuint (page->users->len, ==, 0);
}

static void
test_reset_password (Scene        *scene,
                     gconstpointer unused)
{
  g_autoptr (ParlorTestPeer) again = NULL;
  ParlorPasswordResetPacket *answer;
  g_autofree char           *password = NULL;

  set_role (scene->owner, scene->ada_id, "admin");
  parlor_test_peer_refused (scene->bob, "not-allowed", NULL, PARLOR_PACKET_RESET_PASSWORD,
                            "account", scene->ada_id, NULL);
  parlor_test_peer_refused (scene->ada, "not-allowed", "account", PARLOR_PACKET_RESET_PASSWORD,
                            "account", scene->owner_id, NULL);
  parlor_test_peer_refused (scene->ada, "not-found", "account", PARLOR_PACKET_RESET_PASSWORD,
                            "account", "99", NULL);

  answer = parlor_test_peer_ask (scene->ada, PARLOR_PACKET_PASSWORD_RESET,
                                 PARLOR_PACKET_RESET_PASSWORD, "account", scene->bob_id, NULL);
  password = g_strdup (answer->password);
  g_assert_cmpuint (strlen (password), >=, 12);
  parlor_test_peer_expect_goodbye (scene->bob, "disconnected");

  again = parlor_test_peer_new (scene->server);
  parlor_test_peer_refused (again, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN_TOKEN,
                            "token", scene->bob->token, NULL);
  parlor_test_peer_refused (again, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN, "name", "bob",
                            "password", "password of bob", NULL);
  parlor_test_peer_ask (again, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_SIGN_IN, "name", "bob",
                        "password", password, NULL);
}

static void
test_audit (Scene        *scene,
            gconstpointer unused)
{
  g_autofree char        *tea = parlor_test_create (scene->bob, "channel", "tea", NULL);
  g_autofree char        *before = NULL;
  ParlorAuditPagePacket  *page;
  ParlorAuditEntryPacket *entry;

  set_role (scene->owner, scene->ada_id, "admin");
  parlor_test_peer_ask (scene->ada, PARLOR_PACKET_OK, PARLOR_PACKET_SERVER_BAN,
                        "network", "192.0.2.0/24", "reason", "Spam", NULL);
  page = parlor_test_peer_ask (scene->ada, PARLOR_PACKET_AUDIT_PAGE, PARLOR_PACKET_AUDIT, NULL);
  g_assert_cmpuint (page->entries->len, ==, 2);
  g_assert_true (page->complete);
  entry = page->entries->pdata[0];
  g_assert_cmpstr (entry->act, ==, "server-ban");
  g_assert_cmpstr (entry->text, ==, "192.0.2.0/24: Spam");
  g_assert_cmpint (((ParlorAccountPacket *) entry->author)->account, ==, scene->ada->account);
  g_assert_null (entry->member);
  entry = page->entries->pdata[1];
  g_assert_cmpstr (entry->act, ==, "set-server-role");
  g_assert_cmpstr (entry->text, ==, "admin");
  g_assert_cmpint (((ParlorAccountPacket *) entry->member)->account, ==, scene->ada->account);

  page = parlor_test_peer_ask (scene->ada, PARLOR_PACKET_AUDIT_PAGE, PARLOR_PACKET_AUDIT,
                               "limit", "1", NULL);
  g_assert_cmpuint (page->entries->len, ==, 1);
  g_assert_false (page->complete);
  entry = page->entries->pdata[0];
  before = g_strdup_printf ("%" G_GINT64_FORMAT, entry->entry);
  page = parlor_test_peer_ask (scene->ada, PARLOR_PACKET_AUDIT_PAGE, PARLOR_PACKET_AUDIT,
                               "limit", "1", "before", before, NULL);
  g_assert_true (page->complete);

  /* An owner of a conversation sees what is about it, and nobody else. */
  page = parlor_test_peer_ask (scene->bob, PARLOR_PACKET_AUDIT_PAGE, PARLOR_PACKET_AUDIT,
                               "conversation", tea, NULL);
  g_assert_cmpuint (page->entries->len, ==, 0);
  parlor_test_peer_refused (scene->bob, "not-allowed", NULL, PARLOR_PACKET_AUDIT, NULL);
  parlor_test_peer_refused (scene->bob, "not-allowed", NULL, PARLOR_PACKET_AUDIT,
                            "conversation", "lobby", NULL);
  set_role (scene->owner, scene->ada_id, "user");
  parlor_test_peer_refused (scene->ada, "not-found", "conversation", PARLOR_PACKET_AUDIT,
                            "conversation", tea, NULL);
  page = parlor_test_peer_ask (scene->owner, PARLOR_PACKET_AUDIT_PAGE, PARLOR_PACKET_AUDIT,
                               "conversation", tea, NULL);
  g_assert_cmpuint (page->entries->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Scene        *scene,
                  gconstpointer unused);
  } tests[] = {
    { "/users/roles", test_roles },
    { "/users/roles/last-owner", test_last_owner },
    { "/users/show", test_show },
    { "/users/pages", test_pages },
    { "/users/reset-password", test_reset_password },
    { "/users/audit", test_audit },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Scene, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
