/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The history must not move under its reader.  What is measured is where a row
 * is on screen, in every frame that is drawn. */

#include "parlor-ui-input.h"

#include "parlor-account-private.h"
#include "parlor-attachment-private.h"
#include "parlor-conversation-private.h"
#include "parlor-history-list.h"
#include "parlor-history-view.h"
#include "parlor-message-private.h"
#include "parlor-timeline-private.h"

#define LOG_EVENTS 500

typedef struct
{
  char               *folder;
  ParlorClient       *client;
  ParlorAccount      *me;
  ParlorAccount      *other;
  ParlorConversation *conversation;
  GtkWidget          *window;
  ParlorHistoryView  *view;
  GtkAdjustment      *adjustment;
  GPtrArray          *log;        /* of ParlorMessage: what a server would have */
  gint64              wanted_seq; /* asked for and not yet answered, 0: nothing */
  guint               wanted_items;

  GtkWidget *watched; /* a row, the place of whose end is noted in each frame */
  double     watched_px;
  double     error_px; /* how far it ever was from there */
  guint      n_frames;
} Fixture;

/* Every height there is: a word, many lines, an image, a large emoji. */
static ParlorMessage *
message_new (Fixture *fixture,
             gint64   seq)
{
  g_autoptr (ParlorAttachment) attachment = NULL;
  g_autoptr (GString)          text = g_string_new (NULL);
  ParlorAttachmentPacket       packet = { .name = (char *) "photo.jpg",
                                          .media_type = (char *) "image/jpeg",
                                          .attachment = (char *) "a1",
                                          .size_bytes = 100000000,
                                          .width_px = 300 + seq % 7 * 50,
                                          .height_px = 200 + seq % 5 * 60 };

  for (int i = 0; i <= (seq * seq) % 40; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " words of number " : "", seq);
  if (seq % 11 == 0)
    attachment = parlor_attachment_new (&packet);

  return parlor_message_new (seq % 17 == 0 ? PARLOR_EVENT_JOIN : PARLOR_EVENT_MESSAGE, seq,
                             seq % 3 == 0 ? fixture->me : fixture->other,
                             seq % 13 == 0 ? "😀🎉" : text->str,
                             G_GINT64_CONSTANT (1700000000000) + seq * 90 * 1000, attachment);
}

static void
on_load (ParlorTimeline   *timeline,
         ParlorTimelineEnd end,
         gint64            before_seq,
         guint             n_messages,
         gpointer          user_data)
{
  Fixture *fixture = user_data;

  fixture->wanted_seq = before_seq;
  fixture->wanted_items = n_messages;
}

/* What the server or the cache does, sooner or later. */
static gboolean
answer_load (Fixture *fixture)
{
  const gint64          before_seq = fixture->wanted_seq;
  const gint64          first_seq = MAX (before_seq - (gint64) fixture->wanted_items, 1);
  g_autoptr (GPtrArray) messages = g_ptr_array_new ();

  if (before_seq == 0)
    return FALSE;

  for (gint64 seq = first_seq; seq < before_seq; seq++)
    g_ptr_array_add (messages, fixture->log->pdata[seq - 1]);
  fixture->wanted_seq = 0;
  parlor_timeline_take_older (fixture->conversation->timeline, before_seq, messages,
                              first_seq == 1);

  return TRUE;
}

static double
row_y_px (Fixture   *fixture,
          GtkWidget *row)
{
  double x, y = G_MAXDOUBLE;

  gtk_widget_translate_coordinates (row, GTK_WIDGET (fixture->view), 0, 0, &x, &y);

  return y;
}

static double
row_end_px (Fixture   *fixture,
            GtkWidget *row)
{
  double x, y = G_MAXDOUBLE;

  gtk_widget_translate_coordinates (row, GTK_WIDGET (fixture->view), 0,
                                    gtk_widget_get_height (row), &x, &y);

  return y;
}

static void
on_after_paint (Fixture *fixture)
{
  fixture->n_frames++;
  if (fixture->watched != NULL)
    fixture->error_px = MAX (fixture->error_px,
                             ABS (row_end_px (fixture, fixture->watched) - fixture->watched_px));
}

static GtkWidget *
find_row (Fixture *fixture,
          gint64   seq)
{
  GtkWidget *list = parlor_ui_find (GTK_WIDGET (fixture->view), GTK_TYPE_LIST_BOX, NULL);
  GtkWidget *row;

  for (int i = 0; (row = GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i)));
       i++) {
    if (parlor_message_get_seq (parlor_history_list_get_message (row)) == seq)
      return row;
  }

  return NULL;
}

static guint
count_rows (Fixture *fixture)
{
  GtkWidget *list = parlor_ui_find (GTK_WIDGET (fixture->view), GTK_TYPE_LIST_BOX, NULL);
  guint      n_rows = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), n_rows) != NULL)
    n_rows++;

  return n_rows;
}

static void
settle (Fixture *fixture)
{
  do
    parlor_ui_settle (fixture->window);
  while (answer_load (fixture));
}

static double
distance_to_end_px (Fixture *fixture)
{
  return gtk_adjustment_get_upper (fixture->adjustment) -
         gtk_adjustment_get_page_size (fixture->adjustment) -
         gtk_adjustment_get_value (fixture->adjustment);
}

/* The row at the top of the view, from now on. */
static void
watch_top_row (Fixture *fixture)
{
  GtkWidget *list = parlor_ui_find (GTK_WIDGET (fixture->view), GTK_TYPE_LIST_BOX, NULL);
  GtkWidget *row;

  for (int i = 0; (row = GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i)));
       i++) {
    if (row_end_px (fixture, row) > 0)
      break;
  }

  g_assert_nonnull (row);
  fixture->watched = row;
  fixture->watched_px = row_end_px (fixture, row);
  fixture->error_px = 0;
}

static void
assert_never_moved (Fixture *fixture)
{
  g_test_message ("largest error %g px in %u frames", fixture->error_px, fixture->n_frames);
  g_assert_cmpfloat (fixture->error_px, ==, 0);
  fixture->watched = NULL;
}

static void
scroll_to (Fixture *fixture,
           double   value_px)
{
  gtk_adjustment_set_value (fixture->adjustment, value_px);
  parlor_ui_settle (fixture->window);
}

static void
append (Fixture *fixture)
{
  ParlorMessage *message = message_new (fixture, fixture->log->len + 1);

  g_ptr_array_add (fixture->log, message);
  parlor_timeline_append (fixture->conversation->timeline, message);
}

static void
set_up_models (Fixture *fixture)
{
  g_autoptr (ParlorSecrets) secrets = parlor_secrets_new (PARLOR_SECRETS_MEMORY, NULL);
  g_autoptr (GError)        error = NULL;

  fixture->folder = g_dir_make_tmp ("parlor-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->client = parlor_client_new (fixture->folder, secrets, &error);
  g_assert_no_error (error);

  fixture->me = parlor_account_new (1, "ada", "Ada");
  fixture->other = parlor_account_new (2, "ben", "Ben");
  parlor_account_set_is_self (fixture->me, TRUE);
  fixture->conversation = parlor_conversation_new (NULL, "c1", PARLOR_CONVERSATION_CHANNEL, NULL);

  fixture->log = g_ptr_array_new_with_free_func (g_object_unref);
  for (gint64 seq = 1; seq <= LOG_EVENTS; seq++)
    g_ptr_array_add (fixture->log, message_new (fixture, seq));
}

static void
open_at (Fixture *fixture,
         gint64   known_seq)
{
  fixture->conversation->timeline = parlor_timeline_new (known_seq, on_load, fixture);
  parlor_timeline_load_older_async (fixture->conversation->timeline, PARLOR_TIMELINE_PAGE_ITEMS,
                                    NULL, NULL, NULL);
  answer_load (fixture);
  parlor_history_view_set_conversation (fixture->view, fixture->client, fixture->conversation);
  parlor_ui_present (fixture->window, 700, 600);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (fixture->window), "after-paint",
                            G_CALLBACK (on_after_paint), fixture);
  settle (fixture);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  set_up_models (fixture);
  fixture->window = g_object_ref_sink (
    g_object_new (ADW_TYPE_APPLICATION_WINDOW, "application", parlor_ui_get_application (), NULL));
  fixture->view = g_object_new (PARLOR_TYPE_HISTORY_VIEW, NULL);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window),
                                      GTK_WIDGET (fixture->view));
  fixture->adjustment = gtk_scrolled_window_get_vadjustment (
    GTK_SCROLLED_WINDOW (parlor_ui_find (GTK_WIDGET (fixture->view), GTK_TYPE_SCROLLED_WINDOW,
                                         NULL)));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  fixture->watched = NULL;
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->window);
  g_clear_object (&fixture->conversation);
  g_clear_object (&fixture->me);
  g_clear_object (&fixture->other);
  g_ptr_array_unref (fixture->log);
  parlor_ui_client_free (fixture->client);
  g_free (fixture->folder);
}

static void
test_opens_at_end (Fixture      *fixture,
                   gconstpointer data)
{
  open_at (fixture, LOG_EVENTS);

  g_assert_cmpfloat (distance_to_end_px (fixture), ==, 0);
  g_assert_cmpint (parlor_history_view_get_state (fixture->view), ==, PARLOR_SCROLL_STICK);
  g_assert_nonnull (find_row (fixture, LOG_EVENTS));
}

static void
test_sticks_to_end (Fixture      *fixture,
                    gconstpointer data)
{
  open_at (fixture, LOG_EVENTS);

  for (int i = 0; i < 30; i++) {
    append (fixture);
    parlor_ui_settle (fixture->window);
    g_assert_cmpfloat (distance_to_end_px (fixture), ==, 0);
  }

  /* The composer grows, the window shrinks. */
  gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->view), 150);
  parlor_ui_settle (fixture->window);
  g_assert_cmpfloat (distance_to_end_px (fixture), ==, 0);
  parlor_ui_present (fixture->window, 420, 500);
  g_assert_cmpfloat (distance_to_end_px (fixture), ==, 0);
}

static void
test_opens_at_new (Fixture      *fixture,
                   gconstpointer data)
{
  ParlorConversationMarks marks = { .known_seq = LOG_EVENTS,
                                    .read_seq = LOG_EVENTS - 30,
                                    .n_unread = 28 };

  parlor_conversation_set_marks (fixture->conversation, &marks);
  open_at (fixture, LOG_EVENTS);

  g_assert_cmpint (parlor_history_view_get_state (fixture->view), ==, PARLOR_SCROLL_FREE);
  g_assert_cmpfloat (row_y_px (fixture, find_row (fixture, LOG_EVENTS - 29)), >, 0);
  g_assert_cmpfloat (row_y_px (fixture, find_row (fixture, LOG_EVENTS - 29)), <, 200);
  g_assert_true (parlor_ui_is_shown (parlor_ui_find_label (fixture->window, "New")));
  g_assert_true (parlor_ui_is_shown (parlor_ui_find_label (fixture->window, "28 new")));
}

/* Through all of the log, up and down again: whatever is loaded, shown or taken
 * away meanwhile, what is being read does not move. */
static void
test_reading_back (Fixture      *fixture,
                   gconstpointer data)
{
  const double step_px = 1570;
  guint        n_rows = 0;

  open_at (fixture, LOG_EVENTS);

  while (find_row (fixture, 1) == NULL || gtk_adjustment_get_value (fixture->adjustment) > 0) {
    scroll_to (fixture, MAX (gtk_adjustment_get_value (fixture->adjustment) - step_px, 0));
    watch_top_row (fixture);
    settle (fixture);
    assert_never_moved (fixture);
    n_rows = MAX (n_rows, count_rows (fixture));
  }
  g_assert_cmpuint (n_rows, <, 260);

  while (distance_to_end_px (fixture) > 2) {
    scroll_to (fixture, gtk_adjustment_get_value (fixture->adjustment) + step_px);
    if (distance_to_end_px (fixture) <= 2)
      break;
    watch_top_row (fixture);
    settle (fixture);
    assert_never_moved (fixture);
    n_rows = MAX (n_rows, count_rows (fixture));
  }
  g_assert_cmpuint (n_rows, <, 260);
  g_assert_nonnull (find_row (fixture, LOG_EVENTS));
  g_assert_cmpint (parlor_history_view_get_state (fixture->view), ==, PARLOR_SCROLL_STICK);
}

static void
test_new_ones_while_reading (Fixture      *fixture,
                             gconstpointer data)
{
  open_at (fixture, LOG_EVENTS);
  scroll_to (fixture, 700);
  settle (fixture);
  watch_top_row (fixture);

  for (int i = 0; i < 400; i++) {
    append (fixture);
    if (i % 50 == 0)
      settle (fixture);
  }
  settle (fixture);
  assert_never_moved (fixture);
  g_assert_cmpint (parlor_history_view_get_state (fixture->view), ==, PARLOR_SCROLL_FREE);

  /* However much has come, one click leads to its end. */
  parlor_history_view_go_to_end (fixture->view);
  settle (fixture);
  g_assert_cmpfloat (distance_to_end_px (fixture), ==, 0);
  g_assert_nonnull (find_row (fixture, fixture->log->len));
}

/* The window changes its width: every row has another height then. */
static void
test_resizing_while_reading (Fixture      *fixture,
                             gconstpointer data)
{
  open_at (fixture, LOG_EVENTS);
  scroll_to (fixture, 1500);
  settle (fixture);
  watch_top_row (fixture);

  parlor_ui_present (fixture->window, 480, 600);
  settle (fixture);
  parlor_ui_present (fixture->window, 640, 480);
  settle (fixture);
  assert_never_moved (fixture);
}

/* A click on a row of which one sees but a part does not bring it into view: it
 * would be gone from under the pointer. */
static void
test_click (Fixture      *fixture,
            gconstpointer data)
{
  open_at (fixture, LOG_EVENTS);
  scroll_to (fixture, 1500);
  settle (fixture);
  watch_top_row (fixture);
  g_assert_cmpfloat (row_y_px (fixture, fixture->watched), <, 0);

  parlor_ui_click (fixture->window, 350, fixture->watched_px - 3);
  settle (fixture);
  assert_never_moved (fixture);
}

/* The keys do bring it into view. */
static void
test_keys (Fixture      *fixture,
           gconstpointer data)
{
  GtkWidget *row;

  open_at (fixture, LOG_EVENTS);
  scroll_to (fixture, 1500);
  settle (fixture);
  watch_top_row (fixture);
  row = fixture->watched;
  fixture->watched = NULL;

  parlor_ui_click (fixture->window, 350, fixture->watched_px - 3);
  settle (fixture);
  for (int i = 0; i < 3; i++) {
    parlor_ui_press (fixture->window, "Up");
    settle (fixture);
  }
  g_assert_cmpfloat (row_y_px (fixture, row), >, 0);
  row = gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)),
                                 GTK_TYPE_LIST_BOX_ROW);
  g_assert_nonnull (row);
  g_assert_cmpfloat (row_y_px (fixture, row), >=, 0);
}

/* A gap was too large to fill: the timeline begins anew. */
static void
test_reset (Fixture      *fixture,
            gconstpointer data)
{
  open_at (fixture, LOG_EVENTS - 200);
  scroll_to (fixture, 500);
  settle (fixture);

  parlor_timeline_reset (fixture->conversation->timeline, LOG_EVENTS);
  settle (fixture);
  g_assert_nonnull (find_row (fixture, LOG_EVENTS));
  g_assert_null (find_row (fixture, LOG_EVENTS - 200));
}

static ParlorMessage *
new_pending (Fixture    *fixture,
             const char *nonce,
             const char *text)
{
  const ParlorEventPacket event = { .kind = PARLOR_EVENT_MESSAGE,
                                    .nonce = (char *) nonce,
                                    .text = (char *) text,
                                    .time_ms = 1700000000000 };

  return parlor_message_new_pending (&event, fixture->me, NULL);
}

/* A pending message becomes the sent one in its place, or is discarded. */
static void
test_pending (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (ParlorMessage) pending = new_pending (fixture, "00", "On my way");
  g_autoptr (ParlorMessage) unwanted = new_pending (fixture, "01", "Never mind");

  open_at (fixture, LOG_EVENTS);
  parlor_timeline_add_pending (fixture->conversation->timeline, pending);
  parlor_timeline_add_pending (fixture->conversation->timeline, unwanted);
  settle (fixture);
  g_assert_nonnull (parlor_ui_find_label (fixture->window, "On my way"));
  g_assert_nonnull (parlor_ui_find_label (fixture->window, "Never mind"));
  g_assert_cmpfloat (distance_to_end_px (fixture), ==, 0);

  parlor_message_set_failed (unwanted, "Too much");
  settle (fixture);
  g_assert_true (parlor_ui_is_shown (parlor_ui_find_label (fixture->window, "Too much")));
  g_assert_cmpfloat (distance_to_end_px (fixture), ==, 0);

  parlor_timeline_remove_pending (fixture->conversation->timeline, unwanted);
  parlor_message_set_sent (pending, LOG_EVENTS + 1, 1700000000000);
  parlor_timeline_append (fixture->conversation->timeline, pending);
  settle (fixture);
  g_assert_null (parlor_ui_find_label (fixture->window, "Never mind"));
  g_assert_nonnull (find_row (fixture, LOG_EVENTS + 1));
  g_assert_cmpfloat (distance_to_end_px (fixture), ==, 0);
}

static void
append_change (Fixture        *fixture,
               ParlorEventKind kind,
               gint64          target,
               const char     *text)
{
  const ParlorAccountPacket ben = { .account = 2, .name = (char *) "ben", .nick = (char *) "Ben" };
  const ParlorEventPacket   event = { .kind = kind,
                                      .seq = fixture->log->len + 1,
                                      .target = target,
                                      .text = (char *) text,
                                      .emoji = (char *) text,
                                      .author = (gpointer) &ben,
                                      .member = (gpointer) &ben };
  ParlorMessage            *change;

  change = parlor_message_new_of_event (&event, fixture->other, fixture->other, NULL);
  g_ptr_array_add (fixture->log, change);
  parlor_timeline_append (fixture->conversation->timeline, change);
  settle (fixture);
}

/* What becomes of messages above, be they on screen or not, moves nothing; nor
 * does what becomes of the one that is being read. */
static void
test_changes_above (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (600, 'w');
  gint64           seq;
  int              height_px;

  open_at (fixture, LOG_EVENTS);
  scroll_to (fixture, 1500);
  settle (fixture);
  watch_top_row (fixture);
  seq = parlor_message_get_seq (parlor_history_list_get_message (fixture->watched));
  height_px = gtk_adjustment_get_upper (fixture->adjustment);

  for (gint64 target = seq - 12; target <= seq; target++) {
    append_change (fixture, PARLOR_EVENT_EDIT, target, target % 2 == 0 ? long_text : "short");
    append_change (fixture, PARLOR_EVENT_REACT, target, "👍");
    append_change (fixture, PARLOR_EVENT_REACT, target, "🎉");
  }
  g_assert_cmpfloat (gtk_adjustment_get_upper (fixture->adjustment), >, height_px);
  g_assert_nonnull (parlor_ui_find_label (fixture->window, "🎉 1"));
  for (gint64 target = seq - 12; target < seq - 6; target++)
    append_change (fixture, PARLOR_EVENT_DELETE, target, NULL);
  append_change (fixture, PARLOR_EVENT_UNREACT, seq, "👍");
  append_change (fixture, PARLOR_EVENT_PURGE, 0, NULL);
  assert_never_moved (fixture);
}

#define ADD(name, function) \
  g_test_add ("/history-view/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  ADD ("opens-at-end", test_opens_at_end);
  ADD ("sticks-to-end", test_sticks_to_end);
  ADD ("opens-at-new", test_opens_at_new);
  ADD ("reading-back", test_reading_back);
  ADD ("new-ones-while-reading", test_new_ones_while_reading);
  ADD ("resizing-while-reading", test_resizing_while_reading);
  ADD ("click", test_click);
  ADD ("keys", test_keys);
  ADD ("reset", test_reset);
  ADD ("pending", test_pending);
  ADD ("changes-above", test_changes_above);

  return g_test_run ();
}
