/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-selection.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_SELECTION_BAR (parlor_selection_bar_get_type ())

G_DECLARE_FINAL_TYPE (ParlorSelectionBar, parlor_selection_bar, PARLOR, SELECTION_BAR, AdwBin)

void parlor_selection_bar_update (ParlorSelectionBar *self,
                                  ParlorSelection    *selection);

G_END_DECLS
