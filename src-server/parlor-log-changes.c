/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages that are there already: finding and changing them. */

#define G_LOG_DOMAIN "parlor-log-changes"

#include "parlor-contents.h"
#include "parlor-log.h"
#include "parlor-mentions.h"
#include "parlor-refusal.h"
#include "parlor-search-index.h"

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
         parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "seq", N_ ("There is no such message."));
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
         parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "seq", N_ ("This message was deleted."));
}

/* Finding whom a message mentions. */
typedef struct
{
  ParlorDb                *db;
  const ParlorEventPacket *message;
  gboolean                 may_mention_all;
  GError                 **error;
} Mentioning;

static gboolean
add_mention (Mentioning *mentioning,
             gint64      account)
{
  const ParlorEventPacket   *message = mentioning->message;
  const ParlorAccountPacket *author = message->author;

  return parlor_db_exec (mentioning->db,
                         "INSERT INTO mentions (account, conversation, seq, author) "
                         "VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                         PARLOR_PARAMS (parlor_int (account), parlor_text (message->conversation),
                                        parlor_int (message->seq), parlor_int (author->account)),
                         NULL, NULL, mentioning->error);
}

static void
take_account (const ParlorRow *row,
              gpointer         user_data)
{
  *(gint64 *) user_data = parlor_row_int (row, 0);
}

static gboolean
on_name (const char *name,
         gsize       start,
         gsize       length,
         gpointer    user_data)
{
  Mentioning *mentioning = user_data;
  gint64      account = 0;

  if (*mentioning->error != NULL)
    return FALSE;

  if (g_str_equal (name, PARLOR_MENTION_ALL))
    return mentioning->may_mention_all && add_mention (mentioning, 0);

  return parlor_db_exec (mentioning->db,
                         "SELECT a.account FROM accounts a "
                         "JOIN members m ON m.account = a.account AND m.conversation = $2 "
                         "WHERE a.name = $1",
                         PARLOR_PARAMS (parlor_text (name),
                                        parlor_text (mentioning->message->conversation)),
                         take_account, &account, mentioning->error) &&
         account != 0 && add_mention (mentioning, account);
}

/**
 * parlor_log_add_mentions:
 * @db: the database
 * @message: a message in the log
 * @standing: of its author
 * @error: return location for an error
 *
 * Remembers who is mentioned: members, and everybody by a moderator.
 *
 * Returns: whether that could be done
 */
gboolean
parlor_log_add_mentions (ParlorDb                *db,
                         const ParlorEventPacket *message,
                         const ParlorStanding    *standing,
                         GError                 **error)
{
  g_autoptr (GError) failure = NULL;
  Mentioning         mentioning = { db, message,
                                    parlor_rights_need_role (standing, PARLOR_ROLE_MODERATOR, NULL),
                                    &failure };

  if (message->text != NULL)
    parlor_mentions_find (message->text, on_name, &mentioning);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
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
    /* Who has not read it need not read it any more; its author never had to. */
    ("UPDATE members SET read_messages = read_messages + 1 WHERE conversation = $1 AND read < $2 "
     "AND account <> (SELECT author FROM events WHERE conversation = $1 AND seq = $2)"),
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

  if (!parlor_search_forget (db, conversation, seq, error) ||
      !parlor_db_exec (db,
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
