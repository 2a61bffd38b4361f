/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_PEOPLE_DIALOG (parlor_people_dialog_get_type ())

G_DECLARE_FINAL_TYPE (ParlorPeopleDialog, parlor_people_dialog, PARLOR, PEOPLE_DIALOG, AdwWindow)

void parlor_people_dialog_present (GtkWindow    *parent,
                                   ParlorClient *client);

G_END_DECLS
