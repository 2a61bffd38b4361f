/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-time-format.h"

#include <locale.h>

static const struct
{
  const char *time;
  const char *day;
  const char *brief;
} cases[] = {
  { "2026-11-20T09:05:00Z", "Today", "09:05" },
  { "2026-11-20T00:00:00Z", "Today", "00:00" },
  { "2026-11-19T23:59:59Z", "Yesterday", "Yesterday" },
  { "2026-11-18T12:00:00Z", "Wednesday, 18 November", "Wed" },
  { "2026-11-13T12:00:00Z", "Friday, 13 November", "13 Nov" },
  { "2026-01-02T12:00:00Z", "Friday, 2 January", "2 Jan" },
  { "2025-12-31T12:00:00Z", "31 December 2025", "12/31/25" },
};

static void
test_cases (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) now = g_date_time_new_from_iso8601 ("2026-11-20T14:05:00Z", utc);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (cases[i].time, utc);
    g_autofree char      *day = parlor_time_format_day (time, now);
    g_autofree char      *brief = parlor_time_format_short (time, now);

    g_assert_cmpstr (day, ==, cases[i].day);
    g_assert_cmpstr (brief, ==, cases[i].brief);
  }
}

/* A clock that runs behind the server's shows a time, not a day to come. */
static void
test_future (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) now = g_date_time_new_from_iso8601 ("2026-11-20T23:59:00Z", utc);
  g_autoptr (GDateTime) later = g_date_time_add_minutes (now, 3);
  g_autofree char      *brief = parlor_time_format_short (later, now);

  g_assert_cmpstr (brief, ==, "00:02");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/time-format/cases", test_cases);
  g_test_add_func ("/time-format/future", test_future);

  return g_test_run ();
}
