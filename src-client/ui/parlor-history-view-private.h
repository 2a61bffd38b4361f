/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-end-pill.h"
#include "parlor-focus-scroller.h"
#include "parlor-history-view.h"
#include "parlor-read-marker.h"

G_BEGIN_DECLS

/* Shared by the files parlor-history-view.c, which is about what is shown,
 * parlor-history-place.c, which keeps it in its place, and
 * parlor-history-jump.c, which goes elsewhere and back. */
struct _ParlorHistoryView
{
  AdwBin parent_instance;

  GtkScrolledWindow   *scroller;
  GtkWidget           *content;
  ParlorHistoryList   *list;
  GtkWidget           *empty;
  GtkSpinner          *spinner;
  ParlorEndPill       *pill;
  GtkRevealer         *back_revealer;
  GtkWidget           *date_popover; /* NULL until it is asked for */
  GtkAdjustment       *adjustment;
  ParlorFocusScroller *focus_scroller;
  ParlorReadMarker    *read_marker;

  ParlorClient       *client;
  ParlorConversation *conversation;
  ParlorTimeline     *live;
  ParlorTimeline     *timeline; /* (nullable): what is shown: the live one, or a part */
  GCancellable       *cancellable;

  ParlorScrollState state;
  ParlorScrollView  settled; /* what the last settle() saw */
  GtkWidget        *anchor;  /* (nullable): a row, not owned */
  double            anchor_offset_px;

  /* Jumping. */
  GQueue         places; /* of Place, the last one first: where one was before */
  GCancellable  *jump_cancellable;
  GtkWidget     *target;      /* (nullable): a row that is to be brought into view, not owned */
  GtkWidget     *focus_row;   /* (nullable): a row that is to get the focus, not owned */
  GtkWidget     *highlighted; /* (nullable): the row that is marked, not owned */
  guint          highlight_id;
  gulong         layout_id;
  GdkFrameClock *layout_clock;

  guint balance_id;
  guint tick_id; /* until the layout in which rows get their place */
  guint midnight_id;

  guint is_opening : 1; /* nothing was laid out since the conversation was set */
  guint is_jumping : 1; /* somewhere is being looked for */
  guint is_loading_newer : 1;
  guint is_returning : 1; /* the place that one goes back to may be the end */
  guint is_settling : 1;
  guint is_refused : 1; /* more messages could not be had the last time */
  guint is_target_marked : 1;
};

void _parlor_history_view_show_timeline (ParlorHistoryView *self,
                                         ParlorTimeline    *timeline);
void _parlor_history_view_set_state (ParlorHistoryView *self,
                                     ParlorScrollEvent  event);
void _parlor_history_view_update (ParlorHistoryView *self);
void _parlor_history_view_balance_later (ParlorHistoryView *self);

ParlorScrollView _parlor_history_view_get_view (ParlorHistoryView *self);
double           _parlor_history_view_list_y_px (ParlorHistoryView *self);
double           _parlor_history_view_row_end_px (ParlorHistoryView *self,
                                                  GtkWidget         *row);
void             _parlor_history_view_set_anchor (ParlorHistoryView *self,
                                                  GtkWidget         *row,
                                                  double             offset_px);
void             _parlor_history_view_pick_anchor (ParlorHistoryView *self);
void             _parlor_history_view_settle (ParlorHistoryView *self);
void             _parlor_history_view_settle_soon (ParlorHistoryView *self);
void             _parlor_history_view_follow_layout (ParlorHistoryView *self);

void _parlor_history_view_open (ParlorHistoryView *self,
                                gint64             seq);
void _parlor_history_view_highlight (ParlorHistoryView *self,
                                     GtkWidget         *row);
void _parlor_history_view_forget_places (ParlorHistoryView *self);

G_END_DECLS
