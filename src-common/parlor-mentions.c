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

/**
 * parlor_mentions_is_spaceless:
 * @c: a character
 *
 * Returns: whether it is of a script that puts no spaces between words, or
 *   particles right behind them
 */
gboolean
parlor_mentions_is_spaceless (gunichar c)
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
  return (g_unichar_isalnum (c) && !parlor_mentions_is_spaceless (c)) ||
         (g_unichar_ismark (c) && !parlor_mentions_is_spaceless (c)) ||
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
         (parlor_mentions_is_spaceless (after) && g_unichar_isalnum (before) &&
          !parlor_mentions_is_spaceless (before));
}

/* What is looked for: names behind @sigil, as @prepare makes them. */
typedef struct
{
  char sigil;
  char *(*prepare) (const char *text,
                    GError    **error);
  ParlorMentionFunc is_known;
  gpointer          user_data;
} Search;

/* Asks about what was written from @start, behind the sigil, to @end. */
static gboolean
ask (const Search *search,
     const char   *text,
     const char   *start,
     const char   *end)
{
  g_autofree char *written = NULL;
  g_autofree char *name = NULL;

  if (end - start > WRITTEN_MAX_BYTES)
    return FALSE;

  written = g_strndup (start, end - start);
  name = search->prepare (written, NULL);

  return name != NULL &&
         search->is_known (name, start - 1 - text, end - start + 1, search->user_data);
}

/* Tries the longest name at @start, then shorter ones.  Returns where it ends, NULL
 * if nobody's is there. */
static const char *
find_name (const Search *search,
           const char   *text,
           const char   *start)
{
  const char *end = start;
  guint       n_cuts = 0;

  while (is_name_char (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  if (*end == '@' && !parlor_mentions_is_spaceless (g_utf8_get_char (previous (start, end))))
    return NULL; /* an address of another service */

  while (end > start && strchr ("._-", end[-1]) != NULL)
    end--;

  while (end > start) {
    if (ask (search, text, start, end))
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

static guint
find (const Search *search,
      const char   *text)
{
  gunichar    before = 0;
  gboolean    is_url = FALSE;
  guint       n_places = 0;
  guint       n_found = 0;
  const char *p = strchr (text, search->sigil) != NULL ? text : "";

  while (*p != '\0' && n_places < PARLOR_MENTIONS_MAX) {
    gunichar    c = g_utf8_get_char (p);
    const char *end = NULL;

    if (c == '`') {
      p = skip_code (p);
      before = c;
      continue;
    }

    is_url = (is_url && !g_unichar_isspace (c)) || g_str_has_prefix (p, "://");
    if (*p == search->sigil && !is_url && !joins_what_follows (before) &&
        is_name_char (g_utf8_get_char (p + 1))) {
      n_places++;
      end = find_name (search, text, p + 1);
      n_found += end != NULL;
    }

    p = end != NULL ? end : g_utf8_next_char (p);
    before = end != NULL ? ' ' : c;
  }

  return n_found;
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
  const Search search = { '@', parlor_name_prepare, is_somebody, user_data };

  return find (&search, text);
}

/**
 * parlor_mentions_find_channels:
 * @text: the body of a message, UTF-8
 * @is_channel: (scope call): asked about each name behind a `#`, as
 *   parlor_title_prepare() makes it
 * @user_data: for @is_channel
 *
 * Finds the channels that are named, `#name`, as parlor_mentions_find() finds
 * people.
 *
 * Returns: how many there are
 */
guint
parlor_mentions_find_channels (const char       *text,
                               ParlorMentionFunc is_channel,
                               gpointer          user_data)
{
  const Search search = { '#', parlor_title_prepare, is_channel, user_data };

  return find (&search, text);
}
