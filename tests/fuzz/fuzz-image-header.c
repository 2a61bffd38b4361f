/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whatever a file says of itself, what is made of it is possible. */

#include "parlor-image-header.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  ParlorImageHeader header = { NULL, -1, -1, -1 };

  if (!parlor_image_header_parse (data, size, &header))
    return 0;

  g_assert (g_str_has_prefix (header.media_type, "image/"));
  g_assert (header.width_px >= 1 && header.height_px >= 1);
  g_assert (header.orientation >= 1 && header.orientation <= 8);
  parlor_image_header_can_show (&header);

  return 0;
}
