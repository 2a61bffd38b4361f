/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk/gdk.h>

#include "parlor-image.h"

G_BEGIN_DECLS

GdkTexture *parlor_texture_new (const ParlorImage *image,
                                guint              frame);
void        parlor_texture_load_bytes_async (GBytes             *content,
                                             int                 max_width_px,
                                             int                 max_height_px,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
GdkTexture *parlor_texture_load_finish (GAsyncResult *result,
                                        GError      **error);

G_END_DECLS
