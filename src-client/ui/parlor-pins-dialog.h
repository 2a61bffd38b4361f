/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-paged-dialog.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_PINS_DIALOG (parlor_pins_dialog_get_type ())

G_DECLARE_FINAL_TYPE (ParlorPinsDialog, parlor_pins_dialog, PARLOR, PINS_DIALOG, ParlorPagedDialog)

void parlor_pins_dialog_present (GtkWindow          *parent,
                                 ParlorClient       *client,
                                 ParlorConversation *conversation);

G_END_DECLS
