/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk/gdk.h>

#include "parlor-image.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_ANIMATION (parlor_animation_get_type ())

G_DECLARE_FINAL_TYPE (ParlorAnimation, parlor_animation, PARLOR, ANIMATION, GObject)

ParlorAnimation *parlor_animation_new (ParlorImage *image);
void             parlor_animation_set_is_running (ParlorAnimation *self,
                                                  gboolean         is_running);
gboolean         parlor_animation_is_running (ParlorAnimation *self);
gboolean         parlor_animation_is_over (ParlorAnimation *self);
void             parlor_animation_rewind (ParlorAnimation *self);
guint            parlor_animation_get_frame (ParlorAnimation *self);
GdkTexture      *parlor_animation_get_texture (ParlorAnimation *self);

G_END_DECLS
