/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-image.h"

G_BEGIN_DECLS

int parlor_image_input_open (const ParlorImageRequest *request,
                             GError                  **error);

G_END_DECLS
