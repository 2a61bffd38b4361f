/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-limits.h"
#include "parlor-refusal.h"
#include "parlor-schema.h"
#include "parlor-search-index.h"
#include "parlor-search-query.h"
#include "parlor-search-text.h"
#include "parlor-search.h"
#include "parlor-test-clock.h"

#include <string.h>

static void
test_fold (void)
{
  static const struct
  {
    const char *text, *folded;
  } cases[] = {
    { "", "" },
    { "Hello, World", "hello, world" },
    { "  a \t b\n\nc  ", "a b c" },
    { "Ärger Ångström Żółć", "arger angstrom zolc" },
    { "STRASSE straße", "strasse strasse" },
    { "ﬁne ｆｕｌｌ Ⅳ", "fine full iv" },
    { "Ἀθῆναι ΟΔΟΣ οδος", "αθηναι οδοσ οδοσ" },
    { "ёлка Йод", "елка иод" },
    { "İstanbul ısı", "istanbul isi" },
    { "مُحَمَّد", "محمد" },
    { "أحمد", "احمد" },
    { "عـــرب", "عرب" },
    { "שָׁלוֹם", "שלום" },
    { "日本語テスト", "日本語テスト" },
    { "ﾃｽﾄ", "テスト" },
    { "がぎ", "がぎ" }, /* these marks are not for the look of it */
    { "한국어", "한국어" },
    { "हिन्दी", "हिन्दी" },
    { "soft\xc2\xadhyphen zero\xe2\x80\x8bwidth", "softhyphen zerowidth" },
    { "❤\xef\xb8\x8f", "❤" },
    { "a\x01\x1f\x7f"
      "b",
      "ab" },
    { "\xff\xfe", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *folded = parlor_search_fold (cases[i].text, -1);

    g_assert_cmpstr (folded, ==, cases[i].folded);
  }
}

static gboolean
append_gram (const char *gram,
             gsize       n_bytes,
             gpointer    user_data)
{
  GString *all = user_data;

  g_string_append_printf (all, "%s%.*s", all->len > 0 ? " " : "", (int) n_bytes, gram);

  return TRUE;
}

static void
test_split (void)
{
  static const struct
  {
    const char *folded, *of_text, *of_needle;
  } cases[] = {
    { "", "", "" },
    { "hello", "he hel el ell ll llo lo", "hel ell llo" },
    { "to be", "to be", "to be" },
    { "a b", "", "" },
    { "x1-y2", "x1 y2", "x1 y2" },
    { "日", "日", "日" },
    { "日本語", "日 日本 本 本語 語", "日本 本語" },
    { "go日本", "go 日 日本 本", "go 日本" },
    { "ラーメン", "ラ ラー ー ーメ メ メン ン", "ラー ーメ メン" },
    { "한국", "한 한국 국", "한국" },
    { "สวัส", "ส สว ว วั ั ัส ส", "สว วั ัส" },
    { "👍🏽!", "👍 🏽", "👍 🏽" },
    { "привет", "пр при ри рив ив иве ве вет ет", "при рив иве вет" },
    { "... --", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) of_text = g_string_new (NULL);
    g_autoptr (GString) of_needle = g_string_new (NULL);

    parlor_search_split (cases[i].folded, PARLOR_GRAMS_OF_TEXT, append_gram, of_text);
    parlor_search_split (cases[i].folded, PARLOR_GRAMS_OF_NEEDLE, append_gram, of_needle);
    g_assert_cmpstr (of_text->str, ==, cases[i].of_text);
    g_assert_cmpstr (of_needle->str, ==, cases[i].of_needle);
  }
}

static gboolean
add_gram (const char *gram,
          gsize       n_bytes,
          gpointer    user_data)
{
  g_hash_table_add (user_data, g_strndup (gram, n_bytes));

  return TRUE;
}

static gboolean
find_gram (const char *gram,
           gsize       n_bytes,
           gpointer    user_data)
{
  g_autofree char *text = g_strndup (gram, n_bytes);

  return g_hash_table_contains (user_data, text);
}

/* Whatever is cut out of a text is found by its n-grams. */
static void
test_every_part (void)
{
  static const char *text =
    "Naïve 日本語のtext, ünd 👩‍🚀 مرحبا; π≈3.14 สวัสดี ok";
  g_autofree char       *folded = parlor_search_fold (text, -1);
  g_autoptr (GHashTable) grams = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  glong                  n_chars = g_utf8_strlen (folded, -1);

  parlor_search_split (folded, PARLOR_GRAMS_OF_TEXT, add_gram, grams);
  for (glong begin = 0; begin < n_chars; begin++) {
    for (glong end = begin + 1; end <= n_chars; end++) {
      g_autofree char *part = g_utf8_substring (folded, begin, end);

      g_assert_true (parlor_search_split (part, PARLOR_GRAMS_OF_NEEDLE, find_gram, grams));
    }
  }
}

static void
test_words (void)
{
  g_autoptr (GError)            error = NULL;
  g_autoptr (ParlorSearchQuery) query =
    parlor_search_query_parse ("  Green   \"Two  Words\" -black -\"not this\" 12:30 "
                               "https://example.org - \"open",
                               &error);
  g_autofree char *match = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (query->needles->len, ==, 6);
  g_assert_cmpstr (query->needles->pdata[0], ==, "green");
  g_assert_cmpstr (query->needles->pdata[1], ==, "two words");
  g_assert_cmpstr (query->needles->pdata[2], ==, "12:30");
  g_assert_cmpstr (query->needles->pdata[3], ==, "https://example.org");
  g_assert_cmpstr (query->needles->pdata[4], ==, "-");
  g_assert_cmpstr (query->needles->pdata[5], ==, "open");
  g_assert_cmpuint (query->excluded->len, ==, 2);
  g_assert_cmpstr (query->excluded->pdata[0], ==, "black");
  g_assert_cmpstr (query->excluded->pdata[1], ==, "not this");

  /* Nothing but n-grams between quotation marks. */
  match = parlor_search_query_get_match (query);
  g_assert_true (g_str_has_prefix (match, "\"gre\" AND \""));
}

static void
test_filters (void)
{
  g_autoptr (GError)            error = NULL;
  g_autoptr (ParlorSearchQuery) query =
    parlor_search_query_parse ("FROM:ada in:\"Tea & Talk\" has:Image has:file has:link "
                               "after:2024-02-29 before:2025-01-01",
                               &error);

  g_assert_no_error (error);
  g_assert_cmpuint (query->needles->len, ==, 0);
  g_assert_cmpstr (query->from, ==, "ada");
  g_assert_cmpstr (query->in, ==, "Tea & Talk");
  g_assert_true (query->has_image && query->has_file && query->has_link);
  g_assert_cmpint (query->after_ms, ==, G_GINT64_CONSTANT (1709164800000));
  g_assert_cmpint (query->before_ms, ==, G_GINT64_CONSTANT (1735689600000));
}

static void
test_refused (void)
{
  static const char *queries[] = {
    "",
    "   ",
    "\"\"",
    "\xe2\x80\x8b",
    "from:",
    "from:\"\"",
    "from:a from:b",
    "in:",
    "in:a in:b",
    "has:",
    "has:music",
    "before:",
    "before:yesterday",
    "before:2024-02-30",
    "after:2024-2-3",
    "after:0000-01-01",
    "after:2024-01-01x",
    "-from:ada",
    "-has:image",
    "a b c d e f g h i j k l m n o p q",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++) {
    g_autoptr (GError)            error = NULL;
    g_autoptr (ParlorSearchQuery) query = parlor_search_query_parse (queries[i], &error);

    g_assert_error (error, PARLOR_REFUSED, PARLOR_REFUSED_BAD_VALUE);
    g_assert_null (query);
  }
}

static void
test_matches (void)
{
  static const struct
  {
    const char *query, *text, *file_name;
    gboolean    matches;
  } cases[] = {
    { "world", "Hello, WORLDS", NULL, TRUE },
    { "hello world", "world, hello", NULL, TRUE },
    { "\"hello world\"", "world, hello", NULL, FALSE },
    { "\"hello world\"", "Hello\n  World", NULL, TRUE },
    { "hello -world", "hello world", NULL, FALSE },
    { "hello -mars", "hello world", NULL, TRUE },
    { "c++", "I like C++.", NULL, TRUE },
    { "c++", "I like C.", NULL, FALSE },
    { "本", "日本語", NULL, TRUE },
    { "日語", "日本語", NULL, FALSE },
    { "report", NULL, "Report 2030.pdf", TRUE },
    { "see report", "See this", "report.pdf", TRUE },
    { "has:link", "at https://example.org", NULL, TRUE },
    { "has:link", "http is a protocol", NULL, FALSE },
    { "%", "100 %", NULL, TRUE },
    { "%", "100", NULL, FALSE },
    { "*", "hello", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (ParlorSearchQuery) query = parlor_search_query_parse (cases[i].query, NULL);

    g_assert_cmpint (parlor_search_query_matches (query, cases[i].text, cases[i].file_name), ==,
                     cases[i].matches);
  }
}

/* Whatever somebody writes, the index is given n-grams alone. */
static void
test_nonsense (void)
{
  static const char alphabet[] = "ab\"\"--:: ()*^+'%;\\{}[]~,.from:in:has:NEAR AND OR NOT日本é";

  for (guint i = 0; i < 20000; i++) {
    GString                      *text = g_string_new (NULL);
    g_autofree char              *bytes = NULL;
    g_autofree char              *valid = NULL;
    g_autofree char              *match = NULL;
    g_autoptr (ParlorSearchQuery) query = NULL;

    for (int n = g_test_rand_int_range (0, 60); n > 0; n--)
      g_string_append_c (text, alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)]);
    bytes = g_string_free (text, FALSE);
    valid = g_utf8_make_valid (bytes, -1);
    query = parlor_search_query_parse (valid, NULL);
    match = query != NULL ? parlor_search_query_get_match (query) : NULL;
    if (match == NULL)
      continue;

    g_assert_true (g_regex_match_simple ("^\"[\\w]+\"( AND \"[\\w]+\")*$", match, 0, 0) ||
                   strpbrk (match, "()*^+'%;\\{}[]~,.:-") == NULL);
  }
}

/* What becomes long, or takes long to be put into order, is left as it is beyond
 * what anybody writes. */
static void
test_strange (void)
{
  g_autoptr (GString) marks = g_string_new ("zalgo");
  g_autoptr (GString) ligatures = g_string_new (NULL);
  g_autoptr (GString) greek = g_string_new (NULL);
  g_autofree char    *folded = parlor_search_fold ("ﷺ", -1);
  gint64              least_us = G_MAXINT64, plain_us = G_MAXINT64;

  g_assert_cmpstr (folded, ==, "صلى الله عليه وسلم");

  while (marks->len < PARLOR_TEXT_MAX_BYTES / 2)
    g_string_append_unichar (marks, 0x301); /* above, which comes after those below */
  while (marks->len < PARLOR_TEXT_MAX_BYTES - 6)
    g_string_append_unichar (marks, 0x323);
  g_string_append (marks, " end");
  while (ligatures->len < PARLOR_TEXT_MAX_BYTES - 3)
    g_string_append (ligatures, "ﷺ");

  while (greek->len < PARLOR_TEXT_MAX_BYTES - 2)
    g_string_append (greek, "ΰ");

  for (guint i = 0; i < 3; i++) {
    gint64                         begin_us = parlor_test_computed_us ();
    g_autofree char               *one = parlor_search_fold (marks->str, -1);
    g_autofree char               *other = parlor_search_fold (ligatures->str, -1);
    gint64                         end_us = parlor_test_computed_us ();
    G_GNUC_UNUSED g_autofree char *plain = parlor_search_fold (greek->str, -1);

    g_assert_cmpstr (one, ==, "zalgo end");
    g_assert_cmpuint (strlen (other), <=, PARLOR_TEXT_MAX_BYTES);
    least_us = MIN (least_us, end_us - begin_us);
    plain_us = MIN (plain_us, parlor_test_computed_us () - end_us);
  }
  g_assert_cmpint (least_us, <, 6 * plain_us);
}

static void
run (ParlorDb   *db,
     const char *sql)
{
  g_autoptr (GError) error = NULL;

  parlor_db_exec (db, sql, NULL, 0, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* A database with five hundred of the longest messages. */
static ParlorDb *
open_long_messages (void)
{
  g_autoptr (GError) error = NULL;
  ParlorDb          *db = parlor_db_sqlite_open (":memory:", &error);

  g_assert_no_error (error);
  parlor_schema_update (db, &error);
  g_assert_no_error (error);
  run (db, "INSERT INTO accounts (account, name, nick, password, role, created_ms) "
           "VALUES (1, 'ada', 'Ada', '', 1, 0)");
  run (db, "INSERT INTO conversations (conversation, kind, unlisted, members, head, last_message, "
           "created_ms) VALUES ('c1', 1, 0, 1, 500, 500, 0)");
  run (db, "INSERT INTO members (conversation, account, role) VALUES ('c1', 1, 1)");
  run (db, "INSERT INTO events (conversation, seq, kind, author, time_ms, messages, text) "
           "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) "
           "SELECT 'c1', i, 1, 1, i, i, replace (hex (zeroblob (2300)), '00', 'Ärger ') FROM n");

  return db;
}

/* The longest of texts keep nobody from the store for long: few are looked at, or
 * added to the index, before the clock is. */
static void
test_short_turns (void)
{
  g_autoptr (GError) error = NULL;
  ParlorDb          *db = open_long_messages ();
  ParlorSearch      *search = parlor_search_new (parlor_search_query_parse ("-no", NULL), 1, NULL,
                                                 1000);
  gboolean           is_there;
  gint64             indexed;
  guint              n_turns = 0;

  g_assert_true (parlor_search_catch_up (db, 500, 1000, &is_there, &error));
  g_assert_true (parlor_db_get_int (db, "SELECT indexed FROM search_state", NULL, 0, &indexed,
                                    &error));
  g_assert_cmpint (indexed, >, 0);
  g_assert_cmpint (indexed, <, 64);

  search->before = 501;
  while (!search->is_done) {
    gint64 before = search->before;

    g_assert_true (parlor_search_step (search, db, 1, &error));
    g_assert_cmpint (before - search->before, <, 64);
    n_turns++;
  }
  g_assert_cmpuint (search->hits->len, ==, 500);
  g_assert_cmpuint (n_turns, >, 500 / 64);
  parlor_search_free (search);
  parlor_db_close (db);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/search-query/fold", test_fold);
  g_test_add_func ("/search-query/split", test_split);
  g_test_add_func ("/search-query/every-part", test_every_part);
  g_test_add_func ("/search-query/words", test_words);
  g_test_add_func ("/search-query/filters", test_filters);
  g_test_add_func ("/search-query/refused", test_refused);
  g_test_add_func ("/search-query/matches", test_matches);
  g_test_add_func ("/search-query/nonsense", test_nonsense);
  g_test_add_func ("/search-query/strange", test_strange);
  g_test_add_func ("/search-query/short-turns", test_short_turns);

  return g_test_run ();
}
