/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-protocol.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_PRESENCE_DOT (parlor_presence_dot_get_type ())

G_DECLARE_FINAL_TYPE (ParlorPresenceDot, parlor_presence_dot, PARLOR, PRESENCE_DOT, AdwBin)

void parlor_presence_dot_set_presence (ParlorPresenceDot *self,
                                       ParlorPresence     presence);

const char *parlor_presence_get_word (ParlorPresence presence);

G_END_DECLS
