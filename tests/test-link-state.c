/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-link-state.h"

/* From every state a way leads back online and one leads offline. */
static void
test_no_dead_end (void)
{
  static const ParlorLinkEvent way_online[] = {
    PARLOR_LINK_STOP,
    PARLOR_LINK_START,
    PARLOR_LINK_CONNECTED,
    PARLOR_LINK_ACCEPTED,
  };

  for (guint from = 0; from < PARLOR_N_LINK_STATES; from++) {
    ParlorLinkState state = from;

    for (guint i = 0; i < G_N_ELEMENTS (way_online); i++)
      parlor_link_next (state, way_online[i], &state);
    g_assert_cmpint (state, ==, PARLOR_LINK_ONLINE);

    g_assert_true (parlor_link_next (state, PARLOR_LINK_STOP, &state));
    g_assert_cmpint (state, ==, PARLOR_LINK_OFFLINE);
  }
}

static void
test_late_answer (void)
{
  ParlorLinkState state = PARLOR_LINK_OFFLINE;

  g_assert_false (parlor_link_next (state, PARLOR_LINK_CONNECTED, &state));
  g_assert_cmpint (state, ==, PARLOR_LINK_OFFLINE);
}

/* Whom the server, or its certificate, turned away must not knock again by
 * themselves. */
static void
test_refused_rests (void)
{
  static const ParlorLinkState states[] = { PARLOR_LINK_CONNECTING, PARLOR_LINK_SIGNING_IN,
                                            PARLOR_LINK_ONLINE };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    ParlorLinkState state = states[i];

    g_assert_true (parlor_link_next (state, PARLOR_LINK_REFUSED, &state));
    g_assert_cmpint (state, ==, PARLOR_LINK_OFFLINE);
    g_assert_false (parlor_link_next (state, PARLOR_LINK_LOST, &state));
  }
}

static void
test_retry (void)
{
  g_assert_cmpuint (parlor_link_retry_ms (1, 0.0), ==, 500);
  g_assert_cmpuint (parlor_link_retry_ms (1, 0.999), <=, 1000);
  g_assert_cmpuint (parlor_link_retry_ms (3, 0.0), ==, 2000);

  for (guint attempt = 0; attempt < 100; attempt++)
    g_assert_cmpuint (parlor_link_retry_ms (attempt, 0.999), <, PARLOR_LINK_RETRY_MAX_MS);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/link-state/no-dead-end", test_no_dead_end);
  g_test_add_func ("/link-state/late-answer", test_late_answer);
  g_test_add_func ("/link-state/refused-rests", test_refused_rests);
  g_test_add_func ("/link-state/retry", test_retry);

  return g_test_run ();
}
