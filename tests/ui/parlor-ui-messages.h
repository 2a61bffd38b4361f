/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The messages in the window of a fixture. */

#pragma once

#include "parlor-ui-fixture.h"

G_BEGIN_DECLS

GtkWidget     *parlor_ui_find_text (ParlorUiFixture *fixture,
                                    const char      *text);
GtkWidget     *parlor_ui_find_row (ParlorUiFixture *fixture,
                                   const char      *text);
ParlorMessage *parlor_ui_message_of (GtkWidget *row);

GtkWidget *parlor_ui_ben_says (ParlorUiFixture *fixture,
                               const char      *text);
GtkWidget *parlor_ui_ada_says (ParlorUiFixture *fixture,
                               const char      *text);

void parlor_ui_locate (ParlorUiFixture *fixture,
                       GtkWidget       *widget,
                       int             *ret_x_px,
                       int             *ret_y_px);
void parlor_ui_point_at (ParlorUiFixture *fixture,
                         GtkWidget       *widget);
void parlor_ui_assert_copied (ParlorUiFixture *fixture,
                              const char      *text);

G_END_DECLS
