/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the client reads when it starts.  It must not grow with the history:
 * of each conversation only the newest message is looked at. */

#define G_LOG_DOMAIN "parlor-cache"

#include "parlor-cache-private.h"

static void
read_account_row (sqlite3_stmt *row,
                  gpointer      user_data)
{
  ParlorCacheAccount **account = user_data;

  *account = g_new0 (ParlorCacheAccount, 1);
  (*account)->host = parlor_sql_dup_text (row, 0);
  (*account)->port = sqlite3_column_int (row, 1);
  (*account)->pinned = parlor_sql_dup_text (row, 2);
  (*account)->id = sqlite3_column_int64 (row, 3);
  (*account)->name = parlor_sql_dup_text (row, 4);
  (*account)->nick = parlor_sql_dup_text (row, 5);
  (*account)->server_name = parlor_sql_dup_text (row, 6);
}

/**
 * parlor_cache_read_account:
 * @db: a database
 * @ret_account: (out): who one is; untouched if nobody is remembered
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
parlor_cache_read_account (sqlite3             *db,
                           ParlorCacheAccount **ret_account,
                           GError             **error)
{
  return parlor_sql_query (db, read_account_row, ret_account, error,
                           "SELECT host, port, pinned, id, name, nick, server_name FROM account",
                           "");
}

static void
read_epoch (sqlite3_stmt *row,
            gpointer      user_data)
{
  ParlorCacheSnapshot *snapshot = user_data;

  snapshot->epoch = parlor_sql_dup_text (row, 0);
}

static void
read_person (sqlite3_stmt *row,
             gpointer      user_data)
{
  ParlorAccountPacket *account = parlor_packet_new (PARLOR_PACKET_ACCOUNT);

  account->account = sqlite3_column_int64 (row, 0);
  account->name = parlor_sql_dup_text (row, 1);
  account->nick = parlor_sql_dup_text (row, 2);
  g_ptr_array_add (user_data, account);
}

static void
read_conversation (sqlite3_stmt *row,
                   gpointer      user_data)
{
  g_autoptr (GBytes)        frame = parlor_sql_get_bytes (row, 0);
  ParlorConversationPacket *packet;
  ParlorCacheConversation  *conversation;

  packet = parlor_cache_decode (frame, PARLOR_PACKET_CONVERSATION);
  if (packet == NULL)
    return;

  conversation = g_new0 (ParlorCacheConversation, 1);
  conversation->packet = packet;
  conversation->known_seq = sqlite3_column_int64 (row, 1);
  conversation->read_seq = sqlite3_column_int64 (row, 2);
  conversation->is_member = sqlite3_column_int (row, 3);
  conversation->draft = parlor_sql_dup_text (row, 4);
  conversation->n_unread = sqlite3_column_int (row, 5);
  conversation->n_mentions = sqlite3_column_int (row, 6);
  conversation->counted_seq = sqlite3_column_int64 (row, 7);
  conversation->is_read_told = sqlite3_column_int (row, 8);
  conversation->draft_reply_to = sqlite3_column_int64 (row, 9);
  conversation->draft_edit_of = sqlite3_column_int64 (row, 10);
  conversation->is_pinned = sqlite3_column_int (row, 11);
  conversation->notifications_muted = sqlite3_column_int (row, 12);
  conversation->draft_edit_text = parlor_sql_dup_text (row, 13);
  g_ptr_array_add (user_data, conversation);
}

static void
read_last (sqlite3_stmt *row,
           gpointer      user_data)
{
  ParlorCacheConversation *conversation = user_data;
  g_autoptr (GBytes)       frame = parlor_sql_get_bytes (row, 0);

  conversation->last = parlor_cache_decode (frame, PARLOR_PACKET_EVENT);
}

/* The newest message is in the log, or, if the log has a gap there, in what
 * the server told of the conversation. */
static gboolean
find_last (sqlite3                 *db,
           ParlorCacheConversation *conversation,
           GError                 **error)
{
  const char           *id = conversation->packet->conversation;
  ParlorEventPacket    *told = conversation->packet->last;
  g_autoptr (GPtrArray) events = g_ptr_array_new ();
  ParlorCachePage       page = { .conversation = (char *) id, .n_max = 1, .events = events };

  if (!parlor_sql_query (db, read_last, conversation, error,
                         "SELECT packet FROM events WHERE conversation = ?1 AND kind = ?2"
                         "  ORDER BY seq DESC LIMIT 1",
                         "si", id, (gint64) PARLOR_EVENT_MESSAGE))
    return FALSE;

  if (told != NULL && (conversation->last == NULL || told->seq > conversation->last->seq ||
                       (told->seq == conversation->last->seq &&
                        told->changed > conversation->last->changed))) {
    parlor_packet_free (PARLOR_PACKET_EVENT, conversation->last);
    conversation->last = g_steal_pointer (&conversation->packet->last);
  }
  if (conversation->last == NULL)
    return TRUE;

  g_ptr_array_add (events, conversation->last);

  return parlor_cache_apply_changes (db, &page, error);
}

static gboolean
load (sqlite3 *db,
      gpointer data,
      GError **error)
{
  ParlorCacheSnapshot *snapshot = data;

  if (!parlor_sql_query (db, read_epoch, snapshot, error, "SELECT epoch FROM account", "") ||
      !parlor_sql_query (db, read_person, snapshot->people, error,
                         "SELECT id, name, nick FROM people", "") ||
      !parlor_sql_query (db, read_conversation, snapshot->conversations, error,
                         "SELECT packet, known_seq, read_seq, is_member, draft, unread, mentions,"
                         "  counted_seq, is_read_told, draft_reply_to, draft_edit_of, is_pinned,"
                         "  notifications_muted, draft_edit_text FROM conversations",
                         "") ||
      !parlor_cache_read_outbox (db, snapshot->outbox, error))
    return FALSE;

  for (guint i = 0; i < snapshot->conversations->len; i++)
    if (!find_last (db, snapshot->conversations->pdata[i], error))
      return FALSE;

  return TRUE;
}

/* What the snapshot is in until somebody takes it out of its task. */
typedef struct
{
  ParlorCacheSnapshot *snapshot;
} Holder;

static gboolean
load_into_holder (sqlite3 *db,
                  gpointer data,
                  GError **error)
{
  return load (db, ((Holder *) data)->snapshot, error);
}

static void
holder_free (gpointer data)
{
  parlor_cache_snapshot_free (((Holder *) data)->snapshot);
  g_free (data);
}

/**
 * parlor_cache_load_async:
 * @self: an open cache
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Reads what the client shows when it starts.
 */
void
parlor_cache_load_async (ParlorCache        *self,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  ParlorCacheSnapshot *snapshot = g_new0 (ParlorCacheSnapshot, 1);
  Holder              *holder = g_new (Holder, 1);

  g_return_if_fail (PARLOR_IS_CACHE (self));

  snapshot->people = parlor_cache_new_people ();
  snapshot->conversations =
    g_ptr_array_new_with_free_func ((GDestroyNotify) parlor_cache_conversation_free);
  snapshot->outbox = g_ptr_array_new_with_free_func ((GDestroyNotify) parlor_cache_outgoing_free);

  holder->snapshot = snapshot;
  parlor_cache_run_async (self, PARLOR_CACHE_SOON, load_into_holder, holder, holder_free,
                          callback, user_data);
}

/**
 * parlor_cache_load_finish:
 * @self: the cache
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what was read
 */
ParlorCacheSnapshot *
parlor_cache_load_finish (ParlorCache  *self,
                          GAsyncResult *result,
                          GError      **error)
{
  Holder *holder = parlor_cache_run_finish (self, result, error);

  return holder != NULL ? g_steal_pointer (&holder->snapshot) : NULL;
}
