/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys and clicks that come from outside of the program, by xdotool. */

#pragma once

#include "parlor-ui-test.h"

G_BEGIN_DECLS

void parlor_ui_press (GtkWidget  *window,
                      const char *keys);
void parlor_ui_click (GtkWidget *window,
                      int        x_px,
                      int        y_px);
void parlor_ui_right_click (GtkWidget *window,
                            int        x_px,
                            int        y_px);
void parlor_ui_double_click (GtkWidget *window,
                             int        x_px,
                             int        y_px);
void parlor_ui_turn_wheel_up (GtkWidget *window,
                              int        x_px,
                              int        y_px);
void parlor_ui_click_holding (GtkWidget  *window,
                              int         x_px,
                              int         y_px,
                              const char *modifier);
void parlor_ui_point (GtkWidget *window,
                      int        x_px,
                      int        y_px);
void parlor_ui_click_widget (GtkWidget *window,
                             GtkWidget *widget);
void parlor_ui_type (GtkWidget  *window,
                     const char *text);

G_END_DECLS
