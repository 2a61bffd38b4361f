/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands in the list of conversations. */

#pragma once

#include "parlor-sidebar-section.h"
#include "parlor-ui-fixture.h"

G_BEGIN_DECLS

ParlorConversation *parlor_ui_list_sign_in (ParlorUiFixture *fixture);

GtkListBoxRow        *parlor_ui_list_get_row (ParlorUiFixture *fixture,
                                              int              position);
GtkWidget            *parlor_ui_list_find_row (ParlorUiFixture *fixture,
                                               const char      *title);
ParlorSidebarSection *parlor_ui_list_find_section (ParlorUiFixture *fixture,
                                                   ParlorSection    section);

gboolean      parlor_ui_list_is_listed (ParlorUiFixture *fixture,
                                        const char      *title);
gboolean      parlor_ui_list_is_above (ParlorUiFixture *fixture,
                                       const char      *one,
                                       const char      *other);
ParlorSection parlor_ui_list_section_of (ParlorUiFixture *fixture,
                                         const char      *title);
const char   *parlor_ui_list_badge_of (gpointer row);
gboolean      parlor_ui_list_says (ParlorUiFixture *fixture,
                                   const char      *title,
                                   const char      *words);

void parlor_ui_list_get_center (ParlorUiFixture *fixture,
                                gpointer         widget,
                                int             *ret_x,
                                int             *ret_y);
void parlor_ui_list_click (ParlorUiFixture *fixture,
                           gpointer         widget);
void parlor_ui_list_point_away (ParlorUiFixture *fixture);
void parlor_ui_list_choose_item (ParlorUiFixture *fixture,
                                 const char      *title,
                                 const char      *item);

G_END_DECLS
