/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char **parlor_frequent_emoji_get (GSettings *settings,
                                  guint      n_emoji);
void   parlor_frequent_emoji_note (GSettings  *settings,
                                   const char *emoji);

G_END_DECLS
