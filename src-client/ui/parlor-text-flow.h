/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_TEXT_FLOW (parlor_text_flow_get_type ())

G_DECLARE_FINAL_TYPE (ParlorTextFlow, parlor_text_flow, PARLOR, TEXT_FLOW, GtkWidget)

void parlor_text_flow_set_text (ParlorTextFlow *self,
                                GtkWidget      *text);
void parlor_text_flow_set_last_label (ParlorTextFlow *self,
                                      GtkLabel       *label);
void parlor_text_flow_set_max_width_px (ParlorTextFlow *self,
                                        int             max_width_px);

G_END_DECLS
