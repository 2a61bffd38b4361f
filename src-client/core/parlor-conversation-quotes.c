/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Single messages: what others answer to may lie far back. */

#define G_LOG_DOMAIN "parlor-conversation"

#include "parlor-conversation-private.h"

#include "parlor-change.h"
#include "parlor-client-private.h"
#include "parlor-message-private.h"
#include "parlor-timeline-private.h"

static void
clear_quote (gpointer message)
{
  g_clear_object (&message);
}

/**
 * parlor_conversation_find_message:
 * @self: a conversation
 * @seq: a place in its log
 *
 * Returns: (transfer none) (nullable): the message there, if it is at hand
 */
ParlorMessage *
parlor_conversation_find_message (ParlorConversation *self,
                                  gint64              seq)
{
  ParlorTimeline *timeline;
  ParlorMessage  *message = NULL;

  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  timeline = parlor_conversation_find_part (self, seq);
  if (timeline != NULL)
    message = parlor_timeline_find (timeline, seq);
  if (message == NULL && self->quotes != NULL)
    message = g_hash_table_lookup (self->quotes, &seq);
  if (message == NULL && self->last_event != NULL &&
      parlor_message_get_seq (self->last_event) == seq)
    message = self->last_event;

  return message;
}

/**
 * parlor_conversation_fetch_message:
 * @self: a conversation
 * @seq: a place in its log
 *
 * Asks the server for the message there, once: parlor_conversation_find_message()
 * will find it.  The cache is of no use, since behind a gap nothing is known of
 * what has become of a message.
 */
void
parlor_conversation_fetch_message (ParlorConversation *self,
                                   gint64              seq)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  if (self->client == NULL || !parlor_client_is_online (self->client) || seq <= 0)
    return;

  if (self->quotes == NULL)
    self->quotes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, clear_quote);
  if (g_hash_table_contains (self->quotes, &seq))
    return;

  g_hash_table_insert (self->quotes, g_memdup2 (&seq, sizeof seq), NULL);
  parlor_client_load_message (self->client, self, seq);
}

/**
 * parlor_conversation_take_quote:
 * @self: a conversation
 * @seq: a place in its log
 * @message: (nullable): the message there; %NULL if it could not be had
 */
void
parlor_conversation_take_quote (ParlorConversation *self,
                                gint64              seq,
                                ParlorMessage      *message)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  if (self->quotes == NULL)
    return;

  if (message == NULL) {
    g_hash_table_remove (self->quotes, &seq);
    return;
  }

  g_hash_table_insert (self->quotes, g_memdup2 (&seq, sizeof seq), g_object_ref (message));
  g_signal_emit_by_name (self, "message-fetched", seq);
}

/**
 * parlor_conversation_change_quotes:
 * @self: a conversation
 * @change: the newest event of its log
 *
 * Applies @change to the messages that the timeline does not know of.
 */
void
parlor_conversation_change_quotes (ParlorConversation *self,
                                   ParlorMessage      *change)
{
  GHashTableIter iter;
  gpointer       message;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  /* It may be the very object of the timeline, which has changed already. */
  if (self->last_event != NULL &&
      parlor_change_is_about (parlor_message_get_event (change),
                              parlor_message_get_event (self->last_event))) {
    parlor_message_apply (self->last_event, change);
    g_object_notify (G_OBJECT (self), "last-message");
  }

  if (self->quotes == NULL)
    return;

  g_hash_table_iter_init (&iter, self->quotes);
  while (g_hash_table_iter_next (&iter, NULL, &message))
    if (message != NULL)
      parlor_message_apply (message, change);
}
