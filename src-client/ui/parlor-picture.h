/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_PICTURE (parlor_picture_get_type ())

G_DECLARE_FINAL_TYPE (ParlorPicture, parlor_picture, PARLOR, PICTURE, GtkWidget)

void   parlor_picture_set_image_size (ParlorPicture *self,
                                      int            width_px,
                                      int            height_px);
void   parlor_picture_set_max_width_px (ParlorPicture *self,
                                        int            max_width_px);
int    parlor_picture_get_width_px (ParlorPicture *self);
int    parlor_picture_get_height_px (ParlorPicture *self);
double parlor_picture_get_full_scale (ParlorPicture *self);
void   parlor_picture_set_paintable (ParlorPicture *self,
                                     GdkPaintable  *paintable);

G_END_DECLS
