/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-crowd"

#include "parlor-test-crowd.h"
#include "parlor-test-people.h"

/* Those who are equally long in a conversation are told apart by nothing that one
 * can see: so nobody enters in the same millisecond as somebody else. */
static void
let_time_pass (void)
{
  gint64 now_ms = g_get_real_time () / 1000;

  while (g_get_real_time () / 1000 == now_ms)
    ;
}

static void
act_and_wait (ParlorTestCrowd *self,
              ParlorTestActor *actor,
              ParlorPacketType type,
              gpointer         request)
{
  ParlorPacketType answer_type;
  gint64           tag = parlor_test_peer_request (actor->peer, type, request);
  gpointer         answer = parlor_test_actor_wait (actor, tag, &answer_type);

  parlor_test_crowd_judge (self, actor, type, request, answer_type, answer);
  if (answer_type == PARLOR_PACKET_SENT) {
    const ParlorSentPacket *sent = answer;
    const ParlorModelEvent *event =
      parlor_model_find_nonce (self->model, actor->account, sent->nonce);

    if (sent->seq != event->packet->seq)
      parlor_test_crowd_fail (self, "The message is number %" G_GINT64_FORMAT, sent->seq);
  }
}

/* What was made while nobody heard of it is told at the next resume. */
static void
judge_lost_create (ParlorTestCrowd          *self,
                   ParlorTestActor          *actor,
                   const ParlorCreatePacket *request)
{
  GHashTableIter iter;
  gpointer       value;

  parlor_test_crowd_connect (self, actor);
  g_hash_table_iter_init (&iter, actor->view->rooms);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    ParlorTestRoom *room = value;

    if (g_strcmp0 (room->told->name, request->name) == 0 &&
        parlor_model_find_room (self->model, room->told->conversation) == NULL) {
      parlor_test_crowd_judge (self, actor, PARLOR_PACKET_CREATE, request,
                               PARLOR_PACKET_CONVERSATION, room->told);
      return;
    }
  }

  if (parlor_model_find_named (self->model, request->name) == NULL)
    parlor_test_crowd_fail (self, "There is no %s", request->name);
}

/* Whether it is certain when what is asked is carried out once the connection is
 * gone: not if a password has to be looked at. */
static gboolean
can_lose (ParlorPacketType type,
          gconstpointer    request)
{
  const ParlorJoinPacket   *join = request;
  const ParlorCreatePacket *create = request;

  if (type == PARLOR_PACKET_CREATE)
    return create->password == NULL;

  return type != PARLOR_PACKET_JOIN || join->password == NULL;
}

/* Asks, and loses the connection before the answer comes.  What a message was
 * called is remembered: it is sent again, perhaps much later. */
static void
act_and_lose (ParlorTestCrowd *self,
              ParlorTestActor *actor,
              ParlorPacketType type,
              gpointer         request)
{
  parlor_test_peer_request (actor->peer, type, request);
  parlor_test_crowd_lose (self, actor);
  /* Who joins is looked for first: that is over before somebody new has signed in. */
  if (type == PARLOR_PACKET_JOIN)
    parlor_test_crowd_connect (self, actor);
  if (type == PARLOR_PACKET_CREATE)
    judge_lost_create (self, actor, request);
  else
    parlor_test_crowd_judge (self, actor, type, request, type, NULL);

  if (type == PARLOR_PACKET_SEND && parlor_test_crowd_chance (self, 70)) {
    parlor_test_crowd_connect (self, actor);
    act_and_wait (self, actor, type, request);
  }
}

/* Sends a message that is there already, or was refused, once more. */
static void
repeat (ParlorTestCrowd  *self,
        ParlorTestActor  *actor,
        ParlorSendPacket *request)
{
  if (parlor_test_crowd_chance (self, 50)) {
    g_free (request->text);
    request->text = g_strdup ("Something else by the same name");
  }
  act_and_wait (self, actor, PARLOR_PACKET_SEND, request);
}

/**
 * parlor_test_crowd_act:
 * @self: people
 * @actor: one of them
 *
 * Has @actor do something.
 */
void
parlor_test_crowd_act (ParlorTestCrowd *self,
                       ParlorTestActor *actor)
{
  ParlorPacketType type;
  gpointer         request;

  parlor_test_crowd_connect (self, actor);
  request = parlor_test_deed_new (self, actor, &type);
  if (type == PARLOR_PACKET_JOIN || type == PARLOR_PACKET_CREATE)
    let_time_pass ();
  if (parlor_test_crowd_chance (self, 4) && can_lose (type, request))
    act_and_lose (self, actor, type, request);
  else
    act_and_wait (self, actor, type, request);
  if (type == PARLOR_PACKET_SEND && actor->peer != NULL && parlor_test_crowd_chance (self, 3))
    repeat (self, actor, request);

  parlor_packet_free (type, request);
  if (actor->peer != NULL && parlor_test_crowd_chance (self, 3))
    g_clear_pointer (&actor->peer, parlor_test_peer_vanish);
}

typedef struct
{
  ParlorTestActor  *actor;
  ParlorSendPacket *send;
  gint64            tag;
  ParlorSentPacket *sent;
} Pending;

static void
clear_pending (gpointer data)
{
  Pending *pending = data;

  parlor_packet_free (PARLOR_PACKET_SEND, pending->send);
  parlor_packet_free (PARLOR_PACKET_SENT, pending->sent);
}

static int
compare_places (gconstpointer one,
                gconstpointer other)
{
  const Pending *first = one;
  const Pending *second = other;
  int            order = strcmp (first->sent->conversation, second->sent->conversation);

  return order != 0 ? order : first->sent->seq < second->sent->seq ? -1
                                                                   : 1;
}

static void
wait_for_sent (ParlorTestCrowd *self,
               Pending         *pending)
{
  ParlorPacketType type;
  gpointer         answer = parlor_test_actor_wait (pending->actor, pending->tag, &type);

  if (type != PARLOR_PACKET_SENT)
    parlor_test_crowd_fail (self, "A message of %s was not taken: %s", pending->actor->name,
                            pending->send->text);
  pending->sent = parlor_packet_copy (PARLOR_PACKET_SENT, answer);
}

static void
write_pending (GArray *all)
{
  for (guint i = 0; i < all->len; i++) {
    Pending *pending = &g_array_index (all, Pending, i);

    pending->tag =
      parlor_test_peer_request (pending->actor->peer, PARLOR_PACKET_SEND, pending->send);
  }
}

/* Everybody comes back and sends again what was not acknowledged. */
static void
write_again (ParlorTestCrowd *self,
             GArray          *all)
{
  parlor_test_crowd_kill_server (self);
  for (guint i = 0; i < all->len; i++)
    parlor_test_crowd_connect (self, g_array_index (all, Pending, i).actor);
  write_pending (all);
}

/**
 * parlor_test_crowd_burst:
 * @self: people
 * @is_killed: whether the server is killed before it has answered
 *
 * Has several people write at once.
 */
void
parlor_test_crowd_burst (ParlorTestCrowd *self,
                         gboolean         is_killed)
{
  g_autoptr (GArray) all = g_array_new (FALSE, TRUE, sizeof (Pending));

  g_array_set_clear_func (all, clear_pending);
  for (guint i = 0; i < 10; i++) {
    ParlorTestActor *actor = self->actors->pdata[parlor_test_crowd_pick (self, self->actors->len)];
    Pending          pending = { actor, parlor_test_deed_new_send (self, actor), 0, NULL };

    parlor_test_crowd_connect (self, actor);
    if (pending.send != NULL)
      g_array_append_val (all, pending);
  }

  write_pending (all);
  if (is_killed)
    write_again (self, all);
  for (guint i = 0; i < all->len; i++)
    wait_for_sent (self, &g_array_index (all, Pending, i));

  g_array_sort (all, compare_places);
  for (guint i = 0; i < all->len; i++) {
    Pending                *pending = &g_array_index (all, Pending, i);
    const ParlorModelEvent *event;

    parlor_test_crowd_judge (self, pending->actor, PARLOR_PACKET_SEND, pending->send,
                             PARLOR_PACKET_SENT, pending->sent);
    event = parlor_model_find_nonce (self->model, pending->actor->account, pending->send->nonce);
    if (event->packet->seq != pending->sent->seq)
      parlor_test_crowd_fail (self,
                              "The message is number %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT,
                              pending->sent->seq, event->packet->seq);
  }
}
