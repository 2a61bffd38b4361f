/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlorImage:
 * @pixels: 8 bits each of red, green, blue and alpha, not premultiplied; one
 *   frame after another
 * @width_px: width
 * @height_px: height
 * @stride_bytes: from one row to the next
 * @is_animated: whether the file has more than one frame, be they here or not
 * @n_frames: how many are here
 * @n_loops: how often to play them, 0 for ever
 * @delays_ms: for each frame, how long it stays
 */
typedef struct
{
  GBytes  *pixels;
  int      width_px;
  int      height_px;
  int      stride_bytes;
  gboolean is_animated;
  guint    n_frames;
  guint    n_loops;
  int     *delays_ms;
} ParlorImage;

/**
 * ParlorImageRequest:
 * @path: (nullable): the file, if it is on the disk
 * @content: (nullable): what is in it, if it is in memory
 * @max_width_px: the width to fit into, 0 for any
 * @max_height_px: the height to fit into, 0 for any
 * @max_animation_px: how many pixels all frames of an animation may have
 *   together; of one with more, and if 0 of each, it is the first frame
 *
 * What is to be decoded: a PNG, JPEG, GIF or WebP.
 */
typedef struct
{
  const char *path;
  GBytes     *content;
  int         max_width_px;
  int         max_height_px;
  gint64      max_animation_px;
} ParlorImageRequest;

ParlorImage *parlor_image_ref (ParlorImage *image);
void         parlor_image_unref (ParlorImage *image);
GBytes      *parlor_image_get_frame (const ParlorImage *image,
                                     guint              n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorImage, parlor_image_unref)

void         parlor_image_load_async (const ParlorImageRequest *request,
                                      int                       io_priority,
                                      GCancellable             *cancellable,
                                      GAsyncReadyCallback       callback,
                                      gpointer                  user_data);
ParlorImage *parlor_image_load_finish (GAsyncResult *result,
                                       GError      **error);
void         parlor_image_hurry (GCancellable *cancellable);

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
