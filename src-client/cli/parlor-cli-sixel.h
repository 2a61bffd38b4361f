/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-image.h"

G_BEGIN_DECLS

GBytes *parlor_cli_sixel_encode (const ParlorImage *image);
GBytes *parlor_cli_kitty_encode (const ParlorImage *image);

G_END_DECLS
