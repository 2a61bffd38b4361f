/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * parlor-cli as a script runs it: lines in, lines out, an exit status. */

#include "parlor-cli.h"
#include "parlor-test-people.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <jansson.h>
#include <signal.h>
#include <unistd.h>

#define PASSWORD "correct horse"
#define LOBBY "--to", "lobby"
#define INPUT_MAX_BYTES (1024 * 1024)

typedef struct
{
  ParlorTestServer *server;
  char             *link;
  char             *folder; /* XDG_DATA_HOME */
} Fixture;

typedef struct
{
  int   status;
  char *out;
  char *err;
} Run;

static void
run_clear (Run *run)
{
  g_free (run->out);
  g_free (run->err);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  g_autoptr (ParlorLinkUri) uri = NULL;

  fixture->server = parlor_test_serve ("tokens-burst = 100000\n");
  uri = parlor_test_server_read_owner_link (fixture->server);
  fixture->link = parlor_link_uri_to_string (uri);
  fixture->folder = g_dir_make_tmp ("parlor-cli-XXXXXX", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  const char *argv[] = { "rm", "-r", fixture->folder, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
  parlor_test_server_free (fixture->server);
  g_free (fixture->link);
  g_free (fixture->folder);
}

/* A pipe that holds all of @input from the beginning, since a program that is
 * refused ends without having read it. */
static int
make_input (const char *input)
{
  const gsize size = strlen (input);
  int         fds[2];

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  g_assert_cmpint (fcntl (fds[1], F_SETPIPE_SZ, INPUT_MAX_BYTES), >=, size);
  g_assert_cmpint (write (fds[1], input, size), ==, size);
  close (fds[1]);

  return fds[0];
}

/* @input: (nullable): what it can read; else a pipe to write to while it runs */
static GSubprocess *
spawn (Fixture           *fixture,
       const char        *input,
       const char *const *args)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE |
                               (input == NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : 0));
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_auto (GStrv)           all = NULL;
  g_autoptr (GError)       error = NULL;
  GSubprocess             *process;

  g_strv_builder_add (argv, g_getenv ("PARLOR_TEST_CLI"));
  g_strv_builder_addv (argv, (const char **) args);
  all = g_strv_builder_end (argv);

  if (input != NULL)
    g_subprocess_launcher_take_stdin_fd (launcher, make_input (input));
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", fixture->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "PARLOR_PASSWORD", PASSWORD, FALSE);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) all, &error);
  g_assert_no_error (error);

  return process;
}

static char *
to_text (GBytes *bytes)
{
  gsize       size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_strndup (size > 0 ? data : "", size);
}

/* Runs the program to its end. */
static Run
run (Fixture           *fixture,
     const char        *input,
     const char *const *args)
{
  g_autoptr (GSubprocess) process = spawn (fixture, input, args);
  g_autoptr (GBytes)      out = NULL;
  g_autoptr (GBytes)      err = NULL;
  g_autoptr (GError)      error = NULL;
  Run                     result;

  g_subprocess_communicate (process, NULL, NULL, &out, &err, &error);
  g_assert_no_error (error);
  result.status =
    g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  result.out = to_text (out);
  result.err = to_text (err);
  g_test_message ("%.2000s%s", result.out, result.err);

  return result;
}

#define RUN(fixture, input, ...) run (fixture, input, (const char *const[]){ __VA_ARGS__, NULL })

static void
assert_says (const char *text,
             const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

static void
register_account (Fixture    *fixture,
                  const char *name)
{
  g_auto (Run) made = RUN (fixture, "", "--link", fixture->link, "--name", name, "--register");

  g_assert_cmpstr (made.err, ==, "");
  g_assert_cmpint (made.status, ==, 0);
}

static void
test_lines (Fixture      *fixture,
            gconstpointer unused)
{
  g_auto (Run) ada =
    RUN (fixture,
         "Grüße, Привет, 你好, שלום 👩‍👩‍👧\n\n//slashed\n"
         "/create group \"My Family\" pass12345\nIn the family\n/list\n/users\n"
         "/nick Ada Lovelace\n/help\n/quit\nnever sent\n",
         "--link", fixture->link, "--name", "ada", "--register", LOBBY);
  g_auto (Run) bob = { 0 };

  g_assert_cmpstr (ada.err, ==, "");
  g_assert_cmpint (ada.status, ==, 0);
  assert_says (ada.out, "You are in #My Family now.");
  assert_says (ada.out, "#My Family  group, password, joined");
  assert_says (ada.out, "@ada  ada  online");
  assert_says (ada.out, "/create channel|group NAME [PASSWORD]");

  bob = RUN (fixture, "/history 10\n/join \"my family\" pass12345\n/history\n/leave\n", "--link",
             fixture->link, "--name", "bob", "--register", LOBBY);
  g_assert_cmpstr (bob.err, ==, "");
  g_assert_cmpint (bob.status, ==, 0);
  assert_says (bob.out,
               "#lobby Ada Lovelace: Grüße, Привет, 你好, שלום 👩‍👩‍👧");
  assert_says (bob.out, "#lobby Ada Lovelace: /slashed");
  assert_says (bob.out, "#My Family Ada Lovelace: In the family");
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
test_invite_link (Fixture      *fixture,
                  gconstpointer unused)
{
  g_auto (Run) ada = RUN (fixture, "", "--link", fixture->link, "--name", "ada", "--register",
                          "/invite-link", "1");
  g_auto (Run) bob = { 0 };

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
test_export (Fixture      *fixture,
             gconstpointer unused)
{
  g_autofree char *photo = g_test_build_filename (G_TEST_DIST, "media", "rotated.jpg", NULL);
  g_autofree char *folder = g_build_filename (fixture->folder, "my data", NULL);
  g_autofree char *input = g_strdup_printf ("Hello\n/image %s\n", photo);
  g_autofree char *fetch = g_strdup_printf ("/export %s\n", folder);
  g_autofree char *messages = g_build_filename (folder, "messages.json", NULL);
  g_autofree char *copy = NULL;
  g_auto (Run)     ada =
    RUN (fixture, input, "--link", fixture->link, "--name", "ada", "--register", LOBBY);
  g_autofree char *id = find_attachment (ada.out);
  g_auto (Run)     first = RUN (fixture, fetch, "--link", fixture->link, "--name", "ada");
  g_autofree char *sent = NULL;
  g_autofree char *saved = NULL;
  gsize            sent_bytes;
  gsize            saved_bytes;
  json_t          *json;

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

/* What fails stops the rest: it might go to the wrong place. */
static void
test_stops (Fixture      *fixture,
            gconstpointer unused)
{
  static const char *failing[] = { "/join nowhere", "/nonsense", "/join", "/msg nobody hello",
                                   "/create channel lobby", "/create chapel x", "/history many",
                                   "/save a00 x", "/image /nonexistent", "/nick \u202e" };
  g_auto (Run)       bob = { 0 };

  register_account (fixture, "ada");
  register_account (fixture, "bob");
  for (guint i = 0; i < G_N_ELEMENTS (failing); i++) {
    g_autofree char *input = g_strdup_printf ("%s\nmust not be sent\n", failing[i]);
    g_auto (Run)     ada = RUN (fixture, input, "--link", fixture->link, "--name", "ada", LOBBY);

    g_assert_cmpint (ada.status, ==, 1);
    g_assert_true (g_str_has_prefix (ada.err, "parlor-cli: "));
  }

  bob = RUN (fixture, "/history\n", "--link", fixture->link, "--name", "bob", LOBBY);
  g_assert_null (strstr (bob.out, "must not be sent"));
}

static void
test_json (Fixture      *fixture,
           gconstpointer unused)
{
  g_auto (Run)   ada = RUN (fixture, "Hello\n", "--link", fixture->link, "--name", "ada",
                            "--register", "--json", LOBBY);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (ada.out), "\n", -1);
  guint          n_sent = 0;
  guint          n_signed_in = 0;

  g_assert_cmpint (ada.status, ==, 0);
  for (guint i = 0; lines[i] != NULL; i++) {
    json_t     *packet = json_loads (lines[i], 0, NULL);
    const char *type = json_string_value (json_object_get (packet, "type"));

    g_assert_nonnull (type);
    n_sent += g_str_equal (type, "sent");
    n_signed_in += g_str_equal (type, "signed-in");
    g_assert_null (json_object_get (packet, "token")); /* a secret */
    json_decref (packet);
  }
  g_assert_cmpuint (n_sent, ==, 1);
  g_assert_cmpuint (n_signed_in, ==, 1);
}

static void
test_refused (Fixture      *fixture,
              gconstpointer unused)
{
  g_autofree char *address =
    g_strdup_printf ("127.0.0.1:%u", parlor_test_server_get_port (fixture->server));
  g_autofree char *file = g_build_filename (fixture->folder, "password", NULL);
  g_auto (Run)     unknown = { 0 };
  g_auto (Run)     wrong = { 0 };
  g_auto (Run)     twice = { 0 };
  g_auto (Run)     no_file = { 0 };
  g_auto (Run)     nobody_there = { 0 };

  register_account (fixture, "ada");
  g_file_set_contents (file, "not the password\n", -1, NULL);

  unknown = RUN (fixture, "x\n", "--server", address, "--name", "ada", "--data", file);
  g_assert_cmpint (unknown.status, ==, PARLOR_CLI_STATUS_FAILED);

  g_clear_pointer (&unknown.out, g_free);
  g_clear_pointer (&unknown.err, g_free);
  unknown = RUN (fixture, "x\n", "--server", address, "--name", "eve", LOBBY);
  g_assert_cmpint (unknown.status, ==, PARLOR_CLI_STATUS_UNTRUSTED);
  assert_says (unknown.err, parlor_test_server_get_fingerprint (fixture->server));

  wrong = RUN (fixture, "x\n", "--link", fixture->link, "--name", "ada", "--password-file", file);
  g_assert_cmpint (wrong.status, ==, PARLOR_CLI_STATUS_NOT_SIGNED_IN);
  assert_says (wrong.err, "wrong");

  twice = RUN (fixture, "x\n", "--link", fixture->link, "--name", "ada", "--register");
  g_assert_cmpint (twice.status, ==, PARLOR_CLI_STATUS_FAILED);

  no_file =
    RUN (fixture, "x\n", "--link", fixture->link, "--name", "ada", "--password-file", "/none");
  g_assert_cmpint (no_file.status, ==, PARLOR_CLI_STATUS_FAILED);
  assert_says (no_file.err, "/none");

  parlor_test_server_stop (fixture->server);
  nobody_there = RUN (fixture, "x\n", "--link", fixture->link, "--name", "eve", LOBBY);
  g_assert_cmpint (nobody_there.status, ==, PARLOR_CLI_STATUS_UNREACHABLE);
}

static void
test_usage (Fixture      *fixture,
            gconstpointer unused)
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
    g_auto (Run) ada = run (fixture, "",
                            (const char *const[]){ cases[i][0], cases[i][1], cases[i][2],
                                                   cases[i][3], cases[i][4], cases[i][5], NULL });

    g_assert_cmpint (ada.status, ==, 2);
    g_assert_cmpstr (ada.err, !=, "");
  }
}

static void
test_image (Fixture      *fixture,
            gconstpointer unused)
{
  g_autofree char *photo = g_test_build_filename (G_TEST_DIST, "media", "rotated.jpg", NULL);
  g_autofree char *copy = g_build_filename (fixture->folder, "my copy.jpg", NULL);
  g_autofree char *send = g_strdup_printf ("/image %s\n", photo);
  g_auto (Run)     ada =
    RUN (fixture, send, "--link", fixture->link, "--name", "ada", "--register", LOBBY);
  g_autofree char *id = find_attachment (ada.out);
  g_autofree char *save = g_strdup_printf ("/history\n/save %s %s\n", id, copy);
  g_auto (Run)     bob = { 0 };
  g_autofree char *sent = NULL;
  g_autofree char *saved = NULL;
  gsize            sent_bytes;
  gsize            saved_bytes;

  g_assert_cmpint (ada.status, ==, 0);
  assert_says (ada.out, "[rotated.jpg, ");

  bob = RUN (fixture, save, "--link", fixture->link, "--name", "bob", "--register", LOBBY);
  g_assert_cmpstr (bob.err, ==, "");
  g_assert_cmpint (bob.status, ==, 0);
  g_assert_true (g_file_get_contents (photo, &sent, &sent_bytes, NULL));
  g_assert_true (g_file_get_contents (copy, &saved, &saved_bytes, NULL));
  g_assert_cmpmem (sent, sent_bytes, saved, saved_bytes);
}

static void
test_bad_lines (Fixture      *fixture,
                gconstpointer unused)
{
  g_autofree char *too_long = g_strnfill (PARLOR_TEXT_MAX_BYTES + 1, 'x');
  g_autofree char *longest = g_strnfill (PARLOR_TEXT_MAX_BYTES, 'x');
  g_auto (Run)     ada = RUN (fixture, "gr\xfc\xdf dich\n", "--link", fixture->link, "--name",
                              "ada", "--register", LOBBY);
  g_auto (Run)     again = RUN (fixture, too_long, "--link", fixture->link, "--name", "ada", LOBBY);
  g_auto (Run)     good = RUN (fixture, longest, "--link", fixture->link, "--name", "ada", LOBBY);

  g_assert_cmpint (ada.status, ==, 1);
  g_assert_cmpint (again.status, ==, 1);
  g_assert_cmpint (good.status, ==, 0);
  assert_says (good.out, longest);
}

/* One stays and listens while the other one writes. */
static void
test_follow (Fixture      *fixture,
             gconstpointer unused)
{
  const char *const            args[] = { "--link", fixture->link, "--name", "ada", "--register",
                                          "--follow", LOBBY, NULL };
  g_autoptr (GSubprocess)      ada = spawn (fixture, NULL, args);
  g_autoptr (GDataInputStream) out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (ada));
  g_autofree char             *line = NULL;
  g_auto (Run)                 bob = { 0 };
  g_autoptr (GError)           error = NULL;

  g_assert_true (g_output_stream_write_all (g_subprocess_get_stdin_pipe (ada), "I am here\n", 10,
                                            NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (ada), NULL, NULL));
  line = g_data_input_stream_read_line_utf8 (out, NULL, NULL, &error);
  assert_says (line, "ada: I am here");

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
test_announced (Fixture      *fixture,
                gconstpointer json)
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
  ada = spawn (fixture, "I am here\n", args);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (ada));
  here = read_until (out, "I am here");
  parlor_test_peer_ask (owner, PARLOR_PACKET_OK, PARLOR_PACKET_ANNOUNCE, "text", "Back at noon",
                        NULL);
  line = read_until (out, "Back at noon");
  if (json != NULL)
    assert_says (line, "\"type\":\"announcement\"");
  else
    g_assert_cmpstr (line, ==, "*** Announcement from olga: Back at noon");

  g_subprocess_send_signal (ada, SIGTERM);
  g_assert_true (g_subprocess_wait (ada, NULL, NULL));
}

/* What could not be sent in time is sent at the next start, once. */
static void
test_left_over (Fixture      *fixture,
                gconstpointer unused)
{
  const char *const            args[] = { "--link", fixture->link, "--name", "ada", "--register",
                                          "--timeout", "1", LOBBY, NULL };
  g_autoptr (GSubprocess)      process = spawn (fixture, NULL, args);
  GOutputStream               *in = g_subprocess_get_stdin_pipe (process);
  g_autoptr (GDataInputStream) out =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = NULL;
  g_auto (Run)     again = { 0 };
  g_auto (Run)     bob = { 0 };
  const char      *found;

  g_assert_true (g_output_stream_write_all (in, "first\n", 6, NULL, NULL, NULL));
  line = g_data_input_stream_read_line_utf8 (out, NULL, NULL, NULL);
  assert_says (line, "ada: first");

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

  g_test_add ("/cli/lines", Fixture, NULL, set_up, test_lines, tear_down);
  g_test_add ("/cli/stops", Fixture, NULL, set_up, test_stops, tear_down);
  g_test_add ("/cli/json", Fixture, NULL, set_up, test_json, tear_down);
  g_test_add ("/cli/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/cli/usage", Fixture, NULL, set_up, test_usage, tear_down);
  g_test_add ("/cli/image", Fixture, NULL, set_up, test_image, tear_down);
  g_test_add ("/cli/invite-link", Fixture, NULL, set_up, test_invite_link, tear_down);
  g_test_add ("/cli/export", Fixture, NULL, set_up, test_export, tear_down);
  g_test_add ("/cli/bad-lines", Fixture, NULL, set_up, test_bad_lines, tear_down);
  g_test_add ("/cli/follow", Fixture, NULL, set_up, test_follow, tear_down);
  g_test_add ("/cli/announced", Fixture, NULL, set_up, test_announced, tear_down);
  g_test_add ("/cli/announced-json", Fixture, "--json", set_up, test_announced, tear_down);
  g_test_add ("/cli/left-over", Fixture, NULL, set_up, test_left_over, tear_down);

  return g_test_run ();
}
