/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The account that is remembered: starting with it, its certificate, and
 * leaving it. */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

#include "parlor-strings.h"

#include <glib/gi18n.h>

static void
on_snapshot (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask)    task = user_data;
  ParlorClient        *self = g_task_get_source_object (task);
  ParlorCacheSnapshot *snapshot;
  GError              *error = NULL;

  snapshot = parlor_cache_load_finish (PARLOR_CACHE (source), result, &error);
  if (snapshot == NULL) {
    g_task_return_error (task, error);
    return;
  }

  if (!self->is_loaded && !self->is_closed) {
    self->is_loaded = TRUE;
    g_free (self->epoch);
    self->epoch = g_steal_pointer (&snapshot->epoch);
    parlor_client_show_snapshot (self, snapshot);
  }
  parlor_cache_snapshot_free (snapshot);
  g_task_return_boolean (task, TRUE);
}

/**
 * parlor_client_load_async:
 * @self: a client
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Fills the models from the cache, once.
 */
void
parlor_client_load_async (ParlorClient       *self,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, parlor_client_load_async);
  if (self->is_loaded) {
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }

  parlor_cache_load_async (self->cache, on_snapshot, task);
}

gboolean
parlor_client_load_finish (ParlorClient *self,
                           GAsyncResult *result,
                           GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * parlor_client_get_account_name:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): name of the account that is remembered
 */
const char *
parlor_client_get_account_name (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);

  return parlor_client_has_account (self) ? parlor_cache_get_account (self->cache)->name : NULL;
}

/**
 * parlor_client_dup_server_address:
 * @self: a client
 *
 * Returns: (transfer full) (nullable): where the account that is remembered is,
 *   as parlor_link_uri_parse_address() reads it
 */
char *
parlor_client_dup_server_address (ParlorClient *self)
{
  const ParlorCacheAccount *account;

  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);

  if (!parlor_client_has_account (self))
    return NULL;

  account = parlor_cache_get_account (self->cache);
  if (strchr (account->host, ':') != NULL)
    return g_strdup_printf ("[%s]:%u", account->host, account->port);

  return g_strdup_printf ("%s:%u", account->host, account->port);
}

/**
 * parlor_client_add_pin:
 * @self: a client
 * @server: whom to reach; its pin is set if one is remembered for it
 *
 * Somebody who signs in again by hand is not to come to another server either.
 */
void
parlor_client_add_pin (ParlorClient     *self,
                       ParlorLinkServer *server)
{
  const ParlorCacheAccount *account = parlor_cache_get_account (self->cache);

  if (account != NULL && account->port == server->port &&
      g_str_equal (account->host, server->host))
    server->pinned = account->pinned;
}

static void
connect_with_token (ParlorClient *self,
                    const char   *token)
{
  const ParlorCacheAccount *account = parlor_cache_get_account (self->cache);
  ParlorLinkServer          server = { account->host, account->port, account->pinned, NULL };

  parlor_set_string (&self->token, token);
  parlor_link_set_server (self->link, &server);
  parlor_link_start (self->link);
}

static void
on_token_found (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ParlorClient) self = user_data;
  g_autoptr (GError)       error = NULL;
  g_autofree char         *token = NULL;

  token = parlor_secrets_lookup_finish (PARLOR_SECRETS (source), result, &error);
  if (self->is_closed || self->signing_in != NULL || !parlor_client_has_account (self))
    return;

  if (error != NULL)
    parlor_client_set_secrets_error (self, error->message);
  if (token != NULL)
    connect_with_token (self, token);
  else
    parlor_client_emit_signed_out (self, error != NULL ? error->message
                                                       : _ ("You have to sign in again"));
}

static void
on_loaded_for_start (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  ParlorClient             *self = PARLOR_CLIENT (source);
  const ParlorCacheAccount *account;
  g_autoptr (GError)        error = NULL;
  g_autofree char          *server = NULL;

  if (!parlor_client_load_finish (self, result, &error))
    g_message ("The cache cannot be read: %s", error->message);
  if (self->is_closed)
    return;

  account = parlor_cache_get_account (self->cache);
  if (account == NULL)
    return;

  server = g_strdup_printf ("%s:%u", account->host, account->port);
  parlor_secrets_lookup_async (self->secrets, server, account->name, self->cancellable,
                               on_token_found, g_object_ref (self));
}

/**
 * parlor_client_start:
 * @self: a client that remembers an account
 *
 * Shows what the cache has, then connects and stays connected.  When there is
 * no token, #ParlorClient::signed-out tells so.
 */
void
parlor_client_start (ParlorClient *self)
{
  g_return_if_fail (PARLOR_IS_CLIENT (self));
  g_return_if_fail (parlor_client_has_account (self));

  parlor_client_load_async (self, on_loaded_for_start, NULL);
}

/**
 * parlor_client_reconnect:
 * @self: a client
 *
 * Tries again now instead of after the back-off.
 */
void
parlor_client_reconnect (ParlorClient *self)
{
  g_return_if_fail (PARLOR_IS_CLIENT (self));

  if (self->token != NULL && parlor_link_get_server (self->link)->host != NULL)
    parlor_link_start (self->link);
}

/**
 * parlor_client_accept_certificate:
 * @self: a client whose server showed another certificate than before
 *
 * Pins #ParlorClient:offered-fingerprint and connects again.
 */
void
parlor_client_accept_certificate (ParlorClient *self)
{
  const ParlorCacheAccount *old;
  ParlorCacheAccount        account;

  g_return_if_fail (PARLOR_IS_CLIENT (self));

  old = parlor_cache_get_account (self->cache);
  if (old == NULL || self->offered_fingerprint == NULL)
    return;

  account = *old;
  account.pinned = parlor_link_is_signed (self->link) ? NULL : self->offered_fingerprint;
  parlor_cache_save_account (self->cache, &account);
  parlor_client_notify (self, "pinned-fingerprint");

  if (self->token != NULL) {
    g_autofree char *token = g_strdup (self->token);

    connect_with_token (self, token);
  }
}

static void
empty_folder (ParlorClient *self,
              const char   *folder)
{
  g_autofree char *path = g_build_filename (self->data_dir, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char      *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    if (unlink (file) != 0)
      g_message ("Cannot remove %s", file);
  }
}

/**
 * parlor_client_forget:
 * @self: a client
 *
 * Forgets all that belongs to the account: it is of no use to another one, and
 * not its business.
 */
void
parlor_client_forget (ParlorClient *self)
{
  parlor_outbox_clear (self->outbox);
  parlor_client_drop_downloads (self);
  parlor_client_clear_models (self);
  parlor_cache_forget_account (self->cache);
  empty_folder (self, "outbox");
  empty_folder (self, "files");

  g_clear_object (&self->self_account);
  g_clear_pointer (&self->epoch, g_free);
}

static void
on_token_cleared (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError           *error = NULL;

  if (parlor_secrets_clear_finish (PARLOR_SECRETS (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes @task. */
static void
forget_here (ParlorClient *self,
             GTask        *task)
{
  const ParlorCacheAccount *account = parlor_cache_get_account (self->cache);
  g_autofree char          *server = NULL;
  g_autofree char          *name = NULL;

  if (account != NULL) {
    server = g_strdup_printf ("%s:%u", account->host, account->port);
    name = g_strdup (account->name);
  }

  parlor_link_stop (self->link);
  parlor_client_forget (self);
  g_clear_pointer (&self->token, g_free);
  parlor_client_notify (self, "self");
  parlor_client_notify (self, "has-account");
  parlor_client_notify (self, "server-name");
  parlor_client_notify (self, "pinned-fingerprint");

  if (server != NULL) {
    parlor_secrets_clear_async (self->secrets, server, name, NULL, on_token_cleared, task);
  } else {
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
  }
}

/* Whatever the server says: one wants to be gone. */
static void
on_signed_out (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  ParlorClient    *self = PARLOR_CLIENT (source);
  GTask           *task = user_data;
  ParlorPacketType type;
  gpointer         packet;

  packet = parlor_client_request_finish (self, result, &type, NULL);
  if (packet != NULL)
    parlor_packet_free (type, packet);

  forget_here (self, task);
}

/**
 * parlor_client_sign_out_async:
 * @self: a client
 * @cancellable: (nullable): gives up waiting for the server
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Forgets the token, the account, its cache and its files, here and, when the
 * link is up, on the server.
 */
void
parlor_client_sign_out_async (ParlorClient       *self,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (PARLOR_IS_CLIENT (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, parlor_client_sign_out_async);

  if (parlor_client_is_online (self))
    parlor_client_request_async (self, PARLOR_PACKET_SIGN_OUT,
                                 parlor_packet_new (PARLOR_PACKET_SIGN_OUT), cancellable,
                                 on_signed_out, task);
  else
    forget_here (self, task);
}

/**
 * parlor_client_sign_out_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether nothing is left; one is signed out in any case
 */
gboolean
parlor_client_sign_out_finish (ParlorClient *self,
                               GAsyncResult *result,
                               GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
