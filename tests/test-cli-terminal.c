/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * parlor-cli as a person sees it. */

#include "parlor-test-pty.h"

#include <signal.h>
#include <string.h>

#define QUESTION "\033[16t\033[c"
#define PROMPT "#lobby"

/* Ada sits at a terminal. */
static ParlorTestPty *
open_terminal (ParlorTestCli *fixture,
               const char    *term,
               guint          n_columns,
               const char    *option)
{
  const char *args[] = { "--link", fixture->link, "--name", "ada", LOBBY, option, NULL };

  return parlor_test_pty_new (fixture, term, n_columns, args);
}

static void
register_all (ParlorTestCli *fixture)
{
  g_auto (ParlorTestRun) ada =
    RUN (fixture, "Hello\n", "--link", fixture->link, "--name", "ada", "--register", LOBBY);
  g_auto (ParlorTestRun) ben =
    RUN (fixture, "", "--link", fixture->link, "--name", "ben", "--register", LOBBY);

  g_assert_cmpint (ada.status, ==, 0);
  g_assert_cmpint (ben.status, ==, 0);
}

static void
say (ParlorTestCli *fixture,
     const char    *lines)
{
  g_auto (ParlorTestRun) ben =
    RUN (fixture, lines, "--link", fixture->link, "--name", "ben", LOBBY);

  g_assert_cmpint (ben.status, ==, 0);
}

static void
send_image (ParlorTestCli *fixture)
{
  g_autofree char *photo = g_test_build_filename (G_TEST_DIST, "media", "rotated.jpg", NULL);
  g_autofree char *line = g_strdup_printf ("/image %s\nSeen?\n", photo);

  say (fixture, line);
}

static void
assert_never (ParlorTestPty *terminal,
              const char    *part)
{
  if (strstr (parlor_test_pty_get_output (terminal), part) != NULL)
    g_error ("“%s” is in “%s”", part, parlor_test_pty_get_output (terminal));
}

/* An image comes as large as fits, in the rows that it may take. */
static void
test_sixel (ParlorTestCli *fixture,
            gconstpointer  unused)
{
  g_autoptr (ParlorTestPty) terminal = NULL;
  const char               *raster;
  char                     *end;
  gint64                    width;
  gint64                    height;

  register_all (fixture);
  terminal = open_terminal (fixture, "xterm-256color", 80, NULL);
  parlor_test_pty_wait (terminal, QUESTION);
  parlor_test_pty_type (terminal, "\033[6;20;10t\033[?62;4;22c");
  parlor_test_pty_wait (terminal, PROMPT);
  parlor_test_pty_forget (terminal);

  send_image (fixture);
  parlor_test_pty_wait (terminal, "[image] rotated.jpg, 960 × 720, 106.4");
  parlor_test_pty_wait (terminal, "\033P0;1q\"1;1;");
  parlor_test_pty_wait (terminal, "\033\\\r");
  raster = strstr (parlor_test_pty_get_output (terminal), "\"1;1;");
  width = g_ascii_strtoll (raster + strlen ("\"1;1;"), &end, 10);
  height = g_ascii_strtoll (end + 1, NULL, 10);
  g_assert_cmpint (height, ==, 320); /* 16 rows of 20 pixels */
  g_assert_cmpint (ABS (width - 427), <=, 1);
  assert_never (terminal, "62;4");
}

static void
test_kitty (ParlorTestCli *fixture,
            gconstpointer  unused)
{
  g_autoptr (ParlorTestPty) terminal = NULL;

  register_all (fixture);
  terminal = open_terminal (fixture, "xterm-256color", 80, NULL);
  parlor_test_pty_wait (terminal, QUESTION);
  parlor_test_pty_type (terminal, "\033_Gi=31;OK\033\\\033[6;16;8t\033[?62;4c");
  parlor_test_pty_wait (terminal, PROMPT);
  parlor_test_pty_forget (terminal);

  send_image (fixture);
  parlor_test_pty_wait (terminal, "\033_Ga=T,f=32,o=z,q=2,s=341,v=256,m=1;");
  parlor_test_pty_wait (terminal, "\033_Gm=0;");
  assert_never (terminal, "\033P0");
}

/* What does not answer is not shown any, and is waited for only for a moment. */
static void
test_silent (ParlorTestCli *fixture,
             gconstpointer  unused)
{
  g_autoptr (ParlorTestPty) terminal = NULL;

  register_all (fixture);
  terminal = open_terminal (fixture, "vt220", 80, NULL);
  parlor_test_pty_wait (terminal, QUESTION);
  parlor_test_pty_wait (terminal, PROMPT);
  parlor_test_pty_forget (terminal);

  send_image (fixture);
  parlor_test_pty_wait (terminal, "Seen?");
  assert_never (terminal, "\033P0");
  assert_never (terminal, "\033_G");
}

/* What is typed while the terminal is asked is not lost. */
static void
test_typed_early (ParlorTestCli *fixture,
                  gconstpointer  unused)
{
  g_autoptr (ParlorTestPty) terminal = NULL;

  register_all (fixture);
  terminal = open_terminal (fixture, "xterm-256color", 80, NULL);
  parlor_test_pty_wait (terminal, QUESTION);
  parlor_test_pty_type (terminal, "typed early\nand th\033[?62;4cis");
  parlor_test_pty_wait (terminal, PROMPT);
  parlor_test_pty_wait (terminal, ": typed early");
  parlor_test_pty_wait (terminal, "and th");
  parlor_test_pty_type (terminal, "\r");
  parlor_test_pty_wait (terminal, ": and this");
}

/* Nothing is asked, nothing coloured. */
static void
test_plain (ParlorTestCli *fixture,
            gconstpointer  unused)
{
  g_autoptr (ParlorTestPty) terminal = NULL;

  register_all (fixture);
  g_setenv ("NO_COLOR", "1", TRUE);
  terminal = open_terminal (fixture, "xterm-256color", 80, "--images=never");
  g_unsetenv ("NO_COLOR");
  parlor_test_pty_wait (terminal, "> ");
  say (fixture, "Do you see *this*, @ada?\n");
  parlor_test_pty_wait (terminal, "! ben: Do you see *this*, @ada?");
  assert_never (terminal, QUESTION);
  assert_never (terminal, "\033[0");
  assert_never (terminal, "38;5");
}

/* Who was away is told where something was written, and sees where it begins. */
static void
test_summary (ParlorTestCli *fixture,
              gconstpointer  unused)
{
  g_autoptr (ParlorTestPty) terminal = NULL;

  register_all (fixture);
  say (fixture, "one\ntwo\n@ada: three\n/msg ada psst\n");
  terminal = open_terminal (fixture, "vt100", 60, "--images=never");
  parlor_test_pty_wait (terminal, "ada. /help shows what you can type.");
  parlor_test_pty_wait (terminal, "  @ben: 1 unread; newest: psst");
  parlor_test_pty_wait (terminal,
                        "  #lobby: 3 unread, 1 mention; newest from ben: @ada: three");
  parlor_test_pty_wait (terminal, "› ada: Hello");
  parlor_test_pty_wait (terminal, "── new ──");
  parlor_test_pty_wait (terminal, "! ben: @ada: three");
  parlor_test_pty_wait (terminal, "#lobby (1 unread)> ");
  assert_never (terminal, "\033[3");
}

/* Nothing that others write turns the line around, or reaches over its end. */
static void
test_hostile (ParlorTestCli *fixture,
              gconstpointer  unused)
{
  g_autoptr (ParlorTestPty) terminal = NULL;
  g_autofree char          *longest = g_strnfill (PARLOR_TEXT_MAX_BYTES - 4, 'x');
  g_autofree char          *line = g_strconcat (longest, "done", NULL);
  g_auto (GStrv)            lines = NULL;

  register_all (fixture);
  terminal = open_terminal (fixture, "vt100", 40, "--images=never");
  parlor_test_pty_wait (terminal, "#lobby> ");
  parlor_test_pty_forget (terminal);
  say (fixture, "left\342\200\256thgir \342\201\246 end\n");
  parlor_test_pty_wait (terminal, "left\357\277\275thgir \357\277\275 end");

  say (fixture, line);
  parlor_test_pty_wait (terminal, "done");
  lines = g_strsplit (parlor_test_pty_get_output (terminal), "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpuint (g_utf8_strlen (lines[i], -1), <=, 60);
}

/* With whom one talks is here or is not; elsewhere, it is not told. */
static void
test_presence (ParlorTestCli *fixture,
               gconstpointer  unused)
{
  const char               *args[] = { "--link", fixture->link, "--name", "ada", "--to",
                                       "@ben", "--images=never", NULL };
  const char               *others[] = { "--link", fixture->link, "--name", "ben", "-f", NULL };
  g_autoptr (ParlorTestPty) terminal = NULL;
  g_autoptr (GSubprocess)   ben = NULL;

  register_all (fixture);
  terminal = parlor_test_pty_new (fixture, "vt100", 60, args);
  parlor_test_pty_wait (terminal, "@ben> ");
  ben = parlor_test_cli_spawn (fixture, "", others);
  parlor_test_pty_wait (terminal, "* ben is online");
  g_subprocess_send_signal (ben, SIGTERM);
  parlor_test_pty_wait (terminal, "* ben is offline");
  g_assert_true (g_subprocess_wait (ben, NULL, NULL));
}

/* What is longer than the screen comes in pages. */
static void
test_pages (ParlorTestCli *fixture,
            gconstpointer  unused)
{
  g_autoptr (ParlorTestPty) terminal = NULL;

  register_all (fixture);
  terminal = open_terminal (fixture, "vt100", 60, "--images=never");
  parlor_test_pty_wait (terminal, "#lobby> ");
  parlor_test_pty_type (terminal, "/help\r");
  parlor_test_pty_wait (terminal, "/me TEXT   ");
  parlor_test_pty_wait (terminal, " more lines: press Enter.");
  assert_never (terminal, "/quit");
  parlor_test_pty_type (terminal, "\r");
  parlor_test_pty_wait (terminal, "/quit");
  parlor_test_pty_type (terminal, "/quit\r");
  g_assert_cmpint (parlor_test_pty_wait_end (terminal), ==, 0);
}

/* Many who come at once are one line. */
static void
test_crowd (ParlorTestCli *fixture,
            gconstpointer  unused)
{
  const char               *args[] = { "--link", fixture->link, "--name", "ada", "--to",
                                       "hall", "--images=never", NULL };
  g_autoptr (ParlorTestPty) terminal = NULL;
  g_auto (ParlorTestRun)    made = { 0 };
  ParlorTestPeer           *peers[20];

  register_all (fixture);
  made = RUN (fixture, "/create channel hall\n", "--link", fixture->link, "--name", "ada");
  g_assert_cmpint (made.status, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++) {
    g_autofree char *name = g_strdup_printf ("guest%u", i);

    peers[i] = parlor_test_peer_new (fixture->server);
    parlor_test_register (peers[i], name, NULL);
  }

  terminal = parlor_test_pty_new (fixture, "vt100", 60, args);
  parlor_test_pty_wait (terminal, "#hall> ");
  parlor_test_pty_wait (terminal, "ada created this conversation");
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++) {
    ParlorJoinPacket join = { .conversation = (char *) "hall" };

    parlor_test_peer_request (peers[i], PARLOR_PACKET_JOIN, &join);
  }
  parlor_test_pty_wait (terminal, " and 18 others joined");
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    parlor_test_peer_free (peers[i]);
}

#define ADD(name, function)                                                                 \
  g_test_add ("/cli-terminal/" name, ParlorTestCli, NULL, parlor_test_cli_set_up, function, \
              parlor_test_cli_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("sixel", test_sixel);
  ADD ("kitty", test_kitty);
  ADD ("silent", test_silent);
  ADD ("typed-early", test_typed_early);
  ADD ("plain", test_plain);
  ADD ("summary", test_summary);
  ADD ("hostile", test_hostile);
  ADD ("presence", test_presence);
  ADD ("pages", test_pages);
  ADD ("crowd", test_crowd);

  return g_test_run ();
}
