/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much of a conversation one has read.  The server counts what is unread,
 * for all devices of the account; what comes after its count is counted here,
 * and what is read here is told to it. */

#define G_LOG_DOMAIN "parlor-conversation"

#include "parlor-conversation-private.h"

#include "parlor-client-private.h"
#include "parlor-mentions.h"
#include "parlor-timeline-private.h"

/**
 * parlor_conversation_set_marks:
 * @self: a conversation
 * @marks: how far it is known and read
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
  if (old.n_mentions != marks->n_mentions)
    g_object_notify (G_OBJECT (self), "mentions");
}

const ParlorConversationMarks *
parlor_conversation_get_marks (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  return &self->marks;
}

/**
 * parlor_conversation_see:
 * @self: a conversation
 * @seq: of an event that has come, be it applied or not
 *
 * What the server counts from now on has @seq in it.
 */
void
parlor_conversation_see (ParlorConversation *self,
                         gint64              seq)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  self->seen_seq = MAX (self->seen_seq, seq);
}

/**
 * parlor_conversation_take_counts:
 * @self: a conversation
 * @read: one's read marker and what follows it, as the server has it
 * @counted_seq: the newest event that the server had counted, 0 for the newest
 *   that has come
 *
 * Takes the server's word, unless more was read here than it knows.
 */
void
parlor_conversation_take_counts (ParlorConversation     *self,
                                 const ParlorReadPacket *read,
                                 gint64                  counted_seq)
{
  ParlorConversationMarks marks;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  marks = self->marks;
  if (!marks.is_read_told && read->seq != marks.read_seq)
    return;

  marks.is_read_told = TRUE;
  marks.read_seq = read->seq;
  marks.n_unread = MIN (read->unread, G_MAXINT);
  marks.n_mentions = MIN (read->mentions, G_MAXINT);
  marks.counted_seq = counted_seq != 0 ? counted_seq : MAX (self->seen_seq, marks.known_seq);
  parlor_conversation_set_marks (self, &marks);
}

/**
 * parlor_conversation_note_read_told:
 * @self: a conversation
 *
 * The server has taken one's marker, or never will.
 */
void
parlor_conversation_note_read_told (ParlorConversation *self)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  self->marks.is_read_told = TRUE;
}

typedef struct
{
  ParlorClient *client;
  const char   *self_name;
  gboolean      is_found;
} Mentioning;

static gboolean
is_somebody (const char *name,
             gsize       start,
             gsize       length,
             gpointer    user_data)
{
  Mentioning *mentioning = user_data;

  if (g_str_equal (name, mentioning->self_name) || g_str_equal (name, PARLOR_MENTION_ALL)) {
    mentioning->is_found = TRUE;
    return TRUE;
  }

  return parlor_client_find_account (mentioning->client, name) != NULL;
}

/**
 * parlor_conversation_mentions_self:
 * @self: a conversation
 * @text: (nullable): what somebody writes in it
 *
 * Not everybody may mention all, and who is blocked mentions nobody: that the server knows.
 *
 * Returns: whether it mentions whose client this is, as far as is known here
 */
gboolean
parlor_conversation_mentions_self (ParlorConversation *self,
                                   const char         *text)
{
  ParlorAccount *account;
  Mentioning     mentioning = { 0 };

  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), FALSE);

  account = self->client != NULL ? parlor_client_get_self (self->client) : NULL;
  if (account == NULL || text == NULL)
    return FALSE;

  mentioning.client = self->client;
  mentioning.self_name = parlor_account_get_name (account);
  parlor_mentions_find (text, is_somebody, &mentioning);

  return mentioning.is_found;
}

/* The server corrects it with its next count. */
static guint
count_mention (ParlorConversation *self,
               const char         *text)
{
  return parlor_conversation_mentions_self (self, text) ? 1 : 0;
}

/* Something that was unread is gone, unless it was before. */
static void
uncount (ParlorConversation      *self,
         ParlorConversationMarks *marks,
         gint64                   seq)
{
  ParlorMessage *message = parlor_conversation_find_message (self, seq);

  if (seq <= marks->read_seq ||
      (message != NULL &&
       (parlor_message_is_deleted (message) || parlor_message_is_own (message))))
    return;

  marks->n_unread -= marks->n_unread > 0;
  if (message != NULL && count_mention (self, parlor_message_get_text (message)) > 0)
    marks->n_mentions -= marks->n_mentions > 0;
}

/* An edit may mention one, or no longer. */
static void
count_edit (ParlorConversation      *self,
            ParlorConversationMarks *marks,
            const ParlorEventPacket *edit)
{
  ParlorMessage *message = parlor_conversation_find_message (self, edit->target);
  guint          n_before;

  if (edit->target <= marks->read_seq || message == NULL || parlor_message_is_own (message) ||
      parlor_message_is_deleted (message))
    return;

  n_before = count_mention (self, parlor_message_get_text (message));
  marks->n_mentions += count_mention (self, edit->text);
  marks->n_mentions -= MIN (n_before, marks->n_mentions);
}

static void
count_message (ParlorConversation      *self,
               ParlorConversationMarks *marks,
               ParlorMessage           *message)
{
  if (parlor_message_is_own (message)) {
    /* Who writes has read what came before. */
    marks->read_seq = parlor_message_get_seq (message);
    marks->n_unread = 0;
    marks->n_mentions = 0;
    marks->is_read_told = TRUE;
  } else if (!parlor_message_is_deleted (message)) {
    marks->n_unread++;
    marks->n_mentions += count_mention (self, parlor_message_get_text (message));
  }
}

/* How many went the server knows: it tells when one asks again. */
static void
count_purge (ParlorConversation      *self,
             ParlorConversationMarks *marks)
{
  if (marks->n_unread == 0 || self->client == NULL)
    return;

  marks->is_read_told = FALSE;
  parlor_client_tell_read (self->client, self);
}

/**
 * parlor_conversation_count:
 * @self: a conversation
 * @message: the newest event of its log, which has changed nothing yet
 *
 * Counts @message, unless the server has.
 */
void
parlor_conversation_count (ParlorConversation *self,
                           ParlorMessage      *message)
{
  ParlorConversationMarks marks;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  marks = self->marks;
  if (parlor_message_get_seq (message) <= marks.counted_seq)
    return;

  marks.counted_seq = parlor_message_get_seq (message);
  if (parlor_message_get_kind (message) == PARLOR_EVENT_MESSAGE)
    count_message (self, &marks, message);
  else if (parlor_message_get_kind (message) == PARLOR_EVENT_EDIT)
    count_edit (self, &marks, parlor_message_get_event (message));
  else if (parlor_message_get_kind (message) == PARLOR_EVENT_DELETE)
    uncount (self, &marks, parlor_message_get_event (message)->target);
  else if (parlor_message_get_kind (message) == PARLOR_EVENT_PURGE)
    count_purge (self, &marks);
  parlor_conversation_set_marks (self, &marks);
}

/* Counts what is loaded; of what is not, it is known how much there was. */
static guint
count_unread (ParlorConversation *self,
              gint64              seq)
{
  const guint     n_behind = MIN (self->marks.known_seq - seq, G_MAXINT);
  const guint     n_unread = self->marks.n_unread;
  ParlorTimeline *part;

  if (n_behind == 0 || self->timeline == NULL)
    return MIN (n_unread, n_behind);
  if (parlor_timeline_get_first_seq (self->timeline) <= seq + 1)
    return parlor_timeline_count_unread (self->timeline, seq);

  part = parlor_conversation_find_part (self, seq);
  if (part == NULL || parlor_timeline_get_first_seq (part) > self->marks.read_seq + 1)
    return MIN (n_unread, n_behind);

  return MIN (n_unread - MIN (n_unread, parlor_timeline_count_between (
                                          part, self->marks.read_seq, seq)),
              n_behind);
}

/**
 * parlor_conversation_mark_read:
 * @self: a conversation
 * @seq: the newest event that was on screen
 *
 * Everything up to @seq counts as read; never takes anything back.  The server
 * is told, a little later.
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

  /* What nobody waits for need not be told: who came and went, say. */
  if (marks.n_unread > 0 || marks.n_mentions > 0)
    marks.is_read_told = FALSE;
  marks.read_seq = seq;
  marks.n_unread = count_unread (self, seq);
  marks.n_mentions = MIN (marks.n_mentions, marks.n_unread);
  parlor_conversation_set_marks (self, &marks);

  if (self->client == NULL)
    return;

  parlor_client_save_later (self->client, self);
  if (!marks.is_read_told)
    parlor_client_tell_read (self->client, self);
}

/* Bounds the work: what is further back nobody means by the newest. */
#define LOOK_BACK_MAX 500

static gboolean
is_readable (ParlorMessage *message)
{
  return message != NULL && parlor_message_get_seq (message) > 0 &&
         parlor_message_get_kind (message) == PARLOR_EVENT_MESSAGE &&
         !parlor_message_is_own (message) && !parlor_message_is_deleted (message);
}

/* Returns 0 if nothing of others is known. */
static gint64
find_newest_by_others (ParlorConversation *self)
{
  GListModel *timeline = G_LIST_MODEL (self->timeline);
  guint       n_items;

  if (is_readable (self->last_event))
    return parlor_message_get_seq (self->last_event);
  if (timeline == NULL)
    return 0;

  n_items = g_list_model_get_n_items (timeline);
  for (guint i = n_items; i > 0 && n_items - i < LOOK_BACK_MAX; i--) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (timeline, i - 1);

    if (is_readable (message))
      return parlor_message_get_seq (message);
  }

  return 0;
}

/* Counts what is loaded; the server soon tells how much it is. */
static void
count_from (ParlorConversation      *self,
            ParlorConversationMarks *marks,
            gint64                   seq)
{
  GListModel *timeline = G_LIST_MODEL (self->timeline);
  guint       n_items = timeline != NULL ? g_list_model_get_n_items (timeline) : 0;

  marks->n_unread = 0;
  marks->n_mentions = 0;
  for (guint i = n_items; i > 0 && n_items - i < LOOK_BACK_MAX; i--) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (timeline, i - 1);

    if (is_readable (message) && parlor_message_get_seq (message) >= seq) {
      marks->n_unread++;
      marks->n_mentions += count_mention (self, parlor_message_get_text (message));
    }
  }

  if (marks->n_unread == 0) {
    marks->n_unread = 1;
    if (is_readable (self->last_event))
      marks->n_mentions = count_mention (self, parlor_message_get_text (self->last_event));
  }
}

/**
 * parlor_conversation_mark_unread:
 * @self: a conversation
 * @seq: the oldest message that is to be unread, 0 for the newest one by
 *   somebody else
 *
 * Takes back that @seq and what follows it were read, on all devices of the
 * account.  Without a connection the server is told when there is one.
 *
 * Returns: %FALSE if nothing by somebody else is known, or there is no such
 *   message
 */
gboolean
parlor_conversation_mark_unread (ParlorConversation *self,
                                 gint64              seq)
{
  ParlorConversationMarks marks;

  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), FALSE);

  marks = self->marks;
  if (seq == 0)
    seq = find_newest_by_others (self);
  if (seq <= 0 || seq > marks.known_seq)
    return FALSE;
  if (seq > marks.read_seq)
    return TRUE;

  marks.read_seq = seq - 1;
  marks.is_read_told = FALSE;
  count_from (self, &marks, seq);
  parlor_conversation_set_marks (self, &marks);
  if (self->client != NULL) {
    parlor_client_save_later (self->client, self);
    parlor_client_tell_read (self->client, self);
  }

  return TRUE;
}
