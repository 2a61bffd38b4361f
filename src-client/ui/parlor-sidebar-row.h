/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-sidebar-place.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_SIDEBAR_ROW (parlor_sidebar_row_get_type ())

G_DECLARE_FINAL_TYPE (ParlorSidebarRow, parlor_sidebar_row, PARLOR, SIDEBAR_ROW, GtkListBoxRow)

GtkWidget *parlor_sidebar_row_new (ParlorAccount      *account,
                                   ParlorConversation *conversation);

void                      parlor_sidebar_row_set_conversation (ParlorSidebarRow   *self,
                                                               ParlorConversation *conversation);
ParlorConversation       *parlor_sidebar_row_get_conversation (ParlorSidebarRow *self);
ParlorAccount            *parlor_sidebar_row_get_account (ParlorSidebarRow *self);
const ParlorSidebarPlace *parlor_sidebar_row_get_place (ParlorSidebarRow *self);
gboolean                  parlor_sidebar_row_settle (ParlorSidebarRow *self);

void     parlor_sidebar_row_tell_time (ParlorSidebarRow *self);
guint    parlor_sidebar_row_get_unread (ParlorSidebarRow *self);
gboolean parlor_sidebar_row_is_quiet (ParlorSidebarRow *self);
gboolean parlor_sidebar_row_matches (ParlorSidebarRow *self,
                                     const char       *folded_words);

G_END_DECLS
