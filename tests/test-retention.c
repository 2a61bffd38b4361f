/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is no longer kept goes, wholly. */

#include "parlor-names.h"
#include "parlor-test-changes.h"
#include "parlor-test-files.h"
#include "parlor-test-people.h"

/* Lets eleven days pass for what is there already, as of a seq. */
static void
age (ParlorTestServer *server,
     const char       *conversation,
     gint64            upto)
{
  g_autofree char *sql = g_strdup_printf (
    "UPDATE events SET time_ms = time_ms - 11 * 86400000 "
    "WHERE conversation = '%s' AND seq <= %d; "
    "UPDATE attachments SET created_ms = created_ms - 11 * 86400000 "
    "WHERE conversation = '%s' AND seq <= %d",
    conversation, (int) upto, conversation, (int) upto);

  parlor_test_sql (server, sql);
}

/* Waits until the log of @conversation is told to begin at @first. */
static void
expect_trimmed (ParlorTestPeer *peer,
                const char     *conversation,
                gint64          first)
{
  ParlorTrimmedPacket *trimmed;

  do
    trimmed = parlor_test_peer_expect (peer, PARLOR_PACKET_TRIMMED);
  while (trimmed->first < first);
  g_assert_cmpstr (trimmed->conversation, ==, conversation);
  g_assert_cmpint (trimmed->first, ==, first);
}

static void
assert_texts (ParlorTestPeer *peer,
              const char     *conversation,
              const char     *expected)
{
  g_autofree char *texts =
    parlor_test_texts (parlor_test_history (peer, conversation, 0, 0, 200)->events);

  g_assert_cmpstr (texts, ==, expected);
}

static guint
count_found (ParlorTestPeer *peer,
             const char     *query)
{
  ParlorSearchPagePacket *page = parlor_test_peer_ask (peer, PARLOR_PACKET_SEARCH_PAGE,
                                                       PARLOR_PACKET_SEARCH, "query", query, NULL);

  return page->messages->len;
}

static ParlorConversationPacket *
resumed (ParlorTestPeer *peer,
         const char     *conversation)
{
  ParlorConversationPacket *told;

  parlor_test_peer_forget (peer);
  parlor_test_resume (peer);
  do
    told = parlor_test_peer_expect (peer, PARLOR_PACKET_CONVERSATION);
  while (!g_str_equal (told->conversation, conversation));

  return told;
}

static void
test_days (void)
{
  g_autoptr (ParlorTestServer) server =
    parlor_test_serve ("retention-days = 10\nupkeep-interval-ms = 100");
  g_autoptr (ParlorTestPeer) ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer) bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer) carol = parlor_test_enter (server, "carol");
  g_autofree char           *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  ParlorConversationPacket  *told;
  ParlorReadPacket          *read;
  gint64                     seq;

  parlor_test_join (bob, tea, NULL);
  parlor_test_say (ada, tea, "older");
  seq = parlor_test_say (ada, tea, "old");
  parlor_test_say (ada, tea, "new");
  parlor_test_say (ada, tea, "newer");
  g_assert_cmpuint (count_found (bob, "old"), ==, 2);
  parlor_test_peer_forget (bob);

  age (server, tea, seq);
  expect_trimmed (bob, tea, seq + 1);
  expect_trimmed (ada, tea, seq + 1);
  assert_texts (bob, tea, "new newer");
  g_assert_cmpint (parlor_test_history (bob, tea, seq, 0, 0)->events->len, ==, 0);
  g_assert_cmpuint (count_found (bob, "old"), ==, 0);
  g_assert_cmpuint (count_found (bob, "new"), ==, 2);

  /* Nobody has to read what is gone. */
  do
    read = parlor_test_peer_expect (bob, PARLOR_PACKET_READ);
  while (!g_str_equal (read->conversation, tea));
  g_assert_cmpint (read->seq, ==, seq);
  g_assert_cmpint (read->unread, ==, 2);
  told = resumed (bob, tea);
  g_assert_cmpint (told->first, ==, seq + 1);
  g_assert_cmpint (told->read, ==, seq);
  g_assert_cmpint (told->unread, ==, 2);
  g_assert_cmpint (told->head, ==, seq + 2);

  /* Who is not in it hears nothing of it. */
  parlor_test_peer_settle (carol);
  g_assert_null (parlor_test_peer_take (carol, PARLOR_PACKET_TRIMMED));

  /* All of it may go; what is written then goes on where it was. */
  age (server, tea, seq + 2);
  expect_trimmed (ada, tea, seq + 3);
  told = resumed (ada, tea);
  g_assert_null (told->last);
  g_assert_cmpint (told->unread, ==, 0);
  g_assert_cmpint (parlor_test_say (bob, tea, "after all"), ==, seq + 3);
  assert_texts (ada, tea, "after all");
  g_assert_cmpuint (count_found (ada, "after"), ==, 1);
}

static void
test_count (void)
{
  g_autoptr (ParlorTestServer) server =
    parlor_test_serve ("retention-count = 3\nupkeep-interval-ms = 100");
  g_autoptr (ParlorTestPeer) ada = parlor_test_enter (server, "ada");
  g_autofree char           *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  gint64                     seq = 0;

  for (guint i = 1; i <= 9; i++) {
    g_autofree char *text = g_strdup_printf ("%u", i);

    seq = parlor_test_say (ada, tea, text);
  }
  expect_trimmed (ada, tea, seq - 2);
  assert_texts (ada, tea, "7 8 9");
}

/* A conversation may want less than the server, and not more. */
static void
test_stricter (void)
{
  g_autoptr (ParlorTestServer) server =
    parlor_test_serve ("retention-count = 5\nupkeep-interval-ms = 100");
  g_autoptr (ParlorTestPeer) ada = parlor_test_enter (server, "ada");
  g_autofree char           *less = parlor_test_create (ada, "channel", "Less", NULL);
  g_autofree char           *more = parlor_test_create (ada, "channel", "More", NULL);

  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_SET, "conversation", less,
                        "setting", "retention-count", "value", "2", NULL);
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_SET, "conversation", more,
                        "setting", "retention-count", "value", "1000", NULL);
  for (guint i = 1; i <= 9; i++) {
    g_autofree char *text = g_strdup_printf ("%u", i);

    parlor_test_say (ada, less, text);
    parlor_test_say (ada, more, text);
  }
  parlor_test_await_sql (
    ada, "SELECT COUNT (*) FROM events WHERE conversation LIKE 'c%' AND kind = 1", 7);
  assert_texts (ada, less, "8 9");
  assert_texts (ada, more, "5 6 7 8 9");
}

/* Who was away is told that what was missed cannot be told. */
static void
test_away (void)
{
  g_autoptr (ParlorTestServer) server =
    parlor_test_serve ("retention-count = 2\nupkeep-interval-ms = 100");
  g_autoptr (ParlorTestPeer) ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer) bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer) again = NULL;
  g_autofree char           *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  g_autofree char           *epoch = NULL;
  ParlorGapPacket           *gap;
  gint64                     seq = 0;

  parlor_test_join (bob, tea, NULL);
  epoch = g_strdup (parlor_test_resume (bob)->epoch);
  for (guint i = 0; i < 6; i++)
    seq = parlor_test_say (ada, tea, "tick");
  expect_trimmed (ada, tea, seq - 1);

  again = parlor_test_enter_again (bob);
  parlor_test_resume_from (again, epoch, tea, seq - 5);
  do
    gap = parlor_test_peer_expect (again, PARLOR_PACKET_GAP);
  while (!g_str_equal (gap->conversation, tea));
  g_assert_cmpint (gap->head, ==, seq);
  assert_texts (again, tea, "tick tick");
}

/* Reactions, pins, mentions, earlier versions and files of what goes. */
static void
test_everything_goes (void)
{
  g_autoptr (ParlorTestServer) server =
    parlor_test_serve ("retention-days = 10\nupkeep-interval-ms = 100");
  g_autoptr (ParlorTestPeer) ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer) bob = parlor_test_enter (server, "bob");
  g_autofree char           *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  g_autoptr (GBytes)         content = g_bytes_new_static ("Dear Bob", 8);
  g_autofree char           *sha256 = parlor_test_sha256 (content);
  g_autofree char           *file =
    g_strdup_printf ("%s/files/%.2s/%s", parlor_test_server_get_folder (server), sha256, sha256);
  g_autofree char *number = NULL;
  gint64           seq;

  parlor_test_join (bob, tea, NULL);
  parlor_test_share (ada, tea, parlor_test_upload (ada, "letter.txt", content)->attachment);
  seq = parlor_test_say (ada, tea, "@bob, look");
  number = g_strdup_printf ("%" G_GINT64_FORMAT, seq);
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_EDIT, "conversation", tea,
                        "seq", number, "text", "@bob, look here", NULL);
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_PIN, "conversation", tea,
                        "seq", number, NULL);
  parlor_test_peer_ask (bob, PARLOR_PACKET_OK, PARLOR_PACKET_REACT, "conversation", tea,
                        "seq", number, "emoji", "🎉", NULL);
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));

  age (server, tea, 100);
  parlor_test_await_sql (ada,
                         "SELECT (SELECT COUNT (*) FROM events WHERE conversation <> 'lobby') + "
                         "(SELECT COUNT (*) FROM versions) + (SELECT COUNT (*) FROM pins) + "
                         "(SELECT COUNT (*) FROM reactions) + (SELECT COUNT (*) FROM mentions) + "
                         "(SELECT COUNT (*) FROM attachments) + "
                         "(SELECT COUNT (*) FROM dropped_attachments)",
                         0);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  g_assert_cmpint (resumed (bob, tea)->mentions, ==, 0);
}

/* Of old files the message says what they were; the bytes are gone. */
static void
test_files (void)
{
  g_autoptr (ParlorTestServer) server =
    parlor_test_serve ("file-retention-days = 10\nupkeep-interval-ms = 100");
  g_autoptr (ParlorTestPeer) ada = parlor_test_enter (server, "ada");
  g_autoptr (GBytes)         content = parlor_test_media ("alpha.png");
  g_autoptr (GBytes)         other = g_bytes_new_static ("new", 3);
  g_autofree char           *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  g_autofree char           *old =
    g_strdup (parlor_test_upload (ada, "old.png", content)->attachment);
  g_autofree char *new = g_strdup (parlor_test_upload (ada, "new.txt", other)->attachment);
  gint64                  seq = parlor_test_share (ada, tea, old);
  ParlorEventPacket      *event;
  ParlorAttachmentPacket *attachment;
  g_autoptr (GBytes)      downloaded = NULL;

  parlor_test_share (ada, tea, new);
  age (server, tea, seq);
  parlor_test_await_sql (ada, "SELECT COUNT (*) FROM attachments WHERE sha256 = ''", 1);
  parlor_test_await_sql (ada, "SELECT COUNT (*) FROM dropped_attachments", 0);

  parlor_test_peer_refused (ada, "not-found", "attachment", PARLOR_PACKET_DOWNLOAD,
                            "attachment", old, "offset", "0", NULL);
  event = parlor_test_history (ada, tea, 0, seq - 1, 1)->events->pdata[0];
  attachment = event->attachment;
  g_assert_cmpstr (attachment->name, ==, "old.png");
  g_assert_cmpint (attachment->width_px, >, 0);
  g_assert_null (attachment->preview);
  g_assert_cmpuint (count_found (ada, "old.png has:image"), ==, 1);

  downloaded = parlor_test_download (ada, new);
  g_assert_true (g_bytes_equal (downloaded, other));

  /* Nothing is in the way of deleting the message. */
  g_free (old);
  old = g_strdup_printf ("%" G_GINT64_FORMAT, seq);
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_DELETE, "conversation", tea,
                        "seq", old, NULL);
  g_assert_cmpint (parlor_test_sql_int (server, "SELECT COUNT (*) FROM attachments"), ==, 1);
}

/* What was deleted is soon not to be found in any file of the server, while it
 * runs: neither the words, nor what the index knew of them. */
static void
test_traces (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("upkeep-interval-ms = 100");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  gint64                       end_us = g_get_monotonic_time () + PARLOR_TEST_PATIENCE_MS * 1000;
  gint64                       seq = parlor_test_say (ada, "lobby", "the word is 龘靐");

  for (guint i = 0; i < 200; i++)
    parlor_test_say (ada, "lobby", "other words");
  g_assert_cmpuint (count_found (ada, "龘靐"), ==, 1);
  g_assert_cmpint (parlor_test_sql_int (server, "SELECT COUNT (*) FROM search_index_data "
                                                "WHERE instr (block, CAST ('靐' AS BLOB)) > 0"),
                   ==, 1);

  parlor_test_change (ada, PARLOR_PACKET_EDIT, "lobby", seq, "text", "the word is 齉");
  g_assert_cmpuint (count_found (ada, "龘靐"), ==, 0);
  g_assert_cmpuint (count_found (ada, "齉"), ==, 1);
  parlor_test_change (ada, PARLOR_PACKET_DELETE, "lobby", seq, NULL, NULL);
  g_assert_cmpuint (count_found (ada, "齉"), ==, 0);

  while (parlor_test_keeps (server, "靐") || parlor_test_keeps (server, "齉")) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    parlor_test_peer_settle (ada);
  }
  g_assert_cmpuint (count_found (ada, "other"), ==, 20);
}

/* Texts in which nothing is said twice take longest to be taken out of the index:
 * that is done one after another, and nobody waits for many of them. */
static void
test_long_texts (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("upkeep-interval-ms = 100");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (GString)          text = g_string_new (NULL);
  gint64                       begin_us, took_us, longest_us = 0;

  for (guint i = 0; i < 60; i++) {
    g_string_truncate (text, 0);
    while (text->len < PARLOR_TEXT_MAX_BYTES - 3)
      g_string_append_unichar (text, 0x4e00 + g_test_rand_int_range (0, 20000));
    parlor_test_say (ada, "lobby", text->str);
  }
  parlor_test_peer_ask (ada, PARLOR_PACKET_SEARCH_PAGE, PARLOR_PACKET_SEARCH, "query", "nothing",
                        NULL);

  parlor_test_sql (server, "UPDATE conversations SET retention_count = 1");
  begin_us = g_get_monotonic_time ();
  while (parlor_test_sql_int (server, "SELECT COUNT (*) FROM events WHERE kind = 1") > 1) {
    gint64 asked_us = g_get_monotonic_time ();

    parlor_test_peer_ask (bob, PARLOR_PACKET_PERSON, PARLOR_PACKET_PROFILE, "name", "ada", NULL);
    longest_us = MAX (longest_us, g_get_monotonic_time () - asked_us);
  }
  took_us = g_get_monotonic_time () - begin_us;
  g_assert_cmpint (longest_us, <, took_us / 4);
}

/* A server that dies in the midst of it goes on when it is back. */
static void
test_kill (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("upkeep-interval-ms = 100");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   again = NULL;
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  ParlorTrimmedPacket         *trimmed;

  for (guint i = 0; i < 1000; i++)
    parlor_test_say (ada, tea, "tick");
  g_assert_cmpuint (count_found (ada, "tick"), ==, 20);
  parlor_test_sql (server, "UPDATE conversations SET retention_count = 10 WHERE name = 'Tea'");
  trimmed = parlor_test_peer_expect (ada, PARLOR_PACKET_TRIMMED);
  parlor_test_server_kill (server);
  g_assert_cmpint (trimmed->first, <, 900);
  g_assert_cmpint (parlor_test_sql_int (server,
                                        "SELECT c.first - (SELECT MIN (e.seq) FROM events e "
                                        "WHERE e.conversation = c.conversation) "
                                        "FROM conversations c WHERE name = 'Tea'"),
                   ==, 0);

  parlor_test_server_start (server);
  again = parlor_test_enter_again (ada);
  parlor_test_await_sql (again, "SELECT first FROM conversations WHERE name = 'Tea'", 992);
  g_assert_cmpuint (count_found (again, "tick"), ==, 10);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/retention/days", test_days);
  g_test_add_func ("/retention/count", test_count);
  g_test_add_func ("/retention/stricter", test_stricter);
  g_test_add_func ("/retention/away", test_away);
  g_test_add_func ("/retention/everything-goes", test_everything_goes);
  g_test_add_func ("/retention/files", test_files);
  g_test_add_func ("/retention/traces", test_traces);
  g_test_add_func ("/retention/long-texts", test_long_texts);
  g_test_add_func ("/retention/kill", test_kill);

  return g_test_run ();
}
