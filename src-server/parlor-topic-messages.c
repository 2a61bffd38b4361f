/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing messages. */

#define G_LOG_DOMAIN "parlor-topic-messages"

#include "parlor-log.h"
#include "parlor-names.h"
#include "parlor-topics.h"

typedef struct
{
  ParlorRequest            *request;
  ParlorAccountPacket       author;
  ParlorEventPacket         event; /* borrows from the request, but for its conversation */
  ParlorAttachmentPacket   *attachment;
  ParlorServerRole          server_role;
  ParlorStanding            standing;
  ParlorLogEnd              end;        /* of the conversation's log */
  gboolean                  is_blocked; /* by the other one in a personal chat */
  gboolean                  was_there;  /* the nonce had been sent before */
  gint64                    peer;       /* the other one of a personal chat that was made */
  ParlorConversationPacket *made[2];    /* as each of the two sees it */
} Sending;

static void
sending_free (Sending *sending)
{
  parlor_packet_free (PARLOR_PACKET_ATTACHMENT, sending->attachment);
  for (guint i = 0; i < 2; i++)
    parlor_packet_free (PARLOR_PACKET_CONVERSATION, sending->made[i]);
  g_free (sending->event.conversation);
  g_free (sending);
}

static void
take_place (const ParlorRow *row,
            gpointer         user_data)
{
  Sending *sending = user_data;

  sending->standing = parlor_row_standing (row, 0, sending->server_role);
  sending->end = (ParlorLogEnd){ parlor_row_int (row, 8), parlor_row_int (row, 9), TRUE };
  sending->is_blocked = parlor_row_int (row, 13);
  if (parlor_row_text (row, 10) == NULL)
    return;

  g_free (sending->event.conversation);
  sending->event.conversation = g_strdup (parlor_row_text (row, 10));
  sending->event.seq = parlor_row_int (row, 11);
  sending->event.time_ms = parlor_row_int (row, 12);
  sending->was_there = TRUE;
}

/* Finds the author's standing, where the log ends, and where the message is if it was
 * sent before. */
static gboolean
find_place (ParlorDb *db,
            Sending  *sending,
            GError  **error)
{
  return parlor_db_exec (
    db,
    "SELECT " PARLOR_STANDING_COLUMNS ", c.head, c.messages, e.conversation, e.seq, e.time_ms, "
    "CASE c.kind WHEN $4 THEN EXISTS (SELECT 1 FROM members o JOIN blocks b "
    "ON b.account = o.account AND b.blocked = $2 WHERE o.conversation = $1) END "
    "FROM (SELECT 1) "
    "LEFT JOIN conversations c ON c.conversation = $1 "
    "LEFT JOIN members m ON m.conversation = $1 AND m.account = $2 "
    "LEFT JOIN events e ON e.nonce = $3 AND e.author = $2",
    PARLOR_PARAMS (parlor_text (sending->event.conversation), parlor_int (sending->author.account),
                   parlor_text (sending->event.nonce), parlor_int (PARLOR_CONVERSATION_PERSONAL)),
    take_place, sending, error);
}

/* A reply answers a message that is still there. */
static gboolean
check_reply (ParlorDb *db,
             Sending  *sending,
             GError  **error)
{
  g_auto (ParlorStoredMessage) answered = { 0 };
  g_autoptr (GError)           failure = NULL;

  if (sending->event.reply_to == 0 ||
      parlor_log_need_message (db, sending->event.conversation, sending->event.reply_to, &answered,
                               &failure))
    return TRUE;

  if (g_error_matches (failure, PARLOR_REFUSED, PARLOR_REFUSED_NOT_FOUND))
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "reply_to", failure->message);
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static void
take_attachment (const ParlorRow *row,
                 gpointer         user_data)
{
  *(ParlorAttachmentPacket **) user_data = parlor_row_attachment (row, 0);
}

/* An attachment belongs to the one message that carries it. */
static gboolean
find_attachment (ParlorDb *db,
                 Sending  *sending,
                 GError  **error)
{
  const ParlorSendPacket *packet = sending->request->packet;

  if (packet->attachment == NULL)
    return TRUE;

  if (!parlor_db_exec (db,
                       "SELECT " PARLOR_ATTACHMENT_COLUMNS " FROM attachments f "
                       "WHERE attachment = $1 AND account = $2 AND conversation IS NULL",
                       PARLOR_PARAMS (parlor_text (packet->attachment),
                                      parlor_int (sending->author.account)),
                       take_attachment, &sending->attachment, error))
    return FALSE;

  if (sending->attachment == NULL)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "attachment",
                          N_ ("There is no such upload of yours that is free."));

  sending->event.attachment = sending->attachment;

  return TRUE;
}

static gboolean
bind_attachment (ParlorDb *db,
                 Sending  *sending,
                 GError  **error)
{
  if (sending->attachment == NULL)
    return TRUE;

  return parlor_db_exec (db,
                         "UPDATE attachments SET conversation = $1, seq = $2 WHERE attachment = $3",
                         PARLOR_PARAMS (parlor_text (sending->event.conversation),
                                        parlor_int (sending->event.seq),
                                        parlor_text (sending->attachment->attachment)),
                         NULL, NULL, error);
}

/* The first message makes a personal chat. */
static gboolean
make_personal (ParlorDb *db,
               Sending  *sending,
               GError  **error)
{
  g_autoptr (GError) failure = NULL;
  gint64             accounts[2];
  gint64             found = 0;

  if (sending->standing.kind != PARLOR_CONVERSATION_UNKNOWN ||
      !parlor_personal_id_parse (sending->event.conversation, &accounts[0], &accounts[1]) ||
      (accounts[0] != sending->author.account && accounts[1] != sending->author.account) ||
      accounts[0] == accounts[1])
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "conversation",
                          N_ ("There is no such conversation, or you are not in it."));

  sending->peer = accounts[0] == sending->author.account ? accounts[1] : accounts[0];
  if (!parlor_db_get_int (db, "SELECT account FROM accounts WHERE account = $1 AND is_deleted = 0",
                          PARLOR_PARAMS (parlor_int (sending->peer)), &found, &failure))
    return parlor_log_refuse_missing (g_steal_pointer (&failure), "conversation",
                                      N_ ("There is no such person."), error);

  sending->standing = (ParlorStanding){ .kind = PARLOR_CONVERSATION_PERSONAL,
                                        .role = PARLOR_ROLE_MEMBER,
                                        .member_role = PARLOR_ROLE_MEMBER };
  if (!parlor_db_exec (db,
                       "INSERT INTO conversations (conversation, kind, unlisted, members, head, "
                       "last_message, created_ms) VALUES ($1, $2, 1, 2, 0, 0, $3)",
                       PARLOR_PARAMS (parlor_text (sending->event.conversation),
                                      parlor_int (PARLOR_CONVERSATION_PERSONAL),
                                      parlor_int (g_get_real_time () / 1000)),
                       NULL, NULL, error))
    return FALSE;

  for (guint i = 0; i < 2; i++)
    if (!parlor_db_exec (db,
                         "INSERT INTO members (conversation, account, role) VALUES ($1, $2, $3)",
                         PARLOR_PARAMS (parlor_text (sending->event.conversation),
                                        parlor_int (accounts[i]), parlor_int (PARLOR_ROLE_MEMBER)),
                         NULL, NULL, error))
      return FALSE;

  return TRUE;
}

static gboolean
read_made (ParlorDb *db,
           Sending  *sending,
           GError  **error)
{
  const gint64 viewers[2] = { sending->author.account, sending->peer };

  for (guint i = 0; sending->peer != 0 && i < 2; i++) {
    sending->made[i] =
      parlor_log_read_conversation (db, viewers[i], sending->event.conversation, error);
    if (sending->made[i] == NULL)
      return FALSE;
  }

  return TRUE;
}

/* Whether the author may write now. */
static gboolean
check_rights (ParlorDb *db,
              Sending  *sending,
              GError  **error)
{
  const char *conversation = sending->event.conversation;
  gboolean    is_new = sending->standing.role == PARLOR_ROLE_UNKNOWN;

  if (is_new && !make_personal (db, sending, error))
    return FALSE;
  if ((is_new || sending->is_blocked) &&
      !parlor_rights_need_welcome (db, conversation, sending->author.account, error))
    return FALSE;

  return parlor_rights_need_open (&sending->standing, TRUE, error);
}

static gboolean
send_work (gpointer owner,
           gpointer data,
           GError **error)
{
  ParlorDb *db = owner;
  Sending  *sending = data;

  if (!find_place (db, sending, error))
    return FALSE;
  if (sending->was_there)
    return TRUE;

  return check_rights (db, sending, error) &&
         check_reply (db, sending, error) &&
         find_attachment (db, sending, error) &&
         parlor_log_append_at (db, &sending->event, &sending->end, error) &&
         bind_attachment (db, sending, error) &&
         parlor_log_add_mentions (db, &sending->event, &sending->standing, error) &&
         read_made (db, sending, error);
}

/* Both people of a personal chat that was made hear of it before its message. */
static void
announce_made (ParlorServices *services,
               Sending        *sending)
{
  const gint64 viewers[2] = { sending->author.account, sending->peer };

  for (guint i = 0; i < 2 && sending->made[i] != NULL; i++) {
    g_autoptr (GBytes) frame = parlor_packet_encode (PARLOR_PACKET_CONVERSATION, sending->made[i]);

    parlor_hub_send_to_account (services->hub, viewers[i], frame);
    parlor_hub_subscribe_account (services->hub, viewers[i], sending->event.conversation);
  }
}

static void
send_done (gpointer      data,
           const GError *error)
{
  Sending         *sending = data;
  ParlorServices  *services = sending->request->session->services;
  ParlorSentPacket sent = { 0, sending->event.conversation, NULL, sending->event.seq,
                            sending->event.time_ms };
  g_autofree char *nonce = g_strdup (((ParlorSendPacket *) sending->request->packet)->nonce);
  g_autofree char *text = g_steal_pointer (&((ParlorSendPacket *) sending->request->packet)->text);

  if (error != NULL) {
    parlor_request_refuse (sending->request, error);
  } else {
    announce_made (services, sending);
    sent.nonce = nonce;
    parlor_request_answer (sending->request, PARLOR_PACKET_SENT, &sent);
    sending->event.nonce = nonce;
    sending->event.text = text;
    if (!sending->was_there)
      parlor_hub_send_event (services->hub, &sending->event);
  }

  g_free (sending->author.name);
  g_free (sending->author.nick);
  sending_free (sending);
}

/**
 * parlor_on_send:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_send (ParlorRequest *request)
{
  ParlorSession     *session = request->session;
  ParlorSendPacket  *packet = request->packet;
  g_autoptr (GError) error = NULL;
  Sending           *sending;

  if (!parlor_hex_check (packet->nonce, PARLOR_NONCE_HEX_CHARS)) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, "nonce",
                                N_ ("A nonce is 32 hexadecimal digits."));
    return;
  }
  if ((packet->text != NULL || packet->attachment == NULL) &&
      !parlor_text_check (packet->text != NULL ? packet->text : "", &error)) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, "text", error->message);
    return;
  }

  sending = g_new0 (Sending, 1);
  sending->request = request;
  sending->author = (ParlorAccountPacket){ .account = session->account,
                                           .name = g_strdup (session->name),
                                           .nick = g_strdup (session->nick) };
  sending->server_role = session->role;
  sending->event = (ParlorEventPacket){ .conversation = g_strdup (packet->conversation),
                                        .kind = PARLOR_EVENT_MESSAGE,
                                        .author = &sending->author,
                                        .nonce = packet->nonce,
                                        .text = packet->text,
                                        .is_action = packet->is_action,
                                        .reply_to = packet->reply_to };
  parlor_store_run (session->services->store, PARLOR_STORE_WRITE, send_work, send_done, sending);
}
