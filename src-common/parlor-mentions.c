/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-mentions"

#include "parlor-mentions.h"

#include "parlor-limits.h"
#include "parlor-names.h"

#include <string.h>

/* How many shorter names are tried at one place: "@ada.bob-carol" may be Ada's. */
#define MAX_CUTS 3
/* What is longer is no name, however it is written, with each mark apart.  Bringing
 * thousands of marks into their order takes long. */
#define WRITTEN_MAX_BYTES (8 * PARLOR_NAME_MAX_BYTES)

static gboolean
is_name_char (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '.' || c == '_' || c == '-';
}

/* Of scripts that put no spaces between words, or particles right behind them. */
static gboolean
is_spaceless (gunichar c)
{
  static const GUnicodeScript scripts[] = {
    G_UNICODE_SCRIPT_HAN,
    G_UNICODE_SCRIPT_HIRAGANA,
    G_UNICODE_SCRIPT_KATAKANA,
    G_UNICODE_SCRIPT_HANGUL,
    G_UNICODE_SCRIPT_BOPOMOFO,
    G_UNICODE_SCRIPT_THAI,
    G_UNICODE_SCRIPT_LAO,
    G_UNICODE_SCRIPT_KHMER,
    G_UNICODE_SCRIPT_MYANMAR,
  };
  GUnicodeScript script = g_unichar_get_script (c);

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    if (scripts[i] == script)
      return TRUE;

  return FALSE;
}

/* Whether what follows @c cannot be a mention: it is in a word, an address or a
 * path. */
static gboolean
joins_what_follows (gunichar c)
{
  return (g_unichar_isalnum (c) && !is_spaceless (c)) ||
         (g_unichar_ismark (c) && !is_spaceless (c)) ||
         (c != 0 && c < 128 && strchr ("_-+@/=&%#", c) != NULL);
}

static const char *
previous (const char *text,
          const char *end)
{
  const char *p = g_utf8_find_prev_char (text, end);

  return p != NULL ? p : text;
}

/* Whether a name that goes on to @end, and was written further, may have ended
 * there. */
static gboolean
is_cut (const char *start,
        const char *end)
{
  gunichar before = g_utf8_get_char (previous (start, end));
  gunichar after = g_utf8_get_char (end);

  return strchr ("._-", *end) != NULL ||
         (is_spaceless (after) && g_unichar_isalnum (before) && !is_spaceless (before));
}

/* Asks about what was written from @start, behind the `@`, to @end. */
static gboolean
ask (const char       *text,
     const char       *start,
     const char       *end,
     ParlorMentionFunc is_somebody,
     gpointer          user_data)
{
  g_autofree char *written = NULL;
  g_autofree char *name = NULL;

  if (end - start > WRITTEN_MAX_BYTES)
    return FALSE;

  written = g_strndup (start, end - start);
  name = parlor_name_prepare (written, NULL);

  return name != NULL && is_somebody (name, start - 1 - text, end - start + 1, user_data);
}

/* Tries the longest name at @start, then shorter ones.  Returns where it ends, NULL
 * if nobody's is there. */
static const char *
find_name (const char       *text,
           const char       *start,
           ParlorMentionFunc is_somebody,
           gpointer          user_data)
{
  const char *end = start;
  guint       n_cuts = 0;

  while (is_name_char (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  if (*end == '@' && !is_spaceless (g_utf8_get_char (previous (start, end))))
    return NULL; /* an address of another service */

  while (end > start && strchr ("._-", end[-1]) != NULL)
    end--;

  while (end > start) {
    if (ask (text, start, end, is_somebody, user_data))
      return end;
    if (n_cuts++ == MAX_CUTS)
      return NULL;
    do
      end = previous (start, end);
    while (end > start && !is_cut (start, end));
  }

  return NULL;
}

/* Returns the end of the code that begins with the backticks at @start, or of these
 * backticks alone. */
static const char *
skip_code (const char *start)
{
  gsize       n_ticks = strspn (start, "`");
  const char *p = start + n_ticks;

  while ((p = strchr (p, '`')) != NULL) {
    gsize n = strspn (p, "`");

    p += n;
    if (n == n_ticks)
      return p;
  }

  return start + n_ticks;
}

/**
 * parlor_mentions_find:
 * @text: the body of a message, UTF-8
 * @is_somebody: (scope call): asked about each name behind an `@`
 * @user_data: for @is_somebody
 *
 * Finds who is mentioned: `@name`, but not within a word, an address, a URL or
 * `code`.  After %PARLOR_MENTIONS_MAX places no more are looked at.
 *
 * Returns: how many mentions there are
 */
guint
parlor_mentions_find (const char       *text,
                      ParlorMentionFunc is_somebody,
                      gpointer          user_data)
{
  gunichar    before = 0;
  gboolean    is_url = FALSE;
  guint       n_places = 0;
  guint       n_found = 0;
  const char *p = strchr (text, '@') != NULL ? text : "";

  while (*p != '\0' && n_places < PARLOR_MENTIONS_MAX) {
    gunichar    c = g_utf8_get_char (p);
    const char *end = NULL;

    if (c == '`') {
      p = skip_code (p);
      before = c;
      continue;
    }

    is_url = (is_url && !g_unichar_isspace (c)) || g_str_has_prefix (p, "://");
    if (c == '@' && !is_url && !joins_what_follows (before) &&
        is_name_char (g_utf8_get_char (p + 1))) {
      n_places++;
      end = find_name (text, p + 1, is_somebody, user_data);
      n_found += end != NULL;
    }

    p = end != NULL ? end : g_utf8_next_char (p);
    before = end != NULL ? ' ' : c;
  }

  return n_found;
}
