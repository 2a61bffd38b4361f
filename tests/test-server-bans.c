/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping accounts, addresses and networks out of the server. */

#include "parlor-test-people.h"

#include <arpa/inet.h>
#include <unistd.h>

typedef struct
{
  ParlorTestServer *server;
  ParlorTestPeer   *owner;
  ParlorTestPeer   *admin;
  ParlorTestPeer   *bob;
} Scene;

/* Valid until it has been called a few times more. */
static const char *
number (gint64 n)
{
  static char  digits[8][24];
  static guint n_calls;
  char        *text = digits[n_calls++ % G_N_ELEMENTS (digits)];

  g_snprintf (text, sizeof digits[0], "%" G_GINT64_FORMAT, n);

  return text;
}

static void
set_up (Scene        *scene,
        gconstpointer unused)
{
  scene->server = parlor_test_serve (NULL);
  scene->owner = parlor_test_enter_as_owner (scene->server, "olga");
  scene->admin = parlor_test_enter (scene->server, "ada");
  scene->bob = parlor_test_enter (scene->server, "bob");
  parlor_test_peer_ask (scene->owner, PARLOR_PACKET_OK, PARLOR_PACKET_SET_SERVER_ROLE,
                        "account", number (scene->admin->account), "server_role", "admin", NULL);
}

static void
tear_down (Scene        *scene,
           gconstpointer unused)
{
  parlor_test_peer_free (scene->owner);
  parlor_test_peer_free (scene->admin);
  parlor_test_peer_free (scene->bob);
  parlor_test_server_free (scene->server);
}

static void
expect_banned (ParlorTestServer *server,
               ParlorTestPeer   *who)
{
  g_autoptr (ParlorTestPeer) peer = parlor_test_peer_new (server);
  g_autofree char           *password = parlor_test_password_of (who->name);

  parlor_test_peer_refused (peer, "banned", NULL, PARLOR_PACKET_SIGN_IN_TOKEN,
                            "token", who->token, NULL);
  parlor_test_peer_refused (peer, "banned", NULL, PARLOR_PACKET_SIGN_IN, "name", who->name,
                            "password", password, NULL);
  /* Only who knows the password is told. */
  parlor_test_peer_refused (peer, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN,
                            "name", who->name, "password", "guessed it", NULL);
}

static void
test_account (Scene        *scene,
              gconstpointer unused)
{
  g_autoptr (ParlorTestPeer) phone = parlor_test_enter_again (scene->bob);
  g_autoptr (ParlorTestPeer) again = NULL;
  ParlorGoodbyePacket       *goodbye;
  ParlorBansPagePacket      *page;
  ParlorSanctionPacket      *ban;

  parlor_test_peer_ask (scene->admin, PARLOR_PACKET_OK, PARLOR_PACKET_SERVER_BAN,
                        "account", number (scene->bob->account), "reason", "Spam 🥫", NULL);
  goodbye = parlor_test_peer_expect (scene->bob, PARLOR_PACKET_GOODBYE);
  g_assert_cmpstr (goodbye->code, ==, "banned");
  g_assert_nonnull (strstr (goodbye->text, "Spam 🥫"));
  parlor_test_peer_expect_end (scene->bob);
  /* Also a connection that has not asked for anything yet. */
  parlor_test_peer_expect_goodbye (phone, "banned");
  expect_banned (scene->server, scene->bob);

  page = parlor_test_peer_ask (scene->admin, PARLOR_PACKET_BANS_PAGE, PARLOR_PACKET_SERVER_BANS,
                               NULL);
  g_assert_cmpuint (page->bans->len, ==, 1);
  g_assert_true (page->complete);
  ban = page->bans->pdata[0];
  g_assert_cmpint (((ParlorAccountPacket *) ban->account)->account, ==, scene->bob->account);
  g_assert_cmpint (((ParlorAccountPacket *) ban->author)->account, ==, scene->admin->account);
  g_assert_cmpstr (ban->reason, ==, "Spam 🥫");
  g_assert_cmpint (ban->until_ms, ==, 0);

  parlor_test_server_kill (scene->server);
  parlor_test_server_start (scene->server);
  expect_banned (scene->server, scene->bob);

  parlor_test_peer_free (scene->admin);
  scene->admin = parlor_test_peer_new (scene->server);
  parlor_test_sign_in (scene->admin, "ada");
  parlor_test_peer_ask (scene->admin, PARLOR_PACKET_OK, PARLOR_PACKET_SERVER_UNBAN,
                        "account", number (scene->bob->account), NULL);
  again = parlor_test_enter_again (scene->bob);
  parlor_test_peer_refused (scene->admin, "not-found", "account", PARLOR_PACKET_SERVER_UNBAN,
                            "account", number (scene->bob->account), NULL);
}

static void
test_rights (Scene        *scene,
             gconstpointer unused)
{
  g_autoptr (ParlorTestPeer) eve = parlor_test_enter (scene->server, "eve");

  parlor_test_peer_refused (scene->bob, "not-allowed", NULL, PARLOR_PACKET_SERVER_BAN,
                            "account", number (eve->account), NULL);
  parlor_test_peer_refused (scene->bob, "not-allowed", NULL, PARLOR_PACKET_SERVER_UNBAN,
                            "account", number (eve->account), NULL);
  parlor_test_peer_refused (scene->bob, "not-allowed", NULL, PARLOR_PACKET_SERVER_BANS, NULL);
  parlor_test_peer_refused (scene->admin, "not-allowed", "account", PARLOR_PACKET_SERVER_BAN,
                            "account", number (scene->admin->account), NULL);
  parlor_test_peer_refused (scene->admin, "not-allowed", "account", PARLOR_PACKET_SERVER_BAN,
                            "account", number (scene->owner->account), NULL);
  parlor_test_peer_refused (scene->owner, "not-allowed", "account", PARLOR_PACKET_SERVER_BAN,
                            "account", number (scene->owner->account), NULL);
  parlor_test_peer_refused (scene->admin, "not-found", "account", PARLOR_PACKET_SERVER_BAN,
                            "account", "99", NULL);

  /* Who is administrator no longer bans nobody any more, and can be banned. */
  parlor_test_peer_ask (scene->owner, PARLOR_PACKET_OK, PARLOR_PACKET_SET_SERVER_ROLE,
                        "account", number (scene->admin->account), "server_role", "user", NULL);
  parlor_test_peer_refused (scene->admin, "not-allowed", NULL, PARLOR_PACKET_SERVER_BAN,
                            "account", number (eve->account), NULL);
  parlor_test_peer_ask (scene->owner, PARLOR_PACKET_OK, PARLOR_PACKET_SERVER_BAN,
                        "account", number (scene->admin->account), NULL);
  parlor_test_peer_expect_goodbye (scene->admin, "banned");
}

static void
test_bad_values (Scene        *scene,
                 gconstpointer unused)
{
  static const char *const networks[] = { "x", "192.0.2.0/33", "127.0.0.0/8", "::1", "0.0.0.0/0",
                                          "::/0", "127.0.0.1" };

  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    parlor_test_peer_refused (scene->admin, "bad-value", "network", PARLOR_PACKET_SERVER_BAN,
                              "network", networks[i], NULL);
  parlor_test_peer_refused (scene->admin, "bad-value", "account", PARLOR_PACKET_SERVER_BAN, NULL);
  parlor_test_peer_refused (scene->admin, "bad-value", "network", PARLOR_PACKET_SERVER_BAN,
                            "account", number (scene->bob->account), "network", "192.0.2.1", NULL);
  parlor_test_peer_refused (scene->admin, "bad-value", "until_ms", PARLOR_PACKET_SERVER_BAN,
                            "network", "192.0.2.1", "until_ms", "1700000000000", NULL);
  parlor_test_peer_refused (scene->admin, "bad-value", "network", PARLOR_PACKET_SERVER_UNBAN,
                            "network", "192.0.2.1/", NULL);
  parlor_test_peer_refused (scene->admin, "not-found", "network", PARLOR_PACKET_SERVER_UNBAN,
                            "network", "192.0.2.1", NULL);
  parlor_test_peer_settle (scene->bob);
}

/* Nothing comes of it but an end. */
static void
expect_kept_out (ParlorTestServer *server,
                 const char       *source)
{
  struct sockaddr_in from = { .sin_family = AF_INET };
  struct sockaddr_in to = { .sin_family = AF_INET,
                            .sin_port = htons (parlor_test_server_get_port (server)),
                            .sin_addr = { htonl (INADDR_LOOPBACK) } };
  int                fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  char               byte;

  g_assert_cmpint (inet_pton (AF_INET, source, &from.sin_addr), ==, 1);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &from, sizeof from), ==, 0);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &to, sizeof to), ==, 0);
  g_assert_cmpint (recv (fd, &byte, 1, 0), <=, 0);
  close (fd);
}

static void
test_network (Scene        *scene,
              gconstpointer unused)
{
  g_autoptr (ParlorTestPeer) eve = parlor_test_come_from (scene->server, "127.0.7.1");
  g_autoptr (ParlorTestPeer) stranger = parlor_test_come_from (scene->server, "127.0.7.2");
  g_autoptr (ParlorTestPeer) beside = parlor_test_come_from (scene->server, "127.0.8.1");
  g_autoptr (ParlorTestPeer) after = NULL;
  ParlorBansPagePacket      *page;

  parlor_test_register (eve, "eve", NULL);
  parlor_test_peer_ask (scene->admin, PARLOR_PACKET_OK, PARLOR_PACKET_SERVER_BAN,
                        "network", "127.0.7.9/24", "reason", "Spam", NULL);
  parlor_test_peer_expect_goodbye (eve, "banned");
  parlor_test_peer_expect_goodbye (stranger, "banned");
  parlor_test_peer_settle (beside);
  expect_kept_out (scene->server, "127.0.7.200");
  page = parlor_test_peer_ask (scene->admin, PARLOR_PACKET_BANS_PAGE, PARLOR_PACKET_SERVER_BANS,
                               NULL);
  g_assert_cmpuint (page->bans->len, ==, 1);
  g_assert_cmpstr (((ParlorSanctionPacket *) page->bans->pdata[0])->network, ==, "127.0.7.0/24");
  page = parlor_test_peer_ask (scene->admin, PARLOR_PACKET_BANS_PAGE, PARLOR_PACKET_SERVER_BANS,
                               "after", "1", NULL);
  g_assert_cmpuint (page->bans->len, ==, 0);

  parlor_test_server_kill (scene->server);
  parlor_test_server_start (scene->server);
  expect_kept_out (scene->server, "127.0.7.200");

  parlor_test_peer_free (scene->admin);
  scene->admin = parlor_test_peer_new (scene->server);
  parlor_test_sign_in (scene->admin, "ada");
  parlor_test_peer_ask (scene->admin, PARLOR_PACKET_OK, PARLOR_PACKET_SERVER_UNBAN,
                        "network", "127.0.7.0/24", NULL);
  after = parlor_test_come_from (scene->server, "127.0.7.1");
  parlor_test_sign_in_with (after, eve->token);
}

/* Nobody locks out themselves, or those who could undo it. */
static void
test_network_of_equals (Scene        *scene,
                        gconstpointer unused)
{
  g_autoptr (ParlorTestPeer) owner = parlor_test_come_from (scene->server, "127.0.7.1");
  g_autoptr (ParlorTestPeer) admin = parlor_test_come_from (scene->server, "127.0.8.1");

  parlor_test_sign_in (owner, "olga");
  parlor_test_sign_in (admin, "ada");
  parlor_test_peer_refused (scene->admin, "not-allowed", "network", PARLOR_PACKET_SERVER_BAN,
                            "network", "127.0.7.1", NULL);
  parlor_test_peer_refused (admin, "not-allowed", "network", PARLOR_PACKET_SERVER_BAN,
                            "network", "127.0.8.0/24", NULL);
  parlor_test_peer_ask (scene->owner, PARLOR_PACKET_OK, PARLOR_PACKET_SERVER_BAN,
                        "network", "127.0.8.0/24", NULL);
  parlor_test_peer_expect_goodbye (admin, "banned");
}

static void
test_term (Scene        *scene,
           gconstpointer unused)
{
  g_autoptr (ParlorTestPeer) again = NULL;
  g_autoptr (ParlorTestPeer) from_there = NULL;
  gint64                     until_ms = g_get_real_time () / 1000 + 700;

  parlor_test_peer_ask (scene->admin, PARLOR_PACKET_OK, PARLOR_PACKET_SERVER_BAN,
                        "account", number (scene->bob->account), "until_ms", number (until_ms),
                        NULL);
  parlor_test_peer_ask (scene->admin, PARLOR_PACKET_OK, PARLOR_PACKET_SERVER_BAN,
                        "network", "127.0.7.1", "until_ms", number (until_ms), NULL);
  expect_banned (scene->server, scene->bob);
  expect_kept_out (scene->server, "127.0.7.1");

  while (g_get_real_time () / 1000 <= until_ms)
    parlor_test_peer_settle (scene->admin);
  again = parlor_test_enter_again (scene->bob);
  from_there = parlor_test_come_from (scene->server, "127.0.7.1");
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
    { "/server-bans/account", test_account },
    { "/server-bans/rights", test_rights },
    { "/server-bans/bad-values", test_bad_values },
    { "/server-bans/network", test_network },
    { "/server-bans/network/of-equals", test_network_of_equals },
    { "/server-bans/term", test_term },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Scene, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
