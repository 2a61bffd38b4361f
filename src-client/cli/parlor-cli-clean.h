/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How far the lines of a message stand in, from its second on: behind the time and the mark. */
#define PARLOR_CLI_INDENT_COLUMNS 8

char *parlor_cli_clean (const char *text);
char *parlor_cli_clean_lines (const char *text);
char *parlor_cli_clean_line (const char *text);

G_END_DECLS
