/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_DEFERRAL (parlor_deferral_get_type ())

G_DECLARE_FINAL_TYPE (ParlorDeferral, parlor_deferral, PARLOR, DEFERRAL, GObject)

ParlorDeferral *parlor_deferral_new (void);

void parlor_deferral_carry_out (ParlorDeferral *self);
void parlor_deferral_take_back (ParlorDeferral *self);

G_END_DECLS
