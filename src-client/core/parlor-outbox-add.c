/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Puts texts and files into the outbox: checks them, shows them at once, and
 * brings them to disk before anything is sent. */

#define G_LOG_DOMAIN "parlor-outbox"

#include "parlor-outbox-private.h"

#include "parlor-attachment-private.h"
#include "parlor-client-private.h"
#include "parlor-image-header.h"
#include "parlor-image.h"
#include "parlor-message-private.h"
#include "parlor-names.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/**
 * parlor_outbox_make_attachment:
 * @self: an outbox
 * @record: a message with a file
 *
 * Returns: (transfer full): the file as it is shown meanwhile
 */
ParlorAttachment *
parlor_outbox_make_attachment (ParlorOutbox              *self,
                               const ParlorCacheOutgoing *record)
{
  const ParlorAttachmentPacket *facts = record->packet->attachment;
  g_autofree char              *path = g_build_filename (self->folder, record->file, NULL);
  ParlorAttachment             *attachment = parlor_attachment_new (facts);

  parlor_attachment_set_local (attachment, path);
  if (*facts->attachment == '\0') {
    parlor_attachment_set_id (attachment, NULL);
    parlor_attachment_set_running (attachment, 0);
  }

  return attachment;
}

static ParlorCacheOutgoing *
make_record (ParlorOutbox            *self,
             ParlorConversation      *conversation,
             const ParlorMessageBody *body)
{
  ParlorAccount       *account = parlor_client_get_self (self->client);
  ParlorCacheOutgoing *record = g_new0 (ParlorCacheOutgoing, 1);
  ParlorEventPacket   *packet = parlor_packet_new (PARLOR_PACKET_EVENT);
  ParlorAccountPacket *author = parlor_packet_new (PARLOR_PACKET_ACCOUNT);

  author->account = parlor_account_get_id (account);
  author->name = g_strdup (parlor_account_get_name (account));
  author->nick = g_strdup (parlor_account_get_nick (account));

  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  packet->kind = PARLOR_EVENT_MESSAGE;
  packet->author = author;
  packet->time_ms = g_get_real_time () / 1000;
  packet->nonce = parlor_nonce_new ();
  packet->text = body->text != NULL && *body->text != '\0' ? g_strdup (body->text) : NULL;
  packet->reply_to = body->reply_to;
  packet->is_action = body->is_action;
  record->packet = packet;
  /* Also behind what could not be read at start. */
  self->last_position = MAX (self->last_position + 1, g_get_real_time ());
  record->position = self->last_position;

  return record;
}

/* Takes @record. */
static Outgoing *
show (ParlorOutbox        *self,
      ParlorConversation  *conversation,
      ParlorCacheOutgoing *record,
      ParlorAttachment    *attachment)
{
  g_autoptr (ParlorMessage) message = NULL;

  message = parlor_message_new_pending (record->packet, parlor_client_get_self (self->client),
                                        attachment);

  return parlor_outbox_append (self, conversation, message, record);
}

typedef struct
{
  ParlorOutbox *outbox;
  Outgoing     *outgoing;
  GTask        *task; /* of whoever waits, or NULL */
} Keeping;

static void
keeping_free (Keeping *keeping)
{
  g_object_unref (keeping->outbox);
  parlor_outbox_unref_outgoing (keeping->outgoing);
  g_clear_object (&keeping->task);
  g_free (keeping);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keeping, keeping_free)

static void make_preview (GTask *task);

static void
on_kept (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Keeping) keeping = user_data;
  Outgoing           *outgoing = keeping->outgoing;
  g_autoptr (GError)  error = NULL;

  if (parlor_cache_add_outgoing_finish (PARLOR_CACHE (source), result, &error)) {
    outgoing->is_on_disk = TRUE;
  } else {
    /* Translators: why follows */
    g_prefix_error (&error, "%s ", _ ("The message cannot be kept on this computer:"));
    if (!outgoing->is_over)
      parlor_outbox_fail (keeping->outbox, outgoing, error);
  }

  if (outgoing->is_preparing)
    make_preview (g_steal_pointer (&keeping->task));
  else if (keeping->task != NULL)
    g_task_return_pointer (keeping->task, g_object_ref (outgoing->message), g_object_unref);
  parlor_outbox_pump (keeping->outbox);
}

/* Takes @task. */
static void
keep (ParlorOutbox *self,
      Outgoing     *outgoing,
      GTask        *task)
{
  Keeping *keeping;

  if (self->client == NULL || outgoing->is_over) {
    if (task != NULL)
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                               _ ("Given up"));
    g_clear_object (&task);
    return;
  }

  keeping = g_new (Keeping, 1);
  *keeping = (Keeping){ g_object_ref (self), parlor_outbox_ref_outgoing (outgoing), task };
  parlor_cache_add_outgoing_async (self->cache, outgoing->record, on_kept, keeping);
}

/**
 * parlor_outbox_keep:
 * @self: an outbox
 * @outgoing: something that is not on disk
 *
 * Brings it to disk; then it is sent.
 */
void
parlor_outbox_keep (ParlorOutbox *self,
                    Outgoing     *outgoing)
{
  keep (self, outgoing, NULL);
}

static gboolean
check_text (const char *text,
            GError    **error)
{
  g_autoptr (GError) cause = NULL;

  if (parlor_text_check (text, &cause))
    return TRUE;

  g_set_error_literal (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_BAD_VALUE, cause->message);
  return FALSE;
}

static gboolean
check_self (ParlorOutbox *self,
            GError      **error)
{
  if (self->client != NULL && parlor_client_get_self (self->client) != NULL)
    return TRUE;

  g_set_error_literal (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED,
                       _ ("You have to sign in first"));
  return FALSE;
}

/**
 * parlor_outbox_add_text:
 * @self: an outbox
 * @conversation: where to
 * @body: what to write; its text may not be %NULL
 * @error: return location for an error
 *
 * Returns: (transfer none) (nullable): the pending message; %NULL if @body can
 *   never be sent
 */
ParlorMessage *
parlor_outbox_add_text (ParlorOutbox            *self,
                        ParlorConversation      *conversation,
                        const ParlorMessageBody *body,
                        GError                 **error)
{
  Outgoing *outgoing;

  g_return_val_if_fail (PARLOR_IS_OUTBOX (self), NULL);

  if (!check_self (self, error) || !check_text (body->text, error))
    return NULL;

  outgoing = show (self, conversation, make_record (self, conversation, body), NULL);
  keep (self, outgoing, NULL);

  return outgoing->message;
}

/* A file on its way into the outbox. */
typedef struct
{
  Outgoing *outgoing;
  GBytes   *content;
  char     *path;
  char     *sha256; /* found by the thread */
} File;

static void
file_free (gpointer data)
{
  File *file = data;

  parlor_outbox_unref_outgoing (file->outgoing);
  g_bytes_unref (file->content);
  g_free (file->path);
  g_free (file->sha256);
  g_free (file);
}

static ParlorAttachmentPacket *
describe_file (GBytes     *content,
               const char *name)
{
  ParlorAttachmentPacket *facts = parlor_packet_new (PARLOR_PACKET_ATTACHMENT);
  gsize                   size;
  const guint8           *data = g_bytes_get_data (content, &size);
  ParlorImageHeader       header;
  g_autofree char        *type = NULL;

  facts->attachment = g_strdup ("");
  facts->name = parlor_file_name_clean (name);
  facts->size_bytes = size;

  if (parlor_image_header_parse (data, MIN (size, PARLOR_IMAGE_HEADER_MAX_BYTES), &header) &&
      parlor_image_header_can_show (&header)) {
    facts->media_type = g_strdup (header.media_type);
    facts->width_px = header.width_px;
    facts->height_px = header.height_px;
  } else {
    type = g_content_type_guess (facts->name, data, MIN (size, 4096), NULL);
    facts->media_type = g_content_type_get_mime_type (type);
  }

  /* `image/…` is what can be shown. */
  if (facts->media_type == NULL || strlen (facts->media_type) > PARLOR_MEDIA_TYPE_MAX_BYTES ||
      (facts->width_px == 0 && g_str_has_prefix (facts->media_type, "image/"))) {
    g_free (facts->media_type);
    facts->media_type = g_strdup ("application/octet-stream");
  }

  return facts;
}

static void
on_preview (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask)       task = user_data;
  ParlorOutbox           *self = g_task_get_source_object (task);
  File                   *file = g_task_get_task_data (task);
  Outgoing               *outgoing = file->outgoing;
  ParlorAttachmentPacket *facts = outgoing->record->packet->attachment;
  g_autoptr (GError)      error = NULL;
  g_autoptr (GBytes)      preview = NULL;

  preview = parlor_image_make_preview_finish (result, &error);
  if (preview == NULL)
    g_debug ("No preview: %s", error->message);

  outgoing->is_preparing = FALSE;
  if (preview != NULL && !outgoing->is_over) {
    facts->preview = g_bytes_ref (preview);
    parlor_attachment_set_preview (parlor_message_get_attachment (outgoing->message), preview);
    parlor_cache_update_outgoing (self->cache, outgoing->record);
  }

  g_task_return_pointer (task, g_object_ref (outgoing->message), g_object_unref);
  parlor_outbox_pump (self);
}

/* Takes @task.  The message is on disk meanwhile: it can do without. */
static void
make_preview (GTask *task)
{
  File *file = g_task_get_task_data (task);

  parlor_image_make_preview_async (file->content, g_task_get_cancellable (task), on_preview, task);
}

static void
on_file_written (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask)       task = user_data;
  ParlorOutbox           *self = g_task_get_source_object (task);
  File                   *file = g_task_get_task_data (task);
  Outgoing               *outgoing = file->outgoing;
  ParlorAttachment       *attachment = parlor_message_get_attachment (outgoing->message);
  g_autoptr (GError)      error = NULL;
  ParlorAttachmentPacket *facts = outgoing->record->packet->attachment;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_prefix_error (&error, "%s ", _ ("The file cannot be kept on this computer:"));
  else if (outgoing->is_over)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Given up"));

  if (error != NULL) {
    unlink (file->path);
    if (!outgoing->is_over)
      parlor_outbox_drop (self, outgoing);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  outgoing->record->sha256 = g_strdup (file->sha256);
  parlor_attachment_set_local (attachment, file->path);
  parlor_attachment_set_running (attachment, 0);

  outgoing->is_preparing = facts->width_px > 0;
  keep (self, outgoing, g_steal_pointer (&task));
}

/* Runs in a thread: writes, and reads every byte once. */
static void
write_file (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  File         *file = task_data;
  gsize         size;
  gconstpointer data = g_bytes_get_data (file->content, &size);
  GError       *error = NULL;

  file->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file->content);
  if (g_file_set_contents_full (file->path, data, size,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
check_file (ParlorOutbox *self,
            GBytes       *content,
            const char   *text,
            GError      **error)
{
  gsize size = g_bytes_get_size (content);

  if (!check_self (self, error) || (text != NULL && *text != '\0' && !check_text (text, error)))
    return FALSE;

  if (size == 0) {
    g_set_error_literal (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_BAD_VALUE,
                         _ ("The file is empty"));
    return FALSE;
  }
  if (size > self->client->upload_max_bytes) {
    g_autofree char *max = g_format_size_full (self->client->upload_max_bytes,
                                               G_FORMAT_SIZE_IEC_UNITS);

    g_set_error (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_BAD_VALUE,
                 _ ("The file is larger than %s, the most that the server takes"), max);
    return FALSE;
  }

  return TRUE;
}

/**
 * parlor_outbox_add_file_async:
 * @self: an outbox
 * @conversation: where to
 * @content: the file
 * @name: its name, from anywhere
 * @body: what to write with it; its text is the caption, or %NULL
 * @cancellable: (nullable): gives up while the file is being prepared
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Shows the message at once; then the file is copied and looked at.
 */
void
parlor_outbox_add_file_async (ParlorOutbox            *self,
                              ParlorConversation      *conversation,
                              GBytes                  *content,
                              const char              *name,
                              const ParlorMessageBody *body,
                              GCancellable            *cancellable,
                              GAsyncReadyCallback      callback,
                              gpointer                 user_data)
{
  g_autoptr (GTask)            task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask)            writing = NULL;
  g_autoptr (ParlorAttachment) attachment = NULL;
  ParlorCacheOutgoing         *record;
  File                        *file;
  GError                      *error = NULL;

  g_task_set_source_tag (task, parlor_outbox_add_file_async);
  if (!check_file (self, content, body->text, &error)) {
    g_task_return_error (task, error);
    return;
  }

  record = make_record (self, conversation, body);
  record->packet->attachment = describe_file (content, name);
  record->file = g_strdup (record->packet->nonce);
  record->upload = parlor_nonce_new ();
  attachment = parlor_outbox_make_attachment (self, record);

  file = g_new0 (File, 1);
  file->outgoing = parlor_outbox_ref_outgoing (show (self, conversation, record, attachment));
  file->content = g_bytes_ref (content);
  file->path = parlor_outbox_get_path (self, record);
  g_task_set_task_data (task, file, file_free);

  writing = g_task_new (self, cancellable, on_file_written, g_object_ref (task));
  g_task_set_task_data (writing, file, NULL);
  g_task_run_in_thread (writing, write_file);
}

/**
 * parlor_outbox_add_file_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the pending message; %NULL if the file
 *   can never be sent
 */
ParlorMessage *
parlor_outbox_add_file_finish (ParlorOutbox *self,
                               GAsyncResult *result,
                               GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
