/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What owners make of members. */

#define G_LOG_DOMAIN "parlor-topic-roles"

#include "parlor-act.h"
#include "parlor-topics.h"

/* Somebody owns the conversation as long as anybody is in it. */
static gboolean
need_other_owner (ParlorDb                  *db,
                  const ParlorSetRolePacket *packet,
                  GError                   **error)
{
  gint64 is_there = 0;

  if (!parlor_db_get_int (db,
                          "SELECT EXISTS (SELECT 1 FROM members WHERE conversation = $1 "
                          "AND account <> $2 AND role = $3)",
                          PARLOR_PARAMS (parlor_text (packet->conversation),
                                         parlor_int (packet->account),
                                         parlor_int (PARLOR_ROLE_OWNER)),
                          &is_there, error))
    return FALSE;

  return is_there ||
         parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "account",
                        N_ ("Somebody has to own this: make another member owner instead."));
}

static gboolean
need_no_guest (ParlorDb *db,
               gint64    account,
               GError  **error)
{
  gint64 is_guest = 0;

  if (!parlor_db_get_int (db, "SELECT is_guest FROM accounts WHERE account = $1",
                          PARLOR_PARAMS (parlor_int (account)), &is_guest, error))
    return FALSE;

  return !is_guest || parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "account",
                                     N_ ("A guest can be a member only."));
}

static gboolean
may_set_role (ParlorAct      *act,
              ParlorDb       *db,
              ParlorStanding *ret_standing,
              GError        **error)
{
  const ParlorSetRolePacket *packet = act->packet;

  if (!parlor_act_need_member (act, db, packet->conversation, error))
    return FALSE;
  if (act->standing.kind == PARLOR_CONVERSATION_PERSONAL)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "conversation",
                          N_ ("In a personal chat both are equal."));
  if (!parlor_rights_need_role (&act->standing, PARLOR_ROLE_OWNER, error) ||
      !parlor_rights_need_voice (&act->standing, error) ||
      !parlor_rights_read (db, packet->conversation, packet->account, PARLOR_SERVER_ROLE_UNKNOWN,
                           ret_standing, error))
    return FALSE;
  if (ret_standing->member_role == PARLOR_ROLE_UNKNOWN)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "account",
                          N_ ("This person is not in the conversation."));

  return TRUE;
}

static gboolean
give_role (ParlorAct *act,
           ParlorDb  *db,
           gint64     account,
           ParlorRole role,
           GError   **error)
{
  const ParlorSetRolePacket *packet = act->packet;
  ParlorEventPacket         *event;

  event = parlor_act_add_event (act, packet->conversation, PARLOR_EVENT_ROLE);
  event->role = role;
  event->member = parlor_log_read_account (db, account, error);

  return event->member != NULL &&
         parlor_log_set_role (db, packet->conversation, account, role, error) &&
         parlor_log_append (db, event, error);
}

static gboolean
set_role_work (ParlorAct *act,
               ParlorDb  *db,
               GError   **error)
{
  static const char *const   words[] = { NULL, "member", "moderator", "owner" };
  const ParlorSetRolePacket *packet = act->packet;
  gboolean                   is_owner = packet->role == PARLOR_ROLE_OWNER;
  ParlorStanding             standing;

  if (!may_set_role (act, db, &standing, error))
    return FALSE;
  if (standing.member_role == packet->role)
    return TRUE;
  if ((packet->role > PARLOR_ROLE_MEMBER && !need_no_guest (db, packet->account, error)) ||
      (standing.member_role == PARLOR_ROLE_OWNER && !need_other_owner (db, packet, error)))
    return FALSE;

  return give_role (act, db, packet->account, packet->role, error) &&
         (!is_owner || act->standing.member_role != PARLOR_ROLE_OWNER ||
          give_role (act, db, act->author.account, PARLOR_ROLE_MODERATOR, error)) &&
         parlor_audit_add (db, act->author.account, PARLOR_PACKET_SET_ROLE, packet->conversation,
                           packet->account, words[packet->role], error);
}

/**
 * parlor_on_set_role:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_set_role (ParlorRequest *request)
{
  const ParlorSetRolePacket *packet = request->packet;

  if (packet->role == PARLOR_ROLE_UNKNOWN)
    parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, "role",
                                N_ ("There is no such role."));
  else
    parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, set_role_work, NULL);
}
