/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_BANNER (parlor_banner_get_type ())

G_DECLARE_FINAL_TYPE (ParlorBanner, parlor_banner, PARLOR, BANNER, AdwBin)

G_END_DECLS
