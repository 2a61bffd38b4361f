/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

#define BENCH_RECORD_MAX_BYTES (16 * 1024)

/**
 * BenchTls:
 * @credentials: what an end shows; a client shows nothing
 * @priority: TLS 1.3 with AES-128-GCM, so that all figures are of one cipher
 * @is_server: which end
 * @ticket: (nullable): a client's, to go on with an earlier TLS session
 *
 * What all pipes of one end share.
 */
typedef struct
{
  gnutls_certificate_credentials_t credentials;
  gnutls_priority_t                priority;
  gboolean                         is_server;
  GBytes                          *ticket;
} BenchTls;

/**
 * BenchPipe:
 * @is_shaken: whether the handshake is over
 * @is_blocked: whether a record waits for the socket; until it has left,
 *   bench_pipe_send() takes nothing
 *
 * A TLS connection over a non-blocking socket, registered with an epoll
 * descriptor under the address of the pipe.  It keeps no memory for what it
 * sends, and for what it receives only while a line is incomplete.
 */
typedef struct
{
  int              fd;
  int              epoll_fd;
  gnutls_session_t session;
  GByteArray      *partial; /* NULL when no line is incomplete */
  guint            is_shaken : 1;
  guint            is_blocked : 1;
  guint            is_drained : 1;
  guint            wants_out : 1;
} BenchPipe;

/**
 * BenchLineFunc:
 * @line: a line with its newline, not terminated, valid during the call
 * @size_bytes: size of @line
 * @user_data: what bench_pipe_receive() was given
 *
 * Returns: whether to go on
 */
typedef gboolean (*BenchLineFunc) (const char *line,
                                   gsize       size_bytes,
                                   gpointer    user_data);

void bench_tls_init_client (BenchTls *tls);
void bench_tls_init_server (BenchTls *tls);
void bench_tls_clear (BenchTls *tls);

gboolean bench_pipe_open (BenchPipe      *pipe,
                          const BenchTls *tls,
                          int             epoll_fd,
                          int             fd,
                          GError        **error);
gboolean bench_pipe_connect (BenchPipe      *pipe,
                             const BenchTls *tls,
                             int             epoll_fd,
                             GSocketAddress *address,
                             GError        **error);
void     bench_pipe_close (BenchPipe *pipe);
GBytes  *bench_pipe_get_ticket (const BenchPipe *pipe);

gboolean bench_pipe_shake (BenchPipe *pipe,
                           GError   **error);
gboolean bench_pipe_receive (BenchPipe    *pipe,
                             BenchLineFunc func,
                             gpointer      user_data,
                             GError      **error);
gboolean bench_pipe_send (BenchPipe  *pipe,
                          const char *data,
                          gsize       size_bytes,
                          GError    **error);
gboolean bench_pipe_resume (BenchPipe *pipe,
                            GError   **error);

G_END_DECLS
