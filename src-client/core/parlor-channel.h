/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-protocol.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_CHANNEL (parlor_channel_get_type ())

G_DECLARE_FINAL_TYPE (ParlorChannel, parlor_channel, PARLOR, CHANNEL, GObject)

ParlorChannel *parlor_channel_new (GIOStream *stream);
void           parlor_channel_start (ParlorChannel *self);
void           parlor_channel_close (ParlorChannel *self,
                                     const GError  *error);

void     parlor_channel_request_async (ParlorChannel      *self,
                                       ParlorPacketType    type,
                                       gpointer            packet,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
gpointer parlor_channel_request_finish (ParlorChannel    *self,
                                        GAsyncResult     *result,
                                        ParlorPacketType *ret_type,
                                        GError          **error);

gint64 parlor_channel_get_received_us (ParlorChannel *self);

G_END_DECLS
