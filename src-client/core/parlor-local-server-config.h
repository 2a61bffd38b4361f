/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char    *parlor_local_server_config_get (const char *path,
                                         const char *key);
gboolean parlor_local_server_config_set (const char *path,
                                         const char *key,
                                         const char *value,
                                         GError    **error);
gboolean parlor_local_server_config_find_port (const char *path,
                                               GError    **error);

G_END_DECLS
