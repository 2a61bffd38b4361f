/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-wake"

#include "parlor-wake.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

typedef struct
{
  int         fd;
  GSourceFunc func;
  gpointer    user_data;
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  close (watch->fd);
  g_free (watch);
}

/* The timer itself is never to go off: the kernel cancels it when the clock is
 * set, which it also does when the computer wakes up (timerfd_create(2),
 * TFD_TIMER_CANCEL_ON_SET).  So nobody has to look at clocks from time to time. */
static gboolean
arm (Watch *watch)
{
  const struct itimerspec never = { .it_value = { .tv_sec = G_MAXINT32 } };
  const int               flags = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET;

  return timerfd_settime (watch->fd, flags, &never, NULL) == 0;
}

static gboolean
on_readable (int          fd,
             GIOCondition condition,
             gpointer     user_data)
{
  Watch  *watch = user_data;
  guint64 n_expirations;

  if (read (fd, &n_expirations, sizeof n_expirations) >= 0 || errno != ECANCELED)
    return G_SOURCE_CONTINUE;

  g_debug ("The clock has jumped");
  if (!arm (watch))
    g_debug ("Its next jump will go unnoticed: %s", g_strerror (errno));

  return watch->func (watch->user_data);
}

/**
 * parlor_wake_watch:
 * @func: called in the default main context whenever the computer woke up from
 *   sleep, or the clock was set; returns whether to go on
 * @user_data: for @func
 *
 * Returns: the id of the source, 0 where the kernel has no such timers
 */
guint
parlor_wake_watch (GSourceFunc func,
                   gpointer    user_data)
{
  Watch *watch = g_new (Watch, 1);

  *watch = (Watch){ timerfd_create (CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC), func, user_data };
  if (watch->fd < 0 || !arm (watch)) {
    g_debug ("No timer: %s", g_strerror (errno));
    watch_free (watch);
    return 0;
  }

  return g_unix_fd_add_full (G_PRIORITY_DEFAULT, watch->fd, G_IO_IN, on_readable, watch,
                             watch_free);
}
