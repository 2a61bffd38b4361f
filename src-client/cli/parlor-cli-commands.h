/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli.h"

G_BEGIN_DECLS

void parlor_cli_command (ParlorCli  *cli,
                         const char *line);
void parlor_cli_write (ParlorCli          *cli,
                       ParlorConversation *conversation,
                       const char         *text);

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

/* For the commands themselves. */
void                parlor_cli_fail (ParlorCli  *cli,
                                     const char *format,
                                     ...) G_GNUC_PRINTF (2, 3);
ParlorConversation *parlor_cli_need_target (ParlorCli *cli);

void parlor_cli_command_image (ParlorCli *cli,
                               char     **arguments);
void parlor_cli_command_export (ParlorCli *cli,
                                char     **arguments);
void parlor_cli_command_invite_link (ParlorCli *cli,
                                     char     **arguments);
void parlor_cli_command_save (ParlorCli *cli,
                              char     **arguments);
void parlor_cli_command_list (ParlorCli *cli,
                              char     **arguments);
void parlor_cli_command_users (ParlorCli *cli,
                               char     **arguments);
void parlor_cli_command_history (ParlorCli *cli,
                                 char     **arguments);

G_END_DECLS
