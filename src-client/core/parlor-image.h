/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Pixels of an image: 8 bits each of red, green, blue, alpha, not
 * premultiplied, rows of stride_bytes.  Of an animation the first frame. */
typedef struct
{
  GBytes *pixels;
  int     width_px;
  int     height_px;
  int     stride_bytes;
} ParlorImage;

void parlor_image_free (ParlorImage *image);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorImage, parlor_image_free)

/* Decodes PNG, JPEG, GIF and WebP in the program parlor-image-helper, which
 * has no network, no files and little memory and time; EXIF rotation applied,
 * scaled down to fit into @max_width_px × @max_height_px (0: as it is).  The
 * header's dimensions are checked against PARLOR_IMAGE_MAX_PX before anything
 * is decoded.  A crash of the helper is an error like any other. */
void         parlor_image_decode_async (GBytes             *content,
                                        int                 max_width_px,
                                        int                 max_height_px,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
ParlorImage *parlor_image_decode_finish (GAsyncResult *result,
                                         GError      **error);

/* A small PNG or JPEG of at most PARLOR_PREVIEW_MAX_BYTES for what is about to be
 * uploaded, made by the helper, too. */
void    parlor_image_make_preview_async (GBytes             *content,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
GBytes *parlor_image_make_preview_finish (GAsyncResult *result,
                                          GError      **error);

G_END_DECLS
