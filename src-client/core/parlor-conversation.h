/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-timeline.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_CONVERSATION (parlor_conversation_get_type ())

G_DECLARE_FINAL_TYPE (ParlorConversation, parlor_conversation, PARLOR, CONVERSATION, GObject)

const char            *parlor_conversation_get_id (ParlorConversation *self);
ParlorConversationKind parlor_conversation_get_kind (ParlorConversation *self);
const char            *parlor_conversation_get_title (ParlorConversation *self);
const char            *parlor_conversation_get_topic (ParlorConversation *self);
ParlorAccount         *parlor_conversation_get_peer (ParlorConversation *self);
ParlorMessage         *parlor_conversation_get_last_message (ParlorConversation *self);
guint                  parlor_conversation_get_unread (ParlorConversation *self);
guint                  parlor_conversation_get_mentions (ParlorConversation *self);
gint64                 parlor_conversation_get_read_seq (ParlorConversation *self);
gboolean               parlor_conversation_is_member (ParlorConversation *self);
const char            *parlor_conversation_get_draft (ParlorConversation *self);
void                   parlor_conversation_set_draft (ParlorConversation *self,
                                                      const char         *draft);

ParlorTimeline *parlor_conversation_get_timeline (ParlorConversation *self);

void parlor_conversation_mark_read (ParlorConversation *self,
                                    gint64              seq);

ParlorMessage *parlor_conversation_find_message (ParlorConversation *self,
                                                 gint64              seq);
void           parlor_conversation_fetch_message (ParlorConversation *self,
                                                  gint64              seq);

ParlorMessage *parlor_conversation_send_text (ParlorConversation *self,
                                              const char         *text,
                                              GError            **error);
void           parlor_conversation_send_file_async (ParlorConversation *self,
                                                    GBytes             *content,
                                                    const char         *name,
                                                    const char         *caption,
                                                    GCancellable       *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer            user_data);
ParlorMessage *parlor_conversation_send_file_finish (ParlorConversation *self,
                                                     GAsyncResult       *result,
                                                     GError            **error);

void parlor_conversation_retry (ParlorConversation *self,
                                ParlorMessage      *message);
void parlor_conversation_discard (ParlorConversation *self,
                                  ParlorMessage      *message);

void        parlor_conversation_load_members_async (ParlorConversation *self,
                                                    GCancellable       *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer            user_data);
GListModel *parlor_conversation_load_members_finish (ParlorConversation *self,
                                                     GAsyncResult       *result,
                                                     GError            **error);

G_END_DECLS
