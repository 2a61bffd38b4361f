/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-protocol.h"

G_BEGIN_DECLS

/**
 * ParlorLocalServerLink:
 *
 * A connection with the server that runs on a folder of this computer, by the
 * socket in that folder.  For threads that may wait.
 */
typedef struct _ParlorLocalServerLink ParlorLocalServerLink;

ParlorLocalServerLink *parlor_local_server_link_new (const char   *folder,
                                                     GCancellable *cancellable,
                                                     GError      **error);
void                   parlor_local_server_link_free (ParlorLocalServerLink *self);

gpointer parlor_local_server_link_ask (ParlorLocalServerLink *self,
                                       ParlorPacketType       type,
                                       gpointer               packet,
                                       ParlorPacketType       answer,
                                       GCancellable          *cancellable,
                                       GError               **error);
gboolean parlor_local_server_link_wait_for_end (ParlorLocalServerLink *self,
                                                GCancellable          *cancellable,
                                                GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorLocalServerLink, parlor_local_server_link_free)

G_END_DECLS
