/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which row is where. */

#define G_LOG_DOMAIN "parlor-history-list"

#include "parlor-event-row.h"
#include "parlor-history-list-private.h"
#include "parlor-message-row.h"

/**
 * parlor_history_list_find_row:
 * @self: a list
 * @y_px: a height in it
 *
 * Returns: (transfer none) (nullable): the first row that ends below @y_px
 */
GtkWidget *
parlor_history_list_find_row (ParlorHistoryList *self,
                              double             y_px)
{
  g_return_val_if_fail (PARLOR_IS_HISTORY_LIST (self), NULL);

  for (guint i = 0; i < self->n_rows; i++) {
    GtkWidget    *row = _parlor_history_list_nth_row (self, i);
    GtkAllocation place;

    gtk_widget_get_allocation (row, &place);
    if (gtk_widget_get_height (row) > 0 && place.y + place.height > y_px)
      return row;
  }

  return NULL;
}

/**
 * parlor_history_list_find_new:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): the row below the line above what is new
 */
GtkWidget *
parlor_history_list_find_new (ParlorHistoryList *self)
{
  g_return_val_if_fail (PARLOR_IS_HISTORY_LIST (self), NULL);

  for (guint i = 0; self->read_seq > 0 && i < self->n_rows; i++) {
    GtkWidget *row = _parlor_history_list_nth_row (self, i);

    if (parlor_message_get_seq (parlor_history_list_get_message (row)) > self->read_seq)
      return row;
  }

  return NULL;
}

/**
 * parlor_history_list_find_seq:
 * @self: a list
 * @seq: a place in the log
 *
 * Returns: (transfer none) (nullable): the row of what is shown there
 */
GtkWidget *
parlor_history_list_find_seq (ParlorHistoryList *self,
                              gint64             seq)
{
  g_return_val_if_fail (PARLOR_IS_HISTORY_LIST (self), NULL);

  for (guint i = 0; seq > 0 && i < self->n_rows; i++) {
    GtkWidget *row = _parlor_history_list_nth_row (self, i);

    if (parlor_message_get_seq (parlor_history_list_get_message (row)) == seq)
      return row;
  }

  return NULL;
}

/**
 * parlor_history_list_get_timeline:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): what the rows are of
 */
ParlorTimeline *
parlor_history_list_get_timeline (ParlorHistoryList *self)
{
  g_return_val_if_fail (PARLOR_IS_HISTORY_LIST (self), NULL);

  return self->timeline;
}

/**
 * parlor_history_list_get_read_seq:
 * @self: a list
 *
 * Returns: behind which place the line above what is new stands, 0 for none
 */
gint64
parlor_history_list_get_read_seq (ParlorHistoryList *self)
{
  g_return_val_if_fail (PARLOR_IS_HISTORY_LIST (self), 0);

  return self->read_seq;
}

/**
 * parlor_history_list_find_last_seq:
 * @self: a list
 * @y_px: a height in it
 *
 * Returns: the seq of the last row that ends above @y_px, 0 if there is none
 */
gint64
parlor_history_list_find_last_seq (ParlorHistoryList *self,
                                   double             y_px)
{
  g_return_val_if_fail (PARLOR_IS_HISTORY_LIST (self), 0);

  for (guint i = self->n_rows; i > 0; i--) {
    GtkWidget    *row = _parlor_history_list_nth_row (self, i - 1);
    const gint64  seq = parlor_message_get_seq (parlor_history_list_get_message (row));
    GtkAllocation place;

    gtk_widget_get_allocation (row, &place);
    if (seq > 0 && gtk_widget_get_height (row) > 0 && place.y + place.height <= y_px + 1)
      return seq;
  }

  return 0;
}

/**
 * parlor_history_list_load:
 * @self: a list
 * @from_y_px: where what is in view begins
 * @to_y_px: where it ends
 * @margin_px: what is as close to that may be in view in a moment
 *
 * Lets the rows there get their images, and those far away let go of them.
 *
 * Returns: whether the place of all rows is known; if not, it has to be called
 *   again after the next layout
 */
gboolean
parlor_history_list_load (ParlorHistoryList *self,
                          double             from_y_px,
                          double             to_y_px,
                          double             margin_px)
{
  gboolean is_laid_out = TRUE;

  g_return_val_if_fail (PARLOR_IS_HISTORY_LIST (self), TRUE);

  for (guint i = 0; i < self->n_rows; i++) {
    GtkWidget    *row = _parlor_history_list_nth_row (self, i);
    GtkAllocation place;
    double        distance_px;

    gtk_widget_get_allocation (row, &place);
    is_laid_out = is_laid_out && gtk_widget_get_height (row) > 0;
    if (!PARLOR_IS_MESSAGE_ROW (row) || gtk_widget_get_height (row) <= 0)
      continue;

    /* What has come near is not let go of before it is twice as far. */
    distance_px = MAX (from_y_px - (place.y + place.height), place.y - to_y_px);
    if (distance_px < 0)
      parlor_message_row_set_nearness (PARLOR_MESSAGE_ROW (row), PARLOR_SEEN);
    else if (distance_px < margin_px)
      parlor_message_row_set_nearness (PARLOR_MESSAGE_ROW (row), PARLOR_NEAR);
    else if (distance_px > 2 * margin_px)
      parlor_message_row_set_nearness (PARLOR_MESSAGE_ROW (row), PARLOR_FAR);
  }

  return is_laid_out;
}

/**
 * parlor_history_list_get_message:
 * @row: a row of a history list
 *
 * Returns: (transfer none): what it shows
 */
ParlorMessage *
parlor_history_list_get_message (GtkWidget *row)
{
  if (PARLOR_IS_MESSAGE_ROW (row))
    return parlor_message_row_get_message (PARLOR_MESSAGE_ROW (row));

  return parlor_event_row_get_message (PARLOR_EVENT_ROW (row));
}
