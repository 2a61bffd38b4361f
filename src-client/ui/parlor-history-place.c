/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping what is being read in its place. */

#define G_LOG_DOMAIN "parlor-history-view"

#include "parlor-history-view-private.h"

/* Where the line above what is new comes to stand, below the top. */
#define NEW_OFFSET_PX 96

ParlorScrollView
_parlor_history_view_get_view (ParlorHistoryView *self)
{
  return (ParlorScrollView){
    .value_px = gtk_adjustment_get_value (self->adjustment),
    .page_px = gtk_adjustment_get_page_size (self->adjustment),
    .upper_px = gtk_adjustment_get_upper (self->adjustment),
  };
}

/* Where the list begins in the content: below its top if it is short. */
double
_parlor_history_view_list_y_px (ParlorHistoryView *self)
{
  double x, y = 0;

  gtk_widget_translate_coordinates (GTK_WIDGET (self->list), self->content, 0, 0, &x, &y);

  return y;
}

/* Where a row ends in the content.  Its end and not its beginning is kept in
 * place, for when an older row comes above it, the day and the name at its top
 * may go. */
double
_parlor_history_view_row_end_px (ParlorHistoryView *self,
                                 GtkWidget         *row)
{
  GtkAllocation place;

  gtk_widget_get_allocation (row, &place);

  return _parlor_history_view_list_y_px (self) + place.y + place.height;
}

void
_parlor_history_view_set_anchor (ParlorHistoryView *self,
                                 GtkWidget         *row,
                                 double             offset_px)
{
  g_set_weak_pointer (&self->anchor, row);
  self->anchor_offset_px = offset_px;
}

void
_parlor_history_view_pick_anchor (ParlorHistoryView *self)
{
  const double value_px = gtk_adjustment_get_value (self->adjustment);
  GtkWidget   *row =
    parlor_history_list_find_row (self->list, value_px - _parlor_history_view_list_y_px (self));

  _parlor_history_view_set_anchor (
    self, row, row != NULL ? _parlor_history_view_row_end_px (self, row) - value_px : 0);
}

/* A scroll that runs on by itself would carry on from where it was before. */
static void
set_value (ParlorHistoryView *self,
           double             value_px)
{
  if (gtk_adjustment_get_value (self->adjustment) == value_px)
    return;

  gtk_scrolled_window_set_kinetic_scrolling (self->scroller, FALSE);
  gtk_adjustment_set_value (self->adjustment, value_px);
  gtk_scrolled_window_set_kinetic_scrolling (self->scroller, TRUE);
}

/* The first layout of a conversation: its end, or what is new if that begins
 * above. */
static void
open_at_new (ParlorHistoryView *self)
{
  GtkWidget *row = parlor_history_list_find_new (self->list);
  double     begin_px;

  if (row == NULL) {
    if (!parlor_timeline_is_live (self->timeline))
      _parlor_history_view_set_state (self, PARLOR_SCROLL_AWAY);
    return;
  }

  begin_px = _parlor_history_view_row_end_px (self, row) - gtk_widget_get_height (row);
  if (!parlor_timeline_is_live (self->timeline) ||
      begin_px - NEW_OFFSET_PX < self->settled.upper_px - self->settled.page_px) {
    _parlor_history_view_set_state (self, PARLOR_SCROLL_AWAY);
    _parlor_history_view_set_anchor (self, row, NEW_OFFSET_PX + gtk_widget_get_height (row));
  }
}

static gboolean
has_what_is_new (ParlorHistoryView *self)
{
  const gint64 read_seq = parlor_history_list_get_read_seq (self->list);

  return parlor_history_list_find_row (self->list, 0) != NULL &&
         (read_seq == 0 || parlor_timeline_has (self->timeline, read_seq + 1) ||
          !parlor_timeline_is_loading (self->timeline));
}

static gboolean
shows_end (ParlorHistoryView      *self,
           const ParlorScrollView *view)
{
  return parlor_scroll_is_at_end (view) && parlor_timeline_is_live (self->timeline) &&
         !parlor_history_list_has_newer (self->list);
}

static gboolean
is_at_end (ParlorHistoryView *self)
{
  return shows_end (self, &self->settled);
}

/* Brings a row into view, a third below the top; all of it, or else its
 * beginning.  With one of the last, one is at the end, and sees what comes, unless
 * something between was not seen. */
static void
place_target (ParlorHistoryView *self)
{
  GtkWidget       *row = self->target;
  const double     height_px = gtk_widget_get_height (row);
  const double     room_px = MAX (self->settled.page_px - height_px, 0);
  const double     offset_px = MIN (self->settled.page_px / 3, room_px / 2) + height_px;
  ParlorScrollView view = self->settled;

  g_clear_weak_pointer (&self->target);
  view.value_px =
    parlor_scroll_target_px (PARLOR_SCROLL_FREE, &self->settled,
                             _parlor_history_view_row_end_px (self, row), offset_px);
  if (shows_end (self, &view) && !parlor_read_marker_is_held (self->read_marker))
    _parlor_history_view_set_state (self, PARLOR_SCROLL_TO_END);
  else
    _parlor_history_view_set_state (self, PARLOR_SCROLL_AWAY);
  _parlor_history_view_set_anchor (self, row, offset_px);
  if (self->is_target_marked)
    _parlor_history_view_highlight (self, row);
}

static void
keep_place (ParlorHistoryView *self)
{
  double anchor_px = 0;

  if (self->anchor == NULL)
    _parlor_history_view_pick_anchor (self);
  if (self->anchor != NULL)
    anchor_px = _parlor_history_view_row_end_px (self, self->anchor);

  self->is_settling = TRUE;
  if (self->anchor != NULL || self->state == PARLOR_SCROLL_STICK)
    set_value (self, parlor_scroll_target_px (self->state, &self->settled, anchor_px,
                                              self->anchor_offset_px));
  self->is_settling = FALSE;
}

void
_parlor_history_view_settle (ParlorHistoryView *self)
{
  self->settled = _parlor_history_view_get_view (self);
  if (self->timeline == NULL || self->settled.page_px <= 0)
    return;

  if (self->is_opening && has_what_is_new (self)) {
    self->is_opening = FALSE;
    open_at_new (self);
  }
  if (self->target != NULL && gtk_widget_get_height (self->target) > 0)
    place_target (self);

  keep_place (self);
  self->settled = _parlor_history_view_get_view (self);
  /* Until the rows down to the end are there again, it is not in view. */
  if (self->is_returning && is_at_end (self)) {
    self->is_returning = FALSE;
    _parlor_history_view_set_state (self, PARLOR_SCROLL_TO_END);
  }
  _parlor_history_view_balance_later (self);
  parlor_read_marker_look (self->read_marker);
}

/* The viewport tells the new upper when it has just allocated its content, by
 * the old value; that the value changes in the midst of it comes too late for
 * the frame that is about to be drawn. */
static void
move_content (ParlorHistoryView *self)
{
  GtkAllocation place;

  gtk_widget_get_allocation (self->content, &place);
  place.y = -gtk_adjustment_get_value (self->adjustment);
  gtk_widget_size_allocate (self->content, &place, -1);
}

static void
on_layout_changed (ParlorHistoryView *self)
{
  const double value_px = gtk_adjustment_get_value (self->adjustment);

  _parlor_history_view_settle (self);
  if (gtk_adjustment_get_value (self->adjustment) != value_px)
    move_content (self);
}

static void
forget_layout (ParlorHistoryView *self)
{
  if (self->layout_clock != NULL)
    g_clear_signal_handler (&self->layout_id, self->layout_clock);
  g_clear_object (&self->layout_clock);
}

static void
on_clock_layout (ParlorHistoryView *self)
{
  forget_layout (self);
  on_layout_changed (self);
}

/* Other rows than before may be just as high all together, and the adjustment
 * has nothing to tell: what counts is that they have been laid out. */
void
_parlor_history_view_settle_soon (ParlorHistoryView *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  if (clock == NULL || self->layout_clock != NULL)
    return;

  self->layout_clock = g_object_ref (clock);
  self->layout_id = g_signal_connect_object (clock, "layout", G_CALLBACK (on_clock_layout), self,
                                             G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_widget_queue_allocate (self->content);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
}

static void
on_scrolled (ParlorHistoryView *self)
{
  const ParlorScrollView view = _parlor_history_view_get_view (self);

  /* The layout clamps the value before it says why: settle() comes next. */
  if (self->is_settling || self->timeline == NULL || self->target != NULL ||
      view.upper_px != self->settled.upper_px || view.page_px != self->settled.page_px)
    return;

  self->settled = view;
  self->is_refused = FALSE;
  self->is_returning = FALSE;
  if (is_at_end (self)) {
    _parlor_history_view_set_state (self, PARLOR_SCROLL_TO_END);
    _parlor_history_view_forget_places (self);
  } else {
    _parlor_history_view_set_state (self, PARLOR_SCROLL_AWAY);
  }

  _parlor_history_view_pick_anchor (self);
  _parlor_history_view_balance_later (self);
  parlor_read_marker_look (self->read_marker);
}

/* The anchor goes: its neighbour takes over, where it is now. */
static void
on_row_removed (ParlorHistoryView *self,
                GtkWidget         *row)
{
  GtkWidget *next;

  if (row != self->anchor)
    return;

  next = gtk_widget_get_next_sibling (row);
  while (next != NULL && !GTK_IS_LIST_BOX_ROW (next))
    next = gtk_widget_get_next_sibling (next);

  _parlor_history_view_set_anchor (self, next,
                                   next != NULL ? _parlor_history_view_row_end_px (self, next) -
                                                    gtk_adjustment_get_value (self->adjustment)
                                                : 0);
}

/**
 * _parlor_history_view_follow_layout:
 * @self: a history view
 *
 * Begins to keep things in their place.
 */
void
_parlor_history_view_follow_layout (ParlorHistoryView *self)
{
  g_signal_connect_object (self->list, "row-removed",
                           G_CALLBACK (on_row_removed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "notify::upper",
                           G_CALLBACK (on_layout_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "notify::page-size",
                           G_CALLBACK (on_layout_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "value-changed",
                           G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "unrealize", G_CALLBACK (forget_layout), self,
                           G_CONNECT_SWAPPED);
}

/**
 * parlor_history_view_let_grow:
 * @self: a history view
 * @row: one of its rows
 * @growth_px: how much higher it is about to be
 *
 * Has a row grow downwards, since its reader asks for more of it: its beginning
 * stays where it is, also at the end of the history.
 */
void
parlor_history_view_let_grow (ParlorHistoryView *self,
                              GtkWidget         *row,
                              int                growth_px)
{
  g_return_if_fail (PARLOR_IS_HISTORY_VIEW (self));
  g_return_if_fail (GTK_IS_WIDGET (row));

  _parlor_history_view_set_state (self, PARLOR_SCROLL_AWAY);
  _parlor_history_view_set_anchor (self, row,
                                   _parlor_history_view_row_end_px (self, row) -
                                     gtk_adjustment_get_value (self->adjustment) + growth_px);
}
