/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_FOCUS_SCROLLER (parlor_focus_scroller_get_type ())

G_DECLARE_FINAL_TYPE (ParlorFocusScroller, parlor_focus_scroller, PARLOR, FOCUS_SCROLLER, GObject)

ParlorFocusScroller *parlor_focus_scroller_new (GtkWidget         *content,
                                                GtkScrolledWindow *scroller);

G_END_DECLS
