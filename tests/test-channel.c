/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The client's end of a connection, and at the other end a peer that says
 * whatever the test wants. */

#include "parlor-channel.h"
#include "parlor-client-error.h"
#include "parlor-pinger.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  ParlorChannel *channel;
  int            peer_fd;
  GError        *closed;
  GString       *packets; /* types that came, with spaces between */
  guint          n_dead;
} Fixture;

static void
on_packet (ParlorChannel *channel,
           int            type,
           gpointer       packet,
           gpointer       user_data)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->packets, "%s ", parlor_packet_info (type)->name);
}

static void
on_closed (ParlorChannel *channel,
           const GError  *error,
           gpointer       user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->closed); /* once */
  fixture->closed = g_error_copy (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  g_autoptr (GSocket)           socket = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError)            error = NULL;
  int                           fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  socket = g_socket_new_from_fd (fds[0], &error);
  g_assert_no_error (error);
  connection = g_socket_connection_factory_create_connection (socket);
  fixture->peer_fd = fds[1];
  fixture->packets = g_string_new (NULL);

  fixture->channel = parlor_channel_new (G_IO_STREAM (connection));
  g_signal_connect (fixture->channel, "packet", G_CALLBACK (on_packet), fixture);
  g_signal_connect (fixture->channel, "closed", G_CALLBACK (on_closed), fixture);
  parlor_channel_start (fixture->channel);
}

static void
turn (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  parlor_channel_close (fixture->channel, NULL);
  turn ();
  while (G_OBJECT (fixture->channel)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (fixture->channel);
  if (fixture->peer_fd >= 0)
    close (fixture->peer_fd);
  g_clear_error (&fixture->closed);
  g_string_free (fixture->packets, TRUE);
}

static void
peer_says (Fixture    *fixture,
           const char *text)
{
  gsize size = strlen (text);

  while (size > 0) {
    gssize n_written = send (fixture->peer_fd, text, size, MSG_DONTWAIT | MSG_NOSIGNAL);

    if (n_written > 0) {
      text += n_written;
      size -= n_written;
    } else if (errno == EAGAIN) {
      g_main_context_iteration (NULL, TRUE);
    } else {
      return; /* it is not listened to any more */
    }
  }
}

/* Returns what the client has said, of which the test expects something. */
static char *
peer_hears (Fixture *fixture)
{
  char   buffer[65536];
  gssize n_read;

  do {
    g_main_context_iteration (NULL, FALSE);
    n_read = recv (fixture->peer_fd, buffer, sizeof buffer, MSG_DONTWAIT);
  } while (n_read < 0 && errno == EAGAIN);
  g_assert_cmpint (n_read, >, 0);

  return g_strndup (buffer, n_read);
}

typedef struct
{
  gboolean         is_done;
  ParlorPacketType type;
  GError          *error;
} Answer;

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Answer  *answer = user_data;
  gpointer packet;

  packet = parlor_channel_request_finish (PARLOR_CHANNEL (source), result, &answer->type,
                                          &answer->error);
  g_assert_true ((packet == NULL) == (answer->error != NULL));
  if (packet != NULL)
    parlor_packet_free (answer->type, packet);
  g_assert_false (answer->is_done);
  answer->is_done = TRUE;
}

static void
ask (Fixture *fixture,
     Answer  *answer)
{
  parlor_channel_request_async (fixture->channel, PARLOR_PACKET_PING,
                                parlor_packet_new (PARLOR_PACKET_PING), NULL, on_answer, answer);
}

static void
wait_for_answer (Answer *answer)
{
  while (!answer->is_done)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_end (Fixture *fixture)
{
  while (fixture->closed == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_answers (Fixture      *fixture,
              gconstpointer unused)
{
  g_autofree char *said = NULL;
  Answer           first = { 0 };
  Answer           second = { 0 };

  ask (fixture, &first);
  ask (fixture, &second);
  said = peer_hears (fixture);
  g_assert_nonnull (strstr (said, "\"tag\":1"));

  peer_says (fixture, "{\"type\":\"goodbye\",\"code\":\"idle\",\"text\":\"Bye\"}\n"
                      "{\"type\":\"pong\",\"tag\":1}\n{\"type\":\"error\",\"tag\":2,");
  wait_for_answer (&first);
  g_assert_cmpint (first.type, ==, PARLOR_PACKET_PONG);
  g_assert_false (second.is_done);

  peer_says (fixture, "\"code\":\"busy\",\"text\":\"Later\"}\n");
  wait_for_answer (&second);
  g_assert_cmpint (second.type, ==, PARLOR_PACKET_ERROR);
  g_assert_cmpstr (fixture->packets->str, ==, "goodbye pong error ");
}

/* What is not understood is passed over; an answer among it still ends the
 * waiting. */
static void
test_nonsense (Fixture      *fixture,
               gconstpointer unused)
{
  Answer first = { 0 };
  Answer second = { 0 };

  ask (fixture, &first);
  ask (fixture, &second);
  peer_says (fixture, "\n{}\nnull\n[[[[\n\xff\xfe\n{\"type\":\"dance\"}\n"
                      "{\"type\":\"pong\",\"tag\":99}\n"
                      "{\"type\":\"event\",\"seq\":\"one\",\"tag\":1}\n"
                      "{\"type\":\"pong\",\"tag\":2}\n");
  wait_for_answer (&second);
  g_assert_true (first.is_done);
  g_assert_error (first.error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_FAILED);
  g_assert_no_error (second.error);
  g_assert_null (fixture->closed);
  g_clear_error (&first.error);
}

static void
test_line_without_end (Fixture      *fixture,
                       gconstpointer unused)
{
  g_autofree char *line = g_strnfill (PARLOR_FRAME_MAX_BYTES + 1, 'a');
  Answer           answer = { 0 };

  ask (fixture, &answer);
  peer_says (fixture, line);
  wait_for_end (fixture);
  wait_for_answer (&answer);
  g_assert_error (answer.error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED);
  g_clear_error (&answer.error);
}

static void
test_vanished (Fixture      *fixture,
               gconstpointer unused)
{
  Answer answer = { 0 };

  ask (fixture, &answer);
  close (fixture->peer_fd);
  fixture->peer_fd = -1;
  wait_for_end (fixture);
  wait_for_answer (&answer);
  g_assert_error (answer.error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED);
  g_clear_error (&answer.error);

  /* From then on it says so at once. */
  answer.is_done = FALSE;
  ask (fixture, &answer);
  wait_for_answer (&answer);
  g_assert_error (answer.error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED);
  g_clear_error (&answer.error);
}

/* A peer that never reads: what cannot be written does not pile up without
 * end. */
static void
test_deaf (Fixture      *fixture,
           gconstpointer unused)
{
  GBytes *data = g_bytes_new_take (g_malloc0 (PARLOR_PIECE_MAX_BYTES), PARLOR_PIECE_MAX_BYTES);
  Answer  answers[200] = { 0 };
  guint   n_refused = 0;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    ParlorUploadPiecePacket *packet = parlor_packet_new (PARLOR_PACKET_UPLOAD_PIECE);

    packet->upload = g_strdup ("x");
    packet->data = g_bytes_ref (data);
    parlor_channel_request_async (fixture->channel, PARLOR_PACKET_UPLOAD_PIECE, packet, NULL,
                                  on_answer, &answers[i]);
    turn ();
  }
  parlor_channel_close (fixture->channel, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    wait_for_answer (&answers[i]);
    n_refused += g_error_matches (answers[i].error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_BUSY);
    g_clear_error (&answers[i].error);
  }
  g_assert_cmpuint (n_refused, >, 50);
  g_bytes_unref (data);
}

static void
test_too_long (Fixture      *fixture,
               gconstpointer unused)
{
  ParlorSendPacket *packet = parlor_packet_new (PARLOR_PACKET_SEND);
  Answer            answer = { 0 };

  packet->conversation = g_strdup ("c1");
  packet->nonce = g_strdup ("n");
  packet->text = g_strnfill (PARLOR_FRAME_MAX_BYTES, 'a');
  parlor_channel_request_async (fixture->channel, PARLOR_PACKET_SEND, packet, NULL, on_answer,
                                &answer);
  wait_for_answer (&answer);
  g_assert_error (answer.error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_BAD_VALUE);
  g_assert_null (fixture->closed);
  g_clear_error (&answer.error);
}

static void
on_dead (ParlorPinger *pinger,
         gpointer      user_data)
{
  ((Fixture *) user_data)->n_dead++;
}

static void
test_ping (Fixture      *fixture,
           gconstpointer unused)
{
  ParlorPinger    *pinger = parlor_pinger_new (fixture->channel, 50, 10000);
  gint64           begin_us = g_get_monotonic_time ();
  g_autofree char *said = NULL;
  g_autofree char *again = NULL;

  g_signal_connect (pinger, "dead", G_CALLBACK (on_dead), fixture);
  said = peer_hears (fixture);
  g_assert_nonnull (strstr (said, "\"type\":\"ping\""));
  g_assert_cmpint (g_get_monotonic_time () - begin_us, >=, 50 * 1000);

  peer_says (fixture, "{\"type\":\"pong\",\"tag\":1}\n");
  again = peer_hears (fixture);
  g_assert_nonnull (strstr (again, "\"tag\":2"));
  g_assert_cmpuint (fixture->n_dead, ==, 0);

  g_object_run_dispose (G_OBJECT (pinger));
  g_object_unref (pinger);
}

static void
test_dead (Fixture      *fixture,
           gconstpointer unused)
{
  ParlorPinger *pinger = parlor_pinger_new (fixture->channel, 10000, 50);
  gint64        begin_us = g_get_monotonic_time ();

  g_signal_connect (pinger, "dead", G_CALLBACK (on_dead), fixture);
  parlor_pinger_test (pinger, 10000);
  parlor_pinger_test (pinger, 50); /* asks once */
  while (fixture->n_dead == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, >=, 50 * 1000);

  g_object_run_dispose (G_OBJECT (pinger));
  g_object_unref (pinger);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture      *fixture,
                  gconstpointer unused);
  } tests[] = {
    { "/channel/answers", test_answers },
    { "/channel/nonsense", test_nonsense },
    { "/channel/line-without-end", test_line_without_end },
    { "/channel/vanished", test_vanished },
    { "/channel/deaf", test_deaf },
    { "/channel/too-long", test_too_long },
    { "/channel/ping", test_ping },
    { "/channel/dead", test_dead },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
