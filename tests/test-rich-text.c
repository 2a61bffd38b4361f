/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-limits.h"
#include "parlor-rich-text.h"
#include "parlor-test-clock.h"

#include <string.h>

static gboolean
is_known (ParlorSpanKind kind,
          const char    *name,
          gpointer       user_data)
{
  static const char *people[] = { "ada", "bob_b", "all", NULL };
  static const char *channels[] = { "garden", "off-topic", NULL };

  g_autofree char *folded = g_ascii_strdown (name, -1);

  return g_strv_contains (kind == PARLOR_SPAN_MENTION ? people : channels, folded);
}

static void
describe_span (GString              *all,
               const ParlorRichText *rich,
               const ParlorSpan     *span)
{
  static const char *kinds[] = { "", "L", "@", "#" };
  static const char  styles[] = "BISC";
  GString           *mark = g_string_new (kinds[span->kind]);

  for (guint i = 0; styles[i] != '\0'; i++) {
    if (span->style & (1 << i))
      g_string_append_c (mark, styles[i]);
  }
  if (span->kind == PARLOR_SPAN_LINK && *span->prefix != '\0')
    g_string_append_printf (mark, "(%s)", span->prefix);

  g_string_append_printf (all, mark->len > 0 ? "%s{%.*s}" : "%s%.*s", mark->str, (int) span->length,
                          parlor_rich_text_get_text (rich) + span->start);
  g_string_free (mark, TRUE);
}

/* All blocks, with a "|" between them: quotes as "> …", code as "<language> …",
 * spans as "B{…}", "I{…}", "S{…}", "C{…}", "L{…}", "@{…}", "#{…}". */
static char *
describe (const ParlorRichText *rich)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < parlor_rich_text_get_n_blocks (rich); i++) {
    const ParlorBlock *block = parlor_rich_text_get_block (rich, i);

    if (i > 0)
      g_string_append_c (all, '|');
    for (guint depth = 0; depth < block->depth; depth++)
      g_string_append_c (all, '>');
    if (block->kind == PARLOR_BLOCK_CODE)
      g_string_append_printf (all, "<%.*s>", (int) block->language_length,
                              parlor_rich_text_get_text (rich) + block->language);
    for (guint j = 0; j < block->n_spans; j++)
      describe_span (all, rich, parlor_rich_text_get_span (rich, block->first_span + j));
  }

  return g_string_free (all, FALSE);
}

static void
assert_is (const char *text,
           const char *expected)
{
  g_autoptr (ParlorRichText) rich = parlor_rich_text_new (text, is_known, NULL);
  g_autofree char           *found = describe (rich);

  g_test_message ("%s", text);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_styles (void)
{
  assert_is ("", "");
  assert_is ("Hello", "Hello");
  assert_is ("*bold*", "B{bold}");
  assert_is ("a _b c_, ~d~!", "a I{b c}, S{d}!");
  assert_is ("(*a*) \"_b_\" «~c~»", "(B{a}) \"I{b}\" «S{c}»");
  assert_is ("*a _b ~c~ d_ e*", "B{a }BI{b }BIS{c}BI{ d}B{ e}");
  assert_is ("_*both*_", "BI{both}");
  assert_is ("*one* *two*", "B{one} B{two}");
  assert_is ("*ünï çödé*", "B{ünï çödé}");
  assert_is ("これは*太字*です", "これはB{太字}です");
  assert_is ("*مرحبا* _שלום_", "B{مرحبا} I{שלום}");
  assert_is ("*😀*", "B{😀}");
  assert_is ("*a*\n_b_", "B{a}\nI{b}");
  assert_is ("x *a *b*", "x *a B{b}");
}

static void
test_text (void)
{
  static const char *texts[] = {
    "snake_case_name",
    "2*3*4",
    "my_file_name_here.c and _this",
    "__init__ **kwargs ~~x~~ ***",
    "a * b * c",
    "*a\nb*",
    "* item\n* other",
    "*",
    "**",
    "_ _",
    "*a",
    "a*",
    "*a *",
    "* a*",
    "/usr/*/lib/*/x",
    "int *p, *q;",
    "f(*args, **kwargs)",
    "*.c and *.h",
    "*/5 * * * *",
    "-_- ... -_-",
    "*_* ^_^ >_< T_T",
    "~/a and ~/b",
    "`a",
    "``a`",
    "````a````",
    "``",
    "a`\n`b",
    "<b>bold</b> &amp; </span>",
    ">_<",
    ">:(",
    "->",
    "a > b",
    "```",
    "```c\nint a;",
    "```c d\na\n```e",
    "```\n```",
    "> ",
    "javascript:alert(1) file:///etc/passwd xhttp://a.b https:// www.",
    "@nobody #nothing a@ada",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_is (texts[i], texts[i]);
}

static void
test_code (void)
{
  assert_is ("`a`", "C{a}");
  assert_is ("say `*a* <b> @ada`!", "say C{*a* <b> @ada}!");
  assert_is ("``a ` b`` ```c```", "C{a ` b} C{c}");
  assert_is ("*a `b* c` d*", "B{a }BC{b* c}B{ d}");
  assert_is ("` a", "` a");
  assert_is ("```\na *b*\n\n> c\n```", "<>a *b*\n\n> c");
  assert_is ("Look:\n```python\nx = 1\n```\n*done*", "Look:|<python>x = 1|B{done}");
  assert_is ("```c++ \na\n``` \n```\nb\n```", "<c++>a|<>b");
  assert_is ("```\na\n```b\n```", "<>a\n```b");
  assert_is ("```\n\n```", "```\n\n```");
  assert_is ("```\n\na\n\n```", "<>\na\n");
}

static void
test_quotes (void)
{
  assert_is ("> a", ">a");
  assert_is ("> a\n> *b*\nc", ">a\nB{b}|c");
  assert_is ("> a\n\n\nb\n\n", ">a|b");
  assert_is (">> a\n> b\n> > c", ">>a|>b|>>c");
  assert_is ("> > > > > a", ">>>> > a");
  assert_is ("> a\n>\n> b", ">a\n\nb");
  assert_is ("a\n\nb", "a\n\nb");
  assert_is ("> ```sh\n> ls *\n> ```\n> ok", "><sh>ls *|>ok");
  assert_is ("> ```\n> a\n```", ">```\na|```");
  assert_is ("> *a\n> b*", ">*a\nb*");
}

static void
test_links (void)
{
  assert_is ("see https://example.org/a_b_c.", "see L{https://example.org/a_b_c}.");
  assert_is ("HTTP://A.B (http://a.b/c) http://a.b/c_(d)",
             "L{HTTP://A.B} (L{http://a.b/c}) L{http://a.b/c_(d)}");
  assert_is ("www.a.b mailto:a@b.c parlor://h/#x", "L(https://){www.a.b} L{mailto:a@b.c} "
                                                   "L{parlor://h/#x}");
  assert_is ("*https://a.b/_x/* _www.a.b_", "LB{https://a.b/_x/} LI(https://){www.a.b}");
  assert_is ("http://a<b>c http://a\"b", "L{http://a}<b>c L{http://a}\"b");
  assert_is ("`http://a.b`", "C{http://a.b}");
  assert_is ("grün: http://grün.de/日本 ok", "grün: L{http://grün.de/日本} ok");
  assert_is ("http://a.b/@ada http://a.b/#garden", "L{http://a.b/@ada} L{http://a.b/#garden}");
  assert_is ("http://a)))", "L{http://a})))");
}

static void
test_names (void)
{
  assert_is ("@Ada, @bob_b: *@all*", "@{@Ada}, @{@bob_b}: @B{@all}");
  assert_is ("see #garden and #Off-Topic!", "see #{#garden} and #{#Off-Topic}!");
  assert_is ("#1 a#garden ##garden", "#1 a#garden ##garden");
  assert_is ("`@ada` #garden.", "C{@ada} #{#garden}.");
  assert_is ("> @ada\n```\n@ada #garden\n```", ">@{@ada}|<>@ada #garden");
}

/* Nobody asks for names: there are none. */
static void
test_no_names (void)
{
  g_autoptr (ParlorRichText) rich = parlor_rich_text_new ("*@ada*", NULL, NULL);
  g_autofree char           *found = describe (rich);

  g_assert_cmpstr (found, ==, "B{@ada}");
}

static void
test_plain (void)
{
  g_autoptr (ParlorRichText) rich =
    parlor_rich_text_new ("> *a*\n\n`b`\n```c\nd\ne\n```", NULL, NULL);
  g_autofree char *plain = parlor_rich_text_dup_plain (rich);

  g_assert_cmpstr (plain, ==, "a\nb\nd\ne");
}

static void
assert_summary (const char *text,
                guint       max_chars,
                const char *expected)
{
  g_autofree char *line = parlor_rich_text_summarize (text, max_chars);

  g_assert_cmpstr (line, ==, expected);
}

static void
test_summary (void)
{
  assert_summary ("", 20, "");
  assert_summary ("*Hello*,  _you_\n\tthere", 40, "Hello, you there");
  assert_summary ("> Shall we?\nYes", 20, "Yes");
  assert_summary ("> Shall we?", 20, "Shall we?");
  assert_summary ("Try:\n```c\nint a;\nint b;\n```\nok?", 40, "Try: int a; ok?");
  assert_summary ("ääää", 2, "ää");
  assert_summary ("`a`", 0, "");
}

static void
assert_shortened (const char *text,
                  guint       max_chars,
                  guint       max_lines,
                  const char *expected)
{
  g_autoptr (ParlorRichText) rich = parlor_rich_text_new (text, is_known, NULL);
  g_autofree char           *whole = describe (rich);
  const gboolean             is_cut = parlor_rich_text_shorten (rich, max_chars, max_lines);
  g_autofree char           *rest = describe (rich);

  g_test_message ("%s", text);
  g_assert_cmpstr (rest, ==, expected);
  g_assert_true (is_cut == !g_str_equal (whole, rest));
}

static void
test_shorten (void)
{
  assert_shortened ("one *two* three", 15, 9, "one B{two} three");
  assert_shortened ("one *two* three", 11, 9, "one B{two}");
  assert_shortened ("one two three", 9, 9, "one two");
  assert_shortened ("one two three", 7, 9, "one two");
  assert_shortened ("one two three", 6, 9, "one");
  assert_shortened ("äöüäöü", 3, 9, "äöü");
  assert_shortened ("one\rtwo\rthree", 99, 2, "one\rtwo");
  assert_shortened ("one\u2028two\u2029three", 99, 2, "one\u2028two");
  assert_shortened ("see https://example.org/long", 10, 9, "see ");
  assert_shortened ("https://example.org/long", 10, 9, "https://ex");
  assert_shortened ("hi @bob_b", 6, 9, "hi ");
  assert_shortened ("a\nb\nc", 99, 2, "a\nb");
  assert_shortened ("a\nb\nc", 99, 3, "a\nb\nc");
  assert_shortened ("> a\nb\n> c", 99, 2, ">a|b");
  assert_shortened ("a\n```\nb\nc\n```", 99, 3, "a");
  assert_shortened ("a\n```\nb\nc\n```", 99, 4, "a|<>b");
  assert_shortened ("", 0, 0, "");
}

static void
test_size (void)
{
  g_autoptr (ParlorRichText) rich = parlor_rich_text_new ("> ä\n*b*\nc\n```\nd\n```", NULL, NULL);

  g_assert_cmpuint (parlor_rich_text_count_chars (rich), ==, 5);
  g_assert_cmpuint (parlor_rich_text_count_lines (rich), ==, 6);
}

/* Texts that are made to take long: there is an end to all that is made of them,
 * and nobody notices how long it takes. */
static void
test_hostile (void)
{
  static const char *units[] = {
    "*", "_", "~", "`", "``", "```", "` `` ", "*_~", "*a ", "_a* ", "*a* ", "*a_b~c ", "~c_ b*a ",
    ">", "> ", ">\n", "> a\n>> a\n", "> a\nb\n", "```\n", "```c\n", "> ```c\n```c\n",
    "```\na\n```\n", "\n", " ", "a\n", "http://a)", "http://", "(((www.a", "https://.....",
    "www.a ", "mailto:a@b.c ", "@ada ", "@", "#garden ", "#", "@ada#garden*a*", "\xcc\x81",
    "*\xcc\x81", "\u202e", "<b>", "&amp;", "`a` ", "*`_`*", "#\n", "@a.b.c.d.e "
  };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autoptr (GString)        text = g_string_new (NULL);
    g_autoptr (ParlorRichText) rich = NULL;
    g_autofree char           *line = NULL;
    const gint64               began_us = parlor_test_computed_us ();
    guint                      n_links = 0;
    guint                      n_styled = 0;

    while (text->len + strlen (units[i]) <= PARLOR_TEXT_MAX_BYTES)
      g_string_append (text, units[i]);
    rich = parlor_rich_text_new (text->str, is_known, NULL);
    line = parlor_rich_text_summarize (text->str, 100);

    g_assert_cmpuint (parlor_rich_text_get_n_blocks (rich), <=, PARLOR_RICH_TEXT_MAX_BLOCKS);
    for (guint b = 0; b < parlor_rich_text_get_n_blocks (rich); b++) {
      const ParlorBlock *block = parlor_rich_text_get_block (rich, b);

      for (guint s = 0; s < block->n_spans; s++) {
        const ParlorSpan *span = parlor_rich_text_get_span (rich, block->first_span + s);

        n_links += span->kind == PARLOR_SPAN_LINK;
        n_styled += span->style != 0;
      }
    }
    g_assert_cmpuint (n_links, <=, PARLOR_RICH_TEXT_MAX_LINKS);
    g_assert_cmpuint (n_styled, <=, PARLOR_RICH_TEXT_MAX_SPANS);
    g_test_message ("%s: %d us", units[i], (int) (parlor_test_computed_us () - began_us));
    g_assert_cmpint (parlor_test_computed_us () - began_us, <, 500 * 1000);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rich-text/styles", test_styles);
  g_test_add_func ("/rich-text/text", test_text);
  g_test_add_func ("/rich-text/code", test_code);
  g_test_add_func ("/rich-text/quotes", test_quotes);
  g_test_add_func ("/rich-text/links", test_links);
  g_test_add_func ("/rich-text/names", test_names);
  g_test_add_func ("/rich-text/no-names", test_no_names);
  g_test_add_func ("/rich-text/plain", test_plain);
  g_test_add_func ("/rich-text/summary", test_summary);
  g_test_add_func ("/rich-text/shorten", test_shorten);
  g_test_add_func ("/rich-text/size", test_size);
  g_test_add_func ("/rich-text/hostile", test_hostile);

  return g_test_run ();
}
