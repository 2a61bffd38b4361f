/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* When to use something that not every output has. */
typedef enum {
  PARLOR_CLI_WHEN_AUTO,
  PARLOR_CLI_WHEN_ALWAYS,
  PARLOR_CLI_WHEN_NEVER,
} ParlorCliWhen;

/**
 * ParlorCliStyle:
 * @n_colors: how many colours the output has: 256, 16, 8, or 0: then it takes no attributes either
 * @width_columns: how wide it is; 0 for what is no terminal: nothing is wrapped
 * @has_links: whether it knows addresses behind words (OSC 8)
 *
 * What can be done with the output.
 */
typedef struct
{
  guint    n_colors;
  guint    width_columns;
  gboolean has_links;
} ParlorCliStyle;

/* How something is written; parlor_cli_ink_of_name() is added to any of them. */
typedef enum {
  PARLOR_CLI_INK_PLAIN = 0,
  PARLOR_CLI_INK_BOLD = 1 << 0,
  PARLOR_CLI_INK_ITALIC = 1 << 1,
  PARLOR_CLI_INK_UNDERLINE = 1 << 2,
  PARLOR_CLI_INK_STRIKE = 1 << 3,
  PARLOR_CLI_INK_REVERSE = 1 << 4,
  PARLOR_CLI_INK_FAINT = 1 << 5, /* what is less important: times, notices */
  PARLOR_CLI_INK_CODE = 1 << 6,
  PARLOR_CLI_INK_ALERT = 1 << 7, /* what somebody has to see */
  PARLOR_CLI_INK_NAME = 1 << 8,  /* and above: one of the colours of names */
} ParlorCliInk;

ParlorCliStyle parlor_cli_style_detect (ParlorCliWhen when,
                                        int           fd);
guint          parlor_cli_style_measure (int fd);
guint          parlor_cli_style_measure_rows (int fd);
ParlorCliInk   parlor_cli_ink_of_name (const char *name);
guint          parlor_cli_get_name_color (guint position);
void           parlor_cli_style_begin (const ParlorCliStyle *style,
                                       GString              *output,
                                       ParlorCliInk          ink);
void           parlor_cli_style_end (const ParlorCliStyle *style,
                                     GString              *output,
                                     ParlorCliInk          ink);

G_END_DECLS
