/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli-crowd.h"

G_BEGIN_DECLS

typedef struct _ParlorCliPresence ParlorCliPresence;

ParlorCliPresence *parlor_cli_presence_new (ParlorCliNoticeFunc func,
                                            gpointer            user_data);
void               parlor_cli_presence_free (ParlorCliPresence *self);
void               parlor_cli_presence_watch (ParlorCliPresence  *self,
                                              ParlorConversation *conversation);

G_END_DECLS
