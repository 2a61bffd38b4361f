/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-local-server-error"

#include "parlor-local-server-error.h"

#include <errno.h>
#include <glib/gi18n.h>

G_DEFINE_QUARK (parlor_local_server_error, parlor_local_server_error)

static GError *
new_disk_full (void)
{
  return g_error_new_literal (PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_DISK_FULL,
                              _ ("There is no room on the disk for the server's data. Remove "
                                 "something, then try again."));
}

/**
 * parlor_local_server_error_of_file:
 * @reason: why a file or a folder of the server's could not be written
 *
 * Returns: (transfer full): the same, in words for who hosts it
 */
GError *
parlor_local_server_error_of_file (const GError *reason)
{
  if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ||
      g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return new_disk_full ();
  if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_ACCES) ||
      g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_PERM) ||
      g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return g_error_new (PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_NOT_OURS,
                        /* Translators: %s says which folder or file, and why */
                        _ ("The server's data on this computer belongs to somebody else: %s"),
                        reason->message);

  return g_error_new_literal (PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_FAILED,
                              reason->message);
}

/**
 * parlor_local_server_error_of_death:
 * @last_line: (nullable): the last that the server said
 *
 * Returns: (transfer full): why there is no server although one was started
 */
GError *
parlor_local_server_error_of_death (const char *last_line)
{
  if (last_line == NULL || *last_line == '\0')
    return g_error_new_literal (PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_DIED,
                                _ ("The server ended as soon as it was started, and did not say "
                                   "why."));
  if (strstr (last_line, g_strerror (ENOSPC)) != NULL || strstr (last_line, "disk is full") != NULL)
    return new_disk_full ();

  return g_error_new (PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_DIED,
                      /* Translators: %s is the last line of the server's log, in English */
                      _ ("The server ended as soon as it was started. The last it said was: %s"),
                      last_line);
}
