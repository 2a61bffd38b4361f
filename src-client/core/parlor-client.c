/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

#include "parlor-strings.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

/**
 * ParlorClient:
 *
 * One account on one server: its link, its models, its local cache and its
 * outbox.
 *
 * All of it lives on the main thread; the cache's worker and short-lived
 * threads for files get plain data only.  Whoever made it closes it.
 */
G_DEFINE_FINAL_TYPE (ParlorClient, parlor_client, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  PROP_STATUS_TEXT,
  PROP_SELF,
  PROP_SERVER_NAME,
  PROP_HAS_ACCOUNT,
  PROP_OFFERED_FINGERPRINT,
  PROP_PINNED_FINGERPRINT,
  PROP_SECRETS_ERROR,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum {
  SIGNED_OUT,
  PACKET_CAME,
  EVENT_APPLIED,
  CACHE_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
parlor_client_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ParlorClient *self = PARLOR_CLIENT (object);

  switch (prop_id) {
  case PROP_STATE:
    g_value_set_enum (value, parlor_client_get_state (self));
    break;
  case PROP_STATUS_TEXT:
    g_value_set_string (value, self->status_text);
    break;
  case PROP_SELF:
    g_value_set_object (value, self->self_account);
    break;
  case PROP_SERVER_NAME:
    g_value_set_string (value, parlor_client_get_server_name (self));
    break;
  case PROP_HAS_ACCOUNT:
    g_value_set_boolean (value, parlor_client_has_account (self));
    break;
  case PROP_OFFERED_FINGERPRINT:
    g_value_set_string (value, self->offered_fingerprint);
    break;
  case PROP_PINNED_FINGERPRINT:
    g_value_set_string (value, parlor_client_get_pinned_fingerprint (self));
    break;
  case PROP_SECRETS_ERROR:
    g_value_set_string (value, self->secrets_error);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_client_dispose (GObject *object)
{
  parlor_client_close (PARLOR_CLIENT (object));

  G_OBJECT_CLASS (parlor_client_parent_class)->dispose (object);
}

static void
parlor_client_finalize (GObject *object)
{
  ParlorClient *self = PARLOR_CLIENT (object);

  g_clear_object (&self->secrets);
  g_clear_object (&self->cache);
  g_clear_object (&self->link);
  g_clear_object (&self->outbox);
  g_clear_object (&self->self_account);
  g_object_unref (self->conversations);
  g_hash_table_unref (self->conversations_by_id);
  g_object_unref (self->people);
  g_hash_table_unref (self->people_by_id);
  g_hash_table_unref (self->people_by_name);
  g_object_unref (self->announcements);
  g_object_unref (self->invitations);
  g_hash_table_unref (self->told_invitations);
  g_hash_table_unref (self->present);
  g_hash_table_unref (self->told);
  g_hash_table_unref (self->holes);
  g_hash_table_unref (self->unsaved);
  g_ptr_array_unref (self->untold);
  g_hash_table_unref (self->downloads);
  g_clear_object (&self->images);
  g_object_unref (self->cancellable);
  g_free (self->data_dir);
  g_free (self->token);
  g_free (self->epoch);
  g_free (self->server_name);
  g_free (self->status_text);
  g_free (self->trouble_text);
  g_free (self->secrets_error);
  g_free (self->offered_fingerprint);

  G_OBJECT_CLASS (parlor_client_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  /**
   * ParlorClient:state:
   *
   * Where the link is on the way to the server.
   */
  props[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, PARLOR_TYPE_LINK_STATE, PARLOR_LINK_OFFLINE, flags);

  /**
   * ParlorClient:status-text: (nullable)
   *
   * What people are to know of the connection; %NULL while all is well.
   */
  props[PROP_STATUS_TEXT] =
    g_param_spec_string ("status-text", NULL, NULL, NULL, flags);

  /**
   * ParlorClient:self: (nullable)
   *
   * Who one is; %NULL before the first sign-in.
   */
  props[PROP_SELF] =
    g_param_spec_object ("self", NULL, NULL, PARLOR_TYPE_ACCOUNT, flags);

  /**
   * ParlorClient:server-name: (nullable)
   *
   * What the server calls itself, else its host.
   */
  props[PROP_SERVER_NAME] =
    g_param_spec_string ("server-name", NULL, NULL, NULL, flags);

  /**
   * ParlorClient:has-account:
   *
   * Whether an account is remembered: parlor_client_start() leads on.
   */
  props[PROP_HAS_ACCOUNT] =
    g_param_spec_boolean ("has-account", NULL, NULL, FALSE, flags);

  /**
   * ParlorClient:offered-fingerprint: (nullable)
   *
   * Of the certificate that was refused last.
   */
  props[PROP_OFFERED_FINGERPRINT] =
    g_param_spec_string ("offered-fingerprint", NULL, NULL, NULL, flags);

  /**
   * ParlorClient:pinned-fingerprint: (nullable)
   *
   * Of the certificate that was accepted; %NULL if it is a signed one.
   */
  props[PROP_PINNED_FINGERPRINT] =
    g_param_spec_string ("pinned-fingerprint", NULL, NULL, NULL, flags);

  /**
   * ParlorClient:secrets-error: (nullable)
   *
   * Why the device token could not be kept, for people: they will have to sign
   * in again after the next start.
   */
  props[PROP_SECRETS_ERROR] =
    g_param_spec_string ("secrets-error", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
install_signals (void)
{
  /**
   * ParlorClient::signed-out:
   * @self: the client
   * @text: why, for people
   *
   * The server no longer knows the token, or it could not be found: the person
   * has to sign in again.  What is cached stays.
   */
  signals[SIGNED_OUT] =
    g_signal_new ("signed-out", PARLOR_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * ParlorClient::packet:
   * @self: the client
   * @type: a #ParlorPacketType
   * @packet: (type gpointer): a struct of that type, the client's
   *
   * A packet has come from the server, and the models know of it.
   */
  signals[PACKET_CAME] =
    g_signal_new ("packet", PARLOR_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_POINTER);

  /**
   * ParlorClient::event-applied:
   * @self: the client
   * @conversation: where
   * @message: what: one's own, too, and of every kind
   *
   * Something happened, now or while one was away; in order, once, and not for
   * what is only read from history.
   */
  signals[EVENT_APPLIED] =
    g_signal_new ("event-applied", PARLOR_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, PARLOR_TYPE_CONVERSATION, PARLOR_TYPE_MESSAGE);

  /**
   * ParlorClient::cache-failed:
   * @self: the client
   * @text: why, for people
   *
   * Something could not be written to this computer's disk.
   */
  signals[CACHE_FAILED] =
    g_signal_new ("cache-failed", PARLOR_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parlor_client_class_init (ParlorClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlor_client_get_property;
  object_class->dispose = parlor_client_dispose;
  object_class->finalize = parlor_client_finalize;

  install_properties (object_class);
  install_signals ();
}

static void
parlor_client_init (ParlorClient *self)
{
  self->lock_fd = -1;
  self->conversations = g_list_store_new (PARLOR_TYPE_CONVERSATION);
  self->conversations_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->people = g_list_store_new (PARLOR_TYPE_ACCOUNT);
  self->present = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->people_by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->people_by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->announcements = g_list_store_new (PARLOR_TYPE_ANNOUNCEMENT);
  self->invitations = g_list_store_new (PARLOR_TYPE_INVITATION);
  self->told_invitations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->holes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->unsaved = g_hash_table_new (NULL, NULL);
  self->untold = g_ptr_array_new_with_free_func (g_object_unref);
  self->upload_max_bytes = PARLOR_UPLOAD_DEFAULT_MAX_BYTES;
  self->cancellable = g_cancellable_new ();
}

static gboolean
make_folder (const char *path,
             GError    **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _ ("Cannot make %s: %s"), path,
               g_strerror (errno));
  return FALSE;
}

/* Two programs would fetch and send the same things over one another. */
static gboolean
lock_folder (ParlorClient *self,
             GError      **error)
{
  g_autofree char *path = g_build_filename (self->data_dir, "lock", NULL);

  self->lock_fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock_fd >= 0 && flock (self->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;

  if (errno == EWOULDBLOCK)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                 _ ("Another Parlor is at work in %s"), self->data_dir);
  else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _ ("Cannot open %s: %s"), path,
                 g_strerror (errno));
  return FALSE;
}

static void
on_cache_failed (ParlorClient *self,
                 const char   *text)
{
  g_signal_emit (self, signals[CACHE_FAILED], 0, text);
}

static gboolean
open_folder (ParlorClient *self,
             GError      **error)
{
  g_autofree char *files = g_build_filename (self->data_dir, "files", NULL);
  g_autofree char *outbox = g_build_filename (self->data_dir, "outbox", NULL);
  g_autofree char *cache = g_build_filename (self->data_dir, "cache.db", NULL);

  if (!make_folder (self->data_dir, error) || !lock_folder (self, error) ||
      !make_folder (files, error) || !make_folder (outbox, error))
    return FALSE;

  self->cache = parlor_cache_new (cache, error);
  if (self->cache == NULL)
    return FALSE;

  g_signal_connect_object (self->cache, "failed", G_CALLBACK (on_cache_failed), self,
                           G_CONNECT_SWAPPED);
  self->outbox = parlor_outbox_new (self, self->cache, outbox);

  return TRUE;
}

/**
 * parlor_client_new:
 * @data_dir: (type filename): made with mode 0700 if it is not there; holds the
 *   cache, the outbox and the files that were fetched
 * @secrets: where the device token is kept
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a client that is offline;
 *   %G_IO_ERROR_BUSY if another one works on the same folder
 */
ParlorClient *
parlor_client_new (const char    *data_dir,
                   ParlorSecrets *secrets,
                   GError       **error)
{
  g_autoptr (ParlorClient) self = NULL;

  g_return_val_if_fail (data_dir != NULL, NULL);
  g_return_val_if_fail (PARLOR_IS_SECRETS (secrets), NULL);

  self = g_object_new (PARLOR_TYPE_CLIENT, NULL);
  self->data_dir = g_strdup (data_dir);
  self->secrets = g_object_ref (secrets);
  self->downloads = parlor_client_new_downloads ();
  self->images = parlor_client_new_images ();
  self->link = parlor_link_new ();

  if (!open_folder (self, error))
    return NULL;
  parlor_client_init_link (self);
  parlor_client_trim_files (self);

  return g_steal_pointer (&self);
}

/**
 * parlor_client_close:
 * @self: a client
 *
 * Ends the link and waits for the cache's thread.  Whoever made it closes it.
 */
void
parlor_client_close (ParlorClient *self)
{
  g_return_if_fail (PARLOR_IS_CLIENT (self));

  if (self->is_closed)
    return;

  self->is_closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  parlor_client_close_link (self);
  if (self->cache != NULL)
    parlor_client_save_now (self);
  if (self->outbox != NULL)
    parlor_outbox_close (self->outbox);
  parlor_client_drop_downloads (self);
  parlor_client_clear_models (self);
  if (self->cache != NULL)
    parlor_cache_close (self->cache);

  /* A helper that is just being started has the descriptor, too, for a moment:
   * closing it would not do. */
  if (self->lock_fd >= 0) {
    flock (self->lock_fd, LOCK_UN);
    close (self->lock_fd);
  }
  self->lock_fd = -1;
}

void
parlor_client_notify (ParlorClient *self,
                      const char   *property)
{
  g_object_notify (G_OBJECT (self), property);
}

void
parlor_client_set_status (ParlorClient *self,
                          const char   *text)
{
  if (parlor_set_string (&self->status_text, text))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS_TEXT]);
}

void
parlor_client_set_secrets_error (ParlorClient *self,
                                 const char   *text)
{
  if (parlor_set_string (&self->secrets_error, text))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SECRETS_ERROR]);
}

void
parlor_client_emit_signed_out (ParlorClient *self,
                               const char   *text)
{
  g_signal_emit (self, signals[SIGNED_OUT], 0, text);
}

void
parlor_client_emit_packet (ParlorClient    *self,
                           ParlorPacketType type,
                           gpointer         packet)
{
  g_signal_emit (self, signals[PACKET_CAME], 0, type, packet);
}

void
parlor_client_emit_event_applied (ParlorClient       *self,
                                  ParlorConversation *conversation,
                                  ParlorMessage      *message)
{
  g_signal_emit (self, signals[EVENT_APPLIED], 0, conversation, message);
}

ParlorLinkState
parlor_client_get_state (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), PARLOR_LINK_OFFLINE);

  return parlor_link_get_state (self->link);
}

const char *
parlor_client_get_status_text (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);

  return self->status_text;
}

ParlorAccount *
parlor_client_get_self (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);

  return self->self_account;
}

/**
 * parlor_client_get_server_name:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): what the server calls itself, else its
 *   host; %NULL before the first sign-in
 */
const char *
parlor_client_get_server_name (ParlorClient *self)
{
  const ParlorCacheAccount *account;

  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);

  account = self->cache != NULL ? parlor_cache_get_account (self->cache) : NULL;
  if (account == NULL)
    return NULL;

  return account->server_name != NULL ? account->server_name : account->host;
}

gboolean
parlor_client_has_account (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), FALSE);

  return self->cache != NULL && parlor_cache_get_account (self->cache) != NULL;
}

const char *
parlor_client_get_offered_fingerprint (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);

  return self->offered_fingerprint;
}

const char *
parlor_client_get_pinned_fingerprint (ParlorClient *self)
{
  const ParlorCacheAccount *account;

  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);

  account = self->cache != NULL ? parlor_cache_get_account (self->cache) : NULL;

  return account != NULL ? account->pinned : NULL;
}

const char *
parlor_client_get_secrets_error (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);

  return self->secrets_error;
}

/**
 * parlor_client_get_conversations:
 * @self: a client
 *
 * Returns: (transfer none): a list of #ParlorConversation, in no special order
 */
GListModel *
parlor_client_get_conversations (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (self->conversations);
}

/**
 * parlor_client_get_people:
 * @self: a client
 *
 * Returns: (transfer none): a list of #ParlorAccount: all people of the server,
 *   oneself included
 */
GListModel *
parlor_client_get_people (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (self->people);
}

/**
 * parlor_client_is_outbox_empty:
 * @self: a client
 *
 * Returns: whether all that was written is acknowledged; what has failed does
 *   not count: it waits for the person
 */
gboolean
parlor_client_is_outbox_empty (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), TRUE);

  return parlor_outbox_is_empty (self->outbox);
}
