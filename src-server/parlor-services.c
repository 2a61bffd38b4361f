/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-services"

#include "parlor-services.h"

/**
 * parlor_services_make_link:
 * @self: what a server has
 * @invite: (nullable): token that lets a new account be made
 * @conversation: (nullable): id of what to open
 *
 * Returns: (transfer full) (nullable): a link to this server; NULL if it cannot
 *   be linked to where it listens
 */
char *
parlor_services_make_link (ParlorServices *self,
                           const char     *invite,
                           const char     *conversation)
{
  ParlorLinkUri link;

  if (self->link == NULL)
    return NULL;

  link = *self->link;
  link.fingerprint = self->certificate->fingerprint;
  link.invite = (char *) invite;
  link.conversation = (char *) conversation;

  return parlor_link_uri_to_string (&link);
}
