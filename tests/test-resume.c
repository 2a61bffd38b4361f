/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-names.h"
#include "parlor-test-people.h"

/* Waits for the conversation packet of @conversation. */
static ParlorConversationPacket *
expect_conversation (ParlorTestPeer *peer,
                     const char     *conversation)
{
  ParlorConversationPacket *packet;

  do
    packet = parlor_test_peer_expect (peer, PARLOR_PACKET_CONVERSATION);
  while (!g_str_equal (packet->conversation, conversation));

  return packet;
}

static ParlorRecoveredPacket *
expect_recovered (ParlorTestPeer *peer,
                  const char     *conversation)
{
  ParlorRecoveredPacket *packet;

  do
    packet = parlor_test_peer_expect (peer, PARLOR_PACKET_RECOVERED);
  while (!g_str_equal (packet->conversation, conversation));

  return packet;
}

static ParlorGapPacket *
expect_gap (ParlorTestPeer *peer,
            const char     *conversation)
{
  ParlorGapPacket *packet;

  do
    packet = parlor_test_peer_expect (peer, PARLOR_PACKET_GAP);
  while (!g_str_equal (packet->conversation, conversation));

  return packet;
}

static void
say_several (ParlorTestPeer *peer,
             const char     *conversation,
             guint           n_messages)
{
  for (guint i = 0; i < n_messages; i++) {
    g_autofree char *nonce = parlor_nonce_new ();
    ParlorSendPacket send = {
      .conversation = (char *) conversation,
      .nonce = nonce,
      .text = nonce,
    };

    parlor_test_peer_request (peer, PARLOR_PACKET_SEND, &send);
  }
}

static gint64
await_acknowledged (ParlorTestPeer *peer,
                    guint           n_messages)
{
  gint64 seq = 0;

  while (n_messages-- > 0)
    seq = ((ParlorSentPacket *) parlor_test_peer_expect (peer, PARLOR_PACKET_SENT))->seq;

  return seq;
}

static void
test_first_time (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_peer_new (server);
  ParlorConversationPacket    *lobby;
  ParlorResumedPacket         *resumed;
  ParlorGapPacket             *gap;

  parlor_test_register (ada, "ada", NULL);
  resumed = parlor_test_resume (ada);
  g_assert_cmpstr (resumed->epoch, !=, "");

  lobby = parlor_test_peer_expect (ada, PARLOR_PACKET_CONVERSATION);
  g_assert_cmpstr (lobby->name, ==, "lobby");
  g_assert_cmpint (lobby->kind, ==, PARLOR_CONVERSATION_CHANNEL);
  g_assert_cmpint (lobby->members, ==, 1);
  gap = expect_gap (ada, lobby->conversation);
  g_assert_cmpint (gap->head, ==, lobby->head);

  g_assert_null (parlor_test_peer_take (ada, PARLOR_PACKET_CONVERSATION));
  g_assert_null (parlor_test_peer_take (ada, PARLOR_PACKET_GAP));
  g_assert_null (parlor_test_peer_take (ada, PARLOR_PACKET_RECOVERED));
}

/* Who has not resumed is told nothing. */
static void
test_nothing_before (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (ada);
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);

  parlor_test_say (ada, tea, "Hello");
  parlor_test_hear_nothing (phone, tea);
  parlor_test_resume (phone);
  parlor_test_hear_nothing (phone, tea);
  parlor_test_say (ada, tea, "again");
  parlor_test_hear_text (phone, tea, "again");
}

static void
test_recovered (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   later = parlor_test_enter_again (ada);
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  gint64                       known = parlor_test_say (ada, tea, "known");
  g_autofree char             *epoch = g_strdup (parlor_test_resume (later)->epoch);
  g_autofree char             *texts = NULL;
  ParlorConversationPacket    *told;
  ParlorRecoveredPacket       *recovered;

  parlor_test_peer_forget (later);
  parlor_test_say (ada, tea, "one");
  parlor_test_say (ada, tea, "two");
  parlor_test_say (ada, tea, "three");
  parlor_test_peer_forget (later);

  g_assert_cmpstr (parlor_test_resume_from (later, epoch, tea, known)->epoch, ==, epoch);
  told = expect_conversation (later, tea);
  g_assert_cmpint (told->head, ==, known + 3);
  g_assert_cmpstr (((ParlorEventPacket *) told->last)->text, ==, "three");
  recovered = expect_recovered (later, tea);
  texts = parlor_test_texts (recovered->events);
  g_assert_cmpstr (texts, ==, "one two three");
  g_assert_cmpint (((ParlorEventPacket *) recovered->events->pdata[0])->seq, ==, known + 1);

  parlor_test_say (ada, tea, "four");
  parlor_test_hear_text (later, tea, "four");
}

static void
test_nothing_missed (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   later = parlor_test_enter_again (ada);
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  gint64                       known = parlor_test_say (ada, tea, "known");
  g_autofree char             *epoch = g_strdup (parlor_test_resume (later)->epoch);

  parlor_test_peer_forget (later);
  parlor_test_resume_from (later, epoch, tea, known);
  g_assert_cmpuint (expect_recovered (later, tea)->events->len, ==, 0);
}

/* Too much was missed, the cursor is of another epoch, or it knows what never
 * was: the client is to ask for what it wants. */
static void
test_gap (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("recover-max-events = 5");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   later = parlor_test_enter_again (ada);
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  gint64                       known = parlor_test_say (ada, tea, "known");
  g_autofree char             *epoch = g_strdup (parlor_test_resume (later)->epoch);
  gint64                       head;

  say_several (ada, tea, 5);
  head = await_acknowledged (ada, 5);
  parlor_test_peer_forget (later);
  parlor_test_resume_from (later, epoch, tea, known);
  g_assert_cmpuint (expect_recovered (later, tea)->events->len, ==, 5);

  head = parlor_test_say (ada, tea, "one too many");
  parlor_test_peer_forget (later);
  parlor_test_resume_from (later, epoch, tea, known);
  g_assert_cmpint (expect_gap (later, tea)->head, ==, head);

  parlor_test_resume_from (later, "another-epoch", tea, head);
  g_assert_cmpint (expect_gap (later, tea)->head, ==, head);
  parlor_test_resume_from (later, epoch, tea, head + 1);
  g_assert_cmpint (expect_gap (later, tea)->head, ==, head);
  g_assert_null (parlor_test_peer_take (later, PARLOR_PACKET_RECOVERED));
}

/* One learns of having left, or of what never was, by name. */
static void
test_removed (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (ada);
  g_autoptr (ParlorTestPeer)   later = parlor_test_enter_again (ada);
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char             *epoch = g_strdup (parlor_test_resume (phone)->epoch);
  ParlorRemovedPacket         *removed;

  parlor_test_leave (ada, tea);
  removed = parlor_test_peer_expect (phone, PARLOR_PACKET_REMOVED);
  g_assert_cmpstr (removed->conversation, ==, tea);

  parlor_test_resume_from (later, epoch, tea, 1);
  removed = parlor_test_peer_expect (later, PARLOR_PACKET_REMOVED);
  g_assert_cmpstr (removed->conversation, ==, tea);

  parlor_test_resume_from (later, epoch, "no-such", 1);
  removed = parlor_test_peer_expect (later, PARLOR_PACKET_REMOVED);
  g_assert_cmpstr (removed->conversation, ==, "no-such");
}

static void
test_epoch (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestServer) other = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   stranger = parlor_test_enter (other, "ada");
  g_autoptr (ParlorTestPeer)   later = NULL;
  g_autofree char             *epoch = g_strdup (parlor_test_resume (ada)->epoch);

  g_assert_cmpstr (parlor_test_resume (stranger)->epoch, !=, epoch);

  parlor_test_server_stop (server);
  parlor_test_server_start (server);
  later = parlor_test_enter_again (ada);
  g_assert_cmpstr (parlor_test_resume (later)->epoch, ==, epoch);
}

/* What Bob gets when he comes back is all that follows @cursor, each event
 * once: some as recovered, the others as they happen. */
static gint64
follow (ParlorTestPeer *bob,
        const char     *conversation,
        gint64          cursor,
        gint64          head)
{
  ParlorPacketType type = PARLOR_N_PACKETS;

  while (cursor < head) {
    gpointer               packet = parlor_test_peer_next (bob, &type);
    ParlorRecoveredPacket *recovered = packet;
    ParlorEventPacket     *event = packet;

    g_assert_nonnull (packet);
    if (type == PARLOR_PACKET_EVENT && g_str_equal (event->conversation, conversation))
      g_assert_cmpint (event->seq, ==, ++cursor);
    if (type != PARLOR_PACKET_RECOVERED || !g_str_equal (recovered->conversation, conversation))
      continue;
    for (guint i = 0; i < recovered->events->len; i++)
      g_assert_cmpint (((ParlorEventPacket *) recovered->events->pdata[i])->seq, ==, ++cursor);
  }

  return cursor;
}

static void
test_while_others_talk (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autofree char             *epoch = g_strdup (parlor_test_resume (bob)->epoch);
  gint64                       cursor;

  parlor_test_join (bob, tea, NULL);
  cursor = parlor_test_say (ada, tea, "Hello");
  parlor_test_hear_text (bob, tea, "Hello");

  for (guint round = 0; round < 30; round++) {
    g_autoptr (ParlorTestPeer) again = parlor_test_enter_again (bob);
    ParlorCursorPacket         known = { .conversation = tea, .seq = cursor };
    g_autoptr (GPtrArray)      cursors = g_ptr_array_new ();
    ParlorResumePacket         resume = { .epoch = epoch, .cursors = cursors };

    g_ptr_array_add (cursors, &known);
    say_several (ada, tea, 20);
    parlor_test_peer_request (again, PARLOR_PACKET_RESUME, &resume);
    say_several (ada, tea, 20);

    cursor = follow (again, tea, cursor, await_acknowledged (ada, 40));
    parlor_test_hear_nothing (again, tea);
    parlor_test_peer_forget (ada);
    parlor_test_peer_forget (bob);
  }
}

/* Has @ada make a conversation, @bob enter it, and fills it with as much as
 * fits into some frames. */
static char *
fill_conversation (ParlorTestPeer *ada,
                   ParlorTestPeer *bob,
                   guint           number)
{
  g_autofree char *name = g_strdup_printf ("tea %u", number);
  g_autofree char *text = g_strnfill (PARLOR_TEXT_MAX_BYTES, 'x');
  char            *conversation = parlor_test_create (ada, "channel", name, NULL);

  parlor_test_join (bob, conversation, NULL);
  for (guint i = 0; i < 5; i++)
    parlor_test_say (ada, conversation, text);
  parlor_test_peer_forget (ada);
  parlor_test_peer_forget (bob);

  return conversation;
}

static guint
count_packets (ParlorTestPeer  *peer,
               ParlorPacketType type)
{
  guint n = 0;

  while (parlor_test_peer_take (peer, type) != NULL)
    n++;

  return n;
}

/* However much was missed, one comes back: what is too much is told as a gap,
 * and nobody is cut off for what coming back takes. */
static void
test_more_than_fits (void)
{
  enum { N_CONVERSATIONS = 40 };
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("outbound-queue-max-bytes = 262144\n"
                                                           "tokens-burst = 100000");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *epoch = g_strdup (parlor_test_resume (bob)->epoch);
  g_autoptr (GPtrArray)        cursors = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray)        ids = g_ptr_array_new_with_free_func (g_free);
  ParlorResumePacket           resume = { .epoch = epoch, .cursors = cursors };
  g_autoptr (ParlorTestPeer)   again = NULL;

  for (guint i = 0; i < N_CONVERSATIONS; i++) {
    ParlorCursorPacket *cursor = g_new0 (ParlorCursorPacket, 1);

    g_ptr_array_add (ids, fill_conversation (ada, bob, i));
    cursor->conversation = ids->pdata[i];
    cursor->seq = 2;
    g_ptr_array_add (cursors, cursor);
  }

  again = parlor_test_enter_again (bob);
  parlor_test_peer_request (again, PARLOR_PACKET_RESUME, &resume);
  parlor_test_peer_expect (again, PARLOR_PACKET_RESUMED);

  /* One more is the lobby. */
  g_assert_cmpuint (count_packets (again, PARLOR_PACKET_CONVERSATION), ==, N_CONVERSATIONS + 1);
  g_assert_cmpuint (count_packets (again, PARLOR_PACKET_GAP), >, N_CONVERSATIONS / 2);
  g_assert_cmpuint (count_packets (again, PARLOR_PACKET_RECOVERED), >, 0);
  parlor_test_say (ada, ids->pdata[0], "Hello");
  parlor_test_hear_text (again, ids->pdata[0], "Hello");
}

static ParlorPresence
look_up_presence (ParlorTestPeer *peer,
                  gint64          account)
{
  ParlorPeoplePagePacket *page = parlor_test_peer_ask (peer, PARLOR_PACKET_PEOPLE_PAGE,
                                                       PARLOR_PACKET_PEOPLE, NULL);

  for (guint i = 0; i < page->people->len; i++) {
    ParlorAccountPacket *person = page->people->pdata[i];

    if (person->account == account)
      return person->presence;
  }

  g_assert_not_reached ();
}

static void
test_presence (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  ParlorTestPeer              *bob = parlor_test_enter (server, "bob");
  gint64                       account = bob->account;
  ParlorTestPeer              *phone;

  parlor_test_watch (ada, &account, 1);
  g_assert_cmpint (look_up_presence (ada, account), ==, PARLOR_PRESENCE_ONLINE);

  /* While one of two devices is here, so is he. */
  phone = parlor_test_enter_again (bob);
  parlor_test_resume (phone);
  parlor_test_peer_free (bob);
  parlor_test_peer_settle (phone);
  g_assert_cmpint (look_up_presence (ada, account), ==, PARLOR_PRESENCE_ONLINE);

  bob = parlor_test_enter_again (phone);
  parlor_test_peer_vanish (phone);
  parlor_test_peer_free (bob);
  parlor_test_expect_presence (ada, account, PARLOR_PRESENCE_OFFLINE);
  g_assert_cmpint (look_up_presence (ada, account), ==, PARLOR_PRESENCE_OFFLINE);

  bob = parlor_test_peer_new (server);
  parlor_test_sign_in (bob, "bob");
  parlor_test_resume (bob);
  parlor_test_expect_presence (ada, account, PARLOR_PRESENCE_ONLINE);
  parlor_test_peer_vanish (bob);
  parlor_test_expect_presence (ada, account, PARLOR_PRESENCE_OFFLINE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/resume/first-time", test_first_time);
  g_test_add_func ("/resume/nothing-before", test_nothing_before);
  g_test_add_func ("/resume/recovered", test_recovered);
  g_test_add_func ("/resume/nothing-missed", test_nothing_missed);
  g_test_add_func ("/resume/gap", test_gap);
  g_test_add_func ("/resume/removed", test_removed);
  g_test_add_func ("/resume/epoch", test_epoch);
  g_test_add_func ("/resume/while-others-talk", test_while_others_talk);
  g_test_add_func ("/resume/more-than-fits", test_more_than_fits);
  g_test_add_func ("/resume/presence", test_presence);

  return g_test_run ();
}
