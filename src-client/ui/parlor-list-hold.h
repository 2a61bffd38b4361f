/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_LIST_HOLD (parlor_list_hold_get_type ())

G_DECLARE_FINAL_TYPE (ParlorListHold, parlor_list_hold, PARLOR, LIST_HOLD, GObject)

ParlorListHold *parlor_list_hold_new (GtkWidget *widget);

gboolean parlor_list_hold_is_held (ParlorListHold *self);
void     parlor_list_hold_begin (ParlorListHold *self);

G_END_DECLS
