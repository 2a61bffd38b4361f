/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-text-link.h"

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
  return c == '<' || c == '>' || c == '"' || c == '`' ||
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
  const guint n_opened = count (from, to, '(');
  guint       n_closed = count (from, to, ')');

  /* None of what is stripped opens a bracket. */
  for (; to > from; to--) {
    const char last = to[-1];

    if (last == ')' && n_opened >= n_closed)
      return to;
    if (strchr (".,;:!?'*_~)]}", last) == NULL)
      return to;
    n_closed -= last == ')';
  }

  return to;
}

static const char *
find_end_of_link (const char *from,
                  const char *end)
{
  const char *to = from;

  while (to < end && !is_end_of_link (g_utf8_get_char (to)))
    to = g_utf8_next_char (to);

  return strip_sentence_end (from, to);
}

/**
 * parlor_text_link_match:
 * @at: where a link may begin
 * @end: where the text ends
 * @ret_prefix: (out): what makes an address of it when put before
 *
 * Tells what people can be sent to: web pages, mail addresses, places of Parlor.
 *
 * Returns: how long the link at @at is, in bytes; 0 if there is none
 */
gsize
parlor_text_link_match (const char  *at,
                        const char  *end,
                        const char **ret_prefix)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++) {
    const gsize length = strlen (links[i].start);
    const char *to;

    if ((gsize) (end - at) <= length || g_ascii_strncasecmp (at, links[i].start, length) != 0)
      continue;

    to = find_end_of_link (at, end);
    if (to <= at + length)
      return 0;

    *ret_prefix = links[i].prefix;
    return to - at;
  }

  return 0;
}
