/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server logs, and what it never does. */

#include "parlor-names.h"
#include "parlor-test-admin.h"
#include "parlor-test-files.h"
#include "parlor-test-people.h"

#include <jansson.h>

/* What somebody wrote, typed as a password, or was given as a secret. */
#define SECRET_TEXT "marker-text-4711"
#define SECRET_PASSWORD "marker-password-4711"
#define SECRET_GROUP_PASSWORD "marker-group-password-4711"

static json_t *
parse_line (const char *line)
{
  json_error_t error;
  json_t      *object = json_loads (line, 0, &error);

  if (!json_is_object (object))
    g_error ("Not an object: %s: %s", error.text, line);

  return object;
}

static const char *
get_text (json_t     *object,
          const char *member)
{
  const char *text = json_string_value (json_object_get (object, member));

  g_assert_nonnull (text);

  return text;
}

static void
check_line (const char *line)
{
  json_t               *object = parse_line (line);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (get_text (object, "time"), NULL);
  const char           *levels[] = { "error", "warning", "info", "debug", NULL };

  g_assert_cmpuint (json_object_size (object), ==, 4);
  g_assert_nonnull (time);
  g_assert_cmpint (ABS (g_date_time_to_unix (time) - g_get_real_time () / G_USEC_PER_SEC), <, 600);
  g_assert_true (g_strv_contains (levels, get_text (object, "level")));
  g_assert_cmpstr (get_text (object, "domain"), !=, "");
  g_assert_cmpstr (get_text (object, "message"), !=, "");
  json_decref (object);
}

/* Returns what the server has logged, each line of which has to be an object. */
static char *
read_json_log (ParlorTestServer *server)
{
  char          *log = parlor_test_server_dup_errors (server);
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);

  g_assert_true (*log == '\0' || g_str_has_suffix (log, "\n"));
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    check_line (lines[i]);

  return log;
}

static void
assert_not_in (const char *log,
               const char *secret)
{
  if (secret != NULL && strstr (log, secret) != NULL)
    g_error ("“%s” is in the log: %s", secret, log);
}

static char *
create_group (ParlorTestPeer *peer)
{
  ParlorConversationPacket *group =
    parlor_test_peer_ask (peer, PARLOR_PACKET_CONVERSATION, PARLOR_PACKET_CREATE, "kind", "group",
                          "name", "Friends", "password", SECRET_GROUP_PASSWORD, NULL);

  return g_strdup (group->conversation);
}

/* A little of everything that secrets are in, good and bad. */
static void
live (ParlorTestServer *server,
      ParlorTestPeer   *ada)
{
  g_autoptr (ParlorTestPeer) bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer) admin = parlor_test_admin_new (server);
  g_autoptr (ParlorTestPeer) garbled = parlor_test_peer_new (server);
  g_autoptr (GBytes)         content = g_bytes_new_static (SECRET_TEXT, strlen (SECRET_TEXT));
  g_autofree char           *group = create_group (ada);
  g_autofree char           *personal = parlor_personal_id (ada->account, bob->account);
  ParlorAttachmentPacket    *attachment;

  parlor_test_resume (ada);
  parlor_test_resume (bob);
  parlor_test_say (ada, "lobby", SECRET_TEXT);
  parlor_test_say (bob, personal, SECRET_TEXT);
  attachment = parlor_test_upload (ada, "notes.txt", content);
  parlor_test_share (ada, group, attachment->attachment);
  parlor_test_peer_refused (bob, "wrong-password", "password", PARLOR_PACKET_JOIN, "conversation",
                            group, "password", SECRET_PASSWORD, NULL);
  parlor_test_peer_ask (bob, PARLOR_PACKET_SEARCH_PAGE, PARLOR_PACKET_SEARCH, "query", SECRET_TEXT,
                        NULL);

  parlor_test_peer_refused (garbled, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN, "name", "ada",
                            "password", SECRET_PASSWORD, NULL);
  parlor_test_peer_write_line (garbled, "{\"type\":\"send\",\"text\":\"" SECRET_TEXT "\"}");
  parlor_test_peer_write_line (garbled, "{\"type\":\"sign-in\",\"password\":\"" SECRET_PASSWORD);
  parlor_test_peer_write_line (garbled, SECRET_TEXT);
  parlor_test_peer_settle (garbled);
  parlor_test_peer_ask (admin, PARLOR_PACKET_RELOADED, PARLOR_PACKET_RELOAD, NULL);
  parlor_test_peer_settle (bob);
}

/* Nothing that people write, type or are given, at any level. */
static void
test_secrets (gconstpointer format)
{
  g_autofree char             *config = g_strdup_printf ("log-level = debug\nlog-format = %s",
                                                         (const char *) format);
  g_autoptr (ParlorTestServer) server = parlor_test_serve (config);
  g_autoptr (ParlorLinkUri)    link = parlor_test_server_read_owner_link (server);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_peer_new (server);
  g_autofree char             *password = parlor_test_password_of ("ada");
  g_autofree char             *log = NULL;

  parlor_test_register (ada, "ada", link->invite);
  live (server, ada);
  parlor_test_server_stop (server);

  log = parlor_test_server_dup_errors (server);
  assert_not_in (log, "marker-");
  assert_not_in (log, password);
  assert_not_in (log, ada->token);
  assert_not_in (log, link->invite);
  parlor_test_server_start (server);
}

static void
test_json (void)
{
  g_autoptr (ParlorTestServer) server =
    parlor_test_serve ("log-level = debug\nlog-format = json");
  g_autoptr (ParlorTestPeer) ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer) plain = parlor_test_peer_new_plain (server);
  g_autofree char           *log = NULL;

  parlor_test_peer_write (plain, "no TLS \"\\\xff\n", 11);
  parlor_test_peer_expect_end (plain);
  parlor_test_peer_settle (ada);
  parlor_test_server_stop (server);

  log = read_json_log (server);
  g_assert_nonnull (strstr (log, "\"level\":\"debug\""));
  parlor_test_server_start (server);
}

/* A name that is no UTF-8, with what has to be escaped. */
static void
test_escaping (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("log-format = json");
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);
  g_autofree char             *log = NULL;
  g_autofree char             *folder =
    g_build_filename (parlor_test_server_get_folder (server), "no \"where\\", "a\tb", NULL);

  parlor_test_peer_refused (admin, "failed", "folder", PARLOR_PACKET_BACKUP, "folder", folder,
                            NULL);
  log = read_json_log (server);
  g_assert_nonnull (strstr (log, "no \\\"where\\\\"));
}

/* The option goes before the file. */
static void
test_option (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_server_new ("log-format = json");
  const char                  *folder = parlor_test_server_get_folder (server);
  const char                  *bad[] = { "--data", folder, "--log-format", "yaml", NULL };
  g_autofree char             *errors = NULL;
  g_autofree char             *output = NULL;
  int                          status;

  /* That is not understood, rather than refused. */
  output = parlor_test_server_run (server, bad, &status, &errors);
  g_assert_cmpstr (output, ==, "");
  g_assert_cmpint (status, ==, 2);
  g_assert_nonnull (strstr (errors, "--log-format is text or json"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/logs/secrets/text", "text", test_secrets);
  g_test_add_data_func ("/logs/secrets/json", "json", test_secrets);
  g_test_add_func ("/logs/json", test_json);
  g_test_add_func ("/logs/escaping", test_escaping);
  g_test_add_func ("/logs/option", test_option);

  return g_test_run ();
}
