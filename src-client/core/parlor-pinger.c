/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-pinger"

#include "parlor-pinger.h"

/**
 * ParlorPinger:
 *
 * Notices that a connection is dead: asks for a sign of life when there was
 * none for a while.  Does nothing while anything comes, and has one timer.
 *
 * Signals: "dead" when no sign of life came in time.
 */
struct _ParlorPinger
{
  GObject parent_instance;

  ParlorChannel *channel;
  guint          idle_ms;
  guint          deadline_ms;
  guint          timer_id;
  guint          test_ms;    /* how long an answer may take */
  gboolean       is_testing; /* a ping is not answered yet */
};

G_DEFINE_FINAL_TYPE (ParlorPinger, parlor_pinger, G_TYPE_OBJECT)

enum {
  DEAD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
parlor_pinger_dispose (GObject *object)
{
  ParlorPinger *self = PARLOR_PINGER (object);

  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_object (&self->channel);

  G_OBJECT_CLASS (parlor_pinger_parent_class)->dispose (object);
}

static void
parlor_pinger_class_init (ParlorPingerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_pinger_dispose;

  /**
   * ParlorPinger::dead:
   * @self: the pinger
   *
   * The other end gave no sign of life in time.
   */
  signals[DEAD] = g_signal_new ("dead", PARLOR_TYPE_PINGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
parlor_pinger_init (ParlorPinger *self)
{
}

static gboolean on_idle (gpointer user_data);

static void
set_timer (ParlorPinger *self,
           guint         delay_ms,
           GSourceFunc   func)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->timer_id = g_timeout_add (delay_ms, func, self);
}

static guint
get_silence_ms (ParlorPinger *self)
{
  return (g_get_monotonic_time () - parlor_channel_get_received_us (self->channel)) / 1000;
}

/* Anything that came meanwhile puts the ping off. */
static gboolean
on_idle (gpointer user_data)
{
  ParlorPinger *self = user_data;
  guint         silence_ms = get_silence_ms (self);

  self->timer_id = 0;
  if (silence_ms < self->idle_ms)
    set_timer (self, self->idle_ms - silence_ms, on_idle);
  else
    parlor_pinger_test (self, self->deadline_ms);

  return G_SOURCE_REMOVE;
}

/* What came meanwhile, be it no answer, is a sign of life; but it may have
 * waited here since before the computer slept, so the answer is still awaited. */
static gboolean
on_deadline (gpointer user_data)
{
  ParlorPinger *self = user_data;
  guint         silence_ms = get_silence_ms (self);

  self->timer_id = 0;
  if (silence_ms < self->test_ms) {
    set_timer (self, self->test_ms - silence_ms, on_deadline);
  } else {
    self->is_testing = FALSE;
    g_signal_emit (self, signals[DEAD], 0);
  }

  return G_SOURCE_REMOVE;
}

/* Takes a reference. */
static void
on_pong (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (ParlorPinger) self = user_data;
  ParlorPacketType         type;
  gpointer                 packet;

  packet = parlor_channel_request_finish (PARLOR_CHANNEL (source), result, &type, NULL);
  if (packet == NULL)
    return;

  parlor_packet_free (type, packet);
  if (self->channel != NULL && self->is_testing) {
    self->is_testing = FALSE;
    set_timer (self, self->idle_ms, on_idle);
  }
}

/**
 * parlor_pinger_new:
 * @channel: a channel that was started
 * @idle_ms: after how long a silence to ask
 * @deadline_ms: how long to wait for an answer
 *
 * Returns: (transfer full): a pinger at work until it is disposed of
 */
ParlorPinger *
parlor_pinger_new (ParlorChannel *channel,
                   guint          idle_ms,
                   guint          deadline_ms)
{
  ParlorPinger *self = g_object_new (PARLOR_TYPE_PINGER, NULL);

  self->channel = g_object_ref (channel);
  self->idle_ms = idle_ms;
  self->deadline_ms = deadline_ms;
  set_timer (self, idle_ms, on_idle);

  return self;
}

/**
 * parlor_pinger_test:
 * @self: a pinger
 * @deadline_ms: how long to wait for a sign of life
 *
 * Finds out now whether the connection is still good.  A test that is under way
 * goes on, with the earlier of both deadlines.
 */
void
parlor_pinger_test (ParlorPinger *self,
                    guint         deadline_ms)
{
  g_return_if_fail (PARLOR_IS_PINGER (self));

  if (self->is_testing && self->test_ms <= deadline_ms)
    return;

  self->test_ms = deadline_ms;
  set_timer (self, deadline_ms, on_deadline);
  if (self->is_testing)
    return;

  self->is_testing = TRUE;
  parlor_channel_request_async (self->channel, PARLOR_PACKET_PING,
                                parlor_packet_new (PARLOR_PACKET_PING), NULL, on_pong,
                                g_object_ref (self));
}
