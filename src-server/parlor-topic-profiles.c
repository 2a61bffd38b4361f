/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What others see of somebody, and whom one does not want to hear. */

#define G_LOG_DOMAIN "parlor-topic-profiles"

#include "parlor-act.h"
#include "parlor-contents.h"
#include "parlor-names.h"
#include "parlor-people.h"
#include "parlor-topics.h"

#define BLOCKS_MAX 1000

static void
take_profile (const ParlorRow *row,
              gpointer         user_data)
{
  ParlorPersonPacket *person = user_data;

  person->account = parlor_row_person (row, 0);
  person->created_ms = parlor_row_int (row, PARLOR_PERSON_N_COLUMNS);
  person->is_blocked = parlor_row_int (row, PARLOR_PERSON_N_COLUMNS + 1);
}

static void
take_nick (const ParlorRow *row,
           gpointer         user_data)
{
  ParlorNickPacket *nick = parlor_packet_new (PARLOR_PACKET_NICK);

  nick->nick = g_strdup (parlor_row_text (row, 0));
  nick->time_ms = parlor_row_int (row, 1);
  g_ptr_array_add (user_data, nick);
}

#define PROFILE_COLUMNS                                                   \
  PARLOR_PERSON_COLUMNS ", a.created_ms, EXISTS (SELECT 1 FROM blocks b " \
                        "WHERE b.account = $2 AND b.blocked = a.account)"

static gboolean
find_profile (ParlorDb                  *db,
              const ParlorProfilePacket *packet,
              gint64                     viewer,
              ParlorPersonPacket        *person,
              GError                   **error)
{
  g_autofree char *name = NULL;

  if (packet->account != 0)
    return parlor_db_exec (
      db, "SELECT " PROFILE_COLUMNS " FROM accounts a WHERE a.account = $1",
      PARLOR_PARAMS (parlor_int (packet->account), parlor_int (viewer)), take_profile, person,
      error);

  name = parlor_name_prepare (*packet->name == '@' ? packet->name + 1 : packet->name, NULL);

  return parlor_db_exec (
    db, "SELECT " PROFILE_COLUMNS " FROM accounts a WHERE a.name = $1 AND a.is_deleted = 0",
    PARLOR_PARAMS (parlor_text (name), parlor_int (viewer)), take_profile, person, error);
}

static gboolean
read_nicks (ParlorDb           *db,
            ParlorPersonPacket *person,
            GError            **error)
{
  const ParlorAccountPacket *account = person->account;

  person->nicks = g_ptr_array_new ();
  if (account->is_deleted)
    return TRUE;

  return parlor_db_exec (db,
                         "SELECT nick, time_ms FROM nicks WHERE account = $1 "
                         "ORDER BY time_ms DESC LIMIT $2",
                         PARLOR_PARAMS (parlor_int (account->account),
                                        parlor_int (PARLOR_NICKS_MAX)),
                         take_nick, person->nicks, error);
}

static gboolean
profile_work (ParlorAct *act,
              ParlorDb  *db,
              GError   **error)
{
  const ParlorProfilePacket *packet = act->packet;
  ParlorPersonPacket        *person = parlor_packet_new (PARLOR_PACKET_PERSON);

  act->answer_type = PARLOR_PACKET_PERSON;
  act->answer = person;
  if (!find_profile (db, packet, act->author.account, person, error))
    return FALSE;
  if (person->account == NULL)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND,
                          packet->account != 0 ? "account" : "name",
                          N_ ("There is no such person."));

  return read_nicks (db, person, error);
}

static void
describe_profile (ParlorAct      *act,
                  ParlorServices *services)
{
  parlor_hub_describe (services->hub, ((ParlorPersonPacket *) act->answer)->account);
}

/**
 * parlor_on_profile:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_profile (ParlorRequest *request)
{
  const ParlorProfilePacket *packet = request->packet;
  ParlorAct                 *act;

  if (packet->account == 0 && packet->name == NULL) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, "account",
                                N_ ("Say whose: by number or by name."));
    return;
  }

  act = parlor_act_new (request);
  act->prepare = describe_profile;
  parlor_act_run (act, PARLOR_STORE_READ, profile_work, NULL);
}

/* What one's own account is to be, in the work of a change. */
typedef struct
{
  char                *nick;
  char                *status; /* empty: none */
  char                *avatar; /* empty: none */
  ParlorAccountPacket *person; /* as it is then; NULL if nothing changes */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->nick);
  g_free (change->status);
  g_free (change->avatar);
  parlor_packet_free (PARLOR_PACKET_ACCOUNT, change->person);
  g_free (change);
}

static void
rename_sessions (ParlorServices            *services,
                 const ParlorAccountPacket *person)
{
  GHashTableIter iter;
  gpointer       key;

  g_hash_table_iter_init (&iter, services->sessions);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    ParlorSession *session = key;

    if (session->account == person->account) {
      g_free (session->nick);
      session->nick = g_strdup (person->nick);
    }
  }
}

static void
change_done (ParlorAct      *act,
             ParlorServices *services)
{
  const Change *change = act->data;

  if (change->nick != NULL)
    rename_sessions (services, change->person);
  parlor_hub_tell_changed (services->hub, change->person);
  if (change->avatar != NULL)
    parlor_contents_sweep (services);
}

static void
run_change (ParlorRequest *request,
            Change        *change,
            ParlorActWork  work)
{
  ParlorAct *act = parlor_act_new (request);

  act->data = change;
  act->free_data = change_free;
  parlor_act_run (act, PARLOR_STORE_WRITE, work, change_done);
}

/* A device may ask while another one has the account deleted: nothing is to be
 * known of the person afterwards. */
static gboolean
read_own (ParlorAct *act,
          ParlorDb  *db,
          GError   **error)
{
  Change *change = act->data;

  if (!parlor_people_read (db, act->author.account, &change->person, error))
    return FALSE;

  return !change->person->is_deleted || parlor_refuse (error, PARLOR_REFUSED_NOT_NOW, NULL,
                                                       N_ ("Your account is no more."));
}

static gboolean
nick_work (ParlorAct *act,
           ParlorDb  *db,
           GError   **error)
{
  Change *change = act->data;

  if (!read_own (act, db, error))
    return FALSE;

  return g_str_equal (change->person->nick, change->nick) ||
         parlor_people_set_nick (db, change->person, change->nick, error);
}

/**
 * parlor_on_set_nick:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_set_nick (ParlorRequest *request)
{
  const ParlorSetNickPacket *packet = request->packet;
  g_autoptr (GError)         error = NULL;
  char                      *nick = parlor_title_prepare (packet->nick, &error);
  Change                    *change;

  if (nick == NULL) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, "nick", error->message);
    return;
  }

  change = g_new0 (Change, 1);
  change->nick = nick;
  run_change (request, change, nick_work);
}

static gboolean
set_status (ParlorDb *db,
            Change   *change,
            GError  **error)
{
  ParlorAccountPacket *person = change->person;

  if (change->status == NULL)
    return TRUE;

  g_clear_pointer (&person->status, g_free);
  if (*change->status != '\0')
    person->status = g_strdup (change->status);

  return parlor_db_exec (
    db, "UPDATE accounts SET status = $1 WHERE account = $2",
    PARLOR_PARAMS (parlor_text (person->status), parlor_int (person->account)), NULL, NULL, error);
}

typedef struct
{
  gint64   size_bytes;
  gboolean is_found;
  gboolean is_image;
} Picture;

static void
take_picture (const ParlorRow *row,
              gpointer         user_data)
{
  *(Picture *) user_data = (Picture){
    .size_bytes = parlor_row_int (row, 0),
    .is_found = TRUE,
    .is_image = g_str_has_prefix (parlor_row_text (row, 1), "image/"),
  };
}

/* Only PNG, JPEG, GIF and WebP are known as images. */
static gboolean
need_picture (ParlorDb *db,
              Change   *change,
              GError  **error)
{
  Picture picture = { 0 };

  if (!parlor_db_exec (db,
                       "SELECT size_bytes, media_type FROM attachments WHERE attachment = $1 "
                       "AND account = $2 AND conversation IS NULL",
                       PARLOR_PARAMS (parlor_text (change->avatar),
                                      parlor_int (change->person->account)),
                       take_picture, &picture, error))
    return FALSE;
  if (!picture.is_found)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "avatar",
                          N_ ("There is no such upload of yours that is free."));
  if (!picture.is_image)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "avatar",
                          N_ ("This is not a picture. Choose a PNG, JPEG, GIF or WebP file."));
  if (picture.size_bytes > PARLOR_AVATAR_MAX_BYTES)
    return parlor_refuse (error, PARLOR_REFUSED_TOO_MUCH, "avatar",
                          N_ ("The picture is larger than 1 MiB. Choose a smaller one."));

  return TRUE;
}

/* No message can carry it from now on. */
static gboolean
take_avatar (ParlorDb *db,
             Change   *change,
             GError  **error)
{
  return need_picture (db, change, error) &&
         parlor_db_exec (db, "UPDATE attachments SET conversation = '' WHERE attachment = $1",
                         PARLOR_PARAMS (parlor_text (change->avatar)), NULL, NULL, error);
}

static gboolean
set_avatar (ParlorDb *db,
            Change   *change,
            GError  **error)
{
  ParlorAccountPacket *person = change->person;

  if (change->avatar == NULL || g_strcmp0 (change->avatar, person->avatar) == 0)
    return TRUE;
  if ((*change->avatar != '\0' && !take_avatar (db, change, error)) ||
      (person->avatar != NULL && !parlor_contents_drop_attachment (db, person->avatar, error)))
    return FALSE;

  g_clear_pointer (&person->avatar, g_free);
  if (*change->avatar != '\0')
    person->avatar = g_strdup (change->avatar);

  return parlor_db_exec (
    db, "UPDATE accounts SET avatar = $1 WHERE account = $2",
    PARLOR_PARAMS (parlor_text (person->avatar), parlor_int (person->account)), NULL, NULL, error);
}

static gboolean
profile_change_work (ParlorAct *act,
                     ParlorDb  *db,
                     GError   **error)
{
  Change *change = act->data;

  return read_own (act, db, error) && set_status (db, change, error) &&
         set_avatar (db, change, error);
}

/**
 * parlor_on_set_profile:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_set_profile (ParlorRequest *request)
{
  const ParlorSetProfilePacket *packet = request->packet;
  g_autoptr (GError)            error = NULL;
  g_autofree char              *status = NULL;
  Change                       *change;

  if (packet->status != NULL) {
    status = parlor_status_prepare (packet->status, &error);
    if (status == NULL) {
      parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, "status", error->message);
      return;
    }
  }

  change = g_new0 (Change, 1);
  change->status = g_steal_pointer (&status);
  change->avatar = g_strdup (packet->avatar);
  run_change (request, change, profile_change_work);
}

static gboolean
need_room_for_block (ParlorDb *db,
                     gint64    author,
                     GError  **error)
{
  gint64 n_blocks = 0;

  if (!parlor_db_get_int (db, "SELECT COUNT (*) FROM blocks WHERE account = $1",
                          PARLOR_PARAMS (parlor_int (author)), &n_blocks, error))
    return FALSE;

  return n_blocks < BLOCKS_MAX ||
         parlor_refuse (error, PARLOR_REFUSED_TOO_MUCH, "account",
                        N_ ("You have blocked 1,000 people. Unblock somebody first."));
}

static gboolean
block_work (ParlorAct *act,
            ParlorDb  *db,
            GError   **error)
{
  const ParlorBlockPacket *packet = act->packet;
  g_autoptr (GError)       failure = NULL;
  gint64                   found = 0;

  if (!parlor_db_get_int (db,
                          "SELECT account FROM accounts WHERE account = $1 AND is_deleted = 0",
                          PARLOR_PARAMS (parlor_int (packet->account)), &found, &failure))
    return parlor_log_refuse_missing (g_steal_pointer (&failure), "account",
                                      N_ ("There is no such person."), error);
  if (packet->account == act->author.account)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "account", N_ ("This is you."));

  return need_room_for_block (db, act->author.account, error) &&
         parlor_db_exec (db,
                         "INSERT INTO blocks (account, blocked) VALUES ($1, $2) "
                         "ON CONFLICT (account, blocked) DO NOTHING",
                         PARLOR_PARAMS (parlor_int (act->author.account),
                                        parlor_int (packet->account)),
                         NULL, NULL, error) &&
         /* Nobody is told of them any more: they must not keep others' away. */
         parlor_db_exec (db, "DELETE FROM invitations WHERE account = $1 AND author = $2",
                         PARLOR_PARAMS (parlor_int (act->author.account),
                                        parlor_int (packet->account)),
                         NULL, NULL, error);
}

/**
 * parlor_on_block:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_block (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, block_work, NULL);
}

static gboolean
unblock_work (ParlorAct *act,
              ParlorDb  *db,
              GError   **error)
{
  const ParlorUnblockPacket *packet = act->packet;

  return parlor_db_exec (
    db, "DELETE FROM blocks WHERE account = $1 AND blocked = $2",
    PARLOR_PARAMS (parlor_int (act->author.account), parlor_int (packet->account)), NULL, NULL,
    error);
}

/**
 * parlor_on_unblock:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_unblock (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, unblock_work, NULL);
}
