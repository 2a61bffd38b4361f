/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person asks the server for. */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

#include <glib/gi18n.h>

/* A server that finds one too fast has not looked at the request: it is made
 * again when the server says so, so that nobody has to care how fast he is. */
#define ATTEMPTS_MAX 10

typedef struct
{
  ParlorPacketType type;
  gpointer         packet; /* the request, and then its answer */
  guint            n_attempts;
  guint            retry_id;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_handle_id (&request->retry_id, g_source_remove);
  parlor_packet_free (request->type, request->packet);
  g_free (request);
}

static void make (GTask *task);

static gboolean
on_retry_due (gpointer user_data)
{
  GTask   *task = user_data;
  Request *request = g_task_get_task_data (task);

  request->retry_id = 0;
  make (task);

  return G_SOURCE_REMOVE;
}

/* Returns whether the request will be made again. */
static gboolean
retry (GTask                   *task,
       const ParlorErrorPacket *refusal)
{
  Request *request = g_task_get_task_data (task);

  if (!g_str_equal (refusal->code, "too-fast") || refusal->retry_ms <= 0 ||
      request->n_attempts >= ATTEMPTS_MAX)
    return FALSE;

  request->retry_id = g_timeout_add_full (G_PRIORITY_DEFAULT, refusal->retry_ms, on_retry_due,
                                          g_object_ref (task), g_object_unref);

  return TRUE;
}

/* Takes @packet. */
static void
answer (GTask           *task,
        ParlorPacketType type,
        gpointer         packet)
{
  Request *request = g_task_get_task_data (task);

  parlor_packet_free (request->type, request->packet);
  request->type = type;
  request->packet = packet;
  g_task_return_boolean (task, TRUE);
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError           *error = NULL;
  ParlorPacketType  type;
  gpointer          packet;

  packet = parlor_channel_request_finish (PARLOR_CHANNEL (source), result, &type, &error);
  if (packet == NULL) {
    g_task_return_error (task, error);
  } else if (type == PARLOR_PACKET_ERROR) {
    if (!retry (task, packet))
      g_task_return_error (task, parlor_client_error_of_packet (packet));
    parlor_packet_free (type, packet);
  } else {
    answer (task, type, packet);
  }
}

static void
make (GTask *task)
{
  ParlorClient *self = g_task_get_source_object (task);
  Request      *request = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->is_closed || !(parlor_client_is_online (self) || self->is_resuming)) {
    g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED, "%s",
                             _ ("There is no connection to the server"));
    return;
  }

  request->n_attempts++;
  parlor_channel_request_async (parlor_link_get_channel (self->link), request->type,
                                parlor_packet_copy (request->type, request->packet),
                                g_task_get_cancellable (task), on_answer, g_object_ref (task));
}

/**
 * parlor_client_request_async:
 * @self: a client
 * @type: the type of @packet
 * @packet: (transfer full): a struct of that type
 * @cancellable: (nullable): ends the waiting
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Makes any request of the protocol.
 */
void
parlor_client_request_async (ParlorClient       *self,
                             ParlorPacketType    type,
                             gpointer            packet,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Request          *request = g_new0 (Request, 1);

  g_return_if_fail (PARLOR_IS_CLIENT (self));

  request->type = type;
  request->packet = packet;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_client_request_async);
  g_task_set_task_data (task, request, request_free);
  make (task);
}

/**
 * parlor_client_request_finish:
 * @self: a client
 * @result: what the callback got
 * @ret_type: (out): the type of the answer, set on success only
 * @error: return location for a #ParlorClientError
 *
 * Returns: (transfer full) (nullable): the answer, to be freed with
 *   parlor_packet_free(); %NULL if the server refused, or none came
 */
gpointer
parlor_client_request_finish (ParlorClient     *self,
                              GAsyncResult     *result,
                              ParlorPacketType *ret_type,
                              GError          **error)
{
  Request *request;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  request = g_task_get_task_data (G_TASK (result));
  *ret_type = request->type;

  return g_steal_pointer (&request->packet);
}

/**
 * parlor_client_finish_as:
 * @self: a client
 * @result: what the callback of parlor_client_request_async() got
 * @expected: what the answer has to be
 * @error: return location for a #ParlorClientError
 *
 * Returns: (transfer full) (nullable): the answer
 */
gpointer
parlor_client_finish_as (ParlorClient    *self,
                         GAsyncResult    *result,
                         ParlorPacketType expected,
                         GError         **error)
{
  ParlorPacketType type;
  gpointer         packet = parlor_client_request_finish (self, result, &type, error);

  if (packet == NULL || type == expected)
    return packet;

  parlor_packet_free (type, packet);
  g_propagate_error (error, parlor_client_error_new_nonsense ());

  return NULL;
}

/* The models have taken the packet before its request is finished. */
static void
on_entered (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ParlorClient             *self = PARLOR_CLIENT (source);
  g_autoptr (GTask)         task = user_data;
  GError                   *error = NULL;
  ParlorConversationPacket *packet;
  ParlorConversation       *conversation;

  packet = parlor_client_finish_as (self, result, PARLOR_PACKET_CONVERSATION, &error);
  if (packet == NULL) {
    g_task_return_error (task, error);
    return;
  }

  conversation = g_hash_table_lookup (self->conversations_by_id, packet->conversation);
  if (conversation != NULL)
    g_task_return_pointer (task, conversation, NULL);
  else
    g_task_return_error (task, parlor_client_error_new_nonsense ());
  parlor_packet_free (PARLOR_PACKET_CONVERSATION, packet);
}

static char *
strip_sign (const char *name)
{
  return g_strdup (*name == '#' ? name + 1 : name);
}

/**
 * parlor_client_create_async:
 * @self: a client
 * @kind: channel or group
 * @name: its name, with or without `#`
 * @password: (nullable): what joining the group is to take
 * @cancellable: (nullable): ends the waiting
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Makes a channel or a group.
 */
void
parlor_client_create_async (ParlorClient          *self,
                            ParlorConversationKind kind,
                            const char            *name,
                            const char            *password,
                            GCancellable          *cancellable,
                            GAsyncReadyCallback    callback,
                            gpointer               user_data)
{
  GTask              *task = g_task_new (self, cancellable, callback, user_data);
  ParlorCreatePacket *packet = parlor_packet_new (PARLOR_PACKET_CREATE);

  g_task_set_source_tag (task, parlor_client_create_async);
  packet->kind = kind;
  packet->name = strip_sign (name);
  packet->password = g_strdup (password);
  parlor_client_request_async (self, PARLOR_PACKET_CREATE, packet, cancellable, on_entered, task);
}

/**
 * parlor_client_join_async:
 * @self: a client
 * @name_or_id: name of a channel or group, with or without `#`, or id
 * @password: (nullable): if it takes one
 * @cancellable: (nullable): ends the waiting
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Becomes a member.
 */
void
parlor_client_join_async (ParlorClient       *self,
                          const char         *name_or_id,
                          const char         *password,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  GTask            *task = g_task_new (self, cancellable, callback, user_data);
  ParlorJoinPacket *packet = parlor_packet_new (PARLOR_PACKET_JOIN);

  g_task_set_source_tag (task, parlor_client_join_async);
  packet->conversation = strip_sign (name_or_id);
  packet->password = g_strdup (password);
  parlor_client_request_async (self, PARLOR_PACKET_JOIN, packet, cancellable, on_entered, task);
}

/**
 * parlor_client_enter_finish:
 * @self: a client
 * @result: what the callback of parlor_client_create_async() or
 *   parlor_client_join_async() got
 * @error: return location for a #ParlorClientError
 *
 * Returns: (transfer none) (nullable): the conversation one is now in
 */
ParlorConversation *
parlor_client_enter_finish (ParlorClient *self,
                            GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_left (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask)   task = user_data;
  ParlorClient       *self = PARLOR_CLIENT (source);
  ParlorConversation *conversation = g_task_get_task_data (task);
  GError             *error = NULL;
  ParlorOkPacket     *ok;

  ok = parlor_client_finish_as (self, result, PARLOR_PACKET_OK, &error);
  if (ok == NULL) {
    g_task_return_error (task, error);
    return;
  }

  parlor_packet_free (PARLOR_PACKET_OK, ok);
  parlor_conversation_set_is_member (conversation, FALSE);
  if (!self->is_closed)
    parlor_client_save_marks (self, conversation);
  g_task_return_boolean (task, TRUE);
}

/**
 * parlor_client_leave_async:
 * @self: a client
 * @conversation: a channel or group
 * @cancellable: (nullable): ends the waiting
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Is a member no longer.
 */
void
parlor_client_leave_async (ParlorClient       *self,
                           ParlorConversation *conversation,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  GTask             *task = g_task_new (self, cancellable, callback, user_data);
  ParlorLeavePacket *packet = parlor_packet_new (PARLOR_PACKET_LEAVE);

  g_task_set_source_tag (task, parlor_client_leave_async);
  g_task_set_task_data (task, g_object_ref (conversation), g_object_unref);
  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  parlor_client_request_async (self, PARLOR_PACKET_LEAVE, packet, cancellable, on_left, task);
}

/**
 * parlor_client_leave_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for a #ParlorClientError
 *
 * Returns: whether one has left
 */
gboolean
parlor_client_leave_finish (ParlorClient *self,
                            GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
