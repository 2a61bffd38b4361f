/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-protocol.h"

G_BEGIN_DECLS

gboolean parlor_change_is (ParlorEventKind kind);
gboolean parlor_change_is_shown (ParlorEventKind kind);
gboolean parlor_change_is_about (const ParlorEventPacket *change,
                                 const ParlorEventPacket *message);
gboolean parlor_change_apply (ParlorEventPacket       *message,
                              const ParlorEventPacket *change,
                              gint64                   self_id);

G_END_DECLS
