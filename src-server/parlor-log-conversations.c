/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations as their members see them, and who is a member. */

#define G_LOG_DOMAIN "parlor-log-conversations"

#include "parlor-log.h"

#include "parlor-refusal.h"

/* One's own messages behind one's marker are looked for among so many events:
 * who moves the marker far back does not keep everybody waiting. */
#define OWN_MAX_EVENTS 2000

/* How many messages behind the read marker of m mention m. */
#define MENTIONS_OF_MEMBER                                                              \
  "(SELECT COUNT (DISTINCT n.seq) FROM mentions n WHERE n.account IN (m.account, 0) "   \
  "AND n.conversation = m.conversation AND n.seq > m.read AND n.author <> m.account "   \
  "AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account = m.account AND b.blocked = " \
  "n.author))"

/**
 * parlor_log_is_member:
 * @db: the database
 * @conversation: which
 * @account: who
 * @error: return location for an error
 *
 * Returns: whether @account is a member now; %PARLOR_REFUSED_NOT_FOUND, which
 *   does not tell whether the conversation exists, otherwise
 */
gboolean
parlor_log_is_member (ParlorDb   *db,
                      const char *conversation,
                      gint64      account,
                      GError    **error)
{
  g_autoptr (GError) failure = NULL;
  gint64             role = 0;

  if (parlor_db_get_int (db, "SELECT role FROM members WHERE conversation = $1 AND account = $2",
                         PARLOR_PARAMS (parlor_text (conversation), parlor_int (account)),
                         &role, &failure))
    return TRUE;

  return parlor_log_refuse_missing (g_steal_pointer (&failure), "conversation",
                                    N_ ("There is no such conversation, or you are not in it."),
                                    error);
}

static void
read_settings (const ParlorRow          *row,
               ParlorConversationPacket *conversation)
{
  conversation->description = g_strdup (parlor_row_text (row, 12));
  conversation->is_private = parlor_row_int (row, 13);
  conversation->is_read_only = parlor_row_int (row, 14);
  conversation->is_archived = parlor_row_int (row, 15);
  conversation->slow_mode_s = parlor_row_int (row, 16);
  conversation->retention_days = parlor_row_int (row, 17);
  conversation->retention_count = parlor_row_int (row, 18);
  conversation->file_retention_days = parlor_row_int (row, 19);
}

static void
read_conversation (const ParlorRow *row,
                   gpointer         user_data)
{
  ParlorConversationPacket *conversation = parlor_packet_new (PARLOR_PACKET_CONVERSATION);

  conversation->conversation = g_strdup (parlor_row_text (row, 0));
  conversation->kind = parlor_row_int (row, 1);
  conversation->name = g_strdup (parlor_row_text (row, 2));
  conversation->topic = g_strdup (parlor_row_text (row, 3));
  conversation->role = parlor_row_int (row, 4);
  conversation->members = parlor_row_int (row, 5);
  conversation->head = parlor_row_int (row, 6);
  conversation->has_password = parlor_row_int (row, 7);
  conversation->unlisted = parlor_row_int (row, 8);
  if (parlor_row_int (row, 9) != 0)
    conversation->with = parlor_row_account (row, 9);
  read_settings (row, conversation);
  conversation->first = parlor_row_int (row, 20);
  conversation->read = parlor_row_int (row, 21);
  conversation->unread = MAX (parlor_row_int (row, 22), 0);
  conversation->mentions = parlor_row_int (row, 23);
  conversation->muted_until_ms = parlor_row_int (row, 24);

  g_ptr_array_add (user_data, conversation);
}

static gboolean
read_last_message (ParlorDb                 *db,
                   gint64                    viewer,
                   ParlorConversationPacket *conversation,
                   GError                  **error)
{
  gint64             seq = 0;
  ParlorEventPacket *last = NULL;

  if (!parlor_db_get_int (db, "SELECT last_message FROM conversations WHERE conversation = $1",
                          PARLOR_PARAMS (parlor_text (conversation->conversation)), &seq, error) ||
      !parlor_log_read_event (db, conversation->conversation, viewer, seq, &last, error))
    return FALSE;

  conversation->last = last;

  return TRUE;
}

/**
 * parlor_log_read_conversations:
 * @db: the database
 * @viewer: whose
 * @conversation: (nullable): only this one
 * @ret_conversations: (out caller-allocates): appended to
 * @error: return location for an error
 *
 * Returns: whether the conversations that @viewer is in could be read
 */
gboolean
parlor_log_read_conversations (ParlorDb   *db,
                               gint64      viewer,
                               const char *conversation,
                               GPtrArray  *ret_conversations,
                               GError    **error)
{
  guint first = ret_conversations->len;

  if (!parlor_db_exec (
        db,
        "SELECT c.conversation, c.kind, c.name, c.topic, m.role, c.members, c.head, "
        "c.password IS NOT NULL, c.unlisted, a.account, a.name, a.nick, c.description, "
        "c.is_private, c.is_read_only, c.is_archived, c.slow_mode_s, c.retention_days, "
        "c.retention_count, c.file_retention_days, c.first, m.read, "
        "c.messages - m.read_messages, " MENTIONS_OF_MEMBER ", m.muted_until_ms "
        "FROM members m JOIN conversations c ON c.conversation = m.conversation "
        "LEFT JOIN members o ON o.conversation = CASE c.kind WHEN $3 THEN c.conversation END "
        "AND o.account <> m.account LEFT JOIN accounts a ON a.account = o.account "
        "WHERE m.account = $1 AND ($2 IS NULL OR m.conversation = $2) "
        "ORDER BY c.conversation",
        PARLOR_PARAMS (parlor_int (viewer), parlor_text (conversation),
                       parlor_int (PARLOR_CONVERSATION_PERSONAL)),
        read_conversation, ret_conversations, error))
    return FALSE;

  for (guint i = first; i < ret_conversations->len; i++)
    if (!read_last_message (db, viewer, ret_conversations->pdata[i], error))
      return FALSE;

  return TRUE;
}

/**
 * parlor_log_read_conversation:
 * @db: the database
 * @viewer: who sees it
 * @conversation: which
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a conversation that @viewer is in
 */
ParlorConversationPacket *
parlor_log_read_conversation (ParlorDb   *db,
                              gint64      viewer,
                              const char *conversation,
                              GError    **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  if (!parlor_log_read_conversations (db, viewer, conversation, found, error)) {
    for (guint i = 0; i < found->len; i++)
      parlor_packet_free (PARLOR_PACKET_CONVERSATION, found->pdata[i]);
    return NULL;
  }

  if (found->len == 0)
    parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "conversation",
                   N_ ("There is no such conversation, or you are not in it."));

  return found->len > 0 ? found->pdata[0] : NULL;
}

/**
 * parlor_log_add_member:
 * @db: the database
 * @event: the author joins the conversation; appended to its log
 * @role: what the author is there
 * @error: return location for an error
 *
 * Returns: whether the author is a member; @event has no seq if that was so
 *   before
 */
gboolean
parlor_log_add_member (ParlorDb          *db,
                       ParlorEventPacket *event,
                       ParlorRole         role,
                       GError           **error)
{
  ParlorAccountPacket *account = event->author;

  if (parlor_log_is_member (db, event->conversation, account->account, NULL))
    return TRUE;

  return parlor_db_exec (db,
                         "UPDATE conversations SET members = members + 1 WHERE conversation = $1",
                         PARLOR_PARAMS (parlor_text (event->conversation)), NULL, NULL, error) &&
         parlor_log_append (db, event, error) &&
         parlor_db_exec (db,
                         "INSERT INTO members (conversation, account, role, joined_ms, read, "
                         "read_messages, muted_until_ms) SELECT conversation, $2, $3, $4, head, "
                         "messages, COALESCE ((SELECT u.until_ms FROM mutes u "
                         "WHERE u.conversation = c.conversation AND u.account = $2), 0) "
                         "FROM conversations c WHERE conversation = $1",
                         PARLOR_PARAMS (parlor_text (event->conversation),
                                        parlor_int (account->account), parlor_int (role),
                                        parlor_int (event->time_ms)),
                         NULL, NULL, error);
}

/**
 * parlor_log_remove_member:
 * @db: the database
 * @conversation: where from
 * @account: a member
 * @error: return location for an error
 *
 * Takes a member out; that it happened has to be appended to the log as well.
 * Who is muted will be so after coming back.
 *
 * Returns: whether that could be done
 */
gboolean
parlor_log_remove_member (ParlorDb   *db,
                          const char *conversation,
                          gint64      account,
                          GError    **error)
{
  return parlor_db_exec (
           db,
           "INSERT INTO mutes (conversation, account, until_ms) "
           "SELECT conversation, account, muted_until_ms FROM members WHERE conversation = $1 "
           "AND account = $2 AND muted_until_ms > 0 "
           "ON CONFLICT (conversation, account) DO UPDATE SET until_ms = excluded.until_ms",
           PARLOR_PARAMS (parlor_text (conversation), parlor_int (account)), NULL, NULL, error) &&
         parlor_db_exec (db, "DELETE FROM members WHERE conversation = $1 AND account = $2",
                         PARLOR_PARAMS (parlor_text (conversation), parlor_int (account)), NULL,
                         NULL, error) &&
         parlor_db_exec (db,
                         "UPDATE conversations SET members = members - 1 WHERE conversation = $1",
                         PARLOR_PARAMS (parlor_text (conversation)), NULL, NULL, error);
}

static void
take_read (const ParlorRow *row,
           gpointer         user_data)
{
  ParlorReadPacket *read = user_data;

  read->seq = parlor_row_int (row, 0);
  read->unread = MAX (parlor_row_int (row, 1), 0);
  read->mentions = parlor_row_int (row, 2);
}

/**
 * parlor_log_read_marker:
 * @db: the database
 * @conversation: which
 * @account: whose
 * @ret_read: (out caller-allocates): its seq, unread and mentions are set; left
 *   alone if @account is not a member
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
parlor_log_read_marker (ParlorDb         *db,
                        const char       *conversation,
                        gint64            account,
                        ParlorReadPacket *ret_read,
                        GError          **error)
{
  return parlor_db_exec (
    db,
    "SELECT m.read, c.messages - m.read_messages, " MENTIONS_OF_MEMBER " FROM members m "
    "JOIN conversations c ON c.conversation = m.conversation "
    "WHERE m.conversation = $1 AND m.account = $2",
    PARLOR_PARAMS (parlor_text (conversation), parlor_int (account)), take_read, ret_read, error);
}

/**
 * parlor_log_set_marker:
 * @db: the database
 * @conversation: which
 * @account: a member
 * @seq: up to which @account has read
 * @error: return location for an error
 *
 * Moves a read marker, forward or back.  What needs no reading is what was
 * written up to it, what was deleted or written by @account behind it, and what
 * is no longer kept.
 *
 * Returns: whether that could be done
 */
gboolean
parlor_log_set_marker (ParlorDb   *db,
                       const char *conversation,
                       gint64      account,
                       gint64      seq,
                       GError    **error)
{
  return parlor_db_exec (
    db,
    "UPDATE members SET read = $3, read_messages = COALESCE ("
    "(SELECT CASE e.kind WHEN $4 THEN e.messages - 1 ELSE e.messages END FROM events e "
    "WHERE e.conversation = $1 AND e.seq > $3 ORDER BY e.seq LIMIT 1), "
    "(SELECT c.messages FROM conversations c WHERE c.conversation = $1)) + "
    "(SELECT COUNT (*) FROM events e "
    "WHERE e.conversation = $1 AND e.seq > $3 AND e.is_deleted = 1) + "
    "(SELECT COUNT (*) FROM (SELECT author, kind, is_deleted FROM events e "
    "WHERE e.conversation = $1 AND e.seq > $3 ORDER BY e.seq LIMIT $5) o "
    "WHERE o.author = $2 AND o.kind = $4 AND o.is_deleted IS NULL) "
    "WHERE conversation = $1 AND account = $2",
    PARLOR_PARAMS (parlor_text (conversation), parlor_int (account), parlor_int (seq),
                   parlor_int (PARLOR_EVENT_MESSAGE), parlor_int (OWN_MAX_EVENTS)),
    NULL, NULL, error);
}
