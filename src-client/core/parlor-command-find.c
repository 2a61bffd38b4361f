/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding what arguments mean: people and conversations. */

#define G_LOG_DOMAIN "parlor-command"

#include "parlor-command-private.h"

#include "parlor-names.h"

#include <glib/gi18n.h>

/* What is looked for, one argument after another. */
typedef struct
{
  ParlorCommandRun *run;
  guint             position; /* of the argument */
} Finding;

static void find_argument (GTask *task);

static const char *
get_word (GTask *task)
{
  Finding *finding = g_task_get_task_data (task);

  return finding->run->arguments[finding->position];
}

static ParlorArgumentKind
get_kind (GTask *task)
{
  Finding *finding = g_task_get_task_data (task);

  return finding->run->command->arguments[finding->position].kind;
}

/* Takes @task. */
static void
find_next (GTask *task)
{
  Finding *finding = g_task_get_task_data (task);

  finding->position++;
  find_argument (task);
}

/* Takes @task. */
static void
take_account (GTask         *task,
              ParlorAccount *account)
{
  ParlorCommandRun *run = ((Finding *) g_task_get_task_data (task))->run;

  g_set_object (&run->account, account);
  if (get_kind (task) == PARLOR_ARGUMENT_RECIPIENT)
    g_set_object (&run->named, parlor_client_open_personal (run->client, account));
  find_next (task);
}

/* Takes @task. */
static void
fail_unknown (GTask *task)
{
  const char *word = get_word (task);

  if (get_kind (task) == PARLOR_ARGUMENT_RECIPIENT)
    g_task_return_new_error (
      task, PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_NOT_FOUND,
      _ ("You are in no conversation called “%s”, and nobody has this name."), word);
  else if (get_kind (task) == PARLOR_ARGUMENT_CONVERSATION)
    g_task_return_new_error (
      task, PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_NOT_FOUND,
      _ ("You are in no channel or group called “%s”. /list shows all."), word);
  else
    g_task_return_new_error (task, PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_NOT_FOUND,
                             _ ("Nobody is called “%s”. /users shows who is here."), word);
  g_object_unref (task);
}

static void
on_profile (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ParlorClient       *client = PARLOR_CLIENT (source);
  GTask              *task = user_data;
  GError             *error = NULL;
  ParlorPersonPacket *person =
    parlor_client_finish_as (client, result, PARLOR_PACKET_PERSON, &error);

  if (person != NULL) {
    take_account (task, parlor_client_ensure_account (client, person->account));
    parlor_packet_free (PARLOR_PACKET_PERSON, person);
  } else if (g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_FOUND)) {
    g_error_free (error);
    fail_unknown (task);
  } else {
    g_task_return_error (task, error);
    g_object_unref (task);
  }
}

/* The list of people may still be on its way: the server knows.  Takes @task. */
static void
ask_profile (GTask      *task,
             const char *name)
{
  Finding             *finding = g_task_get_task_data (task);
  ParlorProfilePacket *packet = parlor_packet_new (PARLOR_PACKET_PROFILE);

  packet->name = g_strdup (name);
  parlor_client_request_async (finding->run->client, PARLOR_PACKET_PROFILE, packet,
                               g_task_get_cancellable (task), on_profile, task);
}

/* Returns: how many people are shown by the name @nick; @ret_account is one of them */
static guint
count_nick (ParlorClient   *client,
            const char     *nick,
            ParlorAccount **ret_account)
{
  GListModel      *people = parlor_client_get_people (client);
  g_autofree char *wanted = parlor_title_fold (nick);
  guint            n_found = 0;

  *ret_account = NULL;
  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (people, i);
    g_autofree char          *folded = parlor_title_fold (parlor_account_get_nick (account));

    if (g_strcmp0 (folded, wanted) == 0) {
      *ret_account = account;
      n_found++;
    }
  }

  return n_found;
}

/* Takes @task. */
static void
find_person (GTask *task)
{
  ParlorClient    *client = ((Finding *) g_task_get_task_data (task))->run->client;
  const char      *word = get_word (task);
  const char      *plain = *word == '@' ? word + 1 : word;
  ParlorAccount   *account = parlor_client_find_account (client, word);
  g_autofree char *name = parlor_name_prepare (plain, NULL);
  guint            n_found = account != NULL ? 1 : count_nick (client, plain, &account);

  if (n_found == 1) {
    take_account (task, account);
  } else if (n_found > 1) {
    g_task_return_new_error (task, PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_NOT_FOUND,
                             _ ("Several people are called “%s”: write the @name of one."), plain);
    g_object_unref (task);
  } else if (name != NULL) {
    ask_profile (task, name);
  } else {
    fail_unknown (task);
  }
}

/* Takes @task. */
static void
find_conversation (GTask *task)
{
  ParlorCommandRun   *run = ((Finding *) g_task_get_task_data (task))->run;
  const char         *word = get_word (task);
  ParlorConversation *found = NULL;

  if (*word != '@')
    found = parlor_client_find_conversation (run->client, word);

  if (found != NULL) {
    g_set_object (&run->named, found);
    find_next (task);
  } else if (get_kind (task) == PARLOR_ARGUMENT_RECIPIENT && *word != '#') {
    find_person (task);
  } else {
    fail_unknown (task);
  }
}

static void
on_message_found (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GTask   *task = user_data;
  Finding *finding = g_task_get_task_data (task);
  GError  *error = NULL;

  finding->run->message = g_task_propagate_pointer (G_TASK (result), &error);
  if (finding->run->message != NULL) {
    find_next (task);
  } else {
    g_task_return_error (task, error);
    g_object_unref (task);
  }
}

/* Takes @task. */
static void
find_message (GTask *task)
{
  Finding              *finding = g_task_get_task_data (task);
  const ParlorArgument *argument = &finding->run->command->arguments[finding->position];
  g_autoptr (GTask)     search = NULL;

  search =
    g_task_new (finding->run->client, g_task_get_cancellable (task), on_message_found, task);
  parlor_command_find_message (finding->run, argument, get_word (task), search);
}

/* Takes @task. */
static void
find_argument (GTask *task)
{
  switch ((int) get_kind (task)) {
  case PARLOR_ARGUMENT_NONE:
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    break;
  case PARLOR_ARGUMENT_MESSAGE:
  case PARLOR_ARGUMENT_OWN_MESSAGE:
  case PARLOR_ARGUMENT_OTHERS_MESSAGE:
  case PARLOR_ARGUMENT_FILE_MESSAGE:
    find_message (task); /* the newest, if none is named */
    break;
  case PARLOR_ARGUMENT_CONVERSATION:
  case PARLOR_ARGUMENT_RECIPIENT:
    if (get_word (task) != NULL)
      find_conversation (task);
    else
      find_next (task);
    break;
  case PARLOR_ARGUMENT_PERSON:
  case PARLOR_ARGUMENT_MEMBER:
    if (get_word (task) != NULL)
      find_person (task);
    else
      find_next (task);
    break;
  default:
    find_next (task);
  }
}

/**
 * parlor_command_find_arguments_async:
 * @run: a command with its arguments
 * @callback: called when it is known what they mean; its result is a #GTask of a boolean
 * @user_data: for @callback
 *
 * Finds the people, conversations and messages that are named.
 */
void
parlor_command_find_arguments_async (ParlorCommandRun   *run,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data)
{
  GTask   *task = g_task_new (run->client, g_task_get_cancellable (run->task), callback, user_data);
  Finding *finding = g_new0 (Finding, 1);

  finding->run = run;
  g_task_set_source_tag (task, parlor_command_find_arguments_async);
  g_task_set_task_data (task, finding, g_free);
  find_argument (task);
}
