/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Following invite links, and the owner's. */

#define G_LOG_DOMAIN "parlor-invite-link"

#include "parlor-invite-link.h"

#include "parlor-passwords.h"
#include "parlor-refusal.h"
#include "parlor-rights.h"

/**
 * parlor_invite_link_free:
 * @self: (transfer full): a link
 */
void
parlor_invite_link_free (ParlorInviteLink *self)
{
  g_free (self->id);
  g_free (self->conversation);
  g_free (self);
}

typedef struct
{
  ParlorInviteLink *link;
  gint64            author;
} Found;

static void
take_link (const ParlorRow *row,
           gpointer         user_data)
{
  Found *found = user_data;

  found->link = g_new (ParlorInviteLink, 1);
  *found->link =
    (ParlorInviteLink){ g_strdup (parlor_row_text (row, 0)), g_strdup (parlor_row_text (row, 1)) };
  found->author = parlor_row_int (row, 2);
}

/**
 * parlor_invite_link_may_invite:
 * @db: the database
 * @conversation: id of where to
 * @account: who would invite; 0 for the machine's own administrator
 * @ret_may: (out): whether that person may: a member, of what is private a
 *   moderator, as long as it is not archived
 * @error: return location for an error
 *
 * Returns: whether it could be found out
 */
gboolean
parlor_invite_link_may_invite (ParlorDb   *db,
                               const char *conversation,
                               gint64      account,
                               gboolean   *ret_may,
                               GError    **error)
{
  ParlorStanding standing;
  gint64         role = PARLOR_SERVER_ROLE_UNKNOWN;

  if (account != 0)
    parlor_db_get_int (db, "SELECT role FROM accounts WHERE account = $1",
                       PARLOR_PARAMS (parlor_int (account)), &role, NULL);
  if (!parlor_rights_read (db, conversation, account, role, &standing, error))
    return FALSE;

  *ret_may = standing.kind != PARLOR_CONVERSATION_UNKNOWN &&
             standing.kind != PARLOR_CONVERSATION_PERSONAL && !standing.is_archived &&
             (account == 0 || standing.role >= (standing.is_private ? PARLOR_ROLE_MODERATOR
                                                                    : PARLOR_ROLE_MEMBER));

  return TRUE;
}

/**
 * parlor_invite_link_find:
 * @db: the database
 * @token: (nullable): of a link that somebody follows
 * @ret_invitation: (out): what @token is
 * @ret_link: (out) (transfer full) (nullable): the invite link, if it holds; its
 *   conversation is NULL if its author may no longer invite there
 * @error: return location for an error
 *
 * Returns: whether it could be looked up
 */
gboolean
parlor_invite_link_find (ParlorDb          *db,
                         const char        *token,
                         ParlorInvitation  *ret_invitation,
                         ParlorInviteLink **ret_link,
                         GError           **error)
{
  g_autofree char *hash = token != NULL ? parlor_token_hash (token) : NULL;
  gint64           is_owner = 0;
  gboolean         may_invite = TRUE;
  Found            found = { NULL, 0 };

  *ret_invitation = PARLOR_INVITATION_NONE;
  *ret_link = NULL;
  if (token == NULL)
    return TRUE;

  if (parlor_db_get_int (db, "SELECT 1 FROM settings WHERE name = 'owner-token' AND value = $1",
                         PARLOR_PARAMS (parlor_text (token)), &is_owner, NULL)) {
    *ret_invitation = PARLOR_INVITATION_OF_OWNER;
    return TRUE;
  }

  if (!parlor_db_exec (
        db,
        "SELECT invite_link, conversation, author FROM invite_links l WHERE token_hash = $1 "
        "AND (max_uses = 0 OR uses < max_uses) AND (until_ms = 0 OR until_ms > $2) "
        "AND NOT EXISTS (SELECT 1 FROM server_bans b WHERE b.account = l.author "
        "AND (b.until_ms = 0 OR b.until_ms > $2))",
        PARLOR_PARAMS (parlor_text (hash), parlor_int (g_get_real_time () / 1000)), take_link,
        &found, error))
    return FALSE;

  *ret_link = found.link;
  if (found.link == NULL)
    return TRUE;

  *ret_invitation = PARLOR_INVITATION_BY_LINK;
  if (found.link->conversation != NULL &&
      !parlor_invite_link_may_invite (db, found.link->conversation, found.author, &may_invite,
                                      error))
    return FALSE;
  if (!may_invite)
    g_clear_pointer (&found.link->conversation, g_free);

  return TRUE;
}

/**
 * parlor_invite_link_use:
 * @db: the database
 * @is_of_owner: 1 if somebody followed the owner's link, which then holds no more
 * @link: (nullable): the invite link that somebody followed, which is counted
 * @error: return location for an error
 *
 * Returns: whether that could be stored
 */
gboolean
parlor_invite_link_use (ParlorDb               *db,
                        gboolean                is_of_owner,
                        const ParlorInviteLink *link,
                        GError                **error)
{
  if (is_of_owner)
    return parlor_db_exec (db, "DELETE FROM settings WHERE name = 'owner-token'", NULL, 0, NULL,
                           NULL, error);
  if (link == NULL)
    return TRUE;

  return parlor_db_exec (db, "UPDATE invite_links SET uses = uses + 1 WHERE invite_link = $1",
                         PARLOR_PARAMS (parlor_text (link->id)), NULL, NULL, error);
}

/**
 * parlor_invite_link_refuse:
 * @db: the database
 * @registration: who may make an account
 * @has_token: whether somebody followed a link, which does not hold
 * @error: return location for the refusal
 *
 * Returns: FALSE, always
 */
gboolean
parlor_invite_link_refuse (ParlorDb          *db,
                           ParlorRegistration registration,
                           gboolean           has_token,
                           GError           **error)
{
  gint64 is_ownerless = 0;

  parlor_db_get_int (db, "SELECT 1 FROM settings WHERE name = 'owner-token'", NULL, 0,
                     &is_ownerless, NULL);
  if (is_ownerless)
    return parlor_refuse (
      error, PARLOR_REFUSED_CLOSED, NULL,
      N_ ("This server has no owner yet. Its first account is made by the owner's "
          "link, which it printed when it was started."));
  if (registration != PARLOR_REGISTRATION_INVITE)
    return parlor_refuse (error, PARLOR_REFUSED_CLOSED, NULL,
                          N_ ("This server takes no new accounts. Ask its owner."));
  if (has_token)
    return parlor_refuse (error, PARLOR_REFUSED_CLOSED, "invite",
                          N_ ("This invite link no longer holds. Ask for a new one."));

  return parlor_refuse (
    error, PARLOR_REFUSED_CLOSED, NULL,
    N_ ("This server takes new accounts by invitation. Ask somebody there for an "
        "invite link."));
}
