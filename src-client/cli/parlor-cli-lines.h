/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was typed before. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PARLOR_CLI_LINES_MAX 1000

typedef struct _ParlorCliLines ParlorCliLines;

ParlorCliLines *parlor_cli_lines_new (const char *path);
void            parlor_cli_lines_free (ParlorCliLines *self);
GPtrArray      *parlor_cli_lines_read (ParlorCliLines *self);
void            parlor_cli_lines_add (ParlorCliLines *self,
                                      const char     *line);

G_END_DECLS
