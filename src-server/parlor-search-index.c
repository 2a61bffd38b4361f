/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps the full-text index of messages.  It holds n-grams and the numbers of
 * the messages that have them, no text: what is found by it has to be compared
 * with the message itself, so that a fault of it never shows what is not there.
 *
 * Sending a message does nothing here.  The index catches up when the store has
 * nothing else to do, and before each search. */

#define G_LOG_DOMAIN "parlor-search-index"

#include "parlor-search-index.h"

/* Between two looks at the clock: the longest messages take some milliseconds each. */
#define EVENTS_AT_ONCE 4
/* Pages of SQLite that one step of a scrub writes. */
#define SCRUB_PAGES 16

/* What is indexed of a message: what it says, and the name of its file. */
#define INDEXED_TEXT "COALESCE (e.text, '') || char (10) || COALESCE (f.name, '')"
#define INDEXED_EVENTS                                                    \
  "FROM events e LEFT JOIN attachments f ON f.attachment = e.attachment " \
  "WHERE e.kind = 1 AND e.is_deleted IS NULL "

/**
 * parlor_search_start_again:
 * @db: the database, in a job that writes
 * @error: return location for an error
 *
 * Empties the index, which is then made again from the messages: the way out
 * when it is damaged.
 *
 * Returns: whether it is empty
 */
gboolean
parlor_search_start_again (ParlorDb *db,
                           GError  **error)
{
  g_message ("The search index is made again");

  return parlor_db_exec (db, "INSERT INTO search_index (search_index) VALUES ('delete-all')",
                         NULL, 0, NULL, NULL, error) &&
         parlor_db_exec (db, "UPDATE search_state SET indexed = 0, is_dirty = 1", NULL, 0, NULL,
                         NULL, error);
}

/**
 * parlor_search_forget:
 * @db: the database, in a job that writes
 * @conversation: where it is
 * @seq: which message, or any other event
 * @error: return location for an error
 *
 * Takes a message out of the index.  It has to say still what it said when it
 * was indexed: call this before its text, its attachment or its row is changed
 * or removed.
 *
 * Returns: whether it is not there now, or was not there in the first place
 */
gboolean
parlor_search_forget (ParlorDb   *db,
                      const char *conversation,
                      gint64      seq,
                      GError    **error)
{
  /* Whatever is wrong with the index must not keep people from deleting what they
   * wrote. */
  if (!parlor_db_exec (db,
                       "INSERT INTO search_index (search_index, rowid, text) "
                       "SELECT 'delete', e.id, " INDEXED_TEXT " " INDEXED_EVENTS
                       "AND e.conversation = $1 AND e.seq = $2 "
                       "AND e.id <= (SELECT indexed FROM search_state)",
                       PARLOR_PARAMS (parlor_text (conversation), parlor_int (seq)), NULL, NULL,
                       NULL))
    return parlor_search_start_again (db, error);

  return parlor_db_exec (db, "UPDATE search_state SET is_dirty = 1 WHERE is_dirty = 0", NULL, 0,
                         NULL, NULL, error);
}

/**
 * parlor_search_renew:
 * @db: the database, in a job that writes
 * @conversation: where it is
 * @seq: which message
 * @error: return location for an error
 *
 * Puts a message that was forgotten into the index again, as it is now.
 *
 * Returns: whether it is there, or will be once the index has caught up
 */
gboolean
parlor_search_renew (ParlorDb   *db,
                     const char *conversation,
                     gint64      seq,
                     GError    **error)
{
  return parlor_db_exec (db,
                         "INSERT INTO search_index (rowid, text) "
                         "SELECT e.id, " INDEXED_TEXT " " INDEXED_EVENTS
                         "AND e.conversation = $1 AND e.seq = $2 "
                         "AND e.id <= (SELECT indexed FROM search_state)",
                         PARLOR_PARAMS (parlor_text (conversation), parlor_int (seq)), NULL, NULL,
                         error);
}

/**
 * parlor_search_rows_removed:
 * @db: the database, in a job that writes
 * @error: return location for an error
 *
 * To be called after rows of events were removed, each of them forgotten
 * before: the number of a row at the end is given again to the next one.
 *
 * Returns: whether the index will see that one
 */
gboolean
parlor_search_rows_removed (ParlorDb *db,
                            GError  **error)
{
  return parlor_db_exec (db,
                         "UPDATE search_state SET "
                         "indexed = MIN (indexed, (SELECT COALESCE (MAX (id), 0) FROM events))",
                         NULL, 0, NULL, NULL, error);
}

/**
 * parlor_search_get_end:
 * @db: the database
 * @ret_id: (out): of the newest event of all, 0 without any
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
parlor_search_get_end (ParlorDb *db,
                       gint64   *ret_id,
                       GError  **error)
{
  *ret_id = 0;

  return parlor_db_get_int (db, "SELECT COALESCE (MAX (id), 0) FROM events", NULL, 0, ret_id,
                            error);
}

static gboolean
index_events (ParlorDb *db,
              gint64    after,
              gint64    upto,
              GError  **error)
{
  return parlor_db_exec (db,
                         "INSERT INTO search_index (rowid, text) "
                         "SELECT e.id, " INDEXED_TEXT " " INDEXED_EVENTS
                         "AND e.id > $1 AND e.id <= $2",
                         PARLOR_PARAMS (parlor_int (after), parlor_int (upto)), NULL, NULL, error);
}

/**
 * parlor_search_catch_up:
 * @db: the database, in a job that writes
 * @id: how far the index has to come, of parlor_search_get_end()
 * @budget_us: when to leave the rest to the next call
 * @ret_is_there: (out): whether all messages up to @id are in the index
 * @error: return location for an error
 *
 * Returns: whether nothing failed
 */
gboolean
parlor_search_catch_up (ParlorDb *db,
                        gint64    id,
                        gint64    budget_us,
                        gboolean *ret_is_there,
                        GError  **error)
{
  gint64 end_us = g_get_monotonic_time () + budget_us;
  gint64 begin = 0;
  gint64 indexed;

  if (!parlor_db_get_int (db, "SELECT indexed FROM search_state", NULL, 0, &begin, error))
    return FALSE;

  for (indexed = begin; indexed < id && g_get_monotonic_time () < end_us;) {
    gint64 upto = MIN (id, indexed + EVENTS_AT_ONCE);

    if (!index_events (db, indexed, upto, error))
      return FALSE;
    indexed = upto;
  }

  *ret_is_there = indexed >= id;
  if (indexed == begin)
    return TRUE;

  return parlor_db_exec (db, "UPDATE search_state SET indexed = $1",
                         PARLOR_PARAMS (parlor_int (indexed)), NULL, NULL, error);
}

/**
 * parlor_search_scrub:
 * @db: the database, in a job that writes
 * @ret_was_dirty: (out): whether there was something to do
 * @ret_is_clean: (out): whether nothing is left to do
 * @error: return location for an error
 *
 * The index marks what is forgotten and lets go of it only when its parts are
 * merged. This does a little of that.
 *
 * Returns: whether nothing failed
 */
gboolean
parlor_search_scrub (ParlorDb *db,
                     gboolean *ret_was_dirty,
                     gboolean *ret_is_clean,
                     GError  **error)
{
  gint64 is_dirty = 0;
  gint64 n_parts = 0;

  *ret_is_clean = TRUE;
  if (!parlor_db_get_int (db, "SELECT is_dirty FROM search_state", NULL, 0, &is_dirty, error))
    return FALSE;
  *ret_was_dirty = is_dirty;
  if (!is_dirty)
    return TRUE;

  if (!parlor_db_exec (db, "INSERT INTO search_index (search_index, rank) VALUES ('merge', $1)",
                       PARLOR_PARAMS (parlor_int (-SCRUB_PAGES)), NULL, NULL, error) ||
      !parlor_db_get_int (db, "SELECT COUNT (DISTINCT segid) FROM search_index_idx", NULL, 0,
                          &n_parts, error))
    return FALSE;

  *ret_is_clean = n_parts <= 1;
  if (!*ret_is_clean)
    return TRUE;

  return parlor_db_exec (db, "UPDATE search_state SET is_dirty = 0", NULL, 0, NULL, NULL, error);
}
