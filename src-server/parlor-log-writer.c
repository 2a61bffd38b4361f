/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where log lines go: to the journal, or to standard error as text or as JSON. */

#define G_LOG_DOMAIN "parlor-log-writer"

#include "parlor-log-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX_BYTES (1024 * 1024)

/* GLib has one writer for the whole process, which any thread may call. */
static int             levels_atomic = G_LOG_LEVEL_MASK & ~G_LOG_LEVEL_DEBUG;
static int             is_json_atomic;
static ParlorLogFormat forced;
static char           *file_path; /* NULL: no file of our own */

static GLogLevelFlags
levels_up_to (ParlorLogLevel level)
{
  GLogLevelFlags levels = G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL;

  if (level >= PARLOR_LOG_LEVEL_WARNING)
    levels |= G_LOG_LEVEL_WARNING;
  if (level >= PARLOR_LOG_LEVEL_INFO)
    levels |= G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO;
  if (level >= PARLOR_LOG_LEVEL_DEBUG)
    levels |= G_LOG_LEVEL_DEBUG;

  return levels;
}

static const char *
name_of (GLogLevelFlags level)
{
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
    return "error";
  if (level & G_LOG_LEVEL_WARNING)
    return "warning";
  if (level & (G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO))
    return "info";

  return "debug";
}

/* What is logged may quote what a peer sent: it has to be made UTF-8. */
static json_t *
get_field (const GLogField *fields,
           gsize            n_fields,
           const char      *key)
{
  for (gsize i = 0; i < n_fields; i++) {
    if (g_str_equal (fields[i].key, key)) {
      g_autofree char *text = g_utf8_make_valid (fields[i].value, fields[i].length);

      return json_string (text);
    }
  }

  return json_string ("");
}

/**
 * parlor_log_writer_format_json:
 * @level: how bad it is
 * @fields: (array length=n_fields): what is logged
 * @n_fields: how many fields
 * @time_us: when, Unix time
 *
 * Returns: (transfer full): a line with one JSON object, and its end
 */
char *
parlor_log_writer_format_json (GLogLevelFlags   level,
                               const GLogField *fields,
                               gsize            n_fields,
                               gint64           time_us)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autofree char      *seconds = g_date_time_format (date, "%Y-%m-%dT%H:%M:%S");
  g_autofree char      *time = NULL;
  json_t               *object;
  char                 *text;
  char                 *line;

  time = g_strdup_printf ("%s.%03dZ", seconds, (int) (time_us / 1000 % 1000));
  object = json_pack ("{s:s, s:s, s:o, s:o}", "time", time, "level", name_of (level), "domain",
                      get_field (fields, n_fields, "GLIB_DOMAIN"), "message",
                      get_field (fields, n_fields, "MESSAGE"));
  text = json_dumps (object, JSON_COMPACT);
  line = g_strconcat (text, "\n", NULL);
  free (text);
  json_decref (object);

  return line;
}

/* Whatever says something on standard error says it in the file. */
static gboolean
open_file (const char *path)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  if (fd < 0)
    return FALSE;

  dup2 (fd, STDERR_FILENO);
  close (fd);

  return TRUE;
}

/* A file that is full is kept beside a new one, in the place of the one before. */
static void
make_room (void)
{
  static GMutex    mutex;
  g_autofree char *old_path = NULL;
  struct stat      status;

  if (file_path == NULL)
    return;

  g_mutex_lock (&mutex);
  if (fstat (STDERR_FILENO, &status) == 0 && status.st_size >= FILE_MAX_BYTES) {
    old_path = g_strconcat (file_path, ".old", NULL);
    if (g_rename (file_path, old_path) == 0)
      open_file (file_path);
  }
  g_mutex_unlock (&mutex);
}

/* In one piece, so that lines of several threads do not mix. */
static void
write_line (const char *line)
{
  gsize left_bytes = strlen (line);

  while (left_bytes > 0) {
    gssize size = write (STDERR_FILENO, line, left_bytes);

    if (size < 0 && errno != EINTR)
      return;
    line += MAX (size, 0);
    left_bytes -= MAX (size, 0);
  }
}

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  if ((level & g_atomic_int_get (&levels_atomic)) == 0)
    return G_LOG_WRITER_HANDLED;

  make_room ();
  if (g_atomic_int_get (&is_json_atomic)) {
    g_autofree char *line =
      parlor_log_writer_format_json (level, fields, n_fields, g_get_real_time ());

    write_line (line);
    return G_LOG_WRITER_HANDLED;
  }
  if (g_log_writer_is_journald (STDERR_FILENO) &&
      g_log_writer_journald (level, fields, n_fields, NULL) == G_LOG_WRITER_HANDLED)
    return G_LOG_WRITER_HANDLED;

  return g_log_writer_standard_streams (level, fields, n_fields, NULL);
}

/**
 * parlor_log_writer_install:
 * @forced_format: what holds whatever the configuration says, or 0
 *
 * Has all that this process logs go to standard error, or to the journal if that
 * is where standard error goes.  To be called once.
 */
void
parlor_log_writer_install (ParlorLogFormat forced_format)
{
  forced = forced_format;
  g_atomic_int_set (&is_json_atomic, forced == PARLOR_LOG_FORMAT_JSON);
  g_log_writer_default_set_use_stderr (TRUE);
  g_log_set_writer_func (write_log, NULL, NULL);
}

/**
 * parlor_log_writer_open_file:
 * @path: (type filename): a file, made if it is not there
 * @error: return location for an error
 *
 * Has standard error go to @path.  Once it has 1 MiB it is renamed, to `.old` at
 * its end, and begun anew.  To be called once, before there are threads.
 *
 * Returns: whether it can be written
 */
gboolean
parlor_log_writer_open_file (const char *path,
                             GError    **error)
{
  if (!open_file (path)) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                 /* Translators: a path, and why it is not possible */
                 _ ("Cannot write the log %s: %s"), path, g_strerror (errno));
    return FALSE;
  }

  file_path = g_strdup (path);

  return TRUE;
}

/**
 * parlor_log_writer_configure:
 * @config: what says how much is logged, and how
 *
 * Holds for all threads at once.
 */
void
parlor_log_writer_configure (const ParlorConfig *config)
{
  int format = forced != 0 ? (int) forced : config->log_format;

  g_atomic_int_set (&levels_atomic, levels_up_to (config->log_level));
  g_atomic_int_set (&is_json_atomic, format == PARLOR_LOG_FORMAT_JSON);
}
