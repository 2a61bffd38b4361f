/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_HISTORY_LIST (parlor_history_list_get_type ())

G_DECLARE_FINAL_TYPE (ParlorHistoryList, parlor_history_list, PARLOR, HISTORY_LIST, AdwBin)

void parlor_history_list_set_conversation (ParlorHistoryList  *self,
                                           ParlorClient       *client,
                                           ParlorConversation *conversation,
                                           gint64              read_seq);
void parlor_history_list_set_read_seq (ParlorHistoryList *self,
                                       gint64             read_seq);
void parlor_history_list_update_days (ParlorHistoryList *self);
void parlor_history_list_update_width (ParlorHistoryList *self);

gboolean parlor_history_list_has_older (ParlorHistoryList *self);
gboolean parlor_history_list_has_newer (ParlorHistoryList *self);
void     parlor_history_list_show_older (ParlorHistoryList *self);
void     parlor_history_list_show_newer (ParlorHistoryList *self);
void     parlor_history_list_show_end (ParlorHistoryList *self,
                                       ParlorTimeline    *timeline);
void     parlor_history_list_follow (ParlorHistoryList *self,
                                     ParlorTimeline    *timeline);
void     parlor_history_list_trim (ParlorHistoryList *self,
                                   double             from_y_px,
                                   double             to_y_px);

GtkWidget *parlor_history_list_find_row (ParlorHistoryList *self,
                                         double             y_px);
GtkWidget *parlor_history_list_find_new (ParlorHistoryList *self);
GtkWidget *parlor_history_list_find_seq (ParlorHistoryList *self,
                                         gint64             seq);
GtkWidget *parlor_history_list_show_position (ParlorHistoryList *self,
                                              ParlorTimeline    *timeline,
                                              guint              position);

ParlorTimeline *parlor_history_list_get_timeline (ParlorHistoryList *self);
gint64          parlor_history_list_get_read_seq (ParlorHistoryList *self);
gint64          parlor_history_list_find_last_seq (ParlorHistoryList *self,
                                                   double             y_px);
gboolean        parlor_history_list_load (ParlorHistoryList *self,
                                          double             from_y_px,
                                          double             to_y_px,
                                          double             margin_px);
ParlorMessage  *parlor_history_list_get_message (GtkWidget *row);

G_END_DECLS
