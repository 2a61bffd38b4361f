/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a link is told of its server, and what it tells of itself. */

#define G_LOG_DOMAIN "parlor-link"

#include "parlor-link-private.h"

/**
 * parlor_link_clear_server:
 * @server: whom to reach
 *
 * Frees what is in @server.
 */
void
parlor_link_clear_server (ParlorLinkServer *server)
{
  g_free (server->host);
  g_free (server->pinned);
  g_free (server->linked);
}

/**
 * parlor_link_set_server:
 * @self: a link
 * @server: whom to reach from the next attempt on
 */
void
parlor_link_set_server (ParlorLink             *self,
                        const ParlorLinkServer *server)
{
  ParlorLinkServer old;

  g_return_if_fail (PARLOR_IS_LINK (self));

  old = self->server;
  self->server = (ParlorLinkServer){ g_strdup (server->host), server->port,
                                     g_strdup (server->pinned), g_strdup (server->linked) };
  parlor_link_clear_server (&old);
}

const ParlorLinkServer *
parlor_link_get_server (ParlorLink *self)
{
  g_return_val_if_fail (PARLOR_IS_LINK (self), NULL);

  return &self->server;
}

ParlorLinkState
parlor_link_get_state (ParlorLink *self)
{
  g_return_val_if_fail (PARLOR_IS_LINK (self), PARLOR_LINK_OFFLINE);

  return self->state;
}

/**
 * parlor_link_get_channel:
 * @self: a link
 *
 * Returns: (transfer none) (nullable): the connection, while signing in and
 *   online
 */
ParlorChannel *
parlor_link_get_channel (ParlorLink *self)
{
  g_return_val_if_fail (PARLOR_IS_LINK (self), NULL);

  return self->channel;
}

/**
 * parlor_link_get_error:
 * @self: a link
 *
 * Returns: (transfer none) (nullable): why it is waiting or was refused
 */
const GError *
parlor_link_get_error (ParlorLink *self)
{
  g_return_val_if_fail (PARLOR_IS_LINK (self), NULL);

  return self->error;
}

/**
 * parlor_link_get_wait_ms:
 * @self: a link that is waiting
 *
 * Returns: how long it waits in all
 */
guint
parlor_link_get_wait_ms (ParlorLink *self)
{
  g_return_val_if_fail (PARLOR_IS_LINK (self), 0);

  return self->wait_ms;
}

/**
 * parlor_link_get_retry_us:
 * @self: a link
 *
 * Returns: when it tries again, in monotonic time; 0 if it is not waiting
 */
gint64
parlor_link_get_retry_us (ParlorLink *self)
{
  g_return_val_if_fail (PARLOR_IS_LINK (self), 0);

  return self->state == PARLOR_LINK_WAITING ? self->retry_us : 0;
}

/**
 * parlor_link_get_fingerprint:
 * @self: a link
 *
 * Returns: (transfer none) (nullable): that of the certificate which the server
 *   showed at the last attempt
 */
const char *
parlor_link_get_fingerprint (ParlorLink *self)
{
  g_return_val_if_fail (PARLOR_IS_LINK (self), NULL);

  return self->connector != NULL ? parlor_tls_connector_get_fingerprint (self->connector) : NULL;
}

/**
 * parlor_link_is_signed:
 * @self: a link
 *
 * Returns: whether an authority that the system knows signed that certificate
 */
gboolean
parlor_link_is_signed (ParlorLink *self)
{
  g_return_val_if_fail (PARLOR_IS_LINK (self), FALSE);

  return self->connector != NULL && parlor_tls_connector_is_signed (self->connector);
}
