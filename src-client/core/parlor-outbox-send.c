/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes one message of the outbox to the server, its file first. */

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
    parlor_outbox_remove (self, outgoing);
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

/* What it answers is gone: it can go without. */
static gboolean
has_lost_answered (Outgoing                *outgoing,
                   const ParlorErrorPacket *packet)
{
  return outgoing->record->packet->reply_to != 0 && g_strcmp0 (packet->field, "reply_to") == 0;
}

static const char *
explain_silence (ParlorConversation *conversation)
{
  gint64 until_ms;

  switch (parlor_conversation_get_voice (conversation, g_get_real_time () / 1000, &until_ms)) {
  case PARLOR_VOICE_MUTED:
    return _ ("You are muted here. Try again when that is over.");
  case PARLOR_VOICE_READ_ONLY:
    return _ ("Only moderators write here. Ask one of them, or discard the message.");
  case PARLOR_VOICE_ARCHIVED:
    return _ ("This conversation is archived and can only be read. Discard the message.");
  case PARLOR_VOICE_LEFT:
    return _ ("You are no longer in this conversation. Join it again to send the message, or "
              "discard it.");
  case PARLOR_VOICE_FREE:
  case PARLOR_VOICE_WAIT:
  case PARLOR_VOICE_BLOCKED:
  default:
    return NULL;
  }
}

/* In words that tell what to do; where this program does not know, in those of
 * the server. */
static GError *
explain_refusal (Outgoing                *outgoing,
                 const ParlorErrorPacket *packet)
{
  GError     *error = parlor_client_error_of_packet (packet);
  const char *text = NULL;

  if (has_lost_answered (outgoing, packet))
    text = _ ("The message that this one answers is gone. Retry sends it without the quote.");
  else if (g_strcmp0 (packet->field, "conversation") == 0)
    text = explain_silence (outgoing->conversation);

  if (text != NULL) {
    g_free (error->message);
    error->message = g_strdup (text);
  }

  return error;
}

static void
take_refusal (ParlorOutbox            *self,
              Outgoing                *outgoing,
              const ParlorErrorPacket *packet)
{
  g_autoptr (GError) error = explain_refusal (outgoing, packet);

  if (has_lost_answered (outgoing, packet)) {
    outgoing->record->packet->reply_to = 0;
    parlor_message_answer_none (outgoing->message);
  }

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
  packet->reply_to = record->reply_to;
  packet->is_action = record->is_action;
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

/**
 * parlor_outbox_start:
 * @self: an outbox whose client is online
 * @outgoing: something in it that nothing is done about
 *
 * Uploads its file, or, if that is done or there is none, sends it.
 */
void
parlor_outbox_start (ParlorOutbox *self,
                     Outgoing     *outgoing)
{
  const ParlorAttachmentPacket *attachment = outgoing->record->packet->attachment;

  outgoing->is_in_flight = TRUE;
  if (attachment != NULL && *attachment->attachment == '\0')
    upload (self, outgoing);
  else
    send (self, outgoing);
}
