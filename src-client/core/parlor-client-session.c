/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From nothing to online: reading the cache, finding the token, hello, signing
 * in or registering, resume.  And the way back. */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

#include "parlor-account-private.h"
#include "parlor-strings.h"

#include <glib/gi18n.h>

#define AGENT "Parlor " PARLOR_VERSION

/* What a person typed to sign in, until it is done. */
typedef struct
{
  ParlorLinkUri   *server;
  char            *name;
  char            *password;
  ParlorSignInMode mode;
  gboolean         is_signed_in;
} Credentials;

static void
credentials_free (gpointer data)
{
  Credentials *credentials = data;

  parlor_link_uri_free (credentials->server);
  g_free (credentials->name);
  if (credentials->password != NULL)
    explicit_bzero (credentials->password, strlen (credentials->password));
  g_free (credentials->password);
  g_free (credentials);
}

static ParlorLinkUri *
copy_server (const ParlorLinkUri *server)
{
  ParlorLinkUri *copy = g_memdup2 (server, sizeof *server);

  copy->host = g_strdup (server->host);
  copy->fingerprint = g_strdup (server->fingerprint);
  copy->invite = g_strdup (server->invite);
  copy->conversation = g_strdup (server->conversation);

  return copy;
}

static char *
describe_server (const ParlorLinkServer *server)
{
  return g_strdup_printf ("%s:%u", server->host, server->port);
}

/**
 * parlor_client_is_online:
 * @self: a client
 *
 * Returns: whether requests can be made
 */
gboolean
parlor_client_is_online (ParlorClient *self)
{
  return parlor_link_get_state (self->link) == PARLOR_LINK_ONLINE;
}

static void
end_signing_in (ParlorClient *self)
{
  if (self->signing_in_cancelled != NULL) {
    g_source_destroy (self->signing_in_cancelled);
    g_clear_pointer (&self->signing_in_cancelled, g_source_unref);
  }
  g_clear_object (&self->signing_in);
}

/**
 * parlor_client_return_signing_in:
 * @self: a client
 * @error: (transfer full) (nullable): why not; %NULL tells that it went well
 *
 * Ends the waiting of whoever waits for signing in.
 */
void
parlor_client_return_signing_in (ParlorClient *self,
                                 GError       *error)
{
  g_autoptr (GTask) task = NULL;

  if (self->signing_in == NULL) {
    g_clear_error (&error);
    return;
  }

  task = g_object_ref (self->signing_in);
  end_signing_in (self);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * parlor_client_fail_signing_in:
 * @self: a client
 * @error: why there is no connection
 *
 * Tells whoever waits for signing in, if somebody does.  Once the account is
 * remembered, a connection that breaks is a matter of the link alone.
 */
void
parlor_client_fail_signing_in (ParlorClient *self,
                               const GError *error)
{
  Credentials *credentials;
  GError      *copy; /* stopping forgets the link's */

  if (self->signing_in == NULL)
    return;

  credentials = g_task_get_task_data (self->signing_in);
  if (credentials->is_signed_in) {
    parlor_client_return_signing_in (self, NULL);
    return;
  }

  copy = g_error_copy (error);
  parlor_link_stop (self->link);
  parlor_client_return_signing_in (self, copy);
}

/* The token is no longer good. */
static void
sign_out_here (ParlorClient *self,
               const GError *error)
{
  g_clear_pointer (&self->token, g_free);
  parlor_link_refuse (self->link, error);
  parlor_client_emit_signed_out (self, error->message);
}

/* The server said no to hello, to signing in, or to resume. */
static void
on_refused (ParlorClient            *self,
            const ParlorErrorPacket *packet)
{
  g_autoptr (GError) error = parlor_client_error_of_packet (packet);

  if (self->signing_in != NULL) {
    parlor_client_fail_signing_in (self, error);
  } else if (parlor_client_error_is_transient (packet)) {
    parlor_link_set_min_wait_ms (self->link, packet->retry_ms);
    parlor_link_lose (self->link, error);
  } else if (error->code == PARLOR_CLIENT_ERROR_WRONG_PASSWORD) {
    sign_out_here (self, error);
  } else {
    parlor_link_refuse (self->link, error);
  }
}

/* One step of the conversation that opens a session.  Returns the answer if it
 * is of the type expected, to be freed, or NULL after having dealt with it. */
static gpointer
finish_step (ParlorClient    *self,
             GObject         *source,
             GAsyncResult    *result,
             ParlorPacketType expected)
{
  g_autoptr (GError) error = NULL;
  ParlorPacketType   type;
  gpointer           packet;

  packet = parlor_channel_request_finish (PARLOR_CHANNEL (source), result, &type, &error);
  if (packet == NULL) {
    /* The link knows already, unless the answer made no sense. */
    if (parlor_link_get_channel (self->link) == PARLOR_CHANNEL (source))
      parlor_link_lose (self->link, error);
    return NULL;
  }

  if (parlor_link_get_channel (self->link) == PARLOR_CHANNEL (source)) {
    if (type == expected)
      return packet;

    if (type == PARLOR_PACKET_ERROR) {
      on_refused (self, packet);
    } else {
      error = parlor_client_error_new_nonsense ();
      parlor_link_lose (self->link, error);
    }
  }
  parlor_packet_free (type, packet);

  return NULL;
}

static void
step (ParlorClient       *self,
      ParlorPacketType    type,
      gpointer            packet,
      GAsyncReadyCallback callback)
{
  parlor_channel_request_async (parlor_link_get_channel (self->link), type, packet, NULL, callback,
                                g_object_ref (self));
}

static void
on_token_stored (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (ParlorClient) self = user_data;
  g_autoptr (GError)       error = NULL;

  parlor_secrets_store_finish (PARLOR_SECRETS (source), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    parlor_client_set_secrets_error (self, error != NULL ? error->message : NULL);
}

static void
store_token (ParlorClient *self,
             const char   *name,
             const char   *token)
{
  g_autofree char *server = describe_server (parlor_link_get_server (self->link));

  parlor_set_string (&self->token, token);
  parlor_secrets_store_async (self->secrets, server, name, token, self->cancellable,
                              on_token_stored, g_object_ref (self));
}

/**
 * parlor_client_set_secrets:
 * @self: a client
 * @secrets: where the device token is kept from now on
 *
 * Keeps the token there that is in use, if one is.
 */
void
parlor_client_set_secrets (ParlorClient  *self,
                           ParlorSecrets *secrets)
{
  g_autofree char *token = NULL;

  g_return_if_fail (PARLOR_IS_CLIENT (self));
  g_return_if_fail (PARLOR_IS_SECRETS (secrets));

  g_set_object (&self->secrets, secrets);
  token = g_strdup (self->token);
  if (token != NULL && parlor_client_has_account (self))
    store_token (self, parlor_client_get_account_name (self), token);
}

/* Another account than the cached one, or the same number on another server. */
static gboolean
is_other_account (ParlorClient              *self,
                  const ParlorAccountPacket *packet)
{
  const ParlorCacheAccount *account = parlor_cache_get_account (self->cache);
  const ParlorLinkServer   *server = parlor_link_get_server (self->link);

  return account != NULL && (account->id != packet->account || account->port != server->port ||
                             g_strcmp0 (account->host, server->host) != 0);
}

static void
save_account (ParlorClient              *self,
              const ParlorAccountPacket *packet)
{
  const ParlorCacheAccount *old = parlor_cache_get_account (self->cache);
  const ParlorLinkServer   *server = parlor_link_get_server (self->link);
  const char               *pinned = NULL;
  ParlorCacheAccount        account;

  /* Whoever accepted a fingerprint keeps to it; a signed certificate may be
   * renewed. */
  if (!parlor_link_is_signed (self->link))
    pinned = parlor_link_get_fingerprint (self->link);
  else if (server->pinned != NULL)
    pinned = server->pinned;

  account = (ParlorCacheAccount){ server->host,
                                  server->port,
                                  (char *) pinned,
                                  packet->account,
                                  packet->name,
                                  packet->nick,
                                  self->server_name != NULL ? self->server_name
                                  : old != NULL             ? old->server_name
                                                            : NULL };
  parlor_cache_save_account (self->cache, &account);
  parlor_client_notify (self, "has-account");
  parlor_client_notify (self, "server-name");
  parlor_client_notify (self, "pinned-fingerprint");
}

static void
take_self (ParlorClient              *self,
           const ParlorAccountPacket *packet)
{
  ParlorAccount *account = parlor_client_ensure_account (self, packet);

  parlor_account_set_presence (account, PARLOR_PRESENCE_ONLINE);
  if (self->self_account == account)
    return;

  if (self->self_account != NULL)
    parlor_account_set_is_self (self->self_account, FALSE);
  g_set_object (&self->self_account, account);
  parlor_account_set_is_self (account, TRUE);
  parlor_client_notify (self, "self");
}

static void
on_resumed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ParlorClient) self = user_data;
  ParlorResumedPacket     *resumed;

  resumed = finish_step (self, source, result, PARLOR_PACKET_RESUMED);
  if (resumed == NULL)
    return;

  parlor_client_end_resume (self, resumed);
  parlor_packet_free (PARLOR_PACKET_RESUMED, resumed);

  parlor_link_accept (self->link);
  parlor_client_return_signing_in (self, NULL);
  parlor_client_resume_reading (self);
  parlor_client_load_people (self);
  parlor_client_load_blocks (self);
  parlor_outbox_pump (self->outbox);
  parlor_client_pump_downloads (self);
}

static void
resume (ParlorClient *self)
{
  step (self, PARLOR_PACKET_RESUME, parlor_client_begin_resume (self), on_resumed);
}

static void
on_signed_in (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ParlorClient) self = user_data;
  ParlorSignedInPacket    *signed_in;
  ParlorAccountPacket     *account;

  signed_in = finish_step (self, source, result, PARLOR_PACKET_SIGNED_IN);
  if (signed_in == NULL)
    return;

  account = signed_in->account;
  if (is_other_account (self, account))
    parlor_client_forget (self);

  self->server_role = signed_in->server_role;
  take_self (self, account);
  save_account (self, account);
  if (signed_in->token != NULL)
    store_token (self, account->name, signed_in->token);
  if (self->signing_in != NULL)
    ((Credentials *) g_task_get_task_data (self->signing_in))->is_signed_in = TRUE;
  parlor_packet_free (PARLOR_PACKET_SIGNED_IN, signed_in);

  resume (self);
}

static void
sign_in_with_credentials (ParlorClient *self)
{
  const Credentials       *credentials = g_task_get_task_data (self->signing_in);
  ParlorRegisterPacket    *registering;
  ParlorSignInGuestPacket *guest;
  ParlorSignInPacket      *signing_in;

  if (credentials->mode == PARLOR_SIGN_IN_REGISTER) {
    registering = parlor_packet_new (PARLOR_PACKET_REGISTER);
    registering->name = g_strdup (credentials->name);
    registering->password = g_strdup (credentials->password);
    registering->invite = g_strdup (credentials->server->invite);
    registering->device = g_strdup (AGENT);
    step (self, PARLOR_PACKET_REGISTER, registering, on_signed_in);
  } else if (credentials->mode == PARLOR_SIGN_IN_GUEST) {
    guest = parlor_packet_new (PARLOR_PACKET_SIGN_IN_GUEST);
    guest->nick = g_strdup (credentials->name);
    guest->device = g_strdup (AGENT);
    step (self, PARLOR_PACKET_SIGN_IN_GUEST, guest, on_signed_in);
  } else {
    signing_in = parlor_packet_new (PARLOR_PACKET_SIGN_IN);
    signing_in->name = g_strdup (credentials->name);
    signing_in->password = g_strdup (credentials->password);
    signing_in->device = g_strdup (AGENT);
    step (self, PARLOR_PACKET_SIGN_IN, signing_in, on_signed_in);
  }
}

static void
sign_in_with_token (ParlorClient *self)
{
  ParlorSignInTokenPacket *packet = parlor_packet_new (PARLOR_PACKET_SIGN_IN_TOKEN);

  packet->token = g_strdup (self->token);
  step (self, PARLOR_PACKET_SIGN_IN_TOKEN, packet, on_signed_in);
}

/* To be told before one has chosen a name, as far as that goes. */
static GError *
check_registration (ParlorClient              *self,
                    const ParlorWelcomePacket *welcome)
{
  const Credentials *credentials = g_task_get_task_data (self->signing_in);

  if (credentials->mode != PARLOR_SIGN_IN_REGISTER || credentials->server->invite != NULL ||
      welcome->registration != PARLOR_REGISTRATION_INVITE)
    return NULL;

  return g_error_new (PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_CLOSED, "%s%s%s",
                      _ ("New accounts on this server take an invite link. Ask somebody who is "
                         "there for one, and put it in the place of the address."),
                      welcome->guests ? "\n" : "",
                      welcome->guests ? _ ("Guests are welcome, too.") : "");
}

static void
on_welcome (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ParlorClient) self = user_data;
  g_autoptr (GError)       error = NULL;
  ParlorWelcomePacket     *welcome;
  gboolean                 is_waiting;

  welcome = finish_step (self, source, result, PARLOR_PACKET_WELCOME);
  if (welcome == NULL)
    return;

  parlor_set_string (&self->server_name, welcome->server_name);
  if (welcome->upload_max_bytes > 0)
    self->upload_max_bytes = welcome->upload_max_bytes;

  /* A person who waits and has signed in already waits for resume only. */
  is_waiting = self->signing_in != NULL &&
               !((Credentials *) g_task_get_task_data (self->signing_in))->is_signed_in;
  if (is_waiting)
    error = check_registration (self, welcome);
  parlor_packet_free (PARLOR_PACKET_WELCOME, welcome);

  if (error != NULL)
    parlor_client_fail_signing_in (self, error);
  else if (is_waiting)
    sign_in_with_credentials (self);
  else
    sign_in_with_token (self);
}

/**
 * parlor_client_open_session:
 * @self: a client whose link is connected
 *
 * Says hello, signs in, and resumes.
 */
void
parlor_client_open_session (ParlorClient *self)
{
  ParlorHelloPacket *hello = parlor_packet_new (PARLOR_PACKET_HELLO);

  hello->version = PARLOR_PROTOCOL_VERSION;
  hello->agent = g_strdup (AGENT);
  step (self, PARLOR_PACKET_HELLO, hello, on_welcome);
}

static gboolean
on_signing_in_cancelled (GCancellable *cancellable,
                         gpointer      user_data)
{
  ParlorClient      *self = user_data;
  g_autoptr (GError) error = NULL;

  g_cancellable_set_error_if_cancelled (cancellable, &error);
  parlor_client_fail_signing_in (self, error);

  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (ParlorClient *self,
                   GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;

  self->signing_in_cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->signing_in_cancelled, G_SOURCE_FUNC (on_signing_in_cancelled), self,
                         NULL);
  g_source_attach (self->signing_in_cancelled, NULL);
}

static void
on_loaded_for_signing_in (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  ParlorClient      *self = PARLOR_CLIENT (source);
  const Credentials *credentials;
  ParlorLinkServer   server;
  g_autoptr (GError) error = NULL;

  if (!parlor_client_load_finish (self, result, &error)) {
    if (self->signing_in != NULL)
      parlor_client_fail_signing_in (self, error);
    return;
  }
  if (self->signing_in == NULL)
    return;

  credentials = g_task_get_task_data (self->signing_in);
  server = (ParlorLinkServer){ credentials->server->host, credentials->server->port, NULL,
                               credentials->server->fingerprint };
  parlor_client_add_pin (self, &server);
  parlor_link_set_server (self->link, &server);
  parlor_link_start (self->link);
}

/**
 * parlor_client_sign_in_async:
 * @self: a client that is offline
 * @server: where to; its fingerprint, if it has one, is trusted; its invite is
 *   used when registering
 * @name: name of the account; nick of a guest
 * @password: (nullable): its password; a guest has none
 * @mode: whether to make the account, or a guest's
 * @cancellable: (nullable): gives up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Connects, signs in or registers, fetches the conversations, and remembers the
 * account.  From then on the client stays connected.
 *
 * With %PARLOR_CLIENT_ERROR_CERTIFICATE, ask the person about
 * #ParlorClient:offered-fingerprint, put it into @server's fingerprint and try
 * again.
 */
void
parlor_client_sign_in_async (ParlorClient        *self,
                             const ParlorLinkUri *server,
                             const char          *name,
                             const char          *password,
                             ParlorSignInMode     mode,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Credentials *credentials;

  g_return_if_fail (PARLOR_IS_CLIENT (self));
  g_return_if_fail (self->signing_in == NULL);

  credentials = g_new0 (Credentials, 1);
  *credentials = (Credentials){ copy_server (server), g_strdup (name), g_strdup (password), mode };

  self->signing_in = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->signing_in, parlor_client_sign_in_async);
  g_task_set_task_data (self->signing_in, credentials, credentials_free);
  watch_cancellable (self, cancellable);

  parlor_link_stop (self->link);
  parlor_client_load_async (self, on_loaded_for_signing_in, NULL);
}

/**
 * parlor_client_sign_in_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for a #ParlorClientError
 *
 * Returns: whether one is signed in
 */
gboolean
parlor_client_sign_in_finish (ParlorClient *self,
                              GAsyncResult *result,
                              GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
