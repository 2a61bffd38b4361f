/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-test-proxy.h"

#define BUFFER_BYTES (64 * 1024)

struct _ParlorTestProxy
{
  GSocketService *service;
  guint16         port;
  guint16         server_port;
  ParlorTestRoute route; /* of connections to come */
  GPtrArray      *pairs; /* of Pair */
  guint           n_connections;
  gsize           n_sent;    /* bytes that came from clients */
  gsize           cut_after; /* 0: not */
};

/* A client's connection and the one to the server that belongs to it. */
typedef struct
{
  ParlorTestProxy   *proxy; /* NULL once it is cut */
  ParlorTestRoute    route;
  GSocketConnection *client;
  GSocketConnection *server;
} Pair;

typedef struct
{
  Pair    *pair;
  gboolean is_up; /* from the client to the server */
  guint8   buffer[BUFFER_BYTES];
} Pump;

static void
pair_clear (gpointer data)
{
  Pair *pair = data;

  g_object_unref (pair->client);
  g_clear_object (&pair->server);
}

static void
pair_unref (gpointer data)
{
  g_rc_box_release_full (data, pair_clear);
}

/* The proxy lets go of it. */
static void
pair_cut (gpointer data)
{
  Pair *pair = data;

  pair->proxy = NULL;
  g_socket_close (g_socket_connection_get_socket (pair->client), NULL);
  if (pair->server != NULL)
    g_socket_close (g_socket_connection_get_socket (pair->server), NULL);
  pair_unref (pair);
}

static void
pump_free (Pump *pump)
{
  pair_unref (pump->pair);
  g_free (pump);
}

static void
stop (Pump *pump)
{
  if (pump->pair->proxy != NULL)
    g_ptr_array_remove (pump->pair->proxy->pairs, pump->pair);
  pump_free (pump);
}

static void read_on (Pump *pump);

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Pump *pump = user_data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    read_on (pump);
  else
    stop (pump);
}

static gboolean
is_lost (Pump *pump)
{
  return pump->pair->route == PARLOR_TEST_ROUTE_SILENT ||
         (pump->pair->route == PARLOR_TEST_ROUTE_NO_ANSWERS && !pump->is_up);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Pump            *pump = user_data;
  ParlorTestProxy *proxy = pump->pair->proxy;
  GIOStream       *to = G_IO_STREAM (pump->is_up ? pump->pair->server : pump->pair->client);
  gssize           size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (size <= 0 || proxy == NULL) {
    stop (pump);
    return;
  }

  if (pump->is_up)
    proxy->n_sent += size;
  if (proxy->cut_after != 0 && proxy->n_sent >= proxy->cut_after) {
    proxy->cut_after = 0;
    stop (pump);
  } else if (is_lost (pump)) {
    read_on (pump);
  } else {
    g_output_stream_write_all_async (g_io_stream_get_output_stream (to), pump->buffer, size,
                                     G_PRIORITY_DEFAULT, NULL, on_written, pump);
  }
}

static void
read_on (Pump *pump)
{
  GIOStream *from = G_IO_STREAM (pump->is_up ? pump->pair->client : pump->pair->server);

  g_input_stream_read_async (g_io_stream_get_input_stream (from), pump->buffer, BUFFER_BYTES,
                             G_PRIORITY_DEFAULT, NULL, on_read, pump);
}

static void
start (Pair    *pair,
       gboolean is_up)
{
  Pump *pump = g_new (Pump, 1);

  pump->pair = g_rc_box_acquire (pair);
  pump->is_up = is_up;
  read_on (pump);
}

static void
on_connected (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Pair *pair = user_data;

  pair->server = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, NULL);
  if (pair->server != NULL && pair->proxy != NULL) {
    start (pair, TRUE);
    start (pair, FALSE);
  } else if (pair->proxy != NULL) {
    g_ptr_array_remove (pair->proxy->pairs, pair);
  }
  pair_unref (pair);
}

static gboolean
on_incoming (ParlorTestProxy   *self,
             GSocketConnection *connection)
{
  Pair                     *pair = g_rc_box_new0 (Pair);
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  pair->proxy = self;
  pair->route = self->route;
  pair->client = g_object_ref (connection);
  g_ptr_array_add (self->pairs, pair);
  self->n_connections++;

  if (pair->route != PARLOR_TEST_ROUTE_SILENT)
    g_socket_client_connect_to_host_async (client, "127.0.0.1", self->server_port, NULL,
                                           on_connected, g_rc_box_acquire (pair));

  return TRUE;
}

/**
 * parlor_test_proxy_new:
 * @server_port: where the server listens, on this computer
 *
 * Returns: (transfer full): a network in good order
 */
ParlorTestProxy *
parlor_test_proxy_new (guint16 server_port)
{
  ParlorTestProxy   *self = g_new0 (ParlorTestProxy, 1);
  g_autoptr (GError) error = NULL;

  self->server_port = server_port;
  self->pairs = g_ptr_array_new_with_free_func (pair_cut);
  self->service = g_socket_service_new ();
  self->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL,
                                                    &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (self->service, "incoming", G_CALLBACK (on_incoming), self);

  return self;
}

/**
 * parlor_test_proxy_free:
 * @self: (transfer full): a proxy
 *
 * Cuts all connections; who connects anew is refused.
 */
void
parlor_test_proxy_free (ParlorTestProxy *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_object_unref (self->service);
  g_ptr_array_unref (self->pairs);
  g_free (self);
}

guint16
parlor_test_proxy_get_port (ParlorTestProxy *self)
{
  return self->port;
}

/**
 * parlor_test_proxy_set_route:
 * @self: a proxy
 * @route: what becomes of what is sent from now on
 *
 * A connection that has fallen silent stays so: a better route is for those
 * that are made later.
 */
void
parlor_test_proxy_set_route (ParlorTestProxy *self,
                             ParlorTestRoute  route)
{
  self->route = route;
  for (guint i = 0; route != PARLOR_TEST_ROUTE_GOOD && i < self->pairs->len; i++)
    ((Pair *) self->pairs->pdata[i])->route = route;
}

/**
 * parlor_test_proxy_cut:
 * @self: a proxy
 *
 * Ends all connections that there are.
 */
void
parlor_test_proxy_cut (ParlorTestProxy *self)
{
  g_ptr_array_set_size (self->pairs, 0);
}

/**
 * parlor_test_proxy_cut_after:
 * @self: a proxy
 * @n_bytes: from clients, counted from now
 *
 * Ends a connection, once, in the midst of what it says.
 */
void
parlor_test_proxy_cut_after (ParlorTestProxy *self,
                             gsize            n_bytes)
{
  self->cut_after = self->n_sent + n_bytes;
}

/**
 * parlor_test_proxy_get_sent:
 * @self: a proxy
 *
 * Returns: how many bytes clients have sent in all
 */
gsize
parlor_test_proxy_get_sent (ParlorTestProxy *self)
{
  return self->n_sent;
}

/**
 * parlor_test_proxy_get_n_connections:
 * @self: a proxy
 *
 * Returns: how often clients have connected
 */
guint
parlor_test_proxy_get_n_connections (ParlorTestProxy *self)
{
  return self->n_connections;
}

/* What tells programs of the network, in the place of the real one. */

#define TEST_TYPE_NETWORK (test_network_get_type ())

G_DECLARE_FINAL_TYPE (TestNetwork, test_network, TEST, NETWORK, GObject)

struct _TestNetwork
{
  GObject parent_instance;

  gboolean is_available;
};

static void
network_iface_init (GNetworkMonitorInterface *iface)
{
}

static gboolean
test_network_initable_init (GInitable    *initable,
                            GCancellable *cancellable,
                            GError      **error)
{
  return TRUE;
}

static void
initable_iface_init (GInitableIface *iface)
{
  iface->init = test_network_initable_init;
}

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (TestNetwork, test_network, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, initable_iface_init)
  G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, network_iface_init))
/* clang-format on */

enum {
  PROP_0,
  PROP_NETWORK_AVAILABLE,
  PROP_NETWORK_METERED,
  PROP_CONNECTIVITY,
};

static void
test_network_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  const gboolean is_available = TEST_NETWORK (object)->is_available;

  if (prop_id == PROP_NETWORK_AVAILABLE)
    g_value_set_boolean (value, is_available);
  else if (prop_id == PROP_CONNECTIVITY)
    g_value_set_enum (value, is_available ? G_NETWORK_CONNECTIVITY_FULL
                                          : G_NETWORK_CONNECTIVITY_LOCAL);
  else
    g_value_set_boolean (value, FALSE);
}

static void
test_network_class_init (TestNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_network_get_property;
  g_object_class_override_property (object_class, PROP_NETWORK_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_NETWORK_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
test_network_init (TestNetwork *self)
{
  self->is_available = TRUE;
}

/**
 * parlor_test_network_init:
 *
 * Has this program hear of the network from parlor_test_network_change() only.
 * Called before anything asks for the network.
 */
void
parlor_test_network_init (void)
{
  g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, TEST_TYPE_NETWORK,
                                  "parlor-test", 1000);
  g_assert_true (TEST_IS_NETWORK (g_network_monitor_get_default ()));
}

/**
 * parlor_test_network_change:
 * @is_available: whether there is a network now
 *
 * Tells whoever listens that the network is another one.
 */
void
parlor_test_network_change (gboolean is_available)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  TEST_NETWORK (monitor)->is_available = is_available;
  g_object_notify (G_OBJECT (monitor), "network-available");
  g_signal_emit_by_name (monitor, "network-changed", is_available);
}
