/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-bench"

#include "bench-idle.h"

#include "bench-pool.h"
#include "bench-population.h"
#include "bench-stats.h"

/* How long the target may still have to do with people who just came or left. */
#define SETTLE_US G_USEC_PER_SEC

static void
on_line (BenchConnection *connection,
         const char      *line,
         gsize            size_bytes,
         gpointer         user_data)
{
  bench_pool_fail (connection->pool, "Idle connection %u to %s was told: %.*s",
                   connection->number, connection->pool->target->name,
                   (int) MIN (size_bytes - 1, 400), line);
}

static gboolean
wait_for (BenchPool *pool,
          gint64     duration_us,
          GError   **error)
{
  gint64 end_us = g_get_monotonic_time () + duration_us;
  gint64 rest_us;

  while ((rest_us = end_us - g_get_monotonic_time ()) > 0)
    if (!bench_pool_turn (pool, rest_us, NULL, error))
      return FALSE;

  return TRUE;
}

/* Plays the scripts.  Sets @ret_cost_us to what that cost the target for each
 * connection. */
static gboolean
settle (BenchPool *pool,
        double    *ret_cost_us,
        GError   **error)
{
  double before_us = bench_process_cpu_us (pool->target->pid);

  if (!bench_pool_settle (pool, error))
    return FALSE;

  *ret_cost_us = (bench_process_cpu_us (pool->target->pid) - before_us) / pool->connections->len;

  return TRUE;
}

static BenchPool *
make_pool (const BenchTarget *target)
{
  BenchPool *pool = bench_pool_new (target);

  pool->on_line = on_line;

  return pool;
}

static gboolean
sign_in (BenchPool *pool,
         guint      n_connections,
         double    *ret_cost_us,
         GError   **error)
{
  const BenchTarget *target = pool->target;

  for (guint i = 0; i < n_connections; i++) {
    GQueue *script = bench_pool_add (pool)->script;

    if (target->is_relay)
      bench_script_add_relay (script, "idle", "idle");
    else
      bench_script_add_sign_in (script, target, i);
  }

  return settle (pool, ret_cost_us, error);
}

static gboolean
resume (BenchPool *pool,
        double    *ret_cost_us,
        GError   **error)
{
  if (pool->target->is_relay)
    return TRUE;

  for (guint i = 0; i < pool->connections->len; i++)
    bench_script_add_resume (((BenchConnection *) pool->connections->pdata[i])->script);

  return settle (pool, ret_cost_us, error);
}

static gboolean
measure_idling (BenchPool *pool,
                double     duration_us,
                double    *ret_load,
                GError   **error)
{
  double before_us = bench_process_cpu_us (pool->target->pid);

  if (!wait_for (pool, duration_us, error))
    return FALSE;

  *ret_load = (bench_process_cpu_us (pool->target->pid) - before_us) / duration_us;

  return TRUE;
}

static gboolean
sign_in_with_ticket (const BenchTarget *target,
                     GBytes            *ticket,
                     guint              n_connections,
                     double            *ret_cost_us,
                     GError           **error)
{
  g_autoptr (BenchPool) pool = make_pool (target);

  pool->tls.ticket = g_bytes_ref (ticket);

  return wait_for (pool, SETTLE_US, error) && sign_in (pool, n_connections, ret_cost_us, error);
}

/**
 * bench_idle_run:
 * @workload: how many people
 * @target: whom to put them on
 * @plan: how long
 * @ret_figures: (out caller-allocates): what was measured
 * @error: return location for an error
 *
 * Signs people in, and then has them do nothing.
 *
 * Memory is counted from what the target held before the first such run:
 * later ones use again what the first one left.
 *
 * Returns: %FALSE if somebody could not sign in, or was told something
 */
gboolean
bench_idle_run (const BenchWorkload *workload,
                BenchTarget         *target,
                const BenchPlan     *plan,
                BenchFigures        *ret_figures,
                GError             **error)
{
  g_autoptr (BenchPool) pool = NULL;
  g_autoptr (GBytes)    ticket = NULL;
  double               *values = ret_figures->values;
  double                kib;

  if (!target->is_relay && !bench_population_accounts (target, workload->n_idle, error))
    return FALSE;

  if (target->bare_kib == 0)
    target->bare_kib = bench_process_resident_kib (target->pid);

  pool = make_pool (target);
  if (!wait_for (pool, SETTLE_US, error) ||
      !sign_in (pool, workload->n_idle, &values[BENCH_SIGN_IN_US], error) ||
      !resume (pool, &values[BENCH_RESUME_US], error) ||
      !wait_for (pool, SETTLE_US, error))
    return FALSE;

  kib = bench_process_resident_kib (target->pid) - target->bare_kib;
  values[BENCH_KIB_PER_CONNECTION] = kib / workload->n_idle;

  if (!measure_idling (pool, plan->seconds * G_USEC_PER_SEC, &values[BENCH_IDLE_LOAD], error))
    return FALSE;

  ticket = bench_pipe_get_ticket (&((BenchConnection *) pool->connections->pdata[0])->pipe);
  g_clear_pointer (&pool, bench_pool_free);

  return ticket == NULL ||
         sign_in_with_ticket (target, ticket, workload->n_idle,
                              &values[BENCH_TICKET_SIGN_IN_US], error);
}
