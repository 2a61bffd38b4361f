/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is on the server, in a conversation, or blocked. */

#define G_LOG_DOMAIN "parlor-topic-people"

#include "parlor-act.h"
#include "parlor-people.h"
#include "parlor-topics.h"

#include <string.h>

#define PAGE_DEFAULT_ITEMS 50
#define PAGE_MAX_ITEMS 100
#define PAGE_MAX_BYTES (PARLOR_FRAME_MAX_BYTES - 1024)
/* What an account takes in a frame besides its texts. */
#define PERSON_BYTES 400

typedef struct
{
  guint      limit;
  gboolean   is_of_conversation;
  GPtrArray *people; /* the answer's */
  gsize      size_bytes;
  gboolean   is_cut; /* there are more */
} Paging;

static gsize
text_size (const char *text)
{
  return text != NULL ? 2 * strlen (text) : 0; /* each character may be escaped */
}

static void
take_person (const ParlorRow *row,
             gpointer         user_data)
{
  Paging              *paging = user_data;
  ParlorAccountPacket *person;

  if (paging->is_cut)
    return;

  person = parlor_row_person (row, 0);
  if (paging->is_of_conversation) {
    person->role = parlor_row_int (row, PARLOR_PERSON_N_COLUMNS);
    person->muted_until_ms = parlor_row_int (row, PARLOR_PERSON_N_COLUMNS + 1);
  }

  paging->size_bytes += PERSON_BYTES + text_size (person->name) + text_size (person->nick) +
                        text_size (person->status);
  paging->is_cut = paging->people->len == paging->limit || paging->size_bytes > PAGE_MAX_BYTES;
  if (paging->is_cut)
    parlor_packet_free (PARLOR_PACKET_ACCOUNT, person);
  else
    g_ptr_array_add (paging->people, person);
}

static Paging
begin_paging (GPtrArray **ret_people,
              gint64      limit)
{
  *ret_people = g_ptr_array_new ();

  return (Paging){ .people = *ret_people,
                   .limit = MIN (limit > 0 ? limit : PAGE_DEFAULT_ITEMS, PAGE_MAX_ITEMS) };
}

static void
describe (ParlorHub *hub,
          GPtrArray *people)
{
  for (guint i = 0; i < people->len; i++)
    parlor_hub_describe (hub, people->pdata[i]);
}

static void
describe_people (ParlorAct      *act,
                 ParlorServices *services)
{
  describe (services->hub, ((ParlorPeoplePagePacket *) act->answer)->people);
}

static void
describe_members (ParlorAct      *act,
                  ParlorServices *services)
{
  describe (services->hub, ((ParlorMembersPagePacket *) act->answer)->members);
}

static gboolean
people_work (ParlorAct *act,
             ParlorDb  *db,
             GError   **error)
{
  const ParlorPeoplePacket *packet = act->packet;
  ParlorPeoplePagePacket   *page = parlor_packet_new (PARLOR_PACKET_PEOPLE_PAGE);
  Paging                    paging = begin_paging (&page->people, packet->limit);
  g_autofree char          *pattern = parlor_people_make_pattern (packet->query);
  gboolean                  is_read;

  act->answer_type = PARLOR_PACKET_PEOPLE_PAGE;
  act->answer = page;
  is_read =
    parlor_db_exec (db,
                    "SELECT " PARLOR_PERSON_COLUMNS " FROM accounts a WHERE a.account > $1 "
                    "AND a.is_deleted = 0 AND ($2 IS NULL OR a.folded LIKE $2 ESCAPE '!') "
                    "ORDER BY a.account LIMIT $3",
                    PARLOR_PARAMS (parlor_int (packet->after), parlor_text (pattern),
                                   parlor_int (paging.limit + 1)),
                    take_person, &paging, error);
  page->complete = !paging.is_cut;

  return is_read;
}

/**
 * parlor_on_people:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_people (ParlorRequest *request)
{
  ParlorAct *act = parlor_act_new (request);

  act->session->wants_people = TRUE;
  act->prepare = describe_people;
  parlor_act_run (act, PARLOR_STORE_READ, people_work, NULL);
}

/* Mutes that end later than this are told: to moderators those that have not
 * ended, to others none. */
static gint64
mutes_after (const ParlorAct *act)
{
  return act->standing.role >= PARLOR_ROLE_MODERATOR ? g_get_real_time () / 1000 : G_MAXINT64;
}

static gboolean
members_work (ParlorAct *act,
              ParlorDb  *db,
              GError   **error)
{
  const ParlorMembersPacket *packet = act->packet;
  ParlorMembersPagePacket   *page = parlor_packet_new (PARLOR_PACKET_MEMBERS_PAGE);
  Paging                     paging = begin_paging (&page->members, packet->limit);
  gboolean                   is_read;

  act->answer_type = PARLOR_PACKET_MEMBERS_PAGE;
  act->answer = page;
  paging.is_of_conversation = TRUE;
  is_read =
    parlor_act_need_member (act, db, packet->conversation, error) &&
    parlor_db_exec (db,
                    "SELECT " PARLOR_PERSON_COLUMNS ", m.role, "
                    "CASE WHEN m.muted_until_ms > $4 THEN m.muted_until_ms ELSE 0 END "
                    "FROM members m JOIN accounts a ON a.account = m.account "
                    "WHERE m.conversation = $1 AND m.account > $2 ORDER BY m.account LIMIT $3",
                    PARLOR_PARAMS (parlor_text (packet->conversation), parlor_int (packet->after),
                                   parlor_int (paging.limit + 1), parlor_int (mutes_after (act))),
                    take_person, &paging, error);
  page->conversation = g_strdup (packet->conversation);
  page->complete = !paging.is_cut;

  return is_read;
}

/**
 * parlor_on_members:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_members (ParlorRequest *request)
{
  ParlorAct *act = parlor_act_new (request);

  act->prepare = describe_members;
  parlor_act_run (act, PARLOR_STORE_READ, members_work, NULL);
}

static gboolean
blocks_work (ParlorAct *act,
             ParlorDb  *db,
             GError   **error)
{
  const ParlorBlocksPacket *packet = act->packet;
  ParlorPeoplePagePacket   *page = parlor_packet_new (PARLOR_PACKET_PEOPLE_PAGE);
  Paging                    paging = begin_paging (&page->people, PAGE_MAX_ITEMS);
  gboolean                  is_read;

  act->answer_type = PARLOR_PACKET_PEOPLE_PAGE;
  act->answer = page;
  is_read = parlor_db_exec (db,
                            "SELECT " PARLOR_PERSON_COLUMNS " FROM blocks b "
                            "JOIN accounts a ON a.account = b.blocked "
                            "WHERE b.account = $1 AND b.blocked > $2 ORDER BY b.blocked LIMIT $3",
                            PARLOR_PARAMS (parlor_int (act->author.account),
                                           parlor_int (packet->after),
                                           parlor_int (paging.limit + 1)),
                            take_person, &paging, error);
  page->complete = !paging.is_cut;

  return is_read;
}

/**
 * parlor_on_blocks:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_blocks (ParlorRequest *request)
{
  ParlorAct *act = parlor_act_new (request);

  act->prepare = describe_people;
  parlor_act_run (act, PARLOR_STORE_READ, blocks_work, NULL);
}
