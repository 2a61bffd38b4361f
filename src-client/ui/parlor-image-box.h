/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-animation.h"
#include "parlor-attachment.h"
#include "parlor-image-cache.h"
#include "parlor-nearness.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_IMAGE_BOX (parlor_image_box_get_type ())

G_DECLARE_FINAL_TYPE (ParlorImageBox, parlor_image_box, PARLOR, IMAGE_BOX, AdwBin)

GtkWidget *parlor_image_box_new (ParlorImageCache *images,
                                 ParlorAttachment *attachment);

int              parlor_image_box_get_width_px (ParlorImageBox *self);
void             parlor_image_box_set_max_width_px (ParlorImageBox *self,
                                                    int             max_width_px);
void             parlor_image_box_set_nearness (ParlorImageBox *self,
                                                ParlorNearness  nearness);
ParlorAnimation *parlor_image_box_get_animation (ParlorImageBox *self);

G_END_DECLS
