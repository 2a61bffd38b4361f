/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-server"

#include "parlor-server.h"

#include "parlor-admin-socket.h"
#include "parlor-contents.h"
#include "parlor-folder.h"
#include "parlor-link-uri.h"
#include "parlor-listener.h"
#include "parlor-names.h"
#include "parlor-people.h"
#include "parlor-reload.h"
#include "parlor-removals.h"
#include "parlor-topics.h"
#include "parlor-upkeep.h"

#include <glib/gi18n.h>
#include <unistd.h>

#define COME_BACK_MS 1000
#define COME_BACK_SPREAD_MIN_MS 500
#define COME_BACK_SPREAD_MAX_MS 60000
#define COME_BACK_SPREAD_PER_SESSION_MS 5
#define DRAIN_MAX_MS 5000

/**
 * ParlorServer:
 *
 * Builds the parts, connects them, and takes them down in order.
 */
struct _ParlorServer
{
  int            lock_fd; /* keeps others out of the data folder */
  ParlorUpkeep  *upkeep;
  char          *folder;
  char          *config_path;
  char          *owner_link;
  GPtrArray     *addresses;
  ParlorServices services;

  ParlorAdminSocket *admin_socket;
  gboolean           is_hurried; /* nobody is waited for any longer */
};

static void
close_session (ParlorServer *self,
               ParlorPeer   *peer)
{
  ParlorSession *session = parlor_peer_get_session (peer);

  if (parlor_peer_get_address (peer) != NULL)
    parlor_listener_forget (self->services.listener, parlor_peer_get_address (peer),
                            session != NULL && session->account != 0);
  else
    parlor_admin_socket_forget (self->admin_socket);
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

/* Its sender, who gets no answer, sends it again after coming back. */
static void
forget_packet (const ParlorPeerEvent *event)
{
  parlor_packet_free (event->type, event->packet);
  parlor_peer_request_done (event->peer);
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
    if (self->services.is_draining)
      forget_packet (event);
    else
      parlor_session_take (parlor_peer_get_session (event->peer), event, parlor_topics);
    break;
  case PARLOR_PEER_CLOSED:
    close_session (self, event->peer);
    break;
  default:
    g_assert_not_reached ();
  }
}

/* What the first start puts into an empty database. */
static gboolean
fill_database (ParlorDb *db,
               GError  **error)
{
  g_autofree char *epoch = parlor_nonce_new ();
  g_autofree char *token = parlor_token_new ();

  return parlor_db_exec (db, "BEGIN IMMEDIATE", NULL, 0, NULL, NULL, error) &&
         parlor_settings_set (db, "epoch", epoch, error) &&
         parlor_settings_set (db, "owner-token", token, error) &&
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
            GError      **error)
{
  g_autofree char *path = g_build_filename (self->folder, PARLOR_FOLDER_DATABASE, NULL);
  ParlorDb        *db;

  self->services.store = parlor_store_new (path, error);
  if (self->services.store == NULL)
    return FALSE;

  db = parlor_store_get_db (self->services.store);
  self->services.epoch = parlor_settings_get (db, "epoch");
  if (self->services.epoch == NULL) {
    if (!fill_database (db, error))
      return FALSE;
    self->services.epoch = parlor_settings_get (db, "epoch");
  }
  self->owner_link = parlor_settings_get (db, "owner-token");
  self->services.bans = parlor_server_bans_new (db, error);
  if (self->services.bans == NULL || !parlor_people_fold_missing (db, error))
    return FALSE;
  parlor_store_open (self->services.store);

  return TRUE;
}

/* Where the server listens on all addresses, its links name one of this host, which may
 * have another tomorrow. */
static void
note_place (ParlorServer *self)
{
  ParlorLinkUri *uri = parlor_link_uri_parse_address (self->addresses->pdata[0], NULL);

  self->services.link = uri;
  self->services.is_everywhere =
    uri != NULL && (g_str_equal (uri->host, "::") || g_str_equal (uri->host, "0.0.0.0"));
}

static gboolean
open_listener (ParlorServer      *self,
               const char *const *addresses,
               guint              n_io_threads,
               GError           **error)
{
  g_autofree char *token = g_steal_pointer (&self->owner_link);
  ParlorServices  *services = &self->services;

  services->io = parlor_io_new (services->config, services->certificate, n_io_threads,
                                on_peer_event, self);
  services->listener = parlor_listener_new (services->config, services->io, services->bans);

  for (guint i = 0; addresses[i] != NULL; i++) {
    char *address = parlor_listener_add (services->listener, addresses[i], error);

    if (address == NULL)
      return FALSE;
    g_ptr_array_add (self->addresses, address);
  }

  note_place (self);
  if (token != NULL)
    self->owner_link = parlor_services_make_link (services, token, NULL);
  self->admin_socket = parlor_admin_socket_new (self->folder, services->io, error);
  if (self->admin_socket == NULL)
    return FALSE;
  parlor_listener_start (services->listener);

  return TRUE;
}

static gboolean
open_parts (ParlorServer      *self,
            const char *const *addresses,
            guint              n_io_threads,
            GError           **error)
{
  ParlorServices  *services = &self->services;
  g_autofree char *files = g_build_filename (self->folder, PARLOR_FOLDER_FILES, NULL);

  self->lock_fd = parlor_folder_lock (self->folder, error);
  if (self->lock_fd < 0 || !parlor_certificate_ensure (self->folder, error))
    return FALSE;

  services->certificate = parlor_certificate_load (self->folder, error);
  if (services->certificate == NULL || !open_store (self, error))
    return FALSE;

  services->hub = parlor_hub_new ();
  parlor_presence_open (services);
  services->passwords = parlor_passwords_new (services->config);
  services->guard = parlor_guard_new (services->config);
  services->group_guard = parlor_group_guard_new (services->config);
  services->files = parlor_files_new (files, error);

  if (services->files == NULL)
    return FALSE;
  parlor_contents_sweep (services); /* what the last run had no time for */
  self->upkeep = parlor_upkeep_new (services);
  services->removals = parlor_removals_new (services);

  return open_listener (self, addresses, n_io_threads, error);
}

/**
 * parlor_server_new:
 * @config: what holds until the first reload
 * @config_path: (type filename) (nullable): what a reload reads
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
                   const char         *config_path,
                   const char         *data_folder,
                   const char *const  *addresses,
                   guint               n_io_threads,
                   GError            **error)
{
  ParlorServer *self = g_new0 (ParlorServer, 1);

  self->folder = g_strdup (data_folder);
  self->config_path = g_strdup (config_path);
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->services.config = parlor_config_ref (config);
  self->services.config_path = self->config_path;
  self->services.folder = self->folder;
  self->services.started_ms = g_get_real_time () / 1000;
  self->services.sessions = g_hash_table_new (NULL, NULL);

  if (open_parts (self, addresses, n_io_threads, error))
    return self;

  parlor_server_close (self);

  return NULL;
}

/* Tells each to come back at another time: all at once would be a burden. */
static void
say_goodbye (ParlorServer *self)
{
  ParlorGoodbyePacket goodbye = { .code = (char *) "shutting-down",
                                  .text = (char *) N_ ("The server stops. It may be back soon.") };
  guint               n_sessions = g_hash_table_size (self->services.sessions);
  int                 spread_ms = CLAMP (n_sessions * COME_BACK_SPREAD_PER_SESSION_MS,
                                         COME_BACK_SPREAD_MIN_MS, COME_BACK_SPREAD_MAX_MS);
  GHashTableIter      iter;
  gpointer            session;

  g_hash_table_iter_init (&iter, self->services.sessions);
  while (g_hash_table_iter_next (&iter, &session, NULL)) {
    g_autoptr (GBytes) frame = NULL;

    goodbye.retry_ms = COME_BACK_MS + g_random_int_range (0, spread_ms);
    frame = parlor_packet_encode (PARLOR_PACKET_GOODBYE, &goodbye);
    parlor_session_send (session, frame);
  }
}

static gboolean
on_drained_long_enough (gpointer user_data)
{
  gboolean *is_late = user_data;

  *is_late = TRUE;

  return G_SOURCE_CONTINUE;
}

/* Carries out and answers what was asked, and nothing that is asked from now on,
 * then lets go of the peers. */
static void
drain (ParlorServer *self)
{
  ParlorServices *services = &self->services;
  gboolean        is_late = FALSE;
  guint           source = g_timeout_add (DRAIN_MAX_MS, on_drained_long_enough, &is_late);

  services->is_draining = TRUE;
  if (services->backup != NULL)
    g_cancellable_cancel (services->backup);
  while (services->n_requests > 0 && !is_late && !self->is_hurried)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);

  say_goodbye (self);
  parlor_io_stop (services->io);
  while (!parlor_io_has_stopped (services->io) && !self->is_hurried)
    g_main_context_iteration (NULL, TRUE);
  if (self->is_hurried)
    parlor_io_abort (services->io);
  parlor_io_close (services->io);
}

/* Lets what was asked come to its end: one part's result may be the next one's
 * job. */
static void
finish_requests (ParlorServices *services)
{
  while (services->n_requests > 0)
    g_main_context_iteration (NULL, TRUE);

  g_clear_pointer (&services->removals, parlor_removals_free);
  g_clear_pointer (&services->passwords, parlor_passwords_close);
  g_clear_pointer (&services->files, parlor_files_close);
  g_clear_pointer (&services->store, parlor_store_close);
}

/**
 * parlor_server_hurry:
 * @self: a server that is being closed
 *
 * Has parlor_server_close() wait for no peer any longer.
 */
void
parlor_server_hurry (ParlorServer *self)
{
  g_message ("Ending at once");
  self->is_hurried = TRUE;
}

/**
 * parlor_server_close:
 * @self: (transfer full): a server
 *
 * Accepts nothing more, commits and answers what was asked, tells clients to come
 * back, and waits for all threads.  The main context runs meanwhile.
 */
void
parlor_server_close (ParlorServer *self)
{
  if (self->services.listener != NULL)
    parlor_listener_stop (self->services.listener);
  if (self->admin_socket != NULL)
    parlor_admin_socket_stop (self->admin_socket);

  if (self->upkeep != NULL)
    parlor_upkeep_stop (self->upkeep);
  if (self->services.io != NULL) {
    drain (self);
    parlor_hub_flush (self->services.hub);
  }
  finish_requests (&self->services);
  g_clear_pointer (&self->upkeep, parlor_upkeep_free);

  g_clear_pointer (&self->services.listener, parlor_listener_free);
  g_clear_pointer (&self->admin_socket, parlor_admin_socket_free);
  g_clear_pointer (&self->services.hub, parlor_hub_free);
  g_clear_pointer (&self->services.group_guard, parlor_group_guard_free);
  g_clear_pointer (&self->services.guard, parlor_guard_free);
  g_clear_pointer (&self->services.bans, parlor_server_bans_free);
  g_clear_pointer (&self->services.link, parlor_link_uri_free);
  g_clear_pointer (&self->services.certificate, parlor_certificate_unref);
  parlor_config_unref (self->services.config);
  g_hash_table_unref (self->services.sessions);
  g_ptr_array_unref (self->addresses);
  g_free (self->services.epoch);
  g_free (self->folder);
  g_free (self->config_path);
  g_free (self->owner_link);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_free (self);
}

/**
 * parlor_server_reload:
 * @self: a server
 *
 * Reads configuration and certificate again, and logs what came of it.
 */
void
parlor_server_reload (ParlorServer *self)
{
  parlor_reload_and_log (&self->services);
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
  g_autofree char *addresses = g_strdup (self->addresses->pdata[0]);

  for (guint i = 1; i < self->addresses->len; i++) {
    g_autofree char *others = g_steal_pointer (&addresses);

    /* Translators: addresses; the first may be several already */
    addresses = g_strdup_printf (C_ ("addresses", "%1$s and %2$s"), others,
                                 (char *) self->addresses->pdata[i]);
  }

  /* Translators: what parlor-server does, once it is ready: addresses, and the fingerprint of its
   * certificate */
  return g_strdup_printf (_ ("listening on %1$s, fingerprint %2$s"), addresses,
                          self->services.certificate->fingerprint);
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
