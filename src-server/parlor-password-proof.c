/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Has somebody who is signed in prove it once more, for what a stolen device
 * must not be able to do. */

#define G_LOG_DOMAIN "parlor-password-proof"

#include "parlor-password-proof.h"

typedef struct
{
  ParlorRequest *request;
  char          *password;
  ParlorProven   func;
  char          *hash; /* NULL of a guest */
  gboolean       is_found;
  gboolean       is_guest;
} Proof;

static void
proof_free (Proof *proof)
{
  g_free (proof->password);
  g_free (proof->hash);
  g_free (proof);
}

static void
refuse (Proof        *proof,
        const GError *error)
{
  parlor_request_refuse (proof->request, error);
  proof_free (proof);
}

static void
refuse_for (Proof        *proof,
            ParlorRefused code,
            gint64        retry_ms,
            const char   *text)
{
  g_autoptr (GError) error = NULL;

  parlor_refuse_for (&error, code, retry_ms, text);
  refuse (proof, error);
}

static void
go_on (Proof *proof)
{
  proof->func (proof->request, proof->hash);
  proof_free (proof);
}

static const char *
address_of (Proof *proof)
{
  ParlorPeer *peer = proof->request->session->peer;

  return peer != NULL ? parlor_peer_get_address (peer) : "";
}

static void
on_verified (gboolean is_right,
             gpointer user_data)
{
  Proof             *proof = user_data;
  ParlorSession     *session = proof->request->session;
  g_autoptr (GError) error = NULL;

  if (is_right) {
    go_on (proof);
    return;
  }

  parlor_guard_failed (session->services->guard, address_of (proof), session->name);
  parlor_refuse (&error, PARLOR_REFUSED_WRONG_PASSWORD, "password",
                 N_ ("This is not your password."));
  refuse (proof, error);
}

static void
take_hash (const ParlorRow *row,
           gpointer         user_data)
{
  Proof *proof = user_data;

  proof->is_found = TRUE;
  proof->is_guest = parlor_row_int (row, 1);
  if (!proof->is_guest)
    proof->hash = g_strdup (parlor_row_text (row, 0));
}

static gboolean
hash_work (gpointer owner,
           gpointer data,
           GError **error)
{
  Proof *proof = data;

  return parlor_db_exec (
    owner, "SELECT password, is_guest FROM accounts WHERE account = $1 AND is_deleted = 0",
    PARLOR_PARAMS (parlor_int (proof->request->session->account)), take_hash, proof, error);
}

static void
hash_done (gpointer      data,
           const GError *error)
{
  Proof          *proof = data;
  ParlorServices *services = proof->request->session->services;

  if (error != NULL)
    refuse (proof, error);
  else if (!proof->is_found)
    refuse_for (proof, PARLOR_REFUSED_NOT_NOW, 0, N_ ("Your account is no more."));
  else if (proof->is_guest)
    go_on (proof);
  else if (parlor_passwords_is_crowded (services->passwords) ||
           !parlor_passwords_verify (services->passwords, proof->password, proof->hash, on_verified,
                                     proof))
    refuse_for (proof, PARLOR_REFUSED_BUSY, 2000,
                N_ ("The server has much to do. Try again in a moment."));
}

/**
 * parlor_password_prove:
 * @request: (transfer full): of somebody who is signed in; refused if the
 *   password is wrong, or tried too often
 * @password: (nullable): what that person says it is; a guest has none
 * @func: goes on
 */
void
parlor_password_prove (ParlorRequest *request,
                       const char    *password,
                       ParlorProven   func)
{
  Proof *proof = g_new0 (Proof, 1);
  gint64 wait_ms;

  *proof = (Proof){ .request = request,
                    .password = g_strdup (password != NULL ? password : ""),
                    .func = func };

  if (request->session->account == 0) {
    refuse_for (proof, PARLOR_REFUSED_NOT_NOW, 0, N_ ("This takes an account."));
    return;
  }

  wait_ms = parlor_guard_check (request->session->services->guard, address_of (proof),
                                request->session->name);
  if (wait_ms > 0)
    refuse_for (proof, PARLOR_REFUSED_TOO_FAST, wait_ms,
                N_ ("Too many wrong passwords. Wait a little, then try again."));
  else
    parlor_store_run (request->session->services->store, PARLOR_STORE_READ, hash_work, hash_done,
                      proof);
}
