/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-account.h"

G_BEGIN_DECLS

ParlorAccount *parlor_account_new (gint64      id,
                                   const char *name,
                                   const char *nick);
void           parlor_account_update (ParlorAccount             *self,
                                      const ParlorAccountPacket *packet);
void           parlor_account_set_nick (ParlorAccount *self,
                                        const char    *nick);
void           parlor_account_set_presence (ParlorAccount *self,
                                            ParlorPresence presence);
void           parlor_account_set_is_self (ParlorAccount *self,
                                           gboolean       is_self);
void           parlor_account_set_is_blocked (ParlorAccount *self,
                                              gboolean       is_blocked);

G_END_DECLS
