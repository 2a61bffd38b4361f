/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-names.h"
#include "parlor-test-rooms.h"

/* Waits for the next event of @conversation, which has to be @kind by @who. */
static void
expect_event (ParlorTestPeer *peer,
              const char     *conversation,
              ParlorEventKind kind,
              ParlorTestPeer *who)
{
  ParlorEventPacket *event = parlor_test_hear (peer, conversation);

  g_assert_cmpint (event->kind, ==, kind);
  g_assert_cmpint (((ParlorAccountPacket *) event->author)->account, ==, who->account);
}

static ParlorDirectoryPagePacket *
browse (ParlorTestPeer *peer,
        const char     *query,
        const char     *after,
        const char     *limit)
{
  return parlor_test_peer_ask (peer, PARLOR_PACKET_DIRECTORY_PAGE, PARLOR_PACKET_DIRECTORY,
                               "query", query, "after", after, "limit", limit, NULL);
}

static ParlorListingPacket *
find_listing (ParlorTestPeer *peer,
              const char     *name)
{
  ParlorDirectoryPagePacket *page = browse (peer, NULL, NULL, NULL);

  for (guint i = 0; i < page->conversations->len; i++) {
    ParlorListingPacket *listing = page->conversations->pdata[i];

    if (g_str_equal (listing->name, name))
      return listing;
  }

  return NULL;
}

/* Somebody who is not in @conversation can do nothing there, and is told
 * nothing of it. */
static void
assert_outside (ParlorTestPeer *peer,
                const char     *conversation)
{
  g_autofree char *nonce = parlor_nonce_new ();

  parlor_test_peer_refused (peer, "not-found", "conversation", PARLOR_PACKET_SEND, "conversation",
                            conversation, "nonce", nonce, "text", "Hello", NULL);
  parlor_test_peer_refused (peer, "not-found", "conversation", PARLOR_PACKET_HISTORY,
                            "conversation", conversation, NULL);
  parlor_test_peer_refused (peer, "not-found", "conversation", PARLOR_PACKET_MEMBERS,
                            "conversation", conversation, NULL);
  parlor_test_peer_refused (peer, "not-found", "conversation", PARLOR_PACKET_LEAVE,
                            "conversation", conversation, NULL);
}

static void
test_lobby (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   bob = NULL;
  ParlorConversationPacket    *lobby;

  parlor_test_register (ada, "ada", NULL);
  parlor_test_resume (ada);
  lobby = parlor_test_peer_expect (ada, PARLOR_PACKET_CONVERSATION);
  g_assert_cmpstr (lobby->name, ==, "lobby");

  bob = parlor_test_enter (server, "bob");
  expect_event (ada, lobby->conversation, PARLOR_EVENT_JOIN, bob);
  parlor_test_say (bob, lobby->conversation, "Hello, everybody");
  parlor_test_hear_text (ada, lobby->conversation, "Hello, everybody");
}

static void
test_create (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (ada);
  ParlorConversationPacket    *tea;
  ParlorConversationPacket    *told;
  ParlorConversationPacket    *group;

  parlor_test_resume (phone);
  parlor_test_peer_forget (phone);
  tea = parlor_test_peer_ask (ada, PARLOR_PACKET_CONVERSATION, PARLOR_PACKET_CREATE,
                              "kind", "channel", "name", "  Tea   & Talk 🍵 ",
                              "topic", "Leaves, not bags", NULL);
  g_assert_cmpint (tea->kind, ==, PARLOR_CONVERSATION_CHANNEL);
  g_assert_cmpstr (tea->name, ==, "Tea & Talk 🍵");
  g_assert_cmpstr (tea->topic, ==, "Leaves, not bags");
  g_assert_cmpint (tea->role, ==, PARLOR_ROLE_OWNER);
  g_assert_cmpint (tea->members, ==, 1);
  g_assert_cmpint (tea->head, ==, 1);
  g_assert_false (tea->has_password);
  g_assert_false (tea->unlisted);
  g_assert_null (tea->with);
  g_assert_null (tea->last);
  expect_event (ada, tea->conversation, PARLOR_EVENT_CREATE, ada);
  g_assert_null (parlor_test_peer_take (ada, PARLOR_PACKET_CONVERSATION)); /* once is enough */

  /* The other device hears of it first, then of what happens in it. */
  told = parlor_test_peer_expect (phone, PARLOR_PACKET_CONVERSATION);
  g_assert_cmpstr (told->conversation, ==, tea->conversation);
  expect_event (phone, tea->conversation, PARLOR_EVENT_CREATE, ada);
  g_assert_null (parlor_test_peer_take (phone, PARLOR_PACKET_CONVERSATION));

  group = parlor_test_peer_ask (ada, PARLOR_PACKET_CONVERSATION, PARLOR_PACKET_CREATE,
                                "kind", "group", "name", "Friends", "password", "secret",
                                "unlisted", "true", NULL);
  g_assert_cmpint (group->kind, ==, PARLOR_CONVERSATION_GROUP);
  g_assert_true (group->has_password);
  g_assert_true (group->unlisted);
}

static void
test_create_refused (void)
{
  static const struct
  {
    const char *kind, *name, *password, *topic;
    const char *code, *field;
  } cases[] = {
    { "personal", "x", NULL, NULL, "bad-value", "kind" },
    { "channel", "", NULL, NULL, "bad-value", "name" },
    { "channel", "   ", NULL, NULL, "bad-value", "name" },
    { "channel", "a\nb", NULL, NULL, "bad-value", "name" },
    { "group", "a\x01", NULL, NULL, "bad-value", "name" },
    { "group", "a\xe2\x80\xae", NULL, NULL, "bad-value", "name" },
    { "group", "\xe3\x85\xa4", NULL, NULL, "bad-value", "name" },
    { "channel", "x", "secret", NULL, "bad-value", "password" },
    { "channel", "x", NULL, "a\x1b[31m", "bad-value", "topic" },
    { "channel", "Tea", NULL, NULL, "exists", "name" },
    { "group", "TEA", NULL, NULL, "exists", "name" },
    { "group", "ｔｅａ", NULL, NULL, "exists", "name" }, /* fullwidth */
    { "group", "te\xe2\x80\x8d"
               "a",
      NULL, NULL, "exists", "name" }, /* with a joiner */
    { "channel", "Lobby", NULL, NULL, "exists", "name" },
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    parlor_test_peer_refused (ada, cases[i].code, cases[i].field, PARLOR_PACKET_CREATE,
                              "kind", cases[i].kind, "name", cases[i].name,
                              "password", cases[i].password, "topic", cases[i].topic, NULL);
  g_assert_null (find_listing (ada, "x"));
}

/* Two make a channel of the same name at the same time. */
static void
test_create_at_once (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  ParlorCreatePacket           packet = { .kind = PARLOR_CONVERSATION_CHANNEL,
                                          .name = (char *) "Tea" };
  guint                        n_refused = 0;
  gint64                       tags[2];

  tags[0] = parlor_test_peer_request (ada, PARLOR_PACKET_CREATE, &packet);
  tags[1] = parlor_test_peer_request (bob, PARLOR_PACKET_CREATE, &packet);
  parlor_test_peer_settle (ada);
  parlor_test_peer_settle (bob);

  for (guint i = 0; i < 2; i++) {
    ParlorTestPeer    *peer = i == 0 ? ada : bob;
    ParlorErrorPacket *error = parlor_test_peer_take (peer, PARLOR_PACKET_ERROR);

    if (error == NULL)
      continue;
    g_assert_cmpint (error->tag, ==, tags[i]);
    g_assert_cmpstr (error->code, ==, "exists");
    n_refused++;
  }
  g_assert_cmpuint (n_refused, ==, 1);
}

static void
test_join_and_leave (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  ParlorConversationPacket    *joined;

  joined = parlor_test_peer_ask (bob, PARLOR_PACKET_CONVERSATION, PARLOR_PACKET_JOIN,
                                 "conversation", tea, NULL);
  g_assert_cmpstr (joined->conversation, ==, tea);
  g_assert_cmpint (joined->role, ==, PARLOR_ROLE_MEMBER);
  g_assert_cmpint (joined->members, ==, 2);
  g_assert_cmpint (joined->head, ==, 2);
  expect_event (ada, tea, PARLOR_EVENT_JOIN, bob);
  expect_event (bob, tea, PARLOR_EVENT_JOIN, bob);

  /* Who is in stays in, and nobody hears of it twice. */
  joined = parlor_test_peer_ask (bob, PARLOR_PACKET_CONVERSATION, PARLOR_PACKET_JOIN,
                                 "conversation", tea, NULL);
  g_assert_cmpint (joined->members, ==, 2);
  parlor_test_hear_nothing (ada, tea);

  joined = parlor_test_peer_ask (carol, PARLOR_PACKET_CONVERSATION, PARLOR_PACKET_JOIN,
                                 "conversation", " tEA ", NULL);
  g_assert_cmpstr (joined->conversation, ==, tea);
  expect_event (ada, tea, PARLOR_EVENT_JOIN, carol);

  parlor_test_leave (bob, tea);
  expect_event (ada, tea, PARLOR_EVENT_LEAVE, bob);
  g_assert_cmpint (find_listing (ada, "Tea")->members, ==, 2);
  parlor_test_peer_refused (bob, "not-found", "conversation", PARLOR_PACKET_LEAVE,
                            "conversation", tea, NULL);

  /* Who comes back sees what was said meanwhile. */
  parlor_test_say (ada, tea, "meanwhile");
  parlor_test_join (bob, tea, NULL);
  g_assert_cmpuint (parlor_test_history (bob, tea, 0, 0, 0)->events->len, ==, 6);
}

/* Where the answer has to wait for another one, the conversation is told all the
 * same before what happens in it. */
static void
test_join_in_a_row (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("password-hash-memory-kib = 4096");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *friends = parlor_test_create (ada, "group", "Friends", "secret");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  ParlorJoinPacket             slow = { .conversation = friends, .password = (char *) "secret" };
  ParlorJoinPacket             quick = { .conversation = tea };
  gboolean                     is_told = FALSE;
  gboolean                     is_answered = FALSE;

  parlor_test_request_both (bob, PARLOR_PACKET_JOIN, &slow, PARLOR_PACKET_JOIN, &quick);
  while (!is_answered) {
    ParlorPacketType          type;
    gpointer                  packet = parlor_test_peer_next (bob, &type);
    ParlorConversationPacket *conversation = packet;

    if (type == PARLOR_PACKET_EVENT &&
        g_str_equal (((ParlorEventPacket *) packet)->conversation, tea))
      g_assert_true (is_told);
    if (type == PARLOR_PACKET_CONVERSATION && g_str_equal (conversation->conversation, tea)) {
      is_told = TRUE;
      is_answered = conversation->tag == quick.tag;
    }
  }
  parlor_test_say (bob, tea, "Here");
}

static void
test_join_refused (void)
{
  static const char           *names[] = { "no-such", "", "   ", "a\nb", "p1-2", "p1-1",
                                           "c0000000000000000" };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *chat = parlor_personal_id (ada->account, bob->account);

  parlor_test_say (ada, chat, "between us");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    parlor_test_peer_refused (carol, "not-found", "conversation", PARLOR_PACKET_JOIN,
                              "conversation", names[i], NULL);
  parlor_test_peer_refused (carol, "not-found", "conversation", PARLOR_PACKET_JOIN,
                            "conversation", chat, NULL);
}

static void
test_group_password (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *friends = parlor_test_create (ada, "group", "Friends", "secret 🔑");
  ParlorListingPacket         *listing = find_listing (bob, "Friends");

  g_assert_true (listing->has_password);
  g_assert_false (listing->joined);
  g_assert_cmpint (listing->kind, ==, PARLOR_CONVERSATION_GROUP);

  parlor_test_peer_refused (bob, "wrong-password", "password", PARLOR_PACKET_JOIN,
                            "conversation", "Friends", NULL);
  parlor_test_peer_refused (bob, "wrong-password", "password", PARLOR_PACKET_JOIN,
                            "conversation", "Friends", "password", "", NULL);
  parlor_test_peer_refused (bob, "wrong-password", "password", PARLOR_PACKET_JOIN,
                            "conversation", friends, "password", "Secret 🔑", NULL);
  assert_outside (bob, friends);
  parlor_test_hear_nothing (ada, friends);

  parlor_test_join (bob, "friends", "secret 🔑");
  expect_event (ada, friends, PARLOR_EVENT_JOIN, bob);

  /* Who has left has to know it again. */
  parlor_test_leave (bob, friends);
  parlor_test_peer_refused (bob, "wrong-password", "password", PARLOR_PACKET_JOIN,
                            "conversation", friends, NULL);
}

static void
test_open_group (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *open = parlor_test_create (ada, "group", "Open", NULL);

  parlor_test_join (bob, "open", NULL);
  expect_event (ada, open, PARLOR_EVENT_JOIN, bob);
  g_assert_false (find_listing (bob, "Open")->has_password);
}

static void
test_unlisted (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");

  parlor_test_peer_ask (ada, PARLOR_PACKET_CONVERSATION, PARLOR_PACKET_CREATE, "kind", "group",
                        "name", "Hidden", "unlisted", "true", NULL);
  g_assert_null (find_listing (bob, "Hidden"));
  g_assert_cmpuint (browse (bob, "hidden", NULL, NULL)->conversations->len, ==, 0);
  parlor_test_join (bob, "hidden", NULL);
}

/* What one may see and do is decided anew each time: before one joins, while
 * one is in, after one has left. */
static void
test_rights (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (bob);
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);

  parlor_test_resume (phone);
  parlor_test_say (ada, tea, "before");
  assert_outside (bob, tea);
  assert_outside (bob, "no-such");
  parlor_test_hear_nothing (bob, tea);

  parlor_test_join (bob, tea, NULL);
  parlor_test_say (bob, tea, "within");
  parlor_test_hear_text (phone, tea, "within");
  g_assert_cmpuint (parlor_test_history (phone, tea, 0, 0, 0)->events->len, ==, 4);

  parlor_test_leave (phone, tea);
  parlor_test_peer_forget (bob);
  parlor_test_peer_forget (phone);
  parlor_test_say (ada, tea, "after");
  assert_outside (bob, tea);
  assert_outside (phone, tea);
  parlor_test_hear_nothing (bob, tea);
  parlor_test_hear_nothing (phone, tea);
}

static void
test_members (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  ParlorTestPeer              *carol = parlor_test_enter (server, "carol");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  g_autofree char             *first = g_strdup_printf ("%" G_GINT64_FORMAT, ada->account);
  gint64                       carols_account = carol->account;
  ParlorMembersPagePacket     *page;
  ParlorAccountPacket         *member;

  parlor_test_join (bob, tea, NULL);
  parlor_test_join (carol, tea, NULL);

  page = parlor_test_peer_ask (bob, PARLOR_PACKET_MEMBERS_PAGE, PARLOR_PACKET_MEMBERS,
                               "conversation", tea, "limit", "1", NULL);
  g_assert_cmpstr (page->conversation, ==, tea);
  g_assert_cmpuint (page->members->len, ==, 1);
  g_assert_false (page->complete);
  member = page->members->pdata[0];
  g_assert_cmpint (member->account, ==, ada->account);
  g_assert_cmpint (member->role, ==, PARLOR_ROLE_OWNER);
  g_assert_cmpint (member->presence, ==, PARLOR_PRESENCE_ONLINE);

  page = parlor_test_peer_ask (bob, PARLOR_PACKET_MEMBERS_PAGE, PARLOR_PACKET_MEMBERS,
                               "conversation", tea, "after", first, NULL);
  g_assert_cmpuint (page->members->len, ==, 2);
  g_assert_true (page->complete);
  member = page->members->pdata[1];
  g_assert_cmpint (member->account, ==, carols_account);
  g_assert_cmpint (member->role, ==, PARLOR_ROLE_MEMBER);

  /* Who is away is a member still. */
  parlor_test_peer_free (carol);
  do {
    page = parlor_test_peer_ask (bob, PARLOR_PACKET_MEMBERS_PAGE, PARLOR_PACKET_MEMBERS,
                                 "conversation", tea, NULL);
    g_assert_cmpuint (page->members->len, ==, 3);
    member = page->members->pdata[2];
  } while (member->presence == PARLOR_PRESENCE_ONLINE);
  g_assert_cmpint (member->presence, ==, PARLOR_PRESENCE_OFFLINE);
}

/* The first message makes it; both know it by the same id, and nobody else
 * gets in. */
static void
test_personal (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *chat = parlor_personal_id (ada->account, bob->account);
  ParlorConversationPacket    *of_ada;
  ParlorConversationPacket    *of_bob;

  parlor_test_peer_refused (bob, "not-found", "conversation", PARLOR_PACKET_HISTORY,
                            "conversation", chat, NULL);

  g_assert_cmpint (parlor_test_say (ada, chat, "Hello, Bob"), ==, 1);
  of_ada = parlor_test_peer_expect (ada, PARLOR_PACKET_CONVERSATION);
  of_bob = parlor_test_peer_expect (bob, PARLOR_PACKET_CONVERSATION);
  g_assert_cmpstr (of_ada->conversation, ==, chat);
  g_assert_cmpstr (of_bob->conversation, ==, chat);
  g_assert_cmpint (of_bob->kind, ==, PARLOR_CONVERSATION_PERSONAL);
  g_assert_cmpint (of_bob->members, ==, 2);
  g_assert_null (of_bob->name);
  g_assert_cmpint (((ParlorAccountPacket *) of_ada->with)->account, ==, bob->account);
  g_assert_cmpstr (((ParlorAccountPacket *) of_bob->with)->name, ==, "ada");
  parlor_test_hear_text (ada, chat, "Hello, Bob");
  parlor_test_hear_text (bob, chat, "Hello, Bob");

  parlor_test_say (bob, chat, "Hello, Ada");
  parlor_test_hear_text (ada, chat, "Hello, Ada");
  g_assert_null (parlor_test_peer_take (ada, PARLOR_PACKET_CONVERSATION));

  assert_outside (carol, chat);
  parlor_test_hear_nothing (carol, chat);
  g_assert_null (parlor_test_peer_take (carol, PARLOR_PACKET_CONVERSATION));
  parlor_test_peer_refused (bob, "not-allowed", "conversation", PARLOR_PACKET_LEAVE,
                            "conversation", chat, NULL);
  g_assert_cmpuint (browse (carol, "p", NULL, NULL)->conversations->len, ==, 0);
}

static void
test_personal_refused (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *with_nobody = parlor_personal_id (ada->account, 4711);
  g_autofree char             *with_self = parlor_personal_id (ada->account, ada->account);
  g_autofree char             *of_others = parlor_personal_id (bob->account, 4711);
  const char                  *chats[] = { with_nobody, with_self, of_others,
                                           "p2-1", "p01-2", "p1-2 " };
  g_autofree char             *nonce = parlor_nonce_new ();

  for (guint i = 0; i < G_N_ELEMENTS (chats); i++)
    parlor_test_peer_refused (ada, "not-found", "conversation", PARLOR_PACKET_SEND, "conversation",
                              chats[i], "nonce", nonce, "text", "Hello", NULL);
}

/* Both begin at the same time. */
static void
test_personal_at_once (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *chat = parlor_personal_id (ada->account, bob->account);
  g_autofree char             *nonce = parlor_nonce_new ();
  ParlorSendPacket             send = {
                .conversation = chat,
                .nonce = nonce,
                .text = (char *) "Hello",
  };

  parlor_test_peer_request (ada, PARLOR_PACKET_SEND, &send);
  parlor_test_peer_request (bob, PARLOR_PACKET_SEND, &send);
  parlor_test_peer_expect (ada, PARLOR_PACKET_SENT);
  parlor_test_peer_expect (bob, PARLOR_PACKET_SENT);
  for (guint i = 0; i < 2; i++) {
    parlor_test_hear_text (ada, chat, "Hello");
    parlor_test_hear_text (bob, chat, "Hello");
  }
  parlor_test_hear_nothing (ada, chat);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/conversations/lobby", test_lobby);
  g_test_add_func ("/conversations/create", test_create);
  g_test_add_func ("/conversations/create/refused", test_create_refused);
  g_test_add_func ("/conversations/create/at-once", test_create_at_once);
  g_test_add_func ("/conversations/join-and-leave", test_join_and_leave);
  g_test_add_func ("/conversations/join/in-a-row", test_join_in_a_row);
  g_test_add_func ("/conversations/join/refused", test_join_refused);
  g_test_add_func ("/conversations/group-password", test_group_password);
  g_test_add_func ("/conversations/open-group", test_open_group);
  g_test_add_func ("/conversations/unlisted", test_unlisted);
  g_test_add_func ("/conversations/rights", test_rights);
  g_test_add_func ("/conversations/members", test_members);
  g_test_add_func ("/conversations/personal", test_personal);
  g_test_add_func ("/conversations/personal/refused", test_personal_refused);
  g_test_add_func ("/conversations/personal/at-once", test_personal_at_once);

  return g_test_run ();
}
