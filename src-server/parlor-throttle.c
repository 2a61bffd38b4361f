/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-throttle"

#include "parlor-throttle.h"

#define MAX_KEYS 65536

/**
 * ParlorThrottle:
 *
 * Counts what should not happen often (wrong passwords) by who does it.  Each
 * key may do it a number of times at once, and then once in an interval.
 */
struct _ParlorThrottle
{
  GHashTable *full_at_ms; /* key → gint64 *: when it has its whole burst again */
  gint64      burst_ms;
  gint64      interval_ms;
};

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

/**
 * parlor_throttle_new:
 * @burst: how many at once, at least 1
 * @refill_interval_ms: how long until one more, at least 1
 *
 * Returns: (transfer full): a throttle that has counted nothing
 */
ParlorThrottle *
parlor_throttle_new (guint  burst,
                     gint64 refill_interval_ms)
{
  ParlorThrottle *self = g_new0 (ParlorThrottle, 1);

  self->full_at_ms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->burst_ms = burst * refill_interval_ms;
  self->interval_ms = refill_interval_ms;

  return self;
}

/**
 * parlor_throttle_set_burst:
 * @self: a throttle
 * @burst: how many at once from now on, at least 1
 */
void
parlor_throttle_set_burst (ParlorThrottle *self,
                           guint           burst)
{
  self->burst_ms = burst * self->interval_ms;
}

/**
 * parlor_throttle_free:
 * @self: (transfer full): a throttle
 */
void
parlor_throttle_free (ParlorThrottle *self)
{
  g_hash_table_unref (self->full_at_ms);
  g_free (self);
}

/**
 * parlor_throttle_check:
 * @self: a throttle
 * @key: who
 *
 * Returns: 0 if @key may try now, else how long it has to wait, in milliseconds
 */
gint64
parlor_throttle_check (ParlorThrottle *self,
                       const char     *key)
{
  gint64 *full_at_ms = g_hash_table_lookup (self->full_at_ms, key);

  if (full_at_ms == NULL)
    return 0;

  return MAX (*full_at_ms + self->interval_ms - self->burst_ms - now_ms (), 0);
}

static gboolean
is_full (gpointer key,
         gpointer value,
         gpointer user_data)
{
  return *(gint64 *) value <= *(gint64 *) user_data;
}

static gboolean
is_odd (gpointer key,
        gpointer value,
        gpointer user_data)
{
  return (*(guint *) user_data)++ & 1;
}

/* Where even those that may not are too many, every other one gets away: memory
 * has an end, and whoever comes with so many keys has more of them. */
static void
make_room (ParlorThrottle *self,
           gint64          now)
{
  guint n_seen = 0;

  g_hash_table_foreach_remove (self->full_at_ms, is_full, &now);
  if (g_hash_table_size (self->full_at_ms) > MAX_KEYS / 2)
    g_hash_table_foreach_remove (self->full_at_ms, is_odd, &n_seen);
}

/**
 * parlor_throttle_get_n_keys:
 * @self: a throttle
 *
 * Returns: how many keys it remembers, which is bounded
 */
guint
parlor_throttle_get_n_keys (ParlorThrottle *self)
{
  return g_hash_table_size (self->full_at_ms);
}

/**
 * parlor_throttle_count:
 * @self: a throttle
 * @key: who has done it once more
 */
void
parlor_throttle_count (ParlorThrottle *self,
                       const char     *key)
{
  gint64  now = now_ms ();
  gint64 *full_at_ms = g_hash_table_lookup (self->full_at_ms, key);

  if (full_at_ms == NULL) {
    if (g_hash_table_size (self->full_at_ms) >= MAX_KEYS)
      make_room (self, now);
    full_at_ms = g_new0 (gint64, 1);
    g_hash_table_insert (self->full_at_ms, g_strdup (key), full_at_ms);
  }

  *full_at_ms = MAX (*full_at_ms, now) + self->interval_ms;
}

/**
 * parlor_throttle_give_back:
 * @self: a throttle
 * @key: who was counted once too often
 */
void
parlor_throttle_give_back (ParlorThrottle *self,
                           const char     *key)
{
  gint64 *full_at_ms = g_hash_table_lookup (self->full_at_ms, key);

  if (full_at_ms != NULL)
    *full_at_ms -= self->interval_ms;
}
