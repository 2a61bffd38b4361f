/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"

G_BEGIN_DECLS

/**
 * ParlorStretch:
 * @conversation: (nullable): id; NULL after the last one
 * @after: it begins behind this seq
 * @up_to: it ends with this seq
 *
 * Some neighbouring events of a log.
 */
typedef struct
{
  char  *conversation;
  gint64 after;
  gint64 up_to;
} ParlorStretch;

void parlor_stretch_clear (ParlorStretch *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ParlorStretch, parlor_stretch_clear)

gboolean parlor_scan_next (ParlorDb      *db,
                           const char    *conversation,
                           gint64         after,
                           guint          max_events,
                           ParlorStretch *ret_stretch,
                           GError       **error);

G_END_DECLS
