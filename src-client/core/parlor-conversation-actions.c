/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people do in a conversation.  Each goes to the client. */

#define G_LOG_DOMAIN "parlor-conversation"

#include "parlor-conversation-private.h"

#include "parlor-client-private.h"

#include <glib/gi18n.h>

static gboolean
check_client (ParlorConversation *self,
              GError            **error)
{
  if (self->client != NULL)
    return TRUE;

  g_set_error_literal (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED,
                       _ ("Parlor is closing"));
  return FALSE;
}

/**
 * parlor_conversation_send_text:
 * @self: a conversation
 * @text: what to write, UTF-8, 1 to %PARLOR_TEXT_MAX_BYTES
 * @error: return location for an error
 *
 * Puts a message into the outbox and shows it as pending at once; it is sent
 * when the link is up.
 *
 * Returns: (transfer none) (nullable): the message, %NULL if it can never be
 *   sent
 */
ParlorMessage *
parlor_conversation_send_text (ParlorConversation *self,
                               const char         *text,
                               GError            **error)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  return parlor_conversation_send (self, &(ParlorMessageBody){ .text = text }, error);
}

/**
 * parlor_conversation_send:
 * @self: a conversation
 * @body: what to write; its text may not be %NULL
 * @error: return location for an error
 *
 * The same for a message that answers another one, or tells what its author
 * does.
 *
 * Returns: (transfer none) (nullable): the message, %NULL if it can never be
 *   sent
 */
ParlorMessage *
parlor_conversation_send (ParlorConversation      *self,
                          const ParlorMessageBody *body,
                          GError                 **error)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);
  g_return_val_if_fail (body != NULL && body->text != NULL, NULL);

  if (!check_client (self, error))
    return NULL;

  return parlor_outbox_add_text (self->client->outbox, self, body, error);
}

static void
on_file_queued (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask)  task = user_data;
  g_autoptr (GError) error = NULL;
  ParlorMessage     *message;

  message = parlor_outbox_add_file_finish (PARLOR_OUTBOX (source), result, &error);
  if (message != NULL)
    g_task_return_pointer (task, message, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * parlor_conversation_send_file_async:
 * @self: a conversation
 * @content: the file
 * @name: its name; folders and the like are taken out of it
 * @body: what to write with it; its text is the caption, or %NULL
 * @cancellable: (nullable): gives up while the file is being prepared
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Copies the file into the outbox; it is uploaded when the link is up.
 */
void
parlor_conversation_send_file_async (ParlorConversation      *self,
                                     GBytes                  *content,
                                     const char              *name,
                                     const ParlorMessageBody *body,
                                     GCancellable            *cancellable,
                                     GAsyncReadyCallback      callback,
                                     gpointer                 user_data)
{
  g_autoptr (GTask) task = NULL;
  GError           *error = NULL;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));
  g_return_if_fail (content != NULL && name != NULL && body != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_conversation_send_file_async);

  if (check_client (self, &error))
    parlor_outbox_add_file_async (self->client->outbox, self, content, name, body, cancellable,
                                  on_file_queued, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * parlor_conversation_send_file_finish:
 * @self: a conversation
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the pending message, %NULL if it can
 *   never be sent
 */
ParlorMessage *
parlor_conversation_send_file_finish (ParlorConversation *self,
                                      GAsyncResult       *result,
                                      GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * parlor_conversation_get_file_max_bytes:
 * @self: a conversation
 *
 * Returns: size of the largest file that the server takes
 */
gint64
parlor_conversation_get_file_max_bytes (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), 0);

  return self->client != NULL ? self->client->upload_max_bytes : PARLOR_UPLOAD_DEFAULT_MAX_BYTES;
}

/**
 * parlor_conversation_retry:
 * @self: a conversation
 * @message: a message of one's own that has failed
 *
 * Sends it again, with the same nonce: if it did arrive, there will not be a
 * second one.
 */
void
parlor_conversation_retry (ParlorConversation *self,
                           ParlorMessage      *message)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));
  g_return_if_fail (PARLOR_IS_MESSAGE (message));

  if (self->client != NULL)
    parlor_outbox_retry (self->client->outbox, message);
}

/**
 * parlor_conversation_discard:
 * @self: a conversation
 * @message: a message of one's own that is pending or failed
 *
 * Takes it out of the outbox.  An upload under way is cancelled; a message
 * that was sent a moment ago shows again, as sent.
 */
void
parlor_conversation_discard (ParlorConversation *self,
                             ParlorMessage      *message)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));
  g_return_if_fail (PARLOR_IS_MESSAGE (message));

  if (self->client != NULL)
    parlor_outbox_discard (self->client->outbox, message);
}

/**
 * parlor_conversation_get_n_failed:
 * @self: a conversation
 *
 * Returns: how many of one's own messages could not be sent and wait for a
 *   decision
 */
guint
parlor_conversation_get_n_failed (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), 0);

  /* Some are written without a client, in tests; and it ends before they do. */
  return self->client != NULL && self->client->outbox != NULL
           ? parlor_outbox_count_failed (self->client->outbox, self)
           : 0;
}

/**
 * parlor_conversation_retry_failed:
 * @self: a conversation
 *
 * Sends all messages again that could not be sent.
 */
void
parlor_conversation_retry_failed (ParlorConversation *self)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  if (self->client != NULL)
    parlor_outbox_retry_failed (self->client->outbox, self);
}

/**
 * parlor_conversation_discard_failed:
 * @self: a conversation
 *
 * Gives all messages up that could not be sent.
 */
void
parlor_conversation_discard_failed (ParlorConversation *self)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  if (self->client != NULL)
    parlor_outbox_discard_failed (self->client->outbox, self);
}

static void load_members_page (GTask *task,
                               gint64 after);

static void
on_members_page (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  ParlorClient            *client = PARLOR_CLIENT (source);
  g_autoptr (GTask)        task = user_data;
  ParlorMembers           *members = g_task_get_task_data (task);
  ParlorMembersPagePacket *page;
  GError                  *error = NULL;
  gint64                   last = 0;

  page = parlor_client_finish_as (client, result, PARLOR_PACKET_MEMBERS_PAGE, &error);
  if (page == NULL) {
    g_task_return_error (task, error);
    return;
  }

  for (guint i = 0; i < page->members->len; i++) {
    ParlorAccountPacket *member = page->members->pdata[i];

    parlor_members_add (members, parlor_client_ensure_account (client, member));
    last = MAX (last, member->account);
  }

  if (page->complete || page->members->len == 0)
    g_task_return_pointer (task, g_object_ref (members), g_object_unref);
  else
    load_members_page (g_steal_pointer (&task), last);
  parlor_client_watch_later (client);
  parlor_packet_free (PARLOR_PACKET_MEMBERS_PAGE, page);
}

/* Takes @task. */
static void
load_members_page (GTask *task,
                   gint64 after)
{
  ParlorConversation  *self = g_task_get_source_object (task);
  ParlorMembersPacket *packet = parlor_packet_new (PARLOR_PACKET_MEMBERS);

  if (self->client == NULL) {
    g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED, "%s",
                             _ ("Parlor is closing"));
    parlor_packet_free (PARLOR_PACKET_MEMBERS, packet);
    g_object_unref (task);
    return;
  }

  packet->conversation = g_strdup (self->id);
  packet->after = after;
  packet->limit = PARLOR_PAGE_MAX_ITEMS;
  parlor_client_request_async (self->client, PARLOR_PACKET_MEMBERS, packet,
                               g_task_get_cancellable (task), on_members_page, task);
}

/**
 * parlor_conversation_load_members_async:
 * @self: a conversation
 * @cancellable: (nullable): gives up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Asks the server who is in it.
 */
void
parlor_conversation_load_members_async (ParlorConversation *self,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data)
{
  ParlorMembers *members;
  GTask         *task;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_conversation_load_members_async);

  members = parlor_members_new ();
  g_task_set_task_data (task, members, g_object_unref);
  g_weak_ref_set (&self->members, members);

  load_members_page (task, 0);
}

/**
 * parlor_conversation_load_members_finish:
 * @self: a conversation
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the members, a list of #ParlorAccount,
 *   those who are here first; kept up to date while it lives
 */
GListModel *
parlor_conversation_load_members_finish (ParlorConversation *self,
                                         GAsyncResult       *result,
                                         GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
