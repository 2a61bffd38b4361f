/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "bench-sender.h"

G_BEGIN_DECLS

/**
 * BenchEntry:
 * @sender: who wrote the message
 * @index: its number among the messages of @sender
 * @line_offset: in the lines of the log
 * @line_bytes: 0 while no line is known that is the same for all readers
 */
typedef struct
{
  BenchSender *sender;
  guint        index;
  guint        line_bytes;
  gsize        line_offset;
} BenchEntry;

/**
 * BenchLog:
 * @name: the conversation's id
 * @senders: #BenchSender s by number, those of other logs among them
 * @first_seq: seq of the first message; 0 where there are none, as at a relay
 *
 * What all readers of a conversation have to get, in the order in which the
 * first of them got it.
 *
 * The first line of each message is decoded and checked against what its
 * sender wrote.  Whoever gets the same bytes at the same place got the same
 * message: that is one comparison of memory, so that millions of lines a
 * second can be checked without parsing them.
 */
typedef struct
{
  char            *name;
  const GPtrArray *senders;
  gint64           first_seq;
  GArray          *entries;
  GByteArray      *lines;
} BenchLog;

/**
 * BenchMessage:
 * @conversation: where
 * @text: its text
 * @nonce: (nullable): its nonce
 * @author: number of its author's account, or 0
 * @seq: its place, or 0
 * @is_shared: whether all other readers get the same line
 *
 * What a decoded line says.
 */
typedef struct
{
  const char *conversation;
  const char *text;
  const char *nonce;
  gint64      author;
  gint64      seq;
  gboolean    is_shared;
} BenchMessage;

BenchLog         *bench_log_new (const char      *name,
                                 const GPtrArray *senders);
void              bench_log_free (BenchLog *log);
const BenchEntry *bench_log_match (const BenchLog *log,
                                   guint           position,
                                   const char     *line,
                                   gsize           size_bytes);
const BenchEntry *bench_log_take (BenchLog           *log,
                                  guint               position,
                                  const BenchMessage *message,
                                  const char         *line,
                                  gsize               size_bytes,
                                  const char        **ret_fault);

G_END_DECLS
