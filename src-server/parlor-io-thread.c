/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-io-thread"

#include "parlor-io-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define EVENTS_PER_TURN 256
#define MAX_WAIT_US (60 * G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define CLOSING_TIMEOUT_US (2 * G_USEC_PER_SEC)

/**
 * ParlorIoThread:
 *
 * A thread with an epoll descriptor that owns the peers which it was given.  It
 * sleeps until one of them, the main thread or a deadline wants something.
 */

typedef struct
{
  ParlorCommand kind;
  ParlorPeer   *peer;
  GBytes       *frame; /* of the first SEND of a run; the others send the same */
} Command;

void
parlor_io_thread_tell (ParlorIoThread        *thread,
                       const ParlorPeerEvent *event)
{
  g_array_append_vals (thread->events, event, 1);
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
  if (thread->events->len == 0)
    return;

  parlor_io_take_events (thread->io, thread->events);
  g_array_set_size (thread->events, 0);
}

static void
drop_all (ParlorIoThread *thread)
{
  for (ParlorPeerState state = 0; state < PARLOR_PEER_DEAD; state++)
    while (thread->peers[state].length > 0)
      parlor_peer_drop (g_queue_peek_head (&thread->peers[state]));
}

static void
take_config (ParlorIoThread *thread)
{
  ParlorConfig *config;

  g_mutex_lock (&thread->mutex);
  config = g_steal_pointer (&thread->next_config);
  g_mutex_unlock (&thread->mutex);

  /* Of two that came at once, the first command has taken the second one's. */
  if (config != NULL) {
    parlor_config_unref (thread->config);
    thread->config = config;
  }
}

static void
do_command (ParlorIoThread *thread,
            const Command  *command,
            GBytes         *frame)
{
  ParlorPeer *peer = command->peer;

  switch (command->kind) {
  case PARLOR_COMMAND_START:
    parlor_peer_start (peer);
    break;
  case PARLOR_COMMAND_SEND:
    if (peer->state != PARLOR_PEER_CLOSING)
      parlor_peer_queue (peer, frame);
    break;
  case PARLOR_COMMAND_SIGNED_IN:
    if (peer->state == PARLOR_PEER_SIGN_IN)
      parlor_peer_set_state (peer, PARLOR_PEER_ACTIVE);
    break;
  case PARLOR_COMMAND_GO_ON:
    parlor_peer_go_on (peer);
    break;
  case PARLOR_COMMAND_DISCONNECT:
    parlor_peer_finish (peer, NULL, NULL);
    break;
  case PARLOR_COMMAND_RELEASE:
    peer->is_released = TRUE;
    if (peer->state == PARLOR_PEER_DEAD)
      g_ptr_array_add (thread->dead, peer);
    break;
  case PARLOR_COMMAND_CONFIGURE:
    take_config (thread);
    break;
  case PARLOR_COMMAND_STOP:
    thread->is_closing = TRUE;
    break;
  case PARLOR_COMMAND_ABORT:
    drop_all (thread);
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
  const ParlorConfig *config = thread->config;

  switch (state) {
  case PARLOR_PEER_HANDSHAKE:
    return config->handshake_timeout_ms * 1000;
  case PARLOR_PEER_SIGN_IN:
    return config->sign_in_timeout_ms * 1000;
  case PARLOR_PEER_ACTIVE:
    return config->idle_timeout_ms > 0 ? config->idle_timeout_ms * 1000 : G_MAXINT64 / 2;
  case PARLOR_PEER_LOCAL:
    return G_MAXINT64 / 2;
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
    parlor_peer_finish (peer, "idle", N_ ("Nobody signed in in time."));
  else if (peer->state == PARLOR_PEER_ACTIVE)
    parlor_peer_finish (peer, "idle", N_ ("No sign of life came in time."));
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

/* Not before what came by them was handed over: who sees the end of a connection
 * can count on being asked after what was sent there. */
static void
close_ended (ParlorIoThread *thread)
{
  for (guint i = 0; i < thread->ended_fds->len; i++)
    close (g_array_index (thread->ended_fds, int, i));
  g_array_set_size (thread->ended_fds, 0);
}

static gpointer
run_thread (gpointer data)
{
  ParlorIoThread    *thread = data;
  struct epoll_event events[EVENTS_PER_TURN];

  for (;;) {
    gint64 until_us = check_deadlines (thread); /* which may end the last peer */
    int    n;

    if (is_finished (thread))
      break;

    hand_over_events (thread);
    close_ended (thread);
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
  close_ended (thread);
  parlor_io_take_end (thread->io);

  return NULL;
}

/* For the main thread: a running thread without peers. */
ParlorIoThread *
parlor_io_thread_new (ParlorIo *io,
                      guint     number)
{
  ParlorIoThread    *thread = g_new0 (ParlorIoThread, 1);
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };
  g_autofree char   *name = g_strdup_printf ("io-%u", number);

  thread->io = io;
  thread->config = parlor_config_ref (parlor_io_get_config (io));
  thread->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  thread->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_ctl (thread->epoll_fd, EPOLL_CTL_ADD, thread->wake_fd, &event);
  thread->now_us = g_get_monotonic_time ();
  thread->events = g_array_new (FALSE, FALSE, sizeof (ParlorPeerEvent));
  thread->dead = g_ptr_array_new_with_free_func ((GDestroyNotify) parlor_peer_free);
  thread->ended_fds = g_array_new (FALSE, FALSE, sizeof (int));
  thread->commands = g_array_new (FALSE, FALSE, sizeof (Command));
  thread->outbox = g_array_new (FALSE, FALSE, sizeof (Command));
  g_mutex_init (&thread->mutex);

  thread->thread = g_thread_new (name, run_thread, thread);

  return thread;
}

/* For the main thread: collects something for a peer to do. */
void
parlor_io_thread_push (ParlorIoThread *thread,
                       ParlorCommand   kind,
                       ParlorPeer     *peer)
{
  Command command = { kind, peer, NULL };

  g_array_append_val (thread->outbox, command);
}

/* For the main thread: collects a line for a peer.  To many in a row, one
 * reference to it is enough. */
void
parlor_io_thread_push_frame (ParlorIoThread *thread,
                             ParlorPeer     *peer,
                             GBytes         *frame)
{
  Command command = { PARLOR_COMMAND_SEND, peer, NULL };

  if (thread->last_frame != frame) {
    command.frame = g_bytes_ref (frame);
    thread->last_frame = frame;
  }
  g_array_append_val (thread->outbox, command);
}

/* For the main thread: hands over what was collected. */
void
parlor_io_thread_hand_over (ParlorIoThread *thread)
{
  gboolean was_empty;

  if (thread->outbox->len == 0)
    return;

  g_mutex_lock (&thread->mutex);
  was_empty = thread->commands->len == 0;
  g_array_append_vals (thread->commands, thread->outbox->data, thread->outbox->len);
  g_mutex_unlock (&thread->mutex);

  g_array_set_size (thread->outbox, 0);
  thread->last_frame = NULL;
  if (was_empty)
    wake (thread->wake_fd);
}

/* For the main thread: has the thread go by @config. */
void
parlor_io_thread_configure (ParlorIoThread     *thread,
                            const ParlorConfig *config)
{
  g_mutex_lock (&thread->mutex);
  g_clear_pointer (&thread->next_config, parlor_config_unref);
  thread->next_config = parlor_config_ref (config);
  g_mutex_unlock (&thread->mutex);

  parlor_io_thread_push (thread, PARLOR_COMMAND_CONFIGURE, NULL);
}

/* For the main thread: waits until a thread that was told to stop has. */
void
parlor_io_thread_join (ParlorIoThread *thread)
{
  g_thread_join (thread->thread);
}

/* For the main thread: after it was joined. */
void
parlor_io_thread_free (ParlorIoThread *thread)
{
  do_commands (thread);
  g_ptr_array_unref (thread->dead);
  g_array_unref (thread->ended_fds);
  close (thread->epoll_fd);
  close (thread->wake_fd);
  g_array_unref (thread->events);
  g_array_unref (thread->commands);
  g_array_unref (thread->outbox);
  g_clear_pointer (&thread->next_config, parlor_config_unref);
  parlor_config_unref (thread->config);
  g_mutex_clear (&thread->mutex);
  g_free (thread);
}
