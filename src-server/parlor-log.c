/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing the log of a conversation, and what is needed to read it. */

#define G_LOG_DOMAIN "parlor-log"

#include "parlor-log.h"

#include "parlor-refusal.h"

/* What a frame holds besides its events. */
#define PAGE_MAX_BYTES (PARLOR_FRAME_MAX_BYTES - 1024)

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

static void
take_end (const ParlorRow *row,
          gpointer         user_data)
{
  *(ParlorLogEnd *) user_data = (ParlorLogEnd){ parlor_row_int (row, 0), parlor_row_int (row, 1),
                                                TRUE };
}

static gint64
account_number (const ParlorAccountPacket *account)
{
  return account != NULL ? account->account : 0;
}

static gboolean
insert_event (ParlorDb                *db,
              const ParlorEventPacket *event,
              gint64                   n_messages,
              GError                 **error)
{
  const ParlorAttachmentPacket *attachment = event->attachment;

  return parlor_db_exec (
    db,
    "INSERT INTO events (conversation, seq, kind, author, time_ms, nonce, text, attachment, "
    "messages, is_action, reply_to, target, emoji, member, role, setting, until_ms) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    PARLOR_PARAMS (
      parlor_text (event->conversation), parlor_int (event->seq), parlor_int (event->kind),
      parlor_int (account_number (event->author)), parlor_int (event->time_ms),
      parlor_text (event->nonce), parlor_text (event->text),
      parlor_text (attachment != NULL ? attachment->attachment : NULL), parlor_int (n_messages),
      parlor_int_or_null (event->is_action), parlor_int_or_null (event->reply_to),
      parlor_int_or_null (event->target), parlor_text (event->emoji),
      parlor_int_or_null (account_number (event->member)), parlor_int_or_null (event->role),
      parlor_int_or_null (event->setting), parlor_int_or_null (event->until_ms)),
    NULL, NULL, error);
}

/* Who writes has read what came before. */
static gboolean
move_author (ParlorDb                *db,
             const ParlorEventPacket *event,
             gint64                   n_messages,
             GError                 **error)
{
  return parlor_db_exec (db,
                         "UPDATE members SET read = $3, read_messages = $4, sent_ms = $5 "
                         "WHERE conversation = $1 AND account = $2",
                         PARLOR_PARAMS (parlor_text (event->conversation),
                                        parlor_int (account_number (event->author)),
                                        parlor_int (event->seq), parlor_int (n_messages),
                                        parlor_int (event->time_ms)),
                         NULL, NULL, error);
}

/**
 * parlor_log_append_at:
 * @db: the database
 * @event: what happened; its seq and time_ms are set
 * @end: where its conversation's log ends, as of this transaction
 * @error: return location for an error
 *
 * Does what parlor_log_append() does, for who has read where the log ends.
 *
 * Returns: whether it is there
 */
gboolean
parlor_log_append_at (ParlorDb           *db,
                      ParlorEventPacket  *event,
                      const ParlorLogEnd *end,
                      GError            **error)
{
  gboolean is_message = event->kind == PARLOR_EVENT_MESSAGE;
  gint64   n_messages = end->n_messages + is_message;

  event->seq = end->head + 1;
  event->time_ms = g_get_real_time () / 1000;

  return parlor_db_exec (db,
                         "UPDATE conversations SET head = $2, messages = $3, "
                         "last_message = CASE $4 WHEN 1 THEN $2 ELSE last_message END "
                         "WHERE conversation = $1",
                         PARLOR_PARAMS (parlor_text (event->conversation), parlor_int (event->seq),
                                        parlor_int (n_messages), parlor_int (is_message)),
                         NULL, NULL, error) &&
         insert_event (db, event, n_messages, error) &&
         (!is_message || move_author (db, event, n_messages, error));
}

/**
 * parlor_log_append:
 * @db: the database
 * @event: what happened; its seq and time_ms are set
 * @error: return location for an error
 *
 * Puts @event at the end of its conversation's log.  A message moves its
 * author's read marker.
 *
 * Returns: whether it is there; %PARLOR_REFUSED_NOT_FOUND if there is no such
 *   conversation
 */
gboolean
parlor_log_append (ParlorDb          *db,
                   ParlorEventPacket *event,
                   GError           **error)
{
  ParlorLogEnd end = { 0 };

  if (!parlor_db_exec (db, "SELECT head, messages FROM conversations WHERE conversation = $1",
                       PARLOR_PARAMS (parlor_text (event->conversation)), take_end, &end, error))
    return FALSE;
  if (!end.is_there)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "conversation",
                          N_ ("There is no such conversation."));

  return parlor_log_append_at (db, event, &end, error);
}

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

/**
 * parlor_event_free:
 * @event: (transfer full) (nullable): an event
 */
void
parlor_event_free (ParlorEventPacket *event)
{
  parlor_packet_free (PARLOR_PACKET_EVENT, event);
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
 * parlor_log_fit_around:
 * @events: an array of #ParlorEventPacket
 * @position: of one of them, or 0
 *
 * Drops events from both ends, those first that are furthest from @position, until
 * the rest fits into a frame.
 */
void
parlor_log_fit_around (GPtrArray *events,
                       guint      position)
{
  g_autofree gsize *sizes = g_new0 (gsize, events->len + 1);
  gsize             size_bytes = 0;
  guint             from = 0;
  guint             to = events->len;

  for (guint i = 0; i < events->len; i++) {
    g_autoptr (GBytes) frame = parlor_packet_encode (PARLOR_PACKET_EVENT, events->pdata[i]);

    sizes[i] = g_bytes_get_size (frame);
    size_bytes += sizes[i];
  }

  while (size_bytes > PAGE_MAX_BYTES && to > from + 1) {
    if (position - from > to - 1 - position)
      size_bytes -= sizes[from++];
    else
      size_bytes -= sizes[--to];
  }

  drop_events (events, to, events->len - to);
  drop_events (events, 0, from);
}
