/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The programs of the terminal, in German; and what travels, which is English whatever the
 * languages of those are who talk. */

#include "parlor-test-locale.h"
#include "parlor-test-server.h"
#include "parlor-translate.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

typedef struct
{
  char *out;
  char *err;
  int   status;
} Run;

static void
run_clear (Run *run)
{
  g_free (run->out);
  g_free (run->err);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static GSubprocess *
spawn (const char        *language,
       GSubprocessFlags   flags,
       const char *const *args)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | flags);
  g_autoptr (GError) error = NULL;
  GSubprocess       *process;

  g_subprocess_launcher_setenv (launcher, "LANGUAGE", language, TRUE);
  g_subprocess_launcher_setenv (launcher, "PARLOR_PASSWORD", "wrong horse battery", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, args, &error);
  g_assert_no_error (error);

  return process;
}

static Run
run (const char        *language,
     const char *const *args)
{
  g_autoptr (GSubprocess) process = spawn (language, G_SUBPROCESS_FLAGS_STDERR_PIPE, args);
  g_autoptr (GError)      error = NULL;
  Run                     run = { 0 };

  g_subprocess_communicate_utf8 (process, NULL, NULL, &run.out, &run.err, &error);
  g_assert_no_error (error);
  run.status = g_subprocess_get_exit_status (process);

  return run;
}

#define RUN(language, ...) run (language, (const char *const[]){ __VA_ARGS__, NULL })
#define SERVER g_getenv ("PARLOR_TEST_SERVER")
#define CLI g_getenv ("PARLOR_TEST_CLI")

/* Returns @text in German, which has to be another. */
static const char *
german (const char *text)
{
  const char *translated = gettext (text);

  if (g_str_equal (translated, text))
    g_error ("This has no German translation: %s", text);

  return translated;
}

static void
assert_says (const char *text,
             const char *what)
{
  if (strstr (text, what) == NULL)
    g_error ("“%s” is not in what was said:\n%s", what, text);
}

/* Texts of a peer, who may send what it likes. */
static void
test_texts (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *unknown = parlor_translate_refusal ("Nie gehört.", NULL, 0, NULL, 0);
  g_autofree char *ban = parlor_translate_refusal (
    "as a whole", "Your account is banned from this server.", 1893456000000, "Spam & <b>", 0);
  g_autofree char *number =
    parlor_translate_refusal ("as a whole", "This is no number, or one that is too large.", 0, "",
                              365);
  g_autofree char *endless = parlor_translate_refusal ("as a whole", "x", G_MAXINT64, NULL, 0);
  g_autofree char *empty = parlor_translate_refusal ("All of it.", "", -1, NULL, -1);

  g_assert_cmpstr (parlor_translate_text (""), ==, "");
  g_assert_cmpstr (parlor_translate_text ("%s%n"), ==, "%s%n");
  g_assert_true (parlor_translate_text (long_text) == long_text);
  g_assert_cmpstr (parlor_translate_text ("There is no such person."), ==,
                   german ("There is no such person."));

  g_assert_cmpstr (unknown, ==, "Nie gehört.");
  g_assert_true (g_str_has_prefix (ban, german ("Your account is banned from this server.")));
  assert_says (ban, "30");
  assert_says (ban, "Spam & <b>");
  g_assert_null (strstr (ban, "as a whole"));
  assert_says (number, "365");
  g_assert_cmpstr (endless, ==, "x");
  g_assert_cmpstr (empty, ==, "All of it.");
}

static void
test_help (void)
{
  g_auto (Run) server = RUN ("de", SERVER, "--help");
  g_auto (Run) admin = RUN ("de", SERVER, "admin", "--help");
  g_auto (Run) cli = RUN ("de", CLI, "--help");
  g_auto (Run) english = RUN ("", CLI, "--help");

  assert_says (server.out, german ("Folder for everything the server keeps"));
  assert_says (server.out, german ("- the server of Parlor"));
  assert_says (admin.out, german ("List who is connected"));
  assert_says (cli.out, german ("Make the account first"));
  assert_says (english.out, "Make the account first");
}

static void
test_errors (void)
{
  g_auto (Run) server = RUN ("de", SERVER, "--io-threads", "99");
  g_auto (Run) restore = RUN ("de", SERVER, "restore");
  g_auto (Run) admin = RUN ("de", SERVER, "admin", "--limit", "0", "audit");
  g_auto (Run) cli = RUN ("de", CLI, "--timeout", "0");
  const char  *unknown[] = { SERVER, "admin", "dance", NULL };
  g_auto (Run) command = run ("de", unknown);

  assert_says (server.err, german ("--io-threads goes from 1 to 64"));
  g_assert_cmpint (server.status, !=, 0);
  assert_says (restore.err, german ("Name the folder of one backup. See restore --help."));
  assert_says (admin.err, german ("--limit takes a number from 1."));
  g_assert_cmpint (admin.status, ==, 2);
  assert_says (cli.err, german ("--timeout goes from 1 to 86400 seconds."));
  assert_says (command.err, "dance");
  g_assert_null (strstr (command.err, "is no command"));
}

/* Tables, and what a server refuses that speaks English. */
static void
test_answers (void)
{
  ParlorTestServer *server = parlor_test_serve (NULL);
  const char       *folder = parlor_test_server_get_folder (server);
  g_autofree char  *own = g_build_filename (folder, "own", NULL);
  g_autofree char  *port = g_strdup_printf ("127.0.0.1:%u", parlor_test_server_get_port (server));
  g_auto (Run)      table = RUN ("de", SERVER, "admin", "--data", folder, "conversations");
  g_auto (Run)      status = RUN ("de", SERVER, "admin", "--data", folder, "status");
  g_auto (Run)      ban = RUN ("de", SERVER, "admin", "--data", folder, "unban", "192.0.2.1");
  g_auto (Run)      nobody = RUN ("de", SERVER, "admin", "--data", folder, "user", "show", "zoe");
  g_auto (Run)      cli =
    RUN ("de", CLI, "--server", port, "--fingerprint", parlor_test_server_get_fingerprint (server),
         "--name", "zoe", "--data", own, "/help");
  g_autoptr (GString) told = g_string_new (german ("Nobody is called %s."));

  g_string_replace (told, "%s", "zoe", 1);
  assert_says (table.out, g_dpgettext2 (GETTEXT_PACKAGE, "column", "MEMBERS"));
  g_assert_null (strstr (table.out, "MEMBERS"));
  assert_says (status.out, german ("running since"));
  assert_says (ban.err, german ("There is no such ban."));
  assert_says (nobody.err, told->str);
  assert_says (cli.err, german ("The name or the password is wrong."));

  parlor_test_server_free (server);
}

static char *
read_line (GSubprocess *process)
{
  g_autoptr (GDataInputStream) stream =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GError) error = NULL;
  char              *line;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (stream), FALSE);
  line = g_data_input_stream_read_line_utf8 (stream, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);

  return line;
}

/* A server on whose terminal German is spoken sends English. */
static void
test_wire (void)
{
  ParlorTestServer       *place = parlor_test_server_new (NULL);
  const char             *data = parlor_test_server_get_folder (place);
  g_autofree char        *config = g_strconcat (data, ".conf", NULL);
  g_autofree char        *line = NULL;
  const char             *args[] = { SERVER, "--data", data, "--config", config, "--listen",
                                     "127.0.0.1:0", NULL };
  g_autoptr (GSubprocess) server = NULL;
  g_auto (Run)            english = { 0 };
  g_auto (GStrv)          words = NULL;

  g_assert_true (g_file_set_contents (config, "[server]\n", -1, NULL));
  server = spawn ("de", G_SUBPROCESS_FLAGS_STDERR_PIPE, args);
  line = read_line (server);
  words = g_strsplit (german ("listening on %1$s, fingerprint %2$s"), "%", 2);
  assert_says (line, words[0]);
  assert_says (line, "SHA256:");

  g_assert_true (g_file_set_contents (config, "[server]\nguests = perhaps\n", -1, NULL));
  english = RUN ("", SERVER, "admin", "--data", data, "reload");
  assert_says (english.err, "guests = perhaps: has to be yes or no");

  g_subprocess_send_signal (server, SIGTERM);
  g_assert_true (g_subprocess_communicate_utf8 (server, NULL, NULL, NULL, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (server));
  parlor_test_server_free (place);
}

int
main (int   argc,
      char *argv[])
{
  char *folder = parlor_test_locale_begin ("en_US");
  int   status;

  if (folder == NULL)
    return 0;

  g_setenv ("LANGUAGE", "de", TRUE);
  parlor_translate_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/languages/texts", test_texts);
  g_test_add_func ("/languages/help", test_help);
  g_test_add_func ("/languages/errors", test_errors);
  g_test_add_func ("/languages/answers", test_answers);
  g_test_add_func ("/languages/wire", test_wire);

  status = g_test_run ();
  parlor_test_locale_end (folder);

  return status;
}
