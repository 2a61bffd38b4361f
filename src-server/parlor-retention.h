/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"
#include "parlor-protocol.h"

G_BEGIN_DECLS

/**
 * ParlorRetention:
 * @days: how long messages are kept, 0: for good
 * @count: how many messages of each conversation are kept, 0: all
 * @file_days: how long files are kept, 0: as long as their messages
 * @unsent_hours: how long an upload may wait to be sent
 *
 * What holds on the whole server.  A conversation's own settings can only make
 * it less.
 */
typedef struct
{
  gint64 days;
  gint64 count;
  gint64 file_days;
  gint64 unsent_hours;
} ParlorRetention;

/**
 * ParlorTrimming:
 * @limits: what holds
 * @conversation: the last one that is done
 * @is_done: whether all are
 * @trimmed: (element-type ParlorTrimmedPacket): what has become shorter
 * @accounts: (element-type gint64): whose read markers were moved
 * @reads: (element-type ParlorReadPacket): to where, for each of @accounts
 *
 * How far the removal of what is old has come.
 */
typedef struct
{
  ParlorRetention limits;
  char           *conversation;
  gboolean        is_done;
  GPtrArray      *trimmed;
  GArray         *accounts;
  GPtrArray      *reads;
} ParlorTrimming;

void     parlor_trimming_init (ParlorTrimming        *self,
                               const ParlorRetention *limits,
                               const char            *conversation);
void     parlor_trimming_clear (ParlorTrimming *self);
gboolean parlor_trimming_step (ParlorTrimming *self,
                               ParlorDb       *db,
                               gint64          budget_us,
                               GError        **error);

gboolean parlor_retention_drop_unsent (ParlorDb *db,
                                       gint64    unsent_hours,
                                       gboolean *ret_is_done,
                                       GError  **error);
gboolean parlor_retention_find_orphans (ParlorDb  *db,
                                        GPtrArray *digests,
                                        GError   **error);

G_END_DECLS
