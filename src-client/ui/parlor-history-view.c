/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-history-view"

#include "parlor-history-view.h"

#include "parlor-end-pill.h"
#include "parlor-focus-scroller.h"
#include "parlor-history-list.h"
#include "parlor-read-marker.h"
#include "parlor-resource.h"

/* How many messages are asked for when the reader comes near the first. */
#define LOAD_ITEMS 50

/* Rows as many views away as that are kept and get their images. */
#define PAGES_KEPT 3
#define PAGES_LOADED 1

/* Where the line above what is new comes to stand, below the top. */
#define NEW_OFFSET_PX 96

/**
 * ParlorHistoryView:
 *
 * The history of a conversation, which never moves under its reader.
 *
 * ParlorScrollState says what is to be kept: in STICK the end of the history,
 * in FREE and LOADING the place of the anchor, the row at the top of the view.
 * The adjustment is set in one function only, settle(), which runs when the
 * adjustment has a new upper or page-size: that is after every layout in which
 * anything has changed its height, be it a new row, an image, the composer or
 * the window, and before anything is drawn.  Rows are added and taken away in
 * balance(), between two layouts.
 *
 * Action: history.go-to-end.
 */
struct _ParlorHistoryView
{
  AdwBin parent_instance;

  GtkScrolledWindow   *scroller;
  GtkWidget           *content;
  ParlorHistoryList   *list;
  GtkWidget           *empty;
  GtkSpinner          *spinner;
  ParlorEndPill       *pill;
  GtkAdjustment       *adjustment;
  ParlorFocusScroller *focus_scroller;
  ParlorReadMarker    *read_marker;

  ParlorClient       *client;
  ParlorConversation *conversation;
  ParlorTimeline     *timeline;
  GCancellable       *cancellable;

  ParlorScrollState state;
  ParlorScrollView  settled; /* what the last settle() saw */
  GtkWidget        *anchor;  /* (nullable): a row, not owned */
  double            anchor_offset_px;

  guint balance_id;

  guint is_opening : 1; /* nothing was laid out since the conversation was set */
  guint is_settling : 1;
  guint is_refused : 1; /* older messages could not be had the last time */
};

G_DEFINE_FINAL_TYPE (ParlorHistoryView, parlor_history_view, ADW_TYPE_BIN)

static void balance_later (ParlorHistoryView *self);

static ParlorScrollView
get_view (ParlorHistoryView *self)
{
  return (ParlorScrollView){
    .value_px = gtk_adjustment_get_value (self->adjustment),
    .page_px = gtk_adjustment_get_page_size (self->adjustment),
    .upper_px = gtk_adjustment_get_upper (self->adjustment),
  };
}

/* Where the list begins in the content: below its top if it is short. */
static double
list_y_px (ParlorHistoryView *self)
{
  double x, y = 0;

  gtk_widget_translate_coordinates (GTK_WIDGET (self->list), self->content, 0, 0, &x, &y);

  return y;
}

/* Where a row ends in the content.  Its end and not its beginning is kept in
 * place, for when an older row comes above it, the day and the name at its top
 * may go. */
static double
row_end_px (ParlorHistoryView *self,
            GtkWidget         *row)
{
  GtkAllocation place;

  gtk_widget_get_allocation (row, &place);

  return list_y_px (self) + place.y + place.height;
}

/* What the reader sees. */

static void
update_pill (ParlorHistoryView *self)
{
  if (self->state == PARLOR_SCROLL_STICK || self->conversation == NULL)
    parlor_end_pill_hide (self->pill);
  else
    parlor_end_pill_show (self->pill, parlor_conversation_get_unread (self->conversation));
}

static void
update_empty (ParlorHistoryView *self)
{
  gtk_widget_set_visible (self->empty,
                          self->timeline != NULL &&
                            parlor_timeline_is_complete (self->timeline) &&
                            g_list_model_get_n_items (G_LIST_MODEL (self->timeline)) == 0);
}

static void
update_spinner (ParlorHistoryView *self)
{
  gtk_spinner_set_spinning (self->spinner,
                            self->timeline != NULL && parlor_timeline_is_loading (self->timeline));
}

static void
set_state (ParlorHistoryView *self,
           ParlorScrollEvent  event)
{
  if (parlor_scroll_next (self->state, event, &self->state))
    update_pill (self);
}

/* Keeping the place. */

static void
set_anchor (ParlorHistoryView *self,
            GtkWidget         *row,
            double             offset_px)
{
  g_set_weak_pointer (&self->anchor, row);
  self->anchor_offset_px = offset_px;
}

static void
pick_anchor (ParlorHistoryView *self)
{
  const double value_px = gtk_adjustment_get_value (self->adjustment);
  GtkWidget   *row = parlor_history_list_find_row (self->list, value_px - list_y_px (self));

  set_anchor (self, row, row != NULL ? row_end_px (self, row) - value_px : 0);
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

  double begin_px;

  if (row == NULL)
    return;

  begin_px = row_end_px (self, row) - gtk_widget_get_height (row);
  if (begin_px - NEW_OFFSET_PX < self->settled.upper_px - self->settled.page_px) {
    set_state (self, PARLOR_SCROLL_AWAY);
    set_anchor (self, row, NEW_OFFSET_PX + gtk_widget_get_height (row));
  }
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
settle (ParlorHistoryView *self)
{
  double anchor_px = 0;

  self->settled = get_view (self);
  if (self->conversation == NULL || self->settled.page_px <= 0)
    return;

  if (self->is_opening && parlor_history_list_find_row (self->list, 0) != NULL) {
    self->is_opening = FALSE;
    open_at_new (self);
  }

  if (self->anchor == NULL)
    pick_anchor (self);
  if (self->anchor != NULL)
    anchor_px = row_end_px (self, self->anchor);

  self->is_settling = TRUE;
  if (self->anchor != NULL || self->state == PARLOR_SCROLL_STICK)
    set_value (self, parlor_scroll_target_px (self->state, &self->settled, anchor_px,
                                              self->anchor_offset_px));
  self->is_settling = FALSE;
  self->settled = get_view (self);

  balance_later (self);
  parlor_read_marker_look (self->read_marker);
}

static void
on_layout_changed (ParlorHistoryView *self)
{
  const double value_px = gtk_adjustment_get_value (self->adjustment);

  settle (self);
  if (gtk_adjustment_get_value (self->adjustment) != value_px)
    move_content (self);
}

static void
on_scrolled (ParlorHistoryView *self)
{
  const ParlorScrollView view = get_view (self);

  /* The layout clamps the value before it says why: settle() comes next. */
  if (self->is_settling || self->conversation == NULL ||
      view.upper_px != self->settled.upper_px || view.page_px != self->settled.page_px)
    return;

  self->settled = view;
  self->is_refused = FALSE;
  if (parlor_scroll_is_at_end (&view) && !parlor_history_list_has_newer (self->list))
    set_state (self, PARLOR_SCROLL_TO_END);
  else
    set_state (self, PARLOR_SCROLL_AWAY);

  pick_anchor (self);
  balance_later (self);
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

  set_anchor (self, next,
              next != NULL ? row_end_px (self, next) - gtk_adjustment_get_value (self->adjustment)
                           : 0);
}

/* Having enough rows around the view, and not too many. */

static void
on_older_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ParlorHistoryView) self = user_data;
  g_autoptr (GError)            error = NULL;
  const int                     n_loaded =
    parlor_timeline_load_older_finish (PARLOR_TIMELINE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (n_loaded < 0) {
    g_debug ("No older messages: %s", error->message);
    self->is_refused = TRUE;
  }
  set_state (self, PARLOR_SCROLL_LOAD_DONE);
  balance_later (self);
}

static void
load_older (ParlorHistoryView *self)
{
  if (self->is_refused || parlor_timeline_is_loading (self->timeline) ||
      parlor_timeline_is_complete (self->timeline))
    return;

  set_state (self, PARLOR_SCROLL_LOAD);
  parlor_timeline_load_older_async (self->timeline, LOAD_ITEMS, self->cancellable,
                                    on_older_ready, g_object_ref (self));
}

static gboolean
balance (gpointer user_data)
{
  ParlorHistoryView     *self = user_data;
  const ParlorScrollView view = self->settled;
  const double           top_px = view.value_px - list_y_px (self);

  self->balance_id = 0;
  parlor_history_list_update_width (self->list);
  update_empty (self);
  if (self->conversation == NULL || view.page_px <= 0)
    return G_SOURCE_REMOVE;

  parlor_history_list_load (self->list, top_px, top_px + view.page_px,
                            PAGES_LOADED * view.page_px);
  parlor_history_list_trim (self->list,
                            top_px - PAGES_KEPT * view.page_px,
                            top_px + (1 + PAGES_KEPT) * view.page_px);

  if (parlor_scroll_wants_older (&view)) {
    if (parlor_history_list_has_older (self->list))
      parlor_history_list_show_older (self->list);
    else
      load_older (self);
  }
  if (parlor_scroll_wants_newer (&view) && parlor_history_list_has_newer (self->list))
    parlor_history_list_show_newer (self->list);

  return G_SOURCE_REMOVE;
}

static void
balance_later (ParlorHistoryView *self)
{
  if (self->balance_id == 0)
    self->balance_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, balance, self, NULL);
}

static void
on_log_changed (ParlorHistoryView *self)
{
  balance_later (self);
  parlor_read_marker_look (self->read_marker);
}

static void
on_go_to_end_activated (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  parlor_history_view_go_to_end (PARLOR_HISTORY_VIEW (widget));
}

static void
forget (ParlorHistoryView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->balance_id, g_source_remove);
  g_clear_weak_pointer (&self->anchor);
  if (self->timeline != NULL)
    g_signal_handlers_disconnect_by_data (self->timeline, self);
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->timeline);
  g_clear_object (&self->conversation);
  g_clear_object (&self->client);
}

static void
parlor_history_view_dispose (GObject *object)
{
  ParlorHistoryView *self = PARLOR_HISTORY_VIEW (object);

  forget (self);
  g_clear_object (&self->focus_scroller);
  g_clear_object (&self->read_marker);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_HISTORY_VIEW);

  G_OBJECT_CLASS (parlor_history_view_parent_class)->dispose (object);
}

static void
parlor_history_view_class_init (ParlorHistoryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_history_view_dispose;

  g_type_ensure (PARLOR_TYPE_END_PILL);
  g_type_ensure (PARLOR_TYPE_HISTORY_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-history-view.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorHistoryView, scroller);
  gtk_widget_class_bind_template_child (widget_class, ParlorHistoryView, content);
  gtk_widget_class_bind_template_child (widget_class, ParlorHistoryView, list);
  gtk_widget_class_bind_template_child (widget_class, ParlorHistoryView, empty);
  gtk_widget_class_bind_template_child (widget_class, ParlorHistoryView, spinner);
  gtk_widget_class_bind_template_child (widget_class, ParlorHistoryView, pill);
  gtk_widget_class_install_action (widget_class, "history.go-to-end", NULL,
                                   on_go_to_end_activated);
}

static void
parlor_history_view_init (ParlorHistoryView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  self->focus_scroller = parlor_focus_scroller_new (self->content, self->scroller);
  self->read_marker = parlor_read_marker_new (self->list, GTK_WIDGET (self));
  g_signal_connect_object (self->list, "row-removed",
                           G_CALLBACK (on_row_removed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "notify::upper",
                           G_CALLBACK (on_layout_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "notify::page-size",
                           G_CALLBACK (on_layout_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (self->scroller),
                           "notify::page-size",
                           G_CALLBACK (balance_later), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "value-changed",
                           G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
}

static void
on_link_changed (ParlorHistoryView *self)
{
  self->is_refused = FALSE;
  balance_later (self);
}

static void
follow (ParlorHistoryView  *self,
        ParlorClient       *client,
        ParlorConversation *conversation)
{
  self->client = g_object_ref (client);
  self->conversation = g_object_ref (conversation);
  self->timeline = g_object_ref (parlor_conversation_get_timeline (conversation));
  self->cancellable = g_cancellable_new ();

  g_signal_connect_object (self->timeline, "items-changed",
                           G_CALLBACK (on_log_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->timeline, "notify::is-complete",
                           G_CALLBACK (update_empty), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->timeline, "notify::is-loading",
                           G_CALLBACK (update_spinner), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "notify::state",
                           G_CALLBACK (on_link_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversation, "notify::unread",
                           G_CALLBACK (update_pill), self, G_CONNECT_SWAPPED);
  update_spinner (self);
}

/**
 * parlor_history_view_set_conversation:
 * @self: a history view
 * @client: (nullable): the client that @conversation belongs to
 * @conversation: (nullable): what to show
 *
 * Opens @conversation at its end or, if much of it is new, where that begins.
 */
void
parlor_history_view_set_conversation (ParlorHistoryView  *self,
                                      ParlorClient       *client,
                                      ParlorConversation *conversation)
{
  gint64 read_seq = 0;

  g_return_if_fail (PARLOR_IS_HISTORY_VIEW (self));

  if (self->conversation == conversation)
    return;

  forget (self);
  self->state = PARLOR_SCROLL_STICK;
  self->is_opening = TRUE;
  self->is_refused = FALSE;
  if (conversation != NULL) {
    follow (self, client, conversation);
    if (parlor_conversation_get_unread (conversation) > 0)
      read_seq = parlor_conversation_get_read_seq (conversation);
  }

  parlor_history_list_set_conversation (self->list, client, conversation, read_seq);
  parlor_read_marker_set_conversation (self->read_marker, conversation);
  update_pill (self);
  update_spinner (self);
  balance_later (self);
}

/**
 * parlor_history_view_go_to_end:
 * @self: a history view
 *
 * Shows the newest message, and whatever comes from now on.
 */
void
parlor_history_view_go_to_end (ParlorHistoryView *self)
{
  g_return_if_fail (PARLOR_IS_HISTORY_VIEW (self));

  if (self->conversation == NULL)
    return;

  set_state (self, PARLOR_SCROLL_TO_END);
  parlor_history_list_show_end (self->list);
  settle (self);
}

/**
 * parlor_history_view_get_state:
 * @self: a history view
 *
 * Returns: what is kept in view
 */
ParlorScrollState
parlor_history_view_get_state (ParlorHistoryView *self)
{
  g_return_val_if_fail (PARLOR_IS_HISTORY_VIEW (self), PARLOR_SCROLL_STICK);

  return self->state;
}

/**
 * parlor_history_view_get_list:
 * @self: a history view
 *
 * Returns: (transfer none): its rows
 */
ParlorHistoryList *
parlor_history_view_get_list (ParlorHistoryView *self)
{
  g_return_val_if_fail (PARLOR_IS_HISTORY_VIEW (self), NULL);

  return self->list;
}

/**
 * parlor_history_view_come_back:
 * @self: a history view
 *
 * The person has chosen again the conversation that it shows: what is on screen
 * is read, even if it was marked as unread.
 */
void
parlor_history_view_come_back (ParlorHistoryView *self)
{
  g_return_if_fail (PARLOR_IS_HISTORY_VIEW (self));

  parlor_read_marker_come_back (self->read_marker);
}
