/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_LINES_DIALOG (parlor_lines_dialog_get_type ())

G_DECLARE_FINAL_TYPE (ParlorLinesDialog, parlor_lines_dialog, PARLOR, LINES_DIALOG, AdwWindow)

void parlor_lines_dialog_present (GtkWindow  *parent,
                                  const char *title,
                                  GPtrArray  *lines);

G_END_DECLS
