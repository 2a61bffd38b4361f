/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-message.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_EVENT_ROW (parlor_event_row_get_type ())

G_DECLARE_FINAL_TYPE (ParlorEventRow, parlor_event_row, PARLOR, EVENT_ROW, GtkListBoxRow)

GtkWidget *parlor_event_row_new (ParlorMessage *message);

ParlorMessage *parlor_event_row_get_message (ParlorEventRow *self);

G_END_DECLS
