/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens in a conversation: its log, what is still in the outbox, and
 * how far one has read. */

#define G_LOG_DOMAIN "parlor-conversation"

#include "parlor-conversation-private.h"

#include "parlor-client-private.h"
#include "parlor-message-private.h"
#include "parlor-timeline-private.h"

/**
 * parlor_conversation_set_marks:
 * @self: a conversation
 * @marks: how far it is known and read
 *
 * For what comes from the cache, or is first seen.
 */
void
parlor_conversation_set_marks (ParlorConversation            *self,
                               const ParlorConversationMarks *marks)
{
  ParlorConversationMarks old;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  old = self->marks;
  self->marks = *marks;
  if (old.read_seq != marks->read_seq)
    g_object_notify (G_OBJECT (self), "read-seq");
  if (old.n_unread != marks->n_unread)
    g_object_notify (G_OBJECT (self), "unread");
}

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

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  marks = self->marks;
  marks.read_seq = MIN (marks.read_seq, known_seq);
  marks.n_unread = known_seq - marks.read_seq;
  marks.known_seq = known_seq;
  parlor_conversation_set_marks (self, &marks);

  if (self->timeline != NULL)
    parlor_timeline_reset (self->timeline, known_seq);
}

static void
update_members (ParlorConversation *self,
                ParlorMessage      *event)
{
  g_autoptr (ParlorMembers) members = g_weak_ref_get (&self->members);
  ParlorEventKind           kind = parlor_message_get_kind (event);

  if (members == NULL)
    return;

  if (kind == PARLOR_EVENT_JOIN || kind == PARLOR_EVENT_CREATE)
    parlor_members_add (members, parlor_message_get_author (event));
  else if (kind == PARLOR_EVENT_LEAVE)
    parlor_members_remove (members, parlor_message_get_author (event));
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
  ParlorConversationMarks marks;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));
  g_return_if_fail (parlor_message_get_seq (message) == self->marks.known_seq + 1);

  g_object_ref (message);
  marks = self->marks;
  marks.known_seq++;
  g_ptr_array_remove (self->pending, message);
  if (self->timeline != NULL)
    parlor_timeline_append (self->timeline, message);
  update_members (self, message);
  parlor_conversation_count_member (self, message);

  if (parlor_message_get_kind (message) == PARLOR_EVENT_MESSAGE) {
    if (!parlor_message_is_own (message))
      marks.n_unread++;
    else if (marks.n_unread == 0)
      marks.read_seq = marks.known_seq;
    parlor_conversation_set_last_event (self, message);
  }
  parlor_conversation_set_marks (self, &marks);
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

static void
load_older (ParlorTimeline *timeline,
            gint64          before_seq,
            guint           n_messages,
            gpointer        user_data)
{
  ParlorConversation *self = user_data;

  parlor_client_load_history (self->client, self, timeline, before_seq, n_messages);
}

static void fill_page (ParlorTimeline *timeline);

/* The cache may have only a few of the newest: the server has the rest. */
static void
on_page_loaded (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  if (parlor_timeline_load_older_finish (PARLOR_TIMELINE (source), result, NULL) > 0)
    fill_page (PARLOR_TIMELINE (source));
}

/* Loads as much as is shown of a conversation at first. */
static void
fill_page (ParlorTimeline *timeline)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (timeline));

  if (n_items < PARLOR_TIMELINE_PAGE_ITEMS && !parlor_timeline_is_complete (timeline))
    parlor_timeline_load_older_async (timeline, PARLOR_TIMELINE_PAGE_ITEMS - n_items, NULL,
                                      on_page_loaded, NULL);
}

/**
 * parlor_conversation_get_timeline:
 * @self: a conversation
 *
 * Made when first asked for, and filled from the cache or else from the server.
 *
 * Returns: (transfer none): what was said in it
 */
ParlorTimeline *
parlor_conversation_get_timeline (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  if (self->timeline != NULL)
    return self->timeline;

  self->timeline = parlor_timeline_new (self->marks.known_seq,
                                        self->client != NULL ? load_older : NULL, self);
  for (guint i = 0; i < self->pending->len; i++)
    parlor_timeline_add_pending (self->timeline, self->pending->pdata[i]);
  fill_page (self->timeline);

  return self->timeline;
}

/**
 * parlor_conversation_retry_timeline:
 * @self: a conversation
 *
 * Fills a timeline that could not be filled before, now that the link is up.
 */
void
parlor_conversation_retry_timeline (ParlorConversation *self)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  if (self->timeline != NULL)
    fill_page (self->timeline);
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

/* Counts what is loaded; what is not was never on screen. */
static guint
count_unread (ParlorConversation *self,
              gint64              seq)
{
  guint n_behind = MIN (self->marks.known_seq - seq, G_MAXINT);

  if (n_behind == 0 || self->timeline == NULL ||
      parlor_timeline_get_first_seq (self->timeline) > seq + 1)
    return MIN (self->marks.n_unread, n_behind);

  return parlor_timeline_count_unread (self->timeline, seq);
}

/**
 * parlor_conversation_recount:
 * @self: a conversation
 *
 * Counts again what is unread, now that more of the log is loaded: what was
 * not known may be something else than messages.
 */
void
parlor_conversation_recount (ParlorConversation *self)
{
  ParlorConversationMarks marks;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  marks = self->marks;
  marks.n_unread = count_unread (self, marks.read_seq);
  parlor_conversation_set_marks (self, &marks);
}

/**
 * parlor_conversation_mark_read:
 * @self: a conversation
 * @seq: the newest event that was on screen
 *
 * Everything up to @seq counts as read; never takes anything back.
 */
void
parlor_conversation_mark_read (ParlorConversation *self,
                               gint64              seq)
{
  ParlorConversationMarks marks;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  marks = self->marks;
  seq = MIN (seq, marks.known_seq);
  if (seq <= marks.read_seq)
    return;

  marks.read_seq = seq;
  marks.n_unread = count_unread (self, seq);
  parlor_conversation_set_marks (self, &marks);
  if (self->client != NULL)
    parlor_client_save_later (self->client, self);
}
