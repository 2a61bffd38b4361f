/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages that are there already: finding and changing them. */

#define G_LOG_DOMAIN "parlor-log-changes"

#include "parlor-contents.h"
#include "parlor-log.h"
#include "parlor-refusal.h"

/**
 * parlor_stored_message_clear:
 * @message: a message
 *
 * Frees what @message holds, not @message itself.
 */
void
parlor_stored_message_clear (ParlorStoredMessage *message)
{
  g_clear_pointer (&message->text, g_free);
}

static void
take_message (const ParlorRow *row,
              gpointer         user_data)
{
  ParlorStoredMessage *message = user_data;

  message->seq = parlor_row_int (row, 0);
  message->author = parlor_row_int (row, 1);
  message->since_ms = parlor_row_int (row, 2);
  message->text = g_strdup (parlor_row_text (row, 3));
  message->has_attachment = parlor_row_text (row, 4) != NULL;
  message->is_deleted = parlor_row_int (row, 5);
  message->is_pinned = parlor_row_int (row, 6);
}

/**
 * parlor_log_find_message:
 * @db: the database
 * @conversation: id
 * @seq: which
 * @ret_message: (out caller-allocates): to be cleared
 * @error: return location for an error
 *
 * Returns: whether there is such a message, deleted or not;
 *   %PARLOR_REFUSED_NOT_FOUND otherwise
 */
gboolean
parlor_log_find_message (ParlorDb            *db,
                         const char          *conversation,
                         gint64               seq,
                         ParlorStoredMessage *ret_message,
                         GError             **error)
{
  *ret_message = (ParlorStoredMessage){ 0 };
  if (!parlor_db_exec (db,
                       "SELECT seq, author, COALESCE (edited_ms, time_ms), text, attachment, "
                       "is_deleted, is_pinned FROM events "
                       "WHERE conversation = $1 AND seq = $2 AND kind = $3",
                       PARLOR_PARAMS (parlor_text (conversation), parlor_int (seq),
                                      parlor_int (PARLOR_EVENT_MESSAGE)),
                       take_message, ret_message, error))
    return FALSE;

  return ret_message->seq != 0 ||
         parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "seq", "There is no such message.");
}

/**
 * parlor_log_need_message:
 * @db: the database
 * @conversation: id
 * @seq: which
 * @ret_message: (out caller-allocates): to be cleared
 * @error: return location for an error
 *
 * Returns: whether there is such a message that is not deleted;
 *   %PARLOR_REFUSED_NOT_FOUND otherwise
 */
gboolean
parlor_log_need_message (ParlorDb            *db,
                         const char          *conversation,
                         gint64               seq,
                         ParlorStoredMessage *ret_message,
                         GError             **error)
{
  if (!parlor_log_find_message (db, conversation, seq, ret_message, error))
    return FALSE;

  return !ret_message->is_deleted ||
         parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "seq", "This message was deleted.");
}

static void
take_erased (const ParlorRow *row,
             gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* What other tables know of a message. */
static gboolean
erase_traces (ParlorDb   *db,
              const char *conversation,
              gint64      seq,
              GError    **error)
{
  static const char *const statements[] = {
    "DELETE FROM versions WHERE conversation = $1 AND seq = $2",
    "DELETE FROM reactions WHERE conversation = $1 AND seq = $2",
    "DELETE FROM pins WHERE conversation = $1 AND seq = $2",
    "DELETE FROM mentions WHERE conversation = $1 AND seq = $2",
    /* Who has not read it need not read it any more. */
    "UPDATE members SET read_messages = read_messages + 1 WHERE conversation = $1 AND read < $2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!parlor_db_exec (db, statements[i],
                         PARLOR_PARAMS (parlor_text (conversation), parlor_int (seq)), NULL, NULL,
                         error))
      return FALSE;

  return TRUE;
}

/**
 * parlor_log_erase_message:
 * @db: the database, in a job that is followed by parlor_contents_sweep()
 * @conversation: id
 * @seq: a message; one that is deleted already stays as it is
 * @changed: seq of the event that deletes it
 * @error: return location for an error
 *
 * Leaves nothing of a message but its place, its author and its nonce.
 *
 * Returns: whether that could be done
 */
gboolean
parlor_log_erase_message (ParlorDb   *db,
                          const char *conversation,
                          gint64      seq,
                          gint64      changed,
                          GError    **error)
{
  gboolean is_erased = FALSE;

  if (!parlor_db_exec (db,
                       "UPDATE events SET text = NULL, attachment = NULL, is_action = NULL, "
                       "reply_to = NULL, edited_ms = NULL, is_pinned = NULL, "
                       "has_reactions = NULL, is_deleted = 1, changed = $3 "
                       "WHERE conversation = $1 AND seq = $2 AND kind = $4 "
                       "AND is_deleted IS NULL RETURNING seq",
                       PARLOR_PARAMS (parlor_text (conversation), parlor_int (seq),
                                      parlor_int (changed), parlor_int (PARLOR_EVENT_MESSAGE)),
                       take_erased, &is_erased, error))
    return FALSE;

  return !is_erased || (parlor_contents_drop (db, conversation, seq, error) &&
                        erase_traces (db, conversation, seq, error));
}
