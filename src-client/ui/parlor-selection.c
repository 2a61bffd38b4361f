/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-selection"

#include "parlor-selection.h"

/* More than anybody copies; a range ends there. */
#define MAX_MESSAGES 1000

/**
 * ParlorSelection:
 *
 * The messages of a conversation that somebody has marked.  It keeps them, so
 * that it does not matter which of them are on screen.  What is deleted leaves
 * it.
 */
struct _ParlorSelection
{
  GObject parent_instance;

  ParlorConversation *conversation; /* (nullable): while nothing is being marked */
  GHashTable         *messages;     /* of ParlorMessage, by seq */
  gint64              last_seq;     /* where a range begins: the one marked last */
};

G_DEFINE_FINAL_TYPE (ParlorSelection, parlor_selection, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
emit_changed (ParlorSelection *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_message (ParlorSelection *self,
                ParlorMessage   *message)
{
  const gint64 seq = parlor_message_get_seq (message);

  g_signal_handlers_disconnect_by_data (message, self);
  g_hash_table_remove (self->messages, &seq);
}

static void
on_deleted_changed (ParlorSelection *self,
                    GParamSpec      *pspec,
                    ParlorMessage   *message)
{
  if (!parlor_message_is_deleted (message))
    return;

  remove_message (self, message);
  emit_changed (self);
}

static void
add_message (ParlorSelection *self,
             ParlorMessage   *message)
{
  const gint64 seq = parlor_message_get_seq (message);

  self->last_seq = seq;
  if (!parlor_selection_can_contain (message) || parlor_selection_contains (self, message) ||
      g_hash_table_size (self->messages) >= MAX_MESSAGES)
    return;

  g_hash_table_insert (self->messages, g_memdup2 (&seq, sizeof seq), g_object_ref (message));
  g_signal_connect_object (message, "notify::is-deleted",
                           G_CALLBACK (on_deleted_changed), self, G_CONNECT_SWAPPED);
}

static void
clear (ParlorSelection *self)
{
  GHashTableIter iter;
  gpointer       message;

  g_hash_table_iter_init (&iter, self->messages);
  while (g_hash_table_iter_next (&iter, NULL, &message))
    g_signal_handlers_disconnect_by_data (message, self);
  g_hash_table_remove_all (self->messages);
  g_clear_object (&self->conversation);
  self->last_seq = 0;
}

static void
parlor_selection_dispose (GObject *object)
{
  clear (PARLOR_SELECTION (object));

  G_OBJECT_CLASS (parlor_selection_parent_class)->dispose (object);
}

static void
parlor_selection_finalize (GObject *object)
{
  g_hash_table_unref (PARLOR_SELECTION (object)->messages);

  G_OBJECT_CLASS (parlor_selection_parent_class)->finalize (object);
}

static void
parlor_selection_class_init (ParlorSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = parlor_selection_dispose;
  object_class->finalize = parlor_selection_finalize;

  /**
   * ParlorSelection::changed:
   *
   * Other messages are marked than before, or one has begun or ended.
   */
  signals[CHANGED] =
    g_signal_new ("changed", PARLOR_TYPE_SELECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
parlor_selection_init (ParlorSelection *self)
{
  self->messages = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
}

/**
 * parlor_selection_new:
 *
 * Returns: (transfer full): a selection of nothing
 */
ParlorSelection *
parlor_selection_new (void)
{
  return g_object_new (PARLOR_TYPE_SELECTION, NULL);
}

/**
 * parlor_selection_can_contain:
 * @message: a message or another event
 *
 * Returns: whether it can be marked: it is there for everybody, and not deleted
 */
gboolean
parlor_selection_can_contain (ParlorMessage *message)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (message), FALSE);

  return parlor_message_get_kind (message) == PARLOR_EVENT_MESSAGE &&
         parlor_message_get_seq (message) > 0 && !parlor_message_is_deleted (message);
}

/**
 * parlor_selection_start:
 * @self: a selection
 * @conversation: of which
 * @message: the first one to mark
 *
 * Begins to mark messages of @conversation.
 */
void
parlor_selection_start (ParlorSelection    *self,
                        ParlorConversation *conversation,
                        ParlorMessage      *message)
{
  g_return_if_fail (PARLOR_IS_SELECTION (self));
  g_return_if_fail (PARLOR_IS_CONVERSATION (conversation));

  if (!parlor_selection_can_contain (message))
    return;

  if (self->conversation != conversation) {
    clear (self);
    self->conversation = g_object_ref (conversation);
  }
  add_message (self, message);
  emit_changed (self);
}

/**
 * parlor_selection_toggle:
 * @self: a selection that has begun
 * @message: a message
 *
 * Marks @message, or no longer.
 */
void
parlor_selection_toggle (ParlorSelection *self,
                         ParlorMessage   *message)
{
  g_return_if_fail (PARLOR_IS_SELECTION (self));
  g_return_if_fail (self->conversation != NULL);

  if (parlor_selection_contains (self, message))
    remove_message (self, message);
  else
    add_message (self, message);
  self->last_seq = parlor_message_get_seq (message);
  emit_changed (self);
}

/**
 * parlor_selection_extend:
 * @self: a selection that has begun
 * @message: a message
 *
 * Marks all messages between the one that was marked last and @message.
 */
void
parlor_selection_extend (ParlorSelection *self,
                         ParlorMessage   *message)
{
  const gint64 seq = parlor_message_get_seq (message);
  const gint64 from_seq = MIN (self->last_seq, seq);
  const gint64 to_seq = MAX (self->last_seq, seq);
  GListModel  *timeline;

  g_return_if_fail (PARLOR_IS_SELECTION (self));
  g_return_if_fail (self->conversation != NULL);

  timeline = G_LIST_MODEL (parlor_conversation_get_timeline (self->conversation));
  for (guint i = g_list_model_get_n_items (timeline); i > 0 && from_seq > 0; i--) {
    g_autoptr (ParlorMessage) other = g_list_model_get_item (timeline, i - 1);
    const gint64              other_seq = parlor_message_get_seq (other);

    if (other_seq >= from_seq && other_seq <= to_seq)
      add_message (self, other);
    if (other_seq > 0 && other_seq < from_seq)
      break;
  }
  add_message (self, message);
  emit_changed (self);
}

/**
 * parlor_selection_stop:
 * @self: a selection
 *
 * Marks nothing any more.
 */
void
parlor_selection_stop (ParlorSelection *self)
{
  g_return_if_fail (PARLOR_IS_SELECTION (self));

  if (self->conversation == NULL)
    return;

  clear (self);
  emit_changed (self);
}

/**
 * parlor_selection_is_active:
 * @self: a selection
 *
 * Returns: whether messages are being marked, be it none so far
 */
gboolean
parlor_selection_is_active (ParlorSelection *self)
{
  g_return_val_if_fail (PARLOR_IS_SELECTION (self), FALSE);

  return self->conversation != NULL;
}

/**
 * parlor_selection_contains:
 * @self: a selection
 * @message: a message
 *
 * Returns: whether @message is marked
 */
gboolean
parlor_selection_contains (ParlorSelection *self,
                           ParlorMessage   *message)
{
  const gint64 seq = parlor_message_get_seq (message);

  g_return_val_if_fail (PARLOR_IS_SELECTION (self), FALSE);

  return g_hash_table_contains (self->messages, &seq);
}

/**
 * parlor_selection_get_n_messages:
 * @self: a selection
 *
 * Returns: how many messages are marked
 */
guint
parlor_selection_get_n_messages (ParlorSelection *self)
{
  g_return_val_if_fail (PARLOR_IS_SELECTION (self), 0);

  return g_hash_table_size (self->messages);
}

static int
compare_seqs (gconstpointer a,
              gconstpointer b)
{
  const gint64 one = parlor_message_get_seq (*(ParlorMessage *const *) a);
  const gint64 other = parlor_message_get_seq (*(ParlorMessage *const *) b);

  return (one > other) - (one < other);
}

/**
 * parlor_selection_get_messages:
 * @self: a selection
 *
 * Returns: (transfer full) (element-type ParlorMessage): what is marked, in the
 *   order in which it was written
 */
GPtrArray *
parlor_selection_get_messages (ParlorSelection *self)
{
  GPtrArray     *messages = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer       message;

  g_return_val_if_fail (PARLOR_IS_SELECTION (self), messages);

  g_hash_table_iter_init (&iter, self->messages);
  while (g_hash_table_iter_next (&iter, NULL, &message))
    g_ptr_array_add (messages, g_object_ref (message));
  g_ptr_array_sort (messages, compare_seqs);

  return messages;
}
