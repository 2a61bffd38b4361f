/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What keys do here that they do not do elsewhere.  All others are readline's, as people have set
 * them up for all their programs. */

#define G_LOG_DOMAIN "parlor-cli-editor"

#include "parlor-cli-editor-private.h"

#include <stdio.h>

#include <readline/readline.h>

/* Enter. */
static int
on_enter (int count,
          int key)
{
  ParlorCliEditor *self = _parlor_cli_editor_get ();
  g_autofree char *line = g_strdup (rl_line_buffer);
  gboolean         vanishes = FALSE;

  if (!_parlor_cli_editor_enter (self, line, &vanishes))
    return 0;

  if (vanishes && !self->is_hidden)
    rl_clear_visible_line ();
  if (vanishes || self->is_hidden)
    rl_on_new_line ();

  return rl_newline (1, key);
}

static int
on_break (int count,
          int key)
{
  rl_insert_text ("\n");

  return 0;
}

static int
on_paste (int count,
          int key)
{
  _parlor_cli_editor_begin_paste (_parlor_cli_editor_get ());

  return 0;
}

static int
on_complete (int count,
             int key)
{
  ParlorCliEditor *self = _parlor_cli_editor_get ();

  self->funcs->complete (rl_line_buffer, rl_point, self->user_data);

  return 0;
}

static int
on_previous (int count,
             int key)
{
  ParlorCliEditor *self = _parlor_cli_editor_get ();

  self->funcs->step (PARLOR_CLI_STEP_PREVIOUS, self->user_data);

  return 0;
}

static int
on_next (int count,
         int key)
{
  ParlorCliEditor *self = _parlor_cli_editor_get ();

  self->funcs->step (PARLOR_CLI_STEP_NEXT, self->user_data);

  return 0;
}

static int
on_unread (int count,
           int key)
{
  ParlorCliEditor *self = _parlor_cli_editor_get ();

  self->funcs->step (PARLOR_CLI_STEP_UNREAD, self->user_data);

  return 0;
}

/* While something else is printed there, nothing is drawn. */
static void
redisplay (void)
{
  if (!_parlor_cli_editor_get ()->is_hidden)
    rl_redisplay ();
}

/**
 * _parlor_cli_editor_bind_keys:
 *
 * Tells readline what is different here.
 */
void
_parlor_cli_editor_bind_keys (void)
{
  static const struct
  {
    const char        *sequence;
    rl_command_func_t *func;
  } keys[] = {
    { "\r", on_enter },
    { "\n", on_break },     /* Ctrl+J */
    { "\033\r", on_break }, /* Alt+Enter */
    { "\t", on_complete },
    { "\033[200~", on_paste },
    { "\033[1;3A", on_previous }, /* Alt+Up, as xterm has it, and as others do */
    { "\033\033[A", on_previous },
    { "\033[1;3B", on_next },
    { "\033\033[B", on_next },
    { "\033a", on_unread },
  };
  const Keymap maps[] = { rl_get_keymap_by_name ("emacs-standard"),
                          rl_get_keymap_by_name ("vi-insert") };

  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    for (guint j = 0; j < G_N_ELEMENTS (keys); j++)
      rl_bind_keyseq_in_map (keys[j].sequence, keys[j].func, maps[i]);

  rl_redisplay_function = redisplay;
}
