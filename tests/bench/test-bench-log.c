/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * That the benchmark would notice. */

#include "bench-log.h"

#include "parlor-protocol.h"

#define CONVERSATION "c1"
#define FIRST_SEQ 5

typedef struct
{
  GPtrArray *senders;
  BenchLog  *log;
} Fixture;

/* Two people wrote two messages each. */
static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  fixture->senders = g_ptr_array_new_with_free_func ((GDestroyNotify) bench_sender_free);
  fixture->log = bench_log_new (CONVERSATION, fixture->senders);
  fixture->log->first_seq = FIRST_SEQ;

  for (guint number = 0; number < 2; number++) {
    BenchSender *sender = bench_sender_new (number, 100 + number, CONVERSATION);

    g_ptr_array_add (fixture->senders, sender);
    bench_sender_next (sender, 0);
    bench_sender_next (sender, 0);
  }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  bench_log_free (fixture->log);
  g_ptr_array_unref (fixture->senders);
}

/* Returns: what a sender wrote, decoded; to be changed and delivered. */
static ParlorSendPacket *
copy_of (Fixture *fixture,
         guint    number,
         guint    index)
{
  BenchSender      *sender = fixture->senders->pdata[number];
  ParlorPacketType  type;
  ParlorSendPacket *packet;
  g_autofree char  *digits = g_strdup_printf ("%08u", index);

  packet = parlor_packet_decode_line (sender->line, sender->line_bytes, &type, NULL, NULL);
  g_assert_cmpint (type, ==, PARLOR_PACKET_SEND);

  /* The sender's line is that of its second message. */
  memcpy (packet->text + strlen (digits) + 1, digits, strlen (digits));
  memcpy (packet->nonce + strlen (packet->nonce) - strlen (digits), digits, strlen (digits));

  return packet;
}

/* Delivers @packet to a reader at @position; frees it. */
static const char *
deliver (Fixture          *fixture,
         guint             position,
         gint64            author,
         ParlorSendPacket *packet)
{
  g_autofree char *line = g_strdup_printf ("%s\n", packet->text);
  BenchMessage     message = {
        .conversation = packet->conversation,
        .text = packet->text,
        .nonce = packet->nonce,
        .author = author,
        .seq = FIRST_SEQ + position,
        .is_shared = TRUE,
  };
  const char *fault = NULL;

  if (bench_log_match (fixture->log, position, line, strlen (line)) == NULL &&
      bench_log_take (fixture->log, position, &message, line, strlen (line), &fault) != NULL)
    fault = NULL;
  parlor_packet_free (PARLOR_PACKET_SEND, packet);

  return fault;
}

static void
test_order (Fixture      *fixture,
            gconstpointer unused)
{
  g_assert_null (deliver (fixture, 0, 100, copy_of (fixture, 0, 0)));
  g_assert_null (deliver (fixture, 1, 101, copy_of (fixture, 1, 0)));
  g_assert_null (deliver (fixture, 2, 100, copy_of (fixture, 0, 1)));

  /* Another reader. */
  g_assert_null (deliver (fixture, 0, 100, copy_of (fixture, 0, 0)));
  g_assert_null (deliver (fixture, 1, 101, copy_of (fixture, 1, 0)));
  g_assert_cmpuint (fixture->log->entries->len, ==, 3);
}

static void
test_lost (Fixture      *fixture,
           gconstpointer unused)
{
  g_assert_nonnull (deliver (fixture, 0, 100, copy_of (fixture, 0, 1)));
}

static void
test_repeated (Fixture      *fixture,
               gconstpointer unused)
{
  g_assert_null (deliver (fixture, 0, 100, copy_of (fixture, 0, 0)));
  g_assert_nonnull (deliver (fixture, 1, 100, copy_of (fixture, 0, 0)));
}

static void
test_another_order (Fixture      *fixture,
                    gconstpointer unused)
{
  g_assert_null (deliver (fixture, 0, 100, copy_of (fixture, 0, 0)));
  g_assert_null (deliver (fixture, 1, 101, copy_of (fixture, 1, 0)));

  g_assert_nonnull (deliver (fixture, 0, 101, copy_of (fixture, 1, 0)));
}

static void
test_changed (Fixture      *fixture,
              gconstpointer unused)
{
  ParlorSendPacket *text = copy_of (fixture, 0, 0);
  ParlorSendPacket *nonce = copy_of (fixture, 0, 0);
  ParlorSendPacket *conversation = copy_of (fixture, 0, 0);

  text->text[50] ^= 1;
  nonce->nonce[0] ^= 1;
  conversation->conversation[0] ^= 1;

  g_assert_nonnull (deliver (fixture, 0, 100, text));
  g_assert_nonnull (deliver (fixture, 0, 100, nonce));
  g_assert_nonnull (deliver (fixture, 0, 100, conversation));
  g_assert_nonnull (deliver (fixture, 0, 101, copy_of (fixture, 0, 0)));
  g_assert_null (deliver (fixture, 0, 100, copy_of (fixture, 0, 0)));
}

static void
test_seq (Fixture      *fixture,
          gconstpointer unused)
{
  fixture->log->first_seq = FIRST_SEQ + 1;
  g_assert_nonnull (deliver (fixture, 0, 100, copy_of (fixture, 0, 0)));

  fixture->log->first_seq = FIRST_SEQ;
  g_assert_null (deliver (fixture, 0, 100, copy_of (fixture, 0, 0)));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/bench-log/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/bench-log/lost", Fixture, NULL, set_up, test_lost, tear_down);
  g_test_add ("/bench-log/repeated", Fixture, NULL, set_up, test_repeated, tear_down);
  g_test_add ("/bench-log/another-order", Fixture, NULL, set_up, test_another_order, tear_down);
  g_test_add ("/bench-log/changed", Fixture, NULL, set_up, test_changed, tear_down);
  g_test_add ("/bench-log/seq", Fixture, NULL, set_up, test_seq, tear_down);

  return g_test_run ();
}
