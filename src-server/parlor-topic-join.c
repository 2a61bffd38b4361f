/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Joining channels and groups. */

#define G_LOG_DOMAIN "parlor-topic-join"

#include "parlor-act.h"
#include "parlor-host.h"
#include "parlor-names.h"
#include "parlor-topics.h"

typedef struct
{
  char *conversation; /* once it was found */
  char *name_folded;
  char *hash;    /* of the group's password, as it was when it was verified */
  char *network; /* where the password is tried from */
} Joining;

static void
joining_free (gpointer data)
{
  Joining *joining = data;

  g_free (joining->conversation);
  g_free (joining->name_folded);
  g_free (joining->hash);
  g_free (joining->network);
  g_free (joining);
}

/* What somebody meets who wants to come in. */
typedef struct
{
  char    *hash;
  gint64   members;
  gboolean is_there;
  gboolean is_private;
  gboolean is_archived;
  gboolean is_member;
  gboolean is_invited;
  gboolean has_ban; /* perhaps one that has ended */
  gint64   ban_until_ms;
  char    *ban_reason;
} Door;

static void
door_clear (Door *door)
{
  g_free (door->hash);
  g_free (door->ban_reason);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Door, door_clear)

static void
take_door (const ParlorRow *row,
           gpointer         user_data)
{
  *(Door *) user_data = (Door){
    .is_there = TRUE,
    .hash = g_strdup (parlor_row_text (row, 0)),
    .members = parlor_row_int (row, 1),
    .is_private = parlor_row_int (row, 2),
    .is_archived = parlor_row_int (row, 3),
    .is_member = parlor_row_int (row, 4),
    .is_invited = parlor_row_int (row, 5),
    .has_ban = parlor_row_int (row, 6),
    .ban_until_ms = parlor_row_int (row, 7),
    .ban_reason = g_strdup (parlor_row_text (row, 8)),
  };
}

static gboolean
refuse_banned (const Door *door,
               GError    **error)
{
  return parlor_refuse_banned (error, PARLOR_REFUSED_NOT_ALLOWED, "conversation",
                               door->ban_until_ms != 0
                                 ? N_ ("You are banned from here.")
                                 : N_ ("You are banned from here for good."),
                               door->ban_until_ms, door->ban_reason);
}

static gboolean
is_given_up (const Door *door)
{
  return door->is_archived && door->members == 0;
}

/* Whether the author may come in now, be it with a password.  What is private is
 * not told of to who was not invited.  What was given up, an administrator of the
 * server may take over. */
static gboolean
check_door (const ParlorAct *act,
            const Door      *door,
            GError         **error)
{
  gboolean may_revive = is_given_up (door) && act->server_role >= PARLOR_SERVER_ROLE_ADMIN;

  if (door->is_member)
    return TRUE;
  if (!door->is_there || (door->is_private && !door->is_invited && !may_revive))
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "conversation",
                          N_ ("There is no channel or group of this name."));
  if (door->has_ban &&
      (door->ban_until_ms == 0 || door->ban_until_ms > g_get_real_time () / 1000))
    return refuse_banned (door, error);
  if (door->is_archived && !may_revive)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "conversation",
                          N_ ("This conversation is archived: nobody can join it any more."));

  return TRUE;
}

static gboolean
needs_password (const Door *door)
{
  return door->hash != NULL && !door->is_member && !door->is_invited && !is_given_up (door);
}

static gboolean
read_door (ParlorAct *act,
           ParlorDb  *db,
           Door      *ret_door,
           GError   **error)
{
  const Joining *joining = act->data;

  return parlor_rights_need_account (db, act->author.account, error) &&
         parlor_db_exec (
           db,
           "SELECT c.password, c.members, c.is_private, c.is_archived, "
           "EXISTS (SELECT 1 FROM members m "
           "WHERE m.conversation = c.conversation AND m.account = $2), "
           "EXISTS (SELECT 1 FROM invitations i "
           "WHERE i.conversation = c.conversation AND i.account = $2), "
           "b.account IS NOT NULL, b.until_ms, b.reason FROM conversations c "
           "LEFT JOIN bans b ON b.conversation = c.conversation AND b.account = $2 "
           "WHERE c.conversation = $1",
           PARLOR_PARAMS (parlor_text (joining->conversation),
                          parlor_int (act->author.account)),
           take_door, ret_door, error) &&
         check_door (act, ret_door, error);
}

static void
take_id (const ParlorRow *row,
         gpointer         user_data)
{
  ((Joining *) user_data)->conversation = g_strdup (parlor_row_text (row, 0));
}

/* By id, else by name. */
static gboolean
find_work (gpointer owner,
           gpointer data,
           GError **error)
{
  ParlorAct              *act = data;
  Joining                *joining = act->data;
  const ParlorJoinPacket *packet = act->packet;
  g_auto (Door)           door = { 0 };

  if (!parlor_db_exec (owner,
                       "SELECT conversation FROM conversations "
                       "WHERE conversation = $1 AND kind <> $2",
                       PARLOR_PARAMS (parlor_text (packet->conversation),
                                      parlor_int (PARLOR_CONVERSATION_PERSONAL)),
                       take_id, joining, error) ||
      (joining->conversation == NULL &&
       !parlor_db_exec (owner, "SELECT conversation FROM conversations WHERE name_folded = $1",
                        PARLOR_PARAMS (parlor_text (joining->name_folded)), take_id,
                        joining, error)) ||
      !read_door (act, owner, &door, error))
    return FALSE;

  if (needs_password (&door))
    joining->hash = g_steal_pointer (&door.hash);

  return TRUE;
}

/* All is asked again: the rules may have changed since it was found. */
static gboolean
join_work (ParlorAct *act,
           ParlorDb  *db,
           GError   **error)
{
  Joining      *joining = act->data;
  ParlorRole    role = PARLOR_ROLE_MEMBER;
  g_auto (Door) door = { 0 };

  if (!read_door (act, db, &door, error))
    return FALSE;
  if (needs_password (&door) && g_strcmp0 (door.hash, joining->hash) != 0)
    return parlor_refuse (error, PARLOR_REFUSED_WRONG_PASSWORD, "password",
                          N_ ("The group's password has just been changed."));
  if (is_given_up (&door))
    role = PARLOR_ROLE_OWNER;

  return parlor_act_enter (act, db, joining->conversation, PARLOR_EVENT_JOIN, role, error) &&
         parlor_db_exec (db, "DELETE FROM invitations WHERE account = $1 AND conversation = $2",
                         PARLOR_PARAMS (parlor_int (act->author.account),
                                        parlor_text (joining->conversation)),
                         NULL, NULL, error) &&
         (!door.has_ban ||
          parlor_db_exec (db, "DELETE FROM bans WHERE conversation = $1 AND account = $2",
                          PARLOR_PARAMS (parlor_text (joining->conversation),
                                         parlor_int (act->author.account)),
                          NULL, NULL, error));
}

static void
give_back_try (ParlorAct *act)
{
  const Joining *joining = act->data;

  parlor_group_guard_give_back (act->session->services->group_guard, joining->conversation,
                                act->author.account, joining->network);
}

static void
on_verified (gboolean is_right,
             gpointer user_data)
{
  ParlorAct *act = user_data;

  if (!is_right) {
    parlor_act_refuse_with (act, PARLOR_REFUSED_WRONG_PASSWORD, "password",
                            N_ ("This is not the group's password."));
    return;
  }

  give_back_try (act);
  parlor_act_run (act, PARLOR_STORE_WRITE, join_work, NULL);
}

static void
check_password (ParlorAct *act)
{
  const ParlorJoinPacket *packet = act->packet;
  const Joining          *joining = act->data;
  ParlorServices         *services = act->session->services;
  gint64                  wait_ms;

  if (packet->password == NULL || *packet->password == '\0') {
    parlor_act_refuse_with (act, PARLOR_REFUSED_WRONG_PASSWORD, "password",
                            N_ ("Joining this group takes a password."));
    return;
  }

  wait_ms = parlor_group_guard_try (services->group_guard, joining->conversation,
                                    act->author.account, joining->network);
  if (wait_ms > 0) {
    parlor_act_refuse_for (act, PARLOR_REFUSED_TOO_FAST, wait_ms,
                           N_ ("Too many wrong passwords. Wait a little, then try again."));
  } else if (parlor_passwords_is_crowded (services->passwords) ||
             !parlor_passwords_verify (services->passwords, packet->password, joining->hash,
                                       on_verified, act)) {
    give_back_try (act);
    parlor_act_refuse_for (act, PARLOR_REFUSED_BUSY, 2000,
                           N_ ("The server has much to do. Try again in a moment."));
  }
}

static void
find_done (gpointer      data,
           const GError *error)
{
  ParlorAct *act = data;

  if (error != NULL)
    parlor_act_refuse (act, error);
  else if (((Joining *) act->data)->hash != NULL)
    check_password (act);
  else
    parlor_act_run (act, PARLOR_STORE_WRITE, join_work, NULL);
}

/**
 * parlor_on_join:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_join (ParlorRequest *request)
{
  const ParlorJoinPacket *packet = request->packet;
  ParlorSession          *session = request->session;
  const char             *name = packet->conversation;
  g_autofree char        *title = parlor_title_prepare (*name == '#' ? name + 1 : name, NULL);
  ParlorAct              *act = parlor_act_new (request);
  Joining                *joining = g_new0 (Joining, 1);

  act->data = joining;
  act->free_data = joining_free;
  joining->name_folded = parlor_title_fold (title != NULL ? title : "");
  if (session->account != 0)
    joining->network = parlor_host_network_of (parlor_peer_get_address (session->peer));
  parlor_store_run (session->services->store, PARLOR_STORE_READ, find_work, find_done, act);
}
