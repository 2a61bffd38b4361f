/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-image.h"

G_BEGIN_DECLS

#define PARLOR_CLI_PALETTE_MAX 256

/* What no colour is the number of: the pixel cannot be seen. */
#define PARLOR_CLI_CLEAR 0xffff

/**
 * ParlorCliPalette:
 * @n_colors: how many there are, at most %PARLOR_CLI_PALETTE_MAX
 * @colors: red, green and blue of each
 * @pixels: for each pixel, row by row, the number of its colour or %PARLOR_CLI_CLEAR
 *
 * An image in few colours.
 */
typedef struct
{
  guint    n_colors;
  guint8   colors[PARLOR_CLI_PALETTE_MAX][3];
  guint16 *pixels;
} ParlorCliPalette;

ParlorCliPalette *parlor_cli_palette_new (const ParlorImage *image);
void              parlor_cli_palette_free (ParlorCliPalette *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorCliPalette, parlor_cli_palette_free)

G_END_DECLS
