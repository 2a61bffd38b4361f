/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-conversation.h"

G_BEGIN_DECLS

typedef enum {
  PARLOR_SECTION_CHANNELS,
  PARLOR_SECTION_GROUPS,
  PARLOR_SECTION_PEOPLE,
} ParlorSection;

#define PARLOR_TYPE_SIDEBAR_ROW (parlor_sidebar_row_get_type ())

G_DECLARE_FINAL_TYPE (ParlorSidebarRow, parlor_sidebar_row, PARLOR, SIDEBAR_ROW, GtkListBoxRow)

GtkWidget *parlor_sidebar_row_new (ParlorAccount      *account,
                                   ParlorConversation *conversation);

void                parlor_sidebar_row_set_conversation (ParlorSidebarRow   *self,
                                                         ParlorConversation *conversation);
ParlorConversation *parlor_sidebar_row_get_conversation (ParlorSidebarRow *self);
ParlorAccount      *parlor_sidebar_row_get_account (ParlorSidebarRow *self);
ParlorSection       parlor_sidebar_row_get_section (ParlorSidebarRow *self);

int      parlor_sidebar_row_compare (ParlorSidebarRow *one,
                                     ParlorSidebarRow *other);
gboolean parlor_sidebar_row_matches (ParlorSidebarRow *self,
                                     const char       *folded_words);

G_END_DECLS
