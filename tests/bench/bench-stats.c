/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-bench"

#include "bench-stats.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <time.h>
#include <unistd.h>

/* Each power of two is cut into so many buckets. */
#define SUB_BUCKETS 32

static guint
bucket_of (guint64 value)
{
  guint shift = value < 2 * SUB_BUCKETS ? 0 : g_bit_storage (value) - g_bit_storage (SUB_BUCKETS);

  return MIN (shift * SUB_BUCKETS + (value >> shift), BENCH_HISTOGRAM_BUCKETS - 1);
}

/* The middle of a bucket. */
static double
value_of (guint bucket)
{
  guint shift = bucket < 2 * SUB_BUCKETS ? 0 : bucket / SUB_BUCKETS - 1;

  return (bucket - shift * SUB_BUCKETS + (shift > 0 ? 0.5 : 0)) * (G_GUINT64_CONSTANT (1) << shift);
}

/**
 * bench_histogram_add:
 * @histogram: zeroed at first
 * @value_us: a duration; less than 0 counts as 0
 */
void
bench_histogram_add (BenchHistogram *histogram,
                     gint64          value_us)
{
  histogram->counts[bucket_of (MAX (value_us, 0))]++;
  histogram->total++;
}

/**
 * bench_histogram_quantile_us:
 * @histogram: a histogram
 * @quantile: 0 to 1
 *
 * Returns: the duration that the share @quantile of all does not exceed; NaN
 *   without any
 */
double
bench_histogram_quantile_us (const BenchHistogram *histogram,
                             double                quantile)
{
  guint64 rest = histogram->total * quantile;
  guint   bucket = 0;

  if (histogram->total == 0)
    return NAN;

  while (bucket < BENCH_HISTOGRAM_BUCKETS - 1 && histogram->counts[bucket] <= rest)
    rest -= histogram->counts[bucket++];

  return value_of (bucket);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double one = *(const double *) a;
  double other = *(const double *) b;

  return (one > other) - (one < other);
}

/**
 * bench_median:
 * @values: values, some of them NaN
 * @n_values: how many
 *
 * Returns: the median of those that are known; NaN if none is
 */
double
bench_median (const double *values,
              guint         n_values)
{
  g_autoptr (GArray) known = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < n_values; i++)
    if (!isnan (values[i]))
      g_array_append_val (known, values[i]);

  if (known->len == 0)
    return NAN;

  g_array_sort (known, compare_doubles);

  return (g_array_index (known, double, (known->len - 1) / 2) +
          g_array_index (known, double, known->len / 2)) /
         2;
}

/**
 * bench_process_cpu_us:
 * @pid: a process of the same user
 *
 * Returns: the processor time that all its threads, ended ones included, have
 *   used so far, exact to a nanosecond
 */
double
bench_process_cpu_us (pid_t pid)
{
  clockid_t       clock;
  struct timespec time;

  if (clock_getcpuclockid (pid, &clock) != 0 || clock_gettime (clock, &time) != 0)
    return NAN;

  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

/**
 * bench_process_resident_kib:
 * @pid: a process
 *
 * Returns: how much of it is in memory
 */
double
bench_process_resident_kib (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/statm", pid);
  g_autofree char *text = NULL;
  char            *resident;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (resident = strchr (text, ' ')) == NULL)
    return NAN;

  return g_ascii_strtoull (resident, NULL, 10) * (sysconf (_SC_PAGESIZE) / 1024.0);
}

/**
 * bench_fsync_us:
 * @folder: (type filename): where to try
 *
 * Returns: how long it takes to bring a page to the disk, the median of some
 *   attempts; NaN if nothing can be written there
 */
double
bench_fsync_us (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "parlor-bench-XXXXXX", NULL);
  static char      page[4096];
  double           times[50];
  int              fd = g_mkstemp (path);

  if (fd < 0)
    return NAN;

  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    gint64 start = g_get_monotonic_time ();

    times[i] = write (fd, page, sizeof page) == sizeof page && fdatasync (fd) == 0
                 ? g_get_monotonic_time () - start
                 : NAN;
  }
  close (fd);
  g_unlink (path);

  return bench_median (times, G_N_ELEMENTS (times));
}
