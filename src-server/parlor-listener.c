/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-listener"

#include "parlor-listener.h"

#include "parlor-host.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <sys/resource.h>
#include <unistd.h>

#define FEW_CONNECTIONS 1024
#define RESERVED_DESCRIPTORS 256 /* for the database, files, and what is turned away */

/**
 * ParlorListener:
 *
 * Accepts connections, as many as the configuration allows in all, from one
 * address and before sign-in, and gives them to the I/O threads.
 */
struct _ParlorListener
{
  ParlorConfig     *config;
  ParlorIo         *io;
  ParlorServerBans *bans;
  GSocketService   *service;
  GHashTable       *by_address; /* network → number of its connections */
  gint64            room;       /* connections that the process may have */
  guint             n_connections;
  guint             n_before_sign_in;
};

/* An IPv4 peer of a socket for both families is called by its IPv4 address. */
static char *
address_of (GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autofree char           *text = NULL;

  if (!G_IS_INET_SOCKET_ADDRESS (remote))
    return NULL;

  text =
    g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));

  return g_strdup (g_str_has_prefix (text, "::ffff:") ? text + strlen ("::ffff:") : text);
}

static gboolean
is_banned (ParlorListener *self,
           const char     *address)
{
  g_autoptr (GError) ban = parlor_server_bans_check (self->bans, address);

  return ban != NULL;
}

static gboolean
has_room (ParlorListener *self,
          const char     *network)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_address, network));

  return self->n_connections < MIN (self->config->max_connections, self->room) &&
         self->n_before_sign_in < self->config->max_connections_before_sign_in &&
         n < self->config->max_connections_per_address;
}

static void
count (ParlorListener *self,
       const char     *network,
       int             change)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_address, network)) + change;

  if (n == 0)
    g_hash_table_remove (self->by_address, network);
  else
    g_hash_table_replace (self->by_address, g_strdup (network), GUINT_TO_POINTER (n));
  self->n_connections += change;
}

/* The peer lives longer than the GSocketConnection, and needs less. */
static gboolean
on_incoming (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           user_data)
{
  ParlorListener  *self = user_data;
  g_autofree char *address = address_of (connection);
  g_autofree char *network = address != NULL ? parlor_host_network_of (address) : NULL;
  int              fd;

  if (address == NULL || !has_room (self, network) || is_banned (self, address)) {
    g_debug ("No room for a connection from %s, or it is banned", address);
    return TRUE;
  }

  fd = fcntl (g_socket_get_fd (g_socket_connection_get_socket (connection)), F_DUPFD_CLOEXEC, 0);
  if (fd < 0) {
    g_message ("Cannot take a connection: %s", g_strerror (errno));
    return TRUE;
  }

  count (self, network, 1);
  self->n_before_sign_in++;
  parlor_io_accept (self->io, fd, address);

  return TRUE;
}

/* Each connection is a descriptor.  To be without one would be worse than to
 * turn people away. */
static gint64
raise_limit (void)
{
  struct rlimit limit;
  gint64        room;

  if (getrlimit (RLIMIT_NOFILE, &limit) < 0)
    return G_MAXINT32;

  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  room = MAX ((gint64) MIN (limit.rlim_cur, G_MAXINT32) - RESERVED_DESCRIPTORS, 1);
  if (room < FEW_CONNECTIONS)
    g_message ("Only %" G_GINT64_FORMAT " connections fit into this process's limit of open "
               "files: raise it (ulimit -Hn)",
               room);

  return room;
}

/**
 * parlor_listener_new:
 * @config: limits
 * @io: what gets the connections; must outlive the result
 * @bans: who is not let in; must outlive the result
 *
 * Returns: (transfer full): a listener without addresses
 */
ParlorListener *
parlor_listener_new (const ParlorConfig *config,
                     ParlorIo           *io,
                     ParlorServerBans   *bans)
{
  ParlorListener *self = g_new0 (ParlorListener, 1);

  self->config = parlor_config_ref (config);
  self->room = raise_limit ();
  self->io = io;
  self->bans = bans;
  self->service = g_socket_service_new ();
  g_socket_service_stop (self->service);
  g_socket_listener_set_backlog (G_SOCKET_LISTENER (self->service), 1024);
  self->by_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);

  return self;
}

/**
 * parlor_listener_configure:
 * @self: a listener
 * @config: limits that hold for new connections from now on
 */
void
parlor_listener_configure (ParlorListener     *self,
                           const ParlorConfig *config)
{
  parlor_config_unref (self->config);
  self->config = parlor_config_ref (config);
}

/**
 * parlor_listener_free:
 * @self: (transfer full): a listener
 */
void
parlor_listener_free (ParlorListener *self)
{
  parlor_listener_stop (self);
  g_object_unref (self->service);
  g_hash_table_unref (self->by_address);
  parlor_config_unref (self->config);
  g_free (self);
}

static GSocketAddress *
parse_address (const char *text,
               GError    **error)
{
  g_autoptr (GNetworkAddress) parsed = NULL;
  g_autoptr (GInetAddress)    address = NULL;

  parsed = G_NETWORK_ADDRESS (g_network_address_parse (text, PARLOR_DEFAULT_PORT, error));
  if (parsed == NULL)
    return NULL;

  address = g_inet_address_new_from_string (g_network_address_get_hostname (parsed));
  if (address == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 /* Translators: %s is what was typed */
                 _ ("“%s” is not an address. Write it like 0.0.0.0:7976 or [::]:7976"), text);

  return address != NULL ? g_inet_socket_address_new (address, g_network_address_get_port (parsed))
                         : NULL;
}

/**
 * parlor_listener_add:
 * @self: a listener
 * @address: `address:port`; port 0 picks a free one; `[::]` is IPv4 as well
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): @address with the port that it has
 */
char *
parlor_listener_add (ParlorListener *self,
                     const char     *address,
                     GError        **error)
{
  g_autoptr (GSocketAddress) wanted = parse_address (address, error);
  g_autoptr (GSocketAddress) effective = NULL;

  if (wanted == NULL)
    return NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &effective,
                                      error)) {
    /* Translators: %s is an address; why follows behind the space */
    g_prefix_error (error, _ ("Cannot listen on %s: "), address);
    return NULL;
  }

  return g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (effective));
}

/**
 * parlor_listener_start:
 * @self: a listener
 *
 * Accepts from now on.
 */
void
parlor_listener_start (ParlorListener *self)
{
  g_socket_service_start (self->service);
}

/**
 * parlor_listener_stop:
 * @self: a listener
 *
 * Accepts nothing more and frees the addresses.
 */
void
parlor_listener_stop (ParlorListener *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
}

/**
 * parlor_listener_count:
 * @self: a listener
 *
 * Returns: how many connections there are now
 */
guint
parlor_listener_count (ParlorListener *self)
{
  return self->n_connections;
}

/**
 * parlor_listener_forget:
 * @self: a listener
 * @address: of a connection that has ended
 * @was_signed_in: whether parlor_listener_signed_in() was called for it
 */
void
parlor_listener_forget (ParlorListener *self,
                        const char     *address,
                        gboolean        was_signed_in)
{
  g_autofree char *network = parlor_host_network_of (address);

  count (self, network, -1);
  if (!was_signed_in)
    self->n_before_sign_in--;
}

/**
 * parlor_listener_signed_in:
 * @self: a listener
 *
 * To be called once for each connection on which somebody has signed in.
 */
void
parlor_listener_signed_in (ParlorListener *self)
{
  self->n_before_sign_in--;
}
