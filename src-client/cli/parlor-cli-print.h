/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli-clean.h"
#include "parlor-cli-text.h"
#include "parlor-client.h"

G_BEGIN_DECLS

/**
 * ParlorCliView:
 * @style: what the output can do; one without a width is for scripts: each line says all
 * @here: (nullable): the conversation that one is in, which need not be named
 *
 * How things are shown.
 */
typedef struct
{
  ParlorCliStyle      style;
  ParlorConversation *here;
} ParlorCliView;

char *parlor_cli_describe_conversation (ParlorConversation *conversation);
char *parlor_cli_describe_message (const ParlorCliView *view,
                                   ParlorConversation  *conversation,
                                   ParlorMessage       *message);
char *parlor_cli_describe_notice (const ParlorCliView *view,
                                  ParlorConversation  *conversation,
                                  gint64               time_ms,
                                  const char          *notice);
char *parlor_cli_describe_rule (const ParlorCliView *view,
                                const char          *title);
char *parlor_cli_describe_announcement (const ParlorCliView            *view,
                                        const ParlorAnnouncementPacket *packet);
char *parlor_cli_describe_invitation (const ParlorCliView       *view,
                                      const ParlorInvitedPacket *packet);

G_END_DECLS
