/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How images are shown in the terminal. */
typedef enum {
  PARLOR_CLI_IMAGES_AUTO, /* as it says that it can */
  PARLOR_CLI_IMAGES_NEVER,
  PARLOR_CLI_IMAGES_KITTY,
  PARLOR_CLI_IMAGES_SIXEL,
} ParlorCliImagesMode;

/**
 * ParlorCliGraphics:
 * @has_kitty: whether it knows kitty's graphics protocol
 * @has_sixel: whether it knows sixel
 * @cell_width_px: how wide a column is, 0 if that is not known
 * @cell_height_px: how high a row is, 0 if that is not known
 *
 * What a terminal says of itself.
 */
typedef struct
{
  gboolean has_kitty;
  gboolean has_sixel;
  int      cell_width_px;
  int      cell_height_px;
} ParlorCliGraphics;

gboolean          parlor_cli_graphics_parse (const char        *answer,
                                             gsize              size,
                                             ParlorCliGraphics *ret_graphics,
                                             GString           *ret_typed);
ParlorCliGraphics parlor_cli_graphics_ask (int      input_fd,
                                           int      output_fd,
                                           GString *ret_typed);

G_END_DECLS
