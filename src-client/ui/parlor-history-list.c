/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-history-list"

#include "parlor-history-list-private.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-event-row.h"
#include "parlor-history-header.h"
#include "parlor-message-row.h"

/* Rows there are when a conversation is opened, that are added at once, and
 * from which on those far from the view are taken away. */
#define FIRST_ROWS 60
#define MORE_ROWS 30
#define MAX_ROWS 150

/**
 * ParlorHistoryList:
 *
 * A window of rows over a conversation's timeline: not more of them than a
 * reader comes by, so that a long history costs no more than a short one.  It
 * follows the timeline; which part of it is shown is for the history view to
 * say, which knows what is on screen.
 *
 * It is a #GtkListBox and not a #GtkListView, since those of GTK before 4.10
 * lose their place among rows of different heights.
 */

G_DEFINE_FINAL_TYPE (ParlorHistoryList, parlor_history_list, ADW_TYPE_BIN)

enum {
  ROW_ADDED,
  ROW_REMOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Rows and what they show. */

static GtkWidget *
row_new (ParlorHistoryList *self,
         ParlorMessage     *message)
{
  GtkWidget *row;

  if (parlor_message_get_kind (message) != PARLOR_EVENT_MESSAGE)
    return parlor_event_row_new (message);

  row = parlor_message_row_new (self->client, self->conversation, message);
  if (self->width_px > 0)
    parlor_message_row_set_width_px (PARLOR_MESSAGE_ROW (row), self->width_px);

  return row;
}

static void
update_header (GtkListBoxRow *row,
               GtkListBoxRow *row_before,
               gpointer       user_data)
{
  ParlorHistoryList *self = user_data;
  ParlorMessage     *message = parlor_history_list_get_message (GTK_WIDGET (row));
  ParlorMessage     *before = NULL;
  GtkWidget         *header;

  if (row_before != NULL)
    before = parlor_history_list_get_message (GTK_WIDGET (row_before));

  header = parlor_history_header_new (message, before, self->read_seq);
  gtk_list_box_row_set_header (row, header);
  if (PARLOR_IS_MESSAGE_ROW (row))
    parlor_message_row_set_place (PARLOR_MESSAGE_ROW (row),
                                  parlor_history_header_place (message,
                                                               header == NULL ? before : NULL));
}

GtkWidget *
_parlor_history_list_nth_row (ParlorHistoryList *self,
                              guint              n)
{
  return GTK_WIDGET (gtk_list_box_get_row_at_index (self->box, n));
}

/* Puts rows for the timeline's positions from @position on, where the window
 * has none yet. */
static void
add_rows (ParlorHistoryList *self,
          guint              position,
          guint              n_added)
{
  for (guint i = 0; i < n_added; i++) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (G_LIST_MODEL (self->timeline),
                                                               position + i);
    GtkWidget                *row = row_new (self, message);

    gtk_list_box_insert (self->box, row, position + i - self->first);
    g_signal_emit (self, signals[ROW_ADDED], 0, row);
  }

  self->n_rows += n_added;
}

/* GTK would look for another row to give the focus to, and scroll there. */
static void
release_focus (GtkWidget *row)
{
  GtkRoot   *root = gtk_widget_get_root (row);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && (focus == row || gtk_widget_is_ancestor (focus, row)))
    gtk_root_set_focus (root, NULL);
}

static void
remove_rows (ParlorHistoryList *self,
             guint              from,
             guint              n_removed)
{
  for (guint i = 0; i < n_removed; i++) {
    GtkWidget *row = _parlor_history_list_nth_row (self, from);

    release_focus (row);
    g_signal_emit (self, signals[ROW_REMOVED], 0, row);
    gtk_list_box_remove (self->box, row);
  }

  self->n_rows -= n_removed;
}

/* The window within the timeline. */

static void
on_items_removed (ParlorHistoryList *self,
                  guint              position,
                  guint              n_removed)
{
  const guint from = MAX (position, self->first);
  const guint to = MIN (position + n_removed, self->first + self->n_rows);

  if (from < to)
    remove_rows (self, from - self->first, to - from);
  if (position < self->first)
    self->first -= MIN (n_removed, self->first - position);
}

/* Older ones are shown when the view asks for them.  New ones are, unless the
 * reader is so far back that the end has been taken away. */
static void
on_items_added (ParlorHistoryList *self,
                guint              position,
                guint              n_added,
                gboolean           was_at_end)
{
  if (self->n_rows == 0)
    parlor_history_list_show_end (self, self->timeline);
  else if (position <= self->first)
    self->first += n_added;
  else if (position < self->first + self->n_rows)
    add_rows (self, position, n_added);
  else if (was_at_end && self->n_rows + n_added <= 2 * MAX_ROWS)
    add_rows (self, position, n_added);
}

static void
on_items_changed (ParlorHistoryList *self,
                  guint              position,
                  guint              n_removed,
                  guint              n_added)
{
  const guint n_before =
    g_list_model_get_n_items (G_LIST_MODEL (self->timeline)) - n_added + n_removed;
  const gboolean was_at_end = self->first + self->n_rows == n_before;

  if (n_removed > 0)
    on_items_removed (self, position, n_removed);
  if (n_added > 0)
    on_items_added (self, position, n_added, was_at_end);
}

/* Follows another timeline, with the rows that there are. */
static void
set_timeline (ParlorHistoryList *self,
              ParlorTimeline    *timeline)
{
  if (self->timeline == timeline)
    return;

  if (self->timeline != NULL)
    g_clear_signal_handler (&self->items_changed_id, self->timeline);
  g_set_object (&self->timeline, timeline);
  if (timeline != NULL)
    self->items_changed_id =
      g_signal_connect_object (timeline, "items-changed",
                               G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
}

static void
clear (ParlorHistoryList *self)
{
  set_timeline (self, NULL);
  if (self->box != NULL)
    remove_rows (self, 0, self->n_rows);
  self->first = 0;
  self->n_rows = 0;
  g_clear_object (&self->conversation);
  g_clear_object (&self->client);
}

static void
parlor_history_list_dispose (GObject *object)
{
  ParlorHistoryList *self = PARLOR_HISTORY_LIST (object);

  clear (self);
  self->box = NULL;

  G_OBJECT_CLASS (parlor_history_list_parent_class)->dispose (object);
}

static void
parlor_history_list_class_init (ParlorHistoryListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_history_list_dispose;

  /**
   * ParlorHistoryList::row-added:
   * @row: a row
   *
   * @row has come.
   */
  signals[ROW_ADDED] =
    g_signal_new ("row-added", PARLOR_TYPE_HISTORY_LIST, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, GTK_TYPE_WIDGET);

  /**
   * ParlorHistoryList::row-removed:
   * @row: a row
   *
   * @row is about to be taken away.
   */
  signals[ROW_REMOVED] =
    g_signal_new ("row-removed", PARLOR_TYPE_HISTORY_LIST, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, GTK_TYPE_WIDGET);

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "history");
}

static void
parlor_history_list_init (ParlorHistoryList *self)
{
  self->box = g_object_new (GTK_TYPE_LIST_BOX,
                            "accessible-role", GTK_ACCESSIBLE_ROLE_LOG,
                            "selection-mode", GTK_SELECTION_NONE,
                            NULL);
  gtk_list_box_set_header_func (self->box, update_header, self, NULL);
  /* Translators: name of the list of messages, for screen readers */
  parlor_accessible_set_label (GTK_WIDGET (self->box), _ ("Messages"));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

/**
 * parlor_history_list_set_conversation:
 * @self: a list
 * @client: (nullable): the client that @conversation belongs to
 * @conversation: (nullable): what to show
 * @read_seq: where to draw the line above what is new, 0 for nowhere
 *
 * Begins with @conversation; as yet nothing of it is shown.
 */
void
parlor_history_list_set_conversation (ParlorHistoryList  *self,
                                      ParlorClient       *client,
                                      ParlorConversation *conversation,
                                      gint64              read_seq)
{
  g_return_if_fail (PARLOR_IS_HISTORY_LIST (self));

  clear (self);
  self->read_seq = read_seq;
  if (conversation == NULL)
    return;

  self->client = g_object_ref (client);
  self->conversation = g_object_ref (conversation);
}

/**
 * parlor_history_list_set_read_seq:
 * @self: a list
 * @read_seq: where to draw the line above what is new, 0 for nowhere
 */
void
parlor_history_list_set_read_seq (ParlorHistoryList *self,
                                  gint64             read_seq)
{
  g_return_if_fail (PARLOR_IS_HISTORY_LIST (self));

  if (self->read_seq == read_seq)
    return;

  self->read_seq = read_seq;
  gtk_list_box_invalidate_headers (self->box);
}

/**
 * parlor_history_list_update_days:
 * @self: a list
 *
 * Another day has begun: what was today is yesterday now.
 */
void
parlor_history_list_update_days (ParlorHistoryList *self)
{
  g_return_if_fail (PARLOR_IS_HISTORY_LIST (self));

  gtk_list_box_invalidate_headers (self->box);
}

/**
 * parlor_history_list_update_width:
 * @self: a list
 *
 * Makes images fit after a layout has changed the width of the list.
 */
void
parlor_history_list_update_width (ParlorHistoryList *self)
{
  int width_px;

  g_return_if_fail (PARLOR_IS_HISTORY_LIST (self));

  width_px = gtk_widget_get_width (GTK_WIDGET (self));
  if (width_px <= 0 || width_px == self->width_px)
    return;

  self->width_px = width_px;
  for (guint i = 0; i < self->n_rows; i++) {
    GtkWidget *row = _parlor_history_list_nth_row (self, i);

    if (PARLOR_IS_MESSAGE_ROW (row))
      parlor_message_row_set_width_px (PARLOR_MESSAGE_ROW (row), width_px);
  }
}

/**
 * parlor_history_list_has_older:
 * @self: a list
 *
 * Returns: whether the timeline has something above the first row
 */
gboolean
parlor_history_list_has_older (ParlorHistoryList *self)
{
  g_return_val_if_fail (PARLOR_IS_HISTORY_LIST (self), FALSE);

  return self->first > 0;
}

/**
 * parlor_history_list_has_newer:
 * @self: a list
 *
 * Returns: whether the timeline has something below the last row
 */
gboolean
parlor_history_list_has_newer (ParlorHistoryList *self)
{
  g_return_val_if_fail (PARLOR_IS_HISTORY_LIST (self), FALSE);

  return self->timeline != NULL &&
         self->first + self->n_rows < g_list_model_get_n_items (G_LIST_MODEL (self->timeline));
}

/**
 * parlor_history_list_show_older:
 * @self: a list
 *
 * Adds some rows at the top.
 */
void
parlor_history_list_show_older (ParlorHistoryList *self)
{
  guint n_added;

  g_return_if_fail (PARLOR_IS_HISTORY_LIST (self));

  n_added = MIN (self->first, MORE_ROWS);
  self->first -= n_added;
  add_rows (self, self->first, n_added);
}

/**
 * parlor_history_list_show_newer:
 * @self: a list
 *
 * Adds some rows at the bottom.
 */
void
parlor_history_list_show_newer (ParlorHistoryList *self)
{
  guint end;

  g_return_if_fail (PARLOR_IS_HISTORY_LIST (self));

  end = self->first + self->n_rows;
  add_rows (self, end,
            MIN (g_list_model_get_n_items (G_LIST_MODEL (self->timeline)) - end, MORE_ROWS));
}

/* The line stands above what others wrote: who joins a conversation, or writes
 * in it from another device, has read that. */
static void
place_line (ParlorHistoryList *self)
{
  const guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->timeline));
  guint       i;

  if (self->read_seq <= 0 || !parlor_timeline_has (self->timeline, self->read_seq + 1))
    return;

  for (i = parlor_timeline_find_position (self->timeline, self->read_seq + 1); i < n_items; i++) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (G_LIST_MODEL (self->timeline), i);

    if (parlor_message_get_seq (message) == 0 ||
        (parlor_message_get_kind (message) == PARLOR_EVENT_MESSAGE &&
         !parlor_message_is_own (message)))
      return;
    self->read_seq = parlor_message_get_seq (message);
  }
}

/* Shows other rows than those that there are. */
static void
show_rows (ParlorHistoryList *self,
           ParlorTimeline    *timeline,
           guint              first,
           guint              n_rows)
{
  remove_rows (self, 0, self->n_rows);
  set_timeline (self, timeline);
  self->first = first;
  place_line (self);
  add_rows (self, first, n_rows);
}

/**
 * parlor_history_list_show_end:
 * @self: a list
 * @timeline: of its conversation
 *
 * Shows the newest part of @timeline, without a hole and wherever the window was.
 */
void
parlor_history_list_show_end (ParlorHistoryList *self,
                              ParlorTimeline    *timeline)
{
  guint n_items;
  guint n_rows;

  g_return_if_fail (PARLOR_IS_HISTORY_LIST (self));

  if (self->timeline == timeline && self->n_rows > 0 && !parlor_history_list_has_newer (self))
    return;

  n_items = g_list_model_get_n_items (G_LIST_MODEL (timeline));
  n_rows = MIN (n_items, FIRST_ROWS);
  show_rows (self, timeline, n_items - n_rows, n_rows);
}

/**
 * parlor_history_list_show_position:
 * @self: a list
 * @timeline: of its conversation
 * @position: in @timeline
 *
 * Shows an item of @timeline and what is around it; rows that are there already
 * stay if it is among them.
 *
 * Returns: (transfer none) (nullable): its row, or that of the last one if there
 *   are not so many
 */
GtkWidget *
parlor_history_list_show_position (ParlorHistoryList *self,
                                   ParlorTimeline    *timeline,
                                   guint              position)
{
  guint n_items;
  guint first;

  g_return_val_if_fail (PARLOR_IS_HISTORY_LIST (self), NULL);

  n_items = g_list_model_get_n_items (G_LIST_MODEL (timeline));
  if (n_items == 0)
    return NULL;

  position = MIN (position, n_items - 1);
  first = position - MIN (position, FIRST_ROWS / 2);
  if (self->timeline != timeline || position < self->first ||
      position >= self->first + self->n_rows)
    show_rows (self, timeline, first, MIN (FIRST_ROWS, n_items - first));

  return _parlor_history_list_nth_row (self, position - self->first);
}

/**
 * parlor_history_list_follow:
 * @self: a list that shows something
 * @timeline: one that has the same messages at the same positions; of those
 *   behind them nothing is known
 *
 * Goes on with @timeline: the rows stay.
 */
void
parlor_history_list_follow (ParlorHistoryList *self,
                            ParlorTimeline    *timeline)
{
  guint n_items;

  g_return_if_fail (PARLOR_IS_HISTORY_LIST (self));

  n_items = g_list_model_get_n_items (G_LIST_MODEL (timeline));
  n_items -= MIN (n_items, self->first);
  if (self->n_rows > n_items)
    remove_rows (self, n_items, self->n_rows - n_items);
  set_timeline (self, timeline);
}

/* Takes rows away at the bottom that begin below @to_y_px. */
static void
trim_bottom (ParlorHistoryList *self,
             double             to_y_px)
{
  while (self->n_rows > MAX_ROWS) {
    GtkAllocation place;

    gtk_widget_get_allocation (_parlor_history_list_nth_row (self, self->n_rows - 1), &place);
    if (place.y <= to_y_px)
      return;
    remove_rows (self, self->n_rows - 1, 1);
  }
}

static void
trim_top (ParlorHistoryList *self,
          double             from_y_px)
{
  while (self->n_rows > MAX_ROWS) {
    GtkAllocation place;

    gtk_widget_get_allocation (_parlor_history_list_nth_row (self, 0), &place);
    if (place.height == 0 || place.y + place.height >= from_y_px)
      return;
    remove_rows (self, 0, 1);
    self->first++;
  }
}

/**
 * parlor_history_list_trim:
 * @self: a list
 * @from_y_px: where what has to stay begins, from the top of the list
 * @to_y_px: where it ends
 *
 * Takes rows away that are far from the view, if there are too many.
 */
void
parlor_history_list_trim (ParlorHistoryList *self,
                          double             from_y_px,
                          double             to_y_px)
{
  g_return_if_fail (PARLOR_IS_HISTORY_LIST (self));

  trim_top (self, from_y_px);
  trim_bottom (self, to_y_px);
}
