/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one can type.  Each command ends, now or later, with parlor_cli_done(). */

#define G_LOG_DOMAIN "parlor-cli-commands"

#include "parlor-cli-commands.h"

#include "parlor-cli-print.h"

#include <glib/gi18n.h>

#define HISTORY_DEFAULT_ITEMS 20
#define FIND_TIMEOUT_MS 5000

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

static void
fail (ParlorCli  *cli,
      const char *format,
      ...) G_GNUC_PRINTF (2, 3);

static void
fail (ParlorCli  *cli,
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

/* The conversation that lines go to, or NULL after having said what to do. */
static ParlorConversation *
need_target (ParlorCli *cli)
{
  ParlorConversation *target = parlor_cli_get_target (cli);

  if (target == NULL)
    fail (cli, _ ("No conversation is open. Say --to NAME, or /join one."));

  return target;
}

/* Finding a conversation or a person; the list of people may still be on its
 * way. */
typedef struct
{
  ParlorCli     *cli;
  char          *name;
  ParlorCliFound func;
  gpointer       user_data;
  gulong         handler;
  guint          timeout;
} Finding;

static void
finish_finding (Finding            *finding,
                ParlorConversation *conversation,
                const GError       *error)
{
  if (finding->handler != 0)
    g_signal_handler_disconnect (parlor_client_get_people (parlor_cli_get_client (finding->cli)),
                                 finding->handler);
  g_clear_handle_id (&finding->timeout, g_source_remove);
  finding->func (finding->cli, conversation, error, finding->user_data);
  g_free (finding->name);
  g_free (finding);
}

static ParlorConversation *
find_now (ParlorClient *client,
          const char   *name)
{
  ParlorConversation *conversation = NULL;
  ParlorAccount      *account;

  if (*name != '@')
    conversation = parlor_client_find_conversation (client, name);
  if (conversation != NULL || *name == '#')
    return conversation;

  account = parlor_client_find_account (client, name);

  return account != NULL ? parlor_client_open_personal (client, account) : NULL;
}

static void
on_people_changed (GListModel *people,
                   guint       position,
                   guint       n_removed,
                   guint       n_added,
                   gpointer    user_data)
{
  Finding            *finding = user_data;
  ParlorConversation *found = find_now (parlor_cli_get_client (finding->cli), finding->name);

  if (found != NULL)
    finish_finding (finding, found, NULL);
}

static gboolean
on_find_timeout (gpointer user_data)
{
  Finding           *finding = user_data;
  g_autoptr (GError) error = NULL;

  finding->timeout = 0;
  g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               _ ("You are in no conversation called “%s”, and nobody has this name."),
               finding->name);
  finish_finding (finding, NULL, error);

  return G_SOURCE_REMOVE;
}

/**
 * parlor_cli_find:
 * @cli: the program
 * @name: `#name` or id of a conversation, `@name` of a person, or a name alone
 * @func: told what was found, now or within some seconds
 * @user_data: for @func
 */
void
parlor_cli_find (ParlorCli     *cli,
                 const char    *name,
                 ParlorCliFound func,
                 gpointer       user_data)
{
  ParlorConversation *found = find_now (parlor_cli_get_client (cli), name);
  Finding            *finding = g_new0 (Finding, 1);

  *finding = (Finding){ cli, g_strdup (name), func, user_data, 0, 0 };
  if (found != NULL) {
    finish_finding (finding, found, NULL);
    return;
  }

  finding->handler = g_signal_connect (parlor_client_get_people (parlor_cli_get_client (cli)),
                                       "items-changed", G_CALLBACK (on_people_changed), finding);
  finding->timeout = g_timeout_add (FIND_TIMEOUT_MS, on_find_timeout, finding);
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
    fail (
      cli,
      _ ("One creates a channel or a group: /create channel NAME, or /create group NAME PASSWORD"));
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
  ParlorConversation *target = need_target (cli);
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
on_file_sent (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  ParlorMessage     *message =
    parlor_conversation_send_file_finish (PARLOR_CONVERSATION (source), result, &error);

  if (message != NULL)
    parlor_cli_watch (user_data, message);
  parlor_cli_done (user_data, error);
}

static void
on_file_read (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  ParlorCli          *cli = user_data;
  ParlorConversation *target = parlor_cli_get_target (cli);
  g_autofree char    *name = g_file_get_basename (G_FILE (source));
  g_autoptr (GError)  error = NULL;
  g_autoptr (GBytes)  content = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (content == NULL)
    parlor_cli_done (cli, error);
  else
    parlor_conversation_send_file_async (target, content, name, NULL, NULL, on_file_sent, cli);
}

static void
command_image (ParlorCli *cli,
               char     **arguments)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (arguments[0]);

  if (need_target (cli) != NULL)
    g_file_load_bytes_async (file, NULL, on_file_read, cli);
}

/* Finds, among what was shown, the attachment with @id. */
static ParlorAttachment *
find_attachment (ParlorConversation *conversation,
                 const char         *id)
{
  GListModel *timeline = G_LIST_MODEL (parlor_conversation_get_timeline (conversation));

  for (guint i = 0; i < g_list_model_get_n_items (timeline); i++) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (timeline, i);
    ParlorAttachment         *attachment = parlor_message_get_attachment (message);

    if (attachment != NULL && g_strcmp0 (parlor_attachment_get_id (attachment), id) == 0)
      return attachment;
  }

  return NULL;
}

static ParlorAttachment *
find_attachment_anywhere (ParlorCli  *cli,
                          const char *id)
{
  GListModel *conversations = parlor_client_get_conversations (parlor_cli_get_client (cli));

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++) {
    g_autoptr (ParlorConversation) conversation = g_list_model_get_item (conversations, i);
    ParlorAttachment              *found = find_attachment (conversation, id);

    if (found != NULL)
      return found;
  }

  return NULL;
}

typedef struct
{
  ParlorCli        *cli;
  ParlorAttachment *attachment;
  char             *path;
  gulong            handler;
} Saving;

static void
finish_saving (Saving       *saving,
               const GError *error)
{
  ParlorCli *cli = saving->cli;

  g_clear_signal_handler (&saving->handler, saving->attachment);
  g_object_unref (saving->attachment);
  g_free (saving->path);
  g_free (saving);
  parlor_cli_done (cli, error);
}

static void
copy_to_path (Saving *saving)
{
  g_autoptr (GFile)  from = g_file_new_for_path (parlor_attachment_get_path (saving->attachment));
  g_autoptr (GFile)  to = g_file_new_for_commandline_arg (saving->path);
  g_autoptr (GError) error = NULL;

  g_file_copy (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  finish_saving (saving, error);
}

static void
check_transfer (Saving *saving)
{
  ParlorTransferState state = parlor_attachment_get_state (saving->attachment);
  g_autoptr (GError)  error = NULL;

  if (state == PARLOR_TRANSFER_LOCAL) {
    copy_to_path (saving);
  } else if (state == PARLOR_TRANSFER_FAILED) {
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         _ ("The file could not be fetched."));
    finish_saving (saving, error);
  } else if (saving->handler == 0) {
    saving->handler = g_signal_connect_swapped (saving->attachment, "notify::state",
                                                G_CALLBACK (check_transfer), saving);
  }
}

static void
command_save (ParlorCli *cli,
              char     **arguments)
{
  ParlorAttachment *attachment = find_attachment_anywhere (cli, arguments[0]);
  Saving           *saving;

  if (attachment == NULL) {
    fail (cli, _ ("No attachment “%s” was seen. /history shows earlier ones."), arguments[0]);
    return;
  }

  saving = g_new0 (Saving, 1);
  saving->cli = cli;
  saving->attachment = g_object_ref (attachment);
  saving->path = g_strdup (arguments[1]);
  parlor_client_fetch (parlor_cli_get_client (cli), attachment);
  check_transfer (saving);
}

static void
print_listing (ParlorCli                 *cli,
               const ParlorListingPacket *listing)
{
  g_autofree char *name = parlor_cli_clean (listing->name);
  g_autofree char *topic = parlor_cli_clean (listing->topic != NULL ? listing->topic : "");

  parlor_cli_print (cli, "#%s  %s%s%s%s%s", name,
                    listing->kind == PARLOR_CONVERSATION_GROUP ? _ ("group") : _ ("channel"),
                    listing->has_password ? _ (", password") : "",
                    listing->joined ? _ (", joined") : "", *topic != '\0' ? "  " : "", topic);
}

static void on_directory_page (GObject      *source,
                               GAsyncResult *result,
                               gpointer      user_data);

static void
ask_directory (ParlorCli  *cli,
               const char *after)
{
  ParlorDirectoryPacket *packet = parlor_packet_new (PARLOR_PACKET_DIRECTORY);

  packet->after = g_strdup (after);
  parlor_client_request_async (parlor_cli_get_client (cli), PARLOR_PACKET_DIRECTORY, packet, NULL,
                               on_directory_page, cli);
}

static void
on_directory_page (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  ParlorCli                 *cli = user_data;
  g_autoptr (GError)         error = NULL;
  ParlorPacketType           type;
  ParlorDirectoryPagePacket *page =
    parlor_client_request_finish (PARLOR_CLIENT (source), result, &type, &error);
  guint n_found = page != NULL ? page->conversations->len : 0;

  for (guint i = 0; i < n_found; i++)
    print_listing (cli, page->conversations->pdata[i]);

  if (page == NULL || page->complete || n_found == 0)
    parlor_cli_done (cli, error);
  else
    ask_directory (cli, ((ParlorListingPacket *) page->conversations->pdata[n_found - 1])->name);

  if (page != NULL)
    parlor_packet_free (type, page);
}

static void
command_list (ParlorCli *cli,
              char     **arguments)
{
  ask_directory (cli, NULL);
}

static void
print_person (ParlorCli     *cli,
              ParlorAccount *account)
{
  g_autofree char *nick = parlor_cli_clean (parlor_account_get_nick (account));

  parlor_cli_print (
    cli, "@%s  %s  %s", parlor_account_get_name (account), nick,
    parlor_account_get_presence (account) == PARLOR_PRESENCE_ONLINE ? _ ("online") : _ ("offline"));
}

static void
on_members_loaded (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  ParlorCli             *cli = user_data;
  g_autoptr (GError)     error = NULL;
  g_autoptr (GListModel) members =
    parlor_conversation_load_members_finish (PARLOR_CONVERSATION (source), result, &error);

  for (guint i = 0; members != NULL && i < g_list_model_get_n_items (members); i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (members, i);

    print_person (cli, account);
  }
  parlor_cli_done (cli, error);
}

static void
command_users (ParlorCli *cli,
               char     **arguments)
{
  ParlorConversation *target = parlor_cli_get_target (cli);
  GListModel         *people = parlor_client_get_people (parlor_cli_get_client (cli));

  if (target != NULL) {
    parlor_conversation_load_members_async (target, NULL, on_members_loaded, cli);
    return;
  }

  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (people, i);

    print_person (cli, account);
  }
  parlor_cli_done (cli, NULL);
}

typedef struct
{
  ParlorCli          *cli;
  ParlorConversation *conversation;
  guint               n_wanted;
} Reading;

static void
print_history (Reading *reading)
{
  GListModel *timeline = G_LIST_MODEL (parlor_conversation_get_timeline (reading->conversation));
  guint       n_items = g_list_model_get_n_items (timeline);

  for (guint i = n_items - MIN (n_items, reading->n_wanted); i < n_items; i++) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (timeline, i);
    g_autofree char          *line = parlor_cli_describe_message (reading->conversation, message);

    parlor_cli_print (reading->cli, "%s", line);
  }
}

static void
finish_reading (Reading      *reading,
                const GError *error)
{
  ParlorCli *cli = reading->cli;

  if (error == NULL)
    print_history (reading);
  g_object_unref (reading->conversation);
  g_free (reading);
  parlor_cli_done (cli, error);
}

static void read_more (Reading *reading);

static void
on_older_loaded (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  int                n_loaded =
    parlor_timeline_load_older_finish (PARLOR_TIMELINE (source), result, &error);

  if (n_loaded > 0)
    read_more (user_data);
  else
    finish_reading (user_data, error);
}

static void
read_more (Reading *reading)
{
  ParlorTimeline *timeline = parlor_conversation_get_timeline (reading->conversation);
  guint           n_items = g_list_model_get_n_items (G_LIST_MODEL (timeline));

  if (n_items >= reading->n_wanted || parlor_timeline_is_complete (timeline))
    finish_reading (reading, NULL);
  else
    parlor_timeline_load_older_async (timeline, reading->n_wanted - n_items, NULL, on_older_loaded,
                                      reading);
}

static void
command_history (ParlorCli *cli,
                 char     **arguments)
{
  ParlorConversation *target = need_target (cli);
  guint64             n_wanted = HISTORY_DEFAULT_ITEMS;
  Reading            *reading;

  if (target == NULL)
    return;
  if (arguments[0] != NULL &&
      !g_ascii_string_to_unsigned (arguments[0], 10, 1, 100000, &n_wanted, NULL)) {
    fail (cli, _ ("“%s” is not a number of messages."), arguments[0]);
    return;
  }

  reading = g_new0 (Reading, 1);
  reading->cli = cli;
  reading->conversation = g_object_ref (target);
  reading->n_wanted = n_wanted;
  read_more (reading);
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
  { "leave", "", N_ ("Leave the conversation"),
    0, 0, LAST_WORD, command_leave },
  { "create", N_ ("channel|group NAME [PASSWORD]"), N_ ("Make a channel or group"),
    2, 3, LAST_WORD, command_create },
  { "msg", N_ ("NAME TEXT"), N_ ("Write to a person or conversation"),
    2, 2, LAST_TEXT, command_msg },
  { "image", N_ ("FILE"), N_ ("Send an image or another file"),
    1, 1, LAST_NAME, command_image },
  { "save", N_ ("ATTACHMENT FILE"), N_ ("Save an attachment"),
    2, 2, LAST_NAME, command_save },
  { "list", "", N_ ("Show channels and groups"),
    0, 0, LAST_WORD, command_list },
  { "users", "", N_ ("Show who is in the conversation"),
    0, 0, LAST_WORD, command_users },
  { "history", N_ ("[N]"), N_ ("Show the last messages"),
    0, 1, LAST_WORD, command_history },
  { "nick", N_ ("NICK"), N_ ("Change the name that others see"),
    1, 1, LAST_NAME, command_nick },
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
      fail (cli, _ ("Usage: /%s %s"), name,
            *command->arguments != '\0' ? _ (command->arguments) : "");
    else
      command->func (cli, arguments);
    return;
  }

  fail (cli, _ ("There is no command /%s. /help shows all."), name);
}
