/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens in a conversation: its log, and what is still in the outbox. */

#define G_LOG_DOMAIN "parlor-conversation"

#include "parlor-conversation-private.h"

#include "parlor-client-private.h"
#include "parlor-message-private.h"
#include "parlor-timeline-private.h"

/**
 * parlor_conversation_set_last_event:
 * @self: a conversation
 * @message: (nullable): the newest message of its log
 */
void
parlor_conversation_set_last_event (ParlorConversation *self,
                                    ParlorMessage      *message)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  if (g_set_object (&self->last_event, message))
    g_object_notify (G_OBJECT (self), "last-message");
}

/**
 * parlor_conversation_get_last_event:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): the newest message of its log
 */
ParlorMessage *
parlor_conversation_get_last_event (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  return self->last_event;
}

/**
 * parlor_conversation_reset:
 * @self: a conversation
 * @known_seq: its newest event
 *
 * More was missed than is told: what is shown begins anew.
 */
void
parlor_conversation_reset (ParlorConversation *self,
                           gint64              known_seq)
{
  ParlorConversationMarks marks;
  gboolean                is_same_log;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  /* A gap leads forward; else the server has begun a life of its own. */
  is_same_log = known_seq > self->marks.known_seq;
  marks = self->marks;
  marks.read_seq = MIN (marks.read_seq, known_seq);
  marks.known_seq = known_seq;
  parlor_conversation_set_marks (self, &marks);

  parlor_conversation_restart_timeline (self, known_seq, is_same_log);
}

static void
update_members (ParlorConversation *self,
                ParlorMessage      *event)
{
  g_autoptr (ParlorMembers) members = g_weak_ref_get (&self->members);
  ParlorAccount            *member = parlor_message_get_member (event);
  ParlorEventKind           kind = parlor_message_get_kind (event);

  if (members == NULL)
    return;

  if (kind == PARLOR_EVENT_JOIN || kind == PARLOR_EVENT_CREATE)
    parlor_members_add (members, parlor_message_get_author (event));
  else if (kind == PARLOR_EVENT_LEAVE)
    parlor_members_remove (members, parlor_message_get_author (event));
  else if ((kind == PARLOR_EVENT_KICK || kind == PARLOR_EVENT_BAN) && member != NULL)
    parlor_members_remove (members, member);
}

/**
 * parlor_conversation_apply:
 * @self: a conversation
 * @message: the event that follows the newest one; may be one of the pending
 *   messages
 *
 * Takes the next event of the log.
 */
void
parlor_conversation_apply (ParlorConversation *self,
                           ParlorMessage      *message)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));
  g_return_if_fail (parlor_message_get_seq (message) == self->marks.known_seq + 1);

  g_object_ref (message);
  self->marks.known_seq++;
  g_ptr_array_remove (self->pending, message);
  parlor_conversation_count (self, message);
  if (self->timeline != NULL)
    parlor_timeline_append (self->timeline, message);
  parlor_conversation_change_parts (self, message);
  parlor_conversation_change_quotes (self, message);
  update_members (self, message);
  if (parlor_conversation_learn (self, message) && self->client != NULL)
    parlor_cache_save_conversation (self->client->cache, self->facts);
  if (parlor_message_get_kind (message) == PARLOR_EVENT_MESSAGE) {
    parlor_conversation_drop_typist (self, parlor_message_get_author (message));
    parlor_conversation_set_last_event (self, message);
  }
  g_object_unref (message);
}

/**
 * parlor_conversation_add_pending:
 * @self: a conversation
 * @message: a message of one's own that is in the outbox
 */
void
parlor_conversation_add_pending (ParlorConversation *self,
                                 ParlorMessage      *message)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  g_ptr_array_add (self->pending, g_object_ref (message));
  if (self->timeline != NULL)
    parlor_timeline_add_pending (self->timeline, message);
  g_object_notify (G_OBJECT (self), "last-message");
}

/**
 * parlor_conversation_remove_pending:
 * @self: a conversation
 * @message: a message that is no longer in the outbox
 */
void
parlor_conversation_remove_pending (ParlorConversation *self,
                                    ParlorMessage      *message)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  if (self->timeline != NULL)
    parlor_timeline_remove_pending (self->timeline, message);
  if (g_ptr_array_remove (self->pending, message))
    g_object_notify (G_OBJECT (self), "last-message");
}

/**
 * parlor_conversation_find_pending:
 * @self: a conversation
 * @nonce: (nullable): what this client called a message
 * @seq: the place in the log that it has got, 0 if none
 *
 * Returns: (transfer none) (nullable): the message in the outbox that has
 *   either
 */
ParlorMessage *
parlor_conversation_find_pending (ParlorConversation *self,
                                  const char         *nonce,
                                  gint64              seq)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  for (guint i = 0; i < self->pending->len; i++) {
    ParlorMessage *message = self->pending->pdata[i];

    if (g_strcmp0 (parlor_message_get_nonce (message), nonce) == 0 ||
        (seq != 0 && parlor_message_get_seq (message) == seq))
      return message;
  }

  return NULL;
}

/**
 * parlor_conversation_peek_members:
 * @self: a conversation
 *
 * Returns: (transfer full) (nullable): the list of members that somebody looks
 *   at
 */
ParlorMembers *
parlor_conversation_peek_members (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  return g_weak_ref_get (&self->members);
}

gint64
parlor_conversation_get_known_seq (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), 0);

  return self->marks.known_seq;
}
