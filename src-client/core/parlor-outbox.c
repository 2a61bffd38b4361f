/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-outbox"

#include "parlor-outbox-private.h"

#include "parlor-attachment-private.h"
#include "parlor-client-private.h"
#include "parlor-message-private.h"
#include "parlor-strings.h"

#include <glib/gi18n.h>
#include <unistd.h>

/**
 * ParlorOutbox:
 *
 * What was written and is not acknowledged yet.
 *
 * In each conversation one message after the other: it is written to disk, its
 * file is uploaded, it is sent, and leaves the outbox when its event has come.
 * A broken connection starts the same message again with the same nonce, which
 * the server knows if it had it already.  One that the server refuses waits for
 * the person and holds up nobody.
 */
G_DEFINE_FINAL_TYPE (ParlorOutbox, parlor_outbox, G_TYPE_OBJECT)

static void
outgoing_clear (gpointer data)
{
  Outgoing *outgoing = data;

  g_clear_handle_id (&outgoing->retry_id, g_source_remove);
  g_cancellable_cancel (outgoing->cancellable);
  g_object_unref (outgoing->cancellable);
  g_object_unref (outgoing->conversation);
  g_object_unref (outgoing->message);
  parlor_cache_outgoing_free (outgoing->record);
}

Outgoing *
parlor_outbox_ref_outgoing (Outgoing *outgoing)
{
  return g_rc_box_acquire (outgoing);
}

void
parlor_outbox_unref_outgoing (gpointer outgoing)
{
  g_rc_box_release_full (outgoing, outgoing_clear);
}

/* Whoever still waits for an answer finds that nobody cares for it. */
static void
end_outgoing (Outgoing *outgoing)
{
  outgoing->is_over = TRUE;
  g_clear_handle_id (&outgoing->retry_id, g_source_remove);
  g_cancellable_cancel (outgoing->cancellable);
}

static void
parlor_outbox_dispose (GObject *object)
{
  parlor_outbox_close (PARLOR_OUTBOX (object));

  G_OBJECT_CLASS (parlor_outbox_parent_class)->dispose (object);
}

static void
parlor_outbox_finalize (GObject *object)
{
  ParlorOutbox *self = PARLOR_OUTBOX (object);

  g_ptr_array_unref (self->items);
  g_object_unref (self->cache);
  g_free (self->folder);

  G_OBJECT_CLASS (parlor_outbox_parent_class)->finalize (object);
}

static void
parlor_outbox_class_init (ParlorOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = parlor_outbox_dispose;
  object_class->finalize = parlor_outbox_finalize;
}

static void
parlor_outbox_init (ParlorOutbox *self)
{
  self->items = g_ptr_array_new_with_free_func (parlor_outbox_unref_outgoing);
}

/**
 * parlor_outbox_new:
 * @client: whose it is, not owned
 * @cache: where messages are kept
 * @folder: (type filename): where files are kept that are to be uploaded
 *
 * Returns: (transfer full): an empty outbox
 */
ParlorOutbox *
parlor_outbox_new (ParlorClient *client,
                   ParlorCache  *cache,
                   const char   *folder)
{
  ParlorOutbox *self = g_object_new (PARLOR_TYPE_OUTBOX, NULL);

  self->client = client;
  self->cache = g_object_ref (cache);
  self->folder = g_strdup (folder);

  return self;
}

/**
 * parlor_outbox_close:
 * @self: an outbox
 *
 * Stops sending.  What is in it stays on disk.
 */
void
parlor_outbox_close (ParlorOutbox *self)
{
  g_return_if_fail (PARLOR_IS_OUTBOX (self));

  self->client = NULL;
  for (guint i = 0; i < self->items->len; i++)
    end_outgoing (self->items->pdata[i]);
  g_ptr_array_set_size (self->items, 0);
}

/**
 * parlor_outbox_clear:
 * @self: an outbox
 *
 * Forgets everything: it is another account's.
 */
void
parlor_outbox_clear (ParlorOutbox *self)
{
  g_return_if_fail (PARLOR_IS_OUTBOX (self));

  while (self->items->len > 0)
    parlor_outbox_drop (self, self->items->pdata[0]);
}

Outgoing *
parlor_outbox_append (ParlorOutbox        *self,
                      ParlorConversation  *conversation,
                      ParlorMessage       *message,
                      ParlorCacheOutgoing *record)
{
  Outgoing *outgoing = g_rc_box_new0 (Outgoing);

  outgoing->conversation = g_object_ref (conversation);
  outgoing->message = g_object_ref (message);
  outgoing->record = record;
  outgoing->cancellable = g_cancellable_new ();
  g_ptr_array_add (self->items, outgoing);
  parlor_conversation_add_pending (conversation, message);

  return outgoing;
}

char *
parlor_outbox_get_path (ParlorOutbox        *self,
                        ParlorCacheOutgoing *record)
{
  return g_build_filename (self->folder, record->file, NULL);
}

/* Something in it has failed, or no longer has. */
static void
note_failed (ParlorConversation *conversation)
{
  g_object_notify (G_OBJECT (conversation), "n-failed");
}

/**
 * parlor_outbox_remove:
 * @self: an outbox
 * @outgoing: something in it
 *
 * Out of the list and off the disk; the message itself lives on as a sent one.
 */
void
parlor_outbox_remove (ParlorOutbox *self,
                      Outgoing     *outgoing)
{
  g_autoptr (ParlorConversation) conversation = g_object_ref (outgoing->conversation);

  end_outgoing (outgoing);
  if (outgoing->record->file != NULL) {
    g_autofree char *path = parlor_outbox_get_path (self, outgoing->record);

    unlink (path);
  }
  /* If it is being written at this moment, it is removed right after. */
  parlor_cache_remove_outgoing (self->cache, outgoing->record->packet->nonce);
  g_ptr_array_remove (self->items, outgoing);
  note_failed (conversation);
}

/**
 * parlor_outbox_drop:
 * @self: an outbox
 * @outgoing: something in it
 *
 * It is not to be sent any more.
 */
void
parlor_outbox_drop (ParlorOutbox *self,
                    Outgoing     *outgoing)
{
  parlor_conversation_remove_pending (outgoing->conversation, outgoing->message);
  parlor_outbox_remove (self, outgoing);
}

/* A file does not go on by itself. */
static void
show_failed (Outgoing *outgoing)
{
  const char       *error = outgoing->record->error;
  ParlorAttachment *attachment = parlor_message_get_attachment (outgoing->message);

  if (attachment != NULL)
    parlor_attachment_set_failed (attachment, error);
  parlor_message_set_failed (outgoing->message, error);
  note_failed (outgoing->conversation);
}

/* What is left to do for the file. */
static void
show_transfer (ParlorOutbox *self,
               Outgoing     *outgoing)
{
  const ParlorAttachmentPacket *facts = outgoing->record->packet->attachment;
  ParlorAttachment             *attachment = parlor_message_get_attachment (outgoing->message);
  g_autofree char              *path = NULL;

  if (attachment == NULL)
    return;

  path = parlor_outbox_get_path (self, outgoing->record);
  parlor_attachment_set_local (attachment, path);
  if (*facts->attachment == '\0')
    parlor_attachment_set_running (attachment, 0);
}

static Outgoing *
find (ParlorOutbox  *self,
      ParlorMessage *message)
{
  for (guint i = 0; i < self->items->len; i++) {
    Outgoing *outgoing = self->items->pdata[i];

    if (outgoing->message == message)
      return outgoing;
  }

  return NULL;
}

/**
 * parlor_outbox_restore:
 * @self: an outbox
 * @conversation: where to
 * @record: what the cache has of a message
 *
 * Shows a message of an earlier run and sends it when the link is up.
 */
void
parlor_outbox_restore (ParlorOutbox              *self,
                       ParlorConversation        *conversation,
                       const ParlorCacheOutgoing *record)
{
  const ParlorEventPacket     *packet = record->packet;
  ParlorAccount               *author = parlor_client_peek_account (self->client, packet->author);
  g_autoptr (ParlorAttachment) attachment = NULL;
  g_autoptr (ParlorMessage)    message = NULL;
  Outgoing                    *outgoing;

  if (packet->attachment != NULL)
    attachment = parlor_outbox_make_attachment (self, record);

  message = parlor_message_new_pending (packet, author, attachment);
  outgoing = parlor_outbox_append (self, conversation, message,
                                   parlor_cache_outgoing_copy (record));
  outgoing->is_on_disk = TRUE;
  self->last_position = MAX (self->last_position, record->position);
  if (record->error != NULL)
    show_failed (outgoing);
}

/**
 * parlor_outbox_fail:
 * @self: an outbox
 * @outgoing: something in it
 * @error: why it cannot be sent
 *
 * It waits for the person; the others go on.
 */
void
parlor_outbox_fail (ParlorOutbox *self,
                    Outgoing     *outgoing,
                    const GError *error)
{
  parlor_set_string (&outgoing->record->error, error->message);
  if (outgoing->is_on_disk)
    parlor_cache_update_outgoing (self->cache, outgoing->record);
  show_failed (outgoing);
  parlor_outbox_pump (self);
}

/**
 * parlor_outbox_pump:
 * @self: an outbox
 *
 * Goes on with the first message of each conversation that can be sent, if the
 * link is up.
 */
void
parlor_outbox_pump (ParlorOutbox *self)
{
  g_autoptr (GHashTable) busy = NULL;

  g_return_if_fail (PARLOR_IS_OUTBOX (self));

  if (self->client == NULL || !parlor_client_is_online (self->client))
    return;

  busy = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < self->items->len; i++) {
    Outgoing *outgoing = self->items->pdata[i];

    if (outgoing->record->error != NULL || !g_hash_table_add (busy, outgoing->conversation))
      continue;
    if (outgoing->is_on_disk && !outgoing->is_preparing && !outgoing->is_in_flight &&
        outgoing->retry_id == 0)
      parlor_outbox_start (self, outgoing);
  }
}

/**
 * parlor_outbox_retry:
 * @self: an outbox
 * @message: one that has failed
 *
 * Sends it again.
 */
void
parlor_outbox_retry (ParlorOutbox  *self,
                     ParlorMessage *message)
{
  Outgoing *outgoing;

  g_return_if_fail (PARLOR_IS_OUTBOX (self));

  outgoing = find (self, message);
  if (outgoing == NULL || outgoing->record->error == NULL)
    return;

  g_clear_pointer (&outgoing->record->error, g_free);
  parlor_message_set_pending (message);
  show_transfer (self, outgoing);
  note_failed (outgoing->conversation);
  if (!outgoing->is_on_disk) {
    parlor_outbox_keep (self, outgoing);
    return;
  }

  parlor_cache_update_outgoing (self->cache, outgoing->record);
  parlor_outbox_pump (self);
}

/**
 * parlor_outbox_discard:
 * @self: an outbox
 * @message: one that is in it
 *
 * Gives it up, and its upload.
 */
void
parlor_outbox_discard (ParlorOutbox  *self,
                       ParlorMessage *message)
{
  Outgoing                     *outgoing;
  const ParlorAttachmentPacket *attachment;
  ParlorUploadCancelPacket     *packet;

  g_return_if_fail (PARLOR_IS_OUTBOX (self));

  outgoing = find (self, message);
  if (outgoing == NULL)
    return;

  attachment = outgoing->record->packet->attachment;
  if (attachment != NULL && *attachment->attachment == '\0' && self->client != NULL &&
      parlor_client_is_online (self->client)) {
    packet = parlor_packet_new (PARLOR_PACKET_UPLOAD_CANCEL);
    packet->upload = g_strdup (outgoing->record->upload);
    g_cancellable_cancel (outgoing->cancellable);
    parlor_channel_request_async (parlor_link_get_channel (self->client->link),
                                  PARLOR_PACKET_UPLOAD_CANCEL, packet, NULL, NULL, NULL);
  }

  parlor_outbox_drop (self, outgoing);
  parlor_outbox_pump (self);
}

/* Returns: (element-type ParlorMessage): those that have failed */
static GPtrArray *
list_failed (ParlorOutbox       *self,
             ParlorConversation *conversation)
{
  GPtrArray *failed = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->items->len; i++) {
    Outgoing *outgoing = self->items->pdata[i];

    if (outgoing->conversation == conversation && outgoing->record->error != NULL)
      g_ptr_array_add (failed, g_object_ref (outgoing->message));
  }

  return failed;
}

/**
 * parlor_outbox_count_failed:
 * @self: an outbox
 * @conversation: where to
 *
 * Returns: how many messages have failed and wait for the person
 */
guint
parlor_outbox_count_failed (ParlorOutbox       *self,
                            ParlorConversation *conversation)
{
  g_autoptr (GPtrArray) failed = NULL;

  g_return_val_if_fail (PARLOR_IS_OUTBOX (self), 0);

  failed = list_failed (self, conversation);

  return failed->len;
}

/**
 * parlor_outbox_retry_failed:
 * @self: an outbox
 * @conversation: where to
 *
 * Sends all again that have failed, in their order.
 */
void
parlor_outbox_retry_failed (ParlorOutbox       *self,
                            ParlorConversation *conversation)
{
  g_autoptr (GPtrArray) failed = NULL;

  g_return_if_fail (PARLOR_IS_OUTBOX (self));

  failed = list_failed (self, conversation);
  for (guint i = 0; i < failed->len; i++)
    parlor_outbox_retry (self, failed->pdata[i]);
}

/**
 * parlor_outbox_discard_failed:
 * @self: an outbox
 * @conversation: where to
 *
 * Gives all up that have failed.
 */
void
parlor_outbox_discard_failed (ParlorOutbox       *self,
                              ParlorConversation *conversation)
{
  g_autoptr (GPtrArray) failed = NULL;

  g_return_if_fail (PARLOR_IS_OUTBOX (self));

  failed = list_failed (self, conversation);
  for (guint i = 0; i < failed->len; i++)
    parlor_outbox_discard (self, failed->pdata[i]);
}

/**
 * parlor_outbox_forget:
 * @self: an outbox
 * @message: one whose event has come
 *
 * It is sent.
 */
void
parlor_outbox_forget (ParlorOutbox  *self,
                      ParlorMessage *message)
{
  Outgoing *outgoing;

  g_return_if_fail (PARLOR_IS_OUTBOX (self));

  outgoing = find (self, message);
  if (outgoing != NULL)
    parlor_outbox_remove (self, outgoing);
}

/**
 * parlor_outbox_is_empty:
 * @self: an outbox
 *
 * Returns: whether nothing is left to be sent; what has failed does not count
 */
gboolean
parlor_outbox_is_empty (ParlorOutbox *self)
{
  g_return_val_if_fail (PARLOR_IS_OUTBOX (self), TRUE);

  for (guint i = 0; i < self->items->len; i++)
    if (((Outgoing *) self->items->pdata[i])->record->error == NULL)
      return FALSE;

  return TRUE;
}
