/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"

G_BEGIN_DECLS

typedef enum {
  PARLOR_STEP_NEXT,
  PARLOR_STEP_PREVIOUS,
  PARLOR_STEP_NEXT_UNREAD,
  PARLOR_STEP_PREVIOUS_UNREAD,
} ParlorStep;

#define PARLOR_TYPE_SIDEBAR_LIST (parlor_sidebar_list_get_type ())

G_DECLARE_FINAL_TYPE (ParlorSidebarList, parlor_sidebar_list, PARLOR, SIDEBAR_LIST, AdwBin)

void parlor_sidebar_list_set_client (ParlorSidebarList *self,
                                     ParlorClient      *client);
void parlor_sidebar_list_select (ParlorSidebarList  *self,
                                 ParlorConversation *conversation);
void parlor_sidebar_list_focus_open (ParlorSidebarList *self);
void parlor_sidebar_list_step (ParlorSidebarList *self,
                               ParlorStep         step);
void parlor_sidebar_list_search (ParlorSidebarList *self,
                                 const char        *words);
void parlor_sidebar_list_choose_first (ParlorSidebarList *self);

G_END_DECLS
