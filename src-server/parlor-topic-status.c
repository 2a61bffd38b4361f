/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the server does. */

#define G_LOG_DOMAIN "parlor-topic-status"

#include "parlor-act.h"
#include "parlor-folder.h"
#include "parlor-topics.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

static gint64
size_of_file (const char *path,
              const char *suffix)
{
  g_autofree char *whole = g_strconcat (path, suffix, NULL);
  GStatBuf         status;

  return g_stat (whole, &status) == 0 ? status.st_size : 0;
}

static gint64
measure_database (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, PARLOR_FOLDER_DATABASE, NULL);

  return size_of_file (path, "") + size_of_file (path, "-wal");
}

static gint64
measure_memory (void)
{
  g_autofree char *text = NULL;
  long             n_all = 0;
  long             n_resident = 0;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) ||
      sscanf (text, "%ld %ld", &n_all, &n_resident) != 2)
    return 0;

  return (gint64) n_resident * sysconf (_SC_PAGESIZE);
}

static void
count_sessions (ParlorServices           *services,
                ParlorServerStatusPacket *status)
{
  g_autoptr (GHashTable) people = g_hash_table_new (g_int64_hash, g_int64_equal);
  GHashTableIter         iter;
  ParlorSession         *session;

  g_hash_table_iter_init (&iter, services->sessions);
  while (g_hash_table_iter_next (&iter, (gpointer *) &session, NULL)) {
    if (session->account != 0 && !session->is_ending) {
      status->sessions++;
      g_hash_table_add (people, &session->account);
    }
  }
  status->online = g_hash_table_size (people);
}

static gboolean
status_work (ParlorAct *act,
             ParlorDb  *db,
             GError   **error)
{
  ParlorServerStatusPacket *status = act->answer;

  return parlor_db_get_int (db, "SELECT COUNT (*) FROM accounts WHERE is_deleted = 0", NULL, 0,
                            &status->accounts, error) &&
         parlor_db_get_int (
           db, "SELECT COUNT (*) FROM conversations WHERE kind <> $1 AND is_archived = 0",
           PARLOR_PARAMS (parlor_int (PARLOR_CONVERSATION_PERSONAL)), &status->conversations,
           error) &&
         parlor_db_get_int (db, "SELECT COALESCE (SUM (messages), 0) FROM conversations", NULL, 0,
                            &status->messages, error) &&
         parlor_db_get_int (db, "SELECT COALESCE (SUM (size_bytes), 0) FROM "
                                "(SELECT MAX (size_bytes) AS size_bytes FROM attachments "
                                "GROUP BY sha256)",
                            NULL, 0, &status->files_bytes, error);
}

/**
 * parlor_on_status:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_status (ParlorRequest *request)
{
  ParlorServices           *services = request->session->services;
  ParlorServerStatusPacket *status = parlor_packet_new (PARLOR_PACKET_SERVER_STATUS);
  ParlorAct                *act = parlor_act_new (request);

  status->agent = g_strdup ("parlor-server " PARLOR_VERSION);
  status->started_ms = services->started_ms;
  status->connections = parlor_listener_count (services->listener);
  status->database_bytes = measure_database (services->folder);
  status->memory_bytes = measure_memory ();
  status->fingerprint = g_strdup (services->certificate->fingerprint);
  count_sessions (services, status);

  act->answer_type = PARLOR_PACKET_SERVER_STATUS;
  act->answer = status;
  parlor_act_run (act, PARLOR_STORE_READ, status_work, NULL);
}
