/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_CREATE_DIALOG (parlor_create_dialog_get_type ())

G_DECLARE_FINAL_TYPE (ParlorCreateDialog, parlor_create_dialog, PARLOR, CREATE_DIALOG, AdwWindow)

void parlor_create_dialog_present (GtkWindow             *parent,
                                   ParlorClient          *client,
                                   ParlorConversationKind kind);

G_END_DECLS
