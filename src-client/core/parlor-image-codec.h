/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-image-animation.h"

G_BEGIN_DECLS

/* Larger than most screens show. */
#define PARLOR_IMAGE_SHRUNK_MAX_PX 2048

void       parlor_image_codec_preload (void);
GdkPixbuf *parlor_image_codec_decode (const guint8            *data,
                                      gsize                    size_bytes,
                                      const ParlorImageHeader *header,
                                      int                      max_width_px,
                                      int                      max_height_px,
                                      GError                 **error);
GdkPixbuf *parlor_image_codec_decode_next (ParlorImageAnimation    *animation,
                                           const ParlorImageHeader *header,
                                           int                      max_width_px,
                                           int                      max_height_px);
GBytes    *parlor_image_codec_make_preview (const guint8            *data,
                                            gsize                    size_bytes,
                                            const ParlorImageHeader *header,
                                            GError                 **error);

GBytes *parlor_image_codec_shrink (const guint8            *data,
                                   gsize                    size_bytes,
                                   const ParlorImageHeader *header,
                                   GError                 **error);

G_END_DECLS
