/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint parlor_wake_watch (GSourceFunc func,
                         gpointer    user_data);

G_END_DECLS
