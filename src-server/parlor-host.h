/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GPtrArray *parlor_host_list_addresses (void);
char      *parlor_host_network_of (const char *address);
char      *parlor_host_get_name_for_links (void);

G_END_DECLS
