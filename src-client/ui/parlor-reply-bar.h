/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-conversation.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_REPLY_BAR (parlor_reply_bar_get_type ())

G_DECLARE_FINAL_TYPE (ParlorReplyBar, parlor_reply_bar, PARLOR, REPLY_BAR, AdwBin)

typedef enum {
  PARLOR_REPLY_BAR_ANSWERS,
  PARLOR_REPLY_BAR_CHANGES,
} ParlorReplyBarKind;

void parlor_reply_bar_show (ParlorReplyBar     *self,
                            ParlorReplyBarKind  kind,
                            ParlorConversation *conversation,
                            gint64              seq);
void parlor_reply_bar_hide (ParlorReplyBar *self);

ParlorMessage *parlor_reply_bar_get_message (ParlorReplyBar *self);

G_END_DECLS
