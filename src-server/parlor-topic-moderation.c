/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What moderators do to people, and what owners make of them. */

#define G_LOG_DOMAIN "parlor-topic-moderation"

#include "parlor-act.h"
#include "parlor-topics.h"

#define BANS_PER_PAGE 25 /* each takes less than 2.5 KiB */

/* What an act of moderation is about, whichever packet asks for it. */
typedef struct
{
  char          *conversation;
  gint64         account;
  char          *reason;   /* NULL: none */
  gint64         until_ms; /* 0: for good */
  ParlorStanding standing; /* of account */
  gboolean       is_member_gone;
} Deed;

static gboolean
check_until (gint64   until_ms,
             GError **error)
{
  if (until_ms == 0 || until_ms > g_get_real_time () / 1000)
    return TRUE;

  return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "until_ms",
                        N_ ("This time has passed. Leave it out for good."));
}

static gboolean
check_reason (const char *reason,
              GError    **error)
{
  for (const char *p = reason; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)) && *p != '\n')
      return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "reason",
                            N_ ("The reason has control characters."));

  return TRUE;
}

/* The author is a moderator of where it happens, and above whom it happens to. */
static gboolean
need_above (ParlorAct *act,
            ParlorDb  *db,
            GError   **error)
{
  Deed *deed = act->data;

  return parlor_act_need_member (act, db, deed->conversation, error) &&
         parlor_rights_need_above (db, deed->conversation, &act->standing, deed->account,
                                   &deed->standing, error);
}

static gboolean
need_member_above (ParlorAct *act,
                   ParlorDb  *db,
                   GError   **error)
{
  const Deed *deed = act->data;

  if (!need_above (act, db, error))
    return FALSE;
  if (deed->standing.member_role != PARLOR_ROLE_UNKNOWN)
    return TRUE;

  return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "account",
                        N_ ("This person is not in the conversation."));
}

/* Puts what happened into the log of the conversation and into the record. */
static ParlorEventPacket *
append (ParlorAct      *act,
        ParlorDb       *db,
        ParlorEventKind kind,
        GError        **error)
{
  const Deed        *deed = act->data;
  ParlorEventPacket *event = parlor_act_add_event (act, deed->conversation, kind);

  event->text = g_strdup (deed->reason);
  event->until_ms = deed->until_ms;
  /* By that one knows whether there is a member less. */
  if (kind == PARLOR_EVENT_BAN)
    event->role = deed->standing.member_role;
  event->member = parlor_log_read_account (db, deed->account, error);
  if (event->member == NULL || !parlor_log_append (db, event, error) ||
      !parlor_audit_add (db, act->author.account, act->type, deed->conversation, deed->account,
                         deed->reason, error))
    return NULL;

  return event;
}

static gboolean
remove_member (ParlorAct *act,
               ParlorDb  *db,
               GError   **error)
{
  Deed *deed = act->data;

  deed->is_member_gone = TRUE;

  return parlor_log_remove_member (db, deed->conversation, deed->account, error);
}

static void
deed_done (ParlorAct      *act,
           ParlorServices *services)
{
  const Deed *deed = act->data;

  if (deed->is_member_gone)
    parlor_hub_remove_member (services->hub, deed->account, deed->conversation);
}

static void
deed_free (gpointer data)
{
  Deed *deed = data;

  g_free (deed->conversation);
  g_free (deed->reason);
  g_free (deed);
}

static void
run_deed (ParlorRequest *request,
          ParlorActWork  work,
          const char    *conversation,
          gint64         account,
          const char    *reason,
          gint64         until_ms)
{
  ParlorAct         *act = parlor_act_new (request);
  Deed              *deed = g_new0 (Deed, 1);
  g_autoptr (GError) error = NULL;

  act->data = deed;
  act->free_data = deed_free;
  deed->conversation = g_strdup (conversation);
  deed->account = account;
  deed->reason = reason != NULL && *reason != '\0' ? g_strdup (reason) : NULL;
  deed->until_ms = until_ms < PARLOR_FOREVER_MS ? until_ms : 0;
  if (check_until (until_ms, &error) && check_reason (reason, &error))
    parlor_act_run (act, PARLOR_STORE_WRITE, work, deed_done);
  else
    parlor_act_refuse (act, error);
}

static gboolean
kick_work (ParlorAct *act,
           ParlorDb  *db,
           GError   **error)
{
  return need_member_above (act, db, error) && append (act, db, PARLOR_EVENT_KICK, error) &&
         remove_member (act, db, error);
}

/**
 * parlor_on_kick:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_kick (ParlorRequest *request)
{
  const ParlorKickPacket *packet = request->packet;

  run_deed (request, kick_work, packet->conversation, packet->account, packet->reason, 0);
}

/* Bans anew, or by another reason or term than before. */
static gboolean
write_ban (ParlorAct *act,
           ParlorDb  *db,
           GError   **error)
{
  const Deed *deed = act->data;

  return parlor_db_exec (
           db,
           "INSERT INTO bans (conversation, account, author, reason, time_ms, until_ms) "
           "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (conversation, account) DO UPDATE SET "
           "author = excluded.author, reason = excluded.reason, time_ms = excluded.time_ms, "
           "until_ms = excluded.until_ms",
           PARLOR_PARAMS (parlor_text (deed->conversation), parlor_int (deed->account),
                          parlor_int (act->author.account), parlor_text (deed->reason),
                          parlor_int (g_get_real_time () / 1000), parlor_int (deed->until_ms)),
           NULL, NULL, error) &&
         parlor_db_exec (db, "DELETE FROM invitations WHERE account = $1 AND conversation = $2",
                         PARLOR_PARAMS (parlor_int (deed->account),
                                        parlor_text (deed->conversation)),
                         NULL, NULL, error);
}

static gboolean
ban_work (ParlorAct *act,
          ParlorDb  *db,
          GError   **error)
{
  const Deed *deed = act->data;
  gint64      is_same = 0;

  if (!need_above (act, db, error) ||
      !parlor_db_get_int (db,
                          "SELECT EXISTS (SELECT 1 FROM bans WHERE conversation = $1 "
                          "AND account = $2 AND until_ms = $3 AND COALESCE (reason, '') = $4)",
                          PARLOR_PARAMS (parlor_text (deed->conversation),
                                         parlor_int (deed->account), parlor_int (deed->until_ms),
                                         parlor_text (deed->reason != NULL ? deed->reason : "")),
                          &is_same, error))
    return FALSE;
  if (is_same)
    return TRUE;

  return write_ban (act, db, error) && append (act, db, PARLOR_EVENT_BAN, error) &&
         (deed->standing.member_role == PARLOR_ROLE_UNKNOWN || remove_member (act, db, error));
}

/**
 * parlor_on_ban:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_ban (ParlorRequest *request)
{
  const ParlorBanPacket *packet = request->packet;

  run_deed (request, ban_work, packet->conversation, packet->account, packet->reason,
            packet->until_ms);
}

/* A moderator of a channel or a group, who may speak. */
static gboolean
need_moderator (ParlorAct  *act,
                ParlorDb   *db,
                const char *conversation,
                GError    **error)
{
  if (!parlor_act_need_member (act, db, conversation, error))
    return FALSE;
  if (act->standing.kind == PARLOR_CONVERSATION_PERSONAL)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "conversation",
                          N_ ("A personal chat has no moderators. You can block the person."));

  return parlor_rights_need_role (&act->standing, PARLOR_ROLE_MODERATOR, error) &&
         parlor_rights_need_voice (&act->standing, error);
}

static gboolean
unban_work (ParlorAct *act,
            ParlorDb  *db,
            GError   **error)
{
  const Deed        *deed = act->data;
  g_autoptr (GError) failure = NULL;
  gint64             is_banned = 0;

  if (!need_moderator (act, db, deed->conversation, error))
    return FALSE;
  if (!parlor_db_get_int (db,
                          "DELETE FROM bans WHERE conversation = $1 AND account = $2 "
                          "AND (until_ms = 0 OR until_ms > $3) RETURNING 1",
                          PARLOR_PARAMS (parlor_text (deed->conversation),
                                         parlor_int (deed->account),
                                         parlor_int (g_get_real_time () / 1000)),
                          &is_banned, &failure))
    return parlor_log_refuse_missing (g_steal_pointer (&failure), "account",
                                      N_ ("This person is not banned from here."), error);

  return append (act, db, PARLOR_EVENT_UNBAN, error) != NULL;
}

/**
 * parlor_on_unban:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_unban (ParlorRequest *request)
{
  const ParlorUnbanPacket *packet = request->packet;

  run_deed (request, unban_work, packet->conversation, packet->account, NULL, 0);
}

static gboolean
write_mute (ParlorAct *act,
            ParlorDb  *db,
            gint64     muted_until_ms,
            GError   **error)
{
  const Deed *deed = act->data;

  return parlor_db_exec (
    db, "UPDATE members SET muted_until_ms = $3 WHERE conversation = $1 AND account = $2",
    PARLOR_PARAMS (parlor_text (deed->conversation), parlor_int (deed->account),
                   parlor_int (muted_until_ms)),
    NULL, NULL, error);
}

static gboolean
mute_work (ParlorAct *act,
           ParlorDb  *db,
           GError   **error)
{
  const Deed *deed = act->data;
  gint64      until_ms = deed->until_ms != 0 ? deed->until_ms : PARLOR_FOREVER_MS;

  if (!need_member_above (act, db, error))
    return FALSE;
  if (deed->standing.muted_until_ms == until_ms)
    return TRUE;

  return write_mute (act, db, until_ms, error) && append (act, db, PARLOR_EVENT_MUTE, error);
}

/**
 * parlor_on_mute:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_mute (ParlorRequest *request)
{
  const ParlorMutePacket *packet = request->packet;

  run_deed (request, mute_work, packet->conversation, packet->account, packet->reason,
            packet->until_ms);
}

static gboolean
unmute_work (ParlorAct *act,
             ParlorDb  *db,
             GError   **error)
{
  const Deed *deed = act->data;

  if (!need_member_above (act, db, error))
    return FALSE;
  if (deed->standing.muted_until_ms <= g_get_real_time () / 1000)
    return TRUE;

  return write_mute (act, db, 0, error) &&
         parlor_db_exec (db, "DELETE FROM mutes WHERE conversation = $1 AND account = $2",
                         PARLOR_PARAMS (parlor_text (deed->conversation),
                                        parlor_int (deed->account)),
                         NULL, NULL, error) &&
         append (act, db, PARLOR_EVENT_UNMUTE, error);
}

/**
 * parlor_on_unmute:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_unmute (ParlorRequest *request)
{
  const ParlorUnmutePacket *packet = request->packet;

  run_deed (request, unmute_work, packet->conversation, packet->account, NULL, 0);
}

static void
take_sanction (const ParlorRow *row,
               gpointer         user_data)
{
  ParlorBansPagePacket *page = user_data;
  ParlorSanctionPacket *sanction;

  page->complete = page->bans->len < BANS_PER_PAGE;
  if (!page->complete)
    return;

  sanction = parlor_packet_new (PARLOR_PACKET_SANCTION);
  sanction->account = parlor_row_account (row, 0);
  if (parlor_row_int (row, 3) != 0)
    sanction->author = parlor_row_account (row, 3);
  sanction->reason = g_strdup (parlor_row_text (row, 6));
  sanction->time_ms = parlor_row_int (row, 7);
  sanction->until_ms = parlor_row_int (row, 8);
  g_ptr_array_add (page->bans, sanction);
}

static gboolean
bans_work (ParlorAct *act,
           ParlorDb  *db,
           GError   **error)
{
  const ParlorBansPacket *packet = act->packet;
  ParlorBansPagePacket   *page = parlor_packet_new (PARLOR_PACKET_BANS_PAGE);

  page->bans = g_ptr_array_new ();
  page->complete = TRUE;
  act->answer_type = PARLOR_PACKET_BANS_PAGE;
  act->answer = page;

  return need_moderator (act, db, packet->conversation, error) &&
         parlor_db_exec (
           db,
           "SELECT a.account, a.name, a.nick, w.account, w.name, w.nick, b.reason, b.time_ms, "
           "b.until_ms FROM bans b JOIN accounts a ON a.account = b.account "
           "LEFT JOIN accounts w ON w.account = b.author "
           "WHERE b.conversation = $1 AND b.account > $2 AND (b.until_ms = 0 OR b.until_ms > $3) "
           "ORDER BY b.account LIMIT $4",
           PARLOR_PARAMS (parlor_text (packet->conversation), parlor_int (packet->after),
                          parlor_int (g_get_real_time () / 1000), parlor_int (BANS_PER_PAGE + 1)),
           take_sanction, page, error);
}

/**
 * parlor_on_bans:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_bans (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_READ, bans_work, NULL);
}
