/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Addresses and networks, as people write them and as they are compared. */

#define G_LOG_DOMAIN "parlor-network"

#include "parlor-network.h"

#include <glib/gi18n.h>

#define MAPPED_BITS 96

static const guint8 mapped[MAPPED_BITS / 8] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

/**
 * parlor_network_is_ipv4:
 * @self: a network
 *
 * Returns: whether all of @self is IPv4
 */
gboolean
parlor_network_is_ipv4 (const ParlorNetwork *self)
{
  return self->n_bits >= MAPPED_BITS && memcmp (self->bytes, mapped, sizeof mapped) == 0;
}

/**
 * parlor_network_cut:
 * @self: a network
 * @n_bits: how many of the first bits are to count, at most 128
 *
 * Makes @self larger, by setting to 0 what no longer counts.
 */
void
parlor_network_cut (ParlorNetwork *self,
                    guint          n_bits)
{
  for (guint i = 0; i < sizeof self->bytes; i++) {
    guint n_kept = CLAMP ((int) n_bits - (int) i * 8, 0, 8);

    self->bytes[i] &= 0xff00 >> n_kept;
  }
  self->n_bits = n_bits;
}

static gboolean
read_address (const char    *text,
              ParlorNetwork *ret_network)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  /* A zone names an interface of this machine: nothing that could be compared. */
  if (address == NULL || strchr (text, '%') != NULL)
    return FALSE;

  ret_network->n_bits = 128;
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6) {
    memcpy (ret_network->bytes, g_inet_address_to_bytes (address), 16);
  } else {
    memcpy (ret_network->bytes, mapped, sizeof mapped);
    memcpy (ret_network->bytes + sizeof mapped, g_inet_address_to_bytes (address), 4);
  }

  return TRUE;
}

/**
 * parlor_network_parse:
 * @text: an address or `address/bits`, IPv4 or IPv6; what comes after the bits
 *   that count does not matter
 * @ret_network: (out caller-allocates): the network
 * @error: return location for an error
 *
 * Returns: whether @text is a network
 */
gboolean
parlor_network_parse (const char    *text,
                      ParlorNetwork *ret_network,
                      GError       **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", 2);
  guint64        n_bits = 128;
  guint          n_before = 0;

  if (parts[0] != NULL && read_address (parts[0], ret_network)) {
    /* Of "::ffff:192.0.2.0/120" the bits are those of IPv6. */
    n_before = strchr (parts[0], ':') == NULL ? MAPPED_BITS : 0;
    if (parts[1] == NULL ||
        g_ascii_string_to_unsigned (parts[1], 10, 0, 128 - n_before, &n_bits, NULL)) {
      parlor_network_cut (ret_network, parts[1] == NULL ? 128 : n_before + n_bits);
      return TRUE;
    }
  }

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("Write an address like 192.0.2.7 or 2001:db8::7, or a network like "
                          "192.0.2.0/24 or 2001:db8::/64."));

  return FALSE;
}

/**
 * parlor_network_to_string:
 * @self: a network
 *
 * Returns: (transfer full): the one way to write @self; of a single address
 *   without the bits
 */
char *
parlor_network_to_string (const ParlorNetwork *self)
{
  gboolean                 is_short = parlor_network_is_ipv4 (self);
  g_autoptr (GInetAddress) address =
    g_inet_address_new_from_bytes (is_short ? self->bytes + sizeof mapped : self->bytes,
                                   is_short ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  g_autofree char *text = g_inet_address_to_string (address);

  if (self->n_bits == 128)
    return g_steal_pointer (&text);

  return g_strdup_printf ("%s/%u", text, self->n_bits - (is_short ? MAPPED_BITS : 0));
}

/**
 * parlor_network_contains:
 * @self: a network
 * @other: another one, or an address
 *
 * Returns: whether all of @other is in @self; no IPv6 network contains IPv4 ones
 */
gboolean
parlor_network_contains (const ParlorNetwork *self,
                         const ParlorNetwork *other)
{
  ParlorNetwork cut = *other;

  if (other->n_bits < self->n_bits ||
      parlor_network_is_ipv4 (self) != parlor_network_is_ipv4 (other))
    return FALSE;

  parlor_network_cut (&cut, self->n_bits);

  return parlor_network_equal (self, &cut);
}

/**
 * parlor_network_hash:
 * @self: a #ParlorNetwork
 *
 * Returns: a hash, for #GHashTable
 */
guint
parlor_network_hash (gconstpointer self)
{
  const ParlorNetwork *network = self;
  guint                hash = network->n_bits;

  for (guint i = 0; i < sizeof network->bytes; i++)
    hash = hash * 31 + network->bytes[i];

  return hash;
}

/**
 * parlor_network_equal:
 * @self: a #ParlorNetwork
 * @other: a #ParlorNetwork
 *
 * Returns: whether they are the same
 */
gboolean
parlor_network_equal (gconstpointer self,
                      gconstpointer other)
{
  const ParlorNetwork *one = self;
  const ParlorNetwork *two = other;

  return one->n_bits == two->n_bits && memcmp (one->bytes, two->bytes, sizeof one->bytes) == 0;
}
