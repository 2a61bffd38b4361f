/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where in what was found the words are that somebody searched for.  The server
 * decides what is found; this only shows why. */

#define G_LOG_DOMAIN "parlor-search-words"

#include "parlor-search-words.h"

#include <string.h>

#define WORDS_MAX 16
#define RANGES_MAX 64
/* So much of what goes before a word is shown with it. */
#define BEFORE_CHARS 30

/* The same as the server's: what goes before a colon says where to look. */
static gboolean
is_filter (const char *term)
{
  static const char *const keys[] = { "from:", "in:", "has:", "before:", "after:" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_ascii_strncasecmp (term, keys[i], strlen (keys[i])) == 0)
      return TRUE;

  return FALSE;
}

static const char *
skip_to (const char *p,
         gboolean    is_quoted)
{
  while (*p != '\0' && (is_quoted ? *p != '"' : !g_unichar_isspace (g_utf8_get_char (p))))
    p = g_utf8_next_char (p);

  return p;
}

/* Goes behind the term at @p, and returns it if it is a word to be found. */
static char *
read_term (const char **ret_p)
{
  const char *begin = *ret_p;
  const char *p = begin;
  const char *quote;

  if (*begin == '"') {
    p = skip_to (begin + 1, TRUE);
    *ret_p = *p == '"' ? p + 1 : p;
    return g_strndup (begin + 1, p - begin - 1);
  }

  p = skip_to (begin, FALSE);
  quote = memchr (begin, '"', p - begin);
  if (quote != NULL && (is_filter (begin) || *begin == '-')) {
    p = skip_to (quote + 1, TRUE);
    p += *p == '"';
  }
  *ret_p = p;
  if (is_filter (begin) || (*begin == '-' && p > begin + 1))
    return NULL;

  return g_strndup (begin, p - begin);
}

/**
 * parlor_search_words_new:
 * @query: what somebody searches for, UTF-8
 *
 * Returns: (transfer full) (nullable): what matches each of its words, %NULL if
 *   there are none, as in `has:image`
 */
GRegex *
parlor_search_words_new (const char *query)
{
  g_autoptr (GString) pattern = g_string_new (NULL);
  guint               n_words = 0;

  g_return_val_if_fail (query != NULL, NULL);

  for (const char *p = query; *p != '\0' && n_words < WORDS_MAX;) {
    g_autofree char *word = NULL;
    g_autofree char *escaped = NULL;

    if (g_unichar_isspace (g_utf8_get_char (p))) {
      p = g_utf8_next_char (p);
      continue;
    }

    word = read_term (&p);
    if (word == NULL || *g_strstrip (word) == '\0')
      continue;
    escaped = g_regex_escape_string (word, -1);
    g_string_append_printf (pattern, "%s%s", n_words++ > 0 ? "|" : "", escaped);
  }

  return n_words > 0 ? g_regex_new (pattern->str, G_REGEX_CASELESS, 0, NULL) : NULL;
}

/**
 * parlor_search_words_find:
 * @words: (nullable): of parlor_search_words_new()
 * @text: what was found
 *
 * Returns: (transfer full) (element-type ParlorSearchRange): where they are, in
 *   order
 */
GArray *
parlor_search_words_find (GRegex     *words,
                          const char *text)
{
  GArray                *ranges = g_array_new (FALSE, FALSE, sizeof (ParlorSearchRange));
  g_autoptr (GMatchInfo) info = NULL;

  g_return_val_if_fail (text != NULL, ranges);

  if (words == NULL)
    return ranges;

  g_regex_match (words, text, 0, &info);
  while (g_match_info_matches (info) && ranges->len < RANGES_MAX) {
    int start, end;

    if (g_match_info_fetch_pos (info, 0, &start, &end)) {
      const ParlorSearchRange range = { start, end };

      g_array_append_val (ranges, range);
    }
    g_match_info_next (info, NULL);
  }

  return ranges;
}

/* Not in the middle of a word, if there is a space nearby. */
static const char *
begin_before (const char *text,
              const char *found)
{
  const char *begin = found;
  const char *space = NULL;

  for (guint i = 0; i < BEFORE_CHARS && begin > text; i++) {
    begin = g_utf8_find_prev_char (text, begin);
    if (*begin == ' ')
      space = begin + 1;
  }
  if (begin == text)
    return text;

  return space != NULL ? space : begin;
}

/**
 * parlor_search_words_excerpt:
 * @words: (nullable): of parlor_search_words_new()
 * @text: what was found
 * @max_chars: how much of it to show
 *
 * Returns: (transfer full): one line of @text with the first of @words in it
 */
char *
parlor_search_words_excerpt (GRegex     *words,
                             const char *text,
                             guint       max_chars)
{
  g_autofree char   *line = NULL;
  g_autoptr (GArray) ranges = NULL;
  const char        *begin;
  const char        *end;
  gboolean           is_whole;

  g_return_val_if_fail (text != NULL, NULL);

  line = g_strstrip (g_strdelimit (g_strdup (text), "\r\n\t", ' '));
  ranges = parlor_search_words_find (words, line);
  begin = line;
  if (ranges->len > 0)
    begin = begin_before (line, line + g_array_index (ranges, ParlorSearchRange, 0).start);

  end = begin;
  for (guint i = 0; i < max_chars && *end != '\0'; i++)
    end = g_utf8_next_char (end);
  is_whole = *end == '\0';
  while (end > begin && end[-1] == ' ')
    end--;

  return g_strdup_printf ("%s%.*s%s", begin > line ? "…" : "", (int) (end - begin), begin,
                          is_whole ? "" : "…");
}
