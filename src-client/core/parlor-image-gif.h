/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ParlorImageGif:
 * @delays_ms: (element-type gint32): how long each whole frame stays
 * @n_loops: how often to play them, 0 for ever
 * @first_end: where the first frame ends in the file, 0 if it does not
 *
 * What the blocks of a GIF say, without a pixel being looked at.
 */
typedef struct
{
  GArray *delays_ms;
  int     n_loops;
  gsize   first_end;
} ParlorImageGif;

void parlor_image_gif_scan (const guint8   *data,
                            gsize           size_bytes,
                            guint           frames_max,
                            ParlorImageGif *ret);
void parlor_image_gif_clear (ParlorImageGif *gif);

G_END_DECLS
