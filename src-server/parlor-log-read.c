/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the log: messages as they are now. */

#define G_LOG_DOMAIN "parlor-log-read"

#include "parlor-log.h"

#include "parlor-refusal.h"

#define EVENT_COLUMNS                                                                    \
  "SELECT e.conversation, e.seq, e.kind, e.author, a.name, a.nick, e.time_ms, e.nonce, " \
  "e.text, " PARLOR_ATTACHMENT_COLUMNS ", e.is_action, e.reply_to, e.target, e.emoji, "  \
  "e.role, e.setting, e.until_ms, e.changed, e.edited_ms, e.is_deleted, e.is_pinned, "   \
  "e.has_reactions, m.account, m.name, m.nick FROM events e "                            \
  "JOIN accounts a ON a.account = e.author "                                             \
  "LEFT JOIN attachments f ON f.attachment = e.attachment "                              \
  "LEFT JOIN accounts m ON m.account = e.member "

typedef struct
{
  gint64     viewer;
  GPtrArray *events;
  GPtrArray *reacted; /* those of the events that have reactions */
  GPtrArray *edits;   /* those that are edits */
} Reading;

static void
read_state (const ParlorRow   *row,
            ParlorEventPacket *event)
{
  event->is_action = parlor_row_int (row, 16);
  event->reply_to = parlor_row_int (row, 17);
  event->target = parlor_row_int (row, 18);
  event->emoji = g_strdup (parlor_row_text (row, 19));
  event->role = parlor_row_int (row, 20);
  event->setting = parlor_row_int (row, 21);
  event->until_ms = parlor_row_int (row, 22);
  event->changed = parlor_row_int (row, 23);
  event->edited_ms = parlor_row_int (row, 24);
  event->is_deleted = parlor_row_int (row, 25);
  event->is_pinned = parlor_row_int (row, 26);
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
  read_state (row, event);
  if (parlor_row_int (row, 28) != 0)
    event->member = parlor_row_account (row, 28);

  g_ptr_array_add (reading->events, event);
  if (parlor_row_int (row, 27))
    g_ptr_array_add (reading->reacted, event);
  if (event->kind == PARLOR_EVENT_EDIT)
    g_ptr_array_add (reading->edits, event);
}

static void
read_reaction (const ParlorRow *row,
               gpointer         user_data)
{
  ParlorReactionPacket *reaction = parlor_packet_new (PARLOR_PACKET_REACTION);

  reaction->emoji = g_strdup (parlor_row_text (row, 0));
  reaction->count = parlor_row_int (row, 1);
  reaction->mine = parlor_row_int (row, 2);
  g_ptr_array_add (user_data, reaction);
}

static gboolean
read_reactions (ParlorDb          *db,
                gint64             viewer,
                ParlorEventPacket *event,
                GError           **error)
{
  event->reactions = g_ptr_array_new ();

  return parlor_db_exec (
    db,
    "SELECT emoji, COUNT (*), MAX (account = $3) FROM reactions "
    "WHERE conversation = $1 AND seq = $2 GROUP BY emoji ORDER BY MIN (first) LIMIT $4",
    PARLOR_PARAMS (parlor_text (event->conversation), parlor_int (event->seq), parlor_int (viewer),
                   parlor_int (PARLOR_REACTIONS_MAX)),
    read_reaction, event->reactions, error);
}

static void
take_text (const ParlorRow *row,
           gpointer         user_data)
{
  *(char **) user_data = g_strdup (parlor_row_text (row, 0));
}

/* The log has no text of an edit: what the message said until the next one is not
 * for everybody, see table versions.  An edit is told with what the message says
 * now. */
static gboolean
read_edit (ParlorDb          *db,
           ParlorEventPacket *event,
           GError           **error)
{
  return parlor_db_exec (db, "SELECT text FROM events WHERE conversation = $1 AND seq = $2",
                         PARLOR_PARAMS (parlor_text (event->conversation),
                                        parlor_int (event->target)),
                         take_text, &event->text, error);
}

/* Reads what @sql, which begins with EVENT_COLUMNS, finds. */
static gboolean
read_events (ParlorDb          *db,
             gint64             viewer,
             const char        *sql,
             const ParlorValue *params,
             guint              n_params,
             GPtrArray         *ret_events,
             GError           **error)
{
  g_autoptr (GPtrArray) reacted = g_ptr_array_new ();
  g_autoptr (GPtrArray) edits = g_ptr_array_new ();
  Reading               reading = { viewer, ret_events, reacted, edits };

  if (!parlor_db_exec (db, sql, params, n_params, read_event, &reading, error))
    return FALSE;

  for (guint i = 0; i < reacted->len; i++)
    if (!read_reactions (db, viewer, reacted->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < edits->len; i++)
    if (!read_edit (db, edits->pdata[i], error))
      return FALSE;

  return TRUE;
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
  return read_events (db, viewer,
                      EVENT_COLUMNS "WHERE e.conversation = $1 AND e.seq > $2 "
                                    "ORDER BY e.seq LIMIT $3",
                      PARLOR_PARAMS (parlor_text (conversation), parlor_int (after),
                                     parlor_int (limit)),
                      ret_events, error);
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
  if (!read_events (db, viewer,
                    EVENT_COLUMNS "WHERE e.conversation = $1 AND e.seq < $2 "
                                  "ORDER BY e.seq DESC LIMIT $3",
                    PARLOR_PARAMS (parlor_text (conversation), parlor_int (before),
                                   parlor_int (limit)),
                    ret_events, error))
    return FALSE;

  for (guint i = 0, j = ret_events->len; i + 1 < j; i++) {
    gpointer other = ret_events->pdata[--j];

    ret_events->pdata[j] = ret_events->pdata[i];
    ret_events->pdata[i] = other;
  }

  return TRUE;
}

/**
 * parlor_log_read_event:
 * @db: the database
 * @conversation: of which
 * @viewer: for whom: only an author is told a nonce
 * @seq: which
 * @ret_event: (out) (transfer full) (nullable): NULL if there is none
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
parlor_log_read_event (ParlorDb           *db,
                       const char         *conversation,
                       gint64              viewer,
                       gint64              seq,
                       ParlorEventPacket **ret_event,
                       GError            **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new ();
  gboolean              is_read = read_events (
                 db, viewer, EVENT_COLUMNS "WHERE e.conversation = $1 AND e.seq = $2",
                 PARLOR_PARAMS (parlor_text (conversation), parlor_int (seq)), events, error);

  *ret_event = events->len > 0 ? events->pdata[0] : NULL;
  if (!is_read)
    g_clear_pointer (ret_event, parlor_event_free);

  return is_read;
}
