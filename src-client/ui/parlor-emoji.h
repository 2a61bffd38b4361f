/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint parlor_emoji_count (const char *text);

G_END_DECLS
