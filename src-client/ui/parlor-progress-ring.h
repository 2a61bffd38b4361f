/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_PROGRESS_RING (parlor_progress_ring_get_type ())

G_DECLARE_FINAL_TYPE (ParlorProgressRing, parlor_progress_ring, PARLOR, PROGRESS_RING, GtkWidget)

void parlor_progress_ring_set_fraction (ParlorProgressRing *self,
                                        double              fraction);

G_END_DECLS
