/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A text in several inks, and how it is broken into lines. */

#define G_LOG_DOMAIN "parlor-cli-text"

#include "parlor-cli-text.h"

#include "parlor-cli-clean.h"
#include "parlor-cli-width.h"

#include <string.h>

/* Where less is left, nothing stands in. */
#define MIN_LINE_COLUMNS 12

/* A part of the text. */
typedef struct
{
  gsize        start; /* bytes */
  ParlorCliInk ink;
  guint        n_bars; /* before each of its lines */
  char        *uri;    /* or NULL */
} Run;

struct _ParlorCliText
{
  GString *text;
  GArray  *runs; /* of Run, without a hole */
  guint    n_bars;
};

/* What of the text stands in a line. */
typedef struct
{
  gsize start;
  gsize end;
} Line;

static void
run_clear (gpointer data)
{
  g_free (((Run *) data)->uri);
}

/**
 * parlor_cli_text_new:
 *
 * Returns: (transfer full): a text with nothing in it
 */
ParlorCliText *
parlor_cli_text_new (void)
{
  ParlorCliText *self = g_new0 (ParlorCliText, 1);

  self->text = g_string_new (NULL);
  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  g_array_set_clear_func (self->runs, run_clear);

  return self;
}

void
parlor_cli_text_free (ParlorCliText *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->runs);
  g_free (self);
}

/**
 * parlor_cli_text_append_link:
 * @self: a text
 * @ink: how to write it
 * @text: any text; what a terminal would obey is taken out
 * @uri: (nullable): where it leads
 *
 * Adds a part. A line break begins a new line.
 */
void
parlor_cli_text_append_link (ParlorCliText *self,
                             ParlorCliInk   ink,
                             const char    *text,
                             const char    *uri)
{
  g_autofree char *clean = parlor_cli_clean_lines (text);
  const Run        run = { self->text->len, ink, self->n_bars, g_strdup (uri) };

  g_array_append_val (self->runs, run);
  g_string_append (self->text, clean);
}

/**
 * parlor_cli_text_append:
 * @self: a text
 * @ink: how to write it
 * @text: any text; what a terminal would obey is taken out
 *
 * Adds a part. A line break begins a new line.
 */
void
parlor_cli_text_append (ParlorCliText *self,
                        ParlorCliInk   ink,
                        const char    *text)
{
  parlor_cli_text_append_link (self, ink, text, NULL);
}

/**
 * parlor_cli_text_set_margin:
 * @self: a text
 * @n_bars: in how many quotes that which follows stands, at most %PARLOR_CLI_MAX_MARGIN
 *
 * Each line that begins in it gets so many bars.
 */
void
parlor_cli_text_set_margin (ParlorCliText *self,
                            guint          n_bars)
{
  self->n_bars = MIN (n_bars, PARLOR_CLI_MAX_MARGIN);
}

/**
 * parlor_cli_text_is_at_space:
 * @self: a text
 *
 * Returns: whether what is added next needs no space before it
 */
gboolean
parlor_cli_text_is_at_space (ParlorCliText *self)
{
  return self->text->len == 0 || strchr (" \n", self->text->str[self->text->len - 1]) != NULL;
}

static const Run *
find_run (ParlorCliText *self,
          gsize          offset,
          guint         *position)
{
  while (*position + 1 < self->runs->len &&
         g_array_index (self->runs, Run, *position + 1).start <= offset)
    (*position)++;

  return &g_array_index (self->runs, Run, *position);
}

/* Between signs of scripts that are written without spaces a line can be broken, but not before
 * what closes. */
static gboolean
can_break_before (const char *p)
{
  const gunichar          c = g_utf8_get_char (p);
  const GUnicodeBreakType type = g_unichar_break_type (c);

  return g_unichar_iswide (c) && type != G_UNICODE_BREAK_CLOSE_PUNCTUATION &&
         type != G_UNICODE_BREAK_NON_STARTER && type != G_UNICODE_BREAK_EXCLAMATION;
}

/* How much from @start on goes into @n_columns.
 *
 * @ret_next: (out): where the line behind it begins */
static const char *
fill_line (const char  *start,
           const char  *end,
           guint        n_columns,
           const char **ret_next)
{
  const char *p = start;
  const char *line_end = NULL; /* of the last place where it can be broken */
  guint       n_used = 0;
  gboolean    was_wide = FALSE;

  while (p < end) {
    guint       width;
    const char *next = parlor_cli_next_cluster (p, &width);

    if (*p == ' ') {
      if (p == start || p[-1] != ' ')
        line_end = p;
      *ret_next = next;
    } else if (p > start && p[-1] != ' ' && (was_wide || width == 2) && can_break_before (p)) {
      line_end = *ret_next = p;
    }

    if (n_used + width > n_columns && *p != ' ') {
      if (line_end == NULL || line_end == start)
        line_end = *ret_next = p > start ? p : next;
      return line_end;
    }
    n_used += width;
    was_wide = width == 2;
    p = next;
  }
  *ret_next = end;

  return end;
}

/* @n_columns: that are left in the first line and in each of the others */
static void
break_paragraph (ParlorCliText *self,
                 GArray        *lines,
                 gsize          start,
                 gsize          end,
                 guint          n_first,
                 guint          n_others)
{
  const char *text = self->text->str;
  const char *p = text + start;
  guint       n_columns = n_first;

  do {
    const char *next = text + end;
    const char *line_end =
      n_columns > 0 ? fill_line (p, text + end, n_columns, &next) : text + end;
    const Line line = { p - text, line_end - text };

    g_array_append_val (lines, line);
    p = next;
    n_columns = n_others;
  } while (p < text + end);
}

static GArray *
break_lines (ParlorCliText        *self,
             const ParlorCliStyle *style,
             guint                 indent_columns)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));
  guint   run_position = 0;
  gsize   start = 0;

  for (;;) {
    const char *text = self->text->str;
    const gsize end = start + strcspn (text + start, "\n");
    const guint n_bars = self->runs->len > 0 ? find_run (self, start, &run_position)->n_bars : 0;
    guint       n_others = 0;

    if (style->width_columns > 0)
      n_others = MAX ((int) style->width_columns - (int) (indent_columns + 2 * n_bars),
                      MIN_LINE_COLUMNS);
    break_paragraph (self, lines, start, end, start == 0 ? style->width_columns : n_others,
                     n_others);
    if (text[end] == '\0')
      return lines;
    start = end + 1;
  }
}

/* What may stand in an address behind words: nothing but what an address is made of. */
static gboolean
is_safe_uri (const char *uri)
{
  for (const char *p = uri; *p != '\0'; p++)
    if (*p <= 0x20 || *p >= 0x7f)
      return FALSE;

  return g_str_has_prefix (uri, "https://") || g_str_has_prefix (uri, "http://") ||
         g_str_has_prefix (uri, "mailto:");
}

static void
append_part (const ParlorCliStyle *style,
             GString              *output,
             const Run            *run,
             const char           *text,
             gsize                 length)
{
  const gboolean is_link = style->has_links && run->uri != NULL && is_safe_uri (run->uri);

  parlor_cli_style_begin (style, output, run->ink);
  if (is_link)
    g_string_append_printf (output, "\033]8;;%s\033\\", run->uri);
  g_string_append_len (output, text, length);
  if (is_link)
    g_string_append (output, "\033]8;;\033\\");
  parlor_cli_style_end (style, output, run->ink);
}

static void
append_margin (const ParlorCliStyle *style,
               GString              *output,
               guint                 n_columns,
               guint                 n_bars)
{
  g_string_append_printf (output, "\n%*s", (int) n_columns, "");
  for (guint i = 0; i < n_bars; i++) {
    parlor_cli_style_begin (style, output, PARLOR_CLI_INK_FAINT);
    g_string_append (output, "│ ");
    parlor_cli_style_end (style, output, PARLOR_CLI_INK_FAINT);
  }
}

/* @run_position: of a run that does not begin behind @line; of the last one at the end */
static void
append_line (ParlorCliText        *self,
             const ParlorCliStyle *style,
             GString              *output,
             const Line           *line,
             guint                *run_position)
{
  gsize at = line->start;

  while (at < line->end) {
    const Run *run = find_run (self, at, run_position);
    gsize      end = line->end;

    if (*run_position + 1 < self->runs->len)
      end = MIN (end, g_array_index (self->runs, Run, *run_position + 1).start);
    append_part (style, output, run, self->text->str + at, end - at);
    at = end;
  }
}

/**
 * parlor_cli_text_render:
 * @self: a text
 * @style: what the output can do
 * @indent_columns: how far all lines but the first stand in
 *
 * Returns: (transfer full): what is to be printed, without a line break at its end
 */
char *
parlor_cli_text_render (ParlorCliText        *self,
                        const ParlorCliStyle *style,
                        guint                 indent_columns)
{
  g_autoptr (GArray) lines = break_lines (self, style, indent_columns);
  GString           *output = g_string_new (NULL);
  guint              run_position = 0;

  for (guint i = 0; i < lines->len; i++) {
    const Line *line = &g_array_index (lines, Line, i);

    if (i > 0)
      append_margin (style, output, indent_columns,
                     find_run (self, line->start, &run_position)->n_bars);
    append_line (self, style, output, line, &run_position);
  }

  return g_string_free (output, FALSE);
}
