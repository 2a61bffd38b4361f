/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-suggestions.h"

G_BEGIN_DECLS

void parlor_emoji_search_fill (ParlorSuggestions *suggestions,
                               guint              n_max);

G_END_DECLS
