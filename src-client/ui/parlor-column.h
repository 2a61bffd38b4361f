/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_COLUMN (parlor_column_get_type ())
G_DECLARE_FINAL_TYPE (ParlorColumn, parlor_column, PARLOR, COLUMN, AdwBin)

G_END_DECLS
