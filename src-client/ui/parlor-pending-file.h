/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_PENDING_FILE (parlor_pending_file_get_type ())

G_DECLARE_FINAL_TYPE (ParlorPendingFile, parlor_pending_file, PARLOR, PENDING_FILE, AdwBin)

GtkWidget *parlor_pending_file_new (GBytes     *content,
                                    const char *name);

GBytes     *parlor_pending_file_get_content (ParlorPendingFile *self);
const char *parlor_pending_file_get_name (ParlorPendingFile *self);

gint64   parlor_pending_file_get_size (ParlorPendingFile *self,
                                       gint64            *ret_smaller_bytes);
gboolean parlor_pending_file_is_shrinking (ParlorPendingFile *self);
void     parlor_pending_file_set_smaller (ParlorPendingFile *self,
                                          gboolean           is_smaller);

G_END_DECLS
