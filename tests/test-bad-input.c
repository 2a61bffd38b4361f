/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a peer may do wrong, by accident or by intent.  After each of these the
 * server serves the others as before. */

#include "parlor-names.h"
#include "parlor-test-measure.h"
#include "parlor-test-people.h"

#include <sys/resource.h>

#include <errno.h>
#include <sys/socket.h>

/* Anybody else is served as if nothing had happened. */
static void
assert_serves (ParlorTestServer *server)
{
  g_autoptr (ParlorTestPeer) other = parlor_test_peer_new (server);

  parlor_test_peer_settle (other);
}

static ssize_t
hear_nothing (gnutls_transport_ptr_t transport,
              void                  *data,
              size_t                 size)
{
  errno = EAGAIN;

  return -1;
}

static ssize_t
keep_bytes (gnutls_transport_ptr_t transport,
            const void            *data,
            size_t                 size)
{
  g_byte_array_append (transport, data, size);

  return size;
}

/* Returns how a TLS handshake begins. */
static GByteArray *
make_client_hello (void)
{
  GByteArray      *bytes = g_byte_array_new ();
  gnutls_session_t tls;

  gnutls_init (&tls, GNUTLS_CLIENT | GNUTLS_NONBLOCK);
  gnutls_set_default_priority (tls);
  gnutls_transport_set_ptr (tls, bytes);
  gnutls_transport_set_push_function (tls, keep_bytes);
  gnutls_transport_set_pull_function (tls, hear_nothing);
  gnutls_handshake (tls);
  gnutls_deinit (tls);
  g_assert_cmpuint (bytes->len, >, 100);

  return bytes;
}

static void
test_not_tls (void)
{
  static const char *openings[] = {
    "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "{\"type\":\"hello\",\"version\":1}\n",
    "NICK ada\r\nUSER ada 0 * :Ada\r\n",
    "\x16\x03\x01\xff\xff garbage that looks like the start of a handshake",
    "\x15\x03\x03\x01\x01\x02\x28", /* an alert */
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("handshake-timeout-ms = 500");

  for (guint i = 0; i < G_N_ELEMENTS (openings); i++) {
    g_autoptr (ParlorTestPeer) peer = parlor_test_peer_new_plain (server);

    parlor_test_peer_write (peer, openings[i], strlen (openings[i]));
    parlor_test_peer_expect_end (peer);
    assert_serves (server);
  }
}

static void
test_garbage (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("handshake-timeout-ms = 500");
  g_autoptr (GRand)            rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20; i++) {
    g_autoptr (ParlorTestPeer) peer = parlor_test_peer_new_plain (server);
    guint8                     garbage[1000];

    for (guint j = 0; j < sizeof garbage; j++)
      garbage[j] = g_rand_int (rand);
    garbage[0] = i % 2 == 0 ? 0x16 : garbage[0];
    parlor_test_peer_write (peer, garbage, sizeof garbage);
    parlor_test_peer_expect_end (peer);
  }
  assert_serves (server);
}

/* Garbage after a good handshake: records that do not decrypt. */
static void
test_garbage_in_tls (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   peer = parlor_test_peer_new (server);
  static const char            record[] = "\x17\x03\x03\x00\x10 this was never encrypted";

  g_assert_cmpint (send (peer->fd, record, sizeof record, MSG_NOSIGNAL), ==, sizeof record);
  parlor_test_peer_expect_end (peer);
  assert_serves (server);
}

static void
test_half_handshake (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("handshake-timeout-ms = 300");
  g_autoptr (GByteArray)       hello = make_client_hello ();

  for (guint size = 0; size < hello->len; size += hello->len / 7) {
    g_autoptr (ParlorTestPeer) silent = parlor_test_peer_new_plain (server);
    ParlorTestPeer            *gone = parlor_test_peer_new_plain (server);

    parlor_test_peer_write (gone, hello->data, size);
    parlor_test_peer_vanish (gone);
    parlor_test_peer_write (silent, hello->data, size);
    parlor_test_peer_expect_end (silent);
  }
  assert_serves (server);
}

static void
test_silence (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("sign-in-timeout-ms = 1000\n"
                                                           "idle-timeout-ms = 1500");
  g_autoptr (ParlorTestPeer)   mute = parlor_test_peer_new_encrypted (server, NULL);
  g_autoptr (ParlorTestPeer)   shy = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  gint64                       start_us = g_get_monotonic_time ();
  ParlorPacketType             type = PARLOR_N_PACKETS;

  /* Pings are a sign of life, but no sign-in. */
  do {
    g_assert_cmpint (g_get_monotonic_time () - start_us, <, PARLOR_TEST_PATIENCE_MS * 1000);
    parlor_test_peer_write_line (shy, "{\"type\":\"ping\"}");
  } while (parlor_test_peer_next (shy, &type) != NULL && type == PARLOR_PACKET_PONG);
  g_assert_cmpint (type, ==, PARLOR_PACKET_GOODBYE);
  parlor_test_peer_expect_goodbye (mute, "idle");

  parlor_test_peer_expect_goodbye (ada, "idle");
  g_assert_cmpint (g_get_monotonic_time () - start_us, >, 1400 * 1000);
}

static void
test_no_line_end (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   peer = parlor_test_peer_new (server);
  g_autofree char             *endless = g_strnfill (PARLOR_FRAME_MAX_BYTES, 'a');

  parlor_test_peer_write (peer, endless, PARLOR_FRAME_MAX_BYTES);
  parlor_test_peer_expect_goodbye (peer, "bad-packet");
  assert_serves (server);
}

/* Exactly as long as a frame may be, and one byte longer. */
static void
test_longest_frame (void)
{
  static const char            start[] = "{\"type\":\"ping\",\"x\":\"";
  static const char            end[] = "\"}";
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   peer = parlor_test_peer_new (server);
  gsize                        room = PARLOR_FRAME_MAX_BYTES - strlen (start) - strlen (end) - 1;
  g_autofree char             *filler = g_strnfill (room, 'a');
  g_autofree char             *longest = g_strconcat (start, filler, end, NULL);
  g_autofree char             *too_long = g_strconcat (start, "a", filler, end, NULL);

  parlor_test_peer_write_line (peer, longest);
  parlor_test_peer_expect (peer, PARLOR_PACKET_PONG);

  parlor_test_peer_write_line (peer, too_long);
  parlor_test_peer_expect_goodbye (peer, "bad-packet");
  assert_serves (server);
}

/* Written with single quotes. */
static void
test_lines (void)
{
  static const struct
  {
    const char *line;
    gint64      tag;
    const char *field;
  } cases[] = {
    { "", 0, NULL },
    { "garbage", 0, NULL },
    { "[]", 0, NULL },
    { "{}{}", 0, NULL },
    { "{'type':'ping'", 0, NULL },
    { "{'type':'ping','type':'ping'}", 0, NULL },
    { "{'type':'ping','x':'\xff'}", 0, NULL },
    { "{'type':'ping','x':'\\u0000'}", 0, NULL },
    { "{'tag':5}", 5, "type" },
    { "{'type':7,'tag':5}", 5, "type" },
    { "{'type':'no-such','tag':5}", 5, "type" },
    { "{'type':'ping','tag':-5}", 0, "tag" },
    { "{'type':'account','tag':5,'account':1,'name':'a','nick':'a'}", 5, "type" },
    { "{'type':'pong','tag':5}", 5, "type" },
    { "{'type':'resumed','tag':5,'epoch':'x'}", 5, "type" },
    { "{'type':'join','tag':5}", 5, "conversation" },
    { "{'type':'join','tag':5,'conversation':null}", 5, "conversation" },
    { "{'type':'join','tag':5,'conversation':7}", 5, "conversation" },
    { "{'type':'join','tag':5,'conversation':['lobby']}", 5, "conversation" },
    { "{'type':'history','tag':5,'conversation':'1','before':'2'}", 5, "before" },
    { "{'type':'history','tag':5,'conversation':'1','before':-1}", 5, "before" },
    { "{'type':'history','tag':5,'conversation':'1','before':1.5}", 5, "before" },
    { "{'type':'create','tag':5,'kind':'castle','name':'x'}", 5, "kind" },
    { "{'type':'resume','tag':5,'cursors':{}}", 5, "cursors" },
    { "{'type':'resume','tag':5,'cursors':[[]]}", 5, "cursors" },
    { "{'type':'resume','tag':5,'cursors':[{'conversation':'1'}]}", 5, "cursors" },
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char   *line = g_strdelimit (g_strdup (cases[i].line), "'", '"');
    g_autofree char   *shown = g_strescape (line, NULL);
    ParlorErrorPacket *error;

    g_test_message ("%s", shown);
    parlor_test_peer_write_line (ada, line);
    error = parlor_test_peer_expect (ada, PARLOR_PACKET_ERROR);
    g_assert_cmpstr (error->code, ==, "bad-packet");
    g_assert_cmpint (error->tag, ==, cases[i].tag);
    g_assert_cmpstr (error->field, ==, cases[i].field);
  }

  /* The connection lives. */
  parlor_test_peer_settle (ada);
}

static void
test_deep (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   peer = parlor_test_peer_new (server);
  g_autofree char             *arrays = g_strnfill (PARLOR_FRAME_MAX_BYTES - 1, '[');
  g_autoptr (GString)          objects = g_string_new (NULL);

  while (objects->len < PARLOR_FRAME_MAX_BYTES - 10)
    g_string_append (objects, "{\"a\":");

  parlor_test_peer_write_line (peer, arrays);
  parlor_test_peer_expect (peer, PARLOR_PACKET_ERROR);
  parlor_test_peer_write_line (peer, objects->str);
  parlor_test_peer_expect (peer, PARLOR_PACKET_ERROR);
  parlor_test_peer_settle (peer);
}

/* In whatever pieces a line comes, it is the same line. */
static void
test_dripping (void)
{
  static const char            line[] = "{\"type\":\"ping\",\"tag\":9}\n";
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   peer = parlor_test_peer_new (server);

  for (guint i = 0; i < strlen (line); i++)
    parlor_test_peer_write (peer, line + i, 1);
  parlor_test_peer_answer (peer, 9, PARLOR_PACKET_PONG);
}

/* A peer that goes on and on before it has signed in is slowed down. */
static void
test_too_fast (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("tokens-per-s = 5\n"
                                                           "tokens-burst = 30");
  g_autoptr (ParlorTestPeer)   peer = parlor_test_peer_new (server);
  ParlorPingPacket             ping = { 0 };
  ParlorPacketType             type = PARLOR_N_PACKETS;
  guint                        n_refused = 0;

  for (guint i = 0; i < 100; i++)
    parlor_test_peer_request (peer, PARLOR_PACKET_PING, &ping);
  for (guint i = 1; i <= 100; i++) {
    ParlorErrorPacket *error = parlor_test_peer_next (peer, &type);

    g_assert_cmpint (error->tag, ==, i + 1); /* hello was the first */
    if (type == PARLOR_PACKET_PONG)
      continue;
    g_assert_cmpstr (error->code, ==, "too-fast");
    g_assert_cmpint (error->retry_ms, >, 0);
    g_assert_cmpint (error->retry_ms, <=, 201);
    n_refused++;
  }
  g_assert_cmpuint (n_refused, >, 50);
  g_assert_cmpuint (n_refused, <=, 71);

  /* With time it is heard again. */
  do
    parlor_test_peer_request (peer, PARLOR_PACKET_PING, &ping);
  while (parlor_test_peer_next (peer, &type) != NULL && type != PARLOR_PACKET_PONG);
  g_assert_cmpint (type, ==, PARLOR_PACKET_PONG);
}

/* Waits until the server has closed so many of its ends as are gone. */
static void
await_descriptors (ParlorTestPeer *witness,
                   guint           n_descriptors)
{
  gint64 deadline_us = g_get_monotonic_time () + PARLOR_TEST_PATIENCE_MS * 1000;

  while (parlor_test_count_descriptors (witness->server) > n_descriptors) {
    parlor_test_peer_settle (witness);
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
  }
}

static void
test_cap_per_address (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("max-connections-per-address = 3");
  g_autoptr (ParlorTestPeer)   first = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   second = parlor_test_enter (server, "ada");
  guint                        n_descriptors = parlor_test_count_descriptors (server);
  ParlorTestPeer              *third = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   fourth = parlor_test_peer_new_plain (server);

  parlor_test_peer_expect_end (fourth);
  parlor_test_peer_settle (first);
  parlor_test_peer_settle (second);
  parlor_test_peer_settle (third);

  parlor_test_peer_free (third);
  await_descriptors (first, n_descriptors);
  assert_serves (server);
}

/* Who would take the last descriptors is turned away; the server goes on.  A
 * lowered limit may stay: hence a process of its own. */
static void
test_few_descriptors (void)
{
  const struct rlimit limit = { 257, 257 };

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
    g_test_trap_assert_passed ();
    return;
  }

  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  {
    g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
    g_autoptr (ParlorTestPeer)   first = parlor_test_peer_new (server);
    g_autoptr (ParlorTestPeer)   second = parlor_test_peer_new_plain (server);

    parlor_test_peer_expect_end (second);
    parlor_test_peer_settle (first);
  }
}

static void
test_cap_of_all (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("max-connections = 2");
  g_autoptr (ParlorTestPeer)   first = parlor_test_peer_new (server);
  guint                        n_descriptors = parlor_test_count_descriptors (server);
  ParlorTestPeer              *second = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   third = parlor_test_peer_new_plain (server);

  parlor_test_peer_expect_end (third);
  parlor_test_peer_free (second);
  await_descriptors (first, n_descriptors);
  assert_serves (server);
}

/* Who signs in makes room for the next. */
static void
test_cap_before_sign_in (void)
{
  g_autoptr (ParlorTestServer) server =
    parlor_test_serve ("max-connections-before-sign-in = 2");
  g_autoptr (ParlorTestPeer) first = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer) second = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer) third = parlor_test_peer_new_plain (server);

  parlor_test_peer_expect_end (third);
  parlor_test_register (first, "ada", NULL);
  assert_serves (server);
}

/* The steps of a session, each broken off in the middle. */

static void
stop_amid_a_line (ParlorTestPeer *peer)
{
  parlor_test_peer_write (peer, "{\"type\"", 7);
}

static void
stop_amid_register (ParlorTestPeer *peer)
{
  parlor_test_peer_write_line (peer, "{\"type\":\"register\",\"name\":\"ghost\","
                                     "\"password\":\"password of ghost\"}");
}

static void
stop_amid_sign_in (ParlorTestPeer *peer)
{
  for (guint i = 0; i < 5; i++)
    parlor_test_peer_write_line (peer, "{\"type\":\"sign-in\",\"name\":\"ada\","
                                       "\"password\":\"password of ada\"}");
}

static void
stop_signed_in (ParlorTestPeer *peer)
{
  parlor_test_sign_in (peer, "ada");
}

static void
stop_amid_resume (ParlorTestPeer *peer)
{
  parlor_test_sign_in (peer, "ada");
  parlor_test_peer_write_line (peer, "{\"type\":\"resume\"}");
}

static void
stop_amid_sending (ParlorTestPeer *peer)
{
  parlor_test_sign_in (peer, "ada");
  parlor_test_resume (peer);
  for (guint i = 0; i < 50; i++) {
    g_autofree char *nonce = parlor_nonce_new ();
    g_autofree char *line = g_strdup_printf ("{\"type\":\"send\",\"conversation\":\"p1-1\","
                                             "\"nonce\":\"%s\",\"text\":\"Hello\"}",
                                             nonce);

    parlor_test_peer_write_line (peer, line);
  }
}

static void
stop_amid_creating (ParlorTestPeer *peer)
{
  parlor_test_sign_in (peer, "ada");
  parlor_test_resume (peer);
  parlor_test_peer_write_line (peer, "{\"type\":\"create\",\"kind\":\"group\","
                                     "\"name\":\"ghosts\",\"password\":\"a password\"}");
  parlor_test_peer_write_line (peer, "{\"type\":\"join\",\"conversation\":\"ghosts\","
                                     "\"password\":\"a password\"}");
}

static void
stop_amid_an_upload (ParlorTestPeer *peer)
{
  static const char half_a_line[] = "{\"type\":\"upload-piece\",\"upload\":\"0123";

  parlor_test_sign_in (peer, "ada");
  parlor_test_peer_write_line (
    peer, "{\"type\":\"upload\",\"upload\":\"0123456789abcdef0123456789abcdef\","
          "\"name\":\"x\",\"size_bytes\":100000,\"sha256\":"
          "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}");
  parlor_test_peer_write_line (
    peer, "{\"type\":\"upload-piece\",\"upload\":\"0123456789abcdef0123456789abcdef\","
          "\"offset\":0,\"data\":\"aGVsbG8=\"}");
  parlor_test_peer_write (peer, half_a_line, strlen (half_a_line));
}

static void
stop_amid_signing_out (ParlorTestPeer *peer)
{
  parlor_test_sign_in (peer, "ada");
  parlor_test_peer_write_line (peer, "{\"type\":\"sign-out\"}");
}

static void
test_vanishing (void)
{
  static void (*const steps[]) (ParlorTestPeer * peer) = {
    stop_amid_a_line,
    stop_amid_register,
    stop_amid_sign_in,
    stop_signed_in,
    stop_amid_resume,
    stop_amid_sending,
    stop_amid_creating,
    stop_amid_an_upload,
    stop_amid_signing_out,
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  ParlorTestPeer              *first = parlor_test_peer_new (server);
  guint                        n_descriptors;

  /* Once to open all that stays open. */
  stop_amid_an_upload (first);
  parlor_test_peer_expect (first, PARLOR_PACKET_UPLOAD_AT);
  parlor_test_peer_expect (first, PARLOR_PACKET_UPLOAD_AT);
  n_descriptors = parlor_test_count_descriptors (server);
  parlor_test_peer_vanish (first);

  for (guint round = 0; round < 3; round++)
    for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
      ParlorTestPeer *plain = parlor_test_peer_new_plain (server);
      ParlorTestPeer *encrypted = parlor_test_peer_new_encrypted (server, NULL);
      ParlorTestPeer *peer = parlor_test_peer_new (server);

      parlor_test_peer_vanish (plain);
      parlor_test_peer_vanish (encrypted);
      steps[i](peer);
      if (round == 0)
        parlor_test_peer_vanish (peer);
      else
        parlor_test_peer_free (peer);
      assert_serves (server);
    }

  await_descriptors (ada, n_descriptors - 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bad-input/not-tls", test_not_tls);
  g_test_add_func ("/bad-input/garbage", test_garbage);
  g_test_add_func ("/bad-input/garbage/in-tls", test_garbage_in_tls);
  g_test_add_func ("/bad-input/half-handshake", test_half_handshake);
  g_test_add_func ("/bad-input/silence", test_silence);
  g_test_add_func ("/bad-input/no-line-end", test_no_line_end);
  g_test_add_func ("/bad-input/longest-frame", test_longest_frame);
  g_test_add_func ("/bad-input/lines", test_lines);
  g_test_add_func ("/bad-input/deep", test_deep);
  g_test_add_func ("/bad-input/dripping", test_dripping);
  g_test_add_func ("/bad-input/too-fast", test_too_fast);
  g_test_add_func ("/bad-input/cap/per-address", test_cap_per_address);
  g_test_add_func ("/bad-input/cap/of-all", test_cap_of_all);
  g_test_add_func ("/bad-input/cap/before-sign-in", test_cap_before_sign_in);
  g_test_add_func ("/bad-input/vanishing", test_vanishing);
  g_test_add_func ("/bad-input/few-descriptors", test_few_descriptors);

  return g_test_run ();
}
