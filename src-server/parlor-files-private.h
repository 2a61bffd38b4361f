/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What parlor-files.c, on uploads, and parlor-files-content.c, on what has
 * become of them, have in common. */

#pragma once

#include "parlor-files.h"

G_BEGIN_DECLS

/**
 * ParlorFiles:
 *
 * The content of attachments, in files beside the database.  What is uploaded
 * grows in `incoming` and is moved, once its SHA-256 has proved right, to where
 * that digest names it, so that the same content is stored once.
 *
 * One thread does all that waits for the disk.
 */
struct _ParlorFiles
{
  char         *folder;
  ParlorWorker *worker;
  GHashTable   *uploads; /* path → Upload; the worker's, as the next ones */
  GHashTable   *fresh;   /* SHA-256 → how many uploads have finished with it lately */
};

gboolean parlor_files_fail (GError    **error,
                            const char *what,
                            const char *path);
gboolean parlor_files_keep (ParlorFiles *self,
                            int          fd,
                            const char  *path,
                            const char  *sha256,
                            GError     **error);

G_END_DECLS
