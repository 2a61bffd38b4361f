/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-local-server.h"
#include "parlor-test-client.h"

G_BEGIN_DECLS

/**
 * ParlorTestHosting:
 * @root: folder of all of it
 * @folder: of the server's data
 * @config_path: of its configuration
 * @port: that it listens on, if that is free
 * @server: what is tested
 *
 * A server that a person hosts, and what is around it.
 */
typedef struct
{
  char              *root;
  char              *folder;
  char              *config_path;
  guint16            port;
  ParlorLocalServer *server;
} ParlorTestHosting;

char *parlor_test_hosting_make_home (void);
void  parlor_test_hosting_remove_home (char *home);

void                          parlor_test_hosting_configure (ParlorTestHosting *fixture,
                                                             const char        *lines);
void                          parlor_test_hosting_set_up (ParlorTestHosting *fixture,
                                                          gconstpointer      data);
gboolean                      parlor_test_hosting_is_set (gpointer user_data);
void                          parlor_test_hosting_on_ready (GObject      *source,
                                                            GAsyncResult *result,
                                                            gpointer      user_data);
gboolean                      parlor_test_hosting_refresh (ParlorLocalServer *server,
                                                           GError           **error);
gboolean                      parlor_test_hosting_start (ParlorLocalServer *server,
                                                         const char        *name,
                                                         GCancellable      *cancellable,
                                                         GError           **error);
void                          parlor_test_hosting_start_well (ParlorLocalServer *server,
                                                              const char        *name);
void                          parlor_test_hosting_start_badly (ParlorLocalServer     *server,
                                                               ParlorLocalServerError code,
                                                               const char            *reason);
gboolean                      parlor_test_hosting_stop (ParlorLocalServer *server, GError **error);
void                          parlor_test_hosting_stop_well (ParlorLocalServer *server);
void                          parlor_test_hosting_tear_down (ParlorTestHosting *fixture,
                                                             gconstpointer      data);
const ParlorLocalServerFacts *parlor_test_hosting_get_facts (ParlorLocalServer *server);
ParlorTestClient             *parlor_test_hosting_enter (ParlorLinkUri *uri, const char *name);
ParlorTestClient             *parlor_test_hosting_enter_as_owner (ParlorLocalServer *server);
ParlorTestClient             *parlor_test_hosting_enter_by_link (ParlorLocalServer *server,
                                                                 const char        *name);

G_END_DECLS
