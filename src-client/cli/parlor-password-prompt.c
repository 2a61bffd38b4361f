/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-password-prompt"

#include "parlor-password-prompt.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#define PASSWORD_FILE_MAX_BYTES 4096

/**
 * parlor_password_read_file:
 * @path: (type filename): a file whose first line is a password
 * @error: return location for a #GFileError, or %G_IO_ERROR_INVALID_DATA
 *
 * Returns: (transfer full) (nullable): the password
 */
char *
parlor_password_read_file (const char *path,
                           GError    **error)
{
  g_autofree char *content = NULL;
  gsize            size;

  if (!g_file_get_contents (path, &content, &size, error))
    return NULL;

  content[strcspn (content, "\r\n")] = '\0'; /* spaces may be part of it */
  if (*content == '\0' || size > PASSWORD_FILE_MAX_BYTES || !g_utf8_validate (content, -1, NULL)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 _ ("The first line of %s has to be the password."), path);
    return NULL;
  }

  return g_steal_pointer (&content);
}

static const int interrupting[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP };

static volatile sig_atomic_t interrupted_by;
static int                   interrupted_fds[2];

/* In whatever thread, and whenever it comes: the pipe tells who waits. */
static void
on_interrupted (int number)
{
  gssize n_written;

  interrupted_by = number;
  n_written = write (interrupted_fds[1], "", 1);
  (void) n_written;
}

/* Returns: whether there is an answer, and nothing that would end or stop the program */
static gboolean
wait_for_answer (FILE *terminal)
{
  struct pollfd fds[] = { { .fd = fileno (terminal), .events = POLLIN },
                          { .fd = interrupted_fds[0], .events = POLLIN } };
  int           n_ready;

  do
    n_ready = poll (fds, G_N_ELEMENTS (fds), -1);
  while (n_ready < 0 && errno == EINTR);

  return n_ready > 0 && fds[1].revents == 0;
}

/* Asks, and reads a line while the terminal shows nothing of it.  What would end or stop the
 * program ends the reading. */
static char *
read_line (FILE       *terminal,
           const char *question)
{
  const struct sigaction action = { .sa_handler = on_interrupted };
  struct sigaction       before[G_N_ELEMENTS (interrupting)];
  struct termios         seen;
  struct termios         unseen;
  char                  *line = NULL;
  size_t                 size = 0;

  if (tcgetattr (fileno (terminal), &seen) < 0 ||
      !g_unix_open_pipe (interrupted_fds, FD_CLOEXEC, NULL))
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (interrupting); i++)
    sigaction (interrupting[i], &action, &before[i]);
  unseen = seen;
  unseen.c_lflag &= ~ECHO;
  tcsetattr (fileno (terminal), TCSAFLUSH, &unseen);

  fputs (question, terminal);
  fflush (terminal);
  if (wait_for_answer (terminal) && getline (&line, &size, terminal) < 0)
    g_clear_pointer (&line, free);

  tcsetattr (fileno (terminal), TCSAFLUSH, &seen);
  fputc ('\n', terminal);
  fflush (terminal);
  for (guint i = 0; i < G_N_ELEMENTS (interrupting); i++)
    sigaction (interrupting[i], &before[i], NULL);
  close (interrupted_fds[0]);
  close (interrupted_fds[1]);

  return line;
}

/* Whoever stops the program and comes back is asked again. */
static char *
read_unseen (FILE       *terminal,
             const char *question)
{
  char *line;

  do {
    interrupted_by = 0;
    line = read_line (terminal, question);
    clearerr (terminal);
    if (interrupted_by != 0)
      raise (interrupted_by);
  } while (interrupted_by == SIGTSTP);

  return line;
}

/**
 * parlor_password_prompt:
 * @question: what to write before the answer
 * @error: return location for an error
 *
 * Asks at the terminal, whatever standard input is.
 *
 * Returns: (transfer full) (nullable): the answer; %G_IO_ERROR_NOT_FOUND
 *   without a terminal
 */
char *
parlor_password_prompt (const char *question,
                        GError    **error)
{
  FILE *terminal = g_fopen ("/dev/tty", "r+e");
  char *line = NULL;
  char *password = NULL;

  if (terminal != NULL) {
    line = read_unseen (terminal, question);
    fclose (terminal);
  }

  if (line == NULL) {
    g_set_error_literal (
      error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
      _ ("There is no terminal to ask for the password. Give --password-file, or "
         "PARLOR_PASSWORD in the environment."));
    return NULL;
  }

  password = g_strndup (line, strcspn (line, "\r\n"));
  free (line);

  return password;
}
