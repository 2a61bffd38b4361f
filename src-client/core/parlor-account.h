/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-protocol.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_ACCOUNT (parlor_account_get_type ())

G_DECLARE_FINAL_TYPE (ParlorAccount, parlor_account, PARLOR, ACCOUNT, GObject)

gint64         parlor_account_get_id (ParlorAccount *self);
const char    *parlor_account_get_name (ParlorAccount *self);
const char    *parlor_account_get_nick (ParlorAccount *self);
ParlorPresence parlor_account_get_presence (ParlorAccount *self);
gboolean       parlor_account_is_self (ParlorAccount *self);
gboolean       parlor_account_is_blocked (ParlorAccount *self);

G_END_DECLS
