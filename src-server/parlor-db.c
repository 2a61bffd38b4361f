/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-db"

#include "parlor-db.h"

/**
 * parlor_db_close:
 * @db: (transfer full): a database
 */
void
parlor_db_close (ParlorDb *db)
{
  db->engine->close (db);
}

/**
 * parlor_db_exec:
 * @db: a database
 * @sql: one statement; a string that lives as long as the program, since
 *   statements are prepared once and remembered by its address
 * @params: (array length=n_params) (nullable): values of $1, $2 …
 * @n_params: how many; see PARLOR_PARAMS()
 * @func: (nullable): called for each row
 * @user_data: for @func
 * @error: return location for an error
 *
 * Returns: whether the statement was carried out; %G_IO_ERROR_EXISTS for a
 *   violated UNIQUE, %G_IO_ERROR_NO_SPACE for a full disk, else
 *   %G_IO_ERROR_FAILED
 */
gboolean
parlor_db_exec (ParlorDb          *db,
                const char        *sql,
                const ParlorValue *params,
                guint              n_params,
                ParlorRowFunc      func,
                gpointer           user_data,
                GError           **error)
{
  return db->engine->exec (db, sql, params, n_params, func, user_data, error);
}

/**
 * parlor_db_is_in_transaction:
 * @db: a database
 *
 * Returns: whether a transaction that was begun is still there: a full disk
 *   or a fault of it may have ended it
 */
gboolean
parlor_db_is_in_transaction (ParlorDb *db)
{
  return db->engine->is_in_transaction (db);
}

typedef struct
{
  gint64   number;
  gboolean is_found;
} Found;

static void
take_int (const ParlorRow *row,
          gpointer         user_data)
{
  Found *found = user_data;

  found->number = parlor_row_int (row, 0);
  found->is_found = TRUE;
}

/**
 * parlor_db_get_int:
 * @db: a database
 * @sql: see parlor_db_exec()
 * @params: (array length=n_params) (nullable): see parlor_db_exec()
 * @n_params: see parlor_db_exec()
 * @ret_number: (out): the first column of the last row, unchanged if there
 *   is none
 * @error: return location for an error; %G_IO_ERROR_NOT_FOUND without a row
 *
 * Returns: whether there was a row
 */
gboolean
parlor_db_get_int (ParlorDb          *db,
                   const char        *sql,
                   const ParlorValue *params,
                   guint              n_params,
                   gint64            *ret_number,
                   GError           **error)
{
  Found found = { *ret_number, FALSE };

  if (!parlor_db_exec (db, sql, params, n_params, take_int, &found, error))
    return FALSE;

  *ret_number = found.number;
  if (!found.is_found)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No such row");

  return found.is_found;
}

/**
 * parlor_row_int:
 * @row: a row
 * @column: from 0
 *
 * Returns: the number there, 0 for NULL
 */
gint64
parlor_row_int (const ParlorRow *row,
                guint            column)
{
  return row->engine->row_int (row, column);
}

/**
 * parlor_row_text:
 * @row: a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the text there, valid during the
 *   callback
 */
const char *
parlor_row_text (const ParlorRow *row,
                 guint            column)
{
  return row->engine->row_text (row, column);
}

/**
 * parlor_row_bytes:
 * @row: a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): the bytes there
 */
GBytes *
parlor_row_bytes (const ParlorRow *row,
                  guint            column)
{
  return row->engine->row_bytes (row, column);
}
