/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-peer"

#include "parlor-test-peer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  ParlorPacketType type;
  gpointer         packet;
  gboolean         is_taken;
} Received;

static void
clear_received (gpointer data)
{
  Received *received = data;

  parlor_packet_free (received->type, received->packet);
}

/* Says what came instead of what was waited for. */
static void
describe (ParlorTestPeer *self,
          GString        *text)
{
  g_autofree char *errors = parlor_test_server_dup_errors (self->server);

  g_string_append (text, self->has_ended ? ". The connection ended after" : ". There was");
  for (guint i = 0; i < self->received->len; i++) {
    Received          *received = &g_array_index (self->received, Received, i);
    g_autoptr (GBytes) frame = NULL;

    if (received->is_taken)
      continue;
    frame = parlor_packet_encode (received->type, received->packet);
    g_string_append_printf (text, "\n  %.*s", (int) MIN (g_bytes_get_size (frame) - 1, 400),
                            (const char *) g_bytes_get_data (frame, NULL));
  }
  g_string_append_printf (text, "\nThe server %s, and said: %s",
                          parlor_test_server_has_ended (self->server) ? "has ended" : "runs",
                          errors);
}

static void G_GNUC_PRINTF (2, 3) G_GNUC_NORETURN
  fail (ParlorTestPeer *self,
        const char     *format,
        ...)
{
  GString *text = g_string_new (NULL);
  va_list  args;

  va_start (args, format);
  g_string_append_vprintf (text, format, args);
  va_end (args);
  describe (self, text);

  g_error ("%s", text->str);
}

static gboolean
wait_until (ParlorTestPeer *self,
            short           events)
{
  struct pollfd poll_fd = { self->fd, events, 0 };
  int           n_ready;

  do
    n_ready = poll (&poll_fd, 1, PARLOR_TEST_PATIENCE_MS);
  while (n_ready < 0 && errno == EINTR);

  return n_ready > 0;
}

/**
 * parlor_test_peer_new_on:
 * @server: a server that runs
 * @fd: a socket that is connected with it; taken
 *
 * Returns: (transfer full): the connection
 */
ParlorTestPeer *
parlor_test_peer_new_on (ParlorTestServer *server,
                         int               fd)
{
  ParlorTestPeer *self = g_new0 (ParlorTestPeer, 1);

  self->server = server;
  self->fd = fd;
  self->received = g_array_new (FALSE, FALSE, sizeof (Received));
  g_array_set_clear_func (self->received, clear_received);
  parlor_framer_init (&self->framer, PARLOR_FRAME_MAX_BYTES);
  g_assert_cmpint (fcntl (fd, F_SETFL, O_NONBLOCK), ==, 0);

  return self;
}

static ParlorTestPeer *
connect_to (ParlorTestServer *server,
            const char       *address)
{
  g_autoptr (GError)         error = NULL;
  g_autoptr (ParlorLinkUri)  uri = parlor_link_uri_parse_address (address, &error);
  g_autoptr (GSocketAddress) target = NULL;
  struct sockaddr_storage    native;
  gssize                     size;
  int                        fd;

  g_assert_no_error (error);
  target = g_inet_socket_address_new_from_string (uri->host, uri->port);
  size = g_socket_address_get_native_size (target);
  g_assert_true (g_socket_address_to_native (target, &native, sizeof native, NULL));

  fd = socket (native.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &native, size), ==, 0);

  return parlor_test_peer_new_on (server, fd);
}

/**
 * parlor_test_peer_new_plain:
 * @server: a server that runs
 *
 * Returns: (transfer full): a connection over which nothing was said yet
 */
ParlorTestPeer *
parlor_test_peer_new_plain (ParlorTestServer *server)
{
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", parlor_test_server_get_port (server));

  return connect_to (server, address);
}

static void
shake_hands (ParlorTestPeer *self)
{
  int result;

  while ((result = gnutls_handshake (self->tls)) < 0) {
    if (gnutls_error_is_fatal (result))
      fail (self, "No TLS: %s", gnutls_strerror (result));
    if (!wait_until (self, gnutls_record_get_direction (self->tls) == 0 ? POLLIN : POLLOUT))
      fail (self, "The TLS handshake does not go on");
  }
}

static void
check_certificate (ParlorTestPeer *self)
{
  guint                 n_certificates;
  const gnutls_datum_t *chain = gnutls_certificate_get_peers (self->tls, &n_certificates);
  g_autoptr (GBytes)    der = g_bytes_new (chain[0].data, chain[0].size);
  g_autofree char      *fingerprint = parlor_fingerprint_of_der (der);

  g_assert_cmpuint (n_certificates, ==, 1);
  g_assert_cmpstr (fingerprint, ==, parlor_test_server_get_fingerprint (self->server));
}

static void
begin_tls (ParlorTestPeer *self,
           const char     *priorities)
{
  static const gnutls_datum_t alpn = { (guchar *) PARLOR_ALPN, sizeof PARLOR_ALPN - 1 };
  gnutls_datum_t              chosen = { NULL, 0 };

  gnutls_certificate_allocate_credentials (&self->credentials);
  gnutls_init (&self->tls, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
  gnutls_priority_set_direct (self->tls, priorities != NULL ? priorities : "NORMAL", NULL);
  gnutls_credentials_set (self->tls, GNUTLS_CRD_CERTIFICATE, self->credentials);
  gnutls_alpn_set_protocols (self->tls, &alpn, 1, 0);
  gnutls_transport_set_int (self->tls, self->fd);
  shake_hands (self);

  g_assert_cmpint (gnutls_alpn_get_selected_protocol (self->tls, &chosen), ==, 0);
  g_assert_cmpmem (chosen.data, chosen.size, alpn.data, alpn.size);
  check_certificate (self);
}

/**
 * parlor_test_peer_new_encrypted:
 * @server: a server that runs
 * @priorities: (nullable): what TLS to speak, in the words of GnuTLS
 *
 * Returns: (transfer full): a connection with the server whose fingerprint
 *   @server told, over which no packet was sent yet
 */
ParlorTestPeer *
parlor_test_peer_new_encrypted (ParlorTestServer *server,
                                const char       *priorities)
{
  ParlorTestPeer *self = parlor_test_peer_new_plain (server);

  begin_tls (self, priorities);

  return self;
}

static void
say_hello (ParlorTestPeer *self)
{
  ParlorWelcomePacket *welcome = parlor_test_peer_ask (self, PARLOR_PACKET_WELCOME,
                                                       PARLOR_PACKET_HELLO, "version", "1",
                                                       "agent", "parlor-test", NULL);

  g_assert_cmpint (welcome->version, ==, 1);
}

/**
 * parlor_test_peer_greet:
 * @self: (transfer full): a connection over which nothing was said yet
 *
 * Returns: (transfer full): @self, over which both have said hello
 */
ParlorTestPeer *
parlor_test_peer_greet (ParlorTestPeer *self)
{
  begin_tls (self, NULL);
  say_hello (self);
  return self;
}

/**
 * parlor_test_peer_new:
 * @server: a server that runs
 *
 * Returns: (transfer full): a connection over which both have said hello
 */
ParlorTestPeer *
parlor_test_peer_new (ParlorTestServer *server)
{
  return parlor_test_peer_greet (parlor_test_peer_new_plain (server));
}

/**
 * parlor_test_peer_new_at:
 * @server: a server that runs
 * @address: one of the addresses that it listens on
 *
 * Returns: (transfer full): a connection over which both have said hello
 */
ParlorTestPeer *
parlor_test_peer_new_at (ParlorTestServer *server,
                         const char       *address)
{
  return parlor_test_peer_greet (connect_to (server, address));
}

/**
 * parlor_test_peer_free:
 * @self: (transfer full): a connection
 *
 * Closes it as well-mannered clients do.
 */
void
parlor_test_peer_free (ParlorTestPeer *self)
{
  if (self->tls != NULL) {
    if (!self->has_ended)
      gnutls_bye (self->tls, GNUTLS_SHUT_WR);
    gnutls_deinit (self->tls);
    gnutls_certificate_free_credentials (self->credentials);
  }

  close (self->fd);
  parlor_framer_clear (&self->framer);
  g_array_unref (self->received);
  g_free (self->name);
  g_free (self->token);
  g_free (self);
}

/**
 * parlor_test_peer_vanish:
 * @self: (transfer full): a connection
 *
 * Breaks the connection off in the middle of whatever was going on.
 */
void
parlor_test_peer_vanish (ParlorTestPeer *self)
{
  struct linger at_once = { 1, 0 };

  setsockopt (self->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  self->has_ended = TRUE;
  parlor_test_peer_free (self);
}

static gssize
write_some (ParlorTestPeer *self,
            gconstpointer   data,
            gsize           size_bytes)
{
  gssize size;

  if (self->tls != NULL)
    return gnutls_record_send (self->tls, data, size_bytes);

  size = send (self->fd, data, size_bytes, MSG_NOSIGNAL);
  if (size >= 0)
    return size;

  return errno == EAGAIN ? GNUTLS_E_AGAIN : GNUTLS_E_PUSH_ERROR;
}

/**
 * parlor_test_peer_write:
 * @self: a connection
 * @data: any bytes
 * @size_bytes: size of @data
 *
 * Sends @data as it is.  That the other end has closed is no failure: it shows
 * when one reads.
 */
void
parlor_test_peer_write (ParlorTestPeer *self,
                        gconstpointer   data,
                        gsize           size_bytes)
{
  const char *rest = data;

  while (size_bytes > 0) {
    gssize size = write_some (self, rest, size_bytes);

    if (size < 0 && gnutls_error_is_fatal (size))
      return;
    if (size < 0) {
      if (!wait_until (self, POLLOUT))
        fail (self, "The server does not read");
      continue;
    }
    rest += size;
    size_bytes -= size;
  }
}

/**
 * parlor_test_peer_write_line:
 * @self: a connection
 * @line: text without a newline
 *
 * Sends @line as a frame.
 */
void
parlor_test_peer_write_line (ParlorTestPeer *self,
                             const char     *line)
{
  g_autofree char *frame = g_strconcat (line, "\n", NULL);

  parlor_test_peer_write (self, frame, strlen (frame));
}

static gboolean
on_line (const char *line,
         gsize       size_bytes,
         gpointer    user_data)
{
  ParlorTestPeer    *self = user_data;
  g_autoptr (GError) error = NULL;
  Received           received = { PARLOR_N_PACKETS, NULL, FALSE };

  received.packet = parlor_packet_decode_line (line, size_bytes, &received.type, NULL, &error);
  if (received.packet == NULL)
    fail (self, "Not a packet: %s: %.*s", error->message, (int) MIN (size_bytes, 400), line);
  if (parlor_packet_info (received.type)->sender != PARLOR_SENDER_SERVER)
    fail (self, "Not a packet of a server: %.*s", (int) MIN (size_bytes, 400), line);

  g_array_append_val (self->received, received);

  return TRUE;
}

/* Returns whether something came, FALSE at the end. */
static gboolean
read_some (ParlorTestPeer *self)
{
  g_autoptr (GError) error = NULL;
  char               data[32 * 1024];
  gssize             size = self->tls != NULL ? gnutls_record_recv (self->tls, data, sizeof data)
                                              : recv (self->fd, data, sizeof data, 0);

  if (self->tls != NULL && (size == GNUTLS_E_AGAIN || size == GNUTLS_E_INTERRUPTED))
    return TRUE;
  if (size <= 0) {
    self->has_ended = TRUE;
    return FALSE;
  }
  if ((self->tls != NULL || self->is_local) &&
      !parlor_framer_push (&self->framer, data, size, on_line, self, &error))
    fail (self, "The server's line is too long: %s", error->message);

  return TRUE;
}

/* Waits for more.  Returns FALSE once nothing can come. */
static gboolean
wait_for_more (ParlorTestPeer *self)
{
  if (self->has_ended)
    return FALSE;
  if (self->tls != NULL && gnutls_record_check_pending (self->tls) > 0)
    return read_some (self);
  if (!wait_until (self, POLLIN))
    fail (self, "Nothing came");

  return read_some (self);
}

typedef gboolean (*Matches) (const Received *received,
                             gint64          wanted);

static gboolean
is_of_type (const Received *received,
            gint64          type)
{
  return received->type == type;
}

static gboolean
has_tag (const Received *received,
         gint64          tag)
{
  return *(gint64 *) received->packet == tag;
}

static gboolean
is_anything (const Received *received,
             gint64          unused)
{
  return TRUE;
}

static Received *
find (ParlorTestPeer *self,
      guint           from,
      Matches         matches,
      gint64          wanted)
{
  for (guint i = from; i < self->received->len; i++) {
    Received *received = &g_array_index (self->received, Received, i);

    if (!received->is_taken && matches (received, wanted)) {
      received->is_taken = TRUE;
      return received;
    }
  }

  return NULL;
}

/* Takes the first packet that @matches, waiting for it.  Returns NULL if the
 * connection ends first. */
static Received *
wait_for (ParlorTestPeer *self,
          Matches         matches,
          gint64          wanted)
{
  guint     seen;
  Received *received;

  while (self->n_taken < self->received->len &&
         g_array_index (self->received, Received, self->n_taken).is_taken)
    self->n_taken++;

  received = find (self, self->n_taken, matches, wanted);
  while (received == NULL) {
    seen = self->received->len;
    if (!wait_for_more (self))
      return NULL;
    received = find (self, seen, matches, wanted);
  }

  return received;
}

/**
 * parlor_test_peer_request:
 * @self: a connection
 * @type: the type of @packet
 * @packet: what to send; it is given a tag
 *
 * Returns: the tag
 */
gint64
parlor_test_peer_request (ParlorTestPeer  *self,
                          ParlorPacketType type,
                          gpointer         packet)
{
  g_autoptr (GBytes) frame = NULL;

  *(gint64 *) packet = ++self->last_tag;
  frame = parlor_packet_encode (type, packet);
  parlor_test_peer_write (self, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));

  return self->last_tag;
}

/**
 * parlor_test_peer_answer:
 * @self: a connection
 * @tag: of a request
 * @type: what the answer has to be
 *
 * Returns: (transfer none): the answer to the request, or the next of several
 */
gpointer
parlor_test_peer_answer (ParlorTestPeer  *self,
                         gint64           tag,
                         ParlorPacketType type)
{
  Received *received = wait_for (self, has_tag, tag);

  if (received == NULL)
    fail (self, "No answer: %s", parlor_packet_info (type)->name);
  if (received->type != type) {
    received->is_taken = FALSE;
    fail (self, "Not the answer: %s", parlor_packet_info (type)->name);
  }

  return received->packet;
}

/**
 * parlor_test_peer_expect:
 * @self: a connection
 * @type: the type of a packet
 *
 * Waits for a packet of @type.  Others that come before it stay, to be
 * expected later.
 *
 * Returns: (transfer none): the first of @type that was not handed out yet
 */
gpointer
parlor_test_peer_expect (ParlorTestPeer  *self,
                         ParlorPacketType type)
{
  Received *received = wait_for (self, is_of_type, type);

  if (received == NULL)
    fail (self, "No %s came", parlor_packet_info (type)->name);

  return received->packet;
}

/**
 * parlor_test_peer_next:
 * @self: a connection
 * @ret_type: (out): the type of the packet
 *
 * Returns: (transfer none) (nullable): the next packet, whatever it is; NULL
 *   at the end of the connection
 */
gpointer
parlor_test_peer_next (ParlorTestPeer   *self,
                       ParlorPacketType *ret_type)
{
  Received *received = wait_for (self, is_anything, 0);

  if (received == NULL)
    return NULL;
  *ret_type = received->type;

  return received->packet;
}

/**
 * parlor_test_peer_take:
 * @self: a connection
 * @type: the type of a packet
 *
 * Returns: (transfer none) (nullable): a packet of @type that came already;
 *   does not wait
 */
gpointer
parlor_test_peer_take (ParlorTestPeer  *self,
                       ParlorPacketType type)
{
  Received *received = find (self, 0, is_of_type, type);

  return received != NULL ? received->packet : NULL;
}

/**
 * parlor_test_peer_forget:
 * @self: a connection
 *
 * Waits like parlor_test_peer_settle(), then frees all packets that came.
 */
void
parlor_test_peer_forget (ParlorTestPeer *self)
{
  parlor_test_peer_settle (self);
  g_array_set_size (self->received, 0);
  self->n_taken = 0;
}
