/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-db-sqlite"

#include "parlor-db.h"

#include "parlor-search-tokenizer.h"

#include <glib/gi18n.h>
#include <sqlite3.h>

#define MAX_PARAMS 32
#define BUSY_TIMEOUT_MS 5000

typedef struct
{
  ParlorDb    parent;
  sqlite3    *handle;
  GHashTable *statements; /* address of the SQL → Statement */
} Database;

typedef struct
{
  sqlite3_stmt *handle;
  int           params[MAX_PARAMS]; /* SQLite's number of $1, $2 … */
} Statement;

typedef struct
{
  ParlorRow     parent;
  sqlite3_stmt *handle;
} Row;

static void
statement_free (gpointer data)
{
  Statement *statement = data;

  sqlite3_finalize (statement->handle);
  g_free (statement);
}

static gboolean
set_error (Database *db,
           GError  **error)
{
  int code = G_IO_ERROR_FAILED;

  switch (sqlite3_extended_errcode (db->handle)) {
  case SQLITE_CONSTRAINT_UNIQUE:
  case SQLITE_CONSTRAINT_PRIMARYKEY:
    code = G_IO_ERROR_EXISTS;
    break;
  case SQLITE_FULL:
    code = G_IO_ERROR_NO_SPACE;
    break;
  default:
    break;
  }

  g_set_error (error, G_IO_ERROR, code, "Database: %s", sqlite3_errmsg (db->handle));

  return FALSE;
}

static Statement *
prepare (Database   *db,
         const char *sql,
         GError    **error)
{
  Statement    *statement = g_hash_table_lookup (db->statements, sql);
  sqlite3_stmt *handle;

  if (statement != NULL)
    return statement;

  if (sqlite3_prepare_v3 (db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL) !=
      SQLITE_OK) {
    set_error (db, error);
    return NULL;
  }

  statement = g_new0 (Statement, 1);
  statement->handle = handle;
  /* SQLite numbers parameters as they appear: only their names are sure. */
  for (int i = 0; i < MAX_PARAMS; i++) {
    char name[8];

    g_snprintf (name, sizeof name, "$%d", i + 1);
    statement->params[i] = sqlite3_bind_parameter_index (handle, name);
  }
  g_hash_table_insert (db->statements, (gpointer) sql, statement);

  return statement;
}

static void
bind (Statement         *statement,
      guint              number,
      const ParlorValue *value)
{
  int           index = statement->params[number];
  gsize         size;
  gconstpointer data;

  if (value->kind == PARLOR_VALUE_INT) {
    sqlite3_bind_int64 (statement->handle, index, value->number);
  } else if (value->pointer == NULL) {
    sqlite3_bind_null (statement->handle, index);
  } else if (value->kind == PARLOR_VALUE_TEXT) {
    sqlite3_bind_text (statement->handle, index, value->pointer, -1, SQLITE_STATIC);
  } else {
    data = g_bytes_get_data ((GBytes *) value->pointer, &size);
    sqlite3_bind_blob64 (statement->handle, index, data != NULL ? data : "", size, SQLITE_STATIC);
  }
}

static gint64
sqlite_row_int (const ParlorRow *row,
                guint            column)
{
  return sqlite3_column_int64 (((const Row *) row)->handle, column);
}

static const char *
sqlite_row_text (const ParlorRow *row,
                 guint            column)
{
  return (const char *) sqlite3_column_text (((const Row *) row)->handle, column);
}

static GBytes *
sqlite_row_bytes (const ParlorRow *row,
                  guint            column)
{
  sqlite3_stmt *handle = ((const Row *) row)->handle;

  if (sqlite3_column_type (handle, column) == SQLITE_NULL)
    return NULL;

  return g_bytes_new (sqlite3_column_blob (handle, column), sqlite3_column_bytes (handle, column));
}

static gboolean
sqlite_is_in_transaction (ParlorDb *parent)
{
  return !sqlite3_get_autocommit (((Database *) parent)->handle);
}

static void
sqlite_close (ParlorDb *parent)
{
  Database *db = (Database *) parent;

  g_hash_table_unref (db->statements);
  sqlite3_close (db->handle);
  g_free (db);
}

static gboolean
sqlite_exec (ParlorDb          *parent,
             const char        *sql,
             const ParlorValue *params,
             guint              n_params,
             ParlorRowFunc      func,
             gpointer           user_data,
             GError           **error)
{
  Database  *db = (Database *) parent;
  Statement *statement = prepare (db, sql, error);
  Row        row;
  int        step;

  g_return_val_if_fail (n_params <= MAX_PARAMS, FALSE);

  if (statement == NULL)
    return FALSE;

  for (guint i = 0; i < n_params; i++)
    bind (statement, i, &params[i]);

  row = (Row){ { parent->engine }, statement->handle };
  while ((step = sqlite3_step (statement->handle)) == SQLITE_ROW)
    if (func != NULL)
      func (&row.parent, user_data);

  if (step != SQLITE_DONE)
    set_error (db, error);
  sqlite3_reset (statement->handle);

  return step == SQLITE_DONE;
}

static const ParlorDbEngine sqlite_engine = {
  sqlite_exec,
  sqlite_is_in_transaction,
  sqlite_close,
  sqlite_row_int,
  sqlite_row_text,
  sqlite_row_bytes,
};

/**
 * parlor_db_sqlite_open:
 * @path: (type filename): file to open or create
 * @error: return location for an error
 *
 * Opens a database that keeps what was committed through a loss of power: WAL
 * with synchronous=FULL.
 *
 * Returns: (transfer full) (nullable): the database, to be used by one thread
 *   at a time; %G_IO_ERROR_FAILED otherwise
 */
ParlorDb *
parlor_db_sqlite_open (const char *path,
                       GError    **error)
{
  /* What was deleted is overwritten. */
  static const char *pragmas[] = {
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -65536",
    "PRAGMA wal_autocheckpoint = 4000",
  };
  Database *db = g_new0 (Database, 1);

  db->parent.engine = &sqlite_engine;
  db->statements = g_hash_table_new_full (NULL, NULL, NULL, statement_free);

  /* One thread at a time: SQLite's own locks are not needed. */
  if (sqlite3_open_v2 (path, &db->handle,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                       NULL) != SQLITE_OK ||
      parlor_search_tokenizer_register (db->handle) != SQLITE_OK) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 /* Translators: a path, and why it is not possible */
                 _ ("Cannot open %s: %s"), path, sqlite3_errmsg (db->handle));
    sqlite_close (&db->parent);
    return NULL;
  }

  sqlite3_busy_timeout (db->handle, BUSY_TIMEOUT_MS);
  for (guint i = 0; i < G_N_ELEMENTS (pragmas); i++) {
    if (!sqlite_exec (&db->parent, pragmas[i], NULL, 0, NULL, NULL, error)) {
      sqlite_close (&db->parent);
      return NULL;
    }
  }

  return &db->parent;
}
