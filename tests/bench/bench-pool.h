/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "bench-pipe.h"
#include "bench-target.h"
#include "parlor-protocol.h"

G_BEGIN_DECLS

typedef struct _BenchPool BenchPool;

/**
 * BenchConnection:
 * @number: its place in the pool
 * @script: what is still to be said before the connection is ready
 * @member: (nullable): the owner's, for whom the connection speaks
 */
typedef struct
{
  BenchPipe   pipe; /* the first member: epoll knows the connection by it */
  BenchPool  *pool;
  guint       number;
  GQueue     *script;
  GByteArray *outbound; /* what the socket did not take; NULL when it took all */
  gpointer    member;
} BenchConnection;

/**
 * BenchPool:
 * @target: whom all connections are to
 * @now_us: monotonic time of the last wake-up
 * @on_packet: (nullable): told of each packet while scripts run
 * @on_line: (nullable): told of each line that comes when no script runs
 * @user_data: for both
 * @error: (nullable): why it all stops; set with bench_pool_fail()
 *
 * Many connections to one target, all in one thread.
 */
struct _BenchPool
{
  const BenchTarget *target;
  GPtrArray         *connections; /* BenchConnection */
  gint64             now_us;

  void (*on_packet) (BenchConnection *connection,
                     ParlorPacketType type,
                     gconstpointer    packet,
                     gpointer         user_data);
  void (*on_line) (BenchConnection *connection,
                   const char      *line,
                   gsize            size_bytes,
                   gpointer         user_data);
  gpointer user_data;
  GError  *error;

  BenchTls tls;
  int      epoll_fd;
  guint    n_ready; /* connections whose script has ended */
};

BenchPool       *bench_pool_new (const BenchTarget *target);
void             bench_pool_free (BenchPool *pool);
BenchConnection *bench_pool_add (BenchPool *pool);
gboolean         bench_pool_settle (BenchPool *pool,
                                    GError   **error);
gboolean         bench_pool_turn (BenchPool *pool,
                                  gint64     timeout_us,
                                  guint     *ret_n_events,
                                  GError   **error);
void             bench_pool_fail (BenchPool  *pool,
                                  const char *format,
                                  ...) G_GNUC_PRINTF (2, 3);
void             bench_connection_send (BenchConnection *connection,
                                        const char      *data,
                                        gsize            size_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchPool, bench_pool_free)

G_END_DECLS
