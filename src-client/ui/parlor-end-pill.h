/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_END_PILL (parlor_end_pill_get_type ())

G_DECLARE_FINAL_TYPE (ParlorEndPill, parlor_end_pill, PARLOR, END_PILL, AdwBin)

void parlor_end_pill_show (ParlorEndPill *self,
                           guint          n_new);
void parlor_end_pill_hide (ParlorEndPill *self);

G_END_DECLS
