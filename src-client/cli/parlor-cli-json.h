/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-command.h"

G_BEGIN_DECLS

char *parlor_cli_describe_packet (ParlorPacketType type,
                                  gconstpointer    packet);
char *parlor_cli_describe_error_json (const char *text);
char *parlor_cli_describe_outcome_json (const ParlorCommandOutcome *outcome);
char *parlor_cli_describe_history_json (ParlorConversation *conversation,
                                        guint               n_wanted);

G_END_DECLS
