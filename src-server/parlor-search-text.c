/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What texts are compared as when somebody searches, and the n-grams by which
 * they are found. */

#define G_LOG_DOMAIN "parlor-search-text"

#include "parlor-search-text.h"

#include <string.h>

#define MAX_MARKS 30 /* as in the stream-safe format of Unicode (UAX 15) */
#define MAX_GROWTH 4
#define SHORT_BYTES 1024 /* these may grow by more */

/* Characters that stand together make runs of one kind. */
typedef enum {
  RUN_NONE,    /* spaces and punctuation */
  RUN_LETTERS, /* of alphabets: few letters, long words */
  RUN_DENSE,   /* of scripts that say much in a character, or set no spaces */
  RUN_SYMBOLS, /* emoji: each one is a word */
} RunKind;

/* The marks that people leave out: accents of European scripts, points of
 * Hebrew, vowels of Arabic and Syriac, variation selectors.  Marks of other
 * scripts are letters to their readers. */
static gboolean
is_dropped_mark (gunichar c)
{
  return (c >= 0x300 && c <= 0x36f) || (c >= 0x483 && c <= 0x489) || (c >= 0x591 && c <= 0x5c7) ||
         (c >= 0x610 && c <= 0x61a) || (c >= 0x64b && c <= 0x65f) || c == 0x670 ||
         (c >= 0x6d6 && c <= 0x6ed) || (c >= 0x730 && c <= 0x74a) || (c >= 0x1ab0 && c <= 0x1aff) ||
         (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff) ||
         (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

static gboolean
is_dropped (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_FORMAT || type == G_UNICODE_CONTROL ||
         c == 0x640 || /* stretches Arabic words, for the look of it */
         ((type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK) &&
          is_dropped_mark (c));
}

/* Letters that Unicode does not take apart, but keyboards do. */
static gunichar
simplify (gunichar c)
{
  switch (c) {
  case 0x131: /* ı */
    return 'i';
  case 0xf8: /* ø */
    return 'o';
  case 0x111: /* đ */
    return 'd';
  case 0x142: /* ł */
    return 'l';
  default:
    return c;
  }
}

static void
append_space (GString *folded)
{
  if (folded->len > 0 && folded->str[folded->len - 1] != ' ')
    g_string_append_c (folded, ' ');
}

/* Most texts need no more than this. */
static gboolean
fold_ascii (const char *text,
            gsize       n_bytes,
            GString    *folded)
{
  for (gsize i = 0; i < n_bytes; i++) {
    guchar c = text[i];

    if (c >= 0x80)
      return FALSE;
    if (g_ascii_isspace (c))
      append_space (folded);
    else if (!g_ascii_iscntrl (c))
      g_string_append_c (folded, g_ascii_tolower (c));
  }

  return TRUE;
}

/* Without most of the marks where one letter has more than any language gives it:
 * bringing thousands of them into their order takes long. */
static GString *
drop_surplus_marks (const char *text,
                    gsize       n_bytes)
{
  GString *kept = g_string_sized_new (n_bytes);
  guint    n_marks = 0;

  for (const char *p = text; p < text + n_bytes; p = g_utf8_next_char (p)) {
    n_marks = g_unichar_combining_class (g_utf8_get_char (p)) != 0 ? n_marks + 1 : 0;
    if (n_marks <= MAX_MARKS)
      g_string_append_len (kept, p, g_utf8_next_char (p) - p);
  }

  return kept;
}

/* Takes characters apart, in *@mode also those that stand for others; but not where
 * a text would become many times as long. */
static char *
take_apart (const char     *text,
            gsize           n_bytes,
            GNormalizeMode *mode)
{
  g_autoptr (GString) kept = NULL;
  g_autofree char    *apart = NULL;

  if (!g_utf8_validate_len (text, n_bytes, NULL))
    return NULL;

  kept = drop_surplus_marks (text, n_bytes);
  apart = g_utf8_normalize (kept->str, kept->len, *mode);
  if (strlen (apart) <= MAX_GROWTH * kept->len + SHORT_BYTES)
    return g_steal_pointer (&apart);

  *mode = G_NORMALIZE_DEFAULT;

  return g_utf8_normalize (kept->str, kept->len, *mode);
}

static void
fold_any (const char *text,
          gsize       n_bytes,
          GString    *folded)
{
  GNormalizeMode   mode = G_NORMALIZE_ALL;
  g_autofree char *apart = take_apart (text, n_bytes, &mode);
  g_autofree char *small = apart != NULL ? g_utf8_casefold (apart, -1) : NULL;
  g_autofree char *again = small != NULL ? g_utf8_normalize (small, -1, mode) : NULL;
  g_autofree char *composed = NULL;

  g_string_truncate (folded, 0);
  for (const char *p = again; p != NULL && *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isspace (c))
      append_space (folded);
    else if (!is_dropped (c))
      g_string_append_unichar (folded, simplify (c));
  }

  composed = g_utf8_normalize (folded->str, folded->len, G_NORMALIZE_NFC);
  g_string_assign (folded, composed != NULL ? composed : "");
}

/**
 * parlor_search_fold:
 * @text: UTF-8
 * @n_bytes: how much of @text, -1 for all of it
 *
 * Makes one text of what people take for the same: without case, accents and
 * forms of compatibility, without what cannot be seen, one space between words.
 * Text that is not UTF-8 is taken for empty.
 *
 * Returns: (transfer full): the folded text
 */
char *
parlor_search_fold (const char *text,
                    gssize      n_bytes)
{
  gsize    size = n_bytes >= 0 ? (gsize) n_bytes : strlen (text);
  GString *folded = g_string_sized_new (size);

  if (!fold_ascii (text, size, folded))
    fold_any (text, size, folded);
  if (folded->len > 0 && folded->str[folded->len - 1] == ' ')
    g_string_truncate (folded, folded->len - 1);

  return g_string_free (folded, FALSE);
}

static RunKind
kind_of_script (gunichar c)
{
  static const GUnicodeScript dense[] = {
    G_UNICODE_SCRIPT_HAN,
    G_UNICODE_SCRIPT_HIRAGANA,
    G_UNICODE_SCRIPT_KATAKANA,
    G_UNICODE_SCRIPT_HANGUL,
    G_UNICODE_SCRIPT_BOPOMOFO,
    G_UNICODE_SCRIPT_YI,
    G_UNICODE_SCRIPT_THAI,
    G_UNICODE_SCRIPT_LAO,
    G_UNICODE_SCRIPT_KHMER,
    G_UNICODE_SCRIPT_MYANMAR,
    G_UNICODE_SCRIPT_TIBETAN,
  };
  GUnicodeScript script = g_unichar_get_script (c);

  for (guint i = 0; i < G_N_ELEMENTS (dense); i++)
    if (script == dense[i])
      return RUN_DENSE;

  /* The long vowel and the iteration marks belong to no script alone. */
  return c >= 0x3000 && c <= 0x30ff ? RUN_DENSE : RUN_LETTERS;
}

static RunKind
kind_of (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  if (c < 0x80)
    return g_ascii_isalnum (c) ? RUN_LETTERS : RUN_NONE;
  if (g_unichar_isalnum (c) || g_unichar_ismark (c))
    return kind_of_script (c);

  return type == G_UNICODE_OTHER_SYMBOL || type == G_UNICODE_MODIFIER_SYMBOL ? RUN_SYMBOLS
                                                                             : RUN_NONE;
}

/* The lengths of a run's n-grams.  A run that is shorter than the longest of
 * them is found by shorter ones. */
static void
get_lengths (RunKind        run,
             ParlorGramKind kind,
             guint          n_chars,
             guint         *ret_min,
             guint         *ret_max)
{
  static const guint lengths[][2] = {
    [RUN_NONE] = { 1, 1 },
    [RUN_LETTERS] = { 2, 3 },
    [RUN_DENSE] = { 1, 2 },
    [RUN_SYMBOLS] = { 1, 1 },
  };

  *ret_min = lengths[run][0];
  *ret_max = lengths[run][1];
  if (kind == PARLOR_GRAMS_OF_NEEDLE)
    *ret_min = CLAMP (n_chars, *ret_min, *ret_max);
}

static gboolean
split_run (const char    *run,
           const char    *end,
           RunKind        run_kind,
           ParlorGramKind kind,
           ParlorGramFunc func,
           gpointer       user_data)
{
  guint min;
  guint max;

  get_lengths (run_kind, kind, g_utf8_strlen (run, end - run), &min, &max);
  for (; run < end; run = g_utf8_next_char (run)) {
    const char *p = run;

    for (guint n = 1; n <= max && p < end; n++) {
      p = g_utf8_next_char (p);
      if (n >= min && !func (run, p - run, user_data))
        return FALSE;
    }
  }

  return TRUE;
}

/**
 * parlor_search_split:
 * @folded: of parlor_search_fold()
 * @kind: of a text, or of what is looked for in texts
 * @func: called for each n-gram
 * @user_data: for @func
 *
 * Each n-gram of a needle is among those of every text that the needle is a part
 * of; that all of them are there says only that the text may contain it.  A
 * needle of punctuation or of a single letter has none.
 *
 * Returns: whether @func always returned TRUE
 */
gboolean
parlor_search_split (const char    *folded,
                     ParlorGramKind kind,
                     ParlorGramFunc func,
                     gpointer       user_data)
{
  const char *p = folded;

  while (*p != '\0') {
    const char *run = p;
    RunKind     run_kind = kind_of (g_utf8_get_char (p));

    while (*p != '\0' && kind_of (g_utf8_get_char (p)) == run_kind)
      p = g_utf8_next_char (p);

    if (run_kind != RUN_NONE && !split_run (run, p, run_kind, kind, func, user_data))
      return FALSE;
  }

  return TRUE;
}
