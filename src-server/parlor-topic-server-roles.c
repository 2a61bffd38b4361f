/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Giving accounts roles on the server, and new passwords. */

#define G_LOG_DOMAIN "parlor-topic-server-roles"

#include "parlor-account-rights.h"
#include "parlor-people.h"
#include "parlor-topics.h"

#define NEW_PASSWORD_CHARS 16

static gboolean
role_work (ParlorAct *act,
           ParlorDb  *db,
           GError   **error)
{
  const ParlorSetServerRolePacket *packet = act->packet;
  static const char *const         words[] = { "none", "user", "admin", "owner" };
  ParlorAccountStanding            standing;

  if (!parlor_act_need_server_role (act, db, PARLOR_SERVER_ROLE_OWNER, error) ||
      !parlor_account_read_standing (db, packet->account, &standing, error))
    return FALSE;
  if (standing.role == PARLOR_SERVER_ROLE_UNKNOWN)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "account",
                          N_ ("There is no such account."));

  if (standing.role == packet->server_role)
    return TRUE;
  if (standing.is_guest)
    return parlor_refuse (
      error, PARLOR_REFUSED_BAD_VALUE, "account",
      N_ ("A guest cannot have a role. The person has to make an account first."));
  if (standing.role == PARLOR_SERVER_ROLE_OWNER &&
      !parlor_account_need_successor (db, packet->account, error))
    return FALSE;

  return parlor_db_exec (
           db, "UPDATE accounts SET role = $1 WHERE account = $2",
           PARLOR_PARAMS (parlor_int (packet->server_role), parlor_int (packet->account)), NULL,
           NULL, error) &&
         parlor_people_read (db, packet->account, (ParlorAccountPacket **) &act->data, error) &&
         parlor_audit_add (db, act->author.account, act->type, NULL, packet->account,
                           words[packet->server_role], error);
}

static void
person_free (gpointer data)
{
  parlor_packet_free (PARLOR_PACKET_ACCOUNT, data);
}

/* Who is connected has the new role at once. */
static void
role_done (ParlorAct      *act,
           ParlorServices *services)
{
  const ParlorSetServerRolePacket *packet = act->packet;
  GHashTableIter                   iter;
  gpointer                         key;

  g_hash_table_iter_init (&iter, services->sessions);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    ParlorSession *session = key;

    if (session->account == packet->account)
      session->role = packet->server_role;
  }

  if (act->data != NULL)
    parlor_hub_tell_changed (services->hub, act->data);
}

/**
 * parlor_on_set_server_role:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_set_server_role (ParlorRequest *request)
{
  const ParlorSetServerRolePacket *packet = request->packet;
  ParlorAct                       *act;

  if (packet->server_role == PARLOR_SERVER_ROLE_UNKNOWN) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, "server_role",
                                N_ ("A role on the server is user, admin or owner."));
    return;
  }

  act = parlor_act_new (request);
  act->free_data = person_free;
  parlor_act_run (act, PARLOR_STORE_WRITE, role_work, role_done);
}

typedef struct
{
  char *password;
  char *hash;
} Reset;

static void
reset_free (gpointer data)
{
  Reset *reset = data;

  g_free (reset->password);
  g_free (reset->hash);
  g_free (reset);
}

static gboolean
reset_work (ParlorAct *act,
            ParlorDb  *db,
            GError   **error)
{
  const ParlorResetPasswordPacket *packet = act->packet;
  const Reset                     *reset = act->data;
  ParlorPasswordResetPacket       *answer;
  ParlorAccountStanding            standing;

  if (!parlor_act_need_lower (act, db, packet->account, &standing, error))
    return FALSE;
  if (standing.is_guest)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "account",
                          N_ ("A guest has no password."));

  answer = parlor_packet_new (PARLOR_PACKET_PASSWORD_RESET);
  answer->password = g_strdup (reset->password);
  act->answer_type = PARLOR_PACKET_PASSWORD_RESET;
  act->answer = answer;

  return parlor_db_exec (
           db, "UPDATE accounts SET password = $1 WHERE account = $2",
           PARLOR_PARAMS (parlor_text (reset->hash), parlor_int (packet->account)), NULL, NULL,
           error) &&
         parlor_db_exec (db, "DELETE FROM devices WHERE account = $1",
                         PARLOR_PARAMS (parlor_int (packet->account)), NULL, NULL, error) &&
         parlor_audit_add (db, act->author.account, act->type, NULL, packet->account, NULL, error);
}

static gboolean
is_of_account (ParlorSession *session,
               gconstpointer  account)
{
  return session->account == *(const gint64 *) account;
}

static void
reset_done (ParlorAct      *act,
            ParlorServices *services)
{
  const ParlorResetPasswordPacket *packet = act->packet;

  parlor_sessions_dismiss (
    services, is_of_account, &packet->account, "disconnected",
    N_ ("Your password was reset. Sign in with the one that you are given."));
}

static void
refuse_busy (ParlorAct *act)
{
  g_autoptr (GError) error = NULL;

  parlor_refuse_for (&error, PARLOR_REFUSED_BUSY, 2000,
                     N_ ("The server has much to do. Try again in a moment."));
  parlor_act_refuse (act, error);
}

static void
on_hashed (char    *hash,
           gpointer user_data)
{
  ParlorAct *act = user_data;

  ((Reset *) act->data)->hash = hash;
  if (hash != NULL)
    parlor_act_run (act, PARLOR_STORE_WRITE, reset_work, reset_done);
  else
    refuse_busy (act);
}

/**
 * parlor_on_reset_password:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_reset_password (ParlorRequest *request)
{
  ParlorAct *act = parlor_act_new (request);
  Reset     *reset = g_new0 (Reset, 1);

  reset->password = parlor_token_new ();
  reset->password[NEW_PASSWORD_CHARS] = '\0';
  act->data = reset;
  act->free_data = reset_free;
  if (!parlor_passwords_hash (request->session->services->passwords, reset->password, on_hashed,
                              act))
    refuse_busy (act);
}
