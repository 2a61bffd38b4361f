/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-tls-connector"

#include "parlor-tls-connector.h"

#include "parlor-client-error.h"
#include "parlor-link-uri.h"
#include "parlor-trust.h"

#include <glib/gi18n.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

/**
 * ParlorTlsConnector:
 *
 * Makes one connection to a server: address, socket, TLS handshake, and the
 * judgement whether it is the right server.
 */
struct _ParlorTlsConnector
{
  GObject parent_instance;

  GSocketConnectable *address;
  char               *pinned;
  char               *linked;

  char       *fingerprint; /* of what the server showed */
  gboolean    is_signed;
  ParlorTrust trust;
};

G_DEFINE_FINAL_TYPE (ParlorTlsConnector, parlor_tls_connector, G_TYPE_OBJECT)

static void
parlor_tls_connector_finalize (GObject *object)
{
  ParlorTlsConnector *self = PARLOR_TLS_CONNECTOR (object);

  g_object_unref (self->address);
  g_free (self->pinned);
  g_free (self->linked);
  g_free (self->fingerprint);

  G_OBJECT_CLASS (parlor_tls_connector_parent_class)->finalize (object);
}

static void
parlor_tls_connector_class_init (ParlorTlsConnectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlor_tls_connector_finalize;
}

static void
parlor_tls_connector_init (ParlorTlsConnector *self)
{
}

/**
 * parlor_tls_connector_new:
 * @host: name or address
 * @port: port
 * @pinned: (nullable): see parlor_trust_judge()
 * @linked: (nullable): see parlor_trust_judge()
 *
 * Returns: (transfer full): a connector, for one attempt
 */
ParlorTlsConnector *
parlor_tls_connector_new (const char *host,
                          guint16     port,
                          const char *pinned,
                          const char *linked)
{
  ParlorTlsConnector *self = g_object_new (PARLOR_TYPE_TLS_CONNECTOR, NULL);

  self->address = g_network_address_new (host, port);
  self->pinned = g_strdup (pinned);
  self->linked = g_strdup (linked);

  return self;
}

static gboolean
judge (ParlorTlsConnector *self,
       GTlsCertificate    *certificate,
       gboolean            is_signed)
{
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (GBytes)     bytes = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&der));

  g_free (self->fingerprint);
  self->fingerprint = parlor_fingerprint_of_der (bytes);
  self->is_signed = is_signed;
  self->trust = parlor_trust_judge (self->fingerprint, self->pinned, self->linked, is_signed);

  return self->trust == PARLOR_TRUST_GOOD;
}

/* Asked only about certificates that nobody whom the system knows has signed. */
static gboolean
on_accept_certificate (ParlorTlsConnector  *self,
                       GTlsCertificate     *certificate,
                       GTlsCertificateFlags faults,
                       GTlsConnection      *tls)
{
  return judge (self, certificate, FALSE);
}

static void
return_distrust (ParlorTlsConnector *self,
                 GTask              *task)
{
  if (self->trust == PARLOR_TRUST_CHANGED)
    g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_CERTIFICATE_CHANGED,
                             "%s", _ ("The server shows another certificate than before. Somebody "
                                      "may be listening in, or its owner has renewed it."));
  else
    g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_CERTIFICATE,
                             "%s", _ ("Nobody known vouches for the server's certificate"));
}

static void
return_unreachable (GTask        *task,
                    const GError *cause)
{
  g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_UNREACHABLE,
                           _ ("The server cannot be reached: %s"), cause->message);
}

static void
on_handshake_ready (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask)   task = user_data;
  ParlorTlsConnector *self = g_task_get_source_object (task);
  GTlsConnection     *tls = G_TLS_CONNECTION (source);
  g_autoptr (GError)  error = NULL;
  gboolean            is_done;

  is_done = g_tls_connection_handshake_finish (tls, result, &error);

  /* A signed certificate was accepted without asking: it may still not be the
   * one that was pinned.  So was any other, if this goes on with the session of
   * a connection before: then its faults are told. */
  if (is_done && self->fingerprint == NULL)
    judge (self, g_tls_connection_get_peer_certificate (tls),
           g_tls_connection_get_peer_certificate_errors (tls) == 0);

  if (self->trust != PARLOR_TRUST_GOOD)
    return_distrust (self, task);
  else if (!is_done)
    return_unreachable (task, error);
  else if (g_strcmp0 (g_tls_connection_get_negotiated_protocol (tls), PARLOR_ALPN) != 0)
    g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_UNREACHABLE, "%s",
                             _ ("What answers at this address is not a Parlor server"));
  else
    g_task_return_pointer (task, g_object_ref (tls), g_object_unref);
}

/* Returns: (transfer full): whom the certificate has to be of, if it is signed.  An address is
 * none that could be sent along as a server's name: RFC 6066, section 3; servers end the
 * handshake over one with colons in it. */
static GSocketConnectable *
make_identity (ParlorTlsConnector *self)
{
  GNetworkAddress *address = G_NETWORK_ADDRESS (self->address);
  GSocketAddress  *inet =
    g_inet_socket_address_new_from_string (g_network_address_get_hostname (address),
                                           g_network_address_get_port (address));

  return inet != NULL ? G_SOCKET_CONNECTABLE (inet) : g_object_ref (self->address);
}

static GTlsConnection *
make_tls (ParlorTlsConnector *self,
          GSocketConnection  *connection,
          GError            **error)
{
  static const char *const       protocols[] = { PARLOR_ALPN, NULL };
  GSocket                       *socket = g_socket_connection_get_socket (connection);
  g_autoptr (GSocketConnectable) identity = make_identity (self);
  GIOStream                     *tls;

  /* A chat line is small and is not to wait for the next one. */
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);

  tls = g_tls_client_connection_new (G_IO_STREAM (connection), identity, error);
  if (tls == NULL)
    return NULL;

  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  g_signal_connect_object (tls, "accept-certificate", G_CALLBACK (on_accept_certificate), self,
                           G_CONNECT_SWAPPED);

  return G_TLS_CONNECTION (tls);
}

static void
on_connected (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask)             task = user_data;
  ParlorTlsConnector           *self = g_task_get_source_object (task);
  GCancellable                 *cancellable = g_task_get_cancellable (task);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GTlsConnection)    tls = NULL;
  g_autoptr (GError)            error = NULL;

  connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  if (connection != NULL)
    tls = make_tls (self, connection, &error);

  if (tls != NULL)
    g_tls_connection_handshake_async (tls, G_PRIORITY_DEFAULT, cancellable, on_handshake_ready,
                                      g_steal_pointer (&task));
  else
    return_unreachable (task, error);
}

/**
 * parlor_tls_connector_connect_async:
 * @self: a connector
 * @cancellable: (nullable): gives up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Connects.  There is no deadline but @cancellable.
 */
void
parlor_tls_connector_connect_async (ParlorTlsConnector *self,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GTask                    *task;

  g_return_if_fail (PARLOR_IS_TLS_CONNECTOR (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_tls_connector_connect_async);

  g_socket_client_connect_async (client, self->address, cancellable, on_connected, task);
}

/**
 * parlor_tls_connector_connect_finish:
 * @self: a connector
 * @result: what the callback got
 * @error: return location for a #ParlorClientError
 *
 * Returns: (transfer full) (nullable): a connection to a server that is trusted
 *   and speaks the protocol
 */
GIOStream *
parlor_tls_connector_connect_finish (ParlorTlsConnector *self,
                                     GAsyncResult       *result,
                                     GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * parlor_tls_connector_get_fingerprint:
 * @self: a connector
 *
 * Returns: (transfer none) (nullable): that of the certificate which the server
 *   showed, if it came so far
 */
const char *
parlor_tls_connector_get_fingerprint (ParlorTlsConnector *self)
{
  g_return_val_if_fail (PARLOR_IS_TLS_CONNECTOR (self), NULL);

  return self->fingerprint;
}

/**
 * parlor_tls_connector_is_signed:
 * @self: a connector
 *
 * Returns: whether an authority that the system knows signed the certificate
 */
gboolean
parlor_tls_connector_is_signed (ParlorTlsConnector *self)
{
  g_return_val_if_fail (PARLOR_IS_TLS_CONNECTOR (self), FALSE);

  return self->is_signed;
}
