/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-timeline"

#include "parlor-timeline-private.h"

/**
 * ParlorTimeline:
 *
 * A list of #ParlorMessage: what is shown of a range of a conversation's log,
 * which has no hole.  The live one goes up to the newest event; then comes what
 * is still in the outbox.  Others show a part further back, for who jumped
 * there; when such a part has been read up to where the live one begins, it
 * becomes the beginning of that (see #ParlorTimeline::joined).
 *
 * Events that change messages have no item of their own.  They are kept, since
 * a page that comes later, from the cache or from the server, may tell the
 * message as it was before them.
 *
 * It is not a #GListStore because most of its changes are at a place that it
 * knows, and one of them, a pending message that was sent, moves the border
 * between the two parts without changing any item.
 */

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

enum {
  JOINED,
  SPLIT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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
    g_value_set_boolean (value, self->edges[PARLOR_TIMELINE_OLDER].is_loading);
    break;
  case PROP_IS_COMPLETE:
    g_value_set_boolean (value, self->edges[PARLOR_TIMELINE_OLDER].is_complete);
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
  g_ptr_array_unref (self->changes);
  for (int end = 0; end < PARLOR_TIMELINE_N_ENDS; end++)
    g_ptr_array_unref (self->edges[end].waiting);
  g_clear_object (&self->successor);

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

  /**
   * ParlorTimeline::joined:
   *
   * What this has is now the beginning of the live timeline, its successor: the
   * same messages at the same positions.
   */
  signals[JOINED] =
    g_signal_new ("joined", PARLOR_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * ParlorTimeline::split:
   * @part: (nullable): another timeline that has now what this one had of the
   *   log; %NULL if that is of no use any more
   *
   * A gap lies between what was known and what is: the timeline begins anew.
   * Emitted before it is emptied.
   */
  signals[SPLIT] =
    g_signal_new ("split", PARLOR_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, PARLOR_TYPE_TIMELINE);
}

static void
parlor_timeline_init (ParlorTimeline *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->changes = g_ptr_array_new_with_free_func (g_object_unref);
  self->oldest_seq = 1;
  for (int end = 0; end < PARLOR_TIMELINE_N_ENDS; end++)
    self->edges[end].waiting = g_ptr_array_new_with_free_func (g_object_unref);
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

  self->first_seq = self->next_seq = known_seq + 1;
  self->edges[PARLOR_TIMELINE_OLDER].is_complete = known_seq == 0;
  self->edges[PARLOR_TIMELINE_NEWER].is_complete = TRUE;
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
  for (int end = 0; end < PARLOR_TIMELINE_N_ENDS; end++)
    if (self->edges[end].is_loading)
      parlor_timeline_end_loading (self, end, 0, NULL);
}

void
parlor_timeline_set_complete (ParlorTimeline   *self,
                              ParlorTimelineEnd end,
                              gboolean          is_complete)
{
  if (self->edges[end].is_complete == is_complete)
    return;

  self->edges[end].is_complete = is_complete;
  if (end == PARLOR_TIMELINE_OLDER)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_COMPLETE]);
}

static void
set_loading (ParlorTimeline   *self,
             ParlorTimelineEnd end,
             gboolean          is_loading)
{
  if (self->edges[end].is_loading == is_loading)
    return;

  self->edges[end].is_loading = is_loading;
  if (end == PARLOR_TIMELINE_OLDER)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_LOADING]);
}

/* Answers everybody who waits.  They may ask again from within, hence the
 * order: first the state, then the calls. */
void
parlor_timeline_end_loading (ParlorTimeline   *self,
                             ParlorTimelineEnd end,
                             int               n_messages,
                             const GError     *error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->edges[end].waiting);

  self->edges[end].waiting = g_ptr_array_new_with_free_func (g_object_unref);
  set_loading (self, end, FALSE);

  for (guint i = 0; i < waiting->len; i++) {
    if (error != NULL)
      g_task_return_error (waiting->pdata[i], g_error_copy (error));
    else
      g_task_return_int (waiting->pdata[i], n_messages);
  }
}

void
parlor_timeline_begin_loading (ParlorTimeline   *self,
                               ParlorTimelineEnd end,
                               guint             n_messages)
{
  set_loading (self, end, TRUE);
  self->edges[end].n_asked = n_messages;
  self->load (self, end, end == PARLOR_TIMELINE_OLDER ? self->first_seq : self->next_seq,
              n_messages, self->load_data);
}

void
parlor_timeline_tell_joined (ParlorTimeline *part)
{
  g_signal_emit (part, signals[JOINED], 0);
}

void
parlor_timeline_tell_split (ParlorTimeline *self,
                            ParlorTimeline *part)
{
  g_signal_emit (self, signals[SPLIT], 0, part);
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

  if (self->edges[PARLOR_TIMELINE_OLDER].is_loading && before_seq == self->first_seq)
    parlor_timeline_end_loading (self, PARLOR_TIMELINE_OLDER, -1, error);
}

/**
 * parlor_timeline_fail_newer:
 * @self: a timeline that is loading at its newer end
 * @from_seq: what was asked for
 * @error: why it cannot be had
 *
 * The same for the other end.
 */
void
parlor_timeline_fail_newer (ParlorTimeline *self,
                            gint64          from_seq,
                            const GError   *error)
{
  g_return_if_fail (PARLOR_IS_TIMELINE (self));

  if (self->edges[PARLOR_TIMELINE_NEWER].is_loading && from_seq == self->next_seq)
    parlor_timeline_end_loading (self, PARLOR_TIMELINE_NEWER, -1, error);
}

gboolean
parlor_timeline_is_loading (ParlorTimeline *self)
{
  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), FALSE);

  return self->edges[PARLOR_TIMELINE_OLDER].is_loading;
}

gboolean
parlor_timeline_is_complete (ParlorTimeline *self)
{
  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), FALSE);

  return self->edges[PARLOR_TIMELINE_OLDER].is_complete;
}

/**
 * parlor_timeline_is_live:
 * @self: a timeline
 *
 * Returns: whether it goes up to the newest event of the log, and what is in
 *   the outbox
 */
gboolean
parlor_timeline_is_live (ParlorTimeline *self)
{
  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), FALSE);

  return self->edges[PARLOR_TIMELINE_NEWER].is_complete;
}

/**
 * parlor_timeline_has:
 * @self: a timeline
 * @seq: a place in the log
 *
 * Returns: whether what is loaded reaches over it
 */
gboolean
parlor_timeline_has (ParlorTimeline *self,
                     gint64          seq)
{
  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), FALSE);

  return seq >= self->first_seq && seq < self->next_seq;
}

/**
 * parlor_timeline_find_position:
 * @self: a timeline
 * @seq: a place in the log
 *
 * Returns: where in the list the event there is shown, or else the next one
 *   that is; past the log's part of the list if nothing follows
 */
guint
parlor_timeline_find_position (ParlorTimeline *self,
                               gint64          seq)
{
  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), 0);

  return parlor_timeline_search (self, seq);
}

/**
 * parlor_timeline_get_successor:
 * @self: a timeline
 *
 * Returns: (transfer none): the one that it has become a part of, else @self
 */
ParlorTimeline *
parlor_timeline_get_successor (ParlorTimeline *self)
{
  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), NULL);

  return self->successor != NULL ? self->successor : self;
}

static void
load_async (ParlorTimeline   *self,
            ParlorTimelineEnd end,
            guint             n_messages,
            GTask            *task)
{
  ParlorTimelineEdge *edge = &self->edges[end];

  if (self->load == NULL || edge->is_complete) {
    g_task_return_int (task, 0);
    g_object_unref (task);
    return;
  }

  g_ptr_array_add (edge->waiting, task);
  if (!edge->is_loading)
    parlor_timeline_begin_loading (self, end, MIN (n_messages, PARLOR_PAGE_MAX_ITEMS));
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
  GTask *task;

  g_return_if_fail (PARLOR_IS_TIMELINE (self));
  g_return_if_fail (n_messages >= 1);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_timeline_load_older_async);
  load_async (self, PARLOR_TIMELINE_OLDER, n_messages, task);
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

/**
 * parlor_timeline_load_newer_async:
 * @self: a timeline
 * @n_messages: how many at most, 1 to %PARLOR_PAGE_MAX_ITEMS
 * @cancellable: (nullable): ends the waiting, not the loading
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Puts newer messages behind, if the timeline is not the live one.
 */
void
parlor_timeline_load_newer_async (ParlorTimeline     *self,
                                  guint               n_messages,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (PARLOR_IS_TIMELINE (self));
  g_return_if_fail (n_messages >= 1);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_timeline_load_newer_async);
  load_async (self, PARLOR_TIMELINE_NEWER, n_messages, task);
}

/**
 * parlor_timeline_load_newer_finish:
 * @self: a timeline
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: how many messages were put behind, -1 on failure
 */
int
parlor_timeline_load_newer_finish (ParlorTimeline *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return (int) g_task_propagate_int (G_TASK (result), error);
}
