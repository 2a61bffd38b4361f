/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is the same for everyone is the same text. */

#pragma once

#include "parlor-protocol.h"

G_BEGIN_DECLS

char *parlor_test_describe_event (const ParlorEventPacket *event);
char *parlor_test_describe_conversation (const ParlorConversationPacket *conversation);

G_END_DECLS
