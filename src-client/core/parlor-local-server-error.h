/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PARLOR_LOCAL_SERVER_ERROR (parlor_local_server_error_quark ())

/* What can be in the way of a server on this computer. */
typedef enum {
  PARLOR_LOCAL_SERVER_ERROR_FAILED,
  PARLOR_LOCAL_SERVER_ERROR_MISSING, /* the program is not installed */
  PARLOR_LOCAL_SERVER_ERROR_IN_USE,  /* something else has the folder */
  PARLOR_LOCAL_SERVER_ERROR_NOT_OURS,
  PARLOR_LOCAL_SERVER_ERROR_DISK_FULL,
  PARLOR_LOCAL_SERVER_ERROR_PORT, /* none is free */
  PARLOR_LOCAL_SERVER_ERROR_DIED,
  PARLOR_LOCAL_SERVER_ERROR_TOO_SLOW, /* to start, or to stop */
  PARLOR_LOCAL_SERVER_ERROR_REFUSED,  /* by the service manager */
} ParlorLocalServerError;

GQuark parlor_local_server_error_quark (void);

GError *parlor_local_server_error_of_file (const GError *reason);
GError *parlor_local_server_error_of_death (const char *last_line);

G_END_DECLS
