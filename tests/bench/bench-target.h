/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "parlor-protocol.h"

G_BEGIN_DECLS

/**
 * BenchAccount:
 * @number: as the server knows it
 * @token: to sign in with; %NULL until the account was made
 */
typedef struct
{
  gint64 number;
  char  *token;
} BenchAccount;

/**
 * BenchTarget:
 * @name: what results are called by
 * @is_relay: whether it speaks the relay's one line instead of the protocol
 * @pid: the process whose costs are measured
 * @address: where it listens
 * @accounts: #BenchAccount s made so far
 * @rooms: names that were used → ids that the server gave
 * @bare_kib: what it held in memory before connections were first counted, or 0
 *
 * A process to be measured, and what was put into it so far.
 */
typedef struct
{
  char           *name;
  gboolean        is_relay;
  pid_t           pid;
  GSocketAddress *address;
  GArray         *accounts;
  GHashTable     *rooms;
  double          bare_kib;
} BenchTarget;

/**
 * BenchStep:
 * @frame: what a connection sends
 * @answer: the packet that ends the step; %PARLOR_N_PACKETS for any line
 */
typedef struct
{
  GBytes *frame;
  guint   answer;
} BenchStep;

BenchTarget *bench_target_new (const char *name,
                               const char *text,
                               gboolean    is_relay,
                               GError    **error);
void         bench_target_free (BenchTarget *target);

GQueue *bench_script_new (void);
void    bench_script_free (GQueue *script);
void    bench_script_add (GQueue          *script,
                          ParlorPacketType type,
                          gconstpointer    packet,
                          ParlorPacketType answer);
void    bench_script_add_hello (GQueue *script);
void    bench_script_add_sign_in (GQueue            *script,
                                  const BenchTarget *target,
                                  guint              account);
void    bench_script_add_resume (GQueue *script);
void    bench_script_add_relay (GQueue     *script,
                                const char *reads,
                                const char *writes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchTarget, bench_target_free)

G_END_DECLS
