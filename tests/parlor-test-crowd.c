/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-crowd"

#include "parlor-test-crowd.h"

#include "parlor-test-people.h"

#include <sys/socket.h>

#define N_RECENT 40

static void
actor_free (gpointer data)
{
  ParlorTestActor *actor = data;

  g_clear_pointer (&actor->peer, parlor_test_peer_free);
  parlor_test_view_free (actor->view);
  g_free (actor->name);
  g_free (actor->token);
  g_free (actor);
}

/* Says what was done lately, then ends the test. */
void
parlor_test_crowd_fail (ParlorTestCrowd *self,
                        const char      *format,
                        ...)
{
  g_autofree char *text = NULL;
  va_list          args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  for (GList *item = self->recent.head; item != NULL; item = item->next)
    g_printerr ("%s\n", (char *) item->data);
  g_error ("PARLOR_TEST_SEED=%u, after %u: %s", self->seed, self->n_done, text);
}

/**
 * parlor_test_crowd_chance:
 * @self: people
 * @percent: how likely
 *
 * Returns: whether it comes to pass this time
 */
gboolean
parlor_test_crowd_chance (ParlorTestCrowd *self,
                          guint            percent)
{
  return g_rand_int_range (self->rand, 0, 100) < (gint32) percent;
}

/**
 * parlor_test_crowd_pick:
 * @self: people
 * @n: how many there are to choose from
 *
 * Returns: one of them, from 0
 */
guint
parlor_test_crowd_pick (ParlorTestCrowd *self,
                        guint            n)
{
  return g_rand_int_range (self->rand, 0, n);
}

/**
 * parlor_test_actor_wait:
 * @self: somebody who is connected
 * @tag: of a request
 * @ret_type: (out): the type of the answer
 *
 * Takes what comes, in order, up to the answer.
 *
 * Returns: (transfer none): the answer
 */
gpointer
parlor_test_actor_wait (ParlorTestActor  *self,
                        gint64            tag,
                        ParlorPacketType *ret_type)
{
  gpointer packet;

  do {
    packet = parlor_test_peer_next (self->peer, ret_type);
    if (packet == NULL)
      g_error ("The server has closed the connection of %s", self->name);
    parlor_test_view_take (self->view, *ret_type, packet);
  } while (*(gint64 *) packet != tag);

  return packet;
}

/**
 * parlor_test_actor_settle:
 * @self: somebody who is connected
 *
 * Takes all that the server had to say up to now.
 */
void
parlor_test_actor_settle (ParlorTestActor *self)
{
  ParlorPingPacket ping = { 0 };
  ParlorPacketType type;
  gint64           tag = parlor_test_peer_request (self->peer, PARLOR_PACKET_PING, &ping);

  parlor_test_actor_wait (self, tag, &type);
  g_assert_cmpint (type, ==, PARLOR_PACKET_PONG);
  g_array_set_size (self->peer->received, 0);
  self->peer->n_taken = 0;
}

/**
 * parlor_test_actor_fill_in:
 * @self: somebody who is connected
 * @room: a conversation that the client knows
 * @from: back to which seq
 *
 * Asks for what the client does not know.
 */
void
parlor_test_actor_fill_in (ParlorTestActor *self,
                           ParlorTestRoom  *room,
                           gint64           from)
{
  gint64 hole;

  while ((hole = parlor_test_room_find_hole (room, from)) != 0) {
    ParlorHistoryPacket history = {
      .conversation = room->told->conversation,
      .before = hole + 1,
      .limit = PARLOR_PAGE_MAX_ITEMS,
    };
    ParlorPacketType type;
    gint64           tag = parlor_test_peer_request (self->peer, PARLOR_PACKET_HISTORY, &history);

    parlor_test_actor_wait (self, tag, &type);
    g_assert_cmpint (type, ==, PARLOR_PACKET_HISTORY_PAGE);
    g_assert_cmpint (parlor_test_room_find_hole (room, from), <, hole);
  }
}

static void
resume (ParlorTestActor *actor)
{
  g_autoptr (GPtrArray) cursors = g_ptr_array_new_with_free_func (g_free);
  ParlorResumePacket    resume = { .epoch = actor->view->epoch, .cursors = cursors };
  GHashTableIter        iter;
  gpointer              id;
  gpointer              room;
  ParlorPacketType      type;

  parlor_test_view_begin_resume (actor->view);
  g_hash_table_iter_init (&iter, actor->view->rooms);
  while (g_hash_table_iter_next (&iter, &id, &room)) {
    ParlorCursorPacket *cursor = g_new0 (ParlorCursorPacket, 1);

    cursor->conversation = id;
    cursor->seq = ((ParlorTestRoom *) room)->heard;
    g_ptr_array_add (cursors, cursor);
  }

  parlor_test_actor_wait (
    actor, parlor_test_peer_request (actor->peer, PARLOR_PACKET_RESUME, &resume), &type);
  g_assert_cmpint (type, ==, PARLOR_PACKET_RESUMED);
}

/**
 * parlor_test_crowd_connect:
 * @self: people
 * @actor: one of them, connected or not
 *
 * Sees to it that the client is connected, and knows what it missed.
 */
void
parlor_test_crowd_connect (ParlorTestCrowd *self,
                           ParlorTestActor *actor)
{
  if (actor->peer != NULL)
    return;

  actor->peer = parlor_test_peer_new (self->server);
  parlor_test_sign_in_with (actor->peer, actor->token);
  resume (actor);
}

/**
 * parlor_test_crowd_lose:
 * @self: people
 * @actor: one of them, who is connected
 *
 * Loses the connection, and with it all answers that were not read.  What was
 * asked is carried out all the same, before anything that is asked later.
 */
void
parlor_test_crowd_lose (ParlorTestCrowd *self,
                        ParlorTestActor *actor)
{
  gnutls_bye (actor->peer->tls, GNUTLS_SHUT_WR);
  shutdown (actor->peer->fd, SHUT_WR);
  parlor_test_peer_expect_end (actor->peer);
  g_clear_pointer (&actor->peer, parlor_test_peer_free);
}

/**
 * parlor_test_crowd_kill_server:
 * @self: people
 *
 * Kills the server in the middle of whatever it does, and starts it again.
 */
void
parlor_test_crowd_kill_server (ParlorTestCrowd *self)
{
  parlor_test_server_kill (self->server);
  for (guint i = 0; i < self->actors->len; i++)
    g_clear_pointer (&((ParlorTestActor *) self->actors->pdata[i])->peer, parlor_test_peer_vanish);
  parlor_test_server_start (self->server);
}

static void
add_actor (ParlorTestCrowd *self,
           const char      *name)
{
  ParlorTestActor   *actor = g_new0 (ParlorTestActor, 1);
  ParlorServerRole   role = PARLOR_SERVER_ROLE_USER;
  g_autofree char   *invite = NULL;
  ParlorModelPerson *person;

  if (self->actors->len == 0) {
    g_autoptr (ParlorLinkUri) link = parlor_test_server_read_owner_link (self->server);

    invite = g_strdup (link->invite);
    role = PARLOR_SERVER_ROLE_OWNER;
  }

  actor->peer = parlor_test_peer_new (self->server);
  parlor_test_register (actor->peer, name, invite);
  actor->account = actor->peer->account;
  actor->name = g_strdup (name);
  actor->token = g_strdup (actor->peer->token);
  actor->view = parlor_test_view_new (actor->account);
  g_ptr_array_add (self->actors, actor);
  parlor_model_add_person (self->model, actor->account, name, role);
  person = parlor_model_find_person (self->model, actor->account);
  g_assert_nonnull (person);
  resume (actor);
}

/* The lobby is there from the beginning, and whoever registers is in it, the
 * server's owner as its owner: what is told of it is where the model begins. */
static void
learn_lobby (ParlorTestCrowd *self)
{
  ParlorTestActor *last = self->actors->pdata[self->actors->len - 1];
  ParlorTestRoom  *known = g_hash_table_lookup (last->view->rooms, "lobby");
  ParlorModelRoom *room = parlor_model_add_room (self->model, known->told, NULL);

  parlor_test_actor_fill_in (last, known, 1);
  for (guint i = 0; i < known->events->len; i++) {
    ParlorEventPacket   *event = known->events->pdata[i];
    ParlorAccountPacket *author = event->author;
    ParlorModelMember   *member = g_new0 (ParlorModelMember, 1);

    g_assert_cmpint (event->kind, ==, PARLOR_EVENT_JOIN);
    parlor_model_append (self->model, room, event->kind, author->account);
    member->account = author->account;
    member->role = i == 0 ? PARLOR_ROLE_OWNER : PARLOR_ROLE_MEMBER;
    member->joined = ++self->model->clock;
    member->read = event->seq;
    g_ptr_array_add (room->members, member);
  }
}

/**
 * parlor_test_crowd_new:
 * @config: (nullable): lines for the server's configuration
 * @n_actors: how many people
 * @seed: of chance
 *
 * Returns: (transfer full): people who are all connected; the first is the
 *   server's owner
 */
ParlorTestCrowd *
parlor_test_crowd_new (const char *config,
                       guint       n_actors,
                       guint32     seed)
{
  static const char *const names[] = { "ada", "ben", "cyd", "dora", "emil",
                                       "fay", "gus", "hana", "ivo", "jana" };
  ParlorTestCrowd         *self = g_new0 (ParlorTestCrowd, 1);

  g_assert_cmpuint (n_actors, <=, G_N_ELEMENTS (names));
  self->server = parlor_test_serve (config);
  self->model = parlor_model_new ();
  self->rand = g_rand_new_with_seed (seed);
  self->seed = seed;
  self->actors = g_ptr_array_new_with_free_func (actor_free);
  g_queue_init (&self->recent);
  for (guint i = 0; i < n_actors; i++)
    add_actor (self, names[i]);
  learn_lobby (self);

  return self;
}

/**
 * parlor_test_crowd_free:
 * @self: (transfer full): people
 */
void
parlor_test_crowd_free (ParlorTestCrowd *self)
{
  g_ptr_array_unref (self->actors);
  parlor_model_free (self->model);
  parlor_test_server_free (self->server);
  g_rand_free (self->rand);
  g_queue_clear_full (&self->recent, g_free);
  g_free (self);
}

static void
remember (ParlorTestCrowd *self,
          ParlorTestActor *actor,
          ParlorPacketType type,
          gconstpointer    request,
          const char      *outcome)
{
  g_autoptr (GBytes) frame = parlor_packet_encode (type, request);
  int                size = MIN (g_bytes_get_size (frame) - 1, 300);
  const char        *text = g_bytes_get_data (frame, NULL);
  char              *line;

  line = g_strdup_printf ("%u %s: %.*s: %s", self->n_done, actor->name, size, text, outcome);
  if (g_getenv ("PARLOR_TEST_TRACE") != NULL)
    g_printerr ("%s\n", line);
  g_queue_push_tail (&self->recent, line);
  if (self->recent.length > N_RECENT)
    g_free (g_queue_pop_head (&self->recent));
}

/**
 * parlor_test_crowd_judge:
 * @self: people
 * @actor: who asked
 * @type: type of @request
 * @request: what was asked
 * @answer_type: type of @answer
 * @answer: (nullable): what the server answered; NULL: that was lost
 *
 * Has the model carry out the same, and fails if it says that the answer has to
 * be another one.
 */
void
parlor_test_crowd_judge (ParlorTestCrowd *self,
                         ParlorTestActor *actor,
                         ParlorPacketType type,
                         gconstpointer    request,
                         ParlorPacketType answer_type,
                         gconstpointer    answer)
{
  const ParlorErrorPacket *error = answer_type == PARLOR_PACKET_ERROR ? answer : NULL;
  const char              *code = error != NULL ? error->code : "carried out";
  const char              *expected;

  remember (self, actor, type, request, answer != NULL ? code : "lost");
  expected = parlor_model_carry_out (self->model, actor->account, type, request,
                                     error == NULL ? answer : NULL);
  if (expected == NULL)
    expected = "carried out";
  if (answer != NULL && !g_str_equal (code, expected))
    parlor_test_crowd_fail (self, "The answer is “%s” (%s: %s), and has to be “%s”", code,
                            error != NULL ? error->field : "", error != NULL ? error->text : "",
                            expected);

  self->n_done++;
  self->n_refused += error != NULL;
}
