/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Back within three seconds, whatever the network does. */

#include "parlor-client-private.h"
#include "parlor-test-client.h"
#include "parlor-test-proxy.h"

#include <string.h>

#define BACK_MAX_US (3 * G_USEC_PER_SEC)

typedef struct
{
  ParlorTestServer   *server;
  ParlorTestProxy    *proxy;
  ParlorTestClient   *ann;
  ParlorTestClient   *bob;
  ParlorConversation *anns;
  ParlorConversation *bobs;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  g_autoptr (ParlorLinkUri) link = NULL;
  g_autoptr (GError)        error = NULL;

  fixture->server = parlor_test_serve (NULL);
  fixture->proxy = parlor_test_proxy_new (parlor_test_server_get_port (fixture->server));
  fixture->ann = parlor_test_client_new ();
  fixture->bob = parlor_test_client_new ();
  parlor_test_client_register (fixture->bob, fixture->server, "bob");
  fixture->bobs = parlor_test_client_find (fixture->bob, "lobby");
  parlor_conversation_get_timeline (fixture->bobs);

  link = parlor_test_link (fixture->server);
  link->port = parlor_test_proxy_get_port (fixture->proxy);
  parlor_test_client_sign_in (fixture->ann, link, "ann", "correct horse", PARLOR_SIGN_IN_REGISTER,
                              &error);
  g_assert_no_error (error);
  fixture->anns = parlor_test_client_find (fixture->ann, "lobby");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  parlor_test_client_free (fixture->ann);
  parlor_test_client_free (fixture->bob);
  parlor_test_proxy_free (fixture->proxy);
  parlor_test_server_free (fixture->server);
}

static gboolean
is_time_over (gpointer user_data)
{
  return g_get_monotonic_time () >= *(gint64 *) user_data;
}

static gboolean
wake_up (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

static void
pass_time (guint delay_ms)
{
  gint64 end_us = g_get_monotonic_time () + delay_ms * 1000;

  g_timeout_add (delay_ms + 1, wake_up, NULL);
  parlor_test_wait (is_time_over, &end_us);
}

/* Waits until Bob reads @text, which has to be soon after @since_us. */
static void
assert_arrives (Fixture    *fixture,
                const char *text,
                gint64      since_us)
{
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, text);
  g_assert_cmpint (g_get_monotonic_time () - since_us, <, BACK_MAX_US);
  parlor_test_client_wait_sent (fixture->ann);
  g_assert_cmpuint (parlor_test_client_count_text (fixture->bob, fixture->bobs, text), ==, 1);
}

/* The old connection leads nowhere any more, and nobody says so. */
static void
test_other_network (Fixture      *fixture,
                    gconstpointer unused)
{
  gint64 since_us;

  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_SILENT);
  parlor_test_say (fixture->anns, "Written on the way");
  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_GOOD);
  since_us = g_get_monotonic_time ();
  parlor_test_network_change (TRUE);
  assert_arrives (fixture, "Written on the way", since_us);
  g_assert_cmpuint (parlor_test_proxy_get_n_connections (fixture->proxy), ==, 2);
}

/* After a sleep the clock has jumped, and the network comes a little later. */
static void
test_suspend (Fixture      *fixture,
              gconstpointer unused)
{
  gint64 since_us;

  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_SILENT);
  parlor_link_test (fixture->ann->client->link);
  parlor_test_say (fixture->anns, "Written in the train");
  pass_time (1500);
  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_GOOD);
  since_us = g_get_monotonic_time ();
  parlor_test_network_change (TRUE);
  assert_arrives (fixture, "Written in the train", since_us);
}

/* A sleep that no network is told about: the connection is tested all the same. */
static void
test_suspend_alone (Fixture      *fixture,
                    gconstpointer unused)
{
  gint64 since_us;

  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_SILENT);
  parlor_test_say (fixture->anns, "Good morning");
  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_GOOD);
  since_us = g_get_monotonic_time ();
  parlor_link_test (fixture->ann->client->link);
  assert_arrives (fixture, "Good morning", since_us);
}

/* However long it was away: what it has learned of waiting counts no longer. */
static void
test_back_off (Fixture      *fixture,
               gconstpointer unused)
{
  ParlorLink *link = fixture->ann->client->link;
  gint64      since_us;

  parlor_test_server_stop (fixture->server);
  parlor_test_network_change (FALSE);
  for (guint i = 0; parlor_link_get_wait_ms (link) < 4000; i++) {
    parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_WAITING);
    parlor_link_start (link);
    g_assert_cmpuint (i, <, 20);
  }
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_WAITING);
  parlor_test_say (fixture->anns, "After a long time");

  parlor_test_server_start (fixture->server);
  parlor_client_reconnect (fixture->bob->client);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_ONLINE);
  since_us = g_get_monotonic_time ();
  parlor_test_network_change (TRUE);
  assert_arrives (fixture, "After a long time", since_us);
}

/* A network that cannot make up its mind does not disturb a good connection. */
static void
test_no_flapping (Fixture      *fixture,
                  gconstpointer unused)
{
  ParlorChannel *channel = parlor_link_get_channel (fixture->ann->client->link);

  for (guint i = 0; i < 30; i++) {
    parlor_test_network_change (i % 3 != 0);
    pass_time (50);
  }
  parlor_test_say (fixture->anns, "Still here");
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "Still here");
  g_assert_true (parlor_link_get_channel (fixture->ann->client->link) == channel);
  g_assert_cmpuint (parlor_test_proxy_get_n_connections (fixture->proxy), ==, 1);
}

/* An attempt that was begun before the network changed is not waited for. */
static void
test_hanging_attempt (Fixture      *fixture,
                      gconstpointer unused)
{
  gint64 since_us;

  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_SILENT);
  parlor_test_proxy_cut (fixture->proxy);
  parlor_test_say (fixture->anns, "Through the tunnel");
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_WAITING);
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_CONNECTING);
  pass_time (200);

  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_GOOD);
  since_us = g_get_monotonic_time ();
  parlor_test_network_change (TRUE);
  parlor_test_network_change (TRUE);
  assert_arrives (fixture, "Through the tunnel", since_us);
}

/* The server has it and could not say so. */
static void
test_lost_answer (Fixture      *fixture,
                  gconstpointer unused)
{
  ParlorMessage *message;
  gint64         since_us;

  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_NO_ANSWERS);
  parlor_test_say (fixture->anns, "Once only");
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "Once only");
  message = parlor_conversation_get_last_message (fixture->anns);
  g_assert_cmpint (parlor_message_get_delivery (message), ==, PARLOR_DELIVERY_PENDING);

  /* The client ends before it hears of it, and has it at the next start. */
  parlor_test_client_restart (fixture->ann);
  fixture->anns = parlor_test_client_find (fixture->ann, "lobby");
  message = parlor_conversation_get_last_message (fixture->anns);
  g_assert_cmpint (parlor_message_get_delivery (message), ==, PARLOR_DELIVERY_PENDING);
  parlor_test_say (fixture->anns, "And the next");
  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_GOOD);
  since_us = g_get_monotonic_time ();
  parlor_test_network_change (TRUE);
  assert_arrives (fixture, "And the next", since_us);
  g_assert_cmpuint (parlor_test_client_count_text (fixture->bob, fixture->bobs, "Once only"), ==,
                    1);
}

static gboolean
has_file (gpointer user_data)
{
  ParlorMessage *last = parlor_conversation_get_last_message (user_data);

  return last != NULL && parlor_message_get_attachment (last) != NULL;
}

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_set (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

/* Goes on where it was: little is sent twice, and what was written behind the
 * file arrives behind it. */
static void
test_upload_goes_on (Fixture      *fixture,
                     gconstpointer unused)
{
  const gsize              size_bytes = 5 * 1024 * 1024;
  const gsize              on_the_wire_bytes = size_bytes / 3 * 4; /* base64 */
  g_autofree guint8       *content = g_malloc (size_bytes);
  g_autoptr (GRand)        rand = g_rand_new_with_seed (7);
  g_autoptr (GBytes)       bytes = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  gsize                    before;

  for (gsize i = 0; i < size_bytes; i++)
    content[i] = g_rand_int (rand);
  bytes = g_bytes_new (content, size_bytes);

  before = parlor_test_proxy_get_sent (fixture->proxy);
  parlor_test_proxy_cut_after (fixture->proxy, on_the_wire_bytes / 2);
  parlor_conversation_send_file_async (fixture->anns, bytes, "noise.bin",
                                       &(ParlorMessageBody){ .text = "Noise" }, NULL, on_ready,
                                       &result);
  parlor_test_wait (is_set, &result);
  g_object_unref (parlor_conversation_send_file_finish (fixture->anns, result, NULL));
  parlor_test_say (fixture->anns, "Behind the noise");
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_WAITING);
  parlor_test_wait (has_file, fixture->bobs);
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "Behind the noise");
  parlor_test_client_wait_sent (fixture->ann);

  g_assert_cmpuint (parlor_test_proxy_get_n_connections (fixture->proxy), ==, 2);
  g_assert_cmpuint (parlor_test_proxy_get_sent (fixture->proxy) - before, <,
                    on_the_wire_bytes + 1024 * 1024);
}

/* The network goes without a word in the midst of it. */
static void
test_upload_silent (Fixture      *fixture,
                    gconstpointer unused)
{
  g_autoptr (ParlorMessage) message = NULL;
  g_autoptr (GError)        error = NULL;

  message = parlor_test_client_send_file (fixture->ann, fixture->anns, "12-megapixels.jpg", &error);
  g_assert_no_error (error);
  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_SILENT);
  pass_time (100);
  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_GOOD);
  parlor_test_network_change (TRUE);
  parlor_test_client_wait_sent (fixture->ann);
  g_assert_cmpint (parlor_message_get_delivery (message), ==, PARLOR_DELIVERY_SENT);
  parlor_test_wait (has_file, fixture->bobs);
}

#define ADD(name, function) \
  g_test_add ("/core-network/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  parlor_test_network_init ();

  ADD ("other-network", test_other_network);
  ADD ("suspend", test_suspend);
  ADD ("suspend-alone", test_suspend_alone);
  ADD ("back-off", test_back_off);
  ADD ("no-flapping", test_no_flapping);
  ADD ("hanging-attempt", test_hanging_attempt);
  ADD ("lost-answer", test_lost_answer);
  ADD ("upload-goes-on", test_upload_goes_on);
  ADD ("upload-silent", test_upload_silent);

  return g_test_run ();
}
