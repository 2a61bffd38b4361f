/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-download"

#include "parlor-download.h"

#include "parlor-client-error.h"

#include <glib/gi18n.h>

#define RETRY_DEFAULT_MS 1000

/* One attempt to fetch an attachment over one connection.  What came before is
 * in the file already: it goes on behind it.  Pieces come in the order in which
 * they were asked for, so they are just written one after the other. */
typedef struct
{
  ParlorChannel     *channel;
  char              *attachment;
  char              *path;
  gint64             size_bytes;
  ParlorProgressFunc progress;
  gpointer           progress_data;
  GDestroyNotify     progress_data_free;

  GOutputStream *file;
  gint64         asked;   /* offset of the next piece to ask for */
  gint64         arrived; /* offset of the next piece to come */
  guint          n_in_flight;
  GQueue         pieces; /* of GBytes: not written yet */
  GBytes        *writing;
  GError        *error; /* ends it once nothing is under way */
  guint          retry_ms;
  gboolean       is_closing;
} Download;

static void
download_free (gpointer data)
{
  Download *download = data;

  if (download->progress_data_free != NULL)
    download->progress_data_free (download->progress_data);
  g_object_unref (download->channel);
  g_clear_object (&download->file);
  g_clear_error (&download->error);
  g_queue_clear_full (&download->pieces, (GDestroyNotify) g_bytes_unref);
  g_free (download->attachment);
  g_free (download->path);
  g_free (download);
}

/* Takes @error; only the first one counts. */
static void
fail (Download *download,
      GError   *error,
      guint     retry_ms)
{
  if (download->error != NULL) {
    g_error_free (error);
    return;
  }

  download->error = error;
  download->retry_ms = retry_ms;
}

static void
fail_nonsense (Download *download)
{
  fail (download, parlor_client_error_new_nonsense (), 0);
}

static void go_on (GTask *task);

static void
take_piece (Download          *download,
            ParlorPiecePacket *piece)
{
  gsize size = g_bytes_get_size (piece->data);

  /* What follows a lost piece is of no use. */
  if (download->error != NULL)
    return;

  if (piece->offset != download->arrived || piece->size_bytes != download->size_bytes ||
      size == 0 || size > download->size_bytes - download->arrived ||
      (size < PARLOR_PIECE_MAX_BYTES && download->arrived + size < download->size_bytes)) {
    fail_nonsense (download);
    return;
  }

  download->arrived += size;
  g_queue_push_tail (&download->pieces, g_bytes_ref (piece->data));
  if (download->progress != NULL)
    download->progress ((double) download->arrived / download->size_bytes,
                        download->progress_data);
}

static void
take_refusal (Download                *download,
              const ParlorErrorPacket *packet)
{
  guint retry_ms = 0;

  if (parlor_client_error_is_transient (packet))
    retry_ms = packet->retry_ms > 0 ? packet->retry_ms : RETRY_DEFAULT_MS;
  fail (download, parlor_client_error_of_packet (packet), retry_ms);
}

static void
on_piece (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Download         *download = g_task_get_task_data (task);
  GError           *error = NULL;
  ParlorPacketType  type;
  gpointer          packet;

  packet = parlor_channel_request_finish (PARLOR_CHANNEL (source), result, &type, &error);
  download->n_in_flight--;
  if (packet == NULL)
    fail (download, error, 0);
  else if (type == PARLOR_PACKET_PIECE)
    take_piece (download, packet);
  else if (type == PARLOR_PACKET_ERROR)
    take_refusal (download, packet);
  else
    fail_nonsense (download);

  if (packet != NULL)
    parlor_packet_free (type, packet);
  go_on (task);
}

static void
ask (GTask *task)
{
  Download             *download = g_task_get_task_data (task);
  ParlorDownloadPacket *packet = parlor_packet_new (PARLOR_PACKET_DOWNLOAD);

  packet->attachment = g_strdup (download->attachment);
  packet->offset = download->asked;

  download->asked += PARLOR_PIECE_MAX_BYTES;
  download->n_in_flight++;
  parlor_channel_request_async (download->channel, PARLOR_PACKET_DOWNLOAD, packet, NULL, on_piece,
                                g_object_ref (task));
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Download         *download = g_task_get_task_data (task);
  GError           *error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    fail (download, error, 0);
  g_clear_pointer (&download->writing, g_bytes_unref);
  go_on (task);
}

static void
write_piece (GTask *task)
{
  Download *download = g_task_get_task_data (task);

  download->writing = g_queue_pop_head (&download->pieces);
  g_output_stream_write_all_async (download->file, g_bytes_get_data (download->writing, NULL),
                                   g_bytes_get_size (download->writing), G_PRIORITY_DEFAULT, NULL,
                                   on_written, g_object_ref (task));
}

static void
on_closed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Download         *download = g_task_get_task_data (task);
  GError           *error = NULL;

  if (!g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error))
    fail (download, error, 0);

  if (download->error != NULL)
    g_task_return_error (task, g_steal_pointer (&download->error));
  else
    g_task_return_boolean (task, TRUE);
}

/* Asks on while there is room in the window, writes what came, and ends when
 * nothing is left to wait for. */
static void
go_on (GTask *task)
{
  Download *download = g_task_get_task_data (task);

  /* Translators: somebody does not want a file any more that was being transferred */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    fail (download, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Given up")), 0);

  while (download->error == NULL && download->asked < download->size_bytes &&
         download->n_in_flight < PARLOR_PIECES_IN_FLIGHT)
    ask (task);

  if (download->writing == NULL && !g_queue_is_empty (&download->pieces))
    write_piece (task);

  if (download->n_in_flight > 0 || download->writing != NULL || download->is_closing)
    return;

  download->is_closing = TRUE;
  g_output_stream_close_async (download->file, G_PRIORITY_DEFAULT, NULL, on_closed,
                               g_object_ref (task));
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask)             task = user_data;
  Download                     *download = g_task_get_task_data (task);
  g_autoptr (GFileOutputStream) file = NULL;
  GError                       *error = NULL;

  file = g_file_append_to_finish (G_FILE (source), result, &error);
  if (file == NULL) {
    g_task_return_error (task, error);
    return;
  }

  download->file = G_OUTPUT_STREAM (g_steal_pointer (&file));
  g_seekable_seek (G_SEEKABLE (download->file), 0, G_SEEK_END, NULL, NULL);
  download->arrived = g_seekable_tell (G_SEEKABLE (download->file));
  download->asked = download->arrived;
  if (download->arrived > download->size_bytes)
    fail_nonsense (download);
  go_on (task);
}

/**
 * parlor_download_async:
 * @channel: an open connection
 * @attachment: what to fetch
 * @size_bytes: its size
 * @path: (type filename): where it goes; what an earlier attempt left there is
 *   its beginning
 * @progress: (nullable): called as it comes
 * @progress_data: for @progress
 * @progress_data_free: (nullable): frees @progress_data
 * @cancellable: (nullable): gives up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Fetches an attachment over one connection.
 */
void
parlor_download_async (ParlorChannel      *channel,
                       const char         *attachment,
                       gint64              size_bytes,
                       const char         *path,
                       ParlorProgressFunc  progress,
                       gpointer            progress_data,
                       GDestroyNotify      progress_data_free,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  GTask            *task = g_task_new (NULL, cancellable, callback, user_data);
  Download         *download = g_new0 (Download, 1);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  download->channel = g_object_ref (channel);
  download->attachment = g_strdup (attachment);
  download->path = g_strdup (path);
  download->size_bytes = size_bytes;
  download->progress = progress;
  download->progress_data = progress_data;
  download->progress_data_free = progress_data_free;
  g_queue_init (&download->pieces);

  g_task_set_source_tag (task, parlor_download_async);
  g_task_set_task_data (task, download, download_free);
  g_file_append_to_async (file, G_FILE_CREATE_PRIVATE, G_PRIORITY_DEFAULT, cancellable, on_opened,
                          task);
}

/**
 * parlor_download_finish:
 * @result: what the callback got
 * @ret_retry_ms: (out): when trying again makes sense, set on failure; 0 if the
 *   server did not say so
 * @error: return location for an error
 *
 * Returns: whether all of it is there
 */
gboolean
parlor_download_finish (GAsyncResult *result,
                        guint        *ret_retry_ms,
                        GError      **error)
{
  Download *download = g_task_get_task_data (G_TASK (result));

  if (g_task_propagate_boolean (G_TASK (result), error))
    return TRUE;

  *ret_retry_ms = download->retry_ms;

  return FALSE;
}
