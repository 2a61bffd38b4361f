/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A text without the signs that say how it is shown: to be read aloud, or in
 * one line. */

#include "parlor-rich-text.h"

#include <string.h>

/* A line is short: what is further behind does not get there. */
#define LOOKED_AT_MAX_BYTES 4096

static void
append_block (GString              *plain,
              const ParlorRichText *self,
              const ParlorBlock    *block)
{
  const char *text = parlor_rich_text_get_text (self);

  for (guint i = 0; i < block->n_spans; i++) {
    const ParlorSpan *span = parlor_rich_text_get_span (self, block->first_span + i);

    g_string_append_len (plain, text + span->start, span->length);
  }
}

/**
 * parlor_rich_text_dup_block:
 * @self: a text taken apart
 * @block: one of its blocks
 *
 * Returns: (transfer full): what is shown of @block
 */
char *
parlor_rich_text_dup_block (const ParlorRichText *self,
                            const ParlorBlock    *block)
{
  GString *plain = g_string_new (NULL);

  append_block (plain, self, block);

  return g_string_free (plain, FALSE);
}

/**
 * parlor_rich_text_dup_plain:
 * @self: a text taken apart
 *
 * Returns: (transfer full): what is shown of all blocks, one below the other
 */
char *
parlor_rich_text_dup_plain (const ParlorRichText *self)
{
  GString *plain = g_string_new (NULL);

  for (guint i = 0; i < parlor_rich_text_get_n_blocks (self); i++) {
    if (i > 0)
      g_string_append_c (plain, '\n');
    append_block (plain, self, parlor_rich_text_get_block (self, i));
  }

  return g_string_free (plain, FALSE);
}

/* What somebody says tells more than what they say it about. */
static gboolean
has_own_words (const ParlorRichText *rich)
{
  for (guint i = 0; i < parlor_rich_text_get_n_blocks (rich); i++) {
    if (parlor_rich_text_get_block (rich, i)->depth == 0)
      return TRUE;
  }

  return FALSE;
}

/* Returns: whether there is room for more */
static gboolean
append_flat (GString    *line,
             guint      *n_chars,
             const char *text,
             guint       max_chars)
{
  for (; *text != '\0' && *n_chars < max_chars; text = g_utf8_next_char (text)) {
    const gunichar c = g_utf8_get_char (text);
    const gboolean is_space = g_unichar_isspace (c) || g_unichar_iscntrl (c);

    if (is_space && (line->len == 0 || line->str[line->len - 1] == ' '))
      continue;
    g_string_append_unichar (line, is_space ? ' ' : c);
    (*n_chars)++;
  }

  return *n_chars < max_chars;
}

/* Of code, the first line says what it is. */
static void
shorten_code (char *code)
{
  char *end = strchr (code, '\n');

  if (end != NULL)
    *end = '\0';
}

/**
 * parlor_rich_text_summarize:
 * @text: what somebody wrote, UTF-8
 * @max_chars: of the line
 *
 * Makes one line of it: without the signs that say how it is shown, without
 * what it quotes if there is anything else, and with the first line of code.
 *
 * Returns: (transfer full): the line
 */
char *
parlor_rich_text_summarize (const char *text,
                            guint       max_chars)
{
  g_autofree char           *start = NULL;
  g_autoptr (ParlorRichText) rich = NULL;
  GString                   *line = g_string_new (NULL);
  gboolean                   are_quotes_left_out;
  guint                      n_chars = 0;

  start = g_utf8_make_valid (text, strnlen (text, LOOKED_AT_MAX_BYTES));
  rich = parlor_rich_text_new (start, NULL, NULL);
  are_quotes_left_out = has_own_words (rich);

  for (guint i = 0; i < parlor_rich_text_get_n_blocks (rich); i++) {
    const ParlorBlock *block = parlor_rich_text_get_block (rich, i);
    g_autofree char   *shown = NULL;

    if (are_quotes_left_out && block->depth > 0)
      continue;

    shown = parlor_rich_text_dup_block (rich, block);
    if (block->kind == PARLOR_BLOCK_CODE)
      shorten_code (shown);
    if (!append_flat (line, &n_chars, shown, max_chars) ||
        !append_flat (line, &n_chars, " ", max_chars))
      break;
  }

  return g_strchomp (g_string_free (line, FALSE));
}
