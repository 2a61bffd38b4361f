/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image"

#include "parlor-image.h"

#include "parlor-image-answer.h"
#include "parlor-image-header.h"
#include "parlor-image-input.h"
#include "parlor-image-process.h"
#include "parlor-limits.h"

#include <glib/gi18n.h>
#include <unistd.h>

/* Each takes a processor and up to a GiB. */
#define HELPERS_MAX 2

/* One image on its way through the helper. */
typedef struct
{
  ParlorImageRequest request; /* its strings are owned */
  int                io_priority;
  guint              serial;
  void (*work) (GTask *task, int input_fd);
} Job;

/* What no helper has begun with yet. */
typedef struct
{
  GThreadPool *pool;
  GMutex       mutex;
  GQueue       waiting; /* of GTask, with the mutex held */
  guint        n_jobs;
} Queue;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->request.content, g_bytes_unref);
  g_free ((char *) job->request.path);
  g_free (job);
}

static void
image_clear (gpointer data)
{
  ParlorImage *image = data;

  g_bytes_unref (image->pixels);
  g_free (image->delays_ms);
}

/**
 * parlor_image_ref:
 * @image: an image
 *
 * Returns: (transfer full): @image
 */
ParlorImage *
parlor_image_ref (ParlorImage *image)
{
  return g_atomic_rc_box_acquire (image);
}

/**
 * parlor_image_unref:
 * @image: (transfer full) (nullable): an image
 */
void
parlor_image_unref (ParlorImage *image)
{
  if (image != NULL)
    g_atomic_rc_box_release_full (image, image_clear);
}

/**
 * parlor_image_get_frame:
 * @image: an image
 * @n: a frame, from 0
 *
 * Returns: (transfer full): its pixels, which are not copied
 */
GBytes *
parlor_image_get_frame (const ParlorImage *image,
                        guint              n)
{
  const gsize frame_bytes = (gsize) image->stride_bytes * image->height_px;

  g_return_val_if_fail (n < image->n_frames, NULL);

  return g_bytes_new_from_bytes (image->pixels, n * frame_bytes, frame_bytes);
}

static void
decode (GTask *task,
        int    input_fd)
{
  const ParlorImageRequest *request = &((Job *) g_task_get_task_data (task))->request;
  g_autofree char          *width = g_strdup_printf ("%d", request->max_width_px);
  g_autofree char          *height = g_strdup_printf ("%d", request->max_height_px);
  g_autofree char          *area =
    g_strdup_printf ("%" G_GINT64_FORMAT, request->max_animation_px);
  const char *const  args[] = { "decode", width, height, area, NULL };
  g_autoptr (GBytes) output = NULL;
  GError            *error = NULL;
  ParlorImage       *image = NULL;

  output = parlor_image_process_run (args, input_fd, parlor_image_answer_max_bytes (request),
                                     g_task_get_cancellable (task), &error);
  if (output != NULL)
    image = parlor_image_answer_read (output, request);

  if (image != NULL)
    g_task_return_pointer (task, image, (GDestroyNotify) parlor_image_unref);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s",
                             _ ("The image is damaged"));
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
make_preview (GTask *task,
              int    input_fd)
{
  const char *const  args[] = { "preview", NULL };
  g_autoptr (GBytes) output = NULL;
  GError            *error = NULL;

  output = parlor_image_process_run (args, input_fd, PARLOR_PREVIEW_MAX_BYTES,
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
shrink (GTask *task,
        int    input_fd)
{
  const char *const  args[] = { "shrink", NULL };
  g_autoptr (GBytes) output = NULL;
  GError            *error = NULL;

  output = parlor_image_process_run (args, input_fd, SHRUNK_MAX_BYTES,
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
  Queue            *queue = user_data;
  Job              *job = g_task_get_task_data (task);
  GError           *error = NULL;
  int               input_fd;

  g_mutex_lock (&queue->mutex);
  g_queue_remove (&queue->waiting, task);
  g_mutex_unlock (&queue->mutex);

  if (g_task_return_error_if_cancelled (task))
    return;

  input_fd = parlor_image_input_open (&job->request, &error);
  if (input_fd < 0) {
    g_task_return_error (task, error);
    return;
  }
  job->work (task, input_fd);
  close (input_fd);
}

static int
compare_jobs (gconstpointer one,
              gconstpointer other,
              gpointer      user_data)
{
  const Job *a = g_task_get_task_data (G_TASK (one));
  const Job *b = g_task_get_task_data (G_TASK (other));

  return a->io_priority != b->io_priority ? (a->io_priority > b->io_priority) * 2 - 1
                                          : (a->serial > b->serial) * 2 - 1;
}

static Queue *
get_queue (void)
{
  static Queue *queue;

  if (g_once_init_enter (&queue)) {
    Queue *made = g_new0 (Queue, 1);

    g_mutex_init (&made->mutex);
    made->pool = g_thread_pool_new (do_job, made, HELPERS_MAX, FALSE, NULL);
    g_thread_pool_set_sort_function (made->pool, compare_jobs, NULL);
    g_once_init_leave (&queue, made);
  }

  return queue;
}

/* Takes @task. */
static void
run (GTask                    *task,
     const ParlorImageRequest *request,
     int                       io_priority,
     void (*work) (GTask *task, int input_fd))
{
  Queue *queue = get_queue ();
  Job   *job = g_new0 (Job, 1);

  job->request = *request;
  job->request.path = g_strdup (request->path);
  if (request->content != NULL)
    g_bytes_ref (request->content);
  job->io_priority = io_priority;
  job->work = work;
  g_task_set_task_data (task, job, job_free);

  g_mutex_lock (&queue->mutex);
  job->serial = queue->n_jobs++;
  g_queue_push_tail (&queue->waiting, task);
  g_mutex_unlock (&queue->mutex);
  g_thread_pool_push (queue->pool, task, NULL);
}

/**
 * parlor_image_load_async:
 * @request: what to decode
 * @io_priority: of those that wait, the ones with the smallest number are the
 *   next: %G_PRIORITY_DEFAULT for what somebody looks at
 * @cancellable: (nullable): gives up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Decodes an image in the program parlor-image-helper, which has no network, no
 * files and little memory and time.  The header's dimensions are checked
 * against %PARLOR_IMAGE_MAX_PX before anything is decoded.  It is turned
 * upright, and scaled down to fit.
 */
void
parlor_image_load_async (const ParlorImageRequest *request,
                         int                       io_priority,
                         GCancellable             *cancellable,
                         GAsyncReadyCallback       callback,
                         gpointer                  user_data)
{
  GTask *task;

  g_return_if_fail ((request->path != NULL) != (request->content != NULL));
  g_return_if_fail (request->max_width_px >= 0 && request->max_height_px >= 0);
  g_return_if_fail (request->max_animation_px >= 0 &&
                    request->max_animation_px <= PARLOR_IMAGE_MAX_PX);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_image_load_async);
  run (task, request, io_priority, decode);
}

/**
 * parlor_image_load_finish:
 * @result: what the callback got
 * @error: return location for a %G_IO_ERROR, with a text for people
 *
 * Returns: (transfer full) (nullable): the image; a crash of the helper is an
 *   error like any other
 */
ParlorImage *
parlor_image_load_finish (GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * parlor_image_hurry:
 * @cancellable: what parlor_image_load_async() was called with
 *
 * Somebody looks at it now: it is the next, if it still waits.
 */
void
parlor_image_hurry (GCancellable *cancellable)
{
  Queue *queue = get_queue ();

  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  g_mutex_lock (&queue->mutex);
  for (GList *l = queue->waiting.head; l != NULL; l = l->next)
    if (g_task_get_cancellable (l->data) == cancellable)
      g_thread_pool_move_to_front (queue->pool, l->data);
  g_mutex_unlock (&queue->mutex);
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

  g_task_set_source_tag (task, parlor_image_make_preview_async);
  run (task, &(ParlorImageRequest){ .content = content }, G_PRIORITY_DEFAULT, make_preview);
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

  g_task_set_source_tag (task, parlor_image_shrink_async);
  if (may_move (content)) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                             _ ("Moving pictures stay as they are"));
    g_object_unref (task);
    return;
  }

  run (task, &(ParlorImageRequest){ .content = content }, G_PRIORITY_DEFAULT, shrink);
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
