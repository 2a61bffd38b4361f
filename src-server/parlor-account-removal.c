/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Deleting accounts.
 *
 * In one transaction the account is marked: nobody can sign in to it any more,
 * its name is free, and what describes the person is gone.  What remains, in
 * conversations, may be much.  It goes in steps, each a short transaction that
 * notes how far it came, in the table removals: so others hardly wait, and after a
 * crash it goes on. */

#define G_LOG_DOMAIN "parlor-account-removal"

#include "parlor-account-removal.h"

#include "parlor-contents.h"
#include "parlor-log.h"
#include "parlor-people.h"
#include "parlor-scan.h"

#include <glib/gi18n.h>

/* Translators: stands where the name of somebody stood whose account was deleted */
#define NICK N_ ("Deleted account")
#define CONVERSATIONS_AT_ONCE 20
#define EVENTS_AT_ONCE 5000
#define CHANGES_AT_ONCE 100
/* How long a step may keep the store: where many people are, a message that goes
 * is counted for each of them. */
#define STEP_US 10000

typedef struct
{
  gint64   account;
  gboolean keeps_messages;
  char    *conversation; /* how far it came */
  gint64   after;
  gint64   purge;  /* seq of the purge in the conversation; 0: none yet */
  gint64   end_us; /* when the rest is left to the next step */
} Removal;

static gboolean
is_late (const Removal *removal)
{
  return g_get_monotonic_time () >= removal->end_us;
}

/**
 * parlor_removal_step_new:
 *
 * Returns: (transfer full): a step that is still to be taken
 */
ParlorRemovalStep *
parlor_removal_step_new (void)
{
  ParlorRemovalStep *self = g_new0 (ParlorRemovalStep, 1);

  self->events = g_ptr_array_new ();
  self->archived = g_ptr_array_new ();

  return self;
}

/**
 * parlor_removal_step_free:
 * @self: (transfer full): a step
 */
void
parlor_removal_step_free (ParlorRemovalStep *self)
{
  for (guint i = 0; i < self->archived->len; i++)
    parlor_packet_free (PARLOR_PACKET_CONVERSATION, self->archived->pdata[i]);
  g_ptr_array_unref (self->archived);
  parlor_events_free (self->events);
  g_free (self);
}

/**
 * parlor_account_make_deleted:
 * @account: number of an account that is deleted
 *
 * Returns: (transfer full): what others see of it
 */
ParlorAccountPacket *
parlor_account_make_deleted (gint64 account)
{
  ParlorAccountPacket *packet = parlor_packet_new (PARLOR_PACKET_ACCOUNT);

  packet->account = account;
  packet->name = g_strdup_printf ("deleted-%" G_GINT64_FORMAT, account);
  packet->nick = g_strdup (NICK);
  packet->is_deleted = TRUE;

  return packet;
}

/* Carries out statements about an account, $1. */
static gboolean
run_all (ParlorDb          *db,
         const char *const *statements,
         guint              n_statements,
         gint64             account,
         GError           **error)
{
  for (guint i = 0; i < n_statements; i++)
    if (!parlor_db_exec (db, statements[i], PARLOR_PARAMS (parlor_int (account)), NULL, NULL,
                         error))
      return FALSE;

  return TRUE;
}

/**
 * parlor_account_mark_deleted:
 * @db: the database
 * @account: an account
 * @keep_messages: whether what it has written stays, as of a deleted account
 * @error: return location for an error
 *
 * Deletes @account, but for what is left to parlor_account_remove_some().
 *
 * Returns: whether that could be done
 */
gboolean
parlor_account_mark_deleted (ParlorDb *db,
                             gint64    account,
                             gboolean  keep_messages,
                             GError  **error)
{
  static const char *const statements[] = {
    "DELETE FROM devices WHERE account = $1",
    "DELETE FROM nicks WHERE account = $1",
    "DELETE FROM blocks WHERE account = $1 OR blocked = $1",
    "DELETE FROM invitations WHERE account = $1 OR author = $1",
    "DELETE FROM invite_links WHERE author = $1",
    "DELETE FROM mentions WHERE account = $1",
    "DELETE FROM bans WHERE account = $1",
    "DELETE FROM server_bans WHERE account = $1",
    /* Uploads that no message carries, the picture among them. */
    ("INSERT INTO dropped_attachments (attachment, sha256) SELECT attachment, sha256 "
     "FROM attachments WHERE account = $1 AND seq IS NULL"),
    "DELETE FROM attachments WHERE account = $1 AND seq IS NULL",
  };
  ParlorAccountPacket *deleted = parlor_account_make_deleted (account);
  g_autofree char     *folded = parlor_people_fold (deleted->name, deleted->nick);
  g_autofree char     *name = g_steal_pointer (&deleted->name);
  gint64               other = 0;

  parlor_packet_free (PARLOR_PACKET_ACCOUNT, deleted);

  /* Somebody may have taken the name when it was still to be had. */
  while (parlor_db_get_int (db, "SELECT account FROM accounts WHERE name = $1 AND account <> $2",
                            PARLOR_PARAMS (parlor_text (name), parlor_int (account)), &other,
                            NULL)) {
    g_free (name);
    name = g_strdup_printf ("deleted-%" G_GINT64_FORMAT "-%06x", account, g_random_int () >> 8);
  }

  return parlor_db_exec (
           db,
           "UPDATE accounts SET name = $1, nick = $2, folded = $3, password = '', role = $4, "
           "status = NULL, avatar = NULL, last_seen_ms = NULL, is_deleted = 1 WHERE account = $5",
           PARLOR_PARAMS (parlor_text (name), parlor_text (NICK), parlor_text (folded),
                          parlor_int (PARLOR_SERVER_ROLE_USER), parlor_int (account)),
           NULL, NULL, error) &&
         run_all (db, statements, G_N_ELEMENTS (statements), account, error) &&
         parlor_db_exec (
           db,
           "INSERT INTO removals (account, keep_messages, conversation, after, purge) "
           "VALUES ($1, $2, '', 0, 0)",
           PARLOR_PARAMS (parlor_int (account), parlor_int (keep_messages)), NULL, NULL, error);
}

static void
take_id (const ParlorRow *row,
         gpointer         ids)
{
  g_ptr_array_add (ids, g_strdup (parlor_row_text (row, 0)));
}

static gboolean
find_ids (ParlorDb   *db,
          const char *sql,
          gint64      account,
          GPtrArray  *ret_ids,
          GError    **error)
{
  return parlor_db_exec (db, sql,
                         PARLOR_PARAMS (parlor_int (account),
                                        parlor_int (PARLOR_CONVERSATION_PERSONAL),
                                        parlor_int (CONVERSATIONS_AT_ONCE)),
                         take_id, ret_ids, error);
}

static gboolean
leave_some (ParlorDb          *db,
            const Removal     *removal,
            ParlorRemovalStep *step,
            gboolean          *ret_is_done,
            GError           **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  ParlorAccountPacket  *leaver = parlor_account_make_deleted (removal->account);
  gboolean              is_good =
    find_ids (db,
              "SELECT m.conversation FROM members m "
              "JOIN conversations c ON c.conversation = m.conversation "
              "WHERE m.account = $1 AND c.kind <> $2 ORDER BY m.conversation LIMIT $3",
              removal->account, ids, error);

  for (guint i = 0; is_good && i < ids->len && (i == 0 || !is_late (removal)); i++)
    is_good = parlor_log_leave (db, ids->pdata[i], leaver, step->events, error);
  *ret_is_done = ids->len == 0;
  parlor_packet_free (PARLOR_PACKET_ACCOUNT, leaver);

  return is_good;
}

static gboolean
archive (ParlorDb          *db,
         const Removal     *removal,
         const char        *conversation,
         ParlorRemovalStep *step,
         GError           **error)
{
  ParlorConversationPacket *packet;
  gint64                    other = 0;

  if (!parlor_db_exec (db, "UPDATE conversations SET is_archived = 1 WHERE conversation = $1",
                       PARLOR_PARAMS (parlor_text (conversation)), NULL, NULL, error))
    return FALSE;
  if (!parlor_db_get_int (
        db, "SELECT account FROM members WHERE conversation = $1 AND account <> $2",
        PARLOR_PARAMS (parlor_text (conversation), parlor_int (removal->account)), &other, NULL))
    return TRUE;

  packet = parlor_log_read_conversation (db, other, conversation, error);
  if (packet != NULL)
    g_ptr_array_add (step->archived, packet);

  return packet != NULL;
}

/* The other one keeps a personal chat, and can write to nobody in it. */
static gboolean
archive_some (ParlorDb          *db,
              const Removal     *removal,
              ParlorRemovalStep *step,
              gboolean          *ret_is_done,
              GError           **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  if (!find_ids (db,
                 "SELECT m.conversation FROM members m "
                 "JOIN conversations c ON c.conversation = m.conversation "
                 "WHERE m.account = $1 AND c.kind = $2 AND c.is_archived = 0 LIMIT $3",
                 removal->account, ids, error))
    return FALSE;

  for (guint i = 0; i < ids->len && (i == 0 || !is_late (removal)); i++)
    if (!archive (db, removal, ids->pdata[i], step, error))
      return FALSE;
  *ret_is_done = ids->len == 0;

  return TRUE;
}

static ParlorEventPacket *
append (ParlorDb          *db,
        const Removal     *removal,
        ParlorEventPacket *event,
        ParlorRemovalStep *step,
        GError           **error)
{
  event->conversation = g_strdup (removal->conversation);
  event->author = parlor_account_make_deleted (removal->account);
  g_ptr_array_add (step->events, event);

  return parlor_log_append (db, event, error) ? event : NULL;
}

static void
take_seq (const ParlorRow *row,
          gpointer         seqs)
{
  gint64 seq = parlor_row_int (row, 0);

  g_array_append_val ((GArray *) seqs, seq);
}

/* Erases the account's messages of a stretch, which becomes shorter if that takes
 * too long; one event tells of all in the conversation. */
static gboolean
erase_messages (ParlorDb          *db,
                Removal           *removal,
                ParlorStretch     *stretch,
                ParlorRemovalStep *step,
                guint             *n_changes,
                GError           **error)
{
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint              n = 0;

  if (!parlor_db_exec (
        db,
        "SELECT seq FROM events WHERE conversation = $1 AND seq > $2 AND seq <= $3 "
        "AND author = $4 AND kind = $5 AND is_deleted IS NULL ORDER BY seq LIMIT $6",
        PARLOR_PARAMS (parlor_text (stretch->conversation), parlor_int (stretch->after),
                       parlor_int (stretch->up_to), parlor_int (removal->account),
                       parlor_int (PARLOR_EVENT_MESSAGE), parlor_int (CHANGES_AT_ONCE)),
        take_seq, seqs, error))
    return FALSE;

  if (seqs->len > 0 && removal->purge == 0) {
    ParlorEventPacket *event = parlor_packet_new (PARLOR_PACKET_EVENT);

    event->kind = PARLOR_EVENT_PURGE;
    event->member = parlor_account_make_deleted (removal->account);
    if (append (db, removal, event, step, error) == NULL)
      return FALSE;
    removal->purge = event->seq;
  }

  for (; n < seqs->len && (n == 0 || !is_late (removal)); n++)
    if (!parlor_log_erase_message (db, removal->conversation, g_array_index (seqs, gint64, n),
                                   removal->purge, error))
      return FALSE;
  *n_changes += n;
  if (n < seqs->len || n == CHANGES_AT_ONCE)
    stretch->up_to = g_array_index (seqs, gint64, n - 1);

  return TRUE;
}

typedef struct
{
  gint64 target;
  char  *emoji;
} Reaction;

static void
reaction_clear (gpointer data)
{
  g_free (((Reaction *) data)->emoji);
}

static void
take_reaction (const ParlorRow *row,
               gpointer         reactions)
{
  Reaction reaction = { parlor_row_int (row, 0), g_strdup (parlor_row_text (row, 1)) };

  g_array_append_val ((GArray *) reactions, reaction);
}

static gboolean
take_back (ParlorDb          *db,
           const Removal     *removal,
           const Reaction    *reaction,
           ParlorRemovalStep *step,
           GError           **error)
{
  ParlorEventPacket *event = parlor_packet_new (PARLOR_PACKET_EVENT);

  event->kind = PARLOR_EVENT_UNREACT;
  event->target = reaction->target;
  event->emoji = g_strdup (reaction->emoji);

  return append (db, removal, event, step, error) != NULL &&
         parlor_db_exec (db,
                         "DELETE FROM reactions WHERE conversation = $1 AND seq = $2 "
                         "AND account = $3 AND emoji = $4",
                         PARLOR_PARAMS (parlor_text (removal->conversation),
                                        parlor_int (reaction->target),
                                        parlor_int (removal->account),
                                        parlor_text (reaction->emoji)),
                         NULL, NULL, error) &&
         parlor_db_exec (
           db,
           "UPDATE events SET changed = $3, has_reactions = CASE WHEN EXISTS (SELECT 1 "
           "FROM reactions WHERE conversation = $1 AND seq = $2) THEN 1 END "
           "WHERE conversation = $1 AND seq = $2",
           PARLOR_PARAMS (parlor_text (removal->conversation), parlor_int (reaction->target),
                          parlor_int (event->seq)),
           NULL, NULL, error);
}

/* What the account thought of others' messages.  Where that takes too long, the
 * stretch ends before the message whose turn it is. */
static gboolean
erase_reactions (ParlorDb          *db,
                 const Removal     *removal,
                 ParlorStretch     *stretch,
                 ParlorRemovalStep *step,
                 guint             *n_changes,
                 GError           **error)
{
  g_autoptr (GArray) reactions = g_array_new (FALSE, FALSE, sizeof (Reaction));
  guint              n = 0;

  g_array_set_clear_func (reactions, reaction_clear);
  if (!parlor_db_exec (db,
                       "SELECT seq, emoji FROM reactions WHERE conversation = $1 AND seq > $2 "
                       "AND seq <= $3 AND account = $4 ORDER BY seq, event LIMIT $5",
                       PARLOR_PARAMS (parlor_text (stretch->conversation),
                                      parlor_int (stretch->after), parlor_int (stretch->up_to),
                                      parlor_int (removal->account), parlor_int (CHANGES_AT_ONCE)),
                       take_reaction, reactions, error))
    return FALSE;

  for (; n < reactions->len && (n == 0 || !is_late (removal)); n++)
    if (!take_back (db, removal, &g_array_index (reactions, Reaction, n), step, error))
      return FALSE;
  *n_changes += n;
  if (n < reactions->len || n == CHANGES_AT_ONCE)
    stretch->up_to = g_array_index (reactions, Reaction, n - 1).target - 1;

  return TRUE;
}

static gboolean
erase_some (ParlorDb          *db,
            Removal           *removal,
            ParlorRemovalStep *step,
            gboolean          *ret_is_done,
            GError           **error)
{
  gint64 n_seen = 0;
  guint  n_changes = 0;

  do {
    g_auto (ParlorStretch) stretch = { NULL, 0, 0 };

    if (!parlor_scan_next (db, removal->conversation, removal->after, EVENTS_AT_ONCE, &stretch,
                           error))
      return FALSE;
    *ret_is_done = stretch.conversation == NULL;
    if (*ret_is_done)
      return TRUE;

    if (!g_str_equal (stretch.conversation, removal->conversation)) {
      g_free (removal->conversation);
      removal->conversation = g_strdup (stretch.conversation);
      removal->purge = 0;
    }
    if (!erase_messages (db, removal, &stretch, step, &n_changes, error) ||
        !erase_reactions (db, removal, &stretch, step, &n_changes, error))
      return FALSE;
    removal->after = stretch.up_to;
    n_seen += 20 + stretch.up_to - stretch.after;
  } while (n_seen < EVENTS_AT_ONCE && n_changes < CHANGES_AT_ONCE && !is_late (removal));

  return TRUE;
}

static gboolean
remove_some (ParlorDb          *db,
             Removal           *removal,
             ParlorRemovalStep *step,
             gboolean          *ret_is_done,
             GError           **error)
{
  if (!leave_some (db, removal, step, ret_is_done, error))
    return FALSE;
  if (*ret_is_done && !archive_some (db, removal, step, ret_is_done, error))
    return FALSE;

  return !*ret_is_done || removal->keeps_messages ||
         erase_some (db, removal, step, ret_is_done, error);
}

static gboolean
note_progress (ParlorDb      *db,
               const Removal *removal,
               gboolean       is_done,
               GError       **error)
{
  if (is_done)
    return parlor_db_exec (db, "DELETE FROM removals WHERE account = $1",
                           PARLOR_PARAMS (parlor_int (removal->account)), NULL, NULL, error);

  return parlor_db_exec (
    db, "UPDATE removals SET conversation = $2, after = $3, purge = $4 WHERE account = $1",
    PARLOR_PARAMS (parlor_int (removal->account), parlor_text (removal->conversation),
                   parlor_int (removal->after), parlor_int (removal->purge)),
    NULL, NULL, error);
}

static void
take_removal (const ParlorRow *row,
              gpointer         user_data)
{
  *(Removal *) user_data = (Removal){ parlor_row_int (row, 0), parlor_row_int (row, 1),
                                      g_strdup (parlor_row_text (row, 2)), parlor_row_int (row, 3),
                                      parlor_row_int (row, 4) };
}

/**
 * parlor_account_remove_some:
 * @db: the database, in a job that is followed by parlor_contents_sweep()
 * @step: what is done is added
 * @error: return location for an error
 *
 * Removes some of what remains of an account that was marked.
 *
 * Returns: whether that could be done
 */
gboolean
parlor_account_remove_some (ParlorDb          *db,
                            ParlorRemovalStep *step,
                            GError           **error)
{
  Removal  removal = { 0 };
  gboolean is_done = FALSE;
  gboolean is_good;

  if (!parlor_db_exec (db,
                       "SELECT account, keep_messages, conversation, after, purge FROM removals "
                       "ORDER BY account LIMIT 1",
                       NULL, 0, take_removal, &removal, error))
    return FALSE;
  step->is_last = removal.account == 0;
  if (step->is_last)
    return TRUE;

  removal.end_us = g_get_monotonic_time () + STEP_US;
  is_good = remove_some (db, &removal, step, &is_done, error) &&
            note_progress (db, &removal, is_done, error);
  g_free (removal.conversation);

  return is_good;
}
