/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of a message's text. */
#define BENCH_BODY_BYTES 100

/**
 * BenchSending:
 * @time_us: when the message was sent, monotonic time
 * @seq: the place that the server said it has; 0 until acknowledged
 */
typedef struct
{
  gint64 time_us;
  gint64 seq;
} BenchSending;

/**
 * BenchSender:
 * @number: its number among all senders of a run
 * @account: number of the account that it writes as; 0 at a relay
 * @monotonic_epoch_us: Unix time at which the monotonic clock was 0
 * @sendings: a #BenchSending for each message sent so far
 * @n_logged: how many of them were delivered to somebody
 * @n_acked: how many of them were acknowledged
 *
 * Writes numbered messages, and knows what each of them has to look like when
 * it comes back.
 */
typedef struct
{
  guint   number;
  gint64  account;
  gint64  monotonic_epoch_us;
  GArray *sendings;
  guint   n_logged;
  guint   n_acked;
  char   *line; /* the message sent last */
  gsize   line_bytes;
  gsize   nonce_offset;
  gsize   text_offset;
} BenchSender;

BenchSender *bench_sender_new (guint       number,
                               gint64      account,
                               const char *conversation);
void         bench_sender_free (BenchSender *sender);
const char  *bench_sender_next (BenchSender *sender,
                                gint64       now_us);
gboolean     bench_sender_check_text (const BenchSender *sender,
                                      guint              index,
                                      const char        *text);
gboolean     bench_sender_check_nonce (const BenchSender *sender,
                                       guint              index,
                                       const char        *nonce);
gboolean     bench_body_parse (const char *text,
                               guint      *ret_sender,
                               guint      *ret_index);

G_END_DECLS
