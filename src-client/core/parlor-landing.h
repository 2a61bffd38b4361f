/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-client.h"

G_BEGIN_DECLS

typedef enum {
  PARLOR_LANDING_IF_MEMBER, /* nobody is to join anything without having said so */
  PARLOR_LANDING_JOINING,   /* whoever followed a link to get in wants to */
} ParlorLandingMode;

#define PARLOR_TYPE_LANDING (parlor_landing_get_type ())

G_DECLARE_FINAL_TYPE (ParlorLanding, parlor_landing, PARLOR, LANDING, GObject)

ParlorLanding *parlor_landing_new (ParlorClient     *client,
                                   const char       *place,
                                   gint64            seq,
                                   ParlorLandingMode mode);
void           parlor_landing_start (ParlorLanding *self);
void           parlor_landing_cancel (ParlorLanding *self);
gboolean       parlor_landing_is_waiting (ParlorLanding *self);
const char    *parlor_landing_get_place (ParlorLanding *self);
gint64         parlor_landing_get_seq (ParlorLanding *self);

G_END_DECLS
