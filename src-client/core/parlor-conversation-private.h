/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-client.h"
#include "parlor-conversation.h"
#include "parlor-members-private.h"

G_BEGIN_DECLS

/* What the cache keeps of a conversation besides its events. */
typedef struct
{
  gint64 known_seq; /* the newest event that was applied */
  gint64 read_seq;
  guint  n_unread;
} ParlorConversationMarks;

/* Shared by parlor-conversation.c, -log.c and -actions.c only. */
struct _ParlorConversation
{
  GObject parent_instance;

  ParlorClient *client; /* not owned; NULL once the client is closed */

  char                  *id;
  ParlorConversationKind kind;
  char                  *name;
  char                  *topic;
  ParlorRole             role;
  gint64                 n_members;
  gint64                 members_seq; /* n_members counts what came up to here */
  gboolean               has_password;
  gboolean               is_member;
  ParlorAccount         *peer;
  char                  *draft;

  ParlorConversationMarks marks;

  ParlorMessage  *last_event; /* the newest message of the log */
  GPtrArray      *pending;    /* of ParlorMessage, as in the outbox */
  ParlorTimeline *timeline;   /* NULL until somebody looks */
  GWeakRef        members;    /* ParlorMembers, while somebody looks */
};

ParlorConversation *parlor_conversation_new (ParlorClient          *client,
                                             const char            *id,
                                             ParlorConversationKind kind,
                                             ParlorAccount         *peer);
void                parlor_conversation_disconnect (ParlorConversation *self);

void parlor_conversation_update (ParlorConversation             *self,
                                 const ParlorConversationPacket *packet);
void parlor_conversation_count_member (ParlorConversation *self,
                                       ParlorMessage      *message);
void parlor_conversation_set_is_member (ParlorConversation *self,
                                        gboolean            is_member);
void parlor_conversation_set_marks (ParlorConversation            *self,
                                    const ParlorConversationMarks *marks);
void parlor_conversation_set_last_event (ParlorConversation *self,
                                         ParlorMessage      *message);
void parlor_conversation_restore_draft (ParlorConversation *self,
                                        const char         *draft);
void parlor_conversation_reset (ParlorConversation *self,
                                gint64              known_seq);
void parlor_conversation_recount (ParlorConversation *self);
void parlor_conversation_apply (ParlorConversation *self,
                                ParlorMessage      *message);
void parlor_conversation_add_pending (ParlorConversation *self,
                                      ParlorMessage      *message);
void parlor_conversation_remove_pending (ParlorConversation *self,
                                         ParlorMessage      *message);

ParlorMessage *parlor_conversation_get_last_event (ParlorConversation *self);
gint64         parlor_conversation_get_known_seq (ParlorConversation *self);
ParlorMessage *parlor_conversation_find_pending (ParlorConversation *self,
                                                 const char         *nonce,
                                                 gint64              seq);
ParlorMembers *parlor_conversation_peek_members (ParlorConversation *self);
void           parlor_conversation_retry_timeline (ParlorConversation *self);
void           parlor_conversation_describe (ParlorConversation       *self,
                                             ParlorConversationPacket *ret);

G_END_DECLS
