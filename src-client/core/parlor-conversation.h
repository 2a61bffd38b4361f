/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-timeline.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_CONVERSATION (parlor_conversation_get_type ())

G_DECLARE_FINAL_TYPE (ParlorConversation, parlor_conversation, PARLOR, CONVERSATION, GObject)

/* A channel, group or personal chat that one is in, or a personal chat that
 * begins with the first message.
 *
 * Properties: "id" (string), "kind" (int: a ParlorConversationKind), "title"
 * (string: its name, without #; of a personal chat the other's nick), "topic"
 * (string or NULL), "role" (int: a ParlorRole), "n-members" (int64),
 * "has-password" (boolean), "peer" (ParlorAccount: the other one in a personal
 * chat, or NULL), "last-message" (ParlorMessage or NULL), "unread" (uint),
 * "read-seq" (int64), "draft" (string or NULL, kept across restarts),
 * "is-member" (boolean: FALSE once one has left or was removed). */

const char            *parlor_conversation_get_id (ParlorConversation *self);
ParlorConversationKind parlor_conversation_get_kind (ParlorConversation *self);
const char            *parlor_conversation_get_title (ParlorConversation *self);
const char            *parlor_conversation_get_topic (ParlorConversation *self);
ParlorAccount         *parlor_conversation_get_peer (ParlorConversation *self);
ParlorMessage         *parlor_conversation_get_last_message (ParlorConversation *self);
guint                  parlor_conversation_get_unread (ParlorConversation *self);
gint64                 parlor_conversation_get_read_seq (ParlorConversation *self);
gboolean               parlor_conversation_is_member (ParlorConversation *self);
const char            *parlor_conversation_get_draft (ParlorConversation *self);
void                   parlor_conversation_set_draft (ParlorConversation *self,
                                                      const char         *draft);

/* Created when first asked for, filled from the cache at once, then from the
 * server. */
ParlorTimeline *parlor_conversation_get_timeline (ParlorConversation *self);

/* What was on screen: everything up to @seq counts as read. */
void parlor_conversation_mark_read (ParlorConversation *self,
                                    gint64              seq);

/* Both put a message into the outbox, on disk, and show it as pending at once;
 * it is sent when the link is up.  NULL with an error if it can never be sent
 * (empty, too long, file not readable or too large). */
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

/* Of one's own messages that are pending or failed.  Discarding cancels an
 * upload under way. */
void parlor_conversation_retry (ParlorConversation *self,
                                ParlorMessage      *message);
void parlor_conversation_discard (ParlorConversation *self,
                                  ParlorMessage      *message);

/* Finishes with a GListModel of ParlorAccount: the members,
 * online ones first; kept up to date while it lives. */
void        parlor_conversation_load_members_async (ParlorConversation *self,
                                                    GCancellable       *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer            user_data);
GListModel *parlor_conversation_load_members_finish (ParlorConversation *self,
                                                     GAsyncResult       *result,
                                                     GError            **error);

G_END_DECLS
