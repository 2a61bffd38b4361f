/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people see of one another, and whom they do not want to hear. */

#include "parlor-names.h"
#include "parlor-test-changes.h"
#include "parlor-test-files.h"
#include "parlor-test-people.h"

static ParlorPersonPacket *
look_up (ParlorTestPeer *peer,
         const char     *name)
{
  return parlor_test_peer_ask (peer, PARLOR_PACKET_PERSON, PARLOR_PACKET_PROFILE,
                               "name", name, NULL);
}

static ParlorAccountPacket *
see (ParlorTestPeer *peer,
     const char     *name)
{
  return look_up (peer, name)->account;
}

static void
set (ParlorTestPeer *peer,
     const char     *status,
     const char     *avatar)
{
  parlor_test_peer_ask (peer, PARLOR_PACKET_OK, PARLOR_PACKET_SET_PROFILE, "status", status,
                        "avatar", avatar, NULL);
}

static void
call (ParlorTestPeer *peer,
      const char     *nick)
{
  parlor_test_peer_ask (peer, PARLOR_PACKET_OK, PARLOR_PACKET_SET_NICK, "nick", nick, NULL);
}

/* Waits until @account is told as changed, and says @status. */
static ParlorAccountPacket *
expect_status (ParlorTestPeer *peer,
               gint64          account,
               const char     *status)
{
  for (;;) {
    ParlorChangedPacket *changed = parlor_test_peer_expect (peer, PARLOR_PACKET_CHANGED);

    for (guint i = 0; i < changed->people->len; i++) {
      ParlorAccountPacket *person = changed->people->pdata[i];

      if (person->account == account && g_strcmp0 (person->status, status) == 0)
        return person;
    }
  }
}

static void
test_status (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autoptr (ParlorTestPeer)   again = NULL;
  g_autofree char             *too_long = g_strnfill (PARLOR_STATUS_MAX_BYTES + 1, 'x');
  ParlorAccountPacket         *told;

  parlor_test_peer_ask (ada, PARLOR_PACKET_PEOPLE_PAGE, PARLOR_PACKET_PEOPLE, NULL);
  set (bob, "  昼休み　☕ ", NULL);
  told = expect_status (ada, bob->account, "昼休み　☕");
  g_assert_cmpint (told->presence, ==, PARLOR_PRESENCE_UNKNOWN);
  g_assert_cmpstr (see (carol, "bob")->status, ==, "昼休み　☕");

  /* Who watches sees all there is to see as well. */
  parlor_test_watch (carol, &bob->account, 1);
  told = parlor_test_expect_presence (carol, bob->account, PARLOR_PRESENCE_ONLINE);
  g_assert_cmpstr (told->status, ==, "昼休み　☕");

  /* What is left out stays. */
  set (bob, NULL, NULL);
  call (bob, "Bobby");
  g_assert_cmpstr (expect_status (ada, bob->account, "昼休み　☕")->nick, !=, "");
  parlor_test_peer_refused (bob, "bad-value", "status", PARLOR_PACKET_SET_PROFILE,
                            "status", "two\nlines", NULL);
  parlor_test_peer_refused (bob, "bad-value", "status", PARLOR_PACKET_SET_PROFILE,
                            "status", "\xe2\x80\xae", NULL);
  parlor_test_peer_refused (bob, "bad-packet", "status", PARLOR_PACKET_SET_PROFILE,
                            "status", too_long, NULL);

  parlor_test_server_kill (server);
  parlor_test_server_start (server);
  again = parlor_test_enter_again (bob);
  g_assert_cmpstr (see (again, "bob")->status, ==, "昼休み　☕");
  set (again, " ", NULL);
  g_assert_cmpstr (see (again, "bob")->status, ==, NULL);
}

static void
cannot_set_avatar (ParlorTestPeer *peer,
                   const char     *code,
                   const char     *avatar)
{
  parlor_test_peer_refused (peer, code, "avatar", PARLOR_PACKET_SET_PROFILE,
                            "avatar", avatar, NULL);
}

static void
cannot_download (ParlorTestPeer *peer,
                 const char     *attachment)
{
  parlor_test_peer_refused (peer, "not-found", "attachment", PARLOR_PACKET_DOWNLOAD,
                            "attachment", attachment, "offset", "0", NULL);
}

/* Everybody may see it, no message can carry it, and nothing is left of it once
 * it is replaced. */
static void
test_avatar (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   again = NULL;
  g_autoptr (GBytes)           one = parlor_test_media ("alpha.png");
  g_autoptr (GBytes)           other = parlor_test_media ("photo.webp");
  g_autoptr (GBytes)           seen = NULL, seen_again = NULL;
  g_autofree char             *nonce = parlor_nonce_new ();
  g_autofree char             *first = NULL, *second = NULL;

  first = g_strdup (parlor_test_upload (ada, "one.png", one)->attachment);
  second = g_strdup (parlor_test_upload (ada, "other.webp", other)->attachment);
  cannot_download (bob, first);
  set (ada, NULL, first);
  g_assert_cmpstr (see (bob, "ada")->avatar, ==, first);
  seen = parlor_test_download (bob, first);
  g_assert_true (g_bytes_equal (seen, one));
  set (ada, NULL, first);
  g_assert_cmpstr (see (bob, "ada")->avatar, ==, first);
  parlor_test_peer_refused (ada, "not-found", "attachment", PARLOR_PACKET_SEND, "conversation",
                            "lobby", "nonce", nonce, "attachment", first, NULL);

  set (ada, "with another picture", second);
  g_assert_cmpstr (see (bob, "ada")->avatar, ==, second);
  cannot_download (bob, first);
  cannot_download (ada, first);
  while (parlor_test_keeps (server, "IHDR"))
    parlor_test_peer_settle (ada);
  cannot_set_avatar (ada, "not-found", first);

  parlor_test_server_kill (server);
  parlor_test_server_start (server);
  again = parlor_test_enter_again (ada);
  g_assert_cmpstr (see (again, "ada")->avatar, ==, second);
  seen_again = parlor_test_download (again, second);
  g_assert_true (g_bytes_equal (seen_again, other));
  set (again, NULL, "");
  g_assert_cmpstr (see (again, "ada")->avatar, ==, NULL);
  cannot_download (again, second);
  while (parlor_test_keeps (server, "WEBP"))
    parlor_test_peer_settle (again);
}

/* The same picture, which somebody else still has, stays. */
static void
test_avatar_shared (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (GBytes)           picture = parlor_test_media ("alpha.png");
  g_autoptr (GBytes)           seen = NULL;
  g_autofree char             *bobs = NULL;

  set (ada, NULL, parlor_test_upload (ada, "one.png", picture)->attachment);
  bobs = g_strdup (parlor_test_upload (bob, "one.png", picture)->attachment);
  set (bob, NULL, bobs);
  set (ada, NULL, "");
  while (parlor_test_sql_int (server, "SELECT COUNT (*) FROM dropped_attachments") > 0)
    parlor_test_peer_settle (ada);
  seen = parlor_test_download (ada, bobs);
  g_assert_true (g_bytes_equal (seen, picture));
}

static void
test_avatar_refused (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (GBytes)           picture = parlor_test_media ("alpha.png");
  g_autoptr (GBytes)           no_picture = parlor_test_media ("not-an-image.png");
  g_autoptr (GByteArray)       padded = g_byte_array_new ();
  g_autoptr (GBytes)           large = NULL;
  g_autofree guint8           *padding = g_malloc0 (PARLOR_AVATAR_MAX_BYTES);
  const char                  *carried;

  g_byte_array_append (padded, g_bytes_get_data (picture, NULL), g_bytes_get_size (picture));
  g_byte_array_append (padded, padding, PARLOR_AVATAR_MAX_BYTES);
  large = g_byte_array_free_to_bytes (g_steal_pointer (&padded));

  cannot_set_avatar (ada, "not-found", "a0");
  cannot_set_avatar (ada, "not-found", parlor_test_upload (bob, "b.png", picture)->attachment);
  cannot_set_avatar (ada, "bad-value", parlor_test_upload (ada, "n.png", no_picture)->attachment);
  cannot_set_avatar (ada, "too-much", parlor_test_upload (ada, "l.png", large)->attachment);
  carried = parlor_test_upload (ada, "c.png", picture)->attachment;
  parlor_test_share (ada, "lobby", carried);
  cannot_set_avatar (ada, "not-found", carried);
  g_assert_cmpstr (see (bob, "ada")->avatar, ==, NULL);
}

static void
assert_nicks (ParlorTestPeer *peer,
              const char     *name,
              const char     *newest,
              guint           n_nicks)
{
  ParlorPersonPacket *person = look_up (peer, name);

  g_assert_cmpuint (person->nicks->len, ==, n_nicks);
  g_assert_cmpstr (((ParlorNickPacket *) person->nicks->pdata[0])->nick, ==, newest);
  for (guint i = 1; i < n_nicks; i++)
    g_assert_cmpint (((ParlorNickPacket *) person->nicks->pdata[i])->time_ms, <,
                     ((ParlorNickPacket *) person->nicks->pdata[i - 1])->time_ms);
}

/* What one was called stays known for a while; all one's sessions go by the new
 * nick, whether they hear anything or not. */
static void
test_nicks (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (bob);
  ParlorEventPacket           *event;

  assert_nicks (ada, "bob", "bob", 1);
  call (bob, "Bobby");
  assert_nicks (ada, "bob", "Bobby", 2);
  call (bob, "Bobby");
  assert_nicks (ada, "bob", "Bobby", 2);
  parlor_test_say (phone, "lobby", "Hello");
  event = parlor_test_hear_text (ada, "lobby", "Hello");
  g_assert_cmpstr (((ParlorAccountPacket *) event->author)->nick, ==, "Bobby");

  for (guint i = 0; i < 25; i++) {
    g_autofree char *nick = g_strdup_printf ("Bob %u", i);
    gint64           then_ms = g_get_real_time () / 1000;

    /* Two nicks of one moment are one. */
    while (g_get_real_time () / 1000 == then_ms)
      ;
    call (bob, nick);
  }
  assert_nicks (ada, "bob", "Bob 24", 20);
  parlor_test_peer_refused (bob, "bad-value", "nick", PARLOR_PACKET_SET_NICK, "nick", " ", NULL);
}

static void
test_profile (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter_as_owner (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  ParlorPersonPacket          *person = look_up (bob, "@ADA");
  ParlorAccountPacket         *told;

  g_assert_cmpint (((ParlorAccountPacket *) person->account)->account, ==, ada->account);
  g_assert_cmpint (((ParlorAccountPacket *) person->account)->server_role, ==,
                   PARLOR_SERVER_ROLE_OWNER);
  g_assert_cmpint (((ParlorAccountPacket *) person->account)->presence, ==,
                   PARLOR_PRESENCE_ONLINE);
  g_assert_cmpint (person->created_ms, >, G_GINT64_CONSTANT (1700000000000));
  g_assert_false (person->is_blocked);

  /* Who has asked for people is told of another role on the server. */
  parlor_test_peer_ask (ada, PARLOR_PACKET_PEOPLE_PAGE, PARLOR_PACKET_PEOPLE, NULL);
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_SET_SERVER_ROLE, "account", "2",
                        "server_role", "admin", NULL);
  do
    told = expect_status (ada, bob->account, NULL);
  while (told->server_role != PARLOR_SERVER_ROLE_ADMIN);

  parlor_test_peer_refused (bob, "not-found", "name", PARLOR_PACKET_PROFILE, "name", "nobody",
                            NULL);
  parlor_test_peer_refused (bob, "not-found", "name", PARLOR_PACKET_PROFILE, "name", "\n", NULL);
  parlor_test_peer_refused (bob, "not-found", "account", PARLOR_PACKET_PROFILE, "account", "4711",
                            NULL);
  parlor_test_peer_refused (bob, "bad-value", "account", PARLOR_PACKET_PROFILE, NULL);

  /* Of who is no more, the number is left. */
  parlor_test_sql (server, "UPDATE accounts SET is_deleted = 1, status = 'gone' WHERE account = 1");
  person = parlor_test_peer_ask (bob, PARLOR_PACKET_PERSON, PARLOR_PACKET_PROFILE, "account", "1",
                                 NULL);
  g_assert_true (((ParlorAccountPacket *) person->account)->is_deleted);
  g_assert_cmpstr (((ParlorAccountPacket *) person->account)->status, ==, NULL);
  g_assert_cmpint (((ParlorAccountPacket *) person->account)->presence, ==,
                   PARLOR_PRESENCE_UNKNOWN);
  g_assert_cmpuint (person->nicks->len, ==, 0);
  parlor_test_peer_refused (bob, "not-found", "name", PARLOR_PACKET_PROFILE, "name", "ada", NULL);
}

/* The names of those who are found, with spaces between. */
static char *
find (ParlorTestPeer *peer,
      const char     *query,
      const char     *after)
{
  ParlorPeoplePagePacket *page =
    parlor_test_peer_ask (peer, PARLOR_PACKET_PEOPLE_PAGE, PARLOR_PACKET_PEOPLE, "query", query,
                          "after", after, "limit", "2", NULL);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < page->people->len; i++)
    g_string_append_printf (names, i > 0 ? " %s" : "%s",
                            ((ParlorAccountPacket *) page->people->pdata[i])->name);
  if (!page->complete)
    g_string_append (names, " …");

  return g_string_free (names, FALSE);
}

static void
assert_finds (ParlorTestPeer *peer,
              const char     *query,
              const char     *names)
{
  g_autofree char *found = find (peer, query, NULL);

  g_assert_cmpstr (found, ==, names);
}

static void
test_find (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *rest = NULL;

  call (ada, "Ärzte 100%");
  call (bob, "Борис_山田");
  assert_finds (ada, "ärz", "ada");
  assert_finds (ada, "ÄRZ", "ada");
  assert_finds (ada, "бОР", "bob");
  assert_finds (ada, "山", "bob");
  assert_finds (ada, "@AR", "carol");
  assert_finds (ada, " Carol ", "carol");
  assert_finds (ada, "%", "ada");
  assert_finds (ada, "_", "bob");
  assert_finds (ada, "!", "");
  assert_finds (ada, "'", "");
  assert_finds (ada, "a", "ada carol");
  assert_finds (ada, "", "ada bob …");
  rest = find (ada, "o", "2");
  g_assert_cmpstr (rest, ==, "carol");

  parlor_test_sql (server, "UPDATE accounts SET is_deleted = 1 WHERE name = 'carol'");
  assert_finds (ada, "a", "ada");

  /* Those whom an earlier release knew are found as well. */
  parlor_test_server_kill (server);
  parlor_test_sql (server, "UPDATE accounts SET folded = NULL");
  parlor_test_server_start (server);
  parlor_test_peer_free (g_steal_pointer (&ada));
  ada = parlor_test_enter_again (bob);
  assert_finds (ada, "ÄRZ", "ada");
}

static void
block (ParlorTestPeer  *peer,
       ParlorPacketType type,
       gint64           account)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, account);

  parlor_test_peer_ask (peer, PARLOR_PACKET_OK, type, "account", number, NULL);
}

static void
assert_blocks (ParlorTestPeer *peer,
               const char     *after,
               guint           n_blocked,
               gint64          first)
{
  ParlorPeoplePagePacket *page = parlor_test_peer_ask (peer, PARLOR_PACKET_PEOPLE_PAGE,
                                                       PARLOR_PACKET_BLOCKS, "after", after, NULL);

  g_assert_cmpuint (page->people->len, ==, n_blocked);
  g_assert_true (page->complete);
  if (n_blocked > 0)
    g_assert_cmpint (((ParlorAccountPacket *) page->people->pdata[0])->account, ==, first);
}

static void
test_blocks (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autoptr (ParlorTestPeer)   again = NULL;

  assert_blocks (ada, NULL, 0, 0);
  block (ada, PARLOR_PACKET_BLOCK, carol->account);
  block (ada, PARLOR_PACKET_BLOCK, bob->account);
  block (ada, PARLOR_PACKET_BLOCK, bob->account);
  assert_blocks (ada, NULL, 2, bob->account);
  assert_blocks (ada, "2", 1, carol->account);
  assert_blocks (bob, NULL, 0, 0);
  g_assert_true (look_up (ada, "bob")->is_blocked);
  g_assert_false (look_up (bob, "ada")->is_blocked);
  g_assert_false (look_up (carol, "bob")->is_blocked);

  parlor_test_server_kill (server);
  parlor_test_server_start (server);
  again = parlor_test_enter_again (ada);
  assert_blocks (again, NULL, 2, bob->account);
  block (again, PARLOR_PACKET_UNBLOCK, bob->account);
  block (again, PARLOR_PACKET_UNBLOCK, bob->account);
  assert_blocks (again, NULL, 1, carol->account);
  g_assert_false (look_up (again, "bob")->is_blocked);

  parlor_test_peer_refused (again, "bad-value", "account", PARLOR_PACKET_BLOCK, "account", "1",
                            NULL);
  parlor_test_peer_refused (again, "not-found", "account", PARLOR_PACKET_BLOCK, "account", "4711",
                            NULL);
  parlor_test_sql (server, "UPDATE accounts SET is_deleted = 1 WHERE name = 'bob'");
  parlor_test_peer_refused (again, "not-found", "account", PARLOR_PACKET_BLOCK, "account", "2",
                            NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/profiles/status", test_status);
  g_test_add_func ("/profiles/avatar", test_avatar);
  g_test_add_func ("/profiles/avatar/shared", test_avatar_shared);
  g_test_add_func ("/profiles/avatar/refused", test_avatar_refused);
  g_test_add_func ("/profiles/nicks", test_nicks);
  g_test_add_func ("/profiles/profile", test_profile);
  g_test_add_func ("/profiles/find", test_find);
  g_test_add_func ("/profiles/blocks", test_blocks);

  return g_test_run ();
}
