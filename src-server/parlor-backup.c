/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Backups of a server that runs, and starting again from one.
 *
 * A backup is a folder like the data folder: the database as it was at one moment,
 * the files that it refers to, key and certificate.  It is written under another
 * name, and gets its own when it is whole and on disk; the same holds for what is
 * restored, where the database comes last. */

#define G_LOG_DOMAIN "parlor-backup"

#include "parlor-backup.h"

#include "parlor-certificate.h"
#include "parlor-copy.h"
#include "parlor-folder.h"
#include "parlor-limits.h"
#include "parlor-names.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

static const char *const secrets[] = { PARLOR_CERTIFICATE_KEY_FILE, PARLOR_CERTIFICATE_FILE };

/**
 * Files:
 * @from: (type filename): folder of files
 * @to: (type filename): another
 * @list: SHA-256s
 */
typedef struct
{
  char      *from;
  char      *to;
  GPtrArray *list;
} Files;

static void
files_clear (Files *files)
{
  g_free (files->from);
  g_free (files->to);
  g_ptr_array_unref (files->list);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Files, files_clear)

static void
take_text (const ParlorRow *row,
           gpointer         user_data)
{
  g_ptr_array_add (user_data, g_strdup (parlor_row_text (row, 0)));
}

static gboolean
check_database (ParlorDb *db,
                GError  **error)
{
  g_autoptr (GPtrArray) complaints = g_ptr_array_new_with_free_func (g_free);

  if (!parlor_db_exec (db, "PRAGMA integrity_check (1)", NULL, 0, take_text, complaints, error))
    return FALSE;
  if (complaints->len == 1 && g_str_equal (complaints->pdata[0], "ok"))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               /* Translators: %s is what is wrong, in English */
               _ ("The database is damaged: %s"), (char *) complaints->pdata[0]);

  return FALSE;
}

/* Finds out which files the copy of a database refers to.  A check of the whole
 * takes long, so that it is left to the time when somebody needs the copy. */
static gboolean
read_database (const char *path,
               gboolean    is_trusted,
               GPtrArray  *files,
               GError    **error)
{
  ParlorDb *db = parlor_db_sqlite_open (path, error);
  gboolean  is_read;

  if (db == NULL)
    return FALSE;

  is_read = (is_trusted || check_database (db, error)) &&
            parlor_db_exec (db, "SELECT DISTINCT sha256 FROM attachments WHERE sha256 <> ''", NULL,
                            0, take_text, files, error);
  parlor_db_close (db);

  return is_read;
}

static gboolean
make_folder (const char *path,
             GError    **error)
{
  if (g_mkdir (path, 0700) == 0 || errno == EEXIST)
    return TRUE;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               /* Translators: a path, and why it is not possible */
               _ ("Cannot make %s: %s"), path, g_strerror (errno));

  return FALSE;
}

/* Content is where its first two digits say.  What is to be trusted is read and
 * compared with its name, the server's own is not. */
static gboolean
copy_content (const Files  *files,
              const char   *sha256,
              gboolean      is_trusted,
              GCancellable *cancellable,
              GError      **error)
{
  g_autofree char *group = g_strndup (sha256, 2);
  g_autofree char *folder = g_build_filename (files->to, group, NULL);
  g_autofree char *from = g_build_filename (files->from, group, sha256, NULL);
  g_autofree char *to = g_build_filename (folder, sha256, NULL);

  if (!make_folder (folder, error))
    return FALSE;

  return is_trusted ? parlor_copy_or_link (from, to, cancellable, error)
                    : parlor_copy_file (from, to, sha256, cancellable, error);
}

static gboolean
sync_groups (const char *path,
             GError    **error)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, error);
  const char      *name;

  if (folder == NULL)
    return FALSE;

  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *group = g_build_filename (path, name, NULL);

    if (!parlor_sync_folder (group, error))
      return FALSE;
  }

  return parlor_sync_folder (path, error);
}

static gboolean
copy_contents (const Files  *files,
               gboolean      is_trusted,
               GCancellable *cancellable,
               GError      **error)
{
  if (!make_folder (files->to, error))
    return FALSE;

  for (guint i = 0; i < files->list->len; i++) {
    const char *sha256 = files->list->pdata[i];

    if (!parlor_hex_check (sha256, PARLOR_SHA256_HEX_CHARS)) {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("The database is damaged: it names a file that cannot be"));
      return FALSE;
    }
    if (!copy_content (files, sha256, is_trusted, cancellable, error))
      return FALSE;
  }

  return sync_groups (files->to, error);
}

static gboolean
copy_secrets (const char *from,
              const char *to,
              GError    **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++) {
    g_autofree char *source = g_build_filename (from, secrets[i], NULL);
    g_autofree char *target = g_build_filename (to, secrets[i], NULL);

    if (!parlor_copy_file (source, target, NULL, NULL, error))
      return FALSE;
  }

  return TRUE;
}

static Files
files_between (const char *from,
               const char *to)
{
  return (Files){ g_build_filename (from, PARLOR_FOLDER_FILES, NULL),
                  g_build_filename (to, PARLOR_FOLDER_FILES, NULL),
                  g_ptr_array_new_with_free_func (g_free) };
}

/* Returns a new folder beside @path, which is to become it. */
static char *
make_temporary (const char *path,
                GError    **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_strdup_printf (".%.40s-XXXXXX", base);
  char            *temporary = g_build_filename (parent, name, NULL);

  if (g_mkdtemp_full (temporary, 0700) != NULL)
    return temporary;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               /* Translators: a path, and why it is not possible */
               _ ("Cannot make a folder in %s: %s"), parent, g_strerror (errno));
  g_free (temporary);

  return NULL;
}

static gboolean
is_free (const char *path,
         GError    **error)
{
  g_autoptr (GDir)   folder = NULL;
  g_autoptr (GError) reason = NULL;

  if (!g_path_is_absolute (path)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
                 /* Translators: %s is a path */
                 _ ("%s is not an absolute path"), path);
    return FALSE;
  }

  folder = g_dir_open (path, 0, &reason);
  if (folder == NULL && g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  if (folder == NULL || g_dir_read_name (folder) != NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                 /* Translators: %s is a path */
                 _ ("%s is there already, and not an empty folder"), path);
    return FALSE;
  }

  return TRUE;
}

static gboolean
fill_backup (const char   *data_folder,
             const char   *temporary,
             GCancellable *cancellable,
             GError      **error)
{
  g_autofree char *from = g_build_filename (data_folder, PARLOR_FOLDER_DATABASE, NULL);
  g_autofree char *to = g_build_filename (temporary, PARLOR_FOLDER_DATABASE, NULL);
  g_auto (Files)   files = files_between (data_folder, temporary);

  return parlor_copy_database (from, to, cancellable, error) &&
         read_database (to, TRUE, files.list, error) &&
         copy_contents (&files, TRUE, cancellable, error) &&
         copy_secrets (data_folder, temporary, error) && parlor_sync_folder (temporary, error);
}

/**
 * parlor_backup_write:
 * @data_folder: (type filename): of a server that runs, and removes no files
 *   meanwhile
 * @folder: (type filename): absolute; empty, or not there yet
 * @cancellable: (nullable): ends it early
 * @error: return location for an error
 *
 * Returns: whether a whole backup is in @folder; if not, nothing is
 */
gboolean
parlor_backup_write (const char   *data_folder,
                     const char   *folder,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autofree char *temporary = NULL;
  g_autofree char *parent = NULL;
  g_autofree char *path = g_canonicalize_filename (folder, "/");

  if (!is_free (folder, error) || (temporary = make_temporary (path, error)) == NULL)
    return FALSE;

  parent = g_path_get_dirname (path);
  if (fill_backup (data_folder, temporary, cancellable, error)) {
    if (rename (temporary, path) == 0)
      return parlor_sync_folder (parent, error);
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                 /* Translators: a path, and why it is not possible */
                 _ ("Cannot name the backup %s: %s"), path, g_strerror (errno));
  }
  parlor_remove_tree (temporary);

  return FALSE;
}

/* Has clients notice that what they remember may be of a time that is no more. */
static gboolean
change_epoch (const char *path,
              GError    **error)
{
  ParlorDb        *db = parlor_db_sqlite_open (path, error);
  g_autofree char *epoch = parlor_nonce_new ();
  gboolean         is_set;

  if (db == NULL)
    return FALSE;

  is_set = parlor_settings_set (db, "epoch", epoch, error);
  parlor_db_close (db);

  return is_set;
}

/* The database, which makes a data folder of a folder, comes last. */
static gboolean
move_into_place (const char *temporary,
                 const char *data_folder,
                 GError    **error)
{
  const char *names[] = { PARLOR_FOLDER_FILES, secrets[0], secrets[1], PARLOR_FOLDER_DATABASE };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *from = g_build_filename (temporary, names[i], NULL);
    g_autofree char *to = g_build_filename (data_folder, names[i], NULL);

    if (!parlor_sync_folder (data_folder, error))
      return FALSE;
    if (rename (from, to) < 0) {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   /* Translators: a path, and why it is not possible */
                   _ ("Cannot make %s: %s"), to, g_strerror (errno));
      return FALSE;
    }
  }

  return parlor_sync_folder (data_folder, error);
}

static gboolean
fill_data_folder (const char *folder,
                  const char *temporary,
                  const char *data_folder,
                  GError    **error)
{
  g_autofree char *from = g_build_filename (folder, PARLOR_FOLDER_DATABASE, NULL);
  g_autofree char *to = g_build_filename (temporary, PARLOR_FOLDER_DATABASE, NULL);
  g_auto (Files)   files = files_between (folder, temporary);

  return parlor_copy_file (from, to, NULL, NULL, error) &&
         read_database (to, FALSE, files.list, error) &&
         copy_contents (&files, FALSE, NULL, error) && copy_secrets (folder, temporary, error) &&
         change_epoch (to, error) && move_into_place (temporary, data_folder, error);
}

static gboolean
has_no_data (const char *data_folder,
             GError    **error)
{
  const char *names[] = { PARLOR_FOLDER_DATABASE, PARLOR_FOLDER_FILES, secrets[0], secrets[1] };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (data_folder, names[i], NULL);

    if (g_file_test (path, G_FILE_TEST_EXISTS)) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                   /* Translators: %s is a path */
                   _ ("%s is there already. Restore into a new folder, or move the old data away "
                      "first."),
                   path);
      return FALSE;
    }
  }

  return TRUE;
}

/**
 * parlor_backup_restore:
 * @folder: (type filename): what parlor_backup_write() has written
 * @data_folder: (type filename): without data; made if it is not there
 * @error: return location for an error
 *
 * Checks the backup while it copies it.
 *
 * Returns: whether a server can be started on @data_folder
 */
gboolean
parlor_backup_restore (const char *folder,
                       const char *data_folder,
                       GError    **error)
{
  int              lock_fd = parlor_folder_lock (data_folder, error);
  g_autofree char *inside = g_build_filename (data_folder, "restored", NULL);
  g_autofree char *temporary = NULL;
  gboolean         is_restored;

  if (lock_fd < 0)
    return FALSE;

  is_restored = has_no_data (data_folder, error) &&
                (temporary = make_temporary (inside, error)) != NULL &&
                fill_data_folder (folder, temporary, data_folder, error);
  if (temporary != NULL)
    parlor_remove_tree (temporary);
  close (lock_fd);

  return is_restored;
}
