/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-client.h"
#include "parlor-local-server.h"

G_BEGIN_DECLS

gboolean   parlor_host_is_home (ParlorLocalServer *server,
                                ParlorClient      *client);
GPtrArray *parlor_host_list_people (ParlorLocalServer *server,
                                    ParlorClient      *client);
char      *parlor_host_describe_people (GPtrArray *nicks);

G_END_DECLS
