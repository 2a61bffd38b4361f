/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-link-uri.h"
#include "parlor-local-server-error.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_LOCAL_SERVER (parlor_local_server_get_type ())

G_DECLARE_FINAL_TYPE (ParlorLocalServer, parlor_local_server, PARLOR, LOCAL_SERVER, GObject)

typedef enum {
  PARLOR_LOCAL_SERVER_ABSENT,
  PARLOR_LOCAL_SERVER_STARTING,
  PARLOR_LOCAL_SERVER_RUNNING,
  PARLOR_LOCAL_SERVER_STOPPING,
  PARLOR_LOCAL_SERVER_FAILED,
} ParlorLocalServerState;

/**
 * ParlorLocalServerPerson:
 * @name: of the account
 * @nick: by which others see the person
 *
 * Who is connected, once for each person.
 */
typedef struct
{
  char *name;
  char *nick;
} ParlorLocalServerPerson;

/**
 * ParlorLocalServerFacts:
 * @server_name: what the server is called
 * @link: (nullable): to the server, as it names itself, without an invitation
 * @is_everywhere: whether any address of this computer may stand in the link
 * @hosts: (element-type utf8): by what others may reach it: addresses, the likeliest
 *   first, then names
 * @owner_invite: (nullable): what makes the owner's account, until there is one
 * @invite: (nullable): what lets others make theirs, once there is an owner
 * @started_ms: since when it runs, Unix time
 * @people: (element-type ParlorLocalServerPerson): who is connected, by nick
 * @is_service: whether it starts with each session by itself
 *
 * What a server that runs tells.
 */
typedef struct
{
  char          *server_name;
  ParlorLinkUri *link;
  gboolean       is_everywhere;
  GPtrArray     *hosts;
  char          *owner_invite;
  char          *invite;
  gint64         started_ms;
  GPtrArray     *people;
  gboolean       is_service;
} ParlorLocalServerFacts;

ParlorLocalServer *parlor_local_server_new (const char *folder,
                                            const char *config_path);

ParlorLocalServerState        parlor_local_server_get_state (ParlorLocalServer *self);
const ParlorLocalServerFacts *parlor_local_server_get_facts (ParlorLocalServer *self);
gboolean                      parlor_local_server_has_data (ParlorLocalServer *self);
char                         *parlor_local_server_dup_name (ParlorLocalServer *self);
char                         *parlor_local_server_dup_link (ParlorLocalServer *self,
                                                            const char        *host);
ParlorLinkUri                *parlor_local_server_dup_own_uri (ParlorLocalServer *self);

void     parlor_local_server_refresh_async (ParlorLocalServer  *self,
                                            GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);
gboolean parlor_local_server_refresh_finish (ParlorLocalServer *self,
                                             GAsyncResult      *result,
                                             GError           **error);
void     parlor_local_server_start_async (ParlorLocalServer  *self,
                                          const char         *server_name,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
gboolean parlor_local_server_start_finish (ParlorLocalServer *self,
                                           GAsyncResult      *result,
                                           GError           **error);
void     parlor_local_server_stop_async (ParlorLocalServer  *self,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
gboolean parlor_local_server_stop_finish (ParlorLocalServer *self,
                                          GAsyncResult      *result,
                                          GError           **error);

G_END_DECLS
