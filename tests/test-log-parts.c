/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Jumping about in a conversation's log: parts of it that are loaded by
 * themselves, change with it, and become one with what is live. */

#include "parlor-account-private.h"
#include "parlor-client-error.h"
#include "parlor-conversation-private.h"
#include "parlor-message-private.h"
#include "parlor-timeline-private.h"

#define LOG_EVENTS 1000
#define TIME_MS(seq) (G_GINT64_CONSTANT (1700000000000) + (seq) *60000)

typedef struct
{
  ParlorConversation *conversation;
  ParlorAccount      *author;
  GHashTable         *edits;    /* of ParlorEventPacket: text and changed, by seq */
  GQueue              requests; /* of ParlorLogRequest */
  gint64              first_seq;
  gint64              head_seq;
  GAsyncResult       *result;
} Fixture;

static ParlorMessage *
message_at (Fixture *fixture,
            gint64   seq)
{
  const ParlorEventPacket *edit = g_hash_table_lookup (fixture->edits, &seq);
  g_autofree char         *text = g_strdup_printf ("Message %" G_GINT64_FORMAT, seq);
  const ParlorEventPacket  event = { .kind = PARLOR_EVENT_MESSAGE,
                                     .seq = seq,
                                     .text = edit != NULL ? edit->text : text,
                                     .changed = edit != NULL ? edit->changed : 0,
                                     .time_ms = TIME_MS (seq) };

  return parlor_message_new_of_event (&event, fixture->author, NULL, NULL);
}

static void
read_log (ParlorLogRequest *request,
          gpointer          user_data)
{
  Fixture *fixture = user_data;

  g_queue_push_tail (&fixture->requests, request);
}

/* As a server does. */
static void
answer (Fixture *fixture)
{
  ParlorLogRequest     *request = g_queue_pop_head (&fixture->requests);
  g_autoptr (GPtrArray) page = g_ptr_array_new_with_free_func (g_object_unref);
  gint64                from, to;

  g_assert_nonnull (request);
  if (request->place == PARLOR_LOG_BEFORE) {
    to = request->value - 1;
    from = request->value - request->n_max;
  } else if (request->place == PARLOR_LOG_FROM) {
    from = request->value;
    to = from + request->n_max - 1;
  } else {
    from = request->value;
    if (request->place == PARLOR_LOG_AT)
      from = (request->value - TIME_MS (0) + 59999) / 60000;
    from = CLAMP (from, fixture->first_seq, fixture->head_seq) - request->n_max / 2;
    to = from + request->n_max - 1;
  }

  from = MAX (from, fixture->first_seq);
  to = MIN (to, fixture->head_seq);
  for (gint64 seq = from; seq <= to; seq++)
    g_ptr_array_add (page, message_at (fixture, seq));
  parlor_log_request_answer (request, page,
                             request->place == PARLOR_LOG_BEFORE ? from == fixture->first_seq
                                                                 : to == fixture->head_seq);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  const ParlorConversationMarks marks = { .known_seq = LOG_EVENTS };

  fixture->first_seq = 1;
  fixture->head_seq = LOG_EVENTS;
  fixture->author = parlor_account_new (2, "ben", "Ben");
  fixture->edits = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_queue_init (&fixture->requests);
  fixture->conversation = parlor_conversation_new (NULL, "c1", PARLOR_CONVERSATION_CHANNEL, NULL);
  parlor_conversation_set_marks (fixture->conversation, &marks);
  parlor_conversation_set_log_reader (fixture->conversation, read_log, fixture);
  parlor_conversation_get_timeline (fixture->conversation);
  answer (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_cmpuint (g_queue_get_length (&fixture->requests), ==, 0);
  g_clear_object (&fixture->result);
  g_assert_finalize_object (fixture->conversation);
  g_hash_table_unref (fixture->edits);
  g_object_unref (fixture->author);
}

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_set_object (&((Fixture *) user_data)->result, result);
}

static void
turn (Fixture *fixture)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static ParlorTimeline *
finish (Fixture *fixture,
        gint64  *ret_seq)
{
  g_autoptr (GError) error = NULL;
  ParlorTimeline    *timeline;

  turn (fixture);
  g_assert_nonnull (fixture->result);
  timeline = parlor_conversation_open_finish (fixture->conversation, fixture->result, ret_seq,
                                              &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->result);

  return timeline;
}

static ParlorTimeline *
open_at (Fixture *fixture,
         gint64   seq)
{
  parlor_conversation_open_async (fixture->conversation, seq, NULL, on_ready, fixture);
  if (!g_queue_is_empty (&fixture->requests))
    answer (fixture);

  return finish (fixture, NULL);
}

static void
assert_refused (Fixture *fixture,
                int      code)
{
  g_autoptr (GError) error = NULL;

  turn (fixture);
  g_assert_nonnull (fixture->result);
  g_assert_null (
    parlor_conversation_open_finish (fixture->conversation, fixture->result, NULL, &error));
  g_assert_error (error, PARLOR_CLIENT_ERROR, code);
  g_clear_object (&fixture->result);
}

/* That all of it is there, once and in order. */
static void
assert_shows (ParlorTimeline *timeline,
              gint64          from,
              gint64          to)
{
  GListModel *model = G_LIST_MODEL (timeline);

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, to - from + 1);
  for (gint64 seq = from; seq <= to; seq++) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (model, seq - from);

    g_assert_cmpint (parlor_message_get_seq (message), ==, seq);
  }
}

static void
load_newer (Fixture        *fixture,
            ParlorTimeline *timeline)
{
  parlor_timeline_load_newer_async (timeline, 100, NULL, NULL, NULL);
  answer (fixture);
  turn (fixture);
}

static void
test_opens (Fixture      *fixture,
            gconstpointer data)
{
  ParlorTimeline            *live = parlor_conversation_get_timeline (fixture->conversation);
  g_autoptr (ParlorTimeline) part = open_at (fixture, 500);
  g_autoptr (ParlorTimeline) same = open_at (fixture, 480);
  g_autoptr (ParlorTimeline) end = open_at (fixture, LOG_EVENTS - 10);

  g_assert_false (parlor_timeline_is_live (part));
  assert_shows (part, 470, 529);
  g_assert_cmpuint (parlor_timeline_find_position (part, 500), ==, 30);
  g_assert_true (same == part);
  g_assert_true (end == live);
  g_assert_true (parlor_timeline_is_live (live));
  assert_shows (live, 951, 1000);

  /* Both ways. */
  load_newer (fixture, part);
  parlor_timeline_load_older_async (part, 100, NULL, NULL, NULL);
  answer (fixture);
  assert_shows (part, 370, 629);
}

static void
on_joined (ParlorTimeline *part,
           gint64         *n_joined)
{
  ++*n_joined;
}

static void
test_joins (Fixture      *fixture,
            gconstpointer data)
{
  ParlorTimeline            *live = parlor_conversation_get_timeline (fixture->conversation);
  g_autoptr (ParlorTimeline) part = open_at (fixture, 800);
  g_autoptr (ParlorMessage)  message = g_list_model_get_item (G_LIST_MODEL (part), 30);
  g_autoptr (ParlorMessage)  same = NULL;
  gint64                     n_joined = 0;

  g_signal_connect (part, "joined", G_CALLBACK (on_joined), &n_joined);
  load_newer (fixture, part);
  assert_shows (part, 770, 929);
  g_assert_cmpint (n_joined, ==, 0);

  /* The server would tell more than is missing. */
  load_newer (fixture, part);
  g_assert_cmpint (n_joined, ==, 1);
  g_assert_true (parlor_timeline_get_successor (part) == live);
  assert_shows (live, 770, 1000);
  same = g_list_model_get_item (G_LIST_MODEL (live), 30);
  g_assert_true (same == message);

  g_clear_object (&part);
  part = open_at (fixture, 700);
  assert_shows (part, 670, 729);
  g_clear_object (&part);

  /* What is next to it need not be a part for long. */
  part = open_at (fixture, 745);
  g_assert_true (part == live);
  assert_shows (live, 715, 1000);
}

/* The live timeline comes back to where a part ends. */
static void
test_joins_from_below (Fixture      *fixture,
                       gconstpointer data)
{
  ParlorTimeline            *live = parlor_conversation_get_timeline (fixture->conversation);
  g_autoptr (ParlorTimeline) part = open_at (fixture, 880);

  assert_shows (part, 850, 909);
  parlor_timeline_load_older_async (live, 100, NULL, NULL, NULL);
  answer (fixture);
  assert_shows (live, 850, 1000);
  g_assert_true (parlor_timeline_get_successor (part) == live);
}

static void
test_dates (Fixture      *fixture,
            gconstpointer data)
{
  static const gint64 asked[][2] = { { 300, 300 }, { 0, 1 }, { 990, 990 }, { 5000, 1000 } };

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++) {
    g_autoptr (ParlorTimeline) timeline = NULL;
    gint64                     seq = 0;

    parlor_conversation_open_at_async (fixture->conversation, TIME_MS (asked[i][0]) - 1, NULL,
                                       on_ready, fixture);
    answer (fixture);
    timeline = finish (fixture, &seq);
    g_assert_cmpint (seq, ==, asked[i][1]);
    g_assert_true (parlor_timeline_has (timeline, seq));
  }

  parlor_conversation_open_at_async (fixture->conversation, G_MININT64, NULL, on_ready, fixture);
  answer (fixture);
  g_object_unref (finish (fixture, NULL));
}

static void
test_nothing_there (Fixture      *fixture,
                    gconstpointer data)
{
  static const gint64      seqs[] = { 0, -5, G_MININT64, LOG_EVENTS + 1, G_MAXINT64 };
  g_autoptr (GError)       error = g_error_new_literal (PARLOR_CLIENT_ERROR,
                                                        PARLOR_CLIENT_ERROR_NOT_CONNECTED, "Away");
  g_autoptr (GPtrArray)    nothing = g_ptr_array_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError)       cancelled = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (seqs); i++) {
    parlor_conversation_open_async (fixture->conversation, seqs[i], NULL, on_ready, fixture);
    g_assert_cmpuint (g_queue_get_length (&fixture->requests), ==, 0);
    assert_refused (fixture, PARLOR_CLIENT_ERROR_NOT_FOUND);
  }

  /* It was removed, and this is not known here yet. */
  fixture->first_seq = 400;
  parlor_conversation_open_async (fixture->conversation, 100, NULL, on_ready, fixture);
  answer (fixture);
  assert_refused (fixture, PARLOR_CLIENT_ERROR_NOT_FOUND);
  parlor_conversation_open_async (fixture->conversation, 100, NULL, on_ready, fixture);
  parlor_log_request_answer (g_queue_pop_head (&fixture->requests), nothing, FALSE);
  assert_refused (fixture, PARLOR_CLIENT_ERROR_NOT_FOUND);

  parlor_conversation_open_async (fixture->conversation, 500, NULL, on_ready, fixture);
  parlor_log_request_fail (g_queue_pop_head (&fixture->requests), error);
  assert_refused (fixture, PARLOR_CLIENT_ERROR_NOT_CONNECTED);

  parlor_conversation_open_async (fixture->conversation, 500, cancellable, on_ready, fixture);
  g_cancellable_cancel (cancellable);
  answer (fixture);
  turn (fixture);
  g_assert_null (parlor_conversation_open_finish (fixture->conversation, fixture->result, NULL,
                                                  &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  parlor_conversation_trim (fixture->conversation, 400);
  parlor_conversation_open_async (fixture->conversation, 399, NULL, on_ready, fixture);
  assert_refused (fixture, PARLOR_CLIENT_ERROR_NOT_FOUND);
}

static void
edit (Fixture    *fixture,
      gint64      target,
      const char *text)
{
  const ParlorAccountPacket ben = { .account = 2, .name = (char *) "ben", .nick = (char *) "Ben" };
  const ParlorEventPacket   event = { .kind = PARLOR_EVENT_EDIT,
                                      .seq = ++fixture->head_seq,
                                      .target = target,
                                      .text = (char *) text,
                                      .time_ms = TIME_MS (fixture->head_seq),
                                      .author = (gpointer) &ben };
  g_autoptr (ParlorMessage) change =
    parlor_message_new_of_event (&event, fixture->author, NULL, NULL);

  parlor_conversation_apply (fixture->conversation, change);
}

static const char *
text_at (ParlorTimeline *timeline,
         gint64          seq)
{
  return parlor_message_get_text (parlor_timeline_find (timeline, seq));
}

/* Changes reach parts; also one that overtook the page that it is about. */
static void
test_changes (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (ParlorTimeline) part = open_at (fixture, 500);
  g_autoptr (ParlorTimeline) other = NULL;

  edit (fixture, 500, "Changed");
  g_assert_cmpstr (text_at (part, 500), ==, "Changed");

  parlor_conversation_open_async (fixture->conversation, 200, NULL, on_ready, fixture);
  edit (fixture, 200, "Changed, too");
  answer (fixture);
  other = finish (fixture, NULL);
  g_assert_cmpstr (text_at (other, 200), ==, "Changed, too");

  parlor_timeline_load_newer_async (part, 10, NULL, NULL, NULL);
  edit (fixture, 531, "And this");
  answer (fixture);
  g_assert_cmpstr (text_at (part, 531), ==, "And this");
  g_assert_true (parlor_conversation_find_message (fixture->conversation, 531) ==
                 parlor_timeline_find (part, 531));
}

static void
on_split (ParlorTimeline  *live,
          ParlorTimeline  *part,
          ParlorTimeline **ret_part)
{
  g_set_object (ret_part, part);
}

/* What was read before a gap stays, and is asked for again. */
static void
test_gap (Fixture      *fixture,
          gconstpointer data)
{
  ParlorEventPacket          changed = { .text = (char *) "Meanwhile", .changed = 1500 };
  gint64                     seq = 980;
  ParlorTimeline            *live = parlor_conversation_get_timeline (fixture->conversation);
  g_autoptr (ParlorTimeline) part = NULL;
  g_autoptr (ParlorMessage)  before = g_list_model_get_item (G_LIST_MODEL (live), 29);
  ParlorTimeline            *split = NULL;

  g_signal_connect (live, "split", G_CALLBACK (on_split), &split);
  fixture->head_seq = 3000;
  parlor_conversation_reset (fixture->conversation, 3000);
  g_assert_nonnull (split);
  part = split;
  assert_shows (part, 951, 1000);
  g_assert_true (parlor_timeline_find (part, 980) == before);

  g_hash_table_insert (fixture->edits, g_memdup2 (&seq, sizeof seq), &changed);
  answer (fixture);
  assert_shows (live, 2951, 3000);
  parlor_conversation_retry_timeline (fixture->conversation);
  answer (fixture);
  g_assert_cmpstr (parlor_message_get_text (before), ==, "Meanwhile");
  while (!g_queue_is_empty (&fixture->requests))
    answer (fixture);

  /* Another log is of no use. */
  split = NULL;
  parlor_conversation_reset (fixture->conversation, 3000);
  g_assert_null (split);
  g_assert_null (parlor_conversation_find_part (fixture->conversation, 980));
  answer (fixture);
}

/* A part that nobody looks at any more is gone. */
static void
test_ends (Fixture      *fixture,
           gconstpointer data)
{
  ParlorTimeline *part = open_at (fixture, 500);

  g_assert_true (parlor_conversation_find_part (fixture->conversation, 500) == part);
  g_assert_finalize_object (part);
  g_assert_null (parlor_conversation_find_part (fixture->conversation, 500));

  part = open_at (fixture, 500);
  parlor_conversation_disconnect (fixture->conversation);
  parlor_timeline_load_newer_async (part, 10, NULL, on_ready, fixture);
  turn (fixture);
  g_assert_cmpint (parlor_timeline_load_newer_finish (part, fixture->result, NULL), ==, 0);
  g_object_unref (part);
}

#define ADD(name, function) \
  g_test_add ("/log-parts/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("opens", test_opens);
  ADD ("joins", test_joins);
  ADD ("joins-from-below", test_joins_from_below);
  ADD ("dates", test_dates);
  ADD ("nothing-there", test_nothing_there);
  ADD ("changes", test_changes);
  ADD ("gap", test_gap);
  ADD ("ends", test_ends);

  return g_test_run ();
}
