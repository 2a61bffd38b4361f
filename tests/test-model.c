/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * People do at random what people do, their connections break, the server is
 * killed; and whatever happens, everybody's client knows what a plain model says.
 *
 * PARLOR_TEST_SEED says what happens, PARLOR_TEST_OPERATIONS for how long, and
 * PARLOR_TEST_TRACE has it told. */

#include "parlor-test-crowd.h"

#define N_ACTORS 8
#define N_OPERATIONS 10000
#define N_IN_ROUND 200
#define ROUNDS_BETWEEN_KILLS 5
#define ROUNDS_BETWEEN_THOROUGH 20

static guint64
number_from (const char *variable,
             guint64     otherwise)
{
  const char *text = g_getenv (variable);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
do_round (ParlorTestCrowd *crowd,
          guint            n_until)
{
  while (crowd->n_done < n_until) {
    ParlorTestActor *actor =
      crowd->actors->pdata[parlor_test_crowd_pick (crowd, crowd->actors->len)];

    if (parlor_test_crowd_chance (crowd, 2))
      parlor_test_crowd_burst (crowd, FALSE);
    else
      parlor_test_crowd_act (crowd, actor);
  }
}

static void
test_model (void)
{
  guint32          seed = number_from ("PARLOR_TEST_SEED", g_random_int ());
  guint            n_operations = number_from ("PARLOR_TEST_OPERATIONS", N_OPERATIONS);
  ParlorTestCrowd *crowd = parlor_test_crowd_new ("recover-max-events = 4\n"
                                                  "sign-in-failures-burst = 1000000\n",
                                                  N_ACTORS, seed);

  g_test_message ("PARLOR_TEST_SEED=%u", seed);
  for (guint round = 1; crowd->n_done < n_operations; round++) {
    do_round (crowd, MIN (crowd->n_done + N_IN_ROUND, n_operations));
    if (round % ROUNDS_BETWEEN_KILLS == 0)
      parlor_test_crowd_burst (crowd, TRUE);
    parlor_test_crowd_check (crowd, round % ROUNDS_BETWEEN_THOROUGH == 0);
  }
  parlor_test_crowd_check (crowd, TRUE);
  g_test_message ("%u operations, %u of them refused, in %u conversations", crowd->n_done,
                  crowd->n_refused, crowd->model->ids->len);
  parlor_test_crowd_free (crowd);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/everybody-knows", test_model);

  return g_test_run ();
}
