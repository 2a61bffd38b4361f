/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the files that were fetched may take of the disk: 500 MB. */
#define PARLOR_FILE_STORE_MAX_BYTES (500 * 1000 * 1000)

char *parlor_file_store_get_path (const char *data_dir,
                                  const char *attachment);
void  parlor_file_store_touch (const char *path);
void  parlor_file_store_remove (const char *data_dir,
                                const char *attachment);
void  parlor_file_store_trim (const char *data_dir,
                              gint64      max_bytes);

G_END_DECLS
