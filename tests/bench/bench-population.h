/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bench-target.h"

G_BEGIN_DECLS

gboolean bench_population_accounts (BenchTarget *target,
                                    guint        n_accounts,
                                    GError     **error);
gboolean bench_population_room (BenchTarget *target,
                                const char  *name,
                                guint        first,
                                guint        n_members,
                                GError     **error);
gboolean bench_population_pair (BenchTarget *target,
                                const char  *name,
                                guint        first,
                                GError     **error);

G_END_DECLS
