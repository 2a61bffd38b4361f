/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of ParlorLocalServer share.  All of it waits, and belongs to a thread. */

#pragma once

#include "parlor-local-server.h"

G_BEGIN_DECLS

/**
 * ParlorLocalServerPlace:
 * @folder: of the data
 * @config_path: of the configuration
 * @log_path: where the server logs if it is not a service
 * @may_be_service: whether the service that is installed would run on @folder
 *
 * Where a server is, as a thread takes it along.
 */
typedef struct
{
  char    *folder;
  char    *config_path;
  char    *log_path;
  gboolean may_be_service;
} ParlorLocalServerPlace;

ParlorLocalServerPlace *parlor_local_server_place_copy (const ParlorLocalServerPlace *place);
void                    parlor_local_server_place_free (ParlorLocalServerPlace *place);

/* parlor-local-server-facts.c */
ParlorLocalServerFacts *parlor_local_server_facts_read (const ParlorLocalServerPlace *place,
                                                        GCancellable                 *cancellable,
                                                        GError                      **error);
void                    parlor_local_server_facts_free (ParlorLocalServerFacts *facts);

/* parlor-local-server-start.c */
gboolean parlor_local_server_is_locked (const char *folder);
gboolean parlor_local_server_wait (guint         time_ms,
                                   GCancellable *cancellable,
                                   GError      **error);
gboolean parlor_local_server_run (const ParlorLocalServerPlace *place,
                                  const char                   *server_name,
                                  GPid                         *ret_pid,
                                  GCancellable                 *cancellable,
                                  GError                      **error);
gboolean parlor_local_server_end (const ParlorLocalServerPlace *place,
                                  GCancellable                 *cancellable,
                                  GError                      **error);

/* parlor-local-server-process.c */
gboolean parlor_local_server_process_start (const ParlorLocalServerPlace *place,
                                            GPid                         *ret_pid,
                                            GError                      **error);
void     parlor_local_server_process_end (GPid pid);
gboolean parlor_local_server_process_has_ended (GPid pid);
goffset  parlor_local_server_process_measure_log (const ParlorLocalServerPlace *place);
char    *parlor_local_server_process_read_last_line (const ParlorLocalServerPlace *place,
                                                     goffset                       offset);

/* parlor-local-server-unit.c */
GDBusConnection *parlor_local_server_unit_find (const ParlorLocalServerPlace *place,
                                                GCancellable                 *cancellable);
gboolean         parlor_local_server_unit_start (GDBusConnection *bus,
                                                 GCancellable    *cancellable,
                                                 GError         **error);
void             parlor_local_server_unit_stop (GDBusConnection *bus);
gboolean         parlor_local_server_unit_has_ended (GDBusConnection *bus,
                                                     GCancellable    *cancellable);
char            *parlor_local_server_unit_read_last_line (GCancellable *cancellable);
gboolean         parlor_local_server_unit_is_enabled (GDBusConnection *bus,
                                                      GCancellable    *cancellable);
void             parlor_local_server_unit_disable (GDBusConnection *bus,
                                                   GCancellable    *cancellable);

/* parlor-local-server-hosts.c */
GPtrArray *parlor_local_server_list_hosts (GCancellable *cancellable);

/* parlor-local-server-background.c */
void parlor_local_server_background_ask (GCancellable *cancellable);

G_END_DECLS
