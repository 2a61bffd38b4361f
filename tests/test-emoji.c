/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-emoji.h"

#include "parlor-limits.h"

static void
test_whole (void)
{
  static const char *emoji[] = {
    "👍",
    "👍🏽",
    "🎉",
    "❤️",
    "☺️",
    "©️",
    "™️",
    "⌚",
    "↔️",
    "㊗️",
    "🅰️",
    "🈚",
    "🃏",
    "🕵️",
    "1️⃣",
    "#️⃣",
    "*️⃣",
    "🇪🇺",
    "🇺🇳",
    "👩‍👩‍👧‍👦",
    "👨🏿‍🚀",
    "🏳️‍🌈",
    "🏴‍☠️",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "🧑🏻‍❤️‍💋‍🧑🏿",
    "👁️‍🗨️",
    "❤️‍🔥",
    "🕵🏽‍♂️",
    "⛹🏾‍♀️",
    "✌🏼",
    "🫡",
    "🐻‍❄️",
    "🧑‍🦰",
  };

  for (guint i = 0; i < G_N_ELEMENTS (emoji); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char   *prepared = parlor_emoji_prepare (emoji[i], &error);

    g_test_message ("%s", emoji[i]);
    g_assert_no_error (error);
    g_assert_cmpstr (prepared, ==, emoji[i]);
    g_assert_cmpuint (strlen (prepared), <=, PARLOR_EMOJI_MAX_BYTES);
  }
}

/* What looks the same is the same. */
static void
test_brought_into_form (void)
{
  static const char *const pairs[][2] = {
    { "\xe2\x9d\xa4", "❤️" },
    { "\xf0\x9f\x91\x8d\xef\xb8\x8f", "👍" },
    { "1\xe2\x83\xa3", "1️⃣" },
    { "\xf0\x9f\x8f\xb3\xe2\x80\x8d\xf0\x9f\x8c\x88", "🏳️‍🌈" },
    { "\xf0\x9f\x8f\xb4\xe2\x80\x8d\xe2\x98\xa0", "🏴‍☠️" },
    { "\xf0\x9f\x91\x81\xe2\x80\x8d\xf0\x9f\x97\xa8", "👁️‍🗨️" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *prepared = parlor_emoji_prepare (pairs[i][0], NULL);

    g_assert_cmpstr (prepared, ==, pairs[i][1]);
  }
}

static void
test_refused (void)
{
  static const char *texts[] = {
    "",
    " ",
    "a",
    "ok",
    ":+1:",
    "1",
    "#",
    "12",
    "1️",
    "👍👍",
    "👍 ",
    " 👍",
    "👍a",
    "a👍",
    "❤️❤️",
    "🏽",
    "🍕🏽",
    "👍🏽🏽",
    "👍\xef\xb8\x8e", /* as text */
    "👍\xef\xb8\x8f\xef\xb8\x8f",
    "\xef\xb8\x8f",
    "\xe2\x80\x8d",
    "👩\xe2\x80\x8d",
    "\xe2\x80\x8d👩",
    "👩‍👩‍👧‍👦‍👦",
    "🇪",
    "🇪🇺🇺",
    "🇪🇺🇺🇳",
    "🇪a",
    "🏴\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2",
    "👍\xf3\xa0\x81\xa7\xf3\xa0\x81\xbf",
    "é",
    "字",
    "e\xcc\x81",
    "★",
    "→",
    "<",
    "\xe2\x80\xae",
    "\xff",
    "\xf0\x9f\x91",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char   *prepared = parlor_emoji_prepare (texts[i], &error);
    g_autofree char   *shown = g_strescape (texts[i], NULL);

    g_test_message ("%s", shown);
    g_assert_null (prepared);
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  }
}

/* Tags without an end stop at what an emoji may take. */
static void
test_too_long (void)
{
  g_autoptr (GString) flag = g_string_new ("🏴");

  for (guint i = 0; i < 20; i++)
    g_string_append (flag, "\xf3\xa0\x81\xa7");
  g_string_append (flag, "\xf3\xa0\x81\xbf");

  g_assert_null (parlor_emoji_prepare (flag->str, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/emoji/whole", test_whole);
  g_test_add_func ("/emoji/brought-into-form", test_brought_into_form);
  g_test_add_func ("/emoji/refused", test_refused);
  g_test_add_func ("/emoji/too-long", test_too_long);

  return g_test_run ();
}
