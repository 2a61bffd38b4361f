/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bench-crowd.h"

G_BEGIN_DECLS

void bench_member_take_line (BenchMember *member,
                             const char  *line,
                             gsize        size_bytes);

G_END_DECLS
