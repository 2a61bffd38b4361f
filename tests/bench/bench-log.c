/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-bench"

#include "bench-log.h"

/**
 * bench_log_new:
 * @name: the conversation's id
 * @senders: #BenchSender s by number; outlives the log
 *
 * Returns: (transfer full): an empty log
 */
BenchLog *
bench_log_new (const char      *name,
               const GPtrArray *senders)
{
  BenchLog *log = g_new0 (BenchLog, 1);

  log->name = g_strdup (name);
  log->senders = senders;
  log->entries = g_array_new (FALSE, FALSE, sizeof (BenchEntry));
  log->lines = g_byte_array_new ();

  return log;
}

/**
 * bench_log_free:
 * @log: (transfer full): a log
 */
void
bench_log_free (BenchLog *log)
{
  g_free (log->name);
  g_array_unref (log->entries);
  g_byte_array_unref (log->lines);
  g_free (log);
}

/**
 * bench_log_match:
 * @log: a log
 * @position: how many messages the reader has got
 * @line: the line that it gets now
 * @size_bytes: size of @line
 *
 * Returns: (transfer none) (nullable): the message, if @line is what another
 *   reader got at that place; until the log grows
 */
const BenchEntry *
bench_log_match (const BenchLog *log,
                 guint           position,
                 const char     *line,
                 gsize           size_bytes)
{
  const BenchEntry *entry;

  if (position >= log->entries->len)
    return NULL;

  entry = &g_array_index (log->entries, BenchEntry, position);
  if (entry->line_bytes != size_bytes ||
      memcmp (log->lines->data + entry->line_offset, line, size_bytes) != 0)
    return NULL;

  return entry;
}

/* Returns: the sender whose message @message is, or NULL with a @ret_fault. */
static BenchSender *
identify (const BenchLog     *log,
          const BenchMessage *message,
          guint              *ret_index,
          const char        **ret_fault)
{
  BenchSender *sender;
  guint        number;

  *ret_fault = "not a message of ours";
  if (!bench_body_parse (message->text, &number, ret_index) || number >= log->senders->len)
    return NULL;

  sender = log->senders->pdata[number];
  *ret_fault = "another text than was sent";
  if (*ret_index >= sender->sendings->len ||
      !bench_sender_check_text (sender, *ret_index, message->text))
    return NULL;

  *ret_fault = "another nonce than was sent";
  if (message->nonce != NULL && !bench_sender_check_nonce (sender, *ret_index, message->nonce))
    return NULL;

  *ret_fault = "the wrong author";
  if (message->author != sender->account)
    return NULL;

  *ret_fault = "the wrong conversation";
  if (!g_str_equal (message->conversation, log->name))
    return NULL;

  return sender;
}

static BenchEntry *
find_entry (BenchLog    *log,
            guint        position,
            BenchSender *sender,
            guint        index,
            const char **ret_fault)
{
  BenchEntry *entry;

  if (position == log->entries->len) {
    BenchEntry next = { sender, index, 0, 0 };

    *ret_fault = "lost, repeated or out of its sender's order";
    if (index != sender->n_logged)
      return NULL;
    sender->n_logged++;
    g_array_append_val (log->entries, next);
  }

  entry = &g_array_index (log->entries, BenchEntry, position);
  *ret_fault = "not what another reader got at that place";

  return entry->sender == sender && entry->index == index ? entry : NULL;
}

/**
 * bench_log_take:
 * @log: a log
 * @position: how many messages the reader has got
 * @message: what it gets now
 * @line: the line that said so
 * @size_bytes: size of @line
 * @ret_fault: (out): what is wrong with it, static; set on failure
 *
 * Checks a message, which becomes the next of the log if nobody got it before.
 *
 * Returns: (transfer none) (nullable): the message; until the log grows
 */
const BenchEntry *
bench_log_take (BenchLog           *log,
                guint               position,
                const BenchMessage *message,
                const char         *line,
                gsize               size_bytes,
                const char        **ret_fault)
{
  BenchSender *sender;
  BenchEntry  *entry;
  guint        index;

  *ret_fault = "out of sequence";
  if (log->first_seq > 0 && message->seq != log->first_seq + position)
    return NULL;

  sender = identify (log, message, &index, ret_fault);
  if (sender == NULL)
    return NULL;

  entry = find_entry (log, position, sender, index, ret_fault);
  if (entry != NULL && entry->line_bytes == 0 && message->is_shared) {
    entry->line_offset = log->lines->len;
    entry->line_bytes = size_bytes;
    g_byte_array_append (log->lines, (const guint8 *) line, size_bytes);
  }

  return entry;
}
