/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Going to another place of the conversation, and back. */

#define G_LOG_DOMAIN "parlor-history-view"

#include "parlor-history-view-private.h"

#include <glib/gi18n.h>

#include "parlor-client-error.h"
#include "parlor-date-popover.h"

/* How many places one can go back to. */
#define PLACES_MAX 20

/* So long a row is marked after a jump to it. */
#define HIGHLIGHT_MS 1600

/* Where one was: which row, and how far its end was below the top of the view. */
typedef struct
{
  ParlorTimeline *timeline;
  gint64          seq;
  double          offset_px;
  gboolean        is_held; /* what lies before it has not been seen */
} Place;

static void
place_free (gpointer data)
{
  Place *place = data;

  g_object_unref (place->timeline);
  g_free (place);
}

static void
update_back_pill (ParlorHistoryView *self)
{
  gtk_revealer_set_reveal_child (self->back_revealer, !g_queue_is_empty (&self->places));
}

void
_parlor_history_view_forget_places (ParlorHistoryView *self)
{
  g_queue_clear_full (&self->places, place_free);
  update_back_pill (self);
}

/* What has not been sent has no seq: the row above it has. */
static GtkWidget *
find_sent_row (GtkWidget *row)
{
  while (row != NULL &&
         (!GTK_IS_LIST_BOX_ROW (row) ||
          parlor_message_get_seq (parlor_history_list_get_message (row)) == 0))
    row = gtk_widget_get_prev_sibling (row);

  return row;
}

static void
remember_place (ParlorHistoryView *self)
{
  const double value_px = gtk_adjustment_get_value (self->adjustment);
  GtkWidget   *row;
  Place       *place;

  _parlor_history_view_pick_anchor (self);
  row = find_sent_row (self->anchor);
  if (row == NULL)
    return;

  place = g_new (Place, 1);
  *place = (Place){ g_object_ref (self->timeline),
                    parlor_message_get_seq (parlor_history_list_get_message (row)),
                    _parlor_history_view_row_end_px (self, row) - value_px,
                    parlor_read_marker_is_held (self->read_marker) };
  g_queue_push_head (&self->places, place);
  if (g_queue_get_length (&self->places) > PLACES_MAX)
    place_free (g_queue_pop_tail (&self->places));
  update_back_pill (self);
}

static void
tell (ParlorHistoryView *self,
      const char        *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static gboolean
on_highlight_ended (gpointer user_data)
{
  ParlorHistoryView *self = user_data;

  self->highlight_id = 0;
  if (self->highlighted != NULL)
    gtk_widget_remove_css_class (self->highlighted, "highlighted");
  g_clear_weak_pointer (&self->highlighted);

  return G_SOURCE_REMOVE;
}

/* Marks a row for a moment; how the mark goes is for the style to say, and GTK
 * lets it go at once where animations are not wanted. */
void
_parlor_history_view_highlight (ParlorHistoryView *self,
                                GtkWidget         *row)
{
  if (self->highlight_id != 0) {
    g_source_remove (self->highlight_id);
    on_highlight_ended (self);
  }

  g_set_weak_pointer (&self->highlighted, row);
  gtk_widget_add_css_class (row, "highlighted");
  g_set_weak_pointer (&self->focus_row, row);
  _parlor_history_view_balance_later (self);
  self->highlight_id = g_timeout_add (HIGHLIGHT_MS, on_highlight_ended, self);
}

static gboolean
is_in_view (ParlorHistoryView *self,
            GtkWidget         *row)
{
  const ParlorScrollView view = _parlor_history_view_get_view (self);
  const double           end_px = _parlor_history_view_row_end_px (self, row);
  const int              height_px = gtk_widget_get_height (row);

  return height_px > 0 && end_px - height_px >= view.value_px &&
         end_px <= view.value_px + view.page_px;
}

/* What lies between what was read and a place beyond it has not been seen. */
static void
hold_marker (ParlorHistoryView *self,
             gint64             seq)
{
  parlor_read_marker_hold (self->read_marker,
                           seq > parlor_conversation_get_read_seq (self->conversation) + 1);
}

static void
set_target (ParlorHistoryView *self,
            GtkWidget         *row)
{
  g_set_weak_pointer (&self->target, row);
  if (gtk_widget_get_height (row) > 0)
    _parlor_history_view_settle (self);
  else
    _parlor_history_view_settle_soon (self);
}

/* Goes to what is loaded.  Where that is on screen already, nothing moves. */
static void
go_to (ParlorHistoryView *self,
       ParlorTimeline    *timeline,
       gint64             seq,
       gboolean           is_marked)
{
  GtkWidget *row = NULL;

  if (timeline == self->timeline)
    row = parlor_history_list_find_seq (self->list, seq);
  if (row != NULL && is_in_view (self, row)) {
    if (is_marked)
      _parlor_history_view_highlight (self, row);
    return;
  }

  if (self->timeline != NULL)
    remember_place (self);
  self->is_target_marked = is_marked;
  self->is_opening = FALSE;
  _parlor_history_view_show_timeline (self, timeline);
  row = parlor_history_list_show_position (self->list, timeline,
                                           parlor_timeline_find_position (timeline, seq));
  _parlor_history_view_set_state (self, PARLOR_SCROLL_AWAY);
  hold_marker (self, seq);
  if (row != NULL)
    set_target (self, row);
}

static gboolean
is_deleted (ParlorHistoryView *self,
            gint64             seq)
{
  ParlorMessage *message = parlor_conversation_find_message (self->conversation, seq);

  return message != NULL && parlor_message_is_deleted (message);
}

static void
tell_error (ParlorHistoryView *self,
            const GError      *error)
{
  if (g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED))
    tell (self, _ ("That part of the conversation is not on this device, and there is no "
                   "connection to the server"));
  else
    tell (self, error->message);
}

static ParlorTimeline *
finish_jump (ParlorHistoryView *self,
             GObject           *source,
             GAsyncResult      *result,
             gint64            *ret_seq)
{
  g_autoptr (GError) error = NULL;
  ParlorTimeline    *timeline;

  timeline = parlor_conversation_open_finish (PARLOR_CONVERSATION (source), result, ret_seq,
                                              &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return NULL;

  self->is_jumping = FALSE;
  if (timeline == NULL)
    tell_error (self, error);
  _parlor_history_view_update (self);

  return timeline;
}

static void
on_message_opened (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (ParlorHistoryView) self = user_data;
  g_autoptr (ParlorTimeline)    timeline = NULL;
  gint64                        seq;

  timeline = finish_jump (self, source, result, &seq);
  if (timeline == NULL)
    return;

  go_to (self, timeline, seq, TRUE);
  if (is_deleted (self, seq))
    tell (self, _ ("This message was deleted"));
}

static void
on_date_opened (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ParlorHistoryView) self = user_data;
  g_autoptr (ParlorTimeline)    timeline = NULL;
  gint64                        seq;

  timeline = finish_jump (self, source, result, &seq);
  if (timeline != NULL)
    go_to (self, timeline, seq, TRUE);
}

/* Whoever asks again does not wait for the first answer. */
static GCancellable *
begin_jump (ParlorHistoryView *self)
{
  g_cancellable_cancel (self->jump_cancellable);
  g_set_object (&self->jump_cancellable, NULL);
  self->jump_cancellable = g_cancellable_new ();
  self->is_returning = FALSE;
  self->is_jumping = TRUE;
  _parlor_history_view_update (self);

  return self->jump_cancellable;
}

/**
 * parlor_history_view_show_message:
 * @self: a history view
 * @seq: a place in the conversation's log; any number will do
 *
 * Brings the message there into view, with what is around it, and marks it for a
 * moment.  Says so if it cannot be had.
 */
void
parlor_history_view_show_message (ParlorHistoryView *self,
                                  gint64             seq)
{
  g_return_if_fail (PARLOR_IS_HISTORY_VIEW (self));

  if (self->conversation != NULL)
    parlor_conversation_open_async (self->conversation, seq, begin_jump (self), on_message_opened,
                                    g_object_ref (self));
}

/**
 * parlor_history_view_show_date:
 * @self: a history view
 * @time_ms: Unix time in milliseconds
 *
 * Goes to the first message that is not older, or else to the last one.
 */
void
parlor_history_view_show_date (ParlorHistoryView *self,
                               gint64             time_ms)
{
  g_return_if_fail (PARLOR_IS_HISTORY_VIEW (self));

  if (self->conversation != NULL)
    parlor_conversation_open_at_async (self->conversation, time_ms, begin_jump (self),
                                       on_date_opened, g_object_ref (self));
}

/**
 * parlor_history_view_go_back:
 * @self: a history view
 *
 * Returns to where one was before the last jump, to the pixel.
 */
void
parlor_history_view_go_back (ParlorHistoryView *self)
{
  Place          *place;
  ParlorTimeline *timeline;
  GtkWidget      *row;

  g_return_if_fail (PARLOR_IS_HISTORY_VIEW (self));

  place = g_queue_pop_head (&self->places);
  if (place == NULL)
    return;

  timeline = parlor_timeline_get_successor (place->timeline);
  g_clear_weak_pointer (&self->target);
  self->is_opening = FALSE;
  _parlor_history_view_show_timeline (self, timeline);
  row = parlor_history_list_show_position (self->list, timeline,
                                           parlor_timeline_find_position (timeline, place->seq));
  _parlor_history_view_set_state (self, PARLOR_SCROLL_AWAY);
  _parlor_history_view_set_anchor (self, row, place->offset_px);
  self->is_returning = TRUE;
  if (row != NULL && gtk_widget_get_height (row) > 0)
    _parlor_history_view_settle (self);
  else
    _parlor_history_view_settle_soon (self);
  parlor_read_marker_hold (self->read_marker, place->is_held);

  place_free (place);
  update_back_pill (self);
}

/**
 * parlor_history_view_choose_date:
 * @self: a history view
 *
 * Lets the person choose a day to go to.
 */
void
parlor_history_view_choose_date (ParlorHistoryView *self)
{
  const GdkRectangle top = { gtk_widget_get_width (GTK_WIDGET (self)) / 2, 0, 1, 1 };

  g_return_if_fail (PARLOR_IS_HISTORY_VIEW (self));

  if (self->conversation == NULL)
    return;

  if (self->date_popover == NULL) {
    self->date_popover = parlor_date_popover_new (NULL);
    gtk_popover_set_position (GTK_POPOVER (self->date_popover), GTK_POS_BOTTOM);
    gtk_widget_set_parent (self->date_popover, GTK_WIDGET (self));
  }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->date_popover), &top);
  gtk_popover_popup (GTK_POPOVER (self->date_popover));
}

/* Opening a conversation where what is new lies further back than what is loaded. */

static void
on_new_opened (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (ParlorHistoryView) self = user_data;
  g_autoptr (ParlorTimeline)    timeline = NULL;
  g_autoptr (GError)            error = NULL;
  gint64                        seq;

  timeline = parlor_conversation_open_finish (PARLOR_CONVERSATION (source), result, &seq, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->is_jumping = FALSE;
  if (timeline == NULL) {
    g_debug ("What is new cannot be had: %s", error->message);
    _parlor_history_view_show_timeline (self, self->live);
    parlor_history_list_show_end (self->list, self->live);
  } else {
    _parlor_history_view_show_timeline (self, timeline);
    parlor_history_list_show_position (self->list, timeline,
                                       parlor_timeline_find_position (timeline, seq));
  }
  _parlor_history_view_update (self);
  _parlor_history_view_settle_soon (self);
}

/**
 * _parlor_history_view_open:
 * @self: a history view that shows nothing yet
 * @seq: what was not read first
 *
 * Shows the conversation from there on.
 */
void
_parlor_history_view_open (ParlorHistoryView *self,
                           gint64             seq)
{
  parlor_conversation_open_async (self->conversation, seq, begin_jump (self), on_new_opened,
                                  g_object_ref (self));
}
