/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is writing in a conversation, and telling that one is. */

#define G_LOG_DOMAIN "parlor-conversation"

#include "parlor-conversation-private.h"

#include "parlor-client-private.h"

/* The server forgets who does not say it again, and so does whoever it told. */
#define TYPING_LASTS_MS 6000
#define TYPING_AGAIN_US (4 * G_USEC_PER_SEC)

static gboolean
on_typists_expired (gpointer user_data)
{
  ParlorConversation *self = user_data;

  self->typists_id = 0;
  g_ptr_array_set_size (self->typists, 0);
  g_object_notify (G_OBJECT (self), "typists");

  return G_SOURCE_REMOVE;
}

/**
 * parlor_conversation_get_typists:
 * @self: a conversation
 *
 * Returns: (transfer none) (element-type ParlorAccount): who is writing now,
 *   without oneself; some of them where there are many
 */
const GPtrArray *
parlor_conversation_get_typists (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  return self->typists;
}

/**
 * parlor_conversation_take_typists:
 * @self: a conversation
 * @typists: (element-type ParlorAccount): who writes, as the server tells it now
 */
void
parlor_conversation_take_typists (ParlorConversation *self,
                                  GPtrArray          *typists)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  g_clear_handle_id (&self->typists_id, g_source_remove);
  g_ptr_array_set_size (self->typists, 0);
  for (guint i = 0; i < typists->len; i++)
    if (!parlor_account_is_self (typists->pdata[i]) &&
        !g_ptr_array_find (self->typists, typists->pdata[i], NULL))
      g_ptr_array_add (self->typists, g_object_ref (typists->pdata[i]));

  if (self->typists->len > 0)
    self->typists_id = g_timeout_add (TYPING_LASTS_MS, on_typists_expired, self);
  g_object_notify (G_OBJECT (self), "typists");
}

/**
 * parlor_conversation_drop_typist:
 * @self: a conversation
 * @account: (nullable): whose message has come
 */
void
parlor_conversation_drop_typist (ParlorConversation *self,
                                 ParlorAccount      *account)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  if (account != NULL && g_ptr_array_remove (self->typists, account))
    g_object_notify (G_OBJECT (self), "typists");
}

static void
on_told (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  ParlorOkPacket    *ok;

  ok = parlor_client_finish_as (PARLOR_CLIENT (source), result, PARLOR_PACKET_OK, &error);
  if (ok != NULL)
    parlor_packet_free (PARLOR_PACKET_OK, ok);
  else
    g_debug ("Nobody is told that one writes: %s", error->message);
}

static void
tell (ParlorConversation *self,
      gboolean            is_typing)
{
  ParlorTypingPacket *packet = parlor_packet_new (PARLOR_PACKET_TYPING);

  packet->conversation = g_strdup (self->id);
  packet->is_typing = is_typing;
  parlor_client_request_async (self->client, PARLOR_PACKET_TYPING, packet,
                               self->client->cancellable, on_told, NULL);
}

/**
 * parlor_conversation_set_is_typing:
 * @self: a conversation
 * @is_typing: whether one writes
 *
 * To be called for each key: the server is told no more often than it has to be.
 */
void
parlor_conversation_set_is_typing (ParlorConversation *self,
                                   gboolean            is_typing)
{
  const gint64 now_us = g_get_monotonic_time ();

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  if (is_typing ? self->typing_told_us != 0 && now_us - self->typing_told_us < TYPING_AGAIN_US
                : self->typing_told_us == 0)
    return;

  /* A personal chat begins with the first message: there is nobody to tell. */
  self->typing_told_us = is_typing ? now_us : 0;
  if (self->client != NULL && parlor_client_is_online (self->client) && self->marks.known_seq > 0)
    tell (self, is_typing);
}
