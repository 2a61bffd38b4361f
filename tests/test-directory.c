/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people find in the directory of channels and groups. */

#include "parlor-test-rooms.h"

static ParlorDirectoryPagePacket *
browse (ParlorTestPeer *peer,
        const char     *query,
        const char     *after,
        const char     *limit)
{
  return parlor_test_peer_ask (peer, PARLOR_PACKET_DIRECTORY_PAGE, PARLOR_PACKET_DIRECTORY,
                               "query", query, "after", after, "limit", limit, NULL);
}

static ParlorConversationPacket *
create (ParlorTestPeer *peer,
        const char     *name,
        const char     *topic,
        const char     *description)
{
  return parlor_test_peer_ask (peer, PARLOR_PACKET_CONVERSATION, PARLOR_PACKET_CREATE, "kind",
                               "channel", "name", name, "topic", topic, "description",
                               description, NULL);
}

/* Parts of names and topics, in any script and whatever case. */
static void
test_search (void)
{
  static const struct
  {
    const char *query, *name; /* NULL: nothing is found */
  } cases[] = {
    { "an", "Banana" },
    { "BAN", "Banana" },
    { "лаЗАН", "Кухня" }, /* in the topic */
    { "КУХ", "Кухня" },
    { "ΣΊΣΥΦ", "ΟΔΌΣ" },
    { "οδός", "ΟΔΌΣ" },
    { "猫", "犬と猫" },
    { "straße", "STRASSE" },
    { "100%", "100% sure" },
    { "%", "100% sure" },
    { "a_b", "a_b" },
    { "_", "a_b" },
    { "axb", NULL },
    { "\\", NULL },
    { "'", NULL },
    { "hidden", NULL },
    { "banana split", NULL },
    { "For dogs", NULL }, /* a description is not searched */
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");

  create (ada, "Banana", NULL, NULL);
  create (ada, "Кухня", "Вчерашняя Лазанья", NULL);
  create (ada, "ΟΔΌΣ", "ο Σίσυφος", NULL);
  create (ada, "犬と猫", NULL, "For dogs, too");
  create (ada, "STRASSE", NULL, NULL);
  create (ada, "100% sure", NULL, NULL);
  create (ada, "a_b", NULL, NULL);
  parlor_test_peer_ask (ada, PARLOR_PACKET_CONVERSATION, PARLOR_PACKET_CREATE, "kind", "group",
                        "name", "Hidden", "unlisted", "true", NULL);
  parlor_test_peer_ask (ada, PARLOR_PACKET_CONVERSATION, PARLOR_PACKET_CREATE, "kind", "group",
                        "name", "Hidden too", "is_private", "true", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GPtrArray *found = browse (bob, cases[i].query, NULL, NULL)->conversations;

    g_test_message ("%s", cases[i].query);
    g_assert_cmpuint (found->len, ==, cases[i].name != NULL);
    if (found->len > 0)
      g_assert_cmpstr (((ParlorListingPacket *) found->pdata[0])->name, ==, cases[i].name);
  }
  g_assert_cmpstr (parlor_test_find (bob, "犬と猫")->description, ==, "For dogs, too");
}

/* What changes shows at once. */
static void
test_present (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *group = parlor_test_create (ada, "group", "Friends", NULL);
  ParlorListingPacket         *listing = parlor_test_find (bob, "Friends");

  g_assert_cmpint (listing->kind, ==, PARLOR_CONVERSATION_GROUP);
  g_assert_cmpint (listing->members, ==, 1);
  g_assert_false (listing->has_password);
  g_assert_false (listing->joined);

  parlor_test_join (bob, group, NULL);
  parlor_test_set (ada, group, "password", "secret");
  parlor_test_set (ada, group, "topic", "Чай");
  parlor_test_set (ada, group, "description", "Leaves");
  parlor_test_set (ada, group, "name", "Tea");
  listing = browse (bob, "ЧАЙ", NULL, NULL)->conversations->pdata[0];
  g_assert_cmpstr (listing->name, ==, "Tea");
  g_assert_cmpstr (listing->description, ==, "Leaves");
  g_assert_cmpint (listing->members, ==, 2);
  g_assert_true (listing->has_password);
  g_assert_true (listing->joined);
  g_assert_false (parlor_test_find (ada, "lobby")->has_password);

  parlor_test_do (ada, PARLOR_PACKET_KICK, group, bob->account);
  listing = parlor_test_find (bob, "Tea");
  g_assert_cmpint (listing->members, ==, 1);
  g_assert_false (listing->joined);

  parlor_test_set (ada, group, "topic", "");
  g_assert_cmpuint (browse (bob, "чай", NULL, NULL)->conversations->len, ==, 0);
  parlor_test_set (ada, group, "archived", "on");
  g_assert_null (parlor_test_find (bob, "Tea"));
  g_assert_null (parlor_test_find (ada, "Tea"));
}

/* By name, each once, also where a page takes more than a frame. */
static void
test_pages (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autofree char             *long_text = g_strnfill (1024, '"');
  g_autofree char             *after = NULL;
  ParlorDirectoryPagePacket   *page;
  guint                        n_seen = 0;
  guint                        n_pages = 0;

  for (guint i = 0; i < 60; i++) {
    g_autofree char *name = g_strdup_printf ("%s %02u", i % 2 == 0 ? "room" : "ROOM", i);

    create (ada, name, long_text, long_text);
  }

  do {
    page = browse (ada, "room", after, "200");
    n_pages++;
    for (guint i = 0; i < page->conversations->len; i++, n_seen++) {
      ParlorListingPacket *listing = page->conversations->pdata[i];
      g_autofree char     *name = g_strdup_printf ("%s %02u", n_seen % 2 == 0 ? "room" : "ROOM",
                                                   n_seen);

      g_assert_cmpstr (listing->name, ==, name);
      g_assert_cmpstr (listing->topic, ==, long_text);
      g_free (after);
      after = g_strdup (listing->name);
    }
  } while (!page->complete);
  g_assert_cmpuint (n_seen, ==, 60);
  g_assert_cmpuint (n_pages, >, 1);

  page = browse (ada, NULL, "room 58", "1");
  g_assert_cmpuint (page->conversations->len, ==, 1);
  g_assert_true (page->complete);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/directory/search", test_search);
  g_test_add_func ("/directory/present", test_present);
  g_test_add_func ("/directory/pages", test_pages);

  return g_test_run ();
}
