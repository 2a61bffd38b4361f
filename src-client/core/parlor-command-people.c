/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands about other people. */

#define G_LOG_DOMAIN "parlor-command"

#include "parlor-command-private.h"

#include "parlor-local-time.h"

#include <glib/gi18n.h>

static const char *
get_presence_word (ParlorPresence presence)
{
  switch ((int) presence) {
  case PARLOR_PRESENCE_ONLINE:
    return _ ("online");
  case PARLOR_PRESENCE_AWAY:
    return _ ("away");
  default:
    return _ ("offline");
  }
}

static void
say_account (ParlorCommandRun *run,
             const char       *name,
             const char       *nick,
             ParlorPresence    presence)
{
  g_autofree char *at_name = g_strconcat ("@", name, NULL);

  parlor_command_run_say (run, "%s  %s  %s", at_name, nick, get_presence_word (presence));
  parlor_command_run_note_cells (run, at_name, nick, get_presence_word (presence), NULL);
}

static void
say_people (ParlorCommandRun *run,
            GListModel       *people,
            ParlorPresence    at_least)
{
  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (people, i);
    const ParlorPresence      presence = parlor_account_get_presence (account);

    if (presence >= at_least)
      say_account (run, parlor_account_get_name (account), parlor_account_get_nick (account),
                   presence);
  }
}

static void
finish_users (ParlorCommandRun *run,
              GAsyncResult     *result,
              ParlorPresence    at_least)
{
  GError                *error = NULL;
  g_autoptr (GListModel) members =
    parlor_conversation_load_members_finish (run->conversation, result, &error);

  if (members != NULL)
    say_people (run, members, at_least);
  parlor_command_run_end (run, error);
}

static void
on_users_loaded (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  finish_users (user_data, result, PARLOR_PRESENCE_UNKNOWN);
}

static void
on_present_loaded (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  finish_users (user_data, result, PARLOR_PRESENCE_AWAY);
}

static void
show_users (ParlorCommandRun   *run,
            ParlorPresence      at_least,
            GAsyncReadyCallback callback)
{
  if (run->conversation != NULL) {
    parlor_conversation_load_members_async (run->conversation, g_task_get_cancellable (run->task),
                                            callback, run);
    return;
  }

  say_people (run, parlor_client_get_people (run->client), at_least);
  parlor_command_run_end (run, NULL);
}

void
parlor_command_users (ParlorCommandRun *run)
{
  show_users (run, PARLOR_PRESENCE_UNKNOWN, on_users_loaded);
}

static void
say_person (ParlorCommandRun         *run,
            const ParlorPersonPacket *person)
{
  const ParlorAccountPacket *account = person->account;
  g_autoptr (GDateTime)      since = parlor_local_time_new (person->created_ms);
  g_autofree char           *day = g_date_time_format (since, "%x");

  say_account (run, account->name, account->nick, account->presence);
  if (account->status != NULL && *account->status != '\0')
    parlor_command_run_say (run, "%s", account->status);
  /* Translators: %s is a date */
  parlor_command_run_say (run, _ ("Here since %s"), day);
  if (person->is_blocked)
    parlor_command_run_say (run, "%s", _ ("You have blocked this person."));
}

static void
on_person (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ParlorCommandRun   *run = user_data;
  GError             *error = NULL;
  ParlorPersonPacket *person =
    parlor_client_finish_as (PARLOR_CLIENT (source), result, PARLOR_PACKET_PERSON, &error);

  if (person != NULL) {
    say_person (run, person);
    parlor_packet_free (PARLOR_PACKET_PERSON, person);
  }
  parlor_command_run_end (run, error);
}

void
parlor_command_who (ParlorCommandRun *run)
{
  ParlorProfilePacket *packet;

  if (run->account == NULL) {
    show_users (run, PARLOR_PRESENCE_AWAY, on_present_loaded);
    return;
  }

  packet = parlor_packet_new (PARLOR_PACKET_PROFILE);
  packet->account = parlor_account_get_id (run->account);
  parlor_client_request_async (run->client, PARLOR_PACKET_PROFILE, packet,
                               g_task_get_cancellable (run->task), on_person, run);
}

void
parlor_command_invite (ParlorCommandRun *run)
{
  ParlorInvitePacket *packet = parlor_packet_new (PARLOR_PACKET_INVITE);

  packet->conversation = g_strdup (parlor_conversation_get_id (run->conversation));
  packet->account = parlor_account_get_id (run->account);
  /* Translators: %s is a name */
  parlor_command_run_say (run, _ ("%s is invited."), parlor_account_get_nick (run->account));
  parlor_command_run_request (run, PARLOR_PACKET_INVITE, packet);
}

void
parlor_command_kick (ParlorCommandRun *run)
{
  ParlorKickPacket *packet = parlor_packet_new (PARLOR_PACKET_KICK);

  packet->conversation = g_strdup (parlor_conversation_get_id (run->conversation));
  packet->account = parlor_account_get_id (run->account);
  packet->reason = g_strdup (run->arguments[1]);
  parlor_command_run_request (run, PARLOR_PACKET_KICK, packet);
}

/* Returns: whether it is known until when; the command was ended otherwise */
static gboolean
take_duration (ParlorCommandRun *run,
               gint64           *ret_until_ms)
{
  const char *duration = run->arguments[1];
  gint64      duration_ms;

  *ret_until_ms = 0;
  if (duration == NULL)
    return TRUE;
  if (!parlor_duration_parse (duration, &duration_ms)) {
    parlor_command_run_fail_duration (run, duration);
    return FALSE;
  }
  *ret_until_ms = g_get_real_time () / 1000 + duration_ms;

  return TRUE;
}

void
parlor_command_ban (ParlorCommandRun *run)
{
  ParlorBanPacket *packet;
  gint64           until_ms;

  if (!take_duration (run, &until_ms))
    return;

  packet = parlor_packet_new (PARLOR_PACKET_BAN);
  packet->conversation = g_strdup (parlor_conversation_get_id (run->conversation));
  packet->account = parlor_account_get_id (run->account);
  packet->until_ms = until_ms;
  packet->reason = g_strdup (run->arguments[2]);
  parlor_command_run_request (run, PARLOR_PACKET_BAN, packet);
}

void
parlor_command_unban (ParlorCommandRun *run)
{
  ParlorUnbanPacket *packet = parlor_packet_new (PARLOR_PACKET_UNBAN);

  packet->conversation = g_strdup (parlor_conversation_get_id (run->conversation));
  packet->account = parlor_account_get_id (run->account);
  parlor_command_run_request (run, PARLOR_PACKET_UNBAN, packet);
}

void
parlor_command_mute (ParlorCommandRun *run)
{
  ParlorMutePacket *packet;
  gint64            until_ms;

  if (!take_duration (run, &until_ms))
    return;

  packet = parlor_packet_new (PARLOR_PACKET_MUTE);
  packet->conversation = g_strdup (parlor_conversation_get_id (run->conversation));
  packet->account = parlor_account_get_id (run->account);
  packet->until_ms = until_ms;
  packet->reason = g_strdup (run->arguments[2]);
  parlor_command_run_request (run, PARLOR_PACKET_MUTE, packet);
}

void
parlor_command_unmute (ParlorCommandRun *run)
{
  ParlorUnmutePacket *packet = parlor_packet_new (PARLOR_PACKET_UNMUTE);

  packet->conversation = g_strdup (parlor_conversation_get_id (run->conversation));
  packet->account = parlor_account_get_id (run->account);
  parlor_command_run_request (run, PARLOR_PACKET_UNMUTE, packet);
}

void
parlor_command_block (ParlorCommandRun *run)
{
  ParlorBlockPacket *packet = parlor_packet_new (PARLOR_PACKET_BLOCK);

  packet->account = parlor_account_get_id (run->account);
  /* Translators: %s is a name */
  parlor_command_run_say (run, _ ("%s is blocked. /unblock takes that back."),
                          parlor_account_get_nick (run->account));
  parlor_command_run_request (run, PARLOR_PACKET_BLOCK, packet);
}

void
parlor_command_unblock (ParlorCommandRun *run)
{
  ParlorUnblockPacket *packet = parlor_packet_new (PARLOR_PACKET_UNBLOCK);

  packet->account = parlor_account_get_id (run->account);
  /* Translators: %s is a name */
  parlor_command_run_say (run, _ ("%s is not blocked any more."),
                          parlor_account_get_nick (run->account));
  parlor_command_run_request (run, PARLOR_PACKET_UNBLOCK, packet);
}
