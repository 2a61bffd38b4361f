/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_JOIN_DIALOG (parlor_join_dialog_get_type ())

G_DECLARE_FINAL_TYPE (ParlorJoinDialog, parlor_join_dialog, PARLOR, JOIN_DIALOG, AdwWindow)

void parlor_join_dialog_present (GtkWindow    *parent,
                                 ParlorClient *client,
                                 const char   *name);

void parlor_join_dialog_ask_password (GtkWindow    *parent,
                                      ParlorClient *client,
                                      const char   *name);

G_END_DECLS
