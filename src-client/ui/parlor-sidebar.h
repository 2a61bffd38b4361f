/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-search-pane.h"
#include "parlor-sidebar-list.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_SIDEBAR (parlor_sidebar_get_type ())

G_DECLARE_FINAL_TYPE (ParlorSidebar, parlor_sidebar, PARLOR, SIDEBAR, AdwBin)

void     parlor_sidebar_set_client (ParlorSidebar *self,
                                    ParlorClient  *client);
void     parlor_sidebar_select (ParlorSidebar      *self,
                                ParlorConversation *conversation);
void     parlor_sidebar_step (ParlorSidebar *self,
                              ParlorStep     step);
void     parlor_sidebar_focus_open (ParlorSidebar *self);
void     parlor_sidebar_search (ParlorSidebar *self);
void     parlor_sidebar_search_messages (ParlorSidebar      *self,
                                         ParlorConversation *conversation,
                                         const char         *words);
gboolean parlor_sidebar_is_searching (ParlorSidebar *self);
void     parlor_sidebar_end_search (ParlorSidebar *self);
void     parlor_sidebar_step_hit (ParlorSidebar *self,
                                  ParlorHitStep  step);
void     parlor_sidebar_open_menu (ParlorSidebar *self);

G_END_DECLS
