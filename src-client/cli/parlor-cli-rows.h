/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint parlor_cli_count_rows (const char *prompt,
                             const char *text,
                             guint       n_columns);

G_END_DECLS
