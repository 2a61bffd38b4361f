/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image"

#include "parlor-image.h"

void
parlor_image_free (ParlorImage *image)
{
  if (image == NULL)
    return;

  g_bytes_unref (image->pixels);
  g_free (image);
}

void
parlor_image_decode_async (GBytes             *content,
                           int                 max_width_px,
                           int                 max_height_px,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  g_task_report_new_error (NULL, callback, user_data, parlor_image_decode_async,
                           G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "No helper");
}

ParlorImage *
parlor_image_decode_finish (GAsyncResult *result,
                            GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
parlor_image_make_preview_async (GBytes             *content,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_task_report_new_error (NULL, callback, user_data, parlor_image_make_preview_async,
                           G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "No helper");
}

GBytes *
parlor_image_make_preview_finish (GAsyncResult *result,
                                  GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
