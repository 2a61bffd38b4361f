/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "parlor-animation.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_IMAGE_PLAYER (parlor_image_player_get_type ())

G_DECLARE_FINAL_TYPE (ParlorImagePlayer, parlor_image_player, PARLOR, IMAGE_PLAYER, GObject)

ParlorImagePlayer *parlor_image_player_new (GtkWidget *widget);
void               parlor_image_player_set_animation (ParlorImagePlayer *self,
                                                      ParlorAnimation   *animation);
ParlorAnimation   *parlor_image_player_get_animation (ParlorImagePlayer *self);
void               parlor_image_player_set_is_seen (ParlorImagePlayer *self,
                                                    gboolean           is_seen);
gboolean           parlor_image_player_is_wanted (ParlorImagePlayer *self);
gboolean           parlor_image_player_can_toggle (ParlorImagePlayer *self);
void               parlor_image_player_toggle (ParlorImagePlayer *self);

G_END_DECLS
