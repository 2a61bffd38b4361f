/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-channel.h"

G_BEGIN_DECLS

#define PARLOR_PINGER_IDLE_MS (30 * 1000)
#define PARLOR_PINGER_DEADLINE_MS (10 * 1000)

#define PARLOR_TYPE_PINGER (parlor_pinger_get_type ())

G_DECLARE_FINAL_TYPE (ParlorPinger, parlor_pinger, PARLOR, PINGER, GObject)

ParlorPinger *parlor_pinger_new (ParlorChannel *channel,
                                 guint          idle_ms,
                                 guint          deadline_ms);
void          parlor_pinger_test (ParlorPinger *self,
                                  guint         deadline_ms);

G_END_DECLS
