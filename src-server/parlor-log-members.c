/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Leaving conversations, and what becomes of them then. */

#define G_LOG_DOMAIN "parlor-log-members"

#include "parlor-log.h"

#include "parlor-refusal.h"

static void
take_account (const ParlorRow *row,
              gpointer         user_data)
{
  ParlorAccountPacket **account = user_data;

  parlor_packet_free (PARLOR_PACKET_ACCOUNT, *account);
  *account = parlor_row_account (row, 0);
  (*account)->role = parlor_row_int (row, 3);
}

/**
 * parlor_log_read_account:
 * @db: the database
 * @account: who
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the account, its number, name and nick;
 *   %PARLOR_REFUSED_NOT_FOUND if there is none, or it was deleted
 */
ParlorAccountPacket *
parlor_log_read_account (ParlorDb *db,
                         gint64    account,
                         GError  **error)
{
  ParlorAccountPacket *found = NULL;

  if (!parlor_db_exec (
        db, "SELECT account, name, nick, 0 FROM accounts WHERE account = $1 AND is_deleted = 0",
        PARLOR_PARAMS (parlor_int (account)), take_account, &found, error))
    return NULL;
  if (found == NULL)
    parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "account", N_ ("There is no such person."));

  return found;
}

/* Adds an event that comes with @account's leaving. */
static ParlorEventPacket *
add_event (GPtrArray                 *events,
           const char                *conversation,
           ParlorEventKind            kind,
           const ParlorAccountPacket *account)
{
  ParlorEventPacket *event = parlor_packet_new (PARLOR_PACKET_EVENT);

  event->conversation = g_strdup (conversation);
  event->kind = kind;
  event->author = parlor_packet_copy (PARLOR_PACKET_ACCOUNT, account);
  g_ptr_array_add (events, event);

  return event;
}

/* What nobody is in is there to be read when an administrator looks for it;
 * nobody can be asked for it or to it any more. */
static gboolean
archive (ParlorDb                  *db,
         const char                *conversation,
         const ParlorAccountPacket *leaver,
         GPtrArray                 *ret_events,
         GError                   **error)
{
  ParlorEventPacket *event = add_event (ret_events, conversation, PARLOR_EVENT_SET, leaver);

  event->setting = PARLOR_SETTING_ARCHIVED;
  event->text = g_strdup ("on");

  return parlor_log_append (db, event, error) &&
         parlor_db_exec (db, "UPDATE conversations SET is_archived = 1 WHERE conversation = $1",
                         PARLOR_PARAMS (parlor_text (conversation)), NULL, NULL, error) &&
         parlor_db_exec (db, "DELETE FROM invitations WHERE conversation = $1",
                         PARLOR_PARAMS (parlor_text (conversation)), NULL, NULL, error);
}

static gboolean
promote (ParlorDb                  *db,
         const char                *conversation,
         const ParlorAccountPacket *leaver,
         ParlorAccountPacket       *heir,
         GPtrArray                 *ret_events,
         GError                   **error)
{
  ParlorEventPacket *event = add_event (ret_events, conversation, PARLOR_EVENT_ROLE, leaver);

  event->role = PARLOR_ROLE_OWNER;
  event->member = parlor_packet_copy (PARLOR_PACKET_ACCOUNT, heir);
  ((ParlorAccountPacket *) event->member)->role = PARLOR_ROLE_UNKNOWN;

  return parlor_log_append (db, event, error) &&
         parlor_log_set_role (db, conversation, heir->account, PARLOR_ROLE_OWNER, error);
}

/* Who leads next: an owner, else the longest-serving moderator, else the
 * longest-serving member; a guest only when there is nobody else. */
static gboolean
settle_ownership (ParlorDb                  *db,
                  const char                *conversation,
                  const ParlorAccountPacket *leaver,
                  gboolean                   was_owner,
                  GPtrArray                 *ret_events,
                  GError                   **error)
{
  ParlorAccountPacket *heir = NULL;
  gboolean             is_done =
    parlor_db_exec (db,
                    "SELECT a.account, a.name, a.nick, m.role FROM members m "
                    "JOIN accounts a ON a.account = m.account WHERE m.conversation = $1 "
                    "ORDER BY CASE m.role WHEN $2 THEN 0 ELSE 1 END, a.is_guest, m.role DESC, "
                    "m.joined_ms, m.account LIMIT 1",
                    PARLOR_PARAMS (parlor_text (conversation), parlor_int (PARLOR_ROLE_OWNER)),
                    take_account, &heir, error);

  if (is_done && heir == NULL)
    is_done = archive (db, conversation, leaver, ret_events, error);
  else if (is_done && was_owner && heir->role != PARLOR_ROLE_OWNER)
    is_done = promote (db, conversation, leaver, heir, ret_events, error);
  parlor_packet_free (PARLOR_PACKET_ACCOUNT, heir);

  return is_done;
}

static void
take_role (const ParlorRow *row,
           gpointer         user_data)
{
  gint64 *role_and_members = user_data;

  role_and_members[0] = parlor_row_int (row, 0);
  role_and_members[1] = parlor_row_int (row, 1);
}

/**
 * parlor_log_leave:
 * @db: the database
 * @conversation: id of a channel or a group
 * @leaver: a member of it
 * @ret_events: (out caller-allocates): of #ParlorEventPacket: what was appended
 *   to the log, to be told to those who hear the conversation now, the leaver
 *   included
 * @error: return location for an error
 *
 * Takes @leaver out.  When the last owner leaves, somebody else becomes owner;
 * what nobody is in is archived.  Neither happens to the lobby: administrators
 * who are in it are owners there, and it is where newcomers arrive.
 *
 * Returns: whether that could be done
 */
gboolean
parlor_log_leave (ParlorDb                  *db,
                  const char                *conversation,
                  const ParlorAccountPacket *leaver,
                  GPtrArray                 *ret_events,
                  GError                   **error)
{
  ParlorEventPacket *left = add_event (ret_events, conversation, PARLOR_EVENT_LEAVE, leaver);
  gint64             role_and_members[2] = { 0, 0 };
  gboolean           was_owner;

  if (!parlor_db_exec (db,
                       "SELECT m.role, c.members FROM members m "
                       "JOIN conversations c ON c.conversation = m.conversation "
                       "WHERE m.conversation = $1 AND m.account = $2",
                       PARLOR_PARAMS (parlor_text (conversation), parlor_int (leaver->account)),
                       take_role, role_and_members, error) ||
      !parlor_log_append (db, left, error) ||
      !parlor_log_remove_member (db, conversation, leaver->account, error))
    return FALSE;

  was_owner = role_and_members[0] == PARLOR_ROLE_OWNER;
  if (g_str_equal (conversation, PARLOR_LOBBY) || (!was_owner && role_and_members[1] > 1))
    return TRUE;

  return settle_ownership (db, conversation, leaver, was_owner, ret_events, error);
}

static void
take_id (const ParlorRow *row,
         gpointer         user_data)
{
  g_ptr_array_add (user_data, g_strdup (parlor_row_text (row, 0)));
}

/**
 * parlor_log_leave_all:
 * @db: the database
 * @leaver: an account that is deleted
 * @ret_events: (out caller-allocates): see parlor_log_leave()
 * @error: return location for an error
 *
 * Takes @leaver out of all channels and groups, as parlor_log_leave() does, and
 * forgets invitations to and by it.  Personal chats stay as they are, since the
 * other one still has them.
 *
 * Returns: whether that could be done
 */
gboolean
parlor_log_leave_all (ParlorDb                  *db,
                      const ParlorAccountPacket *leaver,
                      GPtrArray                 *ret_events,
                      GError                   **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  if (!parlor_db_exec (db,
                       "SELECT m.conversation FROM members m "
                       "JOIN conversations c ON c.conversation = m.conversation "
                       "WHERE m.account = $1 AND c.kind <> $2 ORDER BY m.conversation",
                       PARLOR_PARAMS (parlor_int (leaver->account),
                                      parlor_int (PARLOR_CONVERSATION_PERSONAL)),
                       take_id, ids, error))
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    if (!parlor_log_leave (db, ids->pdata[i], leaver, ret_events, error))
      return FALSE;

  return parlor_db_exec (db, "DELETE FROM invitations WHERE account = $1 OR author = $1",
                         PARLOR_PARAMS (parlor_int (leaver->account)), NULL, NULL, error);
}

/**
 * parlor_log_set_role:
 * @db: the database
 * @conversation: where
 * @account: a member
 * @role: what @account is to be there
 * @error: return location for an error
 *
 * Returns: whether that could be done
 */
gboolean
parlor_log_set_role (ParlorDb   *db,
                     const char *conversation,
                     gint64      account,
                     ParlorRole  role,
                     GError    **error)
{
  return parlor_db_exec (
    db, "UPDATE members SET role = $3 WHERE conversation = $1 AND account = $2",
    PARLOR_PARAMS (parlor_text (conversation), parlor_int (account), parlor_int (role)), NULL, NULL,
    error);
}
