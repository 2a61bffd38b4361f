/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people mean by the signs in a text: which part of it is bold, code, a
 * quote, a link.  Nothing is added and nothing is changed; what is shown is
 * what was written, without the signs that say how. */

#define G_LOG_DOMAIN "parlor-rich-text"

#include "parlor-rich-text-private.h"

#include "parlor-mentions.h"

#include <string.h>

#define FENCE "```"
#define LANGUAGE_MAX_BYTES 32

/* A line of the text. */
typedef struct
{
  gsize start;
  gsize content; /* behind the marks of quotes */
  gsize end;     /* of it, without the line break */
  guint depth;
} TextLine;

typedef struct
{
  ParlorRichText *rich;
  gsize           at;       /* where the next line begins */
  gsize           text_end; /* of the last line that is not blank */

  /* Up to where no fence that stands in so many quotes is closed. */
  gsize open_until[PARLOR_RICH_TEXT_MAX_DEPTH + 1];
} Parser;

/* Names. */

typedef struct
{
  ParlorRichText *rich;
  ParlorSpanKind  kind;
  ParlorNameFunc  is_known;
  gpointer        user_data;
} NameSearch;

static gboolean
on_name (const char *name,
         gsize       start,
         gsize       length,
         gpointer    user_data)
{
  NameSearch           *search = user_data;
  const ParlorNamePlace place = { search->kind, start, length };

  if (!search->is_known (search->kind, name, search->user_data))
    return FALSE;

  g_array_append_val (search->rich->names, place);

  return TRUE;
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const ParlorNamePlace *one = a;
  const ParlorNamePlace *other = b;

  return one->start < other->start ? -1 : one->start > other->start;
}

static void
find_names (ParlorRichText *self,
            ParlorNameFunc  is_known,
            gpointer        user_data)
{
  NameSearch search = { self, PARLOR_SPAN_MENTION, is_known, user_data };

  parlor_mentions_find (self->text, on_name, &search);
  search.kind = PARLOR_SPAN_CHANNEL;
  parlor_mentions_find_channels (self->text, on_name, &search);
  g_array_sort (self->names, compare_places);
}

/* Lines. */

static gboolean
is_blank (const char *text,
          gsize       start,
          gsize       end)
{
  return strspn (text + start, " \t") >= end - start;
}

/* A mark of a quote has a space behind it, or nothing, or the next mark: ">_<"
 * and "->" are none. */
static gboolean
is_quote_mark (const char *at)
{
  return *at == '>' && strchr (" >\n", at[1]) != NULL;
}

/* Returns: the line at @start, without the marks of @max_depth quotes at most */
static TextLine
read_line (const ParlorRichText *rich,
           gsize                 start,
           guint                 max_depth)
{
  TextLine    line = { .start = start, .content = start };
  const char *end = strchr (rich->text + start, '\n');

  line.end = end != NULL ? (gsize) (end - rich->text) : rich->length;
  while (line.depth < max_depth && is_quote_mark (rich->text + line.content)) {
    line.content++;
    line.content += rich->text[line.content] == ' ';
    line.depth++;
  }

  return line;
}

static gsize
line_after (const ParlorRichText *rich,
            const TextLine       *line)
{
  return MIN (line->end + 1, rich->length);
}

/* Blocks. */

static ParlorBlock *
last_block (ParlorRichText *rich)
{
  return rich->blocks->len > 0
           ? &g_array_index (rich->blocks, ParlorBlock, rich->blocks->len - 1)
           : NULL;
}

static void
begin_block (ParlorRichText *rich,
             ParlorBlockKind kind,
             guint           depth)
{
  const ParlorBlock block = { .kind = kind, .depth = depth, .first_span = rich->spans->len };

  g_array_append_val (rich->blocks, block);
}

static void
add_plain (ParlorRichText *rich,
           gsize           start,
           gsize           end)
{
  const ParlorSpan span = { .start = start, .length = end - start };

  if (end > start)
    _parlor_rich_text_add_span (rich, &span);
}

/* The line breaks between two lines of a block. */
static void
add_breaks (ParlorRichText *rich,
            gsize           start,
            gsize           end)
{
  for (gsize at = start; at < end; at++) {
    if (rich->text[at] == '\n')
      add_plain (rich, at, at + 1);
  }
}

/* Blank lines around a block are the space between it and others. */
static void
add_text_line (Parser         *parser,
               const TextLine *line)
{
  ParlorRichText    *rich = parser->rich;
  const ParlorBlock *block = last_block (rich);

  if (is_blank (rich->text, line->content, line->end))
    return;

  if (block == NULL || block->kind != PARLOR_BLOCK_TEXT || block->depth != line->depth)
    begin_block (rich, PARLOR_BLOCK_TEXT, line->depth);
  else
    add_breaks (rich, parser->text_end, line->start);
  _parlor_rich_text_add_line (rich, line->content, line->end);
  parser->text_end = line->end;
}

/* Code. */

/* Returns: how long the name of a language is that stands behind a fence, up to
 * the end of @line; -1 if something else does */
static gssize
match_language (const char     *text,
                const TextLine *line)
{
  const char *at = text + line->content + strlen (FENCE);
  gsize       length = 0;

  while (g_ascii_isalnum (at[length]) || (at[length] != '\0' && strchr ("+#-._", at[length])))
    length++;
  if (length > LANGUAGE_MAX_BYTES || !is_blank (text, at + length - text, line->end))
    return -1;

  return length;
}

static gboolean
closes_fence (const char     *text,
              const TextLine *line)
{
  const gsize behind = line->content + strlen (FENCE);

  return g_str_has_prefix (text + line->content, FENCE) && is_blank (text, behind, line->end);
}

/* Returns: where the line begins that closes the fence in @line, 0 if none does */
static gsize
find_close (Parser         *parser,
            const TextLine *line)
{
  ParlorRichText *rich = parser->rich;
  gsize           at = line_after (rich, line);

  if (line->start < parser->open_until[line->depth])
    return 0;

  while (at < rich->length) {
    const TextLine next = read_line (rich, at, line->depth);

    if (next.depth < line->depth)
      break;
    if (closes_fence (rich->text, &next))
      return at;
    at = line_after (rich, &next);
  }

  parser->open_until[line->depth] = at;

  return 0;
}

static void
add_code (Parser         *parser,
          const TextLine *fence,
          gsize           language_length,
          gsize           close)
{
  ParlorRichText *rich = parser->rich;
  TextLine        line;

  begin_block (rich, PARLOR_BLOCK_CODE, fence->depth);
  last_block (rich)->language = fence->content + strlen (FENCE);
  last_block (rich)->language_length = language_length;

  for (gsize at = line_after (rich, fence); at < close; at = line_after (rich, &line)) {
    line = read_line (rich, at, fence->depth);
    add_plain (rich, line.content, line.end + (line.end + 1 < close));
  }

  line = read_line (rich, close, fence->depth);
  parser->at = line_after (rich, &line);
}

/* Returns: whether @line begins code, which has been added */
static gboolean
take_code (Parser         *parser,
           const TextLine *line)
{
  ParlorRichText *rich = parser->rich;
  const gsize     content = line_after (rich, line);
  gssize          language_length;
  gsize           close;

  if (!g_str_has_prefix (rich->text + line->content, FENCE))
    return FALSE;

  language_length = match_language (rich->text, line);
  close = language_length >= 0 ? find_close (parser, line) : 0;
  if (close <= content || strspn (rich->text + content, " \t\n>") >= close - content)
    return FALSE;

  add_code (parser, line, language_length, close);

  return TRUE;
}

static void
parse (ParlorRichText *self)
{
  Parser parser = { .rich = self };

  while (parser.at < self->length) {
    const TextLine line = read_line (self, parser.at, PARLOR_RICH_TEXT_MAX_DEPTH);

    if (self->blocks->len >= PARLOR_RICH_TEXT_MAX_BLOCKS - 1) {
      begin_block (self, PARLOR_BLOCK_TEXT, 0);
      add_plain (self, parser.at, self->length);
      return;
    }

    if (take_code (&parser, &line))
      continue;
    add_text_line (&parser, &line);
    parser.at = line_after (self, &line);
  }

  /* Of nothing but marks of quotes, something has to be seen. */
  if (self->blocks->len == 0 && self->length > 0) {
    begin_block (self, PARLOR_BLOCK_TEXT, 0);
    add_plain (self, 0, self->length);
  }
}

/**
 * _parlor_rich_text_add_span:
 * @self: a text that is being taken apart
 * @span: what comes next in its last block
 */
void
_parlor_rich_text_add_span (ParlorRichText   *self,
                            const ParlorSpan *span)
{
  ParlorBlock *block = last_block (self);

  if (block->n_spans > 0) {
    ParlorSpan *last = &g_array_index (self->spans, ParlorSpan, self->spans->len - 1);

    if (last->kind == PARLOR_SPAN_TEXT && span->kind == PARLOR_SPAN_TEXT &&
        last->style == span->style && last->start + last->length == span->start) {
      last->length += span->length;
      return;
    }
  }

  g_array_append_vals (self->spans, span, 1);
  block->n_spans++;
}

/**
 * parlor_rich_text_new:
 * @text: what somebody wrote, UTF-8
 * @is_known: (scope call) (nullable): says whether there is somebody, or a
 *   channel, of a name; %NULL if no names are looked for
 * @user_data: for @is_known
 *
 * Takes a text apart: into blocks, and these into spans.
 *
 * `*bold*`, `_italic_` and `~strike~` begin and end at a word, within a line.
 * In `` `code` ``, and between two lines of three backticks, nothing else has a
 * meaning.  Lines that begin with `> ` are a quote.  A sign without its other
 * half is text.
 *
 * It takes time in proportion to the length of @text, whatever is in it.
 *
 * Returns: (transfer full): what it consists of
 */
ParlorRichText *
parlor_rich_text_new (const char    *text,
                      ParlorNameFunc is_known,
                      gpointer       user_data)
{
  ParlorRichText *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (ParlorRichText, 1);
  self->text = g_strdup (text);
  self->length = strlen (text);
  self->blocks = g_array_new (FALSE, FALSE, sizeof (ParlorBlock));
  self->spans = g_array_new (FALSE, FALSE, sizeof (ParlorSpan));
  self->names = g_array_new (FALSE, FALSE, sizeof (ParlorNamePlace));
  if (is_known != NULL)
    find_names (self, is_known, user_data);
  parse (self);

  return self;
}

/**
 * parlor_rich_text_free:
 * @self: (transfer full) (nullable): a text taken apart
 */
void
parlor_rich_text_free (ParlorRichText *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_array_unref (self->blocks);
  g_array_unref (self->spans);
  g_array_unref (self->names);
  g_free (self);
}

/**
 * parlor_rich_text_get_text:
 * @self: a text taken apart
 *
 * Returns: (transfer none): the text, as it was written
 */
const char *
parlor_rich_text_get_text (const ParlorRichText *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

/**
 * parlor_rich_text_get_n_blocks:
 * @self: a text taken apart
 *
 * Returns: of how many blocks it consists, %PARLOR_RICH_TEXT_MAX_BLOCKS at most
 */
guint
parlor_rich_text_get_n_blocks (const ParlorRichText *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->blocks->len;
}

/**
 * parlor_rich_text_get_block:
 * @self: a text taken apart
 * @i: index of a block
 *
 * Returns: (transfer none): the block
 */
const ParlorBlock *
parlor_rich_text_get_block (const ParlorRichText *self,
                            guint                 i)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (i < self->blocks->len, NULL);

  return &g_array_index (self->blocks, ParlorBlock, i);
}

/**
 * parlor_rich_text_get_span:
 * @self: a text taken apart
 * @i: index of a span, among those of all blocks
 *
 * Returns: (transfer none): the span
 */
const ParlorSpan *
parlor_rich_text_get_span (const ParlorRichText *self,
                           guint                 i)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (i < self->spans->len, NULL);

  return &g_array_index (self->spans, ParlorSpan, i);
}
