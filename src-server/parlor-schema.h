/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"

G_BEGIN_DECLS

gboolean parlor_schema_update (ParlorDb *db,
                               GError  **error);

G_END_DECLS
