/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What commands are called and explained with, and who may use them. */

#define G_LOG_DOMAIN "parlor-command"

#include "parlor-command-private.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (parlor_command_error, parlor_command_error)

/**
 * parlor_command_get_section_title:
 * @section: what commands are about
 *
 * Returns: a title for them
 */
const char *
parlor_command_get_section_title (ParlorCommandSection section)
{
  switch ((int) section) {
  case PARLOR_COMMAND_ABOUT_MESSAGES:
    return _ ("Messages");
  case PARLOR_COMMAND_ABOUT_CONVERSATIONS:
    return _ ("Conversations");
  case PARLOR_COMMAND_ABOUT_PEOPLE:
    return _ ("People");
  case PARLOR_COMMAND_ABOUT_ONESELF:
    /* Translators: commands about one's own name, status and the like */
    return _ ("Yourself");
  case PARLOR_COMMAND_ABOUT_PROGRAM:
    /* Translators: commands about this program: help, settings, leaving */
    return _ ("Program");
  case PARLOR_COMMAND_ABOUT_HABITS:
    /* Translators: commands that are there for who is used to another chat program */
    return _ ("As in Other Chats");
  case PARLOR_N_COMMAND_SECTIONS:
  default:
    return "";
  }
}

/**
 * parlor_command_get_help:
 * @command: a command
 *
 * Returns: what it does, in the person's language
 */
const char *
parlor_command_get_help (const ParlorCommand *command)
{
  g_return_val_if_fail (command != NULL, NULL);

  return _ (command->help);
}

static const char *
get_hint (const ParlorArgument *argument)
{
  return argument->kind == PARLOR_ARGUMENT_CHOICE ? argument->hint : _ (argument->hint);
}

/**
 * parlor_argument_dup_usage:
 * @argument: an argument
 *
 * Returns: (transfer full): what it is called, in brackets if it can be left out
 */
char *
parlor_argument_dup_usage (const ParlorArgument *argument)
{
  g_return_val_if_fail (argument != NULL, NULL);

  return g_strdup_printf (argument->is_needed ? "%s" : "[%s]", get_hint (argument));
}

/**
 * parlor_command_dup_usage:
 * @command: a command
 *
 * Returns: (transfer full): how it is written: `/join NAME [PASSWORD]`
 */
char *
parlor_command_dup_usage (const ParlorCommand *command)
{
  g_autoptr (GString) usage = NULL;

  g_return_val_if_fail (command != NULL, NULL);

  usage = g_string_new ("/");
  g_string_append (usage, command->name);
  for (guint i = 0; command->arguments[i].kind != PARLOR_ARGUMENT_NONE; i++) {
    g_autofree char *argument = parlor_argument_dup_usage (&command->arguments[i]);

    g_string_append_printf (usage, " %s", argument);
  }

  return g_strdup (usage->str);
}

static const char *
explain (ParlorArgumentKind kind)
{
  switch ((int) kind) {
  case PARLOR_ARGUMENT_LISTED:
    return _ ("Name of a channel or group");
  case PARLOR_ARGUMENT_CONVERSATION:
    return _ ("Name of a channel or group that you are in");
  case PARLOR_ARGUMENT_RECIPIENT:
    return _ ("@name of a person, or #name of a channel or group");
  case PARLOR_ARGUMENT_PERSON:
    return _ ("@name of a person");
  case PARLOR_ARGUMENT_MEMBER:
    return _ ("@name of somebody who is here");
  case PARLOR_ARGUMENT_INVITATION:
    return _ ("Where you are invited to");
  case PARLOR_ARGUMENT_MESSAGE:
  case PARLOR_ARGUMENT_OWN_MESSAGE:
  case PARLOR_ARGUMENT_OTHERS_MESSAGE:
  case PARLOR_ARGUMENT_FILE_MESSAGE:
    return _ ("Another than the newest one: ^2 is the one before");
  case PARLOR_ARGUMENT_COMMAND:
    return _ ("Name of a command");
  case PARLOR_ARGUMENT_CHOICE:
    return _ ("One of these words");
  case PARLOR_ARGUMENT_EMOJI:
    return _ ("An emoji, or its name: :tada:");
  case PARLOR_ARGUMENT_NUMBER:
    return _ ("A number");
  case PARLOR_ARGUMENT_DURATION:
    return _ ("Minutes, hours or days: 10m, 2h, 7d; without it, for good");
  case PARLOR_ARGUMENT_WORD:
    return _ ("A word, or \"several words\"");
  case PARLOR_ARGUMENT_PASSWORD:
    return _ ("A password, in quotes if it has spaces");
  case PARLOR_ARGUMENT_FILE:
    return _ ("Where the file is");
  case PARLOR_ARGUMENT_FOLDER:
    return _ ("Where the folder is");
  case PARLOR_ARGUMENT_NAME:
  case PARLOR_ARGUMENT_TEXT:
  case PARLOR_ARGUMENT_NONE:
  default:
    return _ ("The rest of the line");
  }
}

/**
 * parlor_argument_dup_explanation:
 * @argument: an argument
 *
 * Returns: (transfer full): a few words on what to write for it
 */
char *
parlor_argument_dup_explanation (const ParlorArgument *argument)
{
  g_return_val_if_fail (argument != NULL, NULL);

  return g_strdup (explain (argument->kind));
}

static gboolean
refuse (GError           **error,
        ParlorCommandError code,
        const char        *text)
{
  g_set_error_literal (error, PARLOR_COMMAND_ERROR, code, text);

  return FALSE;
}

static gboolean
check_place (ParlorCommandPlace  place,
             ParlorConversation *conversation,
             GError            **error)
{
  if (place == PARLOR_COMMAND_ANYWHERE)
    return TRUE;
  if (conversation == NULL)
    return refuse (error, PARLOR_COMMAND_ERROR_NOT_HERE,
                   _ ("No conversation is open. /join one first."));
  if (!parlor_conversation_is_member (conversation))
    return refuse (error, PARLOR_COMMAND_ERROR_NOT_HERE,
                   _ ("You are not in this conversation. /join it first."));
  if (place == PARLOR_COMMAND_IN_COMPANY &&
      parlor_conversation_get_kind (conversation) == PARLOR_CONVERSATION_PERSONAL)
    return refuse (error, PARLOR_COMMAND_ERROR_NOT_HERE,
                   _ ("This is for channels and groups, not for a personal chat."));

  return TRUE;
}

/* An administrator of the server is an owner of all that he is in. */
static gboolean
is_moderator (ParlorClient       *client,
              ParlorConversation *conversation)
{
  const ParlorConversationPacket *facts = parlor_conversation_get_facts (conversation);

  return parlor_conversation_get_kind (conversation) == PARLOR_CONVERSATION_PERSONAL ||
         facts->role >= PARLOR_ROLE_MODERATOR ||
         parlor_client_get_server_role (client) >= PARLOR_SERVER_ROLE_ADMIN;
}

/* How long one has to wait between messages is told when one sends. */
static gboolean
check_voice (ParlorConversation *conversation,
             ParlorCommandRight  right,
             GError            **error)
{
  gint64            until_ms;
  const ParlorVoice voice =
    parlor_conversation_get_voice (conversation, g_get_real_time () / 1000, &until_ms);

  if (voice == PARLOR_VOICE_ARCHIVED)
    return refuse (error, PARLOR_COMMAND_ERROR_NOT_ALLOWED,
                   _ ("Nobody can write here any more."));
  if (voice == PARLOR_VOICE_MUTED)
    return refuse (error, PARLOR_COMMAND_ERROR_NOT_ALLOWED,
                   _ ("You may only read here for now: a moderator has muted you."));
  if (voice == PARLOR_VOICE_READ_ONLY && right == PARLOR_COMMAND_BY_WRITERS)
    return refuse (error, PARLOR_COMMAND_ERROR_NOT_ALLOWED, _ ("Only moderators write here."));

  return TRUE;
}

/**
 * parlor_command_check:
 * @command: a command
 * @context: who would use it, and where
 * @error: return location for %PARLOR_COMMAND_ERROR_NOT_HERE or _NOT_ALLOWED
 *
 * Tells what is known here; the server may refuse what this allows.
 *
 * Returns: whether @command can be used
 */
gboolean
parlor_command_check (const ParlorCommand        *command,
                      const ParlorCommandContext *context,
                      GError                    **error)
{
  g_return_val_if_fail (command != NULL && context != NULL, FALSE);

  if (command->func == NULL &&
      (context->frontend == NULL ||
       !g_strv_contains (context->frontend->names, command->name))) {
    g_set_error (error, PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_NOT_HERE,
                 _ ("This program has no /%s."), command->name);
    return FALSE;
  }
  if (!check_place (command->place, context->conversation, error))
    return FALSE;

  switch ((int) command->right) {
  case PARLOR_COMMAND_BY_SPEAKERS:
  case PARLOR_COMMAND_BY_WRITERS:
    return check_voice (context->conversation, command->right, error);
  case PARLOR_COMMAND_BY_MODERATORS:
    return is_moderator (context->client, context->conversation) ||
           refuse (error, PARLOR_COMMAND_ERROR_NOT_ALLOWED, _ ("This takes a moderator."));
  case PARLOR_COMMAND_BY_ADMINS:
    return parlor_client_get_server_role (context->client) >= PARLOR_SERVER_ROLE_ADMIN ||
           refuse (error, PARLOR_COMMAND_ERROR_NOT_ALLOWED,
                   _ ("This takes an administrator of the server."));
  case PARLOR_COMMAND_BY_ANYBODY:
  default:
    return TRUE;
  }
}
