/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli.h"

#include "parlor-command.h"

G_BEGIN_DECLS

void parlor_cli_command (ParlorCli  *cli,
                         const char *line);
void parlor_cli_get_context (ParlorCli            *cli,
                             ParlorCommandContext *ret_context);
void parlor_cli_write (ParlorCli          *cli,
                       ParlorConversation *conversation,
                       const char         *text);

void parlor_cli_take_settings (ParlorCli        *cli,
                               ParlorCommandRun *run);

/**
 * ParlorCliFound:
 * @conversation: (nullable): what was found
 * @error: (nullable): why nothing was
 * @user_data: what was given
 */
typedef void (*ParlorCliFound) (ParlorCli          *cli,
                                ParlorConversation *conversation,
                                const GError       *error,
                                gpointer            user_data);

void parlor_cli_find (ParlorCli     *cli,
                      const char    *name,
                      ParlorCliFound func,
                      gpointer       user_data);

G_END_DECLS
