/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-markup.h"

#include <string.h>

/* What a link may begin with, and what is put in front to make an address of
 * it.  Anything else (javascript:, file: …) stays text. */
static const struct
{
  const char *start;
  const char *prefix;
} links[] = {
  { "https://", "" },
  { "http://", "" },
  { "parlor://", "" },
  { "mailto:", "" },
  { "www.", "https://" },
};

static gboolean
is_end_of_link (gunichar c)
{
  return c == '\0' || c == '<' || c == '>' || c == '"' || c == '`' ||
         g_unichar_isspace (c) || g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT;
}

static guint
count (const char *from,
       const char *to,
       char        c)
{
  guint n = 0;

  for (const char *at = from; at < to; at++)
    n += *at == c;

  return n;
}

/* Punctuation at the end belongs to the sentence around the link; a closing
 * bracket does unless it was opened within the link. */
static const char *
strip_sentence_end (const char *from,
                    const char *to)
{
  for (; to > from; to--) {
    const char last = to[-1];

    if (last == ')' && count (from, to, '(') >= count (from, to, ')'))
      return to;
    if (strchr (".,;:!?'*_)]}", last) == NULL)
      return to;
  }

  return to;
}

static const char *
find_end_of_link (const char *from)
{
  const char *to = from;

  while (!is_end_of_link (g_utf8_get_char (to)))
    to = g_utf8_next_char (to);

  return strip_sentence_end (from, to);
}

/* Returns: (nullable): the end of the link that begins at @at */
static const char *
match_link (const char  *at,
            const char **ret_prefix)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++) {
    const gsize length = strlen (links[i].start);
    const char *end;

    if (g_ascii_strncasecmp (at, links[i].start, length) != 0)
      continue;

    end = find_end_of_link (at);
    if (end <= at + length)
      return NULL;

    *ret_prefix = links[i].prefix;
    return end;
  }

  return NULL;
}

static gboolean
may_begin_link (const char *text,
                const char *at)
{
  return at == text || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at)));
}

static void
append_escaped (GString    *markup,
                const char *from,
                const char *to)
{
  g_autofree char *escaped = g_markup_escape_text (from, to - from);

  g_string_append (markup, escaped);
}

static void
append_link (GString    *markup,
             const char *prefix,
             const char *from,
             const char *to)
{
  g_string_append_printf (markup, "<a href=\"%s", prefix);
  append_escaped (markup, from, to);
  g_string_append (markup, "\">");
  append_escaped (markup, from, to);
  g_string_append (markup, "</a>");
}

/**
 * parlor_markup_from_text:
 * @text: what somebody wrote, valid UTF-8
 *
 * Makes links of the addresses in @text.  Every byte of @text is escaped, so
 * that nothing a peer writes is ever taken for markup.
 *
 * Returns: (transfer full): Pango markup that reads as @text
 */
char *
parlor_markup_from_text (const char *text)
{
  GString    *markup = g_string_new (NULL);
  const char *done = text;
  const char *at = text;

  g_return_val_if_fail (text != NULL, NULL);

  while (*at != '\0') {
    const char *prefix;
    const char *end = may_begin_link (text, at) ? match_link (at, &prefix) : NULL;

    if (end == NULL) {
      at = g_utf8_next_char (at);
      continue;
    }

    append_escaped (markup, done, at);
    append_link (markup, prefix, at, end);
    done = at = end;
  }

  append_escaped (markup, done, at);

  return g_string_free (markup, FALSE);
}
