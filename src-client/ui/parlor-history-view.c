/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-history-view"

#include "parlor-history-view-private.h"

#include "parlor-resource.h"
#include "parlor-search-pane.h"

/* As many new ones are among those that are loaded when a conversation is opened. */
#define NEAR_ITEMS 40

/* How many messages are asked for when the reader comes near the first. */
#define LOAD_ITEMS 50

/* Rows as many views away as that are kept and get their images. */
#define PAGES_KEPT 3
#define PAGES_LOADED 1

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
 * What is shown is the live timeline or, for who has jumped further back, a part
 * of the log that is loaded by itself.  When that has been read up to where the
 * live one begins, its rows go on as those of the live one.
 *
 * Actions: history.go-to-end; to be found in a parent: conversation.back-to-place,
 * win.toast.
 */
G_DEFINE_FINAL_TYPE (ParlorHistoryView, parlor_history_view, ADW_TYPE_BIN)

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
                          self->timeline != NULL && self->timeline == self->live &&
                            parlor_timeline_is_complete (self->timeline) &&
                            g_list_model_get_n_items (G_LIST_MODEL (self->timeline)) == 0);
}

static void
update_spinner (ParlorHistoryView *self)
{
  gtk_spinner_set_spinning (self->spinner,
                            self->is_jumping || (self->timeline != NULL &&
                                                 parlor_timeline_is_loading (self->timeline)));
}

void
_parlor_history_view_update (ParlorHistoryView *self)
{
  update_pill (self);
  update_empty (self);
  update_spinner (self);
}

void
_parlor_history_view_set_state (ParlorHistoryView *self,
                                ParlorScrollEvent  event)
{
  if (!parlor_scroll_next (self->state, event, &self->state))
    return;

  if (self->state == PARLOR_SCROLL_STICK)
    parlor_read_marker_hold (self->read_marker, FALSE);
  update_pill (self);
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
  _parlor_history_view_set_state (self, PARLOR_SCROLL_LOAD_DONE);
  _parlor_history_view_balance_later (self);
}

static void
load_older (ParlorHistoryView *self)
{
  if (self->is_refused || parlor_timeline_is_loading (self->timeline) ||
      parlor_timeline_is_complete (self->timeline))
    return;

  _parlor_history_view_set_state (self, PARLOR_SCROLL_LOAD);
  parlor_timeline_load_older_async (self->timeline, LOAD_ITEMS, self->cancellable,
                                    on_older_ready, g_object_ref (self));
}

/* A part that cannot grow, although it is not the end, is not asked again and
 * again. */
static void
on_newer_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ParlorHistoryView) self = user_data;
  g_autoptr (GError)            error = NULL;
  ParlorTimeline               *part = PARLOR_TIMELINE (source);
  const int                     n_loaded = parlor_timeline_load_newer_finish (part, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (n_loaded < 0)
    g_debug ("No newer messages: %s", error->message);
  if (n_loaded <= 0 && parlor_timeline_get_successor (part) == part)
    self->is_refused = TRUE;
  self->is_loading_newer = FALSE;
  _parlor_history_view_balance_later (self);
}

static void
load_newer (ParlorHistoryView *self)
{
  if (self->is_refused || self->is_loading_newer || parlor_timeline_is_live (self->timeline))
    return;

  self->is_loading_newer = TRUE;
  parlor_timeline_load_newer_async (self->timeline, LOAD_ITEMS, self->cancellable,
                                    on_newer_ready, g_object_ref (self));
}

static void
focus_target (ParlorHistoryView *self)
{
  GtkWidget *row = self->focus_row;
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus;

  if (row == NULL || root == NULL)
    return;

  /* Whoever goes through what a search has found goes on with the next one. */
  g_clear_weak_pointer (&self->focus_row);
  focus = gtk_root_get_focus (root);
  if (focus == NULL || gtk_widget_get_ancestor (focus, PARLOR_TYPE_SEARCH_PANE) == NULL)
    gtk_widget_grab_focus (row);
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  ParlorHistoryView *self = user_data;

  self->tick_id = 0;
  _parlor_history_view_balance_later (self);

  return G_SOURCE_REMOVE;
}

/* A row that comes into a history that does not fill the view changes nothing
 * of the adjustment, so that nothing tells of it.  What a tick begins is done
 * after the layout of its frame. */
static void
balance_after_layout (ParlorHistoryView *self)
{
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, self, NULL);
}

static gboolean
balance (gpointer user_data)
{
  ParlorHistoryView     *self = user_data;
  const ParlorScrollView view = self->settled;
  const double           top_px = view.value_px - _parlor_history_view_list_y_px (self);

  self->balance_id = 0;
  parlor_history_list_update_width (self->list);
  update_empty (self);
  if (self->timeline == NULL || self->target != NULL || view.page_px <= 0)
    return G_SOURCE_REMOVE;

  focus_target (self);
  if (!parlor_history_list_load (self->list, top_px, top_px + view.page_px,
                                 PAGES_LOADED * view.page_px))
    balance_after_layout (self);
  parlor_history_list_trim (self->list,
                            top_px - PAGES_KEPT * view.page_px,
                            top_px + (1 + PAGES_KEPT) * view.page_px);

  if (parlor_scroll_wants_older (&view)) {
    if (parlor_history_list_has_older (self->list))
      parlor_history_list_show_older (self->list);
    else
      load_older (self);
  }
  if (parlor_scroll_wants_newer (&view)) {
    if (parlor_history_list_has_newer (self->list))
      parlor_history_list_show_newer (self->list);
    else
      load_newer (self);
  }

  return G_SOURCE_REMOVE;
}

void
_parlor_history_view_balance_later (ParlorHistoryView *self)
{
  if (self->balance_id == 0)
    self->balance_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, balance, self, NULL);
}

static void
on_log_changed (ParlorHistoryView *self)
{
  _parlor_history_view_balance_later (self);
  parlor_read_marker_look (self->read_marker);
}

static void
on_go_to_end_activated (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  parlor_history_view_go_to_end (PARLOR_HISTORY_VIEW (widget));
}

/* What is shown. */

static void
on_joined (ParlorHistoryView *self)
{
  parlor_history_list_follow (self->list, self->live);
  _parlor_history_view_show_timeline (self, self->live);
  _parlor_history_view_balance_later (self);
}

/* The rows stay, as those of a part: what is new begins behind them. */
static void
on_split (ParlorHistoryView *self,
          ParlorTimeline    *part)
{
  if (part == NULL) {
    _parlor_history_view_forget_places (self);
    if (self->timeline != self->live)
      parlor_history_view_go_to_end (self);
  } else if (self->timeline == self->live) {
    parlor_history_list_set_read_seq (self->list,
                                      parlor_conversation_get_read_seq (self->conversation));
    parlor_history_list_follow (self->list, part);
    _parlor_history_view_show_timeline (self, part);
    _parlor_history_view_set_state (self, PARLOR_SCROLL_AWAY);
    _parlor_history_view_balance_later (self);
  }
}

void
_parlor_history_view_show_timeline (ParlorHistoryView *self,
                                    ParlorTimeline    *timeline)
{
  if (self->timeline == timeline)
    return;

  if (self->timeline != NULL) {
    g_signal_handlers_disconnect_by_func (self->timeline, on_log_changed, self);
    g_signal_handlers_disconnect_by_func (self->timeline, update_empty, self);
    g_signal_handlers_disconnect_by_func (self->timeline, update_spinner, self);
    g_signal_handlers_disconnect_by_func (self->timeline, on_joined, self);
  }
  g_set_object (&self->timeline, timeline);
  self->is_refused = FALSE;
  self->is_loading_newer = FALSE;
  if (timeline == NULL)
    return;

  g_signal_connect_object (timeline, "items-changed",
                           G_CALLBACK (on_log_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (timeline, "notify::is-complete",
                           G_CALLBACK (update_empty), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (timeline, "notify::is-loading",
                           G_CALLBACK (update_spinner), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (timeline, "joined", G_CALLBACK (on_joined), self, G_CONNECT_SWAPPED);
  _parlor_history_view_update (self);
}

static void
forget (ParlorHistoryView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_cancellable_cancel (self->jump_cancellable);
  g_clear_object (&self->jump_cancellable);
  self->is_jumping = FALSE;
  g_clear_handle_id (&self->balance_id, g_source_remove);
  g_clear_weak_pointer (&self->anchor);
  g_clear_weak_pointer (&self->target);
  g_clear_weak_pointer (&self->focus_row);
  _parlor_history_view_show_timeline (self, NULL);
  _parlor_history_view_forget_places (self);
  if (self->live != NULL)
    g_signal_handlers_disconnect_by_data (self->live, self);
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->live);
  g_clear_object (&self->conversation);
  g_clear_object (&self->client);
}

static void
parlor_history_view_dispose (GObject *object)
{
  ParlorHistoryView *self = PARLOR_HISTORY_VIEW (object);

  if (self->list != NULL)
    forget (self);
  g_clear_handle_id (&self->highlight_id, g_source_remove);
  g_clear_handle_id (&self->midnight_id, g_source_remove);
  g_clear_weak_pointer (&self->highlighted);
  g_clear_pointer (&self->date_popover, gtk_widget_unparent);
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
  gtk_widget_class_bind_template_child (widget_class, ParlorHistoryView, back_revealer);
  gtk_widget_class_install_action (widget_class, "history.go-to-end", NULL,
                                   on_go_to_end_activated);
}

/* Days have names that are true for a day. */

static void watch_midnight (ParlorHistoryView *self);

static gboolean
on_midnight (gpointer user_data)
{
  ParlorHistoryView *self = user_data;

  self->midnight_id = 0;
  parlor_history_list_update_days (self->list);
  watch_midnight (self);

  return G_SOURCE_REMOVE;
}

static void
watch_midnight (ParlorHistoryView *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (now, 1);
  g_autoptr (GDateTime) midnight =
    g_date_time_new_local (g_date_time_get_year (tomorrow), g_date_time_get_month (tomorrow),
                           g_date_time_get_day_of_month (tomorrow), 0, 0, 0);
  const GTimeSpan span_us = midnight != NULL ? g_date_time_difference (midnight, now) : 0;

  g_clear_handle_id (&self->midnight_id, g_source_remove);
  self->midnight_id =
    g_timeout_add_seconds (MAX (span_us / G_TIME_SPAN_SECOND, 0) + 1, on_midnight, self);
}

static void
parlor_history_view_init (ParlorHistoryView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  self->focus_scroller = parlor_focus_scroller_new (self->content, self->scroller);
  self->read_marker = parlor_read_marker_new (self->list, GTK_WIDGET (self));
  _parlor_history_view_follow_layout (self);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (self->scroller),
                           "notify::page-size", G_CALLBACK (_parlor_history_view_balance_later),
                           self, G_CONNECT_SWAPPED);
  g_queue_init (&self->places);
  watch_midnight (self);
}

/* A computer that slept may have slept through it; the link tells. */
static void
on_link_changed (ParlorHistoryView *self)
{
  self->is_refused = FALSE;
  parlor_history_list_update_days (self->list);
  watch_midnight (self);
  _parlor_history_view_balance_later (self);
}

static void
follow (ParlorHistoryView  *self,
        ParlorClient       *client,
        ParlorConversation *conversation)
{
  self->client = g_object_ref (client);
  self->conversation = g_object_ref (conversation);
  self->live = g_object_ref (parlor_conversation_get_timeline (conversation));
  self->cancellable = g_cancellable_new ();

  g_signal_connect_object (self->live, "split", G_CALLBACK (on_split), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "notify::state",
                           G_CALLBACK (on_link_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversation, "notify::unread",
                           G_CALLBACK (update_pill), self, G_CONNECT_SWAPPED);
}

/* What is new may begin further back than what is loaded, and than what is being
 * loaded. */
static gboolean
is_far_back (ParlorHistoryView *self,
             gint64             seq)
{
  return seq > 1 && parlor_conversation_get_unread (self->conversation) > NEAR_ITEMS &&
         !parlor_timeline_has (self->live, seq);
}

static void
open_conversation (ParlorHistoryView *self,
                   gint64             read_seq)
{
  if (is_far_back (self, read_seq + 1)) {
    _parlor_history_view_open (self, read_seq + 1);
    return;
  }

  _parlor_history_view_show_timeline (self, self->live);
  parlor_history_list_show_end (self->list, self->live);
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
  if (conversation != NULL)
    open_conversation (self, read_seq);
  _parlor_history_view_update (self);
  _parlor_history_view_balance_later (self);
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

  g_cancellable_cancel (self->jump_cancellable);
  self->is_jumping = FALSE;
  self->is_opening = FALSE;
  g_clear_weak_pointer (&self->target);
  _parlor_history_view_forget_places (self);
  _parlor_history_view_show_timeline (self, self->live);
  parlor_history_list_show_end (self->list, self->live);
  _parlor_history_view_set_state (self, PARLOR_SCROLL_TO_END);
  _parlor_history_view_update (self);
  _parlor_history_view_settle (self);
  _parlor_history_view_settle_soon (self);
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
