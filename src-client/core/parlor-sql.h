/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

#define PARLOR_SQL_ERROR (parlor_sql_error_quark ())

typedef enum {
  PARLOR_SQL_ERROR_FAILED,
  PARLOR_SQL_ERROR_DAMAGED, /* the file is no database, or no longer a sound one */
} ParlorSqlError;

/**
 * ParlorSqlRow:
 * @row: to be read by sqlite3_column functions
 * @user_data: what parlor_sql_query() was given
 *
 * Called for each row of a result.
 */
typedef void (*ParlorSqlRow) (sqlite3_stmt *row,
                              gpointer      user_data);

GQuark parlor_sql_error_quark (void);

gboolean parlor_sql_query (sqlite3     *db,
                           ParlorSqlRow func,
                           gpointer     user_data,
                           GError     **error,
                           const char  *sql,
                           const char  *types,
                           ...);

#define parlor_sql_run(db, error, ...) parlor_sql_query (db, NULL, NULL, error, __VA_ARGS__)

GBytes *parlor_sql_get_bytes (sqlite3_stmt *row,
                              int           column);
char   *parlor_sql_dup_text (sqlite3_stmt *row,
                             int           column);

G_END_DECLS
