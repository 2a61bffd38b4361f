/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-cache"

#include "parlor-cache-private.h"

#include <glib/gi18n.h>

/* Each step is done once, in its own transaction; the database remembers how
 * many were.  Steps that a release had are never changed: add one.
 *
 * Packets are kept as they travelled.  So what a later release adds to an event
 * needs no column, and is read from what an earlier one wrote as if it came
 * from an earlier server. */
static const char *const steps[] = {
  "CREATE TABLE account ("
  "  row INTEGER PRIMARY KEY CHECK (row = 1),"
  "  host TEXT NOT NULL, port INTEGER NOT NULL, pinned TEXT,"
  "  id INTEGER NOT NULL, name TEXT NOT NULL, nick TEXT NOT NULL,"
  "  server_name TEXT, epoch TEXT);"
  "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, nick TEXT NOT NULL);"
  "CREATE TABLE conversations ("
  "  id TEXT PRIMARY KEY, packet BLOB NOT NULL,"
  "  known_seq INTEGER NOT NULL DEFAULT 0, read_seq INTEGER NOT NULL DEFAULT 0,"
  "  is_member INTEGER NOT NULL DEFAULT 1, draft TEXT);"
  "CREATE TABLE events ("
  "  conversation TEXT NOT NULL, seq INTEGER NOT NULL,"
  "  kind INTEGER NOT NULL, author INTEGER NOT NULL, packet BLOB NOT NULL,"
  "  PRIMARY KEY (conversation, seq)) WITHOUT ROWID;"
  "CREATE TABLE outbox ("
  "  position INTEGER PRIMARY KEY AUTOINCREMENT, nonce TEXT NOT NULL UNIQUE,"
  "  packet BLOB NOT NULL, file TEXT, sha256 TEXT, upload TEXT, error TEXT);",

  /* changed: of a message, up to which event it is told; target: of an event
   * that changes messages, seq of the message, or, of a purge, the negative
   * number of the member whose messages went.  What one has read is the
   * server's to count. */
  "ALTER TABLE events ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE events ADD COLUMN target INTEGER NOT NULL DEFAULT 0;"
  "CREATE INDEX changes ON events (conversation, target, seq) WHERE target <> 0;"
  "ALTER TABLE conversations ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE conversations ADD COLUMN mentions INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE conversations ADD COLUMN counted_seq INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE conversations ADD COLUMN is_read_told INTEGER NOT NULL DEFAULT 1;",

  /* What one keeps for oneself. */
  "ALTER TABLE conversations ADD COLUMN draft_reply_to INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE conversations ADD COLUMN draft_edit_of INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE conversations ADD COLUMN draft_edit_text TEXT;"
  "ALTER TABLE conversations ADD COLUMN is_pinned INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE conversations ADD COLUMN notifications_muted INTEGER NOT NULL DEFAULT 0;",
};

static void
read_version (sqlite3_stmt *row,
              gpointer      user_data)
{
  *(gint64 *) user_data = sqlite3_column_int64 (row, 0);
}

static gboolean
do_step (sqlite3 *db,
         guint    step,
         GError **error)
{
  g_autofree char *sql = NULL;

  sql = g_strdup_printf ("BEGIN IMMEDIATE; %s PRAGMA user_version = %u; COMMIT;",
                         steps[step], step + 1);
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  g_set_error (error, PARLOR_SQL_ERROR, PARLOR_SQL_ERROR_FAILED, "%s", sqlite3_errmsg (db));
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);

  return FALSE;
}

/**
 * parlor_cache_make_schema:
 * @db: a database, new or made by this release or an earlier one
 * @error: return location for an error
 *
 * Brings the tables of @db to what this release expects.
 *
 * Returns: whether it went well
 */
gboolean
parlor_cache_make_schema (sqlite3 *db,
                          GError **error)
{
  gint64 version = 0;

  if (!parlor_sql_query (db, read_version, &version, error, "PRAGMA user_version", ""))
    return FALSE;

  if (version > G_N_ELEMENTS (steps)) {
    g_set_error_literal (error, PARLOR_SQL_ERROR, PARLOR_SQL_ERROR_FAILED,
                         _ ("It was made by a newer release of Parlor"));
    return FALSE;
  }

  for (; version < G_N_ELEMENTS (steps); version++)
    if (!do_step (db, version, error))
      return FALSE;

  return TRUE;
}
