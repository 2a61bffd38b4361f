/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-channel.h"
#include "parlor-upload.h"

G_BEGIN_DECLS

void     parlor_download_async (ParlorChannel      *channel,
                                const char         *attachment,
                                gint64              size_bytes,
                                const char         *path,
                                ParlorProgressFunc  progress,
                                gpointer            progress_data,
                                GDestroyNotify      progress_data_free,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
gboolean parlor_download_finish (GAsyncResult *result,
                                 guint        *ret_retry_ms,
                                 GError      **error);

G_END_DECLS
