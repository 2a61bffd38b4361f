/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may do what on the server, as it is in the moment of doing it. */

#define G_LOG_DOMAIN "parlor-account-rights"

#include "parlor-account-rights.h"

static void
take_standing (const ParlorRow *row,
               gpointer         user_data)
{
  *(ParlorAccountStanding *) user_data = (ParlorAccountStanding){ parlor_row_int (row, 0),
                                                                  parlor_row_int (row, 1) };
}

/**
 * parlor_account_read_standing:
 * @db: the database
 * @account: who
 * @ret_standing: (out caller-allocates): what the account is
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
parlor_account_read_standing (ParlorDb              *db,
                              gint64                 account,
                              ParlorAccountStanding *ret_standing,
                              GError               **error)
{
  *ret_standing = (ParlorAccountStanding){ PARLOR_SERVER_ROLE_UNKNOWN, FALSE };

  return parlor_db_exec (
    db, "SELECT role, is_guest FROM accounts WHERE account = $1 AND is_deleted = 0",
    PARLOR_PARAMS (parlor_int (account)), take_standing, ret_standing, error);
}

/**
 * parlor_act_need_server_role:
 * @self: what is carried out; its server_role is brought up to date
 * @db: the database
 * @role: the least role that will do
 * @error: return location for %PARLOR_REFUSED_NOT_ALLOWED
 *
 * Returns: whether the author has @role or a higher one; the machine's own
 *   administrator has all
 */
gboolean
parlor_act_need_server_role (ParlorAct       *self,
                             ParlorDb        *db,
                             ParlorServerRole role,
                             GError         **error)
{
  ParlorAccountStanding standing;

  if (self->author.account == 0)
    return TRUE;
  if (!parlor_account_read_standing (db, self->author.account, &standing, error))
    return FALSE;

  self->server_role = standing.role;
  if (standing.role >= role)
    return TRUE;

  return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, NULL,
                        role == PARLOR_SERVER_ROLE_OWNER
                          ? N_ ("Only an owner of the server may do this.")
                          : N_ ("Only an administrator may do this."));
}

/**
 * parlor_act_need_lower:
 * @self: what is carried out, by an administrator
 * @db: the database
 * @account: to whom
 * @ret_standing: (out caller-allocates) (optional): what @account is on the server
 * @error: return location for %PARLOR_REFUSED_NOT_FOUND if there is no such
 *   account, %PARLOR_REFUSED_NOT_ALLOWED otherwise
 *
 * Returns: whether the author is an administrator and @account of a lower role;
 *   everybody's is lower than that of the machine's own administrator
 */
gboolean
parlor_act_need_lower (ParlorAct             *self,
                       ParlorDb              *db,
                       gint64                 account,
                       ParlorAccountStanding *ret_standing,
                       GError               **error)
{
  ParlorAccountStanding standing;

  if (!parlor_act_need_server_role (self, db, PARLOR_SERVER_ROLE_ADMIN, error) ||
      !parlor_account_read_standing (db, account, &standing, error))
    return FALSE;
  if (standing.role == PARLOR_SERVER_ROLE_UNKNOWN)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "account",
                          N_ ("There is no such account."));
  if (self->author.account != 0 && standing.role >= self->server_role)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "account",
                          account == self->author.account
                            ? N_ ("You cannot do this to yourself.")
                            : N_ ("You can do this only to somebody of a lower role than yours."));
  if (ret_standing != NULL)
    *ret_standing = standing;

  return TRUE;
}

/**
 * parlor_act_need_no_guest:
 * @self: what is carried out
 * @db: the database
 * @error: return location for %PARLOR_REFUSED_NOT_ALLOWED
 *
 * Returns: whether the author has an account with a password
 */
gboolean
parlor_act_need_no_guest (ParlorAct *self,
                          ParlorDb  *db,
                          GError   **error)
{
  return self->author.account == 0 ||
         parlor_rights_need_no_guest (db, self->author.account, error);
}

/**
 * parlor_account_need_successor:
 * @db: the database
 * @account: who is about to be an owner of the server no longer
 * @error: return location for %PARLOR_REFUSED_NOT_ALLOWED
 *
 * Returns: whether the server would still have an owner
 */
gboolean
parlor_account_need_successor (ParlorDb *db,
                               gint64    account,
                               GError  **error)
{
  gint64 n_owners = 0;

  if (!parlor_db_get_int (
        db, "SELECT COUNT (*) FROM accounts WHERE role = $1 AND account <> $2 AND is_deleted = 0",
        PARLOR_PARAMS (parlor_int (PARLOR_SERVER_ROLE_OWNER), parlor_int (account)), &n_owners,
        error))
    return FALSE;
  if (n_owners > 0)
    return TRUE;

  return parlor_refuse (
    error, PARLOR_REFUSED_NOT_ALLOWED, NULL,
    N_ ("The server would be without an owner. Make somebody else owner first."));
}
