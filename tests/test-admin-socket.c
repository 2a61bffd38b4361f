/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The socket in the data folder. */

#include "parlor-names.h"
#include "parlor-test-admin.h"
#include "parlor-test-people.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/wait.h>

static void
ping (ParlorTestPeer *peer)
{
  parlor_test_peer_ask (peer, PARLOR_PACKET_PONG, PARLOR_PACKET_PING, NULL);
}

/* Hello is welcome, once, but needs not be said. */
static void
test_hello (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   silent = parlor_test_admin_new (server);
  g_autoptr (ParlorTestPeer)   polite = parlor_test_admin_new (server);

  ping (silent);
  parlor_test_peer_ask (polite, PARLOR_PACKET_WELCOME, PARLOR_PACKET_HELLO, "version", "1", NULL);
  parlor_test_peer_refused (polite, "not-now", "type", PARLOR_PACKET_HELLO, "version", "1", NULL);
  ping (polite);
}

/* It is the folder's owner's alone, goes with the server, and one that a killed
 * server left behind is in nobody's way. */
static void
test_file (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autofree char             *path =
    g_build_filename (parlor_test_server_get_folder (server), "admin.sock", NULL);
  g_autoptr (ParlorTestPeer) first = NULL;
  g_autoptr (ParlorTestPeer) second = NULL;
  GStatBuf                   status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_true (S_ISSOCK (status.st_mode));
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  first = parlor_test_admin_new (server);
  ping (first);
  parlor_test_server_kill (server);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  parlor_test_server_start (server);
  second = parlor_test_admin_new (server);
  ping (second);

  parlor_test_server_stop (server);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* Without an account there is nothing to do for oneself. */
static void
test_no_account (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autofree char             *nonce = parlor_nonce_new ();

  parlor_test_peer_refused (admin, "not-allowed", "type", PARLOR_PACKET_SEND,
                            "conversation", "lobby", "nonce", nonce, "text", "Hello", NULL);
  parlor_test_peer_refused (admin, "not-allowed", "type", PARLOR_PACKET_JOIN,
                            "conversation", "lobby", NULL);
  parlor_test_peer_refused (admin, "not-allowed", "type", PARLOR_PACKET_REGISTER,
                            "name", "ada", "password", "password", NULL);
  parlor_test_peer_refused (admin, "not-allowed", "type", PARLOR_PACKET_RESUME, NULL);
  parlor_test_peer_refused (admin, "bad-packet", "type", PARLOR_PACKET_PONG, NULL);
  ping (admin);
}

/* What is for this machine alone does not come over TLS, whoever asks. */
static void
test_local_only (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   owner = parlor_test_enter_as_owner (server, "ada");
  g_autoptr (ParlorTestPeer)   stranger = parlor_test_peer_new (server);

  parlor_test_peer_refused (owner, "not-allowed", NULL, PARLOR_PACKET_RELOAD, NULL);
  parlor_test_peer_refused (owner, "not-allowed", NULL, PARLOR_PACKET_BACKUP, "folder", "/tmp/x",
                            NULL);
  parlor_test_peer_refused (owner, "not-allowed", NULL, PARLOR_PACKET_LINKS, NULL);
  parlor_test_peer_refused (owner, "not-allowed", NULL, PARLOR_PACKET_STOP, NULL);
  parlor_test_peer_refused (stranger, "not-now", "type", PARLOR_PACKET_RELOAD, NULL);
  parlor_test_peer_refused (stranger, "not-now", "type", PARLOR_PACKET_STOP, NULL);
}

/* The owner's link is told until somebody owns the server, the other one always. */
static void
test_links (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("server-name = Ada's Place");
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autoptr (ParlorTestPeer)   owner = NULL;
  g_autofree char             *link = NULL;
  g_autoptr (ParlorLinkUri)    owner_link = parlor_test_server_read_owner_link (server);
  ParlorServerLinksPacket     *links =
    parlor_test_peer_ask (admin, PARLOR_PACKET_SERVER_LINKS, PARLOR_PACKET_LINKS, NULL);

  link = parlor_link_uri_to_string (owner_link);
  g_assert_cmpstr (links->owner_link, ==, link);
  g_clear_pointer (&owner_link->invite, g_free);
  g_free (link);
  link = parlor_link_uri_to_string (owner_link);
  g_assert_cmpstr (links->link, ==, link);
  g_assert_cmpstr (links->server_name, ==, "Ada's Place");
  g_assert_false (links->is_everywhere);

  parlor_test_server_stop (server);
  parlor_test_server_start (server);
  owner = parlor_test_enter_as_owner (server, "ada");
  parlor_test_peer_free (g_steal_pointer (&admin));
  admin = parlor_test_admin_new (server);
  links = parlor_test_peer_ask (admin, PARLOR_PACKET_SERVER_LINKS, PARLOR_PACKET_LINKS, NULL);
  g_assert_cmpstr (links->link, ==, link);
  g_assert_null (links->owner_link);
}

/* Stopping is ending in order: what was asked before is answered, and people are told. */
static void
test_stop (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  int                          status;

  parlor_test_peer_ask (admin, PARLOR_PACKET_OK, PARLOR_PACKET_STOP, NULL);
  parlor_test_peer_expect_goodbye (ada, "shutting-down");
  status = parlor_test_server_wait (server);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

static void
test_nonsense (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autoptr (ParlorTestPeer)   endless = parlor_test_admin_new (server);
  g_autofree char             *line = g_strnfill (PARLOR_FRAME_MAX_BYTES + 10, 'x');
  ParlorErrorPacket           *refused;

  parlor_test_peer_write_line (admin, "status");
  refused = parlor_test_peer_expect (admin, PARLOR_PACKET_ERROR);
  g_assert_cmpstr (refused->code, ==, "bad-packet");
  ping (admin);

  parlor_test_peer_write_line (endless, line);
  parlor_test_peer_expect_goodbye (endless, "bad-packet");
}

/* More of them than there is room for come in turn.  Tokens are for others. */
static void
test_many (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("tokens-per-s = 1\ntokens-burst = 30");
  g_autoptr (GPtrArray)        admins =
    g_ptr_array_new_with_free_func ((GDestroyNotify) parlor_test_peer_free);

  for (guint i = 0; i < 64; i++)
    g_ptr_array_add (admins, parlor_test_admin_new (server));
  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (admins, parlor_test_admin_new (server));

  for (guint i = 0; i < 64; i++)
    for (guint j = 0; j < 10; j++)
      ping (admins->pdata[i]);
  g_ptr_array_remove_range (admins, 0, 64);
  for (guint i = 0; i < 20; i++)
    for (guint j = 0; j < 40; j++)
      ping (admins->pdata[i]);
}

static void
flood (ParlorTestPeer *peer)
{
  static const char line[] = "{\"type\":\"ping\",\"tag\":1}\n";

  for (;;) {
    gssize size = send (peer->fd, line, sizeof line - 1, MSG_NOSIGNAL);

    if (size < 0) {
      g_assert_cmpint (errno, ==, EAGAIN);
      return;
    }
  }
}

/* One who asks and does not read is not read from; nobody else notices. */
static void
test_unread (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   deaf = parlor_test_admin_new (server);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  flood (deaf);
  ping (admin);
  parlor_test_resume (ada);
  parlor_test_say (ada, "lobby", "Still here");
  ping (admin);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/admin-socket/hello", test_hello);
  g_test_add_func ("/admin-socket/file", test_file);
  g_test_add_func ("/admin-socket/no-account", test_no_account);
  g_test_add_func ("/admin-socket/local-only", test_local_only);
  g_test_add_func ("/admin-socket/links", test_links);
  g_test_add_func ("/admin-socket/stop", test_stop);
  g_test_add_func ("/admin-socket/nonsense", test_nonsense);
  g_test_add_func ("/admin-socket/many", test_many);
  g_test_add_func ("/admin-socket/unread", test_unread);

  return g_test_run ();
}
