/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-group-guard.h"

#define BURST 4

static ParlorGroupGuard *
make_guard (void)
{
  ParlorConfig config = { .sign_in_failures_burst = BURST };

  return parlor_group_guard_new (&config);
}

/* How often of 10,000 times @account may guess from @network. */
static guint
count_tries (ParlorGroupGuard *guard,
             const char       *group,
             gint64            account,
             const char       *network)
{
  guint n_tries = 0;

  while (n_tries < 10000 && parlor_group_guard_try (guard, group, account, network) == 0)
    n_tries++;

  return n_tries;
}

static void
test_account (void)
{
  ParlorGroupGuard *guard = make_guard ();

  /* Neither another group nor another network gives more tries. */
  g_assert_cmpuint (count_tries (guard, "g1", 1, "192.0.2.1"), ==, BURST);
  g_assert_cmpuint (count_tries (guard, "g2", 1, "192.0.2.1"), ==, 0);
  g_assert_cmpuint (count_tries (guard, "g1", 1, "192.0.2.2"), ==, 0);
  g_assert_cmpint (parlor_group_guard_try (guard, "g1", 1, "192.0.2.2"), >, 0);

  /* Others come in. */
  g_assert_cmpuint (count_tries (guard, "g1", 2, "192.0.2.1"), ==, BURST);
  parlor_group_guard_free (guard);
}

static void
test_network (void)
{
  ParlorGroupGuard *guard = make_guard ();
  guint             n_tries = 0;

  for (guint i = 1; i <= 1000; i++)
    n_tries += count_tries (guard, "g1", i, "192.0.2.1");
  g_assert_cmpuint (n_tries, ==, 5 * BURST);

  /* One network does not lock a group for the others. */
  g_assert_cmpuint (count_tries (guard, "g1", 2000, "192.0.2.2"), ==, BURST);
  parlor_group_guard_free (guard);
}

/* Many networks share the work, and have an end all the same. */
static void
test_group (void)
{
  ParlorGroupGuard *guard = make_guard ();
  guint             n_tries = 0;

  for (guint i = 1; i <= 1000; i++) {
    g_autofree char *network = g_strdup_printf ("2001:db8:0:%x::", i);

    n_tries += count_tries (guard, "g1", i, network);
  }
  g_assert_cmpuint (n_tries, >=, 100 * BURST);
  g_assert_cmpuint (n_tries, <, 200 * BURST);
  g_assert_cmpuint (count_tries (guard, "g2", 2000, "192.0.2.1"), ==, BURST);
  parlor_group_guard_free (guard);
}

static void
test_give_back (void)
{
  ParlorGroupGuard *guard = make_guard ();

  for (guint i = 0; i < 100; i++) {
    g_assert_cmpint (parlor_group_guard_try (guard, "g1", 1, "192.0.2.1"), ==, 0);
    parlor_group_guard_give_back (guard, "g1", 1, "192.0.2.1");
  }
  g_assert_cmpuint (count_tries (guard, "g1", 1, "192.0.2.1"), ==, BURST);
  parlor_group_guard_free (guard);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/group-guard/account", test_account);
  g_test_add_func ("/group-guard/network", test_network);
  g_test_add_func ("/group-guard/group", test_group);
  g_test_add_func ("/group-guard/give-back", test_give_back);

  return g_test_run ();
}
