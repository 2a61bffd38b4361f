/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The folder of the files that were fetched, each called as the server calls
 * it.  When a file was used last is the time of its last change: a file itself
 * never changes. */

#define G_LOG_DOMAIN "parlor-file-store"

#include "parlor-file-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  char  *path;
  gint64 size_bytes;
  gint64 used_s;
} File;

static void
file_clear (gpointer data)
{
  g_free (((File *) data)->path);
}

/**
 * parlor_file_store_get_path:
 * @data_dir: (type filename): the folder of the client
 * @attachment: (nullable): id of an attachment
 *
 * Returns: (transfer full) (nullable): where the file is once it was fetched;
 *   %NULL for an id that is not fit to be the name of a file
 */
char *
parlor_file_store_get_path (const char *data_dir,
                            const char *attachment)
{
  static const char safe[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

  g_return_val_if_fail (data_dir != NULL, NULL);

  if (attachment == NULL || *attachment == '\0' ||
      strspn (attachment, safe) != strlen (attachment))
    return NULL;

  return g_build_filename (data_dir, "files", attachment, NULL);
}

/**
 * parlor_file_store_touch:
 * @path: (type filename): a file
 *
 * It is used now: others go before it.
 */
void
parlor_file_store_touch (const char *path)
{
  if (utimensat (AT_FDCWD, path, NULL, 0) != 0)
    g_debug ("Cannot touch %s: %s", path, g_strerror (errno));
}

/**
 * parlor_file_store_remove:
 * @data_dir: (type filename): the folder of the client
 * @attachment: id of an attachment
 *
 * Takes a file off the disk, and what was fetched of it so far.
 */
void
parlor_file_store_remove (const char *data_dir,
                          const char *attachment)
{
  g_autofree char *path = parlor_file_store_get_path (data_dir, attachment);
  g_autofree char *part = NULL;

  if (path == NULL)
    return;

  part = g_strconcat (path, ".part", NULL);
  g_unlink (path);
  g_unlink (part);
}

static int
compare_used (gconstpointer one,
              gconstpointer other)
{
  const File *a = one;
  const File *b = other;

  return (a->used_s > b->used_s) - (a->used_s < b->used_s);
}

static GArray *
list_files (const char *folder,
            gint64     *ret_size_bytes)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GArray          *files = g_array_new (FALSE, FALSE, sizeof (File));
  const char      *name;

  g_array_set_clear_func (files, file_clear);
  *ret_size_bytes = 0;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    struct stat      status;
    File             file;

    if (lstat (path, &status) != 0 || !S_ISREG (status.st_mode))
      continue;
    file = (File){ g_steal_pointer (&path), status.st_size, status.st_mtime };
    *ret_size_bytes += file.size_bytes;
    g_array_append_val (files, file);
  }
  g_array_sort (files, compare_used);

  return files;
}

/**
 * parlor_file_store_trim:
 * @data_dir: (type filename): the folder of the client
 * @max_bytes: how much may stay
 *
 * Removes files that were not used for the longest time until the others fit.
 * They can be fetched again.  Blocks: for threads.
 */
void
parlor_file_store_trim (const char *data_dir,
                        gint64      max_bytes)
{
  g_autofree char   *folder = g_build_filename (data_dir, "files", NULL);
  gint64             size_bytes;
  g_autoptr (GArray) files = list_files (folder, &size_bytes);

  for (guint i = 0; i < files->len && size_bytes > max_bytes; i++) {
    const File *file = &g_array_index (files, File, i);

    if (g_unlink (file->path) == 0)
      size_bytes -= file->size_bytes;
    else
      g_debug ("Cannot remove %s: %s", file->path, g_strerror (errno));
  }
}
