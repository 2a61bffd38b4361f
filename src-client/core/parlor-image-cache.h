/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-image.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_IMAGE_CACHE (parlor_image_cache_get_type ())

G_DECLARE_FINAL_TYPE (ParlorImageCache, parlor_image_cache, PARLOR, IMAGE_CACHE, GObject)

ParlorImageCache *parlor_image_cache_new (gsize max_bytes);
ParlorImage      *parlor_image_cache_find (ParlorImageCache         *self,
                                           const ParlorImageRequest *request);
void              parlor_image_cache_add (ParlorImageCache         *self,
                                          const ParlorImageRequest *request,
                                          ParlorImage              *image);
gsize             parlor_image_cache_get_size_bytes (ParlorImageCache *self);

G_END_DECLS
