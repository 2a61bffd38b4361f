/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands about what others see of oneself. */

#define G_LOG_DOMAIN "parlor-command"

#include "parlor-command-private.h"

#include <glib/gi18n.h>

void
parlor_command_nick (ParlorCommandRun *run)
{
  ParlorSetNickPacket *packet = parlor_packet_new (PARLOR_PACKET_SET_NICK);

  packet->nick = g_strdup (run->arguments[0]);
  /* Translators: %s is a name */
  parlor_command_run_say (run, _ ("You are called %s now."), run->arguments[0]);
  parlor_command_run_request (run, PARLOR_PACKET_SET_NICK, packet);
}

static ParlorSetProfilePacket *
make_status (const char *text)
{
  ParlorSetProfilePacket *packet = parlor_packet_new (PARLOR_PACKET_SET_PROFILE);

  packet->status = g_strdup (text != NULL ? text : "");

  return packet;
}

void
parlor_command_status (ParlorCommandRun *run)
{
  const char *text = run->arguments[0];

  parlor_command_run_say (run, "%s",
                          text != NULL ? _ ("Others see your new status.")
                                       : _ ("You have no status any more."));
  parlor_command_run_request (run, PARLOR_PACKET_SET_PROFILE, make_status (text));
}

static ParlorSetPresencePacket *
make_presence (ParlorPresence presence)
{
  ParlorSetPresencePacket *packet = parlor_packet_new (PARLOR_PACKET_SET_PRESENCE);

  packet->presence = presence;

  return packet;
}

static void
on_away (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ParlorCommandRun *run = user_data;
  GError           *error = NULL;
  ParlorOkPacket   *ok =
    parlor_client_finish_as (PARLOR_CLIENT (source), result, PARLOR_PACKET_OK, &error);

  if (ok == NULL || run->arguments[0] == NULL)
    parlor_command_run_end (run, error);
  else
    parlor_command_run_request (run, PARLOR_PACKET_SET_PROFILE, make_status (run->arguments[0]));
  if (ok != NULL)
    parlor_packet_free (PARLOR_PACKET_OK, ok);
}

void
parlor_command_away (ParlorCommandRun *run)
{
  parlor_command_run_say (run, "%s", _ ("Others see that you are away. /back takes that back."));
  parlor_client_request_async (run->client, PARLOR_PACKET_SET_PRESENCE,
                               make_presence (PARLOR_PRESENCE_AWAY),
                               g_task_get_cancellable (run->task), on_away, run);
}

void
parlor_command_back (ParlorCommandRun *run)
{
  parlor_command_run_say (run, "%s", _ ("Others see that you are here."));
  parlor_command_run_request (run, PARLOR_PACKET_SET_PRESENCE,
                              make_presence (PARLOR_PRESENCE_ONLINE));
}
