/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What parlor-cli tells a terminal, byte by byte, and how it leaves it. */

#include "parlor-test-people.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define PATIENCE_MS 10000
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

typedef struct
{
  ParlorTestServer *server;
  char             *folder;
  char             *link;
  int               fd; /* the terminal's other end */
  pid_t             pid;
  GString          *output;
  struct termios    before;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  g_autoptr (ParlorTestPeer) ada = NULL;

  fixture->server = parlor_test_serve ("tokens-burst = 100000\n");
  ada = parlor_test_enter (fixture->server, "ada");
  fixture->folder = g_dir_make_tmp ("parlor-terminal-XXXXXX", NULL);
  fixture->link = g_strdup_printf ("parlor://127.0.0.1:%u/?fp=%s",
                                   parlor_test_server_get_port (fixture->server),
                                   parlor_test_server_get_fingerprint (fixture->server));
  fixture->output = g_string_new (NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  const char *argv[] = { "rm", "-r", fixture->folder, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
  if (fixture->fd >= 0)
    close (fixture->fd);
  parlor_test_server_free (fixture->server);
  g_string_free (fixture->output, TRUE);
  g_free (fixture->folder);
  g_free (fixture->link);
}

/* Runs the program at a terminal of its own, of the kind @term. */
static void
start (Fixture    *fixture,
       const char *term)
{
  g_autofree char     *password = parlor_test_password_of ("ada");
  g_autofree char     *path = NULL;
  const struct winsize size = { .ws_row = 24, .ws_col = 80 };

  fixture->fd = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (grantpt (fixture->fd), ==, 0);
  g_assert_cmpint (unlockpt (fixture->fd), ==, 0);
  g_assert_cmpint (ioctl (fixture->fd, TIOCSWINSZ, &size), ==, 0);
  g_assert_cmpint (tcgetattr (fixture->fd, &fixture->before), ==, 0);
  path = g_strdup (ptsname (fixture->fd));

  fixture->pid = fork ();
  if (fixture->pid == 0) {
    setsid ();
    signal (SIGQUIT, SIG_DFL); /* a shell ignores it for what runs in the background */
    for (int fd = 0; fd <= 2; fd++) {
      close (fd);
      open (path, O_RDWR); /* the first one becomes that of the session */
    }
    setenv ("TERM", term, TRUE);
    setenv ("LC_ALL", "C.UTF-8", TRUE);
    setenv ("XDG_DATA_HOME", fixture->folder, TRUE);
    setenv ("PARLOR_PASSWORD", password, TRUE);
    setenv ("NO_COLOR", "1", TRUE);
    execl (g_getenv ("PARLOR_TEST_CLI"), "parlor-cli", "--images=never", "--name=ada", "--to=lobby",
           fixture->link, NULL);
    _exit (127);
  }
}

/* Waits until the program has written @text. */
static void
expect (Fixture    *fixture,
        const char *text)
{
  struct pollfd pollable = { .fd = fixture->fd, .events = POLLIN };
  char          chunk[4096];

  while (strstr (fixture->output->str, text) == NULL) {
    gssize n_read;

    if (poll (&pollable, 1, PATIENCE_MS) <= 0)
      g_error ("It wrote %s", fixture->output->str);
    n_read = read (fixture->fd, chunk, sizeof chunk);
    if (n_read <= 0)
      g_error ("It ended having written %s", fixture->output->str);
    g_string_append_len (fixture->output, chunk, n_read);
  }
}

static void
type (Fixture    *fixture,
      const char *keys)
{
  g_assert_cmpint (write (fixture->fd, keys, strlen (keys)), ==, strlen (keys));
}

/* Reads what is left, and waits until the program has ended. */
static int
wait_for_end (Fixture *fixture)
{
  struct pollfd pollable = { .fd = fixture->fd, .events = POLLIN };
  char          chunk[4096];
  int           status = 0;

  while (fixture->fd >= 0 && poll (&pollable, 1, PATIENCE_MS) > 0) {
    const gssize n_read = read (fixture->fd, chunk, sizeof chunk);

    if (n_read <= 0)
      break;
    g_string_append_len (fixture->output, chunk, n_read);
  }
  g_assert_cmpint (waitpid (fixture->pid, &status, 0), ==, fixture->pid);

  return status;
}

static void
assert_restored (Fixture *fixture)
{
  struct termios now;

  g_assert_nonnull (g_strrstr (fixture->output->str, PASTE_OFF));
  g_assert_true (g_strrstr (fixture->output->str, PASTE_OFF) >
                 g_strrstr (fixture->output->str, PASTE_ON));
  g_assert_cmpint (tcgetattr (fixture->fd, &now), ==, 0);
  g_assert_cmpuint (now.c_lflag, ==, fixture->before.c_lflag);
  g_assert_cmpuint (now.c_iflag, ==, fixture->before.c_iflag);
}

static void
test_bytes (Fixture      *fixture,
            gconstpointer unused)
{
  int status;

  start (fixture, "xterm-256color");
  expect (fixture, PASTE_ON);
  expect (fixture, "#lobby");

  /* A paste that comes in parts, with what is typed right behind it. */
  type (fixture, "\033[200~one\rtw");
  type (fixture, "o\033[20");
  type (fixture, "1~ and three\r");
  expect (fixture, "two and three");
  g_string_truncate (fixture->output, 0);

  /* What is no UTF-8, what has no end, and keys that nobody has. */
  type (fixture, "\xff\xfe\033[99~\033[\033O\033]\x01\x7f\x0b");
  type (fixture, "still here\r");
  expect (fixture, "still here");

  type (fixture, "/quit\r");
  status = wait_for_end (fixture);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  assert_restored (fixture);
}

/* What was typed before the program could read it. */
static void
test_typed_ahead (Fixture      *fixture,
                  gconstpointer unused)
{
  int status;

  start (fixture, "xterm");
  type (fixture, "early\r/quit\r");
  expect (fixture, "ada: early");
  status = wait_for_end (fixture);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

/* A terminal that can only print is only printed to. */
static void
test_dumb (Fixture      *fixture,
           gconstpointer unused)
{
  int status;

  start (fixture, "dumb");
  expect (fixture, "ada joined");
  type (fixture, "plain\n");
  expect (fixture, "ada: plain");
  type (fixture, "\004");
  status = wait_for_end (fixture);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  g_assert_null (strchr (fixture->output->str, '\033'));
}

/* Whatever ends the program, the terminal is as it was. */
static void
test_killed (Fixture      *fixture,
             gconstpointer signal_number)
{
  const int number = GPOINTER_TO_INT (signal_number);
  int       status;

  start (fixture, "xterm");
  expect (fixture, PASTE_ON);
  expect (fixture, "#lobby");
  g_assert_cmpint (kill (fixture->pid, number), ==, 0);
  status = wait_for_end (fixture);
  if (number == SIGTERM)
    g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  else
    g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == number);
  assert_restored (fixture);
}

/* The window of the terminal is closed. */
static void
test_hung_up (Fixture      *fixture,
              gconstpointer unused)
{
  int status;

  start (fixture, "xterm");
  expect (fixture, "#lobby");
  type (fixture, "not sent");
  close (fixture->fd);
  fixture->fd = -1;
  status = wait_for_end (fixture);
  g_assert_true (WIFEXITED (status));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli-pty/bytes", Fixture, NULL, set_up, test_bytes, tear_down);
  g_test_add ("/cli-pty/typed-ahead", Fixture, NULL, set_up, test_typed_ahead, tear_down);
  g_test_add ("/cli-pty/dumb", Fixture, NULL, set_up, test_dumb, tear_down);
  g_test_add ("/cli-pty/terminated", Fixture, GINT_TO_POINTER (SIGTERM), set_up, test_killed,
              tear_down);
  g_test_add ("/cli-pty/crashed", Fixture, GINT_TO_POINTER (SIGQUIT), set_up, test_killed,
              tear_down);
  g_test_add ("/cli-pty/hung-up", Fixture, NULL, set_up, test_hung_up, tear_down);

  return g_test_run ();
}
