/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-bench"

#include "bench-pool.h"

#include <sys/epoll.h>
#include <unistd.h>

#define EVENTS_PER_TURN 256

/* How many connections may be between connecting and ready. */
#define SETTLE_AT_ONCE 64
#define SETTLE_TIMEOUT_US (30 * G_USEC_PER_SEC)

static void
connection_free (gpointer data)
{
  BenchConnection *connection = data;

  bench_pipe_close (&connection->pipe);
  bench_script_free (connection->script);
  g_clear_pointer (&connection->outbound, g_byte_array_unref);
  g_free (connection);
}

/**
 * bench_pool_new:
 * @target: whom to connect to; outlives the pool
 *
 * Returns: (transfer full): a pool without connections
 */
BenchPool *
bench_pool_new (const BenchTarget *target)
{
  BenchPool *pool = g_new0 (BenchPool, 1);

  pool->target = target;
  pool->connections = g_ptr_array_new_with_free_func (connection_free);
  pool->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  bench_tls_init_client (&pool->tls);

  return pool;
}

/**
 * bench_pool_free:
 * @pool: (transfer full): a pool
 *
 * Closes all connections.
 */
void
bench_pool_free (BenchPool *pool)
{
  g_ptr_array_unref (pool->connections);
  bench_tls_clear (&pool->tls);
  close (pool->epoll_fd);
  g_clear_error (&pool->error);
  g_free (pool);
}

/**
 * bench_pool_add:
 * @pool: a pool
 *
 * Adds a connection that bench_pool_settle() will open.
 *
 * Returns: (transfer none): the connection, with an empty script
 */
BenchConnection *
bench_pool_add (BenchPool *pool)
{
  BenchConnection *connection = g_new0 (BenchConnection, 1);

  connection->pipe.fd = -1;
  connection->pool = pool;
  connection->number = pool->connections->len;
  connection->script = bench_script_new ();
  g_ptr_array_add (pool->connections, connection);

  return connection;
}

/**
 * bench_pool_fail:
 * @pool: a pool
 * @format: what is wrong
 * @...: for @format
 *
 * Makes the turn that goes on fail.  The first failure counts.
 */
void
bench_pool_fail (BenchPool  *pool,
                 const char *format,
                 ...)
{
  va_list args;

  if (pool->error != NULL)
    return;

  va_start (args, format);
  pool->error = g_error_new_valist (G_IO_ERROR, G_IO_ERROR_FAILED, format, args);
  va_end (args);
}

static gboolean
fail_connection (BenchConnection *connection,
                 GError          *error)
{
  bench_pool_fail (connection->pool, "Connection %u to %s: %s", connection->number,
                   connection->pool->target->name, error->message);
  g_error_free (error);

  return FALSE;
}

/* Sends what the socket did not take earlier, as far as it takes it now. */
static gboolean
flush_outbound (BenchConnection *connection)
{
  GByteArray *outbound = connection->outbound;
  GError     *error = NULL;

  while (outbound != NULL && outbound->len > 0 && !connection->pipe.is_blocked) {
    guint size = MIN (outbound->len, BENCH_RECORD_MAX_BYTES);

    if (!bench_pipe_send (&connection->pipe, (char *) outbound->data, size, &error))
      return fail_connection (connection, error);
    g_byte_array_remove_range (outbound, 0, size);
  }

  if (outbound != NULL && outbound->len == 0)
    g_clear_pointer (&connection->outbound, g_byte_array_unref);

  return TRUE;
}

/**
 * bench_connection_send:
 * @connection: an open connection
 * @data: one frame
 * @size_bytes: size of @data
 *
 * Sends @data as one record, or later if the target does not read.
 */
void
bench_connection_send (BenchConnection *connection,
                       const char      *data,
                       gsize            size_bytes)
{
  GError *error = NULL;

  if (connection->pipe.is_blocked) {
    if (connection->outbound == NULL)
      connection->outbound = g_byte_array_new ();
    g_byte_array_append (connection->outbound, (const guint8 *) data, size_bytes);
  } else if (!bench_pipe_send (&connection->pipe, data, size_bytes, &error))
    fail_connection (connection, error);
}

/* Takes the next step of the script. */
static void
send_step (BenchConnection *connection)
{
  BenchStep  *step = g_queue_peek_head (connection->script);
  gsize       size;
  const char *data;

  if (step == NULL) {
    connection->pool->n_ready++;
    return;
  }

  data = g_bytes_get_data (step->frame, &size);
  bench_connection_send (connection, data, size);
}

static void
end_step (BenchConnection *connection)
{
  BenchStep *step = g_queue_pop_head (connection->script);

  g_bytes_unref (step->frame);
  g_free (step);
  send_step (connection);
}

/* A packet that came while the script runs. */
static void
take_packet (BenchConnection *connection,
             ParlorPacketType type,
             gpointer         packet,
             ParlorPacketType answer)
{
  BenchPool         *pool = connection->pool;
  ParlorErrorPacket *refusal = packet; /* a goodbye begins with the same members */

  if (type == PARLOR_PACKET_ERROR || type == PARLOR_PACKET_GOODBYE) {
    bench_pool_fail (pool, "Connection %u was refused by %s: %s (%s)", connection->number,
                     pool->target->name, refusal->text, refusal->code);
    return;
  }

  if (pool->on_packet != NULL)
    pool->on_packet (connection, type, packet, pool->user_data);
  if (type == answer)
    end_step (connection);
}

static void
take_script_line (BenchConnection *connection,
                  const char      *line,
                  gsize            size_bytes)
{
  BenchStep       *step = g_queue_peek_head (connection->script);
  ParlorPacketType type;
  gpointer         packet;
  GError          *error = NULL;

  if (step->answer == PARLOR_N_PACKETS) {
    end_step (connection);
    return;
  }

  packet = parlor_packet_decode_line (line, size_bytes, &type, NULL, &error);
  if (packet == NULL) {
    fail_connection (connection, error);
    return;
  }

  take_packet (connection, type, packet, step->answer);
  parlor_packet_free (type, packet);
}

static gboolean
on_pipe_line (const char *line,
              gsize       size_bytes,
              gpointer    user_data)
{
  BenchConnection *connection = user_data;
  BenchPool       *pool = connection->pool;

  if (!g_queue_is_empty (connection->script))
    take_script_line (connection, line, size_bytes);
  else if (pool->on_line != NULL)
    pool->on_line (connection, line, size_bytes, pool->user_data);

  return pool->error == NULL;
}

static gboolean
shake (BenchConnection *connection)
{
  GError *error = NULL;

  if (!bench_pipe_shake (&connection->pipe, &error))
    return fail_connection (connection, error);

  if (connection->pipe.is_shaken)
    send_step (connection);

  return connection->pipe.is_shaken;
}

static void
serve_connection (BenchConnection *connection,
                  guint32          events)
{
  BenchPipe *pipe = &connection->pipe;
  GError    *error = NULL;

  if (!pipe->is_shaken && !shake (connection))
    return;

  if (pipe->is_blocked && (events & EPOLLOUT)) {
    if (!bench_pipe_resume (pipe, &error))
      fail_connection (connection, error);
    else
      flush_outbound (connection);
  }

  if (!bench_pipe_receive (pipe, on_pipe_line, connection, &error) && error != NULL)
    fail_connection (connection, error);
}

/**
 * bench_pool_turn:
 * @pool: a pool
 * @timeout_us: how long to wait at most; not below 0
 * @ret_n_events: (out) (optional): how many connections had something to do
 * @error: return location for an error
 *
 * Waits for something to come, and handles it.
 *
 * Returns: %FALSE if a connection, or a callback, failed
 */
gboolean
bench_pool_turn (BenchPool *pool,
                 gint64     timeout_us,
                 guint     *ret_n_events,
                 GError   **error)
{
  struct epoll_event events[EVENTS_PER_TURN];
  struct timespec    timeout = { timeout_us / G_USEC_PER_SEC, timeout_us % G_USEC_PER_SEC * 1000 };
  int                n_events;

  n_events = epoll_pwait2 (pool->epoll_fd, events, EVENTS_PER_TURN, &timeout, NULL);
  pool->now_us = g_get_monotonic_time ();
  for (int i = 0; i < n_events && pool->error == NULL; i++) {
    serve_connection (events[i].data.ptr, events[i].events);
    pool->now_us = g_get_monotonic_time ();
  }

  if (pool->error != NULL) {
    g_propagate_error (error, g_error_copy (pool->error));
    return FALSE;
  }

  if (ret_n_events != NULL)
    *ret_n_events = MAX (n_events, 0);

  return TRUE;
}

static gboolean
start (BenchConnection *connection,
       GError         **error)
{
  BenchPool *pool = connection->pool;

  if (connection->pipe.session == NULL)
    return bench_pipe_connect (&connection->pipe, &pool->tls, pool->epoll_fd,
                               pool->target->address, error);

  send_step (connection);

  return TRUE;
}

/**
 * bench_pool_settle:
 * @pool: a pool whose connections are new or ready
 * @error: return location for an error
 *
 * Opens connections that are not open yet, and has all scripts played, some
 * connections at a time.
 *
 * Returns: whether all are ready
 */
gboolean
bench_pool_settle (BenchPool *pool,
                   GError   **error)
{
  guint n_started = 0;
  guint n_events;

  pool->n_ready = 0;
  while (pool->n_ready < pool->connections->len) {
    while (n_started < pool->connections->len && n_started - pool->n_ready < SETTLE_AT_ONCE)
      if (!start (pool->connections->pdata[n_started++], error))
        return FALSE;

    if (pool->n_ready == pool->connections->len)
      break;

    if (!bench_pool_turn (pool, SETTLE_TIMEOUT_US, &n_events, error))
      return FALSE;

    if (n_events == 0) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                   "%s does not answer: %u of %u connections are ready",
                   pool->target->name, pool->n_ready, pool->connections->len);
      return FALSE;
    }
  }

  return TRUE;
}
