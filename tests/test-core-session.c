/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Signing in and out, and whether it is the right server. */

#include "parlor-test-client.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#define PASSWORD "correct horse"

typedef struct
{
  ParlorTestServer *server;
  ParlorTestClient *ann;
  ParlorLinkUri    *link;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer config)
{
  fixture->server = parlor_test_serve (config);
  fixture->ann = parlor_test_client_new ();
  fixture->link = parlor_test_link (fixture->server);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer config)
{
  parlor_test_client_free (fixture->ann);
  parlor_test_server_free (fixture->server);
  parlor_link_uri_free (fixture->link);
}

static void
assert_refused (Fixture         *fixture,
                const char      *name,
                const char      *password,
                ParlorSignInMode mode,
                int              code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (parlor_test_client_sign_in (fixture->ann, fixture->link, name, password, mode,
                                              &error));
  g_assert_error (error, PARLOR_CLIENT_ERROR, code);
  g_assert_cmpint (parlor_client_get_state (fixture->ann->client), ==, PARLOR_LINK_OFFLINE);
  g_assert_false (parlor_client_has_account (fixture->ann->client));
}

static void
test_refused (Fixture      *fixture,
              gconstpointer unused)
{
  ParlorTestClient *other = parlor_test_client_new ();

  parlor_test_client_register (other, fixture->server, "taken");
  parlor_test_client_free (other);

  assert_refused (fixture, "taken", PASSWORD, PARLOR_SIGN_IN_REGISTER, PARLOR_CLIENT_ERROR_EXISTS);
  assert_refused (fixture, "taken", "wrong", PARLOR_SIGN_IN_EXISTING,
                  PARLOR_CLIENT_ERROR_WRONG_PASSWORD);
  assert_refused (fixture, "nobody", PASSWORD, PARLOR_SIGN_IN_EXISTING,
                  PARLOR_CLIENT_ERROR_WRONG_PASSWORD);
  assert_refused (fixture, "a name", PASSWORD, PARLOR_SIGN_IN_REGISTER,
                  PARLOR_CLIENT_ERROR_BAD_VALUE);
  assert_refused (fixture, "ann", "short", PARLOR_SIGN_IN_REGISTER, PARLOR_CLIENT_ERROR_BAD_VALUE);

  /* After all that, it still works. */
  parlor_test_client_register (fixture->ann, fixture->server, "ann");
}

static void
test_closed (Fixture      *fixture,
             gconstpointer unused)
{
  assert_refused (fixture, "ann", PASSWORD, PARLOR_SIGN_IN_REGISTER, PARLOR_CLIENT_ERROR_CLOSED);
}

static void
test_invited (Fixture      *fixture,
              gconstpointer unused)
{
  g_autoptr (ParlorLinkUri) owners = parlor_test_server_read_owner_link (fixture->server);
  g_autoptr (GError)        error = NULL;

  g_free (owners->host);
  owners->host = g_strdup ("127.0.0.1");
  g_assert_true (parlor_test_client_sign_in (fixture->ann, owners, "ann", PASSWORD,
                                             PARLOR_SIGN_IN_REGISTER, &error));
  g_assert_no_error (error);
}

static void
test_unreachable (Fixture      *fixture,
                  gconstpointer unused)
{
  parlor_test_server_stop (fixture->server);
  assert_refused (fixture, "ann", PASSWORD, PARLOR_SIGN_IN_EXISTING,
                  PARLOR_CLIENT_ERROR_UNREACHABLE);
}

/* Whatever answers there, it does not speak TLS. */
static gboolean
on_incoming (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           user_data)
{
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_output_stream_write (stream, "220 mail.example.org\r\n", 22, NULL, NULL);

  return FALSE;
}

static void
test_other_server (Fixture      *fixture,
                   gconstpointer unused)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  guint16                    port;

  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_signal_connect (service, "incoming", G_CALLBACK (on_incoming), NULL);
  fixture->link->port = port;

  assert_refused (fixture, "ann", PASSWORD, PARLOR_SIGN_IN_EXISTING,
                  PARLOR_CLIENT_ERROR_UNREACHABLE);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
}

static gboolean
on_time_to_cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_set (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

static void
test_cancelled (Fixture      *fixture,
                gconstpointer unused)
{
  g_autoptr (GSocketListener) silent = g_socket_listener_new ();
  g_autoptr (GCancellable)    cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult)    result = NULL;
  g_autoptr (GError)          error = NULL;

  /* Accepts, and says nothing. */
  fixture->link->port = g_socket_listener_add_any_inet_port (silent, NULL, NULL);
  parlor_client_sign_in_async (fixture->ann->client, fixture->link, "ann", PASSWORD,
                               PARLOR_SIGN_IN_EXISTING, cancellable, on_ready, &result);
  g_timeout_add (50, on_time_to_cancel, cancellable);
  parlor_test_wait (is_set, &result);

  g_assert_false (parlor_client_sign_in_finish (fixture->ann->client, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (parlor_client_get_state (fixture->ann->client), ==, PARLOR_LINK_OFFLINE);
}

static void
test_unknown_certificate (Fixture      *fixture,
                          gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->link->fingerprint, g_free);
  assert_refused (fixture, "ann", PASSWORD, PARLOR_SIGN_IN_REGISTER,
                  PARLOR_CLIENT_ERROR_CERTIFICATE);
  g_assert_cmpstr (parlor_client_get_offered_fingerprint (fixture->ann->client), ==,
                   parlor_test_server_get_fingerprint (fixture->server));

  /* The person looks at it and says yes. */
  fixture->link->fingerprint =
    g_strdup (parlor_client_get_offered_fingerprint (fixture->ann->client));
  g_assert_true (parlor_test_client_sign_in (fixture->ann, fixture->link, "ann", PASSWORD,
                                             PARLOR_SIGN_IN_REGISTER, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (parlor_client_get_pinned_fingerprint (fixture->ann->client), ==,
                   fixture->link->fingerprint);
}

static void
test_wrong_link (Fixture      *fixture,
                 gconstpointer unused)
{
  g_free (fixture->link->fingerprint);
  fixture->link->fingerprint =
    g_strdup ("SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  assert_refused (fixture, "ann", PASSWORD, PARLOR_SIGN_IN_REGISTER,
                  PARLOR_CLIENT_ERROR_CERTIFICATE_CHANGED);
}

static void
remove_certificate (ParlorTestServer *server)
{
  g_autoptr (GDir) dir = g_dir_open (parlor_test_server_get_folder (server), 0, NULL);
  const char      *name;
  guint            n_removed = 0;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (parlor_test_server_get_folder (server), name, NULL);

    if (g_str_has_prefix (name, "server.") && !g_str_has_suffix (name, ".db"))
      n_removed += g_unlink (path) == 0;
  }
  g_assert_cmpuint (n_removed, >, 0);
}

static gboolean
is_blocked (gpointer user_data)
{
  ParlorTestClient *client = user_data;

  return parlor_client_get_state (client->client) == PARLOR_LINK_OFFLINE;
}

/* Nothing is said to a server that shows another certificate, until the person
 * says so. */
static void
test_changed_certificate (Fixture      *fixture,
                          gconstpointer unused)
{
  g_autofree char    *old = NULL;
  ParlorConversation *lobby;

  parlor_test_client_register (fixture->ann, fixture->server, "ann");
  old = g_strdup (parlor_test_server_get_fingerprint (fixture->server));
  parlor_test_server_stop (fixture->server);
  remove_certificate (fixture->server);
  parlor_test_server_start (fixture->server);
  g_assert_cmpstr (parlor_test_server_get_fingerprint (fixture->server), !=, old);

  parlor_test_wait (is_blocked, fixture->ann);
  g_assert_cmpstr (parlor_client_get_pinned_fingerprint (fixture->ann->client), ==, old);
  g_assert_cmpstr (parlor_client_get_offered_fingerprint (fixture->ann->client), ==,
                   parlor_test_server_get_fingerprint (fixture->server));
  g_assert_nonnull (parlor_client_get_status_text (fixture->ann->client));

  /* Nor after the next start, and one can write all the same. */
  parlor_test_client_restart (fixture->ann);
  lobby = parlor_test_client_find (fixture->ann, "lobby");
  parlor_test_say (lobby, "Is it you?");
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_CONNECTING);
  parlor_test_wait (is_blocked, fixture->ann);

  parlor_client_accept_certificate (fixture->ann->client);
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_ONLINE);
  parlor_test_client_wait_text (fixture->ann, lobby, "Is it you?");
  g_assert_cmpstr (parlor_client_get_pinned_fingerprint (fixture->ann->client), ==,
                   parlor_test_server_get_fingerprint (fixture->server));
  g_assert_null (parlor_client_get_offered_fingerprint (fixture->ann->client));
}

static void
on_signed_out_signal (ParlorClient *client,
                      const char   *text,
                      gpointer      user_data)
{
  *(char **) user_data = g_strdup (text);
}

/* The token was revoked: the person has to sign in again, and finds everything
 * as it was, what was not sent included. */
static void
test_signed_out_elsewhere (Fixture      *fixture,
                           gconstpointer unused)
{
  g_autofree char    *text = NULL;
  g_autoptr (GError)  error = NULL;
  ParlorConversation *lobby;
  gpointer            answer;

  parlor_test_client_register (fixture->ann, fixture->server, "ann");
  answer = parlor_test_client_request (fixture->ann, PARLOR_PACKET_SIGN_OUT,
                                       parlor_packet_new (PARLOR_PACKET_SIGN_OUT), &error);
  g_assert_no_error (error);
  parlor_packet_free (PARLOR_PACKET_OK, answer);

  g_signal_connect (fixture->ann->client, "signed-out", G_CALLBACK (on_signed_out_signal), &text);
  parlor_test_wait (is_set, &text);
  g_assert_cmpint (parlor_client_get_state (fixture->ann->client), ==, PARLOR_LINK_OFFLINE);
  g_assert_true (parlor_client_has_account (fixture->ann->client));

  lobby = parlor_test_client_find (fixture->ann, "lobby");
  parlor_test_say (lobby, "Kept");
  g_assert_true (parlor_test_client_sign_in (fixture->ann, fixture->link, "ann", PASSWORD,
                                             PARLOR_SIGN_IN_EXISTING, &error));
  g_assert_no_error (error);
  g_assert_true (parlor_test_client_find (fixture->ann, "lobby") == lobby);
  parlor_test_client_wait_text (fixture->ann, lobby, "Kept");
}

static void
test_sign_out (Fixture      *fixture,
               gconstpointer unused)
{
  g_autoptr (GAsyncResult)  result = NULL;
  g_autoptr (GError)        error = NULL;
  g_autoptr (ParlorMessage) file = NULL;
  g_autofree char          *files = g_build_filename (fixture->ann->folder, "files", NULL);
  g_autoptr (GDir)          dir = NULL;
  ParlorConversation       *lobby;

  parlor_test_client_register (fixture->ann, fixture->server, "ann");
  lobby = parlor_test_client_find (fixture->ann, "lobby");
  file = parlor_test_client_send_file (fixture->ann, lobby, "alpha.png", &error);
  g_assert_no_error (error);
  g_assert_nonnull (file);
  parlor_test_client_wait_sent (fixture->ann);

  parlor_client_sign_out_async (fixture->ann->client, NULL, on_ready, &result);
  parlor_test_wait (is_set, &result);
  g_assert_true (parlor_client_sign_out_finish (fixture->ann->client, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);

  g_assert_false (parlor_client_has_account (fixture->ann->client));
  g_assert_null (parlor_client_get_self (fixture->ann->client));
  g_assert_cmpuint (g_list_model_get_n_items (
                      parlor_client_get_conversations (fixture->ann->client)),
                    ==, 0);
  g_assert_cmpint (parlor_client_get_state (fixture->ann->client), ==, PARLOR_LINK_OFFLINE);
  dir = g_dir_open (files, 0, &error);
  g_assert_no_error (error);
  g_assert_null (g_dir_read_name (dir));

  parlor_test_client_close (fixture->ann);
  parlor_test_client_open (fixture->ann);
  g_assert_false (parlor_client_has_account (fixture->ann->client));

  /* Somebody else may use it now. */
  parlor_test_client_register (fixture->ann, fixture->server, "eve");
  parlor_test_client_find (fixture->ann, "lobby");
}

/* A server that is another one, at the same address: nothing of the old one's is
 * shown as if it were the new one's. */
static void
test_other_epoch (Fixture      *fixture,
                  gconstpointer unused)
{
  g_autofree char    *database = g_build_filename (fixture->ann->folder, "cache.db", NULL);
  ParlorConversation *lobby;
  sqlite3            *db;

  parlor_test_client_register (fixture->ann, fixture->server, "ann");
  lobby = parlor_test_client_find (fixture->ann, "lobby");
  parlor_test_say (lobby, "What is true");
  parlor_test_client_wait_text (fixture->ann, lobby, "What is true");
  parlor_test_client_close (fixture->ann);

  g_assert_cmpint (sqlite3_open (database, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE account SET epoch = 'another';"
                                     "UPDATE events SET packet ="
                                     "  CAST (replace (packet, 'is true', 'was true') AS BLOB)",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (db);

  parlor_test_client_open (fixture->ann);
  parlor_client_start (fixture->ann->client);
  lobby = parlor_test_client_find (fixture->ann, "lobby");
  parlor_test_client_wait_text (fixture->ann, lobby, "What was true");
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_ONLINE);
  parlor_test_client_wait_text (fixture->ann, lobby, "What is true");
  g_assert_cmpuint (parlor_test_client_count_text (fixture->ann, lobby, "What was true"), ==, 0);
}

static void
test_one_at_a_time (Fixture      *fixture,
                    gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parlor_client_new (fixture->ann->folder, fixture->ann->secrets, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    const char *config;
    void (*test) (Fixture      *fixture,
                  gconstpointer config);
  } tests[] = {
    { "/core-session/refused", NULL, test_refused },
    { "/core-session/closed", "registration = closed\n", test_closed },
    { "/core-session/invited", "registration = closed\n", test_invited },
    { "/core-session/unreachable", NULL, test_unreachable },
    { "/core-session/other-server", NULL, test_other_server },
    { "/core-session/cancelled", NULL, test_cancelled },
    { "/core-session/unknown-certificate", NULL, test_unknown_certificate },
    { "/core-session/wrong-link", NULL, test_wrong_link },
    { "/core-session/changed-certificate", NULL, test_changed_certificate },
    { "/core-session/signed-out-elsewhere", NULL, test_signed_out_elsewhere },
    { "/core-session/sign-out", NULL, test_sign_out },
    { "/core-session/other-epoch", NULL, test_other_epoch },
    { "/core-session/one-at-a-time", NULL, test_one_at_a_time },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].config, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
