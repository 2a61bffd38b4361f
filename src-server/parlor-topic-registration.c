/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making accounts, with a password or as a guest. */

#define G_LOG_DOMAIN "parlor-topic-registration"

#include "parlor-entering.h"
#include "parlor-invite-link.h"
#include "parlor-log.h"
#include "parlor-mentions.h"
#include "parlor-names.h"
#include "parlor-people.h"
#include "parlor-topics.h"

#define LOBBY "lobby"

/* Names that the server gives. */
static const char *const reserved[] = { "guest-", "deleted-" };

/* The owner's link makes the owner, once; other links let people in as long as
 * they hold.  Uses are counted where the account is made. */
static gboolean
find_role (ParlorDb          *db,
           ParlorEntering    *entering,
           ParlorInviteLink **ret_link,
           GError           **error)
{
  ParlorInvitation invitation;

  if (!parlor_invite_link_find (db, entering->invite, &invitation, ret_link, error))
    return FALSE;

  entering->role = PARLOR_SERVER_ROLE_USER;
  if (invitation == PARLOR_INVITATION_OF_OWNER)
    entering->role = PARLOR_SERVER_ROLE_OWNER;
  else if (entering->registration != PARLOR_REGISTRATION_OPEN &&
           !(entering->registration == PARLOR_REGISTRATION_INVITE && *ret_link != NULL))
    return parlor_invite_link_refuse (db, entering->registration, entering->invite != NULL, error);

  return TRUE;
}

static gboolean
is_taken (ParlorDb   *db,
          const char *name)
{
  gint64 account = 0;

  return parlor_db_get_int (db, "SELECT account FROM accounts WHERE name = $1",
                            PARLOR_PARAMS (parlor_text (name)), &account, NULL);
}

static gboolean
refuse_name (GError **error)
{
  return parlor_refuse (error, PARLOR_REFUSED_EXISTS, "name",
                        N_ ("Somebody has this name already. Choose another one."));
}

static gboolean
insert_account (ParlorDb       *db,
                ParlorEntering *entering,
                GError        **error)
{
  g_autoptr (GError) failure = NULL;
  gint64             now_ms = g_get_real_time () / 1000;
  g_autofree char   *folded = parlor_people_fold (entering->name, entering->nick);

  if (!parlor_db_get_int (db, "SELECT COALESCE (MAX (account), 0) + 1 FROM accounts", NULL, 0,
                          &entering->account, error))
    return FALSE;

  if (parlor_db_exec (
        db,
        "INSERT INTO accounts (account, name, nick, password, role, created_ms, is_guest, "
        "folded) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        PARLOR_PARAMS (parlor_int (entering->account), parlor_text (entering->name),
                       parlor_text (entering->nick),
                       parlor_text (entering->hash != NULL ? entering->hash : ""),
                       parlor_int (entering->role), parlor_int (now_ms),
                       parlor_int (entering->is_guest), parlor_text (folded)),
        NULL, NULL, &failure))
    return parlor_db_exec (db, "INSERT INTO nicks (account, time_ms, nick) VALUES ($1, $2, $3)",
                           PARLOR_PARAMS (parlor_int (entering->account), parlor_int (now_ms),
                                          parlor_text (entering->nick)),
                           NULL, NULL, error);

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return refuse_name (error);

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static gboolean
join (ParlorDb       *db,
      ParlorEntering *entering,
      const char     *conversation,
      ParlorRole      role,
      GError        **error)
{
  ParlorEventPacket   *event = parlor_packet_new (PARLOR_PACKET_EVENT);
  ParlorAccountPacket *author = parlor_packet_new (PARLOR_PACKET_ACCOUNT);

  author->account = entering->account;
  author->name = g_strdup (entering->name);
  author->nick = g_strdup (entering->nick);
  author->is_guest = entering->is_guest;
  event->conversation = g_strdup (conversation);
  event->kind = PARLOR_EVENT_JOIN;
  event->author = author;
  g_ptr_array_add (entering->events, event);

  return parlor_log_add_member (db, event, role, error);
}

static gboolean
join_all (ParlorDb               *db,
          ParlorEntering         *entering,
          const ParlorInviteLink *link,
          GError                **error)
{
  gboolean is_owner = entering->role == PARLOR_SERVER_ROLE_OWNER;

  return join (db, entering, LOBBY, is_owner ? PARLOR_ROLE_OWNER : PARLOR_ROLE_MEMBER, error) &&
         (link == NULL || link->conversation == NULL ||
          g_str_equal (link->conversation, LOBBY) ||
          join (db, entering, link->conversation, PARLOR_ROLE_MEMBER, error));
}

static gboolean
register_work (gpointer owner,
               gpointer data,
               GError **error)
{
  ParlorEntering              *entering = data;
  g_autoptr (ParlorInviteLink) link = NULL;

  return find_role (owner, entering, &link, error) &&
         parlor_invite_link_use (owner, entering->role == PARLOR_SERVER_ROLE_OWNER, link, error) &&
         insert_account (owner, entering, error) &&
         parlor_entering_insert_device (entering, owner, error) &&
         join_all (owner, entering, link, error);
}

static void
register_done (gpointer      data,
               const GError *error)
{
  if (error != NULL)
    parlor_entering_refuse (data, error);
  else
    parlor_entering_finish (data);
}

static void
run_registration (ParlorEntering *entering)
{
  parlor_entering_make_token (entering);
  parlor_store_run (entering->request->session->services->store, PARLOR_STORE_WRITE, register_work,
                    register_done, entering);
}

static void
on_hashed (char    *hash,
           gpointer user_data)
{
  ParlorEntering *entering = user_data;

  entering->hash = hash;
  if (hash != NULL)
    run_registration (entering);
  else
    parlor_entering_refuse_busy (entering);
}

/* Hashing is dear: it is not done for who will be refused. */
static gboolean
check_work (gpointer owner,
            gpointer data,
            GError **error)
{
  ParlorEntering              *entering = data;
  g_autoptr (ParlorInviteLink) link = NULL;

  return find_role (owner, entering, &link, error) &&
         (!is_taken (owner, entering->name) || refuse_name (error));
}

static void
check_done (gpointer      data,
            const GError *error)
{
  ParlorEntering             *entering = data;
  ParlorServices             *services = entering->request->session->services;
  const ParlorRegisterPacket *packet = entering->request->packet;

  if (error != NULL) {
    parlor_entering_refuse (entering, error);
    return;
  }

  parlor_guard_registers (services->guard, parlor_entering_get_address (entering));
  if (!parlor_passwords_hash (services->passwords, packet->password, on_hashed, entering))
    parlor_entering_refuse_busy (entering);
}

static gboolean
is_too_fast (ParlorEntering *entering)
{
  ParlorServices *services = entering->request->session->services;
  const char     *address = parlor_entering_get_address (entering);
  gint64          wait_ms = parlor_guard_check_registration (services->guard, address);

  if (wait_ms > 0)
    parlor_entering_refuse_with (
      entering, PARLOR_REFUSED_TOO_FAST, MIN (wait_ms, G_MAXINT32),
      N_ ("Too many accounts were made from your address. Try again later."));

  return wait_ms > 0;
}

static gboolean
read_name (ParlorEntering *entering,
           const char     *name,
           GError        **error)
{
  g_autoptr (GError) failure = NULL;

  entering->name = parlor_name_prepare (name, &failure);
  if (entering->name == NULL)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "name", failure->message);

  for (guint i = 0; i < G_N_ELEMENTS (reserved); i++)
    if (g_str_has_prefix (entering->name, reserved[i]))
      return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "name",
                            N_ ("Names that begin with guest- or deleted- are given by the server. "
                                "Choose another one."));
  if (g_str_equal (entering->name, PARLOR_MENTION_ALL))
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "name",
                          N_ ("Who writes @all means everybody. Choose another name."));

  return TRUE;
}

static gboolean
read_nick (ParlorEntering *entering,
           const char     *nick,
           GError        **error)
{
  g_autoptr (GError) failure = NULL;

  entering->nick = parlor_title_prepare (nick, &failure);

  return entering->nick != NULL ||
         parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "nick", failure->message);
}

static gboolean
read_registration (ParlorEntering             *entering,
                   const ParlorRegisterPacket *packet,
                   GError                    **error)
{
  parlor_entering_set_device (entering, packet->device);
  entering->invite = g_strdup (packet->invite);

  return read_name (entering, packet->name, error) &&
         read_nick (entering, packet->nick != NULL ? packet->nick : packet->name, error) &&
         parlor_password_check (packet->password, "password", error);
}

/**
 * parlor_on_register:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_register (ParlorRequest *request)
{
  ParlorEntering    *entering = parlor_entering_new (request);
  g_autoptr (GError) error = NULL;

  if (entering == NULL)
    return;

  if (!read_registration (entering, request->packet, &error))
    parlor_entering_refuse (entering, error);
  else if (!is_too_fast (entering))
    parlor_store_run (request->session->services->store, PARLOR_STORE_READ, check_work, check_done,
                      entering);
}

static gboolean
guest_work (gpointer owner,
            gpointer data,
            GError **error)
{
  ParlorEntering *entering = data;

  do {
    g_free (entering->name);
    entering->name = g_strdup_printf ("guest-%06x", g_random_int_range (0, 1 << 24));
  } while (is_taken (owner, entering->name));

  return insert_account (owner, entering, error) &&
         parlor_entering_insert_device (entering, owner, error) &&
         join_all (owner, entering, NULL, error);
}

/**
 * parlor_on_sign_in_guest:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_sign_in_guest (ParlorRequest *request)
{
  const ParlorSignInGuestPacket *packet = request->packet;
  ParlorServices                *services = request->session->services;
  ParlorEntering                *entering = parlor_entering_new (request);
  g_autoptr (GError)             error = NULL;

  if (entering == NULL)
    return;

  entering->role = PARLOR_SERVER_ROLE_USER;
  entering->is_guest = TRUE;
  parlor_entering_set_device (entering, packet->device);

  if (!services->config->takes_guests) {
    parlor_entering_refuse_with (entering, PARLOR_REFUSED_CLOSED, 0,
                                 N_ ("This server takes no guests. Make an account instead."));
  } else if (!read_nick (entering, packet->nick, &error)) {
    parlor_entering_refuse (entering, error);
  } else if (!is_too_fast (entering)) {
    parlor_guard_registers (services->guard, parlor_entering_get_address (entering));
    parlor_entering_make_token (entering);
    parlor_store_run (services->store, PARLOR_STORE_WRITE, guest_work, register_done, entering);
  }
}
