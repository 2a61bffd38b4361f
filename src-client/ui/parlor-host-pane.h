/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"
#include "parlor-local-server.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_HOST_PANE (parlor_host_pane_get_type ())

G_DECLARE_FINAL_TYPE (ParlorHostPane, parlor_host_pane, PARLOR, HOST_PANE, AdwBin)

void parlor_host_pane_set_server (ParlorHostPane    *self,
                                  ParlorLocalServer *server,
                                  ParlorClient      *client);
void parlor_host_pane_tell (ParlorHostPane *self,
                            const char     *text,
                            gboolean        is_wrong);

G_END_DECLS
