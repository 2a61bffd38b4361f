/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The terminal is left as it was found: at the end, while the program is stopped, and after a
 * crash. */

#define G_LOG_DOMAIN "parlor-cli-editor"

#include "parlor-cli-editor-private.h"

#include "parlor-cli-rows.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <readline/readline.h>

/**
 * _parlor_cli_editor_open_keys:
 *
 * Opens the terminal once more, since what is shared with others must not be made not to wait.
 *
 * Returns: a file descriptor
 */
int
_parlor_cli_editor_open_keys (void)
{
  const char *path = ttyname (STDIN_FILENO);
  int         fd = path != NULL ? open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;

  return fd >= 0 ? fd : fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
}

/**
 * _parlor_cli_editor_read:
 * @self: an editor
 * @buffer: (out): for what was typed
 * @size: of @buffer, in bytes
 *
 * Does not wait: Ctrl+C drops what was typed before it, also when one was told of it already.
 *
 * Returns: how many bytes were read; 0: none are there now; -1: nobody types any more
 */
gssize
_parlor_cli_editor_read (ParlorCliEditor *self,
                         void            *buffer,
                         gsize            size)
{
  gssize n_read;

  do
    n_read = read (self->keys, buffer, size);
  while (n_read < 0 && errno == EINTR);
  if (n_read < 0 && errno == EAGAIN)
    return 0;
  self->is_gone |= n_read <= 0;

  return n_read > 0 ? n_read : -1;
}

/* What handlers of signals have to know. */
static struct termios        found;
static volatile sig_atomic_t is_taken;
static int                   wake_fd = -1;

/* Calls nothing that a handler may not. */
static void
restore (void)
{
  static const char off[] = "\033[?2004l\r\n"; /* bracketed paste */
  gssize            n_written;

  if (!is_taken)
    return;

  is_taken = FALSE;
  tcsetattr (STDIN_FILENO, TCSANOW, &found);
  n_written = write (STDOUT_FILENO, off, sizeof off - 1);
  (void) n_written;
}

static void
on_fatal_signal (int number)
{
  restore ();
  raise (number); /* it is the default's again */
}

static void
on_job_signal (int number)
{
  const char   kind = number == SIGTSTP ? 'S' : 'C';
  const gssize n_written = write (wake_fd, &kind, 1);

  (void) n_written;
}

static void
catch_job_signal (int number)
{
  const struct sigaction action = { .sa_handler = on_job_signal, .sa_flags = SA_RESTART };

  sigaction (number, &action, NULL);
}

/* Whoever looks at crashes in another way keeps doing so. */
static void
catch_fatal_signals (void)
{
  static const int       numbers[] = { SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV };
  const struct sigaction action = { .sa_handler = on_fatal_signal,
                                    .sa_flags = (int) (SA_RESETHAND | SA_NODEFER) };
  struct sigaction       before;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (sigaction (numbers[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
      sigaction (numbers[i], &action, NULL);
}

/* Keys come one by one, Ctrl+S searches rather than stopping all output, and what is pasted is
 * told from what is typed. */
static void
prepare (void)
{
  struct termios now;

  rl_variable_bind ("enable-bracketed-paste", "on");
  rl_prep_terminal (1);
  if (tcgetattr (STDIN_FILENO, &now) == 0) {
    now.c_iflag &= ~IXON;
    tcsetattr (STDIN_FILENO, TCSANOW, &now);
  }
  is_taken = TRUE;
}

static void
unprepare (void)
{
  is_taken = FALSE;
  rl_deprep_terminal ();
  fflush (rl_outstream);
}

static void
resume (ParlorCliEditor *self)
{
  unprepare ();
  prepare ();
  fputs ("\r\033[J", rl_outstream);
  g_clear_pointer (&self->below, g_free);
  rl_resize_terminal ();
  self->is_hidden = TRUE;
  _parlor_cli_editor_show (self);
}

/* Stops for real, once the terminal has been left. */
static void
stop (ParlorCliEditor *self)
{
  parlor_cli_editor_hide (self);
  unprepare ();
  signal (SIGTSTP, SIG_DFL);
  raise (SIGTSTP);
  catch_job_signal (SIGTSTP);
  resume (self);
}

static gboolean
on_woken (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  ParlorCliEditor *self = user_data;
  char             kind;

  if (read (fd, &kind, 1) != 1 || self->is_gone)
    return G_SOURCE_CONTINUE;

  if (kind == 'S')
    stop (self);
  else
    resume (self);

  return G_SOURCE_CONTINUE;
}

/* The first time, what was typed goes; the second time, whoever typed it. */
static gboolean
on_interrupted (gpointer user_data)
{
  ParlorCliEditor *self = user_data;

  if (self->is_interrupted) {
    _parlor_cli_editor_leave (self);
    return G_SOURCE_CONTINUE;
  }

  self->is_interrupted = TRUE;
  if (self->paste != NULL)
    g_string_free (self->paste, TRUE);
  self->paste = NULL;
  parlor_cli_editor_hide (self);
  g_clear_pointer (&self->doubtful, g_free);
  _parlor_cli_editor_reset (self);
  parlor_cli_editor_show_below (self, _ ("Press Ctrl+C again to leave."));

  return G_SOURCE_CONTINUE;
}

/* A terminal that is narrower has broken the line by itself. */
static gboolean
on_resized (gpointer user_data)
{
  ParlorCliEditor *self = user_data;
  struct winsize   size = { 0 };
  g_autofree char *before = g_strndup (rl_line_buffer, rl_point);

  if (!self->is_hidden && ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    const guint n_up = parlor_cli_count_rows (self->prompt, before, size.ws_col) - 1;

    if (n_up > 0)
      fprintf (rl_outstream, "\033[%uA", n_up);
    fputs ("\r\033[J", rl_outstream);
    g_clear_pointer (&self->below, g_free);
    self->is_hidden = TRUE;
  }

  rl_resize_terminal ();
  self->funcs->resize (self->user_data);
  _parlor_cli_editor_show (self);

  return G_SOURCE_CONTINUE;
}

/**
 * _parlor_cli_editor_take_terminal:
 * @self: an editor, initialized
 *
 * Sets the terminal up for readline.  It stays so between lines, so that no key is lost or taken
 * for another one.
 */
void
_parlor_cli_editor_take_terminal (ParlorCliEditor *self)
{
  static gsize is_known = 0;

  if (ioctl (STDIN_FILENO, FIONREAD, &self->n_earlier) < 0)
    self->n_earlier = 0;
  tcgetattr (STDIN_FILENO, &found);
  if (g_once_init_enter (&is_known)) {
    atexit (restore);
    g_once_init_leave (&is_known, 1);
  }
  prepare ();
  rl_prep_term_function = NULL;
  rl_deprep_term_function = NULL;

  if (!g_unix_open_pipe (self->wake_fds, FD_CLOEXEC, NULL))
    g_error ("No pipe is left");
  g_unix_set_fd_nonblocking (self->wake_fds[1], TRUE, NULL);
  wake_fd = self->wake_fds[1];
  self->stopping = g_unix_fd_add (self->wake_fds[0], G_IO_IN, on_woken, self);
  catch_job_signal (SIGTSTP);
  catch_job_signal (SIGCONT);
  catch_fatal_signals ();
  self->interrupt = g_unix_signal_add (SIGINT, on_interrupted, self);
  self->resize = g_unix_signal_add (SIGWINCH, on_resized, self);
}

/**
 * _parlor_cli_editor_leave_terminal:
 * @self: an editor that is about to go
 *
 * Undoes all that.
 */
void
_parlor_cli_editor_leave_terminal (ParlorCliEditor *self)
{
  unprepare ();
  g_clear_handle_id (&self->interrupt, g_source_remove);
  g_clear_handle_id (&self->resize, g_source_remove);
  g_clear_handle_id (&self->stopping, g_source_remove);
  signal (SIGTSTP, SIG_DFL);
  signal (SIGCONT, SIG_DFL);
  wake_fd = -1;
  close (self->wake_fds[0]);
  close (self->wake_fds[1]);
}
