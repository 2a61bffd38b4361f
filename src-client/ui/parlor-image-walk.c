/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From one image of a conversation to the next. */

#define G_LOG_DOMAIN "parlor-image-walk"

#include "parlor-image-walk.h"

#include <glib/gi18n.h>

/* How much of a conversation without an image is looked through at once. */
#define PAGE_MESSAGES 100
#define PAGES_MAX 20

typedef struct
{
  ParlorTimeline *timeline;
  ParlorMessage  *from;
  guint           n_pages;
} Walk;

static void
walk_free (gpointer data)
{
  Walk *walk = data;

  g_object_unref (walk->timeline);
  g_object_unref (walk->from);
  g_free (walk);
}

static gboolean
is_image (ParlorMessage *message)
{
  ParlorAttachment *attachment = parlor_message_get_attachment (message);

  return parlor_message_get_kind (message) == PARLOR_EVENT_MESSAGE && attachment != NULL &&
         !parlor_message_is_deleted (message) && parlor_attachment_is_image (attachment);
}

/* Position of @from, or where it would be: it may have been taken out. */
static guint
find_position (GListModel    *timeline,
               ParlorMessage *from)
{
  const guint  n_items = g_list_model_get_n_items (timeline);
  const gint64 seq = parlor_message_get_seq (from);

  for (guint i = n_items; i > 0; i--) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (timeline, i - 1);
    const gint64              at = parlor_message_get_seq (message);

    if (message == from || (seq > 0 && at > 0 && at <= seq))
      return i - 1;
  }

  return 0;
}

static ParlorMessage *
look (GListModel         *timeline,
      ParlorMessage      *from,
      ParlorWalkDirection direction)
{
  const guint n_items = g_list_model_get_n_items (timeline);
  const guint step = direction == PARLOR_WALK_NEWER ? 1 : G_MAXUINT;

  /* Below zero, it is larger than any number. */
  for (guint i = find_position (timeline, from) + step; i < n_items; i += step) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (timeline, i);

    if (is_image (message))
      return g_steal_pointer (&message);
  }

  return NULL;
}

static void go_on (GTask *task);

static void
on_older_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError           *error = NULL;

  if (parlor_timeline_load_older_finish (PARLOR_TIMELINE (source), result, &error) < 0)
    g_task_return_error (task, error);
  else
    go_on (task);
}

static void
go_on (GTask *task)
{
  Walk                     *walk = g_task_get_task_data (task);
  g_autoptr (ParlorMessage) found = NULL;

  found = look (G_LIST_MODEL (walk->timeline), walk->from, PARLOR_WALK_OLDER);
  if (found != NULL) {
    g_task_return_pointer (task, g_steal_pointer (&found), g_object_unref);
  } else if (parlor_timeline_is_complete (walk->timeline)) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                             _ ("This is the first picture"));
  } else if (walk->n_pages == PAGES_MAX) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                             _ ("No picture for a long time. Go on to look further."));
  } else {
    walk->n_pages++;
    parlor_timeline_load_older_async (walk->timeline, PAGE_MESSAGES,
                                      g_task_get_cancellable (task), on_older_ready,
                                      g_object_ref (task));
  }
}

/**
 * parlor_image_walk_async:
 * @conversation: where
 * @from: a message of it
 * @direction: which way
 * @cancellable: (nullable): gives up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Looks for the image before or after @from, and loads older messages if there
 * is none among those that are loaded.
 */
void
parlor_image_walk_async (ParlorConversation *conversation,
                         ParlorMessage      *from,
                         ParlorWalkDirection direction,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  ParlorTimeline   *timeline = parlor_conversation_get_timeline (conversation);
  ParlorMessage    *found;
  Walk             *walk;

  g_task_set_source_tag (task, parlor_image_walk_async);
  if (direction == PARLOR_WALK_NEWER) {
    found = look (G_LIST_MODEL (timeline), from, direction);
    if (found != NULL)
      g_task_return_pointer (task, found, g_object_unref);
    else
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                               _ ("This is the last picture"));
    return;
  }

  walk = g_new0 (Walk, 1);
  walk->timeline = g_object_ref (timeline);
  walk->from = g_object_ref (from);
  g_task_set_task_data (task, walk, walk_free);
  go_on (task);
}

/**
 * parlor_image_walk_finish:
 * @result: what the callback got
 * @error: a %G_IO_ERROR_NOT_FOUND if there is none; it has a text for people
 *
 * Returns: (transfer full) (nullable): a message with an image
 */
ParlorMessage *
parlor_image_walk_finish (GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * parlor_image_walk_can:
 * @conversation: where
 * @from: a message of it
 * @direction: which way
 *
 * Returns: whether there is another image that way, or may be
 */
gboolean
parlor_image_walk_can (ParlorConversation *conversation,
                       ParlorMessage      *from,
                       ParlorWalkDirection direction)
{
  ParlorTimeline           *timeline = parlor_conversation_get_timeline (conversation);
  g_autoptr (ParlorMessage) found = NULL;

  if (direction == PARLOR_WALK_OLDER && !parlor_timeline_is_complete (timeline))
    return TRUE;
  found = look (G_LIST_MODEL (timeline), from, direction);

  return found != NULL;
}
