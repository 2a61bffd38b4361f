/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"
#include "parlor-history-list.h"
#include "parlor-scroll-state.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_HISTORY_VIEW (parlor_history_view_get_type ())

G_DECLARE_FINAL_TYPE (ParlorHistoryView, parlor_history_view, PARLOR, HISTORY_VIEW, AdwBin)

void parlor_history_view_set_conversation (ParlorHistoryView  *self,
                                           ParlorClient       *client,
                                           ParlorConversation *conversation);
void parlor_history_view_go_to_end (ParlorHistoryView *self);
void parlor_history_view_come_back (ParlorHistoryView *self);
void parlor_history_view_show_message (ParlorHistoryView *self,
                                       gint64             seq);
void parlor_history_view_show_date (ParlorHistoryView *self,
                                    gint64             time_ms);
void parlor_history_view_go_back (ParlorHistoryView *self);
void parlor_history_view_choose_date (ParlorHistoryView *self);
void parlor_history_view_let_grow (ParlorHistoryView *self,
                                   GtkWidget         *row,
                                   int                growth_px);

ParlorScrollState  parlor_history_view_get_state (ParlorHistoryView *self);
ParlorHistoryList *parlor_history_view_get_list (ParlorHistoryView *self);

G_END_DECLS
