/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"
#include "parlor-network.h"
#include "parlor-refusal.h"

G_BEGIN_DECLS

/* What is banned. */
typedef enum {
  PARLOR_BANNED_ACCOUNT,
  PARLOR_BANNED_ADDRESS,
} ParlorBanned;

typedef struct _ParlorServerBans ParlorServerBans;

ParlorServerBans *parlor_server_bans_new (ParlorDb *db,
                                          GError  **error);
void              parlor_server_bans_free (ParlorServerBans *self);
void              parlor_server_bans_add (ParlorServerBans    *self,
                                          const ParlorNetwork *network,
                                          const char          *reason,
                                          gint64               until_ms);
void              parlor_server_bans_remove (ParlorServerBans    *self,
                                             const ParlorNetwork *network);
GError           *parlor_server_bans_check (ParlorServerBans *self,
                                            const char       *address);
GError           *parlor_server_bans_describe (ParlorBanned what,
                                               const char  *reason,
                                               gint64       until_ms);

G_END_DECLS
