/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one can type with a slash, for every frontend alike. */

#pragma once

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_COMMAND_ERROR (parlor_command_error_quark ())

typedef enum {
  PARLOR_COMMAND_ERROR_UNKNOWN,     /* there is no such command */
  PARLOR_COMMAND_ERROR_USAGE,       /* an argument is missing, too much, or makes no sense */
  PARLOR_COMMAND_ERROR_NOT_HERE,    /* not in this conversation, or not in this program */
  PARLOR_COMMAND_ERROR_NOT_ALLOWED, /* one's role does not suffice */
  PARLOR_COMMAND_ERROR_NOT_FOUND,   /* nobody and nothing of this name */
  PARLOR_COMMAND_ERROR_FAILED,
} ParlorCommandError;

typedef enum {
  PARLOR_ARGUMENT_NONE,           /* ends a list of arguments */
  PARLOR_ARGUMENT_LISTED,         /* name or id of a channel or group, which one need not be in */
  PARLOR_ARGUMENT_CONVERSATION,   /* #name or id of one that one is in */
  PARLOR_ARGUMENT_RECIPIENT,      /* that, or @name of a person */
  PARLOR_ARGUMENT_PERSON,         /* @name, or a nick that only one person has */
  PARLOR_ARGUMENT_MEMBER,         /* that, of somebody who is here */
  PARLOR_ARGUMENT_INVITATION,     /* name or id of a conversation that one is invited to */
  PARLOR_ARGUMENT_MESSAGE,        /* ^N: the Nth last one; =SEQ: the one with this number */
  PARLOR_ARGUMENT_OWN_MESSAGE,    /* that, counting one's own */
  PARLOR_ARGUMENT_OTHERS_MESSAGE, /* that, counting those of others */
  PARLOR_ARGUMENT_FILE_MESSAGE,   /* that, counting those with files; or an attachment's id */
  PARLOR_ARGUMENT_COMMAND,
  PARLOR_ARGUMENT_CHOICE, /* one of the words that its hint has between bars */
  PARLOR_ARGUMENT_EMOJI,
  PARLOR_ARGUMENT_NUMBER,
  PARLOR_ARGUMENT_DURATION, /* 90s, 10m, 2h, 7d, 4w */
  PARLOR_ARGUMENT_WORD,     /* or "several words" */
  PARLOR_ARGUMENT_PASSWORD, /* that, which nobody is to read later */
  PARLOR_ARGUMENT_NAME,     /* the rest of the line if it is the last one and is not quoted */
  PARLOR_ARGUMENT_FILE,     /* path, as a name is written */
  PARLOR_ARGUMENT_FOLDER,
  PARLOR_ARGUMENT_TEXT, /* the rest of the line as it is */
} ParlorArgumentKind;

/**
 * ParlorArgument:
 * @kind: what it is
 * @is_needed: whether it may not be left out
 * @hint: what it is called, to be translated, but for that of a choice
 */
typedef struct
{
  ParlorArgumentKind kind;
  gboolean           is_needed;
  const char        *hint;
} ParlorArgument;

/* Where a command can be used. */
typedef enum {
  PARLOR_COMMAND_ANYWHERE,
  PARLOR_COMMAND_IN_CONVERSATION, /* in any that one is in */
  PARLOR_COMMAND_IN_COMPANY,      /* in a channel or group */
} ParlorCommandPlace;

/* By whom. */
typedef enum {
  PARLOR_COMMAND_BY_ANYBODY,
  PARLOR_COMMAND_BY_SPEAKERS,   /* whom nobody has muted here */
  PARLOR_COMMAND_BY_WRITERS,    /* of those, who may write messages here */
  PARLOR_COMMAND_BY_MODERATORS, /* of this conversation; of a personal chat both */
  PARLOR_COMMAND_BY_ADMINS,     /* of the server */
} ParlorCommandRight;

typedef enum {
  PARLOR_COMMAND_ABOUT_MESSAGES,
  PARLOR_COMMAND_ABOUT_CONVERSATIONS,
  PARLOR_COMMAND_ABOUT_PEOPLE,
  PARLOR_COMMAND_ABOUT_ONESELF,
  PARLOR_COMMAND_ABOUT_PROGRAM,
  PARLOR_COMMAND_ABOUT_HABITS, /* other spellings, for those who are used to them */
  PARLOR_N_COMMAND_SECTIONS,
} ParlorCommandSection;

#define PARLOR_COMMAND_MAX_ARGUMENTS 3

typedef struct _ParlorCommandRun ParlorCommandRun;

/**
 * ParlorCommand:
 * @name: what follows the slash
 * @aliases: (nullable): other names, with spaces between them
 * @section: what it is about
 * @place: where it can be used
 * @right: by whom
 * @help: a sentence without a full stop, to be translated
 * @func: (nullable): carries it out; %NULL if only a frontend can
 * @arguments: what it takes, in order; none of kind %PARLOR_ARGUMENT_NONE comes before another
 */
typedef struct
{
  const char          *name;
  const char          *aliases;
  ParlorCommandSection section;
  ParlorCommandPlace   place;
  ParlorCommandRight   right;
  const char          *help;
  void (*func) (ParlorCommandRun *run);
  ParlorArgument arguments[PARLOR_COMMAND_MAX_ARGUMENTS + 1];
} ParlorCommand;

/**
 * ParlorCommandFrontend:
 * @names: (array zero-terminated=1): the commands that it has its own way for
 * @take: carries out what is one of them: returns whether it does, and calls
 *   parlor_command_run_end() then, at once or later; it is left to the core otherwise
 */
typedef struct
{
  const char *const *names;
  gboolean (*take) (ParlorCommandRun *run,
                    gpointer          user_data);
} ParlorCommandFrontend;

/**
 * ParlorCommandContext:
 * @client: who does it
 * @conversation: (nullable): where one is
 * @frontend: (nullable): what only the frontend can do
 * @frontend_data: for @frontend
 */
typedef struct
{
  ParlorClient                *client;
  ParlorConversation          *conversation;
  const ParlorCommandFrontend *frontend;
  gpointer                     frontend_data;
} ParlorCommandContext;

/**
 * ParlorCommandOutcome:
 * @lines: (element-type utf8): what to show, each to stand on a line of its own; what others
 *   wrote is in them as they wrote it
 * @cells: (element-type GStrv): for each line, what stands in its columns, or %NULL if it has none
 * @opened: (nullable): what to show from now on
 * @left: (nullable): what one is no longer in
 * @written: (nullable): a message that was put into the outbox
 */
typedef struct
{
  GPtrArray          *lines;
  GPtrArray          *cells;
  ParlorConversation *opened;
  ParlorConversation *left;
  ParlorMessage      *written;
} ParlorCommandOutcome;

/**
 * ParlorCommandPoint:
 * @command: (nullable): the command of the line; %NULL while its name is being typed, or if there
 *   is none
 * @argument: (nullable): what is being typed; %NULL for the name, or behind the last one
 * @start: where the word at the cursor begins, in bytes
 * @word: (owned): the word from there up to the cursor, without a quote before it
 *
 * What of a line is at the cursor.
 */
typedef struct
{
  const ParlorCommand  *command;
  const ParlorArgument *argument;
  gsize                 start;
  char                 *word;
} ParlorCommandPoint;

GQuark parlor_command_error_quark (void);

/* The table. */
guint                parlor_command_get_n_commands (void);
const ParlorCommand *parlor_command_get (guint position);
const ParlorCommand *parlor_command_find (const char *name);
const ParlorCommand *parlor_command_find_similar (const char *name);
const char          *parlor_command_get_section_title (ParlorCommandSection section);
const char          *parlor_command_get_help (const ParlorCommand *command);
char                *parlor_command_dup_usage (const ParlorCommand *command);
char                *parlor_argument_dup_usage (const ParlorArgument *argument);
char                *parlor_argument_dup_explanation (const ParlorArgument *argument);
gboolean             parlor_command_check (const ParlorCommand        *command,
                                           const ParlorCommandContext *context,
                                           GError                    **error);

/* Lines. */
gboolean    parlor_command_is_command (const char *line);
const char *parlor_command_get_text (const char *line);
const char *parlor_command_translate (const char *line,
                                      gboolean    leaves_at_qqq);
gboolean    parlor_command_is_known (const char *line);
gboolean    parlor_command_has_secret (const char *line);
gboolean    parlor_command_point_at (const char         *line,
                                     gsize               cursor,
                                     ParlorCommandPoint *ret_point);
gboolean    parlor_duration_parse (const char *text,
                                   gint64     *ret_ms);

/* Carrying them out. */
void                  parlor_command_run_async (const ParlorCommandContext *context,
                                                const char                 *line,
                                                GCancellable               *cancellable,
                                                GAsyncReadyCallback         callback,
                                                gpointer                    user_data);
ParlorCommandOutcome *parlor_command_run_finish (GAsyncResult *result,
                                                 GError      **error);
void                  parlor_command_outcome_free (ParlorCommandOutcome *outcome);

/* For who carries them out. */
const ParlorCommand *parlor_command_run_get_command (ParlorCommandRun *run);
const char          *parlor_command_run_get_argument (ParlorCommandRun *run,
                                                      guint             position);
ParlorConversation  *parlor_command_run_get_conversation (ParlorCommandRun *run);
ParlorMessage       *parlor_command_run_get_message (ParlorCommandRun *run);
void                 parlor_command_run_say (ParlorCommandRun *run,
                                             const char       *format,
                                             ...) G_GNUC_PRINTF (2, 3);
void                 parlor_command_run_say_qqq (ParlorCommandRun *run,
                                                 gboolean          is_on);
void                 parlor_command_run_fail_setting (ParlorCommandRun *run);
void                 parlor_command_run_note_cells (ParlorCommandRun *run,
                                                    ...) G_GNUC_NULL_TERMINATED;
void                 parlor_command_run_end (ParlorCommandRun *run,
                                             GError           *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorCommandOutcome, parlor_command_outcome_free)

G_END_DECLS
