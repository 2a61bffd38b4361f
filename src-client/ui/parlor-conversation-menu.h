/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "parlor-conversation.h"

G_BEGIN_DECLS

void parlor_conversation_menu_fill (GMenu              *menu,
                                    ParlorConversation *conversation);
void parlor_conversation_menu_fill_for_account (GMenu         *menu,
                                                ParlorAccount *account);

G_END_DECLS
