/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_BACKGROUND (parlor_background_get_type ())

G_DECLARE_FINAL_TYPE (ParlorBackground, parlor_background, PARLOR, BACKGROUND, GObject)

ParlorBackground *parlor_background_new (GApplication *application);
void              parlor_background_set_is_useful (ParlorBackground *self,
                                                   gboolean          is_useful);

G_END_DECLS
