/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_REACTION_PICKER (parlor_reaction_picker_get_type ())

G_DECLARE_FINAL_TYPE (
  ParlorReactionPicker, parlor_reaction_picker, PARLOR, REACTION_PICKER, GtkPopover)

GtkWidget *parlor_reaction_picker_new (void);

G_END_DECLS
