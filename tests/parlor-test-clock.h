/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long something takes, whatever else the computer does meanwhile. */

#pragma once

#include <glib.h>
#include <time.h>

G_BEGIN_DECLS

/* Returns: how long this thread has computed, in microseconds */
static inline gint64
parlor_test_computed_us (void)
{
  struct timespec time = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

G_END_DECLS
