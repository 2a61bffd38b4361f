/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What becomes of messages, as client cores see it that talk to the real
 * server: live, after an absence, and from their disks. */

#include "parlor-test-client.h"

typedef struct
{
  ParlorTestServer   *server;
  ParlorTestClient   *ann;
  ParlorTestClient   *bob;
  ParlorConversation *anns;
  ParlorConversation *bobs;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer config)
{
  fixture->server = parlor_test_serve (config);
  fixture->ann = parlor_test_client_new ();
  fixture->bob = parlor_test_client_new ();
  parlor_test_client_register (fixture->ann, fixture->server, "ann");
  parlor_test_client_register (fixture->bob, fixture->server, "bob");
  fixture->anns =
    parlor_test_client_enter (fixture->ann, PARLOR_CONVERSATION_CHANNEL, "club", NULL, NULL);
  fixture->bobs =
    parlor_test_client_enter (fixture->bob, PARLOR_CONVERSATION_UNKNOWN, "club", NULL, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer config)
{
  parlor_test_client_free (fixture->ann);
  parlor_test_client_free (fixture->bob);
  parlor_test_server_free (fixture->server);
}

/* Returns the seq of what was written. */
static gint64
say (Fixture    *fixture,
     const char *text)
{
  parlor_test_say (fixture->anns, text);
  parlor_test_client_wait_sent (fixture->ann);

  return parlor_message_get_seq (parlor_conversation_get_last_message (fixture->anns));
}

static void
request (ParlorTestClient *client,
         ParlorPacketType  type,
         gpointer          packet)
{
  g_autoptr (GError) error = NULL;
  gpointer           ok = parlor_test_client_request (client, type, packet, &error);

  g_assert_no_error (error);
  parlor_packet_free (PARLOR_PACKET_OK, ok);
}

static void
edit (Fixture    *fixture,
      gint64      seq,
      const char *text)
{
  ParlorEditPacket *packet = parlor_packet_new (PARLOR_PACKET_EDIT);

  packet->conversation = g_strdup (parlor_conversation_get_id (fixture->anns));
  packet->seq = seq;
  packet->text = g_strdup (text);
  request (fixture->ann, PARLOR_PACKET_EDIT, packet);
}

static void delete (Fixture *fixture,
                    gint64   seq)
{
  ParlorDeletePacket *packet = parlor_packet_new (PARLOR_PACKET_DELETE);

  packet->conversation = g_strdup (parlor_conversation_get_id (fixture->anns));
  packet->seq = seq;
  request (fixture->ann, PARLOR_PACKET_DELETE, packet);
}

static void
react (Fixture          *fixture,
       ParlorTestClient *client,
       gint64            seq,
       const char       *emoji)
{
  ParlorReactPacket *packet = parlor_packet_new (PARLOR_PACKET_REACT);

  packet->conversation = g_strdup (parlor_conversation_get_id (fixture->anns));
  packet->seq = seq;
  packet->emoji = g_strdup (emoji);
  request (client, PARLOR_PACKET_REACT, packet);
}

static void
pin (Fixture *fixture,
     gint64   seq)
{
  ParlorPinPacket *packet = parlor_packet_new (PARLOR_PACKET_PIN);

  packet->conversation = g_strdup (parlor_conversation_get_id (fixture->anns));
  packet->seq = seq;
  request (fixture->ann, PARLOR_PACKET_PIN, packet);
}

static gboolean
is_loaded (gpointer timeline)
{
  return !parlor_timeline_is_loading (timeline);
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      unused)
{
  ParlorTimeline *timeline = PARLOR_TIMELINE (source);

  if (parlor_timeline_load_older_finish (timeline, result, NULL) > 0 &&
      !parlor_timeline_is_complete (timeline))
    parlor_timeline_load_older_async (timeline, 10, NULL, on_loaded, NULL);
}

static gboolean
is_complete (gpointer timeline)
{
  return parlor_timeline_is_complete (timeline);
}

static void
load_all (ParlorConversation *conversation)
{
  ParlorTimeline *timeline = parlor_conversation_get_timeline (conversation);

  parlor_timeline_load_older_async (timeline, 10, NULL, on_loaded, NULL);
  parlor_test_wait (is_complete, timeline);
  parlor_test_wait (is_loaded, timeline);
}

typedef struct
{
  ParlorConversation *conversation;
  gint64              seq;
} Known;

static gboolean
is_known (gpointer user_data)
{
  const Known   *known = user_data;
  ParlorMessage *message = parlor_conversation_find_message (known->conversation, known->seq);

  return message != NULL && parlor_message_get_event (message)->changed > 0;
}

static ParlorMessage *
wait_changed (ParlorConversation *conversation,
              gint64              seq)
{
  parlor_test_wait (is_known, &(Known){ conversation, seq });

  return parlor_conversation_find_message (conversation, seq);
}

static void
assert_reaction (ParlorMessage *message,
                 gint64         count,
                 gboolean       is_mine)
{
  const GPtrArray            *reactions = parlor_message_get_reactions (message);
  const ParlorReactionPacket *reaction;

  g_assert_nonnull (reactions);
  g_assert_cmpuint (reactions->len, ==, 1);
  reaction = reactions->pdata[0];
  g_assert_cmpint (reaction->count, ==, count);
  g_assert_cmpint (reaction->mine, ==, is_mine);
}

static gboolean
is_last_known (gpointer user_data)
{
  return parlor_test_client_count_text (user_data, parlor_test_client_find (user_data, "club"),
                                        "last") == 1;
}

/* What has become of messages 1 to 3 of a conversation. */
static void
assert_state (ParlorConversation *conversation,
              gint64              first,
              gboolean            is_mine)
{
  ParlorMessage *edited = parlor_conversation_find_message (conversation, first);
  ParlorMessage *deleted = parlor_conversation_find_message (conversation, first + 1);
  ParlorMessage *pinned = parlor_conversation_find_message (conversation, first + 2);

  g_assert_cmpstr (parlor_message_get_text (edited), ==, "better still");
  g_assert_true (parlor_message_is_edited (edited));
  g_assert_true (parlor_message_is_deleted (deleted));
  g_assert_null (parlor_message_get_text (deleted));
  g_assert_true (parlor_message_is_pinned (pinned));
  g_assert_false (parlor_message_is_edited (pinned));
  assert_reaction (pinned, 2, is_mine);
}

static gint64
say_three (Fixture *fixture)
{
  gint64 first = say (fixture, "one");

  say (fixture, "two");
  say (fixture, "three");
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "three");

  return first;
}

static void
change_all (Fixture *fixture,
            gint64   first)
{
  edit (fixture, first, "better");
  react (fixture, fixture->ann, first + 2, "👍");
  delete (fixture, first + 1);
  edit (fixture, first, "better still");
  pin (fixture, first + 2);
}

/* A row for each message, none for what becomes of it. */
static void
assert_rows (ParlorConversation *conversation,
             guint               n_messages)
{
  for (guint i = 0; i < parlor_test_count_messages (conversation); i++) {
    ParlorEventKind kind = parlor_message_get_kind (parlor_test_get_message (conversation, i));

    g_assert_true (kind == PARLOR_EVENT_MESSAGE || kind == PARLOR_EVENT_CREATE ||
                   kind == PARLOR_EVENT_JOIN);
    n_messages -= kind == PARLOR_EVENT_MESSAGE;
  }

  g_assert_cmpuint (n_messages, ==, 0);
}

static void
test_live (Fixture      *fixture,
           gconstpointer unused)
{
  gint64 first = say_three (fixture);

  change_all (fixture, first);
  react (fixture, fixture->bob, first + 2, "👍");
  say (fixture, "last");
  parlor_test_wait (is_last_known, fixture->bob);
  parlor_test_wait (is_last_known, fixture->ann);
  assert_state (fixture->anns, first, TRUE);
  assert_state (fixture->bobs, first, TRUE);
  assert_rows (fixture->bobs, 4);

  /* The next time it comes from the disk alone. */
  parlor_test_server_stop (fixture->server);
  parlor_test_client_restart (fixture->bob);
  fixture->bobs = parlor_test_client_find (fixture->bob, "club");
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "last");
  assert_state (fixture->bobs, first, TRUE);
}

/* While one is away, little enough to be told of. */
static void
test_missed (Fixture      *fixture,
             gconstpointer unused)
{
  gint64 first = say_three (fixture);

  react (fixture, fixture->bob, first + 2, "👍");
  parlor_test_client_close (fixture->bob);
  change_all (fixture, first);
  say (fixture, "last");

  parlor_test_client_open (fixture->bob);
  parlor_client_start (fixture->bob->client);
  parlor_test_wait (is_last_known, fixture->bob);
  fixture->bobs = parlor_test_client_find (fixture->bob, "club");
  assert_state (fixture->bobs, first, TRUE);
}

/* Too much: what is cached lies behind a gap, and what changed it in the gap. */
static void
test_gap (Fixture      *fixture,
          gconstpointer unused)
{
  gint64 first = say_three (fixture);

  react (fixture, fixture->bob, first + 2, "👍");
  parlor_test_client_close (fixture->bob);
  change_all (fixture, first);
  for (guint i = 0; i < 30; i++)
    say (fixture, i < 29 ? "meanwhile" : "last");

  parlor_test_client_open (fixture->bob);
  parlor_client_start (fixture->bob->client);
  parlor_test_wait (is_last_known, fixture->bob);
  fixture->bobs = parlor_test_client_find (fixture->bob, "club");
  load_all (fixture->bobs);
  assert_state (fixture->bobs, first, TRUE);

  parlor_test_server_stop (fixture->server);
  parlor_test_client_restart (fixture->bob);
  fixture->bobs = parlor_test_client_find (fixture->bob, "club");
  load_all (fixture->bobs);
  assert_state (fixture->bobs, first, TRUE);
}

/* The newest message is shown in the list of conversations, too. */
static void
test_last_message (Fixture      *fixture,
                   gconstpointer unused)
{
  gint64         seq = say (fixture, "typo");
  ParlorMessage *last;

  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "typo");
  parlor_test_client_close (fixture->bob);
  edit (fixture, seq, "right");

  parlor_test_client_open (fixture->bob);
  parlor_client_start (fixture->bob->client);
  fixture->bobs = parlor_test_client_find (fixture->bob, "club");
  last = wait_changed (fixture->bobs, seq);
  g_assert_true (parlor_conversation_get_last_message (fixture->bobs) == last);
  g_assert_cmpstr (parlor_message_get_text (last), ==, "right");

  delete (fixture, seq);
  while (!parlor_message_is_deleted (parlor_conversation_get_last_message (fixture->bobs)))
    g_main_context_iteration (NULL, TRUE);
}

static void
on_fetched (ParlorConversation *conversation,
            gint64              seq,
            gpointer            user_data)
{
  *(gint64 *) user_data = seq;
}

static gboolean
is_set (gpointer user_data)
{
  return *(gint64 *) user_data != 0;
}

/* What a message answers may be far back. */
static void
test_quote (Fixture      *fixture,
            gconstpointer unused)
{
  gint64         first = say (fixture, "Which door?");
  gint64         fetched = 0;
  ParlorMessage *quoted;

  for (guint i = 0; i < 70; i++)
    say (fixture, "meanwhile");
  parlor_test_client_free (fixture->bob);
  fixture->bob = parlor_test_client_new ();
  parlor_test_client_register (fixture->bob, fixture->server, "bert");
  fixture->bobs =
    parlor_test_client_enter (fixture->bob, PARLOR_CONVERSATION_UNKNOWN, "club", NULL, NULL);
  parlor_conversation_get_timeline (fixture->bobs);
  g_assert_null (parlor_conversation_find_message (fixture->bobs, first));

  g_signal_connect (fixture->bobs, "message-fetched", G_CALLBACK (on_fetched), &fetched);
  parlor_conversation_fetch_message (fixture->bobs, first);
  parlor_test_wait (is_set, &fetched);
  g_assert_cmpint (fetched, ==, first);
  quoted = parlor_conversation_find_message (fixture->bobs, first);
  g_assert_cmpstr (parlor_message_get_text (quoted), ==, "Which door?");

  edit (fixture, first, "Which of the doors?");
  wait_changed (fixture->bobs, first);
  g_assert_cmpstr (parlor_message_get_text (quoted), ==, "Which of the doors?");

  /* The first event of all is no message, but can be asked for. */
  fetched = 0;
  parlor_conversation_fetch_message (fixture->bobs, 1);
  parlor_test_wait (is_set, &fetched);
  g_assert_cmpint (fetched, ==, 1);
}

static ParlorMessageRights
get_rights (ParlorConversation *conversation,
            gint64              seq)
{
  return parlor_conversation_get_rights (conversation,
                                         parlor_conversation_find_message (conversation, seq));
}

/* Ann has made the channel, Bob is a member. */
static void
test_rights (Fixture      *fixture,
             gconstpointer config)
{
  const ParlorMessageRights all = PARLOR_MESSAGE_CAN_ANSWER | PARLOR_MESSAGE_CAN_REACT |
                                  PARLOR_MESSAGE_CAN_EDIT | PARLOR_MESSAGE_CAN_DELETE |
                                  PARLOR_MESSAGE_CAN_PIN;
  gint64 seq = say (fixture, "Ann has written this");

  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "Ann has written this");
  g_assert_cmpint (get_rights (fixture->anns, seq), ==, all);
  g_assert_cmpint (get_rights (fixture->bobs, seq), ==,
                   PARLOR_MESSAGE_CAN_ANSWER | PARLOR_MESSAGE_CAN_REACT);
  g_assert_true (parlor_conversation_can_pin (fixture->anns));
  g_assert_false (parlor_conversation_can_pin (fixture->bobs));

  edit (fixture, seq, "Ann has edited this");
  wait_changed (fixture->anns, seq);
  wait_changed (fixture->bobs, seq);
  g_assert_cmpint (get_rights (fixture->anns, seq), ==, all | PARLOR_MESSAGE_CAN_SEE_VERSIONS);
  g_assert_cmpint (get_rights (fixture->bobs, seq), ==,
                   PARLOR_MESSAGE_CAN_ANSWER | PARLOR_MESSAGE_CAN_REACT);

  /* What an owner may do with others' messages. */
  parlor_test_say (fixture->bobs, "Bob answers");
  parlor_test_client_wait_text (fixture->ann, fixture->anns, "Bob answers");
  seq = parlor_message_get_seq (parlor_conversation_get_last_message (fixture->anns));
  g_assert_cmpint (get_rights (fixture->anns, seq), ==, all & ~PARLOR_MESSAGE_CAN_EDIT);

  delete (fixture, seq);
  wait_changed (fixture->anns, seq);
  g_assert_cmpint (get_rights (fixture->anns, seq), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    const char *config;
    void (*test) (Fixture      *fixture,
                  gconstpointer config);
  } tests[] = {
    { "/core-changes/live", NULL, test_live },
    { "/core-changes/missed", NULL, test_missed },
    { "/core-changes/gap", "recover-max-events = 10\n", test_gap },
    { "/core-changes/last-message", NULL, test_last_message },
    { "/core-changes/quote", NULL, test_quote },
    { "/core-changes/rights", NULL, test_rights },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].config, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
