/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean parlor_image_sandbox_enter (const char **ret_failed);

G_END_DECLS
