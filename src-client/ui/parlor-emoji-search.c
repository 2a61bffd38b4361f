/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Emoji by the names and keywords that GTK's own chooser has. */

#define G_LOG_DOMAIN "parlor-emoji-search"

#include "parlor-emoji-search.h"

#include <gio/gio.h>
#include <string.h>

#define DATA_PATH "/org/gtk/libgtk/emoji/en.data"
#define MIN_CHARS 2

/* Where a tone of skin could be: GTK 4.8 has a zero there, later ones the lightest. */
#define TONE_PLACE_BEFORE 0
#define TONE_PLACE 0x1f3fb

/* How GTK keeps them, by release: code points, name, keywords, group; or with the names and
 * keywords of a language beside the English ones. */
static const struct
{
  const char *type;
  guint       keywords; /* where they are */
} formats[] = {
  { "a(ausasu)", 2 },
  { "a(aussasasu)", 3 },
};

/* Returns: (transfer full) (nullable): all emoji; %NULL if this GTK keeps them otherwise */
static GVariant *
load (guint *ret_keywords)
{
  g_autoptr (GBytes) bytes =
    g_resources_lookup_data (DATA_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (guint i = 0; bytes != NULL && i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (GVariant) all = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE (formats[i].type), bytes, FALSE));

    if (g_variant_is_normal_form (all)) {
      *ret_keywords = formats[i].keywords;
      return g_steal_pointer (&all);
    }
  }

  return NULL;
}

/* Without a tone of skin. */
static char *
dup_emoji (GVariant *entry)
{
  g_autoptr (GVariant) codes = g_variant_get_child_value (entry, 0);
  GString             *emoji = g_string_new (NULL);
  gsize                n_codes;
  const guint32       *points = g_variant_get_fixed_array (codes, &n_codes, sizeof *points);

  for (gsize i = 0; i < n_codes; i++)
    if (points[i] != TONE_PLACE_BEFORE && points[i] != TONE_PLACE)
      g_string_append_unichar (emoji, points[i]);

  return g_string_free (emoji, FALSE);
}

static gboolean
fits (GVariant   *entry,
      guint       keywords,
      const char *words)
{
  g_autoptr (GVariant)    name = g_variant_get_child_value (entry, 1);
  g_autoptr (GVariant)    list = g_variant_get_child_value (entry, keywords);
  g_autofree const char **all = g_variant_get_strv (list, NULL);
  g_autofree char        *folded = g_utf8_casefold (g_variant_get_string (name, NULL), -1);

  if (strstr (folded, words) != NULL)
    return TRUE;
  for (guint i = 0; all[i] != NULL; i++)
    if (g_str_has_prefix (all[i], words))
      return TRUE;

  return FALSE;
}

/**
 * parlor_emoji_search_fill:
 * @suggestions: what is suggested for a word
 * @n_max: how many there may be
 *
 * Adds emoji, if it is one that is looked for, after those that people know by name.
 */
void
parlor_emoji_search_fill (ParlorSuggestions *suggestions,
                          guint              n_max)
{
  g_autoptr (GVariant) all = NULL;
  g_autofree char     *words = NULL;
  guint                keywords = 0;

  g_return_if_fail (suggestions != NULL);

  if (!suggestions->wants_emoji || suggestions->items->len >= n_max ||
      g_utf8_strlen (suggestions->word, -1) < MIN_CHARS)
    return;

  words = g_strdelimit (g_utf8_casefold (suggestions->word, -1), "_", ' ');
  all = load (&keywords);
  for (gsize i = 0; all != NULL && i < g_variant_n_children (all); i++) {
    g_autoptr (GVariant) entry = g_variant_get_child_value (all, i);
    g_autofree char     *name = NULL;
    g_autofree char     *emoji = NULL;

    if (suggestions->items->len >= n_max)
      break;
    if (!fits (entry, keywords, words))
      continue;
    g_variant_get_child (entry, 1, "s", &name);
    emoji = dup_emoji (entry);
    parlor_suggestions_add_emoji (suggestions, emoji, g_strdelimit (name, " ", '_'));
  }
}
