/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_LINK_BANNER (parlor_link_banner_get_type ())

G_DECLARE_FINAL_TYPE (ParlorLinkBanner, parlor_link_banner, PARLOR, LINK_BANNER, AdwBin)

void parlor_link_banner_set_client (ParlorLinkBanner *self,
                                    ParlorClient     *client);

G_END_DECLS
