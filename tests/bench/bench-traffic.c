/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-bench"

#include "bench-traffic.h"

#include "bench-crowd.h"
#include "bench-stats.h"

#include <math.h>
#include <time.h>

/* After the last message was sent: how long deliveries may take, and how long
 * to listen for what should not come. */
#define DRAIN_TIMEOUT_US (20 * G_USEC_PER_SEC)
#define LISTEN_US (50 * 1000)

/* What is due within such a time is sent together at its end: a timer for each
 * message would measure how fast this computer wakes up. */
#define TICK_US 1000

typedef struct
{
  const BenchWorkload *workload;
  BenchCrowd          *crowd;
  BenchPool           *pool;
  gboolean             is_sending;
  gint64               start_us;
  guint64              n_sent;
  gint64               late_us;

  /* Since the warm-up. */
  BenchHistogram latency;
  double         server_cpu_us;
  gint64         since_us;
  clock_t        generator_clock;
} Traffic;

static void
send_message (Traffic     *traffic,
              BenchMember *member)
{
  BenchSender *sender = member->sender;
  const char  *line = bench_sender_next (sender, g_get_monotonic_time ());

  bench_connection_send (member->connection, line, sender->line_bytes);
  traffic->n_sent++;
}

static void
fill_window (Traffic     *traffic,
             BenchMember *member)
{
  BenchSender *sender = member->sender;

  while (traffic->is_sending &&
         sender->sendings->len - sender->n_acked < traffic->workload->window)
    send_message (traffic, member);
}

static void
on_delivery (BenchMember      *member,
             const BenchEntry *entry,
             gpointer          user_data)
{
  Traffic            *traffic = user_data;
  const BenchSending *sending;

  /* In a personal chat only the other one's copy counts. */
  if (traffic->workload->n_members == 2 && entry->sender == member->sender)
    return;

  sending = &g_array_index (entry->sender->sendings, BenchSending, entry->index);
  bench_histogram_add (&traffic->latency, traffic->pool->now_us - sending->time_us);
}

static void
on_ack (BenchMember *member,
        gpointer     user_data)
{
  fill_window (user_data, member);
}

/* Sends what is due by now.
 *
 * Returns: how long until the next tick */
static gint64
send_due (Traffic *traffic)
{
  const GPtrArray *writers = traffic->crowd->writers;
  double           interval_us = 1e6 / traffic->workload->messages_per_s;
  gint64           now_us = g_get_monotonic_time ();
  gint64           due_us;

  while ((due_us = traffic->start_us + traffic->n_sent * interval_us) <= now_us) {
    traffic->late_us = MAX (traffic->late_us, now_us - due_us - TICK_US);
    send_message (traffic, writers->pdata[traffic->n_sent % writers->len]);
  }

  return TICK_US - (g_get_monotonic_time () - traffic->start_us) % TICK_US;
}

static gboolean
run_for (Traffic *traffic,
         double   seconds,
         GError **error)
{
  gint64 end_us = g_get_monotonic_time () + seconds * 1e6;
  gint64 rest_us;

  while ((rest_us = end_us - g_get_monotonic_time ()) > 0) {
    if (traffic->workload->messages_per_s > 0)
      rest_us = MIN (rest_us, send_due (traffic));
    if (!bench_pool_turn (traffic->pool, rest_us, NULL, error))
      return FALSE;
  }

  return TRUE;
}

static void
begin_measuring (Traffic *traffic)
{
  traffic->latency = (BenchHistogram){ 0 };
  traffic->late_us = 0;
  traffic->server_cpu_us = bench_process_cpu_us (traffic->pool->target->pid);
  traffic->generator_clock = clock ();
  traffic->since_us = g_get_monotonic_time ();
}

static void
end_measuring (Traffic      *traffic,
               BenchFigures *figures)
{
  double  wall_us = g_get_monotonic_time () - traffic->since_us;
  double  cpu_us = bench_process_cpu_us (traffic->pool->target->pid) - traffic->server_cpu_us;
  double  own_us = (clock () - traffic->generator_clock) * (1e6 / CLOCKS_PER_SEC);
  double  n_deliveries = traffic->latency.total;
  double *values = figures->values;

  values[BENCH_DELIVERIES_PER_S] = n_deliveries / wall_us * 1e6;
  values[BENCH_CPU_US_PER_DELIVERY] = cpu_us / n_deliveries;
  values[BENCH_LATENCY_P50_MS] = bench_histogram_quantile_us (&traffic->latency, 0.5) / 1e3;
  values[BENCH_LATENCY_P99_MS] = bench_histogram_quantile_us (&traffic->latency, 0.99) / 1e3;
  values[BENCH_SERVER_LOAD] = cpu_us / wall_us;
  values[BENCH_GENERATOR_LOAD] = own_us / wall_us;
  values[BENCH_LATE_MS] = traffic->workload->messages_per_s > 0 ? traffic->late_us / 1e3 : NAN;
}

/* Waits until everybody has got everything, then a little longer. */
static gboolean
drain (Traffic *traffic,
       GError **error)
{
  gint64 end_us = g_get_monotonic_time () + DRAIN_TIMEOUT_US;

  traffic->is_sending = FALSE;
  while (!bench_crowd_is_done (traffic->crowd) && g_get_monotonic_time () < end_us)
    if (!bench_pool_turn (traffic->pool, DRAIN_TIMEOUT_US, NULL, error))
      return FALSE;

  end_us = g_get_monotonic_time () + LISTEN_US;
  while (g_get_monotonic_time () < end_us)
    if (!bench_pool_turn (traffic->pool, LISTEN_US, NULL, error))
      return FALSE;

  return bench_crowd_check (traffic->crowd, error);
}

/**
 * bench_traffic_run:
 * @workload: a workload with groups
 * @target: whom to put it on
 * @plan: how long
 * @ret_figures: (out caller-allocates): what was measured
 * @error: return location for an error
 *
 * Has people write and read, and checks that each reader got each message
 * once, unchanged, and in the same order as everybody else.
 *
 * Returns: %FALSE if a message was lost, repeated, changed or out of order, or
 *   something else failed
 */
gboolean
bench_traffic_run (const BenchWorkload *workload,
                   BenchTarget         *target,
                   const BenchPlan     *plan,
                   BenchFigures        *ret_figures,
                   GError             **error)
{
  Traffic                traffic = { .workload = workload, .is_sending = TRUE };
  g_autoptr (BenchCrowd) crowd = bench_crowd_new (workload, target, error);

  if (crowd == NULL)
    return FALSE;

  crowd->on_delivery = on_delivery;
  crowd->on_ack = on_ack;
  crowd->user_data = &traffic;
  traffic.crowd = crowd;
  traffic.pool = crowd->pool;
  traffic.start_us = g_get_monotonic_time ();
  for (guint i = 0; i < crowd->writers->len; i++)
    fill_window (&traffic, crowd->writers->pdata[i]);

  if (!run_for (&traffic, plan->warm_up_s, error))
    return FALSE;
  begin_measuring (&traffic);
  if (!run_for (&traffic, plan->seconds, error))
    return FALSE;
  end_measuring (&traffic, ret_figures);

  return drain (&traffic, error);
}
