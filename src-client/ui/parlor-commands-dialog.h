/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-command.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_COMMANDS_DIALOG (parlor_commands_dialog_get_type ())

G_DECLARE_FINAL_TYPE (
  ParlorCommandsDialog, parlor_commands_dialog, PARLOR, COMMANDS_DIALOG, AdwWindow)

void parlor_commands_dialog_present (GtkWidget                  *widget,
                                     const ParlorCommandContext *context);

G_END_DECLS
