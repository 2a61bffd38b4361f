/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may do what in a conversation, and the record of who did it. */

#define G_LOG_DOMAIN "parlor-rights"

#include "parlor-rights.h"

#include "parlor-names.h"
#include "parlor-refusal.h"

/**
 * parlor_row_standing:
 * @row: a row
 * @column: of the first of %PARLOR_STANDING_COLUMNS
 * @server_role: see parlor_rights_read()
 *
 * Returns: the standing in the row; of unknown kind if the row has no
 *   conversation, of unknown role if it has no membership
 */
ParlorStanding
parlor_row_standing (const ParlorRow *row,
                     guint            column,
                     ParlorServerRole server_role)
{
  ParlorStanding standing = {
    .kind = parlor_row_int (row, column),
    .role = parlor_row_int (row, column + 1),
    .member_role = parlor_row_int (row, column + 1),
    .slow_mode_s = parlor_row_int (row, column + 2),
    .sent_ms = parlor_row_int (row, column + 3),
    .muted_until_ms = parlor_row_int (row, column + 4),
    .is_private = parlor_row_int (row, column + 5),
    .is_read_only = parlor_row_int (row, column + 6),
    .is_archived = parlor_row_int (row, column + 7),
  };

  if (standing.role != PARLOR_ROLE_UNKNOWN && server_role >= PARLOR_SERVER_ROLE_ADMIN &&
      standing.kind != PARLOR_CONVERSATION_PERSONAL)
    standing.role = PARLOR_ROLE_OWNER;

  return standing;
}

typedef struct
{
  ParlorServerRole server_role;
  ParlorStanding  *standing;
} Reading;

static void
take_guest (const ParlorRow *row,
            gpointer         user_data)
{
  *(gint64 *) user_data = parlor_row_int (row, 0);
}

/* Sets @ret_is_guest to 0 or 1. */
static gboolean
read_guest (ParlorDb *db,
            gint64    account,
            gint64   *ret_is_guest,
            GError  **error)
{
  *ret_is_guest = -1;
  if (!parlor_db_exec (db, "SELECT is_guest FROM accounts WHERE account = $1 AND is_deleted = 0",
                       PARLOR_PARAMS (parlor_int (account)), take_guest, ret_is_guest, error))
    return FALSE;
  if (*ret_is_guest >= 0)
    return TRUE;

  return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, NULL,
                        N_ ("This takes an account: sign in to one."));
}

/**
 * parlor_rights_need_account:
 * @db: the database
 * @account: who
 * @error: return location for %PARLOR_REFUSED_NOT_ALLOWED
 *
 * Returns: whether @account is there and not deleted: the machine's own
 *   administrator has none
 */
gboolean
parlor_rights_need_account (ParlorDb *db,
                            gint64    account,
                            GError  **error)
{
  gint64 is_guest;

  return read_guest (db, account, &is_guest, error);
}

/**
 * parlor_rights_need_no_guest:
 * @db: the database
 * @account: who
 * @error: return location for %PARLOR_REFUSED_NOT_ALLOWED
 *
 * Returns: whether @account is there and no guest's
 */
gboolean
parlor_rights_need_no_guest (ParlorDb *db,
                             gint64    account,
                             GError  **error)
{
  gint64 is_guest;

  if (!read_guest (db, account, &is_guest, error))
    return FALSE;
  if (!is_guest)
    return TRUE;

  return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, NULL,
                        N_ ("Guests cannot do this. Make an account first."));
}

static void
take_standing (const ParlorRow *row,
               gpointer         user_data)
{
  Reading *reading = user_data;

  *reading->standing = parlor_row_standing (row, 0, reading->server_role);
}

/**
 * parlor_rights_read:
 * @db: the database
 * @conversation: id
 * @account: who
 * @server_role: what @account is on the server; unknown to go by the membership
 *   alone
 * @ret_standing: (out caller-allocates): what @account is there; of unknown kind
 *   if there is no such conversation
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
parlor_rights_read (ParlorDb        *db,
                    const char      *conversation,
                    gint64           account,
                    ParlorServerRole server_role,
                    ParlorStanding  *ret_standing,
                    GError         **error)
{
  Reading reading = { server_role, ret_standing };

  *ret_standing = (ParlorStanding){ 0 };

  return parlor_db_exec (
    db,
    "SELECT " PARLOR_STANDING_COLUMNS " FROM conversations c "
    "LEFT JOIN members m ON m.conversation = c.conversation AND m.account = $2 "
    "WHERE c.conversation = $1",
    PARLOR_PARAMS (parlor_text (conversation), parlor_int (account)), take_standing, &reading,
    error);
}

/**
 * parlor_rights_need_member:
 * @db: the database
 * @conversation: id
 * @account: who
 * @server_role: see parlor_rights_read()
 * @ret_standing: (out caller-allocates): what @account is there
 * @error: return location for an error
 *
 * Returns: whether @account is a member now; %PARLOR_REFUSED_NOT_FOUND, which
 *   does not tell whether the conversation exists, otherwise
 */
gboolean
parlor_rights_need_member (ParlorDb        *db,
                           const char      *conversation,
                           gint64           account,
                           ParlorServerRole server_role,
                           ParlorStanding  *ret_standing,
                           GError         **error)
{
  if (!parlor_rights_read (db, conversation, account, server_role, ret_standing, error))
    return FALSE;
  if (ret_standing->role != PARLOR_ROLE_UNKNOWN)
    return TRUE;

  return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "conversation",
                        N_ ("There is no such conversation, or you are not in it."));
}

/**
 * parlor_rights_need_role:
 * @standing: of a member
 * @role: the least role that will do; in a personal chat both people are moderators
 * @error: return location for %PARLOR_REFUSED_NOT_ALLOWED
 *
 * Returns: whether the member's role is @role or a higher one
 */
gboolean
parlor_rights_need_role (const ParlorStanding *standing,
                         ParlorRole            role,
                         GError              **error)
{
  if (standing->role >= role ||
      (standing->kind == PARLOR_CONVERSATION_PERSONAL && role == PARLOR_ROLE_MODERATOR))
    return TRUE;

  return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, NULL,
                        role == PARLOR_ROLE_OWNER
                          ? N_ ("Only an owner of the conversation may do this.")
                          : N_ ("Only a moderator may do this."));
}

static gboolean
need_patience (const ParlorStanding *standing,
               gint64                now_ms,
               GError              **error)
{
  gint64 wait_ms = standing->sent_ms + standing->slow_mode_s * 1000 - now_ms;

  if (standing->slow_mode_s == 0 || standing->role >= PARLOR_ROLE_MODERATOR || wait_ms <= 0)
    return TRUE;

  return parlor_refuse_for (error, PARLOR_REFUSED_TOO_FAST, MIN (wait_ms, G_MAXINT32),
                            N_ ("Slow mode is on here: wait a little between messages."));
}

/**
 * parlor_rights_need_voice:
 * @standing: of a member
 * @error: return location for %PARLOR_REFUSED_NOT_ALLOWED
 *
 * Returns: whether the member is not muted: who is only reads, and does not
 *   moderate either
 */
gboolean
parlor_rights_need_voice (const ParlorStanding *standing,
                          GError              **error)
{
  if (standing->muted_until_ms <= g_get_real_time () / 1000)
    return TRUE;

  return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "conversation",
                        N_ ("You are muted here: for now you can only read."));
}

/**
 * parlor_rights_need_open:
 * @standing: of a member
 * @is_new_message: 1 for what only those may do who may write a message now, 0
 *   for reactions, and for edits of what one wrote before
 * @error: return location for %PARLOR_REFUSED_NOT_ALLOWED, or
 *   %PARLOR_REFUSED_TOO_FAST in slow mode
 *
 * Returns: whether the member may add to the conversation's log now: it is not
 *   archived, the member not muted, and for a new message it is not read-only
 *   and slow mode lets it pass
 */
gboolean
parlor_rights_need_open (const ParlorStanding *standing,
                         gboolean              is_new_message,
                         GError              **error)
{
  gint64 now_ms = g_get_real_time () / 1000;

  if (standing->is_archived)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "conversation",
                          N_ ("This conversation is archived: it can only be read."));
  if (!parlor_rights_need_voice (standing, error))
    return FALSE;
  if (!is_new_message)
    return TRUE;
  if (standing->is_read_only && standing->role < PARLOR_ROLE_MODERATOR)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "conversation",
                          N_ ("Only moderators write here."));

  return need_patience (standing, now_ms, error);
}

static void
take_block (const ParlorRow *row,
            gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
}

/**
 * parlor_rights_need_welcome:
 * @db: the database
 * @conversation: id; anything but a personal chat is open to its members
 * @account: who wants to say something in it
 * @error: return location for %PARLOR_REFUSED_NOT_ALLOWED
 *
 * Returns: whether the other one in a personal chat has not blocked @account
 */
gboolean
parlor_rights_need_welcome (ParlorDb   *db,
                            const char *conversation,
                            gint64      account,
                            GError    **error)
{
  gboolean is_blocked = FALSE;
  gint64   accounts[2];

  if (!parlor_personal_id_parse (conversation, &accounts[0], &accounts[1]))
    return TRUE;
  if (!parlor_db_exec (
        db, "SELECT 1 FROM blocks WHERE account = $1 AND blocked = $2",
        PARLOR_PARAMS (parlor_int (accounts[accounts[0] == account]), parlor_int (account)),
        take_block, &is_blocked, error))
    return FALSE;

  return !is_blocked || parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "conversation",
                                       N_ ("This person does not take messages from you."));
}

static void
take_server_role (const ParlorRow *row,
                  gpointer         user_data)
{
  *(ParlorServerRole *) user_data = parlor_row_int (row, 0);
}

/**
 * parlor_rights_need_above:
 * @db: the database
 * @conversation: id
 * @standing: of the moderator who acts
 * @account: on whom
 * @ret_standing: (out caller-allocates): what @account is there
 * @error: return location for an error
 *
 * Returns: whether the one who acts is a moderator who is not muted and @account, a member or not,
 *   is of a lower role; %PARLOR_REFUSED_NOT_FOUND if there is no such account,
 *   %PARLOR_REFUSED_NOT_ALLOWED otherwise
 */
gboolean
parlor_rights_need_above (ParlorDb             *db,
                          const char           *conversation,
                          const ParlorStanding *standing,
                          gint64                account,
                          ParlorStanding       *ret_standing,
                          GError              **error)
{
  ParlorServerRole server_role = PARLOR_SERVER_ROLE_UNKNOWN;

  if (standing->kind == PARLOR_CONVERSATION_PERSONAL)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "conversation",
                          N_ ("A personal chat has no moderators. You can block the person."));
  if (!parlor_rights_need_role (standing, PARLOR_ROLE_MODERATOR, error) ||
      !parlor_rights_need_voice (standing, error) ||
      !parlor_db_exec (db, "SELECT role FROM accounts WHERE account = $1 AND is_deleted = 0",
                       PARLOR_PARAMS (parlor_int (account)), take_server_role, &server_role, error))
    return FALSE;
  if (server_role == PARLOR_SERVER_ROLE_UNKNOWN)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "account",
                          N_ ("There is no such person."));
  if (!parlor_rights_read (db, conversation, account, server_role, ret_standing, error))
    return FALSE;
  if (MAX (ret_standing->role, PARLOR_ROLE_MEMBER) < standing->role &&
      server_role < PARLOR_SERVER_ROLE_ADMIN)
    return TRUE;

  return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "account",
                        N_ ("You can do this only to somebody of a lower role than yours."));
}

/**
 * parlor_audit_add:
 * @db: the database
 * @author: who acts; 0 for the machine's own administrator
 * @act: the packet that does it
 * @conversation: (nullable): where
 * @member: to whom; 0 for nobody
 * @text: (nullable): more of it, never what people wrote to each other
 * @error: return location for an error
 *
 * Records an act of moderation, in the transaction that carries it out.
 *
 * Returns: whether it is recorded
 */
gboolean
parlor_audit_add (ParlorDb        *db,
                  gint64           author,
                  ParlorPacketType act,
                  const char      *conversation,
                  gint64           member,
                  const char      *text,
                  GError         **error)
{
  return parlor_db_exec (
    db,
    "INSERT INTO audit (entry, time_ms, author, act, conversation, member, text) "
    "SELECT COALESCE (MAX (entry), 0) + 1, $1, $2, $3, $4, $5, $6 FROM audit",
    PARLOR_PARAMS (parlor_int (g_get_real_time () / 1000), parlor_int_or_null (author),
                   parlor_text (parlor_packet_info (act)->name), parlor_text (conversation),
                   parlor_int_or_null (member), parlor_text (text)),
    NULL, NULL, error);
}
