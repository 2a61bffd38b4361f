/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-webp"

#include "parlor-image-webp.h"

#include <webp/decode.h>

/**
 * parlor_image_webp_decode:
 * @data: a file that is not an animation
 * @size_bytes: size of @data
 * @width_px: the width to scale it to
 * @height_px: the height to scale it to
 *
 * Returns: (transfer full) (nullable): the image, with an alpha channel
 */
GdkPixbuf *
parlor_image_webp_decode (const guint8 *data,
                          gsize         size_bytes,
                          int           width_px,
                          int           height_px)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  WebPDecoderConfig     config;

  if (!WebPInitDecoderConfig (&config) ||
      WebPGetFeatures (data, size_bytes, &config.input) != VP8_STATUS_OK)
    return NULL;

  pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, width_px, height_px);
  if (pixbuf == NULL)
    return NULL;

  config.options.use_scaling =
    config.input.width != width_px || config.input.height != height_px;
  config.options.scaled_width = width_px;
  config.options.scaled_height = height_px;
  config.output.colorspace = MODE_RGBA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = gdk_pixbuf_get_pixels (pixbuf);
  config.output.u.RGBA.stride = gdk_pixbuf_get_rowstride (pixbuf);
  config.output.u.RGBA.size = gdk_pixbuf_get_byte_length (pixbuf);
  if (WebPDecode (data, size_bytes, &config) != VP8_STATUS_OK)
    return NULL;

  return g_steal_pointer (&pixbuf);
}
