/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-upload"

#include "parlor-upload.h"

#include "parlor-client-error.h"

#include <glib/gi18n.h>

#define RETRY_DEFAULT_MS 1000

/* One attempt to upload a file over one connection.  The server says where to
 * begin; then a few pieces are on their way at any time, so that what people
 * write meanwhile finds its place between them. */
typedef struct
{
  ParlorChannel     *channel;
  char              *upload;
  char              *path;
  gint64             size_bytes;
  ParlorProgressFunc progress;
  gpointer           progress_data;
  GDestroyNotify     progress_data_free;

  GInputStream *file;
  gint64        offset; /* of the next piece */
  guint         n_in_flight;
  gboolean      is_reading;
  GError       *error; /* ends it once nothing is in flight */
  guint         retry_ms;
  char         *attachment;
} Upload;

static void
upload_free (gpointer data)
{
  Upload *upload = data;

  if (upload->progress_data_free != NULL)
    upload->progress_data_free (upload->progress_data);
  g_object_unref (upload->channel);
  g_clear_object (&upload->file);
  g_clear_error (&upload->error);
  g_free (upload->upload);
  g_free (upload->path);
  g_free (upload->attachment);
  g_free (upload);
}

/* Takes @error; only the first one counts, those behind it follow from it. */
static void
fail (Upload *upload,
      GError *error,
      guint   retry_ms)
{
  if (upload->error != NULL) {
    g_error_free (error);
    return;
  }

  upload->error = error;
  upload->retry_ms = retry_ms;
}

static void
take_at (Upload                     *upload,
         const ParlorUploadAtPacket *packet)
{
  const ParlorAttachmentPacket *attachment = packet->attachment;

  if (attachment != NULL) {
    g_free (upload->attachment);
    upload->attachment = g_strdup (attachment->attachment);
  }
  if (upload->progress != NULL && upload->error == NULL)
    upload->progress ((double) packet->offset / upload->size_bytes, upload->progress_data);
}

/* Returns the answer if it is the one expected, else notes why not. */
static ParlorUploadAtPacket *
finish_request (GObject      *source,
                GAsyncResult *result,
                Upload       *upload)
{
  GError                  *error = NULL;
  ParlorPacketType         type;
  const ParlorErrorPacket *refusal;
  gpointer                 packet;
  guint                    retry_ms = 0;

  packet = parlor_channel_request_finish (PARLOR_CHANNEL (source), result, &type, &error);
  if (packet == NULL) {
    fail (upload, error, 0);
    return NULL;
  }
  if (type == PARLOR_PACKET_UPLOAD_AT)
    return packet;

  if (type == PARLOR_PACKET_ERROR) {
    refusal = packet;
    if (parlor_client_error_is_transient (refusal))
      retry_ms = refusal->retry_ms > 0 ? refusal->retry_ms : RETRY_DEFAULT_MS;
    fail (upload, parlor_client_error_of_packet (refusal), retry_ms);
  } else {
    fail (upload, parlor_client_error_new_nonsense (), 0);
  }
  parlor_packet_free (type, packet);

  return NULL;
}

static void go_on (GTask *task);

static void
on_piece_taken (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask)     task = user_data;
  Upload               *upload = g_task_get_task_data (task);
  ParlorUploadAtPacket *packet = finish_request (source, result, upload);

  upload->n_in_flight--;
  if (packet != NULL) {
    take_at (upload, packet);
    parlor_packet_free (PARLOR_PACKET_UPLOAD_AT, packet);
  }
  go_on (task);
}

static void
send_piece (GTask  *task,
            GBytes *piece)
{
  Upload                  *upload = g_task_get_task_data (task);
  ParlorUploadPiecePacket *packet = parlor_packet_new (PARLOR_PACKET_UPLOAD_PIECE);

  packet->upload = g_strdup (upload->upload);
  packet->offset = upload->offset;
  packet->data = g_bytes_ref (piece);

  upload->offset += g_bytes_get_size (piece);
  upload->n_in_flight++;
  parlor_channel_request_async (upload->channel, PARLOR_PACKET_UPLOAD_PIECE, packet, NULL,
                                on_piece_taken, g_object_ref (task));
}

static void
on_piece_read (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask)  task = user_data;
  Upload            *upload = g_task_get_task_data (task);
  g_autoptr (GBytes) piece = NULL;
  GError            *error = NULL;

  upload->is_reading = FALSE;
  piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (piece != NULL && g_bytes_get_size (piece) == 0)
    error = g_error_new_literal (PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_FAILED,
                                 _ ("The file to upload has become shorter"));
  if (error != NULL)
    fail (upload, error, 0);
  else if (upload->error == NULL)
    send_piece (task, piece);
  go_on (task);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Upload           *upload = g_task_get_task_data (task);
  GFileInputStream *file;
  GError           *error = NULL;

  upload->is_reading = FALSE;
  file = g_file_read_finish (G_FILE (source), result, &error);
  upload->file = (GInputStream *) file;
  if (file == NULL || !g_seekable_seek (G_SEEKABLE (file), upload->offset, G_SEEK_SET, NULL,
                                        &error))
    fail (upload, error, 0);
  go_on (task);
}

static void
read_piece (GTask *task)
{
  Upload           *upload = g_task_get_task_data (task);
  g_autoptr (GFile) file = NULL;

  upload->is_reading = TRUE;
  if (upload->file == NULL) {
    file = g_file_new_for_path (upload->path);
    g_file_read_async (file, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_opened,
                       g_object_ref (task));
    return;
  }

  g_input_stream_read_bytes_async (upload->file,
                                   MIN (PARLOR_PIECE_MAX_BYTES,
                                        upload->size_bytes - upload->offset),
                                   G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                   on_piece_read, g_object_ref (task));
}

/* Reads on while there is room in the window, and ends when nothing is left to
 * wait for. */
static void
go_on (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);

  if (!upload->is_reading && upload->error == NULL && upload->attachment == NULL &&
      upload->offset < upload->size_bytes && upload->n_in_flight < PARLOR_PIECES_IN_FLIGHT)
    read_piece (task);

  if (upload->n_in_flight > 0 || upload->is_reading)
    return;

  if (upload->attachment != NULL)
    g_task_return_pointer (task, g_strdup (upload->attachment), g_free);
  else if (upload->error != NULL)
    g_task_return_error (task, g_steal_pointer (&upload->error));
  else
    g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_FAILED, "%s",
                             _ ("The server did not take the file"));
}

static void
on_begun (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask)     task = user_data;
  Upload               *upload = g_task_get_task_data (task);
  ParlorUploadAtPacket *packet = finish_request (source, result, upload);

  if (packet != NULL) {
    upload->offset = MIN (packet->offset, upload->size_bytes);
    take_at (upload, packet);
    parlor_packet_free (PARLOR_PACKET_UPLOAD_AT, packet);
  }
  go_on (task);
}

/**
 * parlor_upload_async:
 * @channel: an open connection
 * @packet: (transfer full): what begins the upload or goes on with it
 * @path: (type filename): the file
 * @progress: (nullable): called as the server takes it
 * @progress_data: for @progress
 * @progress_data_free: (nullable): frees @progress_data
 * @cancellable: (nullable): gives up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Uploads a file over one connection.
 */
void
parlor_upload_async (ParlorChannel      *channel,
                     ParlorUploadPacket *packet,
                     const char         *path,
                     ParlorProgressFunc  progress,
                     gpointer            progress_data,
                     GDestroyNotify      progress_data_free,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  GTask  *task = g_task_new (NULL, cancellable, callback, user_data);
  Upload *upload = g_new0 (Upload, 1);

  upload->channel = g_object_ref (channel);
  upload->upload = g_strdup (packet->upload);
  upload->path = g_strdup (path);
  upload->size_bytes = packet->size_bytes;
  upload->progress = progress;
  upload->progress_data = progress_data;
  upload->progress_data_free = progress_data_free;

  g_task_set_source_tag (task, parlor_upload_async);
  g_task_set_task_data (task, upload, upload_free);
  parlor_channel_request_async (channel, PARLOR_PACKET_UPLOAD, packet, cancellable, on_begun, task);
}

/**
 * parlor_upload_finish:
 * @result: what the callback got
 * @ret_retry_ms: (out): when trying again makes sense, set on failure; 0 if the
 *   server did not say so
 * @error: return location for a #ParlorClientError
 *
 * Returns: (transfer full) (nullable): id of the attachment
 */
char *
parlor_upload_finish (GAsyncResult *result,
                      guint        *ret_retry_ms,
                      GError      **error)
{
  Upload *upload = g_task_get_task_data (G_TASK (result));
  char   *attachment = g_task_propagate_pointer (G_TASK (result), error);

  if (attachment == NULL)
    *ret_retry_ms = upload->retry_ms;

  return attachment;
}
