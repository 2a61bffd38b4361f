/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void parlor_service_manager_tell (const char *state);

G_END_DECLS
