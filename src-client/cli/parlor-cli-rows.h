/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint parlor_cli_count_rows (const char *prompt,
                             const char *text,
                             guint       n_columns);

guint parlor_cli_count_row_columns (const char *text);
char *parlor_cli_fit_row (const char *text,
                          guint       n_columns);

G_END_DECLS
