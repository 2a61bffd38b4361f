/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who mentions this name mentions everybody. */
#define PARLOR_MENTION_ALL "all"

/**
 * ParlorMentionFunc:
 * @name: what may be somebody's name, as parlor_name_prepare() makes it, or
 *   %PARLOR_MENTION_ALL; or what may be a channel's
 * @start: where the `@` or `#` before it is, in bytes
 * @length: of the `@` or `#` and what was written as the name, in bytes
 * @user_data: what parlor_mentions_find() was given
 *
 * Returns: whether there is somebody, or a channel, of this name; if not, a shorter
 *   name at the same place may be asked about next
 */
typedef gboolean (*ParlorMentionFunc) (const char *name,
                                       gsize       start,
                                       gsize       length,
                                       gpointer    user_data);

guint parlor_mentions_find (const char       *text,
                            ParlorMentionFunc is_somebody,
                            gpointer          user_data);
guint parlor_mentions_find_channels (const char       *text,
                                     ParlorMentionFunc is_channel,
                                     gpointer          user_data);

gboolean parlor_mentions_is_spaceless (gunichar c);

G_END_DECLS
