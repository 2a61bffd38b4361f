/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the shell's prompt to that of parlor-cli, and back. */

#include "parlor-test-typist.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

static void
enter (ParlorTestTypist *fixture,
       const char       *options)
{
  g_autofree char *line = g_strdup_printf ("clear; \"$C\" %s; echo left: $?", options);

  g_test_message ("%s", line);
  parlor_test_terminal_enter (fixture->terminal, line);
}

static void
type_password (ParlorTestTypist *fixture,
               const char       *password)
{
  parlor_test_terminal_expect_last (fixture->terminal, "Password of ada:");
  parlor_test_terminal_enter (fixture->terminal, password);
}

/* One is asked once. */
static void
test_remembered (ParlorTestTypist *fixture,
                 gconstpointer     unused)
{
  ParlorTestTerminal *terminal = fixture->terminal;
  g_autofree char    *password = parlor_test_password_of ("ada");
  g_autofree char    *name = NULL;
  g_autofree char    *token = NULL;
  GStatBuf            info;

  if (terminal == NULL)
    return;

  enter (fixture, "");
  parlor_test_terminal_expect (terminal, "Say which server");
  parlor_test_terminal_expect (terminal, "left: 2");

  enter (fixture, "--keep-token file \"$L\"");
  parlor_test_terminal_expect_last (terminal, "Your name there:");
  parlor_test_terminal_enter (terminal, "ada");
  type_password (fixture, "not this one");
  parlor_test_terminal_expect (terminal, "The name or the password is wrong.");
  type_password (fixture, password);
  parlor_test_terminal_expect_last (terminal, "#lobby>");
  parlor_test_terminal_expect_without (terminal, password);
  g_free (parlor_test_create (fixture->ben, "channel", "garden", NULL));
  parlor_test_terminal_enter (terminal, "/join garden");
  parlor_test_terminal_expect_last (terminal, "#garden>");
  parlor_test_typist_leave (fixture);

  name = g_strdup_printf ("127.0.0.1-%u-ada", parlor_test_server_get_port (fixture->server));
  token = g_build_filename (fixture->folder, "parlor-cli", name, "token", NULL);
  g_assert_cmpint (g_stat (token, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);

  /* From then on it just goes on, in a script as well. */
  enter (fixture, "");
  parlor_test_terminal_expect_last (terminal, "#garden>");
  parlor_test_typist_leave (fixture);
  enter (fixture, "--to lobby Hello");
  parlor_test_typist_hear (fixture, "Hello");
  parlor_test_terminal_expect (terminal, "left: 0");

  /* A server that is away keeps nobody from writing, but a script is told. */
  parlor_test_server_stop (fixture->server);
  enter (fixture, "--to lobby Nothing");
  parlor_test_terminal_expect (terminal, "left: 3");
  enter (fixture, "");
  parlor_test_terminal_expect_last (terminal, "#garden (not connected)>");
  parlor_test_server_start (fixture->server);
  parlor_test_terminal_expect_last (terminal, "#garden>");
  parlor_test_typist_leave (fixture);

  /* A token that is gone is asked for again. */
  g_assert_cmpint (g_remove (token), ==, 0);
  enter (fixture, "--keep-token memory");
  type_password (fixture, password);
  parlor_test_terminal_expect_last (terminal, "#garden>");
  parlor_test_typist_leave (fixture);
}

/* A link leads somewhere. */
static void
test_link (ParlorTestTypist *fixture,
           gconstpointer     unused)
{
  ParlorTestTerminal *terminal = fixture->terminal;

  if (terminal == NULL)
    return;

  g_free (parlor_test_create (fixture->ben, "channel", "garden", NULL));
  enter (fixture, "\"$L#garden\" --name ada --password-file <(echo \"$P\")");
  parlor_test_terminal_expect_last (terminal, "#garden>");
  parlor_test_typist_leave (fixture);

  enter (fixture, "\"$L#nowhere\" --name ada --password-file <(echo \"$P\")");
  parlor_test_terminal_expect (terminal, "There is no channel or group of this name.");
  parlor_test_terminal_expect (terminal, "\n#");
}

/* Whoever is invited makes an account on the way, unless there is one. */
static void
test_invited (ParlorTestTypist *fixture,
              gconstpointer     unused)
{
  ParlorTestTerminal *terminal = fixture->terminal;

  if (terminal == NULL)
    return;

  enter (fixture, "\"${L}&invite=abc\"");
  parlor_test_terminal_expect_last (terminal, "Your name there:");
  parlor_test_terminal_enter (terminal, "newcomer");
  parlor_test_terminal_expect_last (terminal, "already? [y/N]");
  parlor_test_terminal_enter (terminal, "");
  parlor_test_terminal_expect_last (terminal, "Password of newcomer:");
  parlor_test_terminal_enter (terminal, "correct horse");
  parlor_test_terminal_expect_last (terminal, "#lobby>");
  parlor_test_typist_leave (fixture);

  enter (fixture, "\"${L}&invite=abc\" --name newcomer --data \"$XDG_DATA_HOME/other\"");
  parlor_test_terminal_expect_last (terminal, "already? [y/N]");
  parlor_test_terminal_enter (terminal, "y");
  parlor_test_terminal_expect_last (terminal, "Password of newcomer:");
  parlor_test_terminal_press (terminal, "C-c");
}

/* Whoever cannot sign in is told why, and what to do. */
static void
test_refused (ParlorTestTypist *fixture,
              gconstpointer     unused)
{
  ParlorTestTerminal *terminal = fixture->terminal;

  if (terminal == NULL)
    return;

  enter (fixture, "\"${L}&invite=abc\" --name nobody --password-file <(echo secret)");
  parlor_test_terminal_expect (terminal, "add --register");
  parlor_test_terminal_expect (terminal, "left: 4");

  enter (fixture, "--server \"$(echo $L | cut -d/ -f3)\" --name ada --password-file <(echo $P)");
  parlor_test_terminal_expect_last (terminal, "[y/N]");
  parlor_test_terminal_enter (terminal, "n");
  parlor_test_terminal_expect (terminal, "left: 5");

  /* What was not shown is shown again. */
  enter (fixture, "\"$L\" --name ada");
  parlor_test_terminal_expect_last (terminal, "Password of ada:");
  parlor_test_terminal_press (terminal, "C-z");
  parlor_test_terminal_expect (terminal, "Stopped");
  parlor_test_terminal_enter (terminal, "fg");
  parlor_test_terminal_expect_last (terminal, "Password of ada:");
  parlor_test_terminal_press (terminal, "C-c");
  parlor_test_terminal_expect_last (terminal, "$");
  parlor_test_terminal_enter (terminal, "clear; stty -a | tr ' ' '\\n' | grep -x echo");
  parlor_test_terminal_expect (terminal, "echo\n$");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli-starting/remembered", ParlorTestTypist, NULL, parlor_test_typist_set_up,
              test_remembered, parlor_test_typist_tear_down);
  g_test_add ("/cli-starting/link", ParlorTestTypist, NULL, parlor_test_typist_set_up, test_link,
              parlor_test_typist_tear_down);
  g_test_add ("/cli-starting/invited", ParlorTestTypist, NULL, parlor_test_typist_set_up,
              test_invited, parlor_test_typist_tear_down);
  g_test_add ("/cli-starting/refused", ParlorTestTypist, NULL, parlor_test_typist_set_up,
              test_refused, parlor_test_typist_tear_down);

  return g_test_run ();
}
