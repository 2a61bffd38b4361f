/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Another configuration, and another certificate, for a server that runs. */

#include "parlor-test-admin.h"
#include "parlor-test-people.h"

#include <glib-unix.h>
#include <signal.h>

static char *
join_keys (GPtrArray *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; list != NULL && i < list->len; i++)
    g_string_append_printf (text, "%s ", ((ParlorConfigKeyPacket *) list->pdata[i])->name);

  return g_string_free (text, FALSE);
}

static void
expect_reload (ParlorTestPeer *admin,
               const char     *applied,
               const char     *restart)
{
  ParlorReloadedPacket *reloaded =
    parlor_test_peer_ask (admin, PARLOR_PACKET_RELOADED, PARLOR_PACKET_RELOAD, NULL);
  g_autofree char *told_applied = join_keys (reloaded->applied);
  g_autofree char *told_restart = join_keys (reloaded->restart);

  g_assert_cmpstr (told_applied, ==, applied);
  g_assert_cmpstr (told_restart, ==, restart);
}

static char *
refuse_reload (ParlorTestPeer *admin)
{
  ParlorErrorPacket *refused =
    parlor_test_peer_refused (admin, "bad-value", NULL, PARLOR_PACKET_RELOAD, NULL);

  return g_strdup (refused->text);
}

static gboolean
has_name (ParlorTestServer *server,
          const char       *name)
{
  g_autoptr (ParlorTestPeer) peer = parlor_test_peer_new_encrypted (server, NULL);
  ParlorWelcomePacket       *welcome =
    parlor_test_peer_ask (peer, PARLOR_PACKET_WELCOME, PARLOR_PACKET_HELLO, "version", "1", NULL);

  return g_str_equal (welcome->server_name, name);
}

/* Asks something of the server until its log says @text. */
static void
wait_for_log (ParlorTestServer *server,
              ParlorTestPeer   *peer,
              const char       *text)
{
  gint64 end_us = g_get_monotonic_time () + PARLOR_TEST_PATIENCE_MS * 1000;

  for (;;) {
    g_autofree char *log = parlor_test_server_dup_errors (server);

    if (strstr (log, text) != NULL)
      return;
    if (g_get_monotonic_time () > end_us)
      g_error ("“%s” is not in the log: %s", text, log);
    parlor_test_peer_settle (peer);
  }
}

static void
test_keys (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("server-name = Before");
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);

  expect_reload (admin, "", "");

  parlor_test_server_configure (server, "server-name = After\nlisten = 127.0.0.1:1\n"
                                        "recover-max-events = 7");
  expect_reload (admin, "server-name recover-max-events ", "listen ");
  g_assert_true (has_name (server, "After"));

  /* What waits for a restart is told until it came. */
  expect_reload (admin, "", "listen ");
  parlor_test_server_configure (server, "server-name = Before");
  expect_reload (admin, "server-name recover-max-events ", "");
}

/* A file with a mistake changes nothing, not even what is right in it. */
static void
test_broken_file (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("server-name = Before");
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autofree char             *text = NULL;

  parlor_test_server_configure (server, "server-name = After\ntoken-burst = 40");
  text = refuse_reload (admin);
  g_assert_nonnull (strstr (text, "parlor-server.conf:"));
  g_assert_nonnull (
    strstr (text, "token-burst: there is no such key. The nearest is tokens-burst"));
  g_assert_true (has_name (server, "Before"));

  parlor_test_server_configure (server, "server-name = After");
  expect_reload (admin, "server-name ", "");
}

/* However much is wrong with it, it can be said. */
static void
test_very_broken_file (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autoptr (GString)          config = g_string_new (NULL);
  g_autofree char             *text = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (config, "é = 1\n");
  parlor_test_server_configure (server, config->str);
  text = refuse_reload (admin);
  g_assert_true (g_str_has_suffix (text, "…"));
}

static void
test_timeouts (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autoptr (ParlorTestPeer)   silent = parlor_test_peer_new (server);

  parlor_test_server_configure (server, "sign-in-timeout-ms = 100");
  expect_reload (admin, "sign-in-timeout-ms ", "");
  parlor_test_peer_expect_goodbye (silent, "idle");
}

static void
test_tokens (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  ParlorErrorPacket           *refused;

  parlor_test_server_configure (server, "tokens-per-s = 1\ntokens-burst = 30");
  expect_reload (admin, "tokens-per-s tokens-burst ", "");

  for (guint i = 0; i < 40; i++)
    parlor_test_peer_write_line (ada, "{\"type\":\"ping\"}");
  refused = parlor_test_peer_expect (ada, PARLOR_PACKET_ERROR);
  g_assert_cmpstr (refused->code, ==, "too-fast");
}

static void
test_connections (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   more = NULL;

  parlor_test_server_configure (server, "max-connections-per-address = 1");
  expect_reload (admin, "max-connections-per-address ", "");
  more = parlor_test_peer_new_plain (server);
  parlor_test_peer_expect_end (more);
  parlor_test_peer_settle (ada);
}

static void
test_passwords (void)
{
  g_autoptr (ParlorTestServer) server =
    parlor_test_serve ("registration = open\nsign-in-failures-burst = 1");
  g_autoptr (ParlorTestPeer) admin = parlor_test_admin_new (server);
  g_autoptr (ParlorTestPeer) ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer) again = parlor_test_peer_new (server);

  parlor_test_peer_refused (again, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN, "name", "bob",
                            "password", "wrong password", NULL);
  parlor_test_peer_refused (again, "too-fast", NULL, PARLOR_PACKET_SIGN_IN, "name", "bob",
                            "password", "wrong password", NULL);

  parlor_test_server_configure (server, "registration = closed\nsign-in-failures-burst = 20\n"
                                        "password-hash-memory-kib = 128\n"
                                        "password-hash-threads = 3");
  expect_reload (admin,
                 "registration sign-in-failures-burst password-hash-memory-kib "
                 "password-hash-threads ",
                 "");
  parlor_test_peer_refused (again, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN, "name", "bob",
                            "password", "wrong password", NULL);
  parlor_test_peer_refused (again, "closed", NULL, PARLOR_PACKET_REGISTER, "name", "bob",
                            "password", "a new password", NULL);
  parlor_test_sign_in (again, "ada");
}

static void
test_log_level (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("log-level = error");
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autofree char             *before = NULL;
  g_autofree char             *after = NULL;

  parlor_test_server_configure (server, "log-level = error\nserver-name = Quiet");
  parlor_test_server_signal (server, SIGHUP);
  while (!has_name (server, "Quiet"))
    parlor_test_peer_settle (admin);
  before = parlor_test_server_dup_errors (server);
  g_assert_cmpstr (before, ==, "");

  parlor_test_server_configure (server, "log-level = info\nlog-format = json");
  parlor_test_peer_ask (admin, PARLOR_PACKET_RELOADED, PARLOR_PACKET_RELOAD, NULL);
  parlor_test_server_signal (server, SIGHUP);
  wait_for_log (server, admin, "Changed: nothing.");
  after = parlor_test_server_dup_errors (server);
  g_assert_nonnull (strstr (after, "\"domain\":\"parlor-reload\""));
}

static void
test_hangup (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("server-name = Before");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  parlor_test_server_configure (server, "server-name = After\nio-threads = 3");
  parlor_test_server_signal (server, SIGHUP);
  wait_for_log (server, ada,
                "Reloaded. Changed: server-name. Changes after a restart: io-threads.");
  g_assert_true (has_name (server, "After"));

  parlor_test_server_configure (server, "server-name = Broken\nguests = 7");
  parlor_test_server_signal (server, SIGHUP);
  wait_for_log (server, ada, "Nothing was reloaded: ");
  wait_for_log (server, ada, "guests = 7: has to be yes or no");
  g_assert_true (has_name (server, "After"));
}

static void
copy_file (ParlorTestServer *from,
           ParlorTestServer *to,
           const char       *name)
{
  g_autofree char   *source = g_build_filename (parlor_test_server_get_folder (from), name, NULL);
  g_autofree char   *target = g_build_filename (parlor_test_server_get_folder (to), name, NULL);
  g_autofree char   *content = NULL;
  gsize              size;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (source, &content, &size, &error);
  g_assert_no_error (error);
  g_file_set_contents (target, content, size, &error);
  g_assert_no_error (error);
}

/* Returns the fingerprint of the certificate that a new connection is shown. */
static char *
read_fingerprint (ParlorTestServer *server)
{
  static const gnutls_datum_t      alpn = { (guchar *) PARLOR_ALPN, sizeof PARLOR_ALPN - 1 };
  g_autoptr (GSocketClient)        client = g_socket_client_new ();
  g_autoptr (GSocketConnection)    connection = NULL;
  g_autoptr (GBytes)               der = NULL;
  gnutls_certificate_credentials_t credentials;
  gnutls_session_t                 tls;
  const gnutls_datum_t            *chain;
  guint                            n_certificates = 0;

  connection = g_socket_client_connect_to_host (client, "127.0.0.1",
                                                parlor_test_server_get_port (server), NULL, NULL);
  gnutls_certificate_allocate_credentials (&credentials);
  gnutls_init (&tls, GNUTLS_CLIENT);
  gnutls_set_default_priority (tls);
  gnutls_credentials_set (tls, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_alpn_set_protocols (tls, &alpn, 1, 0);
  gnutls_transport_set_int (tls, g_socket_get_fd (g_socket_connection_get_socket (connection)));
  g_unix_set_fd_nonblocking (g_socket_get_fd (g_socket_connection_get_socket (connection)), FALSE,
                             NULL);
  g_assert_cmpint (gnutls_handshake (tls), ==, 0);
  chain = gnutls_certificate_get_peers (tls, &n_certificates);
  der = g_bytes_new (chain[0].data, chain[0].size);
  gnutls_deinit (tls);
  gnutls_certificate_free_credentials (credentials);

  return parlor_fingerprint_of_der (der);
}

static void
test_certificate (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestServer) other = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autofree char             *fingerprint = NULL;
  g_autofree char             *mismatch = NULL;
  ParlorServerStatusPacket    *status;

  parlor_test_resume (ada);
  copy_file (other, server, "server.crt");
  mismatch = refuse_reload (admin); /* the key is still the old one's */
  g_assert_nonnull (strstr (mismatch, "server.crt"));
  fingerprint = read_fingerprint (server);
  g_assert_cmpstr (fingerprint, ==, parlor_test_server_get_fingerprint (server));

  copy_file (other, server, "server.key");
  expect_reload (admin, "certificate ", "");
  g_free (fingerprint);
  fingerprint = read_fingerprint (server);
  g_assert_cmpstr (fingerprint, ==, parlor_test_server_get_fingerprint (other));
  status = parlor_test_peer_ask (admin, PARLOR_PACKET_SERVER_STATUS, PARLOR_PACKET_STATUS, NULL);
  g_assert_cmpstr (status->fingerprint, ==, fingerprint);

  /* Whoever is connected goes on. */
  parlor_test_say (ada, "lobby", "Still here");
}

/* Threads read what the main thread replaces. */
static void
test_while_talking (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  parlor_test_resume (ada);
  for (guint i = 0; i < 50; i++) {
    g_autofree char           *config = g_strdup_printf ("idle-timeout-ms = %u", 60000 + i);
    g_autoptr (ParlorTestPeer) passing = parlor_test_peer_new (server);

    parlor_test_server_configure (server, config);
    parlor_test_peer_write_line (admin, "{\"type\":\"reload\"}");
    parlor_test_peer_write_line (admin, "{\"type\":\"reload\"}");
    parlor_test_say (ada, "lobby", "And on");
    parlor_test_peer_expect (admin, PARLOR_PACKET_RELOADED);
    parlor_test_peer_expect (admin, PARLOR_PACKET_RELOADED);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reload/keys", test_keys);
  g_test_add_func ("/reload/broken-file", test_broken_file);
  g_test_add_func ("/reload/very-broken-file", test_very_broken_file);
  g_test_add_func ("/reload/timeouts", test_timeouts);
  g_test_add_func ("/reload/tokens", test_tokens);
  g_test_add_func ("/reload/connections", test_connections);
  g_test_add_func ("/reload/passwords", test_passwords);
  g_test_add_func ("/reload/log-level", test_log_level);
  g_test_add_func ("/reload/hangup", test_hangup);
  g_test_add_func ("/reload/certificate", test_certificate);
  g_test_add_func ("/reload/while-talking", test_while_talking);

  return g_test_run ();
}
