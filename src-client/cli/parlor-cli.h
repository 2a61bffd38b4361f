/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-client.h"

G_BEGIN_DECLS

typedef struct _ParlorCli ParlorCli;

/**
 * ParlorCliOptions:
 * @to: (nullable): where lines without a command go
 * @line: (nullable): the only line to carry out, instead of standard input
 * @is_json: print what the server sends, instead of lines for people
 * @is_following: stay after the end of input
 * @is_interactive: a person is typing: go on after a mistake
 * @timeout_s: how long to wait for acknowledgements after the end of input
 */
typedef struct
{
  char    *to;
  char    *line;
  gboolean is_json;
  gboolean is_following;
  gboolean is_interactive;
  int      timeout_s;
} ParlorCliOptions;

ParlorCli *parlor_cli_new (ParlorClient           *client,
                           const ParlorCliOptions *options);
void       parlor_cli_free (ParlorCli *self);
void       parlor_cli_start (ParlorCli *self);
int        parlor_cli_run (ParlorCli *self);
void       parlor_cli_quit (ParlorCli *self);

/* For commands. */
void                parlor_cli_end (ParlorCli *self);
ParlorClient       *parlor_cli_get_client (ParlorCli *self);
ParlorConversation *parlor_cli_get_target (ParlorCli *self);
void                parlor_cli_set_target (ParlorCli          *self,
                                           ParlorConversation *conversation);
void                parlor_cli_print (ParlorCli  *self,
                                      const char *format,
                                      ...) G_GNUC_PRINTF (2, 3);
void                parlor_cli_watch (ParlorCli     *self,
                                      ParlorMessage *message);
void                parlor_cli_done (ParlorCli    *self,
                                     const GError *error);

G_END_DECLS
