/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bench-figures.h"
#include "bench-target.h"
#include "bench-workload.h"

G_BEGIN_DECLS

gboolean bench_traffic_run (const BenchWorkload *workload,
                            BenchTarget         *target,
                            const BenchPlan     *plan,
                            BenchFigures        *ret_figures,
                            GError             **error);

G_END_DECLS
