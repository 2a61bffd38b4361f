/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * parlor-cli as somebody at a terminal has it: a real one, with a shell. */

#include "parlor-limits.h"
#include "parlor-test-typist.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

static void
test_editing (ParlorTestTypist *fixture,
              gconstpointer     unused)
{
  ParlorTestTerminal *terminal = fixture->terminal;
  g_autofree char    *screen = NULL;

  if (terminal == NULL)
    return;

  parlor_test_typist_start (fixture, "");
  parlor_test_terminal_type (terminal, "Gruße, 你好 👩");
  parlor_test_terminal_press (terminal, "Left Left BSpace BSpace");
  parlor_test_terminal_type (terminal, "您");
  parlor_test_terminal_press (terminal, "C-a");
  parlor_test_terminal_type (terminal, "Viele ");
  parlor_test_terminal_press (terminal, "C-e");
  parlor_test_terminal_expect_last (terminal, "#lobby> Viele Gruße, 您 👩");
  parlor_test_terminal_press (terminal, "Enter");
  parlor_test_typist_hear (fixture, "Viele Gruße, 您 👩");

  /* What was typed is seen once, as the message that it has become. */
  parlor_test_terminal_expect (terminal, "ada: Viele Gruße, 您 👩");
  parlor_test_terminal_expect_last (terminal, "#lobby>");
  screen = parlor_test_terminal_read (terminal);
  g_assert_null (strstr (screen, "> Viele"));

  /* Alt+Enter and Ctrl+J break a line. */
  parlor_test_terminal_type (terminal, "one");
  parlor_test_terminal_press (terminal, "M-Enter");
  parlor_test_terminal_type (terminal, "two");
  parlor_test_terminal_press (terminal, "C-j");
  parlor_test_terminal_type (terminal, "three");
  parlor_test_terminal_expect_last (terminal, "#lobby> one\ntwo\nthree");
  parlor_test_terminal_press (terminal, "Enter");
  parlor_test_typist_hear (fixture, "one\ntwo\nthree");
  parlor_test_typist_leave (fixture);
}

/* What comes in between does no harm to what is being typed, be it long, nor to the cursor. */
static void
test_interrupted (ParlorTestTypist *fixture,
                  gconstpointer     unused)
{
  ParlorTestTerminal *terminal = fixture->terminal;
  g_autofree char    *screen = NULL;

  if (terminal == NULL)
    return;

  parlor_test_typist_start (fixture, "");
  parlor_test_terminal_type (terminal,
                             "a line that is longer than what fits into one row, with 你好 and "
                             "👩 in it, and still goes on");
  parlor_test_terminal_press (terminal, "Left Left");
  parlor_test_terminal_expect (terminal, "still goes on");
  parlor_test_say (fixture->ben, "lobby", "I interrupt");
  parlor_test_say (fixture->ben, "lobby", "again\nand again");
  parlor_test_terminal_expect (terminal, "and again");
  parlor_test_terminal_expect (terminal, "still goes on");
  parlor_test_terminal_type (terminal, "XX");
  parlor_test_terminal_expect_last (terminal, "and still goes XXon");

  screen = parlor_test_terminal_read (terminal);
  g_assert_nonnull (strstr (screen, "ben: I interrupt"));
  g_assert_nonnull (
    strstr (screen, "#lobby> a line that is longer than what fits into one row, w\n"));
  g_assert_null (strstr (strstr (screen, "a line that") + 1, "a line that"));

  /* Nor does another size. */
  parlor_test_terminal_resize (terminal, 40, 16);
  parlor_test_terminal_expect (terminal, "#lobby> a line that is longer than what\n");
  parlor_test_terminal_expect_last (terminal, "XXon");
  parlor_test_terminal_resize (terminal, 60, 12);
  parlor_test_terminal_expect (terminal,
                               "#lobby> a line that is longer than what fits into one row, w\n");
  parlor_test_terminal_expect_last (terminal, "XXon");
  parlor_test_terminal_press (terminal, "C-e");
  parlor_test_typist_leave (fixture);
}

static char *
read_lines (ParlorTestTypist *fixture)
{
  g_autofree char *name =
    g_strdup_printf ("127.0.0.1-%u-ada", parlor_test_server_get_port (fixture->server));
  g_autofree char *path = g_build_filename (fixture->folder, "parlor-cli", name, "lines", NULL);
  char            *lines = NULL;
  GStatBuf         info;

  g_assert_true (g_file_get_contents (path, &lines, NULL, NULL));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);

  return lines;
}

/* What was typed comes back, also after the next start, but no password. */
static void
test_history (ParlorTestTypist *fixture,
              gconstpointer     unused)
{
  ParlorTestTerminal *terminal = fixture->terminal;
  g_autofree char    *lines = NULL;

  if (terminal == NULL)
    return;

  g_free (parlor_test_create (fixture->ben, "group", "family", "sesame-street"));
  parlor_test_typist_start (fixture, "");
  parlor_test_terminal_enter (terminal, "first thing");
  parlor_test_terminal_expect (terminal, "ada: first thing");
  parlor_test_terminal_enter (terminal, "/join family sesame-street");
  parlor_test_terminal_expect_last (terminal, "#family>");
  parlor_test_terminal_expect_without (terminal, "sesame");
  parlor_test_terminal_enter (terminal, "/joyn family sesame-street");
  parlor_test_terminal_expect (terminal, "Did you mean /join?");
  parlor_test_terminal_paste (terminal, "two\nlines with \\n");
  parlor_test_terminal_expect_last (terminal, "#family> two\nlines with \\n");
  parlor_test_terminal_press (terminal, "Enter");
  parlor_test_terminal_expect_last (terminal, "#family>");
  parlor_test_typist_leave (fixture);

  lines = read_lines (fixture);
  g_assert_cmpstr (lines, ==, "first thing\ntwo\\nlines with \\\\n\n");

  parlor_test_terminal_enter (terminal,
                              "clear; PARLOR_PASSWORD=\"$P\" \"$C\" \"$L\" --name ada; echo $?");
  parlor_test_terminal_expect_last (terminal, ">");
  parlor_test_terminal_press (terminal, "Up");
  parlor_test_terminal_expect_last (terminal, "> two\nlines with \\n");
  parlor_test_terminal_press (terminal, "Up");
  parlor_test_terminal_expect_last (terminal, "> first thing");
  parlor_test_terminal_press (terminal, "Down Down");
  parlor_test_terminal_expect_last (terminal, ">");
  parlor_test_terminal_press (terminal, "C-r");
  parlor_test_terminal_type (terminal, "rst");
  parlor_test_terminal_expect_last (terminal, "first thing");
}

static void
test_pasting (ParlorTestTypist *fixture,
              gconstpointer     unused)
{
  ParlorTestTerminal *terminal = fixture->terminal;
  g_autofree char    *long_text = NULL;
  g_autofree char    *too_long = g_strnfill (PARLOR_TEXT_MAX_BYTES + 1, 'x');
  GString            *rows = g_string_new (NULL);

  for (guint i = 1; i <= 40; i++)
    g_string_append_printf (rows, "row %u\n", i);
  g_string_truncate (rows, rows->len - 1);
  long_text = g_string_free (rows, FALSE);
  if (terminal == NULL)
    return;

  parlor_test_typist_start (fixture, "");

  /* What would not fit the screen is asked about. */
  parlor_test_terminal_type (terminal, "mine");
  parlor_test_terminal_paste (terminal, long_text);
  parlor_test_terminal_expect_last (terminal, "as one message? [y/n]");
  parlor_test_terminal_expect (terminal, "Send these 40 lines");
  parlor_test_terminal_press (terminal, "n");
  parlor_test_terminal_expect_last (terminal, "#lobby> mine");
  parlor_test_terminal_press (terminal, "C-u");
  parlor_test_terminal_paste (terminal, long_text);
  parlor_test_terminal_expect_last (terminal, "as one message? [y/n]");
  parlor_test_terminal_press (terminal, "y");
  parlor_test_typist_hear (fixture, long_text);
  parlor_test_terminal_expect_last (terminal, "#lobby>");

  /* What is too long is told, and not lost. */
  parlor_test_terminal_paste (terminal, too_long);
  parlor_test_terminal_expect (terminal, "Send this 1 line");
  parlor_test_terminal_press (terminal, "y");
  parlor_test_terminal_expect (terminal, "The message is too long");
  parlor_test_terminal_expect_last (terminal, "as one message? [y/n]");
  parlor_test_terminal_press (terminal, "n");
  parlor_test_terminal_expect_last (terminal, "#lobby>");

  /* What a terminal would obey is not pasted. */
  parlor_test_terminal_paste (terminal, "harm\033[2Jless\a");
  parlor_test_terminal_expect_last (terminal, "#lobby> harm[2Jless");
  parlor_test_typist_leave (fixture);
}

static void
test_leaving (ParlorTestTypist *fixture,
              gconstpointer     unused)
{
  ParlorTestTerminal *terminal = fixture->terminal;

  if (terminal == NULL)
    return;

  parlor_test_terminal_enter (terminal, "stty -a > $XDG_DATA_HOME/before");
  parlor_test_typist_start (fixture, "");
  parlor_test_terminal_type (terminal, "not to be sent");
  parlor_test_terminal_press (terminal, "C-c");
  parlor_test_terminal_expect_last (terminal, "#lobby>\nPress Ctrl+C again to leave.");
  parlor_test_terminal_type (terminal, "kept");
  parlor_test_terminal_expect_last (terminal, "#lobby> kept");

  /* Stopped, the terminal is the shell's. */
  parlor_test_terminal_press (terminal, "C-z");
  parlor_test_terminal_expect (terminal, "Stopped");
  parlor_test_terminal_enter (terminal, "stty -a > $XDG_DATA_HOME/while; cmp $XDG_DATA_HOME/before "
                                        "$XDG_DATA_HOME/while && echo the same");
  parlor_test_terminal_expect (terminal, "\nthe same\n");
  parlor_test_terminal_enter (terminal, "clear; fg");
  parlor_test_terminal_expect_last (terminal, "#lobby> kept");
  parlor_test_terminal_type (terminal, " on");
  parlor_test_terminal_expect_last (terminal, "#lobby> kept on");

  parlor_test_terminal_press (terminal, "C-l");
  parlor_test_terminal_expect_last (terminal, "#lobby> kept on");
  parlor_test_terminal_press (terminal, "C-c");
  parlor_test_terminal_expect (terminal, "Press Ctrl+C");
  parlor_test_terminal_press (terminal, "C-c");
  parlor_test_terminal_expect_last (terminal, "$");
  parlor_test_terminal_enter (terminal,
                              "clear; stty -a > $XDG_DATA_HOME/while; cmp $XDG_DATA_HOME/before "
                              "$XDG_DATA_HOME/while && echo the same");
  parlor_test_terminal_expect (terminal, "the same\n$");
}

/* `qqq` is a message, unless somebody wants it to be more. */
static void
test_qqq (ParlorTestTypist *fixture,
          gconstpointer     unused)
{
  ParlorTestTerminal *terminal = fixture->terminal;

  if (terminal == NULL)
    return;

  parlor_test_typist_start (fixture, "");
  parlor_test_terminal_enter (terminal, "qqq");
  parlor_test_typist_hear (fixture, "qqq");
  parlor_test_terminal_enter (terminal, "/settings qqq perhaps");
  parlor_test_terminal_expect (terminal, "/settings qqq off");
  parlor_test_terminal_enter (terminal, "/settings qqq on");
  parlor_test_terminal_expect (terminal, "“qqq” alone on a line leaves.");
  parlor_test_terminal_enter (terminal, "qqq and more");
  parlor_test_typist_hear (fixture, "qqq and more");
  parlor_test_typist_leave (fixture);

  parlor_test_typist_start (fixture, "");
  parlor_test_terminal_enter (terminal, " qqq ");
  parlor_test_terminal_expect (terminal, "left: 0");
}

/* The line goes where the prompt says. */
static void
test_switching (ParlorTestTypist *fixture,
                gconstpointer     unused)
{
  ParlorTestTerminal *terminal = fixture->terminal;

  if (terminal == NULL)
    return;

  g_free (parlor_test_create (fixture->ben, "channel", "garden", NULL));
  parlor_test_typist_start (fixture, "");
  parlor_test_terminal_enter (terminal, "/join garden");
  parlor_test_terminal_expect_last (terminal, "#garden>");
  parlor_test_say (fixture->ben, "lobby", "over here");
  parlor_test_terminal_expect_last (terminal, "#garden (1 unread)>");
  parlor_test_typist_hear (fixture, "over here");
  parlor_test_terminal_type (terminal, "coming");
  parlor_test_terminal_press (terminal, "M-a");
  parlor_test_terminal_expect_last (terminal, "#lobby> coming");
  parlor_test_terminal_press (terminal, "M-a");
  parlor_test_terminal_expect (terminal, "Nothing is unread.");
  parlor_test_terminal_press (terminal, "M-Down");
  parlor_test_terminal_expect_last (terminal, "#garden> coming");
  parlor_test_terminal_press (terminal, "M-Up");
  parlor_test_terminal_expect_last (terminal, "#lobby> coming");
  parlor_test_terminal_press (terminal, "Enter");
  parlor_test_typist_hear (fixture, "coming");

  /* A server that is away is told, and what is written meanwhile is sent. */
  parlor_test_server_kill (fixture->server);
  parlor_test_terminal_expect_last (terminal, "#lobby (not connected)>");
  parlor_test_terminal_enter (terminal, "while it was away");
  parlor_test_terminal_expect_last (terminal, "#lobby (not connected)>");
  parlor_test_server_start (fixture->server);
  parlor_test_terminal_expect (terminal, "ada: while it was away");
  parlor_test_terminal_expect_last (terminal, "#lobby>");
  parlor_test_typist_leave (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli-typing/editing", ParlorTestTypist, NULL, parlor_test_typist_set_up,
              test_editing, parlor_test_typist_tear_down);
  g_test_add ("/cli-typing/interrupted", ParlorTestTypist, NULL, parlor_test_typist_set_up,
              test_interrupted, parlor_test_typist_tear_down);
  g_test_add ("/cli-typing/history", ParlorTestTypist, NULL, parlor_test_typist_set_up,
              test_history, parlor_test_typist_tear_down);
  g_test_add ("/cli-typing/pasting", ParlorTestTypist, NULL, parlor_test_typist_set_up,
              test_pasting, parlor_test_typist_tear_down);
  g_test_add ("/cli-typing/leaving", ParlorTestTypist, NULL, parlor_test_typist_set_up,
              test_leaving, parlor_test_typist_tear_down);
  g_test_add ("/cli-typing/qqq", ParlorTestTypist, NULL, parlor_test_typist_set_up, test_qqq,
              parlor_test_typist_tear_down);
  g_test_add ("/cli-typing/switching", ParlorTestTypist, NULL, parlor_test_typist_set_up,
              test_switching, parlor_test_typist_tear_down);

  return g_test_run ();
}
