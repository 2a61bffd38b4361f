/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping accounts, addresses and networks out of the server. */

#define G_LOG_DOMAIN "parlor-topic-server-bans"

#include "parlor-account-rights.h"
#include "parlor-names.h"
#include "parlor-page.h"
#include "parlor-topics.h"

#define PAGE_ITEMS 50
#define MAX_BANS 100000

/* What is banned, by an administrator who is connected from somewhere. */
typedef struct
{
  ParlorNetwork network;
  gboolean      is_of_network;
  gboolean      hits_equal; /* somebody of the same role or a higher one is there now */
} Target;

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

static gboolean
read_address (ParlorSession *session,
              ParlorNetwork *ret_address)
{
  const char *address = session->peer != NULL ? parlor_peer_get_address (session->peer) : NULL;

  return !session->is_local && address != NULL &&
         parlor_network_parse (address, ret_address, NULL);
}

static gboolean
is_in (ParlorSession *session,
       gconstpointer  network)
{
  ParlorNetwork address;

  return read_address (session, &address) && parlor_network_contains (network, &address);
}

static gboolean
hits_equal (ParlorSession       *author,
            const ParlorNetwork *network)
{
  GHashTableIter iter;
  gpointer       key;

  g_hash_table_iter_init (&iter, author->services->sessions);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    ParlorSession *session = key;

    if (session->account != 0 && session->role >= MAX (author->role, PARLOR_SERVER_ROLE_ADMIN) &&
        is_in (session, network))
      return TRUE;
  }

  return FALSE;
}

/* This machine itself: without it nobody could repair a mistake. */
static gboolean
contains_loopback (const ParlorNetwork *network)
{
  static const char *const addresses[] = { "127.0.0.1", "::1" };
  ParlorNetwork            loopback;

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    if (parlor_network_parse (addresses[i], &loopback, NULL) &&
        parlor_network_contains (network, &loopback))
      return TRUE;

  return FALSE;
}

static gboolean
read_target (gint64      account,
             const char *network,
             Target     *target,
             GError    **error)
{
  g_autoptr (GError) failure = NULL;

  target->is_of_network = network != NULL && *network != '\0';
  if ((account != 0) == target->is_of_network)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, account != 0 ? "network" : "account",
                          N_ ("Name either an account or a network."));
  if (target->is_of_network && !parlor_network_parse (network, &target->network, &failure))
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "network", failure->message);

  return TRUE;
}

static gboolean
read_ban (ParlorSession               *author,
          const ParlorServerBanPacket *packet,
          Target                      *target,
          GError                     **error)
{
  g_autoptr (GError) failure = NULL;

  if (!read_target (packet->account, packet->network, target, error))
    return FALSE;
  if (target->is_of_network && contains_loopback (&target->network))
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "network",
                          N_ ("The server's own machine is in this network. Ban a smaller one."));
  if (packet->until_ms != 0 && packet->until_ms <= now_ms ())
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "until_ms",
                          N_ ("That time has passed already."));
  if (packet->reason != NULL && *packet->reason != '\0' &&
      !parlor_text_check (packet->reason, &failure))
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "reason", failure->message);

  target->hits_equal = target->is_of_network && hits_equal (author, &target->network);

  return TRUE;
}

/* Bans that have ended are of no use to anybody. */
static gboolean
forget_ended (ParlorDb *db,
              GError  **error)
{
  return parlor_db_exec (db, "DELETE FROM server_bans WHERE until_ms > 0 AND until_ms <= $1",
                         PARLOR_PARAMS (parlor_int (now_ms ())), NULL, NULL, error);
}

static gboolean
need_room (ParlorDb *db,
           GError  **error)
{
  gint64 n_bans = 0;

  if (!parlor_db_get_int (db, "SELECT COUNT (*) FROM server_bans", NULL, 0, &n_bans, error))
    return FALSE;

  return n_bans < MAX_BANS || parlor_refuse (error, PARLOR_REFUSED_TOO_MUCH, NULL,
                                             N_ ("There are too many bans. Lift some of them."));
}

/* What the record says of a ban. */
static char *
describe (const char *network,
          const char *reason)
{
  if (network == NULL || reason == NULL)
    return g_strdup (network != NULL ? network : reason);

  return g_strdup_printf ("%s: %s", network, reason);
}

static gboolean
insert_ban (ParlorAct  *act,
            ParlorDb   *db,
            const char *network,
            GError    **error)
{
  const ParlorServerBanPacket *packet = act->packet;
  g_autofree char             *text = describe (network, packet->reason);

  return parlor_db_exec (
           db, "DELETE FROM server_bans WHERE account = $1 OR network = $2",
           PARLOR_PARAMS (parlor_int_or_null (packet->account), parlor_text (network)), NULL, NULL,
           error) &&
         parlor_db_exec (
           db,
           "INSERT INTO server_bans (account, network, author, reason, time_ms, until_ms) "
           "VALUES ($1, $2, $3, $4, $5, $6)",
           PARLOR_PARAMS (parlor_int_or_null (packet->account), parlor_text (network),
                          parlor_int_or_null (act->author.account), parlor_text (packet->reason),
                          parlor_int (now_ms ()), parlor_int (packet->until_ms)),
           NULL, NULL, error) &&
         parlor_audit_add (db, act->author.account, act->type, NULL, packet->account, text, error);
}

static gboolean
ban_work (ParlorAct *act,
          ParlorDb  *db,
          GError   **error)
{
  const ParlorServerBanPacket *packet = act->packet;
  const Target                *target = act->data;
  g_autofree char             *network = NULL;

  if (!parlor_act_need_server_role (act, db, PARLOR_SERVER_ROLE_ADMIN, error))
    return FALSE;
  if (!target->is_of_network) {
    if (!parlor_act_need_lower (act, db, packet->account, NULL, error))
      return FALSE;
  } else if (target->hits_equal && act->author.account != 0) {
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "network",
                          N_ ("You, or somebody of your role or a higher one, are connected from "
                              "there."));
  } else {
    network = parlor_network_to_string (&target->network);
  }

  return forget_ended (db, error) && need_room (db, error) && insert_ban (act, db, network, error);
}

static gboolean
is_of_account (ParlorSession *session,
               gconstpointer  account)
{
  return session->account == *(const gint64 *) account;
}

static void
ban_done (ParlorAct      *act,
          ParlorServices *services)
{
  const ParlorServerBanPacket *packet = act->packet;
  const Target                *target = act->data;
  g_autoptr (GError)           ban = parlor_server_bans_describe (
              target->is_of_network ? PARLOR_BANNED_ADDRESS : PARLOR_BANNED_ACCOUNT, packet->reason,
    packet->until_ms);

  if (target->is_of_network) {
    parlor_server_bans_add (services->bans, &target->network, packet->reason, packet->until_ms);
    parlor_sessions_dismiss_banned (services, is_in, &target->network, ban);
  } else {
    parlor_sessions_dismiss_banned (services, is_of_account, &packet->account, ban);
  }
}

/**
 * parlor_on_server_ban:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_server_ban (ParlorRequest *request)
{
  ParlorAct         *act = parlor_act_new (request);
  g_autoptr (GError) error = NULL;

  act->data = g_new0 (Target, 1);
  act->free_data = g_free;
  if (read_ban (act->session, act->packet, act->data, &error))
    parlor_act_run (act, PARLOR_STORE_WRITE, ban_work, ban_done);
  else
    parlor_act_refuse (act, error);
}

static gboolean
unban_work (ParlorAct *act,
            ParlorDb  *db,
            GError   **error)
{
  const ParlorServerUnbanPacket *packet = act->packet;
  const Target                  *target = act->data;
  g_autoptr (GError)             failure = NULL;
  g_autofree char               *network = NULL;
  gint64                         n_lifted = 0;

  if (target->is_of_network) {
    if (!parlor_act_need_server_role (act, db, PARLOR_SERVER_ROLE_ADMIN, error))
      return FALSE;
    network = parlor_network_to_string (&target->network);
  } else if (!parlor_act_need_lower (act, db, packet->account, NULL, error)) {
    return FALSE;
  }

  if (!parlor_db_get_int (
        db, "DELETE FROM server_bans WHERE account = $1 OR network = $2 RETURNING 1",
        PARLOR_PARAMS (parlor_int_or_null (packet->account), parlor_text (network)), &n_lifted,
        &failure))
    return parlor_log_refuse_missing (g_steal_pointer (&failure),
                                      target->is_of_network ? "network" : "account",
                                      N_ ("There is no such ban."), error);

  return parlor_audit_add (db, act->author.account, act->type, NULL, packet->account, network,
                           error);
}

static void
unban_done (ParlorAct      *act,
            ParlorServices *services)
{
  const Target *target = act->data;

  if (target->is_of_network)
    parlor_server_bans_remove (services->bans, &target->network);
}

/**
 * parlor_on_server_unban:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_server_unban (ParlorRequest *request)
{
  const ParlorServerUnbanPacket *packet = request->packet;
  ParlorAct                     *act = parlor_act_new (request);
  g_autoptr (GError)             error = NULL;

  act->data = g_new0 (Target, 1);
  act->free_data = g_free;
  if (read_target (packet->account, packet->network, act->data, &error))
    parlor_act_run (act, PARLOR_STORE_WRITE, unban_work, unban_done);
  else
    parlor_act_refuse (act, error);
}

static void
take_ban (const ParlorRow *row,
          gpointer         page)
{
  ParlorSanctionPacket *ban = parlor_packet_new (PARLOR_PACKET_SANCTION);

  ban->network = g_strdup (parlor_row_text (row, 0));
  ban->reason = g_strdup (parlor_row_text (row, 1));
  ban->time_ms = parlor_row_int (row, 2);
  ban->until_ms = parlor_row_int (row, 3);
  if (parlor_row_int (row, 4) != 0)
    ban->account = parlor_row_account (row, 4);
  if (parlor_row_int (row, 7) != 0)
    ban->author = parlor_row_account (row, 7);
  parlor_page_add (page, ban);
}

static gboolean
list_work (ParlorAct *act,
           ParlorDb  *db,
           GError   **error)
{
  const ParlorServerBansPacket *packet = act->packet;
  ParlorBansPagePacket         *answer = parlor_packet_new (PARLOR_PACKET_BANS_PAGE);
  ParlorPage                    page = { .type = PARLOR_PACKET_SANCTION, .limit = PAGE_ITEMS };

  answer->bans = page.items = g_ptr_array_new ();
  act->answer_type = PARLOR_PACKET_BANS_PAGE;
  act->answer = answer;

  if (!parlor_act_need_server_role (act, db, PARLOR_SERVER_ROLE_ADMIN, error) ||
      !parlor_db_exec (
        db,
        "SELECT b.network, b.reason, b.time_ms, b.until_ms, a.account, a.name, a.nick, "
        "o.account, o.name, o.nick FROM server_bans b "
        "LEFT JOIN accounts a ON a.account = b.account "
        "LEFT JOIN accounts o ON o.account = b.author "
        "WHERE b.until_ms = 0 OR b.until_ms > $1 "
        "ORDER BY b.time_ms, b.account, b.network LIMIT $2 OFFSET $3",
        PARLOR_PARAMS (parlor_int (now_ms ()), parlor_int (PAGE_ITEMS + 1),
                       parlor_int (packet->after)),
        take_ban, &page, error))
    return FALSE;

  answer->complete = !page.is_cut;

  return TRUE;
}

/**
 * parlor_on_server_bans:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_server_bans (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_READ, list_work, NULL);
}
