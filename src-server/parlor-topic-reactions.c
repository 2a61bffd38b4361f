/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reacting to messages. */

#define G_LOG_DOMAIN "parlor-topic-reactions"

#include "parlor-act.h"
#include "parlor-emoji.h"
#include "parlor-topics.h"

/* Each takes less than 600 bytes of a frame. */
#define REACTORS_PER_PAGE 100

/* What there is on a message of an emoji. */
typedef struct
{
  gint64   first;   /* seq of the event that brought it; 0: it is not there */
  gint64   n_emoji; /* different ones on the message */
  gint64   n_all;   /* reactions on the message */
  gboolean is_mine; /* the author of the act has reacted with it */
} Reacted;

static void
take_reacted (const ParlorRow *row,
              gpointer         user_data)
{
  *(Reacted *) user_data = (Reacted){ parlor_row_int (row, 0), parlor_row_int (row, 1),
                                      parlor_row_int (row, 2), parlor_row_int (row, 3) };
}

static gboolean
read_reacted (ParlorAct  *act,
              ParlorDb   *db,
              const char *conversation,
              gint64      seq,
              const char *emoji,
              Reacted    *ret_reacted,
              GError    **error)
{
  return parlor_db_exec (db,
                         "SELECT MAX (CASE emoji WHEN $3 THEN first END), COUNT (DISTINCT emoji), "
                         "COUNT (*), MAX (emoji = $3 AND account = $4) "
                         "FROM reactions WHERE conversation = $1 AND seq = $2",
                         PARLOR_PARAMS (parlor_text (conversation), parlor_int (seq),
                                        parlor_text (emoji), parlor_int (act->author.account)),
                         take_reacted, ret_reacted, error);
}

/* Appends what the author does about a message. */
static ParlorEventPacket *
append (ParlorAct      *act,
        ParlorDb       *db,
        const char     *conversation,
        ParlorEventKind kind,
        gint64          seq,
        const char     *emoji,
        GError        **error)
{
  ParlorEventPacket *event = parlor_act_add_event (act, conversation, kind);

  event->target = seq;
  event->emoji = g_strdup (emoji);

  return parlor_log_append (db, event, error) ? event : NULL;
}

static gboolean
mark_reacted (ParlorDb                *db,
              const ParlorEventPacket *event,
              gboolean                 has_reactions,
              GError                 **error)
{
  return parlor_db_exec (db,
                         "UPDATE events SET changed = $3, has_reactions = $4 "
                         "WHERE conversation = $1 AND seq = $2",
                         PARLOR_PARAMS (parlor_text (event->conversation),
                                        parlor_int (event->target), parlor_int (event->seq),
                                        parlor_int_or_null (has_reactions)),
                         NULL, NULL, error);
}

static gboolean
react_work (ParlorAct *act,
            ParlorDb  *db,
            GError   **error)
{
  const ParlorReactPacket     *packet = act->packet;
  g_auto (ParlorStoredMessage) message = { 0 };
  const char                  *emoji = act->data;
  Reacted                      reacted = { 0 };
  ParlorEventPacket           *event;

  if (!parlor_act_need_member (act, db, packet->conversation, error) ||
      !parlor_log_need_message (db, packet->conversation, packet->seq, &message, error) ||
      !read_reacted (act, db, packet->conversation, packet->seq, emoji, &reacted, error))
    return FALSE;
  if (reacted.is_mine)
    return TRUE;
  if (!parlor_rights_need_open (&act->standing, FALSE, error) ||
      !parlor_rights_need_welcome (db, packet->conversation, act->author.account, error))
    return FALSE;
  if (reacted.first == 0 && reacted.n_emoji >= PARLOR_REACTIONS_MAX)
    return parlor_refuse (
      error, PARLOR_REFUSED_TOO_MUCH, "emoji",
      N_ ("No more different reactions to this message. Use one that is there."));

  event = append (act, db, packet->conversation, PARLOR_EVENT_REACT, packet->seq, emoji, error);

  return event != NULL &&
         parlor_db_exec (db,
                         "INSERT INTO reactions (conversation, seq, event, first, emoji, account) "
                         "VALUES ($1, $2, $3, $4, $5, $6)",
                         PARLOR_PARAMS (parlor_text (packet->conversation),
                                        parlor_int (packet->seq), parlor_int (event->seq),
                                        parlor_int (reacted.first != 0 ? reacted.first
                                                                       : event->seq),
                                        parlor_text (emoji), parlor_int (act->author.account)),
                         NULL, NULL, error) &&
         mark_reacted (db, event, TRUE, error);
}

static gboolean
unreact_work (ParlorAct *act,
              ParlorDb  *db,
              GError   **error)
{
  const ParlorUnreactPacket   *packet = act->packet;
  g_auto (ParlorStoredMessage) message = { 0 };
  const char                  *emoji = act->data;
  Reacted                      reacted = { 0 };
  ParlorEventPacket           *event;

  if (!parlor_act_need_member (act, db, packet->conversation, error) ||
      !parlor_log_find_message (db, packet->conversation, packet->seq, &message, error) ||
      !read_reacted (act, db, packet->conversation, packet->seq, emoji, &reacted, error))
    return FALSE;
  if (!reacted.is_mine)
    return TRUE;
  if (!parlor_rights_need_open (&act->standing, FALSE, error))
    return FALSE;

  event = append (act, db, packet->conversation, PARLOR_EVENT_UNREACT, packet->seq, emoji, error);

  return event != NULL &&
         parlor_db_exec (db,
                         "DELETE FROM reactions WHERE conversation = $1 AND seq = $2 "
                         "AND account = $3 AND emoji = $4",
                         PARLOR_PARAMS (parlor_text (packet->conversation),
                                        parlor_int (packet->seq), parlor_int (act->author.account),
                                        parlor_text (emoji)),
                         NULL, NULL, error) &&
         mark_reacted (db, event, reacted.n_all > 1, error);
}

static void
run_reaction (ParlorRequest *request,
              const char    *text,
              ParlorActWork  work)
{
  g_autoptr (GError) error = NULL;
  char              *emoji = parlor_emoji_prepare (text, &error);
  ParlorAct         *act;

  if (emoji == NULL) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, "emoji", error->message);
    return;
  }

  act = parlor_act_new (request);
  act->data = emoji;
  act->free_data = g_free;
  parlor_act_run (act, PARLOR_STORE_WRITE, work, NULL);
}

/**
 * parlor_on_react:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_react (ParlorRequest *request)
{
  run_reaction (request, ((ParlorReactPacket *) request->packet)->emoji, react_work);
}

/**
 * parlor_on_unreact:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_unreact (ParlorRequest *request)
{
  run_reaction (request, ((ParlorUnreactPacket *) request->packet)->emoji, unreact_work);
}

static void
take_reactor (const ParlorRow *row,
              gpointer         user_data)
{
  ParlorReactionsPagePacket *page = user_data;
  ParlorReactorPacket       *reactor = parlor_packet_new (PARLOR_PACKET_REACTOR);

  reactor->emoji = g_strdup (parlor_row_text (row, 1));
  reactor->account = parlor_row_account (row, 2);
  g_ptr_array_add (page->reactors, reactor);
  page->next = parlor_row_int (row, 0);
}

static void
take_last (const ParlorRow *row,
           gpointer         user_data)
{
  *(gint64 *) user_data = parlor_row_int (row, 0);
}

static gboolean
reactions_work (ParlorAct *act,
                ParlorDb  *db,
                GError   **error)
{
  const ParlorReactionsPacket *packet = act->packet;
  g_auto (ParlorStoredMessage) message = { 0 };
  ParlorReactionsPagePacket   *page = parlor_packet_new (PARLOR_PACKET_REACTIONS_PAGE);
  gint64                       last = 0;

  act->answer = page;
  act->answer_type = PARLOR_PACKET_REACTIONS_PAGE;
  page->reactors = g_ptr_array_new ();
  if (!parlor_act_need_member (act, db, packet->conversation, error) ||
      !parlor_log_need_message (db, packet->conversation, packet->seq, &message, error) ||
      !parlor_db_exec (db,
                       "SELECT r.event, r.emoji, a.account, a.name, a.nick FROM reactions r "
                       "JOIN accounts a ON a.account = r.account "
                       "WHERE r.conversation = $1 AND r.seq = $2 AND r.event > $3 "
                       "ORDER BY r.event LIMIT $4",
                       PARLOR_PARAMS (parlor_text (packet->conversation), parlor_int (packet->seq),
                                      parlor_int (packet->after), parlor_int (REACTORS_PER_PAGE)),
                       take_reactor, page, error) ||
      !parlor_db_exec (db, "SELECT MAX (event) FROM reactions WHERE conversation = $1 AND seq = $2",
                       PARLOR_PARAMS (parlor_text (packet->conversation),
                                      parlor_int (packet->seq)),
                       take_last, &last, error))
    return FALSE;

  if (page->next == last)
    page->next = 0;

  return TRUE;
}

/**
 * parlor_on_reactions:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_reactions (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_READ, reactions_work, NULL);
}
