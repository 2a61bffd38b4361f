/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * parlor-cli as a script runs it: lines in, lines out, an exit status. */

#include "parlor-cli.h"
#include "parlor-test-cli.h"

#include <jansson.h>
#include <signal.h>
#include <unistd.h>

static void
register_account (ParlorTestCli *fixture,
                  const char    *name)
{
  g_auto (ParlorTestRun) made =
    RUN (fixture, "", "--link", fixture->link, "--name", name, "--register");

  g_assert_cmpstr (made.err, ==, "");
  g_assert_cmpint (made.status, ==, 0);
}

static void
test_lines (ParlorTestCli *fixture,
            gconstpointer  unused)
{
  g_auto (ParlorTestRun) ada =
    RUN (fixture,
         "Grüße, Привет, 你好, שלום 👩‍👩‍👧\n\n//slashed\n"
         "/create group \"My Family\" pass12345\nIn the family\n/list\n/users\n"
         "/nick Ada Lovelace\n/help\n/quit\nnever sent\n",
         "--link", fixture->link, "--name", "ada", "--register", LOBBY);
  g_auto (ParlorTestRun) bob = { 0 };

  g_assert_cmpstr (ada.err, ==, "");
  g_assert_cmpint (ada.status, ==, 0);
  parlor_test_assert_says (ada.out, "You are in #My Family now.");
  parlor_test_assert_says (ada.out, "#My Family  group, password, joined");
  parlor_test_assert_says (ada.out, "@ada  ada  online");
  parlor_test_assert_says (ada.out, "/create channel|group NAME [PASSWORD]");

  bob = RUN (fixture, "/history 10\n/join \"my family\" pass12345\n/history\n/leave\n", "--link",
             fixture->link, "--name", "bob", "--register", LOBBY);
  g_assert_cmpstr (bob.err, ==, "");
  g_assert_cmpint (bob.status, ==, 0);
  parlor_test_assert_says (
    bob.out, "#lobby Ada Lovelace: Grüße, Привет, 你好, שלום 👩‍👩‍👧");
  parlor_test_assert_says (bob.out, "#lobby Ada Lovelace: /slashed");
  parlor_test_assert_says (bob.out, "#My Family Ada Lovelace: In the family");
  g_assert_null (strstr (bob.out, "never sent"));
}

/* The id of the attachment that @text names last. */
static char *
find_attachment (const char *text)
{
  g_autoptr (GRegex)     regex = g_regex_new ("\\ba[0-9a-f]{32}\\b", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_true (g_regex_match (regex, text, 0, &match));

  return g_match_info_fetch (match, 0);
}

/* A link that one makes lets somebody else in. */
static void
test_invite_link (ParlorTestCli *fixture,
                  gconstpointer  unused)
{
  g_auto (ParlorTestRun) ada =
    RUN (fixture, "", "--link", fixture->link, "--name", "ada", "--register", "/invite-link", "1");
  g_auto (ParlorTestRun) bob = { 0 };

  g_assert_true (g_str_has_prefix (ada.out, "parlor://"));
  g_strchomp (ada.out);

  parlor_test_server_stop (fixture->server);
  parlor_test_server_configure (fixture->server, "registration = invite");
  parlor_test_server_start (fixture->server);
  bob = RUN (fixture, "", "--link", ada.out, "--name", "bob", "--register");
  g_assert_cmpstr (bob.err, ==, "");
  g_assert_cmpint (bob.status, ==, 0);
}

static void
test_export (ParlorTestCli *fixture,
             gconstpointer  unused)
{
  g_autofree char       *photo = g_test_build_filename (G_TEST_DIST, "media", "rotated.jpg", NULL);
  g_autofree char       *folder = g_build_filename (fixture->folder, "my data", NULL);
  g_autofree char       *input = g_strdup_printf ("Hello\n/image %s\n", photo);
  g_autofree char       *fetch = g_strdup_printf ("/export %s\n", folder);
  g_autofree char       *messages = g_build_filename (folder, "messages.json", NULL);
  g_autofree char       *copy = NULL;
  g_auto (ParlorTestRun) ada =
    RUN (fixture, input, "--link", fixture->link, "--name", "ada", "--register", LOBBY);
  g_autofree char       *id = find_attachment (ada.out);
  g_auto (ParlorTestRun) first = RUN (fixture, fetch, "--link", fixture->link, "--name", "ada");
  g_autofree char       *sent = NULL;
  g_autofree char       *saved = NULL;
  gsize                  sent_bytes;
  gsize                  saved_bytes;
  json_t                *json;

  g_assert_cmpstr (first.err, ==, "");
  g_assert_cmpint (first.status, ==, 0);
  json = json_load_file (messages, 0, NULL);
  g_assert_cmpuint (json_array_size (json), ==, 3); /* coming in, a text, a picture */
  json_decref (json);

  copy = g_strdup_printf ("%s/files/%s-rotated.jpg", folder, id);
  g_assert_true (g_file_get_contents (photo, &sent, &sent_bytes, NULL));
  g_assert_true (g_file_get_contents (copy, &saved, &saved_bytes, NULL));
  g_assert_cmpmem (sent, sent_bytes, saved, saved_bytes);
}

/* What fails stops the rest: it might go to the wrong place.  What came before is sent. */
static void
test_stops (ParlorTestCli *fixture,
            gconstpointer  unused)
{
  static const char     *failing[] = { "/join nowhere", "/nonsense", "/join", "/msg nobody hello",
                                       "/create channel lobby", "/create chapel x", "/history many",
                                       "/save a00 x", "/image /nonexistent", "/nick \u202e" };
  g_auto (ParlorTestRun) bob = { 0 };

  register_account (fixture, "ada");
  register_account (fixture, "bob");
  for (guint i = 0; i < G_N_ELEMENTS (failing); i++) {
    g_autofree char *before = g_strdup_printf ("ada: before %u\n", i);
    g_autofree char *input =
      g_strdup_printf ("before %u\n%s\nmust not be sent\n", i, failing[i]);
    g_auto (ParlorTestRun) ada =
      RUN (fixture, input, "--link", fixture->link, "--name", "ada", LOBBY);

    g_assert_cmpint (ada.status, ==, 1);
    g_assert_true (g_str_has_prefix (ada.err, "parlor-cli: "));
    parlor_test_assert_says (ada.out, before);
  }

  bob = RUN (fixture, "/history\n", "--link", fixture->link, "--name", "bob", LOBBY);
  g_assert_null (strstr (bob.out, "must not be sent"));
}

static void
test_refused (ParlorTestCli *fixture,
              gconstpointer  unused)
{
  g_autofree char *address =
    g_strdup_printf ("127.0.0.1:%u", parlor_test_server_get_port (fixture->server));
  g_autofree char       *file = g_build_filename (fixture->folder, "password", NULL);
  g_auto (ParlorTestRun) unknown = { 0 };
  g_auto (ParlorTestRun) wrong = { 0 };
  g_auto (ParlorTestRun) twice = { 0 };
  g_auto (ParlorTestRun) no_file = { 0 };
  g_auto (ParlorTestRun) nobody_there = { 0 };

  register_account (fixture, "ada");
  g_file_set_contents (file, "not the password\n", -1, NULL);

  unknown = RUN (fixture, "x\n", "--server", address, "--name", "ada", "--data", file);
  g_assert_cmpint (unknown.status, ==, PARLOR_CLI_STATUS_FAILED);

  g_clear_pointer (&unknown.out, g_free);
  g_clear_pointer (&unknown.err, g_free);
  unknown = RUN (fixture, "x\n", "--server", address, "--name", "eve", LOBBY);
  g_assert_cmpint (unknown.status, ==, PARLOR_CLI_STATUS_UNTRUSTED);
  parlor_test_assert_says (unknown.err, parlor_test_server_get_fingerprint (fixture->server));

  wrong = RUN (fixture, "x\n", "--link", fixture->link, "--name", "ada", "--password-file", file);
  g_assert_cmpint (wrong.status, ==, PARLOR_CLI_STATUS_NOT_SIGNED_IN);
  parlor_test_assert_says (wrong.err, "wrong");

  twice = RUN (fixture, "x\n", "--link", fixture->link, "--name", "ada", "--register");
  g_assert_cmpint (twice.status, ==, PARLOR_CLI_STATUS_FAILED);

  no_file = RUN (fixture, "x\n", "--link", fixture->link, "--name", "ada", "--password-file",
                 "/none\033[2J");
  g_assert_cmpint (no_file.status, ==, PARLOR_CLI_STATUS_FAILED);
  parlor_test_assert_says (no_file.err, "/none");
  g_assert_null (strchr (no_file.err, '\033'));

  parlor_test_server_stop (fixture->server);
  nobody_there = RUN (fixture, "x\n", "--link", fixture->link, "--name", "eve", LOBBY);
  g_assert_cmpint (nobody_there.status, ==, PARLOR_CLI_STATUS_UNREACHABLE);
}

static void
test_usage (ParlorTestCli *fixture,
            gconstpointer  unused)
{
  static const char *const cases[][6] = {
    { "--nonsense" },
    { "--name", "ada" },
    { "--link", "parlor://127.0.0.1/" },
    { "--server", "x", "--link", "parlor://127.0.0.1/", "--name", "ada" },
    { "--server", "x", "--name", "ada", "--timeout=0" },
    { "--server", "x", "--name", "ada", "--fingerprint=x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (ParlorTestRun) ada =
      parlor_test_cli_run (fixture, "",
                           (const char *const[]){ cases[i][0], cases[i][1], cases[i][2],
                                                  cases[i][3], cases[i][4], cases[i][5], NULL });

    g_assert_cmpint (ada.status, ==, 2);
    g_assert_cmpstr (ada.err, !=, "");
  }
}

static void
test_image (ParlorTestCli *fixture,
            gconstpointer  unused)
{
  g_autofree char       *photo = g_test_build_filename (G_TEST_DIST, "media", "rotated.jpg", NULL);
  g_autofree char       *copy = g_build_filename (fixture->folder, "my copy.jpg", NULL);
  g_autofree char       *send = g_strdup_printf ("/image %s\n", photo);
  g_auto (ParlorTestRun) ada =
    RUN (fixture, send, "--link", fixture->link, "--name", "ada", "--register", LOBBY);
  g_autofree char       *id = find_attachment (ada.out);
  g_autofree char       *save = g_strdup_printf ("/history\n/save %s %s\n", id, copy);
  g_auto (ParlorTestRun) bob = { 0 };
  g_autofree char       *sent = NULL;
  g_autofree char       *saved = NULL;
  gsize                  sent_bytes;
  gsize                  saved_bytes;

  g_assert_cmpint (ada.status, ==, 0);
  parlor_test_assert_says (ada.out, "[rotated.jpg, ");

  bob = RUN (fixture, save, "--link", fixture->link, "--name", "bob", "--register", LOBBY);
  g_assert_cmpstr (bob.err, ==, "");
  g_assert_cmpint (bob.status, ==, 0);
  g_assert_true (g_file_get_contents (photo, &sent, &sent_bytes, NULL));
  g_assert_true (g_file_get_contents (copy, &saved, &saved_bytes, NULL));
  g_assert_cmpmem (sent, sent_bytes, saved, saved_bytes);
}

static void
test_bad_lines (ParlorTestCli *fixture,
                gconstpointer  unused)
{
  g_autofree char       *too_long = g_strnfill (PARLOR_TEXT_MAX_BYTES + 1, 'x');
  g_autofree char       *longest = g_strnfill (PARLOR_TEXT_MAX_BYTES, 'x');
  g_auto (ParlorTestRun) ada = RUN (fixture, "gr\xfc\xdf dich\n", "--link", fixture->link, "--name",
                                    "ada", "--register", LOBBY);
  g_auto (ParlorTestRun) again =
    RUN (fixture, too_long, "--link", fixture->link, "--name", "ada", LOBBY);
  g_auto (ParlorTestRun) good =
    RUN (fixture, longest, "--link", fixture->link, "--name", "ada", LOBBY);

  g_assert_cmpint (ada.status, ==, 1);
  g_assert_cmpint (again.status, ==, 1);
  g_assert_cmpint (good.status, ==, 0);
  parlor_test_assert_says (good.out, longest);
}

/* One stays and listens while the other one writes. */
static void
test_follow (ParlorTestCli *fixture,
             gconstpointer  unused)
{
  const char *const            args[] = { "--link", fixture->link, "--name", "ada", "--register",
                                          "--follow", LOBBY, NULL };
  g_autoptr (GSubprocess)      ada = parlor_test_cli_spawn (fixture, NULL, args);
  g_autoptr (GDataInputStream) out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (ada));
  g_autofree char             *line = NULL;
  g_auto (ParlorTestRun)       bob = { 0 };
  g_autoptr (GError)           error = NULL;

  g_assert_true (g_output_stream_write_all (g_subprocess_get_stdin_pipe (ada), "I am here\n", 10,
                                            NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (ada), NULL, NULL));
  line = g_data_input_stream_read_line_utf8 (out, NULL, NULL, &error);
  parlor_test_assert_says (line, "ada: I am here");

  bob = RUN (fixture, "", "--link", fixture->link, "--name", "bob", "--register", "/msg ada psst");
  g_assert_cmpint (bob.status, ==, 0);
  do {
    g_free (line);
    line = g_data_input_stream_read_line_utf8 (out, NULL, NULL, &error);
    g_assert_no_error (error);
    g_assert_nonnull (line);
  } while (strstr (line, "@bob bob: psst") == NULL);

  g_subprocess_send_signal (ada, SIGTERM);
  g_assert_true (g_subprocess_wait (ada, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (ada), ==, 0);
}

/* The first line that has @part in it. */
static char *
read_until (GDataInputStream *out,
            const char       *part)
{
  char *line = NULL;

  do {
    g_autoptr (GError) error = NULL;

    g_free (line);
    line = g_data_input_stream_read_line_utf8 (out, NULL, NULL, &error);
    g_assert_no_error (error);
    g_assert_nonnull (line);
  } while (strstr (line, part) == NULL);

  return line;
}

/* Whatever one does, and however it is printed. */
static void
test_announced (ParlorTestCli *fixture,
                gconstpointer  json)
{
  g_autoptr (ParlorLinkUri)    uri = parlor_link_uri_parse (fixture->link, NULL);
  g_autoptr (ParlorTestPeer)   owner = parlor_test_peer_new (fixture->server);
  const char                  *args[] = { "--link", fixture->link, "--name", "ada", "--register",
                                          "--follow", LOBBY, json, NULL };
  g_autoptr (GSubprocess)      ada = NULL;
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char             *here = NULL;
  g_autofree char             *line = NULL;

  parlor_test_register (owner, "olga", uri->invite);
  ada = parlor_test_cli_spawn (fixture, "I am here\n", args);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (ada));
  here = read_until (out, "I am here");
  parlor_test_peer_ask (owner, PARLOR_PACKET_OK, PARLOR_PACKET_ANNOUNCE, "text", "Back at noon",
                        NULL);
  line = read_until (out, "Back at noon");
  if (json != NULL)
    parlor_test_assert_says (line, "\"type\":\"announcement\"");
  else
    g_assert_cmpstr (line, ==, "*** Announcement from olga: Back at noon");

  g_subprocess_send_signal (ada, SIGTERM);
  g_assert_true (g_subprocess_wait (ada, NULL, NULL));
}

/* What could not be sent in time is sent at the next start, once. */
static void
test_left_over (ParlorTestCli *fixture,
                gconstpointer  unused)
{
  const char *const            args[] = { "--link", fixture->link, "--name", "ada", "--register",
                                          "--timeout", "1", LOBBY, NULL };
  g_autoptr (GSubprocess)      process = parlor_test_cli_spawn (fixture, NULL, args);
  GOutputStream               *in = g_subprocess_get_stdin_pipe (process);
  g_autoptr (GDataInputStream) out =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char       *line = NULL;
  g_auto (ParlorTestRun) again = { 0 };
  g_auto (ParlorTestRun) bob = { 0 };
  const char            *found;

  g_assert_true (g_output_stream_write_all (in, "first\n", 6, NULL, NULL, NULL));
  line = g_data_input_stream_read_line_utf8 (out, NULL, NULL, NULL);
  parlor_test_assert_says (line, "ada: first");

  parlor_test_server_kill (fixture->server);
  g_assert_true (g_output_stream_write_all (in, "late\n", 5, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (in, NULL, NULL));
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, PARLOR_CLI_STATUS_UNREACHABLE);

  parlor_test_server_start (fixture->server);
  again = RUN (fixture, "", "--link", fixture->link, "--name", "ada");
  g_assert_cmpint (again.status, ==, 0);
  bob = RUN (fixture, "/history\n", "--link", fixture->link, "--name", "bob", "--register", LOBBY);
  found = strstr (bob.out, "ada: late");
  g_assert_nonnull (found);
  g_assert_null (strstr (found + 1, "ada: late"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  /* A program that has ended early takes no more lines. */
  signal (SIGPIPE, SIG_IGN);

  g_test_add ("/cli/lines", ParlorTestCli, NULL, parlor_test_cli_set_up, test_lines,
              parlor_test_cli_tear_down);
  g_test_add ("/cli/stops", ParlorTestCli, NULL, parlor_test_cli_set_up, test_stops,
              parlor_test_cli_tear_down);
  g_test_add ("/cli/refused", ParlorTestCli, NULL, parlor_test_cli_set_up, test_refused,
              parlor_test_cli_tear_down);
  g_test_add ("/cli/usage", ParlorTestCli, NULL, parlor_test_cli_set_up, test_usage,
              parlor_test_cli_tear_down);
  g_test_add ("/cli/image", ParlorTestCli, NULL, parlor_test_cli_set_up, test_image,
              parlor_test_cli_tear_down);
  g_test_add ("/cli/invite-link", ParlorTestCli, NULL, parlor_test_cli_set_up, test_invite_link,
              parlor_test_cli_tear_down);
  g_test_add ("/cli/export", ParlorTestCli, NULL, parlor_test_cli_set_up, test_export,
              parlor_test_cli_tear_down);
  g_test_add ("/cli/bad-lines", ParlorTestCli, NULL, parlor_test_cli_set_up, test_bad_lines,
              parlor_test_cli_tear_down);
  g_test_add ("/cli/follow", ParlorTestCli, NULL, parlor_test_cli_set_up, test_follow,
              parlor_test_cli_tear_down);
  g_test_add ("/cli/announced", ParlorTestCli, NULL, parlor_test_cli_set_up, test_announced,
              parlor_test_cli_tear_down);
  g_test_add ("/cli/announced-json", ParlorTestCli, "--json", parlor_test_cli_set_up,
              test_announced, parlor_test_cli_tear_down);
  g_test_add ("/cli/left-over", ParlorTestCli, NULL, parlor_test_cli_set_up, test_left_over,
              parlor_test_cli_tear_down);

  return g_test_run ();
}
