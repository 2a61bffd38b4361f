/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_ANNOUNCEMENT_BAR (parlor_announcement_bar_get_type ())

/* clang-format off */
G_DECLARE_FINAL_TYPE (ParlorAnnouncementBar, parlor_announcement_bar, PARLOR, ANNOUNCEMENT_BAR,
                      AdwBin)
/* clang-format on */

void parlor_announcement_bar_set_client (ParlorAnnouncementBar *self,
                                         ParlorClient          *client);

G_END_DECLS
