/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The devices that one is signed in with, signing out, and one's password. */

#define G_LOG_DOMAIN "parlor-topic-devices"

#include "parlor-account-rights.h"
#include "parlor-password-proof.h"
#include "parlor-topics.h"

#define DEVICE_CHARS 16
#define SIGNED_OUT N_ ("This device was signed out. Sign in with your password.")

/* What a device is called is the beginning of its token's hash. */
static gboolean
is_of_device (ParlorSession *session,
              const char    *device)
{
  return session->token_hash != NULL && strlen (device) == DEVICE_CHARS &&
         strncmp (session->token_hash, device, DEVICE_CHARS) == 0;
}

/* Those that were connected when the question came. */
static gpointer
list_connected (ParlorSession *asker)
{
  GPtrArray     *connected = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer       key;

  g_hash_table_iter_init (&iter, asker->services->sessions);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    ParlorSession *session = key;

    if (session->account == asker->account && session->token_hash != NULL && !session->is_ending)
      g_ptr_array_add (connected, g_strndup (session->token_hash, DEVICE_CHARS));
  }

  return connected;
}

static void
take_device (const ParlorRow *row,
             gpointer         user_data)
{
  ParlorAct               *act = user_data;
  ParlorDevicesPagePacket *page = act->answer;
  ParlorDevicePacket      *device = parlor_packet_new (PARLOR_PACKET_DEVICE);

  device->device = g_strdup (parlor_row_text (row, 0));
  device->label = g_strdup (parlor_row_text (row, 1));
  device->created_ms = parlor_row_int (row, 2);
  device->used_ms = parlor_row_int (row, 3);
  device->is_current = is_of_device (act->session, device->device);
  device->is_connected = g_ptr_array_find_with_equal_func (act->data, device->device, g_str_equal,
                                                           NULL);
  if (device->is_connected)
    device->used_ms = g_get_real_time () / 1000;
  g_ptr_array_add (page->devices, device);
}

static gboolean
devices_work (ParlorAct *act,
              ParlorDb  *db,
              GError   **error)
{
  ParlorDevicesPagePacket *page = parlor_packet_new (PARLOR_PACKET_DEVICES_PAGE);

  page->devices = g_ptr_array_new ();
  act->answer_type = PARLOR_PACKET_DEVICES_PAGE;
  act->answer = page;

  return parlor_db_exec (
    db,
    "SELECT device, label, created_ms, used_ms FROM devices WHERE account = $1 "
    "ORDER BY created_ms DESC, device LIMIT $2",
    PARLOR_PARAMS (parlor_int (act->author.account), parlor_int (PARLOR_PAGE_MAX_ITEMS)),
    take_device, act, error);
}

/**
 * parlor_on_devices:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_devices (ParlorRequest *request)
{
  ParlorAct *act = parlor_act_new (request);

  act->data = list_connected (act->session);
  act->free_data = (GDestroyNotify) g_ptr_array_unref;
  parlor_act_run (act, PARLOR_STORE_READ, devices_work, NULL);
}

static gboolean
remove_work (ParlorAct *act,
             ParlorDb  *db,
             GError   **error)
{
  const ParlorRemoveDevicePacket *packet = act->packet;
  gint64                          n_removed = 0;

  if (parlor_db_get_int (db, "DELETE FROM devices WHERE device = $1 AND account = $2 RETURNING 1",
                         PARLOR_PARAMS (parlor_text (packet->device),
                                        parlor_int (act->author.account)),
                         &n_removed, NULL))
    return TRUE;

  return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "device",
                        N_ ("You are signed in with no such device."));
}

static gboolean
is_removed (ParlorSession *session,
            gconstpointer  user_data)
{
  const ParlorAct                *act = user_data;
  const ParlorRemoveDevicePacket *packet = act->packet;

  return session->account == act->author.account && is_of_device (session, packet->device);
}

static void
remove_done (ParlorAct      *act,
             ParlorServices *services)
{
  parlor_sessions_dismiss (services, is_removed, act, "disconnected", SIGNED_OUT);
}

/**
 * parlor_on_remove_device:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_remove_device (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, remove_work, remove_done);
}

static gboolean
sign_out_work (ParlorAct *act,
               ParlorDb  *db,
               GError   **error)
{
  const ParlorSignOutPacket *packet = act->packet;

  if (packet->everywhere)
    return parlor_db_exec (db, "DELETE FROM devices WHERE account = $1",
                           PARLOR_PARAMS (parlor_int (act->author.account)), NULL, NULL, error);

  return parlor_db_exec (db, "DELETE FROM devices WHERE token_hash = $1",
                         PARLOR_PARAMS (parlor_text (act->session->token_hash)), NULL, NULL, error);
}

static gboolean
is_signed_out (ParlorSession *session,
               gconstpointer  user_data)
{
  const ParlorAct           *act = user_data;
  const ParlorSignOutPacket *packet = act->packet;

  if (session == act->session || session->account != act->author.account || session->account == 0)
    return FALSE;

  return packet->everywhere || g_strcmp0 (session->token_hash, act->session->token_hash) == 0;
}

static void
sign_out_done (ParlorAct      *act,
               ParlorServices *services)
{
  parlor_sessions_dismiss (services, is_signed_out, act, "disconnected", SIGNED_OUT);
  parlor_session_end (act->session);
}

/**
 * parlor_on_sign_out:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_sign_out (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, sign_out_work, sign_out_done);
}

/* What the password is to be, while it is hashed. */
typedef struct
{
  char *old_hash;
  char *new_hash;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->old_hash);
  g_free (change->new_hash);
  g_free (change);
}

/* It may have been changed from another device in the meantime. */
static gboolean
password_work (ParlorAct *act,
               ParlorDb  *db,
               GError   **error)
{
  Change *change = act->data;
  gint64  account = 0;

  if (parlor_db_get_int (
        db, "UPDATE accounts SET password = $1 WHERE account = $2 AND password = $3 "
            "RETURNING account",
        PARLOR_PARAMS (parlor_text (change->new_hash), parlor_int (act->author.account),
                       parlor_text (change->old_hash)),
        &account, NULL))
    return TRUE;

  return parlor_refuse (error, PARLOR_REFUSED_WRONG_PASSWORD, "password",
                        N_ ("Your password was changed in the meantime."));
}

static void
refuse_act (ParlorAct    *act,
            ParlorRefused code,
            const char   *text)
{
  g_autoptr (GError) error = NULL;

  parlor_refuse_for (&error, code, code == PARLOR_REFUSED_BUSY ? 2000 : 0, text);
  parlor_act_refuse (act, error);
}

static void
on_hashed (char    *hash,
           gpointer user_data)
{
  ParlorAct *act = user_data;

  ((Change *) act->data)->new_hash = hash;
  if (hash != NULL)
    parlor_act_run (act, PARLOR_STORE_WRITE, password_work, NULL);
  else
    refuse_act (act, PARLOR_REFUSED_BUSY, N_ ("The server has much to do. Try again in a moment."));
}

static void
on_proven (ParlorRequest *request,
           const char    *hash)
{
  const ParlorSetPasswordPacket *packet = request->packet;
  ParlorAct                     *act = parlor_act_new (request);
  Change                        *change = g_new0 (Change, 1);

  change->old_hash = g_strdup (hash);
  act->data = change;
  act->free_data = change_free;

  if (hash == NULL)
    refuse_act (act, PARLOR_REFUSED_NOT_ALLOWED,
                N_ ("Guests have no password. Make an account to have one."));
  else if (!parlor_passwords_hash (request->session->services->passwords, packet->new_password,
                                   on_hashed, act))
    refuse_act (act, PARLOR_REFUSED_BUSY, N_ ("The server has much to do. Try again in a moment."));
}

/**
 * parlor_on_set_password:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_set_password (ParlorRequest *request)
{
  const ParlorSetPasswordPacket *packet = request->packet;
  g_autoptr (GError)             error = NULL;

  if (!parlor_password_check (packet->new_password, "new_password", &error))
    parlor_request_refuse (request, error);
  else
    parlor_password_prove (request, packet->password, on_proven);
}
