/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-protocol.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_LISTING_ROW (parlor_listing_row_get_type ())

G_DECLARE_FINAL_TYPE (ParlorListingRow, parlor_listing_row, PARLOR, LISTING_ROW, AdwActionRow)

GtkWidget *parlor_listing_row_new (const ParlorListingPacket *listing);
GtkWidget *parlor_listing_row_new_by_name (const char *name);

const char *parlor_listing_row_get_id (ParlorListingRow *self);
gboolean    parlor_listing_row_needs_password (ParlorListingRow *self);

G_END_DECLS
