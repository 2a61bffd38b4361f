/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-names.h"
#include "parlor-test-changes.h"
#include "parlor-test-files.h"
#include "parlor-test-people.h"

static ParlorSearchPagePacket *
search (ParlorTestPeer *peer,
        const char     *query,
        const char     *conversation,
        const char     *after,
        const char     *limit)
{
  return parlor_test_peer_ask (peer, PARLOR_PACKET_SEARCH_PAGE, PARLOR_PACKET_SEARCH,
                               "query", query, "conversation", conversation, "after", after,
                               "limit", limit, NULL);
}

/* Follows the pages to the end.  Returns what was found, with bars between. */
static char *
find_all (ParlorTestPeer *peer,
          const char     *query,
          const char     *conversation)
{
  GString         *found = g_string_new (NULL);
  g_autofree char *after = NULL;

  do {
    ParlorSearchPagePacket *page = search (peer, query, conversation, after, NULL);

    for (guint i = 0; i < page->messages->len; i++) {
      ParlorEventPacket *event = page->messages->pdata[i];

      g_assert_cmpint (event->kind, ==, PARLOR_EVENT_MESSAGE);
      g_string_append_printf (found, "%s%s", found->len > 0 ? "|" : "", event->text);
    }
    g_free (after);
    after = g_strdup (page->next);
  } while (after != NULL);

  return g_string_free (found, FALSE);
}

static void
assert_finds (ParlorTestPeer *peer,
              const char     *query,
              const char     *expected)
{
  g_autofree char *found = find_all (peer, query, NULL);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_words (void)
{
  static const struct
  {
    const char *text, *query;
  } cases[] = {
    { "The quick brown fox", "quick" },
    { "Unbelievable!", "liev" },           /* a part of a word */
    { "SCHREIBMASCHINE", "schreibm" },     /* case */
    { "Crème brûlée", "creme BRULEE" },    /* accents */
    { "Große Straße", "strasse" },         /* a letter that becomes two */
    { "ｆｕｌｌｗｉｄｔｈ", "fullwidth" }, /* forms of compatibility */
    { "東京都に住んでいます", "京都" },    /* no spaces, any part */
    { "お茶が好き", "茶" },                /* one character */
    { "中文搜索测试", "搜索" },
    { "안녕하세요 여러분", "하세" },
    { "สวัสดีครับ", "สดี" },
    { "السلام عليكم", "سلام" },
    { "كَتَبَ الوَلَدُ", "كتب" }, /* written without the vowels */
    { "שלום עולם", "עולם" },
    { "Привет, мир", "рив" },
    { "Ὀδυσσεύς", "οδυσσευσ" },
    { "हिन्दी में", "हिन्दी" },
    { "Well done 👍🏽🎉", "🎉" },
    { "Ship it 🚀", "🚀 ship" },
    { "C++ and 50%_off", "c++" },
    { "C# and F#", "f#" },
    { "see https://example.org/a?b=c", "example.org/a?b" },
    { "Line one\nline two", "\"one line\"" },
    { "Zoë O'Neill", "\"zoe o'neill\"" },
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    parlor_test_say (ada, tea, cases[i].text);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_finds (ada, cases[i].query, cases[i].text);

  assert_finds (ada, "quicker", "");
  assert_finds (ada, "京東", "");
  assert_finds (ada, "quick -fox", "");
  assert_finds (ada, "\"brown quick\"", "");
  assert_finds (ada, "quick liev", "");
  assert_finds (ada, "% ' \" OR 1=1 --", "");
  assert_finds (ada, "text:quick*", "");
}

/* Newest first, each once, whatever is written meanwhile. */
static void
test_pages (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  g_autofree char             *talk = parlor_test_create (ada, "channel", "Talk", NULL);
  g_autofree char             *after = NULL;
  guint                        next = 60;

  for (guint i = 1; i <= 60; i++) {
    g_autofree char *text = g_strdup_printf ("needle %u.", i);

    parlor_test_say (ada, i % 2 ? tea : talk, text);
  }

  do {
    ParlorSearchPagePacket *page = search (ada, "needle", NULL, after, "7");

    g_assert_cmpuint (page->messages->len, <=, 7);
    for (guint i = 0; i < page->messages->len; i++, next--) {
      ParlorEventPacket *event = page->messages->pdata[i];
      g_autofree char   *text = g_strdup_printf ("needle %u.", next);

      g_assert_cmpstr (event->text, ==, text);
      g_assert_cmpstr (event->conversation, ==, next % 2 ? tea : talk);
    }
    g_free (after);
    after = g_strdup (page->next);
    parlor_test_say (ada, tea, "another needle");
  } while (after != NULL);
  g_assert_cmpuint (next, ==, 0);

  /* 9 pages were read, so many were written. */
  g_assert_cmpuint (search (ada, "another", NULL, NULL, "200")->messages->len, ==, 9);
}

/* Long messages do not all fit into a frame. */
static void
test_long_messages (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  g_autofree char             *filler = g_strnfill (15000, 'x');
  g_autofree char             *after = NULL;
  guint                        n_found = 0;
  guint                        n_pages = 0;

  for (guint i = 0; i < 10; i++) {
    g_autofree char *text = g_strdup_printf ("%s needle %u", filler, i);

    parlor_test_say (ada, tea, text);
  }

  do {
    ParlorSearchPagePacket *page = search (ada, "needle", NULL, after, NULL);

    g_assert_cmpuint (page->messages->len, >, 0);
    n_found += page->messages->len;
    n_pages++;
    g_free (after);
    after = g_strdup (page->next);
  } while (after != NULL);
  g_assert_cmpuint (n_found, ==, 10);
  g_assert_cmpuint (n_pages, >=, 3);
}

/* One finds what one is a member of, now. */
static void
test_rights (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter_as_owner (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *tea = parlor_test_create (bob, "group", "Tea", "pass");
  g_autofree char             *chat = parlor_personal_id (bob->account, carol->account);

  parlor_test_say (bob, tea, "secret leaves");
  parlor_test_say (carol, chat, "secret between us");

  /* Not even who owns the server finds what others write to each other. */
  assert_finds (ada, "secret", "");
  assert_finds (bob, "secret", "secret between us|secret leaves");
  assert_finds (carol, "secret", "secret between us");
  parlor_test_peer_refused (carol, "not-found", "conversation", PARLOR_PACKET_SEARCH,
                            "query", "secret", "conversation", tea, NULL);
  parlor_test_peer_refused (ada, "not-found", "conversation", PARLOR_PACKET_SEARCH,
                            "query", "secret", "conversation", chat, NULL);
  parlor_test_peer_refused (carol, "bad-value", "query", PARLOR_PACKET_SEARCH,
                            "query", "secret in:Tea", NULL);
  parlor_test_peer_refused (carol, "bad-value", "query", PARLOR_PACKET_SEARCH,
                            "query", "secret in:no-such", NULL);

  parlor_test_join (carol, tea, "pass");
  assert_finds (carol, "secret", "secret between us|secret leaves");
  assert_finds (carol, "secret in:tea", "secret leaves");

  parlor_test_leave (carol, tea);
  assert_finds (carol, "secret", "secret between us");
  parlor_test_peer_refused (carol, "bad-value", "query", PARLOR_PACKET_SEARCH,
                            "query", "secret in:tea", NULL);
  parlor_test_peer_refused (carol, "not-found", "conversation", PARLOR_PACKET_SEARCH,
                            "query", "secret", "conversation", tea, NULL);
  assert_finds (bob, "secret", "secret between us|secret leaves");
}

/* Whoever is put out of a conversation finds nothing there from then on. */
static void
test_put_out (void)
{
  static const ParlorPacketType ways[] = { PARLOR_PACKET_KICK, PARLOR_PACKET_BAN };
  g_autoptr (ParlorTestServer)  server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)    ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)    bob = parlor_test_enter (server, "bob");
  g_autofree char              *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  g_autofree char              *account = g_strdup_printf ("%" G_GINT64_FORMAT, bob->account);

  parlor_test_say (ada, tea, "leaf");
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    parlor_test_join (bob, tea, NULL);
    assert_finds (bob, "leaf", "leaf");
    parlor_test_peer_ask (ada, PARLOR_PACKET_OK, ways[i], "conversation", tea,
                          "account", account, NULL);
    assert_finds (bob, "leaf", "");
    parlor_test_peer_refused (bob, "not-found", "conversation", PARLOR_PACKET_SEARCH,
                              "query", "leaf", "conversation", tea, NULL);
  }
}

/* What is found is what a message says now, whether it was in the index before
 * or not. */
static void
test_changes (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (GBytes)           letter = g_bytes_new_static ("Dear Bob", 8);
  gint64                       seqs[3];

  for (guint is_indexed = 0; is_indexed < 2; is_indexed++) {
    seqs[0] = parlor_test_say (ada, "lobby", "green leaf");
    seqs[1] = parlor_test_say (ada, "lobby", "black leaf");
    seqs[2] = parlor_test_share (
      ada, "lobby", parlor_test_upload (ada, "letter.txt", letter)->attachment);
    if (is_indexed) {
      assert_finds (ada, "leaf", "black leaf|green leaf");
      g_assert_cmpuint (search (ada, "letter", NULL, NULL, NULL)->messages->len, ==, 1);
    }

    parlor_test_change (ada, PARLOR_PACKET_EDIT, "lobby", seqs[0], "text", "white leaf");
    parlor_test_change (ada, PARLOR_PACKET_DELETE, "lobby", seqs[1], NULL, NULL);
    parlor_test_change (ada, PARLOR_PACKET_DELETE, "lobby", seqs[2], NULL, NULL);
    assert_finds (ada, "green", "");
    assert_finds (ada, "leaf", "white leaf");
    assert_finds (ada, "black", "");
    assert_finds (ada, "from:ada", "white leaf");
    g_assert_cmpuint (search (ada, "letter", NULL, NULL, NULL)->messages->len, ==, 0);

    parlor_test_change (ada, PARLOR_PACKET_DELETE, "lobby", seqs[0], NULL, NULL);
    assert_finds (ada, "leaf", "");
  }
}

/* An index that is damaged is made again. */
static void
test_damaged_index (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   again = NULL;

  for (guint i = 0; i < 100; i++)
    parlor_test_say (ada, "lobby", "black leaf");
  g_assert_cmpuint (search (ada, "leaf", NULL, NULL, "200")->messages->len, ==, 100);
  parlor_test_server_stop (server);
  parlor_test_sql (server, "UPDATE search_index_data SET block = X'0102' WHERE id > 10");
  parlor_test_server_start (server);

  again = parlor_test_enter_again (ada);
  g_assert_cmpuint (search (again, "leaf", NULL, NULL, "200")->messages->len, ==, 100);
  parlor_test_say (again, "lobby", "green leaf");
  assert_finds (again, "green", "green leaf");
}

/* A page of before one had to go does not open what follows it. */
static void
test_leave_between_pages (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  ParlorSearchPagePacket      *page;

  parlor_test_join (bob, tea, NULL);
  parlor_test_say (ada, tea, "leaf one");
  parlor_test_say (ada, tea, "leaf two");
  page = search (bob, "leaf", NULL, NULL, "1");
  g_assert_cmpuint (page->messages->len, ==, 1);
  g_assert_nonnull (page->next);

  parlor_test_leave (bob, tea);
  page = search (bob, "leaf", NULL, page->next, "1");
  g_assert_cmpuint (page->messages->len, ==, 0);
  g_assert_null (page->next);
}

static void
test_filters (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea & Talk", NULL);
  g_autofree char             *chat = parlor_personal_id (ada->account, bob->account);
  g_autofree char             *in_tea = NULL;

  parlor_test_join (bob, tea, NULL);
  parlor_test_say (ada, tea, "leaf by ada");
  parlor_test_say (bob, tea, "leaf by bob");
  parlor_test_say (bob, chat, "leaf for ada");
  parlor_test_say (bob, "lobby", "look at http://example.org");

  assert_finds (ada, "leaf from:ada", "leaf by ada");
  assert_finds (ada, "leaf from:@BOB", "leaf for ada|leaf by bob");
  assert_finds (ada, "leaf from:bob in:\"tea & talk\"", "leaf by bob");
  assert_finds (ada, "in:\"#Tea & Talk\"", "leaf by bob|leaf by ada");
  assert_finds (ada, "leaf in:@bob", "leaf for ada");
  assert_finds (bob, "leaf in:@ada", "leaf for ada");
  assert_finds (ada, "leaf in:#lobby", "");
  assert_finds (ada, "-by from:bob leaf", "leaf for ada");
  assert_finds (ada, "has:link", "look at http://example.org");
  assert_finds (ada, "leaf before:2001-01-01", "");
  assert_finds (ada, "leaf after:2001-01-01 before:9000-01-01 from:ada", "leaf by ada");
  assert_finds (ada, "leaf after:9000-01-01", "");

  in_tea = find_all (ada, "leaf", tea);
  g_assert_cmpstr (in_tea, ==, "leaf by bob|leaf by ada");
}

static void
test_attachments (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (GBytes)           picture = parlor_test_media ("rotated.jpg");
  g_autoptr (GBytes)           letter = g_bytes_new_static ("Dear Bob", 8);
  ParlorSearchPagePacket      *page;
  gint64                       seqs[2];

  seqs[0] = parlor_test_share (
    ada, "lobby", parlor_test_upload (ada, "Holiday Ærø.jpg", picture)->attachment);
  seqs[1] = parlor_test_share (
    ada, "lobby", parlor_test_upload (ada, "letter.txt", letter)->attachment);
  parlor_test_say (ada, "lobby", "holiday without a picture");

  page = search (ada, "has:image", NULL, NULL, NULL);
  g_assert_cmpuint (page->messages->len, ==, 1);
  g_assert_cmpint (((ParlorEventPacket *) page->messages->pdata[0])->seq, ==, seqs[0]);
  g_assert_nonnull (((ParlorEventPacket *) page->messages->pdata[0])->attachment);
  page = search (ada, "has:file", NULL, NULL, NULL);
  g_assert_cmpuint (page->messages->len, ==, 2);
  g_assert_cmpint (((ParlorEventPacket *) page->messages->pdata[0])->seq, ==, seqs[1]);

  /* Files are found by their names. */
  page = search (ada, "letter.txt", NULL, NULL, NULL);
  g_assert_cmpuint (page->messages->len, ==, 1);
  g_assert_cmpuint (search (ada, "holiday", NULL, NULL, NULL)->messages->len, ==, 2);
  g_assert_cmpuint (search (ada, "holiday has:image", NULL, NULL, NULL)->messages->len, ==, 1);
}

/* Whatever a page was said to follow, nothing is newer than the newest. */
static void
test_far_after (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  ParlorSearchPagePacket      *page;

  parlor_test_say (ada, "lobby", "a needle");
  page = search (ada, "needle", NULL, "9223372036854775807", NULL);
  g_assert_cmpuint (page->messages->len, ==, 1);
  g_assert_cmpstr (page->next, ==, NULL);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *query, *after, *field;
  } cases[] = {
    { "", NULL, "query" },
    { "   ", NULL, "query" },
    { "from:nobody", NULL, "query" },
    { "in:@nobody", NULL, "query" },
    { "from:\"not a name!\"", NULL, "query" },
    { "has:music", NULL, "query" },
    { "before:tomorrow", NULL, "query" },
    { "a b c d e f g h i j k l m n o p q", NULL, "query" },
    { "leaf", "x", "after" },
    { "leaf", "-1", "after" },
    { "leaf", "0", "after" },
    { "leaf", "99999999999999999999", "after" },
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   nobody = parlor_test_peer_new (server);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    parlor_test_peer_refused (ada, "bad-value", cases[i].field, PARLOR_PACKET_SEARCH,
                              "query", cases[i].query, "after", cases[i].after, NULL);
  g_assert_cmpuint (search (ada, "leaf", NULL, "9223372036854775807", NULL)->messages->len, ==, 0);

  parlor_test_peer_refused (nobody, "not-now", "type", PARLOR_PACKET_SEARCH, "query", "leaf", NULL);
}

/* Whatever the index had not seen when the server died, a search waits for. */
static void
test_restart (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   again = NULL;

  for (guint i = 0; i < 300; i++)
    parlor_test_say (ada, "lobby", i % 2 ? "tick" : "tock");
  g_assert_cmpuint (search (ada, "tick", NULL, NULL, "200")->messages->len, ==, 150);
  for (guint i = 0; i < 100; i++)
    parlor_test_say (ada, "lobby", "tack");
  parlor_test_server_kill (server);
  parlor_test_server_start (server);

  again = parlor_test_enter_again (ada);
  g_assert_cmpuint (search (again, "tack", NULL, NULL, "200")->messages->len, ==, 100);
  g_assert_cmpuint (search (again, "tick", NULL, NULL, "200")->messages->len, ==, 150);
  g_assert_cmpuint (search (again, "to", NULL, NULL, "200")->messages->len, ==, 150);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/search/words", test_words);
  g_test_add_func ("/search/pages", test_pages);
  g_test_add_func ("/search/long-messages", test_long_messages);
  g_test_add_func ("/search/rights", test_rights);
  g_test_add_func ("/search/put-out", test_put_out);
  g_test_add_func ("/search/changes", test_changes);
  g_test_add_func ("/search/damaged-index", test_damaged_index);
  g_test_add_func ("/search/leave-between-pages", test_leave_between_pages);
  g_test_add_func ("/search/filters", test_filters);
  g_test_add_func ("/search/attachments", test_attachments);
  g_test_add_func ("/search/far-after", test_far_after);
  g_test_add_func ("/search/refused", test_refused);
  g_test_add_func ("/search/restart", test_restart);

  return g_test_run ();
}
