/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding the message that a command means.
 *
 * It is counted on the server's side of things: what is on screen may be far
 * from the end. */

#define G_LOG_DOMAIN "parlor-command"

#include "parlor-command-private.h"

#include "parlor-attachment-private.h"

#include <glib/gi18n.h>

#define PAGES_MAX 10
#define SENDING_MAX_MS 10000

typedef struct
{
  ParlorClient       *client;
  ParlorConversation *conversation; /* NULL: any, of a file */
  ParlorArgumentKind  kind;
  char               *id;       /* of an attachment, or NULL */
  gint64              n_before; /* so many that fit come after the one that is meant */
  gint64              seq;      /* the one that is meant, or 0 */
  gint64              before;   /* what was looked at already */
  guint               n_pages;
  gulong              handler;
  guint               timeout;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_clear_signal_handler (&search->handler, search->client);
  g_clear_handle_id (&search->timeout, g_source_remove);
  g_clear_object (&search->conversation);
  g_object_unref (search->client);
  g_free (search->id);
  g_free (search);
}

static gboolean
fits (Search        *search,
      ParlorMessage *message)
{
  if (parlor_message_get_kind (message) != PARLOR_EVENT_MESSAGE ||
      parlor_message_is_deleted (message))
    return FALSE;
  if (search->seq != 0)
    return parlor_message_get_seq (message) == search->seq;

  switch ((int) search->kind) {
  case PARLOR_ARGUMENT_OWN_MESSAGE:
    return parlor_message_is_own (message);
  case PARLOR_ARGUMENT_OTHERS_MESSAGE:
    return !parlor_message_is_own (message);
  case PARLOR_ARGUMENT_FILE_MESSAGE:
    return parlor_message_get_attachment (message) != NULL;
  default:
    return TRUE;
  }
}

/* Takes @task. */
static void
fail (GTask *task)
{
  Search     *search = g_task_get_task_data (task);
  const char *text = NULL;

  if (search->seq != 0 || search->id != NULL)
    text = _ ("There is no such message here.");
  else if (search->kind == PARLOR_ARGUMENT_OWN_MESSAGE)
    text = _ ("No message of yours is here that this could mean.");
  else if (search->kind == PARLOR_ARGUMENT_OTHERS_MESSAGE)
    text = _ ("No message of somebody else is here that this could mean.");
  else if (search->kind == PARLOR_ARGUMENT_FILE_MESSAGE)
    text = _ ("No image or file is here that this could mean.");
  else
    text = _ ("No message is here that this could mean.");

  g_task_return_new_error (task, PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_NOT_FOUND, "%s", text);
  g_object_unref (task);
}

/* Returns: (transfer full) (nullable): what is meant, if it is among these, ascending */
static ParlorMessage *
find_in_page (Search    *search,
              GPtrArray *events)
{
  for (guint i = events->len; i > 0; i--) {
    const ParlorEventPacket  *event = events->pdata[i - 1];
    g_autoptr (ParlorMessage) message = parlor_client_make_message (search->client, event);

    if (fits (search, message) && search->n_before-- <= 0)
      return g_steal_pointer (&message);
  }

  return NULL;
}

static void ask_page (GTask *task);

static void
take_page (GTask                   *task,
           ParlorHistoryPagePacket *page)
{
  Search        *search = g_task_get_task_data (task);
  ParlorMessage *message = find_in_page (search, page->events);

  search->n_pages++;
  if (message != NULL) {
    g_task_return_pointer (task, message, g_object_unref);
    g_object_unref (task);
  } else if (page->complete || page->events->len == 0 || search->seq != 0 ||
             search->n_pages >= PAGES_MAX) {
    fail (task);
  } else {
    search->before = ((ParlorEventPacket *) page->events->pdata[0])->seq;
    ask_page (task);
  }
}

/* Without a connection, what is at hand has to do.  Takes @task. */
static void
look_around (GTask  *task,
             GError *error)
{
  Search     *search = g_task_get_task_data (task);
  GListModel *timeline = G_LIST_MODEL (parlor_conversation_get_timeline (search->conversation));

  for (guint i = g_list_model_get_n_items (timeline); i > 0; i--) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (timeline, i - 1);

    if (parlor_message_get_seq (message) > 0 && fits (search, message) &&
        search->n_before-- <= 0) {
      g_error_free (error);
      g_task_return_pointer (task, g_steal_pointer (&message), g_object_unref);
      g_object_unref (task);
      return;
    }
  }

  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
on_page (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask                   *task = user_data;
  GError                  *error = NULL;
  ParlorHistoryPagePacket *page = parlor_client_finish_as (PARLOR_CLIENT (source), result,
                                                           PARLOR_PACKET_HISTORY_PAGE, &error);

  if (page != NULL) {
    take_page (task, page);
    parlor_packet_free (PARLOR_PACKET_HISTORY_PAGE, page);
  } else if (g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED)) {
    look_around (task, error);
  } else {
    g_task_return_error (task, error);
    g_object_unref (task);
  }
}

/* Takes @task. */
static void
ask_page (GTask *task)
{
  Search              *search = g_task_get_task_data (task);
  ParlorHistoryPacket *packet = parlor_packet_new (PARLOR_PACKET_HISTORY);

  packet->conversation = g_strdup (parlor_conversation_get_id (search->conversation));
  packet->before = search->seq != 0 && search->seq < G_MAXINT64 ? search->seq + 1 : search->before;
  packet->limit = search->seq != 0 ? 1 : PARLOR_PAGE_MAX_ITEMS;
  parlor_client_request_async (search->client, PARLOR_PACKET_HISTORY, packet,
                               g_task_get_cancellable (task), on_page, task);
}

/* An attachment that was seen, by its id.  Takes @task. */
static void
find_attachment (GTask *task)
{
  Search     *search = g_task_get_task_data (task);
  GListModel *conversations = parlor_client_get_conversations (search->client);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++) {
    g_autoptr (ParlorConversation) conversation = g_list_model_get_item (conversations, i);
    ParlorTimeline                *timeline = parlor_conversation_get_timeline (conversation);

    for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (timeline)); j++) {
      g_autoptr (ParlorMessage) message = g_list_model_get_item (G_LIST_MODEL (timeline), j);
      ParlorAttachment         *attachment = parlor_message_get_attachment (message);

      if (attachment != NULL &&
          g_strcmp0 (parlor_attachment_get_id (attachment), search->id) == 0) {
        g_task_return_pointer (task, g_steal_pointer (&message), g_object_unref);
        g_object_unref (task);
        return;
      }
    }
  }

  g_task_return_new_error (task, PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_NOT_FOUND,
                           _ ("No attachment “%s” was seen. /history shows earlier ones."),
                           search->id);
  g_object_unref (task);
}

static gboolean
on_sending_timeout (gpointer user_data)
{
  GTask  *task = user_data;
  Search *search = g_task_get_task_data (task);

  search->timeout = 0;
  g_clear_signal_handler (&search->handler, search->client);
  g_task_return_new_error (task, PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_FAILED, "%s",
                           _ ("Something that you wrote is still on its way. Try again when it "
                              "has been sent."));
  g_object_unref (task);

  return G_SOURCE_REMOVE;
}

static void
check_sent (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  if (!parlor_client_is_outbox_empty (search->client))
    return;

  g_clear_signal_handler (&search->handler, search->client);
  g_clear_handle_id (&search->timeout, g_source_remove);
  ask_page (task);
}

/* One's newest message may not have been sent yet.  Takes @task. */
static void
wait_until_sent (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  if (parlor_client_is_outbox_empty (search->client)) {
    ask_page (task);
    return;
  }

  search->handler =
    g_signal_connect_swapped (search->client, "packet", G_CALLBACK (check_sent), task);
  search->timeout = g_timeout_add (SENDING_MAX_MS, on_sending_timeout, task);
}

/**
 * parlor_command_find_message:
 * @run: a command
 * @argument: what it wants
 * @which: (nullable): what was written; the newest that fits if there is nothing
 * @task: returns a #ParlorMessage
 *
 * Finds a message.
 */
void
parlor_command_find_message (ParlorCommandRun     *run,
                             const ParlorArgument *argument,
                             const char           *which,
                             GTask                *task)
{
  Search *search = g_new0 (Search, 1);
  gint64  back = 1;

  search->client = g_object_ref (run->client);
  g_set_object (&search->conversation, run->conversation);
  search->kind = argument->kind;
  if (which != NULL && !parlor_which_parse (which, &back, &search->seq))
    search->id = g_strdup (which);
  search->n_before = MAX (back - 1, 0);

  g_task_set_source_tag (task, parlor_command_find_message);
  g_task_set_task_data (task, search, search_free);
  g_object_ref (task);
  if (search->id != NULL)
    find_attachment (task);
  else if (search->conversation == NULL)
    fail (task);
  else if (search->kind == PARLOR_ARGUMENT_OWN_MESSAGE && search->seq == 0)
    wait_until_sent (task);
  else
    ask_page (task);
}
