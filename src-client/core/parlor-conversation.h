/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-timeline.h"

G_BEGIN_DECLS

/**
 * ParlorMessageBody:
 * @text: (nullable): what is written, UTF-8, at most %PARLOR_TEXT_MAX_BYTES
 * @reply_to: seq of the message that is answered, 0 for none
 * @is_action: whether the author does it, as with /me
 *
 * What somebody writes.
 */
typedef struct
{
  const char *text;
  gint64      reply_to;
  gboolean    is_action;
} ParlorMessageBody;

/**
 * ParlorDraft:
 * @text: (nullable): what was typed
 * @reply_to: seq of the message that is answered, 0 for none
 * @edit_of: seq of one's own message that is being changed, 0 for none
 * @edit_text: (nullable): what that one is to say; @text waits meanwhile
 *
 * What is being written and not sent.
 */
typedef struct
{
  const char *text;
  gint64      reply_to;
  gint64      edit_of;
  const char *edit_text;
} ParlorDraft;

/**
 * ParlorMessageRights:
 *
 * What one may ask the server to do with a message.
 */
typedef enum {
  PARLOR_MESSAGE_CAN_ANSWER = 1 << 0,
  PARLOR_MESSAGE_CAN_REACT = 1 << 1,
  PARLOR_MESSAGE_CAN_EDIT = 1 << 2,
  PARLOR_MESSAGE_CAN_DELETE = 1 << 3,
  PARLOR_MESSAGE_CAN_PIN = 1 << 4,
  PARLOR_MESSAGE_CAN_SEE_VERSIONS = 1 << 5,
} ParlorMessageRights;

typedef enum {
  PARLOR_VOICE_FREE,      /* one may write */
  PARLOR_VOICE_WAIT,      /* slow mode: one has written a moment ago */
  PARLOR_VOICE_MUTED,     /* a moderator wants one only to read */
  PARLOR_VOICE_READ_ONLY, /* only moderators write */
  PARLOR_VOICE_ARCHIVED,  /* nobody writes any more */
  PARLOR_VOICE_LEFT,      /* one is not in it any more */
  PARLOR_VOICE_BLOCKED,   /* one has blocked the other one of a personal chat */
} ParlorVoice;

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
gboolean               parlor_conversation_mentions_self (ParlorConversation *self,
                                                          const char         *text);
gboolean               parlor_conversation_is_member (ParlorConversation *self);
const ParlorDraft     *parlor_conversation_get_draft (ParlorConversation *self);
void                   parlor_conversation_set_draft (ParlorConversation *self,
                                                      const ParlorDraft  *draft);
ParlorVoice            parlor_conversation_get_voice (ParlorConversation *self,
                                                      gint64              now_ms,
                                                      gint64             *ret_until_ms);
const GPtrArray       *parlor_conversation_get_typists (ParlorConversation *self);
void                   parlor_conversation_set_is_typing (ParlorConversation *self,
                                                          gboolean            is_typing);
gboolean               parlor_conversation_is_pinned (ParlorConversation *self);
void                   parlor_conversation_set_is_pinned (ParlorConversation *self,
                                                          gboolean            is_pinned);
gboolean               parlor_conversation_are_notifications_muted (ParlorConversation *self);
void                   parlor_conversation_set_notifications_muted (ParlorConversation *self,
                                                                    gboolean            are_muted);

ParlorTimeline *parlor_conversation_get_timeline (ParlorConversation *self);

void            parlor_conversation_open_async (ParlorConversation *self,
                                                gint64              seq,
                                                GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
void            parlor_conversation_open_at_async (ParlorConversation *self,
                                                   gint64              time_ms,
                                                   GCancellable       *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer            user_data);
ParlorTimeline *parlor_conversation_open_finish (ParlorConversation *self,
                                                 GAsyncResult       *result,
                                                 gint64             *ret_seq,
                                                 GError            **error);

void     parlor_conversation_mark_read (ParlorConversation *self,
                                        gint64              seq);
gboolean parlor_conversation_mark_unread (ParlorConversation *self,
                                          gint64              seq);

ParlorMessage *parlor_conversation_find_message (ParlorConversation *self,
                                                 gint64              seq);
void           parlor_conversation_fetch_message (ParlorConversation *self,
                                                  gint64              seq);
ParlorMessage *parlor_conversation_find_editable (ParlorConversation *self,
                                                  gint64              before_seq);

ParlorMessage *parlor_conversation_send_text (ParlorConversation *self,
                                              const char         *text,
                                              GError            **error);
ParlorMessage *parlor_conversation_send (ParlorConversation      *self,
                                         const ParlorMessageBody *body,
                                         GError                 **error);
void           parlor_conversation_send_file_async (ParlorConversation      *self,
                                                    GBytes                  *content,
                                                    const char              *name,
                                                    const ParlorMessageBody *body,
                                                    GCancellable            *cancellable,
                                                    GAsyncReadyCallback      callback,
                                                    gpointer                 user_data);
ParlorMessage *parlor_conversation_send_file_finish (ParlorConversation *self,
                                                     GAsyncResult       *result,
                                                     GError            **error);
gint64         parlor_conversation_get_file_max_bytes (ParlorConversation *self);

void  parlor_conversation_retry (ParlorConversation *self,
                                 ParlorMessage      *message);
void  parlor_conversation_discard (ParlorConversation *self,
                                   ParlorMessage      *message);
guint parlor_conversation_get_n_failed (ParlorConversation *self);
void  parlor_conversation_retry_failed (ParlorConversation *self);
void  parlor_conversation_discard_failed (ParlorConversation *self);

void     parlor_conversation_change_async (ParlorConversation *self,
                                           ParlorEventKind     kind,
                                           gint64              seq,
                                           const char         *value,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
gboolean parlor_conversation_change_finish (ParlorConversation *self,
                                            GAsyncResult       *result,
                                            GError            **error);

ParlorMessageRights parlor_conversation_get_rights (ParlorConversation *self,
                                                    ParlorMessage      *message);
gboolean            parlor_conversation_can_pin (ParlorConversation *self);

void        parlor_conversation_load_members_async (ParlorConversation *self,
                                                    GCancellable       *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer            user_data);
GListModel *parlor_conversation_load_members_finish (ParlorConversation *self,
                                                     GAsyncResult       *result,
                                                     GError            **error);

G_END_DECLS
