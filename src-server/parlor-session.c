/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-session"

#include "parlor-session.h"

#include "parlor-services.h"

/**
 * parlor_session_new:
 * @services: what requests are carried out with
 * @peer: the connection
 *
 * Returns: (transfer full): a session that nobody has signed in to
 */
ParlorSession *
parlor_session_new (ParlorServices *services,
                    ParlorPeer     *peer)
{
  ParlorSession *self = g_new0 (ParlorSession, 1);

  self->services = services;
  self->peer = peer;
  self->n_refs = 1;
  self->number = ++services->last_session;
  self->since_ms = g_get_real_time () / 1000;
  if (parlor_peer_get_address (peer) == NULL) {
    self->is_local = TRUE;
    self->role = PARLOR_SERVER_ROLE_OWNER;
  }
  self->tokens = services->config->tokens_burst;
  self->tokens_at_us = g_get_monotonic_time ();
  g_queue_init (&self->requests);

  return self;
}

/**
 * parlor_session_ref:
 * @self: a session
 *
 * Returns: (transfer full): @self
 */
ParlorSession *
parlor_session_ref (ParlorSession *self)
{
  self->n_refs++;

  return self;
}

/**
 * parlor_session_unref:
 * @self: (transfer full): a session
 */
void
parlor_session_unref (ParlorSession *self)
{
  if (--self->n_refs > 0)
    return;

  g_assert (self->peer == NULL && self->seats == NULL);
  g_free (self->name);
  g_free (self->nick);
  g_free (self->token_hash);
  g_free (self->agent);
  g_free (self);
}

/**
 * parlor_session_close:
 * @self: (transfer full): a session whose peer has closed
 *
 * Requests under way go on; their answers reach nobody.
 */
void
parlor_session_close (ParlorSession *self)
{
  parlor_hub_remove (self->services->hub, self);
  parlor_peer_release (g_steal_pointer (&self->peer));
  parlor_session_unref (self);
}

/**
 * parlor_session_send:
 * @self: a session
 * @frame: what to send; dropped if the session is closed
 */
void
parlor_session_send (ParlorSession *self,
                     GBytes        *frame)
{
  if (self->peer != NULL)
    parlor_peer_send (self->peer, frame);
}

/**
 * parlor_session_sign_in:
 * @self: a session that nobody has signed in to
 * @account: (transfer none): who signs in
 * @role: role on the server
 * @token_hash: of the device's token
 */
void
parlor_session_sign_in (ParlorSession             *self,
                        const ParlorAccountPacket *account,
                        ParlorServerRole           role,
                        const char                *token_hash)
{
  self->account = account->account;
  self->name = g_strdup (account->name);
  self->nick = g_strdup (account->nick);
  self->role = role;
  self->token_hash = g_strdup (token_hash);

  if (self->peer != NULL) {
    parlor_peer_set_signed_in (self->peer);
    parlor_listener_signed_in (self->services->listener);
  }
}

/**
 * parlor_session_get_account:
 * @self: a session that somebody is signed in to
 * @ret_account: (out caller-allocates) (transfer none): who
 */
void
parlor_session_get_account (ParlorSession       *self,
                            ParlorAccountPacket *ret_account)
{
  *ret_account = (ParlorAccountPacket){ .account = self->account,
                                        .name = self->name,
                                        .nick = self->nick };
}

static void
request_free (ParlorRequest *request)
{
  request->session->services->n_requests--;
  parlor_packet_free (request->type, request->packet);
  g_clear_pointer (&request->answer, g_bytes_unref);
  parlor_session_unref (request->session);
  g_free (request);
}

static void
send_answers (ParlorSession *self)
{
  ParlorRequest *first;

  while ((first = g_queue_peek_head (&self->requests)) != NULL && first->answer != NULL) {
    g_queue_pop_head (&self->requests);
    if (self->peer != NULL) {
      parlor_peer_send (self->peer, first->answer);
      parlor_peer_request_done (self->peer);
    }
    request_free (first);
  }

  if (self->is_ending && self->peer != NULL && self->requests.length == 0)
    parlor_peer_disconnect (self->peer);
}

/**
 * parlor_session_end:
 * @self: a session
 *
 * Has it hear nothing more, and ends it once what was asked is answered.
 */
void
parlor_session_end (ParlorSession *self)
{
  self->is_ending = TRUE;
  parlor_hub_remove (self->services->hub, self);
  send_answers (self);
}

static void
end_with (ParlorSession *self,
          GBytes        *goodbye)
{
  if (self->is_ending)
    return;

  parlor_session_send (self, goodbye);
  parlor_session_end (self);
}

/**
 * parlor_session_dismiss:
 * @self: a session
 * @code: why it is ended, for programs
 * @text: why, for people; see parlor_refuse()
 *
 * Says goodbye, and ends the session as parlor_session_end() does.
 */
void
parlor_session_dismiss (ParlorSession *self,
                        const char    *code,
                        const char    *text)
{
  ParlorGoodbyePacket goodbye = { .code = (char *) code, .text = (char *) text };
  g_autoptr (GBytes)  frame = parlor_packet_encode (PARLOR_PACKET_GOODBYE, &goodbye);

  end_with (self, frame);
}

/**
 * parlor_sessions_dismiss:
 * @services: whose sessions
 * @filter: which of them
 * @user_data: for @filter
 * @code: see parlor_session_dismiss()
 * @text: see parlor_session_dismiss()
 */
void
parlor_sessions_dismiss (ParlorServices     *services,
                         ParlorSessionFilter filter,
                         gconstpointer       user_data,
                         const char         *code,
                         const char         *text)
{
  GHashTableIter iter;
  gpointer       session;

  g_hash_table_iter_init (&iter, services->sessions);
  while (g_hash_table_iter_next (&iter, &session, NULL))
    if (filter (session, user_data))
      parlor_session_dismiss (session, code, text);
}

/**
 * parlor_sessions_dismiss_banned:
 * @services: whose sessions
 * @filter: which of them
 * @user_data: for @filter
 * @ban: of which they are told: see parlor_server_bans_describe()
 */
void
parlor_sessions_dismiss_banned (ParlorServices     *services,
                                ParlorSessionFilter filter,
                                gconstpointer       user_data,
                                const GError       *ban)
{
  g_autoptr (GBytes) goodbye = parlor_refusal_encode_goodbye (ban);
  GHashTableIter     iter;
  gpointer           session;

  g_hash_table_iter_init (&iter, services->sessions);
  while (g_hash_table_iter_next (&iter, &session, NULL))
    if (filter (session, user_data))
      end_with (session, goodbye);
}

/* Answers leave in the order of the requests: one that is ready early waits. */
static void
take_answer (ParlorRequest *request,
             GBytes        *answer)
{
  ParlorSession *session = parlor_session_ref (request->session);

  g_assert (request->answer == NULL);
  request->answer = answer;
  send_answers (session);
  parlor_session_unref (session);
}

static gint64
tag_of (ParlorRequest *request)
{
  return *(gint64 *) request->packet;
}

/**
 * parlor_request_answer:
 * @request: (transfer full): a request
 * @type: the type of @packet
 * @packet: (transfer none): the answer; its tag is set
 */
void
parlor_request_answer (ParlorRequest   *request,
                       ParlorPacketType type,
                       gpointer         packet)
{
  *(gint64 *) packet = tag_of (request);
  take_answer (request, parlor_packet_encode (type, packet));
}

/**
 * parlor_request_ok:
 * @request: (transfer full): a request that was carried out
 */
void
parlor_request_ok (ParlorRequest *request)
{
  ParlorOkPacket ok = { 0 };

  parlor_request_answer (request, PARLOR_PACKET_OK, &ok);
}

/**
 * parlor_request_refuse:
 * @request: (transfer full): a request
 * @error: why it is not carried out, see parlor_refuse()
 */
void
parlor_request_refuse (ParlorRequest *request,
                       const GError  *error)
{
  take_answer (request, parlor_refusal_encode (error, tag_of (request)));
}

/**
 * parlor_request_refuse_with:
 * @request: (transfer full): a request
 * @code: see parlor_refuse()
 * @field: (nullable): see parlor_refuse()
 * @text: see parlor_refuse()
 */
void
parlor_request_refuse_with (ParlorRequest *request,
                            ParlorRefused  code,
                            const char    *field,
                            const char    *text)
{
  g_autoptr (GError) error = NULL;

  parlor_refuse (&error, code, field, text);
  parlor_request_refuse (request, error);
}

static gboolean
take_tokens (ParlorSession *self,
             guint          cost,
             GError       **error)
{
  const ParlorConfig *config = self->services->config;
  gint64              now_us = g_get_monotonic_time ();
  double              gained = (now_us - self->tokens_at_us) * 1e-6 * config->tokens_per_s;

  self->tokens = MIN (self->tokens + gained, config->tokens_burst);
  self->tokens_at_us = now_us;
  if (self->is_local)
    return TRUE;

  if (self->tokens < cost)
    return parlor_refuse_for (error, PARLOR_REFUSED_TOO_FAST,
                              (cost - self->tokens) * 1000 / config->tokens_per_s + 1,
                              N_ ("Too many requests at once. Wait a moment."));

  self->tokens -= cost;

  return TRUE;
}

/* The machine's own administrator has no account: what people do for themselves
 * is not for a local session. */
static gboolean
may_ask_locally (ParlorPacketType type,
                 GError         **error)
{
  static const ParlorPacketType others[] = {
    PARLOR_PACKET_HELLO,
    PARLOR_PACKET_PING,
    PARLOR_PACKET_INVITE_LINKS,
    PARLOR_PACKET_CREATE_INVITE_LINK,
    PARLOR_PACKET_AUDIT,
    PARLOR_PACKET_REVOKE_INVITE_LINK,
  };

  if (parlor_packet_info (type)->access >= PARLOR_ADMIN)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i] == type)
      return TRUE;

  return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "type",
                        N_ ("This is for people with an account, who sign in over TLS."));
}

static gboolean
may_ask (ParlorSession   *self,
         ParlorPacketType type,
         GError         **error)
{
  const ParlorPacketInfo *info = parlor_packet_info (type);

  if (info->sender != PARLOR_SENDER_CLIENT)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_PACKET, "type",
                          N_ ("Only the server sends this packet."));
  if (self->is_ending)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_NOW, "type",
                          N_ ("This session was signed out."));
  if (self->is_local)
    return may_ask_locally (type, error);
  if (!self->has_said_hello && type != PARLOR_PACKET_HELLO)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_NOW, "type", N_ ("The first packet is hello."));
  if (info->access != PARLOR_ANYONE && self->account == 0)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_NOW, "type", N_ ("Sign in first."));
  if (info->access == PARLOR_LOCAL)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, NULL,
                          N_ ("This is for parlor-server admin, on the server's own machine."));
  if (info->access == PARLOR_ADMIN && self->role < PARLOR_SERVER_ROLE_ADMIN)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, NULL,
                          N_ ("Only an administrator may do this."));

  return TRUE;
}

/**
 * parlor_session_take:
 * @self: a session
 * @event: a packet that came; its packet is taken
 * @handlers: (array fixed-size=PARLOR_N_PACKETS): who carries out what
 *
 * Checks whether the packet may be sent now, and has it carried out.
 */
void
parlor_session_take (ParlorSession         *self,
                     const ParlorPeerEvent *event,
                     const ParlorHandler   *handlers)
{
  ParlorRequest     *request = g_new0 (ParlorRequest, 1);
  g_autoptr (GError) error = NULL;
  guint              cost = parlor_packet_info (event->type)->cost;

  request->session = parlor_session_ref (self);
  request->type = event->type;
  request->packet = event->packet;
  g_queue_push_tail (&self->requests, request);
  self->services->n_requests++;

  if (!take_tokens (self, MAX (cost, 1), &error))
    parlor_request_refuse (request, error);
  else if (event->kind == PARLOR_PEER_BAD_PACKET)
    take_answer (request, parlor_packet_encode (PARLOR_PACKET_ERROR, event->packet));
  else if (!may_ask (self, event->type, &error))
    parlor_request_refuse (request, error);
  else if (handlers[event->type] == NULL)
    parlor_request_refuse_with (request, PARLOR_REFUSED_NOT_FOUND, "type",
                                N_ ("This server cannot carry this out."));
  else
    handlers[event->type](request);
}
