/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-peer"

#include "parlor-io-private.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/**
 * ParlorPeer:
 *
 * One connection, owned by an I/O thread: a socket, its TLS session, the lines
 * that came in part, and those that wait to leave.
 *
 * A peer that sends nothing and is sent nothing costs no time, and little more
 * memory than its TLS session.
 */

/* GnuTLS takes its input from what one recv() brought, so that a wake-up costs
 * one system call however many records came. */
static ssize_t
pull (gnutls_transport_ptr_t transport,
      void                  *buffer,
      size_t                 size)
{
  ParlorPeer     *self = transport;
  ParlorIoThread *thread = self->thread;
  gsize           n = MIN (size, thread->input_bytes);

  if (n == 0) {
    gnutls_transport_set_errno (self->tls, EAGAIN);
    return -1;
  }

  memcpy (buffer, thread->input, n);
  thread->input += n;
  thread->input_bytes -= n;

  return n;
}

/* On the main thread: the peer's thread does not know it yet. */
ParlorPeer *
parlor_peer_new (ParlorIoThread *thread,
                 int             fd,
                 const char     *address)
{
  const ParlorConfig *config = parlor_io_get_config (thread->io);
  ParlorPeer         *self = g_new0 (ParlorPeer, 1);

  self->thread = thread;
  self->fd = fd;
  self->max_requests = CLAMP (config->outbound_queue_max_bytes / 2 / PARLOR_FRAME_MAX_BYTES, 1,
                              PARLOR_REQUESTS_MAX);
  self->is_local = address == NULL;
  self->certificate = parlor_certificate_ref (parlor_io_get_certificate (thread->io));
  self->address = g_strdup (address);
  self->state = PARLOR_PEER_DEAD;
  self->link.data = self;
  self->flush_link.data = self;

  return self;
}

void
parlor_peer_free (ParlorPeer *self)
{
  g_assert (self->fd < 0 && self->tls == NULL && self->out == NULL);

  parlor_framer_clear (&self->framer);
  parlor_certificate_unref (self->certificate);
  g_free (self->address);
  g_free (self);
}

/* Puts the peer at the end of its new state's list; the same state again means
 * a sign of life. */
void
parlor_peer_set_state (ParlorPeer     *self,
                       ParlorPeerState state)
{
  ParlorIoThread *thread = self->thread;

  if (self->state != PARLOR_PEER_DEAD)
    g_queue_unlink (&thread->peers[self->state], &self->link);

  self->state = state;
  self->since_us = thread->now_us;

  if (state != PARLOR_PEER_DEAD)
    g_queue_push_tail_link (&thread->peers[state], &self->link);
}

/* Has epoll watch what the peer now waits for. */
void
parlor_peer_watch (ParlorPeer *self,
                   int         operation)
{
  struct epoll_event event = { .data.ptr = self };

  if (!self->is_paused && self->state != PARLOR_PEER_CLOSING)
    event.events |= EPOLLIN | EPOLLRDHUP;
  if (self->is_blocked)
    event.events |= EPOLLOUT;

  epoll_ctl (self->thread->epoll_fd, operation, self->fd, &event);
}

static void
start_tls (ParlorPeer *self)
{
  const int one = 1;

  self->tls = parlor_io_new_tls (self->thread->io, self->certificate);
  gnutls_transport_set_ptr2 (self->tls, self, GINT_TO_POINTER (self->fd));
  gnutls_transport_set_pull_function (self->tls, pull);
  setsockopt (self->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  parlor_peer_set_state (self, PARLOR_PEER_HANDSHAKE);
}

static void
start_local (ParlorPeer *self)
{
  const ParlorPeerEvent opened = { self, PARLOR_PEER_OPENED, 0, NULL };

  parlor_peer_set_state (self, PARLOR_PEER_LOCAL);
  parlor_io_thread_tell (self->thread, &opened);
}

void
parlor_peer_start (ParlorPeer *self)
{
  parlor_framer_init (&self->framer, PARLOR_FRAME_MAX_BYTES);
  if (self->is_local)
    start_local (self);
  else
    start_tls (self);
  parlor_peer_watch (self, EPOLL_CTL_ADD);
}

static void
forget_waiting (ParlorPeer *self)
{
  for (guint i = self->waiting_first; self->waiting != NULL && i < self->waiting->len; i++) {
    ParlorPeerEvent *event = &g_array_index (self->waiting, ParlorPeerEvent, i);

    parlor_packet_free (event->type, event->packet);
  }
  g_clear_pointer (&self->waiting, g_array_unref);
  self->waiting_first = 0;
}

/* The last event: what came before and still waits is not carried out. */
static void
tell_closed (ParlorPeer *self)
{
  const ParlorPeerEvent event = { self, PARLOR_PEER_CLOSED, 0, NULL };

  forget_waiting (self);
  parlor_io_thread_tell (self->thread, &event);
}

/* Ends the connection at once. */
void
parlor_peer_drop (ParlorPeer *self)
{
  if (self->state == PARLOR_PEER_DEAD)
    return;

  /* Whoever is closing was told of already. */
  if (self->state != PARLOR_PEER_CLOSING)
    tell_closed (self);
  if (self->is_waiting)
    g_queue_unlink (&self->thread->to_flush, &self->flush_link);

  parlor_peer_set_state (self, PARLOR_PEER_DEAD);
  g_clear_pointer (&self->tls, gnutls_deinit);
  g_array_append_val (self->thread->ended_fds, self->fd);
  self->fd = -1;
  self->is_waiting = FALSE;
  self->is_blocked = FALSE;
  parlor_peer_forget_output (self);

  if (self->is_released)
    g_ptr_array_add (self->thread->dead, self);
}

/* Ends the connection once what is queued has left, after a last word if
 * @code is given. */
void
parlor_peer_finish (ParlorPeer *self,
                    const char *code,
                    const char *text)
{
  ParlorGoodbyePacket goodbye = { 0, (char *) code, (char *) text, 0 };

  if (self->state == PARLOR_PEER_HANDSHAKE) {
    parlor_peer_drop (self);
    return;
  }
  if (self->state == PARLOR_PEER_CLOSING || self->state == PARLOR_PEER_DEAD)
    return;

  tell_closed (self);
  parlor_peer_set_state (self, PARLOR_PEER_CLOSING);

  if (code != NULL) {
    g_autoptr (GBytes) frame = parlor_packet_encode (PARLOR_PACKET_GOODBYE, &goodbye);

    parlor_peer_queue (self, frame);
  }
  parlor_peer_watch (self, EPOLL_CTL_MOD);
  if (!self->is_blocked)
    parlor_peer_flush (self);
}

/* Whether the answer to one more request has room in the queue beside those of
 * the requests under way. */
static gboolean
may_ask (ParlorPeer *self)
{
  const ParlorConfig *config = self->thread->config;

  return (guint) g_atomic_int_get (&self->n_requests_atomic) < self->max_requests &&
         (gint64) self->out_bytes <= config->outbound_queue_max_bytes / 4;
}

static void
hand_over (ParlorPeer            *self,
           const ParlorPeerEvent *event)
{
  g_atomic_int_inc (&self->n_requests_atomic);
  parlor_io_thread_tell (self->thread, event);
}

/* Nothing more is read until what is under way is answered and has left. */
static void
keep_waiting (ParlorPeer            *self,
              const ParlorPeerEvent *event)
{
  if (self->waiting == NULL)
    self->waiting = g_array_new (FALSE, FALSE, sizeof (ParlorPeerEvent));
  g_array_append_vals (self->waiting, event, 1);

  if (!self->is_paused) {
    self->is_paused = TRUE;
    parlor_peer_watch (self, EPOLL_CTL_MOD);
  }
}

/* Hands over what waits, as far as there is room now, and reads again once
 * nothing does. */
void
parlor_peer_go_on (ParlorPeer *self)
{
  if (!self->is_paused || self->state == PARLOR_PEER_CLOSING || self->state == PARLOR_PEER_DEAD)
    return;

  while (self->waiting_first < self->waiting->len && may_ask (self))
    hand_over (self, &g_array_index (self->waiting, ParlorPeerEvent, self->waiting_first++));
  if (self->waiting_first < self->waiting->len)
    return;

  forget_waiting (self);
  self->is_paused = FALSE;
  parlor_peer_watch (self, EPOLL_CTL_MOD);
}

/* Makes the answer to a line that is no packet. */
static gpointer
make_refusal (const ParlorRefusal *refusal,
              const GError        *error)
{
  ParlorErrorPacket *answer = parlor_packet_new (PARLOR_PACKET_ERROR);

  answer->tag = refusal->tag;
  answer->code = g_strdup ("bad-packet");
  answer->text = g_strdup (error->message);
  answer->field = g_strdup (refusal->field);

  return answer;
}

static gboolean
take_line (const char *line,
           gsize       size_bytes,
           gpointer    user_data)
{
  ParlorPeer        *self = user_data;
  g_autoptr (GError) error = NULL;
  ParlorPacketType   type = PARLOR_PACKET_ERROR;
  ParlorRefusal      refusal;
  gpointer           packet = parlor_packet_decode_line (line, size_bytes, &type, &refusal, &error);
  ParlorPeerEvent    event = { self, PARLOR_PEER_PACKET, type, packet };

  if (packet == NULL) {
    event.kind = PARLOR_PEER_BAD_PACKET;
    event.packet = make_refusal (&refusal, error);
  }

  if (!self->is_paused && may_ask (self))
    hand_over (self, &event);
  else
    keep_waiting (self, &event);

  return TRUE;
}

static gboolean
shake_hands (ParlorPeer *self)
{
  const ParlorPeerEvent opened = { self, PARLOR_PEER_OPENED, 0, NULL };
  int                   code;

  do
    code = gnutls_handshake (self->tls);
  while (code < 0 && code != GNUTLS_E_AGAIN && !gnutls_error_is_fatal (code));

  if (code == GNUTLS_E_SUCCESS) {
    /* One ticket is enough to come back with; without one that is only slower. */
    gnutls_session_ticket_send (self->tls, 1, 0);
    parlor_peer_set_state (self, PARLOR_PEER_SIGN_IN);
    parlor_io_thread_tell (self->thread, &opened);
    return TRUE;
  }

  /* An answer that does not fit into an empty socket's buffer is no accident. */
  if (gnutls_error_is_fatal (code) || gnutls_record_get_direction (self->tls) != 0) {
    g_debug ("%s: TLS handshake: %s", self->address, gnutls_strerror (code));
    parlor_peer_drop (self);
  }

  return FALSE;
}

static void
take_lines (ParlorPeer   *self,
            gconstpointer data,
            gsize         size_bytes)
{
  g_autoptr (GError) error = NULL;

  if (!parlor_framer_push (&self->framer, data, size_bytes, take_line, self, &error))
    parlor_peer_finish (self, "bad-packet", error->message);
}

/* Decrypts what was read ahead and takes its lines. */
static void
take_records (ParlorPeer *self)
{
  ParlorIoThread *thread = self->thread;

  while (self->state == PARLOR_PEER_SIGN_IN || self->state == PARLOR_PEER_ACTIVE) {
    ssize_t size = gnutls_record_recv (self->tls, thread->record, sizeof thread->record);

    if (size == GNUTLS_E_AGAIN || size == GNUTLS_E_INTERRUPTED)
      return;
    if (size <= 0)
      parlor_peer_drop (self);
    else
      take_lines (self, thread->record, size);
  }
}

/* Reads once, a bounded amount, so that no peer keeps the others waiting. */
void
parlor_peer_read (ParlorPeer *self)
{
  ParlorIoThread *thread = self->thread;
  ssize_t         size;

  if (self->state == PARLOR_PEER_DEAD || self->state == PARLOR_PEER_CLOSING || self->is_paused)
    return;

  size = recv (self->fd, thread->read_ahead, sizeof thread->read_ahead, 0);
  if (size < 0 && (errno == EAGAIN || errno == EINTR))
    return;
  if (size <= 0) {
    parlor_peer_drop (self);
    return;
  }

  if (self->state == PARLOR_PEER_LOCAL) {
    take_lines (self, thread->read_ahead, size);
    return;
  }

  thread->input = thread->read_ahead;
  thread->input_bytes = size;
  if (self->state == PARLOR_PEER_ACTIVE)
    parlor_peer_set_state (self, PARLOR_PEER_ACTIVE);
  if (self->state != PARLOR_PEER_HANDSHAKE || shake_hands (self))
    take_records (self);
  thread->input_bytes = 0;
}

/**
 * parlor_peer_get_address:
 * @self: a peer
 *
 * Returns: (transfer none) (nullable): the other end's address, without the
 *   port; NULL for one of the server's own socket
 */
const char *
parlor_peer_get_address (ParlorPeer *self)
{
  return self->address;
}

/**
 * parlor_peer_get_session:
 * @self: a peer
 *
 * Returns: (transfer none) (nullable): what parlor_peer_set_session() set
 */
gpointer
parlor_peer_get_session (ParlorPeer *self)
{
  return self->session;
}

/**
 * parlor_peer_set_session:
 * @self: a peer
 * @session: (nullable): what the main thread knows it by
 */
void
parlor_peer_set_session (ParlorPeer *self,
                         gpointer    session)
{
  self->session = session;
}
