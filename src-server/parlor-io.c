/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-io"

#include "parlor-io-private.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define EVENTS_PER_TURN 256
#define MAX_WAIT_US (60 * G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define CLOSING_TIMEOUT_US (2 * G_USEC_PER_SEC)
/* TLS 1.3, or 1.2; AES-128 first, which machines do in hardware. */
#define PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-CIPHER-ALL:+AES-128-GCM:" \
                   "+CHACHA20-POLY1305:+AES-256-GCM:%SERVER_PRECEDENCE"

/**
 * ParlorIo:
 *
 * The threads that talk to peers.  Each has an epoll descriptor and owns the
 * peers that it was given; it decrypts, cuts into lines and decodes, and
 * encrypts and sends.  All else happens on the main thread.
 *
 * The two sides hand each other whole batches: a thread what its turn brought,
 * the main thread, when its turn ends, what it has to say to the peers of a
 * thread.
 */
struct _ParlorIo
{
  const ParlorConfig              *config;
  gnutls_certificate_credentials_t credentials;
  gnutls_priority_t                priorities;
  gnutls_datum_t                   ticket_key;
  ParlorIoFunc                     func;
  gpointer                         user_data;

  GPtrArray *threads; /* of ParlorIoThread */
  guint      next;    /* gets the next peer */
  GSource   *source;  /* on the main context */

  GMutex  mutex;
  GArray *inbox; /* of ParlorPeerEvent; guarded by the mutex */
  int     has_inbox_atomic;
};

typedef enum {
  COMMAND_START,
  COMMAND_SEND,
  COMMAND_SIGNED_IN,
  COMMAND_READ_AGAIN,
  COMMAND_DISCONNECT,
  COMMAND_RELEASE,
  COMMAND_STOP,
} CommandKind;

typedef struct
{
  CommandKind kind;
  ParlorPeer *peer;
  GBytes     *frame; /* of the first SEND of a run; the others send the same */
} Command;

typedef struct
{
  GSource   parent;
  ParlorIo *io;
} IoSource;

const ParlorConfig *
parlor_io_get_config (ParlorIo *self)
{
  return self->config;
}

gnutls_session_t
parlor_io_new_tls (ParlorIo *self)
{
  static const gnutls_datum_t alpn = { (guint8 *) PARLOR_ALPN, sizeof PARLOR_ALPN - 1 };
  gnutls_session_t            tls;

  gnutls_init (&tls, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
  gnutls_priority_set (tls, self->priorities);
  gnutls_credentials_set (tls, GNUTLS_CRD_CERTIFICATE, self->credentials);
  gnutls_alpn_set_protocols (tls, &alpn, 1, GNUTLS_ALPN_MANDATORY);
  gnutls_session_ticket_enable_server (tls, &self->ticket_key);

  return tls;
}

void
parlor_io_thread_tell (ParlorIoThread     *thread,
                       ParlorPeer         *peer,
                       ParlorPeerEventKind kind,
                       ParlorPacketType    type,
                       gpointer            packet)
{
  ParlorPeerEvent event = { peer, kind, type, packet };

  g_array_append_val (thread->events, event);
}

static void
wake (int fd)
{
  const guint64 one = 1;

  while (write (fd, &one, sizeof one) < 0 && errno == EINTR)
    ;
}

/* Hands what this turn brought to the main thread. */
static void
hand_over_events (ParlorIoThread *thread)
{
  ParlorIo *io = thread->io;
  gboolean  was_empty;

  if (thread->events->len == 0)
    return;

  g_mutex_lock (&io->mutex);
  was_empty = io->inbox->len == 0;
  g_array_append_vals (io->inbox, thread->events->data, thread->events->len);
  g_atomic_int_set (&io->has_inbox_atomic, TRUE);
  g_mutex_unlock (&io->mutex);

  g_array_set_size (thread->events, 0);
  if (was_empty)
    g_main_context_wakeup (g_source_get_context (io->source));
}

static void
do_command (ParlorIoThread *thread,
            const Command  *command,
            GBytes         *frame)
{
  ParlorPeer *peer = command->peer;

  switch (command->kind) {
  case COMMAND_START:
    parlor_peer_start (peer);
    break;
  case COMMAND_SEND:
    if (peer->state != PARLOR_PEER_CLOSING)
      parlor_peer_queue (peer, frame);
    break;
  case COMMAND_SIGNED_IN:
    if (peer->state == PARLOR_PEER_SIGN_IN)
      parlor_peer_set_state (peer, PARLOR_PEER_ACTIVE);
    break;
  case COMMAND_READ_AGAIN:
    if (peer->is_paused && peer->state != PARLOR_PEER_DEAD) {
      peer->is_paused = FALSE;
      parlor_peer_watch (peer, EPOLL_CTL_MOD);
    }
    break;
  case COMMAND_DISCONNECT:
    parlor_peer_finish (peer, NULL, NULL);
    break;
  case COMMAND_RELEASE:
    peer->is_released = TRUE;
    if (peer->state == PARLOR_PEER_DEAD)
      g_ptr_array_add (thread->dead, peer);
    break;
  case COMMAND_STOP:
    thread->is_closing = TRUE;
    break;
  default:
    g_assert_not_reached ();
  }
}

static void
do_commands (ParlorIoThread *thread)
{
  g_autoptr (GArray) commands = NULL;
  GBytes            *frame = NULL;

  g_mutex_lock (&thread->mutex);
  if (thread->commands->len > 0) {
    commands = thread->commands;
    thread->commands = g_array_new (FALSE, FALSE, sizeof (Command));
  }
  g_mutex_unlock (&thread->mutex);

  for (guint i = 0; commands != NULL && i < commands->len; i++) {
    const Command *command = &g_array_index (commands, Command, i);

    if (command->frame != NULL) {
      g_clear_pointer (&frame, g_bytes_unref);
      frame = command->frame;
    }
    do_command (thread, command, frame);
  }

  g_clear_pointer (&frame, g_bytes_unref);
}

static void
flush_due (ParlorIoThread *thread)
{
  ParlorPeer *peer;

  while ((peer = g_queue_peek_head (&thread->to_flush)) != NULL &&
         peer->flush_due_us <= thread->now_us) {
    g_queue_unlink (&thread->to_flush, &peer->flush_link);
    peer->is_waiting = FALSE;
    if (!peer->is_blocked)
      parlor_peer_flush (peer);
  }
}

static gint64
timeout_us (ParlorIoThread *thread,
            ParlorPeerState state)
{
  const ParlorConfig *config = thread->io->config;

  switch (state) {
  case PARLOR_PEER_HANDSHAKE:
    return config->handshake_timeout_ms * 1000;
  case PARLOR_PEER_SIGN_IN:
    return config->sign_in_timeout_ms * 1000;
  case PARLOR_PEER_ACTIVE:
    return config->idle_timeout_ms > 0 ? config->idle_timeout_ms * 1000 : G_MAXINT64 / 2;
  case PARLOR_PEER_CLOSING:
    return CLOSING_TIMEOUT_US;
  case PARLOR_PEER_DEAD:
  case PARLOR_N_PEER_STATES:
  default:
    g_assert_not_reached ();
  }
}

static void
end_overdue (ParlorPeer *peer)
{
  if (peer->state == PARLOR_PEER_SIGN_IN)
    parlor_peer_finish (peer, "idle", "Nobody signed in in time.");
  else if (peer->state == PARLOR_PEER_ACTIVE)
    parlor_peer_finish (peer, "idle", "No sign of life came in time.");
  else
    parlor_peer_drop (peer);
}

/* Ends those whose time is up and returns when the next one's is. */
static gint64
check_deadlines (ParlorIoThread *thread)
{
  gint64 next_us = G_MAXINT64;

  for (ParlorPeerState state = 0; state < PARLOR_PEER_DEAD; state++) {
    ParlorPeer *peer;

    while ((peer = g_queue_peek_head (&thread->peers[state])) != NULL) {
      gint64 due_us = peer->since_us + timeout_us (thread, state);

      if (due_us > thread->now_us) {
        next_us = MIN (next_us, due_us);
        break;
      }
      end_overdue (peer);
    }
  }

  return next_us;
}

static int
wait_for_events (ParlorIoThread     *thread,
                 struct epoll_event *events,
                 gint64              until_us)
{
  ParlorPeer     *peer = g_queue_peek_head (&thread->to_flush);
  gint64          due_us = peer != NULL ? MIN (until_us, peer->flush_due_us) : until_us;
  gint64          wait_us = CLAMP (due_us - g_get_monotonic_time (), 0, MAX_WAIT_US);
  struct timespec timeout = { wait_us / G_USEC_PER_SEC, wait_us % G_USEC_PER_SEC * 1000 };
  int             n;

  n = epoll_pwait2 (thread->epoll_fd, events, EVENTS_PER_TURN,
                    due_us == G_MAXINT64 ? NULL : &timeout, NULL);
  if (n < 0 && errno == ENOSYS) /* Linux before 5.11 */
    n = epoll_wait (thread->epoll_fd, events, EVENTS_PER_TURN,
                    due_us == G_MAXINT64 ? -1 : (int) ((wait_us + 999) / 1000));

  return n;
}

static void
handle_event (ParlorIoThread           *thread,
              const struct epoll_event *event)
{
  ParlorPeer *peer = event->data.ptr;
  guint64     count;

  if (peer == NULL) {
    if (read (thread->wake_fd, &count, sizeof count) < 0)
      g_debug ("Spurious wake-up");
    return;
  }

  if (event->events & EPOLLOUT)
    parlor_peer_write (peer);
  if (event->events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
    parlor_peer_read (peer);
  /* One that is not read from would be reported again and again. */
  if ((event->events & (EPOLLHUP | EPOLLERR)) != 0 && peer->state != PARLOR_PEER_DEAD &&
      (peer->state == PARLOR_PEER_CLOSING || peer->is_paused))
    parlor_peer_drop (peer);
}

static gboolean
is_finished (ParlorIoThread *thread)
{
  gboolean has_peers = FALSE;

  for (ParlorPeerState state = 0; state < PARLOR_PEER_DEAD; state++)
    has_peers |= thread->peers[state].length > 0;

  return thread->is_closing && !has_peers;
}

static void
close_all (ParlorIoThread *thread)
{
  for (ParlorPeerState state = 0; state < PARLOR_PEER_CLOSING; state++)
    while (thread->peers[state].length > 0)
      parlor_peer_finish (g_queue_peek_head (&thread->peers[state]), NULL, NULL);
}

static gpointer
run_thread (gpointer data)
{
  ParlorIoThread    *thread = data;
  struct epoll_event events[EVENTS_PER_TURN];

  while (!is_finished (thread)) {
    gint64 until_us = check_deadlines (thread);
    int    n;

    hand_over_events (thread);
    g_ptr_array_set_size (thread->dead, 0);

    n = wait_for_events (thread, events, until_us);
    thread->now_us = g_get_monotonic_time ();
    for (int i = 0; i < n; i++)
      handle_event (thread, &events[i]);

    do_commands (thread);
    if (thread->is_closing)
      close_all (thread);
    flush_due (thread);
  }

  hand_over_events (thread);

  return NULL;
}

static gboolean
has_inbox (ParlorIo *self)
{
  return g_atomic_int_get (&self->has_inbox_atomic);
}

/* Hands the threads what the main thread's turn has collected for them. */
static void
hand_over_commands (ParlorIo *self)
{
  for (guint i = 0; i < self->threads->len; i++) {
    ParlorIoThread *thread = self->threads->pdata[i];
    gboolean        was_empty;

    if (thread->outbox->len == 0)
      continue;

    g_mutex_lock (&thread->mutex);
    was_empty = thread->commands->len == 0;
    g_array_append_vals (thread->commands, thread->outbox->data, thread->outbox->len);
    g_mutex_unlock (&thread->mutex);

    g_array_set_size (thread->outbox, 0);
    thread->last_frame = NULL;
    if (was_empty)
      wake (thread->wake_fd);
  }
}

/* Called whenever the main loop begins a turn: the last one has ended. */
static gboolean
source_prepare (GSource *source,
                int     *timeout)
{
  ParlorIo *self = ((IoSource *) source)->io;

  *timeout = -1;
  hand_over_commands (self);

  return has_inbox (self);
}

static gboolean
source_check (GSource *source)
{
  return has_inbox (((IoSource *) source)->io);
}

static void
give_events (ParlorIo *self)
{
  g_autoptr (GArray) inbox = NULL;

  g_mutex_lock (&self->mutex);
  inbox = self->inbox;
  self->inbox = g_array_new (FALSE, FALSE, sizeof (ParlorPeerEvent));
  g_atomic_int_set (&self->has_inbox_atomic, FALSE);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < inbox->len; i++)
    self->func (&g_array_index (inbox, ParlorPeerEvent, i), self->user_data);
}

static gboolean
source_dispatch (GSource    *source,
                 GSourceFunc callback,
                 gpointer    user_data)
{
  give_events (((IoSource *) source)->io);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { .prepare = source_prepare,
                                     .check = source_check,
                                     .dispatch = source_dispatch };

static void
add_thread (ParlorIo *self,
            guint     number)
{
  ParlorIoThread    *thread = g_new0 (ParlorIoThread, 1);
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };
  g_autofree char   *name = g_strdup_printf ("io-%u", number);

  thread->io = self;
  thread->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  thread->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_ctl (thread->epoll_fd, EPOLL_CTL_ADD, thread->wake_fd, &event);
  thread->now_us = g_get_monotonic_time ();
  thread->events = g_array_new (FALSE, FALSE, sizeof (ParlorPeerEvent));
  thread->dead = g_ptr_array_new_with_free_func ((GDestroyNotify) parlor_peer_free);
  thread->commands = g_array_new (FALSE, FALSE, sizeof (Command));
  thread->outbox = g_array_new (FALSE, FALSE, sizeof (Command));
  g_mutex_init (&thread->mutex);

  g_ptr_array_add (self->threads, thread);
  thread->thread = g_thread_new (name, run_thread, thread);
}

/**
 * parlor_io_new:
 * @config: deadlines and limits; must outlive the result
 * @credentials: the server's key and certificate; must outlive the result
 * @n_threads: how many, at least 1
 * @func: told what peers do, in the calling thread's default main context
 * @user_data: for @func
 *
 * Returns: (transfer full): running threads without peers
 */
ParlorIo *
parlor_io_new (const ParlorConfig              *config,
               gnutls_certificate_credentials_t credentials,
               guint                            n_threads,
               ParlorIoFunc                     func,
               gpointer                         user_data)
{
  ParlorIo *self = g_new0 (ParlorIo, 1);

  g_return_val_if_fail (n_threads >= 1, NULL);

  self->config = config;
  self->credentials = credentials;
  self->func = func;
  self->user_data = user_data;
  self->threads = g_ptr_array_new ();
  self->inbox = g_array_new (FALSE, FALSE, sizeof (ParlorPeerEvent));
  g_mutex_init (&self->mutex);
  gnutls_priority_init (&self->priorities, PRIORITIES, NULL);
  gnutls_session_ticket_key_generate (&self->ticket_key);

  self->source = g_source_new (&source_funcs, sizeof (IoSource));
  ((IoSource *) self->source)->io = self;
  g_source_set_name (self->source, "parlor-io");
  g_source_attach (self->source, g_main_context_get_thread_default ());

  for (guint i = 0; i < n_threads; i++)
    add_thread (self, i);

  return self;
}

static void
push_command (ParlorIoThread *thread,
              CommandKind     kind,
              ParlorPeer     *peer)
{
  Command command = { kind, peer, NULL };

  g_array_append_val (thread->outbox, command);
}

static void
free_thread (ParlorIoThread *thread)
{
  do_commands (thread);
  g_ptr_array_unref (thread->dead);
  close (thread->epoll_fd);
  close (thread->wake_fd);
  g_array_unref (thread->events);
  g_array_unref (thread->commands);
  g_array_unref (thread->outbox);
  g_mutex_clear (&thread->mutex);
  g_free (thread);
}

/**
 * parlor_io_close:
 * @self: (transfer full): the threads
 *
 * Sends peers what is queued for them, but waits no longer than two seconds,
 * ends all connections and waits for the threads.  The function given to
 * parlor_io_new() is told that each peer has closed before this returns.
 */
void
parlor_io_close (ParlorIo *self)
{
  for (guint i = 0; i < self->threads->len; i++)
    push_command (self->threads->pdata[i], COMMAND_STOP, NULL);
  hand_over_commands (self);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (((ParlorIoThread *) self->threads->pdata[i])->thread);

  give_events (self);
  hand_over_commands (self);
  for (guint i = 0; i < self->threads->len; i++)
    free_thread (self->threads->pdata[i]);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_ptr_array_unref (self->threads);
  g_array_unref (self->inbox);
  g_mutex_clear (&self->mutex);
  gnutls_priority_deinit (self->priorities);
  gnutls_free (self->ticket_key.data);
  g_free (self);
}

/**
 * parlor_io_accept:
 * @self: the threads
 * @fd: a connected, non-blocking socket; taken
 * @address: the other end's address, without the port
 *
 * Gives a new connection to the next thread.  The first event of the peer is
 * %PARLOR_PEER_OPENED, or %PARLOR_PEER_CLOSED if TLS fails.
 */
void
parlor_io_accept (ParlorIo   *self,
                  int         fd,
                  const char *address)
{
  ParlorIoThread *thread = self->threads->pdata[self->next++ % self->threads->len];

  push_command (thread, COMMAND_START, parlor_peer_new (thread, fd, address));
}

/**
 * parlor_peer_send:
 * @self: a peer that was not released
 * @frame: what to send
 *
 * Queues @frame.  Sending one to many peers in a row is cheaper than to change
 * from frame to frame.  To a peer that is closed this does nothing.
 */
void
parlor_peer_send (ParlorPeer *self,
                  GBytes     *frame)
{
  ParlorIoThread *thread = self->thread;
  Command         command = { COMMAND_SEND, self, NULL };

  if (thread->last_frame != frame) {
    command.frame = g_bytes_ref (frame);
    thread->last_frame = frame;
  }
  g_array_append_val (thread->outbox, command);
}

/**
 * parlor_peer_set_signed_in:
 * @self: a peer
 *
 * From now on it is ended only when no sign of life comes.
 */
void
parlor_peer_set_signed_in (ParlorPeer *self)
{
  push_command (self->thread, COMMAND_SIGNED_IN, self);
}

/**
 * parlor_peer_request_done:
 * @self: a peer
 *
 * To be called once for each %PARLOR_PEER_PACKET and %PARLOR_PEER_BAD_PACKET
 * that was answered: a peer with too many requests under way is not read from.
 */
void
parlor_peer_request_done (ParlorPeer *self)
{
  if (g_atomic_int_add (&self->n_requests_atomic, -1) == PARLOR_REQUESTS_LOW)
    push_command (self->thread, COMMAND_READ_AGAIN, self);
}

/**
 * parlor_peer_disconnect:
 * @self: a peer
 *
 * Ends the connection once what is queued has left.
 */
void
parlor_peer_disconnect (ParlorPeer *self)
{
  push_command (self->thread, COMMAND_DISCONNECT, self);
}

/**
 * parlor_peer_release:
 * @self: (transfer full): a peer that has closed
 *
 * Promises not to use @self again.
 */
void
parlor_peer_release (ParlorPeer *self)
{
  push_command (self->thread, COMMAND_RELEASE, self);
}
