/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whatever the image helper says, what is made of it is as large as it says. */

#include "parlor-image-answer.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  ParlorImageRequest      request = { .path = "picture" };
  g_autoptr (GBytes)      output = NULL;
  g_autoptr (ParlorImage) image = NULL;
  gsize                   frame_bytes;

  if (size < 4)
    return 0;

  request.max_width_px = data[0];
  request.max_height_px = data[1];
  request.max_animation_px = 16 * (data[2] | data[3] << 8);
  output = g_bytes_new (data + 4, size - 4);
  image = parlor_image_answer_read (output, &request);
  if (image == NULL)
    return 0;

  frame_bytes = (gsize) image->stride_bytes * image->height_px;
  g_assert (size - 4 <= parlor_image_answer_max_bytes (&request));
  g_assert (g_bytes_get_size (image->pixels) == image->n_frames * frame_bytes);
  for (guint i = 0; i < image->n_frames; i++) {
    g_autoptr (GBytes) frame = parlor_image_get_frame (image, i);

    g_assert (g_bytes_get_size (frame) == frame_bytes);
    g_assert (image->delays_ms[i] > 10);
  }

  return 0;
}
