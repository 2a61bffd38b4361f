/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-message.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_MESSAGE_META (parlor_message_meta_get_type ())

G_DECLARE_FINAL_TYPE (ParlorMessageMeta, parlor_message_meta, PARLOR, MESSAGE_META, AdwBin)

void parlor_message_meta_set_message (ParlorMessageMeta *self,
                                      ParlorMessage     *message);

G_END_DECLS
