/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli-print.h"
#include "parlor-cli.h"

G_BEGIN_DECLS

char *parlor_cli_describe_unread (const ParlorCliView *view,
                                  ParlorConversation  *conversation);
void  parlor_cli_print_summary (ParlorCli           *cli,
                                const ParlorCliView *view);

G_END_DECLS
