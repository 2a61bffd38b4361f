/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-client.h"

G_BEGIN_DECLS

ParlorAccount *parlor_client_ensure_account (ParlorClient              *self,
                                             const ParlorAccountPacket *packet);
void           parlor_client_load_history (ParlorClient       *self,
                                           ParlorConversation *conversation,
                                           ParlorTimeline     *timeline,
                                           gint64              before_seq,
                                           guint               n_messages);
void           parlor_client_save_later (ParlorClient       *self,
                                         ParlorConversation *conversation);
ParlorMessage *parlor_client_queue_text (ParlorClient       *self,
                                         ParlorConversation *conversation,
                                         const char         *text,
                                         GError            **error);
void           parlor_client_queue_file_async (ParlorClient       *self,
                                               ParlorConversation *conversation,
                                               GBytes             *content,
                                               const char         *name,
                                               const char         *caption,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
ParlorMessage *parlor_client_queue_file_finish (ParlorClient *self,
                                                GAsyncResult *result,
                                                GError      **error);
void           parlor_client_retry (ParlorClient       *self,
                                    ParlorConversation *conversation,
                                    ParlorMessage      *message);
void           parlor_client_discard (ParlorClient       *self,
                                      ParlorConversation *conversation,
                                      ParlorMessage      *message);

G_END_DECLS
