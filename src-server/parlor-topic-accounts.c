/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Signing in, with a password or with a device's token. */

#define G_LOG_DOMAIN "parlor-topic-accounts"

#include "parlor-entering.h"
#include "parlor-names.h"
#include "parlor-topics.h"

#define USED_INTERVAL_MS (60 * 60 * 1000)

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

static gboolean
refuse_wrong (GError **error)
{
  return parlor_refuse (error, PARLOR_REFUSED_WRONG_PASSWORD, NULL,
                        N_ ("The name or the password is wrong."));
}

static gboolean
find_by_name_work (gpointer owner,
                   gpointer data,
                   GError **error)
{
  ParlorEntering *entering = data;

  return parlor_db_exec (owner,
                         "SELECT " PARLOR_ENTERING_COLUMNS " FROM accounts a" PARLOR_ENTERING_BAN
                         "WHERE a.name = $1 AND a.is_deleted = 0",
                         PARLOR_PARAMS (parlor_text (entering->name), parlor_int (now_ms ())),
                         parlor_entering_take_row, entering, error);
}

/* While the password was hashed, the account may have got another one, another
 * role, or a ban. */
static gboolean
still_holds (ParlorDb       *db,
             ParlorEntering *entering,
             GError        **error)
{
  g_autofree char *hash = g_strdup (entering->hash);

  g_clear_pointer (&entering->hash, g_free);
  if (!parlor_db_exec (db,
                       "SELECT " PARLOR_ENTERING_COLUMNS " FROM accounts a" PARLOR_ENTERING_BAN
                       "WHERE a.account = $1 AND a.password = $3 AND a.is_deleted = 0",
                       PARLOR_PARAMS (parlor_int (entering->account), parlor_int (now_ms ()),
                                      parlor_text (hash)),
                       parlor_entering_take_row, entering, error))
    return FALSE;
  if (entering->hash == NULL)
    return refuse_wrong (error);

  if (entering->ban != NULL)
    g_propagate_error (error, g_error_copy (entering->ban));

  return entering->ban == NULL;
}

static gboolean
device_work (gpointer owner,
             gpointer data,
             GError **error)
{
  ParlorEntering *entering = data;

  return still_holds (owner, entering, error) &&
         parlor_entering_insert_device (entering, owner, error);
}

static void
device_done (gpointer      data,
             const GError *error)
{
  if (error != NULL)
    parlor_entering_refuse (data, error);
  else
    parlor_entering_finish (data);
}

typedef struct
{
  ParlorServices *services;
  gint64          account;
  char           *old_hash;
  char           *new_hash;
} Rehashing;

static gboolean
rehash_work (gpointer owner,
             gpointer data,
             GError **error)
{
  Rehashing *rehashing = data;

  return parlor_db_exec (owner,
                         "UPDATE accounts SET password = $1 WHERE account = $2 AND password = $3",
                         PARLOR_PARAMS (parlor_text (rehashing->new_hash),
                                        parlor_int (rehashing->account),
                                        parlor_text (rehashing->old_hash)),
                         NULL, NULL, error);
}

static void
rehash_done (gpointer      data,
             const GError *error)
{
  Rehashing *rehashing = data;

  rehashing->services->n_requests--;
  g_free (rehashing->old_hash);
  g_free (rehashing->new_hash);
  g_free (rehashing);
}

static void
store_device (ParlorEntering *entering)
{
  parlor_entering_make_token (entering);
  parlor_store_run (entering->request->session->services->store, PARLOR_STORE_WRITE, device_work,
                    device_done, entering);
}

/* Signing in goes by the hash that the password was compared with. */
static void
on_rehashed (char    *hash,
             gpointer user_data)
{
  ParlorEntering *entering = user_data;
  ParlorServices *services = entering->request->session->services;
  Rehashing      *rehashing = g_new (Rehashing, 1);

  *rehashing = (Rehashing){ services, entering->account, g_strdup (entering->hash), hash };
  services->n_requests++;
  store_device (entering);
  if (hash != NULL)
    parlor_store_run (services->store, PARLOR_STORE_WRITE, rehash_work, rehash_done, rehashing);
  else
    rehash_done (rehashing, NULL);
}

static void
on_verified (gboolean is_right,
             gpointer user_data)
{
  ParlorEntering           *entering = user_data;
  ParlorServices           *services = entering->request->session->services;
  const ParlorSignInPacket *packet = entering->request->packet;
  g_autoptr (GError)        error = NULL;

  if (!is_right) {
    if (entering->request->session->peer != NULL)
      parlor_guard_failed (services->guard, parlor_entering_get_address (entering),
                           entering->name);
    refuse_wrong (&error);
    parlor_entering_refuse (entering, error);
  } else if (entering->ban != NULL) {
    parlor_entering_refuse (entering, entering->ban);
  } else if (!parlor_passwords_is_outdated (services->passwords, entering->hash) ||
             !parlor_passwords_hash (services->passwords, packet->password, on_rehashed,
                                     entering)) {
    store_device (entering);
  }
}

/* A name that nobody has takes as long as a wrong password. */
static void
find_by_name_done (gpointer      data,
                   const GError *error)
{
  ParlorEntering           *entering = data;
  const ParlorSignInPacket *packet = entering->request->packet;

  if (error != NULL)
    parlor_entering_refuse (entering, error);
  else if (!parlor_passwords_verify (entering->request->session->services->passwords,
                                     packet->password, entering->hash, on_verified, entering))
    parlor_entering_refuse_busy (entering);
}

/**
 * parlor_on_sign_in:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_sign_in (ParlorRequest *request)
{
  const ParlorSignInPacket *packet = request->packet;
  ParlorServices           *services = request->session->services;
  ParlorEntering           *entering = parlor_entering_new (request);
  gint64                    wait_ms;

  if (entering == NULL)
    return;

  entering->name = parlor_name_prepare (packet->name, NULL);
  if (entering->name == NULL)
    entering->name = g_strdup ("");
  parlor_entering_set_device (entering, packet->device);

  wait_ms = parlor_guard_check (services->guard, parlor_entering_get_address (entering),
                                entering->name);
  if (wait_ms > 0)
    parlor_entering_refuse_with (entering, PARLOR_REFUSED_TOO_FAST, wait_ms,
                                 N_ ("Too many wrong passwords. Wait a little, then try again."));
  else
    parlor_store_run (services->store, PARLOR_STORE_READ, find_by_name_work, find_by_name_done,
                      entering);
}

static void
take_device (const ParlorRow *row,
             gpointer         user_data)
{
  ParlorEntering *entering = user_data;

  parlor_entering_take_row (row, entering);
  entering->used_ms = parlor_row_int (row, 9);
}

static gboolean
find_by_token_work (gpointer owner,
                    gpointer data,
                    GError **error)
{
  ParlorEntering *entering = data;

  return parlor_db_exec (owner,
                         "SELECT " PARLOR_ENTERING_COLUMNS ", d.used_ms FROM devices d "
                         "JOIN accounts a ON a.account = d.account" PARLOR_ENTERING_BAN
                         "WHERE d.token_hash = $1 AND a.is_deleted = 0",
                         PARLOR_PARAMS (parlor_text (entering->token_hash), parlor_int (now_ms ())),
                         take_device, entering, error);
}

typedef struct
{
  ParlorServices *services;
  char           *token_hash;
} Using;

static gboolean
used_work (gpointer owner,
           gpointer data,
           GError **error)
{
  Using *using = data;

  return parlor_db_exec (owner, "UPDATE devices SET used_ms = $1 WHERE token_hash = $2",
                         PARLOR_PARAMS (parlor_int (now_ms ()), parlor_text (using->token_hash)),
                         NULL, NULL, error);
}

static void
used_done (gpointer      data,
           const GError *error)
{
  Using *using = data;

  using->services->n_requests--;
  g_free (using->token_hash);
  g_free (using);
}

/* Who comes back often does not make the disk write each time. */
static void
note_use (ParlorEntering *entering)
{
  ParlorServices *services = entering->request->session->services;
  Using *using;

  if (entering->used_ms >= now_ms () - USED_INTERVAL_MS)
    return;

  using = g_new (Using, 1);
  *using = (Using){ services, g_strdup (entering->token_hash) };
  services->n_requests++;
  parlor_store_run (services->store, PARLOR_STORE_WRITE, used_work, used_done, using);
}

static void
find_by_token_done (gpointer      data,
                    const GError *error)
{
  ParlorEntering *entering = data;

  if (error != NULL) {
    parlor_entering_refuse (entering, error);
  } else if (entering->account == 0) {
    parlor_entering_refuse_with (entering, PARLOR_REFUSED_WRONG_PASSWORD, 0,
                                 N_ ("This device was signed out. Sign in with your password."));
  } else {
    note_use (entering);
    parlor_entering_finish (entering);
  }
}

/**
 * parlor_on_sign_in_token:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_sign_in_token (ParlorRequest *request)
{
  const ParlorSignInTokenPacket *packet = request->packet;
  ParlorEntering                *entering = parlor_entering_new (request);

  if (entering == NULL)
    return;

  entering->token_hash = parlor_token_hash (packet->token);
  parlor_store_run (request->session->services->store, PARLOR_STORE_READ, find_by_token_work,
                    find_by_token_done, entering);
}
