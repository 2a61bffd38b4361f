/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The log of a conversation, and who may read it: the SQL that several topics
 * need. */

#define G_LOG_DOMAIN "parlor-log"

#include "parlor-log.h"

#include "parlor-refusal.h"

/* What a frame holds besides its events. */
#define PAGE_MAX_BYTES (PARLOR_FRAME_MAX_BYTES - 1024)

#define EVENT_COLUMNS                                                                    \
  "SELECT e.conversation, e.seq, e.kind, e.author, a.name, a.nick, e.time_ms, e.nonce, " \
  "e.text, " PARLOR_ATTACHMENT_COLUMNS " FROM events e "                                 \
  "JOIN accounts a ON a.account = e.author "                                             \
  "LEFT JOIN attachments f ON f.attachment = e.attachment "

/**
 * parlor_log_refuse_missing:
 * @failure: (transfer full): why parlor_db_get_int() found nothing
 * @field: see parlor_refuse()
 * @text: see parlor_refuse()
 * @error: return location for %PARLOR_REFUSED_NOT_FOUND if there is no such row,
 *   else for @failure: that the disk fails says nothing of what is on it
 *
 * Returns: FALSE, always
 */
gboolean
parlor_log_refuse_missing (GError     *failure,
                           const char *field,
                           const char *text,
                           GError    **error)
{
  if (!g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
    g_propagate_error (error, failure);
    return FALSE;
  }

  g_error_free (failure);

  return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, field, text);
}

/**
 * parlor_log_append:
 * @db: the database
 * @event: what happened; its seq and time_ms are set
 * @error: return location for an error
 *
 * Puts @event at the end of its conversation's log.
 *
 * Returns: whether it is there; %PARLOR_REFUSED_NOT_FOUND if there is no such
 *   conversation
 */
gboolean
parlor_log_append (ParlorDb          *db,
                   ParlorEventPacket *event,
                   GError           **error)
{
  const ParlorAccountPacket    *author = event->author;
  const ParlorAttachmentPacket *attachment = event->attachment;
  g_autoptr (GError)            failure = NULL;
  gint64                        seq = 0;

  if (!parlor_db_get_int (db,
                          "UPDATE conversations SET head = head + 1, last_message = CASE $2 "
                          "WHEN 1 THEN head + 1 ELSE last_message END "
                          "WHERE conversation = $1 RETURNING head",
                          PARLOR_PARAMS (parlor_text (event->conversation),
                                         parlor_int (event->kind == PARLOR_EVENT_MESSAGE)),
                          &seq, &failure))
    return parlor_log_refuse_missing (g_steal_pointer (&failure), "conversation",
                                      "There is no such conversation.", error);

  event->seq = seq;
  event->time_ms = g_get_real_time () / 1000;

  return parlor_db_exec (
    db,
    "INSERT INTO events (conversation, seq, kind, author, time_ms, nonce, "
    "text, attachment) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    PARLOR_PARAMS (parlor_text (event->conversation), parlor_int (seq), parlor_int (event->kind),
                   parlor_int (author->account), parlor_int (event->time_ms),
                   parlor_text (event->nonce), parlor_text (event->text),
                   parlor_text (attachment != NULL ? attachment->attachment : NULL)),
    NULL, NULL, error);
}

typedef struct
{
  GPtrArray *events;
  gint64     viewer;
} Reading;

/**
 * parlor_row_account:
 * @row: a row
 * @column: of the account's number; name and nick follow
 *
 * Returns: (transfer full): who is in the row
 */
ParlorAccountPacket *
parlor_row_account (const ParlorRow *row,
                    guint            column)
{
  ParlorAccountPacket *account = parlor_packet_new (PARLOR_PACKET_ACCOUNT);

  account->account = parlor_row_int (row, column);
  account->name = g_strdup (parlor_row_text (row, column + 1));
  account->nick = g_strdup (parlor_row_text (row, column + 2));

  return account;
}

/**
 * parlor_row_attachment:
 * @row: a row
 * @column: of the first of %PARLOR_ATTACHMENT_COLUMNS
 *
 * Returns: (transfer full): the attachment in the row
 */
ParlorAttachmentPacket *
parlor_row_attachment (const ParlorRow *row,
                       guint            column)
{
  ParlorAttachmentPacket *attachment = parlor_packet_new (PARLOR_PACKET_ATTACHMENT);

  attachment->attachment = g_strdup (parlor_row_text (row, column));
  attachment->name = g_strdup (parlor_row_text (row, column + 1));
  attachment->media_type = g_strdup (parlor_row_text (row, column + 2));
  attachment->size_bytes = parlor_row_int (row, column + 3);
  attachment->width_px = parlor_row_int (row, column + 4);
  attachment->height_px = parlor_row_int (row, column + 5);
  attachment->preview = parlor_row_bytes (row, column + 6);

  return attachment;
}

static void
read_event (const ParlorRow *row,
            gpointer         user_data)
{
  Reading           *reading = user_data;
  ParlorEventPacket *event = parlor_packet_new (PARLOR_PACKET_EVENT);

  event->conversation = g_strdup (parlor_row_text (row, 0));
  event->seq = parlor_row_int (row, 1);
  event->kind = parlor_row_int (row, 2);
  event->author = parlor_row_account (row, 3);
  event->time_ms = parlor_row_int (row, 6);
  if (parlor_row_int (row, 3) == reading->viewer)
    event->nonce = g_strdup (parlor_row_text (row, 7));
  event->text = g_strdup (parlor_row_text (row, 8));
  if (parlor_row_text (row, 9) != NULL)
    event->attachment = parlor_row_attachment (row, 9);

  g_ptr_array_add (reading->events, event);
}

/**
 * parlor_events_free:
 * @events: (transfer full) (nullable): an array of #ParlorEventPacket
 */
void
parlor_events_free (GPtrArray *events)
{
  for (guint i = 0; events != NULL && i < events->len; i++)
    parlor_packet_free (PARLOR_PACKET_EVENT, events->pdata[i]);
  g_clear_pointer (&events, g_ptr_array_unref);
}

/**
 * parlor_log_read_after:
 * @db: the database
 * @conversation: of which
 * @viewer: for whom: only an author is told a nonce
 * @after: only events after this seq, the oldest of them
 * @limit: how many at most
 * @ret_events: (out caller-allocates): appended to, ascending
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
parlor_log_read_after (ParlorDb   *db,
                       const char *conversation,
                       gint64      viewer,
                       gint64      after,
                       guint       limit,
                       GPtrArray  *ret_events,
                       GError    **error)
{
  Reading reading = { ret_events, viewer };

  return parlor_db_exec (db,
                         EVENT_COLUMNS "WHERE e.conversation = $1 AND e.seq > $2 "
                                       "ORDER BY e.seq LIMIT $3",
                         PARLOR_PARAMS (parlor_text (conversation), parlor_int (after),
                                        parlor_int (limit)),
                         read_event, &reading, error);
}

/**
 * parlor_log_read_before:
 * @db: the database
 * @conversation: of which
 * @viewer: for whom: only an author is told a nonce
 * @before: only events before this seq, the newest of them
 * @limit: how many at most
 * @ret_events: (out caller-allocates): an empty array, filled ascending
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
parlor_log_read_before (ParlorDb   *db,
                        const char *conversation,
                        gint64      viewer,
                        gint64      before,
                        guint       limit,
                        GPtrArray  *ret_events,
                        GError    **error)
{
  Reading reading = { ret_events, viewer };

  if (!parlor_db_exec (db,
                       EVENT_COLUMNS "WHERE e.conversation = $1 AND e.seq < $2 "
                                     "ORDER BY e.seq DESC LIMIT $3",
                       PARLOR_PARAMS (parlor_text (conversation), parlor_int (before),
                                      parlor_int (limit)),
                       read_event, &reading, error))
    return FALSE;

  for (guint i = 0, j = ret_events->len; i + 1 < j; i++) {
    gpointer other = ret_events->pdata[--j];

    ret_events->pdata[j] = ret_events->pdata[i];
    ret_events->pdata[i] = other;
  }

  return TRUE;
}

static void
drop_events (GPtrArray *events,
             guint      first,
             guint      n_events)
{
  for (guint i = first; i < first + n_events; i++)
    parlor_packet_free (PARLOR_PACKET_EVENT, events->pdata[i]);
  if (n_events > 0)
    g_ptr_array_remove_range (events, first, n_events);
}

/**
 * parlor_log_fit_events:
 * @events: an array of #ParlorEventPacket
 * @max_events: how many may stay
 * @keep_first: 1 to keep the first ones, 0 to keep the last ones
 *
 * Drops events from an end until the rest is not too many and fits into a
 * frame.
 *
 * Returns: whether any had to be dropped
 */
gboolean
parlor_log_fit_events (GPtrArray *events,
                       guint      max_events,
                       guint      keep_first)
{
  gsize size_bytes = 0;

  for (guint i = 0; i < events->len; i++) {
    guint              at = keep_first ? i : events->len - 1 - i;
    g_autoptr (GBytes) frame = parlor_packet_encode (PARLOR_PACKET_EVENT, events->pdata[at]);

    size_bytes += g_bytes_get_size (frame);
    if (i == max_events || (size_bytes > PAGE_MAX_BYTES && i > 0)) {
      drop_events (events, keep_first ? i : 0, events->len - i);
      return TRUE;
    }
  }

  return FALSE;
}

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
                                    "There is no such conversation, or you are not in it.", error);
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

  g_ptr_array_add (user_data, conversation);
}

static gboolean
read_last_message (ParlorDb                 *db,
                   gint64                    viewer,
                   ParlorConversationPacket *conversation,
                   GError                  **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new ();
  Reading               reading = { events, viewer };

  if (!parlor_db_exec (
        db,
        EVENT_COLUMNS "WHERE e.conversation = $1 AND e.seq = "
                      "(SELECT last_message FROM conversations WHERE conversation = $1)",
        PARLOR_PARAMS (parlor_text (conversation->conversation)), read_event, &reading, error))
    return FALSE;

  if (events->len > 0)
    conversation->last = events->pdata[0];

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
        "c.password IS NOT NULL, c.unlisted, a.account, a.name, a.nick "
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
                   "There is no such conversation, or you are not in it.");

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
                         "INSERT INTO members (conversation, account, role) VALUES ($1, $2, $3)",
                         PARLOR_PARAMS (parlor_text (event->conversation),
                                        parlor_int (account->account), parlor_int (role)),
                         NULL, NULL, error) &&
         parlor_db_exec (db,
                         "UPDATE conversations SET members = members + 1 WHERE conversation = $1",
                         PARLOR_PARAMS (parlor_text (event->conversation)), NULL, NULL, error) &&
         parlor_log_append (db, event, error);
}
