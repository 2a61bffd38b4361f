/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-bench"

#include "bench-figures.h"

#include "bench-stats.h"

#include <math.h>

/* Loads are shares of one core; they say how the measurement went, and so does
 * late_ms: how far the generator fell behind its schedule. */
static const struct
{
  const char *name;
  gboolean    has_ratio;
} kinds[BENCH_N_FIGURES] = {
  [BENCH_DELIVERIES_PER_S] = { "deliveries_per_s", TRUE },
  [BENCH_CPU_US_PER_DELIVERY] = { "cpu_us_per_delivery", TRUE },
  [BENCH_LATENCY_P50_MS] = { "latency_p50_ms", TRUE },
  [BENCH_LATENCY_P99_MS] = { "latency_p99_ms", TRUE },
  [BENCH_SERVER_LOAD] = { "server_load", FALSE },
  [BENCH_GENERATOR_LOAD] = { "generator_load", FALSE },
  [BENCH_LATE_MS] = { "late_ms", FALSE },
  [BENCH_KIB_PER_CONNECTION] = { "kib_per_connection", TRUE },
  [BENCH_SIGN_IN_US] = { "sign_in_us", TRUE },
  [BENCH_TICKET_SIGN_IN_US] = { "ticket_sign_in_us", FALSE },
  [BENCH_RESUME_US] = { "resume_us", FALSE },
  [BENCH_IDLE_LOAD] = { "idle_load", FALSE },
};

/**
 * bench_figures_init:
 * @figures: (out caller-allocates): figures, none of them measured
 */
void
bench_figures_init (BenchFigures *figures)
{
  for (guint i = 0; i < BENCH_N_FIGURES; i++)
    figures->values[i] = NAN;
}

/**
 * bench_figures_median:
 * @rounds: the same measurement, repeated
 * @n_rounds: how often
 *
 * Returns: the median of each figure
 */
BenchFigures
bench_figures_median (const BenchFigures *rounds,
                      guint               n_rounds)
{
  g_autofree double *values = g_new (double, n_rounds);
  BenchFigures       median;

  for (guint i = 0; i < BENCH_N_FIGURES; i++) {
    for (guint round = 0; round < n_rounds; round++)
      values[round] = rounds[round].values[i];
    median.values[i] = bench_median (values, n_rounds);
  }

  return median;
}

/* Four digits are more than a repetition confirms. */
static double
round_to_digits (double value)
{
  double unit = value != 0 ? pow (10, floor (log10 (fabs (value))) - 3) : 1;

  return round (value / unit) * unit;
}

/**
 * bench_figures_to_json:
 * @figures: figures
 *
 * Returns: (transfer full): an object of those that were measured
 */
json_t *
bench_figures_to_json (const BenchFigures *figures)
{
  json_t *object = json_object ();

  for (guint i = 0; i < BENCH_N_FIGURES; i++)
    if (isfinite (figures->values[i]))
      json_object_set_new (object, kinds[i].name,
                           json_real (round_to_digits (figures->values[i])));

  return object;
}

/**
 * bench_figures_ratio:
 * @figures: figures
 * @to: what to compare them with
 *
 * Returns: (transfer full): an object of those that both have, divided
 */
json_t *
bench_figures_ratio (const BenchFigures *figures,
                     const BenchFigures *to)
{
  BenchFigures ratio;

  for (guint i = 0; i < BENCH_N_FIGURES; i++)
    ratio.values[i] = kinds[i].has_ratio ? figures->values[i] / to->values[i] : NAN;

  return bench_figures_to_json (&ratio);
}
