/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people change in what was said.  It shows when the server tells of it,
 * here as with everybody else. */

#define G_LOG_DOMAIN "parlor-conversation"

#include "parlor-conversation-private.h"

#include "parlor-client-private.h"

#include <glib/gi18n.h>

#define OFFSET(Type, member) G_STRUCT_OFFSET (Parlor##Type##Packet, member)
#define REQUEST(TYPE, Type, value)                                          \
  {                                                                         \
    PARLOR_EVENT_##TYPE, PARLOR_PACKET_##TYPE, OFFSET (Type, conversation), \
      OFFSET (Type, seq), value                                             \
  }

/* What asks for which event, and where the value goes; 0 where there is none. */
static const struct
{
  ParlorEventKind  kind;
  ParlorPacketType type;
  gsize            conversation_offset;
  gsize            seq_offset;
  gsize            value_offset;
} requests[] = {
  REQUEST (EDIT, Edit, OFFSET (Edit, text)),
  REQUEST (DELETE, Delete, OFFSET (Delete, reason)),
  REQUEST (REACT, React, OFFSET (React, emoji)),
  REQUEST (UNREACT, Unreact, OFFSET (Unreact, emoji)),
  REQUEST (PIN, Pin, 0),
  REQUEST (UNPIN, Unpin, 0),
};

static gboolean
can_ask_for (ParlorEventKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    if (requests[i].kind == kind)
      return TRUE;

  return FALSE;
}

/* Returns: (transfer full): what the server is asked, a packet of @ret_type */
static gpointer
make_request (ParlorConversation *self,
              ParlorEventKind     kind,
              gint64              seq,
              const char         *value,
              ParlorPacketType   *ret_type)
{
  guint    i = 0;
  gpointer packet;

  while (requests[i].kind != kind)
    i++;

  packet = parlor_packet_new (requests[i].type);
  G_STRUCT_MEMBER (char *, packet, requests[i].conversation_offset) = g_strdup (self->id);
  G_STRUCT_MEMBER (gint64, packet, requests[i].seq_offset) = seq;
  if (requests[i].value_offset != 0)
    G_STRUCT_MEMBER (char *, packet, requests[i].value_offset) = g_strdup (value);
  *ret_type = requests[i].type;

  return packet;
}

static void
on_changed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError           *error = NULL;
  ParlorOkPacket   *ok;

  ok = parlor_client_finish_as (PARLOR_CLIENT (source), result, PARLOR_PACKET_OK, &error);
  if (ok == NULL) {
    g_task_return_error (task, error);
    return;
  }

  parlor_packet_free (PARLOR_PACKET_OK, ok);
  g_task_return_boolean (task, TRUE);
}

/**
 * parlor_conversation_change_async:
 * @self: a conversation
 * @kind: %PARLOR_EVENT_EDIT, _DELETE, _REACT, _UNREACT, _PIN or _UNPIN
 * @seq: of the message that is changed, at least 1
 * @value: (nullable): of an edit the text, of a deletion why, if that is to be
 *   told, of a reaction the emoji
 * @cancellable: (nullable): ends the waiting
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Asks the server to change a message.  What cannot be asked now, without a
 * connection, fails: nothing is sent later, when nobody thinks of it any more.
 */
void
parlor_conversation_change_async (ParlorConversation *self,
                                  ParlorEventKind     kind,
                                  gint64              seq,
                                  const char         *value,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  ParlorPacketType  type = PARLOR_PACKET_EDIT;
  gpointer          packet;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));
  g_return_if_fail (can_ask_for (kind));
  g_return_if_fail (seq >= 1);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_conversation_change_async);
  if (self->client == NULL) {
    g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED, "%s",
                             _ ("Parlor is closing"));
    return;
  }

  packet = make_request (self, kind, seq, value, &type);
  parlor_client_request_async (self->client, type, packet, cancellable, on_changed,
                               g_steal_pointer (&task));
}

/**
 * parlor_conversation_change_finish:
 * @self: a conversation
 * @result: what the callback got
 * @error: return location for a #ParlorClientError
 *
 * Returns: whether the server has done it, now or before
 */
gboolean
parlor_conversation_change_finish (ParlorConversation *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * parlor_conversation_find_editable:
 * @self: a conversation
 * @before_seq: a place in its log; 0 for its end
 *
 * Looks among the messages that are at hand: what one wrote long ago is not
 * what one wants to correct.
 *
 * Returns: (transfer none) (nullable): the newest message before @before_seq
 *   that one may edit
 */
ParlorMessage *
parlor_conversation_find_editable (ParlorConversation *self,
                                   gint64              before_seq)
{
  GListModel *items;

  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);
  g_return_val_if_fail (before_seq >= 0, NULL);

  items = G_LIST_MODEL (parlor_conversation_get_timeline (self));
  for (guint i = g_list_model_get_n_items (items); i > 0; i--) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (items, i - 1);

    if (parlor_message_is_own (message) &&
        (parlor_conversation_get_rights (self, message) & PARLOR_MESSAGE_CAN_EDIT) != 0 &&
        (before_seq == 0 || parlor_message_get_seq (message) < before_seq))
      return message;
  }

  return NULL;
}
