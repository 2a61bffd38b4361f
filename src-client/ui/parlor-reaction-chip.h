/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "parlor-protocol.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_REACTION_CHIP (parlor_reaction_chip_get_type ())

G_DECLARE_FINAL_TYPE (
  ParlorReactionChip, parlor_reaction_chip, PARLOR, REACTION_CHIP, GtkToggleButton)

GtkWidget *parlor_reaction_chip_new (const char *emoji);

void        parlor_reaction_chip_set (ParlorReactionChip         *self,
                                      const ParlorReactionPacket *reaction,
                                      gboolean                    is_asking);
void        parlor_reaction_chip_reset (ParlorReactionChip *self);
const char *parlor_reaction_chip_get_emoji (ParlorReactionChip *self);

G_END_DECLS
