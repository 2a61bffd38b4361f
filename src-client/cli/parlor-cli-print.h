/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-client.h"

G_BEGIN_DECLS

char *parlor_cli_clean (const char *text);
char *parlor_cli_describe_conversation (ParlorConversation *conversation);
char *parlor_cli_describe_message (ParlorConversation *conversation,
                                   ParlorMessage      *message);
char *parlor_cli_describe_packet (ParlorPacketType type,
                                  gconstpointer    packet);
char *parlor_cli_describe_announcement (const ParlorAnnouncementPacket *packet);
char *parlor_cli_describe_invitation (const ParlorInvitedPacket *packet);

G_END_DECLS
