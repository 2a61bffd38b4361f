/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-guard.h"
#include "parlor-throttle.h"

#define BURST 4

static ParlorGuard *
make_guard (void)
{
  ParlorConfig config = { .sign_in_failures_burst = BURST, .registrations_per_hour = 3 };

  return parlor_guard_new (&config);
}

/* Tries passwords until that is no longer allowed. */
static guint
count_tries (ParlorGuard *guard,
             const char  *address,
             const char  *name)
{
  guint n_tries = 0;

  while (parlor_guard_check (guard, address, name) == 0) {
    g_assert_cmpuint (n_tries, <, 1000);
    parlor_guard_failed (guard, address, name);
    n_tries++;
  }

  return n_tries;
}

static void
test_pair (void)
{
  ParlorGuard *guard = make_guard ();

  g_assert_cmpuint (count_tries (guard, "192.0.2.1", "ada"), ==, BURST);
  g_assert_cmpint (parlor_guard_check (guard, "192.0.2.1", "ada"), <=, 6000);
  g_assert_cmpuint (count_tries (guard, "192.0.2.1", "bob"), ==, BURST);
  g_assert_cmpuint (count_tries (guard, "192.0.2.2", "ada"), ==, BURST);

  /* 64 bits of IPv6 are one place. */
  g_assert_cmpuint (count_tries (guard, "2001:db8::1", "ada"), ==, BURST);
  g_assert_cmpuint (count_tries (guard, "2001:db8::2", "ada"), ==, 0);
  g_assert_cmpuint (count_tries (guard, "2001:db8:0:1::", "ada"), ==, BURST);
  parlor_guard_free (guard);
}

/* One address that tries many names. */
static void
test_network (void)
{
  ParlorGuard *guard = make_guard ();
  guint        n_tries = 0;

  for (guint i = 0; i < 20; i++) {
    g_autofree char *name = g_strdup_printf ("name%u", i);

    n_tries += count_tries (guard, "192.0.2.1", name);
  }
  g_assert_cmpuint (n_tries, ==, 5 * BURST);
  g_assert_cmpint (parlor_guard_check (guard, "192.0.2.2", "name0"), ==, 0);
  parlor_guard_free (guard);
}

/* Many addresses that try one name do not lock out who owns it. */
static void
test_name (void)
{
  ParlorGuard *guard = make_guard ();
  guint        n_tries = 0;

  parlor_guard_passed (guard, "198.51.100.1", "ada");
  for (guint i = 0; i < 100; i++) {
    g_autofree char *address = g_strdup_printf ("192.0.2.%u", i);

    n_tries += count_tries (guard, address, "ada");
  }
  g_assert_cmpuint (n_tries, ==, 10 * BURST);
  g_assert_cmpint (parlor_guard_check (guard, "203.0.113.1", "ada"), >, 0);
  g_assert_cmpint (parlor_guard_check (guard, "203.0.113.1", "bob"), ==, 0);

  /* Where she has been she may still try, as often as anybody. */
  g_assert_cmpuint (count_tries (guard, "198.51.100.1", "ada"), ==, BURST);
  parlor_guard_free (guard);
}

static void
test_registrations (void)
{
  ParlorGuard *guard = make_guard ();
  ParlorConfig other = { .sign_in_failures_burst = 1, .registrations_per_hour = 1 };

  for (guint i = 0; i < 3; i++) {
    g_assert_cmpint (parlor_guard_check_registration (guard, "192.0.2.1"), ==, 0);
    parlor_guard_registers (guard, "192.0.2.1");
  }
  g_assert_cmpint (parlor_guard_check_registration (guard, "192.0.2.1"), >, 0);
  g_assert_cmpint (parlor_guard_check_registration (guard, "192.0.2.1"), <=, 20 * 60 * 1000);
  g_assert_cmpint (parlor_guard_check_registration (guard, "192.0.2.2"), ==, 0);

  parlor_guard_configure (guard, &other);
  parlor_guard_registers (guard, "192.0.2.1");
  g_assert_cmpint (parlor_guard_check_registration (guard, "192.0.2.1"), >, 0);
  g_assert_cmpuint (count_tries (guard, "192.0.2.1", "ada"), ==, 1);
  parlor_guard_free (guard);
}

/* However many come, they do not fill the memory. */
static void
test_bounded (void)
{
  ParlorThrottle *throttle = parlor_throttle_new (1, 60 * 60 * 1000);

  for (guint i = 0; i < 200000; i++) {
    g_autofree char *key = g_strdup_printf ("%u", i);

    parlor_throttle_count (throttle, key);
    g_assert_cmpint (parlor_throttle_check (throttle, key), >, 0);
  }
  g_assert_cmpuint (parlor_throttle_get_n_keys (throttle), <=, 65536);
  parlor_throttle_free (throttle);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/guard/pair", test_pair);
  g_test_add_func ("/guard/network", test_network);
  g_test_add_func ("/guard/name", test_name);
  g_test_add_func ("/guard/registrations", test_registrations);
  g_test_add_func ("/guard/bounded", test_bounded);

  return g_test_run ();
}
