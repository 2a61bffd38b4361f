/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which emoji somebody reacts with most. */

#include "parlor-frequent-emoji.h"

#define KEY "reaction-uses"

/* Those that have been used least are forgotten. */
#define MAX_KEPT 24

/* Old habits fade: from here on, all counts are halved. */
#define MAX_USES 64

/* Until one has habits of one's own. */
static const char *const usual[] = { "👍", "❤️", "😂", "🎉", "😮", "😢" };

typedef struct
{
  char *emoji;
  guint n_uses;
} Use;

static void
use_free (Use *use)
{
  g_free (use->emoji);
  g_free (use);
}

static int
compare_uses (gconstpointer a,
              gconstpointer b)
{
  const Use *one = *(Use *const *) a;
  const Use *other = *(Use *const *) b;

  return (one->n_uses < other->n_uses) - (one->n_uses > other->n_uses);
}

static Use *
find (GPtrArray  *uses,
      const char *emoji)
{
  for (guint i = 0; i < uses->len; i++) {
    Use *use = uses->pdata[i];

    if (g_str_equal (use->emoji, emoji))
      return use;
  }

  return NULL;
}

static Use *
add (GPtrArray  *uses,
     const char *emoji,
     guint       n_uses)
{
  Use *use = g_new0 (Use, 1);

  use->emoji = g_strdup (emoji);
  use->n_uses = n_uses;
  g_ptr_array_add (uses, use);

  return use;
}

/* The most used first; the usual ones are there in any case. */
static GPtrArray *
read_uses (GSettings *settings)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, KEY);
  GPtrArray           *uses = g_ptr_array_new_with_free_func ((GDestroyNotify) use_free);
  GVariantIter         iter;
  const char          *emoji;
  guint                n_uses;

  g_variant_iter_init (&iter, value);
  while (uses->len < MAX_KEPT && g_variant_iter_next (&iter, "(&su)", &emoji, &n_uses))
    if (*emoji != '\0' && find (uses, emoji) == NULL)
      add (uses, emoji, MIN (n_uses, MAX_USES));
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (find (uses, usual[i]) == NULL)
      add (uses, usual[i], 0);

  g_ptr_array_sort (uses, compare_uses);

  return uses;
}

/**
 * parlor_frequent_emoji_get:
 * @settings: where it is kept
 * @n_emoji: how many at most
 *
 * Returns: (transfer full): the emoji that were used most, the first most of all
 */
char **
parlor_frequent_emoji_get (GSettings *settings,
                           guint      n_emoji)
{
  g_autoptr (GPtrArray) uses = NULL;
  GPtrArray            *emoji = g_ptr_array_new ();

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  uses = read_uses (settings);
  for (guint i = 0; i < uses->len && i < n_emoji; i++)
    g_ptr_array_add (emoji, g_strdup (((Use *) uses->pdata[i])->emoji));
  g_ptr_array_add (emoji, NULL);

  return (char **) g_ptr_array_free (emoji, FALSE);
}

/**
 * parlor_frequent_emoji_note:
 * @settings: where it is kept
 * @emoji: an emoji
 *
 * Counts that @emoji was used.
 */
void
parlor_frequent_emoji_note (GSettings  *settings,
                            const char *emoji)
{
  g_autoptr (GPtrArray) uses = NULL;
  GVariantBuilder       builder;
  gboolean              is_full;
  Use                  *used;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (emoji != NULL && *emoji != '\0');

  uses = read_uses (settings);
  used = find (uses, emoji);
  if (used == NULL)
    used = add (uses, emoji, 0);
  is_full = ++used->n_uses >= MAX_USES;
  g_ptr_array_sort (uses, compare_uses);

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(su)"));
  for (guint i = 0; i < uses->len && i < MAX_KEPT; i++) {
    const Use  *use = uses->pdata[i];
    const guint n_uses = is_full ? use->n_uses / 2 : use->n_uses;

    if (n_uses > 0)
      g_variant_builder_add (&builder, "(su)", use->emoji, n_uses);
  }
  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}
