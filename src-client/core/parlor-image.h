/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlorImage:
 * @pixels: 8 bits each of red, green, blue and alpha, not premultiplied
 * @width_px: width
 * @height_px: height
 * @stride_bytes: from one row to the next
 */
typedef struct
{
  GBytes *pixels;
  int     width_px;
  int     height_px;
  int     stride_bytes;
} ParlorImage;

void parlor_image_free (ParlorImage *image);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorImage, parlor_image_free)

void         parlor_image_decode_async (GBytes             *content,
                                        int                 max_width_px,
                                        int                 max_height_px,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
ParlorImage *parlor_image_decode_finish (GAsyncResult *result,
                                         GError      **error);

void    parlor_image_make_preview_async (GBytes             *content,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
GBytes *parlor_image_make_preview_finish (GAsyncResult *result,
                                          GError      **error);

void    parlor_image_shrink_async (GBytes             *content,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
GBytes *parlor_image_shrink_finish (GAsyncResult *result,
                                    const char  **ret_extension,
                                    GError      **error);

G_END_DECLS
