/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-names.h"
#include "parlor-test-people.h"

static ParlorSentPacket *
say_as (ParlorTestPeer *peer,
        const char     *conversation,
        const char     *nonce,
        const char     *text)
{
  return parlor_test_peer_ask (peer, PARLOR_PACKET_SENT, PARLOR_PACKET_SEND,
                               "conversation", conversation, "nonce", nonce, "text", text, NULL);
}

/* Sends without waiting for the answer. */
static gint64
begin_to_say (ParlorTestPeer *peer,
              const char     *conversation,
              const char     *text)
{
  g_autofree char *nonce = parlor_nonce_new ();
  ParlorSendPacket send = {
    .conversation = (char *) conversation,
    .nonce = nonce,
    .text = (char *) text,
  };

  return parlor_test_peer_request (peer, PARLOR_PACKET_SEND, &send);
}

static char *
repeat (const char *text,
        gsize       size_bytes)
{
  GString *repeated = g_string_new (NULL);

  while (repeated->len + strlen (text) <= size_bytes)
    g_string_append (repeated, text);
  while (repeated->len < size_bytes)
    g_string_append_c (repeated, '.');

  return g_string_free (repeated, FALSE);
}

static void
test_ack_then_event (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (ada);
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char             *nonce = parlor_nonce_new ();
  ParlorPacketType             type = PARLOR_N_PACKETS;
  ParlorSentPacket            *sent;
  ParlorEventPacket           *event;

  parlor_test_resume (phone);
  parlor_test_join (bob, tea, NULL);
  parlor_test_hear (ada, tea); /* that Bob joined */
  parlor_test_peer_forget (ada);

  sent = say_as (ada, tea, nonce, "Hello");
  event = parlor_test_peer_next (ada, &type);
  g_assert_cmpint (type, ==, PARLOR_PACKET_EVENT);
  g_assert_cmpstr (event->nonce, ==, nonce);
  g_assert_cmpint (event->seq, ==, sent->seq);
  g_assert_cmpint (event->time_ms, ==, sent->time_ms);
  g_assert_cmpint (((ParlorAccountPacket *) event->author)->account, ==, ada->account);

  event = parlor_test_hear_text (phone, tea, "Hello");
  g_assert_cmpstr (event->nonce, ==, nonce);

  event = parlor_test_hear_text (bob, tea, "Hello");
  g_assert_cmpint (event->seq, ==, sent->seq);
  g_assert_cmpint (event->time_ms, ==, sent->time_ms);
  g_assert_null (event->nonce);
  g_assert_cmpstr (((ParlorAccountPacket *) event->author)->name, ==, "ada");
}

static void
assert_same (ParlorSentPacket *again,
             ParlorSentPacket *sent)
{
  g_assert_cmpstr (again->conversation, ==, sent->conversation);
  g_assert_cmpstr (again->nonce, ==, sent->nonce);
  g_assert_cmpint (again->seq, ==, sent->seq);
  g_assert_cmpint (again->time_ms, ==, sent->time_ms);
}

/* The same nonce is the same message: at once, after a reconnect, after a
 * restart of the server. */
static void
test_nonce (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   later = NULL;
  g_autoptr (ParlorTestPeer)   much_later = NULL;
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char             *nonce = parlor_nonce_new ();
  ParlorSentPacket            *sent = say_as (ada, tea, nonce, "once");
  g_autofree char             *texts = NULL;

  assert_same (say_as (ada, tea, nonce, "once"), sent);
  assert_same (say_as (ada, tea, nonce, "other text"), sent);
  parlor_test_hear_text (ada, tea, "once");
  parlor_test_hear_nothing (ada, tea);

  later = parlor_test_enter_again (ada);
  assert_same (say_as (later, tea, nonce, "once"), sent);

  parlor_test_server_stop (server);
  parlor_test_server_start (server);
  much_later = parlor_test_enter_again (ada);
  assert_same (say_as (much_later, tea, nonce, "once"), sent);

  texts = parlor_test_texts (parlor_test_history (much_later, tea, 0, 0, 0)->events);
  g_assert_cmpstr (texts, ==, "once");
}

/* Two of the same that are under way together. */
static void
test_nonce_at_once (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (ada);
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char             *nonce = parlor_nonce_new ();
  ParlorSendPacket             send = { .conversation = tea, .nonce = nonce, .text = nonce };
  gint64                       tags[20];
  ParlorSentPacket            *sent;

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    tags[i] = parlor_test_peer_request (i % 2 == 0 ? ada : phone, PARLOR_PACKET_SEND, &send);

  sent = parlor_test_peer_answer (ada, tags[0], PARLOR_PACKET_SENT);
  for (guint i = 1; i < G_N_ELEMENTS (tags); i++)
    assert_same (parlor_test_peer_answer (i % 2 == 0 ? ada : phone, tags[i], PARLOR_PACKET_SENT),
                 sent);

  parlor_test_hear_text (ada, tea, nonce);
  parlor_test_hear_nothing (ada, tea);
}

/* A nonce is its author's: nobody can occupy that of another. */
static void
test_nonce_of_another (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char             *nonce = parlor_nonce_new ();
  ParlorSentPacket            *of_ada;
  ParlorSentPacket            *of_bob;

  parlor_test_join (bob, tea, NULL);
  of_ada = say_as (ada, tea, nonce, "Ada's");
  of_bob = say_as (bob, tea, nonce, "Bob's");

  g_assert_cmpint (of_bob->seq, ==, of_ada->seq + 1);
  parlor_test_hear_text (bob, tea, "Ada's");
  parlor_test_hear_text (bob, tea, "Bob's");
}

static void
test_bad_nonces (void)
{
  static const char *nonces[] = {
    "",
    "0",
    "0123456789abcdef0123456789abcde",
    "0123456789ABCDEF0123456789ABCDEF",
    "0123456789abcdef0123456789abcdeg",
    "                                ",
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (nonces); i++)
    parlor_test_peer_refused (ada, "bad-value", "nonce", PARLOR_PACKET_SEND,
                              "conversation", tea, "nonce", nonces[i], "text", "Hello", NULL);
  parlor_test_hear_nothing (ada, tea);
}

#define N_TALKERS 3
#define N_MESSAGES 50

/* Several talk at once: all hear the same, in the same order, and what one
 * says stays in order. */
static void
test_order (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  ParlorTestPeer              *talkers[N_TALKERS];
  g_autofree char             *tea = NULL;
  guint                        told[N_TALKERS] = { 0 };
  gint64                       first = 0;

  for (guint i = 0; i < N_TALKERS; i++) {
    g_autofree char *name = g_strdup_printf ("talker%u", i);

    talkers[i] = parlor_test_enter (server, name);
    if (i == 0)
      tea = parlor_test_create (talkers[i], "channel", "tea", NULL);
    else
      parlor_test_join (talkers[i], tea, NULL);
  }
  for (guint i = 0; i < N_TALKERS; i++)
    parlor_test_peer_forget (talkers[i]);

  for (guint j = 0; j < N_MESSAGES; j++)
    for (guint i = 0; i < N_TALKERS; i++) {
      g_autofree char *text = g_strdup_printf ("%u %u", i, j);

      begin_to_say (talkers[i], tea, text);
    }

  for (guint n = 0; n < N_TALKERS * N_MESSAGES; n++) {
    g_autofree char *text = NULL;

    for (guint i = 0; i < N_TALKERS; i++) {
      ParlorEventPacket *event = parlor_test_hear (talkers[i], tea);

      if (text == NULL)
        text = g_strdup (event->text);
      if (first == 0)
        first = event->seq;
      g_assert_cmpstr (event->text, ==, text);
      g_assert_cmpint (event->seq, ==, first + n);
    }
    g_assert_cmpuint (strtoul (strchr (text, ' '), NULL, 10), ==, told[strtoul (text, NULL, 10)]++);
  }

  for (guint i = 0; i < N_TALKERS; i++) {
    for (guint j = 0; j < N_MESSAGES; j++)
      parlor_test_peer_expect (talkers[i], PARLOR_PACKET_SENT);
    parlor_test_hear_nothing (talkers[i], tea);
    parlor_test_peer_free (talkers[i]);
  }
}

static void
test_texts (void)
{
  static const char *texts[] = {
    "a",
    "two\nlines\tand a tab",
    "Grüße, ça va? Łódź, İstanbul, Þórr",
    "Привет, как дела?",
    "Γειά σου Κόσμε",
    "Բարեւ աշխարհ",
    "გამარჯობა მსოფლიო",
    "שלום עולם, \"quoted\"",
    "مرحبا بالعالم \xe2\x80\x8f(صباح الخير)",
    "\xe2\x80\xab"
    "embedded"
    "\xe2\x80\xac",
    "नमस्ते दुनिया",
    "வணக்கம் உலகம்",
    "สวัสดีชาวโลก",
    "ສະບາຍດີ",
    "សួស្តី​ពិភពលោក",
    "ሰላም ልዑል",
    "こんにちは世界",
    "안녕하세요 세계",
    "你好，世界 𠀀𪚥",
    "👩‍👩‍👧‍👦👨🏿‍🚀🏳️‍🌈🏴󠁧󠁢󠁳󠁣󠁴󠁿🇪🇺1️⃣",
    "e\xcc\x81 is not made é",
    "z\xcc\xb6\xcc\xa2\xcd\x95"
    "algo",
    "\\ \" / \\n \\u0041 {\"type\":\"ping\"} <b>&amp;</b> '; DROP TABLE events; --",
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   later = NULL;
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  GPtrArray                   *events;
  gint64                       first = 0;

  parlor_test_join (bob, tea, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    gint64 seq = parlor_test_say (ada, tea, texts[i]);

    parlor_test_hear_text (bob, tea, texts[i]);
    if (i == 0)
      first = seq;
  }

  parlor_test_server_stop (server);
  parlor_test_server_start (server);
  later = parlor_test_enter_again (bob);
  events = parlor_test_history (later, tea, 0, first - 1, 0)->events;
  g_assert_cmpuint (events->len, ==, G_N_ELEMENTS (texts));
  for (guint i = 0; i < events->len; i++)
    g_assert_cmpstr (((ParlorEventPacket *) events->pdata[i])->text, ==, texts[i]);
}

static void
test_longest_texts (void)
{
  static const char *units[] = {
    "x",
    "\"",
    "\n\n\n\n\n\n\n.",
    "ж",
    "日本語",
    "👩‍👩‍👧‍👦",
    "שלום ",
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char             *nonce = parlor_nonce_new ();

  parlor_test_join (bob, tea, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autofree char *text = repeat (units[i], PARLOR_TEXT_MAX_BYTES);
    g_autofree char *too_long = g_strconcat (text, ".", NULL);

    g_assert_cmpuint (strlen (text), ==, PARLOR_TEXT_MAX_BYTES);
    parlor_test_say (ada, tea, text);
    parlor_test_hear_text (bob, tea, text);
    parlor_test_peer_refused (ada, "bad-packet", "text", PARLOR_PACKET_SEND,
                              "conversation", tea, "nonce", nonce, "text", too_long, NULL);
  }
}

static void
test_refused_texts (void)
{
  static const char           *texts[] = { "", " ", "\n\t\n", "\xc2\xa0\xe3\x80\x80", "a\x1b[31m",
                                           "a\x7f", "a\r" };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char             *nonce = parlor_nonce_new ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    parlor_test_peer_refused (ada, "bad-value", "text", PARLOR_PACKET_SEND,
                              "conversation", tea, "nonce", nonce, "text", texts[i], NULL);
  parlor_test_peer_refused (ada, "bad-value", "text", PARLOR_PACKET_SEND,
                            "conversation", tea, "nonce", nonce, NULL);

  /* What was refused did not use up the nonce. */
  say_as (ada, tea, nonce, "at last");
  parlor_test_hear_text (ada, tea, "at last");
}

/* Makes a channel whose log has @n_messages messages "1", "2" …, the first of
 * which has seq *@ret_first. */
static char *
make_log (ParlorTestPeer *ada,
          guint           n_messages,
          gint64         *ret_first)
{
  char *tea = parlor_test_create (ada, "channel", "tea", NULL);

  for (guint i = 1; i <= n_messages; i++) {
    g_autofree char *text = g_strdup_printf ("%u", i);

    begin_to_say (ada, tea, text);
  }
  *ret_first = ((ParlorSentPacket *) parlor_test_peer_expect (ada, PARLOR_PACKET_SENT))->seq;
  for (guint i = 1; i < n_messages; i++)
    parlor_test_peer_expect (ada, PARLOR_PACKET_SENT);

  return tea;
}

static void
assert_page (ParlorHistoryPagePacket *page,
             gint64                   from,
             gint64                   to,
             gboolean                 is_complete)
{
  g_assert_cmpint (page->events->len, ==, to + 1 - from);
  for (guint i = 0; i < page->events->len; i++)
    g_assert_cmpint (((ParlorEventPacket *) page->events->pdata[i])->seq, ==, from + i);
  g_assert_cmpint (page->complete, ==, is_complete);
}

static void
test_history (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  gint64                       first;
  g_autofree char             *tea = make_log (ada, 120, &first);
  gint64                       head = first + 119;

  /* From the end, towards the beginning. */
  assert_page (parlor_test_history (ada, tea, 0, 0, 0), head - 49, head, FALSE);
  assert_page (parlor_test_history (ada, tea, 0, 0, 1), head, head, FALSE);
  assert_page (parlor_test_history (ada, tea, head - 49, 0, 50), head - 99, head - 50, FALSE);
  assert_page (parlor_test_history (ada, tea, head - 99, 0, 200), 1, head - 100, TRUE);
  assert_page (parlor_test_history (ada, tea, 1, 0, 10), 1, 0, TRUE);
  assert_page (parlor_test_history (ada, tea, head + 1000, 0, 2), head - 1, head, FALSE);

  /* From a place, towards the end. */
  assert_page (parlor_test_history (ada, tea, 0, 1, 10), 2, 11, FALSE);
  assert_page (parlor_test_history (ada, tea, 0, head - 10, 10), head - 9, head, TRUE);
  assert_page (parlor_test_history (ada, tea, 0, head - 10, 200), head - 9, head, TRUE);
  assert_page (parlor_test_history (ada, tea, 0, head, 10), 1, 0, TRUE);
  assert_page (parlor_test_history (ada, tea, 0, PARLOR_SEQ_MAX, 10), 1, 0, TRUE);
}

static void
test_history_refused (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  gint64                       first;
  g_autofree char             *tea = make_log (ada, 3, &first);

  parlor_test_peer_refused (ada, "bad-value", "after", PARLOR_PACKET_HISTORY,
                            "conversation", tea, "before", "2", "after", "1", NULL);
  parlor_test_peer_refused (ada, "bad-packet", "limit", PARLOR_PACKET_HISTORY,
                            "conversation", tea, "limit", "201", NULL);
  parlor_test_peer_refused (ada, "not-found", "conversation", PARLOR_PACKET_HISTORY,
                            "conversation", "no-such", NULL);
}

/* Large messages: a page holds fewer of them, none is left out, and no frame
 * is larger than allowed (or the peer would fail). */
static void
test_large_pages (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   later = NULL;
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char             *text = repeat ("\"", PARLOR_TEXT_MAX_BYTES);
  gint64                       first = parlor_test_say (ada, tea, text);
  gint64                       head = first + 19;
  gint64                       seq = head + 1;
  ParlorHistoryPagePacket     *page;
  ParlorResumedPacket         *resumed;

  for (guint i = 1; i < 20; i++)
    parlor_test_say (ada, tea, text);

  do {
    page = parlor_test_history (ada, tea, seq, 0, 200);
    g_assert_cmpuint (page->events->len, >, 0);
    assert_page (page, seq - page->events->len, seq - 1, page->complete);
    seq -= page->events->len;
  } while (!page->complete);
  g_assert_cmpint (seq, ==, 1);

  for (seq = 1; seq < head; seq += page->events->len) {
    page = parlor_test_history (ada, tea, 0, seq, 200);
    g_assert_cmpuint (page->events->len, >, 0);
    assert_page (page, seq + 1, seq + page->events->len, seq + page->events->len == head);
  }

  later = parlor_test_enter_again (ada);
  resumed = parlor_test_resume (later);
  resumed = parlor_test_resume_from (later, resumed->epoch, tea, first - 1);
  g_assert_nonnull (resumed);
  for (seq = first; seq <= head;) {
    ParlorRecoveredPacket *recovered = parlor_test_peer_expect (later, PARLOR_PACKET_RECOVERED);

    g_assert_cmpstr (recovered->conversation, ==, tea);
    g_assert_cmpuint (recovered->events->len, >, 0);
    for (guint i = 0; i < recovered->events->len; i++)
      g_assert_cmpint (((ParlorEventPacket *) recovered->events->pdata[i])->seq, ==, seq++);
  }
}

#define SHORT_RECORD_BYTES 512

/* Has @peer speak TLS with records shorter than the server would send
 * (RFC 8449), as small devices do. */
static void
begin_tls_of_short_records (ParlorTestPeer *peer)
{
  static const gnutls_datum_t alpn = { (guchar *) PARLOR_ALPN, sizeof PARLOR_ALPN - 1 };
  GPollFD                     poll_fd = { peer->fd, G_IO_IN, 0 };
  int                         result;

  gnutls_certificate_allocate_credentials (&peer->credentials);
  gnutls_init (&peer->tls, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
  gnutls_set_default_priority (peer->tls);
  gnutls_credentials_set (peer->tls, GNUTLS_CRD_CERTIFICATE, peer->credentials);
  gnutls_alpn_set_protocols (peer->tls, &alpn, 1, 0);
  gnutls_transport_set_int (peer->tls, peer->fd);
  g_assert_cmpint (gnutls_record_set_max_recv_size (peer->tls, SHORT_RECORD_BYTES), ==, 0);

  while ((result = gnutls_handshake (peer->tls)) == GNUTLS_E_AGAIN)
    g_assert_cmpint (g_poll (&poll_fd, 1, PARLOR_TEST_PATIENCE_MS), ==, 1);
  g_assert_cmpint (result, ==, 0);
}

static void
test_short_records (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_peer_new_plain (server);
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char             *text = g_strnfill (PARLOR_TEXT_MAX_BYTES, 'x');

  begin_tls_of_short_records (bob);
  parlor_test_peer_ask (bob, PARLOR_PACKET_WELCOME, PARLOR_PACKET_HELLO, "version", "1", NULL);
  parlor_test_register (bob, "bob", NULL);
  parlor_test_resume (bob);
  parlor_test_join (bob, tea, NULL);

  for (guint i = 0; i < 20; i++)
    parlor_test_say (ada, tea, text);
  for (guint i = 0; i < 20; i++)
    parlor_test_hear_text (bob, tea, text);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/messages/ack-then-event", test_ack_then_event);
  g_test_add_func ("/messages/nonce", test_nonce);
  g_test_add_func ("/messages/nonce/at-once", test_nonce_at_once);
  g_test_add_func ("/messages/nonce/of-another", test_nonce_of_another);
  g_test_add_func ("/messages/nonce/bad", test_bad_nonces);
  g_test_add_func ("/messages/order", test_order);
  g_test_add_func ("/messages/texts", test_texts);
  g_test_add_func ("/messages/texts/longest", test_longest_texts);
  g_test_add_func ("/messages/texts/refused", test_refused_texts);
  g_test_add_func ("/messages/history", test_history);
  g_test_add_func ("/messages/history/refused", test_history_refused);
  g_test_add_func ("/messages/history/large-pages", test_large_pages);
  g_test_add_func ("/messages/short-records", test_short_records);

  return g_test_run ();
}
