/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What becomes of the link, and what people are told of it. */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

#include "parlor-account-private.h"
#include "parlor-strings.h"

#include <glib/gi18n.h>

/* What has happened, and what becomes of what one writes. */
static const char *
describe_trouble (ParlorClient *self)
{
  if (self->is_server_closing)
    return _ ("The server is being restarted. Messages are sent when it is back.");
  if (!g_network_monitor_get_network_available (g_network_monitor_get_default ()))
    return _ ("There is no network. Messages are sent when there is one again.");

  return _ ("The server cannot be reached. Messages are sent when it is back.");
}

/* While it tries again it says the same as before. */
static void
show_state (ParlorClient   *self,
            ParlorLinkState state)
{
  const GError *error = parlor_link_get_error (self->link);

  switch (state) {
  case PARLOR_LINK_OFFLINE:
    g_clear_pointer (&self->trouble_text, g_free);
    parlor_client_set_status (self, error != NULL ? error->message : _ ("Not connected"));
    break;
  case PARLOR_LINK_CONNECTING:
  case PARLOR_LINK_SIGNING_IN:
    parlor_client_set_status (self, self->trouble_text != NULL ? self->trouble_text
                                                               : _ ("Connecting…"));
    break;
  case PARLOR_LINK_WAITING:
    parlor_set_string (&self->trouble_text, describe_trouble (self));
    parlor_client_set_status (self, self->trouble_text);
    break;
  case PARLOR_LINK_ONLINE:
  case PARLOR_N_LINK_STATES:
  default:
    self->is_server_closing = FALSE;
    g_clear_pointer (&self->trouble_text, g_free);
    parlor_client_set_status (self, NULL);
    break;
  }
}

/**
 * parlor_client_has_failed:
 * @self: a client
 *
 * Returns: whether it tries again since an attempt to connect has failed, or a
 *   connection was lost
 */
gboolean
parlor_client_has_failed (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), FALSE);

  return self->trouble_text != NULL;
}

/**
 * parlor_client_get_retry_us:
 * @self: a client
 *
 * Returns: when it tries again to connect, in monotonic time; 0 if it is
 *   connected, or at it, or does not try
 */
gint64
parlor_client_get_retry_us (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), 0);

  return parlor_link_get_retry_us (self->link);
}

/* A certificate that nothing speaks for: the person has to look at it. */
static void
note_refused_certificate (ParlorClient *self,
                          const GError *error)
{
  const char *offered = NULL;

  if (g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_CERTIFICATE) ||
      g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_CERTIFICATE_CHANGED))
    offered = parlor_link_get_fingerprint (self->link);
  if (parlor_set_string (&self->offered_fingerprint, offered))
    parlor_client_notify (self, "offered-fingerprint");
}

static void
on_link_state_changed (ParlorClient *self)
{
  ParlorLinkState state = parlor_link_get_state (self->link);
  const GError   *error = parlor_link_get_error (self->link);

  show_state (self, state);
  note_refused_certificate (self, error);

  if (state != PARLOR_LINK_ONLINE)
    parlor_client_forget_presence (self);
  if (state == PARLOR_LINK_SIGNING_IN)
    parlor_client_open_session (self);
  else if ((state == PARLOR_LINK_OFFLINE || state == PARLOR_LINK_WAITING) && error != NULL)
    parlor_client_fail_signing_in (self, error);

  /* Last, as whoever listens may do anything. */
  parlor_client_notify (self, "state");
}

static void
on_link_packet (ParlorClient *self,
                int           type,
                gpointer      packet)
{
  parlor_client_take_packet (self, type, packet);
  if (!self->is_closed)
    parlor_client_emit_packet (self, type, packet);
}

/**
 * parlor_client_init_link:
 * @self: a client whose cache is open
 *
 * Listens to the link, and shows the account that is remembered.
 */
void
parlor_client_init_link (ParlorClient *self)
{
  const ParlorCacheAccount *account = parlor_cache_get_account (self->cache);
  ParlorAccountPacket       packet = { 0 };

  g_signal_connect_object (self->link, "notify::state", G_CALLBACK (on_link_state_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->link, "packet", G_CALLBACK (on_link_packet), self,
                           G_CONNECT_SWAPPED);

  if (account == NULL)
    return;

  packet.account = account->id;
  packet.name = account->name;
  packet.nick = account->nick;
  g_set_object (&self->self_account, parlor_client_peek_account (self, &packet));
  parlor_account_set_is_self (self->self_account, TRUE);
}

/**
 * parlor_client_close_link:
 * @self: a client
 *
 * Ends the link; whoever waits is told.
 */
void
parlor_client_close_link (ParlorClient *self)
{
  if (self->link != NULL) {
    g_signal_handlers_disconnect_by_data (self->link, self);
    parlor_link_close (self->link);
  }
  parlor_client_forget_presence (self);

  parlor_client_return_signing_in (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                              _ ("Parlor is closing")));
}
