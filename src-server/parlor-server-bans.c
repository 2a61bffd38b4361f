/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-server-bans"

#include "parlor-server-bans.h"

/* With what is around it, a reason has to fit into the text of an error. */
#define REASON_MAX_BYTES 350

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
 * Returns: (transfer full) (nullable): that @address is banned and why, for
 *   people; NULL if it is not
 */
char *
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
      return parlor_server_bans_describe ("Your address", ban->reason, ban->until_ms);
  }

  return NULL;
}

/**
 * parlor_server_bans_describe:
 * @what: what is banned, at the beginning of a sentence
 * @reason: (nullable): why
 * @until_ms: until when, Unix time; 0: for good
 *
 * Returns: (transfer full): that, for people, short enough for an error
 */
char *
parlor_server_bans_describe (const char *what,
                             const char *reason,
                             gint64      until_ms)
{
  g_autoptr (GDateTime) until = g_date_time_new_from_unix_utc (until_ms / 1000);
  g_autofree char      *term = NULL;
  g_autofree char      *cut = NULL;
  const char           *end;

  if (until_ms != 0 && until != NULL)
    term = g_date_time_format (until, " until %Y-%m-%d %H:%M UTC");
  if (reason == NULL || *reason == '\0')
    return g_strdup_printf ("%s is banned from this server%s.", what, term != NULL ? term : "");

  g_utf8_validate_len (reason, MIN (strlen (reason), REASON_MAX_BYTES), &end);
  cut = g_strndup (reason, end - reason);

  return g_strdup_printf ("%s is banned from this server%s: %s", what, term != NULL ? term : "",
                          cut);
}
