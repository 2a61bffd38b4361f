/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlorNetwork:
 * @bytes: of the IPv6 address, IPv4 mapped into it; those after @n_bits are 0
 * @n_bits: how many of the first bits count, 128 for one address
 *
 * A network, or a single address as the smallest of networks.
 */
typedef struct
{
  guint8 bytes[16];
  guint8 n_bits;
} ParlorNetwork;

gboolean parlor_network_parse (const char    *text,
                               ParlorNetwork *ret_network,
                               GError       **error);
char    *parlor_network_to_string (const ParlorNetwork *self);
gboolean parlor_network_is_ipv4 (const ParlorNetwork *self);
void     parlor_network_cut (ParlorNetwork *self,
                             guint          n_bits);
gboolean parlor_network_contains (const ParlorNetwork *self,
                                  const ParlorNetwork *other);
guint    parlor_network_hash (gconstpointer self);
gboolean parlor_network_equal (gconstpointer self,
                               gconstpointer other);

G_END_DECLS
