/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * parlor-server admin, as it is typed. */

#include "parlor-test-admin.h"
#include "parlor-test-people.h"

#include <glib/gstdio.h>

typedef struct
{
  ParlorTestServer *server;
  ParlorTestServer *shell; /* runs the program */
  ParlorTestPeer   *ada;
  ParlorTestPeer   *bob;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->server = parlor_test_serve (NULL);
  fixture->shell = parlor_test_server_new (NULL);
  fixture->ada = parlor_test_enter_as_owner (fixture->server, "ada");
  fixture->bob = parlor_test_enter (fixture->server, "bob");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  parlor_test_peer_free (fixture->ada);
  parlor_test_peer_free (fixture->bob);
  parlor_test_server_free (fixture->server);
  parlor_test_server_free (fixture->shell);
}

/* Types a line; returns what came of it, and what was said of errors. */
static char *
type (Fixture    *fixture,
      int         expected_status,
      const char *line,
      char      **ret_errors)
{
  g_autofree char *whole =
    g_strdup_printf ("admin --data '%s' %s", parlor_test_server_get_folder (fixture->server), line);
  g_auto (GStrv) args = NULL;
  char          *output;
  int            status;

  g_assert_true (g_shell_parse_argv (whole, NULL, &args, NULL));
  output = parlor_test_server_run (fixture->shell, (const char *const *) args, &status, ret_errors);
  if (status != expected_status)
    g_error ("%s: ended with %d: %s%s", line, status, output, *ret_errors);

  return output;
}

static char *
type_well (Fixture    *fixture,
           const char *line)
{
  g_autofree char *errors = NULL;
  char            *output = type (fixture, 0, line, &errors);

  g_assert_cmpstr (errors, ==, "");

  return output;
}

static void
type_badly (Fixture    *fixture,
            int         status,
            const char *line,
            const char *reason)
{
  g_autofree char *errors = NULL;
  g_autofree char *output = type (fixture, status, line, &errors);

  g_assert_cmpstr (output, ==, "");
  g_assert_true (g_str_has_prefix (errors, "parlor-server admin: "));
  if (strstr (errors, reason) == NULL)
    g_error ("%s: does not say “%s” but: %s", line, reason, errors);
}

static void
expect_output (Fixture    *fixture,
               const char *line,
               const char *pattern)
{
  g_autofree char *output = type_well (fixture, line);

  if (!g_regex_match_simple (pattern, output, G_REGEX_MULTILINE, 0))
    g_error ("%s: not like “%s”: %s", line, pattern, output);
}

static void
test_misuse (Fixture      *fixture,
             gconstpointer data)
{
  type_badly (fixture, 2, "", "A command is missing");
  type_badly (fixture, 2, "statsu", "“statsu” is no command");
  type_badly (fixture, 2, "user", "“user” is no command, or not a whole one");
  type_badly (fixture, 2, "user show", "It is: parlor-server admin user show WHO");
  type_badly (fixture, 2, "status now", "It is: parlor-server admin status\n");
  type_badly (fixture, 2, "--loud status", "--loud");
  type_badly (fixture, 2, "--days -1 ban 192.0.2.1", "--days takes a number up to 36500");
  type_badly (fixture, 2, "--days 36501 ban 192.0.2.1", "--days takes a number up to 36500");
  type_badly (fixture, 2, "--uses -1 invite create", "--uses takes no negative number");
  type_badly (fixture, 2, "--limit 0 audit", "--limit takes a number from 1");
  type_badly (fixture, 2, "invite revoke parlor://localhost:1/?invite=a", "by its ID");
  type_badly (fixture, 2, "user role bob king", "“king” is no role");
  type_badly (fixture, 2, "user delete bob", "--yes");
  type_badly (fixture, 1, "user show nobody-here", "Nobody is called nobody-here");
  type_badly (fixture, 1, "invite create --note 'a\nb'", "A note is one line");
  type_badly (fixture, 1, "user show 4711", "There is no such account");
  type_badly (fixture, 1, "disconnect 4711", "There is no such connection now");
}

/* Nobody who types has to know of packets and their fields. */
static void
test_too_long (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *text = g_strnfill (2000, 'a');
  g_autofree char *announce = g_strconcat ("announce ", text, NULL);
  g_autofree char *ban = g_strconcat ("user ban bob --reason ", text, NULL);

  type_badly (fixture, 1, announce, ": The text is too long or too large.\n");
  type_badly (fixture, 1, ban, ": The reason is too long or too large.\n");
}

static void
test_no_server (Fixture      *fixture,
                gconstpointer data)
{
  parlor_test_server_stop (fixture->server);
  type_badly (fixture, 3, "status", "No server runs on the data folder");
  type_badly (fixture, 3, "status", parlor_test_server_get_folder (fixture->server));
  parlor_test_server_start (fixture->server);
  parlor_test_server_kill (fixture->server); /* its socket is still there */
  type_badly (fixture, 3, "status", "No server runs on the data folder");
  parlor_test_server_start (fixture->server);
}

static void
test_help (Fixture      *fixture,
           gconstpointer data)
{
  expect_output (fixture, "--help", "^  backup FOLDER +Write a copy");
  expect_output (fixture, "--help", "^  user password WHO ");
  expect_output (fixture, "--help", "^  announce TEXT\\S {15}Tell");
  expect_output (fixture, "--help", "^  audit {24}List");
  expect_output (fixture, "--help", "Exit status: 0 done, 1 refused");
}

static void
test_tables (Fixture      *fixture,
             gconstpointer data)
{
  expect_output (fixture, "status", "^connections +2, 2 of them signed in$");
  expect_output (fixture, "status", "^accounts +2, 2 of them online$");
  expect_output (fixture, "status", "^fingerprint +SHA256:");
  expect_output (fixture, "users",
                 "^NUMBER  NAME  NICK  ROLE   SINCE             CONNECTED$\n"
                 "^1       ada   ada   owner  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d  1$\n"
                 "^2       bob   bob   ");
  expect_output (fixture, "users bo", "^NUMBER.*$\n^2 +bob ");
  expect_output (fixture, "user show BOB", "^name +bob$");
  expect_output (fixture, "user show 2", "^devices +1, 1 connected$");
  expect_output (fixture, "sessions",
                 "^SESSION  NAME  NICK  ADDRESS    SINCE             PROGRAM$\n"
                 "^\\d+ +ada   ada   127.0.0.1  .*  parlor-test$\n");
  expect_output (fixture, "conversations", "^lobby  channel  lobby  2 +0 +\\d{4}-");
}

/* A name may look like the number of somebody else. */
static void
test_digits (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (ParlorTestPeer) two = parlor_test_enter (fixture->server, "2");

  expect_output (fixture, "user show 2", "^name +bob$");
  expect_output (fixture, "user show @2", "^name +2$");
  expect_output (fixture, "user show @bob", "^name +bob$");
  expect_output (fixture, "disconnect @2", "^$");
  parlor_test_peer_expect_goodbye (two, "disconnected");
  type_badly (fixture, 1, "user show @3", "Nobody is called 3");
}

/* Wide characters take two places; what is zero wide takes none. */
static void
test_wide (Fixture      *fixture,
           gconstpointer data)
{
  parlor_test_peer_ask (fixture->ada, PARLOR_PACKET_OK, PARLOR_PACKET_SET_NICK, "nick", "愛達",
                        NULL);
  parlor_test_peer_ask (fixture->bob, PARLOR_PACKET_OK, PARLOR_PACKET_SET_NICK, "nick", "Bobb",
                        NULL);
  expect_output (fixture, "users", "^1       ada   愛達  owner  .*$\n^2       bob   Bobb  ");
}

/* Each line is a packet of the server. */
static void
test_json (Fixture      *fixture,
           gconstpointer data)
{
  static const struct
  {
    const char      *line;
    ParlorPacketType type;
  } cases[] = {
    { "--json status", PARLOR_PACKET_SERVER_STATUS },
    { "users --json", PARLOR_PACKET_USERS_PAGE },
    { "user show bob --json", PARLOR_PACKET_USERS_PAGE },
    { "--json sessions", PARLOR_PACKET_SESSIONS_PAGE },
    { "--json conversations", PARLOR_PACKET_CONVERSATIONS_PAGE },
    { "--json reload", PARLOR_PACKET_RELOADED },
    { "--json announce Hello", PARLOR_PACKET_OK },
    { "--json audit", PARLOR_PACKET_AUDIT_PAGE },
    { "--json bans", PARLOR_PACKET_BANS_PAGE },
    { "--json invite list", PARLOR_PACKET_INVITE_LINKS_PAGE },
    { "--json invite create", PARLOR_PACKET_INVITE_LINK_MADE },
    { "--json link", PARLOR_PACKET_SERVER_LINKS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char   *output = type_well (fixture, cases[i].line);
    g_autoptr (GError) error = NULL;
    ParlorPacketType   packet_type;
    gsize              size = strlen (output);
    gpointer           packet;

    g_assert_cmpuint (size, >, 1);
    g_assert_true (strchr (output, '\n') == output + size - 1);
    packet = parlor_packet_decode_line (output, size - 1, &packet_type, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpint (packet_type, ==, cases[i].type);
    parlor_packet_free (packet_type, packet);
  }
}

static void
test_announce (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char          *output = type_well (fixture, "announce Tea is 'ready  now'");
  ParlorAnnouncementPacket *announcement =
    parlor_test_peer_expect (fixture->bob, PARLOR_PACKET_ANNOUNCEMENT);

  g_assert_cmpstr (output, ==, "");
  g_assert_cmpstr (announcement->text, ==, "Tea is ready  now");
  expect_output (fixture, "audit",
                 "^ENTRY  TIME +BY +ACT +TO +IN +MORE$\n"
                 "^1 .* \\(this machine\\)  announce +Tea is ready  now$");
}

static void
test_disconnect (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *output = type_well (fixture, "disconnect bob");

  parlor_test_peer_expect_goodbye (fixture->bob, "disconnected");
  parlor_test_peer_settle (fixture->ada);
}

static void
test_bans (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *first = type_well (fixture, "user ban bob --days 2 --reason 'Too loud'");
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *fourth = NULL;

  parlor_test_peer_expect_goodbye (fixture->bob, "banned");
  expect_output (fixture, "user show bob", "^reason +Too loud$");
  second = type_well (fixture, "ban 192.0.2.0/24");
  expect_output (fixture, "bans", "^bob .*Too loud$");
  expect_output (fixture, "bans", "^192.0.2.0/24 .* for good +\\(this machine\\)$");
  third = type_well (fixture, "user unban bob");
  fourth = type_well (fixture, "unban 192.0.2.0/24");
  expect_output (fixture, "bans", "^$");
  parlor_test_peer_free (parlor_test_enter_again (fixture->bob));
}

static void
test_accounts (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (ParlorTestPeer) again = parlor_test_peer_new (fixture->server);
  g_autofree char           *output = type_well (fixture, "user role bob admin");
  g_autofree char           *reset = NULL;
  const char                *password;

  expect_output (fixture, "users bob", "^2 +bob +bob +admin ");
  reset = type_well (fixture, "user password bob");
  g_assert_true (g_str_has_prefix (reset, "The new password is "));
  g_strchomp (reset);
  password = reset + strlen ("The new password is ");
  parlor_test_peer_ask (again, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_SIGN_IN, "name", "bob",
                        "password", password, NULL);
}

static void
test_delete (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *output = type_well (fixture, "user delete bob --yes --keep-messages");

  parlor_test_peer_expect_end (fixture->bob);
  type_badly (fixture, 1, "user show bob", "Nobody is called bob");
  parlor_test_peer_settle (fixture->ada);
}

static void
test_invites (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *link = type_well (
    fixture, "invite create --uses 2 --days 3 --conversation lobby --note 'For friends'");
  g_autofree char           *list = NULL;
  g_autofree char           *revoke = NULL;
  g_autofree char           *revoked = NULL;
  g_autoptr (ParlorLinkUri)  uri = NULL;
  g_autoptr (ParlorTestPeer) carol = parlor_test_peer_new (fixture->server);
  g_auto (GStrv)             lines = NULL;

  uri = parlor_link_uri_parse (g_strchomp (link), NULL);
  g_assert_nonnull (uri);
  parlor_test_register (carol, "carol", uri->invite);

  expect_output (fixture, "invite list",
                 "^\\S+ +1 of 2 +\\S+ \\S+ +\\(this machine\\) +lobby +For friends$");
  list = type_well (fixture, "invite list");
  lines = g_strsplit (list, "\n", 0);
  *strchr (lines[1], ' ') = '\0';
  revoke = g_strdup_printf ("invite revoke %s", lines[1]);
  revoked = type_well (fixture, revoke);
  expect_output (fixture, "invite list", "^$");
}

static void
test_reload (Fixture      *fixture,
             gconstpointer data)
{
  expect_output (fixture, "reload", "^$");
  parlor_test_server_configure (fixture->server, "server-name = Other\nio-threads = 9");
  expect_output (fixture, "reload",
                 "^Changed: server-name$\n^Changes after a restart: io-threads$");
  parlor_test_server_configure (fixture->server, "servername = Other");
  type_badly (fixture, 1, "reload", "The nearest is server-name");
}

static void
test_backup (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *folder =
    g_build_filename (parlor_test_server_get_folder (fixture->shell), "..", "backup", NULL);
  g_autofree char *line = g_strdup_printf ("backup '%s'", folder);

  expect_output (fixture, line, "^The backup is in /");
  type_badly (fixture, 1, line, "is there already");
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture      *fixture,
                  gconstpointer data);
  } tests[] = {
    { "/admin-cli/misuse", test_misuse },
    { "/admin-cli/too-long", test_too_long },
    { "/admin-cli/no-server", test_no_server },
    { "/admin-cli/help", test_help },
    { "/admin-cli/tables", test_tables },
    { "/admin-cli/digits", test_digits },
    { "/admin-cli/wide", test_wide },
    { "/admin-cli/json", test_json },
    { "/admin-cli/announce", test_announce },
    { "/admin-cli/disconnect", test_disconnect },
    { "/admin-cli/bans", test_bans },
    { "/admin-cli/accounts", test_accounts },
    { "/admin-cli/delete", test_delete },
    { "/admin-cli/invites", test_invites },
    { "/admin-cli/reload", test_reload },
    { "/admin-cli/backup", test_backup },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
