/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GDateTime *parlor_local_time_new (gint64 time_ms);

G_END_DECLS
