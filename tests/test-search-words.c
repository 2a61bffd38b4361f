/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Showing why a message was found. */

#include "parlor-search-words.h"

#include <string.h>

static void
assert_found (const char *query,
              const char *text,
              const char *expected)
{
  g_autoptr (GRegex)  words = parlor_search_words_new (query);
  g_autoptr (GArray)  ranges = parlor_search_words_find (words, text);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < ranges->len; i++) {
    const ParlorSearchRange *range = &g_array_index (ranges, ParlorSearchRange, i);

    g_assert_cmpuint (range->start, <, range->end);
    g_assert_cmpuint (range->end, <=, strlen (text));
    g_string_append_printf (found, "[%.*s]", (int) (range->end - range->start),
                            text + range->start);
  }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_words (void)
{
  assert_found ("tea", "Tea and teapots, STEAM", "[Tea][tea][TEA]");
  assert_found ("tea pot", "a pot of tea", "[pot][tea]");
  assert_found ("\"pot of\"", "a pot of tea of the pot", "[pot of]");
  assert_found ("\"pot of", "a pot of tea", "[pot of]");
  assert_found ("чай", "Горячий ЧАЙ", "[ЧАЙ]");
  assert_found ("茶", "お茶をどうぞ", "[茶]");
  assert_found ("a.c", "abc a.c", "[a.c]");
  assert_found ("(", "f(x)", "[(]");
  assert_found ("12:30", "at 12:30", "[12:30]");
  assert_found ("- -", "a - b", "[-]");
}

static void
test_filters (void)
{
  g_assert_null (parlor_search_words_new (""));
  g_assert_null (parlor_search_words_new ("  \" \" "));
  g_assert_null (parlor_search_words_new ("has:image from:ada before:2030-12-31"));
  g_assert_null (parlor_search_words_new ("-tea in:\"Tea & Talk\" FROM:tea"));
  assert_found ("from:tea in:\"tea pot\" -pot tea", "a pot of tea", "[tea]");
}

static void
assert_excerpt (const char *query,
                const char *text,
                guint       max_chars,
                const char *expected)
{
  g_autoptr (GRegex) words = parlor_search_words_new (query);
  g_autofree char   *excerpt = parlor_search_words_excerpt (words, text, max_chars);

  g_assert_cmpstr (excerpt, ==, expected);
}

static void
test_excerpt (void)
{
  assert_excerpt ("tea", "a pot\nof tea", 100, "a pot of tea");
  assert_excerpt ("tea", "a pot of tea for everybody", 12, "a pot of tea…");
  assert_excerpt ("tea", "Whoever comes tomorrow will get some tea and cake", 20,
                  "…comes tomorrow will…");
  assert_excerpt ("tea", "", 20, "");
  assert_excerpt ("x", "nothing of it", 7, "nothing…");
  assert_excerpt ("has:image", "nothing of it", 7, "nothing…");
  assert_excerpt ("茶", "お茶をどうぞ", 3, "お茶を…");
}

/* What somebody sends may be hostile: it is looked through, no more. */
static void
test_hostile (void)
{
  g_autofree char   *query = g_strnfill (512, '*');
  g_autofree char   *text = g_strnfill (16384, 'a');
  g_autoptr (GRegex) words = parlor_search_words_new (query);
  g_autoptr (GRegex) letters = parlor_search_words_new ("a a a a a a a a a a a a a a a a a a a");
  g_autoptr (GArray) none = parlor_search_words_find (words, text);
  g_autoptr (GArray) many = parlor_search_words_find (letters, text);

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (many->len, <=, 64);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/search-words/words", test_words);
  g_test_add_func ("/search-words/filters", test_filters);
  g_test_add_func ("/search-words/excerpt", test_excerpt);
  g_test_add_func ("/search-words/hostile", test_hostile);

  return g_test_run ();
}
