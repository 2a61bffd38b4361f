/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-channel.h"

G_BEGIN_DECLS

/**
 * ParlorProgressFunc:
 * @progress: 0 to 1
 * @user_data: what was given with it
 *
 * Called as a transfer goes on.
 */
typedef void (*ParlorProgressFunc) (double   progress,
                                    gpointer user_data);

void  parlor_upload_async (ParlorChannel      *channel,
                           ParlorUploadPacket *packet,
                           const char         *path,
                           ParlorProgressFunc  progress,
                           gpointer            progress_data,
                           GDestroyNotify      progress_data_free,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data);
char *parlor_upload_finish (GAsyncResult *result,
                            guint        *ret_retry_ms,
                            GError      **error);

G_END_DECLS
