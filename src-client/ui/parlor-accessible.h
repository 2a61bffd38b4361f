/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void parlor_accessible_set_label (GtkWidget  *widget,
                                  const char *label);
void parlor_accessible_name_buttons (GtkWidget *widget);

G_END_DECLS
