/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-deferral.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_TOASTS (parlor_toasts_get_type ())

G_DECLARE_FINAL_TYPE (ParlorToasts, parlor_toasts, PARLOR, TOASTS, GObject)

ParlorToasts *parlor_toasts_new (AdwToastOverlay *overlay);

void     parlor_toasts_tell (ParlorToasts *self,
                             const char   *text);
void     parlor_toasts_offer_undo (ParlorToasts   *self,
                                   const char     *text,
                                   ParlorDeferral *deferral);
gboolean parlor_toasts_undo (ParlorToasts *self);
void     parlor_toasts_carry_out (ParlorToasts *self);

G_END_DECLS
