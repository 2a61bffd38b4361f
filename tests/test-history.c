/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the log around a place or a time. */

#include "parlor-names.h"
#include "parlor-test-changes.h"
#include "parlor-test-people.h"

#define N_EVENTS 60

typedef struct
{
  ParlorTestServer *server;
  ParlorTestPeer   *ada;
  char             *tea; /* seqs 1 to N_EVENTS, a second between each two */
} Scene;

/* 2023-11-14, a second before the first event. */
#define BEGIN_MS G_GINT64_CONSTANT (1700000000000)

static void
open_scene (Scene *scene)
{
  scene->server = parlor_test_serve (NULL);
  scene->ada = parlor_test_enter (scene->server, "ada");
  scene->tea = parlor_test_create (scene->ada, "channel", "tea", NULL);
  while (parlor_test_say (scene->ada, scene->tea, "x") < N_EVENTS)
    ;
  parlor_test_sql (scene->server, "UPDATE events SET time_ms = 1700000000000 + 1000 * seq "
                                  "WHERE conversation <> 'lobby'");
}

static void
close_scene (Scene *scene)
{
  parlor_test_peer_free (scene->ada);
  g_free (scene->tea);
  parlor_test_server_free (scene->server);
}

static ParlorHistoryPagePacket *
ask (Scene *scene,
     gint64 around,
     gint64 at_ms,
     gint64 limit)
{
  ParlorHistoryPacket packet = {
    .conversation = scene->tea,
    .around = around,
    .at_ms = at_ms,
    .limit = limit,
  };
  gint64 tag = parlor_test_peer_request (scene->ada, PARLOR_PACKET_HISTORY, &packet);

  return parlor_test_peer_answer (scene->ada, tag, PARLOR_PACKET_HISTORY_PAGE);
}

static void
assert_page (ParlorHistoryPagePacket *page,
             gint64                   from,
             gint64                   to,
             gboolean                 is_complete)
{
  g_assert_cmpint (page->events->len, ==, to + 1 - from);
  for (guint i = 0; i < page->events->len; i++)
    g_assert_cmpint (((ParlorEventPacket *) page->events->pdata[i])->seq, ==, from + i);
  g_assert_cmpint (page->complete, ==, is_complete);
}

static void
test_around (void)
{
  Scene s = { NULL };

  open_scene (&s);
  assert_page (ask (&s, 30, 0, 10), 25, 34, FALSE);
  assert_page (ask (&s, 30, 0, 11), 25, 35, FALSE);
  assert_page (ask (&s, 30, 0, 1), 30, 30, FALSE);
  assert_page (ask (&s, 30, 0, 2), 29, 30, FALSE);
  assert_page (ask (&s, 30, 0, 0), 5, 54, FALSE);
  assert_page (ask (&s, 30, 0, 200), 1, N_EVENTS, TRUE);

  /* At the ends, the other side has more. */
  assert_page (ask (&s, 1, 0, 10), 1, 10, FALSE);
  assert_page (ask (&s, 3, 0, 10), 1, 10, FALSE);
  assert_page (ask (&s, N_EVENTS, 0, 10), N_EVENTS - 9, N_EVENTS, TRUE);
  assert_page (ask (&s, N_EVENTS, 0, 1), N_EVENTS, N_EVENTS, TRUE);
  assert_page (ask (&s, N_EVENTS + 1, 0, 1), N_EVENTS, N_EVENTS, TRUE);
  assert_page (ask (&s, PARLOR_SEQ_MAX, 0, 10), N_EVENTS - 9, N_EVENTS, TRUE);
  close_scene (&s);
}

/* From the first event on, forward. */
static void
test_forward (void)
{
  Scene                    s = { NULL };
  ParlorHistoryPagePacket *page;
  gint64                   seq = 0;

  open_scene (&s);
  page = ask (&s, 1, 0, 7);
  do {
    for (guint i = 0; i < page->events->len; i++)
      g_assert_cmpint (((ParlorEventPacket *) page->events->pdata[i])->seq, ==, ++seq);
    if (page->complete)
      break;
    page = parlor_test_history (s.ada, s.tea, 0, seq, 7);
  } while (page->events->len > 0);
  g_assert_cmpint (seq, ==, N_EVENTS);
  close_scene (&s);
}

static void
test_at_time (void)
{
  Scene s = { NULL };

  open_scene (&s);
  for (gint64 seq = 1; seq <= N_EVENTS; seq++) {
    gint64 from = CLAMP (seq - 2, 1, N_EVENTS - 3);

    assert_page (ask (&s, 0, BEGIN_MS + 1000 * seq, 4), from, from + 3, from + 3 == N_EVENTS);
    assert_page (ask (&s, 0, BEGIN_MS + 1000 * seq - 999, 4), from, from + 3,
                 from + 3 == N_EVENTS);
    assert_page (ask (&s, 0, BEGIN_MS + 1000 * seq, 1), seq, seq, seq == N_EVENTS);
  }
  assert_page (ask (&s, 0, 1, 10), 1, 10, FALSE);
  assert_page (ask (&s, 0, BEGIN_MS + 1000 * N_EVENTS + 1, 10), N_EVENTS - 9, N_EVENTS, TRUE);
  assert_page (ask (&s, 0, PARLOR_SEQ_MAX, 1), N_EVENTS, N_EVENTS, TRUE);

  /* The oldest events are no more. */
  parlor_test_sql (s.server, "DELETE FROM events WHERE conversation <> 'lobby' AND seq < 20;"
                             "UPDATE conversations SET first = 20 WHERE conversation <> 'lobby'");
  assert_page (ask (&s, 0, 1, 10), 20, 29, FALSE);
  assert_page (ask (&s, 1, 0, 10), 20, 29, FALSE);
  assert_page (ask (&s, 0, BEGIN_MS + 30000, 1), 30, 30, FALSE);
  assert_page (parlor_test_history (s.ada, s.tea, 25, 0, 10), 20, 24, TRUE);
  assert_page (parlor_test_history (s.ada, s.tea, 0, 1, 5), 20, 24, FALSE);
  close_scene (&s);
}

/* What was asked for is there, however long what is around it. */
static void
test_large (void)
{
  Scene            s = { NULL };
  g_autofree char *text = g_strnfill (PARLOR_TEXT_MAX_BYTES, '"');
  gint64           first;

  open_scene (&s);
  first = parlor_test_say (s.ada, s.tea, text);
  for (guint i = 1; i < 12; i++)
    parlor_test_say (s.ada, s.tea, text);
  for (gint64 seq = first; seq < first + 12; seq++) {
    ParlorHistoryPagePacket *page = ask (&s, seq, 0, 200);
    ParlorEventPacket       *from = page->events->pdata[0];
    gint64                   to = from->seq + page->events->len - 1;

    g_assert_cmpint (from->seq, <=, seq);
    g_assert_cmpint (to, >=, seq);
    assert_page (page, from->seq, to, to == first + 11);
  }
  close_scene (&s);
}

static void
test_refused (void)
{
  Scene                      s = { NULL };
  g_autoptr (ParlorTestPeer) bob = NULL;

  open_scene (&s);
  bob = parlor_test_enter (s.server, "bob");
  parlor_test_peer_refused (bob, "not-found", "conversation", PARLOR_PACKET_HISTORY,
                            "conversation", s.tea, "around", "5", NULL);
  parlor_test_peer_refused (bob, "not-found", "conversation", PARLOR_PACKET_HISTORY,
                            "conversation", s.tea, "at_ms", "5", NULL);
  parlor_test_peer_refused (s.ada, "bad-value", "around", PARLOR_PACKET_HISTORY,
                            "conversation", s.tea, "around", "5", "before", "6", NULL);
  parlor_test_peer_refused (s.ada, "bad-value", "around", PARLOR_PACKET_HISTORY,
                            "conversation", s.tea, "around", "5", "after", "6", NULL);
  parlor_test_peer_refused (s.ada, "bad-value", "at_ms", PARLOR_PACKET_HISTORY,
                            "conversation", s.tea, "around", "5", "at_ms", "6", NULL);
  parlor_test_peer_refused (s.ada, "bad-value", "at_ms", PARLOR_PACKET_HISTORY,
                            "conversation", s.tea, "before", "5", "at_ms", "6", NULL);
  parlor_test_join (bob, s.tea, NULL);
  parlor_test_peer_ask (bob, PARLOR_PACKET_HISTORY_PAGE, PARLOR_PACKET_HISTORY,
                        "conversation", s.tea, "around", "5", NULL);
  close_scene (&s);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/history/around", test_around);
  g_test_add_func ("/history/forward", test_forward);
  g_test_add_func ("/history/at-time", test_at_time);
  g_test_add_func ("/history/large", test_large);
  g_test_add_func ("/history/refused", test_refused);

  return g_test_run ();
}
