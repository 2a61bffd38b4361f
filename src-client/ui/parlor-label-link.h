/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

char *parlor_label_link_find (GtkLabel *label,
                              double    x_px,
                              double    y_px);

G_END_DECLS
