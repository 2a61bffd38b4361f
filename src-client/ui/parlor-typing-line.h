/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-conversation.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_TYPING_LINE (parlor_typing_line_get_type ())

G_DECLARE_FINAL_TYPE (ParlorTypingLine, parlor_typing_line, PARLOR, TYPING_LINE, AdwBin)

void parlor_typing_line_set_conversation (ParlorTypingLine   *self,
                                          ParlorConversation *conversation);

G_END_DECLS
