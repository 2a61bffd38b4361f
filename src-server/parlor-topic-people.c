/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is on the server and in a conversation, and what they are called. */

#define G_LOG_DOMAIN "parlor-topic-people"

#include "parlor-log.h"
#include "parlor-names.h"
#include "parlor-topics.h"

#define PAGE_DEFAULT_ITEMS 50
#define PAGE_MAX_ITEMS 100 /* each takes less than 600 bytes */

typedef struct
{
  ParlorRequest *request;
  gint64         viewer;
  const char    *conversation; /* NULL: of the server */
  gint64         after;
  guint          limit;
  GPtrArray     *people;
  gboolean       is_cut; /* there are more */
} Paging;

static void
take_person (const ParlorRow *row,
             gpointer         user_data)
{
  Paging              *paging = user_data;
  ParlorAccountPacket *account;

  paging->is_cut = paging->people->len == paging->limit;
  if (paging->is_cut)
    return;

  account = parlor_row_account (row, 0);
  account->role = parlor_row_int (row, 3);
  g_ptr_array_add (paging->people, account);
}

static gboolean
page_work (gpointer owner,
           gpointer data,
           GError **error)
{
  Paging *paging = data;

  if (paging->conversation == NULL)
    return parlor_db_exec (owner,
                           "SELECT account, name, nick, 0 FROM accounts WHERE account > $1 "
                           "ORDER BY account LIMIT $2",
                           PARLOR_PARAMS (parlor_int (paging->after),
                                          parlor_int (paging->limit + 1)),
                           take_person, paging, error);

  return parlor_log_is_member (owner, paging->conversation, paging->viewer, error) &&
         parlor_db_exec (owner,
                         "SELECT a.account, a.name, a.nick, m.role FROM members m "
                         "JOIN accounts a ON a.account = m.account "
                         "WHERE m.conversation = $1 AND m.account > $2 ORDER BY m.account LIMIT $3",
                         PARLOR_PARAMS (parlor_text (paging->conversation),
                                        parlor_int (paging->after), parlor_int (paging->limit + 1)),
                         take_person, paging, error);
}

static void
answer_page (Paging *paging)
{
  gboolean                is_complete = !paging->is_cut;
  g_autofree char        *conversation = g_strdup (paging->conversation);
  ParlorPeoplePagePacket  people = { 0, paging->people, is_complete };
  ParlorMembersPagePacket members = { 0, conversation, paging->people, is_complete };

  if (paging->conversation == NULL)
    parlor_request_answer (paging->request, PARLOR_PACKET_PEOPLE_PAGE, &people);
  else
    parlor_request_answer (paging->request, PARLOR_PACKET_MEMBERS_PAGE, &members);
}

static void
page_done (gpointer      data,
           const GError *error)
{
  Paging    *paging = data;
  ParlorHub *hub = paging->request->session->services->hub;

  for (guint i = 0; i < paging->people->len; i++) {
    ParlorAccountPacket *account = paging->people->pdata[i];

    account->presence = parlor_hub_is_online (hub, account->account) ? PARLOR_PRESENCE_ONLINE
                                                                     : PARLOR_PRESENCE_OFFLINE;
  }

  if (error != NULL)
    parlor_request_refuse (paging->request, error);
  else
    answer_page (paging);

  for (guint i = 0; i < paging->people->len; i++)
    parlor_packet_free (PARLOR_PACKET_ACCOUNT, paging->people->pdata[i]);
  g_ptr_array_unref (paging->people);
  g_free (paging);
}

static void
read_page (ParlorRequest *request,
           const char    *conversation,
           gint64         after,
           gint64         limit)
{
  Paging *paging = g_new0 (Paging, 1);

  paging->request = request;
  paging->viewer = request->session->account;
  paging->conversation = conversation;
  paging->after = after;
  paging->limit = MIN (limit > 0 ? limit : PAGE_DEFAULT_ITEMS, PAGE_MAX_ITEMS);
  paging->people = g_ptr_array_new ();
  parlor_store_run (request->session->services->store, PARLOR_STORE_READ, page_work, page_done,
                    paging);
}

/**
 * parlor_on_people:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_people (ParlorRequest *request)
{
  const ParlorPeoplePacket *packet = request->packet;

  request->session->wants_people = TRUE;
  read_page (request, NULL, packet->after, packet->limit);
}

/**
 * parlor_on_members:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_members (ParlorRequest *request)
{
  const ParlorMembersPacket *packet = request->packet;

  read_page (request, packet->conversation, packet->after, packet->limit);
}

typedef struct
{
  ParlorRequest *request;
  gint64         account;
  char          *nick;
} Renaming;

static gboolean
nick_work (gpointer owner,
           gpointer data,
           GError **error)
{
  Renaming *renaming = data;

  return parlor_db_exec (
    owner, "UPDATE accounts SET nick = $1 WHERE account = $2",
    PARLOR_PARAMS (parlor_text (renaming->nick), parlor_int (renaming->account)), NULL, NULL,
    error);
}

static void
nick_done (gpointer      data,
           const GError *error)
{
  Renaming           *renaming = data;
  ParlorSession      *session = parlor_session_ref (renaming->request->session);
  ParlorAccountPacket account;

  if (error != NULL) {
    parlor_request_refuse (renaming->request, error);
  } else {
    g_free (session->nick);
    session->nick = g_strdup (renaming->nick);
    parlor_hub_rename (session->services->hub, renaming->account, renaming->nick);
    parlor_request_ok (renaming->request);
    parlor_session_get_account (session, &account);
    parlor_hub_tell_changed (session->services->hub, &account);
  }

  parlor_session_unref (session);
  g_free (renaming->nick);
  g_free (renaming);
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
  g_autofree char           *nick = parlor_title_prepare (packet->nick, &error);
  Renaming                  *renaming;

  if (nick == NULL) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, "nick", error->message);
    return;
  }

  renaming = g_new0 (Renaming, 1);
  renaming->request = request;
  renaming->account = request->session->account;
  renaming->nick = g_steal_pointer (&nick);
  parlor_store_run (request->session->services->store, PARLOR_STORE_WRITE, nick_work, nick_done,
                    renaming);
}
