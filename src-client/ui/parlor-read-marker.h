/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-conversation.h"
#include "parlor-history-list.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_READ_MARKER (parlor_read_marker_get_type ())

G_DECLARE_FINAL_TYPE (ParlorReadMarker, parlor_read_marker, PARLOR, READ_MARKER, GObject)

ParlorReadMarker *parlor_read_marker_new (ParlorHistoryList *list,
                                          GtkWidget         *view);

void parlor_read_marker_set_conversation (ParlorReadMarker   *self,
                                          ParlorConversation *conversation);
void parlor_read_marker_look (ParlorReadMarker *self);
void parlor_read_marker_come_back (ParlorReadMarker *self);
void parlor_read_marker_hold (ParlorReadMarker *self,
                              gboolean          is_held);

gboolean parlor_read_marker_is_held (ParlorReadMarker *self);

G_END_DECLS
