/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running the server: what is told to everybody, who is connected, and how it
 * does. */

#define G_LOG_DOMAIN "parlor-topic-admin"

#include "parlor-account-rights.h"
#include "parlor-act.h"
#include "parlor-names.h"
#include "parlor-reload.h"
#include "parlor-topics.h"

#define PAGE_MAX_ITEMS 100 /* each takes less than 600 bytes */

static gboolean
announce_work (ParlorAct *act,
               ParlorDb  *db,
               GError   **error)
{
  const ParlorAnnouncePacket *packet = act->packet;

  return parlor_act_need_server_role (act, db, PARLOR_SERVER_ROLE_ADMIN, error) &&
         parlor_audit_add (db, act->author.account, PARLOR_PACKET_ANNOUNCE, NULL, 0, packet->text,
                           error);
}

static void
announce_done (ParlorAct      *act,
               ParlorServices *services)
{
  const ParlorAnnouncePacket *packet = act->packet;
  ParlorAnnouncementPacket    announcement = { .text = packet->text,
                                               .time_ms = g_get_real_time () / 1000 };
  g_autoptr (GBytes)          frame = NULL;
  GHashTableIter              iter;
  ParlorSession              *session;

  if (act->author.account != 0)
    announcement.author = &act->author;
  frame = parlor_packet_encode (PARLOR_PACKET_ANNOUNCEMENT, &announcement);

  g_hash_table_iter_init (&iter, services->sessions);
  while (g_hash_table_iter_next (&iter, (gpointer *) &session, NULL))
    if (session->account != 0 && !session->is_ending)
      parlor_session_send (session, frame);
}

/**
 * parlor_on_announce:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_announce (ParlorRequest *request)
{
  const ParlorAnnouncePacket *packet = request->packet;
  g_autoptr (GError)          error = NULL;

  if (parlor_text_check (packet->text, &error))
    parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, announce_work, announce_done);
  else
    parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, "text", error->message);
}

static gboolean
is_meant (ParlorSession *session,
          gconstpointer  user_data)
{
  const ParlorDisconnectPacket *packet = user_data;

  if (session->account == 0 || session->is_ending)
    return FALSE;

  return packet->session != 0 ? session->number == packet->session
                              : session->account == packet->account;
}

static gboolean
is_anybody_meant (ParlorServices               *services,
                  const ParlorDisconnectPacket *packet)
{
  GHashTableIter iter;
  gpointer       session;

  g_hash_table_iter_init (&iter, services->sessions);
  while (g_hash_table_iter_next (&iter, &session, NULL))
    if (is_meant (session, packet))
      return TRUE;

  return FALSE;
}

static gboolean
disconnect_work (ParlorAct *act,
                 ParlorDb  *db,
                 GError   **error)
{
  const ParlorDisconnectPacket *packet = act->packet;
  g_autofree char              *text = NULL;

  if (packet->session != 0)
    text = g_strdup_printf ("session %" G_GINT64_FORMAT, packet->session);

  return parlor_act_need_server_role (act, db, PARLOR_SERVER_ROLE_ADMIN, error) &&
         parlor_audit_add (db, act->author.account, PARLOR_PACKET_DISCONNECT, NULL, packet->account,
                           text, error);
}

static void
disconnect_done (ParlorAct      *act,
                 ParlorServices *services)
{
  parlor_sessions_dismiss (services, is_meant, act->packet, "disconnected",
                           N_ ("An administrator ended this connection."));
}

/**
 * parlor_on_disconnect:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_disconnect (ParlorRequest *request)
{
  const ParlorDisconnectPacket *packet = request->packet;
  const char                   *field = packet->session != 0 ? "session" : "account";

  if ((packet->session != 0) == (packet->account != 0))
    parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, field,
                                N_ ("Name either a session or an account."));
  else if (!is_anybody_meant (request->session->services, packet))
    parlor_request_refuse_with (request, PARLOR_REFUSED_NOT_FOUND, field,
                                N_ ("There is no such connection now."));
  else
    parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, disconnect_work,
                    disconnect_done);
}

static int
compare_sessions (gconstpointer a,
                  gconstpointer b)
{
  const ParlorSession *first = *(ParlorSession *const *) a;
  const ParlorSession *second = *(ParlorSession *const *) b;

  return (first->number > second->number) - (first->number < second->number);
}

static GPtrArray *
list_sessions (ParlorServices *services,
               gint64          after)
{
  GPtrArray     *sessions = g_ptr_array_new ();
  GHashTableIter iter;
  ParlorSession *session;

  g_hash_table_iter_init (&iter, services->sessions);
  while (g_hash_table_iter_next (&iter, (gpointer *) &session, NULL))
    if (session->account != 0 && !session->is_ending && session->number > after)
      g_ptr_array_add (sessions, session);
  g_ptr_array_sort (sessions, compare_sessions);

  return sessions;
}

static ParlorSessionInfoPacket *
describe_session (ParlorSession *session)
{
  ParlorSessionInfoPacket *info = parlor_packet_new (PARLOR_PACKET_SESSION_INFO);
  ParlorAccountPacket      account;

  parlor_session_get_account (session, &account);
  if (session->role > PARLOR_SERVER_ROLE_USER)
    account.server_role = session->role;
  info->session = session->number;
  info->account = parlor_packet_copy (PARLOR_PACKET_ACCOUNT, &account);
  info->address = g_strdup (parlor_peer_get_address (session->peer));
  info->agent = g_strdup (session->agent);
  info->since_ms = session->since_ms;

  return info;
}

/**
 * parlor_on_sessions:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_sessions (ParlorRequest *request)
{
  const ParlorSessionsPacket *packet = request->packet;
  g_autoptr (GPtrArray)       sessions = list_sessions (request->session->services, packet->after);
  ParlorSessionsPagePacket   *page = parlor_packet_new (PARLOR_PACKET_SESSIONS_PAGE);

  page->sessions = g_ptr_array_new ();
  for (guint i = 0; i < MIN (sessions->len, PAGE_MAX_ITEMS); i++)
    g_ptr_array_add (page->sessions, describe_session (sessions->pdata[i]));
  page->complete = sessions->len <= PAGE_MAX_ITEMS;

  parlor_request_answer (request, PARLOR_PACKET_SESSIONS_PAGE, page);
  parlor_packet_free (PARLOR_PACKET_SESSIONS_PAGE, page);
}

static void
take_conversation (const ParlorRow *row,
                   gpointer         user_data)
{
  ParlorConversationsPagePacket *page = user_data;
  ParlorConversationInfoPacket  *info;

  page->complete = page->conversations->len < PAGE_MAX_ITEMS;
  if (!page->complete)
    return;

  info = parlor_packet_new (PARLOR_PACKET_CONVERSATION_INFO);
  info->conversation = g_strdup (parlor_row_text (row, 0));
  info->kind = parlor_row_int (row, 1);
  info->name = g_strdup (parlor_row_text (row, 2));
  info->members = parlor_row_int (row, 3);
  info->messages = parlor_row_int (row, 4);
  info->created_ms = parlor_row_int (row, 5);
  info->has_password = parlor_row_int (row, 6);
  info->is_unlisted = parlor_row_int (row, 7);
  info->is_private = parlor_row_int (row, 8);
  info->is_archived = parlor_row_int (row, 9);
  g_ptr_array_add (page->conversations, info);
}

static gboolean
conversations_work (ParlorAct *act,
                    ParlorDb  *db,
                    GError   **error)
{
  const ParlorConversationsPacket *packet = act->packet;
  ParlorConversationsPagePacket   *page = parlor_packet_new (PARLOR_PACKET_CONVERSATIONS_PAGE);

  act->answer_type = PARLOR_PACKET_CONVERSATIONS_PAGE;
  act->answer = page;
  page->conversations = g_ptr_array_new ();
  page->complete = TRUE;

  return parlor_db_exec (
    db,
    "SELECT conversation, kind, name, members, messages, created_ms, password IS NOT NULL, "
    "unlisted, is_private, is_archived FROM conversations "
    "WHERE conversation > $1 AND kind <> $2 ORDER BY conversation LIMIT $3",
    PARLOR_PARAMS (parlor_text (packet->after != NULL ? packet->after : ""),
                   parlor_int (PARLOR_CONVERSATION_PERSONAL), parlor_int (PAGE_MAX_ITEMS + 1)),
    take_conversation, page, error);
}

/**
 * parlor_on_conversations:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_conversations (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_READ, conversations_work, NULL);
}

/**
 * parlor_on_reload:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_reload (ParlorRequest *request)
{
  g_autoptr (GError)    error = NULL;
  ParlorReloadedPacket *reloaded = parlor_reload (request->session->services, &error);

  if (reloaded == NULL) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, NULL, error->message);
    return;
  }

  parlor_request_answer (request, PARLOR_PACKET_RELOADED, reloaded);
  parlor_packet_free (PARLOR_PACKET_RELOADED, reloaded);
}
