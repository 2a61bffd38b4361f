/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-blur"

#include "parlor-image-blur.h"

/* As often, the mean of a window comes close to the bell of Gauss. */
#define PASSES 3

/* What is transparent has no colour to mix into what is beside it. */
static void
premultiply (guint8 *pixels,
             gsize   n_px)
{
  for (guint8 *p = pixels; p < pixels + 4 * n_px; p += 4)
    for (int c = 0; c < 3; c++)
      p[c] = (p[c] * p[3] + 127) / 255;
}

static void
unpremultiply (guint8 *pixels,
               gsize   n_px)
{
  for (guint8 *p = pixels; p < pixels + 4 * n_px; p += 4)
    for (int c = 0; c < 3 && p[3] > 0; c++)
      p[c] = MIN ((p[c] * 255 + p[3] / 2) / p[3], 255);
}

/* One channel of a row or column of @n pixels: each becomes the mean of those up
 * to @radius away; what is beyond the edge is like the edge. */
static void
blur_line (guint8       *line,
           int           n,
           gsize         step_bytes,
           int           radius,
           const guint8 *copy)
{
  const int window = 2 * radius + 1;
  int       sum = 0;

  for (int i = -radius; i <= radius; i++)
    sum += copy[CLAMP (i, 0, n - 1)];

  for (int i = 0; i < n; i++) {
    line[i * step_bytes] = (sum + window / 2) / window;
    sum += copy[MIN (i + radius + 1, n - 1)] - copy[MAX (i - radius, 0)];
  }
}

static void
blur_lines (guint8 *pixels,
            int     n_lines,
            gsize   line_step_bytes,
            int     n,
            gsize   step_bytes,
            int     radius)
{
  g_autofree guint8 *copy = g_malloc (n);

  for (int l = 0; l < n_lines; l++) {
    for (int c = 0; c < 4; c++) {
      guint8 *line = pixels + l * line_step_bytes + c;

      for (int i = 0; i < n; i++)
        copy[i] = line[i * step_bytes];
      blur_line (line, n, step_bytes, radius, copy);
    }
  }
}

/**
 * parlor_image_blur:
 * @image: a small image
 * @radius_px: how far colours run, at least 1
 *
 * Blurs its first frame, so that nobody takes it for the sharp one.
 *
 * Returns: (transfer full): another image of the same size
 */
ParlorImage *
parlor_image_blur (const ParlorImage *image,
                   int                radius_px)
{
  const gsize        stride_bytes = 4 * (gsize) image->width_px;
  const gsize        n_px = (gsize) image->width_px * image->height_px;
  g_autoptr (GBytes) frame = parlor_image_get_frame (image, 0);
  guint8            *pixels = g_memdup2 (g_bytes_get_data (frame, NULL), 4 * n_px);
  ParlorImage       *blurred = g_atomic_rc_box_new0 (ParlorImage);

  premultiply (pixels, n_px);
  for (int i = 0; i < PASSES; i++) {
    blur_lines (pixels, image->height_px, stride_bytes, image->width_px, 4, radius_px);
    blur_lines (pixels, image->width_px, 4, image->height_px, stride_bytes, radius_px);
  }
  unpremultiply (pixels, n_px);

  blurred->pixels = g_bytes_new_take (pixels, 4 * n_px);
  blurred->width_px = image->width_px;
  blurred->height_px = image->height_px;
  blurred->stride_bytes = (int) stride_bytes;
  blurred->n_frames = 1;
  blurred->delays_ms = g_new0 (int, 1);

  return blurred;
}
