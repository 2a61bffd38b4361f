/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

typedef enum {
  BENCH_DELIVERIES_PER_S,
  BENCH_CPU_US_PER_DELIVERY,
  BENCH_LATENCY_P50_MS,
  BENCH_LATENCY_P99_MS,
  BENCH_SERVER_LOAD,
  BENCH_GENERATOR_LOAD,
  BENCH_LATE_MS,
  BENCH_KIB_PER_CONNECTION,
  BENCH_SIGN_IN_US,
  BENCH_TICKET_SIGN_IN_US,
  BENCH_RESUME_US,
  BENCH_IDLE_LOAD,
  BENCH_N_FIGURES
} BenchFigure;

/**
 * BenchFigures:
 * @values: by #BenchFigure; NaN for what was not measured
 *
 * What one measurement gave.
 */
typedef struct
{
  double values[BENCH_N_FIGURES];
} BenchFigures;

void         bench_figures_init (BenchFigures *figures);
BenchFigures bench_figures_median (const BenchFigures *rounds,
                                   guint               n_rounds);
json_t      *bench_figures_to_json (const BenchFigures *figures);
json_t      *bench_figures_ratio (const BenchFigures *figures,
                                  const BenchFigures *to);

G_END_DECLS
