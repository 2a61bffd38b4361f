/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Jumping to a place in the log, or to a date. */

#define G_LOG_DOMAIN "parlor-conversation"

#include "parlor-conversation-private.h"

#include "parlor-client-error.h"

#include <glib/gi18n.h>

/* How many events are fetched around it. */
#define PART_ITEMS 60

typedef struct
{
  ParlorTimeline *timeline;
  gint64          seq;
} Opened;

static void
opened_free (gpointer data)
{
  Opened *opened = data;

  g_object_unref (opened->timeline);
  g_free (opened);
}

static void
return_opened (GTask          *task,
               ParlorTimeline *timeline,
               gint64          seq)
{
  Opened *opened = g_new (Opened, 1);

  *opened = (Opened){ g_object_ref (timeline), seq };
  g_task_return_pointer (task, opened, opened_free);
}

static void
return_gone (GTask *task)
{
  g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_FOUND,
                           _ ("This message is no longer there"));
}

/* The first one that is not older than asked for, or else the last one. */
static gint64
find_time (GPtrArray *messages,
           gint64     time_ms)
{
  for (guint i = 0; i < messages->len; i++)
    if (parlor_message_get_time_ms (messages->pdata[i]) >= time_ms)
      return parlor_message_get_seq (messages->pdata[i]);

  return parlor_message_get_seq (messages->pdata[messages->len - 1]);
}

static void
on_opened_page (ParlorLogRequest *request,
                GPtrArray        *messages,
                const GError     *error)
{
  ParlorConversation        *self = request->conversation;
  GTask                     *task = G_TASK (request->object);
  g_autoptr (ParlorTimeline) part = NULL;
  gint64                     seq = request->value;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (messages == NULL) {
    g_task_return_error (task, g_error_copy (error));
    return;
  }
  if (messages->len == 0) {
    return_gone (task);
    return;
  }

  if (request->place == PARLOR_LOG_AT)
    seq = find_time (messages, request->value);
  if (parlor_conversation_find_part (self, seq) == NULL)
    part = parlor_conversation_add_part (self, messages, request->is_cached);
  if (parlor_conversation_find_part (self, seq) != NULL)
    return_opened (task, parlor_conversation_find_part (self, seq), seq);
  else
    return_gone (task);
}

/**
 * parlor_conversation_open_async:
 * @self: a conversation
 * @seq: a place in its log; any number will do
 * @cancellable: (nullable): ends the waiting
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Loads what was said around @seq, unless it is loaded already.
 */
void
parlor_conversation_open_async (ParlorConversation *self,
                                gint64              seq,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  ParlorTimeline   *timeline;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_conversation_open_async);
  parlor_conversation_get_timeline (self);

  timeline = parlor_conversation_find_part (self, seq);
  if (timeline != NULL)
    return_opened (task, timeline, seq);
  else if (seq < MAX (self->facts->first, 1) || seq > self->marks.known_seq)
    return_gone (task);
  else
    parlor_conversation_read_log (
      parlor_log_request_new (self, PARLOR_LOG_AROUND, seq, PART_ITEMS, task, on_opened_page));
}

/**
 * parlor_conversation_open_at_async:
 * @self: a conversation
 * @time_ms: Unix time in milliseconds
 * @cancellable: (nullable): ends the waiting
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Loads what was said from a time on, and some of what was said before it.
 */
void
parlor_conversation_open_at_async (ParlorConversation *self,
                                   gint64              time_ms,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_conversation_open_at_async);
  parlor_conversation_get_timeline (self);
  parlor_conversation_read_log (parlor_log_request_new (self, PARLOR_LOG_AT, MAX (time_ms, 1),
                                                        PART_ITEMS, task, on_opened_page));
}

/**
 * parlor_conversation_open_finish:
 * @self: a conversation
 * @result: what the callback of either got
 * @ret_seq: (out) (optional): the place that was asked for
 * @error: return location for an error; %PARLOR_CLIENT_ERROR_NOT_FOUND if there
 *   is no such place
 *
 * Returns: (transfer full) (nullable): a timeline that reaches over the place
 */
ParlorTimeline *
parlor_conversation_open_finish (ParlorConversation *self,
                                 GAsyncResult       *result,
                                 gint64             *ret_seq,
                                 GError            **error)
{
  Opened         *opened;
  ParlorTimeline *timeline;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  opened = g_task_propagate_pointer (G_TASK (result), error);
  if (opened == NULL)
    return NULL;

  timeline = g_object_ref (parlor_timeline_get_successor (opened->timeline));
  if (ret_seq != NULL)
    *ret_seq = opened->seq;
  opened_free (opened);

  return timeline;
}
