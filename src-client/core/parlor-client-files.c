/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that came with messages: fetching them, two at a time. */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

#include "parlor-attachment-private.h"
#include "parlor-download.h"
#include "parlor-file-store.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define DOWNLOADS_MAX 2

/* Of images that are out of view. */
#define IMAGES_MAX_BYTES (64 * 1024 * 1024)

/* What is being fetched.  Several messages, or several objects for the same
 * message, may wait for the same file. */
typedef struct
{
  ParlorClient *client; /* not owned; NULL once it is given up */
  char         *id;
  gint64        size_bytes;
  char         *path;
  GPtrArray    *attachments; /* of ParlorAttachment */
  GCancellable *cancellable;
  gboolean      is_running;
  guint         retry_id;
} Download;

static void
download_clear (gpointer data)
{
  Download *download = data;

  g_clear_handle_id (&download->retry_id, g_source_remove);
  g_object_unref (download->cancellable);
  g_ptr_array_unref (download->attachments);
  g_free (download->path);
  g_free (download->id);
}

static void
download_unref (gpointer data)
{
  g_rc_box_release_full (data, download_clear);
}

/* The table lets go of it: it is over. */
static void
download_end (gpointer data)
{
  Download *download = data;

  download->client = NULL;
  g_clear_handle_id (&download->retry_id, g_source_remove);
  g_cancellable_cancel (download->cancellable);
  download_unref (download);
}

/**
 * parlor_client_new_downloads:
 *
 * Returns: (transfer full): an empty table of what is being fetched
 */
GHashTable *
parlor_client_new_downloads (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, download_end);
}

/**
 * parlor_client_get_file_path:
 * @self: a client
 * @attachment: id of an attachment
 *
 * Returns: (transfer full) (nullable): where the file is once it was fetched;
 *   %NULL for an id that is not fit to be the name of a file
 */
char *
parlor_client_get_file_path (ParlorClient *self,
                             const char   *attachment)
{
  return parlor_file_store_get_path (self->data_dir, attachment);
}

/**
 * parlor_client_get_images:
 * @self: a client
 *
 * Returns: (transfer none): keeps images of conversations that were decoded
 */
ParlorImageCache *
parlor_client_get_images (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);

  return self->images;
}

/**
 * parlor_client_new_images:
 *
 * Returns: (transfer full): an empty cache of images
 */
ParlorImageCache *
parlor_client_new_images (void)
{
  return parlor_image_cache_new (IMAGES_MAX_BYTES);
}

static void
trim (GTask        *task,
      gpointer      source,
      gpointer      task_data,
      GCancellable *cancellable)
{
  parlor_file_store_trim (task_data, PARLOR_FILE_STORE_MAX_BYTES);
  g_task_return_boolean (task, TRUE);
}

/**
 * parlor_client_trim_files:
 * @self: a client
 *
 * Removes files that were not used for long, if there are too many, in the
 * background.
 */
void
parlor_client_trim_files (ParlorClient *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_source_tag (task, parlor_client_trim_files);
  g_task_set_task_data (task, g_strdup (self->data_dir), g_free);
  g_task_run_in_thread (task, trim);
}

static char *
get_part_path (Download *download)
{
  return g_strconcat (download->path, ".part", NULL);
}

static void
tell_failed (Download   *download,
             const char *text)
{
  for (guint i = 0; i < download->attachments->len; i++)
    parlor_attachment_set_failed (download->attachments->pdata[i], text);
}

/* Moves what is complete to its place. */
static void
arrive (ParlorClient *self,
        Download     *download)
{
  g_autofree char *part = get_part_path (download);

  if (g_rename (part, download->path) != 0) {
    tell_failed (download, _ ("The file cannot be kept on this computer"));
    return;
  }

  for (guint i = 0; i < download->attachments->len; i++)
    parlor_attachment_set_local (download->attachments->pdata[i], download->path);
  parlor_client_trim_files (self);
}

static gboolean
on_retry_due (gpointer user_data)
{
  Download *download = user_data;

  download->retry_id = 0;
  parlor_client_pump_downloads (download->client);

  return G_SOURCE_REMOVE;
}

static void
forget_part (Download *download)
{
  g_autofree char *part = get_part_path (download);

  g_unlink (part);
}

/* Where this computer keeps its files is of no use to who reads it. */
static const char *
describe (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return _ ("There is no space left on this computer");
  if (error->domain == G_IO_ERROR)
    return _ ("The file cannot be kept on this computer");

  return error->message;
}

/* What has come of it stays, and is gone on with over the next connection, or
 * when somebody wants it again.  Returns whether it is over. */
static gboolean
has_ended (ParlorClient *self,
           Download     *download,
           gboolean      is_there,
           guint         retry_ms,
           const GError *error)
{
  if (is_there) {
    arrive (self, download);
  } else if (download->attachments->len > 0) {
    if (g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED) ||
        g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return FALSE;
    if (retry_ms > 0) {
      download->retry_id = g_timeout_add (retry_ms, on_retry_due, download);
      return FALSE;
    }
    forget_part (download);
    tell_failed (download, describe (error));
  }

  return TRUE;
}

static void
on_downloaded (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Download          *download = user_data;
  ParlorClient      *self = download->client;
  g_autoptr (GError) error = NULL;
  gboolean           is_there;
  guint              retry_ms = 0;

  is_there = parlor_download_finish (result, &retry_ms, &error);
  download->is_running = FALSE;

  if (self != NULL && has_ended (self, download, is_there, retry_ms, error))
    g_hash_table_remove (self->downloads, download->id);

  download_unref (download);
  if (self != NULL)
    parlor_client_pump_downloads (self);
}

static void
on_progress (double   progress,
             gpointer user_data)
{
  Download *download = user_data;

  if (download->client == NULL)
    return;
  for (guint i = 0; i < download->attachments->len; i++)
    parlor_attachment_set_running (download->attachments->pdata[i], progress);
}

static void
begin (ParlorClient *self,
       Download     *download)
{
  g_autofree char *part = get_part_path (download);

  download->is_running = TRUE;
  g_object_unref (download->cancellable);
  download->cancellable = g_cancellable_new ();
  parlor_download_async (parlor_link_get_channel (self->link), download->id, download->size_bytes,
                         part, on_progress, g_rc_box_acquire (download), download_unref,
                         download->cancellable, on_downloaded, g_rc_box_acquire (download));
}

/**
 * parlor_client_pump_downloads:
 * @self: a client
 *
 * Goes on with what is to be fetched, if the link is up.
 */
void
parlor_client_pump_downloads (ParlorClient *self)
{
  GHashTableIter iter;
  gpointer       value;
  guint          n_running = 0;

  if (!parlor_client_is_online (self))
    return;

  g_hash_table_iter_init (&iter, self->downloads);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    n_running += ((Download *) value)->is_running;

  g_hash_table_iter_init (&iter, self->downloads);
  while (n_running < DOWNLOADS_MAX && g_hash_table_iter_next (&iter, NULL, &value)) {
    Download *download = value;

    if (!download->is_running && download->retry_id == 0) {
      begin (self, download);
      n_running++;
    }
  }
}

/**
 * parlor_client_drop_downloads:
 * @self: a client
 *
 * Gives up whatever is being fetched.
 */
void
parlor_client_drop_downloads (ParlorClient *self)
{
  g_hash_table_remove_all (self->downloads);
}

static Download *
add_download (ParlorClient     *self,
              ParlorAttachment *attachment,
              const char       *path)
{
  Download *download = g_rc_box_new0 (Download);

  download->client = self;
  download->id = g_strdup (parlor_attachment_get_id (attachment));
  download->size_bytes = parlor_attachment_get_size_bytes (attachment);
  download->path = g_strdup (path);
  download->attachments = g_ptr_array_new_with_free_func (g_object_unref);
  download->cancellable = g_cancellable_new ();
  g_hash_table_insert (self->downloads, download->id, download);

  return download;
}

/**
 * parlor_client_fetch:
 * @self: a client
 * @attachment: what came with a message
 *
 * Begins to fetch it, in the background; its properties tell how it goes.
 * Nothing happens if it is here or on its way.
 */
void
parlor_client_fetch (ParlorClient     *self,
                     ParlorAttachment *attachment)
{
  g_autofree char    *path = NULL;
  Download           *download;
  ParlorTransferState state;

  g_return_if_fail (PARLOR_IS_CLIENT (self));
  g_return_if_fail (PARLOR_IS_ATTACHMENT (attachment));

  state = parlor_attachment_get_state (attachment);
  if (state == PARLOR_TRANSFER_RUNNING ||
      (state == PARLOR_TRANSFER_LOCAL &&
       g_file_test (parlor_attachment_get_path (attachment), G_FILE_TEST_EXISTS)))
    return;
  /* It was here, and was removed to make room. */
  if (state == PARLOR_TRANSFER_LOCAL)
    parlor_attachment_set_remote (attachment);

  path = parlor_client_get_file_path (self, parlor_attachment_get_id (attachment));
  if (path == NULL) {
    parlor_attachment_set_failed (attachment, _ ("The server's answer makes no sense"));
    return;
  }
  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    parlor_attachment_set_local (attachment, path);
    return;
  }

  download = g_hash_table_lookup (self->downloads, parlor_attachment_get_id (attachment));
  if (download == NULL)
    download = add_download (self, attachment, path);
  g_ptr_array_add (download->attachments, g_object_ref (attachment));
  parlor_attachment_set_running (attachment, 0);
  parlor_client_pump_downloads (self);
}

/**
 * parlor_client_cancel_fetch:
 * @self: a client
 * @attachment: what is being fetched
 *
 * Gives up; what has come stays for the next time.
 */
void
parlor_client_cancel_fetch (ParlorClient     *self,
                            ParlorAttachment *attachment)
{
  Download *download;

  g_return_if_fail (PARLOR_IS_CLIENT (self));
  g_return_if_fail (PARLOR_IS_ATTACHMENT (attachment));

  if (parlor_attachment_get_id (attachment) == NULL)
    return;
  download = g_hash_table_lookup (self->downloads, parlor_attachment_get_id (attachment));
  if (download == NULL)
    return;

  if (g_ptr_array_remove (download->attachments, attachment))
    parlor_attachment_set_remote (attachment);
  if (download->attachments->len > 0)
    return;

  /* While it still writes, nobody else may: it stays in the table until it has
   * ended. */
  if (download->is_running)
    g_cancellable_cancel (download->cancellable);
  else
    g_hash_table_remove (self->downloads, download->id);
}
