/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"
#include "parlor-protocol.h"

G_BEGIN_DECLS

/* What parlor_row_person() reads, of a table called a. */
#define PARLOR_PERSON_COLUMNS                               \
  "a.account, a.name, a.nick, a.role, a.status, a.avatar, " \
  "a.last_seen_ms, a.is_guest, a.is_deleted"
#define PARLOR_PERSON_N_COLUMNS 9

ParlorAccountPacket *parlor_row_person (const ParlorRow *row,
                                        guint            column);

char *parlor_people_fold (const char *name,
                          const char *nick);
char *parlor_people_make_pattern (const char *query);

/* All of these on the store's thread, in a job. */

gboolean parlor_people_read (ParlorDb             *db,
                             gint64                account,
                             ParlorAccountPacket **ret_person,
                             GError              **error);
gboolean parlor_people_set_nick (ParlorDb            *db,
                                 ParlorAccountPacket *person,
                                 const char          *nick,
                                 GError             **error);
gboolean parlor_people_fold_missing (ParlorDb *db,
                                     GError  **error);

G_END_DECLS
