/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-outbox"

#include "parlor-outbox-private.h"

#include "parlor-attachment-private.h"
#include "parlor-client-private.h"
#include "parlor-message-private.h"
#include "parlor-names.h"
#include "parlor-strings.h"
#include "parlor-upload.h"

#include <glib/gi18n.h>
#include <unistd.h>

/* How long to wait before trying again when the server did not say. */
#define RETRY_DEFAULT_MS 2000

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

static void start (ParlorOutbox *self,
                   Outgoing     *outgoing);

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
    ((Outgoing *) self->items->pdata[i])->is_over = TRUE;
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

/* Out of the list, off the disk; the message itself may live on as a sent one. */
static void
remove_outgoing (ParlorOutbox *self,
                 Outgoing     *outgoing)
{
  outgoing->is_over = TRUE;
  if (outgoing->record->file != NULL) {
    g_autofree char *path = parlor_outbox_get_path (self, outgoing->record);

    unlink (path);
  }
  if (outgoing->is_on_disk)
    parlor_cache_remove_outgoing (self->cache, outgoing->record->packet->nonce);
  g_ptr_array_remove (self->items, outgoing);
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
  remove_outgoing (self, outgoing);
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

  message = parlor_message_new_pending (packet->nonce, author, packet->text, packet->time_ms,
                                        attachment);
  outgoing = parlor_outbox_append (self, conversation, message,
                                   parlor_cache_outgoing_copy (record));
  outgoing->is_on_disk = TRUE;
  if (record->error != NULL)
    parlor_message_set_failed (message, record->error);
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
  ParlorAttachment *attachment = parlor_message_get_attachment (outgoing->message);

  parlor_set_string (&outgoing->record->error, error->message);
  if (outgoing->is_on_disk)
    parlor_cache_update_outgoing (self->cache, outgoing->record);
  if (attachment != NULL)
    parlor_attachment_set_failed (attachment, error->message);
  parlor_message_set_failed (outgoing->message, error->message);
  parlor_outbox_pump (self);
}

static gboolean
on_retry_due (gpointer user_data)
{
  Outgoing *outgoing = user_data;

  outgoing->retry_id = 0;
  parlor_outbox_pump (outgoing->outbox);

  return G_SOURCE_REMOVE;
}

static void
retry_later (ParlorOutbox *self,
             Outgoing     *outgoing,
             gint64        retry_ms)
{
  outgoing->outbox = self;
  outgoing->retry_id = g_timeout_add (CLAMP (retry_ms, 100, PARLOR_LINK_RETRY_MAX_MS),
                                      on_retry_due, outgoing);
}

/* Whoever waits for an answer holds these. */
typedef struct
{
  ParlorOutbox *outbox;
  Outgoing     *outgoing;
} Wait;

static Wait *
wait_new (ParlorOutbox *self,
          Outgoing     *outgoing)
{
  Wait *wait = g_new (Wait, 1);

  *wait = (Wait){ g_object_ref (self), parlor_outbox_ref_outgoing (outgoing) };

  return wait;
}

static void
wait_free (Wait *wait)
{
  g_object_unref (wait->outbox);
  parlor_outbox_unref_outgoing (wait->outgoing);
  g_free (wait);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wait, wait_free)

/* The server has it: the same as if its event had come. */
static void
take_sent (ParlorOutbox           *self,
           Outgoing               *outgoing,
           const ParlorSentPacket *sent)
{
  ParlorEventPacket   *event = parlor_packet_copy (PARLOR_PACKET_EVENT, outgoing->record->packet);
  ParlorAccountPacket *author = event->author;

  event->seq = sent->seq;
  event->time_ms = sent->time_ms;
  parlor_set_string (&author->nick, parlor_account_get_nick (
                                      parlor_message_get_author (outgoing->message)));

  /* If something before it is missing it is shown as sent at the end until the
   * hole is filled; if its event came without a nonce it is there twice, and
   * the pending one goes. */
  parlor_message_set_sent (outgoing->message, sent->seq, sent->time_ms);
  parlor_client_apply_event (self->client, event);
  parlor_packet_free (PARLOR_PACKET_EVENT, event);

  if (outgoing->is_over)
    return;
  if (parlor_conversation_get_known_seq (outgoing->conversation) >= sent->seq)
    parlor_outbox_drop (self, outgoing);
  else
    remove_outgoing (self, outgoing);
}

/* The upload is no longer there, perhaps because it was too long ago. */
static gboolean
has_lost_upload (Outgoing                *outgoing,
                 const ParlorErrorPacket *packet)
{
  return outgoing->record->file != NULL && g_strcmp0 (packet->code, "not-found") == 0 &&
         g_strcmp0 (packet->field, "attachment") == 0;
}

static void
upload_again (ParlorOutbox *self,
              Outgoing     *outgoing)
{
  ParlorAttachmentPacket *facts = outgoing->record->packet->attachment;

  parlor_set_string (&facts->attachment, "");
  g_free (outgoing->record->upload);
  outgoing->record->upload = parlor_nonce_new ();
  parlor_cache_update_outgoing (self->cache, outgoing->record);
}

static void
take_refusal (ParlorOutbox            *self,
              Outgoing                *outgoing,
              const ParlorErrorPacket *packet)
{
  g_autoptr (GError) error = parlor_client_error_of_packet (packet);

  if (parlor_client_error_is_transient (packet))
    retry_later (self, outgoing, packet->retry_ms > 0 ? packet->retry_ms : RETRY_DEFAULT_MS);
  else if (has_lost_upload (outgoing, packet))
    upload_again (self, outgoing);
  else
    parlor_outbox_fail (self, outgoing, error);
}

static void
on_sent (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Wait)   wait = user_data;
  ParlorOutbox      *self = wait->outbox;
  Outgoing          *outgoing = wait->outgoing;
  g_autoptr (GError) error = NULL;
  ParlorPacketType   type;
  gpointer           packet;

  packet = parlor_channel_request_finish (PARLOR_CHANNEL (source), result, &type, &error);
  outgoing->is_in_flight = FALSE;

  /* Without an answer it is sent again over the next connection. */
  if (packet == NULL)
    return;

  if (!outgoing->is_over && type == PARLOR_PACKET_SENT)
    take_sent (self, outgoing, packet);
  else if (!outgoing->is_over && type == PARLOR_PACKET_ERROR)
    take_refusal (self, outgoing, packet);
  parlor_packet_free (type, packet);

  parlor_outbox_pump (self);
}

static void
send (ParlorOutbox *self,
      Outgoing     *outgoing)
{
  const ParlorEventPacket      *record = outgoing->record->packet;
  const ParlorAttachmentPacket *attachment = record->attachment;
  ParlorSendPacket             *packet = parlor_packet_new (PARLOR_PACKET_SEND);

  packet->conversation = g_strdup (record->conversation);
  packet->nonce = g_strdup (record->nonce);
  packet->text = g_strdup (record->text);
  if (attachment != NULL)
    packet->attachment = g_strdup (attachment->attachment);

  parlor_channel_request_async (parlor_link_get_channel (self->client->link), PARLOR_PACKET_SEND,
                                packet, NULL, on_sent, wait_new (self, outgoing));
}

static void
on_upload_progress (double   progress,
                    gpointer user_data)
{
  Outgoing *outgoing = user_data;

  if (!outgoing->is_over)
    parlor_attachment_set_running (parlor_message_get_attachment (outgoing->message), progress);
}

static void
take_upload (ParlorOutbox *self,
             Outgoing     *outgoing,
             const char   *id)
{
  ParlorAttachment       *attachment = parlor_message_get_attachment (outgoing->message);
  ParlorAttachmentPacket *facts = outgoing->record->packet->attachment;
  g_autofree char        *from = parlor_outbox_get_path (self, outgoing->record);
  g_autofree char        *to = parlor_client_get_file_path (self->client, id);

  parlor_set_string (&facts->attachment, id);
  parlor_cache_update_outgoing (self->cache, outgoing->record);
  parlor_attachment_set_id (attachment, id);

  /* What was sent need not be fetched.  The outbox's own copy stays until the
   * message is sent, in case that the server loses the upload. */
  if (to != NULL && (link (from, to) == 0 || g_file_test (to, G_FILE_TEST_EXISTS)))
    parlor_attachment_set_local (attachment, to);
  else
    parlor_attachment_set_local (attachment, from);
}

static void
on_uploaded (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Wait)   wait = user_data;
  ParlorOutbox      *self = wait->outbox;
  Outgoing          *outgoing = wait->outgoing;
  g_autoptr (GError) error = NULL;
  g_autofree char   *id = NULL;
  guint              retry_ms = 0;

  id = parlor_upload_finish (result, &retry_ms, &error);
  outgoing->is_in_flight = FALSE;
  if (outgoing->is_over)
    return;

  if (id != NULL)
    take_upload (self, outgoing, id);
  else if (retry_ms > 0)
    retry_later (self, outgoing, retry_ms);
  else if (!g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED))
    parlor_outbox_fail (self, outgoing, error);

  parlor_outbox_pump (self);
}

static void
upload (ParlorOutbox *self,
        Outgoing     *outgoing)
{
  const ParlorAttachmentPacket *facts = outgoing->record->packet->attachment;
  g_autofree char              *path = parlor_outbox_get_path (self, outgoing->record);
  ParlorUploadPacket           *packet = parlor_packet_new (PARLOR_PACKET_UPLOAD);

  packet->upload = g_strdup (outgoing->record->upload);
  packet->name = g_strdup (facts->name);
  packet->media_type = g_strdup (facts->media_type);
  packet->size_bytes = facts->size_bytes;
  packet->sha256 = g_strdup (outgoing->record->sha256);
  if (facts->preview != NULL)
    packet->preview = g_bytes_ref (facts->preview);

  parlor_attachment_set_running (parlor_message_get_attachment (outgoing->message), 0);
  parlor_upload_async (parlor_link_get_channel (self->client->link), packet, path,
                       on_upload_progress, parlor_outbox_ref_outgoing (outgoing),
                       parlor_outbox_unref_outgoing, outgoing->cancellable, on_uploaded,
                       wait_new (self, outgoing));
}

static void
start (ParlorOutbox *self,
       Outgoing     *outgoing)
{
  const ParlorAttachmentPacket *attachment = outgoing->record->packet->attachment;

  outgoing->is_in_flight = TRUE;
  if (attachment != NULL && *attachment->attachment == '\0')
    upload (self, outgoing);
  else
    send (self, outgoing);
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
    if (outgoing->is_on_disk && !outgoing->is_in_flight && outgoing->retry_id == 0)
      start (self, outgoing);
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
    remove_outgoing (self, outgoing);
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
