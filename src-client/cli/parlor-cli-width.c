/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many columns of a terminal a text takes.  Terminals do not agree about all of it: this goes
 * by what most do, and by Unicode (UAX 11 for width, UTS 51 for emoji). */

#define G_LOG_DOMAIN "parlor-cli-width"

#include "parlor-cli-width.h"

#define ZERO_WIDTH_JOINER 0x200d
#define EMOJI_SELECTOR 0xfe0f

static gboolean
is_flag_letter (gunichar c)
{
  return c >= 0x1f1e6 && c <= 0x1f1ff;
}

static gboolean
is_skin_tone (gunichar c)
{
  return c >= 0x1f3fb && c <= 0x1f3ff;
}

/**
 * parlor_cli_next_cluster:
 * @text: UTF-8, not empty
 * @ret_columns: (out): how many columns what stands there takes: 0, 1 or 2
 *
 * Goes over what is seen as one sign: a letter with its accents, an emoji with what it is joined
 * of, a flag.
 *
 * Returns: where the next one begins
 */
const char *
parlor_cli_next_cluster (const char *text,
                         guint      *ret_columns)
{
  const gunichar first = g_utf8_get_char (text);
  const char    *p = g_utf8_next_char (text);

  *ret_columns = g_unichar_iszerowidth (first) ? 0 : 1;
  if (g_unichar_iswide (first))
    *ret_columns = 2;

  if (is_flag_letter (first) && is_flag_letter (g_utf8_get_char (p))) {
    *ret_columns = 2;
    return g_utf8_next_char (p);
  }

  while (*p != '\0') {
    const gunichar c = g_utf8_get_char (p);

    if (c == EMOJI_SELECTOR && *ret_columns == 1)
      *ret_columns = 2;
    if (!g_unichar_iszerowidth (c) && !is_skin_tone (c))
      break;
    p = g_utf8_next_char (p);
    if (c == ZERO_WIDTH_JOINER && g_unichar_iswide (first) && *p != '\0' && *p != '\n')
      p = g_utf8_next_char (p);
  }

  return p;
}

/**
 * parlor_cli_count_columns:
 * @text: UTF-8, one line
 *
 * Returns: how many columns it takes
 */
guint
parlor_cli_count_columns (const char *text)
{
  guint n_columns = 0;

  while (*text != '\0') {
    guint width;

    text = parlor_cli_next_cluster (text, &width);
    n_columns += width;
  }

  return n_columns;
}

/**
 * parlor_cli_shorten:
 * @text: UTF-8, one line
 * @max_columns: at least 1
 *
 * Returns: (transfer full): @text, or its beginning and “…”, in at most so many columns
 */
char *
parlor_cli_shorten (const char *text,
                    guint       max_columns)
{
  const char *p = text;
  const char *fits = text; /* up to where there is room for the sign behind it */
  guint       n_columns = 0;

  while (*p != '\0') {
    guint width;

    if (n_columns < max_columns)
      fits = p;
    p = parlor_cli_next_cluster (p, &width);
    n_columns += width;
    if (n_columns > max_columns)
      return g_strdup_printf ("%.*s…", (int) (fits - text), text);
  }

  return g_strdup (text);
}
