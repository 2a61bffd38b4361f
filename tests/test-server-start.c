/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-names.h"
#include "parlor-test-people.h"

#include <glib/gstdio.h>
#include <gnutls/x509.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static gnutls_x509_crt_t
get_certificate (ParlorTestPeer *peer)
{
  guint                 n_certificates;
  const gnutls_datum_t *chain = gnutls_certificate_get_peers (peer->tls, &n_certificates);
  gnutls_x509_crt_t     certificate;

  gnutls_x509_crt_init (&certificate);
  g_assert_cmpint (gnutls_x509_crt_import (certificate, &chain[0], GNUTLS_X509_FMT_DER), ==, 0);

  return certificate;
}

static void
assert_mode (const char *folder,
             const char *name,
             guint       mode)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf         status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, mode);
}

/* What lies in the folder, the key above all, is the server's alone. */
static void
test_folder (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  const char                  *folder = parlor_test_server_get_folder (server);
  g_autoptr (GDir)             dir = g_dir_open (folder, 0, NULL);
  const char                  *name;
  guint                        n_files = 0;

  assert_mode (folder, NULL, 0700);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    assert_mode (folder, name, g_file_test (path, G_FILE_TEST_IS_DIR) ? 0700 : 0600);
    n_files++;
  }
  g_assert_cmpuint (n_files, >=, 3); /* key, certificate, database */
}

/* A folder of somebody else's making stays as it was: it may hold other things. */
static void
test_folder_of_others (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_server_new (NULL);
  const char                  *folder = parlor_test_server_get_folder (server);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  parlor_test_server_start (server);
  assert_mode (folder, NULL, 0755);
  assert_mode (folder, "server.key", 0600);
}

static void
test_certificate (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   peer = parlor_test_peer_new (server);
  gnutls_x509_crt_t            certificate = get_certificate (peer);
  gnutls_ecc_curve_t           curve;
  time_t                       now = time (NULL);
  guint                        status;

  g_assert_cmpint (gnutls_x509_crt_get_version (certificate), ==, 3);
  g_assert_cmpint (gnutls_x509_crt_get_pk_algorithm (certificate, NULL), ==, GNUTLS_PK_ECDSA);
  gnutls_x509_crt_get_pk_ecc_raw (certificate, &curve, NULL, NULL);
  g_assert_cmpint (curve, ==, GNUTLS_ECC_CURVE_SECP256R1);

  g_assert_true (gnutls_x509_crt_check_issuer (certificate, certificate));
  g_assert_cmpint (gnutls_x509_crt_verify (certificate, &certificate, 1, 0, &status), ==, 0);
  g_assert_cmpuint (status, ==, 0);

  g_assert_cmpint (gnutls_x509_crt_get_activation_time (certificate), <, now);
  g_assert_cmpint (gnutls_x509_crt_get_expiration_time (certificate) - now, >, 3640 * 86400L);
  g_assert_cmpint (gnutls_x509_crt_get_expiration_time (certificate) - now, <, 3670 * 86400L);

  g_assert_true (gnutls_x509_crt_check_hostname (certificate, "localhost"));
  g_assert_true (gnutls_x509_crt_check_hostname (certificate, g_get_host_name ()));
  g_assert_true (gnutls_x509_crt_check_hostname (certificate, "127.0.0.1"));
  g_assert_false (gnutls_x509_crt_check_hostname (certificate, "example.org"));
  gnutls_x509_crt_deinit (certificate);
}

static void
test_tls_versions (void)
{
  static const struct
  {
    const char       *priorities;
    gnutls_protocol_t version;
  } cases[] = {
    { "NORMAL", GNUTLS_TLS1_3 },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.2", GNUTLS_TLS1_2 },
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (ParlorTestPeer) peer = parlor_test_peer_new_encrypted (server, cases[i].priorities);

    g_assert_cmpint (gnutls_protocol_get_version (peer->tls), ==, cases[i].version);
    parlor_test_peer_ask (peer, PARLOR_PACKET_WELCOME, PARLOR_PACKET_HELLO, "version", "1", NULL);
    parlor_test_peer_settle (peer);
  }
}

static void
test_lines (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorLinkUri)    link = parlor_test_server_read_owner_link (server);
  g_autofree char             *expected = NULL;

  expected = g_strdup_printf ("parlor-server: listening on 127.0.0.1:%u, fingerprint %s",
                              parlor_test_server_get_port (server),
                              parlor_test_server_get_fingerprint (server));
  g_assert_cmpstr (parlor_test_server_get_ready_line (server), ==, expected);

  g_assert_cmpint (link->port, ==, parlor_test_server_get_port (server));
  g_assert_cmpstr (link->fingerprint, ==, parlor_test_server_get_fingerprint (server));
  g_assert_nonnull (link->invite);
  g_assert_cmpuint (strlen (link->invite), >=, 22); /* 128 bits */
}

/* The link is told at each start until it has made an owner. */
static void
test_owner_link (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorLinkUri)    first = parlor_test_server_read_owner_link (server);
  g_autoptr (ParlorLinkUri)    second = NULL;
  g_autoptr (ParlorTestPeer)   ada = NULL;
  g_autofree char             *rest = NULL;

  parlor_test_server_stop (server);
  parlor_test_server_start (server);
  second = parlor_test_server_read_owner_link (server);
  g_assert_cmpstr (second->invite, ==, first->invite);
  ada = parlor_test_peer_new (server);
  parlor_test_register (ada, "ada", second->invite);

  parlor_test_server_stop (server);
  parlor_test_server_start (server);
  parlor_test_server_stop (server);
  rest = parlor_test_server_read_rest (server);
  g_assert_cmpstr (rest, ==, "");
}

static void
test_restart (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   later = NULL;
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char             *fingerprint = g_strdup (parlor_test_server_get_fingerprint (server));
  g_autofree char             *texts = NULL;

  parlor_test_say (ada, tea, "before");
  parlor_test_server_stop (server);
  parlor_test_server_start (server);

  g_assert_cmpstr (parlor_test_server_get_fingerprint (server), ==, fingerprint);
  later = parlor_test_peer_new (server);
  parlor_test_sign_in (later, "ada");
  parlor_test_say (later, tea, "after");
  texts = parlor_test_texts (parlor_test_history (later, tea, 0, 0, 0)->events);
  g_assert_cmpstr (texts, ==, "before after");
}

static void
test_second_start (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestServer) second = parlor_test_server_new (NULL);
  g_autoptr (ParlorTestPeer)   peer = NULL;
  const char                  *folder = parlor_test_server_get_folder (server);
  const char                  *args[] = { "--data", folder, "--listen", "127.0.0.1:0", NULL };
  g_autofree char             *errors = parlor_test_server_fail_to_start (second, args);

  g_assert_nonnull (strstr (errors, folder));
  g_assert_nonnull (strstr (errors, "is running"));
  peer = parlor_test_peer_new (server);
}

/* Clients are told that the server goes, and it ends well. */
static void
test_signals (gconstpointer data)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   shy = parlor_test_peer_new_encrypted (server, NULL);
  g_autoptr (ParlorTestPeer)   plain = parlor_test_peer_new_plain (server);
  int                          status;

  parlor_test_server_signal (server, GPOINTER_TO_INT (data));
  parlor_test_peer_expect_goodbye (ada, "shutting-down");
  parlor_test_peer_expect_end (shy);
  parlor_test_peer_expect_end (plain);
  status = parlor_test_server_wait (server);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

/* Who does not read is not waited for. */
static void
test_stop_beside_slow_reader (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char             *text = g_strnfill (PARLOR_TEXT_MAX_BYTES, 'x');
  gint64                       start_us;

  for (guint i = 0; i < 4; i++)
    parlor_test_say (ada, tea, text);
  for (guint i = 0; i < 500; i++) {
    ParlorHistoryPacket history = { .conversation = tea };

    parlor_test_peer_request (ada, PARLOR_PACKET_HISTORY, &history);
  }

  start_us = g_get_monotonic_time ();
  parlor_test_server_stop (server);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 15 * G_USEC_PER_SEC);
}

static void
test_bad_options (void)
{
  static const struct
  {
    const char *args[6];
    const char *named; /* in the message */
    int         status;
  } cases[] = {
    { { "--nonsense" }, "--nonsense", 2 },
    { { "superfluous" }, "superfluous", 2 },
    { { "--listen", "nonsense" }, "nonsense", 1 },
    { { "--listen", "127.0.0.1:70000" }, "70000", 1 },
    { { "--listen", "[::1" }, "[::1", 1 },
    { { "--listen", "192.0.2.1:0" }, "192.0.2.1", 1 }, /* of no interface here */
    { { "--io-threads", "0" }, "--io-threads", 2 },
    { { "--io-threads", "-1" }, "--io-threads", 2 },
    { { "--io-threads", "many" }, "--io-threads", 2 },
    { { "--log-format", "xml" }, "--log-format", 2 },
    { { "--config", "/nonexistent/parlor.conf" }, "/nonexistent/parlor.conf", 1 },
    { { "--data", "/dev/null" }, "/dev/null", 1 },
    { { "--data", "/dev/null/data" }, "/dev/null/data", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (ParlorTestServer) server = parlor_test_server_new (NULL);
    g_autoptr (GStrvBuilder)     args = g_strv_builder_new ();
    g_auto (GStrv)               argv = NULL;
    g_autofree char             *output = NULL;
    g_autofree char             *errors = NULL;
    int                          status;

    if (!g_str_equal (cases[i].args[0], "--data")) {
      g_strv_builder_add (args, "--data");
      g_strv_builder_add (args, parlor_test_server_get_folder (server));
    }
    if (!g_str_equal (cases[i].args[0], "--listen")) {
      g_strv_builder_add (args, "--listen");
      g_strv_builder_add (args, "127.0.0.1:0");
    }
    g_strv_builder_addv (args, (const char **) cases[i].args);
    argv = g_strv_builder_end (args);

    output =
      parlor_test_server_run (server, (const char *const *) argv, &status, &errors);
    g_test_message ("%s", errors);
    g_assert_cmpstr (output, ==, "");
    g_assert_cmpint (status, ==, cases[i].status);
    g_assert_nonnull (strstr (errors, cases[i].named));
  }
}

/* Whatever is under way when the server is told to stop, it ends well, and what
 * it has acknowledged is there. */
static void
test_stop_while_talking (void)
{
  enum { N_MESSAGES = 100 };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);

  for (guint round = 0; round < 8; round++) {
    g_autofree char           *name = g_strdup_printf ("ada%u", round);
    g_autoptr (ParlorTestPeer) ada = parlor_test_enter (server, name);
    g_autoptr (ParlorTestPeer) again = NULL;
    ParlorHistoryPagePacket   *page;
    ParlorPacketType           type;
    gpointer                   packet;
    gint64                     acknowledged = 0;

    for (guint i = 0; i < N_MESSAGES; i++) {
      g_autofree char *nonce = parlor_nonce_new ();
      ParlorSendPacket send = { .conversation = (char *) "lobby", .nonce = nonce, .text = name };

      parlor_test_peer_request (ada, PARLOR_PACKET_SEND, &send);
    }
    parlor_test_peer_expect (ada, PARLOR_PACKET_SENT);
    parlor_test_server_stop (server);
    while ((packet = parlor_test_peer_next (ada, &type)) != NULL)
      if (type == PARLOR_PACKET_SENT)
        acknowledged = ((ParlorSentPacket *) packet)->seq;

    parlor_test_server_start (server);
    again = parlor_test_enter_again (ada);
    page = parlor_test_history (again, "lobby", 0, 0, 1);
    g_assert_cmpint (((ParlorEventPacket *) page->events->pdata[0])->seq, >=, acknowledged);
  }
}

static void
test_port_in_use (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestServer) second = parlor_test_server_new (NULL);
  const char                  *folder = parlor_test_server_get_folder (second);
  g_autofree char             *address = NULL;
  g_autofree char             *errors = NULL;

  address = g_strdup_printf ("127.0.0.1:%u", parlor_test_server_get_port (server));
  errors = parlor_test_server_fail_to_start (
    second, (const char *const[]){ "--data", folder, "--listen", address, NULL });
  g_assert_nonnull (strstr (errors, address));
}

static void
test_bad_config (void)
{
  static const char *cases[][2] = {
    { "registration = maybe", "registration" },
    { "tokens-per-s = many", "tokens-per-s" },
    { "tokens-per-s = 0", "tokens-per-s" },
    { "tokens-burst = 1.5", "tokens-burst" },
    { "handshake-timeout-ms = -1", "handshake-timeout-ms" },
    { "sign-in-timeout-ms =", "sign-in-timeout-ms" },
    { "upload-max-bytes = 99999999999999999999", "upload-max-bytes" },
    { "max-connections = 0", "max-connections" },
    { "max-connections-per-address = 5 per hour", "max-connections-per-address" },
    { "outbound-queue-max-bytes = 1", "outbound-queue-max-bytes" },
    { "recover-max-events = x", "recover-max-events" },
    { "password-hash-memory-kib = 1", "password-hash-memory-kib" },
    { "log-level = loud", "log-level" },
    { "no-such-key = 1", "no-such-key" },
    { "[elsewhere]\nregistration = open", "elsewhere" },
    { "this is no key file", "parlor-server.conf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (ParlorTestServer) server = parlor_test_server_new (cases[i][0]);
    g_autofree char             *errors = parlor_test_server_fail_as_configured (server);

    g_test_message ("%s", errors);
    g_assert_nonnull (strstr (errors, cases[i][1]));
  }
}

/* Where the file says, unless the command line says something else. */
static void
test_configured_addresses (void)
{
  g_autoptr (ParlorTestServer) server =
    parlor_test_server_new ("listen = 127.0.0.1:0  127.0.0.2:0\nio-threads = 2");
  static const char *const none[] = { NULL };
  const char *const       *addresses;

  parlor_test_server_listen (server, none);
  parlor_test_server_start (server);
  addresses = parlor_test_server_get_addresses (server);
  g_assert_true (g_str_has_prefix (addresses[0], "127.0.0.1:"));
  g_assert_true (g_str_has_prefix (addresses[1], "127.0.0.2:"));
  g_assert_null (addresses[2]);
  parlor_test_peer_free (parlor_test_peer_new_at (server, addresses[1]));
}

static void
test_version_and_help (void)
{
  static const char           *options[] = { "--data", "--listen", "--config", "--io-threads" };
  g_autoptr (ParlorTestServer) server = parlor_test_server_new (NULL);
  g_autofree char             *errors = NULL;
  g_autofree char             *help_errors = NULL;
  int                          status;
  g_autofree char             *version = NULL;
  g_autofree char             *help = NULL;

  version = parlor_test_server_run (server, (const char *const[]){ "--version", NULL },
                                    &status, &errors);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (errors, ==, "");
  g_assert_cmpstr (version, ==, "parlor-server " PARLOR_VERSION "\n");

  help = parlor_test_server_run (server, (const char *const[]){ "--help", NULL },
                                 &status, &help_errors);
  g_assert_cmpint (status, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    g_assert_nonnull (strstr (help, options[i]));
}

/* Whoever keeps a key elsewhere must not find another one in its place. */
static void
test_damaged_certificate (void)
{
  static const char           *names[] = { "server.crt", "server.key" };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  const char                  *folder = parlor_test_server_get_folder (server);

  parlor_test_server_stop (server);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);
    g_autofree char *good = NULL;
    g_autofree char *kept = NULL;
    g_autofree char *errors = NULL;

    g_assert_true (g_file_get_contents (path, &good, NULL, NULL));
    g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
    errors = parlor_test_server_fail_as_configured (server);
    g_assert_nonnull (strstr (errors, folder));
    g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
    g_assert_cmpstr (kept, ==, "damaged");
    g_assert_true (g_file_set_contents (path, good, -1, NULL));
  }
  parlor_test_server_start (server);
}

/* A certificate whose key is lost is left alone; without either, both are made. */
static void
test_lost_key (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  const char                  *folder = parlor_test_server_get_folder (server);
  g_autofree char             *key = g_build_filename (folder, "server.key", NULL);
  g_autofree char             *certificate = g_build_filename (folder, "server.crt", NULL);
  g_autofree char             *before = NULL;
  g_autofree char             *after = NULL;
  g_autofree char             *errors = NULL;

  parlor_test_server_stop (server);
  g_assert_true (g_file_get_contents (certificate, &before, NULL, NULL));
  g_assert_cmpint (g_unlink (key), ==, 0);
  errors = parlor_test_server_fail_as_configured (server);
  g_assert_nonnull (strstr (errors, "server.key"));
  g_assert_true (g_file_get_contents (certificate, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, before);

  g_assert_cmpint (g_unlink (certificate), ==, 0);
  parlor_test_server_start (server);
}

/* Says hello to each address that the server told. */
static void
assert_listens (ParlorTestServer *server,
                const char       *address)
{
  g_autoptr (ParlorTestPeer) peer = parlor_test_peer_new_at (server, address);

  parlor_test_peer_settle (peer);
}

static gboolean
has_ipv6 (void)
{
  g_autoptr (GInetAddress)   loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocket)        socket = NULL;

  socket = g_socket_new (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_STREAM, 0, NULL);

  return socket != NULL && g_socket_bind (socket, address, TRUE, NULL);
}

static void
test_several_addresses (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_server_new (NULL);
  const char                  *wanted[] = { "127.0.0.1:0", "127.0.0.1:0",
                           has_ipv6 () ? "[::1]:0" : NULL, NULL };
  const char *const           *told;

  parlor_test_server_listen (server, wanted);
  parlor_test_server_start (server);
  told = parlor_test_server_get_addresses (server);
  g_assert_cmpuint (g_strv_length ((char **) told), ==, g_strv_length ((char **) wanted));
  for (guint i = 0; told[i] != NULL; i++) {
    g_assert_true (g_str_has_prefix (told[i], i < 2 ? "127.0.0.1:" : "[::1]:"));
    g_assert_false (g_str_has_suffix (told[i], ":0"));
    assert_listens (server, told[i]);
  }
  g_assert_cmpstr (told[0], !=, told[1]);
}

/* Without --listen it would be this address: both families on one port. */
static void
test_any_address (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_server_new (NULL);
  const char                  *wanted[] = { "[::]:0", NULL };
  g_autofree char             *ipv4 = NULL;
  g_autofree char             *ipv6 = NULL;

  if (!has_ipv6 ()) {
    g_test_skip ("This computer has no IPv6");
    return;
  }

  parlor_test_server_listen (server, wanted);
  parlor_test_server_start (server);
  ipv4 = g_strdup_printf ("127.0.0.1:%u", parlor_test_server_get_port (server));
  ipv6 = g_strdup_printf ("[::1]:%u", parlor_test_server_get_port (server));
  assert_listens (server, ipv4);
  assert_listens (server, ipv6);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server-start/folder", test_folder);
  g_test_add_func ("/server-start/folder/of-others", test_folder_of_others);
  g_test_add_func ("/server-start/certificate", test_certificate);
  g_test_add_func ("/server-start/certificate/damaged", test_damaged_certificate);
  g_test_add_func ("/server-start/certificate/lost-key", test_lost_key);
  g_test_add_func ("/server-start/tls-versions", test_tls_versions);
  g_test_add_func ("/server-start/lines", test_lines);
  g_test_add_func ("/server-start/owner-link", test_owner_link);
  g_test_add_func ("/server-start/restart", test_restart);
  g_test_add_func ("/server-start/second-start", test_second_start);
  g_test_add_data_func ("/server-start/sigterm", GINT_TO_POINTER (SIGTERM), test_signals);
  g_test_add_data_func ("/server-start/sigint", GINT_TO_POINTER (SIGINT), test_signals);
  g_test_add_func ("/server-start/stop-beside-slow-reader", test_stop_beside_slow_reader);
  g_test_add_func ("/server-start/stop-while-talking", test_stop_while_talking);
  g_test_add_func ("/server-start/bad-options", test_bad_options);
  g_test_add_func ("/server-start/bad-config", test_bad_config);
  g_test_add_func ("/server-start/port-in-use", test_port_in_use);
  g_test_add_func ("/server-start/version-and-help", test_version_and_help);
  g_test_add_func ("/server-start/several-addresses", test_several_addresses);
  g_test_add_func ("/server-start/any-address", test_any_address);
  g_test_add_func ("/server-start/configured-addresses", test_configured_addresses);

  return g_test_run ();
}
