/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-config.h"

G_BEGIN_DECLS

typedef struct _ParlorGuard ParlorGuard;

ParlorGuard *parlor_guard_new (const ParlorConfig *config);
void         parlor_guard_free (ParlorGuard *self);
void         parlor_guard_configure (ParlorGuard        *self,
                                     const ParlorConfig *config);

gint64 parlor_guard_check (ParlorGuard *self,
                           const char  *address,
                           const char  *name);
void   parlor_guard_failed (ParlorGuard *self,
                            const char  *address,
                            const char  *name);
void   parlor_guard_passed (ParlorGuard *self,
                            const char  *address,
                            const char  *name);

gint64 parlor_guard_check_registration (ParlorGuard *self,
                                        const char  *address);
void   parlor_guard_registers (ParlorGuard *self,
                               const char  *address);

G_END_DECLS
