/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-services.h"

G_BEGIN_DECLS

typedef struct _ParlorUpkeep ParlorUpkeep;

ParlorUpkeep *parlor_upkeep_new (ParlorServices *services);
void          parlor_upkeep_stop (ParlorUpkeep *self);
void          parlor_upkeep_free (ParlorUpkeep *self);

G_END_DECLS
