/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-account-private.h"
#include "parlor-message-private.h"
#include "parlor-timeline-private.h"

typedef struct
{
  ParlorAccount  *author;
  ParlorTimeline *timeline;

  /* What the timeline asked for last. */
  gint64 before_seq;
  guint  n_asked;
  guint  n_requests;

  /* What a view of it would show, kept by its signals. */
  GPtrArray *shown;
} Fixture;

static void
load (ParlorTimeline   *timeline,
      ParlorTimelineEnd end,
      gint64            before_seq,
      guint             n_messages,
      gpointer          user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpint (end, ==, PARLOR_TIMELINE_OLDER);
  fixture->before_seq = before_seq;
  fixture->n_asked = n_messages;
  fixture->n_requests++;
}

static void
on_items_changed (GListModel *timeline,
                  guint       position,
                  guint       n_removed,
                  guint       n_added,
                  gpointer    user_data)
{
  Fixture *fixture = user_data;

  if (n_removed > 0)
    g_ptr_array_remove_range (fixture->shown, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    g_ptr_array_insert (fixture->shown, position + i,
                        g_list_model_get_item (timeline, position + i));
}

static void
set_up (Fixture      *fixture,
        gconstpointer known_seq)
{
  fixture->author = parlor_account_new (1, "ann", "Ann");
  fixture->shown = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->timeline = parlor_timeline_new (GPOINTER_TO_INT (known_seq), load, fixture);
  g_signal_connect (fixture->timeline, "items-changed", G_CALLBACK (on_items_changed), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer known_seq)
{
  g_assert_finalize_object (fixture->timeline);
  g_ptr_array_unref (fixture->shown);
  g_assert_finalize_object (fixture->author);
}

static ParlorMessage *
make_event (Fixture *fixture,
            gint64   seq)
{
  return parlor_message_new (PARLOR_EVENT_MESSAGE, seq, fixture->author, "text", seq, NULL);
}

/* An event about a message, or of a kind that nobody knows. */
static ParlorMessage *
make_change (Fixture        *fixture,
             ParlorEventKind kind,
             gint64          seq,
             gint64          target,
             const char     *text)
{
  const ParlorAccountPacket author = { .account = 1,
                                       .name = (char *) "ann",
                                       .nick = (char *) "Ann" };
  const ParlorEventPacket   event = { .kind = kind,
                                      .seq = seq,
                                      .target = target,
                                      .text = (char *) text,
                                      .emoji = (char *) text,
                                      .time_ms = seq,
                                      .author = (gpointer) &author,
                                      .member = (gpointer) &author };

  return parlor_message_new_of_event (&event, fixture->author, fixture->author, NULL);
}

static void
append (Fixture *fixture,
        gint64   seq)
{
  g_autoptr (ParlorMessage) message = make_event (fixture, seq);

  parlor_timeline_append (fixture->timeline, message);
}

static ParlorMessage *
add_pending (Fixture    *fixture,
             const char *nonce)
{
  const ParlorEventPacket event = { .kind = PARLOR_EVENT_MESSAGE,
                                    .nonce = (char *) nonce,
                                    .text = (char *) nonce };
  ParlorMessage          *message = parlor_message_new_pending (&event, fixture->author, NULL);

  parlor_timeline_add_pending (fixture->timeline, message);

  return message;
}

/* @expected: seqs, and nonces of what is pending, with spaces between */
static void
assert_shows (Fixture    *fixture,
              const char *expected)
{
  g_autoptr (GString) actual = g_string_new (NULL);
  GListModel         *model = G_LIST_MODEL (fixture->timeline);

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, fixture->shown->len);
  for (guint i = 0; i < fixture->shown->len; i++) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (model, i);

    g_assert_true (message == fixture->shown->pdata[i]);
    if (i > 0)
      g_string_append_c (actual, ' ');
    if (parlor_message_get_seq (message) > 0)
      g_string_append_printf (actual, "%" G_GINT64_FORMAT, parlor_message_get_seq (message));
    else
      g_string_append (actual, parlor_message_get_nonce (message));
  }

  g_assert_cmpstr (actual->str, ==, expected);
}

static GPtrArray *
make_page (Fixture *fixture,
           gint64   first_seq,
           gint64   last_seq)
{
  GPtrArray *page = g_ptr_array_new_with_free_func (g_object_unref);

  for (gint64 seq = first_seq; seq <= last_seq; seq++)
    g_ptr_array_add (page, make_event (fixture, seq));

  return page;
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  int               *ret = user_data;

  *ret = parlor_timeline_load_older_finish (PARLOR_TIMELINE (source), result, &error);
  g_assert_true ((*ret < 0) == (error != NULL));
}

static void
turn (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_older (Fixture      *fixture,
            gconstpointer known_seq)
{
  g_autoptr (GPtrArray) newer = make_page (fixture, 4, 5);
  g_autoptr (GPtrArray) older = make_page (fixture, 1, 3);
  int                   n_first = 99;
  int                   n_second = 99;

  parlor_timeline_load_older_async (fixture->timeline, 2, NULL, on_loaded, &n_first);
  parlor_timeline_load_older_async (fixture->timeline, 7, NULL, on_loaded, &n_second);
  g_assert_true (parlor_timeline_is_loading (fixture->timeline));
  g_assert_cmpint (fixture->before_seq, ==, 6);
  g_assert_cmpuint (fixture->n_asked, ==, 2);
  g_assert_cmpuint (fixture->n_requests, ==, 1);

  /* What is new comes at the end meanwhile. */
  append (fixture, 6);
  parlor_timeline_take_older (fixture->timeline, 6, newer, FALSE);
  turn ();
  assert_shows (fixture, "4 5 6");
  g_assert_cmpint (n_first, ==, 2);
  g_assert_cmpint (n_second, ==, 2);
  g_assert_false (parlor_timeline_is_loading (fixture->timeline));
  g_assert_false (parlor_timeline_is_complete (fixture->timeline));

  parlor_timeline_load_older_async (fixture->timeline, 50, NULL, on_loaded, &n_first);
  parlor_timeline_take_older (fixture->timeline, 4, older, FALSE);
  turn ();
  assert_shows (fixture, "1 2 3 4 5 6");
  g_assert_true (parlor_timeline_is_complete (fixture->timeline));

  parlor_timeline_load_older_async (fixture->timeline, 50, NULL, on_loaded, &n_first);
  turn ();
  g_assert_cmpint (n_first, ==, 0);
  g_assert_cmpuint (fixture->n_requests, ==, 2);
}

static void
test_failed (Fixture      *fixture,
             gconstpointer known_seq)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "No");
  int                n_loaded = 99;

  parlor_timeline_load_older_async (fixture->timeline, 2, NULL, on_loaded, &n_loaded);
  parlor_timeline_fail_older (fixture->timeline, 6, error);
  turn ();
  g_assert_cmpint (n_loaded, ==, -1);
  g_assert_false (parlor_timeline_is_loading (fixture->timeline));
}

static void
test_pending (Fixture      *fixture,
              gconstpointer known_seq)
{
  g_autoptr (ParlorMessage) first = add_pending (fixture, "a");
  g_autoptr (ParlorMessage) second = add_pending (fixture, "b");
  g_autoptr (ParlorMessage) third = add_pending (fixture, "c");

  append (fixture, 6);
  assert_shows (fixture, "6 a b c");

  parlor_message_set_sent (first, 7, 0);
  parlor_timeline_append (fixture->timeline, first);
  assert_shows (fixture, "6 7 b c");

  /* The one before it has failed: it is overtaken. */
  parlor_message_set_sent (third, 8, 0);
  parlor_timeline_append (fixture->timeline, third);
  assert_shows (fixture, "6 7 8 b");

  parlor_timeline_remove_pending (fixture->timeline, second);
  parlor_timeline_remove_pending (fixture->timeline, first); /* is sent: stays */
  assert_shows (fixture, "6 7 8");
}

/* An answer to what was asked before the reset must not be shown. */
static void
test_reset (Fixture      *fixture,
            gconstpointer known_seq)
{
  g_autoptr (GPtrArray)                   stale = make_page (fixture, 4, 5);
  g_autoptr (GPtrArray)                   fresh = make_page (fixture, 99, 100);
  G_GNUC_UNUSED g_autoptr (ParlorMessage) pending = add_pending (fixture, "a");
  int                                     n_loaded = 99;

  append (fixture, 6);
  parlor_timeline_load_older_async (fixture->timeline, 2, NULL, on_loaded, &n_loaded);
  parlor_timeline_reset (fixture->timeline, 100);
  turn ();
  g_assert_cmpint (n_loaded, ==, 0);
  assert_shows (fixture, "a");

  g_assert_cmpint (fixture->before_seq, ==, 101);
  parlor_timeline_take_older (fixture->timeline, 6, stale, FALSE);
  assert_shows (fixture, "a");
  parlor_timeline_take_older (fixture->timeline, 101, fresh, FALSE);
  append (fixture, 101);
  assert_shows (fixture, "99 100 101 a");
}

static void
test_new (Fixture      *fixture,
          gconstpointer known_seq)
{
  g_assert_true (parlor_timeline_is_complete (fixture->timeline));
  append (fixture, 1);
  append (fixture, 2);
  assert_shows (fixture, "1 2");
  g_assert_true (parlor_message_get_seq (parlor_timeline_find (fixture->timeline, 2)) == 2);
  g_assert_null (parlor_timeline_find (fixture->timeline, 3));
  g_assert_null (parlor_timeline_find (fixture->timeline, 0));
}

static void
test_unread (Fixture      *fixture,
             gconstpointer known_seq)
{
  append (fixture, 6);
  append (fixture, 7);
  append (fixture, 8);
  g_assert_cmpuint (parlor_timeline_count_unread (fixture->timeline, 6), ==, 2);

  parlor_account_set_is_self (fixture->author, TRUE);
  g_assert_cmpuint (parlor_timeline_count_unread (fixture->timeline, 6), ==, 0);
}

static void
append_change (Fixture        *fixture,
               ParlorEventKind kind,
               gint64          seq,
               gint64          target,
               const char     *text)
{
  g_autoptr (ParlorMessage) change = make_change (fixture, kind, seq, target, text);

  parlor_timeline_append (fixture->timeline, change);
}

static const char *
text_of (Fixture *fixture,
         gint64   seq)
{
  return parlor_message_get_text (parlor_timeline_find (fixture->timeline, seq));
}

/* Changes have their places in the log and no items. */
static void
test_changes (Fixture      *fixture,
              gconstpointer known_seq)
{
  g_autoptr (GPtrArray) page = make_page (fixture, 3, 5);
  const GPtrArray      *reactions;

  append (fixture, 6);
  append_change (fixture, PARLOR_EVENT_EDIT, 7, 6, "better");
  append_change (fixture, PARLOR_EVENT_REACT, 8, 4, "👍");
  append_change (fixture, PARLOR_EVENT_UNKNOWN, 9, 0, NULL);
  append_change (fixture, PARLOR_EVENT_EDIT, 10, 4, "new");
  append_change (fixture, PARLOR_EVENT_REACT, 11, 4, "👍");
  append (fixture, 12);
  assert_shows (fixture, "6 12");
  g_assert_cmpstr (text_of (fixture, 6), ==, "better");

  /* What is about a message that is loaded only now, as it was before. */
  parlor_timeline_load_older_async (fixture->timeline, 3, NULL, on_loaded, &(int){ 0 });
  parlor_timeline_take_older (fixture->timeline, 6, page, FALSE);
  turn ();
  assert_shows (fixture, "3 4 5 6 12");
  g_assert_cmpstr (text_of (fixture, 4), ==, "new");
  g_assert_cmpstr (text_of (fixture, 5), ==, "text");
  reactions = parlor_message_get_reactions (parlor_timeline_find (fixture->timeline, 4));
  g_assert_cmpuint (reactions->len, ==, 1);
  g_assert_cmpint (((ParlorReactionPacket *) reactions->pdata[0])->count, ==, 2);

  append_change (fixture, PARLOR_EVENT_DELETE, 13, 4, NULL);
  g_assert_true (parlor_message_is_deleted (parlor_timeline_find (fixture->timeline, 4)));
  g_assert_null (text_of (fixture, 4));
  append_change (fixture, PARLOR_EVENT_PURGE, 14, 0, NULL);
  g_assert_true (parlor_message_is_deleted (parlor_timeline_find (fixture->timeline, 12)));
  g_assert_cmpuint (parlor_timeline_count_unread (fixture->timeline, 2), ==, 0);
  g_assert_null (parlor_timeline_find (fixture->timeline, 13));
}

static void
count_notification (guint *n_notifications)
{
  (*n_notifications)++;
}

/* Only what has changed is told: who selects the text goes on with that. */
static void
test_told_changes (Fixture      *fixture,
                   gconstpointer known_seq)
{
  guint n_texts = 0;
  guint n_reactions = 0;
  guint n_pins = 0;

  append (fixture, 6);
  g_signal_connect_swapped (parlor_timeline_find (fixture->timeline, 6), "notify::text",
                            G_CALLBACK (count_notification), &n_texts);
  g_signal_connect_swapped (parlor_timeline_find (fixture->timeline, 6), "notify::reactions",
                            G_CALLBACK (count_notification), &n_reactions);
  g_signal_connect_swapped (parlor_timeline_find (fixture->timeline, 6), "notify::is-pinned",
                            G_CALLBACK (count_notification), &n_pins);

  append_change (fixture, PARLOR_EVENT_REACT, 7, 6, "👍");
  append_change (fixture, PARLOR_EVENT_UNREACT, 8, 6, "👍");
  append_change (fixture, PARLOR_EVENT_PIN, 9, 6, NULL);
  g_assert_cmpuint (n_texts, ==, 0);
  g_assert_cmpuint (n_reactions, ==, 2);
  g_assert_cmpuint (n_pins, ==, 1);

  append_change (fixture, PARLOR_EVENT_EDIT, 10, 6, "new");
  g_assert_cmpuint (n_texts, ==, 1);
  append_change (fixture, PARLOR_EVENT_DELETE, 11, 6, NULL);
  g_assert_cmpuint (n_texts, ==, 2);
  g_assert_cmpuint (n_reactions, ==, 3);
  g_assert_cmpuint (n_pins, ==, 2);
}

/* Nobody is told that there is nothing more as long as there may be. */
static void
test_hidden_page (Fixture      *fixture,
                  gconstpointer known_seq)
{
  g_autoptr (GPtrArray) hidden = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) older = make_page (fixture, 1, 2);
  int                   n_loaded = 99;

  for (gint64 seq = 3; seq <= 5; seq++)
    g_ptr_array_add (hidden, make_change (fixture, PARLOR_EVENT_REACT, seq, 1, "👍"));

  parlor_timeline_load_older_async (fixture->timeline, 3, NULL, on_loaded, &n_loaded);
  parlor_timeline_take_older (fixture->timeline, 6, hidden, FALSE);
  turn ();
  g_assert_cmpint (n_loaded, ==, 99);
  g_assert_cmpuint (fixture->n_requests, ==, 2);
  g_assert_cmpint (fixture->before_seq, ==, 3);

  parlor_timeline_take_older (fixture->timeline, 3, older, FALSE);
  turn ();
  g_assert_cmpint (n_loaded, ==, 2);
  assert_shows (fixture, "1 2");
  g_assert_true (parlor_timeline_is_complete (fixture->timeline));
  g_assert_cmpint (((ParlorReactionPacket *) parlor_message_get_reactions (
                      parlor_timeline_find (fixture->timeline, 1))
                      ->pdata[0])
                     ->count,
                   ==, 3);
}

static void
test_trim (Fixture      *fixture,
           gconstpointer known_seq)
{
  g_autoptr (GPtrArray) page = make_page (fixture, 3, 5);
  g_autoptr (GPtrArray) late = make_page (fixture, 2, 2);
  int                   n_loaded = 99;

  append (fixture, 6);
  parlor_timeline_load_older_async (fixture->timeline, 3, NULL, on_loaded, &n_loaded);
  parlor_timeline_take_older (fixture->timeline, 6, page, FALSE);
  parlor_timeline_trim (fixture->timeline, 2);
  g_assert_false (parlor_timeline_is_complete (fixture->timeline));

  /* An answer is on its way. */
  turn ();
  parlor_timeline_load_older_async (fixture->timeline, 3, NULL, on_loaded, &n_loaded);
  parlor_timeline_trim (fixture->timeline, 5);
  turn ();
  g_assert_cmpint (n_loaded, ==, 0);
  parlor_timeline_take_older (fixture->timeline, 3, late, FALSE);
  assert_shows (fixture, "5 6");
  g_assert_true (parlor_timeline_is_complete (fixture->timeline));

  parlor_timeline_trim (fixture->timeline, 100);
  assert_shows (fixture, "");
  append (fixture, 7);
  assert_shows (fixture, "7");
}

/* Whoever waits when the client goes away is told. */
static void
test_disconnected (Fixture      *fixture,
                   gconstpointer known_seq)
{
  int n_loaded = 99;

  parlor_timeline_load_older_async (fixture->timeline, 2, NULL, on_loaded, &n_loaded);
  parlor_timeline_disconnect (fixture->timeline);
  turn ();
  g_assert_cmpint (n_loaded, ==, 0);

  parlor_timeline_load_older_async (fixture->timeline, 2, NULL, on_loaded, &n_loaded);
  turn ();
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    int         known_seq;
    void (*test) (Fixture      *fixture,
                  gconstpointer known_seq);
  } tests[] = {
    { "/timeline/older", 5, test_older },
    { "/timeline/failed", 5, test_failed },
    { "/timeline/pending", 5, test_pending },
    { "/timeline/reset", 5, test_reset },
    { "/timeline/new", 0, test_new },
    { "/timeline/unread", 5, test_unread },
    { "/timeline/changes", 5, test_changes },
    { "/timeline/told-changes", 5, test_told_changes },
    { "/timeline/hidden-page", 5, test_hidden_page },
    { "/timeline/trim", 5, test_trim },
    { "/timeline/disconnected", 5, test_disconnected },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, GINT_TO_POINTER (tests[i].known_seq), set_up,
                tests[i].test, tear_down);

  return g_test_run ();
}
