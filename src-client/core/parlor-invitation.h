/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-account.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_INVITATION (parlor_invitation_get_type ())

G_DECLARE_FINAL_TYPE (ParlorInvitation, parlor_invitation, PARLOR, INVITATION, GObject)

ParlorInvitation *parlor_invitation_new (const ParlorInvitedPacket *packet,
                                         ParlorAccount             *author);

const char    *parlor_invitation_get_id (ParlorInvitation *self);
const char    *parlor_invitation_get_name (ParlorInvitation *self);
ParlorAccount *parlor_invitation_get_author (ParlorInvitation *self);

G_END_DECLS
