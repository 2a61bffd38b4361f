/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_BADGE (parlor_badge_get_type ())

G_DECLARE_FINAL_TYPE (ParlorBadge, parlor_badge, PARLOR, BADGE, AdwBin)

void parlor_badge_set_count (ParlorBadge *self,
                             guint        count,
                             gboolean     is_quiet);

G_END_DECLS
