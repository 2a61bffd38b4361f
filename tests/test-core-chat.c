/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Client cores that talk to one another through the real server. */

#include "parlor-test-client.h"

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

static void
say (ParlorConversation *conversation,
     const char         *text)
{
  g_autoptr (GError) error = NULL;

  parlor_conversation_send_text (conversation, text, &error);
  g_assert_no_error (error);
}

static void
test_both_hear (Fixture      *fixture,
                gconstpointer unused)
{
  ParlorConversation *anns = parlor_test_client_find (fixture->ann, "lobby");
  ParlorConversation *bobs = parlor_test_client_find (fixture->bob, "#Lobby");

  say (anns, "Hello, Bob! 👋🏽 שלום");
  parlor_test_client_wait_text (fixture->bob, bobs, "Hello, Bob! 👋🏽 שלום");
  g_assert_cmpuint (parlor_conversation_get_unread (bobs), ==, 1);
  g_assert_cmpuint (parlor_conversation_get_unread (anns), ==, 0);

  say (bobs, "Hello, Ann!");
  parlor_test_client_wait_text (fixture->ann, anns, "Hello, Ann!");
  parlor_test_client_wait_sent (fixture->ann);
  parlor_test_client_wait_sent (fixture->bob);

  g_assert_cmpuint (parlor_test_client_count_text (fixture->ann, anns, "Hello, Ann!"), ==, 1);
  g_assert_cmpuint (parlor_test_client_count_text (fixture->bob, bobs, "Hello, Ann!"), ==, 1);
  g_assert_cmpstr (parlor_message_get_text (parlor_conversation_get_last_message (anns)), ==,
                   "Hello, Ann!");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/core-chat/both-hear", Fixture, NULL, set_up, test_both_hear, tear_down);

  return g_test_run ();
}
