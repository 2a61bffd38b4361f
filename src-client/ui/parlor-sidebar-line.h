/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-conversation.h"

G_BEGIN_DECLS

char *parlor_sidebar_line_new (ParlorAccount      *account,
                               ParlorConversation *conversation);
char *parlor_sidebar_line_say (ParlorAccount      *account,
                               ParlorConversation *conversation);

G_END_DECLS
