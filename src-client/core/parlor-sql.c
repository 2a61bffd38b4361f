/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-sql"

#include "parlor-sql.h"

G_DEFINE_QUARK (parlor_sql_error, parlor_sql_error)

static void
bind (sqlite3_stmt *query,
      const char   *types,
      va_list      *args)
{
  for (int i = 0; types[i] != '\0'; i++) {
    GBytes *bytes;

    switch (types[i]) {
    case 's':
      sqlite3_bind_text (query, i + 1, va_arg (*args, const char *), -1, SQLITE_TRANSIENT);
      break;
    case 'i':
      sqlite3_bind_int64 (query, i + 1, va_arg (*args, gint64));
      break;
    case 'b':
      bytes = va_arg (*args, GBytes *);
      if (bytes != NULL)
        sqlite3_bind_blob (query, i + 1, g_bytes_get_data (bytes, NULL),
                           (int) g_bytes_get_size (bytes), SQLITE_TRANSIENT);
      break;
    default:
      g_return_if_reached ();
    }
  }
}

static void
set_error (GError    **error,
           sqlite3    *db,
           const char *sql)
{
  int code = sqlite3_errcode (db) & 0xff; /* the primary one */

  g_set_error (error, PARLOR_SQL_ERROR,
               code == SQLITE_CORRUPT || code == SQLITE_NOTADB ? PARLOR_SQL_ERROR_DAMAGED
                                                               : PARLOR_SQL_ERROR_FAILED,
               "%s", sqlite3_errmsg (db));
  g_debug ("%s: %s", sql, sqlite3_errmsg (db));
}

/**
 * parlor_sql_query:
 * @db: a database
 * @func: (nullable): called for each row
 * @user_data: for @func
 * @error: return location for a #ParlorSqlError
 * @sql: one statement, with ?1, ?2 …
 * @types: one letter for each of them: `s` text or %NULL, `i` gint64, `b`
 *   GBytes or %NULL
 * @...: the parameters
 *
 * Runs one statement to its end.
 *
 * Returns: whether it went well
 */
gboolean
parlor_sql_query (sqlite3     *db,
                  ParlorSqlRow func,
                  gpointer     user_data,
                  GError     **error,
                  const char  *sql,
                  const char  *types,
                  ...)
{
  sqlite3_stmt *query = NULL;
  va_list       args;
  int           step = SQLITE_ERROR;

  if (sqlite3_prepare_v2 (db, sql, -1, &query, NULL) == SQLITE_OK) {
    va_start (args, types);
    bind (query, types, &args);
    va_end (args);

    while ((step = sqlite3_step (query)) == SQLITE_ROW)
      if (func != NULL)
        func (query, user_data);
  }

  if (step != SQLITE_DONE)
    set_error (error, db, sql);
  sqlite3_finalize (query);

  return step == SQLITE_DONE;
}

/**
 * parlor_sql_get_bytes:
 * @row: a row
 * @column: a column, from 0
 *
 * Returns: (transfer full): a copy of a blob
 */
GBytes *
parlor_sql_get_bytes (sqlite3_stmt *row,
                      int           column)
{
  gconstpointer data = sqlite3_column_blob (row, column);

  return g_bytes_new (data, sqlite3_column_bytes (row, column));
}

/**
 * parlor_sql_dup_text:
 * @row: a row
 * @column: a column, from 0
 *
 * Returns: (transfer full) (nullable): a copy of a text
 */
char *
parlor_sql_dup_text (sqlite3_stmt *row,
                     int           column)
{
  return g_strdup ((const char *) sqlite3_column_text (row, column));
}
