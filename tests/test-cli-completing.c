/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tab in parlor-cli. */

#include "parlor-test-typist.h"

/* Types @text, presses Tab, and waits until the line is @line, with | where the cursor is.  What
 * the server has to be asked for does not come if one types on. */
static void
complete (ParlorTestTypist *fixture,
          const char       *text,
          const char       *line)
{
  g_autofree char *row = g_strconcat ("#lobby> ", line, NULL);
  g_autofree char *plain = g_strchomp (g_strndup (row, strcspn (row, "|")));

  parlor_test_terminal_press (fixture->terminal, "C-a C-k C-l");
  parlor_test_terminal_type (fixture->terminal, text);
  parlor_test_terminal_press (fixture->terminal, "Tab");
  if (g_str_has_prefix (text, "/join"))
    parlor_test_terminal_expect_last (fixture->terminal, plain);
  parlor_test_terminal_type (fixture->terminal, "|");
  parlor_test_terminal_expect_last (fixture->terminal, row);
}

static void
test_words (ParlorTestTypist *fixture,
            gconstpointer     unused)
{
  g_autofree char *photo = NULL;
  g_autofree char *media = NULL;

  if (fixture->terminal == NULL)
    return;

  g_free (parlor_test_create (fixture->ben, "channel", "garden", NULL));
  g_free (parlor_test_create (fixture->ben, "channel", "My Family", NULL));
  parlor_test_typist_start (fixture, "");

  /* The server is asked for these; it has told of people before. */
  complete (fixture, "/join gar", "/join #garden |");
  complete (fixture, "/join my", "/join \"My Family\" |");
  complete (fixture, "/histo", "/history |");
  complete (fixture, "Hello @be", "Hello @ben |");
  complete (fixture, "/msg be", "/msg @ben |");
  complete (fixture, "see #lob", "see #lobby |");
  complete (fixture, "/mark unr", "/mark unread |");
  complete (fixture, "/settings qqq of", "/settings qqq off |");
  complete (fixture, "/help histo", "/help history |");
  complete (fixture, "so :tada:", "so 🎉|");
  complete (fixture, "so :tada", "so 🎉 |");
  complete (fixture, "nothing: here", "nothing: here|");

  media = g_test_build_filename (G_TEST_DIST, "media", NULL);
  photo = g_strdup_printf ("/image %s/rota", media);
  g_free (photo);
  parlor_test_terminal_press (fixture->terminal, "C-a C-k C-l");
  photo = g_strdup_printf ("/image %s/rota", media);
  parlor_test_terminal_type (fixture->terminal, photo);
  parlor_test_terminal_press (fixture->terminal, "Tab");
  parlor_test_terminal_expect_last (fixture->terminal, "rotated.jpg");
  parlor_test_terminal_press (fixture->terminal, "C-a C-k");
  parlor_test_typist_leave (fixture);
}

/* What can be meant stands below the line while one thinks, and does not stay. */
static void
test_lists (ParlorTestTypist *fixture,
            gconstpointer     unused)
{
  ParlorTestTerminal *terminal = fixture->terminal;

  if (terminal == NULL)
    return;

  parlor_test_typist_start (fixture, "");
  parlor_test_terminal_type (terminal, "/un");
  parlor_test_terminal_press (terminal, "Tab");


  /* Who may not use it is not given it. */
  parlor_test_terminal_expect (terminal, "#lobby> /unblock\n/unblock NAME");
  parlor_test_terminal_expect (terminal, "This takes a moderator.");
  parlor_test_terminal_press (terminal, "Tab");
  parlor_test_terminal_expect (terminal, "#lobby> /unblock\n/unblock NAME");

  /* What comes in between is printed above. */
  parlor_test_say (fixture->ben, "lobby", "I interrupt");
  parlor_test_terminal_expect (terminal, "ben: I interrupt\n#lobby> /unblock");
  parlor_test_terminal_type (terminal, "x");
  parlor_test_terminal_expect_last (terminal, "#lobby> /unblock x");
  parlor_test_terminal_press (terminal, "C-u");

  /* What is to be written is told. */
  parlor_test_terminal_type (terminal, "/join ");
  parlor_test_terminal_press (terminal, "Tab");
  parlor_test_terminal_expect_last (
    terminal, "#lobby> /join\n/join NAME [PASSWORD] — NAME: Name of a channel or group");
  parlor_test_terminal_press (terminal, "C-u");
  parlor_test_terminal_expect_last (terminal, "#lobby>");

  /* A terminal without room for that shows it above. */
  parlor_test_terminal_resize (terminal, 15, 4);
  parlor_test_terminal_expect_last (terminal, "#lob…>");
  parlor_test_terminal_type (terminal, ":smil");
  parlor_test_terminal_press (terminal, "Tab");
  parlor_test_terminal_expect (terminal, "… and ");
  parlor_test_terminal_resize (terminal, 12, 3);
  parlor_test_terminal_expect (terminal, "#lo…> :smil");
  parlor_test_terminal_press (terminal, "Tab");
  parlor_test_terminal_expect (terminal, "more\n#lo…> ");
  parlor_test_terminal_expect_without (terminal, "> :smil");
  parlor_test_typist_leave (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli-completing/words", ParlorTestTypist, NULL, parlor_test_typist_set_up,
              test_words, parlor_test_typist_tear_down);
  g_test_add ("/cli-completing/lists", ParlorTestTypist, NULL, parlor_test_typist_set_up,
              test_lists, parlor_test_typist_tear_down);

  return g_test_run ();
}
