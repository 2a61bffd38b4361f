/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"
#include "parlor-network.h"

G_BEGIN_DECLS

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
char             *parlor_server_bans_check (ParlorServerBans *self,
                                            const char       *address);
char             *parlor_server_bans_describe (const char *what,
                                               const char *reason,
                                               gint64      until_ms);

G_END_DECLS
