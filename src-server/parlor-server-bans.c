/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-server-bans"

#include "parlor-server-bans.h"

/**
 * ParlorServerBans:
 *
 * The networks that are banned from the server, in memory: each connection is
 * looked up when it comes.  That takes one look for each size of network that is
 * banned, however many there are.  The database has them as well.
 */
struct _ParlorServerBans
{
  GHashTable *bans;         /* ParlorNetwork → Ban */
  guint       n_sized[129]; /* how many networks there are of so many bits */
};

typedef struct
{
  ParlorNetwork network;
  char         *reason;
  gint64        until_ms; /* 0: for good */
} Ban;

static void
ban_free (gpointer data)
{
  Ban *ban = data;

  g_free (ban->reason);
  g_free (ban);
}

static void
take_ban (const ParlorRow *row,
          gpointer         user_data)
{
  ParlorNetwork network;

  if (parlor_network_parse (parlor_row_text (row, 0), &network, NULL))
    parlor_server_bans_add (user_data, &network, parlor_row_text (row, 1), parlor_row_int (row, 2));
}

/**
 * parlor_server_bans_new:
 * @db: a database
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the bans of networks that are in @db
 */
ParlorServerBans *
parlor_server_bans_new (ParlorDb *db,
                        GError  **error)
{
  ParlorServerBans *self = g_new0 (ParlorServerBans, 1);

  self->bans = g_hash_table_new_full (parlor_network_hash, parlor_network_equal, NULL, ban_free);
  if (parlor_db_exec (db,
                      "SELECT network, reason, until_ms FROM server_bans WHERE network IS NOT NULL",
                      NULL, 0, take_ban, self, error))
    return self;

  parlor_server_bans_free (self);

  return NULL;
}

/**
 * parlor_server_bans_free:
 * @self: (transfer full): bans
 */
void
parlor_server_bans_free (ParlorServerBans *self)
{
  g_hash_table_unref (self->bans);
  g_free (self);
}

/**
 * parlor_server_bans_add:
 * @self: bans
 * @network: what is banned; a ban that it has already is replaced
 * @reason: (nullable): why
 * @until_ms: until when, Unix time; 0: for good
 */
void
parlor_server_bans_add (ParlorServerBans    *self,
                        const ParlorNetwork *network,
                        const char          *reason,
                        gint64               until_ms)
{
  Ban *ban = g_new (Ban, 1);

  parlor_server_bans_remove (self, network);
  *ban = (Ban){ *network, g_strdup (reason), until_ms };
  g_hash_table_insert (self->bans, &ban->network, ban);
  self->n_sized[network->n_bits]++;
}

/**
 * parlor_server_bans_remove:
 * @self: bans
 * @network: what is no longer banned
 */
void
parlor_server_bans_remove (ParlorServerBans    *self,
                           const ParlorNetwork *network)
{
  if (g_hash_table_remove (self->bans, network))
    self->n_sized[network->n_bits]--;
}

/**
 * parlor_server_bans_check:
 * @self: bans
 * @address: where a connection comes from
 *
 * Returns: (transfer full) (nullable): %PARLOR_REFUSED_BANNED, which says why;
 *   NULL if @address is not banned
 */
GError *
parlor_server_bans_check (ParlorServerBans *self,
                          const char       *address)
{
  gint64        now_ms = g_get_real_time () / 1000;
  ParlorNetwork network;
  int           n_least;

  if (g_hash_table_size (self->bans) == 0 || !parlor_network_parse (address, &network, NULL))
    return NULL;

  n_least = parlor_network_is_ipv4 (&network) ? 96 : 0;
  for (int n_bits = 128; n_bits >= n_least; n_bits--) {
    const Ban *ban;

    if (self->n_sized[n_bits] == 0)
      continue;
    parlor_network_cut (&network, n_bits);
    ban = g_hash_table_lookup (self->bans, &network);
    if (ban != NULL && (ban->until_ms == 0 || ban->until_ms > now_ms))
      return parlor_server_bans_describe (PARLOR_BANNED_ADDRESS, ban->reason, ban->until_ms);
  }

  return NULL;
}

/**
 * parlor_server_bans_describe:
 * @what: what is banned
 * @reason: (nullable): why
 * @until_ms: until when, Unix time; 0: for good
 *
 * Returns: (transfer full): that, %PARLOR_REFUSED_BANNED
 */
GError *
parlor_server_bans_describe (ParlorBanned what,
                             const char  *reason,
                             gint64       until_ms)
{
  GError *error = NULL;

  parlor_refuse_banned (&error, PARLOR_REFUSED_BANNED, NULL,
                        what == PARLOR_BANNED_ADDRESS
                          ? N_ ("Your address is banned from this server.")
                          : N_ ("Your account is banned from this server."),
                        until_ms, reason);

  return error;
}
