/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether everybody knows what is so. */

#define G_LOG_DOMAIN "parlor-test-crowd"

#include "parlor-test-crowd.h"
#include "parlor-test-describe.h"
#include "parlor-test-model-private.h"
#include "parlor-test-people.h"

#define N_RECENT_EVENTS 50
/* How likely it is that somebody comes by a device that knows nothing, in percent. */
#define FRESH_CHANCE 40

/* What is compared is what was told to @told, of @actor. */
typedef struct
{
  ParlorTestCrowd *crowd;
  ParlorTestActor *told;
  const char      *how;
  gboolean         is_thorough;
} Check;

static gint64
first_of (Check           *check,
          ParlorModelRoom *room)
{
  return check->is_thorough ? 1 : MAX (room->settings->head - N_RECENT_EVENTS, 1);
}

static void
compare (Check      *check,
         const char *where,
         const char *told,
         const char *expected)
{
  if (!g_str_equal (told, expected))
    parlor_test_crowd_fail (check->crowd,
                            "%s, %s, in %s:\nis told   %s\nhas to be %s", check->told->name,
                            check->how, where, told, expected);
}

static void
check_events (Check           *check,
              ParlorTestRoom  *known,
              ParlorModelRoom *room)
{
  const char *id = room->settings->conversation;

  if (known->events->len != room->events->len)
    parlor_test_crowd_fail (check->crowd, "%s, %s, in %s: is told of %u events, not of %u",
                            check->told->name, check->how, id, known->events->len,
                            room->events->len);
  for (gint64 seq = first_of (check, room); seq <= room->settings->head; seq++) {
    g_autofree char *told = parlor_test_describe_event (known->events->pdata[seq - 1]);
    g_autofree char *expected = parlor_model_describe_event (room, seq, check->told->account);

    compare (check, id, told, expected);
  }
}

/* What is not read is counted by the client itself as long as it is connected:
 * all that it takes is in what it knows of the log. */
static void
count_unread (Check          *check,
              ParlorTestRoom *known)
{
  gint64 n_unread = 0;

  parlor_test_actor_fill_in (check->told, known, known->told->read + 1);
  for (gint64 seq = known->told->read + 1; seq <= known->events->len; seq++) {
    const ParlorEventPacket   *event = known->events->pdata[seq - 1];
    const ParlorAccountPacket *author = event->author;

    n_unread += event->kind == PARLOR_EVENT_MESSAGE && !event->is_deleted &&
                author->account != check->told->account;
  }
  known->told->unread = n_unread;
}

static void
check_room (Check           *check,
            ParlorTestRoom  *known,
            ParlorModelRoom *room)
{
  g_autofree char *told = parlor_test_describe_conversation (known->told);
  g_autofree char *expected =
    parlor_model_describe_room (check->crowd->model, room, check->told->account);

  compare (check, room->settings->name != NULL ? room->settings->name : "a personal chat", told,
           expected);
  check_events (check, known, room);
}

/* Moderators are told who is muted. */
static gint64
muted_until (Check           *check,
             ParlorModelRoom *room,
             gint64           account)
{
  ParlorRole role = parlor_model_role_of (check->crowd->model, room, check->told->account);
  gint64    *until_ms = g_hash_table_lookup (room->muted, &account);

  return until_ms != NULL && role >= PARLOR_ROLE_MODERATOR ? *until_ms : 0;
}

static void
check_member (Check                     *check,
              ParlorModelRoom           *room,
              const ParlorAccountPacket *told)
{
  ParlorModelMember *member = parlor_model_find_member (room, told->account);
  ParlorModelPerson *person = parlor_model_find_person (check->crowd->model, told->account);
  g_autofree char   *is = NULL;
  g_autofree char   *expected = NULL;

  if (member == NULL)
    parlor_test_crowd_fail (check->crowd, "%s is told that %s is in %s", check->told->name,
                            told->name, room->settings->conversation);
  is = g_strdup_printf ("%s %s role=%d muted=%" G_GINT64_FORMAT, told->name, told->nick,
                        told->role, told->muted_until_ms);
  expected = g_strdup_printf ("%s %s role=%d muted=%" G_GINT64_FORMAT, person->name, person->nick,
                              member->role, muted_until (check, room, told->account));
  compare (check, room->settings->conversation, is, expected);
}

static void
check_members (Check           *check,
               ParlorModelRoom *room)
{
  ParlorMembersPacket      members = { .conversation = room->settings->conversation };
  ParlorMembersPagePacket *page;
  ParlorPacketType         type;
  gint64                   tag;

  tag = parlor_test_peer_request (check->told->peer, PARLOR_PACKET_MEMBERS, &members);
  page = parlor_test_actor_wait (check->told, tag, &type);
  g_assert_cmpint (type, ==, PARLOR_PACKET_MEMBERS_PAGE);
  g_assert_cmpuint (page->members->len, ==, room->members->len);
  for (guint i = 0; i < page->members->len; i++)
    check_member (check, room, page->members->pdata[i]);
}

static void
check_mentions (Check           *check,
                ParlorTestRoom  *known,
                ParlorModelRoom *room)
{
  gint64 n_mentions =
    parlor_model_count_mentions (check->crowd->model, room, check->told->account);

  if (g_getenv ("NO_MENTIONS") == NULL && known->told->mentions != n_mentions)
    parlor_test_crowd_fail (
      check->crowd, "%s is told of %" G_GINT64_FORMAT " mentions in %s, not of %" G_GINT64_FORMAT,
      check->told->name, known->told->mentions, room->settings->conversation, n_mentions);
}

static void
check_rooms (Check   *check,
             gboolean is_fresh)
{
  ParlorModel *model = check->crowd->model;

  for (guint i = 0; i < model->ids->len; i++) {
    ParlorModelRoom *room = parlor_model_find_room (model, model->ids->pdata[i]);
    ParlorTestRoom  *known = g_hash_table_lookup (check->told->view->rooms, model->ids->pdata[i]);
    gboolean         is_member = parlor_model_find_member (room, check->told->account) != NULL;

    if (is_member != (known != NULL))
      parlor_test_crowd_fail (check->crowd, "%s, %s, is told of %s, or not", check->told->name,
                              check->how, room->settings->conversation);
    if (!is_member)
      continue;

    parlor_test_actor_fill_in (check->told, known, first_of (check, room));
    if (is_fresh)
      check_mentions (check, known, room);
    else
      count_unread (check, known);
    check_room (check, known, room);
    if (is_fresh && parlor_test_crowd_chance (check->crowd, 20))
      check_members (check, room);
  }
}

/* An invitation stands as long as nobody has blocked who sent it, and nothing is
 * archived. */
static void
check_invitations (Check *check)
{
  ParlorModel       *model = check->crowd->model;
  ParlorModelPerson *person = parlor_model_find_person (model, check->told->account);

  for (guint i = 0; i < model->ids->len; i++) {
    const char      *id = model->ids->pdata[i];
    ParlorModelRoom *room = parlor_model_find_room (model, id);
    gint64          *author = g_hash_table_lookup (room->invited, &check->told->account);
    gboolean         is_told = g_hash_table_contains (check->told->view->invitations, id);
    gboolean         stands = author != NULL && !room->settings->is_archived &&
                      !g_hash_table_contains (person->blocked, author);

    if (is_told != stands)
      parlor_test_crowd_fail (check->crowd, "%s is told of an invitation to %s, or not",
                              check->told->name, id);
  }
}

/* The same person on a device that knows nothing. */
static void
check_fresh (ParlorTestCrowd *self,
             ParlorTestActor *actor,
             gboolean         is_thorough)
{
  g_autoptr (ParlorTestView) view = parlor_test_view_new (actor->account);
  ParlorTestActor            fresh = *actor;
  Check                      check = { self, &fresh, "who knew nothing", is_thorough };

  fresh.peer = NULL;
  fresh.view = view;
  parlor_test_crowd_connect (self, &fresh);
  check_rooms (&check, TRUE);
  check_invitations (&check);
  parlor_test_peer_free (fresh.peer);
}

/**
 * parlor_test_crowd_check:
 * @self: people
 * @is_thorough: whether all that ever happened is looked at, or what is new
 *
 * Lets everything settle, then compares what everybody's client knows, and what
 * somebody is told who comes for the first time, with the model.
 */
void
parlor_test_crowd_check (ParlorTestCrowd *self,
                         gboolean         is_thorough)
{
  for (guint i = 0; i < self->actors->len; i++)
    parlor_test_crowd_connect (self, self->actors->pdata[i]);

  for (guint i = 0; i < self->actors->len; i++) {
    ParlorTestActor *actor = self->actors->pdata[i];
    Check            check = { self, actor, "who was there", is_thorough };

    parlor_test_actor_settle (actor);
    check_rooms (&check, FALSE);
    if (is_thorough || parlor_test_crowd_chance (self, FRESH_CHANCE))
      check_fresh (self, actor, is_thorough);
    parlor_test_actor_settle (actor);
  }
}
