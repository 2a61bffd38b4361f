/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-image-header.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

typedef struct _ParlorImageAnimation ParlorImageAnimation;

ParlorImageAnimation *parlor_image_animation_open (const guint8            *data,
                                                   gsize                    size_bytes,
                                                   const ParlorImageHeader *header,
                                                   guint                    frames_max);
void                  parlor_image_animation_free (ParlorImageAnimation *animation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorImageAnimation, parlor_image_animation_free)

guint      parlor_image_animation_get_n_frames (ParlorImageAnimation *animation);
int        parlor_image_animation_get_n_loops (ParlorImageAnimation *animation);
int        parlor_image_animation_get_delay_ms (ParlorImageAnimation *animation,
                                                guint                 n);
GdkPixbuf *parlor_image_animation_next (ParlorImageAnimation *animation);

G_END_DECLS
