/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_MESSAGE_BAR (parlor_message_bar_get_type ())

G_DECLARE_FINAL_TYPE (ParlorMessageBar, parlor_message_bar, PARLOR, MESSAGE_BAR, AdwBin)

GtkWidget *parlor_message_bar_new (void);

G_END_DECLS
