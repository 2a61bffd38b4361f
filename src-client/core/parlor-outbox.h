/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cache.h"
#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_OUTBOX (parlor_outbox_get_type ())

G_DECLARE_FINAL_TYPE (ParlorOutbox, parlor_outbox, PARLOR, OUTBOX, GObject)

ParlorOutbox *parlor_outbox_new (ParlorClient *client,
                                 ParlorCache  *cache,
                                 const char   *folder);
void          parlor_outbox_close (ParlorOutbox *self);
void          parlor_outbox_clear (ParlorOutbox *self);

void           parlor_outbox_restore (ParlorOutbox              *self,
                                      ParlorConversation        *conversation,
                                      const ParlorCacheOutgoing *record);
ParlorMessage *parlor_outbox_add_text (ParlorOutbox            *self,
                                       ParlorConversation      *conversation,
                                       const ParlorMessageBody *body,
                                       GError                 **error);
void           parlor_outbox_add_file_async (ParlorOutbox            *self,
                                             ParlorConversation      *conversation,
                                             GBytes                  *content,
                                             const char              *name,
                                             const ParlorMessageBody *body,
                                             GCancellable            *cancellable,
                                             GAsyncReadyCallback      callback,
                                             gpointer                 user_data);
ParlorMessage *parlor_outbox_add_file_finish (ParlorOutbox *self,
                                              GAsyncResult *result,
                                              GError      **error);

void     parlor_outbox_pump (ParlorOutbox *self);
void     parlor_outbox_retry (ParlorOutbox  *self,
                              ParlorMessage *message);
void     parlor_outbox_discard (ParlorOutbox  *self,
                                ParlorMessage *message);
void     parlor_outbox_forget (ParlorOutbox  *self,
                               ParlorMessage *message);
guint    parlor_outbox_count_failed (ParlorOutbox       *self,
                                     ParlorConversation *conversation);
void     parlor_outbox_retry_failed (ParlorOutbox       *self,
                                     ParlorConversation *conversation);
void     parlor_outbox_discard_failed (ParlorOutbox       *self,
                                       ParlorConversation *conversation);
gboolean parlor_outbox_is_empty (ParlorOutbox *self);

G_END_DECLS
