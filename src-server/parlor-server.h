/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-config.h"

G_BEGIN_DECLS

typedef struct _ParlorServer ParlorServer;

ParlorServer *parlor_server_new (const ParlorConfig *config,
                                 const char         *config_path,
                                 const char         *data_folder,
                                 const char *const  *addresses,
                                 guint               n_io_threads,
                                 GError            **error);
void          parlor_server_reload (ParlorServer *self);
void          parlor_server_hurry (ParlorServer *self);
void          parlor_server_close (ParlorServer *self);

char       *parlor_server_describe (ParlorServer *self);
const char *parlor_server_get_owner_link (ParlorServer *self);

G_END_DECLS
