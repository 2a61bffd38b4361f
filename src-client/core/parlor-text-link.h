/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gsize parlor_text_link_match (const char  *at,
                              const char  *end,
                              const char **ret_prefix);

G_END_DECLS
