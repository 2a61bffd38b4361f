/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What becomes of the link, and what people are told of it. */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

#include "parlor-account-private.h"
#include "parlor-strings.h"

#include <glib/gi18n.h>

static void
show_state (ParlorClient   *self,
            ParlorLinkState state)
{
  const GError    *error = parlor_link_get_error (self->link);
  g_autofree char *text = NULL;

  switch (state) {
  case PARLOR_LINK_OFFLINE:
    text = g_strdup (error != NULL ? error->message : _ ("Not connected"));
    break;
  case PARLOR_LINK_CONNECTING:
  case PARLOR_LINK_SIGNING_IN:
    text = g_strdup (_ ("Connecting…"));
    break;
  case PARLOR_LINK_WAITING:
    /* Translators: %u is a number of seconds. */
    text = g_strdup_printf (_ ("No connection. Trying again in %u s."),
                            MAX (parlor_link_get_wait_ms (self->link) / 1000, 1));
    break;
  case PARLOR_LINK_ONLINE:
  case PARLOR_N_LINK_STATES:
  default:
    break;
  }

  parlor_client_set_status (self, text);
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
