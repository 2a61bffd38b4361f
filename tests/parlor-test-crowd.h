/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * People with clients that remember, who lose their connections. */

#pragma once

#include "parlor-test-model.h"
#include "parlor-test-peer.h"
#include "parlor-test-view.h"

G_BEGIN_DECLS

/**
 * ParlorTestActor:
 * @peer: (nullable): the connection; NULL while there is none
 * @view: what the client knows
 * @token: the device's
 */
typedef struct
{
  ParlorTestPeer *peer;
  ParlorTestView *view;
  gint64          account;
  char           *name;
  char           *token;
} ParlorTestActor;

/**
 * ParlorTestCrowd:
 * @n_done: requests that were answered
 * @n_refused: those of them that were refused
 * @recent: of strings: what was done lately
 */
typedef struct
{
  ParlorTestServer *server;
  ParlorModel      *model;
  GRand            *rand;
  guint32           seed;
  GPtrArray        *actors;
  guint             n_done;
  guint             n_refused;
  GQueue            recent;
} ParlorTestCrowd;

ParlorTestCrowd *parlor_test_crowd_new (const char *config,
                                        guint       n_actors,
                                        guint32     seed);
void             parlor_test_crowd_free (ParlorTestCrowd *self);

gboolean parlor_test_crowd_chance (ParlorTestCrowd *self,
                                   guint            percent);
guint    parlor_test_crowd_pick (ParlorTestCrowd *self,
                                 guint            n);
void     parlor_test_crowd_fail (ParlorTestCrowd *self,
                                 const char      *format,
                                 ...) G_GNUC_PRINTF (2, 3) G_GNUC_NORETURN;

void     parlor_test_crowd_connect (ParlorTestCrowd *self,
                                    ParlorTestActor *actor);
void     parlor_test_crowd_lose (ParlorTestCrowd *self,
                                 ParlorTestActor *actor);
void     parlor_test_crowd_kill_server (ParlorTestCrowd *self);
gpointer parlor_test_actor_wait (ParlorTestActor  *self,
                                 gint64            tag,
                                 ParlorPacketType *ret_type);
void     parlor_test_actor_settle (ParlorTestActor *self);
void     parlor_test_actor_fill_in (ParlorTestActor *self,
                                    ParlorTestRoom  *room,
                                    gint64           from);

void parlor_test_crowd_judge (ParlorTestCrowd *self,
                              ParlorTestActor *actor,
                              ParlorPacketType type,
                              gconstpointer    request,
                              ParlorPacketType answer_type,
                              gconstpointer    answer);
void parlor_test_crowd_act (ParlorTestCrowd *self,
                            ParlorTestActor *actor);
void parlor_test_crowd_burst (ParlorTestCrowd *self,
                              gboolean         is_killed);
void parlor_test_crowd_check (ParlorTestCrowd *self,
                              gboolean         is_thorough);

/* parlor-test-deeds.c */
gpointer parlor_test_deed_new (ParlorTestCrowd  *crowd,
                               ParlorTestActor  *actor,
                               ParlorPacketType *ret_type);
gpointer parlor_test_deed_new_send (ParlorTestCrowd *crowd,
                                    ParlorTestActor *actor);

G_END_DECLS
