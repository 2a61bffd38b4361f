/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-conversation.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_MEMBERS_PANE (parlor_members_pane_get_type ())

G_DECLARE_FINAL_TYPE (ParlorMembersPane, parlor_members_pane, PARLOR, MEMBERS_PANE, AdwBin)

void parlor_members_pane_set_conversation (ParlorMembersPane  *self,
                                           ParlorConversation *conversation);

G_END_DECLS
