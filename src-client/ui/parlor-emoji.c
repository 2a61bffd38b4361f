/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-emoji.h"

#define ZERO_WIDTH_JOINER 0x200D
#define EMOJI_SELECTOR 0xFE0F
#define KEYCAP 0x20E3
#define TAG_END 0xE007F

typedef struct
{
  gunichar first;
  gunichar last;
} Range;

/* Unicode's Emoji_Presentation: shown in colour unless asked otherwise.  From
 * U+1F000 on the blocks are taken whole: what is not an emoji there today is
 * set aside to become one. */
static const Range colourful[] = {
  { 0x231A, 0x231B },
  { 0x23E9, 0x23EC },
  { 0x23F0, 0x23F0 },
  { 0x23F3, 0x23F3 },
  { 0x25FD, 0x25FE },
  { 0x2614, 0x2615 },
  { 0x2648, 0x2653 },
  { 0x267F, 0x267F },
  { 0x2693, 0x2693 },
  { 0x26A1, 0x26A1 },
  { 0x26AA, 0x26AB },
  { 0x26BD, 0x26BE },
  { 0x26C4, 0x26C5 },
  { 0x26CE, 0x26CE },
  { 0x26D4, 0x26D4 },
  { 0x26EA, 0x26EA },
  { 0x26F2, 0x26F3 },
  { 0x26F5, 0x26F5 },
  { 0x26FA, 0x26FA },
  { 0x26FD, 0x26FD },
  { 0x2705, 0x2705 },
  { 0x270A, 0x270B },
  { 0x2728, 0x2728 },
  { 0x274C, 0x274C },
  { 0x274E, 0x274E },
  { 0x2753, 0x2755 },
  { 0x2757, 0x2757 },
  { 0x2795, 0x2797 },
  { 0x27B0, 0x27B0 },
  { 0x27BF, 0x27BF },
  { 0x2B1B, 0x2B1C },
  { 0x2B50, 0x2B50 },
  { 0x2B55, 0x2B55 },
  { 0x1F004, 0x1F004 },
  { 0x1F0CF, 0x1F0CF },
  { 0x1F18E, 0x1F18E },
  { 0x1F191, 0x1F19A },
  { 0x1F201, 0x1F23A },
  { 0x1F250, 0x1F251 },
  { 0x1F300, 0x1F3FA },
  { 0x1F400, 0x1F64F },
  { 0x1F680, 0x1F6FC },
  { 0x1F7E0, 0x1F7F0 },
  { 0x1F90C, 0x1F9FF },
  { 0x1FA70, 0x1FAFF },
};

/* Those that are an emoji only with U+FE0F or a skin tone behind them, or as a
 * part of a joined sequence. */
static const Range plain[] = {
  { 0x00A9, 0x00A9 },
  { 0x00AE, 0x00AE },
  { 0x203C, 0x203C },
  { 0x2049, 0x2049 },
  { 0x2122, 0x2122 },
  { 0x2139, 0x2139 },
  { 0x2194, 0x21AA },
  { 0x2328, 0x2328 },
  { 0x23CF, 0x23CF },
  { 0x23E9, 0x23FA },
  { 0x24C2, 0x24C2 },
  { 0x25AA, 0x25FE },
  { 0x2600, 0x26FF },
  { 0x2702, 0x27BF },
  { 0x2934, 0x2935 },
  { 0x2B05, 0x2B55 },
  { 0x3030, 0x3030 },
  { 0x303D, 0x303D },
  { 0x3297, 0x3299 },
  { 0x1F170, 0x1F17F },
};

static gboolean
is_in (const Range *ranges,
       gsize        n_ranges,
       gunichar     c)
{
  for (gsize i = 0; i < n_ranges; i++) {
    if (c >= ranges[i].first && c <= ranges[i].last)
      return TRUE;
  }

  return FALSE;
}

static gboolean
is_regional (gunichar c)
{
  return c >= 0x1F1E6 && c <= 0x1F1FF;
}

static gboolean
is_skin_tone (gunichar c)
{
  return c >= 0x1F3FB && c <= 0x1F3FF;
}

/* Each skip_ function returns what follows, or @at if it was not there. */

static const char *
skip_char (const char *at,
           gunichar    c)
{
  return g_utf8_get_char (at) == c ? g_utf8_next_char (at) : at;
}

static const char *
skip_flag (const char *at)
{
  const char *second = g_utf8_next_char (at);

  if (!is_regional (g_utf8_get_char (at)) || !is_regional (g_utf8_get_char (second)))
    return at;

  return g_utf8_next_char (second);
}

static const char *
skip_keycap (const char *at)
{
  const char *cap;

  if (!g_ascii_isdigit (*at) && *at != '#' && *at != '*')
    return at;

  cap = skip_char (at + 1, EMOJI_SELECTOR);

  return g_utf8_get_char (cap) == KEYCAP ? g_utf8_next_char (cap) : at;
}

/* The letters of the flag of a region: invisible, ended by TAG_END. */
static const char *
skip_tags (const char *at)
{
  const char *end = at;

  while (g_utf8_get_char (end) >= 0xE0020 && g_utf8_get_char (end) < TAG_END)
    end = g_utf8_next_char (end);

  return end != at && g_utf8_get_char (end) == TAG_END ? g_utf8_next_char (end) : at;
}

/* @is_joined: whether it stands in a joined sequence, where nothing has to
 * tell that a plain character is meant as an emoji. */
static const char *
skip_pictograph (const char *at,
                 gboolean    is_joined)
{
  const gunichar c = g_utf8_get_char (at);
  const char    *next;
  const char    *end;

  if (*at == '\0')
    return at;

  next = g_utf8_next_char (at);
  end = skip_char (next, EMOJI_SELECTOR);
  if (is_skin_tone (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);

  if (is_in (colourful, G_N_ELEMENTS (colourful), c))
    return skip_tags (end);
  if (is_in (plain, G_N_ELEMENTS (plain), c) && (is_joined || end != next))
    return end;

  return at;
}

static const char *
skip_joined (const char *at)
{
  const char *end = skip_pictograph (at, FALSE);

  /* A heart of a couple is plain: look whether a joiner follows. */
  if (end == at && *at != '\0' && g_utf8_get_char (g_utf8_next_char (at)) == ZERO_WIDTH_JOINER)
    end = skip_pictograph (at, TRUE);

  while (end != at && g_utf8_get_char (end) == ZERO_WIDTH_JOINER) {
    const char *part = g_utf8_next_char (end);
    const char *after = skip_pictograph (part, TRUE);

    if (after == part)
      break;
    end = after;
  }

  return end;
}

static const char *
skip_emoji (const char *at)
{
  const char *end = skip_flag (at);

  if (end == at)
    end = skip_keycap (at);
  if (end == at)
    end = skip_joined (at);

  return end;
}

/**
 * parlor_emoji_count:
 * @text: valid UTF-8
 *
 * Tells a text of nothing but emoji, which is shown large, from others.  A
 * family, a flag, a keycap, a hand with a skin tone is one emoji, as in
 * Unicode's UTS #51; white space is allowed anywhere.
 *
 * Returns: how many emoji @text consists of, 0 if there is anything else in it
 */
guint
parlor_emoji_count (const char *text)
{
  guint n_emoji = 0;

  g_return_val_if_fail (text != NULL, 0);

  for (const char *at = text; *at != '\0';) {
    const char *end = skip_emoji (at);

    if (end != at)
      n_emoji++;
    else if (g_unichar_isspace (g_utf8_get_char (at)))
      end = g_utf8_next_char (at);
    else
      return 0;

    at = end;
  }

  return n_emoji;
}
