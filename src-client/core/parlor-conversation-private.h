/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cache.h"
#include "parlor-client.h"
#include "parlor-conversation.h"
#include "parlor-log-request.h"
#include "parlor-members-private.h"

G_BEGIN_DECLS

/* What the cache keeps of a conversation besides its events. */
typedef struct
{
  gint64   known_seq; /* the newest event that was applied */
  gint64   read_seq;
  guint    n_unread;
  guint    n_mentions;
  gint64   counted_seq;  /* the two count what came up to here */
  gboolean is_read_told; /* the server knows of read_seq */
} ParlorConversationMarks;

/* Shared by the files parlor-conversation*.c only: -facts.c is about what it is,
 * -log.c about what happens in it, -parts.c about what is loaded of that, -open.c
 * about jumping there, -read.c about how much of it one has read, -quotes.c about
 * single messages, -wishes.c about what one keeps for oneself, -typing.c about who
 * writes, -voice.c about whether one may, -actions.c about what people do,
 * -changes.c about what they change, -rights.c about what of that they may. */
struct _ParlorConversation
{
  GObject parent_instance;

  ParlorClient *client; /* not owned; NULL once the client is closed */

  char                     *id;
  ParlorConversationPacket *facts;        /* what it is as of the event facts->head */
  char                     *folded_title; /* NULL until somebody looks for a name */
  char                     *title_of_folded;
  gboolean                  is_member;
  ParlorAccount            *peer;
  ParlorDraft               draft; /* owns its texts */
  gboolean                  is_pinned;
  gboolean                  notifications_muted;

  ParlorConversationMarks marks;
  gint64                  seen_seq; /* the newest event that has come, applied or not */

  ParlorMessage  *last_event; /* the newest message of the log */
  GPtrArray      *pending;    /* of ParlorMessage, as in the outbox */
  ParlorTimeline *timeline;   /* NULL until somebody looks */
  GPtrArray      *parts;      /* of ParlorTimeline, not owned: those that are not live */
  GHashTable     *quotes;     /* messages fetched by themselves, by seq; NULL if there is none */
  GWeakRef        members;    /* ParlorMembers, while somebody looks */

  GPtrArray *typists;        /* of ParlorAccount: others who write now */
  guint      typists_id;     /* after which nobody does, as far as is known */
  gint64     typing_told_us; /* when the server was told that one writes; 0: one does not */

  ParlorLogReader log_reader; /* instead of the client; NULL in the program itself */
  gpointer        log_reader_data;
};

ParlorConversation *parlor_conversation_new (ParlorClient          *client,
                                             const char            *id,
                                             ParlorConversationKind kind,
                                             ParlorAccount         *peer);
void                parlor_conversation_disconnect (ParlorConversation *self);

void     parlor_conversation_update (ParlorConversation             *self,
                                     const ParlorConversationPacket *packet);
gboolean parlor_conversation_learn (ParlorConversation *self,
                                    ParlorMessage      *message);
void     parlor_conversation_trim (ParlorConversation *self,
                                   gint64              oldest_seq);
void     parlor_conversation_see (ParlorConversation *self,
                                  gint64              seq);
void     parlor_conversation_count (ParlorConversation *self,
                                    ParlorMessage      *message);
void     parlor_conversation_take_counts (ParlorConversation     *self,
                                          const ParlorReadPacket *read,
                                          gint64                  counted_seq);
void     parlor_conversation_note_read_told (ParlorConversation *self);
void     parlor_conversation_take_quote (ParlorConversation *self,
                                         gint64              seq,
                                         ParlorMessage      *message);
void     parlor_conversation_change_quotes (ParlorConversation *self,
                                            ParlorMessage      *change);
void     parlor_conversation_set_is_member (ParlorConversation *self,
                                            gboolean            is_member);
void     parlor_conversation_set_marks (ParlorConversation            *self,
                                        const ParlorConversationMarks *marks);
void     parlor_conversation_set_last_event (ParlorConversation *self,
                                             ParlorMessage      *message);
void     parlor_conversation_take_typists (ParlorConversation *self,
                                           GPtrArray          *typists);
void     parlor_conversation_drop_typist (ParlorConversation *self,
                                          ParlorAccount      *account);
void     parlor_conversation_restore_wishes (ParlorConversation            *self,
                                             const ParlorCacheConversation *cached);
void     parlor_conversation_reset (ParlorConversation *self,
                                    gint64              known_seq);
void     parlor_conversation_apply (ParlorConversation *self,
                                    ParlorMessage      *message);
void     parlor_conversation_add_pending (ParlorConversation *self,
                                          ParlorMessage      *message);
void     parlor_conversation_remove_pending (ParlorConversation *self,
                                             ParlorMessage      *message);

ParlorMessage *parlor_conversation_get_last_event (ParlorConversation *self);
gint64         parlor_conversation_get_known_seq (ParlorConversation *self);
const char    *parlor_conversation_get_folded_title (ParlorConversation *self);
ParlorMessage *parlor_conversation_find_pending (ParlorConversation *self,
                                                 const char         *nonce,
                                                 gint64              seq);
ParlorMembers *parlor_conversation_peek_members (ParlorConversation *self);
void           parlor_conversation_retry_timeline (ParlorConversation *self);

void parlor_conversation_set_log_reader (ParlorConversation *self,
                                         ParlorLogReader     reader,
                                         gpointer            user_data);
void parlor_conversation_restart_timeline (ParlorConversation *self,
                                           gint64              known_seq,
                                           gboolean            is_same_log);
void parlor_conversation_change_parts (ParlorConversation *self,
                                       ParlorMessage      *change);
void parlor_conversation_trim_parts (ParlorConversation *self,
                                     gint64              oldest_seq);
void parlor_conversation_disconnect_parts (ParlorConversation *self);

void parlor_conversation_read_log (ParlorLogRequest *request);

ParlorTimeline *parlor_conversation_find_part (ParlorConversation *self,
                                               gint64              seq);
ParlorTimeline *parlor_conversation_add_part (ParlorConversation *self,
                                              GPtrArray          *messages,
                                              gboolean            is_cached);

const ParlorConversationMarks  *parlor_conversation_get_marks (ParlorConversation *self);
const ParlorConversationPacket *parlor_conversation_get_facts (ParlorConversation *self);

G_END_DECLS
