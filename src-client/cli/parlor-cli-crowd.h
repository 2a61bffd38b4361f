/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-client.h"

G_BEGIN_DECLS

typedef struct _ParlorCliCrowd ParlorCliCrowd;

/**
 * ParlorCliNoticeFunc:
 * @conversation: where
 * @time_ms: when the last one did it
 * @notice: what happened: `* Ada, Ben and 5 others joined`
 * @user_data: what was given
 */
typedef void (*ParlorCliNoticeFunc) (ParlorConversation *conversation,
                                     gint64              time_ms,
                                     const char         *notice,
                                     gpointer            user_data);

ParlorCliCrowd *parlor_cli_crowd_new (ParlorCliNoticeFunc func,
                                      gpointer            user_data);
void            parlor_cli_crowd_free (ParlorCliCrowd *self);
gboolean        parlor_cli_crowd_take (ParlorCliCrowd     *self,
                                       ParlorConversation *conversation,
                                       ParlorMessage      *message);
void            parlor_cli_crowd_flush (ParlorCliCrowd *self);

G_END_DECLS
