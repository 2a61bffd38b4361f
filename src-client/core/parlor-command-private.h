/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files parlor-command-*.c have in common: -table.c is the table, -line.c takes lines
 * apart, -find.c finds what names mean, -run.c carries out, and each of the others has the
 * commands of one theme. */

#pragma once

#include "parlor-client-private.h"
#include "parlor-command.h"

G_BEGIN_DECLS

/* One line that is being carried out.  Who does that ends it, once, with
 * parlor_command_run_end(). */
struct _ParlorCommandRun
{
  GTask                *task;
  const ParlorCommand  *command;
  ParlorClient         *client;
  ParlorConversation   *conversation;                            /* where one is, or NULL */
  char                 *arguments[PARLOR_COMMAND_MAX_ARGUMENTS]; /* NULL where left out */
  ParlorCommandOutcome *outcome;

  const ParlorCommandFrontend *frontend;
  gpointer                     frontend_data;

  /* What the arguments mean; NULL where there is no such argument. */
  ParlorConversation *named;   /* conversation or recipient */
  ParlorAccount      *account; /* person or member */
  ParlorMessage      *message;
};

/* parlor-command-line.c */
const ParlorCommand *parlor_command_take_name (const char **rest,
                                               char       **ret_name);
gboolean             parlor_command_split (const ParlorCommand *command,
                                           const char          *rest,
                                           char               **ret_arguments,
                                           GError             **error);
gboolean             parlor_which_parse (const char *text,
                                         gint64     *ret_back,
                                         gint64     *ret_seq);
GError              *parlor_command_error_usage (const ParlorCommand *command,
                                                 const char          *what);

/* parlor-command-find.c */
void parlor_command_find_arguments_async (ParlorCommandRun   *run,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);

/* parlor-command-message.c */
void parlor_command_find_message (ParlorCommandRun     *run,
                                  const ParlorArgument *argument,
                                  const char           *which,
                                  GTask                *task);

/* parlor-command-run.c */
void parlor_command_run_fail (ParlorCommandRun  *run,
                              ParlorCommandError code,
                              const char        *format,
                              ...) G_GNUC_PRINTF (3, 4);
void parlor_command_run_fail_duration (ParlorCommandRun *run,
                                       const char       *text);
void parlor_command_run_miss (ParlorCommandRun *run,
                              guint             position);
void parlor_command_run_request (ParlorCommandRun *run,
                                 ParlorPacketType  type,
                                 gpointer          packet);
void parlor_command_run_write (ParlorCommandRun        *run,
                               ParlorConversation      *conversation,
                               const ParlorMessageBody *body);

#define PARLOR_COMMAND_FUNC(name) void parlor_command_##name (ParlorCommandRun *run)

/* parlor-command-conversations.c */
PARLOR_COMMAND_FUNC (list);
PARLOR_COMMAND_FUNC (join);
PARLOR_COMMAND_FUNC (leave);
PARLOR_COMMAND_FUNC (create);
PARLOR_COMMAND_FUNC (create_group);
PARLOR_COMMAND_FUNC (create_channel);
PARLOR_COMMAND_FUNC (decline);
PARLOR_COMMAND_FUNC (topic);
PARLOR_COMMAND_FUNC (mark);
PARLOR_COMMAND_FUNC (invite_link);

/* parlor-command-people.c */
PARLOR_COMMAND_FUNC (users);
PARLOR_COMMAND_FUNC (who);
PARLOR_COMMAND_FUNC (invite);
PARLOR_COMMAND_FUNC (kick);
PARLOR_COMMAND_FUNC (ban);
PARLOR_COMMAND_FUNC (unban);
PARLOR_COMMAND_FUNC (mute);
PARLOR_COMMAND_FUNC (unmute);
PARLOR_COMMAND_FUNC (block);
PARLOR_COMMAND_FUNC (unblock);

/* parlor-command-messages.c */
PARLOR_COMMAND_FUNC (me);
PARLOR_COMMAND_FUNC (msg);
PARLOR_COMMAND_FUNC (reply);
PARLOR_COMMAND_FUNC (edit);
PARLOR_COMMAND_FUNC (delete);
PARLOR_COMMAND_FUNC (react);
PARLOR_COMMAND_FUNC (pin);
PARLOR_COMMAND_FUNC (unpin);
PARLOR_COMMAND_FUNC (search);
PARLOR_COMMAND_FUNC (broadcast);

/* parlor-command-files.c */
PARLOR_COMMAND_FUNC (send_file);
PARLOR_COMMAND_FUNC (save);

/* parlor-command-export.c */
PARLOR_COMMAND_FUNC (export);

/* parlor-command-oneself.c */
PARLOR_COMMAND_FUNC (nick);
PARLOR_COMMAND_FUNC (status);
PARLOR_COMMAND_FUNC (away);
PARLOR_COMMAND_FUNC (back);

/* parlor-command-help.c */
PARLOR_COMMAND_FUNC (help);

#undef PARLOR_COMMAND_FUNC

G_END_DECLS
