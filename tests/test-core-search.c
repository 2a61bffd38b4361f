/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Searching messages, as a client does. */

#include "parlor-test-client.h"

#include "parlor-message-search.h"

typedef struct
{
  ParlorTestServer    *server;
  ParlorTestClient    *ann;
  ParlorTestClient    *bob;
  ParlorMessageSearch *search;
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
  fixture->search = parlor_message_search_new (fixture->bob->client);
}

static gboolean
is_alone (gpointer search)
{
  return G_OBJECT (search)->ref_count == 1;
}

/* What was cancelled comes to its end all the same. */
static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  parlor_test_wait (is_alone, fixture->search);
  g_assert_finalize_object (fixture->search);
  parlor_test_client_free (fixture->ann);
  parlor_test_client_free (fixture->bob);
  parlor_test_server_free (fixture->server);
}

static ParlorConversation *
enter (ParlorTestClient      *client,
       ParlorConversationKind kind,
       const char            *name)
{
  g_autoptr (GError)  error = NULL;
  ParlorConversation *conversation =
    parlor_test_client_enter (client, kind, name, NULL, &error);

  g_assert_no_error (error);

  return conversation;
}

static gboolean
is_idle (gpointer user_data)
{
  return !parlor_message_search_is_busy (user_data);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->search));
}

static guint
find (Fixture            *fixture,
      const char         *query,
      ParlorConversation *conversation)
{
  parlor_message_search_begin (fixture->search, query, conversation);
  parlor_test_wait (is_idle, fixture->search);

  return count (fixture);
}

static const char *
text_at (Fixture *fixture,
         guint    position)
{
  g_autoptr (ParlorSearchHit) hit = g_list_model_get_item (G_LIST_MODEL (fixture->search),
                                                           position);

  return parlor_message_get_text (parlor_search_hit_get_message (hit));
}

static ParlorConversation *
lobby (ParlorTestClient *client)
{
  return parlor_test_client_find (client, "lobby");
}

static void
test_find (Fixture      *fixture,
           gconstpointer unused)
{
  ParlorConversation         *garden = enter (fixture->ann, PARLOR_CONVERSATION_CHANNEL, "garden");
  g_autoptr (ParlorSearchHit) hit = NULL;

  enter (fixture->bob, PARLOR_CONVERSATION_UNKNOWN, "garden");
  parlor_test_say (lobby (fixture->ann), "Is there tea?");
  parlor_test_say (garden, "The tea has been harvested");
  parlor_test_say (garden, "And the <b>beans</b>");
  parlor_test_client_wait_sent (fixture->ann);

  g_assert_cmpuint (find (fixture, "tea", NULL), ==, 2);
  g_assert_true (parlor_message_search_is_complete (fixture->search));
  g_assert_cmpstr (text_at (fixture, 0), ==, "The tea has been harvested");
  hit = g_list_model_get_item (G_LIST_MODEL (fixture->search), 1);
  g_assert_true (parlor_search_hit_get_conversation (hit) == lobby (fixture->bob));
  g_assert_cmpstr (parlor_account_get_name (
                     parlor_message_get_author (parlor_search_hit_get_message (hit))),
                   ==, "ann");

  g_assert_cmpuint (find (fixture, "tea", lobby (fixture->bob)), ==, 1);
  g_assert_cmpuint (find (fixture, "from:ann in:garden", NULL), ==, 2);
  g_assert_cmpuint (find (fixture, "coffee", NULL), ==, 0);
  g_assert_true (parlor_message_search_is_complete (fixture->search));
  g_assert_null (parlor_message_search_get_error (fixture->search));
}

static void
test_pages (Fixture      *fixture,
            gconstpointer unused)
{
  for (guint i = 0; i < 70; i++) {
    g_autofree char *text = g_strdup_printf ("Cup of tea number %u", i);

    parlor_test_say (lobby (fixture->ann), text);
  }
  parlor_test_client_wait_sent (fixture->ann);

  g_assert_cmpuint (find (fixture, "tea", NULL), ==, 30);
  g_assert_cmpstr (text_at (fixture, 0), ==, "Cup of tea number 69");
  g_assert_false (parlor_message_search_is_complete (fixture->search));
  parlor_message_search_load_more (fixture->search);
  parlor_message_search_load_more (fixture->search);
  parlor_test_wait (is_idle, fixture->search);
  g_assert_cmpuint (count (fixture), ==, 60);
  parlor_message_search_load_more (fixture->search);
  parlor_test_wait (is_idle, fixture->search);
  g_assert_cmpuint (count (fixture), ==, 70);
  g_assert_cmpstr (text_at (fixture, 69), ==, "Cup of tea number 0");
  g_assert_true (parlor_message_search_is_complete (fixture->search));
  parlor_message_search_load_more (fixture->search);
  g_assert_false (parlor_message_search_is_busy (fixture->search));
}

/* The last one to begin is the one that is answered. */
static void
test_type_fast (Fixture      *fixture,
                gconstpointer unused)
{
  parlor_test_say (lobby (fixture->ann), "Is there tea?");
  parlor_test_client_wait_sent (fixture->ann);

  parlor_message_search_begin (fixture->search, "t", NULL);
  parlor_message_search_begin (fixture->search, "te", NULL);
  g_assert_cmpuint (find (fixture, "coffee", NULL), ==, 0);
  parlor_message_search_begin (fixture->search, "coffee", NULL);
  g_assert_cmpuint (find (fixture, "tea", NULL), ==, 1);
  parlor_message_search_begin (fixture->search, "tea", NULL);
  parlor_message_search_begin (fixture->search, "  ", NULL);
  g_assert_false (parlor_message_search_is_busy (fixture->search));
  g_assert_null (parlor_message_search_get_query (fixture->search));
  g_assert_cmpuint (count (fixture), ==, 0);
}

static void
test_refused (Fixture      *fixture,
              gconstpointer unused)
{
  g_autofree char *long_query = g_strnfill (4000, 'x');

  g_assert_cmpuint (find (fixture, "has:nothing", NULL), ==, 0);
  g_assert_nonnull (strstr (parlor_message_search_get_error (fixture->search)->message,
                            "has:image"));
  g_assert_cmpuint (find (fixture, "before:tomorrow", NULL), ==, 0);
  g_assert_nonnull (parlor_message_search_get_error (fixture->search));
  g_assert_cmpuint (find (fixture, "\xff\xfe tea", NULL), ==, 0);
  g_assert_null (parlor_message_search_get_error (fixture->search));
  g_assert_cmpuint (find (fixture, long_query, NULL), ==, 0);
  g_assert_null (parlor_message_search_get_error (fixture->search));
}

static void
test_offline (Fixture      *fixture,
              gconstpointer unused)
{
  parlor_test_say (lobby (fixture->ann), "Is there tea?");
  parlor_test_client_wait_sent (fixture->ann);
  parlor_test_server_stop (fixture->server);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_WAITING);
  g_assert_cmpuint (find (fixture, "tea", NULL), ==, 0);
  g_assert_error (parlor_message_search_get_error (fixture->search), PARLOR_CLIENT_ERROR,
                  PARLOR_CLIENT_ERROR_NOT_CONNECTED);

  parlor_test_server_start (fixture->server);
  parlor_client_reconnect (fixture->bob->client);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_ONLINE);
  parlor_message_search_load_more (fixture->search);
  parlor_test_wait (is_idle, fixture->search);
  g_assert_null (parlor_message_search_get_error (fixture->search));
  g_assert_cmpuint (count (fixture), ==, 1);
}

#define ADD(name, function) \
  g_test_add ("/core-search/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("find", test_find);
  ADD ("pages", test_pages);
  ADD ("type-fast", test_type_fast);
  ADD ("refused", test_refused);
  ADD ("offline", test_offline);

  return g_test_run ();
}
