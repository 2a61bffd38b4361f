/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a message is words of a language: not names, channels, emoji,
 * commands, links and code. */

#include "parlor-spelling-words.h"

#include <string.h>

/* What is longer is none. */
#define WORD_MAX_CHARS 48

static gboolean
is_letter (gunichar c)
{
  return g_unichar_isalpha (c) || g_unichar_ismark (c);
}

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == 0x2019;
}

/**
 * parlor_spelling_words_init:
 * @self: (out caller-allocates): what goes through the words
 * @text: UTF-8
 */
void
parlor_spelling_words_init (ParlorSpellingWords *self,
                            const char          *text)
{
  *self = (ParlorSpellingWords){ .text = text, .at = text };
}

static void
skip_to (ParlorSpellingWords *self,
         const char          *end)
{
  while (self->at < end) {
    self->at = g_utf8_next_char (self->at);
    self->offset++;
  }
}

static gsize
count_backticks (const char *at)
{
  return strspn (at, "`");
}

/* Code ends with as many backticks as it begins with: one or two on the same
 * line, three and more anywhere.  Without an end it is none. */
static const char *
find_code_end (const char *at)
{
  const gsize n_backticks = count_backticks (at);
  const char *end = at + n_backticks;

  while ((end = strpbrk (end, n_backticks < 3 ? "`\n" : "`")) != NULL && *end == '`') {
    gsize n = count_backticks (end);

    if (n == n_backticks)
      return end + n;
    end += n;
  }

  return NULL;
}

static const char *
find_chunk_end (const char *at)
{
  while (*at != '\0' && *at != '`' && !g_unichar_isspace (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);

  return at;
}

static gboolean
has_inside (const char *chunk,
            gsize       n_bytes,
            const char *needle)
{
  return g_strstr_len (chunk, n_bytes, needle) != NULL;
}

/* A dot, a digit or the like between letters: a name of a file or of a server. */
static gboolean
is_technical (const char *chunk,
              const char *end)
{
  gunichar before = ' ';

  for (const char *at = chunk; at < end; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    gunichar after = g_utf8_next_char (at) < end ? g_utf8_get_char (g_utf8_next_char (at)) : ' ';

    if (g_unichar_isdigit (c) || c == '_' || c == '\\')
      return TRUE;
    if ((c == '.' || c == '@' || c == '=') && is_letter (before) && is_letter (after))
      return TRUE;
    before = c;
  }

  return FALSE;
}

static gboolean
is_opening (char c)
{
  return c != '\0' && strchr ("([{\"'*~", c) != NULL;
}

/* Whether what stands between spaces is no language. */
static gboolean
is_special (ParlorSpellingWords *self,
            const char          *end)
{
  const char *chunk = self->at;
  gsize       n_bytes = end - chunk;

  if (*chunk == '/' && chunk == self->text)
    return TRUE;
  if (has_inside (chunk, n_bytes, "://") || g_str_has_prefix (chunk, "www."))
    return TRUE;
  while (chunk < end && is_opening (*chunk))
    chunk++;
  n_bytes = end - chunk;
  if (n_bytes > 1 && (*chunk == '@' || *chunk == '#'))
    return TRUE;
  if (n_bytes > 2 && *chunk == ':' && has_inside (chunk + 1, n_bytes - 1, ":"))
    return TRUE;

  return is_technical (chunk, end);
}

/* Goes on to the next chunk that may have words; returns whether there is one. */
static gboolean
enter_chunk (ParlorSpellingWords *self)
{
  while (*self->at != '\0') {
    const char *end;

    if (*self->at == '`') {
      end = find_code_end (self->at);
      skip_to (self, end != NULL ? end : self->at + count_backticks (self->at));
    } else if (g_unichar_isspace (g_utf8_get_char (self->at))) {
      skip_to (self, g_utf8_next_char (self->at));
    } else {
      end = find_chunk_end (self->at);
      if (!is_special (self, end)) {
        self->chunk_end = end;
        return TRUE;
      }
      skip_to (self, end);
    }
  }

  return FALSE;
}

/* An apostrophe belongs to the word that it stands in. */
static const char *
find_word_end (const char *at,
               const char *chunk_end)
{
  while (at < chunk_end) {
    gunichar    c = g_utf8_get_char (at);
    const char *next = g_utf8_next_char (at);

    if (!is_letter (c) &&
        !(is_apostrophe (c) && next < chunk_end && is_letter (g_utf8_get_char (next))))
      break;
    at = next;
  }

  return at;
}

/* Dictionaries have the plain apostrophe. */
static char *
dup_word (const char *start,
          const char *end)
{
  g_autofree char *word = g_strndup (start, end - start);
  GString         *plain = g_string_new (word);

  g_string_replace (plain, "’", "'", 0);

  return g_string_free (plain, FALSE);
}

/**
 * parlor_spelling_words_next:
 * @self: what goes through the words
 * @ret_start: (out): where the word begins, in characters
 * @ret_end: (out): where it ends
 *
 * Returns: (transfer full) (nullable): the next word that a dictionary may know
 */
char *
parlor_spelling_words_next (ParlorSpellingWords *self,
                            glong               *ret_start,
                            glong               *ret_end)
{
  for (;;) {
    const char *start, *end;

    if (self->chunk_end == NULL && !enter_chunk (self))
      return NULL;

    while (self->at < self->chunk_end && !is_letter (g_utf8_get_char (self->at)))
      skip_to (self, g_utf8_next_char (self->at));
    if (self->at >= self->chunk_end) {
      self->chunk_end = NULL;
      continue;
    }

    start = self->at;
    end = find_word_end (start, self->chunk_end);
    *ret_start = self->offset;
    skip_to (self, end);
    *ret_end = self->offset;
    if (*ret_end - *ret_start <= WORD_MAX_CHARS)
      return dup_word (start, end);
  }
}
