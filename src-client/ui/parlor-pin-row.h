/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "parlor-protocol.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_PIN_ROW (parlor_pin_row_get_type ())

G_DECLARE_FINAL_TYPE (ParlorPinRow, parlor_pin_row, PARLOR, PIN_ROW, GtkListBoxRow)

GtkWidget *parlor_pin_row_new (const ParlorEventPacket *message,
                               gboolean                 can_unpin);

gint64 parlor_pin_row_get_seq (ParlorPinRow *self);

G_END_DECLS
