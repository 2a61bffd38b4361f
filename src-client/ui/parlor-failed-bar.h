/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-conversation.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_FAILED_BAR (parlor_failed_bar_get_type ())

G_DECLARE_FINAL_TYPE (ParlorFailedBar, parlor_failed_bar, PARLOR, FAILED_BAR, AdwBin)

void parlor_failed_bar_set_conversation (ParlorFailedBar    *self,
                                         ParlorConversation *conversation);

G_END_DECLS
