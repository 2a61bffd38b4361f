/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-bench"

#include "bench-member.h"

static void
fail (BenchMember *member,
      const char  *fault,
      const char  *line,
      gsize        size_bytes)
{
  BenchPool *pool = member->connection->pool;

  bench_pool_fail (pool, "Connection %u to %s, at message %u: %s: %.*s",
                   member->connection->number, pool->target->name, member->n_read,
                   fault, (int) MIN (size_bytes - 1, 400), line);
}

static void
acknowledge (BenchMember *member)
{
  member->sender->n_acked++;
  member->crowd->on_ack (member, member->crowd->user_data);
}

static void
deliver (BenchMember      *member,
         const BenchEntry *entry)
{
  gboolean is_own_echo = entry->sender == member->sender;

  member->n_read++;
  member->crowd->on_delivery (member, entry, member->crowd->user_data);

  /* A relay has no other way to say that it got a message. */
  if (is_own_echo && member->connection->pool->target->is_relay)
    acknowledge (member);
}

static void
take_message (BenchMember        *member,
              const BenchMessage *message,
              const char         *line,
              gsize               size_bytes)
{
  const char       *fault;
  const BenchEntry *entry;

  entry = bench_log_take (member->reads, member->n_read, message, line, size_bytes, &fault);
  if (entry != NULL)
    deliver (member, entry);
  else
    fail (member, fault, line, size_bytes);
}

static void
take_event (BenchMember             *member,
            const ParlorEventPacket *event,
            const char              *line,
            gsize                    size_bytes)
{
  const ParlorAccountPacket *author = event->author;
  BenchMessage               message = {
                  .conversation = event->conversation,
                  .text = event->text,
                  .nonce = event->nonce,
                  .author = author->account,
                  .seq = event->seq,
                  .is_shared = event->nonce == NULL, /* the author's own event carries it */
  };

  if (member->reads == NULL || event->kind != PARLOR_EVENT_MESSAGE || event->text == NULL)
    fail (member, "not awaited", line, size_bytes);
  else
    take_message (member, &message, line, size_bytes);
}

static void
take_sent (BenchMember            *member,
           const ParlorSentPacket *sent,
           const char             *line,
           gsize                   size_bytes)
{
  BenchSender *sender = member->sender;

  if (sender == NULL || sender->n_acked == sender->sendings->len ||
      !bench_sender_check_nonce (sender, sender->n_acked, sent->nonce) ||
      !g_str_equal (sent->conversation, member->reads->name)) {
    fail (member, "acknowledges what was not sent", line, size_bytes);
    return;
  }

  g_array_index (sender->sendings, BenchSending, sender->n_acked).seq = sent->seq;
  acknowledge (member);
}

static void
take_send (BenchMember            *member,
           const ParlorSendPacket *send,
           const char             *line,
           gsize                   size_bytes)
{
  BenchMessage message = {
    .conversation = send->conversation,
    .text = send->text,
    .nonce = send->nonce,
    .is_shared = TRUE,
  };

  take_message (member, &message, line, size_bytes);
}

static void
take_packet (BenchMember     *member,
             ParlorPacketType type,
             gconstpointer    packet,
             const char      *line,
             gsize            size_bytes)
{
  gboolean is_relay = member->connection->pool->target->is_relay;

  if (is_relay && type == PARLOR_PACKET_SEND)
    take_send (member, packet, line, size_bytes);
  else if (!is_relay && type == PARLOR_PACKET_EVENT)
    take_event (member, packet, line, size_bytes);
  else if (!is_relay && type == PARLOR_PACKET_SENT)
    take_sent (member, packet, line, size_bytes);
  else if (type != PARLOR_PACKET_CONVERSATION && type != PARLOR_PACKET_CHANGED)
    fail (member, "not awaited", line, size_bytes);
}

/**
 * bench_member_take_line:
 * @member: somebody whose script has ended
 * @line: what came
 * @size_bytes: size of @line
 *
 * Checks a line, and counts the message in it as delivered.  If it is wrong,
 * the pool fails.
 */
void
bench_member_take_line (BenchMember *member,
                        const char  *line,
                        gsize        size_bytes)
{
  const BenchEntry  *entry = NULL;
  ParlorPacketType   type;
  gpointer           packet;
  g_autoptr (GError) error = NULL;

  if (member->reads != NULL)
    entry = bench_log_match (member->reads, member->n_read, line, size_bytes);
  if (entry != NULL) {
    deliver (member, entry);
    return;
  }

  packet = parlor_packet_decode_line (line, size_bytes, &type, NULL, &error);
  if (packet == NULL) {
    fail (member, error->message, line, size_bytes);
    return;
  }

  take_packet (member, type, packet, line, size_bytes);
  parlor_packet_free (type, packet);
}
