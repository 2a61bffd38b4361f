/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-cli-editor"

#include "parlor-cli-editor-private.h"

#include "parlor-cli-rows.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

static ParlorCliEditor *the_editor; /* see ParlorCliEditor */

ParlorCliEditor *
_parlor_cli_editor_get (void)
{
  return the_editor;
}

/**
 * parlor_cli_editor_is_possible:
 *
 * Returns: whether somebody types at a terminal that can do more than print
 */
gboolean
parlor_cli_editor_is_possible (void)
{
  const char *term = g_getenv ("TERM");

  return isatty (STDIN_FILENO) && isatty (STDOUT_FILENO) && term != NULL && *term != '\0' &&
         !g_str_equal (term, "dumb");
}

/* What is shown. */

/**
 * parlor_cli_editor_get_n_columns:
 * @self: an editor
 *
 * Returns: how wide the terminal is
 */
guint
parlor_cli_editor_get_n_columns (ParlorCliEditor *self)
{
  int n_rows;
  int n_columns;

  rl_get_screen_size (&n_rows, &n_columns);

  return MAX (n_columns, 1);
}

/**
 * parlor_cli_editor_get_n_rows:
 * @self: an editor
 *
 * Returns: how high the terminal is
 */
guint
parlor_cli_editor_get_n_rows (ParlorCliEditor *self)
{
  int n_rows;
  int n_columns;

  rl_get_screen_size (&n_rows, &n_columns);

  return MAX (n_rows, 1);
}

/* Goes to the end of what is typed, writes @text from the next row on in place of what is there,
 * and comes back. */
static void
write_below (const char *text)
{
  const int point = rl_point;

  rl_point = rl_end;
  rl_redisplay ();
  fprintf (rl_outstream, "\0337\r\n\033[J%s\0338", text);
  rl_point = point;
  rl_redisplay ();
  fflush (rl_outstream);
}

/* The rows are made first: what scrolls later would be looked for in the wrong place. */
static void
make_rows (guint n_rows)
{
  for (guint i = 0; i < n_rows; i++)
    fputc ('\n', rl_outstream);
  if (n_rows > 0)
    fprintf (rl_outstream, "\033[%uA", n_rows);
}

/* Returns: how many rows the line takes with what is shown below it */
static guint
count_rows (ParlorCliEditor *self,
            const char      *below)
{
  guint n_rows = parlor_cli_count_rows (self->prompt, rl_line_buffer,
                                        parlor_cli_editor_get_n_columns (self));

  for (const char *p = below; p != NULL; p = strchr (p + 1, '\n'))
    n_rows++;

  return n_rows;
}

static void
draw (ParlorCliEditor *self)
{
  if (self->doubtful != NULL) {
    _parlor_cli_editor_show_question (self);
    return;
  }

  /* A search through what was typed has a prompt of its own. */
  if (!RL_ISSTATE (RL_STATE_ISEARCH | RL_STATE_NSEARCH) &&
      g_strcmp0 (rl_prompt, self->prompt) != 0)
    rl_set_prompt (self->prompt);
  rl_forced_update_display ();
}

/**
 * _parlor_cli_editor_show:
 * @self: an editor
 *
 * Shows what is being typed, if it is hidden.
 */
void
_parlor_cli_editor_show (ParlorCliEditor *self)
{
  g_clear_handle_id (&self->redraw, g_source_remove);
  if (!self->is_hidden)
    return;

  self->is_hidden = FALSE;
  if (self->below != NULL)
    make_rows (count_rows (self, self->below));
  draw (self);
  if (self->below != NULL)
    write_below (self->below);
}

static gboolean
on_redraw (gpointer user_data)
{
  ParlorCliEditor *self = user_data;

  self->redraw = 0;
  _parlor_cli_editor_show (self);

  return G_SOURCE_REMOVE;
}

/**
 * parlor_cli_editor_hide:
 * @self: an editor
 *
 * Takes what is being typed off the screen, so that something can be printed in its place; it
 * comes back below that, in a moment.
 */
void
parlor_cli_editor_hide (ParlorCliEditor *self)
{
  if (self->is_hidden)
    return;

  if (self->below != NULL)
    write_below ("");
  if (self->doubtful != NULL)
    fputs ("\r\033[J", rl_outstream);
  else
    rl_clear_visible_line ();
  fflush (rl_outstream);
  self->is_hidden = TRUE;
  self->redraw = g_idle_add_full (G_PRIORITY_DEFAULT, on_redraw, self, NULL);
}

/**
 * _parlor_cli_editor_say:
 * @self: an editor
 * @text: something for whoever is typing
 *
 * Prints it above.
 */
void
_parlor_cli_editor_say (ParlorCliEditor *self,
                        const char      *text)
{
  parlor_cli_editor_hide (self);
  fprintf (rl_outstream, "%s\n", text);
  fflush (rl_outstream);
}

/**
 * parlor_cli_editor_show_below:
 * @self: an editor
 * @text: rows that each fit the terminal, without a break after the last one
 *
 * Shows @text below what is being typed until a key is pressed, or above it if there is no room.
 */
void
parlor_cli_editor_show_below (ParlorCliEditor *self,
                              const char      *text)
{
  g_auto (GStrv) rows = g_strsplit (text, "\n", -1);

  parlor_cli_editor_hide (self);
  g_clear_pointer (&self->below, g_free);
  if (count_rows (self, text) < parlor_cli_editor_get_n_rows (self))
    self->below = g_strjoinv ("\r\n", rows);
  else
    _parlor_cli_editor_say (self, text);
  _parlor_cli_editor_show (self);
}

/**
 * parlor_cli_editor_set_prompt:
 * @self: an editor
 * @prompt: what stands before the line; what takes no room in it is between \001 and \002
 */
void
parlor_cli_editor_set_prompt (ParlorCliEditor *self,
                              const char      *prompt)
{
  if (g_strcmp0 (self->prompt, prompt) == 0)
    return;

  parlor_cli_editor_hide (self);
  g_free (self->prompt);
  self->prompt = g_strdup (prompt);
}

/* What is typed. */

/**
 * parlor_cli_editor_get_line:
 * @self: an editor
 *
 * Returns: (transfer none): what has been typed so far
 */
const char *
parlor_cli_editor_get_line (ParlorCliEditor *self)
{
  return rl_line_buffer;
}

/**
 * parlor_cli_editor_get_cursor:
 * @self: an editor
 *
 * Returns: where the cursor is in it, in bytes
 */
gsize
parlor_cli_editor_get_cursor (ParlorCliEditor *self)
{
  return rl_point;
}

/**
 * parlor_cli_editor_replace:
 * @self: an editor
 * @start: where a part of what was typed begins, in bytes
 * @end: where it ends
 * @text: what is to stand there
 *
 * The cursor stands behind it then.
 */
void
parlor_cli_editor_replace (ParlorCliEditor *self,
                           gsize            start,
                           gsize            end,
                           const char      *text)
{
  rl_begin_undo_group ();
  rl_delete_text (start, end);
  rl_point = start;
  rl_insert_text (text);
  rl_end_undo_group ();
  if (!self->is_hidden)
    rl_redisplay ();
}

/* A handler that is new begins with an empty line. */
static void on_line (char *line);

/**
 * _parlor_cli_editor_reset:
 * @self: an editor
 *
 * Forgets what was typed, and whatever keys had begun.
 */
void
_parlor_cli_editor_reset (ParlorCliEditor *self)
{
  parlor_cli_editor_hide (self);
  rl_callback_sigcleanup ();
  rl_free_line_state ();
  rl_callback_handler_remove ();
  using_history ();
  rl_callback_handler_install (self->prompt, on_line);
  self->is_hidden = FALSE;
  g_clear_handle_id (&self->redraw, g_source_remove);
}

/* Something that was entered. */
typedef struct
{
  ParlorCliLineFlags flags;
  char              *line;
} Entered;

static void
entered_free (gpointer data)
{
  Entered *entered = data;

  g_free (entered->line);
  g_free (entered);
}

/* Only once readline is done with the line: it may have come from there. */
static void
remember (ParlorCliEditor *self,
          const Entered   *entered)
{
  const HIST_ENTRY *last =
    history_length > 0 ? history_get (history_base + history_length - 1) : NULL;

  if ((entered->flags & PARLOR_CLI_LINE_IS_SECRET) == 0 && *entered->line != '\0' &&
      (last == NULL || !g_str_equal (last->line, entered->line)) &&
      !_parlor_cli_editor_is_tall (self, entered->line)) {
    add_history (entered->line);
    if ((entered->flags & PARLOR_CLI_LINE_IS_UNSAVED) == 0)
      parlor_cli_lines_add (self->lines, entered->line);
  }
  using_history ();
}

static void
deliver (ParlorCliEditor *self)
{
  while (!g_queue_is_empty (&self->entered)) {
    Entered *entered = g_queue_pop_head (&self->entered);

    remember (self, entered);
    self->funcs->take (entered->line, self->user_data);
    entered_free (entered);
  }
}

/**
 * _parlor_cli_editor_enter:
 * @self: an editor
 * @line: what is to be taken
 * @ret_vanishes: (out): whether it is not to be seen any more
 *
 * Returns: whether it is taken; it stays otherwise, and why was told
 */
gboolean
_parlor_cli_editor_enter (ParlorCliEditor *self,
                          const char      *line,
                          gboolean        *ret_vanishes)
{
  g_autoptr (GError) error = NULL;
  ParlorCliLineFlags flags = 0;
  Entered           *entered;

  if (!self->funcs->judge (line, &flags, &error, self->user_data)) {
    _parlor_cli_editor_say (self, error->message);
    return FALSE;
  }

  entered = g_new0 (Entered, 1);
  *entered = (Entered){ flags, g_strdup (line) };
  g_queue_push_tail (&self->entered, entered);
  *ret_vanishes = (flags & PARLOR_CLI_LINE_VANISHES) != 0;

  return TRUE;
}

/**
 * parlor_cli_editor_give_back:
 * @self: an editor
 * @line: what was entered and came to nothing
 *
 * Lets it be mended, unless something else is being typed: then it can be gone back to.
 */
void
parlor_cli_editor_give_back (ParlorCliEditor *self,
                             const char      *line)
{
  if (rl_end == 0 && self->doubtful == NULL)
    _parlor_cli_editor_insert (self, line);
  else
    add_history (line);
  using_history ();
}

/**
 * _parlor_cli_editor_leave:
 * @self: an editor
 *
 * Nobody types any more.
 */
void
_parlor_cli_editor_leave (ParlorCliEditor *self)
{
  self->is_gone = TRUE;
  g_clear_handle_id (&self->input, g_source_remove);
  self->funcs->leave (self->user_data);
}

/* What was entered was taken where the key was pressed. */
static void
on_line (char *line)
{
  ParlorCliEditor *self = the_editor;

  if (line == NULL)
    self->is_gone = TRUE;
  free (line);
}

/* Before readline had the terminal, Enter was typed as what breaks a line now. */
static int
get_key (FILE *unused)
{
  ParlorCliEditor *self = the_editor;
  unsigned char    key;
  gssize           n_read;

  if (self->ahead->len > 0) {
    key = self->ahead->str[0];
    g_string_erase (self->ahead, 0, 1);
    return key;
  }

  n_read = _parlor_cli_editor_read (self, &key, 1);
  if (n_read < 0)
    return EOF;
  if (n_read == 0)
    return '\0'; /* sets the mark, which nobody sees */
  if (self->n_earlier > 0) {
    self->n_earlier--;
    if (key == '\n')
      key = '\r';
  }

  return key;
}

static void
take_key (ParlorCliEditor *self)
{
  if (self->paste != NULL)
    _parlor_cli_editor_read_paste (self);
  else if (self->doubtful != NULL)
    _parlor_cli_editor_answer (self, get_key (NULL));
  else
    rl_callback_read_char ();
}

static void
forget_below (ParlorCliEditor *self)
{
  if (self->below != NULL)
    write_below ("");
  g_clear_pointer (&self->below, g_free);
}

static gboolean
on_input (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  ParlorCliEditor *self = user_data;

  if ((condition & G_IO_IN) == 0)
    self->is_gone = TRUE;

  if (!self->is_gone) {
    self->is_interrupted = FALSE;
    _parlor_cli_editor_show (self);
    forget_below (self);
    do
      take_key (self);
    while (self->ahead->len > 0 && !self->is_gone);
  }

  deliver (self);

  if (!self->is_gone)
    return G_SOURCE_CONTINUE;
  self->input = 0;
  _parlor_cli_editor_leave (self);

  return G_SOURCE_REMOVE;
}

static void
load_history (ParlorCliEditor *self)
{
  g_autoptr (GPtrArray) lines = parlor_cli_lines_read (self->lines);

  using_history ();
  stifle_history (PARLOR_CLI_LINES_MAX);
  for (guint i = 0; i < lines->len; i++)
    add_history (lines->pdata[i]);
}

/**
 * parlor_cli_editor_new:
 * @history_path: (type filename): where lines are kept
 * @funcs: what to do; stays
 * @user_data: for @funcs
 *
 * Lets somebody type at the terminal.  There can only be one of it.
 *
 * Returns: (transfer full): an editor
 */
ParlorCliEditor *
parlor_cli_editor_new (const char                 *history_path,
                       const ParlorCliEditorFuncs *funcs,
                       gpointer                    user_data)
{
  ParlorCliEditor *self;

  g_return_val_if_fail (the_editor == NULL, NULL);

  self = g_new0 (ParlorCliEditor, 1);
  self->funcs = funcs;
  self->user_data = user_data;
  self->lines = parlor_cli_lines_new (history_path);
  self->prompt = g_strdup ("> ");
  self->ahead = g_string_new (NULL);
  self->keys = _parlor_cli_editor_open_keys ();
  the_editor = self;

  rl_readline_name = "parlor";
  rl_outstream = stdout;
  rl_getc_function = get_key;
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  rl_initialize ();
  _parlor_cli_editor_bind_keys ();
  load_history (self);
  _parlor_cli_editor_take_terminal (self);
  rl_callback_handler_install (self->prompt, on_line);
  self->input = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_input, self);

  return self;
}

/**
 * parlor_cli_editor_free:
 * @self: (transfer full): an editor
 *
 * Leaves the terminal as it was found.
 */
void
parlor_cli_editor_free (ParlorCliEditor *self)
{
  parlor_cli_editor_hide (self);
  g_clear_handle_id (&self->redraw, g_source_remove);
  g_clear_handle_id (&self->input, g_source_remove);
  rl_callback_handler_remove ();
  _parlor_cli_editor_leave_terminal (self);
  close (self->keys);
  clear_history ();
  g_queue_clear_full (&self->entered, entered_free);
  parlor_cli_lines_free (self->lines);
  g_string_free (self->ahead, TRUE);
  if (self->paste != NULL)
    g_string_free (self->paste, TRUE);
  g_free (self->doubtful);
  g_free (self->below);
  g_free (self->prompt);
  g_free (self);
  the_editor = NULL;
}
