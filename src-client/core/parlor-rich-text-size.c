/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much there is to be read, and only the beginning of it. */

#include "parlor-rich-text-private.h"

/* What stands above code, and the space around blocks. */
#define CODE_EXTRA_LINES 2

/* How far back one looks for the end of a word. */
#define WORD_MAX_BYTES 64

/* What Pango begins another line behind, not only what people write. */
static gboolean
is_break (const char *at)
{
  return *at == '\n' || *at == '\r' || g_str_has_prefix (at, "\u2028") ||
         g_str_has_prefix (at, "\u2029");
}

static guint
count_breaks (const char *text,
              gsize       length)
{
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    n += is_break (text + i);

  return n;
}

static guint
lines_of_block (const ParlorBlock *block)
{
  return 1 + (block->kind == PARLOR_BLOCK_CODE ? CODE_EXTRA_LINES : 0);
}

/**
 * parlor_rich_text_count_chars:
 * @self: a text taken apart
 *
 * Returns: how many characters are shown of it
 */
guint
parlor_rich_text_count_chars (const ParlorRichText *self)
{
  glong n_chars = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->spans->len; i++) {
    const ParlorSpan *span = &g_array_index (self->spans, ParlorSpan, i);

    n_chars += g_utf8_strlen (self->text + span->start, span->length);
  }

  return n_chars;
}

/**
 * parlor_rich_text_count_lines:
 * @self: a text taken apart
 *
 * Returns: how many lines it takes at least
 */
guint
parlor_rich_text_count_lines (const ParlorRichText *self)
{
  guint n_lines = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->blocks->len; i++)
    n_lines += lines_of_block (&g_array_index (self->blocks, ParlorBlock, i));
  for (guint i = 0; i < self->spans->len; i++) {
    const ParlorSpan *span = &g_array_index (self->spans, ParlorSpan, i);

    n_lines += count_breaks (self->text + span->start, span->length);
  }

  return n_lines;
}

/* What there is still room for. */
typedef struct
{
  guint chars;
  guint lines;
} Room;

/* Returns: how much of the span there is room for, in bytes */
static gsize
measure_span (const ParlorRichText *self,
              const ParlorSpan     *span,
              Room                 *room)
{
  const char *start = self->text + span->start;
  const char *end = start + span->length;
  const char *at = start;

  while (at < end && room->chars > 0 && (!is_break (at) || room->lines > 0)) {
    room->chars--;
    room->lines -= is_break (at);
    at = g_utf8_next_char (at);
  }

  return at - start;
}

/* Returns: where the last word ends that ends at @length or before, or @length if
 * none does; the text goes on there */
static gsize
find_word_end (const char *text,
               gsize       length)
{
  const gsize from = length - MIN (length, WORD_MAX_BYTES);
  gsize       end = length;

  while (end > from && !g_ascii_isspace (text[end]))
    end--;
  while (end > from && g_ascii_isspace (text[end - 1]))
    end--;

  return end > from || from == 0 ? end : length;
}

/* Ends the text with the first @length bytes of a span. */
static void
cut (ParlorRichText *self,
     guint           i_block,
     guint           i_span,
     gsize           length)
{
  ParlorBlock *block = &g_array_index (self->blocks, ParlorBlock, i_block);
  ParlorSpan  *span = &g_array_index (self->spans, ParlorSpan, i_span);

  /* A link leads somewhere else without its end, a name is somebody else's. */
  if (span->kind == PARLOR_SPAN_TEXT)
    span->length = find_word_end (self->text + span->start, length);
  else
    span->length = 0;

  /* Something has to be left. */
  if (span->length == 0 && i_span == 0)
    span->length = length;
  span->kind = PARLOR_SPAN_TEXT;

  i_span += span->length > 0;
  block->n_spans = i_span - block->first_span;
  g_array_set_size (self->spans, i_span);
  g_array_set_size (self->blocks, i_block + (block->n_spans > 0));
}

/**
 * parlor_rich_text_shorten:
 * @self: a text taken apart
 * @max_chars: how many characters to leave
 * @max_lines: how many lines to leave, not counting those that are wrapped
 *
 * Leaves the beginning of a long text, up to the end of a word.
 *
 * Returns: whether anything was left out
 */
gboolean
parlor_rich_text_shorten (ParlorRichText *self,
                          guint           max_chars,
                          guint           max_lines)
{
  Room room = { max_chars, max_lines };

  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->blocks->len; i++) {
    const ParlorBlock *block = &g_array_index (self->blocks, ParlorBlock, i);

    if (i > 0 && room.lines < lines_of_block (block)) {
      cut (self, i, block->first_span, 0);
      return TRUE;
    }

    room.lines -= MIN (room.lines, lines_of_block (block));
    for (guint j = block->first_span; j < block->first_span + block->n_spans; j++) {
      const ParlorSpan *span = &g_array_index (self->spans, ParlorSpan, j);
      const gsize       length = measure_span (self, span, &room);

      if (length < span->length) {
        cut (self, i, j, length);
        return TRUE;
      }
    }
  }

  return FALSE;
}
