/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-scroll-state.h"

static ParlorScrollState
after (ParlorScrollState from,
       ParlorScrollEvent event)
{
  ParlorScrollState to = from;

  parlor_scroll_next (from, event, &to);

  return to;
}

static void
test_reading_back (void)
{
  ParlorScrollState state = PARLOR_SCROLL_STICK;

  state = after (state, PARLOR_SCROLL_AWAY);
  g_assert_cmpint (state, ==, PARLOR_SCROLL_FREE);
  state = after (state, PARLOR_SCROLL_LOAD);
  g_assert_cmpint (state, ==, PARLOR_SCROLL_LOADING);
  state = after (state, PARLOR_SCROLL_AWAY);
  g_assert_cmpint (state, ==, PARLOR_SCROLL_LOADING);
  state = after (state, PARLOR_SCROLL_LOAD_DONE);
  g_assert_cmpint (state, ==, PARLOR_SCROLL_FREE);
  state = after (state, PARLOR_SCROLL_TO_END);
  g_assert_cmpint (state, ==, PARLOR_SCROLL_STICK);
}

/* Whatever happened before, going to the end goes to the end. */
static void
test_end_is_reached_from_anywhere (void)
{
  for (int from = 0; from < PARLOR_N_SCROLL_STATES; from++)
    g_assert_cmpint (after (from, PARLOR_SCROLL_TO_END), ==, PARLOR_SCROLL_STICK);
}

static void
test_loading_at_end_keeps_end (void)
{
  g_assert_cmpint (after (PARLOR_SCROLL_STICK, PARLOR_SCROLL_LOAD), ==, PARLOR_SCROLL_STICK);
  g_assert_cmpint (after (PARLOR_SCROLL_STICK, PARLOR_SCROLL_LOAD_DONE), ==, PARLOR_SCROLL_STICK);
}

static void
test_target (void)
{
  const ParlorScrollView view = { 300, 400, 2000 };
  const ParlorScrollView short_view = { 0, 400, 150 };

  /* At the end, the anchor does not matter. */
  g_assert_cmpfloat (parlor_scroll_target_px (PARLOR_SCROLL_STICK, &view, 77, 5), ==, 1600);
  g_assert_cmpfloat (parlor_scroll_target_px (PARLOR_SCROLL_STICK, &short_view, 77, 5), ==, 0);

  /* A row that was cut off by 12 px and is now at 900 is cut off by 12 px. */
  g_assert_cmpfloat (parlor_scroll_target_px (PARLOR_SCROLL_FREE, &view, 900, -12), ==, 912);
  g_assert_cmpfloat (parlor_scroll_target_px (PARLOR_SCROLL_LOADING, &view, 900, 30), ==, 870);

  /* Never out of the content. */
  g_assert_cmpfloat (parlor_scroll_target_px (PARLOR_SCROLL_FREE, &view, 10, 30), ==, 0);
  g_assert_cmpfloat (parlor_scroll_target_px (PARLOR_SCROLL_FREE, &view, 1990, 0), ==, 1600);
}

static void
test_edges (void)
{
  ParlorScrollView view = { 1600, 400, 2000 };

  g_assert_true (parlor_scroll_is_at_end (&view));
  g_assert_true (parlor_scroll_wants_newer (&view));
  g_assert_false (parlor_scroll_wants_older (&view));

  view.value_px = 1598.5;
  g_assert_true (parlor_scroll_is_at_end (&view));
  view.value_px = 1590;
  g_assert_false (parlor_scroll_is_at_end (&view));

  view.value_px = 799;
  g_assert_true (parlor_scroll_wants_older (&view));
  g_assert_false (parlor_scroll_wants_newer (&view));

  /* Before the first layout there is nothing to want. */
  view = (ParlorScrollView){ 0, 0, 0 };
  g_assert_true (parlor_scroll_is_at_end (&view));
  g_assert_false (parlor_scroll_wants_older (&view));
  g_assert_false (parlor_scroll_wants_newer (&view));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scroll-state/reading-back", test_reading_back);
  g_test_add_func ("/scroll-state/end-is-reached-from-anywhere", test_end_is_reached_from_anywhere);
  g_test_add_func ("/scroll-state/loading-at-end-keeps-end", test_loading_at_end_keeps_end);
  g_test_add_func ("/scroll-state/target", test_target);
  g_test_add_func ("/scroll-state/edges", test_edges);

  return g_test_run ();
}
