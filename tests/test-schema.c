/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A database that an earlier release has filled: nothing of it may be lost. */

#include "parlor-test-people.h"

#include <sqlite3.h>

#define BOOKS "g129a0175ca12c987"

static char *
database_path (ParlorTestServer *server)
{
  return g_build_filename (parlor_test_server_get_folder (server), "parlor.db", NULL);
}

static void
run_sql (const char *path,
         const char *sql)
{
  sqlite3 *db;
  char    *failure = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, sql, NULL, NULL, &failure);
  g_assert_cmpstr (failure, ==, NULL);
  sqlite3_close (db);
}

/* Puts a dump where the server will look for its database. */
static void
load_dump (ParlorTestServer *server,
           const char       *name)
{
  g_autofree char   *path = database_path (server);
  g_autofree char   *dump_path = g_test_build_filename (G_TEST_DIST, "schema", name, NULL);
  g_autofree char   *dump = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parlor_test_server_get_folder (server), 0700), ==, 0);
  g_file_get_contents (dump_path, &dump, NULL, &error);
  g_assert_no_error (error);
  run_sql (path, dump);
}

static ParlorTestPeer *
enter (ParlorTestServer *server,
       const char       *name)
{
  ParlorTestPeer       *peer = parlor_test_peer_new (server);
  ParlorSignedInPacket *signed_in;

  signed_in = parlor_test_peer_ask (peer, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_SIGN_IN, "name",
                                    name, "password", "correct horse", NULL);
  peer->account = ((ParlorAccountPacket *) signed_in->account)->account;

  return peer;
}

static void
assert_told (ParlorTestPeer *peer,
             const char     *conversation,
             gint64          head,
             const char     *texts)
{
  ParlorConversationPacket *told;
  ParlorHistoryPagePacket  *page;
  g_autofree char          *got = NULL;

  parlor_test_resume (peer);
  do
    told = parlor_test_peer_expect (peer, PARLOR_PACKET_CONVERSATION);
  while (!g_str_equal (told->conversation, conversation));
  g_assert_cmpint (told->head, ==, head);
  g_assert_cmpint (told->first, ==, 1);
  g_assert_cmpint (told->members, ==, 2);
  g_assert_cmpint (told->read, ==, head);
  g_assert_cmpint (told->unread, ==, 0);
  g_assert_cmpint (told->mentions, ==, 0);

  page = parlor_test_history (peer, conversation, 0, 0, 50);
  got = parlor_test_texts (page->events);
  g_assert_cmpstr (got, ==, texts);
}

static void
test_first (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_server_new (NULL);
  g_autoptr (ParlorTestPeer)   ada = NULL;
  g_autoptr (ParlorTestPeer)   bob = NULL;
  ParlorSearchPagePacket      *found;
  ParlorPersonPacket          *person;
  ParlorReadPacket            *read;

  load_dump (server, "0001.sql");
  parlor_test_server_start (server);
  ada = enter (server, "ada");
  bob = enter (server, "bob");

  assert_told (ada, "lobby", 4, "Good morning Good morning, Ada 🌞");
  assert_told (bob, "p1-2", 1, "Only for you");
  assert_told (bob, BOOKS, 4, "What shall we read next? 日本語の本はどうですか");

  /* What came before is found, and what comes now follows it. */
  found = parlor_test_peer_ask (ada, PARLOR_PACKET_SEARCH_PAGE, PARLOR_PACKET_SEARCH, "query",
                                "日本語", NULL);
  g_assert_cmpint (found->messages->len, ==, 1);
  g_assert_cmpint (((ParlorEventPacket *) found->messages->pdata[0])->seq, ==, 4);
  g_assert_cmpint (parlor_test_say (ada, BOOKS, "@bob A good idea"), ==, 5);
  parlor_test_peer_forget (bob);
  parlor_test_peer_ask (bob, PARLOR_PACKET_OK, PARLOR_PACKET_MARK_READ, "conversation", BOOKS,
                        "seq", "3", NULL);
  read = parlor_test_peer_expect (bob, PARLOR_PACKET_READ);
  g_assert_cmpint (read->unread, ==, 1);
  g_assert_cmpint (read->mentions, ==, 1);

  person = parlor_test_peer_ask (bob, PARLOR_PACKET_PERSON, PARLOR_PACKET_PROFILE, "name", "ada",
                                 NULL);
  g_assert_cmpstr (((ParlorAccountPacket *) person->account)->nick, ==, "Ada Lovelace");
  g_assert_cmpint (person->nicks->len, ==, 1);
}

/* The old devices and the group's old password still let people in. */
static void
test_doors (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_server_new ("registration = open\n");
  g_autoptr (ParlorTestPeer)   ada = NULL;
  g_autoptr (ParlorTestPeer)   eve = NULL;
  ParlorDevicesPagePacket     *devices;

  load_dump (server, "0001.sql");
  parlor_test_server_start (server);

  ada = enter (server, "ada");
  devices =
    parlor_test_peer_ask (ada, PARLOR_PACKET_DEVICES_PAGE, PARLOR_PACKET_DEVICES, NULL);
  g_assert_cmpint (devices->devices->len, ==, 2);

  eve = parlor_test_enter (server, "eve");
  g_assert_cmpint (eve->account, ==, 3);
  parlor_test_peer_refused (eve, "wrong-password", "password", PARLOR_PACKET_JOIN, "conversation",
                            "Books", "password", "open door", NULL);
  parlor_test_join (eve, "Books", "hidden door");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schema/first", test_first);
  g_test_add_func ("/schema/doors", test_doors);

  return g_test_run ();
}
