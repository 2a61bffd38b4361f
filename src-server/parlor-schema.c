/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-schema"

#include "parlor-schema.h"

#include <glib/gi18n.h>

#define SCHEMA_FOLDER "/io/github/parlor_chat/parlor-server/schema/"

/* Append only: step n brings version n - 1 to version n. */
static const char *const steps[] = {
  SCHEMA_FOLDER "0001-first.sql",
  SCHEMA_FOLDER "0002-community.sql",
};

/* Carries out the statements of a file; none of them holds a semicolon. */
static gboolean
run_file (ParlorDb   *db,
          const char *path,
          GError    **error)
{
  g_autoptr (GBytes) file = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_auto (GStrv)     statements = NULL;

  if (file == NULL)
    return FALSE;

  statements = g_strsplit (g_bytes_get_data (file, NULL), ";", -1);
  for (guint i = 0; statements[i] != NULL && statements[i + 1] != NULL; i++) {
    /* Statements are remembered by their address. */
    const char *sql = g_intern_string (statements[i]);

    if (!parlor_db_exec (db, sql, NULL, 0, NULL, NULL, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
run_step (ParlorDb *db,
          guint     version,
          GError  **error)
{
  if (!parlor_db_exec (db, "BEGIN IMMEDIATE", NULL, 0, NULL, NULL, error))
    return FALSE;

  if (run_file (db, steps[version], error) &&
      parlor_db_exec (db, "UPDATE schema_version SET version = $1",
                      PARLOR_PARAMS (parlor_int (version + 1)), NULL, NULL, error) &&
      parlor_db_exec (db, "COMMIT", NULL, 0, NULL, NULL, error))
    return TRUE;

  parlor_db_exec (db, "ROLLBACK", NULL, 0, NULL, NULL, NULL);

  return FALSE;
}

/**
 * parlor_schema_update:
 * @db: a database, empty or of this or an earlier release
 * @error: return location for an error
 *
 * Brings the schema up to date, each step in a transaction of its own.
 *
 * Returns: whether it is; a database of a later release is refused with
 *   %G_IO_ERROR_NOT_SUPPORTED
 */
gboolean
parlor_schema_update (ParlorDb *db,
                      GError  **error)
{
  gint64 version = 0;

  if (!parlor_db_exec (db, "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)",
                       NULL, 0, NULL, NULL, error) ||
      !parlor_db_exec (db, "INSERT INTO schema_version SELECT 0 WHERE NOT EXISTS"
                           " (SELECT 1 FROM schema_version)",
                       NULL, 0, NULL, NULL, error) ||
      !parlor_db_get_int (db, "SELECT version FROM schema_version", NULL, 0, &version, error))
    return FALSE;

  if (version > G_N_ELEMENTS (steps)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _ ("The database is of a later version of Parlor. Update parlor-server."));
    return FALSE;
  }

  for (; version < G_N_ELEMENTS (steps); version++)
    if (!run_step (db, version, error))
      return FALSE;

  return TRUE;
}
