/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is shown of a text is what was written, in its order, less what may be a
 * sign; and names and links lie where they may. */

#include "parlor-limits.h"
#include "parlor-rich-text.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* Even names are known. */
static gboolean
is_known (ParlorSpanKind kind,
          const char    *name,
          gpointer       user_data)
{
  g_assert (kind == PARLOR_SPAN_MENTION || kind == PARLOR_SPAN_CHANNEL);

  return strlen (name) % 2 == 0;
}

static void
check_hidden (const ParlorRichText *rich,
              const ParlorBlock    *block,
              gsize                 from,
              gsize                 to)
{
  const char *text = parlor_rich_text_get_text (rich);

  for (gsize at = from; at < to; at++)
    g_assert (strchr ("*_~`> \t\n", text[at]) != NULL ||
              (block->kind == PARLOR_BLOCK_CODE && at >= block->language &&
               at < block->language + block->language_length));
}

static gsize
check_block (const ParlorRichText *rich,
             const ParlorBlock    *block,
             gsize                 shown_to)
{
  const char *text = parlor_rich_text_get_text (rich);

  g_assert (block->depth <= PARLOR_RICH_TEXT_MAX_DEPTH && block->n_spans > 0);
  for (guint i = 0; i < block->n_spans; i++) {
    const ParlorSpan *span = parlor_rich_text_get_span (rich, block->first_span + i);

    g_assert (span->start >= shown_to && span->length > 0);
    g_assert (g_utf8_validate (text + span->start, span->length, NULL));
    g_assert (block->kind == PARLOR_BLOCK_TEXT || (span->kind == 0 && span->style == 0));
    g_assert (span->kind != PARLOR_SPAN_MENTION || text[span->start] == '@');
    g_assert (span->kind != PARLOR_SPAN_CHANNEL || text[span->start] == '#');
    g_assert (span->kind != PARLOR_SPAN_LINK || span->prefix != NULL);
    if (span->style != 0 || span->kind != PARLOR_SPAN_TEXT)
      g_assert (memchr (text + span->start, '\n', span->length) == NULL);
    check_hidden (rich, block, shown_to, span->start);
    shown_to = span->start + span->length;
  }

  return shown_to;
}

static void
check_shortened (ParlorRichText *rich,
                 guint           max_chars,
                 guint           max_lines)
{
  gsize shown_to = 0;

  parlor_rich_text_shorten (rich, max_chars, max_lines);
  g_assert (parlor_rich_text_count_chars (rich) <= max_chars);
  for (guint i = 0; i < parlor_rich_text_get_n_blocks (rich); i++)
    shown_to = check_block (rich, parlor_rich_text_get_block (rich, i), shown_to);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char           *text = g_utf8_make_valid ((const char *) data, size);
  g_autoptr (ParlorRichText) rich = parlor_rich_text_new (text, is_known, NULL);
  g_autofree char           *plain = parlor_rich_text_dup_plain (rich);
  g_autofree char           *line = parlor_rich_text_summarize (text, 40);
  const guint                n_blocks = parlor_rich_text_get_n_blocks (rich);
  gsize                      shown_to = 0;

  g_assert (n_blocks <= PARLOR_RICH_TEXT_MAX_BLOCKS && (n_blocks > 0) == (*text != '\0'));
  for (guint i = 0; i < n_blocks; i++)
    shown_to = check_block (rich, parlor_rich_text_get_block (rich, i), shown_to);
  if (n_blocks > 0)
    check_hidden (rich, parlor_rich_text_get_block (rich, n_blocks - 1), shown_to, strlen (text));

  check_shortened (rich, size % 64, size % 16);
  g_assert (g_utf8_validate (plain, -1, NULL) && strlen (plain) <= strlen (text) + n_blocks);
  g_assert (g_utf8_validate (line, -1, NULL) && g_utf8_strlen (line, -1) <= 40);
  g_assert (strchr (line, '\n') == NULL);

  return 0;
}
