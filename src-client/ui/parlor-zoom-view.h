/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_ZOOM_VIEW (parlor_zoom_view_get_type ())

G_DECLARE_FINAL_TYPE (ParlorZoomView, parlor_zoom_view, PARLOR, ZOOM_VIEW, GtkWidget)

void   parlor_zoom_view_set_image_size (ParlorZoomView *self,
                                        int             width_px,
                                        int             height_px);
void   parlor_zoom_view_set_paintable (ParlorZoomView *self,
                                       GdkPaintable   *paintable);
double parlor_zoom_view_get_scale (ParlorZoomView *self);
double parlor_zoom_view_get_fit_scale (ParlorZoomView *self);
void   parlor_zoom_view_set_scale (ParlorZoomView *self,
                                   double          scale);
void   parlor_zoom_view_zoom_in (ParlorZoomView *self);
void   parlor_zoom_view_zoom_out (ParlorZoomView *self);
void   parlor_zoom_view_fit (ParlorZoomView *self);
void   parlor_zoom_view_pan (ParlorZoomView *self,
                             double          dx_px,
                             double          dy_px);

G_END_DECLS
