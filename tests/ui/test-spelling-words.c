/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a message a dictionary is asked about, and in which language.
 */

#include "parlor-dictionary.h"
#include "parlor-spelling-words.h"

static void
assert_words (const char *text,
              const char *expected)
{
  ParlorSpellingWords words;
  g_autoptr (GString) found = g_string_new (NULL);
  glong               start, end;
  char               *word;

  parlor_spelling_words_init (&words, text);
  while ((word = parlor_spelling_words_next (&words, &start, &end)) != NULL) {
    g_autofree char *there = g_utf8_substring (text, start, end);

    g_assert_cmpint (g_utf8_strlen (there, -1), ==, g_utf8_strlen (word, -1));
    g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "", word);
    g_free (word);
  }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_words (void)
{
  assert_words ("", "");
  assert_words (" \n\t", "");
  assert_words ("Hello, world!", "Hello world");
  assert_words ("Don't “quote” the dogs’ friends", "Don't quote the dogs friends");
  assert_words ("l’amour well-known and/or", "l'amour well known and or");
  assert_words ("größer naïve नमस्ते", "größer naïve नमस्ते");
  assert_words ("👩‍🚀 fine :-) ok", "fine ok");
}

static void
test_special (void)
{
  assert_words ("@ben and (@eve) in #garden", "and in");
  assert_words (":smile: so :+1: what: no", "so what no");
  assert_words ("/nick foo /other", "foo other");
  assert_words ("see https://example.org/speling or www.exampel.org ok", "see or ok");
  assert_words ("mail ada@example.org about notes.txt and h2o x_y", "mail about and");
  assert_words ("run `git comit` now `unclosed", "run now unclosed");
  assert_words ("a ``x ` y`` b\n```\ncdoe\n```\nc", "a b c");
  assert_words ("a `not\nclosed` b", "a not closed b");
}

/* Nothing is too long, and nothing is without an end. */
static void
test_bad_input (void)
{
  g_autofree char *marks = g_strnfill (3 * 1000, 'a');
  g_autofree char *ticks = g_strnfill (16 * 1024, '`');
  GString         *combined = g_string_new ("e");

  assert_words (marks, "");
  assert_words (ticks, "");
  for (int i = 0; i < 8000; i++)
    g_string_append (combined, "\xcc\x81");
  assert_words (combined->str, "");
  g_string_free (combined, TRUE);
}

static void
assert_language (const char *wish,
                 const char *wanted,
                 const char *expected)
{
  const char *const languages[] = { "de_DE", "en_GB", "en_US", "eo", NULL };
  g_auto (GStrv)    names = g_strsplit (wanted, " ", -1);
  g_autofree char  *chosen =
    parlor_dictionary_choose_language (wish, languages, (const char *const *) names);

  g_assert_cmpstr (chosen, ==, expected);
}

static void
test_language (void)
{
  assert_language ("auto", "en_US.UTF-8 en_US en.UTF-8 en C", "en_US");
  assert_language ("auto", "de_AT.UTF-8 de_AT de.UTF-8 de C", "de_DE");
  assert_language ("auto", "eo.UTF-8 eo C", "eo");
  assert_language ("auto", "sr_RS@latin sr_RS sr C", NULL);
  assert_language ("auto", "C", NULL);
  assert_language ("off", "en_US en", NULL);
  assert_language ("en_GB", "de_DE de", "en_GB");
  assert_language ("xx_XX", "de_DE de", NULL);
  assert_language ("", "de_DE de", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/spelling-words/words", test_words);
  g_test_add_func ("/spelling-words/special", test_special);
  g_test_add_func ("/spelling-words/bad-input", test_bad_input);
  g_test_add_func ("/spelling-words/language", test_language);

  return g_test_run ();
}
