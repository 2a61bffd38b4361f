/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *parlor_time_format_clock (GDateTime *time);
char *parlor_time_format_day (GDateTime *time,
                              GDateTime *now);
char *parlor_time_format_short (GDateTime *time,
                                GDateTime *now);
char *parlor_time_format_full (GDateTime *time);

gboolean parlor_time_is_same_day (GDateTime *one,
                                  GDateTime *other);

G_END_DECLS
