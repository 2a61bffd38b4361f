/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <sys/socket.h>

G_BEGIN_DECLS

GInetAddress *parlor_addresses_read (const struct sockaddr *address);
GPtrArray    *parlor_addresses_list (void);
guint         parlor_addresses_rank (const char   *interface_name,
                                     GInetAddress *address);

G_END_DECLS
