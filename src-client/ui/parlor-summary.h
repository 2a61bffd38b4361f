/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-conversation.h"

G_BEGIN_DECLS

char *parlor_summary_line (ParlorMessage         *message,
                           ParlorConversationKind kind);
char *parlor_summary_event (ParlorMessage *message);
char *parlor_summary_quote (ParlorMessage *message);
char *parlor_summary_content (ParlorMessage *message);
char *parlor_summary_sentence (ParlorMessage *message);

G_END_DECLS
