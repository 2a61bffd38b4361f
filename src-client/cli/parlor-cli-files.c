/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sending and saving images and other files. */

#define G_LOG_DOMAIN "parlor-cli-files"

#include "parlor-cli-commands.h"

#include <glib/gi18n.h>

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
    parlor_conversation_send_file_async (target, content, name, &(ParlorMessageBody){ 0 }, NULL,
                                         on_file_sent, cli);
}

/**
 * parlor_cli_command_image:
 * @cli: the program
 * @arguments: (array zero-terminated=1): see the table of commands
 */
void
parlor_cli_command_image (ParlorCli *cli,
                          char     **arguments)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (arguments[0]);

  if (parlor_cli_need_target (cli) != NULL)
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

/**
 * parlor_cli_command_save:
 * @cli: the program
 * @arguments: (array zero-terminated=1): see the table of commands
 */
void
parlor_cli_command_save (ParlorCli *cli,
                         char     **arguments)
{
  ParlorAttachment *attachment = find_attachment_anywhere (cli, arguments[0]);
  Saving           *saving;

  if (attachment == NULL) {
    parlor_cli_fail (cli, _ ("No attachment “%s” was seen. /history shows earlier ones."),
                     arguments[0]);
    return;
  }

  saving = g_new0 (Saving, 1);
  saving->cli = cli;
  saving->attachment = g_object_ref (attachment);
  saving->path = g_strdup (arguments[1]);
  parlor_client_fetch (parlor_cli_get_client (cli), attachment);
  check_transfer (saving);
}
