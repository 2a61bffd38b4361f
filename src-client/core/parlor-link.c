/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-link"

#include "parlor-link-private.h"

#include "parlor-client-error.h"
#include "parlor-wake.h"

#include <glib/gi18n.h>

#define DEADLINE_MS (30 * 1000)

/* Within this time after a change of network, what there was before has to show
 * that it is alive. */
#define PROOF_MS 1000

/* After a connection that held so long, the next failure is the first one. */
#define GOOD_AFTER_MS (10 * 1000)

/**
 * ParlorLink:
 *
 * The client's end of the way to the server: connects, notices when the
 * connection is dead, and connects again.  What the states lead to is in
 * parlor-link-state.c; what is said over the connection, signing in included,
 * is the client's.  Its one timer is the deadline of an attempt, or the wait
 * before the next one.
 */
G_DEFINE_FINAL_TYPE (ParlorLink, parlor_link, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum {
  PACKET_CAME,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void take_event (ParlorLink     *self,
                        ParlorLinkEvent event,
                        const GError   *error);

static void
parlor_link_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  ParlorLink *self = PARLOR_LINK (object);

  switch (prop_id) {
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_link_dispose (GObject *object)
{
  parlor_link_close (PARLOR_LINK (object));

  G_OBJECT_CLASS (parlor_link_parent_class)->dispose (object);
}

static void
parlor_link_finalize (GObject *object)
{
  ParlorLink *self = PARLOR_LINK (object);

  parlor_link_clear_server (&self->server);
  g_clear_error (&self->error);
  g_clear_object (&self->connector);

  G_OBJECT_CLASS (parlor_link_parent_class)->finalize (object);
}

static void
parlor_link_class_init (ParlorLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlor_link_get_property;
  object_class->dispose = parlor_link_dispose;
  object_class->finalize = parlor_link_finalize;

  /**
   * ParlorLink:state:
   *
   * Where it is on the way to the server.
   */
  props[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, PARLOR_TYPE_LINK_STATE, PARLOR_LINK_OFFLINE,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ParlorLink::packet:
   * @self: the link
   * @type: a #ParlorPacketType
   * @packet: (type gpointer): a struct of that type, the link's
   *
   * A packet has come, see #ParlorChannel::packet.
   */
  signals[PACKET_CAME] =
    g_signal_new ("packet", PARLOR_TYPE_LINK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_POINTER);
}

static void
set_timer (ParlorLink *self,
           guint       delay_ms,
           GSourceFunc func)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->timer_id = g_timeout_add (delay_ms, func, self);
}

static void
take_silence (ParlorLink     *self,
              ParlorLinkEvent event)
{
  g_autoptr (GError) error = NULL;

  error = g_error_new_literal (PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_UNREACHABLE,
                               _ ("The server does not answer"));
  take_event (self, event, error);
}

/* It did answer once: another connection may do at once. */
static void
on_dead (ParlorLink *self)
{
  take_silence (self, PARLOR_LINK_RENEW);
}

static gboolean
on_deadline (gpointer user_data)
{
  ParlorLink *self = user_data;

  self->timer_id = 0;
  take_silence (self, PARLOR_LINK_LOST);

  return G_SOURCE_REMOVE;
}

/* An attempt that was begun in another network. */
static gboolean
on_unproven (gpointer user_data)
{
  ParlorLink *self = user_data;

  self->timer_id = 0;
  take_silence (self, PARLOR_LINK_RENEW);

  return G_SOURCE_REMOVE;
}

static void
on_packet (ParlorLink *self,
           int         type,
           gpointer    packet)
{
  /* What was missed may take long to come, as long as it comes. */
  if (self->state == PARLOR_LINK_SIGNING_IN)
    set_timer (self, DEADLINE_MS, on_deadline);
  g_signal_emit (self, signals[PACKET_CAME], 0, type, packet);
}

static void
on_closed (ParlorLink   *self,
           const GError *error)
{
  take_event (self, PARLOR_LINK_LOST, error);
}

/* Takes a reference. */
static void
on_connected (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ParlorLink) self = user_data;
  g_autoptr (GIOStream)  stream = NULL;
  g_autoptr (GError)     error = NULL;

  stream = parlor_tls_connector_connect_finish (PARLOR_TLS_CONNECTOR (source), result, &error);
  if (self->connector != PARLOR_TLS_CONNECTOR (source) || self->connecting == NULL)
    return;

  g_clear_object (&self->connecting);
  if (stream == NULL) {
    gboolean is_distrusted =
      g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_CERTIFICATE) ||
      g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_CERTIFICATE_CHANGED);

    take_event (self, is_distrusted ? PARLOR_LINK_REFUSED : PARLOR_LINK_LOST, error);
    return;
  }

  self->channel = parlor_channel_new (stream);
  g_signal_connect_object (self->channel, "packet", G_CALLBACK (on_packet), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->channel, "closed", G_CALLBACK (on_closed), self,
                           G_CONNECT_SWAPPED);
  parlor_channel_start (self->channel);
  take_event (self, PARLOR_LINK_CONNECTED, NULL);
}

/* Ends whatever is under way. */
static void
drop_connection (ParlorLink *self)
{
  g_autoptr (ParlorChannel) channel = g_steal_pointer (&self->channel);

  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (self->pinger != NULL) {
    g_signal_handlers_disconnect_by_data (self->pinger, self);
    g_object_run_dispose (G_OBJECT (self->pinger));
  }
  g_clear_object (&self->pinger);

  if (self->connecting != NULL)
    g_cancellable_cancel (self->connecting);
  g_clear_object (&self->connecting);

  if (channel != NULL) {
    g_signal_handlers_disconnect_by_data (channel, self);
    parlor_channel_close (channel, NULL);
  }
}

static void
enter_connecting (ParlorLink *self)
{
  drop_connection (self);
  self->online_us = 0;
  self->started_us = g_get_monotonic_time ();
  set_timer (self, DEADLINE_MS, on_deadline);

  g_clear_object (&self->connector);
  self->connector = parlor_tls_connector_new (self->server.host, self->server.port,
                                              self->server.pinned, self->server.linked);
  self->connecting = g_cancellable_new ();
  parlor_tls_connector_connect_async (self->connector, self->connecting, on_connected,
                                      g_object_ref (self));
}

static gboolean
on_wait_over (gpointer user_data)
{
  ParlorLink *self = user_data;

  self->timer_id = 0;
  take_event (self, PARLOR_LINK_START, NULL);

  return G_SOURCE_REMOVE;
}

static void
enter_waiting (ParlorLink *self)
{
  gint64 held_us = g_get_monotonic_time () - self->online_us;

  if (self->online_us != 0)
    self->n_failures = held_us >= GOOD_AFTER_MS * 1000 ? 0 : MIN (self->n_failures, 2);
  self->online_us = 0;
  self->n_failures++;

  drop_connection (self);
  self->wait_ms = MAX (parlor_link_retry_ms (self->n_failures, g_random_double ()),
                       self->min_wait_ms);
  self->min_wait_ms = 0;
  self->retry_us = g_get_monotonic_time () + self->wait_ms * G_GINT64_CONSTANT (1000);
  set_timer (self, self->wait_ms, on_wait_over);
}

static void
enter_offline (ParlorLink *self)
{
  self->n_failures = 0;
  self->online_us = 0;
  self->min_wait_ms = 0;
  drop_connection (self);
}

/* Whoever has come so far is given all the time again. */
static void
enter_signing_in (ParlorLink *self)
{
  set_timer (self, DEADLINE_MS, on_deadline);
}

static void
enter_online (ParlorLink *self)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->online_us = g_get_monotonic_time ();
  self->pinger = parlor_pinger_new (self->channel, PARLOR_PINGER_IDLE_MS,
                                    PARLOR_PINGER_DEADLINE_MS);
  g_signal_connect_object (self->pinger, "dead", G_CALLBACK (on_dead), self, G_CONNECT_SWAPPED);
}

static void (*const enter[PARLOR_N_LINK_STATES]) (ParlorLink *self) = {
  [PARLOR_LINK_OFFLINE] = enter_offline,
  [PARLOR_LINK_CONNECTING] = enter_connecting,
  [PARLOR_LINK_SIGNING_IN] = enter_signing_in,
  [PARLOR_LINK_ONLINE] = enter_online,
  [PARLOR_LINK_WAITING] = enter_waiting,
};

static void
take_event (ParlorLink     *self,
            ParlorLinkEvent event,
            const GError   *error)
{
  G_GNUC_UNUSED g_autoptr (ParlorLink) held = g_object_ref (self);
  ParlorLinkState                      to;

  if (!parlor_link_next (self->state, event, &to))
    return;

  if (error != self->error) {
    g_clear_error (&self->error);
    self->error = error != NULL ? g_error_copy (error) : NULL;
  }
  g_debug ("State %d, event %d: state %d%s%s", self->state, event, to,
           error != NULL ? ": " : "", error != NULL ? error->message : "");

  self->state = to;
  if (enter[to] != NULL)
    enter[to](self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

/* What is under way is older than the network: it has a moment to get on. */
static void
prove_attempt (ParlorLink *self)
{
  gint64 age_ms = (g_get_monotonic_time () - self->started_us) / 1000;

  set_timer (self, (guint) CLAMP (PROOF_MS - age_ms, 0, PROOF_MS), on_unproven);
}

static void
on_network_changed (ParlorLink *self,
                    gboolean    is_available)
{
  self->n_failures = 0;
  if (self->state == PARLOR_LINK_ONLINE)
    parlor_pinger_test (self->pinger, PROOF_MS);
  else if (self->state == PARLOR_LINK_CONNECTING || self->state == PARLOR_LINK_SIGNING_IN)
    prove_attempt (self);
  else if (self->state == PARLOR_LINK_WAITING && is_available)
    take_event (self, PARLOR_LINK_START, NULL);
}

static gboolean
on_woken (gpointer user_data)
{
  parlor_link_test (user_data);

  return G_SOURCE_CONTINUE;
}

static void
parlor_link_init (ParlorLink *self)
{
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (on_network_changed), self,
                           G_CONNECT_SWAPPED);
  self->wake_id = parlor_wake_watch (on_woken, self);
}

/**
 * parlor_link_new:
 *
 * Returns: (transfer full): a link that is offline and knows no server
 */
ParlorLink *
parlor_link_new (void)
{
  return g_object_new (PARLOR_TYPE_LINK, NULL);
}

/**
 * parlor_link_close:
 * @self: a link
 *
 * Ends the connection and all timers.  The link is of no use afterwards.
 */
void
parlor_link_close (ParlorLink *self)
{
  g_return_if_fail (PARLOR_IS_LINK (self));

  self->state = PARLOR_LINK_OFFLINE;
  drop_connection (self);
  g_clear_handle_id (&self->wake_id, g_source_remove);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
}

/**
 * parlor_link_start:
 * @self: a link that knows its server
 *
 * Connects now, if it is not connected or about to.
 */
void
parlor_link_start (ParlorLink *self)
{
  g_return_if_fail (PARLOR_IS_LINK (self));
  g_return_if_fail (self->server.host != NULL);

  take_event (self, PARLOR_LINK_START, NULL);
}

/**
 * parlor_link_test:
 * @self: a link
 *
 * Another network, or the same one after a while: what was connected may be dead
 * without knowing, and what failed may go well now.  Finds out, and has another
 * connection where there is none.
 */
void
parlor_link_test (ParlorLink *self)
{
  g_return_if_fail (PARLOR_IS_LINK (self));

  on_network_changed (self, TRUE);
}

/**
 * parlor_link_stop:
 * @self: a link
 *
 * Goes offline and stays there.
 */
void
parlor_link_stop (ParlorLink *self)
{
  g_return_if_fail (PARLOR_IS_LINK (self));

  take_event (self, PARLOR_LINK_STOP, NULL);
}

/**
 * parlor_link_accept:
 * @self: a link that is signing in
 *
 * The client has signed in: the link is online.
 */
void
parlor_link_accept (ParlorLink *self)
{
  g_return_if_fail (PARLOR_IS_LINK (self));

  take_event (self, PARLOR_LINK_ACCEPTED, NULL);
}

/**
 * parlor_link_refuse:
 * @self: a link that is signing in, or online
 * @error: why
 *
 * The server does not want this client: trying again is of no use.
 */
void
parlor_link_refuse (ParlorLink   *self,
                    const GError *error)
{
  g_return_if_fail (PARLOR_IS_LINK (self));

  take_event (self, PARLOR_LINK_REFUSED, error);
}

/**
 * parlor_link_lose:
 * @self: a link
 * @error: why
 *
 * What came over the connection shows that it is of no use: connects anew
 * after a while.
 */
void
parlor_link_lose (ParlorLink   *self,
                  const GError *error)
{
  g_return_if_fail (PARLOR_IS_LINK (self));

  take_event (self, PARLOR_LINK_LOST, error);
}

/**
 * parlor_link_set_min_wait_ms:
 * @self: a link
 * @wait_ms: how long the server wants to be left alone
 *
 * Counts for the next wait only.
 */
void
parlor_link_set_min_wait_ms (ParlorLink *self,
                             guint       wait_ms)
{
  g_return_if_fail (PARLOR_IS_LINK (self));

  self->min_wait_ms = MIN (wait_ms, PARLOR_LINK_RETRY_MAX_MS);
}
