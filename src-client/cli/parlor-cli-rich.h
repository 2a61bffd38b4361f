/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli-text.h"
#include "parlor-conversation.h"

G_BEGIN_DECLS

void parlor_cli_append_rich (ParlorCliText      *output,
                             ParlorConversation *conversation,
                             const char         *text);

G_END_DECLS
