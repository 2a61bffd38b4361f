/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-message-search.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_SEARCH_ROW (parlor_search_row_get_type ())

G_DECLARE_FINAL_TYPE (ParlorSearchRow, parlor_search_row, PARLOR, SEARCH_ROW, GtkListBoxRow)

GtkWidget *parlor_search_row_new (ParlorSearchHit *hit,
                                  const char      *query);

ParlorSearchHit *parlor_search_row_get_hit (ParlorSearchRow *self);

G_END_DECLS
