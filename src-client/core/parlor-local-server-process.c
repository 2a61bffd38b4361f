/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server as a child of this program, which lives on when the program ends. */

#define G_LOG_DOMAIN "parlor-local-server-process"

#include "parlor-local-server-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "parlor-server"
#define TAIL_MAX_BYTES 8192
#define PREFIX PROGRAM ": "

static char *
find_program (void)
{
  const char *path = g_getenv ("PARLOR_SERVER");

  if (path != NULL)
    return g_find_program_in_path (path);
  if (g_file_test (PARLOR_BINDIR "/" PROGRAM, G_FILE_TEST_IS_EXECUTABLE))
    return g_strdup (PARLOR_BINDIR "/" PROGRAM);

  return g_find_program_in_path (PROGRAM);
}

/* In the child: neither a terminal's signals nor the end of the session's leader are the
 * server's.  What it says before it has opened its log goes there, too. */
static void
set_up (gpointer log_path)
{
  int log = open (log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  setsid ();
  if (log >= 0)
    dup2 (log, STDERR_FILENO);
}

static GPtrArray *
make_arguments (const ParlorLocalServerPlace *place,
                const char                   *program)
{
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (argv, g_strdup (program));
  g_ptr_array_add (argv, g_strdup ("--data"));
  g_ptr_array_add (argv, g_strdup (place->folder));
  g_ptr_array_add (argv, g_strdup ("--log-file"));
  g_ptr_array_add (argv, g_strdup (place->log_path));
  if (g_file_test (place->config_path, G_FILE_TEST_EXISTS)) {
    g_ptr_array_add (argv, g_strdup ("--config"));
    g_ptr_array_add (argv, g_strdup (place->config_path));
  }
  g_ptr_array_add (argv, NULL);

  return argv;
}

/**
 * parlor_local_server_process_start:
 * @place: where
 * @ret_pid: (out): the process, to be reaped
 * @error: return location for an error
 *
 * Returns: whether it was started; whether it runs will be seen
 */
gboolean
parlor_local_server_process_start (const ParlorLocalServerPlace *place,
                                   GPid                         *ret_pid,
                                   GError                      **error)
{
  g_autofree char      *program = find_program ();
  g_autofree char      *log_folder = g_path_get_dirname (place->log_path);
  g_autoptr (GPtrArray) argv = NULL;
  g_autoptr (GError)    reason = NULL;

  if (program == NULL) {
    g_set_error_literal (error, PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_MISSING,
                         _ ("The program parlor-server is not installed on this computer. "
                            "Install it, then try again."));
    return FALSE;
  }

  argv = make_arguments (place, program);
  g_mkdir_with_parents (log_folder, 0700);
  if (g_spawn_async_with_fds ("/", (char **) argv->pdata, NULL,
                              G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, set_up,
                              place->log_path, ret_pid, -1, -1, -1, &reason))
    return TRUE;

  g_set_error (error, PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_MISSING,
               /* Translators: %s says why */
               _ ("The program parlor-server cannot be started: %s"), reason->message);

  return FALSE;
}

/**
 * parlor_local_server_process_has_ended:
 * @pid: of the child
 *
 * Returns: whether it has ended; then it is reaped, and @pid means nothing any more
 */
gboolean
parlor_local_server_process_has_ended (GPid pid)
{
  return waitpid (pid, NULL, WNOHANG) != 0;
}

/**
 * parlor_local_server_process_end:
 * @pid: of the child
 *
 * Ends a server that nobody has seen yet, and waits for its end.
 */
void
parlor_local_server_process_end (GPid pid)
{
  /* The second one has it wait for nobody. */
  kill (pid, SIGTERM);
  kill (pid, SIGTERM);
  for (guint i = 0; i < 100; i++) {
    if (parlor_local_server_process_has_ended (pid))
      return;
    parlor_local_server_wait (50, NULL, NULL);
  }

  kill (pid, SIGKILL);
  while (waitpid (pid, NULL, 0) < 0 && errno == EINTR)
    ;
}

/**
 * parlor_local_server_process_measure_log:
 * @place: where
 *
 * Returns: where what is logged from now on begins, in bytes
 */
goffset
parlor_local_server_process_measure_log (const ParlorLocalServerPlace *place)
{
  struct stat status;

  return stat (place->log_path, &status) == 0 ? status.st_size : 0;
}

/* Returns: (transfer full): the last line, of those that are meant for people if there
 * are any */
static char *
choose_line (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const char    *last = "";

  for (guint i = 0; lines[i] != NULL; i++) {
    g_strstrip (lines[i]);
    if (g_str_has_prefix (lines[i], PREFIX))
      last = lines[i] + strlen (PREFIX);
  }
  for (guint i = 0; lines[i] != NULL && *last == '\0'; i++)
    if (*lines[i] != '\0' && (lines[i + 1] == NULL || *lines[i + 1] == '\0'))
      last = lines[i];

  return g_utf8_make_valid (last, -1);
}

/**
 * parlor_local_server_process_read_last_line:
 * @place: where
 * @offset: see parlor_local_server_process_measure_log()
 *
 * Returns: (transfer full): the last that it said; empty if it said nothing
 */
char *
parlor_local_server_process_read_last_line (const ParlorLocalServerPlace *place,
                                            goffset                       offset)
{
  char          text[TAIL_MAX_BYTES + 1];
  int           log = open (place->log_path, O_RDONLY | O_CLOEXEC);
  const goffset end = log >= 0 ? lseek (log, 0, SEEK_END) : 0;
  gssize        size = 0;

  if (log >= 0) {
    size = pread (log, text, TAIL_MAX_BYTES, MAX (offset, end - TAIL_MAX_BYTES));
    close (log);
  }
  text[MAX (size, 0)] = '\0';

  return choose_line (text);
}
