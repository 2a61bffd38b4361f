/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a conversation is shown: its end, or where what is new begins. */

#include "parlor-history-fixture.h"

#include "parlor-history-list.h"
#include "parlor-message-private.h"
#include "parlor-timeline-private.h"

#define LOG_EVENTS 300

static void
test_opens_at_end (ParlorHistoryFixture *fixture,
                   gconstpointer         data)
{
  parlor_history_open (fixture);

  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);
  g_assert_cmpint (parlor_history_view_get_state (fixture->view), ==, PARLOR_SCROLL_STICK);
  g_assert_nonnull (parlor_history_find_row (fixture, LOG_EVENTS));
}

static void
test_sticks_to_end (ParlorHistoryFixture *fixture,
                    gconstpointer         data)
{
  parlor_history_open (fixture);

  for (int i = 0; i < 12; i++) {
    parlor_history_append (fixture);
    parlor_ui_settle (fixture->window);
    g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);
  }

  /* The composer grows, the window shrinks. */
  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->view), 150);
  parlor_ui_settle (fixture->window);
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);
  parlor_ui_present (fixture->window, 420, 500);
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);
}

static void
test_opens_at_new (ParlorHistoryFixture *fixture,
                   gconstpointer         data)
{
  const gint64 seq = LOG_EVENTS - 29;
  double       y_px;

  parlor_history_open_unread (fixture, 30);
  y_px = parlor_history_row_y_px (fixture, parlor_history_find_row (fixture, seq));

  g_assert_cmpint (parlor_history_view_get_state (fixture->view), ==, PARLOR_SCROLL_FREE);
  g_assert_cmpfloat (y_px, >, 0);
  g_assert_cmpfloat (y_px, <, 200);
  g_assert_true (parlor_ui_is_shown (parlor_ui_find_label (fixture->window, "New")));
  g_assert_true (parlor_ui_is_shown (parlor_ui_find_label (fixture->window, "30 new")));

  /* The line stays where it is although more is read, and more comes. */
  parlor_history_append (fixture);
  parlor_ui_wait (parlor_conversation_get_read_seq (fixture->conversation) > seq);
  parlor_history_settle (fixture);
  g_assert_true (parlor_ui_is_shown (parlor_ui_find_label (fixture->window, "New")));
  g_assert_cmpfloat (
    parlor_history_row_y_px (fixture, parlor_history_find_row (fixture, seq)), ==, y_px);
}

/* What is read is what was on screen for a moment, in a window that somebody
 * looks at: never more. */
static void
test_reads_what_is_seen (ParlorHistoryFixture *fixture,
                         gconstpointer         data)
{
  const gint64 first_seq = LOG_EVENTS - 79;
  gint64       read_seq;

  parlor_history_open_unread (fixture, 80);
  for (int i = 0; i < 3; i++) {
    const gint64 before_seq = parlor_conversation_get_read_seq (fixture->conversation);

    parlor_history_scroll_to (fixture, gtk_adjustment_get_value (fixture->adjustment) + 400);
    parlor_history_settle (fixture);
    parlor_ui_wait (parlor_conversation_get_read_seq (fixture->conversation) > before_seq);
    read_seq = parlor_conversation_get_read_seq (fixture->conversation);
    g_assert_cmpint (read_seq, >=, first_seq);
    g_assert_cmpfloat (
      parlor_history_row_end_px (fixture, parlor_history_find_row (fixture, read_seq)), <=,
      gtk_widget_get_height (GTK_WIDGET (fixture->view)) + 1);
  }
  g_assert_cmpuint (parlor_conversation_get_unread (fixture->conversation), >, 0);
}

/* A gap was too large to be told: what was being read stays, and the end is what
 * comes after it. */
static void
test_gap (ParlorHistoryFixture *fixture,
          gconstpointer         data)
{
  parlor_history_open (fixture);
  parlor_history_scroll_to (fixture, gtk_adjustment_get_value (fixture->adjustment) - 700);
  parlor_history_settle (fixture);
  parlor_history_watch_top_row (fixture);

  fixture->head_seq = 5000;
  parlor_conversation_reset (fixture->conversation, 5000);
  parlor_history_settle (fixture);
  parlor_history_assert_never_moved (fixture);

  parlor_history_view_go_to_end (fixture->view);
  parlor_history_settle (fixture);
  g_assert_nonnull (parlor_history_find_row (fixture, 5000));
  g_assert_null (parlor_history_find_row (fixture, LOG_EVENTS));
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);
}

/* The server was restored: nothing of what is shown is true. */
static void
test_another_log (ParlorHistoryFixture *fixture,
                  gconstpointer         data)
{
  parlor_history_open (fixture);
  parlor_history_view_show_message (fixture->view, 50);
  parlor_history_settle (fixture);

  parlor_conversation_reset (fixture->conversation, LOG_EVENTS);
  parlor_history_settle (fixture);
  g_assert_nonnull (parlor_history_find_row (fixture, LOG_EVENTS));
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);
}

static ParlorMessage *
new_pending (ParlorHistoryFixture *fixture,
             const char           *nonce,
             const char           *text)
{
  const ParlorEventPacket event = { .kind = PARLOR_EVENT_MESSAGE,
                                    .nonce = (char *) nonce,
                                    .text = (char *) text,
                                    .time_ms = 1700000000000 };

  return parlor_message_new_pending (&event, fixture->me, NULL);
}

/* A pending message becomes the sent one in its place, or is discarded. */
static void
test_pending (ParlorHistoryFixture *fixture,
              gconstpointer         data)
{
  g_autoptr (ParlorMessage) pending = new_pending (fixture, "00", "On my way");
  g_autoptr (ParlorMessage) unwanted = new_pending (fixture, "01", "Never mind");

  parlor_history_open (fixture);
  parlor_conversation_add_pending (fixture->conversation, pending);
  parlor_conversation_add_pending (fixture->conversation, unwanted);
  parlor_history_settle (fixture);
  g_assert_nonnull (parlor_ui_find_label (fixture->window, "On my way"));
  g_assert_nonnull (parlor_ui_find_label (fixture->window, "Never mind"));
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);

  parlor_message_set_failed (unwanted, "Too much");
  parlor_history_settle (fixture);
  g_assert_true (parlor_ui_is_shown (parlor_ui_find_label (fixture->window, "Too much")));
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);

  parlor_conversation_remove_pending (fixture->conversation, unwanted);
  parlor_message_set_sent (pending, LOG_EVENTS + 1, 1700000000000);
  parlor_conversation_apply (fixture->conversation, pending);
  parlor_history_settle (fixture);
  g_assert_null (parlor_ui_find_label (fixture->window, "Never mind"));
  g_assert_nonnull (parlor_history_find_row (fixture, LOG_EVENTS + 1));
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);
}

/* A click on a row of which one sees but a part does not bring it into view: it
 * would be gone from under the pointer.  The keys do. */
static void
test_focus (ParlorHistoryFixture *fixture,
            gconstpointer         data)
{
  GtkWidget *row;
  double     y_px;

  parlor_history_open (fixture);
  parlor_history_scroll_to (fixture, 1500);
  parlor_history_settle (fixture);
  parlor_history_watch_top_row (fixture);
  row = fixture->watched;
  y_px = fixture->watched_px - 3;
  g_assert_cmpfloat (parlor_history_row_y_px (fixture, row), <, 0);

  parlor_ui_click (fixture->window, 350, y_px);
  parlor_history_settle (fixture);
  parlor_history_assert_never_moved (fixture);

  for (int i = 0; i < 3; i++)
    parlor_ui_press (fixture->window, "Up");
  parlor_history_settle (fixture);
  g_assert_cmpfloat (parlor_history_row_y_px (fixture, row), >, 0);
}

#define ADD(name, function) PARLOR_HISTORY_TEST ("/history-view/" name, LOG_EVENTS, function)

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  ADD ("opens-at-end", test_opens_at_end);
  ADD ("sticks-to-end", test_sticks_to_end);
  ADD ("opens-at-new", test_opens_at_new);
  ADD ("reads-what-is-seen", test_reads_what_is_seen);
  ADD ("gap", test_gap);
  ADD ("another-log", test_another_log);
  ADD ("pending", test_pending);
  ADD ("focus", test_focus);

  return g_test_run ();
}
