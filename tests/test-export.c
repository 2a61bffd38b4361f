/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All that the server keeps of somebody, for that person. */

#include "parlor-test-changes.h"
#include "parlor-test-files.h"
#include "parlor-test-people.h"

#define N_MESSAGES 700

/* What came on all pages. */
typedef struct
{
  GPtrArray *events; /* (transfer none): the peer's */
  GPtrArray *blocked;
  GPtrArray *conversations;
  GPtrArray *nicks;
  GPtrArray *devices;
  gint64     account;
  gint64     created_ms;
  guint      n_pages;
} Exported;

static void
exported_clear (Exported *exported)
{
  g_ptr_array_unref (exported->events);
  g_ptr_array_unref (exported->blocked);
  g_ptr_array_unref (exported->conversations);
  g_ptr_array_unref (exported->nicks);
  g_ptr_array_unref (exported->devices);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Exported, exported_clear)

static void
add_all (GPtrArray *all,
         GPtrArray *some)
{
  if (some != NULL)
    g_ptr_array_extend (all, some, NULL, NULL);
}

static Exported
export_all (ParlorTestPeer *peer)
{
  Exported         exported = { .events = g_ptr_array_new (),
                                .blocked = g_ptr_array_new (),
                                .conversations = g_ptr_array_new (),
                                .nicks = g_ptr_array_new (),
                                .devices = g_ptr_array_new () };
  g_autofree char *after = NULL;

  do {
    ParlorExportPagePacket *page = parlor_test_peer_ask (peer, PARLOR_PACKET_EXPORT_PAGE,
                                                         PARLOR_PACKET_EXPORT, "after", after,
                                                         NULL);

    g_assert_cmpint (page->account != NULL, ==, after == NULL);
    if (page->account != NULL) {
      exported.account = ((ParlorAccountPacket *) page->account)->account;
      exported.created_ms = page->created_ms;
    }
    add_all (exported.events, page->events);
    add_all (exported.blocked, page->blocked);
    add_all (exported.conversations, page->conversations);
    add_all (exported.nicks, page->nicks);
    add_all (exported.devices, page->devices);
    g_free (after);
    after = g_strdup (page->next);
    g_assert_cmpuint (exported.n_pages++, <, 1000);
  } while (after != NULL);

  return exported;
}

static void
test_all (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char             *left = parlor_test_create (bob, "group", "left", "password");
  g_autoptr (GBytes)           picture = parlor_test_media ("alpha.png");
  g_autoptr (GBytes)           copy = NULL;
  g_autofree char             *attachment = NULL;
  g_autofree char             *texts = NULL;
  g_auto (Exported)            exported = { 0 };

  parlor_test_join (bob, tea, NULL);
  parlor_test_join (ada, left, "password");
  parlor_test_say (ada, tea, "In-tea");
  parlor_test_say (bob, tea, "Not-hers");
  parlor_test_say (ada, left, "In-left");
  attachment = g_strdup (parlor_test_upload (ada, "alpha.png", picture)->attachment);
  parlor_test_share (ada, left, attachment);
  parlor_test_leave (ada, left);
  parlor_test_say (ada, "p1-2", "To-Bob");
  parlor_test_say (bob, "p1-2", "To-Ada");
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_SET_NICK, "nick", "Ada L.", NULL);
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_BLOCK, "account", "2", NULL);

  exported = export_all (ada);
  g_assert_cmpint (exported.account, ==, ada->account);
  g_assert_cmpint (exported.created_ms, >, G_GINT64_CONSTANT (1700000000000));
  g_assert_cmpuint (exported.nicks->len, ==, 2);
  g_assert_cmpstr (((ParlorNickPacket *) exported.nicks->pdata[0])->nick, ==, "Ada L.");
  g_assert_cmpuint (exported.devices->len, ==, 1);
  g_assert_cmpuint (exported.blocked->len, ==, 1);
  g_assert_cmpstr (((ParlorAccountPacket *) exported.blocked->pdata[0])->name, ==, "bob");
  g_assert_cmpuint (exported.conversations->len, ==, 3); /* lobby, tea, Bob */
  for (guint i = 0; i < exported.conversations->len; i++)
    g_assert_null (((ParlorConversationPacket *) exported.conversations->pdata[i])->last);

  /* Her own, and nobody else's. */
  for (guint i = 0; i < exported.events->len; i++) {
    ParlorEventPacket *event = exported.events->pdata[i];

    g_assert_cmpint (((ParlorAccountPacket *) event->author)->account, ==, ada->account);
  }
  texts = parlor_test_texts (exported.events);
  g_assert_nonnull (strstr (texts, "In-tea"));
  g_assert_nonnull (strstr (texts, "In-left"));
  g_assert_nonnull (strstr (texts, "To-Bob"));

  /* What she has uploaded she can fetch, though she has left; Bob still can. */
  copy = parlor_test_download (ada, attachment);
  g_assert_true (g_bytes_equal (copy, picture));
  parlor_test_peer_refused (ada, "not-found", "conversation", PARLOR_PACKET_HISTORY,
                            "conversation", left, NULL);
}

/* Page after page, none too large, nothing twice and nothing left out. */
static void
test_pages (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *large = g_strnfill (PARLOR_TEXT_MAX_BYTES, '"');
  g_auto (Exported)            exported = { 0 };
  g_autoptr (GHashTable)       seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint                        n_messages = 0;

  for (guint i = 0; i < N_MESSAGES; i++)
    parlor_test_say (i % 3 != 0 ? ada : bob, "lobby", i % 50 == 1 ? large : "Small");
  for (guint i = 0; i < 60; i++) {
    g_autofree char *name = g_strdup_printf ("channel %u", i);

    g_free (parlor_test_create (ada, "channel", name, NULL));
  }

  exported = export_all (ada);
  g_assert_cmpuint (exported.n_pages, >, 4);
  g_assert_cmpuint (exported.conversations->len, ==, 61);
  for (guint i = 0; i < exported.events->len; i++) {
    ParlorEventPacket *event = exported.events->pdata[i];

    n_messages += event->kind == PARLOR_EVENT_MESSAGE;
    g_assert_true (g_hash_table_add (seen, g_strdup_printf ("%s %" G_GINT64_FORMAT,
                                                            event->conversation, event->seq)));
  }
  g_assert_cmpuint (n_messages, ==, N_MESSAGES - (N_MESSAGES + 2) / 3);
}

/* Where a page ends says nothing of others' chats: not that there are any, and not
 * how much is said in them. */
static void
test_others (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *after = g_strdup ("e");
  g_autoptr (GString)          texts = g_string_new (NULL);
  guint                        n_pages = 0;

  parlor_test_say (bob, "p2-3", "Between us");
  parlor_test_sql (
    server, "INSERT INTO events (conversation, seq, kind, author, time_ms, messages, text) "
            "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 6000) "
            "SELECT 'p2-3', i, 1, 2, i, i, 'More' FROM n;"
            "UPDATE conversations SET head = 6000, messages = 6000 "
            "WHERE conversation = 'p2-3'");
  parlor_test_say (ada, "lobby", "Hers");

  while (after != NULL) {
    ParlorExportPagePacket *page = parlor_test_peer_ask (ada, PARLOR_PACKET_EXPORT_PAGE,
                                                         PARLOR_PACKET_EXPORT, "after", after,
                                                         NULL);
    g_autofree char        *some = parlor_test_texts (page->events);

    g_string_append (texts, some);
    g_free (after);
    after = g_strdup (page->next);
    n_pages++;
    g_assert_true (after == NULL || strchr (after, 'p') == NULL);
  }
  g_assert_cmpuint (n_pages, >, 1);
  g_assert_nonnull (strstr (texts->str, "Hers"));
  g_assert_null (strstr (texts->str, "More"));
}

static void
test_refused (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   stranger = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  parlor_test_peer_refused (stranger, "not-now", "type", PARLOR_PACKET_EXPORT, NULL);
  parlor_test_peer_refused (ada, "bad-value", "after", PARLOR_PACKET_EXPORT, "after", "x1", NULL);
  parlor_test_peer_ask (ada, PARLOR_PACKET_EXPORT_PAGE, PARLOR_PACKET_EXPORT,
                        "after", "enowhere:-5", NULL);
  parlor_test_peer_ask (ada, PARLOR_PACKET_EXPORT_PAGE, PARLOR_PACKET_EXPORT,
                        "after", "e9223372036854775807", NULL);
  parlor_test_peer_ask (ada, PARLOR_PACKET_EXPORT_PAGE, PARLOR_PACKET_EXPORT, "after", "b x", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/export/all", test_all);
  g_test_add_func ("/export/pages", test_pages);
  g_test_add_func ("/export/others", test_others);
  g_test_add_func ("/export/refused", test_refused);

  return g_test_run ();
}
