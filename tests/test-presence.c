/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is here, and who is told so. */

#include "parlor-test-people.h"

static void
set_presence (ParlorTestPeer *peer,
              const char     *presence)
{
  parlor_test_peer_ask (peer, PARLOR_PACKET_OK, PARLOR_PACKET_SET_PRESENCE,
                        "presence", presence, NULL);
}

static ParlorAccountPacket *
look_up (ParlorTestPeer *peer,
         gint64          account)
{
  g_autofree char    *number = g_strdup_printf ("%" G_GINT64_FORMAT, account);
  ParlorPersonPacket *person = parlor_test_peer_ask (
    peer, PARLOR_PACKET_PERSON, PARLOR_PACKET_PROFILE, "account", number, NULL);

  return person->account;
}

static void
expect_told (ParlorTestPeer *peer,
             gint64          account,
             ParlorPresence  presence)
{
  ParlorAccountPacket *person = parlor_test_expect_presence (peer, account, presence);

  g_assert_cmpint (person->last_seen_ms != 0, ==, presence == PARLOR_PRESENCE_OFFLINE);
  person = look_up (peer, account);
  g_assert_cmpint (person->presence, ==, presence);
  g_assert_cmpint (person->last_seen_ms != 0, ==, presence == PARLOR_PRESENCE_OFFLINE);
}

/* Makes sure that nothing is told of whether @account is here. */
static void
assert_not_told (ParlorTestPeer *peer,
                 gint64          account)
{
  ParlorChangedPacket *changed;

  parlor_test_peer_settle (peer);
  while ((changed = parlor_test_peer_take (peer, PARLOR_PACKET_CHANGED)) != NULL) {
    for (guint i = 0; i < changed->people->len; i++) {
      ParlorAccountPacket *person = changed->people->pdata[i];

      g_assert_true (person->account != account || person->presence == PARLOR_PRESENCE_UNKNOWN);
    }
  }
}

/* Online at one device, away at all of them, offline without any. */
static void
test_folded (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  ParlorTestPeer              *bob = parlor_test_enter (server, "bob");
  ParlorTestPeer              *phone = parlor_test_enter_again (bob);
  gint64                       account = bob->account;
  gint64                       before_ms = g_get_real_time () / 1000;

  parlor_test_watch (ada, &account, 1);
  expect_told (ada, account, PARLOR_PRESENCE_ONLINE);
  set_presence (bob, "away");
  expect_told (ada, account, PARLOR_PRESENCE_AWAY);

  /* What a device says before it has resumed holds from then on. */
  set_presence (phone, "away");
  parlor_test_resume (phone);
  g_assert_cmpint (look_up (ada, account)->presence, ==, PARLOR_PRESENCE_AWAY);
  set_presence (phone, "online");
  expect_told (ada, account, PARLOR_PRESENCE_ONLINE);
  parlor_test_peer_vanish (phone);
  expect_told (ada, account, PARLOR_PRESENCE_AWAY);
  set_presence (bob, "online");
  expect_told (ada, account, PARLOR_PRESENCE_ONLINE);
  parlor_test_peer_free (bob);
  expect_told (ada, account, PARLOR_PRESENCE_OFFLINE);
  g_assert_cmpint (look_up (ada, account)->last_seen_ms, >=, before_ms);
  g_assert_cmpint (look_up (ada, account)->last_seen_ms, <=, g_get_real_time () / 1000);
}

/* Only who watches is told, and only of those whom the last watch named. */
static void
test_watch (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  ParlorTestPeer              *carol = parlor_test_enter (server, "carol");
  gint64                       carols = carol->account;
  gint64                       all[] = { bob->account, carols, carols, 4711, ada->account };
  guint                        n_told = 0;
  ParlorChangedPacket         *changed;

  parlor_test_peer_ask (bob, PARLOR_PACKET_PEOPLE_PAGE, PARLOR_PACKET_PEOPLE, NULL);
  parlor_test_peer_forget (bob);

  /* Who is here is told with the answer, each once. */
  parlor_test_peer_forget (ada);
  parlor_test_watch (ada, all, G_N_ELEMENTS (all));
  while ((changed = parlor_test_peer_take (ada, PARLOR_PACKET_CHANGED)) != NULL)
    n_told += changed->people->len;
  g_assert_cmpuint (n_told, >=, 3);

  parlor_test_watch (ada, &all[0], 1);
  parlor_test_peer_forget (ada);
  parlor_test_peer_free (carol);
  while (look_up (bob, carols)->presence != PARLOR_PRESENCE_OFFLINE)
    ;
  set_presence (bob, "away");
  parlor_test_expect_presence (ada, bob->account, PARLOR_PRESENCE_AWAY);
  assert_not_told (ada, carols);
  assert_not_told (bob, carols);

  /* Nobody at all. */
  parlor_test_watch (ada, NULL, 0);
  parlor_test_peer_forget (ada);
  parlor_test_watch (bob, &ada->account, 1);
  set_presence (bob, "online");
  set_presence (ada, "away");
  parlor_test_expect_presence (bob, ada->account, PARLOR_PRESENCE_AWAY);
  assert_not_told (ada, bob->account);
}

static void
test_refused (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (ada);
  g_autoptr (ParlorTestPeer)   stranger = parlor_test_peer_new (server);
  g_autoptr (GPtrArray)        people = g_ptr_array_new ();
  ParlorWatchPacket            packet = { .people = people };
  ParlorWhoPacket              who = { .account = ada->account };
  ParlorErrorPacket           *error;

  parlor_test_peer_refused (ada, "bad-value", "presence", PARLOR_PACKET_SET_PRESENCE,
                            "presence", "offline", NULL);
  parlor_test_peer_refused (stranger, "not-now", "type", PARLOR_PACKET_SET_PRESENCE,
                            "presence", "away", NULL);

  error = parlor_test_peer_answer (phone,
                                   parlor_test_peer_request (phone, PARLOR_PACKET_WATCH, &packet),
                                   PARLOR_PACKET_ERROR);
  g_assert_cmpstr (error->code, ==, "not-now");
  g_assert_cmpstr (error->field, ==, "type");

  for (guint i = 0; i <= PARLOR_WATCH_MAX; i++)
    g_ptr_array_add (people, &who);
  error = parlor_test_peer_answer (ada,
                                   parlor_test_peer_request (ada, PARLOR_PACKET_WATCH, &packet),
                                   PARLOR_PACKET_ERROR);
  g_assert_cmpstr (error->code, ==, "bad-packet");
  g_assert_cmpstr (error->field, ==, "people");
}

/* When somebody was last here outlives the server, however it ends. */
static void
test_last_seen (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  ParlorTestPeer              *ada = parlor_test_enter (server, "ada");
  ParlorTestPeer              *bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autoptr (ParlorTestPeer)   again = NULL;
  gint64                       adas = ada->account, bobs = bob->account;
  gint64                       left_ms;

  parlor_test_watch (carol, &bobs, 1);
  parlor_test_peer_free (bob);
  left_ms = parlor_test_expect_presence (carol, bobs, PARLOR_PRESENCE_OFFLINE)->last_seen_ms;
  look_up (carol, bobs); /* it is answered after the commit */
  parlor_test_server_kill (server);
  parlor_test_peer_free (ada);
  parlor_test_server_start (server);

  again = parlor_test_enter_again (carol);
  g_assert_cmpint (look_up (again, bobs)->last_seen_ms, ==, left_ms);
  g_assert_cmpint (look_up (again, adas)->last_seen_ms, ==, 0);

  /* A server that stops keeps it of all who were here. */
  ada = parlor_test_peer_new (server);
  parlor_test_sign_in (ada, "ada");
  parlor_test_resume (ada);
  parlor_test_server_stop (server);
  parlor_test_peer_free (ada);
  parlor_test_server_start (server);
  ada = parlor_test_peer_new (server);
  parlor_test_sign_in (ada, "carol");
  g_assert_cmpint (look_up (ada, adas)->last_seen_ms, >, left_ms);
  parlor_test_peer_free (ada);
}

#define N_WATCHED 8

/* Reads what is told until all whom @peer watches are told to be here.  Returns
 * how many accounts it was told of. */
static guint
count_told (ParlorTestPeer *peer,
            const gint64   *watched)
{
  g_autoptr (GHashTable) here = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint                  n_told = 0;

  while (g_hash_table_size (here) < N_WATCHED) {
    ParlorChangedPacket *changed = parlor_test_peer_expect (peer, PARLOR_PACKET_CHANGED);

    n_told += changed->people->len;
    for (guint i = 0; i < changed->people->len; i++) {
      ParlorAccountPacket *person = changed->people->pdata[i];

      for (guint j = 0; j < N_WATCHED; j++)
        if (person->account == watched[j] && person->presence == PARLOR_PRESENCE_ONLINE)
          g_hash_table_add (here, (gpointer) &watched[j]);
    }
  }

  return n_told;
}

/* All come back at once, each with an eye on some.  Returns how many accounts the
 * one was told of who was told most. */
static guint
come_back (guint n_people)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (GPtrArray)        people =
    g_ptr_array_new_with_free_func ((GDestroyNotify) parlor_test_peer_free);
  g_autofree gint64 *accounts = g_new (gint64, n_people + N_WATCHED);
  guint              n_most = 0;

  for (guint i = 0; i < n_people; i++) {
    g_autofree char *name = g_strdup_printf ("person%u", i);
    ParlorTestPeer  *peer = parlor_test_peer_new (server);

    parlor_test_register (peer, name, NULL);
    accounts[i] = peer->account;
    if (i < N_WATCHED)
      accounts[n_people + i] = peer->account;
    g_ptr_array_add (people, peer);
  }
  parlor_test_server_kill (server);
  parlor_test_server_start (server);

  for (guint i = 0; i < n_people; i++) {
    ParlorTestPeer *peer = parlor_test_enter_again (people->pdata[i]);

    parlor_test_peer_free (people->pdata[i]);
    people->pdata[i] = peer;
    parlor_test_resume (peer);
    parlor_test_peer_ask (peer, PARLOR_PACKET_PEOPLE_PAGE, PARLOR_PACKET_PEOPLE,
                          "limit", "1", NULL);
    parlor_test_watch (peer, &accounts[i + 1], N_WATCHED);
  }
  for (guint i = 0; i < n_people; i++) {
    guint n_told = count_told (people->pdata[i], &accounts[i + 1]);

    n_most = MAX (n_most, n_told);
  }

  return n_most;
}

/* What each is told does not grow with how many there are. */
static void
test_crowd (void)
{
  g_assert_cmpuint (come_back (25), <=, 2 * N_WATCHED);
  g_assert_cmpuint (come_back (100), <=, 2 * N_WATCHED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/presence/folded", test_folded);
  g_test_add_func ("/presence/watch", test_watch);
  g_test_add_func ("/presence/refused", test_refused);
  g_test_add_func ("/presence/last-seen", test_last_seen);
  g_test_add_func ("/presence/crowd", test_crowd);

  return g_test_run ();
}
