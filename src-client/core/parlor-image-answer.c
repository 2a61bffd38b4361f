/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-answer"

#include "parlor-image-answer.h"

#include "parlor-limits.h"

#include <string.h>

/* Who made the file meant "as fast as you can", which nobody wants to see: all
 * browsers take such frames for these. */
#define DELAY_NONSENSE_MS 10
#define DELAY_DEFAULT_MS 100
#define DELAY_MAX_MS (10 * 60 * 1000)

static int
side_max_px (int wanted_px)
{
  return wanted_px > 0 ? MIN (wanted_px, PARLOR_IMAGE_MAX_SIDE_PX) : PARLOR_IMAGE_MAX_SIDE_PX;
}

/* Of one frame. */
static gint64
area_max_px (const ParlorImageRequest *request)
{
  return MIN ((gint64) side_max_px (request->max_width_px) * side_max_px (request->max_height_px),
              PARLOR_IMAGE_MAX_PX);
}

/**
 * parlor_image_answer_max_bytes:
 * @request: what the helper is asked for
 *
 * Returns: the most that it can have to say
 */
gsize
parlor_image_answer_max_bytes (const ParlorImageRequest *request)
{
  return sizeof (ParlorImageAnswer) + PARLOR_IMAGE_FRAMES_MAX * sizeof (gint32) +
         4 * (gsize) MAX (area_max_px (request), request->max_animation_px);
}

static gboolean
is_sane (const ParlorImageAnswer  *answer,
         const ParlorImageRequest *request)
{
  return answer->magic == PARLOR_IMAGE_ANSWER_MAGIC &&
         answer->width_px > 0 && answer->width_px <= side_max_px (request->max_width_px) &&
         answer->height_px > 0 && answer->height_px <= side_max_px (request->max_height_px) &&
         (gint64) answer->width_px * answer->height_px <= PARLOR_IMAGE_MAX_PX &&
         (answer->is_animated == 0 || answer->is_animated == 1) &&
         answer->n_frames > 0 && answer->n_frames <= PARLOR_IMAGE_FRAMES_MAX &&
         answer->n_loops >= 0;
}

/* How many bytes the pixels take; 0 for more frames than were asked for. */
static gsize
count_bytes (const ParlorImageAnswer  *answer,
             const ParlorImageRequest *request)
{
  const gint64 n_px = (gint64) answer->width_px * answer->height_px * answer->n_frames;

  if (answer->n_frames > 1 && (answer->is_animated == 0 || n_px > request->max_animation_px))
    return 0;

  return 4 * (gsize) n_px;
}

static int
read_delay_ms (const guint8 *data)
{
  gint32 delay_ms;

  memcpy (&delay_ms, data, sizeof delay_ms);

  return delay_ms <= DELAY_NONSENSE_MS ? DELAY_DEFAULT_MS : MIN (delay_ms, DELAY_MAX_MS);
}

/**
 * parlor_image_answer_read:
 * @output: what the helper wrote
 * @request: what it was asked for
 *
 * Takes an answer apart, trusting none of it: the helper may have been taken
 * over by the image.
 *
 * Returns: (transfer full) (nullable): the image; %NULL if it is none, or not
 *   what was asked for
 */
ParlorImage *
parlor_image_answer_read (GBytes                   *output,
                          const ParlorImageRequest *request)
{
  gsize             size;
  const guint8     *data = g_bytes_get_data (output, &size);
  gsize             head_bytes, pixels_bytes;
  ParlorImageAnswer answer;
  ParlorImage      *image;

  if (size < sizeof answer)
    return NULL;
  memcpy (&answer, data, sizeof answer);
  if (!is_sane (&answer, request))
    return NULL;

  head_bytes = sizeof answer + (gsize) answer.n_frames * sizeof (gint32);
  pixels_bytes = count_bytes (&answer, request);
  if (pixels_bytes == 0 || size < head_bytes || size - head_bytes != pixels_bytes)
    return NULL;

  image = g_atomic_rc_box_new0 (ParlorImage);
  image->pixels = g_bytes_new_from_bytes (output, head_bytes, pixels_bytes);
  image->width_px = answer.width_px;
  image->height_px = answer.height_px;
  image->stride_bytes = 4 * answer.width_px;
  image->is_animated = answer.is_animated == 1;
  image->n_frames = answer.n_frames;
  image->n_loops = answer.n_loops;
  image->delays_ms = g_new (int, answer.n_frames);
  for (guint i = 0; i < image->n_frames; i++)
    image->delays_ms[i] = read_delay_ms (data + sizeof answer + i * sizeof (gint32));

  return image;
}
