/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server is killed, again and again, while several people talk.  Whatever
 * it acknowledged has to be there afterwards, once and in order; whatever it
 * did not acknowledge is sent again, and has to be there once as well. */

#include "parlor-names.h"
#include "parlor-test-people.h"

#define N_ROUNDS 24
#define N_TALKERS 4
#define N_IN_FLIGHT 8

typedef struct
{
  char  *nonce;
  char  *text;
  gint64 tag; /* in this connection */
  gint64 seq; /* 0 until it is acknowledged */
} Message;

/* One person with a client's memory: an outbox, a cursor, and what was heard. */
typedef struct
{
  ParlorTestPeer *peer;
  GPtrArray      *messages; /* all that were written, in order */
  guint           n_acknowledged;
  GPtrArray      *heard; /* texts, by seq */
} Talker;

typedef struct
{
  ParlorTestServer *server;
  char             *conversation;
  char             *epoch;
  Talker            talkers[N_TALKERS];
} Scene;

static void
message_free (gpointer data)
{
  Message *message = data;

  g_free (message->nonce);
  g_free (message->text);
  g_free (message);
}

static void
send_message (Scene   *scene,
              Talker  *talker,
              Message *message)
{
  ParlorSendPacket send = {
    .conversation = scene->conversation,
    .nonce = message->nonce,
    .text = message->text,
  };

  message->tag = parlor_test_peer_request (talker->peer, PARLOR_PACKET_SEND, &send);
}

static void
write_message (Scene  *scene,
               Talker *talker)
{
  Message *message = g_new0 (Message, 1);

  message->nonce = parlor_nonce_new ();
  message->text = g_strdup_printf ("%s %u", talker->peer->name, talker->messages->len);
  g_ptr_array_add (talker->messages, message);
  send_message (scene, talker, message);
}

/* Puts an event into a log that has no hole and in which nothing changes. */
static void
hear (Talker            *talker,
      ParlorEventPacket *event)
{
  if (event->seq <= talker->heard->len) {
    g_assert_cmpstr (event->text, ==, talker->heard->pdata[event->seq - 1]);
    return;
  }

  g_assert_cmpint (event->seq, ==, talker->heard->len + 1);
  g_ptr_array_add (talker->heard, g_strdup (event->text));
}

static void
acknowledge (Talker           *talker,
             ParlorSentPacket *sent)
{
  Message *message = talker->messages->pdata[talker->n_acknowledged];

  g_assert_cmpstr (sent->nonce, ==, message->nonce);
  message->seq = sent->seq;
  if (talker->n_acknowledged > 0) {
    Message *before = talker->messages->pdata[talker->n_acknowledged - 1];

    g_assert_cmpint (message->seq, >, before->seq);
  }
  talker->n_acknowledged++;
}

/* Returns FALSE once the connection has ended. */
static gboolean
take_packet (Scene  *scene,
             Talker *talker)
{
  ParlorPacketType       type = PARLOR_N_PACKETS;
  gpointer               packet = parlor_test_peer_next (talker->peer, &type);
  ParlorRecoveredPacket *recovered = packet;
  ParlorEventPacket     *event = packet;

  if (packet == NULL)
    return FALSE;

  g_assert_cmpint (type, !=, PARLOR_PACKET_ERROR);
  if (type == PARLOR_PACKET_SENT)
    acknowledge (talker, packet);
  if (type == PARLOR_PACKET_EVENT && g_str_equal (event->conversation, scene->conversation))
    hear (talker, event);
  if (type == PARLOR_PACKET_RECOVERED && g_str_equal (recovered->conversation, scene->conversation))
    for (guint i = 0; i < recovered->events->len; i++)
      hear (talker, recovered->events->pdata[i]);
  if (type == PARLOR_PACKET_GAP)
    g_assert_cmpstr (((ParlorGapPacket *) packet)->conversation, !=, scene->conversation);

  return TRUE;
}

/* Comes back as a client does: signs in, resumes, sends its outbox again. */
static void
come_back (Scene  *scene,
           Talker *talker)
{
  ParlorTestPeer *again = parlor_test_enter_again (talker->peer);

  parlor_test_peer_free (talker->peer);
  talker->peer = again;

  parlor_test_resume_from (again, scene->epoch, scene->conversation, talker->heard->len);
  for (guint i = talker->n_acknowledged; i < talker->messages->len; i++)
    send_message (scene, talker, talker->messages->pdata[i]);
}

/* Lets everybody talk until @n_more messages of the first one were
 * acknowledged, then kills the server amid the others. */
static void
talk_and_kill (Scene *scene,
               guint  n_more)
{
  Talker *first = &scene->talkers[0];
  guint   enough = first->n_acknowledged + n_more;

  while (first->n_acknowledged < enough) {
    for (guint i = 0; i < N_TALKERS; i++) {
      Talker *talker = &scene->talkers[i];

      while (talker->messages->len < talker->n_acknowledged + N_IN_FLIGHT)
        write_message (scene, talker);
    }
    for (guint i = 0; i < N_TALKERS; i++)
      g_assert_true (take_packet (scene, &scene->talkers[i]));
  }

  parlor_test_server_kill (scene->server);

  /* What was acknowledged before the end counts, read or not. */
  for (guint i = 0; i < N_TALKERS; i++)
    while (take_packet (scene, &scene->talkers[i]))
      ;
}

static void
await_all (Scene *scene)
{
  gint64 head = 0;

  for (guint i = 0; i < N_TALKERS; i++) {
    Talker *talker = &scene->talkers[i];

    while (talker->n_acknowledged < talker->messages->len)
      g_assert_true (take_packet (scene, talker));
    head = MAX (head, ((Message *) talker->messages->pdata[talker->messages->len - 1])->seq);
  }

  for (guint i = 0; i < N_TALKERS; i++)
    while (scene->talkers[i].heard->len < head)
      g_assert_true (take_packet (scene, &scene->talkers[i]));
}

/* Reads the whole log from the server, as somebody would who knows nothing:
 * from its end. */
static GPtrArray *
read_log (Scene *scene)
{
  g_autoptr (ParlorTestPeer) reader = parlor_test_enter_again (scene->talkers[0].peer);
  GPtrArray                 *texts = g_ptr_array_new_with_free_func (g_free);
  ParlorHistoryPagePacket   *page;
  gint64                     seq = 0;

  do {
    page = parlor_test_history (reader, scene->conversation, seq, 0, 200);
    for (guint i = page->events->len; i > 0; i--) {
      ParlorEventPacket *event = page->events->pdata[i - 1];

      if (seq != 0)
        g_assert_cmpint (event->seq, ==, seq - 1);
      seq = event->seq;
      g_ptr_array_insert (texts, 0, g_strdup (event->text));
    }
  } while (!page->complete);
  g_assert_cmpint (seq, ==, 1);

  return texts;
}

static void
check_log (Scene *scene)
{
  g_autoptr (GPtrArray) log = read_log (scene);
  guint                 n_messages = 0;
  guint                 n_texts = 0;

  for (guint i = 0; i < N_TALKERS; i++) {
    Talker *talker = &scene->talkers[i];

    n_messages += talker->messages->len;
    for (guint j = 0; j < talker->messages->len; j++) {
      Message *message = talker->messages->pdata[j];

      g_assert_cmpint (message->seq, <=, log->len);
      g_assert_cmpstr (log->pdata[message->seq - 1], ==, message->text);
    }

    g_assert_cmpuint (talker->heard->len, ==, log->len);
    for (guint j = 0; j < log->len; j++)
      g_assert_cmpstr (talker->heard->pdata[j], ==, log->pdata[j]);
  }

  /* Each has its place, so as many texts as messages means none is doubled. */
  for (guint j = 0; j < log->len; j++)
    n_texts += log->pdata[j] != NULL;
  g_assert_cmpuint (n_texts, ==, n_messages);
  g_test_message ("%u messages", n_messages);
}

static void
open_scene (Scene *scene)
{
  scene->server = parlor_test_serve ("recover-max-events = 10000");
  for (guint i = 0; i < N_TALKERS; i++) {
    Talker          *talker = &scene->talkers[i];
    g_autofree char *name = g_strdup_printf ("talker%u", i);

    talker->messages = g_ptr_array_new_with_free_func (message_free);
    talker->heard = g_ptr_array_new_with_free_func (g_free);
    talker->peer = parlor_test_enter (scene->server, name);
    if (i == 0)
      scene->conversation = parlor_test_create (talker->peer, "channel", "tea", NULL);
    else
      parlor_test_join (talker->peer, scene->conversation, NULL);
  }

  /* The log's beginning: that it was made and who joined. */
  for (guint i = 0; i < N_TALKERS; i++) {
    Talker                  *talker = &scene->talkers[i];
    ParlorHistoryPagePacket *page = parlor_test_history (talker->peer, scene->conversation,
                                                         0, 0, 0);

    for (guint j = 0; j < page->events->len; j++)
      hear (talker, page->events->pdata[j]);
  }
  scene->epoch = g_strdup (parlor_test_resume (scene->talkers[0].peer)->epoch);
  for (guint i = 0; i < N_TALKERS; i++)
    parlor_test_peer_forget (scene->talkers[i].peer);
}

static void
close_scene (Scene *scene)
{
  for (guint i = 0; i < N_TALKERS; i++) {
    parlor_test_peer_free (scene->talkers[i].peer);
    g_ptr_array_unref (scene->talkers[i].messages);
    g_ptr_array_unref (scene->talkers[i].heard);
  }
  g_free (scene->conversation);
  g_free (scene->epoch);
  parlor_test_server_free (scene->server);
}

static void
test_rounds (void)
{
  Scene scene = { NULL };

  open_scene (&scene);
  for (guint round = 0; round < N_ROUNDS; round++) {
    talk_and_kill (&scene, 1 + round * 7 % 41);
    parlor_test_server_start (scene.server);
    for (guint i = 0; i < N_TALKERS; i++)
      come_back (&scene, &scene.talkers[i]);
  }
  await_all (&scene);
  check_log (&scene);
  close_scene (&scene);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kill9/rounds", test_rounds);

  return g_test_run ();
}
