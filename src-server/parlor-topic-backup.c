/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Backups while people talk. */

#define G_LOG_DOMAIN "parlor-topic-backup"

#include "parlor-backup.h"
#include "parlor-contents.h"
#include "parlor-topics.h"

typedef struct
{
  ParlorRequest *request;
  char          *data_folder;
  char          *folder;
} Backup;

static void
backup_free (gpointer data)
{
  Backup *backup = data;

  g_free (backup->data_folder);
  g_free (backup->folder);
  g_free (backup);
}

static void
work (GTask        *task,
      gpointer      source,
      gpointer      data,
      GCancellable *cancellable)
{
  Backup *backup = data;
  GError *error = NULL;

  if (parlor_backup_write (backup->data_folder, backup->folder, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Backup            *backup = g_task_get_task_data (G_TASK (result));
  ParlorRequest     *request = backup->request;
  ParlorServices    *services = request->session->services;
  g_autoptr (GError) error = NULL;

  g_clear_object (&services->backup);
  if (g_task_propagate_boolean (G_TASK (result), &error)) {
    g_message ("A backup is in %s", backup->folder);
    parlor_request_ok (request);
  } else {
    g_message ("No backup was made: %s", error->message);
    parlor_request_refuse_with (
      request,
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME)
        ? PARLOR_REFUSED_BAD_VALUE
        : PARLOR_REFUSED_FAILED,
      "folder", error->message);
  }
  parlor_contents_sweep (services); /* what had to wait */
}

/**
 * parlor_on_backup:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_backup (ParlorRequest *request)
{
  const ParlorBackupPacket *packet = request->packet;
  ParlorServices           *services = request->session->services;
  g_autoptr (GTask)         task = NULL;
  Backup                   *backup;

  if (services->backup != NULL) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_BUSY, NULL,
                                N_ ("Another backup is being made. Wait until it is done."));
    return;
  }

  backup = g_new0 (Backup, 1);
  backup->request = request;
  backup->data_folder = g_strdup (services->folder);
  backup->folder = g_strdup (packet->folder);
  services->backup = g_cancellable_new ();
  task = g_task_new (NULL, services->backup, on_done, NULL);
  g_task_set_task_data (task, backup, backup_free);
  g_task_run_in_thread (task, work);
}
