/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Deleting accounts, one's own and others'. */

#include "parlor-test-changes.h"
#include "parlor-test-files.h"
#include "parlor-test-people.h"

#include <glib/gstdio.h>

typedef struct
{
  ParlorTestServer *server;
  ParlorTestPeer   *owner;
  ParlorTestPeer   *ada;
  ParlorTestPeer   *bob;
  char             *tea;  /* Ada's channel, where Bob is as well */
  char             *chat; /* of Ada and Bob */
} Scene;

static void
set_up (Scene        *scene,
        gconstpointer unused)
{
  scene->server = parlor_test_serve (NULL);
  scene->owner = parlor_test_enter_as_owner (scene->server, "olga");
  scene->ada = parlor_test_enter (scene->server, "ada");
  scene->bob = parlor_test_enter (scene->server, "bob");
  scene->tea = parlor_test_create (scene->ada, "channel", "tea", NULL);
  parlor_test_join (scene->bob, scene->tea, NULL);
  scene->chat = g_strdup_printf ("p%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, scene->ada->account,
                                 scene->bob->account);
  parlor_test_say (scene->ada, scene->tea, "Tea is ready");
  parlor_test_say (scene->bob, scene->tea, "Coming");
  parlor_test_say (scene->ada, scene->chat, "Just you");
  parlor_test_hear_text (scene->bob, scene->chat, "Just you");
}

static void
tear_down (Scene        *scene,
           gconstpointer unused)
{
  parlor_test_peer_free (scene->owner);
  parlor_test_peer_free (scene->ada);
  parlor_test_peer_free (scene->bob);
  parlor_test_server_free (scene->server);
  g_free (scene->tea);
  g_free (scene->chat);
}

static void
delete_ada (Scene      *scene,
            const char *keep)
{
  parlor_test_peer_ask (scene->ada, PARLOR_PACKET_OK, PARLOR_PACKET_DELETE_ACCOUNT,
                        "password", "password of ada", "keep_messages", keep, NULL);
  parlor_test_peer_expect_end (scene->ada);
}

/* Waits for an event of a kind in a conversation. */
static ParlorEventPacket *
hear_kind (ParlorTestPeer *peer,
           const char     *conversation,
           ParlorEventKind kind)
{
  ParlorEventPacket *event;

  do
    event = parlor_test_hear (peer, conversation);
  while (event->kind != kind);

  return event;
}

static void
expect_deleted (gconstpointer packet,
                gint64        account)
{
  const ParlorAccountPacket *person = packet;
  g_autofree char           *name = g_strdup_printf ("deleted-%" G_GINT64_FORMAT, account);

  g_assert_cmpint (person->account, ==, account);
  g_assert_cmpstr (person->name, ==, name);
  g_assert_cmpstr (person->nick, ==, "Deleted account");
}

/* Waits until the personal chat of Ada and Bob can only be read. */
static void
wait_until_archived (Scene *scene)
{
  ParlorConversationPacket *conversation;

  do
    conversation = parlor_test_peer_expect (scene->bob, PARLOR_PACKET_CONVERSATION);
  while (!g_str_equal (conversation->conversation, scene->chat) || !conversation->is_archived);
  expect_deleted (conversation->with, scene->ada->account);
}

static void
test_keep (Scene        *scene,
           gconstpointer unused)
{
  g_autoptr (ParlorTestPeer) phone = parlor_test_enter_again (scene->ada);
  g_autoptr (ParlorTestPeer) again = parlor_test_peer_new (scene->server);
  g_autoptr (ParlorTestPeer) new = NULL;
  ParlorHistoryPagePacket *page;
  ParlorEventPacket       *event;

  delete_ada (scene, "true");
  parlor_test_peer_expect_goodbye (phone, "disconnected");
  parlor_test_peer_refused (again, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN_TOKEN,
                            "token", scene->ada->token, NULL);
  parlor_test_peer_refused (again, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN, "name", "ada",
                            "password", "password of ada", NULL);
  parlor_test_peer_refused (again, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN,
                            "name", "deleted-2", "password", "", NULL);

  /* Who was left owns the channel; the personal chat can only be read. */
  event = hear_kind (scene->bob, scene->tea, PARLOR_EVENT_LEAVE);
  expect_deleted (event->author, scene->ada->account);
  event = hear_kind (scene->bob, scene->tea, PARLOR_EVENT_ROLE);
  g_assert_cmpint (event->role, ==, PARLOR_ROLE_OWNER);
  wait_until_archived (scene);
  parlor_test_peer_refused (scene->bob, "not-allowed", "conversation", PARLOR_PACKET_SEND,
                            "conversation", scene->chat,
                            "nonce", "0123456789abcdef0123456789abcdef", "text", "Hello?", NULL);

  page = parlor_test_history (scene->bob, scene->tea, 0, 0, 0);
  g_assert_cmpint (((ParlorEventPacket *) page->events->pdata[2])->seq, ==, 3);
  event = page->events->pdata[2];
  g_assert_cmpstr (event->text, ==, "Tea is ready");
  expect_deleted (event->author, scene->ada->account);
  page = parlor_test_history (scene->bob, scene->chat, 0, 0, 0);
  {
    g_autofree char *texts = parlor_test_texts (page->events);

    g_assert_cmpstr (texts, ==, "Just you");
  }

  /* The name is free, and whoever takes it is somebody else. */
  new = parlor_test_enter (scene->server, "ada");
  g_assert_cmpint (new->account, !=, scene->ada->account);
  parlor_test_peer_refused (new, "not-found", "conversation", PARLOR_PACKET_HISTORY,
                            "conversation", scene->chat, NULL);
}

static guint
count_files (Scene *scene)
{
  g_autofree char *folder =
    g_build_filename (parlor_test_server_get_folder (scene->server), "files", NULL);
  g_autoptr (GQueue) folders = g_queue_new ();
  guint              n_files = 0;

  g_queue_push_tail (folders, g_strdup (folder));
  while (folders->length > 0) {
    g_autofree char *path = g_queue_pop_head (folders);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char      *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
      g_autofree char *entry = g_build_filename (path, name, NULL);

      if (g_file_test (entry, G_FILE_TEST_IS_DIR))
        g_queue_push_tail (folders, g_steal_pointer (&entry));
      else
        n_files++;
    }
  }

  return n_files;
}

static gboolean
is_in_database (Scene      *scene,
                const char *text)
{
  static const char *const names[] = { "parlor.db", "parlor.db-wal" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path =
      g_build_filename (parlor_test_server_get_folder (scene->server), names[i], NULL);
    g_autofree char *content = NULL;
    gsize            size = 0;

    if (g_file_get_contents (path, &content, &size, NULL) &&
        memmem (content, size, text, strlen (text)) != NULL)
      return TRUE;
  }

  return FALSE;
}

static void
test_purge (Scene        *scene,
            gconstpointer unused)
{
  g_autoptr (GBytes)         picture = parlor_test_media ("alpha.png");
  g_autofree char           *attachment = NULL;
  g_autofree char           *texts = NULL;
  g_autoptr (ParlorTestPeer) again = NULL;
  ParlorHistoryPagePacket   *page;
  ParlorEventPacket         *event;
  guint                      n_files = count_files (scene);
  gint64                     purge;

  attachment = g_strdup (parlor_test_upload (scene->ada, "alpha.png", picture)->attachment);
  parlor_test_share (scene->ada, scene->tea, attachment);
  g_assert_cmpuint (count_files (scene), ==, n_files + 1);
  parlor_test_peer_ask (scene->ada, PARLOR_PACKET_OK, PARLOR_PACKET_EDIT,
                        "conversation", scene->tea, "seq", "3", "text", "Tea is cold", NULL);
  parlor_test_peer_ask (scene->ada, PARLOR_PACKET_OK, PARLOR_PACKET_REACT,
                        "conversation", scene->tea, "seq", "4", "emoji", "👍", NULL);
  parlor_test_peer_ask (scene->bob, PARLOR_PACKET_OK, PARLOR_PACKET_REACT,
                        "conversation", scene->tea, "seq", "4", "emoji", "🎉", NULL);

  delete_ada (scene, NULL);
  event = hear_kind (scene->bob, scene->tea, PARLOR_EVENT_PURGE);
  purge = event->seq;
  expect_deleted (event->member, scene->ada->account);
  event = hear_kind (scene->bob, scene->tea, PARLOR_EVENT_UNREACT);
  g_assert_cmpint (event->target, ==, 4);
  g_assert_cmpstr (event->emoji, ==, "👍");

  page = parlor_test_history (scene->bob, scene->tea, 0, 0, 0);
  texts = parlor_test_texts (page->events);
  event = page->events->pdata[2];
  g_assert_true (event->is_deleted);
  g_assert_null (event->text);
  g_assert_cmpint (event->changed, ==, purge);
  event = page->events->pdata[3];
  g_assert_cmpstr (event->text, ==, "Coming");
  g_assert_cmpuint (event->reactions->len, ==, 1);

  parlor_test_peer_refused (scene->bob, "not-found", "attachment", PARLOR_PACKET_DOWNLOAD,
                            "attachment", attachment, "offset", "0", NULL);
  page = parlor_test_history (scene->bob, scene->chat, 0, 0, 0);
  g_assert_true (((ParlorEventPacket *) page->events->pdata[page->events->len - 2])->is_deleted);
  while (count_files (scene) > n_files)
    parlor_test_peer_settle (scene->bob);

  /* A fresh start sees the same. */
  parlor_test_server_stop (scene->server);
  g_assert_false (is_in_database (scene, "Tea is cold"));
  parlor_test_server_start (scene->server);
  again = parlor_test_enter_again (scene->bob);
  page = parlor_test_history (again, scene->tea, 0, 0, 0);
  g_assert_true (((ParlorEventPacket *) page->events->pdata[2])->is_deleted);
}

/* Much is left when the server dies: it goes on where it was, and tells once. */
static void
test_crash (Scene        *scene,
            gconstpointer unused)
{
  g_autoptr (ParlorTestPeer) again = NULL;
  guint                      n_purges = 0;
  gint64                     last = 0;

  for (guint i = 0; i < 500; i++)
    last = parlor_test_say (scene->ada, scene->tea, "Much to say");
  delete_ada (scene, NULL);
  parlor_test_server_kill (scene->server);
  parlor_test_server_start (scene->server);

  again = parlor_test_enter_again (scene->bob);
  for (;;) {
    g_autofree char         *conversation = g_strdup (scene->tea);
    ParlorHistoryPagePacket *page = parlor_test_history (again, conversation, last + 1, 0, 1);

    if (((ParlorEventPacket *) page->events->pdata[0])->is_deleted)
      break;
    parlor_test_peer_forget (again);
  }
  for (gint64 after = 0;;) {
    ParlorHistoryPagePacket *page = parlor_test_history (again, scene->tea, 0, after, 200);

    for (guint i = 0; i < page->events->len; i++) {
      ParlorEventPacket *event = page->events->pdata[i];

      if (event->kind == PARLOR_EVENT_MESSAGE)
        g_assert_cmpint (event->is_deleted, ==,
                         ((ParlorAccountPacket *) event->author)->account == scene->ada->account);
      n_purges += event->kind == PARLOR_EVENT_PURGE;
      after = event->seq;
    }
    if (page->complete)
      break;
  }
  g_assert_cmpuint (n_purges, ==, 1);
}

static void
test_refused (Scene        *scene,
              gconstpointer unused)
{
  parlor_test_peer_refused (scene->ada, "wrong-password", "password",
                            PARLOR_PACKET_DELETE_ACCOUNT, "password", "guessed", NULL);
  parlor_test_peer_refused (scene->ada, "wrong-password", "password",
                            PARLOR_PACKET_DELETE_ACCOUNT, NULL);
  parlor_test_peer_refused (scene->owner, "not-allowed", NULL, PARLOR_PACKET_DELETE_ACCOUNT,
                            "password", "password of olga", NULL);

  /* After having handed over, the owner may go. */
  parlor_test_peer_ask (scene->owner, PARLOR_PACKET_OK, PARLOR_PACKET_SET_SERVER_ROLE,
                        "account", "2", "server_role", "owner", NULL);
  parlor_test_peer_ask (scene->owner, PARLOR_PACKET_OK, PARLOR_PACKET_DELETE_ACCOUNT,
                        "password", "password of olga", NULL);
  parlor_test_peer_expect_end (scene->owner);
  parlor_test_peer_refused (scene->ada, "not-allowed", NULL, PARLOR_PACKET_DELETE_ACCOUNT,
                            "password", "password of ada", NULL);
}

static void
await_removal (ParlorTestPeer *peer)
{
  parlor_test_await_sql (peer, "SELECT COUNT (*) FROM removals", 0);
}

/* More reactions than a step takes back, many of them to one message. */
static void
test_many_reactions (Scene        *scene,
                     gconstpointer unused)
{
  for (guint i = 0; i < 6; i++) {
    gint64 seq = parlor_test_say (scene->bob, scene->tea, "Guess");

    for (gunichar emoji = 0x1f600; emoji < 0x1f600 + 28; emoji++) {
      char text[7] = { 0 };

      g_unichar_to_utf8 (emoji, text);
      parlor_test_change (scene->ada, PARLOR_PACKET_REACT, scene->tea, seq, "emoji", text);
    }
    parlor_test_change (scene->bob, PARLOR_PACKET_REACT, scene->tea, seq, "emoji", "🎉");
    parlor_test_say (scene->ada, scene->tea, "Well");
  }

  delete_ada (scene, NULL);
  await_removal (scene->bob);
  g_assert_cmpint (parlor_test_sql_int (scene->server, "SELECT COUNT (*) FROM reactions"), ==, 6);
  g_assert_cmpint (parlor_test_sql_int (scene->server,
                                        "SELECT COUNT (*) FROM reactions WHERE account = 2"),
                   ==, 0);
  g_assert_cmpint (parlor_test_sql_int (scene->server, "SELECT COUNT (*) FROM events "
                                                       "WHERE text = 'Well'"),
                   ==, 0);
  g_assert_cmpint (parlor_test_sql_int (scene->server, "SELECT COUNT (*) FROM events "
                                                       "WHERE kind = 7"),
                   ==, 2);
}

/* Where many people are, the removal takes a while, but nobody waits for much of
 * it. */
static void
test_many_members (Scene        *scene,
                   gconstpointer unused)
{
  gint64 begin_us, took_us, longest_us = 0;

  parlor_test_sql (scene->server,
                   "INSERT INTO accounts (account, name, nick, password, role, created_ms, folded) "
                   "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n "
                   "WHERE i < 8100) SELECT i, 'u' || i, 'u', '', 1, 0, 'u' FROM n;"
                   "INSERT INTO members (conversation, account, role) "
                   "SELECT 'lobby', account, 1 FROM accounts WHERE account >= 100");
  for (guint i = 0; i < 300; i++)
    parlor_test_say (scene->ada, "lobby", "Hello everybody");

  delete_ada (scene, NULL);
  begin_us = g_get_monotonic_time ();
  while (parlor_test_sql_int (scene->server, "SELECT COUNT (*) FROM removals") > 0) {
    gint64 asked_us = g_get_monotonic_time ();

    parlor_test_peer_ask (scene->bob, PARLOR_PACKET_PERSON, PARLOR_PACKET_PROFILE, "name", "olga",
                          NULL);
    longest_us = MAX (longest_us, g_get_monotonic_time () - asked_us);
  }
  took_us = g_get_monotonic_time () - begin_us;
  g_assert_cmpint (longest_us, <, took_us / 5);
}

/* Another device that goes on meanwhile does not give the account a face again. */
static void
test_busy_device (void)
{
  g_autoptr (ParlorTestServer) server =
    parlor_test_serve ("guests = yes\ntokens-per-s = 100000\ntokens-burst = 100000");

  for (guint i = 0; i < 20; i++) {
    g_autoptr (ParlorTestPeer) guest = parlor_test_peer_new (server);
    g_autoptr (ParlorTestPeer) other = parlor_test_peer_new (server);
    ParlorDeleteAccountPacket  packet = { 0 };
    ParlorSetNickPacket        nick = { .nick = (char *) "Ghost" };
    ParlorSetProfilePacket     status = { .status = (char *) "Still here" };
    ParlorSignedInPacket      *signed_in;
    gint64                     tag;

    signed_in = parlor_test_peer_ask (guest, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_SIGN_IN_GUEST,
                                      "nick", "Guest", NULL);
    parlor_test_sign_in_with (other, signed_in->token);
    tag = parlor_test_peer_request (guest, PARLOR_PACKET_DELETE_ACCOUNT, &packet);
    for (guint j = 0; j < 7; j++) {
      parlor_test_peer_request (other, PARLOR_PACKET_SET_NICK, &nick);
      parlor_test_peer_request (other, PARLOR_PACKET_SET_PROFILE, &status);
    }
    parlor_test_peer_answer (guest, tag, PARLOR_PACKET_OK);
    parlor_test_peer_expect_goodbye (other, "disconnected");
  }

  g_assert_cmpint (parlor_test_sql_int (server, "SELECT COUNT (*) FROM accounts "
                                                "WHERE is_deleted = 1"),
                   ==, 20);
  g_assert_cmpint (parlor_test_sql_int (server,
                                        "SELECT COUNT (*) FROM accounts WHERE is_deleted = 1 "
                                        "AND (nick = 'Ghost' OR status IS NOT NULL)"),
                   ==, 0);
}


static void
test_by_administrator (Scene        *scene,
                       gconstpointer unused)
{
  parlor_test_peer_refused (scene->bob, "not-allowed", NULL, PARLOR_PACKET_DELETE_USER,
                            "account", "2", NULL);
  parlor_test_peer_refused (scene->owner, "not-found", "account", PARLOR_PACKET_DELETE_USER,
                            "account", "99", NULL);
  parlor_test_peer_refused (scene->owner, "not-allowed", "account", PARLOR_PACKET_DELETE_USER,
                            "account", "1", NULL);
  parlor_test_peer_ask (scene->owner, PARLOR_PACKET_OK, PARLOR_PACKET_DELETE_USER,
                        "account", "2", NULL);
  parlor_test_peer_expect_goodbye (scene->ada, "disconnected");
  hear_kind (scene->bob, scene->tea, PARLOR_EVENT_PURGE);
  parlor_test_peer_refused (scene->owner, "not-found", "account", PARLOR_PACKET_DELETE_USER,
                            "account", "2", NULL);
  parlor_test_peer_refused (scene->owner, "not-found", "account", PARLOR_PACKET_USERS,
                            "account", "2", NULL);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Scene        *scene,
                  gconstpointer unused);
  } tests[] = {
    { "/account-deletion/keep", test_keep },
    { "/account-deletion/purge", test_purge },
    { "/account-deletion/crash", test_crash },
    { "/account-deletion/many-reactions", test_many_reactions },
    { "/account-deletion/many-members", test_many_members },
    { "/account-deletion/refused", test_refused },
    { "/account-deletion/by-administrator", test_by_administrator },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Scene, NULL, set_up, tests[i].test, tear_down);
  g_test_add_func ("/account-deletion/busy-device", test_busy_device);

  return g_test_run ();
}
