/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-services"

#include "parlor-services.h"

#include "parlor-host.h"

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
  g_autofree char *host = NULL;
  ParlorLinkUri    link;

  if (self->link == NULL)
    return NULL;

  link = *self->link;
  if (self->is_everywhere)
    link.host = host = parlor_host_get_name_for_links ();
  link.fingerprint = self->certificate->fingerprint;
  link.invite = (char *) invite;
  link.conversation = (char *) conversation;

  return parlor_link_uri_to_string (&link);
}
