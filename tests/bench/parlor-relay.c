/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The yardstick: what a chat server can cost at least.  It reads lines and
 * writes them to those who listen, over TLS 1.3, with nothing between: no
 * JSON, no rights, no disk.
 *
 * The first line of a peer is "READS WRITES", two names of logs; it is
 * answered by the same line.  From then on each line that it sends is added to
 * the log WRITES, and it gets what others, or itself, add to the log READS.
 * People in a group read and write one log; of two people in a chat each reads
 * what the other writes. */

#define G_LOG_DOMAIN "parlor-relay"

#include "bench-pipe.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS_PER_TURN 256

/* Of a log that is batched: how long a line may wait for more to come. */
#define FLUSH_INTERVAL_US 1000

/* What all readers have got is thrown away in portions of this. */
#define TRIM_BYTES (64 * 1024)

typedef struct
{
  BenchTls    tls;
  int         epoll_fd;
  int         listen_fd;
  gboolean    is_batching;
  GHashTable *logs; /* name → Log */
  GPtrArray  *due;  /* logs with lines that wait */
  gint64      now_us;
} Relay;

typedef struct
{
  GPtrArray  *readers;
  GByteArray *bytes;
  guint64     start; /* how many bytes were thrown away */
  gint64      flushed_us;
  gboolean    is_due;
} Log;

typedef struct
{
  BenchPipe pipe;
  Relay    *relay;
  Log      *reads; /* NULL until its first line has come */
  Log      *writes;
  guint64   position; /* in reads */
} Peer;

static void
log_free (gpointer data)
{
  Log *log = data;

  g_ptr_array_unref (log->readers);
  g_byte_array_unref (log->bytes);
  g_free (log);
}

static Log *
find_log (Relay      *relay,
          const char *name)
{
  Log *log = g_hash_table_lookup (relay->logs, name);

  if (log != NULL)
    return log;

  log = g_new0 (Log, 1);
  log->readers = g_ptr_array_new ();
  log->bytes = g_byte_array_new ();
  g_hash_table_insert (relay->logs, g_strdup (name), log);

  return log;
}

/* How much of what a peer has yet to get makes its next record. */
static gsize
next_record_bytes (const Relay *relay,
                   const char  *data,
                   gsize        size_bytes)
{
  gsize       limit = MIN (size_bytes, BENCH_RECORD_MAX_BYTES);
  const char *newline = relay->is_batching ? NULL : memchr (data, '\n', limit);

  return newline != NULL ? (gsize) (newline + 1 - data) : limit;
}

static gboolean
catch_up (Peer    *peer,
          GError **error)
{
  const Log *log = peer->reads;

  while (!peer->pipe.is_blocked && peer->position < log->start + log->bytes->len) {
    gsize       offset = peer->position - log->start;
    const char *data = (const char *) log->bytes->data + offset;
    gsize       size = next_record_bytes (peer->relay, data, log->bytes->len - offset);

    if (!bench_pipe_send (&peer->pipe, data, size, error))
      return FALSE;
    peer->position += size;
  }

  return TRUE;
}

static void
trim (Log    *log,
      guint64 position)
{
  gsize n_done = position - log->start;

  if (n_done == log->bytes->len)
    g_byte_array_set_size (log->bytes, 0);
  else if (n_done >= TRIM_BYTES)
    g_byte_array_remove_range (log->bytes, 0, n_done);
  else
    return;

  log->start = position;
}

/* A peer that cannot be written to is closed once epoll reports it. */
static void
flush_log (Log   *log,
           gint64 now_us)
{
  guint64 position = log->start + log->bytes->len;

  for (guint i = 0; i < log->readers->len; i++) {
    Peer *peer = log->readers->pdata[i];

    if (!catch_up (peer, NULL))
      peer->position = log->start + log->bytes->len;
    position = MIN (position, peer->position);
  }

  trim (log, position);
  log->flushed_us = now_us;
}

static void
append_line (Relay      *relay,
             Log        *log,
             const char *line,
             gsize       size_bytes)
{
  g_byte_array_append (log->bytes, (const guint8 *) line, size_bytes);

  if (!relay->is_batching)
    flush_log (log, relay->now_us);
  else if (!log->is_due)
    g_ptr_array_add (relay->due, log);

  log->is_due = relay->is_batching;
}

static gboolean
introduce (Peer       *peer,
           const char *line,
           gsize       size_bytes)
{
  g_autofree char *text = g_strndup (line, size_bytes - 1);
  g_auto (GStrv)   names = g_strsplit (text, " ", 2);

  if (g_strv_length (names) != 2)
    return FALSE;

  peer->reads = find_log (peer->relay, names[0]);
  peer->writes = find_log (peer->relay, names[1]);
  peer->position = peer->reads->start + peer->reads->bytes->len;
  g_ptr_array_add (peer->reads->readers, peer);

  return bench_pipe_send (&peer->pipe, line, size_bytes, NULL);
}

static gboolean
on_line (const char *line,
         gsize       size_bytes,
         gpointer    user_data)
{
  Peer *peer = user_data;

  if (peer->writes == NULL)
    return introduce (peer, line, size_bytes);

  append_line (peer->relay, peer->writes, line, size_bytes);

  return TRUE;
}

static void
peer_free (Peer *peer)
{
  if (peer->reads != NULL)
    g_ptr_array_remove_fast (peer->reads->readers, peer);
  bench_pipe_close (&peer->pipe);
  g_free (peer);
}

/* Returns: whether the peer stays. */
static gboolean
serve_peer (Peer   *peer,
            guint32 events)
{
  if (!peer->pipe.is_shaken && !bench_pipe_shake (&peer->pipe, NULL))
    return FALSE;
  if (!peer->pipe.is_shaken)
    return TRUE;

  if (peer->pipe.is_blocked && (events & EPOLLOUT) &&
      (!bench_pipe_resume (&peer->pipe, NULL) || !catch_up (peer, NULL)))
    return FALSE;

  return bench_pipe_receive (&peer->pipe, on_line, peer, NULL);
}

static void
accept_peers (Relay *relay)
{
  int fd;

  while ((fd = accept4 (relay->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    Peer *peer = g_new0 (Peer, 1);

    peer->relay = relay;
    if (!bench_pipe_open (&peer->pipe, &relay->tls, relay->epoll_fd, fd, NULL))
      g_free (peer);
  }
}

/* Flushes the logs whose time has come.
 *
 * Returns: when the next one's comes, or G_MAXINT64 */
static gint64
flush_due (Relay *relay)
{
  gint64 next_us = G_MAXINT64;

  for (guint i = relay->due->len; i > 0; i--) {
    Log *log = relay->due->pdata[i - 1];

    if (log->flushed_us + FLUSH_INTERVAL_US > relay->now_us) {
      next_us = MIN (next_us, log->flushed_us + FLUSH_INTERVAL_US);
      continue;
    }

    g_ptr_array_remove_index_fast (relay->due, i - 1);
    log->is_due = FALSE;
    flush_log (log, relay->now_us);
  }

  return next_us;
}

static int
wait_for_events (Relay              *relay,
                 gint64              next_us,
                 struct epoll_event *events)
{
  gint64          wait_us = MAX (next_us - relay->now_us, 0);
  struct timespec timeout = { wait_us / G_USEC_PER_SEC, wait_us % G_USEC_PER_SEC * 1000 };
  int             n_events;

  n_events = epoll_pwait2 (relay->epoll_fd, events, EVENTS_PER_TURN,
                           next_us < G_MAXINT64 ? &timeout : NULL, NULL);
  relay->now_us = g_get_monotonic_time ();

  return n_events;
}

static void
serve (Relay *relay)
{
  struct epoll_event events[EVENTS_PER_TURN];
  gint64             next_us = G_MAXINT64;

  for (;;) {
    int n_events = wait_for_events (relay, next_us, events);

    for (int i = 0; i < n_events; i++) {
      Peer *peer = events[i].data.ptr; /* begins with its pipe, which epoll knows */

      if (peer == NULL)
        accept_peers (relay);
      else if (!serve_peer (peer, events[i].events))
        peer_free (peer);
    }

    next_us = flush_due (relay);
  }
}

/* Returns: the port, or 0 */
static guint
listen_on_loopback (Relay *relay)
{
  struct sockaddr_in address = { AF_INET, 0, { htonl (INADDR_LOOPBACK) } };
  struct epoll_event event = { EPOLLIN, { .ptr = NULL } };
  socklen_t          size = sizeof address;

  relay->listen_fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (bind (relay->listen_fd, (struct sockaddr *) &address, size) < 0 ||
      listen (relay->listen_fd, SOMAXCONN) < 0 ||
      getsockname (relay->listen_fd, (struct sockaddr *) &address, &size) < 0 ||
      epoll_ctl (relay->epoll_fd, EPOLL_CTL_ADD, relay->listen_fd, &event) < 0)
    return 0;

  return ntohs (address.sin_port);
}

int
main (int   argc,
      char *argv[])
{
  Relay              relay = { 0 };
  guint              port;
  g_autoptr (GError) error = NULL;
  GOptionEntry       entries[] = {
          { "batch", 0, 0, G_OPTION_ARG_NONE, &relay.is_batching,
            "Let lines leave together, at most every millisecond", NULL },
          { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- a relay without logic");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("parlor-relay: %s\n", error->message);
    return EXIT_FAILURE;
  }

  relay.epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  relay.logs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, log_free);
  relay.due = g_ptr_array_new ();
  bench_tls_init_server (&relay.tls);

  port = listen_on_loopback (&relay);
  if (port == 0) {
    g_printerr ("parlor-relay: cannot listen: %s\n", g_strerror (errno));
    return EXIT_FAILURE;
  }
  printf ("parlor-relay: listening on 127.0.0.1:%u\n", port);
  fflush (stdout);

  serve (&relay); /* until a signal ends the process */

  return EXIT_SUCCESS;
}
