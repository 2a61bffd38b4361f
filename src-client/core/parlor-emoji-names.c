/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-emoji-names"

#include "parlor-emoji-names.h"

#include <string.h>

static const ParlorEmojiName names[] = {
#define EMOJI(emoji, names) { emoji, names },
#include "parlor-emoji-names.def"
#undef EMOJI
};

guint
parlor_emoji_names_get_n (void)
{
  return G_N_ELEMENTS (names);
}

/**
 * parlor_emoji_names_get:
 * @position: less than parlor_emoji_names_get_n()
 *
 * Returns: (transfer none): an emoji and what it is called
 */
const ParlorEmojiName *
parlor_emoji_names_get (guint position)
{
  g_return_val_if_fail (position < G_N_ELEMENTS (names), NULL);

  return &names[position];
}

static gboolean
is_called (const ParlorEmojiName *emoji,
           const char            *name,
           gsize                  length)
{
  const char *p = emoji->names;

  while (p != NULL) {
    const gsize own = strcspn (p, " ");

    if (own == length && g_ascii_strncasecmp (p, name, length) == 0)
      return TRUE;
    p = p[own] == ' ' ? p + own + 1 : NULL;
  }

  return FALSE;
}

/**
 * parlor_emoji_find:
 * @name: what somebody calls an emoji, with or without colons around it
 *
 * Returns: (nullable): the emoji
 */
const char *
parlor_emoji_find (const char *name)
{
  gsize length;

  g_return_val_if_fail (name != NULL, NULL);

  name += *name == ':';
  length = strlen (name);
  if (length > 0 && name[length - 1] == ':')
    length--;

  for (guint i = 0; length > 0 && i < G_N_ELEMENTS (names); i++)
    if (is_called (&names[i], name, length))
      return names[i].emoji;

  return NULL;
}
