/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-act.h"

G_BEGIN_DECLS

/**
 * ParlorAccountStanding:
 * @role: unknown if there is no such account, or it was deleted
 * @is_guest: whether it is a guest's
 *
 * What an account is on the server.
 */
typedef struct
{
  ParlorServerRole role;
  gboolean         is_guest;
} ParlorAccountStanding;

/* All of these on the store's thread, in the work of an act. */

gboolean parlor_account_read_standing (ParlorDb              *db,
                                       gint64                 account,
                                       ParlorAccountStanding *ret_standing,
                                       GError               **error);
gboolean parlor_act_need_server_role (ParlorAct       *self,
                                      ParlorDb        *db,
                                      ParlorServerRole role,
                                      GError         **error);
gboolean parlor_act_need_lower (ParlorAct             *self,
                                ParlorDb              *db,
                                gint64                 account,
                                ParlorAccountStanding *ret_standing,
                                GError               **error);
gboolean parlor_act_need_no_guest (ParlorAct *self,
                                   ParlorDb  *db,
                                   GError   **error);
gboolean parlor_account_need_successor (ParlorDb *db,
                                        gint64    account,
                                        GError  **error);

G_END_DECLS
