/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BENCH_HISTOGRAM_BUCKETS 1024

/**
 * BenchHistogram:
 *
 * Counts of durations in microseconds, each kept to a precision of 1/32.
 */
typedef struct
{
  guint64 counts[BENCH_HISTOGRAM_BUCKETS];
  guint64 total;
} BenchHistogram;

void   bench_histogram_add (BenchHistogram *histogram,
                            gint64          value_us);
double bench_histogram_quantile_us (const BenchHistogram *histogram,
                                    double                quantile);
double bench_median (const double *values,
                     guint         n_values);
double bench_process_cpu_us (pid_t pid);
double bench_process_resident_kib (pid_t pid);
double bench_fsync_us (const char *folder);

G_END_DECLS
