/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a server may tell that makes no sense. */

#include "parlor-change.h"
#include "parlor-limits.h"
#include "parlor-local-time.h"
#include "parlor-protocol.h"

static void
test_times (void)
{
  static const gint64      times_ms[] = { G_MININT64, -1, 0, 1, PARLOR_FOREVER_MS, G_MAXINT64 };
  static const char *const zones[] = { "UTC", "Pacific/Kiritimati", "Pacific/Niue" };

  for (guint zone = 0; zone < G_N_ELEMENTS (zones); zone++) {
    g_setenv ("TZ", zones[zone], TRUE);
    for (guint i = 0; i < G_N_ELEMENTS (times_ms); i++) {
      g_autoptr (GDateTime) time = parlor_local_time_new (times_ms[i]);

      g_assert_nonnull (time);
    }
  }
}

static void
test_true_time (void)
{
  g_autoptr (GDateTime) time = parlor_local_time_new (G_GINT64_CONSTANT (1600000000999));

  g_assert_cmpint (g_date_time_to_unix (time), ==, 1600000000);
}

static ParlorEventPacket *
message_new (guint  n_reactions,
             gint64 count)
{
  ParlorEventPacket *message = parlor_packet_new (PARLOR_PACKET_EVENT);

  message->kind = PARLOR_EVENT_MESSAGE;
  message->seq = 1;
  message->reactions = g_ptr_array_new ();
  for (guint i = 0; i < n_reactions; i++) {
    ParlorReactionPacket *reaction = parlor_packet_new (PARLOR_PACKET_REACTION);

    reaction->emoji = g_strdup_printf ("%u", i);
    reaction->count = count;
    g_ptr_array_add (message->reactions, reaction);
  }

  return message;
}

static void
react (ParlorEventPacket *message,
       gint64             seq,
       const char        *emoji)
{
  const ParlorEventPacket change = { .kind = PARLOR_EVENT_REACT,
                                     .seq = seq,
                                     .target = message->seq,
                                     .emoji = (char *) emoji };

  g_assert_true (parlor_change_apply (message, &change, 0));
}

/* A message that has more than there may be does not get more still. */
static void
test_many_reactions (void)
{
  ParlorEventPacket *message = message_new (PARLOR_REACTIONS_MAX + 8, 1);

  react (message, 2, "new");
  g_assert_cmpuint (message->reactions->len, ==, PARLOR_REACTIONS_MAX + 8);
  react (message, 3, "0");
  g_assert_cmpint (((ParlorReactionPacket *) message->reactions->pdata[0])->count, ==, 2);

  parlor_packet_free (PARLOR_PACKET_EVENT, message);
}

static void
test_count (void)
{
  ParlorEventPacket *message = message_new (1, G_MAXINT64);

  react (message, 2, "0");
  g_assert_cmpint (((ParlorReactionPacket *) message->reactions->pdata[0])->count, ==,
                   G_MAXINT64);

  parlor_packet_free (PARLOR_PACKET_EVENT, message);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/nonsense/times", test_times);
  g_test_add_func ("/nonsense/true-time", test_true_time);
  g_test_add_func ("/nonsense/many-reactions", test_many_reactions);
  g_test_add_func ("/nonsense/count", test_count);

  return g_test_run ();
}
