/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-services.h"

G_BEGIN_DECLS

ParlorRemovals *parlor_removals_new (ParlorServices *services);
void            parlor_removals_free (ParlorRemovals *self);
void            parlor_removals_wake (ParlorRemovals *self);
void            parlor_removals_tell (ParlorServices *services,
                                      gint64          account,
                                      ParlorSession  *last);

G_END_DECLS
