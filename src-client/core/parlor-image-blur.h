/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-image.h"

G_BEGIN_DECLS

ParlorImage *parlor_image_blur (const ParlorImage *image,
                                int                radius_px);

G_END_DECLS
