/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What comes in one piece: it is one message, whatever breaks it has. */

#define G_LOG_DOMAIN "parlor-cli-editor"

#include "parlor-cli-editor-private.h"

#include "parlor-cli-rows.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <readline/readline.h>

#define PASTE_END "\033[201~"
#define CHUNK_BYTES 4096

/* More than fits any message; what follows is not kept. */
#define PASTE_MAX_BYTES (256 * 1024)

/**
 * _parlor_cli_editor_begin_paste:
 * @self: an editor
 *
 * What comes next is pasted.
 */
void
_parlor_cli_editor_begin_paste (ParlorCliEditor *self)
{
  self->paste = g_string_new (NULL);
}

/* Of what the terminal has, only text, with breaks as they are elsewhere. */
static char *
clean (const char *pasted)
{
  g_autofree char *valid = g_utf8_make_valid (pasted, -1);
  GString         *text = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    const gunichar c = g_utf8_get_char (p);

    if (c == '\r' && p[1] == '\n')
      continue;
    if (c == '\r')
      g_string_append_c (text, '\n');
    else if (c == '\n' || c == '\t' || !g_unichar_iscntrl (c))
      g_string_append_unichar (text, c);
  }
  while (text->len > 0 && text->str[text->len - 1] == '\n')
    g_string_truncate (text, text->len - 1);

  return g_string_free (text, FALSE);
}

static void
end_paste (ParlorCliEditor *self)
{
  g_autofree char *text = clean (self->paste->str);

  g_string_free (self->paste, TRUE);
  self->paste = NULL;
  _parlor_cli_editor_insert (self, text);
}

/**
 * _parlor_cli_editor_read_paste:
 * @self: an editor to which something is being pasted
 *
 * Takes what the terminal has of it.
 */
void
_parlor_cli_editor_read_paste (ParlorCliEditor *self)
{
  const gsize searched = self->paste->len > strlen (PASTE_END)
                           ? self->paste->len - strlen (PASTE_END)
                           : 0;
  char        chunk[CHUNK_BYTES];
  gssize      n_read;
  char       *end;

  if (self->ahead->len > 0) {
    g_string_append_len (self->paste, self->ahead->str, self->ahead->len);
    g_string_truncate (self->ahead, 0);
  } else {
    n_read = _parlor_cli_editor_read (self, chunk, sizeof chunk);
    for (gssize i = 0; i < n_read; i++)
      if (chunk[i] != '\0')
        g_string_append_c (self->paste, chunk[i]);
  }

  end = strstr (self->paste->str + searched, PASTE_END);
  if (end != NULL) {
    g_string_assign (self->ahead, end + strlen (PASTE_END));
    g_string_truncate (self->paste, end - self->paste->str);
    end_paste (self);
  } else if (self->paste->len > PASTE_MAX_BYTES) {
    g_string_erase (self->paste, PASTE_MAX_BYTES - strlen (PASTE_END),
                    self->paste->len - PASTE_MAX_BYTES);
  }
}

/**
 * _parlor_cli_editor_is_tall:
 * @self: an editor
 * @text: what is or could be typed
 *
 * Returns: whether it takes so much of the screen that it cannot be edited there
 */
gboolean
_parlor_cli_editor_is_tall (ParlorCliEditor *self,
                            const char      *text)
{
  return parlor_cli_count_rows (self->prompt, text, parlor_cli_editor_get_n_columns (self)) >
         MAX (parlor_cli_editor_get_n_rows (self) / 2, 1);
}

/**
 * _parlor_cli_editor_insert:
 * @self: an editor
 * @text: what was pasted
 *
 * Puts it where the cursor is, or asks whether it is meant if it would not fit the screen.
 */
void
_parlor_cli_editor_insert (ParlorCliEditor *self,
                           const char      *text)
{
  g_autofree char *whole = g_strconcat (rl_line_buffer, text, NULL);

  if (!_parlor_cli_editor_is_tall (self, whole)) {
    rl_insert_text (text);
    if (!self->is_hidden)
      rl_redisplay ();
    return;
  }

  parlor_cli_editor_hide (self);
  g_free (self->doubtful);
  self->doubtful = g_strdup (text);
}

/**
 * _parlor_cli_editor_show_question:
 * @self: an editor that has something doubtful
 *
 * Asks whether it is to be sent.
 */
void
_parlor_cli_editor_show_question (ParlorCliEditor *self)
{
  g_autofree char *size = g_format_size (strlen (self->doubtful));
  guint            n_lines = 1;

  for (const char *p = self->doubtful; *p != '\0'; p++)
    n_lines += *p == '\n';

  /* Translators: %u is a number of lines, %s their size; y and n are keys, and stay as they are */
  fprintf (rl_outstream,
           ngettext ("Send this %1$u line (%2$s) as one message? [y/n] ",
                     "Send these %1$u lines (%2$s) as one message? [y/n] ", n_lines),
           n_lines, size);
  fflush (rl_outstream);
}

/* What was typed before and behind it goes with it. */
static void
send_doubtful (ParlorCliEditor *self)
{
  g_autofree char *doubtful = g_steal_pointer (&self->doubtful);
  GString         *line = g_string_new (rl_line_buffer);
  gboolean         vanishes;

  g_string_insert (line, rl_point, doubtful);
  if (_parlor_cli_editor_enter (self, line->str, &vanishes))
    _parlor_cli_editor_reset (self);
  else
    self->doubtful = g_steal_pointer (&doubtful);
  g_string_free (line, TRUE);
}

/**
 * _parlor_cli_editor_answer:
 * @self: an editor that has asked
 * @key: what was pressed
 *
 * Sends what was doubtful, or drops it; what was typed besides stays then.
 */
void
_parlor_cli_editor_answer (ParlorCliEditor *self,
                           int              key)
{
  if (key == 'y' || key == 'Y') {
    parlor_cli_editor_hide (self);
    send_doubtful (self);
  } else if (key == 'n' || key == 'N' || key == '\033' || key == '\003') {
    parlor_cli_editor_hide (self);
    g_clear_pointer (&self->doubtful, g_free);
  }
}
