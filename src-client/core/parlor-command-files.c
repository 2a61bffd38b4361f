/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands that send and save images and other files. */

#define G_LOG_DOMAIN "parlor-command"

#include "parlor-command-private.h"

#include "parlor-names.h"

#include <glib/gi18n.h>
#include <string.h>

static void
on_file_sent (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  ParlorCommandRun *run = user_data;
  GError           *error = NULL;

  run->outcome->written =
    parlor_conversation_send_file_finish (PARLOR_CONVERSATION (source), result, &error);
  parlor_command_run_end (run, error);
}

static void
on_file_read (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  ParlorCommandRun  *run = user_data;
  GError            *error = NULL;
  g_autofree char   *name = g_file_get_basename (G_FILE (source));
  g_autoptr (GBytes) content = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (content == NULL)
    parlor_command_run_end (run, error);
  else
    parlor_conversation_send_file_async (run->conversation, content, name,
                                         &(ParlorMessageBody){ 0 },
                                         g_task_get_cancellable (run->task), on_file_sent, run);
}

/* What has no end, or is too large anyway, is not read. */
static void
on_file_queried (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  ParlorCommandRun     *run = user_data;
  GError               *error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);
  g_autofree char      *most = g_format_size (run->client->upload_max_bytes);

  if (info == NULL)
    parlor_command_run_end (run, error);
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    parlor_command_run_fail (run, PARLOR_COMMAND_ERROR_FAILED,
                             _ ("“%s” is not a file that can be sent."), run->arguments[0]);
  else if (g_file_info_get_size (info) > run->client->upload_max_bytes)
    /* Translators: a size, such as 50 MB */
    parlor_command_run_fail (run, PARLOR_COMMAND_ERROR_FAILED,
                             _ ("The file is too large: this server takes at most %s."), most);
  else
    g_file_load_bytes_async (G_FILE (source), g_task_get_cancellable (run->task), on_file_read,
                             run);
}

/* As people write it in a shell: ~ is their home. */
static GFile *
make_file (const char *path)
{
  g_autofree char *full = NULL;

  if (!g_str_has_prefix (path, "~/"))
    return g_file_new_for_commandline_arg (path);

  full = g_build_filename (g_get_home_dir (), path + 2, NULL);

  return g_file_new_for_path (full);
}

void
parlor_command_send_file (ParlorCommandRun *run)
{
  g_autoptr (GFile) file = NULL;

  if (run->arguments[0] == NULL) {
    parlor_command_run_miss (run, 0);
    return;
  }

  file = make_file (run->arguments[0]);
  g_file_query_info_async (file,
                           G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT,
                           g_task_get_cancellable (run->task), on_file_queried, run);
}

/* Saving: what is not here is fetched first. */
typedef struct
{
  ParlorCommandRun *run;
  ParlorAttachment *attachment;
  gulong            handler;
  GFile            *folder; /* that it goes into, NULL if it is to be a certain file */
  GFile            *to;
  guint             n_tries;
} Saving;

/* So many files of the same name can be in a folder. */
#define NAMES_MAX 1000

static void
finish_saving (Saving *saving,
               GError *error)
{
  ParlorCommandRun *run = saving->run;

  g_clear_signal_handler (&saving->handler, saving->attachment);
  g_object_unref (saving->attachment);
  g_clear_object (&saving->folder);
  g_clear_object (&saving->to);
  g_free (saving);
  parlor_command_run_end (run, error);
}

static void copy_to (Saving *saving,
                     GFile  *to);

/* Of a file that is there already, the next one is `cat (2).jpg`. */
static GFile *
make_next_name (Saving *saving)
{
  g_autofree char *name =
    parlor_file_name_clean (parlor_attachment_get_name (saving->attachment));
  const char      *dot = strrchr (name, '.');
  const gsize      stem = dot != NULL && dot != name ? (gsize) (dot - name) : strlen (name);
  g_autofree char *numbered = NULL;

  saving->n_tries++;
  if (saving->n_tries == 1)
    return g_file_get_child (saving->folder, name);

  numbered = g_strdup_printf ("%.*s (%u)%s", (int) stem, name, saving->n_tries, name + stem);

  return g_file_get_child (saving->folder, numbered);
}

static void
on_copied (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Saving           *saving = user_data;
  g_autofree char  *shown = NULL;
  g_autoptr (GFile) to = NULL;
  GError           *error = NULL;

  g_file_copy_finish (G_FILE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS) && saving->folder != NULL &&
      saving->n_tries < NAMES_MAX) {
    g_error_free (error);
    to = make_next_name (saving);
    copy_to (saving, to);
    return;
  }

  if (error == NULL) {
    shown = g_file_get_parse_name (saving->to);
    /* Translators: %s is a path */
    parlor_command_run_say (saving->run, _ ("Saved as %s"), shown);
  }
  finish_saving (saving, error);
}

static void
copy_to (Saving *saving,
         GFile  *to)
{
  g_autoptr (GFile) from = g_file_new_for_path (parlor_attachment_get_path (saving->attachment));

  g_set_object (&saving->to, to);
  g_file_copy_async (from, to, G_FILE_COPY_NONE, G_PRIORITY_DEFAULT,
                     g_task_get_cancellable (saving->run->task), NULL, NULL, on_copied, saving);
}

/* Where people look for what they have fetched. */
static GFile *
make_default_folder (void)
{
  const char *downloads = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);

  if (downloads != NULL && g_file_test (downloads, G_FILE_TEST_IS_DIR))
    return g_file_new_for_path (downloads);

  return g_file_new_for_path (".");
}

/* Into a folder it goes by its own name, of which nothing leads out of it. */
static void
copy (Saving *saving)
{
  const char       *path = saving->run->arguments[1];
  g_autoptr (GFile) file = path != NULL ? make_file (path) : make_default_folder ();

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY) {
    saving->folder = g_steal_pointer (&file);
    file = make_next_name (saving);
  }
  copy_to (saving, file);
}

static void
check_transfer (Saving *saving)
{
  const ParlorTransferState state = parlor_attachment_get_state (saving->attachment);

  if (state == PARLOR_TRANSFER_LOCAL) {
    g_clear_signal_handler (&saving->handler, saving->attachment);
    copy (saving);
  } else if (state == PARLOR_TRANSFER_FAILED) {
    finish_saving (saving, g_error_new_literal (PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_FAILED,
                                                _ ("The file could not be fetched.")));
  } else if (saving->handler == 0) {
    saving->handler = g_signal_connect_swapped (saving->attachment, "notify::state",
                                                G_CALLBACK (check_transfer), saving);
  }
}

void
parlor_command_save (ParlorCommandRun *run)
{
  Saving *saving;

  if (parlor_message_get_attachment (run->message) == NULL) {
    parlor_command_run_fail (run, PARLOR_COMMAND_ERROR_NOT_FOUND,
                             _ ("This message has no image or file."));
    return;
  }

  saving = g_new0 (Saving, 1);
  saving->run = run;
  saving->attachment = g_object_ref (parlor_message_get_attachment (run->message));
  parlor_client_fetch (run->client, saving->attachment);
  check_transfer (saving);
}
