/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A peer that never reads while others talk: it is cut off, costs the server
 * no more memory than it may, and loses nothing. */

#include "parlor-names.h"
#include "parlor-test-measure.h"
#include "parlor-test-people.h"

#include <sys/socket.h>

#define TEXT_BYTES (16 * 1024)
#define N_MESSAGES 1504 /* more than two sockets' buffers hold */
#define N_IN_FLIGHT 16

/* A sanitizer keeps freed memory for a while. */
#ifdef __SANITIZE_ADDRESS__
#define MAX_GROWTH_KIB (1024 * 1024)
#else
#define MAX_GROWTH_KIB (48 * 1024)
#endif

/* The text of message number @i begins with that number. */
static void
talk (ParlorTestPeer *ada,
      const char     *conversation)
{
  g_autofree char *filler = g_strnfill (TEXT_BYTES - 8, 'x');

  for (guint i = 0; i < N_MESSAGES; i++) {
    g_autofree char *nonce = parlor_nonce_new ();
    g_autofree char *text = g_strdup_printf ("%07u %s", i, filler);
    ParlorSendPacket send = {
      .conversation = (char *) conversation,
      .nonce = nonce,
      .text = text,
    };

    parlor_test_peer_request (ada, PARLOR_PACKET_SEND, &send);
    if (i % N_IN_FLIGHT == N_IN_FLIGHT - 1)
      parlor_test_peer_forget (ada);
  }
}

/* Returns the seq of the last event that reached @bob before he was cut off. */
static gint64
read_until_cut_off (ParlorTestPeer *bob,
                    const char     *conversation,
                    gint64          seq)
{
  ParlorPacketType type = PARLOR_N_PACKETS;
  gpointer         packet;

  while ((packet = parlor_test_peer_next (bob, &type)) != NULL) {
    ParlorEventPacket *event = packet;

    if (type == PARLOR_PACKET_GOODBYE) {
      g_assert_cmpstr (((ParlorGoodbyePacket *) packet)->code, ==, "slow-reader");
      parlor_test_peer_expect_end (bob);
      return seq;
    }
    if (type == PARLOR_PACKET_EVENT && g_str_equal (event->conversation, conversation))
      g_assert_cmpint (event->seq, ==, ++seq);
  }

  return seq;
}

/* Each event once and in order, and what was said in it. */
static gint64
hear (GPtrArray *events,
      gint64     joined,
      gint64     known)
{
  for (guint i = 0; i < events->len; i++) {
    ParlorEventPacket *event = events->pdata[i];

    g_assert_cmpint (event->seq, ==, ++known);
    g_assert_cmpint (g_ascii_strtoll (event->text, NULL, 10), ==, event->seq - joined - 1);
  }

  return known;
}

/* Comes back, takes what is told of what was missed, and asks for the rest. */
static gint64
catch_up (ParlorTestPeer *bob,
          const char     *epoch,
          const char     *conversation,
          gint64          joined,
          gint64          known)
{
  g_autoptr (ParlorTestPeer) again = parlor_test_enter_again (bob);
  ParlorRecoveredPacket     *recovered;
  ParlorHistoryPagePacket   *page;

  parlor_test_resume_from (again, epoch, conversation, known);
  while ((recovered = parlor_test_peer_take (again, PARLOR_PACKET_RECOVERED)) != NULL)
    known = hear (recovered->events, joined, known);

  do {
    page = parlor_test_history (again, conversation, 0, known, 0);
    known = hear (page->events, joined, known);
  } while (!page->complete);

  return known;
}

static void
test_cut_off (void)
{
  g_autoptr (ParlorTestServer) server =
    parlor_test_serve ("outbound-queue-max-bytes = 1048576\n"
                       "recover-max-events = 10000");
  g_autoptr (ParlorTestPeer) ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer) bob = parlor_test_enter (server, "bob");
  g_autofree char           *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char           *epoch = g_strdup (parlor_test_resume (ada)->epoch);
  gint64                     joined;
  gint64                     known;
  gsize                      before_kib;

  parlor_test_join (bob, tea, NULL);
  joined = parlor_test_hear (ada, tea)->seq;
  before_kib = parlor_test_resident_kib (server);

  talk (ada, tea);
  g_assert_cmpuint (parlor_test_resident_kib (server), <, before_kib + MAX_GROWTH_KIB);

  known = read_until_cut_off (bob, tea, joined);
  g_assert_true (bob->has_ended);
  g_assert_cmpint (known, <, joined + N_MESSAGES);

  known = catch_up (bob, epoch, tea, joined, known);
  g_assert_cmpint (known, ==, joined + N_MESSAGES);
}

/* Whether @account is told to be away. */
static gboolean
is_told_offline (ParlorTestPeer *peer,
                 gint64          account)
{
  ParlorChangedPacket *changed;

  while ((changed = parlor_test_peer_take (peer, PARLOR_PACKET_CHANGED)) != NULL) {
    for (guint i = 0; i < changed->people->len; i++) {
      ParlorAccountPacket *person = changed->people->pdata[i];

      if (person->account == account && person->presence == PARLOR_PRESENCE_OFFLINE)
        return TRUE;
    }
  }

  return FALSE;
}

/* Waits until all is on disk. */
static void
say_at_once (ParlorTestPeer *peer,
             const char     *conversation,
             const char     *text)
{
  gint64 tag = 0;

  for (guint i = 0; i < N_IN_FLIGHT; i++) {
    g_autofree char *nonce = parlor_nonce_new ();
    ParlorSendPacket send = {
      .conversation = (char *) conversation,
      .nonce = nonce,
      .text = (char *) text,
    };

    tag = parlor_test_peer_request (peer, PARLOR_PACKET_SEND, &send);
  }
  parlor_test_peer_answer (peer, tag, PARLOR_PACKET_SENT);
}

/* Who is cut off and then reads gets whole lines in order, and then hears why. */
static void
test_last_word (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("outbound-queue-max-bytes = 131072");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char             *text = g_strnfill (TEXT_BYTES, 'x');
  const int                    buffer_bytes = 131072; /* several of the largest segments */
  ParlorPacketType             type = PARLOR_N_PACKETS;
  gpointer                     packet;
  gint64                       seq;

  setsockopt (bob->fd, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes);
  parlor_test_join (bob, tea, NULL);
  seq = parlor_test_hear (ada, tea)->seq;
  parlor_test_peer_forget (bob);
  parlor_test_watch (ada, &bob->account, 1);

  for (guint i = 0; !is_told_offline (ada, bob->account); i++) {
    g_assert_cmpuint (i, <, N_MESSAGES / N_IN_FLIGHT);
    say_at_once (ada, tea, text);
  }

  while ((packet = parlor_test_peer_next (bob, &type)) != NULL && type == PARLOR_PACKET_EVENT)
    g_assert_cmpint (((ParlorEventPacket *) packet)->seq, ==, ++seq);
  g_assert_nonnull (packet);
  g_assert_cmpint (type, ==, PARLOR_PACKET_GOODBYE);
  g_assert_cmpstr (((ParlorGoodbyePacket *) packet)->code, ==, "slow-reader");
  parlor_test_peer_expect_end (bob);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/slow-reader/cut-off", test_cut_off);
  g_test_add_func ("/slow-reader/last-word", test_last_word);

  return g_test_run ();
}
