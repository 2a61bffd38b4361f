/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"
#include "parlor-message-acts.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_CONVERSATION_VIEW (parlor_conversation_view_get_type ())

G_DECLARE_FINAL_TYPE (ParlorConversationView,
                      parlor_conversation_view,
                      PARLOR,
                      CONVERSATION_VIEW,
                      AdwBin)

void parlor_conversation_view_set_client (ParlorConversationView *self,
                                          ParlorClient           *client);
void parlor_conversation_view_set_conversation (ParlorConversationView *self,
                                                ParlorConversation     *conversation);
void parlor_conversation_view_write (ParlorConversationView *self);

ParlorConversation *parlor_conversation_view_get_conversation (ParlorConversationView *self);
ParlorMessageActs  *parlor_conversation_view_get_acts (ParlorConversationView *self);

G_END_DECLS
