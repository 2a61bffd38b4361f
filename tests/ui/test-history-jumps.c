/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Going anywhere in a log of a hundred thousand messages, and back to where one
 * was, to the pixel. */

#include "parlor-history-fixture.h"

#include "parlor-date-popover.h"
#include "parlor-history-list.h"
#include "parlor-timeline.h"

#define LOG_EVENTS 100000

/* A conversation costs as much as is on screen, however long it is. */
#define ROWS_MAX 150
#define READ_MAX 300

static void
jump (ParlorHistoryFixture *fixture,
      gint64                seq)
{
  parlor_history_view_show_message (fixture->view, seq);
  parlor_history_settle (fixture);
}

static void
go_back (ParlorHistoryFixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "conversation.back-to-place", NULL);
  parlor_history_settle (fixture);
}

static gboolean
is_offered (ParlorHistoryFixture *fixture,
            const char           *action)
{
  GtkWidget *button = parlor_ui_find (GTK_WIDGET (fixture->view), GTK_TYPE_BUTTON, action);
  GtkWidget *revealer = gtk_widget_get_ancestor (button, GTK_TYPE_REVEALER);

  return gtk_revealer_get_reveal_child (GTK_REVEALER (revealer));
}

static gboolean
is_back_offered (ParlorHistoryFixture *fixture)
{
  return is_offered (fixture, "conversation.back-to-place");
}

static gboolean
is_marked (ParlorHistoryFixture *fixture,
           gint64                seq)
{
  return gtk_widget_has_css_class (parlor_history_find_row (fixture, seq), "highlighted");
}

static void
assert_marked (ParlorHistoryFixture *fixture,
               gint64                seq)
{
  g_assert_true (parlor_history_is_in_view (fixture, seq));
  g_assert_cmpint (fixture->marked_seq, ==, seq);
  fixture->marked_seq = 0;
}

/* Far back, with messages on both sides, and to the pixel where one was. */
static void
test_there_and_back (ParlorHistoryFixture *fixture,
                     gconstpointer         data)
{
  double end_px;
  gint64 top_seq;
  double value_px;

  parlor_history_open (fixture);
  parlor_history_scroll_to (fixture, gtk_adjustment_get_value (fixture->adjustment) - 333);
  parlor_history_settle (fixture);
  top_seq = parlor_history_top_seq (fixture);
  end_px = parlor_history_row_end_px (fixture, parlor_history_find_row (fixture, top_seq));
  g_assert_false (is_back_offered (fixture));

  jump (fixture, 40000);
  parlor_ui_screenshot (fixture->window, "history-jump");
  assert_marked (fixture, 40000);
  g_assert_nonnull (parlor_history_find_row (fixture, 39990));
  g_assert_nonnull (parlor_history_find_row (fixture, 40010));
  g_assert_null (parlor_history_find_row (fixture, top_seq));
  g_assert_true (is_back_offered (fixture));
  value_px = parlor_history_row_y_px (fixture, parlor_history_find_row (fixture, 40000));

  jump (fixture, 123);
  assert_marked (fixture, 123);
  jump (fixture, 1);
  assert_marked (fixture, 1);

  go_back (fixture);
  go_back (fixture);
  g_assert_cmpfloat (value_px, ==,
                     parlor_history_row_y_px (fixture, parlor_history_find_row (fixture, 40000)));
  go_back (fixture);
  g_assert_cmpint (parlor_history_top_seq (fixture), ==, top_seq);
  g_assert_cmpfloat (
    parlor_history_row_end_px (fixture, parlor_history_find_row (fixture, top_seq)), ==, end_px);
  g_assert_false (is_back_offered (fixture));
  g_assert_cmpuint (fixture->n_read, <, 3 * READ_MAX);
}

/* From the end, and by the pill back to it, whatever has come. */
static void
test_from_the_end (ParlorHistoryFixture *fixture,
                   gconstpointer         data)
{
  parlor_history_open (fixture);
  jump (fixture, LOG_EVENTS - 1000);
  g_assert_cmpint (parlor_history_view_get_state (fixture->view), !=, PARLOR_SCROLL_STICK);
  go_back (fixture);
  g_assert_cmpint (parlor_history_view_get_state (fixture->view), ==, PARLOR_SCROLL_STICK);
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);

  /* The place is that of what was read, not that of the end. */
  parlor_history_scroll_to (fixture, gtk_adjustment_get_value (fixture->adjustment) - 3);
  parlor_history_watch_top_row (fixture);
  fixture->watched = NULL;
  jump (fixture, LOG_EVENTS - 1000);
  for (int i = 0; i < 5; i++)
    parlor_history_append (fixture);
  go_back (fixture);
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), >, 3);

  jump (fixture, LOG_EVENTS / 2);
  parlor_history_view_go_to_end (fixture->view);
  parlor_history_settle (fixture);
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);
  g_assert_nonnull (parlor_history_find_row (fixture, fixture->head_seq));
  g_assert_false (is_back_offered (fixture));
}

/* What is on screen already need not move.  One is marked, for a moment. */
static void
test_in_view (ParlorHistoryFixture *fixture,
              gconstpointer         data)
{
  parlor_history_open (fixture);
  parlor_history_watch_top_row (fixture);
  jump (fixture, LOG_EVENTS - 1);
  assert_marked (fixture, LOG_EVENTS - 1);
  jump (fixture, LOG_EVENTS);
  assert_marked (fixture, LOG_EVENTS);
  g_assert_false (is_marked (fixture, LOG_EVENTS - 1));
  parlor_ui_wait (!is_marked (fixture, LOG_EVENTS));
  parlor_history_assert_never_moved (fixture);
  g_assert_false (is_back_offered (fixture));
}

/* A part is read on until it meets the live timeline: not a row moves. */
static void
test_reads_on_to_the_end (ParlorHistoryFixture *fixture,
                          gconstpointer         data)
{
  guint n_rows = 0;

  parlor_history_open (fixture);
  jump (fixture, LOG_EVENTS - 300);
  while (parlor_history_view_get_state (fixture->view) != PARLOR_SCROLL_STICK) {
    parlor_history_scroll_to (fixture, gtk_adjustment_get_value (fixture->adjustment) + 1400);
    if (parlor_history_view_get_state (fixture->view) == PARLOR_SCROLL_STICK)
      break;
    parlor_history_watch_top_row (fixture);
    parlor_history_settle (fixture);
    parlor_history_assert_never_moved (fixture);
    n_rows = MAX (n_rows, parlor_history_count_rows (fixture));
  }

  g_assert_cmpuint (n_rows, <, 260);
  g_assert_nonnull (parlor_history_find_row (fixture, LOG_EVENTS));
  g_assert_true (parlor_history_list_get_timeline (parlor_history_view_get_list (fixture->view)) ==
                 parlor_conversation_get_timeline (fixture->conversation));
  parlor_history_append (fixture);
  parlor_history_settle (fixture);
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);
  g_assert_nonnull (parlor_history_find_row (fixture, LOG_EVENTS + 1));
}

/* While one reads there, whatever happens anywhere moves nothing. */
static void
test_still (ParlorHistoryFixture *fixture,
            gconstpointer         data)
{
  g_autofree char *long_text = g_strnfill (600, 'w');

  parlor_history_open (fixture);
  jump (fixture, 50000);
  parlor_history_watch (fixture, parlor_history_find_row (fixture, 50000));
  for (gint64 target = 49990; target <= 50000; target++) {
    parlor_history_append_change (fixture, PARLOR_EVENT_EDIT, target,
                                  target % 2 == 0 ? long_text : "short");
    parlor_history_append_change (fixture, PARLOR_EVENT_REACT, target, "🎉");
    parlor_history_append (fixture);
  }
  parlor_history_settle (fixture);
  g_assert_nonnull (parlor_ui_find_label (fixture->window, "short"));
  parlor_history_append_change (fixture, PARLOR_EVENT_PURGE, 0, NULL);
  parlor_ui_present (fixture->window, 480, 600);
  parlor_history_settle (fixture);
  parlor_history_assert_never_moved (fixture);
}

static void
test_nothing_there (ParlorHistoryFixture *fixture,
                    gconstpointer         data)
{
  static const gint64 seqs[] = { 0, -1, LOG_EVENTS + 1, G_MAXINT64, G_MININT64, 50 };

  fixture->first_seq = 100;
  parlor_history_open (fixture);
  parlor_history_watch_top_row (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (seqs); i++) {
    g_clear_pointer (&fixture->toast, g_free);
    jump (fixture, seqs[i]);
    g_assert_cmpstr (fixture->toast, ==, "This message is no longer there");
  }

  fixture->is_offline = TRUE;
  jump (fixture, 5000);
  g_assert_nonnull (strstr (fixture->toast, "no connection"));
  parlor_history_assert_never_moved (fixture);
  g_assert_false (is_back_offered (fixture));

  /* One goes where a deleted message was, and is told. */
  fixture->is_offline = FALSE;
  jump (fixture, 70001);
  parlor_history_append_change (fixture, PARLOR_EVENT_DELETE, 70001, NULL);
  go_back (fixture);
  jump (fixture, 70001);
  g_assert_true (parlor_history_is_in_view (fixture, 70001));
  g_clear_pointer (&fixture->toast, g_free);
  jump (fixture, 70001);
  g_assert_cmpstr (fixture->toast, ==, "This message was deleted");
}

/* Who comes back for what is new, by a notification, is at the end, and sees what comes. */
static void
test_to_the_end (ParlorHistoryFixture *fixture,
                 gconstpointer         data)
{
  parlor_history_open (fixture);
  gtk_widget_set_visible (GTK_WIDGET (fixture->window), FALSE);
  parlor_history_append (fixture);
  parlor_history_append (fixture);
  parlor_history_view_show_message (fixture->view, LOG_EVENTS + 1);
  gtk_window_present (GTK_WINDOW (fixture->window));
  parlor_history_settle (fixture);
  g_assert_true (parlor_history_is_in_view (fixture, LOG_EVENTS + 1));
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);
  g_assert_false (is_offered (fixture, "history.go-to-end"));

  parlor_history_append (fixture);
  parlor_history_settle (fixture);
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);
}

/* Where somebody goes elsewhere before the answer comes, the answer is too late. */
static void
test_impatient (ParlorHistoryFixture *fixture,
                gconstpointer         data)
{
  parlor_history_open (fixture);
  parlor_history_view_show_message (fixture->view, 1000);
  parlor_history_view_show_message (fixture->view, 2000);
  parlor_history_settle (fixture);
  g_assert_true (parlor_history_is_in_view (fixture, 2000));

  parlor_history_view_show_message (fixture->view, 3000);
  parlor_history_view_go_to_end (fixture->view);
  parlor_history_settle (fixture);
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);

  parlor_history_view_show_message (fixture->view, 3000);
  parlor_history_view_set_conversation (fixture->view, NULL, NULL);
  parlor_history_settle (fixture);
}

/* A quote leads to what it quotes, by mouse and keyboard. */
static void
test_quote (ParlorHistoryFixture *fixture,
            gconstpointer         data)
{
  const gint64 seq = LOG_EVENTS - LOG_EVENTS % 7 - 7; /* answers */
  const gint64 original = seq - 10 - seq * seq % 50;
  GtkWidget   *row;
  GtkWidget   *quote;
  double       x, y;

  parlor_history_open (fixture);
  parlor_history_view_show_message (fixture->view, seq);
  parlor_history_settle (fixture);
  parlor_history_view_go_to_end (fixture->view);
  jump (fixture, seq);
  row = parlor_history_find_row (fixture, seq);
  quote = parlor_ui_find (row, GTK_TYPE_BUTTON, "conversation.show-message");
  g_assert_nonnull (quote);
  gtk_widget_translate_coordinates (quote, GTK_WIDGET (fixture->view), 5, 5, &x, &y);
  parlor_ui_click (fixture->window, x, y);
  parlor_history_settle (fixture);
  assert_marked (fixture, original);

  go_back (fixture);
  row = parlor_history_find_row (fixture, seq);
  gtk_widget_grab_focus (parlor_ui_find (row, GTK_TYPE_BUTTON, "conversation.show-message"));
  parlor_ui_press (fixture->window, "Return");
  parlor_history_settle (fixture);
  assert_marked (fixture, original);
}

static GtkWidget *
find_day (ParlorHistoryFixture *fixture)
{
  GtkWidget *list = parlor_ui_find (GTK_WIDGET (fixture->view), GTK_TYPE_LIST_BOX, NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *button = parlor_ui_find (child, GTK_TYPE_MENU_BUTTON, NULL);

    if (button != NULL && parlor_history_row_y_px (fixture, button) > 0)
      return button;
  }

  g_assert_not_reached ();
}

/* The day that stands above messages opens a calendar. */
static void
test_date (ParlorHistoryFixture *fixture,
           gconstpointer         data)
{
  g_autoptr (GDateTime) day = g_date_time_new_utc (2024, 1, 24, 0, 0, 0);
  g_autoptr (GDateTime) before = g_date_time_add_days (day, -20);
  GtkWidget            *button;
  GtkWidget            *popover;
  GtkWidget            *calendar;
  GtkWidget            *top;

  parlor_history_open (fixture);
  parlor_history_view_show_date (fixture->view, g_date_time_to_unix (before) * 1000);
  parlor_history_settle (fixture);
  button = find_day (fixture);
  gtk_widget_grab_focus (button);
  parlor_ui_press (fixture->window, "Return");
  popover = parlor_ui_find (button, PARLOR_TYPE_DATE_POPOVER, NULL);
  parlor_ui_wait (parlor_ui_is_shown (popover));
  parlor_ui_settle (fixture->window);

  calendar = parlor_ui_find (popover, GTK_TYPE_CALENDAR, NULL);
  gtk_calendar_select_day (GTK_CALENDAR (calendar), day);
  g_signal_emit_by_name (
    gtk_widget_get_last_child (gtk_popover_get_child (GTK_POPOVER (popover))), "clicked");
  parlor_history_settle (fixture);
  top = parlor_ui_find_label (GTK_WIDGET (fixture->view), "24 January 2024");
  g_assert_true (parlor_ui_is_shown (top));
  parlor_ui_screenshot (fixture->window, "history-date");

  parlor_history_view_show_date (fixture->view, G_MININT64);
  parlor_history_settle (fixture);
  g_assert_true (parlor_history_is_in_view (fixture, 1));
  parlor_history_view_show_date (fixture->view, G_MAXINT64);
  parlor_history_settle (fixture);
  g_assert_true (parlor_history_is_in_view (fixture, LOG_EVENTS));

  parlor_history_view_choose_date (fixture->view);
  parlor_ui_settle (fixture->window);
  popover = parlor_ui_find (GTK_WIDGET (fixture->view), PARLOR_TYPE_DATE_POPOVER, NULL);
  g_assert_true (parlor_ui_is_shown (popover));
}

/* 3,000 are new: it opens at the first of them, and costs no more than another. */
static void
test_much_new (ParlorHistoryFixture *fixture,
               gconstpointer         data)
{
  const gint64 seq = LOG_EVENTS - 3000 + 1;
  gint64       read_seq;

  parlor_history_open_unread (fixture, 3000);
  g_assert_true (parlor_history_is_in_view (fixture, seq));
  g_assert_cmpfloat (parlor_history_row_y_px (fixture, parlor_history_find_row (fixture, seq)), <,
                     200);
  g_assert_true (parlor_ui_is_shown (parlor_ui_find_label (fixture->window, "New")));
  parlor_ui_wait (parlor_conversation_get_read_seq (fixture->conversation) > seq);
  read_seq = parlor_conversation_get_read_seq (fixture->conversation);
  g_assert_cmpint (read_seq, <, seq + 40);
  g_assert_true (parlor_history_is_in_view (fixture, read_seq));
  parlor_ui_screenshot (fixture->window, "history-much-new");

  /* Who jumps over what is new has not read it. */
  jump (fixture, LOG_EVENTS - 500);
  g_assert_false (parlor_history_is_in_view (fixture, read_seq));
  go_back (fixture);
  g_assert_cmpint (parlor_conversation_get_read_seq (fixture->conversation), ==, read_seq);

  parlor_history_view_go_to_end (fixture->view);
  parlor_ui_wait (parlor_conversation_get_read_seq (fixture->conversation) == LOG_EVENTS);
  g_assert_cmpuint (fixture->n_read, <, 2 * READ_MAX);
}

static void
test_much_new_offline (ParlorHistoryFixture *fixture,
                       gconstpointer         data)
{
  fixture->is_offline = TRUE;
  parlor_history_open_unread (fixture, 3000);
  g_assert_cmpuint (parlor_history_count_rows (fixture), ==, 0);
}

/* However long the log is, the same is loaded and made of it. */
static void
test_cost (ParlorHistoryFixture *fixture,
           gconstpointer         data)
{
  parlor_history_open (fixture);
  g_assert_cmpuint (parlor_history_count_rows (fixture), <=, ROWS_MAX);
  g_assert_cmpuint (fixture->n_read, <=, READ_MAX);
}

#define ADD(name, function) \
  PARLOR_HISTORY_TEST ("/history-jumps/" name, LOG_EVENTS, function)

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  ADD ("there-and-back", test_there_and_back);
  ADD ("from-the-end", test_from_the_end);
  ADD ("in-view", test_in_view);
  ADD ("reads-on-to-the-end", test_reads_on_to_the_end);
  ADD ("still", test_still);
  ADD ("nothing-there", test_nothing_there);
  ADD ("to-the-end", test_to_the_end);
  ADD ("impatient", test_impatient);
  ADD ("quote", test_quote);
  ADD ("date", test_date);
  ADD ("much-new", test_much_new);
  ADD ("much-new-offline", test_much_new_offline);
  ADD ("cost", test_cost);
  PARLOR_HISTORY_TEST ("/history-jumps/cost-of-a-hundred", 100, test_cost);

  return g_test_run ();
}
