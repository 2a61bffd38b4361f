/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * parlor-cli, run by a test. */

#include "parlor-test-cli.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <unistd.h>

#define INPUT_MAX_BYTES (1024 * 1024)

void
parlor_test_run_clear (ParlorTestRun *run)
{
  g_free (run->out);
  g_free (run->err);
}

void
parlor_test_cli_set_up (ParlorTestCli *fixture,
                        gconstpointer  unused)
{
  g_autoptr (ParlorLinkUri) uri = NULL;

  fixture->server = parlor_test_serve ("tokens-burst = 100000\n");
  uri = parlor_test_server_read_owner_link (fixture->server);
  fixture->link = parlor_link_uri_to_string (uri);
  fixture->folder = g_dir_make_tmp ("parlor-cli-XXXXXX", NULL);
}

void
parlor_test_cli_tear_down (ParlorTestCli *fixture,
                           gconstpointer  unused)
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

/**
 * parlor_test_cli_spawn:
 * @fixture: a server, and a folder
 * @input: (nullable): what it can read; else a pipe to write to while it runs
 * @args: of the program
 *
 * Returns: (transfer full): parlor-cli
 */
GSubprocess *
parlor_test_cli_spawn (ParlorTestCli     *fixture,
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
  g_subprocess_launcher_setenv (launcher, "PARLOR_PASSWORD", PARLOR_TEST_CLI_PASSWORD, FALSE);
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

/**
 * parlor_test_cli_run:
 * @fixture: a server, and a folder
 * @input: what it can read
 * @args: of the program
 *
 * Returns: what came of it when it has ended
 */
ParlorTestRun
parlor_test_cli_run (ParlorTestCli     *fixture,
                     const char        *input,
                     const char *const *args)
{
  g_autoptr (GSubprocess) process = parlor_test_cli_spawn (fixture, input, args);
  g_autoptr (GBytes)      out = NULL;
  g_autoptr (GBytes)      err = NULL;
  g_autoptr (GError)      error = NULL;
  ParlorTestRun           result;

  g_subprocess_communicate (process, NULL, NULL, &out, &err, &error);
  g_assert_no_error (error);
  result.status =
    g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  result.out = to_text (out);
  result.err = to_text (err);
  g_test_message ("%.2000s%s", result.out, result.err);

  return result;
}

/**
 * parlor_test_assert_says:
 * @text: what was printed
 * @part: what is to be in it
 */
void
parlor_test_assert_says (const char *text,
                         const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}
