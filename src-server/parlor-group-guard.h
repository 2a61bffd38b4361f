/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-config.h"

G_BEGIN_DECLS

typedef struct _ParlorGroupGuard ParlorGroupGuard;

ParlorGroupGuard *parlor_group_guard_new (const ParlorConfig *config);
void              parlor_group_guard_configure (ParlorGroupGuard   *self,
                                                const ParlorConfig *config);
void              parlor_group_guard_free (ParlorGroupGuard *self);

gint64 parlor_group_guard_try (ParlorGroupGuard *self,
                               const char       *group,
                               gint64            account,
                               const char       *network);
void   parlor_group_guard_give_back (ParlorGroupGuard *self,
                                     const char       *group,
                                     gint64            account,
                                     const char       *network);

G_END_DECLS
