/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How much of a file parlor_image_header_parse() ever needs to see. */
#define PARLOR_IMAGE_HEADER_MAX_BYTES (256 * 1024)

/**
 * ParlorImageHeader:
 * @media_type: `image/png`, `image/jpeg`, `image/gif` or `image/webp`; static
 * @width_px: as shown, that is after @orientation was applied; at least 1
 * @height_px: as shown, at least 1
 * @orientation: what EXIF says of a JPEG, 1 (upright) to 8
 *
 * What an image says of itself before anything is decoded.
 */
typedef struct
{
  const char *media_type;
  int         width_px;
  int         height_px;
  int         orientation;
} ParlorImageHeader;

gboolean parlor_image_header_parse (const guint8      *data,
                                    gsize              size_bytes,
                                    ParlorImageHeader *ret);
gboolean parlor_image_header_can_show (const ParlorImageHeader *header);

G_END_DECLS
