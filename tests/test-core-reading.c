/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far one has read, on all devices of an account, and what a client shows
 * at once when it starts. */

#include "parlor-test-client.h"

#define PASSWORD "correct horse"

/* Ann, and Bob, who has two devices. */
typedef struct
{
  ParlorTestServer *server;
  ParlorTestClient *ann;
  ParlorTestClient *phone;
  ParlorTestClient *laptop;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  g_autoptr (ParlorLinkUri) link = NULL;
  g_autoptr (GError)        error = NULL;

  fixture->server = parlor_test_serve (NULL);
  fixture->ann = parlor_test_client_new ();
  fixture->phone = parlor_test_client_new ();
  fixture->laptop = parlor_test_client_new ();
  parlor_test_client_register (fixture->ann, fixture->server, "ann");
  parlor_test_client_register (fixture->phone, fixture->server, "bob");

  link = parlor_test_link (fixture->server);
  parlor_test_client_sign_in (fixture->laptop, link, "bob", PASSWORD, PARLOR_SIGN_IN_EXISTING,
                              &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  parlor_test_client_free (fixture->ann);
  parlor_test_client_free (fixture->phone);
  parlor_test_client_free (fixture->laptop);
  parlor_test_server_free (fixture->server);
}

static ParlorConversation *
lobby (ParlorTestClient *client)
{
  return parlor_test_client_find (client, "lobby");
}

/* Returns the seq of what was written. */
static gint64
say (Fixture    *fixture,
     const char *text)
{
  parlor_test_say (lobby (fixture->ann), text);
  parlor_test_client_wait_sent (fixture->ann);

  return parlor_message_get_seq (parlor_conversation_get_last_message (lobby (fixture->ann)));
}

typedef struct
{
  ParlorTestClient *client;
  guint             n_unread;
  guint             n_mentions;
} Counts;

static gboolean
is_counted (gpointer user_data)
{
  const Counts       *counts = user_data;
  ParlorConversation *conversation = lobby (counts->client);

  return parlor_conversation_get_unread (conversation) == counts->n_unread &&
         parlor_conversation_get_mentions (conversation) == counts->n_mentions;
}

static void
wait_counts (ParlorTestClient *client,
             guint             n_unread,
             guint             n_mentions)
{
  parlor_test_wait (is_counted, &(Counts){ client, n_unread, n_mentions });
}

/* What one device shows is what the other one shows, and what a third one would
 * be told. */
static void
wait_all_counts (Fixture *fixture,
                 guint    n_unread,
                 guint    n_mentions)
{
  g_autoptr (ParlorTestClient) other = parlor_test_client_new ();
  g_autoptr (ParlorLinkUri)    link = parlor_test_link (fixture->server);
  g_autoptr (GError)           error = NULL;

  wait_counts (fixture->phone, n_unread, n_mentions);
  wait_counts (fixture->laptop, n_unread, n_mentions);
  parlor_test_client_sign_in (other, link, "bob", PASSWORD, PARLOR_SIGN_IN_EXISTING, &error);
  g_assert_no_error (error);
  wait_counts (other, n_unread, n_mentions);
}

static void
test_devices_agree (Fixture      *fixture,
                    gconstpointer unused)
{
  gint64 first = say (fixture, "Is somebody here?");

  say (fixture, "Perhaps @bob is.");
  say (fixture, "Or nobody.");
  wait_all_counts (fixture, 3, 1);

  parlor_conversation_get_timeline (lobby (fixture->phone));
  parlor_conversation_mark_read (lobby (fixture->phone), first);
  wait_all_counts (fixture, 2, 1);
  g_assert_cmpint (parlor_conversation_get_read_seq (lobby (fixture->laptop)), ==, first);

  parlor_conversation_mark_read (lobby (fixture->laptop), G_MAXINT64);
  wait_all_counts (fixture, 0, 0);

  /* Who writes has read what came before. */
  say (fixture, "Well, @bob?");
  wait_all_counts (fixture, 1, 1);
  parlor_test_say (lobby (fixture->phone), "Here I am");
  parlor_test_client_wait_sent (fixture->phone);
  wait_all_counts (fixture, 0, 0);
}

static void delete (Fixture *fixture,
                    gint64   seq)
{
  ParlorDeletePacket *packet = parlor_packet_new (PARLOR_PACKET_DELETE);
  g_autoptr (GError)  error = NULL;
  gpointer            ok;

  packet->conversation = g_strdup (parlor_conversation_get_id (lobby (fixture->ann)));
  packet->seq = seq;
  ok = parlor_test_client_request (fixture->ann, PARLOR_PACKET_DELETE, packet, &error);
  g_assert_no_error (error);
  parlor_packet_free (PARLOR_PACKET_OK, ok);
}

/* What is gone need not be read. */
static void
test_deleted (Fixture      *fixture,
              gconstpointer unused)
{
  gint64 first = say (fixture, "Nobody but @bob is to see this");
  gint64 second = say (fixture, "Nor this");

  say (fixture, "This, rather");
  parlor_test_client_wait_text (fixture->phone, lobby (fixture->phone), "This, rather");
  wait_all_counts (fixture, 3, 1);
  delete (fixture, second);
  wait_counts (fixture->phone, 2, 1);
  wait_counts (fixture->laptop, 2, 1);
  delete (fixture, first);
  wait_counts (fixture->phone, 1, 0);
  parlor_test_client_restart (fixture->laptop);
  parlor_test_client_wait_state (fixture->laptop, PARLOR_LINK_ONLINE);
  wait_all_counts (fixture, 1, 0);
}

/* How much of it was unread only the server knows. */
static void
test_purged (Fixture      *fixture,
             gconstpointer unused)
{
  ParlorTestClient          *carl = parlor_test_client_new ();
  ParlorDeleteAccountPacket *packet = parlor_packet_new (PARLOR_PACKET_DELETE_ACCOUNT);
  g_autoptr (GError)         error = NULL;

  parlor_test_client_register (carl, fixture->server, "carl");
  for (guint i = 0; i < 3; i++)
    parlor_test_say (lobby (carl), "Never mind, @bob");
  parlor_test_client_wait_sent (carl);
  say (fixture, "Listen, @bob");
  wait_all_counts (fixture, 4, 4);

  packet->password = g_strdup (PASSWORD);
  parlor_packet_free (PARLOR_PACKET_OK,
                      parlor_test_client_request (carl, PARLOR_PACKET_DELETE_ACCOUNT, packet,
                                                  &error));
  g_assert_no_error (error);
  wait_all_counts (fixture, 1, 1);
  g_assert_cmpuint (
    parlor_test_client_count_text (fixture->phone, lobby (fixture->phone), "Never mind, @bob"), ==,
    0);
  parlor_test_client_free (carl);
}

static void
on_packet (ParlorClient    *client,
           ParlorPacketType type,
           gpointer         packet,
           gpointer         user_data)
{
  *(guint *) user_data += type == PARLOR_PACKET_READ;
}

static void
ping (ParlorTestClient *client)
{
  g_autoptr (GError) error = NULL;

  parlor_packet_free (PARLOR_PACKET_PONG,
                      parlor_test_client_request (client, PARLOR_PACKET_PING,
                                                  parlor_packet_new (PARLOR_PACKET_PING),
                                                  &error));
  g_assert_no_error (error);
}

/* Scrolling down a page tells the server of its beginning, and then not more
 * than once in a second. */
static void
test_coalesced (Fixture      *fixture,
                gconstpointer unused)
{
  guint  n_told = 0;
  gint64 last = 0;
  gint64 begin_us;

  for (guint i = 0; i < 40; i++)
    last = say (fixture, "text");
  parlor_test_client_wait_text (fixture->phone, lobby (fixture->phone), "text");
  wait_counts (fixture->phone, 40, 0);
  g_signal_connect (fixture->laptop->client, "packet", G_CALLBACK (on_packet), &n_told);

  begin_us = g_get_monotonic_time ();
  for (gint64 seq = last - 39; seq <= last; seq++) {
    parlor_conversation_mark_read (lobby (fixture->phone), seq);
    ping (fixture->phone);
  }
  g_assert_cmpuint (parlor_conversation_get_unread (lobby (fixture->phone)), ==, 0);
  wait_all_counts (fixture, 0, 0);
  g_assert_cmpuint (n_told, >=, 2);
  g_assert_cmpuint (n_told, <=, 2 + (g_get_monotonic_time () - begin_us) / G_USEC_PER_SEC);
  g_signal_handlers_disconnect_by_func (fixture->laptop->client, on_packet, &n_told);
}

/* What was read without a connection, even by a program that has ended since, is
 * told when there is one. */
static void
test_offline (Fixture      *fixture,
              gconstpointer unused)
{
  say (fixture, "One");
  say (fixture, "Two");
  wait_counts (fixture->phone, 2, 0);
  wait_counts (fixture->laptop, 2, 0);
  parlor_test_server_stop (fixture->server);
  parlor_test_client_restart (fixture->phone);
  parlor_conversation_mark_read (lobby (fixture->phone), G_MAXINT64);
  g_assert_cmpuint (parlor_conversation_get_unread (lobby (fixture->phone)), ==, 0);

  parlor_test_client_restart (fixture->phone);
  g_assert_cmpuint (parlor_conversation_get_unread (lobby (fixture->phone)), ==, 0);
  parlor_test_server_start (fixture->server);
  parlor_client_reconnect (fixture->phone->client);
  parlor_client_reconnect (fixture->laptop->client);
  wait_counts (fixture->laptop, 0, 0);
  g_assert_cmpint (parlor_conversation_get_read_seq (lobby (fixture->laptop)), ==,
                   parlor_conversation_get_read_seq (lobby (fixture->phone)));
}

static gboolean
has_first_page (gpointer user_data)
{
  return parlor_test_count_messages (user_data) > 0;
}

/* Whoever has no time for it now takes back that it was read, on all devices. */
static void
test_unread (Fixture      *fixture,
             gconstpointer unused)
{
  ParlorConversation *phone = lobby (fixture->phone);
  gint64              first = say (fixture, "Could you look at this, @bob?");
  gint64              second = say (fixture, "And at this?");

  g_assert_false (parlor_conversation_mark_unread (lobby (fixture->ann), 0));
  parlor_conversation_get_timeline (phone);
  parlor_test_client_wait_text (fixture->phone, phone, "And at this?");
  parlor_test_client_wait_text (fixture->laptop, lobby (fixture->laptop), "And at this?");
  parlor_conversation_mark_read (phone, G_MAXINT64);
  wait_all_counts (fixture, 0, 0);

  g_assert_true (parlor_conversation_mark_unread (phone, 0));
  g_assert_cmpuint (parlor_conversation_get_unread (phone), ==, 1);
  g_assert_cmpint (parlor_conversation_get_read_seq (phone), ==, second - 1);
  wait_all_counts (fixture, 1, 0);
  g_assert_cmpint (parlor_conversation_get_read_seq (lobby (fixture->laptop)), ==, second - 1);

  /* It never makes anything read. */
  parlor_conversation_get_timeline (lobby (fixture->laptop));
  parlor_test_wait (has_first_page, lobby (fixture->laptop));
  g_assert_true (parlor_conversation_mark_unread (lobby (fixture->laptop), first));
  g_assert_cmpuint (parlor_conversation_get_unread (lobby (fixture->laptop)), ==, 2);
  g_assert_cmpuint (parlor_conversation_get_mentions (lobby (fixture->laptop)), ==, 1);
  g_assert_true (parlor_conversation_mark_unread (lobby (fixture->laptop), second));
  wait_all_counts (fixture, 2, 1);

  /* What one has answered can be unread as well: not the answer, though. */
  parlor_test_say (phone, "Later");
  parlor_test_client_wait_sent (fixture->phone);
  wait_all_counts (fixture, 0, 0);
  g_assert_true (parlor_conversation_mark_unread (phone, 0));
  wait_all_counts (fixture, 1, 0);
  g_assert_cmpint (parlor_conversation_get_read_seq (phone), ==, second - 1);

  g_assert_false (parlor_conversation_mark_unread (phone, -1));
  g_assert_false (parlor_conversation_mark_unread (phone, G_MAXINT64));
}

/* Without a connection, and by a program that has ended since. */
static void
test_unread_offline (Fixture      *fixture,
                     gconstpointer unused)
{
  say (fixture, "Keep this in mind, @bob");
  parlor_test_client_wait_text (fixture->phone, lobby (fixture->phone), "Keep this in mind, @bob");
  parlor_conversation_mark_read (lobby (fixture->phone), G_MAXINT64);
  wait_all_counts (fixture, 0, 0);

  parlor_test_server_stop (fixture->server);
  g_assert_true (parlor_conversation_mark_unread (lobby (fixture->phone), 0));
  parlor_test_client_restart (fixture->phone);
  wait_counts (fixture->phone, 1, 1);
  parlor_test_server_start (fixture->server);
  parlor_client_reconnect (fixture->phone->client);
  parlor_client_reconnect (fixture->laptop->client);
  wait_all_counts (fixture, 1, 1);
}

/* Whoever listens to the list may show the conversation at once. */
static void
on_listed (GListModel *conversations,
           guint       position,
           guint       n_removed,
           guint       n_added,
           gpointer    user_data)
{
  guint *n_listed = user_data;

  for (guint i = 0; i < n_added; i++) {
    g_autoptr (ParlorConversation) conversation = NULL;
    ParlorMessage                 *last;

    conversation = g_list_model_get_item (conversations, position + i);
    last = parlor_conversation_get_last_message (conversation);
    g_assert_cmpstr (parlor_conversation_get_title (conversation), ==, "lobby");
    g_assert_cmpuint (parlor_conversation_get_unread (conversation), ==, 2);
    g_assert_cmpuint (parlor_conversation_get_mentions (conversation), ==, 1);
    g_assert_cmpstr (parlor_conversation_get_draft (conversation)->text, ==, "I was about to");
    g_assert_cmpint (parlor_conversation_get_read_seq (conversation), >, 0);
    g_assert_nonnull (last);
    g_assert_cmpstr (parlor_message_get_text (last), ==, "This is remembered");
    parlor_conversation_get_timeline (conversation);
    (*n_listed)++;
  }
}

/* A remembered conversation is listed once all of it is known, and its history
 * is shown from the disk, whether there is a server or not. */
static void
test_remembered (Fixture      *fixture,
                 gconstpointer unused)
{
  guint n_listed = 0;

  say (fixture, "This as well, @bob");
  say (fixture, "This is remembered");
  parlor_test_client_wait_text (fixture->phone, lobby (fixture->phone), "This is remembered");
  wait_counts (fixture->phone, 2, 1);
  parlor_conversation_set_draft (lobby (fixture->phone),
                                 &(ParlorDraft){ .text = "I was about to" });
  parlor_test_server_stop (fixture->server);

  parlor_test_client_close (fixture->phone);
  parlor_test_client_open (fixture->phone);
  g_signal_connect (parlor_client_get_conversations (fixture->phone->client), "items-changed",
                    G_CALLBACK (on_listed), &n_listed);
  parlor_client_start (fixture->phone->client);
  parlor_test_client_wait_text (fixture->phone, lobby (fixture->phone), "This is remembered");
  g_assert_cmpuint (n_listed, ==, 1);
  g_assert_cmpuint (
    parlor_test_client_count_text (fixture->phone, lobby (fixture->phone), "This as well, @bob"),
    ==, 1);
  g_assert_cmpint (parlor_client_get_state (fixture->phone->client), !=, PARLOR_LINK_ONLINE);
}

#define ADD(name, function) \
  g_test_add ("/core-reading/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("devices-agree", test_devices_agree);
  ADD ("deleted", test_deleted);
  ADD ("purged", test_purged);
  ADD ("coalesced", test_coalesced);
  ADD ("offline", test_offline);
  ADD ("unread", test_unread);
  ADD ("unread-offline", test_unread_offline);
  ADD ("remembered", test_remembered);

  return g_test_run ();
}
