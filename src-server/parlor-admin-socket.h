/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-io.h"

G_BEGIN_DECLS

typedef struct _ParlorAdminSocket ParlorAdminSocket;

ParlorAdminSocket *parlor_admin_socket_new (const char *folder,
                                            ParlorIo   *io,
                                            GError    **error);
void               parlor_admin_socket_free (ParlorAdminSocket *self);
void               parlor_admin_socket_stop (ParlorAdminSocket *self);
void               parlor_admin_socket_forget (ParlorAdminSocket *self);

int parlor_admin_socket_connect (const char *folder,
                                 GError    **error);

G_END_DECLS
