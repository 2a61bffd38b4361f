/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all ways to sign in have in common. */

#define G_LOG_DOMAIN "parlor-entering"

#include "parlor-entering.h"

#include "parlor-log.h"
#include "parlor-names.h"

#define MAX_DEVICES 100

static void
entering_free (ParlorEntering *self)
{
  parlor_events_free (self->events);
  g_free (self->name);
  g_free (self->nick);
  g_free (self->hash);
  g_free (self->device);
  g_free (self->invite);
  g_free (self->token);
  g_free (self->token_hash);
  g_clear_error (&self->ban);
  g_free (self);
}

/**
 * parlor_entering_new:
 * @request: (transfer full): what was asked
 *
 * Returns: (transfer full) (nullable): to be refused or finished; NULL after a
 *   refusal, since somebody is signed in on this connection already, or about to
 *   be, or its address is banned
 */
ParlorEntering *
parlor_entering_new (ParlorRequest *request)
{
  ParlorSession  *session = request->session;
  ParlorEntering *self;

  if (session->account != 0 || session->is_signing_in || session->is_local) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_NOT_NOW, "type",
                                N_ ("Somebody is signed in on this connection already."));
    return NULL;
  }

  session->is_signing_in = TRUE;
  self = g_new0 (ParlorEntering, 1);
  self->request = request;
  self->registration = session->services->config->registration;
  self->events = g_ptr_array_new ();

  /* It may have been banned after it was accepted, while it said hello to TLS. */
  self->ban =
    parlor_server_bans_check (session->services->bans, parlor_entering_get_address (self));
  if (self->ban != NULL) {
    parlor_entering_refuse (self, self->ban);
    return NULL;
  }

  return self;
}

/**
 * parlor_entering_refuse:
 * @self: (transfer full): somebody who wants to sign in
 * @error: why that is not possible, see parlor_refuse()
 */
void
parlor_entering_refuse (ParlorEntering *self,
                        const GError   *error)
{
  self->request->session->is_signing_in = FALSE;
  parlor_request_refuse (self->request, error);
  entering_free (self);
}

/**
 * parlor_entering_refuse_with:
 * @self: (transfer full): somebody who wants to sign in
 * @code: see parlor_refuse_for()
 * @retry_ms: see parlor_refuse_for()
 * @text: see parlor_refuse_for()
 */
void
parlor_entering_refuse_with (ParlorEntering *self,
                             ParlorRefused   code,
                             gint64          retry_ms,
                             const char     *text)
{
  g_autoptr (GError) error = NULL;

  parlor_refuse_for (&error, code, retry_ms, text);
  parlor_entering_refuse (self, error);
}

/**
 * parlor_entering_refuse_busy:
 * @self: (transfer full): somebody who wants to sign in while too much is to be hashed
 */
void
parlor_entering_refuse_busy (ParlorEntering *self)
{
  parlor_entering_refuse_with (self, PARLOR_REFUSED_BUSY, 2000,
                               N_ ("Many people are signing in. Try again in a moment."));
}

/**
 * parlor_entering_get_address:
 * @self: somebody who wants to sign in
 *
 * Returns: (transfer none): where from; nowhere once the connection has ended
 */
const char *
parlor_entering_get_address (ParlorEntering *self)
{
  ParlorPeer *peer = self->request->session->peer;

  return peer != NULL ? parlor_peer_get_address (peer) : "";
}

/**
 * parlor_entering_set_device:
 * @self: an attempt
 * @label: (nullable): what the device is to be called
 *
 * A label that cannot be shown as it is is as good as none.
 */
void
parlor_entering_set_device (ParlorEntering *self,
                            const char     *label)
{
  self->device = label != NULL ? parlor_status_prepare (label, NULL) : NULL;
}

/**
 * parlor_entering_make_token:
 * @self: somebody who signs in with a new device
 */
void
parlor_entering_make_token (ParlorEntering *self)
{
  self->token = parlor_token_new ();
  self->token_hash = parlor_token_hash (self->token);
}

/**
 * parlor_entering_insert_device:
 * @self: somebody who signs in with a new device
 * @db: the database, in a job
 * @error: return location for an error
 *
 * Remembers the device; the oldest ones of many are forgotten.  What others
 * call it is the beginning of the token's hash, which tells nothing of the token.
 *
 * Returns: whether that was possible
 */
gboolean
parlor_entering_insert_device (ParlorEntering *self,
                               ParlorDb       *db,
                               GError        **error)
{
  return parlor_db_exec (
           db,
           "INSERT INTO devices (token_hash, account, label, created_ms, used_ms, device) "
           "VALUES ($1, $2, $3, $4, $4, substr ($1, 1, 16))",
           PARLOR_PARAMS (parlor_text (self->token_hash), parlor_int (self->account),
                          parlor_text (self->device), parlor_int (g_get_real_time () / 1000)),
           NULL, NULL, error) &&
         parlor_db_exec (
           db,
           "DELETE FROM devices WHERE account = $1 AND token_hash NOT IN (SELECT "
           "token_hash FROM devices WHERE account = $1 ORDER BY created_ms DESC LIMIT $2)",
           PARLOR_PARAMS (parlor_int (self->account), parlor_int (MAX_DEVICES)), NULL, NULL,
           error);
}

/**
 * parlor_entering_take_row:
 * @row: a row of %PARLOR_ENTERING_COLUMNS
 * @self: a #ParlorEntering, who is then that account
 */
void
parlor_entering_take_row (const ParlorRow *row,
                          gpointer         self)
{
  ParlorEntering *entering = self;
  const char     *hash = parlor_row_text (row, 3);

  entering->account = parlor_row_int (row, 0);
  g_free (entering->name);
  g_free (entering->nick);
  g_free (entering->hash);
  g_clear_error (&entering->ban);
  entering->name = g_strdup (parlor_row_text (row, 1));
  entering->nick = g_strdup (parlor_row_text (row, 2));
  entering->hash = *hash != '\0' ? g_strdup (hash) : NULL;
  entering->role = parlor_row_int (row, 4);
  entering->is_guest = parlor_row_int (row, 5);
  if (parlor_row_int (row, 6) != 0)
    entering->ban = parlor_server_bans_describe (PARLOR_BANNED_ACCOUNT, parlor_row_text (row, 7),
                                                 parlor_row_int (row, 8));
}

/**
 * parlor_entering_finish:
 * @self: (transfer full): somebody who is signed in now, unless the account is banned
 */
void
parlor_entering_finish (ParlorEntering *self)
{
  ParlorSession       *session = self->request->session;
  ParlorAccountPacket  account = { .account = self->account,
                                   .name = self->name,
                                   .nick = self->nick,
                                   .presence = PARLOR_PRESENCE_ONLINE,
                                   .is_guest = self->is_guest };
  ParlorSignedInPacket signed_in = { 0, &account, self->role, self->token };

  if (self->role > PARLOR_SERVER_ROLE_USER)
    account.server_role = self->role;

  if (self->ban != NULL) {
    parlor_entering_refuse (self, self->ban);
    return;
  }

  session->is_signing_in = FALSE;
  if (session->peer != NULL)
    parlor_guard_passed (session->services->guard, parlor_peer_get_address (session->peer),
                         self->name);
  parlor_session_sign_in (session, &account, self->role, self->token_hash);
  for (guint i = 0; i < self->events->len; i++)
    parlor_hub_send_event (session->services->hub, self->events->pdata[i]);
  if (self->events->len > 0)
    parlor_hub_tell_changed (session->services->hub, &account);
  parlor_request_answer (self->request, PARLOR_PACKET_SIGNED_IN, &signed_in);
  entering_free (self);
}
