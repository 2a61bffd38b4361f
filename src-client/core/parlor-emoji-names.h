/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ParlorEmojiName:
 * @emoji: what it is
 * @names: what people call it, with spaces between the names; the first one is shown
 */
typedef struct
{
  const char *emoji;
  const char *names;
} ParlorEmojiName;

guint                  parlor_emoji_names_get_n (void);
const ParlorEmojiName *parlor_emoji_names_get (guint position);
const char            *parlor_emoji_find (const char *name);

G_END_DECLS
