/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"
#include "parlor-protocol.h"

G_BEGIN_DECLS

/**
 * ParlorRemovalStep:
 * @events: of #ParlorEventPacket: what was appended to logs
 * @archived: of #ParlorConversationPacket: personal chats that can only be read
 *   now, as their other one sees them
 * @is_last: nothing is left to be removed
 *
 * What came of a step.
 */
typedef struct
{
  GPtrArray *events;
  GPtrArray *archived;
  gboolean   is_last;
} ParlorRemovalStep;

ParlorRemovalStep *parlor_removal_step_new (void);
void               parlor_removal_step_free (ParlorRemovalStep *self);

ParlorAccountPacket *parlor_account_make_deleted (gint64 account);

/* All of these on the store's thread, in a job. */

gboolean parlor_account_mark_deleted (ParlorDb *db,
                                      gint64    account,
                                      gboolean  keep_messages,
                                      GError  **error);
gboolean parlor_account_remove_some (ParlorDb          *db,
                                     ParlorRemovalStep *step,
                                     GError           **error);

G_END_DECLS
