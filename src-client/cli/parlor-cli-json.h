/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-protocol.h"

G_BEGIN_DECLS

char *parlor_cli_describe_packet (ParlorPacketType type,
                                  gconstpointer    packet);

G_END_DECLS
