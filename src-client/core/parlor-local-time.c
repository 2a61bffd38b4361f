/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-local-time.h"

#define DAY_S (24 * 60 * 60)

/* The last second of the year 9999, which is the last year that GDateTime knows,
 * but for a day: clocks are ahead of UTC somewhere. */
#define LAST_S (G_GINT64_CONSTANT (253402300799) - DAY_S)

/**
 * parlor_local_time_new:
 * @time_ms: Unix time in milliseconds, as somebody else tells it; any number
 *   will do
 *
 * Returns: (transfer full): that time where the reader is; what lies beyond all
 *   calendars is the end of the nearest one
 */
GDateTime *
parlor_local_time_new (gint64 time_ms)
{
  return g_date_time_new_from_unix_local (CLAMP (time_ms / 1000, 0, LAST_S));
}
