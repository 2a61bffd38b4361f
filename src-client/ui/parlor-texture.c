/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-texture"

#include "parlor-texture.h"

#include "parlor-image.h"

typedef struct
{
  int max_width_px;
  int max_height_px;
} Load;

static GTask *
load_new (int                 max_width_px,
          int                 max_height_px,
          GCancellable       *cancellable,
          GAsyncReadyCallback callback,
          gpointer            user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Load  *load = g_new0 (Load, 1);

  load->max_width_px = max_width_px;
  load->max_height_px = max_height_px;
  g_task_set_source_tag (task, parlor_texture_load_async);
  g_task_set_task_data (task, load, g_free);

  return task;
}

static void
on_decode_ready (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask)       task = user_data;
  g_autoptr (GError)      error = NULL;
  g_autoptr (ParlorImage) image = parlor_image_decode_finish (result, &error);

  if (image == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  g_task_return_pointer (task,
                         gdk_memory_texture_new (image->width_px,
                                                 image->height_px,
                                                 GDK_MEMORY_R8G8B8A8,
                                                 image->pixels,
                                                 image->stride_bytes),
                         g_object_unref);
}

static void
decode (GTask  *task,
        GBytes *content)
{
  Load *load = g_task_get_task_data (task);

  parlor_image_decode_async (content,
                             load->max_width_px,
                             load->max_height_px,
                             g_task_get_cancellable (task),
                             on_decode_ready,
                             g_object_ref (task));
}

static void
on_file_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask)  task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (content == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    decode (task, content);
}

/**
 * parlor_texture_load_async:
 * @path: (type filename): an image file
 * @max_width_px: how wide it has to be at most, 0 for as it is
 * @max_height_px: how high it has to be at most, 0 for as it is
 * @cancellable: (nullable): to give up
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Reads and decodes an image, scaled down if it is larger.  It may come from
 * anybody: it is decoded by parlor_image_decode_async(), never in here.
 */
void
parlor_texture_load_async (const char         *path,
                           int                 max_width_px,
                           int                 max_height_px,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GTask            *task =
    load_new (max_width_px, max_height_px, cancellable, callback, user_data);

  g_file_load_bytes_async (file, cancellable, on_file_ready, task);
}

/**
 * parlor_texture_load_bytes_async:
 * @content: what an image file holds
 * @max_width_px: how wide it has to be at most, 0 for as it is
 * @max_height_px: how high it has to be at most, 0 for as it is
 * @cancellable: (nullable): to give up
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Like parlor_texture_load_async(), of an image that is in memory.
 */
void
parlor_texture_load_bytes_async (GBytes             *content,
                                 int                 max_width_px,
                                 int                 max_height_px,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_autoptr (GTask) task =
    load_new (max_width_px, max_height_px, cancellable, callback, user_data);

  decode (task, content);
}

/**
 * parlor_texture_load_finish:
 * @result: what the callback was given
 * @error: a %G_IO_ERROR, or why it could not be decoded
 *
 * Returns: (transfer full): the image
 */
GdkTexture *
parlor_texture_load_finish (GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
