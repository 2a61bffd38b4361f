/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bench-log.h"
#include "bench-pool.h"
#include "bench-workload.h"

G_BEGIN_DECLS

typedef struct _BenchCrowd BenchCrowd;

/**
 * BenchMember:
 * @crowd: the others
 * @connection: how it speaks
 * @reads: (nullable): what it listens to; %NULL for somebody idle
 * @n_read: how many messages of @reads it got
 * @sender: (nullable): how it writes, if it does
 *
 * Somebody in a conversation.
 */
typedef struct
{
  BenchCrowd      *crowd;
  BenchConnection *connection;
  BenchLog        *reads;
  guint            n_read;
  BenchSender     *sender;
} BenchMember;

/**
 * BenchCrowd:
 * @pool: the connections of all
 * @writers: those members who have a sender
 * @on_delivery: called when a member got a message
 * @on_ack: called when a message of a member was acknowledged
 * @user_data: for both
 *
 * The people of a workload, connected, and listening.
 */
struct _BenchCrowd
{
  BenchPool *pool;
  GPtrArray *writers;

  void (*on_delivery) (BenchMember      *member,
                       const BenchEntry *entry,
                       gpointer          user_data);
  void (*on_ack) (BenchMember *member,
                  gpointer     user_data);
  gpointer user_data;

  GPtrArray *members;
  GPtrArray *senders; /* BenchSender, by number */
  GPtrArray *logs;    /* BenchLog */
};

BenchCrowd *bench_crowd_new (const BenchWorkload *workload,
                             BenchTarget         *target,
                             GError             **error);
void        bench_crowd_free (BenchCrowd *crowd);
gboolean    bench_crowd_is_done (const BenchCrowd *crowd);
gboolean    bench_crowd_check (const BenchCrowd *crowd,
                               GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchCrowd, bench_crowd_free)

G_END_DECLS
