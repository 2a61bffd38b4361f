/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-history-fixture"

#include "parlor-history-fixture.h"

#include "parlor-account-private.h"
#include "parlor-attachment-private.h"
#include "parlor-client-error.h"
#include "parlor-history-list.h"
#include "parlor-message-private.h"
#include "parlor-timeline-private.h"

#define FIRST_TIME_MS G_GINT64_CONSTANT (1700000000000)
#define TIME_STEP_MS (90 * 1000)

/* Every height there is: a word, many lines, an image, a large emoji, an answer. */
static ParlorMessage *
message_new (ParlorHistoryFixture *fixture,
             gint64                seq)
{
  g_autoptr (ParlorAttachment) attachment = NULL;
  g_autoptr (GString)          text = g_string_new (NULL);
  ParlorAttachmentPacket       packet = { .name = (char *) "photo.jpg",
                                          .media_type = (char *) "image/jpeg",
                                          .attachment = (char *) "a1",
                                          .size_bytes = 100000000,
                                          .width_px = 300 + seq % 7 * 50,
                                          .height_px = 200 + seq % 5 * 60 };
  const ParlorEventPacket      event = {
         .kind = seq % 17 == 0 ? PARLOR_EVENT_JOIN : PARLOR_EVENT_MESSAGE,
         .seq = seq,
         .reply_to = seq % 7 == 0 ? MAX (seq - 10 - seq * seq % 50, 1) : 0,
         .text = text->str,
         .time_ms = FIRST_TIME_MS + seq * TIME_STEP_MS,
  };
  ParlorEventPacket copy = event;

  for (int i = 0; i <= (seq * seq) % 40; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " words of number " : "", seq);
  if (seq % 11 == 0)
    attachment = parlor_attachment_new (&packet);

  copy.text = seq % 13 == 0 ? (char *) "😀🎉" : text->str;

  return parlor_message_new_of_event (&copy, seq % 3 == 0 ? fixture->me : fixture->other, NULL,
                                      attachment);
}

static ParlorMessage *
message_at (ParlorHistoryFixture *fixture,
            gint64                seq)
{
  ParlorMessage *message = g_hash_table_lookup (fixture->appended, &seq);

  return message != NULL ? g_object_ref (message) : message_new (fixture, seq);
}

static void
read_log (ParlorLogRequest *request,
          gpointer          user_data)
{
  g_queue_push_tail (&((ParlorHistoryFixture *) user_data)->requests, request);
}

/* Where a request asks for a page. */
static gint64
get_first_seq (ParlorHistoryFixture   *fixture,
               const ParlorLogRequest *request)
{
  gint64 middle = request->value;

  if (request->place == PARLOR_LOG_BEFORE)
    return request->value - request->n_max;
  if (request->place == PARLOR_LOG_FROM)
    return request->value;

  if (request->place == PARLOR_LOG_AT)
    middle = (request->value - FIRST_TIME_MS + TIME_STEP_MS - 1) / TIME_STEP_MS;

  return CLAMP (middle, fixture->first_seq, fixture->head_seq) - request->n_max / 2;
}

/**
 * parlor_history_answer:
 * @fixture: a fixture
 *
 * Does what the server or the cache does, sooner or later.
 *
 * Returns: whether somebody has asked for anything
 */
gboolean
parlor_history_answer (ParlorHistoryFixture *fixture)
{
  ParlorLogRequest     *request = g_queue_pop_head (&fixture->requests);
  g_autoptr (GPtrArray) page = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError)    error = NULL;
  gint64                from, to;

  if (request == NULL)
    return FALSE;

  if (fixture->is_offline) {
    error = g_error_new_literal (PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED, "Away");
    parlor_log_request_fail (request, error);
    return TRUE;
  }

  from = get_first_seq (fixture, request);
  to = MIN (from + (gint64) request->n_max - 1, fixture->head_seq);
  if (request->place == PARLOR_LOG_BEFORE)
    to = request->value - 1;
  from = MAX (from, fixture->first_seq);
  for (gint64 seq = from; seq <= to; seq++)
    g_ptr_array_add (page, message_at (fixture, seq));
  fixture->n_read += page->len;
  parlor_log_request_answer (request, page,
                             request->place == PARLOR_LOG_BEFORE ? from == fixture->first_seq
                                                                 : to == fixture->head_seq);

  return TRUE;
}

static void
on_toast (GSimpleAction        *action,
          GVariant             *parameter,
          ParlorHistoryFixture *fixture)
{
  g_free (fixture->toast);
  fixture->toast = g_variant_dup_string (parameter, NULL);
}

static void
on_back (GSimpleAction        *action,
         GVariant             *parameter,
         ParlorHistoryFixture *fixture)
{
  parlor_history_view_go_back (fixture->view);
}

static void
on_show_message (GSimpleAction        *action,
                 GVariant             *parameter,
                 ParlorHistoryFixture *fixture)
{
  parlor_history_view_show_message (fixture->view, g_variant_get_int64 (parameter));
}

static void
on_show_date (GSimpleAction        *action,
              GVariant             *parameter,
              ParlorHistoryFixture *fixture)
{
  parlor_history_view_show_date (fixture->view, g_variant_get_int64 (parameter));
}

static void
add_action (ParlorHistoryFixture *fixture,
            GSimpleActionGroup   *group,
            const char           *name,
            const GVariantType   *type,
            gpointer              callback)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, type);

  g_signal_connect (action, "activate", callback, fixture);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
}

/* What is around a history in the program. */
static void
add_actions (ParlorHistoryFixture *fixture)
{
  g_autoptr (GSimpleActionGroup) conversation = g_simple_action_group_new ();
  g_autoptr (GSimpleAction)      toast = g_simple_action_new ("toast", G_VARIANT_TYPE_STRING);

  add_action (fixture, conversation, "back-to-place", NULL, on_back);
  add_action (fixture, conversation, "show-message", G_VARIANT_TYPE_INT64, on_show_message);
  add_action (fixture, conversation, "show-date", G_VARIANT_TYPE_INT64, on_show_date);
  gtk_widget_insert_action_group (fixture->window, "conversation", G_ACTION_GROUP (conversation));
  g_signal_connect (toast, "activate", G_CALLBACK (on_toast), fixture);
  g_action_map_add_action (G_ACTION_MAP (fixture->window), G_ACTION (toast));
}

static void
set_up_models (ParlorHistoryFixture *fixture)
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
  parlor_conversation_set_log_reader (fixture->conversation, read_log, fixture);
}

/**
 * parlor_history_fixture_set_up:
 * @fixture: to be filled
 * @data: how many events the log has
 *
 * Makes a history that is not on screen yet.
 */
void
parlor_history_fixture_set_up (ParlorHistoryFixture *fixture,
                               gconstpointer         data)
{
  fixture->first_seq = 1;
  fixture->head_seq = GPOINTER_TO_INT (data);
  fixture->appended = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  g_queue_init (&fixture->requests);
  set_up_models (fixture);

  fixture->window = g_object_ref_sink (
    g_object_new (ADW_TYPE_APPLICATION_WINDOW, "application", parlor_ui_get_application (), NULL));
  fixture->view = g_object_new (PARLOR_TYPE_HISTORY_VIEW, NULL);
  add_actions (fixture);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window),
                                      GTK_WIDGET (fixture->view));
  fixture->adjustment = gtk_scrolled_window_get_vadjustment (
    GTK_SCROLLED_WINDOW (parlor_ui_find (GTK_WIDGET (fixture->view), GTK_TYPE_SCROLLED_WINDOW,
                                         NULL)));
}

/**
 * parlor_history_fixture_tear_down:
 * @fixture: a fixture
 * @data: unused
 *
 * Ends all of it; nothing may be left of the window.
 */
void
parlor_history_fixture_tear_down (ParlorHistoryFixture *fixture,
                                  gconstpointer         data)
{
  fixture->watched = NULL;
  fixture->is_offline = TRUE;
  while (parlor_history_answer (fixture))
    ;
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->window);
  g_assert_finalize_object (fixture->conversation);
  g_clear_object (&fixture->me);
  g_clear_object (&fixture->other);
  g_hash_table_unref (fixture->appended);
  parlor_ui_client_free (fixture->client);
  g_free (fixture->folder);
  g_free (fixture->toast);
}

static GtkListBox *
get_list (ParlorHistoryFixture *fixture)
{
  return GTK_LIST_BOX (parlor_ui_find (GTK_WIDGET (fixture->view), GTK_TYPE_LIST_BOX, NULL));
}

/* The mark stays for a moment, which may be over before a busy computer has gone on. */
static void
note_mark (ParlorHistoryFixture *fixture)
{
  GtkListBox    *list = get_list (fixture);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (gtk_widget_has_css_class (GTK_WIDGET (row), "highlighted"))
      fixture->marked_seq =
        parlor_message_get_seq (parlor_history_list_get_message (GTK_WIDGET (row)));
}

static void
on_after_paint (ParlorHistoryFixture *fixture)
{
  fixture->n_frames++;
  note_mark (fixture);
  if (fixture->watched != NULL)
    fixture->error_px =
      MAX (fixture->error_px,
           ABS (parlor_history_row_end_px (fixture, fixture->watched) - fixture->watched_px));
}

/**
 * parlor_history_open:
 * @fixture: a fixture
 *
 * Shows the conversation, of which all has been read.
 */
void
parlor_history_open (ParlorHistoryFixture *fixture)
{
  parlor_history_open_unread (fixture, 0);
}

/**
 * parlor_history_open_unread:
 * @fixture: a fixture
 * @n_unread: how many of the newest events have not been read
 *
 * Shows the conversation.
 */
void
parlor_history_open_unread (ParlorHistoryFixture *fixture,
                            guint                 n_unread)
{
  const ParlorConversationMarks marks = { .known_seq = fixture->head_seq,
                                          .read_seq = fixture->head_seq - n_unread,
                                          .counted_seq = fixture->head_seq,
                                          .n_unread = n_unread };

  parlor_conversation_set_marks (fixture->conversation, &marks);
  parlor_history_view_set_conversation (fixture->view, fixture->client, fixture->conversation);
  parlor_ui_present (fixture->window, 700, 600);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (fixture->window), "after-paint",
                            G_CALLBACK (on_after_paint), fixture);
  parlor_history_settle (fixture);
}

/**
 * parlor_history_settle:
 * @fixture: a fixture
 *
 * Waits until all is loaded, laid out and drawn.
 */
void
parlor_history_settle (ParlorHistoryFixture *fixture)
{
  do
    parlor_ui_settle (fixture->window);
  while (parlor_history_answer (fixture));
}

/**
 * parlor_history_scroll_to:
 * @fixture: a fixture
 * @value_px: where to
 *
 * Scrolls, and does not wait for what is loaded because of that.
 */
void
parlor_history_scroll_to (ParlorHistoryFixture *fixture,
                          double                value_px)
{
  gtk_adjustment_set_value (fixture->adjustment, value_px);
  parlor_ui_settle (fixture->window);
}

static void
take (ParlorHistoryFixture *fixture,
      ParlorMessage        *message)
{
  const gint64 seq = parlor_message_get_seq (message);

  fixture->head_seq = seq;
  g_hash_table_insert (fixture->appended, g_memdup2 (&seq, sizeof seq), message);
  parlor_conversation_apply (fixture->conversation, message);
}

/**
 * parlor_history_append:
 * @fixture: a fixture
 *
 * A new message comes.
 */
void
parlor_history_append (ParlorHistoryFixture *fixture)
{
  take (fixture, message_new (fixture, fixture->head_seq + 1));
}

/**
 * parlor_history_append_change:
 * @fixture: a fixture
 * @kind: what happens
 * @target: to which message, 0 for a purge
 * @text: (nullable): new text, or emoji
 *
 * Something becomes of a message.
 */
void
parlor_history_append_change (ParlorHistoryFixture *fixture,
                              ParlorEventKind       kind,
                              gint64                target,
                              const char           *text)
{
  const ParlorAccountPacket ben = { .account = 2, .name = (char *) "ben", .nick = (char *) "Ben" };
  const ParlorEventPacket   event = { .kind = kind,
                                      .seq = fixture->head_seq + 1,
                                      .target = target,
                                      .text = (char *) text,
                                      .emoji = (char *) text,
                                      .author = (gpointer) &ben,
                                      .member = (gpointer) &ben };

  take (fixture, parlor_message_new_of_event (&event, fixture->other, fixture->other, NULL));
}

/**
 * parlor_history_find_row:
 * @fixture: a fixture
 * @seq: a place in the log
 *
 * Returns: (transfer none) (nullable): its row
 */
GtkWidget *
parlor_history_find_row (ParlorHistoryFixture *fixture,
                         gint64                seq)
{
  return parlor_history_list_find_seq (parlor_history_view_get_list (fixture->view), seq);
}

guint
parlor_history_count_rows (ParlorHistoryFixture *fixture)
{
  guint n_rows = 0;

  while (gtk_list_box_get_row_at_index (get_list (fixture), n_rows) != NULL)
    n_rows++;

  return n_rows;
}

double
parlor_history_row_y_px (ParlorHistoryFixture *fixture,
                         GtkWidget            *row)
{
  double x, y = G_MAXDOUBLE;

  gtk_widget_translate_coordinates (row, GTK_WIDGET (fixture->view), 0, 0, &x, &y);

  return y;
}

double
parlor_history_row_end_px (ParlorHistoryFixture *fixture,
                           GtkWidget            *row)
{
  double x, y = G_MAXDOUBLE;

  gtk_widget_translate_coordinates (row, GTK_WIDGET (fixture->view), 0,
                                    gtk_widget_get_height (row), &x, &y);

  return y;
}

double
parlor_history_distance_to_end_px (ParlorHistoryFixture *fixture)
{
  return gtk_adjustment_get_upper (fixture->adjustment) -
         gtk_adjustment_get_page_size (fixture->adjustment) -
         gtk_adjustment_get_value (fixture->adjustment);
}

/**
 * parlor_history_is_in_view:
 * @fixture: a fixture
 * @seq: a place in the log
 *
 * Returns: whether all of its row is on screen
 */
gboolean
parlor_history_is_in_view (ParlorHistoryFixture *fixture,
                           gint64                seq)
{
  GtkWidget *row = parlor_history_find_row (fixture, seq);

  return row != NULL && parlor_history_row_y_px (fixture, row) >= 0 &&
         parlor_history_row_end_px (fixture, row) <=
           gtk_widget_get_height (GTK_WIDGET (fixture->view));
}

static GtkWidget *
find_top_row (ParlorHistoryFixture *fixture)
{
  GtkWidget *row;

  for (int i = 0; (row = GTK_WIDGET (gtk_list_box_get_row_at_index (get_list (fixture), i))); i++)
    if (parlor_history_row_end_px (fixture, row) > 0)
      return row;

  g_assert_not_reached ();
}

/**
 * parlor_history_top_seq:
 * @fixture: a fixture
 *
 * Returns: what is at the top of the view
 */
gint64
parlor_history_top_seq (ParlorHistoryFixture *fixture)
{
  return parlor_message_get_seq (parlor_history_list_get_message (find_top_row (fixture)));
}

/**
 * parlor_history_watch:
 * @fixture: a fixture
 * @row: on screen
 *
 * Measures from now on where @row is.
 */
void
parlor_history_watch (ParlorHistoryFixture *fixture,
                      GtkWidget            *row)
{
  fixture->watched = row;
  fixture->watched_px = parlor_history_row_end_px (fixture, row);
  fixture->error_px = 0;
}

void
parlor_history_watch_top_row (ParlorHistoryFixture *fixture)
{
  parlor_history_watch (fixture, find_top_row (fixture));
}

void
parlor_history_assert_never_moved (ParlorHistoryFixture *fixture)
{
  g_test_message ("largest error %g px in %u frames", fixture->error_px, fixture->n_frames);
  g_assert_cmpfloat (fixture->error_px, ==, 0);
  fixture->watched = NULL;
}
