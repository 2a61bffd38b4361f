/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The content of finished uploads. */

#define G_LOG_DOMAIN "parlor-files-content"

#include "parlor-files-private.h"

#include "parlor-names.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/**
 * parlor_files_fail:
 * @error: return location for an error
 * @what: the verb of what cannot be done
 * @path: to which file
 *
 * Returns: FALSE, always, with what errno says
 */
gboolean
parlor_files_fail (GError    **error,
                   const char *what,
                   const char *path)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "Cannot %s %s: %s",
               what, path, g_strerror (code));

  return FALSE;
}

/* Of finished content; spread over 256 folders. */
static char *
content_path (ParlorFiles *self,
              const char  *sha256)
{
  return g_strdup_printf ("%s/%.2s/%s", self->folder, sha256, sha256);
}

/* Has what was made in the folder of @path outlive a loss of power. */
static gboolean
sync_folder (const char *path,
             GError    **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int              fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean         is_synced = fd >= 0 && fsync (fd) == 0;

  if (!is_synced)
    parlor_files_fail (error, "sync", folder);
  if (fd >= 0)
    close (fd);

  return is_synced;
}

static void
count_fresh (ParlorFiles *self,
             const char  *sha256,
             int          change)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->fresh, sha256)) + change;

  if (n > 0)
    g_hash_table_insert (self->fresh, g_strdup (sha256), GUINT_TO_POINTER (n));
  else
    g_hash_table_remove (self->fresh, sha256);
}

/**
 * parlor_files_keep:
 * @self: the files
 * @fd: what is complete
 * @path: where it is
 * @sha256: its digest, which names where it is moved to
 * @error: return location for an error
 *
 * From now on, and until parlor_files_settle(), it cannot be removed.
 *
 * Returns: whether it is there, also after a loss of power
 */
gboolean
parlor_files_keep (ParlorFiles *self,
                   int          fd,
                   const char  *path,
                   const char  *sha256,
                   GError     **error)
{
  g_autofree char *kept = content_path (self, sha256);
  g_autofree char *folder = g_path_get_dirname (kept);

  if (g_mkdir (folder, 0700) == 0) {
    if (!sync_folder (folder, error))
      return FALSE;
  } else if (errno != EEXIST) {
    return parlor_files_fail (error, "make", folder);
  }
  if (fsync (fd) < 0)
    return parlor_files_fail (error, "sync", path);
  if (g_rename (path, kept) < 0)
    return parlor_files_fail (error, "move to", kept);
  if (!sync_folder (kept, error))
    return FALSE;

  count_fresh (self, sha256, 1);

  return TRUE;
}

/**
 * parlor_files_read:
 * @self: the files
 * @job: sha256 and offset are given; data is set, empty at the end
 * @error: return location for an error
 *
 * Reads a piece of finished content.
 *
 * Returns: whether it could be read; a #GIOError otherwise
 */
gboolean
parlor_files_read (ParlorFiles   *self,
                   ParlorFileJob *job,
                   GError       **error)
{
  g_autofree char   *path = content_path (self, job->sha256);
  g_autofree guint8 *buffer = NULL;
  int                fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  ssize_t            n;

  if (fd < 0)
    return parlor_files_fail (error, "open", path);

  buffer = g_malloc (PARLOR_PIECE_MAX_BYTES);
  /* Beyond what any file reaches, pread() would fail instead of finding its end. */
  n = pread (fd, buffer, PARLOR_PIECE_MAX_BYTES, MIN (job->offset, G_MAXINT64 / 2));
  if (n >= 0)
    job->data = g_bytes_new_take (g_steal_pointer (&buffer), n);
  else
    parlor_files_fail (error, "read", path);
  close (fd);

  return n >= 0;
}

/**
 * parlor_files_settle:
 * @self: the files
 * @job: finished; its sha256 is given
 *
 * Says that the database knows, or will not know, of an upload that has
 * finished.  Until then its content cannot be removed.
 */
void
parlor_files_settle (ParlorFiles   *self,
                     ParlorFileJob *job)
{
  count_fresh (self, job->sha256, -1);
}

/**
 * parlor_files_remove:
 * @self: the files
 * @sha256: of content that nothing in the database referred to before this job
 *   was queued
 *
 * Returns: whether it is gone; if not, an upload has just finished with the same
 *   content, or the disk fails
 */
gboolean
parlor_files_remove (ParlorFiles *self,
                     const char  *sha256)
{
  g_autofree char   *path = content_path (self, sha256);
  g_autoptr (GError) error = NULL;

  if (g_hash_table_contains (self->fresh, sha256))
    return FALSE;

  if (g_unlink (path) == 0)
    sync_folder (path, &error);
  else if (errno != ENOENT)
    parlor_files_fail (&error, "remove", path);
  if (error != NULL)
    g_message ("%s", error->message);

  return error == NULL;
}

/**
 * parlor_files_list:
 * @self: the files
 * @folder: from 0 to %PARLOR_FILES_FOLDERS - 1
 * @ret_digests: (element-type utf8): the SHA-256 of each content in that folder
 *   is appended
 */
void
parlor_files_list (ParlorFiles *self,
                   guint        folder,
                   GPtrArray   *ret_digests)
{
  g_autofree char *path = g_strdup_printf ("%s/%02x", self->folder, folder);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char      *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (parlor_hex_check (name, PARLOR_SHA256_HEX_CHARS))
      g_ptr_array_add (ret_digests, g_strdup (name));
}
