/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inviting people to channels and groups. */

#define G_LOG_DOMAIN "parlor-topic-invitations"

#include "parlor-act.h"
#include "parlor-topics.h"

/* Somebody who may be invited. */
typedef struct
{
  gboolean is_there;
  gboolean is_member;
  gboolean is_banned;
  gboolean has_blocked; /* the author */
  gint64   n_invitations;
} Guest;

static void
take_guest (const ParlorRow *row,
            gpointer         user_data)
{
  *(Guest *) user_data = (Guest){
    .is_there = TRUE,
    .is_member = parlor_row_int (row, 0),
    .is_banned = parlor_row_int (row, 1),
    .has_blocked = parlor_row_int (row, 2),
    .n_invitations = parlor_row_int (row, 3),
  };
}

static gboolean
may_invite (ParlorAct *act,
            ParlorDb  *db,
            GError   **error)
{
  const ParlorInvitePacket *packet = act->packet;

  if (!parlor_act_need_member (act, db, packet->conversation, error) ||
      !parlor_rights_need_no_guest (db, act->author.account, error))
    return FALSE;
  if (act->standing.kind == PARLOR_CONVERSATION_PERSONAL)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "conversation",
                          N_ ("A personal chat is for two."));
  if (act->standing.is_private &&
      !parlor_rights_need_role (&act->standing, PARLOR_ROLE_MODERATOR, error))
    return FALSE;

  return parlor_rights_need_open (&act->standing, 0, error);
}

static gboolean
check_guest (const Guest *guest,
             GError     **error)
{
  if (!guest->is_there)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "account",
                          N_ ("There is no such person."));
  if (guest->is_member)
    return parlor_refuse (error, PARLOR_REFUSED_EXISTS, "account",
                          N_ ("This person is in the conversation already."));
  if (guest->is_banned)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "account",
                          N_ ("This person is banned from here. A moderator can lift that."));
  if (guest->n_invitations >= PARLOR_INVITATIONS_MAX)
    return parlor_refuse (error, PARLOR_REFUSED_TOO_MUCH, "account",
                          N_ ("This person has too many invitations to answer."));

  return TRUE;
}

static gboolean
read_guest (ParlorAct *act,
            ParlorDb  *db,
            Guest     *ret_guest,
            GError   **error)
{
  const ParlorInvitePacket *packet = act->packet;

  return parlor_db_exec (
    db,
    "SELECT EXISTS (SELECT 1 FROM members WHERE conversation = $1 AND account = $2), "
    "EXISTS (SELECT 1 FROM bans WHERE conversation = $1 AND account = $2 "
    "AND (until_ms = 0 OR until_ms > $4)), "
    "EXISTS (SELECT 1 FROM blocks WHERE account = $2 AND blocked = $3), "
    "(SELECT COUNT (*) FROM invitations WHERE account = $2 AND conversation <> $1) "
    "FROM accounts WHERE account = $2 AND is_deleted = 0",
    PARLOR_PARAMS (parlor_text (packet->conversation), parlor_int (packet->account),
                   parlor_int (act->author.account), parlor_int (g_get_real_time () / 1000)),
    take_guest, ret_guest, error);
}

/* Who has blocked the author is not bothered, and the author is not told. */
static gboolean
invite_work (ParlorAct *act,
             ParlorDb  *db,
             GError   **error)
{
  const ParlorInvitePacket *packet = act->packet;
  g_autoptr (GPtrArray)     invited = g_ptr_array_new ();
  g_autoptr (GError)        failure = NULL;
  Guest                     guest = { 0 };
  gint64                    is_new = 0;

  if (!may_invite (act, db, error) || !read_guest (act, db, &guest, error) ||
      !check_guest (&guest, error))
    return FALSE;
  if (guest.has_blocked)
    return TRUE;

  if (!parlor_db_get_int (db,
                          "INSERT INTO invitations (account, conversation, author, time_ms) "
                          "VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1",
                          PARLOR_PARAMS (parlor_int (packet->account),
                                         parlor_text (packet->conversation),
                                         parlor_int (act->author.account),
                                         parlor_int (g_get_real_time () / 1000)),
                          &is_new, &failure)) {
    if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }

  if (!parlor_log_read_invitations (db, packet->account, packet->conversation, invited, error))
    return FALSE;
  act->data = invited->len > 0 ? invited->pdata[0] : NULL;

  return TRUE;
}

static void
invited_free (gpointer data)
{
  parlor_packet_free (PARLOR_PACKET_INVITED, data);
}

static void
invite_done (ParlorAct      *act,
             ParlorServices *services)
{
  const ParlorInvitePacket *packet = act->packet;
  g_autoptr (GBytes)        frame = NULL;

  if (act->data == NULL)
    return;

  frame = parlor_packet_encode (PARLOR_PACKET_INVITED, act->data);
  parlor_hub_send_to_account (services->hub, packet->account, frame);
}

/**
 * parlor_on_invite:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_invite (ParlorRequest *request)
{
  ParlorAct *act = parlor_act_new (request);

  act->free_data = invited_free;
  parlor_act_run (act, PARLOR_STORE_WRITE, invite_work, invite_done);
}

static gboolean
decline_work (ParlorAct *act,
              ParlorDb  *db,
              GError   **error)
{
  const ParlorDeclinePacket *packet = act->packet;
  g_autoptr (GError)         failure = NULL;
  gint64                     was_there = 0;

  return parlor_db_get_int (db,
                            "DELETE FROM invitations WHERE account = $1 AND conversation = $2 "
                            "RETURNING 1",
                            PARLOR_PARAMS (parlor_int (act->author.account),
                                           parlor_text (packet->conversation)),
                            &was_there, &failure) ||
         parlor_log_refuse_missing (g_steal_pointer (&failure), "conversation",
                                    N_ ("You have no invitation there."), error);
}

/**
 * parlor_on_decline:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_decline (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, decline_work, NULL);
}
