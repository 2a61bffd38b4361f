/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *parlor_cli_next_cluster (const char *text,
                                     guint      *ret_columns);
guint       parlor_cli_count_columns (const char *text);
char       *parlor_cli_shorten (const char *text,
                                guint       max_columns);

G_END_DECLS
