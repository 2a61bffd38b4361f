/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-test-pty.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_ROWS 40
#define READ_BYTES 65536

struct _ParlorTestPty
{
  int      master;
  GPid     pid;
  GString *output;
};

static void
own_terminal (gpointer user_data)
{
  setsid ();
  ioctl (STDIN_FILENO, TIOCSCTTY, 0);
}

static char **
make_environment (ParlorTestCli *fixture,
                  const char    *term)
{
  char **environment = g_get_environ ();

  environment = g_environ_setenv (environment, "XDG_DATA_HOME", fixture->folder, TRUE);
  environment = g_environ_setenv (environment, "PARLOR_PASSWORD", PARLOR_TEST_CLI_PASSWORD, TRUE);
  environment = g_environ_setenv (environment, "LC_ALL", "C.UTF-8", TRUE);
  environment = g_environ_setenv (environment, "TERM", term, TRUE);
  environment = g_environ_unsetenv (environment, "COLORTERM");

  return environment;
}

static char **
make_argv (const char *const *args)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();

  g_strv_builder_add (argv, g_getenv ("PARLOR_TEST_CLI"));
  g_strv_builder_addv (argv, (const char **) args);

  return g_strv_builder_end (argv);
}

/**
 * parlor_test_pty_new:
 * @fixture: a server, and a folder
 * @term: what it says that it is
 * @n_columns: how wide it is
 * @args: of parlor-cli
 *
 * Returns: (transfer full): a terminal in which it runs
 */
ParlorTestPty *
parlor_test_pty_new (ParlorTestCli     *fixture,
                     const char        *term,
                     guint              n_columns,
                     const char *const *args)
{
  ParlorTestPty       *self = g_new0 (ParlorTestPty, 1);
  const struct winsize size = { .ws_row = N_ROWS, .ws_col = n_columns };
  g_auto (GStrv)       argv = make_argv (args);
  g_auto (GStrv)       environment = make_environment (fixture, term);
  g_autoptr (GError)   error = NULL;
  int                  slave;

  self->output = g_string_new (NULL);
  self->master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (self->master, >=, 0);
  g_assert_cmpint (grantpt (self->master), ==, 0);
  g_assert_cmpint (unlockpt (self->master), ==, 0);
  slave = open (ptsname (self->master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (slave, >=, 0);
  g_assert_cmpint (ioctl (slave, TIOCSWINSZ, &size), ==, 0);

  g_spawn_async_with_fds (NULL, argv, environment, G_SPAWN_DO_NOT_REAP_CHILD, own_terminal, NULL,
                          &self->pid, slave, slave, slave, &error);
  g_assert_no_error (error);
  close (slave);

  return self;
}

/**
 * parlor_test_pty_free:
 * @self: (transfer full): is closed; the program ends
 */
void
parlor_test_pty_free (ParlorTestPty *self)
{
  close (self->master);
  if (self->pid != 0) {
    kill (self->pid, SIGTERM);
    waitpid (self->pid, NULL, 0);
  }
  g_string_free (self->output, TRUE);
  g_free (self);
}

/**
 * parlor_test_pty_type:
 * @self: a terminal
 * @text: what is typed, or what the terminal answers
 */
void
parlor_test_pty_type (ParlorTestPty *self,
                      const char    *text)
{
  g_assert_cmpint (write (self->master, text, strlen (text)), ==, strlen (text));
}

/* Returns: whether there may be more */
static gboolean
read_more (ParlorTestPty *self,
           int            timeout_ms)
{
  struct pollfd poll_fd = { .fd = self->master, .events = POLLIN };
  char          bytes[READ_BYTES];
  gssize        n_read;

  if (poll (&poll_fd, 1, timeout_ms) <= 0)
    g_error ("It does not come. There is: %s", self->output->str);
  n_read = read (self->master, bytes, sizeof bytes);
  for (gssize i = 0; i < n_read; i++)
    if (bytes[i] != '\0') /* which old terminals need to have time */
      g_string_append_c (self->output, bytes[i]);

  return n_read > 0;
}

/**
 * parlor_test_pty_wait:
 * @self: a terminal
 * @part: what is to be printed, or was already
 */
void
parlor_test_pty_wait (ParlorTestPty *self,
                      const char    *part)
{
  while (strstr (self->output->str, part) == NULL)
    if (!read_more (self, PARLOR_TEST_PATIENCE_MS))
      g_error ("It has ended without “%s”: %s", part, self->output->str);
}

/**
 * parlor_test_pty_get_output:
 * @self: a terminal
 *
 * Returns: (transfer none): what was printed since parlor_test_pty_forget()
 */
const char *
parlor_test_pty_get_output (ParlorTestPty *self)
{
  return self->output->str;
}

void
parlor_test_pty_forget (ParlorTestPty *self)
{
  g_string_truncate (self->output, 0);
}

/**
 * parlor_test_pty_wait_end:
 * @self: a terminal
 *
 * Returns: what the program exits with
 */
int
parlor_test_pty_wait_end (ParlorTestPty *self)
{
  int status;

  while (read_more (self, PARLOR_TEST_PATIENCE_MS))
    ;
  g_assert_cmpint (waitpid (self->pid, &status, 0), ==, self->pid);
  self->pid = 0;

  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}
