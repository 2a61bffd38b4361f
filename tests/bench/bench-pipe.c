/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-bench"

#include "bench-pipe.h"

#include "bench-certificate.h"
#include "parlor-limits.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define PRIORITY "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+AES-128-GCM"
#define READ_AHEAD_BYTES (64 * 1024)

/* One recv() for each wake-up fills this; the session that was woken takes all
 * of it before another one is woken.  Each program has one thread. */
static struct
{
  const BenchPipe *owner;
  char             data[READ_AHEAD_BYTES];
  gsize            used;
  gsize            size;
} read_ahead;

/* Decrypted bytes: an incomplete line, and the record that goes on with it. */
static char plain[PARLOR_FRAME_MAX_BYTES + BENCH_RECORD_MAX_BYTES];

static void
bench_tls_init (BenchTls *tls,
                gboolean  is_server)
{
  tls->is_server = is_server;
  gnutls_certificate_allocate_credentials (&tls->credentials);
  gnutls_priority_init (&tls->priority, PRIORITY, NULL);
}

/**
 * bench_tls_init_client:
 * @tls: storage
 *
 * Prepares for connecting.  Certificates are not looked at: what is measured
 * runs on this computer.
 */
void
bench_tls_init_client (BenchTls *tls)
{
  bench_tls_init (tls, FALSE);
}

/**
 * bench_tls_init_server:
 * @tls: storage
 *
 * Prepares for accepting, with a fresh certificate.
 */
void
bench_tls_init_server (BenchTls *tls)
{
  bench_tls_init (tls, TRUE);
  bench_certificate_install (tls->credentials);
}

/**
 * bench_tls_clear:
 * @tls: what no pipe uses any longer
 */
void
bench_tls_clear (BenchTls *tls)
{
  gnutls_certificate_free_credentials (tls->credentials);
  gnutls_priority_deinit (tls->priority);
  g_clear_pointer (&tls->ticket, g_bytes_unref);
}

static ssize_t
pull (gnutls_transport_ptr_t transport,
      void                  *data,
      size_t                 size)
{
  BenchPipe *pipe = transport;
  gsize      n_bytes = MIN (size, read_ahead.size - read_ahead.used);

  if (n_bytes == 0) {
    pipe->is_drained = TRUE;
    gnutls_transport_set_errno (pipe->session, EAGAIN);
    return -1;
  }

  memcpy (data, read_ahead.data + read_ahead.used, n_bytes);
  read_ahead.used += n_bytes;

  return n_bytes;
}

/* Returns FALSE without an error if nothing is there. */
static gboolean
fill_read_ahead (BenchPipe *pipe,
                 GError   **error)
{
  gssize n_bytes = recv (pipe->fd, read_ahead.data, sizeof read_ahead.data, 0);

  read_ahead.owner = pipe;
  read_ahead.used = 0;
  read_ahead.size = MAX (n_bytes, 0);
  pipe->is_drained = FALSE;

  if (n_bytes == 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The peer closed the connection");
  else if (n_bytes < 0 && errno != EAGAIN && errno != EINTR && errno != ENOTCONN)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "recv: %s", g_strerror (errno));

  return n_bytes > 0;
}

static void
watch (BenchPipe *pipe,
       gboolean   wants_out)
{
  struct epoll_event event = { EPOLLIN | (wants_out ? EPOLLOUT : 0), { .ptr = pipe } };

  if (pipe->wants_out == wants_out)
    return;

  pipe->wants_out = wants_out;
  epoll_ctl (pipe->epoll_fd, EPOLL_CTL_MOD, pipe->fd, &event);
}

static gboolean
fail (int      code,
      GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "TLS: %s", gnutls_strerror (code));

  return FALSE;
}

/**
 * bench_pipe_open:
 * @pipe: (out caller-allocates): storage that will not move
 * @tls: what this end shows and speaks
 * @epoll_fd: where to wait
 * @fd: (transfer full): a connected or connecting socket, non-blocking
 * @error: return location for an error
 *
 * Makes a pipe whose handshake is still to be made.
 *
 * Returns: whether it worked; if not, @fd is closed
 */
gboolean
bench_pipe_open (BenchPipe      *pipe,
                 const BenchTls *tls,
                 int             epoll_fd,
                 int             fd,
                 GError        **error)
{
  struct epoll_event event = { EPOLLIN | EPOLLOUT, { .ptr = pipe } };
  static const char  alpn[] = PARLOR_ALPN;
  gnutls_datum_t     protocol = { (unsigned char *) alpn, sizeof alpn - 1 };
  guint              flags = GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL;

  *pipe = (BenchPipe){ .fd = fd, .epoll_fd = epoll_fd, .wants_out = TRUE };
  gnutls_init (&pipe->session, flags | (tls->is_server ? GNUTLS_SERVER : GNUTLS_CLIENT));
  gnutls_priority_set (pipe->session, tls->priority);
  gnutls_credentials_set (pipe->session, GNUTLS_CRD_CERTIFICATE, tls->credentials);
  gnutls_alpn_set_protocols (pipe->session, &protocol, 1, 0);
  gnutls_transport_set_ptr2 (pipe->session, pipe, GINT_TO_POINTER (fd));
  gnutls_transport_set_pull_function (pipe->session, pull);
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof (int));
  if (tls->ticket != NULL)
    gnutls_session_set_data (pipe->session, g_bytes_get_data (tls->ticket, NULL),
                             g_bytes_get_size (tls->ticket));

  if (epoll_ctl (epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "epoll: %s", g_strerror (errno));
  bench_pipe_close (pipe);

  return FALSE;
}

/**
 * bench_pipe_connect:
 * @pipe: (out caller-allocates): storage that will not move
 * @tls: what this end speaks
 * @epoll_fd: where to wait
 * @address: whom to connect to
 * @error: return location for an error
 *
 * Begins to connect.
 *
 * Returns: whether it could begin; if not, @pipe is closed
 */
gboolean
bench_pipe_connect (BenchPipe      *pipe,
                    const BenchTls *tls,
                    int             epoll_fd,
                    GSocketAddress *address,
                    GError        **error)
{
  struct sockaddr_storage native;
  gssize                  size = g_socket_address_get_native_size (address);
  int                     family = g_socket_address_get_family (address);
  int                     fd = socket (family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct linger           linger = { .l_onoff = 1 };

  *pipe = (BenchPipe){ .fd = -1 };
  if (!g_socket_address_to_native (address, &native, sizeof native, error)) {
    close (fd);
    return FALSE;
  }

  /* Closing resets the connection: thousands of sockets in TIME_WAIT would use
   * up the ports for what is measured next. */
  setsockopt (fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);

  if (fd >= 0 && (connect (fd, (struct sockaddr *) &native, size) == 0 || errno == EINPROGRESS))
    return bench_pipe_open (pipe, tls, epoll_fd, fd, error);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "connect: %s", g_strerror (errno));
  if (fd >= 0)
    close (fd);

  return FALSE;
}

/**
 * bench_pipe_close:
 * @pipe: a pipe, possibly closed already
 *
 * Drops the connection without a farewell.
 */
void
bench_pipe_close (BenchPipe *pipe)
{
  g_clear_pointer (&pipe->session, gnutls_deinit);
  g_clear_pointer (&pipe->partial, g_byte_array_unref);
  if (pipe->fd >= 0)
    close (pipe->fd);
  pipe->fd = -1;
}

/**
 * bench_pipe_get_ticket:
 * @pipe: a client's pipe that lines have come through
 *
 * Returns: (transfer full) (nullable): what the server gave to go on with the
 *   TLS session later
 */
GBytes *
bench_pipe_get_ticket (const BenchPipe *pipe)
{
  gnutls_datum_t data;

  if (!(gnutls_session_get_flags (pipe->session) & GNUTLS_SFLAGS_SESSION_TICKET) ||
      gnutls_session_get_data2 (pipe->session, &data) < 0)
    return NULL;

  return g_bytes_new_with_free_func (data.data, data.size, gnutls_free, data.data);
}

/**
 * bench_pipe_shake:
 * @pipe: a pipe that epoll woke and whose handshake is not over
 * @error: return location for an error
 *
 * Goes on with the handshake.  Once it is over, @pipe.is_shaken is set, and
 * bench_pipe_receive() is to be called: the peer may have sent lines already.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bench_pipe_shake (BenchPipe *pipe,
                  GError   **error)
{
  GError *failure = NULL;
  int     code;

  if (!fill_read_ahead (pipe, &failure) && failure != NULL) {
    g_propagate_error (error, failure);
    return FALSE;
  }

  do
    code = gnutls_handshake (pipe->session);
  while (code != GNUTLS_E_SUCCESS && code != GNUTLS_E_AGAIN && !gnutls_error_is_fatal (code));

  pipe->is_shaken = code == GNUTLS_E_SUCCESS;
  watch (pipe, code == GNUTLS_E_AGAIN && gnutls_record_get_direction (pipe->session) == 1);

  return !gnutls_error_is_fatal (code) || fail (code, error);
}

/* Hands over the whole lines of plain[0 .. *size); what is left moves to its
 * beginning. */
static gboolean
cut_lines (gsize        *size,
           gsize         scanned,
           BenchLineFunc func,
           gpointer      user_data)
{
  const char *start = plain;
  const char *end = plain + *size;
  const char *newline = memchr (plain + scanned, '\n', *size - scanned);

  while (newline != NULL) {
    if (!func (start, newline + 1 - start, user_data))
      return FALSE;
    start = newline + 1;
    newline = memchr (start, '\n', end - start);
  }

  *size = end - start;
  if (start > plain)
    memmove (plain, start, *size);

  return TRUE;
}

/* Takes the incomplete line of @pipe to the beginning of plain. */
static gsize
take_partial (BenchPipe *pipe)
{
  gsize size = pipe->partial != NULL ? pipe->partial->len : 0;

  if (size > 0)
    memcpy (plain, pipe->partial->data, size);
  g_clear_pointer (&pipe->partial, g_byte_array_unref);

  return size;
}

static void
keep_partial (BenchPipe *pipe,
              gsize      size)
{
  if (size > 0)
    pipe->partial = g_byte_array_append (g_byte_array_sized_new (size), (guint8 *) plain, size);
}

/* The records in the read-ahead buffer.  GNUTLS_E_AGAIN also follows a session
 * ticket: only pull() knows when nothing is left. */
static gboolean
receive_records (BenchPipe    *pipe,
                 BenchLineFunc func,
                 gpointer      user_data,
                 GError      **error)
{
  gsize size = take_partial (pipe);

  while (!pipe->is_drained) {
    gssize n_bytes;

    if (size > PARLOR_FRAME_MAX_BYTES)
      return fail (GNUTLS_E_LARGE_PACKET, error);

    n_bytes = gnutls_record_recv (pipe->session, plain + size, sizeof plain - size);
    if (n_bytes == 0)
      return fail (GNUTLS_E_PREMATURE_TERMINATION, error);
    if (n_bytes < 0 && gnutls_error_is_fatal (n_bytes))
      return fail (n_bytes, error);
    if (n_bytes > 0) {
      size += n_bytes;
      if (!cut_lines (&size, size - n_bytes, func, user_data))
        return FALSE;
    }
  }

  keep_partial (pipe, size);

  return TRUE;
}

/**
 * bench_pipe_receive:
 * @pipe: a pipe that epoll woke, its handshake over
 * @func: called for each whole line
 * @user_data: for @func
 * @error: return location for an error
 *
 * Takes what one recv() gives.
 *
 * Returns: %FALSE if the connection ended, or @func said not to go on; @error
 *   is set in the former case only
 */
gboolean
bench_pipe_receive (BenchPipe    *pipe,
                    BenchLineFunc func,
                    gpointer      user_data,
                    GError      **error)
{
  GError *failure = NULL;

  /* What the handshake left over comes before what the socket has. */
  if (read_ahead.owner == pipe && read_ahead.used < read_ahead.size)
    pipe->is_drained = FALSE;
  else if (!fill_read_ahead (pipe, &failure)) {
    if (failure != NULL)
      g_propagate_error (error, failure);
    return failure == NULL;
  }

  return receive_records (pipe, func, user_data, error);
}

/**
 * bench_pipe_send:
 * @pipe: a pipe that is not blocked
 * @data: what to send
 * @size_bytes: size of @data, at most %BENCH_RECORD_MAX_BYTES
 * @error: return location for an error
 *
 * Sends one record.  All of it is taken, even if the socket is full: then
 * @pipe.is_blocked is set, and bench_pipe_resume() goes on once epoll says so.
 *
 * Returns: %FALSE if the connection ended
 */
gboolean
bench_pipe_send (BenchPipe  *pipe,
                 const char *data,
                 gsize       size_bytes,
                 GError    **error)
{
  gssize code = gnutls_record_send (pipe->session, data, size_bytes);

  /* GnuTLS keeps the encrypted record; without data it goes on with that. */
  while (code == GNUTLS_E_INTERRUPTED)
    code = gnutls_record_send (pipe->session, NULL, 0);

  pipe->is_blocked = code == GNUTLS_E_AGAIN;
  watch (pipe, pipe->is_blocked);

  return code >= 0 || code == GNUTLS_E_AGAIN || fail (code, error);
}

/**
 * bench_pipe_resume:
 * @pipe: a blocked pipe that epoll woke
 * @error: return location for an error
 *
 * Goes on with the record that waits.
 *
 * Returns: %FALSE if the connection ended
 */
gboolean
bench_pipe_resume (BenchPipe *pipe,
                   GError   **error)
{
  return bench_pipe_send (pipe, NULL, 0, error);
}
