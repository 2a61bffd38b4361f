/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Colours, widths and lines of a terminal. */

#include "parlor-cli-columns.h"
#include "parlor-cli-text.h"
#include "parlor-cli-width.h"

#include <math.h>
#include <string.h>

static const char *const variables[] = { "TERM", "COLORTERM", "NO_COLOR", "CLICOLOR",
                                         "CLICOLOR_FORCE", "VTE_VERSION", "TERM_PROGRAM",
                                         "KONSOLE_VERSION", "XTERM_VERSION", NULL };

static void
forget_environment (void)
{
  for (guint i = 0; variables[i] != NULL; i++)
    g_unsetenv (variables[i]);
}

/* What does not go to a terminal has no colours unless it is forced to. */
static void
test_detect (void)
{
  forget_environment ();
  g_assert_cmpuint (parlor_cli_style_detect (PARLOR_CLI_WHEN_AUTO, -1).n_colors, ==, 0);
  g_assert_cmpuint (parlor_cli_style_detect (PARLOR_CLI_WHEN_AUTO, -1).width_columns, ==, 0);
  g_assert_cmpuint (parlor_cli_style_detect (PARLOR_CLI_WHEN_ALWAYS, -1).n_colors, ==, 8);

  g_setenv ("TERM", "xterm-256color", TRUE);
  g_assert_cmpuint (parlor_cli_style_detect (PARLOR_CLI_WHEN_ALWAYS, -1).n_colors, ==, 256);
  g_assert_cmpuint (parlor_cli_style_detect (PARLOR_CLI_WHEN_NEVER, -1).n_colors, ==, 0);
  g_setenv ("CLICOLOR_FORCE", "1", TRUE);
  g_assert_cmpuint (parlor_cli_style_detect (PARLOR_CLI_WHEN_AUTO, -1).n_colors, ==, 256);
  g_setenv ("NO_COLOR", "1", TRUE);
  g_assert_cmpuint (parlor_cli_style_detect (PARLOR_CLI_WHEN_AUTO, -1).n_colors, ==, 0);
  g_assert_cmpuint (parlor_cli_style_detect (PARLOR_CLI_WHEN_ALWAYS, -1).n_colors, ==, 256);
  g_setenv ("NO_COLOR", "", TRUE); /* counts only if it says something */
  g_assert_cmpuint (parlor_cli_style_detect (PARLOR_CLI_WHEN_AUTO, -1).n_colors, ==, 256);
  g_setenv ("TERM", "xterm", TRUE);
  g_assert_cmpuint (parlor_cli_style_detect (PARLOR_CLI_WHEN_AUTO, -1).n_colors, ==, 16);
  g_setenv ("CLICOLOR_FORCE", "0", TRUE);
  g_assert_cmpuint (parlor_cli_style_detect (PARLOR_CLI_WHEN_AUTO, -1).n_colors, ==, 0);
  forget_environment ();
}

/* Relative luminance, as WCAG 2.1 has it. */
static double
linearize (guint value)
{
  const double part = value / 255.0;

  return part <= 0.03928 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4);
}

/* Everybody's name can be read, on black as well as on white. */
static void
test_name_colors (void)
{
  static const guint levels[] = { 0, 95, 135, 175, 215, 255 };
  guint              n_colors = 0;
  guint              color;

  while ((color = parlor_cli_get_name_color (n_colors)) > 0) {
    const guint  in_cube = color - 16;
    const double luminance = 0.2126 * linearize (levels[in_cube / 36]) +
                             0.7152 * linearize (levels[in_cube / 6 % 6]) +
                             0.0722 * linearize (levels[in_cube % 6]);

    g_assert_cmpfloat ((luminance + 0.05) / 0.05, >, 3.7);
    g_assert_cmpfloat (1.05 / (luminance + 0.05), >, 3.7);
    n_colors++;
  }

  g_assert_cmpuint (n_colors, >=, 12);
  g_assert_cmpuint (parlor_cli_ink_of_name ("ada"), ==, parlor_cli_ink_of_name ("ada"));
}

static void
test_width (void)
{
  g_assert_cmpuint (parlor_cli_count_columns (""), ==, 0);
  g_assert_cmpuint (parlor_cli_count_columns ("Grüße"), ==, 5);
  g_assert_cmpuint (parlor_cli_count_columns ("u\xcc\x88"), ==, 1); /* u and a diaeresis */
  g_assert_cmpuint (parlor_cli_count_columns ("你好"), ==, 4);
  g_assert_cmpuint (parlor_cli_count_columns ("👩‍👩‍👧"), ==, 2);
  g_assert_cmpuint (parlor_cli_count_columns ("👍🏽"), ==, 2);
  g_assert_cmpuint (parlor_cli_count_columns ("❤️"), ==, 2);
  g_assert_cmpuint (parlor_cli_count_columns ("🇩🇪🇫🇷"), ==, 4);
}

static void
assert_shortened (const char *text,
                  guint       max_columns,
                  const char *expected)
{
  g_autofree char *shortened = parlor_cli_shorten (text, max_columns);

  g_assert_cmpstr (shortened, ==, expected);
  g_assert_cmpuint (parlor_cli_count_columns (shortened), <=, max_columns);
}

static void
test_shorten (void)
{
  assert_shortened ("door", 4, "door");
  assert_shortened ("doors", 4, "doo…");
  assert_shortened ("你好吗", 5, "你好…");
  assert_shortened ("你好吗", 4, "你…");
  assert_shortened ("你", 1, "…");
}

static void
assert_wrapped (const char *text,
                guint       width_columns,
                const char *expected)
{
  const ParlorCliStyle      style = { .width_columns = width_columns };
  g_autoptr (ParlorCliText) line = parlor_cli_text_new ();
  g_autofree char          *wrapped = NULL;
  g_auto (GStrv)            lines = NULL;

  parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, text);
  wrapped = parlor_cli_text_render (line, &style, 2);
  g_assert_cmpstr (wrapped, ==, expected);

  lines = g_strsplit (wrapped, "\n", -1);
  for (guint i = 0; width_columns > 0 && lines[i] != NULL; i++)
    g_assert_cmpuint (parlor_cli_count_columns (lines[i]), <=, width_columns);
}

static void
test_wrap (void)
{
  assert_wrapped ("", 20, "");
  assert_wrapped ("as long as one likes", 0, "as long as one likes");
  assert_wrapped ("one two three four five", 14, "one two three\n  four five");
  assert_wrapped ("one two three   four", 14, "one two three\n  four");
  assert_wrapped ("wwwwwwwwwwwwwwwwwwww", 14, "wwwwwwwwwwwwww\n  wwwwww");
  assert_wrapped ("a wwwwwwwwwwwwwwwwww", 14, "a\n  wwwwwwwwwwww\n  wwwwww");
  assert_wrapped ("one\n\ntwo", 14, "one\n  \n  two");
  assert_wrapped ("一二三四五六七八九", 15, "一二三四五六七\n  八九");
  assert_wrapped ("一二三四五六七。八九", 15, "一二三四五六\n  七。八九");
  assert_wrapped (
    "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧",
    13,
    "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧\n  👩‍👩‍👧");
}

/* Text that is meant to make it slow does not. */
static void
test_long (void)
{
  const ParlorCliStyle      style = { .n_colors = 256, .width_columns = 40 };
  g_autoptr (ParlorCliText) line = parlor_cli_text_new ();
  g_autofree char          *accents = g_strnfill (32768, '\xcc');
  g_autofree char          *wrapped = NULL;

  for (gsize i = 1; i < 32768; i += 2)
    accents[i] = '\x88';
  parlor_cli_text_append (line, PARLOR_CLI_INK_BOLD, accents);
  for (guint i = 0; i < 16384; i++)
    parlor_cli_text_append (line, i % 2 == 0 ? PARLOR_CLI_INK_BOLD : PARLOR_CLI_INK_PLAIN, "x");
  wrapped = parlor_cli_text_render (line, &style, 8);

  g_assert_cmpuint (strlen (wrapped), <, 1024 * 1024);
}

static char *
render_link (const char *uri)
{
  const ParlorCliStyle      style = { .n_colors = 256, .has_links = TRUE };
  g_autoptr (ParlorCliText) line = parlor_cli_text_new ();

  parlor_cli_text_append_link (line, PARLOR_CLI_INK_PLAIN, "here", uri);

  return parlor_cli_text_render (line, &style, 0);
}

/* Only what can do no harm stands in an order of the terminal. */
static void
test_links (void)
{
  g_autofree char *good = render_link ("https://example.org/?a=b");
  g_autofree char *escape = render_link ("https://example.org/\033\\");
  g_autofree char *scheme = render_link ("file:///etc/passwd");
  g_autofree char *script = render_link ("https://bücher.example/");

  g_assert_cmpstr (good, ==, "\033]8;;https://example.org/?a=b\033\\here\033]8;;\033\\");
  g_assert_cmpstr (escape, ==, "here");
  g_assert_cmpstr (scheme, ==, "here");
  g_assert_cmpstr (script, ==, "here");
}

static void
test_margin (void)
{
  const ParlorCliStyle      style = { .width_columns = 16 };
  g_autoptr (ParlorCliText) line = parlor_cli_text_new ();
  g_autofree char          *wrapped = NULL;

  parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, "Ada:\n");
  parlor_cli_text_set_margin (line, 1);
  parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, "one two three\n");
  parlor_cli_text_set_margin (line, 0);
  parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, "four");
  wrapped = parlor_cli_text_render (line, &style, 2);

  g_assert_cmpstr (wrapped, ==, "Ada:\n  │ one two\n  │ three\n  four");
}

static void
add_line (ParlorCommandOutcome *outcome,
          const char           *line,
          const char           *cells)
{
  g_ptr_array_add (outcome->lines, g_strdup (line));
  g_ptr_array_add (outcome->cells, cells != NULL ? g_strsplit (cells, "|", -1) : NULL);
}

static void
assert_aligned (const ParlorCommandOutcome *outcome,
                guint                       width_columns,
                const char                 *expected)
{
  const ParlorCliStyle  style = { .width_columns = width_columns };
  g_autoptr (GPtrArray) lines = parlor_cli_align_lines (&style, outcome);
  g_autofree char      *joined = NULL;

  g_ptr_array_add (lines, NULL);
  joined = g_strjoinv ("\n", (char **) lines->pdata);
  g_assert_cmpstr (joined, ==, expected);
}

/* What belongs together stands below one another, and what has no room below that. */
static void
test_columns (void)
{
  ParlorCommandOutcome *outcome = g_new0 (ParlorCommandOutcome, 1);

  outcome->lines = g_ptr_array_new_with_free_func (g_free);
  outcome->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  add_line (outcome, "@ada  Ada  online", "@ada|Ada|online");
  add_line (outcome, "@你  Somebody  away", "@你|Somebody|away");
  add_line (outcome, "@ghost  \033[31m", "@ghost|\033[31m|");
  add_line (outcome, "That is\nall", NULL);
  add_line (outcome, "/a  one two three", "/a|one two three");
  add_line (outcome, "/aaaaaaaaaaaaaaaaaaaaaa  four", "/aaaaaaaaaaaaaaaaaaaaaa|four");

  assert_aligned (outcome, 0,
                  "@ada  Ada  online\n@你  Somebody  away\n@ghost  �[31m\nThat is\n        all\n"
                  "/a  one two three\n/aaaaaaaaaaaaaaaaaaaaaa  four");
  assert_aligned (outcome, 40,
                  "@ada    Ada       online\n@你     Somebody  away\n@ghost  �[31m\n"
                  "That is\nall\n/a  one two three\n/aaaaaaaaaaaaaaaaaaaaaa\n      four");
  parlor_command_outcome_free (outcome);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli-text/detect", test_detect);
  g_test_add_func ("/cli-text/name-colors", test_name_colors);
  g_test_add_func ("/cli-text/width", test_width);
  g_test_add_func ("/cli-text/shorten", test_shorten);
  g_test_add_func ("/cli-text/wrap", test_wrap);
  g_test_add_func ("/cli-text/long", test_long);
  g_test_add_func ("/cli-text/links", test_links);
  g_test_add_func ("/cli-text/margin", test_margin);
  g_test_add_func ("/cli-text/columns", test_columns);

  return g_test_run ();
}
