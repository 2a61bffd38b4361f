/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Puts the same load on a server and on relays, in turns, and prints what each
 * of them made of it: one JSON line for each workload. */

#define G_LOG_DOMAIN "parlor-bench"

#include "bench-idle.h"
#include "bench-stats.h"
#include "bench-traffic.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

/* clang-format off */
static const BenchWorkload workloads[] = {
  /* name                groups members senders msg/s  window idle */
  { "idle",                   0,      0,      0,     0,     0, 10000 },
  { "paced-300",              1,    100,     10,   300,     0,     0 },
  { "paced-300-beside-idle",  1,    100,     10,   300,     0, 10000 },
  { "paced-3000",             1,    100,     10,  3000,     0,     0 },
  { "paced-10000",            1,    100,     10, 10000,     0,     0 },
  { "saturated-100",          1,    100,     10,     0,     4,     0 },
  { "saturated-1000",         1,   1000,     10,     0,     4,     0 },
  { "saturated-5000",         1,   5000,     10,     0,     4,     0 },
  { "groups",               100,     10,      1,     0,     4,     0 },
  { "pairs",                100,      2,      2, 10000,     0,     0 },
};

/* The same shapes, small: to see that nothing is lost, not to measure. */
static const BenchWorkload quick_workloads[] = {
  { "idle",                   0,      0,      0,     0,     0,   100 },
  { "paced-300",              1,     20,      5,   300,     0,     0 },
  { "paced-300-beside-idle",  1,     20,      5,   300,     0,   100 },
  { "saturated-100",          1,    100,     10,     0,     4,     0 },
  { "groups",                10,      5,      1,     0,     4,     0 },
  { "pairs",                 10,      2,      2,  1000,     0,     0 },
};
/* clang-format on */

typedef struct
{
  char     *server;
  char     *baseline;
  char     *relay;
  char     *batched_relay;
  char    **names;
  gboolean  is_quick;
  int       n_rounds;
  double    seconds;
  char     *folder;
  BenchPlan plan;

  GPtrArray *targets;
} Bench;

static gboolean
add_target (Bench      *bench,
            const char *name,
            const char *text,
            gboolean    is_relay,
            GError    **error)
{
  BenchTarget *target = text != NULL ? bench_target_new (name, text, is_relay, error) : NULL;

  if (target != NULL)
    g_ptr_array_add (bench->targets, target);

  return text == NULL || target != NULL;
}

static gboolean
run_once (Bench               *bench,
          const BenchWorkload *workload,
          BenchTarget         *target,
          BenchFigures        *ret_figures,
          GError             **error)
{
  bench_figures_init (ret_figures);

  if (workload->n_groups == 0)
    return bench_idle_run (workload, target, &bench->plan, ret_figures, error);

  return bench_traffic_run (workload, target, &bench->plan, ret_figures, error);
}

/* Adds what each target did, and how the first one compares to the others. */
static void
add_results (json_t             *line,
             const Bench        *bench,
             const BenchFigures *figures)
{
  json_t *ratio = json_object ();

  for (guint i = 0; i < bench->targets->len; i++) {
    const BenchTarget *target = bench->targets->pdata[i];

    json_object_set_new (line, target->name, bench_figures_to_json (&figures[i]));
    if (i > 0)
      json_object_set_new (ratio, target->name, bench_figures_ratio (&figures[0], &figures[i]));
  }

  json_object_set_new (line, "ratio_to", ratio);
}

static void
print_line (json_t *line)
{
  g_autofree char *text = json_dumps (line, JSON_COMPACT | JSON_REAL_PRECISION (6));

  printf ("%s\n", text);
  fflush (stdout);
  json_decref (line);
}

/* Rounds go over all targets in turns, so that whatever else this computer does
 * meets all of them. */
static gboolean
run_workload (Bench               *bench,
              const BenchWorkload *workload,
              GError             **error)
{
  guint                    n_targets = bench->targets->len;
  g_autofree BenchFigures *rounds = g_new (BenchFigures, bench->n_rounds * n_targets);
  g_autofree BenchFigures *medians = g_new (BenchFigures, n_targets);
  json_t                  *line;

  for (guint round = 0; round < bench->n_rounds; round++)
    for (guint i = 0; i < n_targets; i++)
      if (!run_once (bench, workload, bench->targets->pdata[i],
                     &rounds[i * bench->n_rounds + round], error))
        return FALSE;

  for (guint i = 0; i < n_targets; i++)
    medians[i] = bench_figures_median (&rounds[i * bench->n_rounds], bench->n_rounds);

  line = json_pack ("{s:s,s:i,s:i,s:i,s:i,s:i}", "workload", workload->name,
                    "groups", workload->n_groups, "members", workload->n_members,
                    "messages_per_s", workload->messages_per_s, "idle", workload->n_idle,
                    "rounds", bench->n_rounds);
  add_results (line, bench, medians);
  print_line (line);

  return TRUE;
}

static gboolean
is_wanted (const Bench         *bench,
           const BenchWorkload *workload)
{
  return bench->names == NULL ||
         g_strv_contains ((const char *const *) bench->names, workload->name);
}

static gboolean
run_all (Bench               *bench,
         const BenchWorkload *all,
         guint                n_all,
         GError             **error)
{
  guint n_run = 0;

  for (guint i = 0; i < n_all; i++) {
    if (!is_wanted (bench, &all[i]))
      continue;

    n_run++;
    if (!run_workload (bench, &all[i], error)) {
      g_prefix_error (error, "%s: ", all[i].name);
      return FALSE;
    }
  }

  if (n_run == 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No workload has that name");

  return n_run > 0;
}

static gboolean
run (Bench   *bench,
     GError **error)
{
  if (bench->is_quick)
    return run_all (bench, quick_workloads, G_N_ELEMENTS (quick_workloads), error);

  return run_all (bench, workloads, G_N_ELEMENTS (workloads), error);
}

static void
print_machine (const Bench *bench)
{
  double fsync_us = bench_fsync_us (bench->folder != NULL ? bench->folder : g_get_tmp_dir ());

  print_line (json_pack ("{s:i,s:o}", "cores", g_get_num_processors (),
                         "fsync_us", isnan (fsync_us) ? json_null () : json_real (fsync_us)));
}

/* Each connection takes a descriptor. */
static void
raise_descriptor_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit (RLIMIT_NOFILE, &limit);
  }
}

static gboolean
parse (Bench   *bench,
       int     *argc,
       char  ***argv,
       GError **error)
{
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &bench->server, "parlor-server", "PID@ADDRESS:PORT" },
    { "baseline", 0, 0, G_OPTION_ARG_STRING, &bench->baseline,
      "Another parlor-server, to compare with", "PID@ADDRESS:PORT" },
    { "relay", 0, 0, G_OPTION_ARG_STRING, &bench->relay, "parlor-relay", "PID@ADDRESS:PORT" },
    { "batched-relay", 0, 0, G_OPTION_ARG_STRING, &bench->batched_relay,
      "parlor-relay --batch", "PID@ADDRESS:PORT" },
    { "workload", 0, 0, G_OPTION_ARG_STRING_ARRAY, &bench->names,
      "Only this one (repeatable)", "NAME" },
    { "quick", 0, 0, G_OPTION_ARG_NONE, &bench->is_quick,
      "Small and short: whether nothing is lost", NULL },
    { "rounds", 0, 0, G_OPTION_ARG_INT, &bench->n_rounds, "How often (3)", "N" },
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &bench->seconds, "How long each (3)", "S" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &bench->folder,
      "A folder on the server's disk", "FOLDER" },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- measures a server");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;

  if (bench->n_rounds <= 0)
    bench->n_rounds = bench->is_quick ? 1 : 3;
  if (bench->seconds <= 0)
    bench->seconds = bench->is_quick ? 0.3 : 3;
  bench->plan = (BenchPlan){ bench->seconds, bench->seconds / 6 };

  return add_target (bench, "server", bench->server, FALSE, error) &&
         add_target (bench, "baseline", bench->baseline, FALSE, error) &&
         add_target (bench, "relay", bench->relay, TRUE, error) &&
         add_target (bench, "batched_relay", bench->batched_relay, TRUE, error);
}

int
main (int   argc,
      char *argv[])
{
  Bench              bench = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean           is_good;

  bench.targets = g_ptr_array_new_with_free_func ((GDestroyNotify) bench_target_free);
  raise_descriptor_limit ();

  is_good = parse (&bench, &argc, &argv, &error);
  if (is_good) {
    print_machine (&bench);
    is_good = run (&bench, &error);
  }
  if (!is_good)
    g_printerr ("parlor-bench: %s\n", error->message);

  g_ptr_array_unref (bench.targets);
  g_strfreev (bench.names);
  g_free (bench.server);
  g_free (bench.baseline);
  g_free (bench.relay);
  g_free (bench.batched_relay);
  g_free (bench.folder);

  return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
