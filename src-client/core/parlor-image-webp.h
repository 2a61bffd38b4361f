/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

GdkPixbuf *parlor_image_webp_decode (const guint8 *data,
                                     gsize         size_bytes,
                                     int           width_px,
                                     int           height_px);

G_END_DECLS
