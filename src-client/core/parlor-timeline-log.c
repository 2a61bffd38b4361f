/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What comes into a timeline and goes out of it: pages, new events, the outbox. */

#define G_LOG_DOMAIN "parlor-timeline"

#include "parlor-timeline-private.h"

#include "parlor-change.h"
#include "parlor-message-private.h"

/* Returns the position of the first event of the log at or after @seq. */
guint
parlor_timeline_search (ParlorTimeline *self,
                        gint64          seq)
{
  guint low = 0;
  guint high = self->n_sent;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (parlor_message_get_seq (self->items->pdata[middle]) < seq)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}

/* Applies a change to the items between two positions. */
static void
apply_change (ParlorTimeline *self,
              ParlorMessage  *change,
              guint           from,
              guint           to)
{
  const ParlorEventPacket *event = parlor_message_get_event (change);
  guint                    position;

  if (event->target > 0) {
    position = parlor_timeline_search (self, event->target);
    from = MAX (from, position);
    to = MIN (to, position + 1);
  }

  for (guint i = from; i < to; i++)
    parlor_message_apply (self->items->pdata[i], change);
}

/* Puts the shown ones of @messages in front and keeps those that change others.
 * Returns how many are shown. */
static guint
prepend (ParlorTimeline *self,
         GPtrArray      *messages,
         guint           first)
{
  guint n_shown = 0;
  guint n_changes = 0;

  for (guint i = first; i < messages->len; i++) {
    ParlorMessage        *message = messages->pdata[i];
    const ParlorEventKind kind = parlor_message_get_kind (message);

    if (parlor_change_is_shown (kind))
      g_ptr_array_insert (self->items, n_shown++, g_object_ref (message));
    else if (parlor_change_is (kind))
      g_ptr_array_insert (self->changes, n_changes++, g_object_ref (message));
  }
  self->n_sent += n_shown;
  self->first_seq -= messages->len - first;

  for (guint i = 0; i < self->changes->len; i++)
    apply_change (self, self->changes->pdata[i], 0, n_shown);

  return n_shown;
}

/* What was removed from the log may still be on its way. */
static guint
count_forgotten (ParlorTimeline *self,
                 GPtrArray      *messages)
{
  guint n_forgotten = 0;

  while (n_forgotten < messages->len &&
         parlor_message_get_seq (messages->pdata[n_forgotten]) < self->oldest_seq)
    n_forgotten++;

  return n_forgotten;
}

/**
 * parlor_timeline_take_older:
 * @self: a timeline that is loading
 * @before_seq: what was asked for
 * @messages: (nullable) (element-type ParlorMessage): ascending, the last one
 *   just before @before_seq, without a hole, of every kind; may be empty
 * @is_complete: whether there is nothing before them
 *
 * Puts older messages in front.  If nothing of them is shown, more are loaded
 * before whoever waits is told.  An answer to what no longer matters, because
 * of a reset meanwhile, is dropped.
 */
void
parlor_timeline_take_older (ParlorTimeline *self,
                            gint64          before_seq,
                            GPtrArray      *messages,
                            gboolean        is_complete)
{
  gboolean is_empty = messages == NULL || messages->len == 0;
  guint    n_shown = 0;

  g_return_if_fail (PARLOR_IS_TIMELINE (self));

  if (!self->edges[PARLOR_TIMELINE_OLDER].is_loading || before_seq != self->first_seq)
    return;

  if (!is_empty)
    n_shown = prepend (self, messages, count_forgotten (self, messages));
  if (n_shown > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_shown);

  is_complete = is_complete || self->first_seq <= self->oldest_seq;
  parlor_timeline_set_complete (self, PARLOR_TIMELINE_OLDER, is_complete);
  if (n_shown == 0 && !is_empty && !is_complete && self->load != NULL)
    parlor_timeline_begin_loading (self, PARLOR_TIMELINE_OLDER,
                                   self->edges[PARLOR_TIMELINE_OLDER].n_asked);
  else
    parlor_timeline_end_loading (self, PARLOR_TIMELINE_OLDER, n_shown, NULL);
}

/* Puts the shown ones of @messages behind.  Returns how many are shown. */
static guint
extend (ParlorTimeline *self,
        GPtrArray      *messages)
{
  const guint n_before = self->n_sent;

  for (guint i = 0; i < messages->len; i++) {
    ParlorMessage        *message = messages->pdata[i];
    const ParlorEventKind kind = parlor_message_get_kind (message);

    if (parlor_change_is_shown (kind)) {
      g_ptr_array_insert (self->items, self->n_sent++, g_object_ref (message));
    } else if (parlor_change_is (kind)) {
      g_ptr_array_add (self->changes, g_object_ref (message));
      apply_change (self, message, 0, self->n_sent);
    }
  }
  self->next_seq += messages->len;

  return self->n_sent - n_before;
}

/**
 * parlor_timeline_take_newer:
 * @self: a timeline that is loading at its newer end
 * @from_seq: what was asked for
 * @messages: (element-type ParlorMessage): ascending, the first one at
 *   @from_seq, without a hole, of every kind; may be empty
 *
 * Puts newer messages behind, as parlor_timeline_take_older() puts older ones in
 * front.
 */
void
parlor_timeline_take_newer (ParlorTimeline *self,
                            gint64          from_seq,
                            GPtrArray      *messages)
{
  guint n_shown;

  g_return_if_fail (PARLOR_IS_TIMELINE (self));

  if (!self->edges[PARLOR_TIMELINE_NEWER].is_loading || from_seq != self->next_seq)
    return;

  n_shown = extend (self, messages);
  if (n_shown > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), self->n_sent - n_shown, 0, n_shown);

  if (n_shown == 0 && messages->len > 0 && self->load != NULL)
    parlor_timeline_begin_loading (self, PARLOR_TIMELINE_NEWER,
                                   self->edges[PARLOR_TIMELINE_NEWER].n_asked);
  else
    parlor_timeline_end_loading (self, PARLOR_TIMELINE_NEWER, n_shown, NULL);
}

/**
 * parlor_timeline_new_part:
 * @first_seq: of the first of @messages
 * @messages: (element-type ParlorMessage): ascending, without a hole
 * @load: (nullable): how to get at other events
 * @user_data: for @load
 *
 * Returns: (transfer full): a timeline that does not go up to the end of the log
 */
ParlorTimeline *
parlor_timeline_new_part (gint64             first_seq,
                          GPtrArray         *messages,
                          ParlorTimelineLoad load,
                          gpointer           user_data)
{
  ParlorTimeline *self = parlor_timeline_new (first_seq - 1, load, user_data);

  self->edges[PARLOR_TIMELINE_NEWER].is_complete = FALSE;
  extend (self, messages);

  return self;
}

/**
 * parlor_timeline_change:
 * @self: a timeline
 * @change: a newer event than any that it has
 *
 * Does to the messages what @change does.
 */
void
parlor_timeline_change (ParlorTimeline *self,
                        ParlorMessage  *change)
{
  g_return_if_fail (PARLOR_IS_TIMELINE (self));

  if (parlor_change_is (parlor_message_get_kind (change)))
    apply_change (self, change, 0, self->n_sent);
}

/**
 * parlor_timeline_change_from:
 * @self: a timeline
 * @other: another one of the same conversation
 *
 * Brings the messages up to date with what @other knows.
 */
void
parlor_timeline_change_from (ParlorTimeline *self,
                             ParlorTimeline *other)
{
  g_return_if_fail (PARLOR_IS_TIMELINE (self));
  g_return_if_fail (PARLOR_IS_TIMELINE (other));

  for (guint i = 0; i < other->changes->len; i++)
    apply_change (self, other->changes->pdata[i], 0, self->n_sent);
}

/* Returns the position in the outbox's part, or G_MAXUINT. */
static guint
find_pending (ParlorTimeline *self,
              ParlorMessage  *message)
{
  for (guint i = self->n_sent; i < self->items->len; i++)
    if (self->items->pdata[i] == message)
      return i;

  return G_MAXUINT;
}

/**
 * parlor_timeline_append:
 * @self: a timeline
 * @message: the event that follows the newest one; may be one of the pending
 *   messages, which is now sent
 *
 * Puts @message behind the newest event and before what is still pending.  The
 * first pending one stays where it is; an event that changes a message does
 * that instead.
 */
void
parlor_timeline_append (ParlorTimeline *self,
                        ParlorMessage  *message)
{
  guint pending;

  g_return_if_fail (PARLOR_IS_TIMELINE (self));
  g_return_if_fail (parlor_message_get_seq (message) == self->next_seq);

  self->next_seq++;
  if (!parlor_change_is_shown (parlor_message_get_kind (message))) {
    if (parlor_change_is (parlor_message_get_kind (message))) {
      g_ptr_array_add (self->changes, g_object_ref (message));
      apply_change (self, message, 0, self->n_sent);
    }
    return;
  }

  pending = find_pending (self, message);
  if (pending == self->n_sent) {
    self->n_sent++;
    return;
  }

  g_object_ref (message);
  if (pending != G_MAXUINT)
    parlor_timeline_remove_pending (self, message);

  g_ptr_array_insert (self->items, self->n_sent, message);
  self->n_sent++;
  g_list_model_items_changed (G_LIST_MODEL (self), self->n_sent - 1, 0, 1);
}

/**
 * parlor_timeline_add_pending:
 * @self: a timeline
 * @message: a message that is now in the outbox
 *
 * Puts @message at the end.
 */
void
parlor_timeline_add_pending (ParlorTimeline *self,
                             ParlorMessage  *message)
{
  g_return_if_fail (PARLOR_IS_TIMELINE (self));

  g_ptr_array_add (self->items, g_object_ref (message));
  g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);
}

/**
 * parlor_timeline_remove_pending:
 * @self: a timeline
 * @message: a message
 *
 * Takes @message out if it is among the pending ones.
 */
void
parlor_timeline_remove_pending (ParlorTimeline *self,
                                ParlorMessage  *message)
{
  guint position;

  g_return_if_fail (PARLOR_IS_TIMELINE (self));

  position = find_pending (self, message);
  if (position == G_MAXUINT)
    return;

  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/**
 * parlor_timeline_empty:
 * @self: a timeline
 *
 * Forgets what it has of the log.  What is pending stays.
 */
void
parlor_timeline_empty (ParlorTimeline *self)
{
  guint n_removed;

  g_return_if_fail (PARLOR_IS_TIMELINE (self));

  n_removed = self->n_sent;
  if (n_removed > 0)
    g_ptr_array_remove_range (self->items, 0, n_removed);
  g_ptr_array_set_size (self->changes, 0);
  self->n_sent = 0;
  self->first_seq = self->next_seq;

  if (n_removed > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_removed, 0);
}

/**
 * parlor_timeline_reset:
 * @self: a timeline
 * @known_seq: the newest event of the log
 *
 * Forgets what is loaded, because a gap lies between it and what comes now,
 * and loads the newest page.  What is pending stays.
 */
void
parlor_timeline_reset (ParlorTimeline *self,
                       gint64          known_seq)
{
  g_return_if_fail (PARLOR_IS_TIMELINE (self));

  parlor_timeline_empty (self);
  self->first_seq = self->next_seq = known_seq + 1;
  parlor_timeline_set_complete (self, PARLOR_TIMELINE_OLDER, known_seq < self->oldest_seq);
  if (self->edges[PARLOR_TIMELINE_OLDER].is_loading)
    parlor_timeline_end_loading (self, PARLOR_TIMELINE_OLDER, 0, NULL);
  if (!parlor_timeline_is_complete (self) && self->load != NULL)
    parlor_timeline_begin_loading (self, PARLOR_TIMELINE_OLDER, PARLOR_TIMELINE_PAGE_ITEMS);
}

/**
 * parlor_timeline_trim:
 * @self: a timeline
 * @oldest_seq: the oldest event that the log has
 *
 * Forgets what lies before @oldest_seq: it was removed from the log.
 */
void
parlor_timeline_trim (ParlorTimeline *self,
                      gint64          oldest_seq)
{
  guint n_removed;

  g_return_if_fail (PARLOR_IS_TIMELINE (self));

  if (oldest_seq <= self->oldest_seq)
    return;

  self->oldest_seq = oldest_seq;
  if (oldest_seq > self->first_seq) {
    n_removed = parlor_timeline_search (self, oldest_seq);
    if (n_removed > 0)
      g_ptr_array_remove_range (self->items, 0, n_removed);
    self->n_sent -= n_removed;
    self->first_seq = MIN (oldest_seq, self->next_seq);
    if (n_removed > 0)
      g_list_model_items_changed (G_LIST_MODEL (self), 0, n_removed, 0);
    if (self->edges[PARLOR_TIMELINE_OLDER].is_loading)
      parlor_timeline_end_loading (self, PARLOR_TIMELINE_OLDER, 0, NULL);
  }
  if (self->first_seq <= oldest_seq)
    parlor_timeline_set_complete (self, PARLOR_TIMELINE_OLDER, TRUE);
}

/**
 * parlor_timeline_find:
 * @self: a timeline
 * @seq: a place in the log
 *
 * Returns: (transfer none) (nullable): what is shown of the event there, if it
 *   is loaded
 */
ParlorMessage *
parlor_timeline_find (ParlorTimeline *self,
                      gint64          seq)
{
  guint position;

  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), NULL);

  position = parlor_timeline_search (self, seq);
  if (position == self->n_sent ||
      parlor_message_get_seq (self->items->pdata[position]) != seq)
    return NULL;

  return self->items->pdata[position];
}

/**
 * parlor_timeline_count_between:
 * @self: a timeline
 * @after_seq: a place in the log
 * @to_seq: a place behind it
 *
 * Returns: how many messages by others are loaded after @after_seq, up to
 *   @to_seq
 */
guint
parlor_timeline_count_between (ParlorTimeline *self,
                               gint64          after_seq,
                               gint64          to_seq)
{
  guint n_found = 0;

  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), 0);

  for (guint i = parlor_timeline_search (self, to_seq + 1); i > 0; i--) {
    ParlorMessage *message = self->items->pdata[i - 1];

    if (parlor_message_get_seq (message) <= after_seq)
      break;
    n_found += parlor_message_get_kind (message) == PARLOR_EVENT_MESSAGE &&
               !parlor_message_is_own (message) && !parlor_message_is_deleted (message);
  }

  return n_found;
}

/**
 * parlor_timeline_count_unread:
 * @self: a timeline
 * @after_seq: what was read last
 *
 * Returns: how many messages by others are loaded after @after_seq
 */
guint
parlor_timeline_count_unread (ParlorTimeline *self,
                              gint64          after_seq)
{
  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), 0);

  return parlor_timeline_count_between (self, after_seq, self->next_seq - 1);
}

/**
 * parlor_timeline_get_first_seq:
 * @self: a timeline
 *
 * Returns: the seq where what is loaded begins; that of the next event if
 *   nothing is
 */
gint64
parlor_timeline_get_first_seq (ParlorTimeline *self)
{
  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), 0);

  return self->first_seq;
}

/**
 * parlor_timeline_get_next_seq:
 * @self: a timeline
 *
 * Returns: the seq of the event that follows what is loaded
 */
gint64
parlor_timeline_get_next_seq (ParlorTimeline *self)
{
  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), 0);

  return self->next_seq;
}
