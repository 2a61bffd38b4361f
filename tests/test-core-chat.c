/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Client cores that talk to one another through the real server. */

#include "parlor-test-client.h"

#include <string.h>

typedef struct
{
  ParlorTestServer *server;
  ParlorTestClient *ann;
  ParlorTestClient *bob;
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
}

static void
tear_down (Fixture      *fixture,
           gconstpointer config)
{
  parlor_test_client_free (fixture->ann);
  parlor_test_client_free (fixture->bob);
  parlor_test_server_free (fixture->server);
}

static gboolean
is_true (gpointer user_data)
{
  return *(gboolean *) user_data;
}

static void
set_true (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
test_both_hear (Fixture      *fixture,
                gconstpointer unused)
{
  ParlorConversation *anns = parlor_test_client_find (fixture->ann, "lobby");
  ParlorConversation *bobs = parlor_test_client_find (fixture->bob, "#Lobby");

  parlor_test_say (anns, "Hello, Bob! 👋🏽 שלום");
  parlor_test_client_wait_text (fixture->bob, bobs, "Hello, Bob! 👋🏽 שלום");
  g_assert_cmpuint (parlor_conversation_get_unread (bobs), ==, 1);
  g_assert_cmpuint (parlor_conversation_get_unread (anns), ==, 0);

  parlor_test_say (bobs, "Hello, Ann!");
  parlor_test_client_wait_text (fixture->ann, anns, "Hello, Ann!");
  parlor_test_client_wait_sent (fixture->ann);
  parlor_test_client_wait_sent (fixture->bob);

  g_assert_cmpuint (parlor_test_client_count_text (fixture->ann, anns, "Hello, Ann!"), ==, 1);
  g_assert_cmpuint (parlor_test_client_count_text (fixture->bob, bobs, "Hello, Ann!"), ==, 1);
  g_assert_cmpstr (parlor_message_get_text (parlor_conversation_get_last_message (anns)), ==,
                   "Hello, Ann!");
}

/* The same object all the way, and nothing moves in the list. */
static void
on_items_changed (GListModel *timeline,
                  guint       position,
                  guint       n_removed,
                  guint       n_added,
                  gpointer    user_data)
{
  g_assert_cmpuint (n_removed, ==, 0);
  *(guint *) user_data += n_added;
}

static void
test_pending_becomes_sent (Fixture      *fixture,
                           gconstpointer unused)
{
  ParlorConversation       *lobby = parlor_test_client_find (fixture->ann, "lobby");
  ParlorTimeline           *timeline = parlor_conversation_get_timeline (lobby);
  g_autoptr (ParlorMessage) message = NULL;
  guint                     n_added = 0;
  guint                     position;

  while (parlor_timeline_is_loading (timeline))
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect (timeline, "items-changed", G_CALLBACK (on_items_changed), &n_added);

  position = parlor_test_count_messages (lobby);
  message = g_object_ref (parlor_conversation_send_text (lobby, "Once", NULL));
  g_assert_cmpint (parlor_message_get_delivery (message), ==, PARLOR_DELIVERY_PENDING);
  g_assert_cmpint (parlor_message_get_seq (message), ==, 0);
  g_assert_true (parlor_message_is_own (message));
  g_assert_true (parlor_test_get_message (lobby, position) == message);

  parlor_test_client_wait_sent (fixture->ann);
  g_assert_cmpint (parlor_message_get_delivery (message), ==, PARLOR_DELIVERY_SENT);
  g_assert_cmpint (parlor_message_get_seq (message), >, 0);
  g_assert_true (parlor_test_get_message (lobby, position) == message);
  g_assert_cmpuint (n_added, ==, 1);
}

static void
test_personal (Fixture      *fixture,
               gconstpointer unused)
{
  ParlorAccount      *bob = NULL;
  ParlorConversation *anns;
  ParlorConversation *bobs;

  while ((bob = parlor_client_find_account (fixture->ann->client, "@Bob")) == NULL)
    g_main_context_iteration (NULL, TRUE);

  anns = parlor_client_open_personal (fixture->ann->client, bob);
  g_assert_true (parlor_client_open_personal (fixture->ann->client, bob) == anns);
  g_assert_cmpstr (parlor_conversation_get_title (anns), ==, "bob");
  parlor_test_say (anns, "Just you and me");

  bobs = parlor_test_client_find (fixture->bob, parlor_conversation_get_id (anns));
  parlor_test_client_wait_text (fixture->bob, bobs, "Just you and me");
  g_assert_cmpint (parlor_conversation_get_kind (bobs), ==, PARLOR_CONVERSATION_PERSONAL);
  g_assert_cmpstr (parlor_conversation_get_title (bobs), ==, "ann");
  g_assert_cmpuint (parlor_conversation_get_unread (bobs), ==, 1);

  parlor_conversation_mark_read (bobs, G_MAXINT64);
  g_assert_cmpuint (parlor_conversation_get_unread (bobs), ==, 0);
  parlor_test_say (bobs, "Nobody else");
  parlor_test_client_wait_text (fixture->ann, anns, "Nobody else");
  parlor_test_client_wait_sent (fixture->ann);
  parlor_test_client_wait_sent (fixture->bob);
}

/* Somebody who is away hears of it later, and sees that it is new. */
static void
test_personal_while_away (Fixture      *fixture,
                          gconstpointer unused)
{
  g_autofree char    *id = NULL;
  ParlorAccount      *bob = NULL;
  ParlorConversation *bobs;

  while ((bob = parlor_client_find_account (fixture->ann->client, "bob")) == NULL)
    g_main_context_iteration (NULL, TRUE);
  parlor_test_client_close (fixture->bob);

  id = g_strdup (parlor_conversation_get_id (
    parlor_client_open_personal (fixture->ann->client, bob)));
  parlor_test_say (parlor_client_find_conversation (fixture->ann->client, id), "Call me");
  parlor_test_client_wait_sent (fixture->ann);

  parlor_test_client_open (fixture->bob);
  parlor_client_start (fixture->bob->client);
  bobs = parlor_test_client_find (fixture->bob, id);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_ONLINE);
  g_assert_cmpuint (parlor_conversation_get_unread (bobs), ==, 1);
  parlor_test_client_wait_text (fixture->bob, bobs, "Call me");
}

static gboolean
is_bob_gone (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) == 1;
}

static void
on_left (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_assert_true (parlor_client_leave_finish (PARLOR_CLIENT (source), result, NULL));
  set_true (user_data);
}

static void
test_group (Fixture      *fixture,
            gconstpointer unused)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (GListModel)    members = NULL;
  g_autoptr (ParlorAccount) first = NULL;
  ParlorConversation       *anns;
  ParlorConversation       *bobs;
  gboolean                  has_left = FALSE;

  anns = parlor_test_client_enter (fixture->ann, PARLOR_CONVERSATION_GROUP, "Book Club", "sesame",
                                   &error);
  g_assert_no_error (error);
  members = parlor_test_client_load_members (fixture->ann, anns);
  g_assert_cmpuint (g_list_model_get_n_items (members), ==, 1);

  bobs = parlor_test_client_enter (fixture->bob, PARLOR_CONVERSATION_UNKNOWN, "book club", "wrong",
                                   &error);
  g_assert_null (bobs);
  g_assert_error (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_WRONG_PASSWORD);
  g_clear_error (&error);

  bobs = parlor_test_client_enter (fixture->bob, PARLOR_CONVERSATION_UNKNOWN, "book club",
                                   "sesame", &error);
  g_assert_no_error (error);
  parlor_test_say (bobs, "What do we read?");
  parlor_test_client_wait_text (fixture->ann, anns, "What do we read?");
  g_assert_cmpuint (g_list_model_get_n_items (members), ==, 2);
  first = g_list_model_get_item (members, 0);
  g_assert_cmpstr (parlor_account_get_nick (first), ==, "ann");

  parlor_client_leave_async (fixture->bob->client, bobs, NULL, on_left, &has_left);
  parlor_test_wait (is_true, &has_left);
  g_assert_false (parlor_conversation_is_member (bobs));
  parlor_test_wait (is_bob_gone, members);

  /* Back again: the same object, and what was missed is no hole. */
  parlor_test_say (anns, "Where is Bob?");
  parlor_test_client_wait_sent (fixture->ann);
  g_assert_true (parlor_test_client_enter (fixture->bob, PARLOR_CONVERSATION_UNKNOWN, "Book Club",
                                           "sesame", &error) == bobs);
  g_assert_no_error (error);
  g_assert_true (parlor_conversation_is_member (bobs));
  parlor_test_client_wait_text (fixture->bob, bobs, "Where is Bob?");
}

static gboolean
has_nick (gpointer user_data)
{
  return g_str_equal (parlor_account_get_nick (user_data), "Annabel Lee");
}

static void
test_nick (Fixture      *fixture,
           gconstpointer unused)
{
  ParlorSetNickPacket *packet = parlor_packet_new (PARLOR_PACKET_SET_NICK);
  g_autoptr (GError)   error = NULL;
  ParlorAccount       *ann;
  gpointer             answer;

  while ((ann = parlor_client_find_account (fixture->bob->client, "ann")) == NULL)
    g_main_context_iteration (NULL, TRUE);

  packet->nick = g_strdup ("Annabel Lee");
  answer = parlor_test_client_request (fixture->ann, PARLOR_PACKET_SET_NICK, packet, &error);
  g_assert_no_error (error);
  parlor_packet_free (PARLOR_PACKET_OK, answer);

  parlor_test_wait (has_nick, ann);
  g_assert_cmpstr (parlor_account_get_name (ann), ==, "ann");
}

static gboolean
is_here (gpointer user_data)
{
  return parlor_account_get_presence (user_data) == PARLOR_PRESENCE_ONLINE;
}

static gboolean
is_away (gpointer user_data)
{
  return !is_here (user_data);
}

static void
test_presence (Fixture      *fixture,
               gconstpointer unused)
{
  ParlorAccount *bob;

  while ((bob = parlor_client_find_account (fixture->ann->client, "bob")) == NULL)
    g_main_context_iteration (NULL, TRUE);
  parlor_test_wait (is_here, bob);

  /* Without a connection nothing is known of anybody. */
  parlor_test_server_kill (fixture->server);
  parlor_test_wait (is_away, bob);
  parlor_test_wait (is_away, parlor_client_get_self (fixture->ann->client));
  parlor_test_server_start (fixture->server);
  parlor_client_reconnect (fixture->bob->client);
  parlor_client_reconnect (fixture->ann->client);
  parlor_test_wait (is_here, bob);

  parlor_test_client_close (fixture->bob);
  parlor_test_wait (is_away, bob);
}

static gboolean
is_complete (gpointer user_data)
{
  return parlor_timeline_is_complete (user_data) && !parlor_timeline_is_loading (user_data);
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (parlor_timeline_load_older_finish (PARLOR_TIMELINE (source), result, &error), >=,
                   0);
  g_assert_no_error (error);
  if (!parlor_timeline_is_complete (PARLOR_TIMELINE (source)))
    parlor_timeline_load_older_async (PARLOR_TIMELINE (source), 40, NULL, on_loaded, NULL);
}

/* From the end to the beginning, page by page, without a hole. */
static void
assert_whole_history (ParlorTestClient   *client,
                      ParlorConversation *conversation,
                      guint               n_messages)
{
  ParlorTimeline *timeline = parlor_conversation_get_timeline (conversation);

  parlor_timeline_load_older_async (timeline, 40, NULL, on_loaded, NULL);
  parlor_test_wait (is_complete, timeline);

  g_assert_cmpuint (parlor_test_count_messages (conversation), >=, n_messages);
  for (guint i = 0; i < parlor_test_count_messages (conversation); i++)
    g_assert_cmpint (parlor_message_get_seq (parlor_test_get_message (conversation, i)), ==, i + 1);
}

static void
test_history (Fixture      *fixture,
              gconstpointer unused)
{
  ParlorConversation *anns = parlor_test_client_find (fixture->ann, "lobby");
  ParlorConversation *carls;
  ParlorTestClient   *carl;

  for (guint i = 0; i < 250; i++) {
    g_autofree char *text = g_strdup_printf ("Line %u", i);

    parlor_test_say (anns, text);
  }
  parlor_test_client_wait_sent (fixture->ann);

  carl = parlor_test_client_new ();
  parlor_test_client_register (carl, fixture->server, "carl");
  carls = parlor_test_client_find (carl, "lobby");
  g_assert_cmpuint (parlor_conversation_get_unread (carls), ==, 0);
  assert_whole_history (carl, carls, 250);

  /* The next time it comes from the disk alone. */
  parlor_test_server_stop (fixture->server);
  parlor_test_client_restart (carl);
  carls = parlor_test_client_find (carl, "lobby");
  g_assert_cmpstr (parlor_message_get_text (parlor_conversation_get_last_message (carls)), ==,
                   "Line 249");
  assert_whole_history (carl, carls, 250);
  parlor_test_client_free (carl);
}

static void
open_at_once (GListModel *conversations,
              guint       position,
              guint       n_removed,
              guint       n_added,
              gpointer    unused)
{
  for (guint i = 0; i < n_added; i++) {
    g_autoptr (ParlorConversation) conversation = g_list_model_get_item (conversations,
                                                                         position + i);

    parlor_conversation_get_timeline (conversation);
  }
}

/* A window opens a conversation the moment it is in the list. */
static void
test_opened_at_once (Fixture      *fixture,
                     gconstpointer unused)
{
  ParlorConversation *anns = parlor_test_client_find (fixture->ann, "lobby");
  ParlorConversation *bobs;

  parlor_test_say (anns, "Before");
  parlor_test_client_wait_text (fixture->ann, anns, "Before");
  parlor_test_client_close (fixture->ann);

  parlor_test_client_open (fixture->ann);
  g_signal_connect (parlor_client_get_conversations (fixture->ann->client), "items-changed",
                    G_CALLBACK (open_at_once), NULL);
  g_signal_connect (parlor_client_get_conversations (fixture->bob->client), "items-changed",
                    G_CALLBACK (open_at_once), NULL);
  parlor_client_start (fixture->ann->client);
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_ONLINE);

  anns = parlor_test_client_find (fixture->ann, "lobby");
  parlor_test_client_wait_text (fixture->ann, anns, "Before");
  parlor_test_say (anns, "After");
  parlor_test_client_wait_text (fixture->ann, anns, "After");

  /* The same for what one enters, and for what others begin. */
  anns = parlor_test_client_enter (fixture->ann, PARLOR_CONVERSATION_CHANNEL, "club", NULL, NULL);
  parlor_test_say (anns, "In the club");
  parlor_test_client_wait_text (fixture->ann, anns, "In the club");
  bobs = parlor_test_client_enter (fixture->bob, PARLOR_CONVERSATION_UNKNOWN, "club", NULL, NULL);
  parlor_test_client_wait_text (fixture->bob, bobs, "In the club");
}

static gboolean
has_120_unread (gpointer conversation)
{
  return parlor_conversation_get_unread (conversation) == 120;
}

/* More was missed than the server recovers: only the newest page is loaded, and
 * older ones come when they are wanted. */
static void
test_gap (Fixture      *fixture,
          gconstpointer unused)
{
  ParlorTestClient   *carl = parlor_test_client_new ();
  ParlorConversation *anns = parlor_test_client_find (fixture->ann, "lobby");
  ParlorConversation *bobs = parlor_test_client_find (fixture->bob, "lobby");

  parlor_test_say (anns, "Before");
  parlor_test_client_wait_text (fixture->bob, bobs, "Before");
  parlor_conversation_mark_read (bobs, G_MAXINT64);
  parlor_test_client_close (fixture->bob);

  for (guint i = 0; i < 120; i++)
    parlor_test_say (anns, i < 119 ? "Meanwhile" : "After");
  parlor_test_client_wait_sent (fixture->ann);
  parlor_test_client_register (carl, fixture->server, "carl");

  parlor_test_client_open (fixture->bob);
  parlor_client_start (fixture->bob->client);
  bobs = parlor_test_client_find (fixture->bob, "lobby");
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_ONLINE);
  parlor_test_wait (has_120_unread, bobs);
  parlor_test_client_wait_text (fixture->bob, bobs, "After");
  assert_whole_history (fixture->bob, bobs, 121);
  g_assert_cmpuint (parlor_conversation_get_unread (bobs), ==, 120);
  parlor_test_client_free (carl);

  parlor_conversation_mark_read (bobs, G_MAXINT64);
  g_assert_cmpuint (parlor_conversation_get_unread (bobs), ==, 0);
}

static void
test_draft_and_marks (Fixture      *fixture,
                      gconstpointer unused)
{
  ParlorConversation *anns = parlor_test_client_find (fixture->ann, "lobby");
  ParlorConversation *bobs = parlor_test_client_find (fixture->bob, "lobby");
  gint64              read_seq;

  for (guint i = 0; i < 3; i++)
    parlor_test_say (anns, i < 2 ? "One" : "Two");
  parlor_test_client_wait_text (fixture->bob, bobs, "Two");
  g_assert_cmpuint (parlor_conversation_get_unread (bobs), ==, 3);

  read_seq = parlor_message_get_seq (parlor_conversation_get_last_message (bobs)) - 1;
  parlor_conversation_mark_read (bobs, read_seq);
  g_assert_cmpuint (parlor_conversation_get_unread (bobs), ==, 1);
  parlor_conversation_set_draft (bobs, &(ParlorDraft){ "I was about to sa", 7, 3 });
  parlor_conversation_set_is_pinned (bobs, TRUE);
  parlor_conversation_set_notifications_muted (bobs, TRUE);

  parlor_test_client_restart (fixture->bob);
  bobs = parlor_test_client_find (fixture->bob, "lobby");
  g_assert_cmpstr (parlor_conversation_get_draft (bobs)->text, ==, "I was about to sa");
  g_assert_cmpint (parlor_conversation_get_draft (bobs)->reply_to, ==, 7);
  g_assert_cmpint (parlor_conversation_get_draft (bobs)->edit_of, ==, 3);
  g_assert_true (parlor_conversation_is_pinned (bobs));
  g_assert_true (parlor_conversation_are_notifications_muted (bobs));
  g_assert_cmpint (parlor_conversation_get_read_seq (bobs), ==, read_seq);
  g_assert_cmpuint (parlor_conversation_get_unread (bobs), ==, 1);
}

static void
test_impossible (Fixture      *fixture,
                 gconstpointer unused)
{
  ParlorConversation *lobby = parlor_test_client_find (fixture->ann, "lobby");
  g_autofree char    *long_text = g_strnfill (PARLOR_TEXT_MAX_BYTES + 1, 'a');
  static const char  *texts[] = { "", " \n ", "a\x07", NULL };
  g_autoptr (GError)  error = NULL;

  texts[G_N_ELEMENTS (texts) - 1] = long_text;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_assert_null (parlor_conversation_send_text (lobby, texts[i], &error));
    g_assert_error (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_BAD_VALUE);
    g_clear_error (&error);
  }

  long_text[PARLOR_TEXT_MAX_BYTES] = '\0';
  parlor_test_say (lobby, long_text);
  parlor_test_client_wait_text (fixture->ann, lobby, long_text);
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
    { "/core-chat/both-hear", NULL, test_both_hear },
    { "/core-chat/pending-becomes-sent", NULL, test_pending_becomes_sent },
    { "/core-chat/personal", NULL, test_personal },
    { "/core-chat/personal-while-away", NULL, test_personal_while_away },
    { "/core-chat/group", NULL, test_group },
    { "/core-chat/nick", NULL, test_nick },
    { "/core-chat/presence", NULL, test_presence },
    { "/core-chat/history", NULL, test_history },
    { "/core-chat/opened-at-once", NULL, test_opened_at_once },
    { "/core-chat/gap", "recover-max-events = 20\n", test_gap },
    { "/core-chat/draft-and-marks", NULL, test_draft_and_marks },
    { "/core-chat/impossible", NULL, test_impossible },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].config, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
