/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Accounts as administrators see them. */

#define G_LOG_DOMAIN "parlor-topic-users"

#include "parlor-account-rights.h"
#include "parlor-page.h"
#include "parlor-scan.h"
#include "parlor-topics.h"

#define PAGE_DEFAULT_ITEMS 50
#define EVENTS_AT_ONCE 10000

/* What is known before the accounts are read. */
typedef struct
{
  GHashTable *n_sessions; /* gint64 * → how many are connected */
  gint64      n_messages;
} Known;

typedef struct
{
  ParlorAct *act;
  ParlorPage page;
} Listing;

static void
known_free (gpointer data)
{
  Known *known = data;

  g_hash_table_unref (known->n_sessions);
  g_free (known);
}

static Known *
known_new (ParlorServices *services)
{
  Known         *known = g_new0 (Known, 1);
  GHashTableIter iter;
  gpointer       key;

  known->n_sessions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, services->sessions);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    ParlorSession *session = key;
    gpointer       n = g_hash_table_lookup (known->n_sessions, &session->account);

    if (session->account != 0 && !session->is_ending)
      g_hash_table_replace (known->n_sessions,
                            g_memdup2 (&session->account, sizeof session->account),
                            GUINT_TO_POINTER (GPOINTER_TO_UINT (n) + 1));
  }

  return known;
}

static ParlorAccountPacket *
read_account (const ParlorRow *row)
{
  ParlorAccountPacket *account = parlor_row_account (row, 0);

  if (parlor_row_int (row, 3) > PARLOR_SERVER_ROLE_USER)
    account->server_role = parlor_row_int (row, 3);
  account->is_guest = parlor_row_int (row, 4);
  account->status = g_strdup (parlor_row_text (row, 5));
  account->avatar = g_strdup (parlor_row_text (row, 6));
  account->last_seen_ms = parlor_row_int (row, 7);

  return account;
}

static void
take_user (const ParlorRow *row,
           gpointer         user_data)
{
  Listing              *listing = user_data;
  Known                *known = listing->act->data;
  ParlorUserInfoPacket *user = parlor_packet_new (PARLOR_PACKET_USER_INFO);
  gint64                account = parlor_row_int (row, 0);

  user->account = read_account (row);
  user->created_ms = parlor_row_int (row, 8);
  user->devices = parlor_row_int (row, 9);
  user->files_bytes = parlor_row_int (row, 10);
  user->sessions = GPOINTER_TO_UINT (g_hash_table_lookup (known->n_sessions, &account));
  user->messages = known->n_messages;
  ((ParlorAccountPacket *) user->account)->presence =
    user->sessions > 0 ? PARLOR_PRESENCE_ONLINE : PARLOR_PRESENCE_OFFLINE;

  if (parlor_row_int (row, 11) != 0) {
    ParlorSanctionPacket *ban = parlor_packet_new (PARLOR_PACKET_SANCTION);

    ban->time_ms = parlor_row_int (row, 11);
    ban->until_ms = parlor_row_int (row, 12);
    ban->reason = g_strdup (parlor_row_text (row, 13));
    if (parlor_row_int (row, 14) != 0)
      ban->author = parlor_row_account (row, 14);
    user->ban = ban;
  }
  parlor_page_add (&listing->page, user);
}

/* What a LIKE with ESCAPE '!' finds. */
static char *
make_pattern (const char *query)
{
  g_autoptr (GString) pattern = g_string_new ("%");

  if (query == NULL || *query == '\0')
    return NULL;

  for (const char *p = *query == '@' ? query + 1 : query; *p != '\0'; p++) {
    if (*p == '%' || *p == '_' || *p == '!')
      g_string_append_c (pattern, '!');
    g_string_append_c (pattern, *p);
  }
  g_string_append_c (pattern, '%');

  return g_strdup (pattern->str);
}

static gboolean
users_work (ParlorAct *act,
            ParlorDb  *db,
            GError   **error)
{
  const ParlorUsersPacket *packet = act->packet;
  ParlorUsersPagePacket   *answer = parlor_packet_new (PARLOR_PACKET_USERS_PAGE);
  g_autofree char         *pattern = make_pattern (packet->query);
  Listing                  listing = { .act = act };

  listing.page.type = PARLOR_PACKET_USER_INFO;
  listing.page.limit = parlor_page_limit (packet->limit, PAGE_DEFAULT_ITEMS);
  answer->users = listing.page.items = g_ptr_array_new ();
  act->answer_type = PARLOR_PACKET_USERS_PAGE;
  act->answer = answer;

  if (!parlor_act_need_server_role (act, db, PARLOR_SERVER_ROLE_ADMIN, error) ||
      !parlor_db_exec (
        db,
        "SELECT a.account, a.name, a.nick, a.role, a.is_guest, a.status, a.avatar, "
        "a.last_seen_ms, a.created_ms, "
        "(SELECT COUNT (*) FROM devices d WHERE d.account = a.account), "
        "(SELECT COALESCE (SUM (f.size_bytes), 0) FROM attachments f WHERE f.account = a.account), "
        "b.time_ms, b.until_ms, b.reason, o.account, o.name, o.nick FROM accounts a "
        "LEFT JOIN server_bans b ON b.account = a.account "
        "AND (b.until_ms = 0 OR b.until_ms > $1) "
        "LEFT JOIN accounts o ON o.account = b.author "
        "WHERE a.is_deleted = 0 AND a.account > $2 AND ($3 = 0 OR a.account = $3) "
        "AND ($4 IS NULL OR a.name LIKE $4 ESCAPE '!' OR a.nick LIKE $4 ESCAPE '!') "
        "ORDER BY a.account LIMIT $5",
        PARLOR_PARAMS (parlor_int (g_get_real_time () / 1000), parlor_int (packet->after),
                       parlor_int (packet->account), parlor_text (pattern),
                       parlor_int (listing.page.limit + 1)),
        take_user, &listing, error))
    return FALSE;
  if (packet->account != 0 && answer->users->len == 0)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "account",
                          N_ ("There is no such account."));

  answer->complete = !listing.page.is_cut;

  return TRUE;
}

static void
run_users (ParlorRequest *request,
           gint64         n_messages)
{
  ParlorAct *act = parlor_act_new (request);
  Known     *known = known_new (act->session->services);

  known->n_messages = n_messages;
  act->data = known;
  act->free_data = known_free;
  parlor_act_run (act, PARLOR_STORE_READ, users_work, NULL);
}

/* Counting what somebody has written, without keeping the store from others' work
 * for long. */
typedef struct
{
  ParlorRequest *request;
  gint64         account;
  char          *conversation;
  gint64         after;
  gint64         n_messages;
} Count;

static gboolean
count_work (gpointer owner,
            gpointer data,
            GError **error)
{
  Count *count = data;
  gint64 n_seen = 0;

  while (n_seen < EVENTS_AT_ONCE) {
    g_auto (ParlorStretch) stretch = { NULL, 0, 0 };
    gint64                 n_messages = 0;

    if (!parlor_scan_next (owner, count->conversation, count->after, EVENTS_AT_ONCE, &stretch,
                           error))
      return FALSE;
    g_free (count->conversation);
    count->conversation = g_steal_pointer (&stretch.conversation);
    count->after = stretch.up_to;
    if (count->conversation == NULL)
      return TRUE;

    if (!parlor_db_get_int (owner,
                            "SELECT COUNT (*) FROM events WHERE conversation = $1 AND seq > $2 "
                            "AND seq <= $3 AND author = $4 AND kind = $5",
                            PARLOR_PARAMS (parlor_text (count->conversation),
                                           parlor_int (stretch.after), parlor_int (stretch.up_to),
                                           parlor_int (count->account),
                                           parlor_int (PARLOR_EVENT_MESSAGE)),
                            &n_messages, error))
      return FALSE;
    count->n_messages += n_messages;
    n_seen += 20 + stretch.up_to - stretch.after;
  }

  return TRUE;
}

static void
count_done (gpointer      data,
            const GError *error)
{
  Count *count = data;

  if (error == NULL && count->conversation != NULL) {
    parlor_store_run (count->request->session->services->store, PARLOR_STORE_READ, count_work,
                      count_done, count);
    return;
  }

  if (error != NULL)
    parlor_request_refuse (count->request, error);
  else
    run_users (count->request, count->n_messages);
  g_free (count->conversation);
  g_free (count);
}

/**
 * parlor_on_users:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_users (ParlorRequest *request)
{
  const ParlorUsersPacket *packet = request->packet;
  Count                   *count;

  if (packet->account == 0) {
    run_users (request, 0);
    return;
  }

  count = g_new0 (Count, 1);
  count->request = request;
  count->account = packet->account;
  parlor_store_run (request->session->services->store, PARLOR_STORE_READ, count_work, count_done,
                    count);
}
