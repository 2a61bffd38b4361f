/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From no server to one that answers, and back. */

#define G_LOG_DOMAIN "parlor-local-server-start"

#include "parlor-local-server-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "parlor-local-server-config.h"
#include "parlor-local-server-link.h"

#define START_MAX_MS (30 * 1000)
/* The server gives peers five seconds; then there may be a database to be closed. */
#define END_MAX_MS (30 * 1000)
/* One that ends while another begins takes as long as its peers need. */
#define FOLDER_MAX_MS (6 * 1000)
#define LOOK_AGAIN_MS 40
/* What the database needs to begin with, and then some. */
#define FREE_MIN_BYTES (G_GUINT64_CONSTANT (16) * 1024 * 1024)

/**
 * parlor_local_server_wait:
 * @time_ms: how long
 * @cancellable: (nullable): ends the wait
 * @error: return location for an error
 *
 * Returns: whether the time has passed; %G_IO_ERROR_CANCELLED otherwise
 */
gboolean
parlor_local_server_wait (guint         time_ms,
                          GCancellable *cancellable,
                          GError      **error)
{
  GPollFD cancelled = { .fd = -1 };

  if (cancellable != NULL && g_cancellable_make_pollfd (cancellable, &cancelled)) {
    g_poll (&cancelled, 1, time_ms);
    g_cancellable_release_fd (cancellable);
  } else {
    g_poll (NULL, 0, time_ms);
  }

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/**
 * parlor_local_server_is_locked:
 * @folder: (type filename): a data folder
 *
 * Returns: whether a server has it, be it one that is about to begin or to end
 */
gboolean
parlor_local_server_is_locked (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "lock", NULL);
  int              fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean         is_free = fd < 0 || flock (fd, LOCK_SH | LOCK_NB) == 0;

  if (fd >= 0)
    close (fd);

  return !is_free;
}

static gboolean
answers (const ParlorLocalServerPlace *place,
         GCancellable                 *cancellable)
{
  g_autoptr (ParlorLocalServerLink) link =
    parlor_local_server_link_new (place->folder, cancellable, NULL);
  ParlorPingPacket  ping = { 0 };
  ParlorPongPacket *pong;

  if (link == NULL)
    return FALSE;

  pong = parlor_local_server_link_ask (link, PARLOR_PACKET_PING, &ping, PARLOR_PACKET_PONG,
                                       cancellable, NULL);
  if (pong == NULL)
    return FALSE;
  parlor_packet_free (PARLOR_PACKET_PONG, pong);

  return TRUE;
}

/* One that runs already reads what it is called now; it is no harm if it does not. */
static void
reload (const ParlorLocalServerPlace *place,
        GCancellable                 *cancellable)
{
  g_autoptr (ParlorLocalServerLink) link =
    parlor_local_server_link_new (place->folder, cancellable, NULL);
  ParlorReloadPacket    packet = { 0 };
  ParlorReloadedPacket *reloaded =
    link == NULL ? NULL
                 : parlor_local_server_link_ask (link, PARLOR_PACKET_RELOAD, &packet,
                                                 PARLOR_PACKET_RELOADED, cancellable, NULL);

  if (reloaded != NULL)
    parlor_packet_free (PARLOR_PACKET_RELOADED, reloaded);
}

/* What the server would say, but later, and not in words for who has never seen it. */
static gboolean
check_folder (const ParlorLocalServerPlace *place,
              GError                      **error)
{
  g_autoptr (GError) reason = NULL;
  struct statvfs     disk;
  gboolean           is_full;

  if (g_mkdir_with_parents (place->folder, 0700) < 0)
    reason = g_error_new (G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", place->folder,
                          g_strerror (errno));
  else if (access (place->folder, R_OK | W_OK | X_OK) < 0)
    reason = g_error_new (G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", place->folder,
                          g_strerror (errno));
  is_full = reason == NULL && statvfs (place->folder, &disk) == 0 &&
            (guint64) disk.f_bavail * disk.f_frsize < FREE_MIN_BYTES;
  if (is_full)
    reason = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "");
  if (reason == NULL)
    return TRUE;

  g_propagate_error (error, parlor_local_server_error_of_file (reason));

  return FALSE;
}

/* One that is about to end lets go of it after a while. */
static gboolean
wait_for_folder (const ParlorLocalServerPlace *place,
                 GCancellable                 *cancellable,
                 GError                      **error)
{
  const gint64 end_us = g_get_monotonic_time () + FOLDER_MAX_MS * G_GINT64_CONSTANT (1000);

  while (parlor_local_server_is_locked (place->folder)) {
    if (answers (place, cancellable))
      return TRUE;
    if (g_get_monotonic_time () > end_us) {
      g_set_error (error, PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_IN_USE,
                   /* Translators: %s is the path of a folder */
                   _ ("Another parlor-server, which does not answer, uses the folder %s. Stop "
                      "that one, then try again."),
                   place->folder);
      return FALSE;
    }
    if (!parlor_local_server_wait (LOOK_AGAIN_MS, cancellable, error))
      return FALSE;
  }

  return TRUE;
}

/* What was started, be it a child or a service. */
typedef struct
{
  const ParlorLocalServerPlace *place;
  GDBusConnection              *bus; /* (nullable): then it is a service */
  GPid                          pid; /* else a child; 0 if it has ended */
  goffset                       log_offset;
} Started;

static gboolean
has_ended (Started      *started,
           GCancellable *cancellable)
{
  if (started->bus != NULL)
    return parlor_local_server_unit_has_ended (started->bus, cancellable);
  if (!parlor_local_server_process_has_ended (started->pid))
    return FALSE;

  started->pid = 0;

  return TRUE;
}

static void
give_up (Started *started)
{
  if (started->bus != NULL)
    parlor_local_server_unit_stop (started->bus);
  else if (started->pid != 0)
    parlor_local_server_process_end (started->pid);
}

static char *
read_last_line (Started *started)
{
  return started->bus != NULL
           ? parlor_local_server_unit_read_last_line (NULL)
           : parlor_local_server_process_read_last_line (started->place, started->log_offset);
}

static gboolean
fail_slowly (Started *started,
             GError **error)
{
  g_autofree char *line = read_last_line (started);

  g_set_error (error, PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_TOO_SLOW,
               /* Translators: %s is the last line of the server's log, in English, or nothing */
               _ ("The server did not get ready in time, and was stopped again. %s"),
               line != NULL ? line : "");

  return FALSE;
}

static gboolean
wait_until_ready (Started      *started,
                  GCancellable *cancellable,
                  GError      **error)
{
  const gint64 end_us = g_get_monotonic_time () + START_MAX_MS * G_GINT64_CONSTANT (1000);

  while (!answers (started->place, cancellable)) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (has_ended (started, cancellable)) {
      g_autofree char *line = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      line = read_last_line (started);
      g_propagate_error (error, parlor_local_server_error_of_death (line));
      return FALSE;
    }
    if (g_get_monotonic_time () > end_us)
      return fail_slowly (started, error);
    if (!parlor_local_server_wait (LOOK_AGAIN_MS, cancellable, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
start (Started      *started,
       GCancellable *cancellable,
       GError      **error)
{
  if (started->bus != NULL)
    return parlor_local_server_unit_start (started->bus, cancellable, error);

  parlor_local_server_background_ask (cancellable);
  started->log_offset = parlor_local_server_process_measure_log (started->place);

  return parlor_local_server_process_start (started->place, &started->pid, error);
}

/**
 * parlor_local_server_run:
 * @place: where
 * @server_name: (nullable): what to call it from now on
 * @ret_pid: (out): the child, 0 if there is none: it ran already, or is a service
 * @cancellable: (nullable): ends the wait, and what was started meanwhile
 * @error: return location for an error
 *
 * Returns: whether a server answers at @place
 */
gboolean
parlor_local_server_run (const ParlorLocalServerPlace *place,
                         const char                   *server_name,
                         GPid                         *ret_pid,
                         GCancellable                 *cancellable,
                         GError                      **error)
{
  g_autoptr (GDBusConnection) bus = NULL;
  Started                     started = { .place = place };

  *ret_pid = 0;
  if (!check_folder (place, error) || !wait_for_folder (place, cancellable, error))
    return FALSE;
  if (server_name != NULL && !parlor_local_server_config_set (place->config_path, "server-name",
                                                              server_name, error))
    return FALSE;
  if (answers (place, cancellable)) {
    if (server_name != NULL)
      reload (place, cancellable);
    return TRUE;
  }

  if (!parlor_local_server_config_find_port (place->config_path, error))
    return FALSE;

  bus = parlor_local_server_unit_find (place, cancellable);
  started.bus = bus;
  if (!start (&started, cancellable, error))
    return FALSE;
  if (!wait_until_ready (&started, cancellable, error)) {
    give_up (&started);
    return FALSE;
  }
  *ret_pid = started.pid;

  return TRUE;
}

static gboolean
tell_to_stop (const ParlorLocalServerPlace *place,
              GCancellable                 *cancellable,
              GError                      **error)
{
  g_autoptr (ParlorLocalServerLink) link =
    parlor_local_server_link_new (place->folder, cancellable, error);
  ParlorStopPacket stop = { 0 };
  ParlorOkPacket  *ok;

  if (link == NULL)
    return FALSE;

  ok = parlor_local_server_link_ask (link, PARLOR_PACKET_STOP, &stop, PARLOR_PACKET_OK, cancellable,
                                     error);
  if (ok == NULL)
    return FALSE;
  parlor_packet_free (PARLOR_PACKET_OK, ok);

  return parlor_local_server_link_wait_for_end (link, cancellable, error);
}

/**
 * parlor_local_server_end:
 * @place: where
 * @cancellable: (nullable): ends the wait, not the stopping once it has been told to
 * @error: return location for an error
 *
 * Ends the server in order, and has it start with the session no longer.
 *
 * Returns: whether it has ended; %PARLOR_LOCAL_SERVER_ERROR_TOO_SLOW if it is still
 *   busy with that
 */
gboolean
parlor_local_server_end (const ParlorLocalServerPlace *place,
                         GCancellable                 *cancellable,
                         GError                      **error)
{
  const gint64 end_us = g_get_monotonic_time () +
                        END_MAX_MS * G_GINT64_CONSTANT (1000);
  g_autoptr (GDBusConnection) bus = parlor_local_server_unit_find (place, cancellable);
  g_autoptr (GError)          reason = NULL;

  if (!tell_to_stop (place, cancellable, &reason) &&
      (g_cancellable_is_cancelled (cancellable) || parlor_local_server_is_locked (place->folder))) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return FALSE;
  }
  if (bus != NULL)
    parlor_local_server_unit_disable (bus, cancellable);

  while (parlor_local_server_is_locked (place->folder)) {
    if (g_get_monotonic_time () > end_us) {
      g_set_error_literal (error, PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_TOO_SLOW,
                           _ ("The server takes no more messages, but is still writing what it "
                              "has to the disk. Look again in a moment."));
      return FALSE;
    }
    if (!parlor_local_server_wait (LOOK_AGAIN_MS, cancellable, error))
      return FALSE;
  }

  return TRUE;
}
