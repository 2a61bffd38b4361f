/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-time-format.h"

#include <glib/gi18n.h>
#include <langinfo.h>
#include <string.h>

/* Whether people of this locale say "2 PM" rather than "14". */
static gboolean
is_clock_12h (void)
{
  const char *format = nl_langinfo (T_FMT);

  return strstr (format, "%p") != NULL || strstr (format, "%r") != NULL ||
         strstr (format, "%I") != NULL;
}

/* Days of the calendar between them, whatever their hours. */
static int
days_between (GDateTime *earlier,
              GDateTime *later)
{
  GDate from;
  GDate to;
  int   year;
  int   month;
  int   day;

  g_date_time_get_ymd (earlier, &year, &month, &day);
  g_date_clear (&from, 1);
  g_date_set_dmy (&from, day, month, year);
  g_date_time_get_ymd (later, &year, &month, &day);
  g_date_clear (&to, 1);
  g_date_set_dmy (&to, day, month, year);

  return g_date_days_between (&from, &to);
}

/**
 * parlor_time_is_same_day:
 * @one: a local time
 * @other: another one
 *
 * Returns: whether both are of the same day of the calendar
 */
gboolean
parlor_time_is_same_day (GDateTime *one,
                         GDateTime *other)
{
  return days_between (one, other) == 0;
}

/**
 * parlor_time_format_clock:
 * @time: a local time
 *
 * Returns: (transfer full): the time of day, as the locale writes it
 */
char *
parlor_time_format_clock (GDateTime *time)
{
  if (is_clock_12h ()) {
    /* Translators: time of day on a clock of 12 hours, see g_date_time_format() */
    return g_date_time_format (time, _ ("%-I:%M %p"));
  }

  /* Translators: time of day on a clock of 24 hours, see g_date_time_format() */
  return g_date_time_format (time, _ ("%H:%M"));
}

/**
 * parlor_time_format_day:
 * @time: a local time
 * @now: the present, which decides what is today
 *
 * Returns: (transfer full): the day, to stand above its messages
 */
char *
parlor_time_format_day (GDateTime *time,
                        GDateTime *now)
{
  const int n_days = days_between (time, now);

  if (n_days == 0)
    return g_strdup (_ ("Today"));
  if (n_days == 1)
    return g_strdup (_ ("Yesterday"));
  if (g_date_time_get_year (time) == g_date_time_get_year (now)) {
    /* Translators: a day of this year, see g_date_time_format(): "Monday, 9 March" */
    return g_date_time_format (time, _ ("%A, %-d %B"));
  }

  /* Translators: a day of another year, see g_date_time_format(): "9 March 2024" */
  return g_date_time_format (time, _ ("%-d %B %Y"));
}

/**
 * parlor_time_format_short:
 * @time: a local time
 * @now: the present
 *
 * Returns: (transfer full): the time of day, or the day if it was not today:
 *   short enough for a list
 */
char *
parlor_time_format_short (GDateTime *time,
                          GDateTime *now)
{
  const int n_days = days_between (time, now);

  if (n_days <= 0)
    return parlor_time_format_clock (time);
  if (n_days == 1)
    return g_strdup (_ ("Yesterday"));
  if (n_days < 7) {
    /* Translators: short name of a day of the week, see g_date_time_format() */
    return g_date_time_format (time, _ ("%a"));
  }
  if (g_date_time_get_year (time) == g_date_time_get_year (now)) {
    /* Translators: short form of a day of this year, see g_date_time_format(): "9 Mar" */
    /* xgettext:no-c-format, although printf() has a %b from C23 on. */
    return g_date_time_format (time, _ ("%-d %b"));
  }

  return g_date_time_format (time, "%x");
}

/**
 * parlor_time_format_full:
 * @time: a local time
 *
 * Returns: (transfer full): day and time
 */
char *
parlor_time_format_full (GDateTime *time)
{
  return g_date_time_format (time, "%c");
}
