/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image"

#include "parlor-image.h"

#include "parlor-image-frame.h"
#include "parlor-image-header.h"
#include "parlor-image-process.h"
#include "parlor-limits.h"

#include <glib/gi18n.h>
#include <string.h>

/* Each takes a processor and up to a GiB. */
#define HELPERS_MAX 2

/* One image on its way through the helper. */
typedef struct
{
  GBytes *content;
  int     max_width_px;
  int     max_height_px;
  void (*work) (GTask *task);
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_bytes_unref (job->content);
  g_free (job);
}

/**
 * parlor_image_free:
 * @image: (transfer full) (nullable): an image
 */
void
parlor_image_free (ParlorImage *image)
{
  if (image == NULL)
    return;

  g_bytes_unref (image->pixels);
  g_free (image);
}

/* Takes what the helper wrote apart, trusting none of it. */
static ParlorImage *
read_image (GBytes  *output,
            GError **error)
{
  gsize            size;
  gconstpointer    data = g_bytes_get_data (output, &size);
  ParlorImageFrame frame;
  ParlorImage     *image;

  if (size >= sizeof frame) {
    memcpy (&frame, data, sizeof frame);
    if (frame.magic == PARLOR_IMAGE_FRAME_MAGIC &&
        frame.width_px > 0 && frame.width_px <= PARLOR_IMAGE_MAX_SIDE_PX &&
        frame.height_px > 0 && frame.height_px <= PARLOR_IMAGE_MAX_SIDE_PX &&
        size - sizeof frame == 4 * (gsize) frame.width_px * frame.height_px) {
      image = g_new (ParlorImage, 1);
      image->pixels = g_bytes_new_from_bytes (output, sizeof frame, size - sizeof frame);
      image->width_px = frame.width_px;
      image->height_px = frame.height_px;
      image->stride_bytes = 4 * frame.width_px;
      return image;
    }
  }

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("The image is damaged"));

  return NULL;
}

static void
decode (GTask *task)
{
  Job               *job = g_task_get_task_data (task);
  g_autofree char   *width = g_strdup_printf ("%d", job->max_width_px);
  g_autofree char   *height = g_strdup_printf ("%d", job->max_height_px);
  const char *const  args[] = { "decode", width, height, NULL };
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;
  ParlorImage       *image = NULL;

  output = parlor_image_process_run (args, job->content,
                                     4 * (gsize) PARLOR_IMAGE_MAX_PX + sizeof (ParlorImageFrame),
                                     g_task_get_cancellable (task), &error);
  if (output != NULL)
    image = read_image (output, &error);

  if (image != NULL)
    g_task_return_pointer (task, image, (GDestroyNotify) parlor_image_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Everybody is going to look at it: it has to be what it is said to be. */
static gboolean
is_image (GBytes *output)
{
  gsize             size;
  const guint8     *data = g_bytes_get_data (output, &size);
  ParlorImageHeader header;

  return parlor_image_header_parse (data, size, &header);
}

static void
make_preview (GTask *task)
{
  Job               *job = g_task_get_task_data (task);
  const char *const  args[] = { "preview", NULL };
  g_autoptr (GBytes) output = NULL;
  GError            *error = NULL;

  output = parlor_image_process_run (args, job->content, PARLOR_PREVIEW_MAX_BYTES,
                                     g_task_get_cancellable (task), &error);
  if (output == NULL)
    g_task_return_error (task, error);
  else if (is_image (output))
    g_task_return_pointer (task, g_steal_pointer (&output), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s",
                             _ ("The image is damaged"));
}

/* The most that a smaller picture may take. */
#define SHRUNK_MAX_BYTES (32 * 1024 * 1024)

static void
shrink (GTask *task)
{
  Job               *job = g_task_get_task_data (task);
  const char *const  args[] = { "shrink", NULL };
  g_autoptr (GBytes) output = NULL;
  GError            *error = NULL;

  output = parlor_image_process_run (args, job->content, SHRUNK_MAX_BYTES,
                                     g_task_get_cancellable (task), &error);
  if (output == NULL)
    g_task_return_error (task, error);
  else if (is_image (output))
    g_task_return_pointer (task, g_steal_pointer (&output), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s",
                             _ ("The image is damaged"));
}

static void
do_job (gpointer data,
        gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Job              *job = g_task_get_task_data (task);

  if (!g_task_return_error_if_cancelled (task))
    job->work (task);
}

static gboolean
check_header (GBytes  *content,
              GError **error)
{
  gsize             size;
  const guint8     *data = g_bytes_get_data (content, &size);
  ParlorImageHeader header;

  if (!parlor_image_header_parse (data, MIN (size, PARLOR_IMAGE_HEADER_MAX_BYTES), &header)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _ ("This is not an image that can be shown"));
    return FALSE;
  }
  if (!parlor_image_header_can_show (&header)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 _ ("The image is too large to be shown: %d × %d pixels"), header.width_px,
                 header.height_px);
    return FALSE;
  }

  return TRUE;
}

/* Takes @task. */
static void
run (GTask *task,
     Job   *job)
{
  static GThreadPool *pool;
  GError             *error = NULL;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (do_job, NULL, HELPERS_MAX, FALSE, NULL));

  g_task_set_task_data (task, job, job_free);
  if (check_header (job->content, &error)) {
    g_thread_pool_push (pool, task, NULL);
    return;
  }

  g_task_return_error (task, error);
  g_object_unref (task);
}

/**
 * parlor_image_decode_async:
 * @content: a file: PNG, JPEG, GIF or WebP
 * @max_width_px: the width to fit into, 0 for any
 * @max_height_px: the height to fit into, 0 for any
 * @cancellable: (nullable): gives up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Decodes an image in the program parlor-image-helper, which has no network, no
 * files and little memory and time.  The header's dimensions are checked
 * against %PARLOR_IMAGE_MAX_PX before anything is decoded.  It is turned
 * upright, and scaled down to fit; of an animation it is the first frame.
 */
void
parlor_image_decode_async (GBytes             *content,
                           int                 max_width_px,
                           int                 max_height_px,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job   *job = g_new (Job, 1);

  g_task_set_source_tag (task, parlor_image_decode_async);
  *job = (Job){ g_bytes_ref (content), max_width_px, max_height_px, decode };
  run (task, job);
}

/**
 * parlor_image_decode_finish:
 * @result: what the callback got
 * @error: return location for a %G_IO_ERROR, with a text for people
 *
 * Returns: (transfer full) (nullable): the image; a crash of the helper is an
 *   error like any other
 */
ParlorImage *
parlor_image_decode_finish (GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * parlor_image_make_preview_async:
 * @content: a file: PNG, JPEG, GIF or WebP
 * @cancellable: (nullable): gives up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Makes what others see of an image until it has arrived.
 */
void
parlor_image_make_preview_async (GBytes             *content,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job   *job = g_new (Job, 1);

  g_task_set_source_tag (task, parlor_image_make_preview_async);
  *job = (Job){ g_bytes_ref (content), 0, 0, make_preview };
  run (task, job);
}

/**
 * parlor_image_make_preview_finish:
 * @result: what the callback got
 * @error: return location for a %G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): a PNG or JPEG of at most
 *   %PARLOR_PREVIEW_MAX_BYTES
 */
GBytes *
parlor_image_make_preview_finish (GAsyncResult *result,
                                  GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A GIF may move, and would only grow; a WebP says whether it does (RFC 9649,
 * section 2.7). */
static gboolean
may_move (GBytes *content)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (content, &size);

  if (size >= 6 && memcmp (data, "GIF8", 4) == 0)
    return TRUE;

  return size >= 21 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBPVP8X", 8) == 0 &&
         (data[20] & 0x02) != 0;
}

/**
 * parlor_image_shrink_async:
 * @content: a file: PNG, JPEG or WebP
 * @cancellable: (nullable): gives up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Makes a picture of at most %PARLOR_IMAGE_SHRUNK_MAX_PX on each side, upright,
 * that tells nothing of where and with what it was taken.  What may move is
 * refused: it would no longer.
 */
void
parlor_image_shrink_async (GBytes             *content,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job   *job;

  g_task_set_source_tag (task, parlor_image_shrink_async);
  if (may_move (content)) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                             _ ("Moving pictures stay as they are"));
    g_object_unref (task);
    return;
  }

  job = g_new (Job, 1);
  *job = (Job){ g_bytes_ref (content), 0, 0, shrink };
  run (task, job);
}

/**
 * parlor_image_shrink_finish:
 * @result: what the callback got
 * @ret_extension: (out): `.jpg` or `.png`, set on success; static
 * @error: return location for a %G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): a JPEG, or a PNG; it need not be smaller
 *   than the original
 */
GBytes *
parlor_image_shrink_finish (GAsyncResult *result,
                            const char  **ret_extension,
                            GError      **error)
{
  GBytes       *shrunk;
  gsize         size;
  const guint8 *data;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  shrunk = g_task_propagate_pointer (G_TASK (result), error);
  if (shrunk != NULL) {
    data = g_bytes_get_data (shrunk, &size);
    *ret_extension = size > 0 && data[0] == 0xff ? ".jpg" : ".png";
  }

  return shrunk;
}
