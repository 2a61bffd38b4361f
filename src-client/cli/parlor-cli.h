/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli-graphics.h"
#include "parlor-cli-settings.h"
#include "parlor-cli-style.h"
#include "parlor-client.h"
#include "parlor-command.h"

G_BEGIN_DECLS

typedef struct _ParlorCli ParlorCli;

/**
 * ParlorCliStatus:
 * @PARLOR_CLI_STATUS_DONE: all was carried out, and the server has what was written
 * @PARLOR_CLI_STATUS_FAILED: something was refused or did not work
 * @PARLOR_CLI_STATUS_USAGE: the options make no sense
 * @PARLOR_CLI_STATUS_UNREACHABLE: there is no connection to the server, or not for long enough
 * @PARLOR_CLI_STATUS_NOT_SIGNED_IN: wrong name or password, or the server does not know this
 *   device any more
 * @PARLOR_CLI_STATUS_UNTRUSTED: nothing speaks for the server's certificate, or it has changed
 *
 * What the program exits with; `--help` and the manual tell.
 */
typedef enum {
  PARLOR_CLI_STATUS_DONE = 0,
  PARLOR_CLI_STATUS_FAILED = 1,
  PARLOR_CLI_STATUS_USAGE = 2,
  PARLOR_CLI_STATUS_UNREACHABLE = 3,
  PARLOR_CLI_STATUS_NOT_SIGNED_IN = 4,
  PARLOR_CLI_STATUS_UNTRUSTED = 5,
} ParlorCliStatus;

/**
 * ParlorCliOptions:
 * @to: (nullable): where lines without a command go
 * @link_to: (nullable): where a link leads
 * @last: (nullable): id of the conversation in which somebody at a terminal was last
 * @line: (nullable): the only line to carry out, instead of standard input
 * @history_path: (type filename) (nullable): where what was typed is kept
 * @is_json: print what the server sends, instead of lines for people
 * @is_following: stay after the end of input
 * @is_interactive: a person is typing: go on after a mistake
 * @leaves_at_qqq: `qqq` alone on a line ends the program
 * @color: when to use colours
 * @images: how to show images
 * @timeout_s: how long to wait for acknowledgements after the end of input
 */
typedef struct
{
  char               *to;
  char               *link_to;
  char               *last;
  char               *line;
  char               *history_path;
  gboolean            is_json;
  gboolean            is_following;
  gboolean            is_interactive;
  gboolean            leaves_at_qqq;
  ParlorCliWhen       color;
  ParlorCliImagesMode images;
  int                 timeout_s;
} ParlorCliOptions;

ParlorCliStatus parlor_cli_status_of_error (const GError *error);

ParlorCli *parlor_cli_new (ParlorClient           *client,
                           const ParlorCliOptions *options);
void       parlor_cli_free (ParlorCli *self);
void       parlor_cli_set_settings (ParlorCli         *self,
                                    ParlorCliSettings *settings);
void       parlor_cli_start (ParlorCli *self);
int        parlor_cli_run (ParlorCli *self);
void       parlor_cli_quit (ParlorCli *self);
void       parlor_cli_interrupt (ParlorCli *self);

/* For commands. */
void                parlor_cli_end (ParlorCli *self);
ParlorClient       *parlor_cli_get_client (ParlorCli *self);
ParlorConversation *parlor_cli_get_target (ParlorCli *self);
void                parlor_cli_set_target (ParlorCli          *self,
                                           ParlorConversation *conversation);
void                parlor_cli_print (ParlorCli  *self,
                                      const char *format,
                                      ...) G_GNUC_PRINTF (2, 3);
void                parlor_cli_print_outcome (ParlorCli                  *self,
                                              const ParlorCommandOutcome *outcome);
void                parlor_cli_print_json (ParlorCli  *self,
                                           const char *line);
void                parlor_cli_print_message (ParlorCli          *self,
                                              ParlorConversation *conversation,
                                              ParlorMessage      *message);
void                parlor_cli_write_raw (ParlorCli    *self,
                                          gconstpointer data,
                                          gsize         size);
void                parlor_cli_complain (ParlorCli    *self,
                                         const GError *error);
void                parlor_cli_watch (ParlorCli     *self,
                                      ParlorMessage *message);
void                parlor_cli_done (ParlorCli    *self,
                                     const GError *error);

G_END_DECLS
