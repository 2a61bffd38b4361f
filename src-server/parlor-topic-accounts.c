/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making accounts, signing in and out. */

#define G_LOG_DOMAIN "parlor-topic-accounts"

#include "parlor-host.h"
#include "parlor-log.h"
#include "parlor-names.h"
#include "parlor-topics.h"

#define MAX_DEVICES 100
#define LOBBY "lobby"

/* Signing in, by whichever door. */
typedef struct
{
  ParlorRequest    *request;
  char             *name;
  char             *nick;
  char             *hash;   /* of the password */
  char             *device; /* what the device is called */
  char             *invite;
  char             *token; /* of the device; NULL if it came with one */
  char             *token_hash;
  gint64            account;
  ParlorServerRole  role;
  ParlorEventPacket joined; /* the event in the lobby of a new account */
} Entering;

static void
entering_free (Entering *entering)
{
  g_free (entering->name);
  g_free (entering->nick);
  g_free (entering->hash);
  g_free (entering->device);
  g_free (entering->invite);
  g_free (entering->token);
  g_free (entering->token_hash);
  g_free (entering);
}

static void
refuse_entering (Entering     *entering,
                 const GError *error)
{
  entering->request->session->is_signing_in = FALSE;
  parlor_request_refuse (entering->request, error);
  entering_free (entering);
}

static void
refuse_entering_with (Entering     *entering,
                      ParlorRefused code,
                      gint64        retry_ms,
                      const char   *text)
{
  g_autoptr (GError) error = NULL;

  parlor_refuse_for (&error, code, retry_ms, text);
  refuse_entering (entering, error);
}

static void
refuse_busy (Entering *entering)
{
  refuse_entering_with (entering, PARLOR_REFUSED_BUSY, 2000,
                        "Many people are signing in. Try again in a moment.");
}

/* Wrong passwords are counted for the network and for the name. */
static char *
throttle_key (Entering *entering,
              gboolean  by_name)
{
  g_autofree char *network = NULL;

  if (by_name)
    return g_strconcat ("name ", entering->name, NULL);

  network = parlor_host_network_of (parlor_peer_get_address (entering->request->session->peer));

  return g_strconcat ("network ", network, NULL);
}

static gint64
check_throttle (Entering *entering)
{
  ParlorThrottle  *failures = entering->request->session->services->failures;
  g_autofree char *by_network = throttle_key (entering, FALSE);
  g_autofree char *by_name = throttle_key (entering, TRUE);

  return MAX (parlor_throttle_check (failures, by_network),
              parlor_throttle_check (failures, by_name));
}

static void
count_failure (Entering *entering)
{
  ParlorThrottle  *failures = entering->request->session->services->failures;
  g_autofree char *by_name = throttle_key (entering, TRUE);

  parlor_throttle_count (failures, by_name);
  if (entering->request->session->peer != NULL) {
    g_autofree char *by_network = throttle_key (entering, FALSE);

    parlor_throttle_count (failures, by_network);
  }
}

/* Nobody may be signed in on this connection, or be about to be. */
static Entering *
begin_entering (ParlorRequest *request)
{
  ParlorSession *session = request->session;
  Entering      *entering;

  if (session->account != 0 || session->is_signing_in) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_NOT_NOW, "type",
                                "Somebody is signed in on this connection already.");
    return NULL;
  }

  session->is_signing_in = TRUE;
  entering = g_new0 (Entering, 1);
  entering->request = request;

  return entering;
}

static void
answer_signed_in (Entering *entering)
{
  ParlorSession       *session = entering->request->session;
  ParlorAccountPacket  account = { .account = entering->account,
                                   .name = entering->name,
                                   .nick = entering->nick,
                                   .presence = PARLOR_PRESENCE_ONLINE };
  ParlorSignedInPacket signed_in = { 0, &account, entering->role, entering->token };

  session->is_signing_in = FALSE;
  parlor_session_sign_in (session, &account, entering->role, entering->token_hash);

  parlor_request_answer (entering->request, PARLOR_PACKET_SIGNED_IN, &signed_in);
}

static void
make_token (Entering *entering)
{
  entering->token = parlor_token_new ();
  entering->token_hash = parlor_token_hash (entering->token);
}

/* Remembers the device; the oldest ones of many are forgotten. */
static gboolean
insert_device (ParlorDb *db,
               Entering *entering,
               GError  **error)
{
  return parlor_db_exec (
           db,
           "INSERT INTO devices (token_hash, account, label, created_ms) "
           "VALUES ($1, $2, $3, $4)",
           PARLOR_PARAMS (parlor_text (entering->token_hash), parlor_int (entering->account),
                          parlor_text (entering->device), parlor_int (g_get_real_time () / 1000)),
           NULL, NULL, error) &&
         parlor_db_exec (
           db,
           "DELETE FROM devices WHERE account = $1 AND token_hash NOT IN (SELECT "
           "token_hash FROM devices WHERE account = $1 ORDER BY created_ms DESC LIMIT $2)",
           PARLOR_PARAMS (parlor_int (entering->account), parlor_int (MAX_DEVICES)), NULL, NULL,
           error);
}

/* The owner's link makes the owner, once. */
static gboolean
find_role (ParlorDb *db,
           Entering *entering,
           gboolean  is_open,
           GError  **error)
{
  gint64 is_owner = 0;

  if (entering->invite != NULL &&
      parlor_db_get_int (db, "SELECT 1 FROM settings WHERE name = 'owner-token' AND value = $1",
                         PARLOR_PARAMS (parlor_text (entering->invite)), &is_owner, NULL)) {
    entering->role = PARLOR_SERVER_ROLE_OWNER;
    return parlor_db_exec (db, "DELETE FROM settings WHERE name = 'owner-token'", NULL, 0, NULL,
                           NULL, error);
  }

  entering->role = PARLOR_SERVER_ROLE_USER;
  if (!is_open)
    return parlor_refuse (error, PARLOR_REFUSED_CLOSED, NULL,
                          "This server takes no new accounts. Ask its owner.");

  return TRUE;
}

static gboolean
insert_account (ParlorDb *db,
                Entering *entering,
                GError  **error)
{
  g_autoptr (GError) failure = NULL;

  if (!parlor_db_get_int (db, "SELECT COALESCE (MAX (account), 0) + 1 FROM accounts", NULL, 0,
                          &entering->account, error))
    return FALSE;

  if (parlor_db_exec (db,
                      "INSERT INTO accounts (account, name, nick, password, role, created_ms) "
                      "VALUES ($1, $2, $3, $4, $5, $6)",
                      PARLOR_PARAMS (parlor_int (entering->account), parlor_text (entering->name),
                                     parlor_text (entering->nick), parlor_text (entering->hash),
                                     parlor_int (entering->role),
                                     parlor_int (g_get_real_time () / 1000)),
                      NULL, NULL, &failure))
    return TRUE;

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return parlor_refuse (error, PARLOR_REFUSED_EXISTS, "name",
                          "Somebody has this name already. Choose another one.");

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static gboolean
register_work (gpointer owner,
               gpointer data,
               GError **error)
{
  Entering           *entering = data;
  const ParlorConfig *config = entering->request->session->services->config;
  ParlorAccountPacket account = { .name = entering->name, .nick = entering->nick };
  gboolean            is_done;

  if (!find_role (owner, entering, config->registration == PARLOR_REGISTRATION_OPEN, error) ||
      !insert_account (owner, entering, error) || !insert_device (owner, entering, error))
    return FALSE;

  account.account = entering->account;
  entering->joined = (ParlorEventPacket){ .conversation = (char *) LOBBY,
                                          .kind = PARLOR_EVENT_JOIN,
                                          .author = &account };
  is_done = parlor_log_add_member (owner, &entering->joined,
                                   entering->role == PARLOR_SERVER_ROLE_OWNER ? PARLOR_ROLE_OWNER
                                                                              : PARLOR_ROLE_MEMBER,
                                   error);
  entering->joined.author = NULL;

  return is_done;
}

static void
register_done (gpointer      data,
               const GError *error)
{
  Entering           *entering = data;
  ParlorSession      *session = entering->request->session;
  ParlorAccountPacket account;

  if (error != NULL) {
    refuse_entering (entering, error);
    return;
  }

  parlor_session_ref (session);
  answer_signed_in (entering);
  parlor_session_get_account (session, &account);
  entering->joined.author = &account;
  parlor_hub_send_event (session->services->hub, &entering->joined);
  parlor_hub_tell_changed (session->services->hub, &account);
  parlor_session_unref (session);
  entering_free (entering);
}

static void
on_hashed (char    *hash,
           gpointer user_data)
{
  Entering *entering = user_data;

  if (hash == NULL) {
    refuse_busy (entering);
    return;
  }

  entering->hash = hash;
  make_token (entering);
  parlor_store_run (entering->request->session->services->store, PARLOR_STORE_WRITE, register_work,
                    register_done, entering);
}

/* Reads what a new account is to be called, and its password. */
static gboolean
read_registration (Entering                   *entering,
                   const ParlorRegisterPacket *packet,
                   GError                    **error)
{
  g_autoptr (GError) failure = NULL;

  entering->name = parlor_name_prepare (packet->name, &failure);
  if (entering->name == NULL)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "name", failure->message);

  entering->nick =
    parlor_title_prepare (packet->nick != NULL ? packet->nick : packet->name, &failure);
  if (entering->nick == NULL)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "nick", failure->message);

  if (g_utf8_strlen (packet->password, -1) < PARLOR_PASSWORD_MIN_CHARS)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "password",
                          "A password has at least 8 characters.");

  entering->device = g_strdup (packet->device);
  entering->invite = g_strdup (packet->invite);

  return TRUE;
}

/**
 * parlor_on_register:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_register (ParlorRequest *request)
{
  const ParlorRegisterPacket *packet = request->packet;
  Entering                   *entering = begin_entering (request);
  g_autoptr (GError)          error = NULL;

  if (entering == NULL)
    return;

  if (!read_registration (entering, packet, &error))
    refuse_entering (entering, error);
  else if (!parlor_passwords_hash (request->session->services->passwords, packet->password,
                                   on_hashed, entering))
    refuse_busy (entering);
}

static void
take_account (const ParlorRow *row,
              gpointer         user_data)
{
  Entering *entering = user_data;

  entering->account = parlor_row_int (row, 0);
  g_free (entering->name);
  entering->name = g_strdup (parlor_row_text (row, 1));
  entering->nick = g_strdup (parlor_row_text (row, 2));
  entering->hash = g_strdup (parlor_row_text (row, 3));
  entering->role = parlor_row_int (row, 4);
}

static gboolean
find_by_name_work (gpointer owner,
                   gpointer data,
                   GError **error)
{
  Entering *entering = data;

  return parlor_db_exec (
    owner, "SELECT account, name, nick, password, role FROM accounts WHERE name = $1",
    PARLOR_PARAMS (parlor_text (entering->name)), take_account, entering, error);
}

static gboolean
device_work (gpointer owner,
             gpointer data,
             GError **error)
{
  Entering *entering = data;

  return insert_device (owner, entering, error) &&
         parlor_db_exec (
           owner, "UPDATE accounts SET password = $1 WHERE account = $2",
           PARLOR_PARAMS (parlor_text (entering->hash), parlor_int (entering->account)), NULL, NULL,
           error);
}

static void
device_done (gpointer      data,
             const GError *error)
{
  Entering *entering = data;

  if (error != NULL) {
    refuse_entering (entering, error);
    return;
  }

  answer_signed_in (entering);
  entering_free (entering);
}

static void
store_device (Entering *entering)
{
  make_token (entering);
  parlor_store_run (entering->request->session->services->store, PARLOR_STORE_WRITE, device_work,
                    device_done, entering);
}

static void
on_rehashed (char    *hash,
             gpointer user_data)
{
  Entering *entering = user_data;

  if (hash != NULL) {
    g_free (entering->hash);
    entering->hash = hash;
  }
  store_device (entering);
}

static void
on_verified (gboolean is_right,
             gpointer user_data)
{
  Entering                 *entering = user_data;
  ParlorPasswords          *passwords = entering->request->session->services->passwords;
  const ParlorSignInPacket *packet = entering->request->packet;

  if (!is_right) {
    count_failure (entering);
    refuse_entering_with (entering, PARLOR_REFUSED_WRONG_PASSWORD, 0,
                          "The name or the password is wrong.");
  } else if (!parlor_passwords_is_outdated (passwords, entering->hash) ||
             !parlor_passwords_hash (passwords, packet->password, on_rehashed, entering)) {
    store_device (entering);
  }
}

/* A name that nobody has takes as long as a wrong password. */
static void
find_by_name_done (gpointer      data,
                   const GError *error)
{
  Entering                 *entering = data;
  const ParlorSignInPacket *packet = entering->request->packet;

  if (error != NULL)
    refuse_entering (entering, error);
  else if (!parlor_passwords_verify (entering->request->session->services->passwords,
                                     packet->password, entering->hash, on_verified, entering))
    refuse_busy (entering);
}

/**
 * parlor_on_sign_in:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_sign_in (ParlorRequest *request)
{
  const ParlorSignInPacket *packet = request->packet;
  Entering                 *entering = begin_entering (request);
  gint64                    wait_ms;

  if (entering == NULL)
    return;

  entering->name = parlor_name_prepare (packet->name, NULL);
  if (entering->name == NULL)
    entering->name = g_strdup ("");
  entering->device = g_strdup (packet->device);

  wait_ms = check_throttle (entering);
  if (wait_ms > 0)
    refuse_entering_with (entering, PARLOR_REFUSED_TOO_FAST, wait_ms,
                          "Too many wrong passwords. Wait a little, then try again.");
  else
    parlor_store_run (request->session->services->store, PARLOR_STORE_READ, find_by_name_work,
                      find_by_name_done, entering);
}

static gboolean
find_by_token_work (gpointer owner,
                    gpointer data,
                    GError **error)
{
  Entering *entering = data;

  return parlor_db_exec (owner,
                         "SELECT a.account, a.name, a.nick, a.password, a.role FROM devices d "
                         "JOIN accounts a ON a.account = d.account WHERE d.token_hash = $1",
                         PARLOR_PARAMS (parlor_text (entering->token_hash)), take_account, entering,
                         error);
}

static void
find_by_token_done (gpointer      data,
                    const GError *error)
{
  Entering *entering = data;

  if (error != NULL) {
    refuse_entering (entering, error);
  } else if (entering->account == 0) {
    refuse_entering_with (entering, PARLOR_REFUSED_WRONG_PASSWORD, 0,
                          "This device was signed out. Sign in with your password.");
  } else {
    answer_signed_in (entering);
    entering_free (entering);
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
  Entering                      *entering = begin_entering (request);

  if (entering == NULL)
    return;

  entering->token_hash = parlor_token_hash (packet->token);
  parlor_store_run (request->session->services->store, PARLOR_STORE_READ, find_by_token_work,
                    find_by_token_done, entering);
}

static gboolean
sign_out_work (gpointer owner,
               gpointer data,
               GError **error)
{
  ParlorRequest *request = data;

  return parlor_db_exec (owner, "DELETE FROM devices WHERE token_hash = $1",
                         PARLOR_PARAMS (parlor_text (request->session->token_hash)), NULL, NULL,
                         error);
}

static void
sign_out_done (gpointer      data,
               const GError *error)
{
  ParlorRequest *request = data;
  ParlorSession *session = parlor_session_ref (request->session);

  if (error != NULL) {
    parlor_request_refuse (request, error);
  } else {
    parlor_request_ok (request);
    parlor_session_end (session);
  }

  parlor_session_unref (session);
}

/**
 * parlor_on_sign_out:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_sign_out (ParlorRequest *request)
{
  parlor_store_run (request->session->services->store, PARLOR_STORE_WRITE, sign_out_work,
                    sign_out_done, request);
}
