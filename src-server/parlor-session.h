/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-io.h"
#include "parlor-refusal.h"

G_BEGIN_DECLS

typedef struct _ParlorRequest  ParlorRequest;
typedef struct _ParlorSession  ParlorSession;
typedef struct _ParlorServices ParlorServices;

/**
 * ParlorHandler:
 * @request: (transfer full): what was asked
 *
 * Carries out a request, now or later: on the main thread, one of the functions
 * that answer must be called once.
 */
typedef void (*ParlorHandler) (ParlorRequest *request);

/**
 * ParlorSessionFilter:
 * @session: a session whose peer is open
 * @user_data: what was given
 *
 * Returns: whether @session is one of those that are meant
 */
typedef gboolean (*ParlorSessionFilter) (ParlorSession *session,
                                         gconstpointer  user_data);

/**
 * ParlorSession:
 *
 * What the main thread knows of a connection.  It lives until the peer has
 * closed and the last request is answered.
 */
struct _ParlorSession
{
  ParlorServices *services;
  ParlorPeer     *peer; /* NULL once closed */
  guint           n_refs;

  gint64           number; /* of the session, never given twice while the server runs */
  gint64           since_ms;
  char            *agent;   /* or NULL */
  gint64           account; /* 0 before sign-in */
  char            *name;
  char            *nick;
  ParlorServerRole role;
  char            *token_hash;
  ParlorPresence   presence; /* unknown until the client tells: online */

  GQueue     requests; /* in the order in which they came */
  GPtrArray *seats;    /* the hub's, as the next one */
  GPtrArray *watches;
  double     tokens;
  gint64     tokens_at_us;

  guint has_said_hello : 1;
  guint is_signing_in : 1;
  guint is_in_hub : 1;
  guint is_ending : 1;
  guint wants_people : 1;
  guint is_local : 1; /* of the machine's own administrator, who has no account */
};

/**
 * ParlorRequest:
 * @session: (transfer full): whose
 * @type: of @packet
 * @packet: (transfer full): what was sent
 *
 * A packet of a client that waits for its answer.
 */
struct _ParlorRequest
{
  ParlorSession   *session;
  ParlorPacketType type;
  gpointer         packet;
  GBytes          *answer; /* until its turn has come */
};

ParlorSession *parlor_session_new (ParlorServices *services,
                                   ParlorPeer     *peer);
ParlorSession *parlor_session_ref (ParlorSession *self);
void           parlor_session_unref (ParlorSession *self);
void           parlor_session_close (ParlorSession *self);
void           parlor_session_take (ParlorSession         *self,
                                    const ParlorPeerEvent *event,
                                    const ParlorHandler   *handlers);
void           parlor_session_end (ParlorSession *self);
void           parlor_session_dismiss (ParlorSession *self,
                                       const char    *code,
                                       const char    *text);
void           parlor_sessions_dismiss (ParlorServices     *services,
                                        ParlorSessionFilter filter,
                                        gconstpointer       user_data,
                                        const char         *code,
                                        const char         *text);
void           parlor_sessions_dismiss_banned (ParlorServices     *services,
                                               ParlorSessionFilter filter,
                                               gconstpointer       user_data,
                                               const GError       *ban);
void           parlor_session_send (ParlorSession *self,
                                    GBytes        *frame);
void           parlor_session_sign_in (ParlorSession             *self,
                                       const ParlorAccountPacket *account,
                                       ParlorServerRole           role,
                                       const char                *token_hash);
void           parlor_session_get_account (ParlorSession       *self,
                                           ParlorAccountPacket *ret_account);

void parlor_request_answer (ParlorRequest   *request,
                            ParlorPacketType type,
                            gpointer         packet);
void parlor_request_ok (ParlorRequest *request);
void parlor_request_refuse (ParlorRequest *request,
                            const GError  *error);
void parlor_request_refuse_with (ParlorRequest *request,
                                 ParlorRefused  code,
                                 const char    *field,
                                 const char    *text);

G_END_DECLS
