/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-terminal"

#include "parlor-test-terminal.h"

#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE_MS 10000

/**
 * ParlorTestTerminal:
 *
 * It is spoken to in tmux's control mode: a command in each line, its answer between %begin and
 * %end, and %output whenever something came from the program.  So a test that waits for something
 * on the screen looks again when there is something new, and not before.
 */
struct _ParlorTestTerminal
{
  GSubprocess *process;
  int          fd; /* where it answers */
  GString     *read;
  char        *folder;
  guint        n_pasted;
};

/**
 * parlor_test_terminal_is_possible:
 *
 * Returns: whether tmux is here; the test at hand is skipped otherwise
 */
gboolean
parlor_test_terminal_is_possible (void)
{
  g_autofree char *path = g_find_program_in_path ("tmux");

  if (path == NULL)
    g_test_skip ("tmux is not installed");

  return path != NULL;
}

/* Returns: (transfer full): the next line of tmux, without its end */
static char *
read_line (ParlorTestTerminal *self)
{
  char   *end;
  char   *line;
  char    chunk[4096];
  GPollFD pollable = { self->fd, G_IO_IN, 0 };
  gssize  n_read;

  while ((end = memchr (self->read->str, '\n', self->read->len)) == NULL) {
    if (g_poll (&pollable, 1, PATIENCE_MS) == 0)
      return NULL;
    n_read = read (self->fd, chunk, sizeof chunk);
    if (n_read < 0 && errno == EINTR)
      continue;
    if (n_read <= 0)
      g_error ("tmux has gone");
    g_string_append_len (self->read, chunk, n_read);
  }

  line = g_strndup (self->read->str, end - self->read->str);
  g_string_erase (self->read, 0, end - self->read->str + 1);

  return line;
}

/* Returns: (transfer full): what tmux answers */
static char *
read_answer (ParlorTestTerminal *self)
{
  GString *answer = g_string_new (NULL);
  gboolean is_begun = FALSE;

  for (;;) {
    g_autofree char *line = read_line (self);

    if (line == NULL)
      g_error ("tmux does not answer");
    if (is_begun && g_str_has_prefix (line, "%end "))
      return g_string_free (answer, FALSE);
    if (is_begun && g_str_has_prefix (line, "%error "))
      g_error ("tmux: %s", answer->str);
    if (is_begun)
      g_string_append_printf (answer, "%s\n", line);
    else
      is_begun = g_str_has_prefix (line, "%begin ");
  }
}

G_GNUC_PRINTF (2, 3)
static char *
ask (ParlorTestTerminal *self,
     const char         *format,
     ...)
{
  GOutputStream   *input = g_subprocess_get_stdin_pipe (self->process);
  g_autofree char *command = NULL;
  va_list          arguments;

  va_start (arguments, format);
  command = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_assert_true (
    g_output_stream_write_all (input, command, strlen (command), NULL, NULL, NULL));
  g_assert_true (g_output_stream_write_all (input, "\n", 1, NULL, NULL, NULL));

  return read_answer (self);
}

/**
 * parlor_test_terminal_new:
 * @folder: where it can put things
 * @environment: (array zero-terminated=1): NAME=VALUE of what the shell has besides
 * @n_columns: how wide it is
 * @n_rows: how high
 *
 * Returns: (transfer full): a terminal with a shell, whose prompt is `$ `
 */
ParlorTestTerminal *
parlor_test_terminal_new (const char        *folder,
                          const char *const *environment,
                          guint              n_columns,
                          guint              n_rows)
{
  ParlorTestTerminal             *self = g_new0 (ParlorTestTerminal, 1);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char   *socket = g_build_filename (folder, "tmux", NULL);
  g_autofree char   *width = g_strdup_printf ("%u", n_columns);
  g_autofree char   *height = g_strdup_printf ("%u", n_rows);
  g_autofree char   *answer = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  for (guint i = 0; environment[i] != NULL; i++) {
    g_auto (GStrv) parts = g_strsplit (environment[i], "=", 2);

    g_subprocess_launcher_setenv (launcher, parts[0], parts[1], TRUE);
  }
  g_subprocess_launcher_unsetenv (launcher, "TMUX");
  g_subprocess_launcher_unsetenv (launcher, "PARLOR_PASSWORD");
  self->process =
    g_subprocess_launcher_spawn (launcher, &error, "tmux", "-u", "-S", socket, "-f", "/dev/null",
                                 "-C", "new-session", "-x", width, "-y", height,
                                 "exec env PS1='$ ' bash --norc --noprofile", NULL);
  g_assert_no_error (error);
  self->fd = g_unix_input_stream_get_fd (
    G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (self->process)));
  self->read = g_string_new (NULL);
  self->folder = g_strdup (folder);

  answer = read_answer (self);
  g_free (ask (self, "set-option -g window-size manual"));
  g_free (ask (self, "set-option -g remain-on-exit on"));
  g_free (ask (self, "resize-window -x %u -y %u", n_columns, n_rows));
  parlor_test_terminal_expect (self, "$");

  return self;
}

/**
 * parlor_test_terminal_free:
 * @self: (transfer full): a terminal
 *
 * It goes, and what runs in it is hung up on.
 */
void
parlor_test_terminal_free (ParlorTestTerminal *self)
{
  static const char command[] = "kill-server\n";

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->process), command,
                             sizeof command - 1, NULL, NULL, NULL);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_object_unref (self->process);
  g_string_free (self->read, TRUE);
  g_free (self->folder);
  g_free (self);
}

/**
 * parlor_test_terminal_type:
 * @self: a terminal
 * @text: what to type, in one line
 */
void
parlor_test_terminal_type (ParlorTestTerminal *self,
                           const char         *text)
{
  g_auto (GStrv)   parts = g_strsplit (text, "'", -1);
  g_autofree char *quoted = g_strjoinv ("'\\''", parts);

  g_free (ask (self, "send-keys -l -- '%s'", quoted));
}

/**
 * parlor_test_terminal_press:
 * @self: a terminal
 * @keys: what to press, as tmux calls it: `Left Left M-a C-c`
 */
void
parlor_test_terminal_press (ParlorTestTerminal *self,
                            const char         *keys)
{
  g_free (ask (self, "send-keys %s", keys));
}

/**
 * parlor_test_terminal_enter:
 * @self: a terminal
 * @line: what to type before Enter
 */
void
parlor_test_terminal_enter (ParlorTestTerminal *self,
                            const char         *line)
{
  parlor_test_terminal_type (self, line);
  parlor_test_terminal_press (self, "Enter");
}

/**
 * parlor_test_terminal_paste:
 * @self: a terminal
 * @text: what to paste, with breaks perhaps
 */
void
parlor_test_terminal_paste (ParlorTestTerminal *self,
                            const char         *text)
{
  g_autofree char *name = g_strdup_printf ("pasted-%u", ++self->n_pasted);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_free (ask (self, "load-buffer '%s'", path));
  g_free (ask (self, "paste-buffer -p"));
}

/**
 * parlor_test_terminal_resize:
 * @self: a terminal
 * @n_columns: how wide it is to be
 * @n_rows: how high
 */
void
parlor_test_terminal_resize (ParlorTestTerminal *self,
                             guint               n_columns,
                             guint               n_rows)
{
  g_free (ask (self, "resize-window -x %u -y %u", n_columns, n_rows));
}

/**
 * parlor_test_terminal_hang_up:
 * @self: a terminal
 *
 * Takes the terminal away from what runs in it; another one with a shell comes in its place.
 */
void
parlor_test_terminal_hang_up (ParlorTestTerminal *self)
{
  g_free (ask (self, "respawn-pane -k"));
}

/**
 * parlor_test_terminal_read:
 * @self: a terminal
 *
 * Returns: (transfer full): what is on the screen, without what is empty at the end
 */
char *
parlor_test_terminal_read (ParlorTestTerminal *self)
{
  return g_strchomp (ask (self, "capture-pane -p"));
}

typedef gboolean (*Check) (const char *screen,
                           const char *text);

static void
expect (ParlorTestTerminal *self,
        const char         *text,
        Check               check)
{
  const gint64 deadline_us = g_get_monotonic_time () + PATIENCE_MS * G_GINT64_CONSTANT (1000);

  for (;;) {
    g_autofree char *screen = parlor_test_terminal_read (self);
    g_autofree char *news = NULL;

    if (check (screen, text))
      return;
    if (g_get_monotonic_time () < deadline_us)
      news = read_line (self);
    if (news == NULL) {
      g_free (ask (self, "set-option -g destroy-unattached on")); /* it goes with this test */
      g_error ("Waiting for “%s”, the screen shows\n%s", text, screen);
    }
  }
}

static gboolean
has_text (const char *screen,
          const char *text)
{
  return strstr (screen, text) != NULL;
}

static gboolean
lacks_text (const char *screen,
            const char *text)
{
  return strstr (screen, text) == NULL;
}

/**
 * parlor_test_terminal_expect:
 * @self: a terminal
 * @text: what is to be on the screen, with breaks perhaps
 *
 * Waits for it.
 */
void
parlor_test_terminal_expect (ParlorTestTerminal *self,
                             const char         *text)
{
  expect (self, text, has_text);
}

/**
 * parlor_test_terminal_expect_without:
 * @self: a terminal
 * @text: what is not to be on the screen
 *
 * Waits until it is not.
 */
void
parlor_test_terminal_expect_without (ParlorTestTerminal *self,
                                     const char         *text)
{
  expect (self, text, lacks_text);
}

/**
 * parlor_test_terminal_expect_last:
 * @self: a terminal
 * @rows: what the screen is to end with
 *
 * Waits for it.
 */
void
parlor_test_terminal_expect_last (ParlorTestTerminal *self,
                                  const char         *rows)
{
  expect (self, rows, g_str_has_suffix);
}
