/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_INVITATION_BAR (parlor_invitation_bar_get_type ())

G_DECLARE_FINAL_TYPE (ParlorInvitationBar, parlor_invitation_bar, PARLOR, INVITATION_BAR, AdwBin)

void parlor_invitation_bar_set_client (ParlorInvitationBar *self,
                                       ParlorClient        *client);

G_END_DECLS
