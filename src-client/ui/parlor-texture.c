/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-texture"

#include "parlor-texture.h"

/**
 * parlor_texture_new:
 * @image: an image
 * @frame: which frame of it, from 0
 *
 * Returns: (transfer full): what can be drawn; the pixels are not copied
 */
GdkTexture *
parlor_texture_new (const ParlorImage *image,
                    guint              frame)
{
  g_autoptr (GBytes) pixels = parlor_image_get_frame (image, frame);

  g_return_val_if_fail (pixels != NULL, NULL);

  return gdk_memory_texture_new (image->width_px, image->height_px, GDK_MEMORY_R8G8B8A8, pixels,
                                 image->stride_bytes);
}

static void
on_image_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask)       task = user_data;
  g_autoptr (GError)      error = NULL;
  g_autoptr (ParlorImage) image = parlor_image_load_finish (result, &error);

  if (image == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, parlor_texture_new (image, 0), g_object_unref);
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
 * Decodes an image that is in memory, scaled down if it is larger.  It may come
 * from anybody: it is decoded by parlor_image_load_async(), never in here.
 */
void
parlor_texture_load_bytes_async (GBytes             *content,
                                 int                 max_width_px,
                                 int                 max_height_px,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  const ParlorImageRequest request = { .content = content,
                                       .max_width_px = max_width_px,
                                       .max_height_px = max_height_px };
  GTask                   *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, parlor_texture_load_bytes_async);
  parlor_image_load_async (&request, G_PRIORITY_DEFAULT, cancellable, on_image_ready, task);
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
