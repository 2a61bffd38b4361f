/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is within a line: *bold*, _italic_, ~strike~, `code`, links and names. */

#include "parlor-rich-text-private.h"

#include "parlor-mentions.h"
#include "parlor-text-link.h"

#include <string.h>

/* Backticks that begin code; more of them side by side are meant as such. */
#define MAX_TICKS 3

/* As many as there are of *, _ and ~. */
#define N_DELIMITERS 3

/* Something in the line that may be more than text.  A delimiter has a style
 * once its other half was found. */
typedef struct
{
  gsize          start;
  gsize          length;
  gsize          n_ticks; /* of code: at each side */
  ParlorSpanKind kind;
  gboolean       is_delimiter;
  ParlorStyle    style;
  const char    *prefix;
} Item;

typedef struct
{
  ParlorRichText *rich;
  const char     *text; /* whose line it is */
  gsize           start;
  gsize           end;

  GArray *items;
  gint    open[N_DELIMITERS];        /* index of the item that waits for its other half, or -1 */
  gsize   last_ticks[MAX_TICKS + 1]; /* where the last backticks of each number stand */
  gsize   plain_end;                 /* of what was not a delimiter */
} Line;

static const struct
{
  char        c;
  ParlorStyle style;
} delimiters[N_DELIMITERS] = {
  { '*', PARLOR_STYLE_BOLD },
  { '_', PARLOR_STYLE_ITALIC },
  { '~', PARLOR_STYLE_STRIKE },
};

static int
find_delimiter (char c)
{
  for (int i = 0; i < N_DELIMITERS; i++) {
    if (delimiters[i].c == c)
      return i;
  }

  return -1;
}

/* The character before or behind a place in the line; a line ends with a space
 * at both sides. */

static gunichar
char_before (const Line *line,
             gsize       at)
{
  return at > line->start ? g_utf8_get_char (g_utf8_prev_char (line->text + at)) : ' ';
}

static gunichar
char_at (const Line *line,
         gsize       at)
{
  return at < line->end ? g_utf8_get_char (line->text + at) : ' ';
}

static gboolean
is_in_word (gunichar c)
{
  return (g_unichar_isalnum (c) || g_unichar_ismark (c)) && !parlor_mentions_is_spaceless (c);
}

static gboolean
opens_brackets (gunichar c)
{
  const GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_OPEN_PUNCTUATION || type == G_UNICODE_INITIAL_PUNCTUATION ||
         c == '"' || c == '\'' || c == 0x2013 || c == 0x2014;
}

/* A style begins where a word does: not in snake_case, 2*3*4 or a path. */
static gboolean
can_open (const Line *line,
          gsize       at)
{
  const gunichar c = line->text[at];
  const gunichar before = char_before (line, at);
  const gunichar after = char_at (line, at + 1);

  if (g_unichar_isspace (after) || after == c || before == c)
    return FALSE;

  /* "*_*" looks at somebody. */
  if (after < 128 && find_delimiter (after) >= 0 && line->open[find_delimiter (after)] >= 0)
    return FALSE;

  return g_unichar_isspace (before) || opens_brackets (before) ||
         (before < 128 && find_delimiter (before) >= 0) || parlor_mentions_is_spaceless (before);
}

static gboolean
can_close (const Line *line,
           gsize       at)
{
  const gunichar c = line->text[at];
  const gunichar before = char_before (line, at);
  const gunichar after = char_at (line, at + 1);

  return !g_unichar_isspace (before) && before != c && after != c && !is_in_word (after);
}

static void
forget_open (Line *line)
{
  for (int i = 0; i < N_DELIMITERS; i++)
    line->open[i] = -1;
}

/* What was opened in between was not meant to. */
static void
close_style (Line *line,
             int   delimiter,
             gsize at)
{
  const gint opened = line->open[delimiter];
  Item       item = { .start = at, .length = 1, .is_delimiter = TRUE };

  item.style = delimiters[delimiter].style;
  g_array_index (line->items, Item, opened).style = item.style;
  g_array_append_val (line->items, item);
  for (int i = 0; i < N_DELIMITERS; i++) {
    if (line->open[i] >= opened)
      line->open[i] = -1;
  }
}

static void
add_delimiter (Line *line,
               int   delimiter,
               gsize at)
{
  const gint opened = line->open[delimiter];
  Item       item = { .start = at, .length = 1, .is_delimiter = TRUE };

  if (opened >= 0 && g_array_index (line->items, Item, opened).start < line->plain_end &&
      can_close (line, at)) {
    close_style (line, delimiter, at);
  } else if (can_open (line, at)) {
    line->open[delimiter] = line->items->len;
    g_array_append_val (line->items, item);
  }
}

static gsize
count_ticks (const Line *line,
             gsize       at)
{
  gsize n = 0;

  while (at + n < line->end && line->text[at + n] == '`')
    n++;

  return n;
}

/* So that nobody looks in vain for the other half twice. */
static void
find_last_ticks (Line *line)
{
  for (gsize at = line->start; at < line->end; at++) {
    const gsize n_ticks = count_ticks (line, at);

    if (n_ticks > 0 && n_ticks <= MAX_TICKS)
      line->last_ticks[n_ticks] = at;
    at += n_ticks;
  }
}

/* Returns: how long the code is that begins at @at, with its backticks, or 0 */
static gsize
match_code (const Line *line,
            gsize       at,
            gsize       n_ticks)
{
  gsize to = at + n_ticks;

  if (n_ticks > MAX_TICKS || line->last_ticks[n_ticks] <= at)
    return 0;

  while (to < line->end) {
    const gsize n = count_ticks (line, to);

    if (n == n_ticks)
      return to + n - at;
    to += MAX (n, 1);
  }

  return 0;
}

/* Each take_ function returns how long what it found at @at is, 0 if nothing. */

static gsize
take_code (Line *line,
           gsize at)
{
  const gsize n_ticks = count_ticks (line, at);
  Item        item = { .start = at, .n_ticks = n_ticks, .style = PARLOR_STYLE_CODE };

  item.length = match_code (line, at, n_ticks);
  if (item.length == 0)
    return n_ticks;

  g_array_append_val (line->items, item);

  return item.length;
}

static gsize
take_name (Line *line,
           gsize at)
{
  GArray                *names = line->rich->names;
  const ParlorNamePlace *name;
  Item                   item = { .start = at };

  while (line->rich->next_name < names->len &&
         g_array_index (names, ParlorNamePlace, line->rich->next_name).start < at)
    line->rich->next_name++;
  if (line->rich->next_name >= names->len)
    return 0;

  name = &g_array_index (names, ParlorNamePlace, line->rich->next_name);
  if (name->start != at || at + name->length > line->end)
    return 0;

  item.kind = name->kind;
  item.length = name->length;
  g_array_append_val (line->items, item);

  return item.length;
}

static gsize
take_link (Line *line,
           gsize at)
{
  Item item = { .start = at, .kind = PARLOR_SPAN_LINK };

  if (line->rich->n_links >= PARLOR_RICH_TEXT_MAX_LINKS ||
      g_unichar_isalnum (char_before (line, at)))
    return 0;

  item.length = parlor_text_link_match (line->text + at, line->text + line->end, &item.prefix);
  if (item.length > 0) {
    line->rich->n_links++;
    g_array_append_val (line->items, item);
  }

  return item.length;
}

static gsize
take_whole (Line *line,
            gsize at)
{
  gsize length = take_name (line, at);

  if (length == 0 && line->text[at] == '`')
    length = take_code (line, at);
  if (length == 0)
    length = take_link (line, at);

  return length;
}

static void
find_items (Line *line)
{
  gsize at = line->start;

  while (at < line->end && line->items->len + line->rich->spans->len < PARLOR_RICH_TEXT_MAX_SPANS) {
    const gsize length = take_whole (line, at);
    const int   delimiter = length == 0 ? find_delimiter (line->text[at]) : -1;

    if (delimiter >= 0) {
      add_delimiter (line, delimiter, at);
      at++;
      continue;
    }

    at += length > 0 ? length : (gsize) g_utf8_skip[(guchar) line->text[at]];
    line->plain_end = at;
  }
}

static void
add_text (const Line *line,
          gsize       start,
          gsize       end,
          ParlorStyle style)
{
  const ParlorSpan span = { .start = start, .length = end - start, .style = style };

  if (end > start)
    _parlor_rich_text_add_span (line->rich, &span);
}

static void
add_spans (const Line *line)
{
  ParlorStyle style = 0;
  gsize       done = line->start;

  for (guint i = 0; i < line->items->len; i++) {
    const Item *item = &g_array_index (line->items, Item, i);
    ParlorSpan  span = { .kind = item->kind,
                         .style = style | item->style,
                         .start = item->start + item->n_ticks,
                         .length = item->length - 2 * item->n_ticks,
                         .prefix = item->prefix };

    if (item->is_delimiter && item->style == 0)
      continue;

    add_text (line, done, item->start, style);
    done = item->start + item->length;
    if (item->is_delimiter)
      style ^= item->style;
    else
      _parlor_rich_text_add_span (line->rich, &span);
  }

  add_text (line, done, line->end, style);
}

/**
 * _parlor_rich_text_add_line:
 * @self: a text that is being taken apart
 * @start: where a line, or what is left of it behind the marks of quotes, begins
 * @end: where it ends
 *
 * Adds the spans of the line to the last block.
 */
void
_parlor_rich_text_add_line (ParlorRichText *self,
                            gsize           start,
                            gsize           end)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (Item));
  Line               line = { .rich = self, .text = self->text, .items = items };

  line.start = line.plain_end = start;
  line.end = end;
  forget_open (&line);
  find_last_ticks (&line);
  find_items (&line);
  add_spans (&line);
}
