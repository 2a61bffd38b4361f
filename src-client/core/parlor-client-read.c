/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tells the server what was read here, so that all devices of the account
 * agree: not more often than once in a while, and later if there is no
 * connection. */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

/* Somebody who scrolls reads on all the time. */
#define TELL_PAUSE_MS 1000

static void tell_next (ParlorClient *self);

/* What is being told. */
typedef struct
{
  ParlorConversation *conversation;
  gint64              seq;
} Telling;

static void
telling_free (Telling *telling)
{
  g_object_unref (telling->conversation);
  g_free (telling);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Telling, telling_free)

/* A marker that the server does not want is not told again; one that did not
 * get there is, after the next resume. */
static void
on_told (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ParlorClient       *self = PARLOR_CLIENT (source);
  g_autoptr (Telling) telling = user_data;
  g_autoptr (GError)  error = NULL;
  ParlorOkPacket     *ok;

  ok = parlor_client_finish_as (self, result, PARLOR_PACKET_OK, &error);
  if (ok != NULL)
    parlor_packet_free (PARLOR_PACKET_OK, ok);
  else
    g_debug ("The read marker was not taken: %s", error->message);

  if (self->is_closed || !parlor_client_is_online (self) ||
      parlor_conversation_get_read_seq (telling->conversation) != telling->seq)
    return;

  parlor_conversation_note_read_told (telling->conversation);
  parlor_client_save_later (self, telling->conversation);
}

static gboolean
on_pause_over (gpointer user_data)
{
  ParlorClient *self = user_data;

  self->tell_id = 0;
  tell_next (self);

  return G_SOURCE_REMOVE;
}

static void
tell_next (ParlorClient *self)
{
  ParlorMarkReadPacket *packet;
  Telling              *telling;

  if (self->tell_id != 0 || self->untold->len == 0 || !parlor_client_is_online (self))
    return;

  telling = g_new (Telling, 1);
  telling->conversation = g_object_ref (self->untold->pdata[0]);
  telling->seq = parlor_conversation_get_read_seq (telling->conversation);
  g_ptr_array_remove_index (self->untold, 0);

  packet = parlor_packet_new (PARLOR_PACKET_MARK_READ);
  packet->conversation = g_strdup (parlor_conversation_get_id (telling->conversation));
  packet->seq = telling->seq;
  self->tell_id = g_timeout_add (TELL_PAUSE_MS, on_pause_over, self);
  parlor_client_request_async (self, PARLOR_PACKET_MARK_READ, packet, self->cancellable, on_told,
                               telling);
}

/**
 * parlor_client_tell_read:
 * @self: a client
 * @conversation: one of its conversations
 *
 * Tells the server how far one has read in @conversation, now or a little
 * later.
 */
void
parlor_client_tell_read (ParlorClient       *self,
                         ParlorConversation *conversation)
{
  if (!g_ptr_array_find (self->untold, conversation, NULL))
    g_ptr_array_add (self->untold, g_object_ref (conversation));
  tell_next (self);
}

/**
 * parlor_client_resume_reading:
 * @self: a client that has resumed
 *
 * Tells what was read while there was no connection.
 */
void
parlor_client_resume_reading (ParlorClient *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->conversations));

  for (guint i = 0; i < n_items; i++) {
    g_autoptr (ParlorConversation) conversation = NULL;

    conversation = g_list_model_get_item (G_LIST_MODEL (self->conversations), i);
    if (!parlor_conversation_get_marks (conversation)->is_read_told &&
        parlor_conversation_is_member (conversation))
      parlor_client_tell_read (self, conversation);
  }
}

/**
 * parlor_client_forget_reading:
 * @self: a client
 *
 * Tells nothing more.
 */
void
parlor_client_forget_reading (ParlorClient *self)
{
  g_clear_handle_id (&self->tell_id, g_source_remove);
  g_ptr_array_set_size (self->untold, 0);
}
