/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inviting people to the server. */

#define G_LOG_DOMAIN "parlor-cli-invite"

#include "parlor-cli-commands.h"

#include <glib/gi18n.h>

/* The link names the server as one reaches it oneself. */
static char *
make_link (ParlorClient *client,
           const char   *token,
           GError      **error)
{
  g_autofree char          *address = parlor_client_dup_server_address (client);
  g_autoptr (ParlorLinkUri) uri = parlor_link_uri_parse_address (address, error);

  if (uri == NULL)
    return NULL;

  g_free (uri->fingerprint);
  uri->fingerprint = g_strdup (parlor_client_get_pinned_fingerprint (client));
  g_free (uri->invite);
  uri->invite = g_strdup (token);

  return parlor_link_uri_to_string (uri);
}

static void
on_made (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ParlorClient               *client = PARLOR_CLIENT (source);
  g_autoptr (GError)          error = NULL;
  g_autofree char            *link = NULL;
  ParlorPacketType            type;
  ParlorInviteLinkMadePacket *made = parlor_client_request_finish (client, result, &type, &error);

  if (made != NULL) {
    link = make_link (client, ((ParlorInviteLinkPacket *) made->invite_link)->token, &error);
    if (link != NULL)
      parlor_cli_print (user_data, "%s", link);
    parlor_packet_free (type, made);
  }
  parlor_cli_done (user_data, error);
}

/**
 * parlor_cli_command_invite_link:
 * @cli: the program
 * @arguments: (array zero-terminated=1): see the table of commands
 */
void
parlor_cli_command_invite_link (ParlorCli *cli,
                                char     **arguments)
{
  ParlorCreateInviteLinkPacket *packet;
  gint64                        max_uses = 0;

  if (arguments[0] != NULL &&
      !g_ascii_string_to_signed (arguments[0], 10, 1, G_MAXINT32, &max_uses, NULL)) {
    parlor_cli_fail (cli, _ ("“%s” is not a number of people."), arguments[0]);
    return;
  }

  packet = parlor_packet_new (PARLOR_PACKET_CREATE_INVITE_LINK);
  packet->max_uses = max_uses;
  parlor_client_request_async (parlor_cli_get_client (cli), PARLOR_PACKET_CREATE_INVITE_LINK,
                               packet, NULL, on_made, cli);
}
