/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-emoji.h"

static const struct
{
  const char *name;
  const char *text;
  guint       n_emoji;
} cases[] = {
  { "empty", "", 0 },
  { "space", "  \n", 0 },
  { "face", "😀", 1 },
  { "three", "😀😎🎉", 3 },
  { "apart", " 😀  🎉\n🚀 ", 3 },
  { "family", "👨‍👩‍👧‍👦", 1 },
  { "couple", "👩‍❤️‍💋‍👨", 1 },
  { "couple-without-selector", "👩‍❤‍👨", 1 },
  { "skin-tone", "👍🏽", 1 },
  { "skin-tone-on-plain", "☝🏿", 1 },
  { "skin-tones-joined", "🫱🏻‍🫲🏿", 1 },
  { "profession", "🧑🏾‍🚀", 1 },
  { "runner-in-direction", "🏃🏻‍♀️‍➡️", 1 },
  { "flag", "🇩🇪", 1 },
  { "flags", "🇩🇪🇫🇷🇯🇵", 3 },
  { "flag-of-region", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", 1 },
  { "flag-of-rainbow", "🏳️‍🌈", 1 },
  { "half-a-flag", "🇩", 0 },
  { "one-and-a-half-flags", "🇩🇪🇫", 0 },
  { "keycap", "1️⃣", 1 },
  { "keycap-without-selector", "#⃣", 1 },
  { "heart", "❤️", 1 },
  { "heart-as-text", "❤", 0 },
  { "copyright", "©", 0 },
  { "copyright-as-emoji", "©️", 1 },
  { "digits", "123", 0 },
  { "star", "⭐", 1 },
  { "text", "Hello", 0 },
  { "text-behind", "😀 ok", 0 },
  { "text-before", "ok 😀", 0 },
  { "joiner-at-end", "😀‍", 0 },
  { "joiner-and-text", "😀‍a", 0 },
  { "selector-alone", "️", 0 },
  { "arabic", "مرحبا", 0 },
  { "han", "漢字", 0 },
};

static void
test_count (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);

  g_assert_cmpuint (parlor_emoji_count (cases[i].text), ==, cases[i].n_emoji);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/emoji/count/", cases[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_count);
  }

  return g_test_run ();
}
