/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-mentions.h"

#include "parlor-limits.h"
#include "parlor-test-clock.h"

typedef struct
{
  const char *text;
  GString    *found; /* "start+length=name", separated by spaces */
  guint       n_asked;
} Search;

static gboolean
is_member (const char *name,
           gsize       start,
           gsize       length,
           gpointer    user_data)
{
  static const char *names[] = { "ada", "bob", "ada.bob", "anne-marie", "jürgen",
                                 "ольга", "小明", "สมชาย", "김철수", "all",
                                 "7", "a_b", "नमिता" };
  Search            *search = user_data;
  gboolean           is_found = FALSE;

  search->n_asked++;
  g_assert_cmpint (search->text[start], ==, '@');
  g_assert_true (g_utf8_validate (search->text + start, length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    is_found |= g_str_equal (names[i], name);
  if (is_found)
    g_string_append_printf (search->found, "%s%zu+%zu=%s", search->found->len > 0 ? " " : "",
                            start, length, name);

  return is_found;
}

static void
assert_found (const char *text,
              const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  Search              search = { text, found };
  guint               n_found = parlor_mentions_find (text, is_member, &search);
  guint               n_expected = *expected != '\0';

  g_test_message ("%s", text);
  g_assert_cmpstr (found->str, ==, expected);
  for (const char *p = expected; *p != '\0'; p++)
    n_expected += *p == ' ';
  g_assert_cmpuint (n_found, ==, n_expected);
}

static void
test_found (void)
{
  assert_found ("", "");
  assert_found ("nobody", "");
  assert_found ("@ada", "0+4=ada");
  assert_found ("Hello @ada!", "6+4=ada");
  assert_found ("@Ada, @BOB: (@ada) \"@bob\"", "0+4=ada 6+4=bob 13+4=ada 20+4=bob");
  assert_found ("line\n@ada\t@bob", "5+4=ada 10+4=bob");
  assert_found ("@ada's, @ada… —@bob", "0+4=ada 8+4=ada 19+4=bob");
  assert_found ("Wait...@ada", "7+4=ada");
  assert_found ("@all @7 @a_b", "0+4=all 5+2=7 8+4=a_b");
  assert_found ("*@ada* _@bob_", "1+4=ada");
}

/* The longest name that somebody has. */
static void
test_longest (void)
{
  assert_found ("@ada.bob", "0+8=ada.bob");
  assert_found ("@ada.bobby", "0+4=ada");
  assert_found ("@ada.How are you?", "0+4=ada");
  assert_found ("@ada. @ada.. @ada-", "0+4=ada 6+4=ada 13+4=ada");
  assert_found ("@anne-marie @anne-maria", "0+11=anne-marie");
  assert_found ("@ada-bob-carol-dave-erin-frank", "");
  assert_found ("@adam @ad @", "");
  assert_found ("@-ada @.ada @_ada", "");
}

static void
test_scripts (void)
{
  assert_found ("Grüß @Jürgen!", "7+8=jürgen");
  assert_found ("@J\x75\xcc\x88rgen", "0+9=jürgen"); /* not composed */
  assert_found ("@ОЛЬГА, привет", "0+11=ольга");
  assert_found ("@Ольгаа", "");
  assert_found ("請@ada看一下", "3+4=ada");
  assert_found ("你好@小明", "6+7=小明");
  assert_found ("@小明@ada", "0+7=小明 7+4=ada");
  assert_found ("สวัสดี@สมชาย", "18+16=สมชาย");
  assert_found ("@नमिता नमस्ते", "0+16=नमिता");
  assert_found ("привет@ada", "");
}

static void
test_not_in_words (void)
{
  assert_found ("ada@bob", "");
  assert_found ("mail ada@bob.example or jürgen@bob.example", "");
  assert_found ("a.b+c@ada x-@ada x_@ada 5@ada", "");
  assert_found ("e\xcc\x81@ada", "");
  assert_found ("@ada@example.org", "");
  assert_found ("@@ada", "");
  assert_found ("https://example.org/@ada", "");
  assert_found ("https://example.org/?who=(@ada) @bob", "32+4=bob");
  assert_found ("example.org/@ada", "");
}

static void
test_not_in_code (void)
{
  assert_found ("`@ada` @bob", "7+4=bob");
  assert_found ("``a ` @ada`` @bob", "13+4=bob");
  assert_found ("```\n@ada\n```\n@bob", "13+4=bob");
  assert_found ("` @ada", "2+4=ada");
  assert_found ("`` @ada `", "3+4=ada");
  assert_found ("`a` @ada `b` @bob ```", "4+4=ada 13+4=bob");
}

/* Texts that are made to take long. */
static void
test_bounds (void)
{
  static const char *units[] = { "@", "@a.b.c.d.e ", "@ada ", "`", "` `` ", "@a", "@.", "://@",
                                 "@\xcc\x81", "@ada@", "@小" };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GString) found = g_string_new (NULL);
    Search              search = { .found = found };

    while (text->len < PARLOR_TEXT_MAX_BYTES)
      g_string_append (text, units[i]);
    search.text = text->str;
    g_assert_cmpuint (parlor_mentions_find (text->str, is_member, &search), <=,
                      PARLOR_MENTIONS_MAX);
    g_assert_cmpuint (search.n_asked, <=, PARLOR_MENTIONS_MAX * 4);
  }
}

static gboolean
nobody (const char *name,
        gsize       start,
        gsize       length,
        gpointer    user_data)
{
  return FALSE;
}

/* Thousands of marks on one letter are no name, and take no time. */
static void
test_many_marks (void)
{
  g_autoptr (GString) text = g_string_new ("@a");
  gint64              least_us = G_MAXINT64;

  while (text->len < PARLOR_TEXT_MAX_BYTES / 2)
    g_string_append_unichar (text, 0x301); /* above, which comes after those below */
  while (text->len < PARLOR_TEXT_MAX_BYTES - 2)
    g_string_append_unichar (text, 0x323);

  for (guint i = 0; i < 3; i++) {
    gint64 begin_us = parlor_test_computed_us ();

    g_assert_cmpuint (parlor_mentions_find (text->str, nobody, NULL), ==, 0);
    least_us = MIN (least_us, parlor_test_computed_us () - begin_us);
  }
  g_assert_cmpint (least_us, <, 25000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mentions/found", test_found);
  g_test_add_func ("/mentions/longest", test_longest);
  g_test_add_func ("/mentions/scripts", test_scripts);
  g_test_add_func ("/mentions/not-in-words", test_not_in_words);
  g_test_add_func ("/mentions/not-in-code", test_not_in_code);
  g_test_add_func ("/mentions/bounds", test_bounds);
  g_test_add_func ("/mentions/many-marks", test_many_marks);

  return g_test_run ();
}
