/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-markup.h"

#include <pango/pango.h>

static const struct
{
  const char *name;
  const char *text;
  const char *markup;
} cases[] = {
  { "empty", "", "" },
  { "plain", "Hello", "Hello" },
  { "tags", "<b>Hi</b> & bye", "&lt;b&gt;Hi&lt;/b&gt; &amp; bye" },
  { "link",
    "see https://example.org",
    "see <a href=\"https://example.org\">https://example.org</a>" },
  { "link-in-capitals",
    "HTTP://EXAMPLE.ORG",
    "<a href=\"HTTP://EXAMPLE.ORG\">HTTP://EXAMPLE.ORG</a>" },
  { "www", "www.example.org", "<a href=\"https://www.example.org\">www.example.org</a>" },
  { "mail", "mailto:a@b.c", "<a href=\"mailto:a@b.c\">mailto:a@b.c</a>" },
  { "parlor", "parlor://host/#x", "<a href=\"parlor://host/#x\">parlor://host/#x</a>" },
  { "full-stop", "http://a.b.", "<a href=\"http://a.b\">http://a.b</a>." },
  { "in-brackets", "(http://a.b/c)", "(<a href=\"http://a.b/c\">http://a.b/c</a>)" },
  { "with-brackets", "http://a.b/c_(d)", "<a href=\"http://a.b/c_(d)\">http://a.b/c_(d)</a>" },
  { "query",
    "http://a.b/?c=1&d=2",
    "<a href=\"http://a.b/?c=1&amp;d=2\">http://a.b/?c=1&amp;d=2</a>" },
  { "quote",
    "http://a.b/\"onclick=\"x",
    "<a href=\"http://a.b/\">http://a.b/</a>&quot;onclick=&quot;x" },
  { "apostrophe", "http://a.b/'x", "<a href=\"http://a.b/&apos;x\">http://a.b/&apos;x</a>" },
  { "tag-in-link", "http://a<b>c", "<a href=\"http://a\">http://a</a>&lt;b&gt;c" },
  { "written-link",
    "<a href=\"http://a.b\">ok</a>",
    "&lt;a href=&quot;<a href=\"http://a.b\">http://a.b</a>&quot;&gt;ok&lt;/a&gt;" },
  { "scheme-alone", "https:// is safe", "https:// is safe" },
  { "within-a-word", "xhttp://a.b", "xhttp://a.b" },
  { "other-scheme",
    "javascript:alert(1) file:///etc/passwd",
    "javascript:alert(1) file:///etc/passwd" },
  { "two",
    "http://a http://b",
    "<a href=\"http://a\">http://a</a> <a href=\"http://b\">http://b</a>" },
  { "unicode",
    "grün: http://grün.de/日本 ok",
    "grün: <a href=\"http://grün.de/日本\">http://grün.de/日本</a> ok" },
};

static void
test_markup (gconstpointer data)
{
  const guint      i = GPOINTER_TO_UINT (data);
  g_autofree char *markup = parlor_markup_from_text (cases[i].text);

  g_assert_cmpstr (markup, ==, cases[i].markup);
}

/* GtkLabel's own element: what pango_parse_markup() does not know. */
static char *
without_links (const char *markup)
{
  g_autoptr (GRegex) regex = g_regex_new ("<a href=\"[^\"<>]*\">|</a>", 0, 0, NULL);

  return g_regex_replace_literal (regex, markup, -1, 0, "", 0, NULL);
}

static char *
random_text (void)
{
  static const char *pieces[] = {
    "<", ">", "&", "\"", "'", "&amp;", "&#1;", "<b>", "</b>", "</a>", "<a href=\"x\">", "http://",
    "www.", "mailto:", "a", ".", ")", "(", "/", " ", "\n", "\t", "\001", "\033", "\177", "é", "😀",
    "\u202E", "\u2066", "<!--", "<![CDATA[", "%s", "\\"
  };
  GString *text = g_string_new (NULL);

  for (int n = g_test_rand_int_range (0, 40); n > 0; n--)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);

  return g_string_free (text, FALSE);
}

/* Whatever is written, it is read back, and never leaves its place. */
static void
test_never_markup (void)
{
  for (int i = 0; i < 20000; i++) {
    g_autofree char   *text = random_text ();
    g_autofree char   *markup = parlor_markup_from_text (text);
    g_autofree char   *bare = without_links (markup);
    g_autofree char   *read_back = NULL;
    g_autoptr (GError) error = NULL;

    pango_parse_markup (bare, -1, 0, NULL, &read_back, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (read_back, ==, text);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/markup/", cases[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_markup);
  }
  g_test_add_func ("/markup/never-markup", test_never_markup);

  return g_test_run ();
}
