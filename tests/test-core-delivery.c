/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was written arrives, once and in order, whatever happens to the
 * connection, the server and the client. */

#include "parlor-test-client.h"

#define ROUNDS 20
#define LINES_PER_ROUND 15

typedef struct
{
  ParlorTestServer *server;
  ParlorTestClient *ann;
  ParlorTestClient *bob;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  fixture->server = parlor_test_serve (NULL);
  fixture->ann = parlor_test_client_new ();
  fixture->bob = parlor_test_client_new ();
  parlor_test_client_register (fixture->ann, fixture->server, "ann");
  parlor_test_client_register (fixture->bob, fixture->server, "bob");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  parlor_test_client_free (fixture->ann);
  parlor_test_client_free (fixture->bob);
  parlor_test_server_free (fixture->server);
}

static gboolean
is_loaded (gpointer user_data)
{
  return !parlor_timeline_is_loading (user_data);
}

/* Every line is there once, in order; nothing else matters. */
static void
assert_lines (ParlorConversation *conversation,
              guint               n_lines)
{
  guint next = 0;

  parlor_test_wait (is_loaded, parlor_conversation_get_timeline (conversation));

  for (guint i = 0; i < parlor_test_count_messages (conversation); i++) {
    ParlorMessage   *message = parlor_test_get_message (conversation, i);
    g_autofree char *expected = g_strdup_printf ("Line %u", next);

    if (parlor_message_get_kind (message) != PARLOR_EVENT_MESSAGE)
      continue;
    g_assert_cmpstr (parlor_message_get_text (message), ==, expected);
    g_assert_cmpint (parlor_message_get_delivery (message), ==, PARLOR_DELIVERY_SENT);
    next++;
  }

  g_assert_cmpuint (next, ==, n_lines);
}

static void
say_line (ParlorConversation *conversation,
          guint               line)
{
  g_autofree char *text = g_strdup_printf ("Line %u", line);

  parlor_test_say (conversation, text);
}

static void
test_offline (Fixture      *fixture,
              gconstpointer unused)
{
  ParlorConversation *anns = parlor_test_client_find (fixture->ann, "lobby");
  ParlorConversation *bobs = parlor_test_client_find (fixture->bob, "lobby");

  parlor_conversation_get_timeline (bobs);
  parlor_test_server_stop (fixture->server);
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_WAITING);
  g_assert_nonnull (parlor_client_get_status_text (fixture->ann->client));

  for (guint i = 0; i < 3; i++)
    say_line (anns, i);
  g_assert_false (parlor_client_is_outbox_empty (fixture->ann->client));

  /* They outlive the program. */
  parlor_test_client_restart (fixture->ann);
  anns = parlor_test_client_find (fixture->ann, "lobby");
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_WAITING);
  g_assert_false (parlor_client_is_outbox_empty (fixture->ann->client));
  g_assert_cmpstr (parlor_message_get_text (parlor_conversation_get_last_message (anns)), ==,
                   "Line 2");

  parlor_test_server_start (fixture->server);
  parlor_client_reconnect (fixture->ann->client);
  parlor_test_client_wait_sent (fixture->ann);
  g_assert_null (parlor_client_get_status_text (fixture->ann->client));
  parlor_test_client_wait_text (fixture->bob, bobs, "Line 2");
  assert_lines (bobs, 3);
  assert_lines (anns, 3);
}

/* The server dies while lines are under way, again and again. */
static void
test_server_killed (Fixture      *fixture,
                    gconstpointer unused)
{
  ParlorConversation *anns = parlor_test_client_find (fixture->ann, "lobby");
  ParlorConversation *bobs = parlor_test_client_find (fixture->bob, "lobby");
  g_autofree char    *last = NULL;

  parlor_conversation_get_timeline (anns);
  parlor_conversation_get_timeline (bobs);
  for (guint round = 0; round < ROUNDS; round++) {
    for (guint i = 0; i < LINES_PER_ROUND; i++)
      say_line (anns, round * LINES_PER_ROUND + i);

    /* Some are acknowledged, some are not, at another place each time. */
    for (guint i = 0; i < 10 + round * 7; i++)
      g_main_context_iteration (NULL, FALSE);
    parlor_test_server_kill (fixture->server);
    parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_WAITING);
    parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_WAITING);
    parlor_test_server_start (fixture->server);
    parlor_client_reconnect (fixture->ann->client);
    parlor_client_reconnect (fixture->bob->client);
  }

  parlor_test_client_wait_sent (fixture->ann);
  last = g_strdup_printf ("Line %u", ROUNDS * LINES_PER_ROUND - 1);
  parlor_test_client_wait_text (fixture->ann, anns, last);
  parlor_test_client_wait_text (fixture->bob, bobs, last);
  assert_lines (anns, ROUNDS * LINES_PER_ROUND);
  assert_lines (bobs, ROUNDS * LINES_PER_ROUND);
}

/* The client dies before it hears that its line has arrived. */
static void
test_client_killed (Fixture      *fixture,
                    gconstpointer unused)
{
  ParlorConversation *bobs = parlor_test_client_find (fixture->bob, "lobby");

  parlor_conversation_get_timeline (bobs);
  for (guint round = 0; round < ROUNDS; round++) {
    ParlorConversation *anns = parlor_test_client_find (fixture->ann, "lobby");

    parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_ONLINE);
    say_line (anns, round);
    for (guint i = 0; i < round * 20; i++)
      g_main_context_iteration (NULL, FALSE);
    parlor_test_client_restart (fixture->ann);
  }

  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_ONLINE);
  parlor_test_client_wait_sent (fixture->ann);
  parlor_test_client_wait_text (fixture->bob, bobs, "Line 19");
  assert_lines (bobs, ROUNDS);
}

/* One that the server refuses stops only itself, and waits for the person. */
static void
test_refused (Fixture      *fixture,
              gconstpointer unused)
{
  ParlorConversation       *club;
  g_autoptr (ParlorMessage) refused = NULL;
  ParlorLeavePacket        *leave = parlor_packet_new (PARLOR_PACKET_LEAVE);
  ParlorConversation       *lobby = parlor_test_client_find (fixture->ann, "lobby");
  ParlorTestClient         *also_ann = parlor_test_client_new ();
  g_autoptr (ParlorLinkUri) link = parlor_test_link (fixture->server);
  g_autoptr (GError)        error = NULL;
  gpointer                  answer;

  club = parlor_test_client_enter (fixture->ann, PARLOR_CONVERSATION_CHANNEL, "club", NULL, &error);
  g_assert_no_error (error);

  /* One leaves on another device while this one is away. */
  parlor_test_server_stop (fixture->server);
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_WAITING);
  refused = g_object_ref (parlor_conversation_send_text (club, "To nobody", &error));
  g_assert_no_error (error);
  say_line (lobby, 0);
  parlor_test_client_close (fixture->ann);

  parlor_test_server_start (fixture->server);
  parlor_test_client_sign_in (also_ann, link, "ann", "correct horse", PARLOR_SIGN_IN_EXISTING,
                              &error);
  g_assert_no_error (error);
  leave->conversation =
    g_strdup (parlor_conversation_get_id (parlor_test_client_find (also_ann, "club")));
  answer = parlor_test_client_request (also_ann, PARLOR_PACKET_LEAVE, leave, &error);
  g_assert_no_error (error);
  parlor_packet_free (PARLOR_PACKET_OK, answer);
  parlor_test_client_free (also_ann);

  g_clear_object (&refused);
  parlor_test_client_open (fixture->ann);
  parlor_client_start (fixture->ann->client);
  club = parlor_test_client_find (fixture->ann, "club");
  lobby = parlor_test_client_find (fixture->ann, "lobby");
  parlor_test_client_wait_text (fixture->ann, lobby, "Line 0");
  parlor_test_client_wait_sent (fixture->ann);

  refused = g_object_ref (parlor_conversation_get_last_message (club));
  g_assert_cmpint (parlor_message_get_delivery (refused), ==, PARLOR_DELIVERY_FAILED);
  g_assert_nonnull (parlor_message_get_error (refused));
  g_assert_false (parlor_conversation_is_member (club));

  /* It is tried again when one asks for it, and goes when one does not want it. */
  parlor_conversation_retry (club, refused);
  g_assert_cmpint (parlor_message_get_delivery (refused), ==, PARLOR_DELIVERY_PENDING);
  parlor_test_client_wait_sent (fixture->ann);
  g_assert_cmpint (parlor_message_get_delivery (refused), ==, PARLOR_DELIVERY_FAILED);
  parlor_conversation_discard (club, refused);
  g_assert_null (parlor_conversation_get_last_message (club));
}

static void
test_discarded (Fixture      *fixture,
                gconstpointer unused)
{
  ParlorConversation *lobby = parlor_test_client_find (fixture->ann, "lobby");
  ParlorMessage      *message;

  parlor_test_server_stop (fixture->server);
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_WAITING);
  message = parlor_conversation_send_text (lobby, "Never mind", NULL);
  parlor_conversation_discard (lobby, message);
  say_line (lobby, 0);

  parlor_test_client_restart (fixture->ann);
  parlor_test_server_start (fixture->server);
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_ONLINE);
  lobby = parlor_test_client_find (fixture->ann, "lobby");
  parlor_test_client_wait_sent (fixture->ann);
  parlor_test_client_wait_text (fixture->ann, lobby, "Line 0");
  assert_lines (lobby, 1);
}

/* The bucket of the server is empty soon: the client waits as it is told to. */
static void
test_too_fast (Fixture      *fixture,
               gconstpointer unused)
{
  ParlorConversation *anns;
  ParlorConversation *bobs;

  parlor_test_server_configure (fixture->server, "tokens-per-s = 20\ntokens-burst = 40\n");
  parlor_test_server_stop (fixture->server);
  parlor_test_server_start (fixture->server);
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_ONLINE);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_ONLINE);

  anns = parlor_test_client_find (fixture->ann, "lobby");
  bobs = parlor_test_client_find (fixture->bob, "lobby");
  parlor_conversation_get_timeline (bobs);
  for (guint i = 0; i < 40; i++)
    say_line (anns, i);
  parlor_test_client_wait_sent (fixture->ann);
  parlor_test_client_wait_text (fixture->bob, bobs, "Line 39");
  assert_lines (anns, 40);
  assert_lines (bobs, 40);
}

/* The same for what people ask for. */
static void
test_asking_too_fast (Fixture      *fixture,
                      gconstpointer unused)
{
  parlor_test_server_configure (fixture->server, "tokens-per-s = 100\ntokens-burst = 40\n");
  parlor_test_server_stop (fixture->server);
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_WAITING);
  parlor_test_server_start (fixture->server);
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_ONLINE);

  for (guint i = 0; i < 40; i++) {
    ParlorDirectoryPacket *packet = parlor_packet_new (PARLOR_PACKET_DIRECTORY);
    g_autoptr (GError)     error = NULL;
    gpointer               answer;

    answer = parlor_test_client_request (fixture->ann, PARLOR_PACKET_DIRECTORY, packet, &error);
    g_assert_no_error (error);
    parlor_packet_free (PARLOR_PACKET_DIRECTORY_PAGE, answer);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/core-delivery/offline", Fixture, NULL, set_up, test_offline, tear_down);
  g_test_add ("/core-delivery/server-killed", Fixture, NULL, set_up, test_server_killed, tear_down);
  g_test_add ("/core-delivery/client-killed", Fixture, NULL, set_up, test_client_killed, tear_down);
  g_test_add ("/core-delivery/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/core-delivery/discarded", Fixture, NULL, set_up, test_discarded, tear_down);
  g_test_add ("/core-delivery/too-fast", Fixture, NULL, set_up, test_too_fast, tear_down);
  g_test_add ("/core-delivery/asking-too-fast", Fixture, NULL, set_up, test_asking_too_fast,
              tear_down);

  return g_test_run ();
}
