/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a server ends that is told to. */

#include "parlor-names.h"
#include "parlor-test-admin.h"
#include "parlor-test-people.h"

#include <signal.h>
#include <sys/wait.h>

static void
expect_good_end (ParlorTestServer *server)
{
  int status = parlor_test_server_wait (server);

  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
send_many (ParlorTestPeer *peer,
           guint           n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *nonce = parlor_nonce_new ();
    ParlorSendPacket packet = { .conversation = (char *) "lobby",
                                .nonce = nonce,
                                .text = (char *) "And another" };

    parlor_test_peer_request (peer, PARLOR_PACKET_SEND, &packet);
  }
}

/* Reads to the end; returns how many messages were acknowledged.  The goodbye is
 * the last word. */
static guint
count_sent (ParlorTestPeer *peer)
{
  guint            n_sent = 0;
  gboolean         has_goodbye = FALSE;
  ParlorPacketType type;
  gpointer         packet;

  while ((packet = parlor_test_peer_next (peer, &type)) != NULL) {
    g_assert_false (has_goodbye);
    g_assert_cmpint (type, !=, PARLOR_PACKET_ERROR);
    n_sent += type == PARLOR_PACKET_SENT;
    if (type == PARLOR_PACKET_GOODBYE) {
      g_assert_cmpstr (((ParlorGoodbyePacket *) packet)->code, ==, "shutting-down");
      has_goodbye = TRUE;
    }
  }
  g_assert_true (has_goodbye);

  return n_sent;
}

static guint
count_messages (ParlorTestPeer *peer)
{
  g_autoptr (ParlorTestPeer) admin = parlor_test_admin_new (peer->server);
  ParlorServerStatusPacket  *status =
    parlor_test_peer_ask (admin, PARLOR_PACKET_SERVER_STATUS, PARLOR_PACKET_STATUS, NULL);

  return status->messages;
}

/* All that was accepted is answered: what is there was acknowledged, and what was
 * acknowledged is there. */
static void
test_answered (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  guint                        n_acknowledged = 0;

  for (guint round = 0; round < 10; round++) {
    g_autofree char           *name = g_strdup_printf ("ada%u", round);
    g_autoptr (ParlorTestPeer) ada = parlor_test_enter (server, name);

    send_many (ada, 50 + 20 * round);
    parlor_test_server_signal (server, SIGTERM);
    n_acknowledged += count_sent (ada);
    expect_good_end (server);

    parlor_test_server_start (server);
    g_assert_cmpuint (count_messages (ada), ==, n_acknowledged);
  }
  g_assert_cmpuint (n_acknowledged, >, 0);
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

/* They do not all come back at once. */
static void
test_jitter (void)
{
  enum { N_PEERS = 20 };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  ParlorTestPeer              *peers[N_PEERS];
  int                          waits_ms[N_PEERS];
  guint                        n_different = 1;

  for (guint i = 0; i < N_PEERS; i++)
    peers[i] = parlor_test_peer_new (server);
  parlor_test_server_signal (server, SIGTERM);
  for (guint i = 0; i < N_PEERS; i++) {
    ParlorGoodbyePacket *goodbye = parlor_test_peer_expect (peers[i], PARLOR_PACKET_GOODBYE);

    g_assert_cmpstr (goodbye->code, ==, "shutting-down");
    waits_ms[i] = goodbye->retry_ms;
    g_assert_cmpint (waits_ms[i], >=, 1000);
    g_assert_cmpint (waits_ms[i], <, 2000);
    parlor_test_peer_expect_end (peers[i]);
    parlor_test_peer_free (peers[i]);
  }
  expect_good_end (server);

  qsort (waits_ms, N_PEERS, sizeof waits_ms[0], compare_numbers);
  for (guint i = 1; i < N_PEERS; i++)
    n_different += waits_ms[i] != waits_ms[i - 1];
  g_assert_cmpuint (n_different, >, N_PEERS / 2);
  parlor_test_server_start (server);
}

/* Asks for much more than the server keeps for it, and reads nothing of it. */
static ParlorTestPeer *
enter_deaf (ParlorTestServer *server)
{
  ParlorTestPeer  *peer = parlor_test_enter (server, "deaf");
  g_autofree char *text = g_strnfill (PARLOR_TEXT_MAX_BYTES, 'x');

  for (guint i = 0; i < 4; i++)
    parlor_test_say (peer, "lobby", text);
  for (guint i = 0; i < 500; i++) {
    ParlorHistoryPacket history = { .conversation = (char *) "lobby" };

    parlor_test_peer_request (peer, PARLOR_PACKET_HISTORY, &history);
  }

  return peer;
}

/* Who does not read is waited for, but not for long. */
static void
test_deaf (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   deaf = enter_deaf (server);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  parlor_test_server_signal (server, SIGTERM);
  parlor_test_peer_expect_goodbye (ada, "shutting-down");
  expect_good_end (server);
  parlor_test_server_start (server);
}

/* A second signal makes an end of waiting, in order. */
static void
test_hurry (gconstpointer signal_number)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   deaf = enter_deaf (server);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autofree char             *log = NULL;

  parlor_test_server_signal (server, SIGTERM);
  parlor_test_peer_expect_goodbye (ada, "shutting-down");
  parlor_test_server_signal (server, GPOINTER_TO_INT (signal_number));
  expect_good_end (server);
  log = parlor_test_server_dup_errors (server);
  g_assert_nonnull (strstr (log, "Ending at once"));
  parlor_test_server_start (server);
}

/* The machine's own administrator is not waited for either. */
static void
test_local (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   admin = parlor_test_admin_new (server);

  parlor_test_peer_ask (admin, PARLOR_PACKET_PONG, PARLOR_PACKET_PING, NULL);
  parlor_test_server_signal (server, SIGTERM);
  parlor_test_peer_expect_goodbye (admin, "shutting-down");
  expect_good_end (server);
  parlor_test_server_start (server);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/drain/answered", test_answered);
  g_test_add_func ("/drain/jitter", test_jitter);
  g_test_add_func ("/drain/deaf", test_deaf);
  g_test_add_data_func ("/drain/hurry/sigterm", GINT_TO_POINTER (SIGTERM), test_hurry);
  g_test_add_data_func ("/drain/hurry/sigint", GINT_TO_POINTER (SIGINT), test_hurry);
  g_test_add_func ("/drain/local", test_local);

  return g_test_run ();
}
