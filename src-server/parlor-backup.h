/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Both of these block. */

gboolean parlor_backup_write (const char   *data_folder,
                              const char   *folder,
                              GCancellable *cancellable,
                              GError      **error);
gboolean parlor_backup_restore (const char *folder,
                                const char *data_folder,
                                GError    **error);

G_END_DECLS
