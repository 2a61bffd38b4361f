/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-log.h"
#include "parlor-rights.h"
#include "parlor-services.h"

G_BEGIN_DECLS

typedef struct _ParlorAct ParlorAct;

/**
 * ParlorActWork:
 * @act: what is carried out
 * @db: the database, in a job
 * @error: return location for an error
 *
 * On the store's thread.
 *
 * Returns: whether it is done; if not, all that it did to the database is undone
 */
typedef gboolean (*ParlorActWork) (ParlorAct *act,
                                   ParlorDb  *db,
                                   GError   **error);

/**
 * ParlorActDone:
 * @act: what was carried out and committed
 * @services: what it was carried out with
 *
 * On the main thread, after the answer was given and the events were told.
 */
typedef void (*ParlorActDone) (ParlorAct      *act,
                               ParlorServices *services);

/**
 * ParlorAct:
 * @packet: what was asked, of the request's type
 * @type: of @packet
 * @config: the configuration as of then, for the work
 * @author: who asked, as of then; of number 0 for the machine's own administrator
 * @server_role: what the author is on the server
 * @standing: what the author is in the conversation; see parlor_act_need_member()
 * @events: of #ParlorEventPacket: those that the work appended are told to their
 *   conversations
 * @entered: (transfer full) (nullable): how the author became a member of a
 *   conversation; see parlor_act_enter()
 * @answer: (transfer full) (nullable): set by the work with @answer_type; NULL: ok
 * @prepare: (nullable): set by the handler: on the main thread, before the answer
 *   is given, adds to it what only the main thread knows
 * @data: the handler's own; freed with @free_data
 *
 * A request from its handler to its answer: one job for the store, then the
 * answer, then what others are told.
 */
struct _ParlorAct
{
  gconstpointer       packet;
  ParlorPacketType    type;
  ParlorConfig       *config;
  ParlorAccountPacket author;
  ParlorServerRole    server_role;
  ParlorStanding      standing;
  GPtrArray          *events;
  ParlorEventPacket  *entered;
  ParlorPacketType    answer_type;
  gpointer            answer;
  ParlorActDone       prepare;
  gpointer            data;
  GDestroyNotify      free_data;

  ParlorRequest *request;
  ParlorSession *session;
  ParlorActWork  work;
  ParlorActDone  done;
};

ParlorAct *parlor_act_new (ParlorRequest *request);
void       parlor_act_run (ParlorAct      *self,
                           ParlorStoreKind kind,
                           ParlorActWork   work,
                           ParlorActDone   done);
void       parlor_act_refuse (ParlorAct    *self,
                              const GError *error);
void       parlor_act_refuse_with (ParlorAct    *self,
                                   ParlorRefused code,
                                   const char   *field,
                                   const char   *text);
void       parlor_act_refuse_for (ParlorAct    *self,
                                  ParlorRefused code,
                                  gint64        retry_ms,
                                  const char   *text);

gboolean           parlor_act_need_member (ParlorAct  *self,
                                           ParlorDb   *db,
                                           const char *conversation,
                                           GError    **error);
ParlorEventPacket *parlor_act_add_event (ParlorAct      *self,
                                         const char     *conversation,
                                         ParlorEventKind kind);
gboolean           parlor_act_enter (ParlorAct      *self,
                                     ParlorDb       *db,
                                     const char     *conversation,
                                     ParlorEventKind kind,
                                     ParlorRole      role,
                                     GError        **error);

G_END_DECLS
