/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* All of these block. */

gboolean parlor_copy_file (const char   *from,
                           const char   *to,
                           const char   *sha256,
                           GCancellable *cancellable,
                           GError      **error);
gboolean parlor_copy_or_link (const char   *from,
                              const char   *to,
                              GCancellable *cancellable,
                              GError      **error);
gboolean parlor_copy_database (const char   *from,
                               const char   *to,
                               GCancellable *cancellable,
                               GError      **error);
gboolean parlor_sync_folder (const char *path,
                             GError    **error);
void     parlor_remove_tree (const char *path);

G_END_DECLS
