/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one can type.  Each command ends, now or later, with parlor_cli_done(). */

#define G_LOG_DOMAIN "parlor-cli-commands"

#include "parlor-cli-commands.h"

#include "parlor-cli-print.h"

#include <glib/gi18n.h>

/* What the last argument of a command may be, besides a word or "quoted words". */
typedef enum {
  LAST_WORD,
  LAST_NAME, /* the rest of the line, unless it is quoted */
  LAST_TEXT, /* the rest of the line, as it is */
} LastWord;

typedef struct
{
  const char *name;
  const char *arguments;
  const char *help;
  guint       min_arguments;
  guint       max_arguments;
  LastWord    last;
  void (*func) (ParlorCli *cli,
                char     **arguments); /* NULL-terminated */
} Command;

/**
 * parlor_cli_fail:
 * @cli: the program
 * @format: see printf(): what went wrong and what to do
 * @...: see printf()
 *
 * Ends a command that could not be carried out.
 */
void
parlor_cli_fail (ParlorCli  *cli,
                 const char *format,
                 ...)
{
  g_autoptr (GError) error = NULL;
  va_list            arguments;

  va_start (arguments, format);
  error = g_error_new_valist (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, format, arguments);
  va_end (arguments);
  parlor_cli_done (cli, error);
}

/**
 * parlor_cli_need_target:
 * @cli: the program
 *
 * Returns: (transfer none) (nullable): where lines go; %NULL after the command
 *   was ended, since none is open
 */
ParlorConversation *
parlor_cli_need_target (ParlorCli *cli)
{
  ParlorConversation *target = parlor_cli_get_target (cli);

  if (target == NULL)
    parlor_cli_fail (cli, _ ("No conversation is open. Say --to NAME, or /join one."));

  return target;
}

/**
 * parlor_cli_write:
 * @cli: the program
 * @conversation: where to
 * @text: what
 *
 * Puts a message into the outbox and ends the command.
 */
void
parlor_cli_write (ParlorCli          *cli,
                  ParlorConversation *conversation,
                  const char         *text)
{
  g_autoptr (GError) error = NULL;
  ParlorMessage     *message = parlor_conversation_send_text (conversation, text, &error);

  if (message != NULL)
    parlor_cli_watch (cli, message);
  parlor_cli_done (cli, error);
}

static void
on_entered (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ParlorCli          *cli = user_data;
  g_autoptr (GError)  error = NULL;
  ParlorConversation *conversation =
    parlor_client_enter_finish (PARLOR_CLIENT (source), result, &error);

  if (conversation != NULL) {
    g_autofree char *name = parlor_cli_describe_conversation (conversation);

    parlor_cli_set_target (cli, conversation);
    parlor_cli_print (cli, _ ("You are in %s now."), name);
  }
  parlor_cli_done (cli, error);
}

static void
command_join (ParlorCli *cli,
              char     **arguments)
{
  parlor_client_join_async (parlor_cli_get_client (cli), arguments[0], arguments[1], NULL,
                            on_entered, cli);
}

static void
command_create (ParlorCli *cli,
                char     **arguments)
{
  ParlorConversationKind kind = PARLOR_CONVERSATION_UNKNOWN;

  if (g_str_equal (arguments[0], "channel"))
    kind = PARLOR_CONVERSATION_CHANNEL;
  else if (g_str_equal (arguments[0], "group"))
    kind = PARLOR_CONVERSATION_GROUP;

  if (kind == PARLOR_CONVERSATION_UNKNOWN)
    parlor_cli_fail (cli, _ ("One creates a channel or a group: /create channel NAME, "
                             "or /create group NAME PASSWORD"));
  else
    parlor_client_create_async (parlor_cli_get_client (cli), kind, arguments[1], arguments[2], NULL,
                                on_entered, cli);
}

static void
on_ok (GObject      *source,
       GAsyncResult *result,
       gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  ParlorPacketType   type;
  gpointer           answer =
    parlor_client_request_finish (PARLOR_CLIENT (source), result, &type, &error);

  if (answer != NULL)
    parlor_packet_free (type, answer);
  parlor_cli_done (user_data, error);
}

static void
command_leave (ParlorCli *cli,
               char     **arguments)
{
  ParlorConversation *target = parlor_cli_need_target (cli);
  ParlorLeavePacket  *packet;

  if (target == NULL)
    return;

  packet = parlor_packet_new (PARLOR_PACKET_LEAVE);
  packet->conversation = g_strdup (parlor_conversation_get_id (target));
  parlor_cli_set_target (cli, NULL);
  parlor_client_request_async (parlor_cli_get_client (cli), PARLOR_PACKET_LEAVE, packet, NULL,
                               on_ok, cli);
}

static void
on_declined (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  parlor_client_decline_finish (PARLOR_CLIENT (source), result, &error);
  parlor_cli_done (user_data, error);
}

static void
command_decline (ParlorCli *cli,
                 char     **arguments)
{
  parlor_client_decline_async (parlor_cli_get_client (cli), arguments[0], NULL, on_declined, cli);
}

static void
command_nick (ParlorCli *cli,
              char     **arguments)
{
  ParlorSetNickPacket *packet = parlor_packet_new (PARLOR_PACKET_SET_NICK);

  packet->nick = g_strdup (arguments[0]);
  parlor_client_request_async (parlor_cli_get_client (cli), PARLOR_PACKET_SET_NICK, packet, NULL,
                               on_ok, cli);
}

static void
on_recipient_found (ParlorCli          *cli,
                    ParlorConversation *conversation,
                    const GError       *error,
                    gpointer            user_data)
{
  g_autofree char *text = user_data;

  if (conversation != NULL)
    parlor_cli_write (cli, conversation, text);
  else
    parlor_cli_done (cli, error);
}

static void
command_msg (ParlorCli *cli,
             char     **arguments)
{
  parlor_cli_find (cli, arguments[0], on_recipient_found, g_strdup (arguments[1]));
}

static void
command_quit (ParlorCli *cli,
              char     **arguments)
{
  parlor_cli_end (cli);
}

static void command_help (ParlorCli *cli,
                          char     **arguments);

/* clang-format off */
static const Command commands[] = {
  { "join", N_ ("NAME [PASSWORD]"), N_ ("Enter a channel or group"),
    1, 2, LAST_WORD, command_join },
  { "decline", N_ ("ID"), N_ ("Decline an invitation"),
    1, 1, LAST_WORD, command_decline },
  { "leave", "", N_ ("Leave the conversation"),
    0, 0, LAST_WORD, command_leave },
  { "create", N_ ("channel|group NAME [PASSWORD]"), N_ ("Make a channel or group"),
    2, 3, LAST_WORD, command_create },
  { "msg", N_ ("NAME TEXT"), N_ ("Write to a person or conversation"),
    2, 2, LAST_TEXT, command_msg },
  { "image", N_ ("FILE"), N_ ("Send an image or another file"),
    1, 1, LAST_NAME, parlor_cli_command_image },
  { "save", N_ ("ATTACHMENT FILE"), N_ ("Save an attachment"),
    2, 2, LAST_NAME, parlor_cli_command_save },
  { "list", "", N_ ("Show channels and groups"),
    0, 0, LAST_WORD, parlor_cli_command_list },
  { "users", "", N_ ("Show who is in the conversation"),
    0, 0, LAST_WORD, parlor_cli_command_users },
  { "history", N_ ("[N]"), N_ ("Show the last messages"),
    0, 1, LAST_WORD, parlor_cli_command_history },
  { "nick", N_ ("NICK"), N_ ("Change the name that others see"),
    1, 1, LAST_NAME, command_nick },
  { "invite-link", N_ ("[USES]"), N_ ("Make a link by which people can make an account"),
    0, 1, LAST_WORD, parlor_cli_command_invite_link },
  { "export", N_ ("FOLDER"), N_ ("Fetch all that the server keeps of you"),
    1, 1, LAST_NAME, parlor_cli_command_export },
  { "help", "", N_ ("Show the commands"),
    0, 0, LAST_WORD, command_help },
  { "quit", "", N_ ("End the program"),
    0, 0, LAST_WORD, command_quit },
};
/* clang-format on */

static void
command_help (ParlorCli *cli,
              char     **arguments)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    const char      *words = *commands[i].arguments != '\0' ? _ (commands[i].arguments) : "";
    g_autofree char *usage = g_strdup_printf ("/%s %s", commands[i].name, words);

    parlor_cli_print (cli, "%-40s %s", usage, _ (commands[i].help));
  }
  parlor_cli_print (
    cli, _ ("Anything else is a message. Put a name with spaces into \"quotes\". A message "
            "that begins with a slash is written with two."));
  parlor_cli_done (cli, NULL);
}

/* Takes the next word off @rest; one in quotes may hold spaces. */
static char *
next_word (const char **rest)
{
  const char *begin = *rest + strspn (*rest, " ");
  const char *end = begin + strcspn (begin, " ");
  const char *quote = *begin == '"' ? strchr (begin + 1, '"') : NULL;

  if (quote != NULL) {
    *rest = quote + 1;
    return g_strndup (begin + 1, quote - begin - 1);
  }

  *rest = end;

  return g_strndup (begin, end - begin);
}

static gboolean
takes_rest (LastWord    last,
            const char *rest)
{
  return last == LAST_TEXT || (last == LAST_NAME && rest[strspn (rest, " ")] != '"');
}

/* Cuts @rest into arguments; one too many tells that there are more. */
static char **
split_arguments (const Command *command,
                 const char    *rest)
{
  GPtrArray *words = g_ptr_array_new ();

  while (rest[strspn (rest, " ")] != '\0' && words->len <= command->max_arguments) {
    if (words->len + 1 == command->max_arguments && takes_rest (command->last, rest)) {
      g_ptr_array_add (words, g_strdup (rest + strspn (rest, " ")));
      rest = "";
    } else {
      g_ptr_array_add (words, next_word (&rest));
    }
  }
  g_ptr_array_add (words, NULL);

  return (char **) g_ptr_array_free (words, FALSE);
}

/**
 * parlor_cli_command:
 * @cli: the program
 * @line: what was typed, beginning with a slash
 *
 * Carries out a command; parlor_cli_done() is called when it is.
 */
void
parlor_cli_command (ParlorCli  *cli,
                    const char *line)
{
  const char      *rest = line + 1;
  g_autofree char *name = next_word (&rest);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    const Command *command = &commands[i];
    g_auto (GStrv) arguments = NULL;

    if (!g_str_equal (command->name, name))
      continue;

    arguments = split_arguments (command, rest);
    if (g_strv_length (arguments) < command->min_arguments ||
        g_strv_length (arguments) > command->max_arguments)
      parlor_cli_fail (cli, _ ("Usage: /%s %s"), name,
                       *command->arguments != '\0' ? _ (command->arguments) : "");
    else
      command->func (cli, arguments);
    return;
  }

  parlor_cli_fail (cli, _ ("There is no command /%s. /help shows all."), name);
}
