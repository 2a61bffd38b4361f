/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_DATE_POPOVER (parlor_date_popover_get_type ())

G_DECLARE_FINAL_TYPE (ParlorDatePopover, parlor_date_popover, PARLOR, DATE_POPOVER, GtkPopover)

GtkWidget *parlor_date_popover_new (GDateTime *day);

G_END_DECLS
