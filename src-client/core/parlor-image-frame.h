/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PARLOR_IMAGE_FRAME_MAGIC 0x31474d50 /* PMG1 */

/**
 * ParlorImageFrame:
 * @magic: %PARLOR_IMAGE_FRAME_MAGIC
 * @width_px: width
 * @height_px: height
 *
 * What parlor-image-helper writes before the pixels, in this computer's byte
 * order: 4 bytes for each pixel follow, rows without a gap.
 */
typedef struct
{
  guint32 magic;
  gint32  width_px;
  gint32  height_px;
} ParlorImageFrame;

G_END_DECLS
