/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The data folder: whose it is, and what the database says of itself. */

#include "parlor-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

/**
 * parlor_folder_lock:
 * @folder: (type filename): a data folder; made if it is not there
 * @error: return location for an error
 *
 * Keeps other servers out of @folder.  One that is there already keeps its mode:
 * it may hold what is not the server's.  All that the server puts into it is its
 * alone in any case.
 *
 * Returns: a descriptor, to be closed when others may come, or -1;
 *   %G_IO_ERROR_BUSY if somebody is there
 */
int
parlor_folder_lock (const char *folder,
                    GError    **error)
{
  g_autofree char *path = g_build_filename (folder, "lock", NULL);
  int              fd;

  if (g_mkdir_with_parents (folder, 0700) < 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                 /* Translators: a path, and why it is not possible */
                 _ ("Cannot make the data folder %s: %s"), folder, g_strerror (errno));
    return -1;
  }

  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;

  if (errno == EWOULDBLOCK)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                 _ ("Another parlor-server is running on the data folder %s. Stop it first, or "
                    "choose another folder with --data."),
                 folder);
  else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                 /* Translators: a path, and why it is not possible */
                 _ ("Cannot lock %s: %s"), path, g_strerror (errno));
  if (fd >= 0)
    close (fd);

  return -1;
}

static void
take_text (const ParlorRow *row,
           gpointer         user_data)
{
  *(char **) user_data = g_strdup (parlor_row_text (row, 0));
}

/**
 * parlor_settings_get:
 * @db: a database
 * @name: what is asked for
 *
 * Returns: (transfer full) (nullable): what it is set to
 */
char *
parlor_settings_get (ParlorDb   *db,
                     const char *name)
{
  char *value = NULL;

  parlor_db_exec (db, "SELECT value FROM settings WHERE name = $1",
                  PARLOR_PARAMS (parlor_text (name)), take_text, &value, NULL);

  return value;
}

/**
 * parlor_settings_set:
 * @db: a database
 * @name: what to set
 * @value: to what
 * @error: return location for an error
 *
 * Returns: whether it is set
 */
gboolean
parlor_settings_set (ParlorDb   *db,
                     const char *name,
                     const char *value,
                     GError    **error)
{
  return parlor_db_exec (db, "INSERT INTO settings (name, value) VALUES ($1, $2) "
                             "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                         PARLOR_PARAMS (parlor_text (name), parlor_text (value)), NULL, NULL,
                         error);
}
