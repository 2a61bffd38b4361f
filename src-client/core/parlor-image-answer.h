/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-image.h"

G_BEGIN_DECLS

#define PARLOR_IMAGE_ANSWER_MAGIC 0x32474d50 /* PMG2 */

/* More frames than that are not played. */
#define PARLOR_IMAGE_FRAMES_MAX 1000

/**
 * ParlorImageAnswer:
 * @magic: %PARLOR_IMAGE_ANSWER_MAGIC
 * @width_px: width
 * @height_px: height
 * @is_animated: 1 if there is more than one frame in the file, or else 0
 * @n_frames: how many follow
 * @n_loops: how often to play them, 0 for ever
 *
 * What parlor-image-helper writes first, in this computer's byte order.  For
 * each frame, the milliseconds that it stays follow, as a gint32; then, frame
 * after frame, 4 bytes for each pixel, rows without a gap.
 */
typedef struct
{
  guint32 magic;
  gint32  width_px;
  gint32  height_px;
  gint32  is_animated;
  gint32  n_frames;
  gint32  n_loops;
} ParlorImageAnswer;

gsize        parlor_image_answer_max_bytes (const ParlorImageRequest *request);
ParlorImage *parlor_image_answer_read (GBytes                   *output,
                                       const ParlorImageRequest *request);

G_END_DECLS
