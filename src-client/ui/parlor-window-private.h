/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-sidebar.h"
#include "parlor-toasts.h"
#include "parlor-window.h"

G_BEGIN_DECLS

/* Shared by parlor-window.c and parlor-window-actions.c only. */
void _parlor_window_install_actions (GtkWidgetClass *widget_class);
void _parlor_window_set_signed_in (ParlorWindow *self,
                                   gboolean      is_signed_in);
void _parlor_window_show_nothing (ParlorWindow *self);
void _parlor_window_show_sidebar (ParlorWindow *self);

ParlorSidebar *_parlor_window_get_sidebar (ParlorWindow *self);
GtkWidget     *_parlor_window_get_view (ParlorWindow *self);
ParlorToasts  *_parlor_window_get_toasts (ParlorWindow *self);

G_END_DECLS
