/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-window.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_HOST_DIALOG (parlor_host_dialog_get_type ())

G_DECLARE_FINAL_TYPE (ParlorHostDialog, parlor_host_dialog, PARLOR, HOST_DIALOG, AdwWindow)

void parlor_host_dialog_present (ParlorWindow *parent);

G_END_DECLS
