/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-account.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_MEMBERS (parlor_members_get_type ())

G_DECLARE_FINAL_TYPE (ParlorMembers, parlor_members, PARLOR, MEMBERS, GObject)

ParlorMembers *parlor_members_new (void);

void parlor_members_add (ParlorMembers *self,
                         ParlorAccount *account);
void parlor_members_remove (ParlorMembers *self,
                            ParlorAccount *account);

G_END_DECLS
