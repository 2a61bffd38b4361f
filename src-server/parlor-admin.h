/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * parlor-server admin: what the machine's own administrator types. */

#pragma once

#include "parlor-protocol.h"

G_BEGIN_DECLS

typedef enum {
  PARLOR_ADMIN_DONE = 0,
  PARLOR_ADMIN_REFUSED = 1,   /* by the server, or it failed */
  PARLOR_ADMIN_MISUSED = 2,   /* the command was not understood */
  PARLOR_ADMIN_NO_SERVER = 3, /* none runs on that data folder */
} ParlorAdminStatus;

int parlor_admin_main (int    argc,
                       char **argv);

G_END_DECLS
