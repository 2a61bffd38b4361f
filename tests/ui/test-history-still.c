/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The history must not move under its reader.  What is measured is where a row
 * is on screen, in every frame that is drawn. */

#include "parlor-history-fixture.h"

#include "parlor-attachment-private.h"
#include "parlor-history-list.h"
#include "parlor-message-private.h"
#include "parlor-picture.h"
#include "parlor-timeline-private.h"

#define LOG_EVENTS 320

/* In the midst of the log, with rows above and below that are not on screen. */
static void
open_midway (ParlorHistoryFixture *fixture)
{
  parlor_history_open (fixture);
  parlor_history_scroll_to (fixture, gtk_adjustment_get_value (fixture->adjustment) - 1500);
  parlor_history_settle (fixture);
  parlor_history_watch_top_row (fixture);
}

static gint64
watched_seq (ParlorHistoryFixture *fixture)
{
  return parlor_message_get_seq (parlor_history_list_get_message (fixture->watched));
}

/* Through all of the log, up and down again: whatever is loaded, shown or taken
 * away at the far end meanwhile. */
static void
test_reading_back (ParlorHistoryFixture *fixture,
                   gconstpointer         data)
{
  const double step_px = 3300;
  guint        n_rows = 0;

  parlor_history_open (fixture);

  while (parlor_history_find_row (fixture, 1) == NULL ||
         gtk_adjustment_get_value (fixture->adjustment) > 0) {
    parlor_history_scroll_to (
      fixture, MAX (gtk_adjustment_get_value (fixture->adjustment) - step_px, 0));
    parlor_history_watch_top_row (fixture);
    parlor_history_settle (fixture);
    parlor_history_assert_never_moved (fixture);
    n_rows = MAX (n_rows, parlor_history_count_rows (fixture));
  }
  g_assert_cmpuint (n_rows, <, 260);
  g_assert_null (parlor_history_find_row (fixture, LOG_EVENTS));

  while (parlor_history_distance_to_end_px (fixture) > 2) {
    parlor_history_scroll_to (fixture, gtk_adjustment_get_value (fixture->adjustment) + step_px);
    if (parlor_history_distance_to_end_px (fixture) <= 2)
      break;
    parlor_history_watch_top_row (fixture);
    parlor_history_settle (fixture);
    parlor_history_assert_never_moved (fixture);
    n_rows = MAX (n_rows, parlor_history_count_rows (fixture));
  }
  g_assert_cmpuint (n_rows, <, 260);
  g_assert_nonnull (parlor_history_find_row (fixture, LOG_EVENTS));
  g_assert_cmpint (parlor_history_view_get_state (fixture->view), ==, PARLOR_SCROLL_STICK);
}

static void
test_new_ones (ParlorHistoryFixture *fixture,
               gconstpointer         data)
{
  open_midway (fixture);
  for (int i = 0; i < 200; i++) {
    parlor_history_append (fixture);
    if (i % 50 == 0)
      parlor_history_settle (fixture);
  }
  parlor_history_settle (fixture);
  parlor_history_assert_never_moved (fixture);
  g_assert_cmpint (parlor_history_view_get_state (fixture->view), ==, PARLOR_SCROLL_FREE);

  /* However much has come, one click leads to its end. */
  parlor_history_view_go_to_end (fixture->view);
  parlor_history_settle (fixture);
  g_assert_cmpfloat (parlor_history_distance_to_end_px (fixture), ==, 0);
  g_assert_nonnull (parlor_history_find_row (fixture, fixture->head_seq));
}

/* Every row has another height then. */
static void
test_resizing (ParlorHistoryFixture *fixture,
               gconstpointer         data)
{
  open_midway (fixture);
  parlor_ui_present (fixture->window, 480, 600);
  parlor_history_settle (fixture);
  parlor_ui_present (fixture->window, 900, 480);
  parlor_history_settle (fixture);

  /* The composer grows, and shrinks again. */
  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->view), 150);
  parlor_history_settle (fixture);
  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->view), 0);
  parlor_history_settle (fixture);
  parlor_history_assert_never_moved (fixture);
}

static void
test_large_text (ParlorHistoryFixture *fixture,
                 gconstpointer         data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  const double upper_px = (open_midway (fixture), gtk_adjustment_get_upper (fixture->adjustment));
  int          dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * 3 / 2, NULL);
  parlor_history_settle (fixture);
  g_assert_cmpfloat (gtk_adjustment_get_upper (fixture->adjustment), >, upper_px);
  parlor_ui_screenshot (fixture->window, "history-large-text");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  parlor_history_settle (fixture);
  parlor_history_assert_never_moved (fixture);
}

/* What becomes of messages above, be they on screen or not, moves nothing; nor
 * does what becomes of the one that is being read. */
static void
test_changes (ParlorHistoryFixture *fixture,
              gconstpointer         data)
{
  g_autofree char *long_text = g_strnfill (600, 'w');
  gint64           seq;
  double           upper_px;

  open_midway (fixture);
  seq = watched_seq (fixture);
  upper_px = gtk_adjustment_get_upper (fixture->adjustment);

  for (gint64 target = seq - 12; target <= seq; target++) {
    parlor_history_append_change (fixture, PARLOR_EVENT_EDIT, target,
                                  target % 2 == 0 ? long_text : "short");
    parlor_history_append_change (fixture, PARLOR_EVENT_REACT, target, "👍");
    parlor_history_append_change (fixture, PARLOR_EVENT_REACT, target, "🎉");
    parlor_ui_settle (fixture->window);
  }
  g_assert_cmpfloat (gtk_adjustment_get_upper (fixture->adjustment), >, upper_px);
  g_assert_nonnull (parlor_ui_find_label (fixture->window, "🎉 1"));
  for (gint64 target = seq - 12; target < seq - 6; target++) {
    parlor_history_append_change (fixture, PARLOR_EVENT_DELETE, target, NULL);
    parlor_ui_settle (fixture->window);
  }
  parlor_history_append_change (fixture, PARLOR_EVENT_UNREACT, seq, "👍");
  parlor_history_settle (fixture);
  parlor_history_append_change (fixture, PARLOR_EVENT_PURGE, 0, NULL);
  parlor_history_settle (fixture);
  parlor_history_assert_never_moved (fixture);
}

/* The oldest part of the log is removed while one reads further on. */
static void
test_trimming (ParlorHistoryFixture *fixture,
               gconstpointer         data)
{
  open_midway (fixture);
  fixture->first_seq = watched_seq (fixture) - 3;
  parlor_conversation_trim (fixture->conversation, fixture->first_seq);
  parlor_history_settle (fixture);
  parlor_history_assert_never_moved (fixture);
  g_assert_null (parlor_history_find_row (fixture, fixture->first_seq - 1));
}

static GtkWidget *
find_picture (ParlorHistoryFixture *fixture,
              gint64                seq)
{
  GtkWidget *row = parlor_history_find_row (fixture, seq);

  return row != NULL ? parlor_ui_find (row, PARLOR_TYPE_PICTURE, NULL) : NULL;
}

static gboolean
is_drawn (GtkWidget *picture)
{
  g_autoptr (GdkPaintable)  paintable = gtk_widget_paintable_new (picture);
  g_autoptr (GskRenderNode) node = NULL;
  GtkSnapshot              *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, 100, 100);
  node = gtk_snapshot_free_to_node (snapshot);

  return node != NULL;
}

/* Returns how many of the pictures around @seq can be seen, if one scrolls there. */
static guint
count_drawn (ParlorHistoryFixture *fixture,
             gint64                seq)
{
  guint n_drawn = 0;

  for (gint64 i = seq - 30; i <= seq + 20; i++) {
    GtkWidget *picture = find_picture (fixture, i);

    n_drawn += picture != NULL && is_drawn (picture);
  }

  return n_drawn;
}

/* Images come, above and on screen: their boxes are there before them. */
static void
test_images (ParlorHistoryFixture *fixture,
             gconstpointer         data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "media", "rotated.jpg", NULL);
  guint            n_images = 0;
  gint64           seq;

  open_midway (fixture);
  seq = watched_seq (fixture);
  for (gint64 i = seq - 30; i <= seq + 20; i++) {
    GtkWidget        *picture = find_picture (fixture, i);
    ParlorAttachment *attachment;

    if (picture == NULL)
      continue;
    attachment = parlor_message_get_attachment (
      parlor_history_list_get_message (parlor_history_find_row (fixture, i)));
    parlor_attachment_set_local (attachment, path);
    n_images++;
  }
  g_assert_cmpuint (n_images, >, 2);
  g_assert_cmpuint (count_drawn (fixture, seq), ==, 0);
  parlor_history_watch_top_row (fixture);
  parlor_ui_wait (count_drawn (fixture, seq) > 1);
  parlor_history_settle (fixture);
  parlor_history_assert_never_moved (fixture);
  parlor_ui_screenshot (fixture->window, "history-images");
}

static void
free_message (gpointer message)
{
  g_clear_object (&message);
}

/* What others quote is fetched, and is longer than what stood for it. */
static void
test_quotes (ParlorHistoryFixture *fixture,
             gconstpointer         data)
{
  const ParlorEventPacket event = { .kind = PARLOR_EVENT_MESSAGE,
                                    .text = (char *) "What all of this was about, at length" };

  open_midway (fixture);
  fixture->conversation->quotes =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_message);
  for (gint64 seq = 1; seq < LOG_EVENTS; seq++) {
    ParlorEventPacket         copy = event;
    g_autoptr (ParlorMessage) message = NULL;

    copy.seq = seq;
    message = parlor_message_new_of_event (&copy, fixture->other, NULL, NULL);
    parlor_conversation_take_quote (fixture->conversation, seq, message);
  }
  parlor_history_settle (fixture);
  parlor_history_assert_never_moved (fixture);
}

/* Today becomes yesterday; the line above what is new comes, and goes. */
static void
test_headers (ParlorHistoryFixture *fixture,
              gconstpointer         data)
{
  ParlorHistoryList *list = parlor_history_view_get_list (fixture->view);
  gint64             seq;

  open_midway (fixture);
  seq = watched_seq (fixture);
  parlor_history_list_update_days (list);
  parlor_history_settle (fixture);
  for (gint64 read_seq = seq - 3; read_seq < seq; read_seq++) {
    parlor_history_list_set_read_seq (list, read_seq);
    parlor_history_settle (fixture);
  }
  parlor_history_list_set_read_seq (list, 0);
  parlor_history_settle (fixture);
  parlor_history_assert_never_moved (fixture);
}

#define ADD(name, function) PARLOR_HISTORY_TEST ("/history-still/" name, LOG_EVENTS, function)

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  ADD ("reading-back", test_reading_back);
  ADD ("new-ones", test_new_ones);
  ADD ("resizing", test_resizing);
  ADD ("large-text", test_large_text);
  ADD ("changes", test_changes);
  ADD ("trimming", test_trimming);
  ADD ("images", test_images);
  ADD ("quotes", test_quotes);
  ADD ("headers", test_headers);

  return g_test_run ();
}
