/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-markup.h"

#include <pango/pango.h>

#include <string.h>

#define AS_WRITTEN "insert_hyphens=\"false\""
#define LINK(href, title, text) \
  "<a href=\"" href "\" title=\"" title "\"><span " AS_WRITTEN ">" text "</span></a>"
#define TINTED(attributes, text) "<span " attributes ">" text "</span>"
#define GRAY "background=\"#808080\" background_alpha=\"22%\""
#define BLUE "background=\"#3584e4\" background_alpha=\"30%\""
#define NAME "weight=\"bold\" underline=\"none\""

static const struct
{
  const char *name;
  const char *text;
  const char *markup;
} cases[] = {
  { "plain", "Hello", "Hello" },
  { "tags", "<b>Hi</b> & bye", "&lt;b&gt;Hi&lt;/b&gt; &amp; bye" },
  { "entities", "&amp; </span>", "&amp;amp; &lt;/span&gt;" },
  { "styles", "*a _b_* ~c~", "<b>a </b><b><i>b</i></b> <s>c</s>" },
  { "tags-in-styles", "*<i>* `</span>`",
    "<b>&lt;i&gt;</b> " TINTED ("font_family=\"monospace\" " GRAY " " AS_WRITTEN,
                                "&lt;/span&gt;") },
  { "link", "see https://example.org",
    "see " LINK ("https://example.org", "https://example.org", "https://example.org") },
  { "www", "www.example.org",
    LINK ("https://www.example.org", "https://www.example.org", "www.example.org") },
  { "mail", "mailto:a@b.c", LINK ("mailto:a@b.c", "mailto:a@b.c", "mailto:a@b.c") },
  { "query", "http://a.b/?c=1&d=2",
    LINK ("http://a.b/?c=1&amp;d=2", "http://a.b/?c=1&amp;amp;d=2", "http://a.b/?c=1&amp;d=2") },
  { "apostrophe", "http://a.b/'x",
    LINK ("http://a.b/&apos;x", "http://a.b/&amp;apos;x", "http://a.b/&apos;x") },
  { "written-link", "<a href=\"http://a.b\">ok</a>",
    "&lt;a href=&quot;" LINK ("http://a.b", "http://a.b", "http://a.b") "&quot;&gt;ok&lt;/a&gt;" },
  { "homograph", "http://еxample.org/",
    LINK (
      "http://еxample.org/", "http://еxample.org/\nxn--xample-2of.org", "http://еxample.org/") },
  { "mention", "hi @ben!", "hi <a href=\"@ben\">" TINTED (NAME, "@ben") "</a>!" },
  { "reader", "*@ada*", "<a href=\"@ada\">" TINTED (NAME " " BLUE, "<b>@ada</b>") "</a>" },
  { "channel", "in #garden.", "in <a href=\"#garden\">" TINTED (NAME, "#garden") "</a>." },
};

static gboolean
is_known (ParlorSpanKind kind,
          const char    *name,
          gpointer       user_data)
{
  if (kind == PARLOR_SPAN_CHANNEL)
    return g_str_equal (name, "garden");

  return g_str_equal (name, "ada") || g_str_equal (name, "ben");
}

static gboolean
is_reader (const char *mention,
           gpointer    user_data)
{
  return g_str_equal (mention, "@ada");
}

static char *
format (const char *text)
{
  g_autoptr (ParlorRichText) rich = parlor_rich_text_new (text, is_known, NULL);

  g_assert_cmpuint (parlor_rich_text_get_n_blocks (rich), ==, 1);

  return parlor_markup_from_block (rich, parlor_rich_text_get_block (rich, 0), is_reader, NULL);
}

static void
test_markup (gconstpointer data)
{
  const guint      i = GPOINTER_TO_UINT (data);
  g_autofree char *markup = format (cases[i].text);

  g_assert_cmpstr (markup, ==, cases[i].markup);
}

static void
test_is_needed (void)
{
  g_autoptr (ParlorRichText) plain = parlor_rich_text_new ("a <b> c_d\ne", NULL, NULL);
  g_autoptr (ParlorRichText) rich = parlor_rich_text_new ("a *b*", NULL, NULL);

  g_assert_false (parlor_markup_is_needed (plain, parlor_rich_text_get_block (plain, 0)));
  g_assert_true (parlor_markup_is_needed (rich, parlor_rich_text_get_block (rich, 0)));
}

/* Nobody is looked for: no name is a link. */
static void
test_whole_text (void)
{
  g_autofree char *markup = parlor_markup_from_text ("*@ada* <b>\n> a");

  g_assert_cmpstr (markup, ==, "<b>@ada</b> &lt;b&gt;\na");
}

/* A tooltip shows where a link leads to, be it long. */
static void
test_long_link (void)
{
  g_autoptr (GString) text = g_string_new ("https://example.org/");
  g_autofree char    *markup = NULL;
  const char         *title;

  while (text->len < 5000)
    g_string_append (text, "ü&");
  markup = format (text->str);
  title = strstr (markup, " title=\"");
  g_assert_nonnull (title);
  g_assert_nonnull (strstr (title, "…\">"));
}

/* GtkLabel's own element: what pango_parse_markup() does not know. */
static char *
without_links (const char *markup)
{
  g_autoptr (GRegex) regex =
    g_regex_new ("<a href=\"[^\"<>]*\"( title=\"[^\"<>]*\")?>|</a>", 0, 0, NULL);

  return g_regex_replace_literal (regex, markup, -1, 0, "", 0, NULL);
}

static char *
random_text (void)
{
  static const char *pieces[] = { "<",
                                  ">",
                                  "&",
                                  "\"",
                                  "'",
                                  "&amp;",
                                  "&#1;",
                                  "<b>",
                                  "</b>",
                                  "</a>",
                                  "<a href=\"x\">",
                                  "http://",
                                  "www.",
                                  "mailto:",
                                  "a",
                                  ".",
                                  ")",
                                  "(",
                                  "/",
                                  " ",
                                  "\n",
                                  "\t",
                                  "\001",
                                  "\033",
                                  "\177",
                                  "é",
                                  "😀",
                                  "\u202E",
                                  "\u2066",
                                  "<!--",
                                  "<![CDATA[",
                                  "%s",
                                  "\\",
                                  "*",
                                  "_",
                                  "~",
                                  "`",
                                  "```\n",
                                  "> ",
                                  "@ada",
                                  "#garden",
                                  "</span>",
                                  "<span>" };
  GString           *text = g_string_new (NULL);

  for (int n = g_test_rand_int_range (0, 40); n > 0; n--)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);

  return g_string_free (text, FALSE);
}

/* Whatever is written, it is read back, and never leaves its place. */
static void
test_never_markup (void)
{
  for (int i = 0; i < 20000; i++) {
    g_autofree char           *text = random_text ();
    g_autoptr (ParlorRichText) rich = parlor_rich_text_new (text, is_known, NULL);

    for (guint b = 0; b < parlor_rich_text_get_n_blocks (rich); b++) {
      const ParlorBlock *block = parlor_rich_text_get_block (rich, b);
      g_autofree char   *shown = parlor_rich_text_dup_block (rich, block);
      g_autofree char   *markup = parlor_markup_from_block (rich, block, is_reader, NULL);
      g_autofree char   *bare = without_links (markup);
      g_autofree char   *read_back = NULL;
      g_autoptr (GError) error = NULL;

      pango_parse_markup (bare, -1, 0, NULL, &read_back, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (read_back, ==, shown);
    }
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
  g_test_add_func ("/markup/is-needed", test_is_needed);
  g_test_add_func ("/markup/whole-text", test_whole_text);
  g_test_add_func ("/markup/long-link", test_long_link);
  g_test_add_func ("/markup/never-markup", test_never_markup);

  return g_test_run ();
}
