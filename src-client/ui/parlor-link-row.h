/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-link-uri.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_LINK_ROW (parlor_link_row_get_type ())

G_DECLARE_FINAL_TYPE (ParlorLinkRow, parlor_link_row, PARLOR, LINK_ROW, AdwActionRow)

void  parlor_link_row_set_link (ParlorLinkRow       *self,
                                const ParlorLinkUri *link);
char *parlor_link_row_describe (const ParlorLinkUri *link);

G_END_DECLS
