/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person is told of who does not look, and what not. */

#include "parlor-notifications.h"
#include "parlor-test-client.h"
#include "parlor-test-proxy.h"

#define PASSWORD "correct horse"

/* Ann writes, Bob is told; he has another device, too. */
typedef struct
{
  ParlorTestServer    *server;
  ParlorTestProxy     *proxy; /* between the server and Bob */
  ParlorTestClient    *ann;
  ParlorTestClient    *bob;
  ParlorTestClient    *laptop;
  ParlorNotifications *notifications;
  ParlorConversation  *on_screen;
  GHashTable          *shown; /* ParlorConversation → its ParlorNotice */
  guint                n_shown;
  guint                n_withdrawn;
} Fixture;

static ParlorConversation *
get_on_screen (gpointer user_data)
{
  return ((Fixture *) user_data)->on_screen;
}

static void
on_show (ParlorNotifications *notifications,
         ParlorConversation  *conversation,
         ParlorNotice        *notice,
         gpointer             user_data)
{
  Fixture      *fixture = user_data;
  ParlorNotice *copy = g_memdup2 (notice, sizeof *notice);

  copy->title = g_strdup (notice->title);
  copy->body = g_strdup (notice->body);
  g_hash_table_replace (fixture->shown, conversation, copy);
  fixture->n_shown++;
}

static void
on_withdraw (ParlorNotifications *notifications,
             ParlorConversation  *conversation,
             gpointer             user_data)
{
  Fixture *fixture = user_data;

  fixture->n_withdrawn += g_hash_table_remove (fixture->shown, conversation);
}

static void
notify (Fixture *fixture)
{
  fixture->notifications =
    parlor_notifications_new (fixture->bob->client, get_on_screen, fixture);
  g_signal_connect (fixture->notifications, "show", G_CALLBACK (on_show), fixture);
  g_signal_connect (fixture->notifications, "withdraw", G_CALLBACK (on_withdraw), fixture);
}

static void
sign_in (ParlorTestClient *client,
         ParlorTestServer *server,
         guint16           port,
         ParlorSignInMode  mode)
{
  g_autoptr (ParlorLinkUri) link = parlor_test_link (server);
  g_autoptr (GError)        error = NULL;

  if (port != 0)
    link->port = port;
  parlor_test_client_sign_in (client, link, "bob", PASSWORD, mode, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  fixture->server = parlor_test_serve (NULL);
  fixture->proxy = parlor_test_proxy_new (parlor_test_server_get_port (fixture->server));
  fixture->shown =
    g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) parlor_notice_free);
  fixture->ann = parlor_test_client_new ();
  fixture->bob = parlor_test_client_new ();
  fixture->laptop = parlor_test_client_new ();
  parlor_test_client_register (fixture->ann, fixture->server, "ann");
  sign_in (fixture->bob, fixture->server, parlor_test_proxy_get_port (fixture->proxy),
           PARLOR_SIGN_IN_REGISTER);
  sign_in (fixture->laptop, fixture->server, 0, PARLOR_SIGN_IN_EXISTING);
  notify (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  g_assert_finalize_object (fixture->notifications);
  parlor_test_client_free (fixture->ann);
  parlor_test_client_free (fixture->bob);
  parlor_test_client_free (fixture->laptop);
  parlor_test_proxy_free (fixture->proxy);
  parlor_test_server_free (fixture->server);
  g_hash_table_unref (fixture->shown);
}

static ParlorConversation *
lobby (ParlorTestClient *client)
{
  return parlor_test_client_find (client, "lobby");
}

/* The chat of Ann and Bob, as one of them has it. */
static ParlorConversation *
chat (ParlorTestClient *client,
      const char       *with)
{
  ParlorAccount *account = parlor_client_find_account (client->client, with);

  g_assert_nonnull (account);

  return parlor_client_open_personal (client->client, account);
}

typedef struct
{
  Fixture            *fixture;
  ParlorConversation *conversation;
  const char         *title; /* NULL if nothing is to be told */
  const char         *body;
} Telling;

static gboolean
is_told (gpointer user_data)
{
  const Telling      *telling = user_data;
  const ParlorNotice *notice =
    g_hash_table_lookup (telling->fixture->shown, telling->conversation);

  if (notice == NULL || telling->title == NULL)
    return notice == NULL && telling->title == NULL;

  return g_str_equal (notice->title, telling->title) && g_str_equal (notice->body, telling->body);
}

static void
wait_told (Fixture            *fixture,
           ParlorConversation *conversation,
           const char         *title,
           const char         *body)
{
  parlor_test_wait (is_told, &(Telling){ fixture, conversation, title, body });
}

static const ParlorNotice *
get_notice (Fixture            *fixture,
            ParlorConversation *conversation)
{
  return g_hash_table_lookup (fixture->shown, conversation);
}

static void
say (Fixture    *fixture,
     const char *text)
{
  parlor_test_say (lobby (fixture->ann), text);
  parlor_test_client_wait_sent (fixture->ann);
}

/* Bob has got whatever came before: he is told of this. */
static void
wait_quiet (Fixture *fixture)
{
  const guint n_shown = fixture->n_shown;

  parlor_test_say (chat (fixture->ann, "bob"), "Are you there?");
  wait_told (fixture, chat (fixture->bob, "ann"), "ann", "Are you there?");
  g_assert_cmpuint (fixture->n_shown, ==, n_shown + 1);
  parlor_conversation_mark_read (chat (fixture->bob, "ann"), G_MAXINT64);
  wait_told (fixture, chat (fixture->bob, "ann"), NULL, NULL);
}

/* One of each conversation, which follows what happens in it. */
static void
test_followed (Fixture      *fixture,
               gconstpointer unused)
{
  ParlorConversation *bobs = lobby (fixture->bob);
  gint64              first_seq;

  say (fixture, "Good morning");
  wait_told (fixture, bobs, "lobby", "ann: Good morning");
  first_seq = get_notice (fixture, bobs)->seq;
  g_assert_cmpint (first_seq, ==, parlor_conversation_get_read_seq (bobs) + 1);
  g_assert_false (get_notice (fixture, bobs)->is_urgent);

  say (fixture, "Is *anybody* here?");
  wait_told (fixture, bobs, "lobby – 2 new messages", "ann: Is anybody here?");
  g_assert_cmpint (get_notice (fixture, bobs)->seq, ==, first_seq);

  say (fixture, "@bob, perhaps?");
  wait_told (fixture, bobs, "ann mentions you in “lobby”", "ann: @bob, perhaps?");
  g_assert_true (get_notice (fixture, bobs)->is_urgent);

  parlor_conversation_mark_read (bobs, G_MAXINT64);
  wait_told (fixture, bobs, NULL, NULL);

  parlor_test_say (chat (fixture->ann, "bob"), "Psst");
  wait_told (fixture, chat (fixture->bob, "ann"), "ann", "Psst");
  g_assert_true (get_notice (fixture, chat (fixture->bob, "ann"))->is_urgent);
}

/* Ten lines in a second are told of twice: at once, and when it is quiet. */
static void
test_coalesced (Fixture      *fixture,
                gconstpointer unused)
{
  for (guint i = 0; i < 10; i++)
    parlor_test_say (lobby (fixture->ann), i < 9 ? "And" : "that is all");
  wait_told (fixture, lobby (fixture->bob), "lobby – 10 new messages", "ann: that is all");
  g_assert_cmpuint (fixture->n_shown, <=, 3);
  g_assert_cmpuint (fixture->n_withdrawn, ==, 0);
}

static void
test_read_elsewhere (Fixture      *fixture,
                     gconstpointer unused)
{
  say (fixture, "Good morning");
  wait_told (fixture, lobby (fixture->bob), "lobby", "ann: Good morning");
  parlor_test_client_wait_text (fixture->laptop, lobby (fixture->laptop), "Good morning");
  parlor_conversation_mark_read (lobby (fixture->laptop), G_MAXINT64);
  wait_told (fixture, lobby (fixture->bob), NULL, NULL);

  /* What one writes oneself, there, has been read as well, and is no news. */
  say (fixture, "Where are you?");
  wait_told (fixture, lobby (fixture->bob), "lobby", "ann: Where are you?");
  parlor_test_say (lobby (fixture->laptop), "Here");
  wait_told (fixture, lobby (fixture->bob), NULL, NULL);
  wait_quiet (fixture);
}

static void
change (Fixture        *fixture,
        ParlorEventKind kind,
        const char     *text)
{
  ParlorConversation *anns = lobby (fixture->ann);
  const gint64        seq = parlor_message_get_seq (parlor_conversation_get_last_message (anns));

  parlor_conversation_change_async (anns, kind, seq, text, NULL, NULL, NULL);
}

static void
test_changed (Fixture      *fixture,
              gconstpointer unused)
{
  ParlorConversation *bobs = lobby (fixture->bob);

  say (fixture, "First");
  wait_told (fixture, bobs, "lobby", "ann: First");
  say (fixture, "My password is hunter2");
  wait_told (fixture, bobs, "lobby – 2 new messages", "ann: My password is hunter2");
  change (fixture, PARLOR_EVENT_EDIT, "Never mind");
  wait_told (fixture, bobs, "lobby – 2 new messages", "ann: Never mind");
  change (fixture, PARLOR_EVENT_DELETE, NULL);
  wait_told (fixture, bobs, "lobby", "ann: First");
  change (fixture, PARLOR_EVENT_DELETE, NULL);
}

static void
on_block_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_assert_true (parlor_client_block_finish (PARLOR_CLIENT (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer user_data)
{
  return *(gboolean *) user_data;
}

static void
test_unwanted (Fixture      *fixture,
               gconstpointer unused)
{
  ParlorConversation *bobs = lobby (fixture->bob);
  gboolean            is_blocked = FALSE;

  fixture->on_screen = bobs;
  say (fixture, "Seen at once");
  wait_quiet (fixture);
  fixture->on_screen = NULL;

  parlor_conversation_set_notifications_muted (bobs, TRUE);
  say (fixture, "Muted, @bob");
  wait_quiet (fixture);
  parlor_conversation_set_notifications_muted (bobs, FALSE);
  say (fixture, "Now one can hear me");
  wait_told (fixture, bobs, "lobby – 3 new messages", "ann: Now one can hear me");
  parlor_conversation_set_notifications_muted (bobs, TRUE);
  wait_told (fixture, bobs, NULL, NULL);
  parlor_conversation_set_notifications_muted (bobs, FALSE);

  g_object_set (fixture->notifications, "is-enabled", FALSE, NULL);
  say (fixture, "Nobody is told");
  parlor_test_client_wait_text (fixture->bob, bobs, "Nobody is told");
  g_assert_null (get_notice (fixture, bobs));
  g_object_set (fixture->notifications, "is-enabled", TRUE, NULL);
  wait_quiet (fixture);

  parlor_client_block_async (fixture->bob->client,
                             parlor_client_find_account (fixture->bob->client, "ann"), TRUE, NULL,
                             on_block_ready, &is_blocked);
  parlor_test_wait (is_true, &is_blocked);
  say (fixture, "You cannot block me, @bob!");
  parlor_test_client_wait_text (fixture->bob, bobs, "You cannot block me, @bob!");
  g_assert_cmpuint (g_hash_table_size (fixture->shown), ==, 0);
}

/* Somebody may be looking over one's shoulder. */
static void
test_text_hidden (Fixture      *fixture,
                  gconstpointer unused)
{
  ParlorConversation *bobs = lobby (fixture->bob);

  say (fixture, "The secret");
  wait_told (fixture, bobs, "lobby", "ann: The secret");
  g_object_set (fixture->notifications, "shows-text", FALSE, NULL);
  wait_told (fixture, bobs, "lobby", "1 new message");
  say (fixture, "Of @bob");
  wait_told (fixture, bobs, "lobby", "2 new messages");
  g_assert_true (get_notice (fixture, bobs)->is_urgent);
}

/* What names and texts do to what is around them, stays away. */
static void
test_cleaned (Fixture      *fixture,
              gconstpointer unused)
{
  ParlorConversation       *bobs = lobby (fixture->bob);
  g_autoptr (GError)        error = NULL;
  g_autoptr (ParlorMessage) sent = NULL;
  GString                  *text = g_string_new ("\xe2\x80\xaelive\xe2\x81\xa6 <b>b</b>\n\n\t& x");
  g_autofree char          *spam = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append (text, " 😀");
  spam = g_string_free (text, FALSE);
  say (fixture, spam);
  while (get_notice (fixture, bobs) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (
    g_str_has_prefix (get_notice (fixture, bobs)->body, "ann: live <b>b</b> & x 😀 😀"));
  g_assert_true (g_str_has_suffix (get_notice (fixture, bobs)->body, "…"));
  g_assert_cmpint (g_utf8_strlen (get_notice (fixture, bobs)->body, -1), <, 220);

  sent =
    parlor_test_client_send_file (fixture->ann, lobby (fixture->ann), "quadrants.jpg", &error);
  g_assert_no_error (error);
  wait_told (fixture, bobs, "lobby – 2 new messages", "ann: Picture");
}

/* What was missed is told of once. */
static void
test_reconnected (Fixture      *fixture,
                  gconstpointer unused)
{
  ParlorConversation *bobs = lobby (fixture->bob);

  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_SILENT);
  parlor_test_proxy_cut (fixture->proxy);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_WAITING);
  for (guint i = 0; i < 60; i++)
    parlor_test_say (lobby (fixture->ann), "Message in a bottle");
  parlor_test_say (lobby (fixture->ann), "The last one");
  parlor_test_say (chat (fixture->ann, "bob"), "Call me");
  parlor_test_client_wait_sent (fixture->ann);
  g_assert_cmpuint (fixture->n_shown, ==, 0);

  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_GOOD);
  parlor_client_reconnect (fixture->bob->client);
  wait_told (fixture, bobs, "lobby – 61 new messages", "ann: The last one");
  wait_told (fixture, chat (fixture->bob, "ann"), "ann", "Call me");
  g_assert_cmpuint (fixture->n_shown, ==, 2);
}

/* At the start, what there is is in the list; after signing out there is nothing. */
static void
test_started (Fixture      *fixture,
              gconstpointer unused)
{
  say (fixture, "Good morning");
  wait_told (fixture, lobby (fixture->bob), "lobby", "ann: Good morning");
  g_assert_finalize_object (fixture->notifications);
  parlor_test_client_close (fixture->bob);
  g_hash_table_remove_all (fixture->shown);
  say (fixture, "Good night");

  parlor_test_client_open (fixture->bob);
  notify (fixture);
  parlor_client_start (fixture->bob->client);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_ONLINE);
  wait_quiet (fixture);
  say (fixture, "Sleep well");
  wait_told (fixture, lobby (fixture->bob), "lobby – 3 new messages", "ann: Sleep well");

  parlor_client_sign_out_async (fixture->bob->client, NULL, NULL, NULL);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_OFFLINE);
  g_assert_cmpuint (g_hash_table_size (fixture->shown), ==, 0);
}

/* Some desktops go on showing what a program has told that does not run any more: that goes when
 * it is read, and not before. */
static void
test_left (Fixture      *fixture,
           gconstpointer unused)
{
  say (fixture, "Good morning");
  wait_told (fixture, lobby (fixture->bob), "lobby", "ann: Good morning");
  g_assert_finalize_object (fixture->notifications);
  parlor_test_client_close (fixture->bob);

  parlor_test_client_open (fixture->bob);
  notify (fixture);
  parlor_client_start (fixture->bob->client);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_ONLINE);
  g_hash_table_remove_all (fixture->shown);
  g_hash_table_insert (fixture->shown, lobby (fixture->bob), g_new0 (ParlorNotice, 1));
  wait_quiet (fixture);
  g_assert_nonnull (get_notice (fixture, lobby (fixture->bob)));
  parlor_conversation_mark_read (lobby (fixture->bob), G_MAXINT64);
  wait_told (fixture, lobby (fixture->bob), NULL, NULL);
}

#define ADD(name, function) \
  g_test_add ("/notifications/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("followed", test_followed);
  ADD ("coalesced", test_coalesced);
  ADD ("read-elsewhere", test_read_elsewhere);
  ADD ("changed", test_changed);
  ADD ("unwanted", test_unwanted);
  ADD ("text-hidden", test_text_hidden);
  ADD ("cleaned", test_cleaned);
  ADD ("reconnected", test_reconnected);
  ADD ("started", test_started);
  ADD ("left", test_left);

  return g_test_run ();
}
