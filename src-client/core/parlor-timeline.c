/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-timeline"

#include "parlor-timeline-private.h"

/**
 * ParlorTimeline:
 *
 * A list of #ParlorMessage: a range of a conversation's log without a hole, up
 * to its newest event, then what is still in the outbox.
 *
 * It is not a #GListStore because most of its changes are at a place that it
 * knows, and one of them, a pending message that was sent, moves the border
 * between the two parts without changing any item.
 */
struct _ParlorTimeline
{
  GObject parent_instance;

  GPtrArray *items;     /* of ParlorMessage: n_sent of the log, then the outbox */
  guint      n_sent;    /* their seqs: first_seq, first_seq + 1 … */
  gint64     first_seq; /* what is loaded begins here; the next one if nothing is */

  ParlorTimelineLoad load; /* NULL when there is nobody to ask */
  gpointer           load_data;
  GPtrArray         *waiting; /* of GTask: whoever asked for what is being loaded */
  gboolean           is_loading;
  gboolean           is_complete;
};

static void parlor_timeline_list_model_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (ParlorTimeline, parlor_timeline, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, parlor_timeline_list_model_init))
/* clang-format on */

enum {
  PROP_0,
  PROP_IS_LOADING,
  PROP_IS_COMPLETE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static GType
parlor_timeline_get_item_type (GListModel *model)
{
  return PARLOR_TYPE_MESSAGE;
}

static guint
parlor_timeline_get_n_items (GListModel *model)
{
  return PARLOR_TIMELINE (model)->items->len;
}

static gpointer
parlor_timeline_get_item (GListModel *model,
                          guint       position)
{
  ParlorTimeline *self = PARLOR_TIMELINE (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
parlor_timeline_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = parlor_timeline_get_item_type;
  iface->get_n_items = parlor_timeline_get_n_items;
  iface->get_item = parlor_timeline_get_item;
}

static void
parlor_timeline_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ParlorTimeline *self = PARLOR_TIMELINE (object);

  switch (prop_id) {
  case PROP_IS_LOADING:
    g_value_set_boolean (value, self->is_loading);
    break;
  case PROP_IS_COMPLETE:
    g_value_set_boolean (value, self->is_complete);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_timeline_finalize (GObject *object)
{
  ParlorTimeline *self = PARLOR_TIMELINE (object);

  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->waiting);

  G_OBJECT_CLASS (parlor_timeline_parent_class)->finalize (object);
}

static void
parlor_timeline_class_init (ParlorTimelineClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = parlor_timeline_get_property;
  object_class->finalize = parlor_timeline_finalize;

  /**
   * ParlorTimeline:is-loading:
   *
   * Whether older messages are on their way.
   */
  props[PROP_IS_LOADING] =
    g_param_spec_boolean ("is-loading", NULL, NULL, FALSE, flags);

  /**
   * ParlorTimeline:is-complete:
   *
   * Whether there is nothing older than what is loaded.
   */
  props[PROP_IS_COMPLETE] =
    g_param_spec_boolean ("is-complete", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlor_timeline_init (ParlorTimeline *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
set_flag (ParlorTimeline *self,
          gboolean       *flag,
          gboolean        value,
          GParamSpec     *pspec)
{
  if (*flag == value)
    return;

  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

/**
 * parlor_timeline_new:
 * @known_seq: the newest event of the log; what comes after it is appended
 * @load: (nullable): how to get at older events
 * @user_data: for @load
 *
 * Returns: (transfer full): a timeline that has nothing loaded yet
 */
ParlorTimeline *
parlor_timeline_new (gint64             known_seq,
                     ParlorTimelineLoad load,
                     gpointer           user_data)
{
  ParlorTimeline *self = g_object_new (PARLOR_TYPE_TIMELINE, NULL);

  self->first_seq = known_seq + 1;
  self->is_complete = known_seq == 0;
  self->load = load;
  self->load_data = user_data;

  return self;
}

/**
 * parlor_timeline_disconnect:
 * @self: a timeline
 *
 * Whoever loads for it is going away.  What is loaded stays.
 */
void
parlor_timeline_disconnect (ParlorTimeline *self)
{
  g_return_if_fail (PARLOR_IS_TIMELINE (self));

  self->load = NULL;
  if (self->is_loading)
    parlor_timeline_take_older (self, self->first_seq, NULL, self->is_complete);
}

/* Answers everybody who waits.  They may ask again from within, hence the
 * order: first the state, then the calls. */
static void
end_loading (ParlorTimeline *self,
             int             n_messages,
             const GError   *error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  set_flag (self, &self->is_loading, FALSE, props[PROP_IS_LOADING]);

  for (guint i = 0; i < waiting->len; i++) {
    if (error != NULL)
      g_task_return_error (waiting->pdata[i], g_error_copy (error));
    else
      g_task_return_int (waiting->pdata[i], n_messages);
  }
}

static void
begin_loading (ParlorTimeline *self,
               guint           n_messages)
{
  set_flag (self, &self->is_loading, TRUE, props[PROP_IS_LOADING]);
  self->load (self, self->first_seq, n_messages, self->load_data);
}

/**
 * parlor_timeline_take_older:
 * @self: a timeline that is loading
 * @before_seq: what was asked for
 * @messages: (nullable) (element-type ParlorMessage): ascending, the last one
 *   just before @before_seq; may be empty
 * @is_complete: whether there is nothing before them
 *
 * Puts older messages in front.  An answer to what no longer matters, because
 * of a reset meanwhile, is dropped.
 */
void
parlor_timeline_take_older (ParlorTimeline *self,
                            gint64          before_seq,
                            GPtrArray      *messages,
                            gboolean        is_complete)
{
  guint n_messages = messages != NULL ? messages->len : 0;

  g_return_if_fail (PARLOR_IS_TIMELINE (self));

  if (!self->is_loading || before_seq != self->first_seq)
    return;

  for (guint i = 0; i < n_messages; i++)
    g_ptr_array_insert (self->items, i, g_object_ref (messages->pdata[i]));
  self->n_sent += n_messages;
  self->first_seq -= n_messages;

  if (n_messages > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_messages);
  set_flag (self, &self->is_complete, is_complete || self->first_seq <= 1,
            props[PROP_IS_COMPLETE]);
  end_loading (self, n_messages, NULL);
}

/**
 * parlor_timeline_fail_older:
 * @self: a timeline that is loading
 * @before_seq: what was asked for
 * @error: why it cannot be had
 *
 * Tells whoever waits; they may ask again.
 */
void
parlor_timeline_fail_older (ParlorTimeline *self,
                            gint64          before_seq,
                            const GError   *error)
{
  g_return_if_fail (PARLOR_IS_TIMELINE (self));

  if (self->is_loading && before_seq == self->first_seq)
    end_loading (self, -1, error);
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
 * first pending one stays where it is.
 */
void
parlor_timeline_append (ParlorTimeline *self,
                        ParlorMessage  *message)
{
  guint pending;

  g_return_if_fail (PARLOR_IS_TIMELINE (self));
  g_return_if_fail (parlor_message_get_seq (message) == self->first_seq + self->n_sent);

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
  guint n_removed;

  g_return_if_fail (PARLOR_IS_TIMELINE (self));

  n_removed = self->n_sent;
  if (n_removed > 0)
    g_ptr_array_remove_range (self->items, 0, n_removed);
  self->n_sent = 0;
  self->first_seq = known_seq + 1;

  if (n_removed > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_removed, 0);
  set_flag (self, &self->is_complete, known_seq == 0, props[PROP_IS_COMPLETE]);
  if (self->is_loading)
    end_loading (self, 0, NULL);
  if (!self->is_complete && self->load != NULL)
    begin_loading (self, PARLOR_TIMELINE_PAGE_ITEMS);
}

/**
 * parlor_timeline_find:
 * @self: a timeline
 * @seq: a place in the log
 *
 * Returns: (transfer none) (nullable): the event there, if it is loaded
 */
ParlorMessage *
parlor_timeline_find (ParlorTimeline *self,
                      gint64          seq)
{
  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), NULL);

  if (seq < self->first_seq || seq >= self->first_seq + self->n_sent)
    return NULL;

  return self->items->pdata[seq - self->first_seq];
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
  guint n_unread = 0;

  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), 0);

  for (guint i = self->n_sent; i > 0; i--) {
    ParlorMessage *message = self->items->pdata[i - 1];

    if (parlor_message_get_seq (message) <= after_seq)
      break;
    n_unread += parlor_message_get_kind (message) == PARLOR_EVENT_MESSAGE &&
                !parlor_message_is_own (message);
  }

  return n_unread;
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

gboolean
parlor_timeline_is_loading (ParlorTimeline *self)
{
  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), FALSE);

  return self->is_loading;
}

gboolean
parlor_timeline_is_complete (ParlorTimeline *self)
{
  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), FALSE);

  return self->is_complete;
}

/**
 * parlor_timeline_load_older_async:
 * @self: a timeline
 * @n_messages: how many at most, 1 to %PARLOR_PAGE_MAX_ITEMS
 * @cancellable: (nullable): ends the waiting, not the loading
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Puts older messages in front, from the local cache or else from the server.
 * Who asks while others wait gets the same answer as they.
 */
void
parlor_timeline_load_older_async (ParlorTimeline     *self,
                                  guint               n_messages,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PARLOR_IS_TIMELINE (self));
  g_return_if_fail (n_messages >= 1);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_timeline_load_older_async);

  if (self->load == NULL || self->is_complete) {
    g_task_return_int (task, 0);
    return;
  }

  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (!self->is_loading)
    begin_loading (self, MIN (n_messages, PARLOR_PAGE_MAX_ITEMS));
}

/**
 * parlor_timeline_load_older_finish:
 * @self: a timeline
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: how many messages were put in front, -1 on failure
 */
int
parlor_timeline_load_older_finish (ParlorTimeline *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return (int) g_task_propagate_int (G_TASK (result), error);
}
