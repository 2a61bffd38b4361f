/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-server"

#include "parlor-server.h"

#include "parlor-certificate.h"
#include "parlor-contents.h"
#include "parlor-host.h"
#include "parlor-link-uri.h"
#include "parlor-listener.h"
#include "parlor-names.h"
#include "parlor-topics.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define FAILURES_REFILL_MS 6000
#define COME_BACK_MS 1000

/**
 * ParlorServer:
 *
 * Builds the parts, connects them, and takes them down in order.
 */
struct _ParlorServer
{
  const ParlorConfig              *config;
  int                              lock_fd; /* keeps others out of the data folder */
  gnutls_certificate_credentials_t credentials;
  char                            *fingerprint;
  char                            *owner_link;
  GPtrArray                       *addresses;
  ParlorIo                        *io;
  ParlorServices                   services;
};

static void
close_session (ParlorServer *self,
               ParlorPeer   *peer)
{
  ParlorSession *session = parlor_peer_get_session (peer);

  parlor_listener_forget (self->services.listener, parlor_peer_get_address (peer),
                          session != NULL && session->account != 0);
  if (session != NULL) {
    g_hash_table_remove (self->services.sessions, session);
    parlor_session_close (session);
  } else {
    parlor_peer_release (peer);
  }
}

static void
open_session (ParlorServer *self,
              ParlorPeer   *peer)
{
  ParlorSession *session = parlor_session_new (&self->services, peer);

  parlor_peer_set_session (peer, session);
  g_hash_table_add (self->services.sessions, session);
}

static void
on_peer_event (const ParlorPeerEvent *event,
               gpointer               user_data)
{
  ParlorServer *self = user_data;

  switch (event->kind) {
  case PARLOR_PEER_OPENED:
    open_session (self, event->peer);
    break;
  case PARLOR_PEER_PACKET:
  case PARLOR_PEER_BAD_PACKET:
    parlor_session_take (parlor_peer_get_session (event->peer), event, parlor_topics);
    break;
  case PARLOR_PEER_CLOSED:
    close_session (self, event->peer);
    break;
  default:
    g_assert_not_reached ();
  }
}

/* One that is there already keeps its mode: it may hold what is not the server's.
 * All that the server puts into it is its alone in any case. */
static gboolean
lock_folder (ParlorServer *self,
             const char   *folder,
             GError      **error)
{
  g_autofree char *path = g_build_filename (folder, "lock", NULL);

  if (g_mkdir_with_parents (folder, 0700) < 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                 "Cannot make the data folder %s: %s", folder, g_strerror (errno));
    return FALSE;
  }

  self->lock_fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock_fd >= 0 && flock (self->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;

  if (errno == EWOULDBLOCK)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                 "Another parlor-server is running on the data folder %s. Stop it first, or "
                 "choose another folder with --data.",
                 folder);
  else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                 "Cannot lock %s: %s", path, g_strerror (errno));

  return FALSE;
}

static void
take_text (const ParlorRow *row,
           gpointer         user_data)
{
  *(char **) user_data = g_strdup (parlor_row_text (row, 0));
}

static char *
get_setting (ParlorDb   *db,
             const char *name)
{
  char *value = NULL;

  parlor_db_exec (db, "SELECT value FROM settings WHERE name = $1",
                  PARLOR_PARAMS (parlor_text (name)), take_text, &value, NULL);

  return value;
}

static gboolean
add_setting (ParlorDb   *db,
             const char *name,
             const char *value,
             GError    **error)
{
  return parlor_db_exec (db, "INSERT INTO settings (name, value) VALUES ($1, $2)",
                         PARLOR_PARAMS (parlor_text (name), parlor_text (value)), NULL, NULL,
                         error);
}

/* What the first start puts into an empty database. */
static gboolean
fill_database (ParlorDb *db,
               GError  **error)
{
  g_autofree char *epoch = parlor_nonce_new ();
  g_autofree char *token = parlor_token_new ();

  return parlor_db_exec (db, "BEGIN IMMEDIATE", NULL, 0, NULL, NULL, error) &&
         add_setting (db, "epoch", epoch, error) && add_setting (db, "owner-token", token, error) &&
         parlor_db_exec (
           db,
           "INSERT INTO conversations (conversation, kind, name, name_folded, unlisted, "
           "members, head, last_message, created_ms) "
           "VALUES ('lobby', $1, 'lobby', 'lobby', 0, 0, 0, 0, $2)",
           PARLOR_PARAMS (parlor_int (PARLOR_CONVERSATION_CHANNEL),
                          parlor_int (g_get_real_time () / 1000)),
           NULL, NULL, error) &&
         parlor_db_exec (db, "COMMIT", NULL, 0, NULL, NULL, error);
}

static gboolean
open_store (ParlorServer *self,
            const char   *folder,
            GError      **error)
{
  g_autofree char *path = g_build_filename (folder, "parlor.db", NULL);
  ParlorDb        *db;

  self->services.store = parlor_store_new (path, error);
  if (self->services.store == NULL)
    return FALSE;

  db = parlor_store_get_db (self->services.store);
  self->services.epoch = get_setting (db, "epoch");
  if (self->services.epoch == NULL) {
    if (!fill_database (db, error))
      return FALSE;
    self->services.epoch = get_setting (db, "epoch");
  }
  self->owner_link = get_setting (db, "owner-token");
  parlor_store_open (self->services.store);

  return TRUE;
}

/* Where the server listens on all addresses, its link names this host. */
static char *
make_owner_link (ParlorServer *self,
                 char         *token)
{
  g_autoptr (ParlorLinkUri) uri = parlor_link_uri_parse_address (self->addresses->pdata[0], NULL);

  if (uri == NULL)
    return NULL;

  if (g_str_equal (uri->host, "::") || g_str_equal (uri->host, "0.0.0.0")) {
    g_free (uri->host);
    uri->host = parlor_host_get_name_for_links ();
  }
  uri->fingerprint = g_strdup (self->fingerprint);
  uri->invite = g_strdup (token);

  return parlor_link_uri_to_string (uri);
}

static gboolean
open_listener (ParlorServer      *self,
               const char *const *addresses,
               guint              n_io_threads,
               GError           **error)
{
  g_autofree char *token = g_steal_pointer (&self->owner_link);

  self->io = parlor_io_new (self->config, self->credentials, n_io_threads, on_peer_event, self);
  self->services.listener = parlor_listener_new (self->config, self->io);

  for (guint i = 0; addresses[i] != NULL; i++) {
    char *address = parlor_listener_add (self->services.listener, addresses[i], error);

    if (address == NULL)
      return FALSE;
    g_ptr_array_add (self->addresses, address);
  }

  if (token != NULL)
    self->owner_link = make_owner_link (self, token);
  parlor_listener_start (self->services.listener);

  return TRUE;
}

static gboolean
open_parts (ParlorServer      *self,
            const char        *folder,
            const char *const *addresses,
            guint              n_io_threads,
            GError           **error)
{
  g_autofree char *files = g_build_filename (folder, "files", NULL);

  if (!lock_folder (self, folder, error) || !parlor_certificate_ensure (folder, error))
    return FALSE;

  self->credentials = parlor_certificate_load (folder, &self->fingerprint, error);
  if (self->credentials == NULL || !open_store (self, folder, error))
    return FALSE;

  self->services.config = self->config;
  self->services.hub = parlor_hub_new ();
  self->services.passwords = parlor_passwords_new (self->config);
  self->services.failures =
    parlor_throttle_new (self->config->sign_in_failures_burst, FAILURES_REFILL_MS);
  self->services.files = parlor_files_new (files, error);

  if (self->services.files == NULL)
    return FALSE;
  parlor_contents_sweep (&self->services); /* what the last run had no time for */

  return open_listener (self, addresses, n_io_threads, error);
}

/**
 * parlor_server_new:
 * @config: must outlive the result
 * @data_folder: (type filename): made if it is not there
 * @addresses: (array zero-terminated=1): see parlor_listener_add()
 * @n_io_threads: at least 1
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a server that takes connections, in the
 *   thread-default main context
 */
ParlorServer *
parlor_server_new (const ParlorConfig *config,
                   const char         *data_folder,
                   const char *const  *addresses,
                   guint               n_io_threads,
                   GError            **error)
{
  ParlorServer *self = g_new0 (ParlorServer, 1);

  self->config = config;
  self->lock_fd = -1;
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->services.sessions = g_hash_table_new (NULL, NULL);

  if (open_parts (self, data_folder, addresses, n_io_threads, error))
    return self;

  parlor_server_close (self);

  return NULL;
}

static void
say_goodbye (ParlorServer *self)
{
  ParlorGoodbyePacket goodbye = { 0, (char *) "shutting-down",
                                  (char *) "The server stops. It may be back soon.", COME_BACK_MS };
  g_autoptr (GBytes)  frame = parlor_packet_encode (PARLOR_PACKET_GOODBYE, &goodbye);
  GHashTableIter      iter;
  gpointer            session;

  g_hash_table_iter_init (&iter, self->services.sessions);
  while (g_hash_table_iter_next (&iter, &session, NULL))
    parlor_session_send (session, frame);
}

/* Lets what was asked come to its end: one part's result may be the next one's
 * job. */
static void
finish_requests (ParlorServices *services)
{
  while (services->n_requests > 0)
    g_main_context_iteration (NULL, TRUE);

  g_clear_pointer (&services->passwords, parlor_passwords_close);
  g_clear_pointer (&services->files, parlor_files_close);
  g_clear_pointer (&services->store, parlor_store_close);
}

/**
 * parlor_server_close:
 * @self: (transfer full): a server
 *
 * Accepts nothing more, commits what was asked, tells clients to come back,
 * and waits for all threads.
 */
void
parlor_server_close (ParlorServer *self)
{
  if (self->services.listener != NULL)
    parlor_listener_stop (self->services.listener);

  if (self->io != NULL) {
    say_goodbye (self);
    parlor_io_close (self->io);
  }
  finish_requests (&self->services);

  g_clear_pointer (&self->services.listener, parlor_listener_free);
  g_clear_pointer (&self->services.hub, parlor_hub_free);
  g_clear_pointer (&self->services.failures, parlor_throttle_free);
  g_clear_pointer (&self->credentials, gnutls_certificate_free_credentials);
  g_hash_table_unref (self->services.sessions);
  g_ptr_array_unref (self->addresses);
  g_free (self->services.epoch);
  g_free (self->fingerprint);
  g_free (self->owner_link);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_free (self);
}

/**
 * parlor_server_describe:
 * @self: a server
 *
 * Returns: (transfer full): where it listens and its fingerprint, as the line
 *   that says it is ready
 */
char *
parlor_server_describe (ParlorServer *self)
{
  g_autofree char *addresses = NULL;

  g_ptr_array_add (self->addresses, NULL);
  addresses = g_strjoinv (" and ", (char **) self->addresses->pdata);
  g_ptr_array_remove_index (self->addresses, self->addresses->len - 1);

  return g_strdup_printf ("listening on %s, fingerprint %s", addresses, self->fingerprint);
}

/**
 * parlor_server_get_owner_link:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): the link that makes its first user the
 *   owner, until somebody has used it
 */
const char *
parlor_server_get_owner_link (ParlorServer *self)
{
  return self->owner_link;
}
