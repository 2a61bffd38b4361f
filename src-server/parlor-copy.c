/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copies that are on disk when they are said to be: for backups. */

#define G_LOG_DOMAIN "parlor-copy"

#include "parlor-copy.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

#define PIECE_BYTES (256 * 1024)
#define PAGES_AT_ONCE 1024

static gboolean
fail (GError    **error,
      int         reason,
      const char *format,
      ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (GError    **error,
      int         reason,
      const char *format,
      ...)
{
  va_list args;

  va_start (args, format);
  g_propagate_error (
    error, g_error_new_valist (G_IO_ERROR, g_io_error_from_errno (reason), format, args));
  va_end (args);

  return FALSE;
}

static gboolean
write_all (int           fd,
           const guint8 *data,
           gsize         size_bytes)
{
  while (size_bytes > 0) {
    gssize n = write (fd, data, size_bytes);

    if (n < 0 && errno != EINTR)
      return FALSE;
    data += MAX (n, 0);
    size_bytes -= MAX (n, 0);
  }

  return TRUE;
}

/* Copies all that is in @in, and counts it. */
static gboolean
copy_pieces (int           in,
             const char   *from,
             int           out,
             const char   *to,
             GChecksum    *checksum,
             GCancellable *cancellable,
             GError      **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE_BYTES);
  gssize             size;

  while ((size = read (in, piece, PIECE_BYTES)) != 0) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (size < 0 && errno == EINTR)
      continue;
    if (size < 0)
      /* Translators: a path, and why it is not possible */
      return fail (error, errno, _ ("Cannot read %s: %s"), from, g_strerror (errno));
    if (!write_all (out, piece, size))
      /* Translators: a path, and why it is not possible */
      return fail (error, errno, _ ("Cannot write %s: %s"), to, g_strerror (errno));
    g_checksum_update (checksum, piece, size);
  }

  /* Translators: a path, and why it is not possible */
  return fsync (out) == 0 || fail (error, errno, _ ("Cannot write %s: %s"), to, g_strerror (errno));
}

/**
 * parlor_copy_file:
 * @from: (type filename): a file
 * @to: (type filename): what is not there yet
 * @sha256: (nullable): what the content has to be, hexadecimal
 * @cancellable: (nullable): ends it early
 * @error: return location for an error
 *
 * Copies a file for its owner's eyes alone.
 *
 * Returns: whether it is on disk
 */
gboolean
parlor_copy_file (const char   *from,
                  const char   *to,
                  const char   *sha256,
                  GCancellable *cancellable,
                  GError      **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  int                   in = open (from, O_RDONLY | O_CLOEXEC);
  int                   out;
  gboolean              is_good;

  if (in < 0)
    /* Translators: a path, and why it is not possible */
    return fail (error, errno, _ ("Cannot read %s: %s"), from, g_strerror (errno));
  out = open (to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (out < 0) {
    /* Translators: a path, and why it is not possible */
    fail (error, errno, _ ("Cannot make %s: %s"), to, g_strerror (errno));
    close (in);
    return FALSE;
  }

  is_good = copy_pieces (in, from, out, to, checksum, cancellable, error);
  close (in);
  close (out);

  if (is_good && sha256 != NULL && !g_str_equal (g_checksum_get_string (checksum), sha256)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 /* Translators: %s is the path of a file */
                 _ ("%s is damaged: its SHA-256 is another than it was"), from);
    return FALSE;
  }

  return is_good;
}

/**
 * parlor_copy_or_link:
 * @from: (type filename): a file whose content never changes
 * @to: (type filename): what is not there yet
 * @cancellable: (nullable): ends it early
 * @error: return location for an error
 *
 * Gives @from a second name if both are on one file system, and else copies it.
 *
 * Returns: whether it is there, and what was copied on disk
 */
gboolean
parlor_copy_or_link (const char   *from,
                     const char   *to,
                     GCancellable *cancellable,
                     GError      **error)
{
  return link (from, to) == 0 || parlor_copy_file (from, to, NULL, cancellable, error);
}

static gboolean
step_until_done (sqlite3_backup *backup,
                 GCancellable   *cancellable,
                 GError        **error)
{
  int code;

  do {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    code = sqlite3_backup_step (backup, PAGES_AT_ONCE);
  } while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED);

  if (code != SQLITE_DONE)
    g_set_error (error, G_IO_ERROR,
                 code == SQLITE_FULL ? G_IO_ERROR_NO_SPACE : G_IO_ERROR_FAILED,
                 /* Translators: %s is why */
                 _ ("Cannot copy the database: %s"), sqlite3_errstr (code));

  return code == SQLITE_DONE;
}

static gboolean
copy_pages (sqlite3      *source,
            sqlite3      *target,
            GCancellable *cancellable,
            GError      **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (target, "main", source, "main");
  gboolean        is_done;
  int             code;

  if (backup == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 /* Translators: %s is why */
                 _ ("Cannot copy the database: %s"), sqlite3_errmsg (target));
    return FALSE;
  }

  is_done = step_until_done (backup, cancellable, error);
  code = sqlite3_backup_finish (backup);
  if (is_done && code != SQLITE_OK) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 /* Translators: %s is why */
                 _ ("Cannot copy the database: %s"), sqlite3_errstr (code));
    return FALSE;
  }

  return is_done;
}

/**
 * parlor_copy_database:
 * @from: (type filename): a database, which others may be writing to
 * @to: (type filename): what is not there yet
 * @cancellable: (nullable): ends it early
 * @error: return location for an error
 *
 * Copies the database as it is when this begins: readers of a write-ahead log see
 * one state of it, and keep no writer waiting.
 *
 * Returns: whether the copy is on disk
 */
gboolean
parlor_copy_database (const char   *from,
                      const char   *to,
                      GCancellable *cancellable,
                      GError      **error)
{
  sqlite3 *source = NULL;
  sqlite3 *target = NULL;
  gboolean is_copied = FALSE;

  if (sqlite3_open_v2 (from, &source, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK ||
      sqlite3_exec (source, "BEGIN; SELECT COUNT (*) FROM settings", NULL, NULL, NULL) !=
        SQLITE_OK)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 /* Translators: a path, and why it is not possible */
                 _ ("Cannot read %s: %s"), from, sqlite3_errmsg (source));
  else if (sqlite3_open_v2 (to, &target,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                            NULL) != SQLITE_OK)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 /* Translators: a path, and why it is not possible */
                 _ ("Cannot make %s: %s"), to, sqlite3_errmsg (target));
  else
    is_copied = copy_pages (source, target, cancellable, error);

  sqlite3_close (target);
  sqlite3_close (source);

  return is_copied;
}

/**
 * parlor_sync_folder:
 * @path: (type filename): a folder
 * @error: return location for an error
 *
 * Returns: whether the names in it are on disk
 */
gboolean
parlor_sync_folder (const char *path,
                    GError    **error)
{
  int      fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean is_synced = fd >= 0 && fsync (fd) == 0;

  if (!is_synced)
    /* Translators: a path, and why it is not possible */
    fail (error, errno, _ ("Cannot write %s: %s"), path, g_strerror (errno));
  if (fd >= 0)
    close (fd);

  return is_synced;
}

static int
remove_entry (const char        *path,
              const struct stat *status,
              int                type,
              struct FTW        *place)
{
  return g_remove (path);
}

/**
 * parlor_remove_tree:
 * @path: (type filename): a folder
 *
 * Removes it with all that is in it, as far as that can be done.
 */
void
parlor_remove_tree (const char *path)
{
  nftw (path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}
