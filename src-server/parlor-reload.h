/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-services.h"

G_BEGIN_DECLS

ParlorReloadedPacket *parlor_reload (ParlorServices *services,
                                     GError        **error);
void                  parlor_reload_and_log (ParlorServices *services);

G_END_DECLS
