/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Deleting one's own account, and others'. */

#define G_LOG_DOMAIN "parlor-topic-account-deletion"

#include "parlor-account-removal.h"
#include "parlor-account-rights.h"
#include "parlor-password-proof.h"
#include "parlor-removals.h"
#include "parlor-topics.h"

/* The password was right a moment ago: another device may have changed it, or
 * deleted the account. */
static gboolean
delete_own_work (ParlorAct *act,
                 ParlorDb  *db,
                 GError   **error)
{
  const ParlorDeleteAccountPacket *packet = act->packet;
  g_autoptr (GError)               failure = NULL;
  gint64                           role = 0;

  if (!parlor_db_get_int (
        db, "SELECT role FROM accounts WHERE account = $1 AND password = $2 AND is_deleted = 0",
        PARLOR_PARAMS (parlor_int (act->author.account),
                       parlor_text (act->data != NULL ? act->data : "")),
        &role, &failure)) {
    if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
      return parlor_refuse (error, PARLOR_REFUSED_WRONG_PASSWORD, "password",
                            N_ ("Your password was changed in the meantime."));
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if (role == PARLOR_SERVER_ROLE_OWNER &&
      !parlor_account_need_successor (db, act->author.account, error))
    return FALSE;

  return parlor_account_mark_deleted (db, act->author.account, packet->keep_messages, error);
}

static void
delete_own_done (ParlorAct      *act,
                 ParlorServices *services)
{
  parlor_removals_tell (services, act->author.account, act->session);
}

static void
on_proven (ParlorRequest *request,
           const char    *hash)
{
  ParlorAct *act = parlor_act_new (request);

  act->data = g_strdup (hash);
  act->free_data = g_free;
  parlor_act_run (act, PARLOR_STORE_WRITE, delete_own_work, delete_own_done);
}

/**
 * parlor_on_delete_account:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_delete_account (ParlorRequest *request)
{
  const ParlorDeleteAccountPacket *packet = request->packet;

  parlor_password_prove (request, packet->password, on_proven);
}

static gboolean
delete_user_work (ParlorAct *act,
                  ParlorDb  *db,
                  GError   **error)
{
  const ParlorDeleteUserPacket *packet = act->packet;
  ParlorAccountStanding         standing;

  if (!parlor_act_need_lower (act, db, packet->account, &standing, error))
    return FALSE;
  if (standing.role == PARLOR_SERVER_ROLE_OWNER &&
      !parlor_account_need_successor (db, packet->account, error))
    return FALSE;

  return parlor_account_mark_deleted (db, packet->account, packet->keep_messages, error) &&
         parlor_audit_add (db, act->author.account, act->type, NULL, packet->account,
                           packet->keep_messages ? "messages stay" : "messages go", error);
}

static void
delete_user_done (ParlorAct      *act,
                  ParlorServices *services)
{
  const ParlorDeleteUserPacket *packet = act->packet;

  parlor_removals_tell (services, packet->account, NULL);
}

/**
 * parlor_on_delete_user:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_delete_user (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, delete_user_work, delete_user_done);
}
