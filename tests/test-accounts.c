/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-test-people.h"

static ParlorAccountPacket *
register_as (ParlorTestPeer *peer,
             const char     *name,
             const char     *nick)
{
  ParlorSignedInPacket *signed_in = parlor_test_peer_ask (peer, PARLOR_PACKET_SIGNED_IN,
                                                          PARLOR_PACKET_REGISTER, "name", name,
                                                          "password", "password", "nick", nick,
                                                          NULL);

  g_assert_cmpint (signed_in->server_role, ==, PARLOR_SERVER_ROLE_USER);
  g_assert_cmpstr (signed_in->token, !=, NULL);

  return signed_in->account;
}

static void
test_register (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   bob = parlor_test_peer_new (server);
  ParlorAccountPacket         *account = register_as (ada, "Ada.L", "Ada  Lovelace 👩‍💻");
  gint64                       first = account->account;

  g_assert_cmpint (first, >, 0);
  g_assert_cmpstr (account->name, ==, "ada.l");
  g_assert_cmpstr (account->nick, ==, "Ada Lovelace 👩‍💻");

  account = register_as (bob, "Боб", NULL);
  g_assert_cmpint (account->account, >, first);
  g_assert_cmpstr (account->name, ==, "боб");
  g_assert_cmpstr (account->nick, ==, "Боб");
}

static void
test_register_refused (void)
{
  static const struct
  {
    const char *name, *password, *nick;
    const char *code, *field;
  } cases[] = {
    { "", "password", NULL, "bad-value", "name" },
    { "ada lovelace", "password", NULL, "bad-value", "name" },
    { "a\nb", "password", NULL, "bad-value", "name" },
    { "a\x01", "password", NULL, "bad-value", "name" },
    { "a\xe2\x80\xae", "password", NULL, "bad-value", "name" },
    { "-ada", "password", NULL, "bad-value", "name" },
    { "abcdefghijklmnopqrstuvwxyz0123456", "password", NULL, "bad-value", "name" },
    { "carol", "7 chars", NULL, "bad-value", "password" },
    { "carol", "", NULL, "bad-value", "password" },
    { "carol", "password", "a\nb", "bad-value", "nick" },
    { "carol", "password", "a\xe2\x80\xae", "bad-value", "nick" },
    { "carol", "password", "   ", "bad-value", "nick" },
    { "ada", "password", NULL, "exists", "name" },
    { "ADA", "password", NULL, "exists", "name" },
    { "ａｄａ", "password", NULL, "exists", "name" }, /* fullwidth */
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_peer_new (server);
  g_autofree char             *long_name = g_strnfill (65, 'a');
  g_autofree char             *long_password = g_strnfill (257, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    parlor_test_peer_refused (carol, cases[i].code, cases[i].field, PARLOR_PACKET_REGISTER,
                              "name", cases[i].name, "password", cases[i].password,
                              "nick", cases[i].nick, NULL);
  parlor_test_peer_refused (carol, "bad-packet", "name", PARLOR_PACKET_REGISTER,
                            "name", long_name, "password", "password", NULL);
  parlor_test_peer_refused (carol, "bad-packet", "password", PARLOR_PACKET_REGISTER,
                            "name", "carol", "password", long_password, NULL);

  /* After all of this one can still register. */
  parlor_test_register (carol, "carol", NULL);
}

/* Two want the same name at the same time. */
static void
test_register_at_once (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   one = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   other = parlor_test_peer_new (server);
  ParlorRegisterPacket         packet = { .name = (char *) "ada", .password = (char *) "password" };
  ParlorPacketType             types[2] = { PARLOR_N_PACKETS, PARLOR_N_PACKETS };

  parlor_test_peer_request (one, PARLOR_PACKET_REGISTER, &packet);
  parlor_test_peer_request (other, PARLOR_PACKET_REGISTER, &packet);
  parlor_test_peer_next (one, &types[0]);
  parlor_test_peer_next (other, &types[1]);

  g_assert_true ((types[0] == PARLOR_PACKET_SIGNED_IN) != (types[1] == PARLOR_PACKET_SIGNED_IN));
  g_assert_true ((types[0] == PARLOR_PACKET_ERROR) != (types[1] == PARLOR_PACKET_ERROR));
}

static void
test_passwords (void)
{
  static const char           *passwords[] = { "password", "пароль 🔑 длинный", "  spaces  ",
                                               "\\\"'%_;--" };
  g_autofree char             *longest = g_strnfill (256, 'p');
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);

  for (guint i = 0; i <= G_N_ELEMENTS (passwords); i++) {
    g_autoptr (ParlorTestPeer) first = parlor_test_peer_new (server);
    g_autoptr (ParlorTestPeer) second = parlor_test_peer_new (server);
    g_autofree char           *name = g_strdup_printf ("person%u", i);
    const char                *password = i < G_N_ELEMENTS (passwords) ? passwords[i] : longest;

    parlor_test_peer_ask (first, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_REGISTER,
                          "name", name, "password", password, NULL);
    parlor_test_peer_ask (second, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_SIGN_IN,
                          "name", name, "password", password, NULL);
  }
}

static void
test_sign_in (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   again = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   loud = parlor_test_peer_new (server);
  ParlorSignedInPacket        *signed_in;

  parlor_test_sign_in (again, "ada");
  g_assert_cmpint (again->account, ==, ada->account);
  g_assert_cmpstr (again->token, !=, ada->token);

  signed_in = parlor_test_peer_ask (loud, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_SIGN_IN,
                                    "name", "ＡDA", "password", "password of ada", NULL);
  g_assert_cmpint (((ParlorAccountPacket *) signed_in->account)->account, ==, ada->account);
}

/* Nothing in the answer tells whether there is such an account. */
static void
test_wrong_password (void)
{
  static const char *const attempts[][2] = {
    { "ada", "wrong password" },
    { "ada", "" },
    { "ada", "password of ada " },
    { "nobody", "password of ada" },
    { "not a name!", "x" },
    { "", "" },
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("sign-in-failures-burst = 100");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   stranger = parlor_test_peer_new (server);
  g_autofree char             *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++) {
    ParlorErrorPacket *error;

    error = parlor_test_peer_refused (stranger, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN,
                                      "name", attempts[i][0], "password", attempts[i][1], NULL);
    if (text == NULL)
      text = g_strdup (error->text);
    g_assert_cmpstr (error->text, ==, text);
    g_assert_cmpint (error->retry_ms, ==, 0);
  }

  parlor_test_sign_in (stranger, "ada");
}

static void
test_throttle (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("sign-in-failures-burst = 3");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   stranger = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   later = NULL;
  ParlorErrorPacket           *error;

  for (guint i = 0; i < 3; i++)
    parlor_test_peer_refused (stranger, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN,
                              "name", "ada", "password", "wrong password", NULL);
  error = parlor_test_peer_refused (stranger, "too-fast", NULL, PARLOR_PACKET_SIGN_IN,
                                    "name", "ada", "password", "password of ada", NULL);
  g_assert_cmpint (error->retry_ms, >, 0);

  /* Who has a token is not locked out by strangers. */
  later = parlor_test_enter_again (ada);
}

static void
test_tokens (void)
{
  static const char           *wrong[] = { "", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                           "' OR 1=1 --" };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   again = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   after_restart = NULL;
  ParlorSignedInPacket        *signed_in;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    parlor_test_peer_refused (again, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN_TOKEN,
                              "token", wrong[i], NULL);

  signed_in = parlor_test_peer_ask (again, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_SIGN_IN_TOKEN,
                                    "token", ada->token, NULL);
  g_assert_null (signed_in->token);
  g_assert_cmpstr (((ParlorAccountPacket *) signed_in->account)->name, ==, "ada");

  parlor_test_server_stop (server);
  parlor_test_server_start (server);
  after_restart = parlor_test_enter_again (ada);
}

/* The device that signs out has to sign in with the password again; the others
 * stay. */
static void
test_sign_out (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   again = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   other = NULL;

  parlor_test_sign_in (phone, "ada");
  parlor_test_peer_ask (phone, PARLOR_PACKET_OK, PARLOR_PACKET_SIGN_OUT, NULL);
  parlor_test_peer_expect_end (phone);

  parlor_test_peer_refused (again, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN_TOKEN,
                            "token", phone->token, NULL);
  parlor_test_sign_in (again, "ada");
  parlor_test_peer_settle (ada);
  other = parlor_test_enter_again (ada);
}

static void
test_not_now (void)
{
  static const ParlorPacketType of_users[] = {
    PARLOR_PACKET_SIGN_OUT,
    PARLOR_PACKET_RESUME,
    PARLOR_PACKET_PEOPLE,
    PARLOR_PACKET_DIRECTORY,
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   rude = parlor_test_peer_new_encrypted (server, NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_peer_new (server);

  parlor_test_peer_refused (rude, "not-now", "type", PARLOR_PACKET_PING, NULL);
  parlor_test_peer_refused (rude, "not-now", "type", PARLOR_PACKET_SIGN_IN,
                            "name", "ada", "password", "password", NULL);

  parlor_test_peer_refused (ada, "not-now", "type", PARLOR_PACKET_HELLO, "version", "1", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (of_users); i++)
    parlor_test_peer_refused (ada, "not-now", "type", of_users[i], NULL);
  parlor_test_register (ada, "ada", NULL);
  parlor_test_peer_refused (ada, "not-now", "type", PARLOR_PACKET_SIGN_IN,
                            "name", "ada", "password", "password of ada", NULL);
  parlor_test_peer_refused (ada, "not-now", "type", PARLOR_PACKET_REGISTER,
                            "name", "bob", "password", "password", NULL);
  parlor_test_peer_refused (ada, "not-now", "type", PARLOR_PACKET_SIGN_IN_TOKEN,
                            "token", ada->token, NULL);
}

static void
test_versions (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   old = parlor_test_peer_new_encrypted (server, NULL);
  g_autoptr (ParlorTestPeer) new = parlor_test_peer_new_encrypted (server, NULL);
  ParlorWelcomePacket *welcome;

  parlor_test_peer_refused (old, "bad-value", "version", PARLOR_PACKET_HELLO, "version", "0", NULL);
  welcome = parlor_test_peer_ask (new, PARLOR_PACKET_WELCOME, PARLOR_PACKET_HELLO,
                                  "version", "1000", NULL);
  g_assert_cmpint (welcome->version, ==, PARLOR_PROTOCOL_VERSION);
  g_assert_cmpint (welcome->registration, ==, PARLOR_REGISTRATION_OPEN);
}

static void
test_closed (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("registration = closed");
  g_autoptr (ParlorTestPeer)   stranger = parlor_test_peer_new_encrypted (server, NULL);
  g_autoptr (ParlorTestPeer)   owner = NULL;
  ParlorWelcomePacket         *welcome;

  welcome = parlor_test_peer_ask (stranger, PARLOR_PACKET_WELCOME, PARLOR_PACKET_HELLO,
                                  "version", "1", NULL);
  g_assert_cmpint (welcome->registration, ==, PARLOR_REGISTRATION_CLOSED);
  parlor_test_peer_refused (stranger, "closed", NULL, PARLOR_PACKET_REGISTER,
                            "name", "stranger", "password", "password", NULL);
  parlor_test_peer_refused (stranger, "closed", NULL, PARLOR_PACKET_REGISTER, "name", "stranger",
                            "password", "password", "invite", "no-such-invitation", NULL);

  owner = parlor_test_enter_as_owner (server, "ada");
}

/* The link makes one owner, and is not used up by a registration that fails. */
static void
test_owner (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorLinkUri)    link = parlor_test_server_read_owner_link (server);
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   later = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   second = parlor_test_peer_new (server);
  ParlorSignedInPacket        *signed_in;

  parlor_test_peer_refused (ada, "exists", "name", PARLOR_PACKET_REGISTER, "name", "bob",
                            "password", "password", "invite", link->invite, NULL);
  signed_in = parlor_test_peer_ask (ada, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_REGISTER,
                                    "name", "ada", "password", "password of ada",
                                    "invite", link->invite, NULL);
  g_assert_cmpint (signed_in->server_role, ==, PARLOR_SERVER_ROLE_OWNER);

  signed_in = parlor_test_peer_ask (later, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_SIGN_IN,
                                    "name", "ada", "password", "password of ada", NULL);
  g_assert_cmpint (signed_in->server_role, ==, PARLOR_SERVER_ROLE_OWNER);

  signed_in = parlor_test_peer_ask (second, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_REGISTER,
                                    "name", "eve", "password", "password",
                                    "invite", link->invite, NULL);
  g_assert_cmpint (signed_in->server_role, ==, PARLOR_SERVER_ROLE_USER);
}

/* Waits until @account is told to be called @nick. */
static void
expect_nick (ParlorTestPeer *peer,
             gint64          account,
             const char     *nick)
{
  for (;;) {
    ParlorChangedPacket *changed = parlor_test_peer_expect (peer, PARLOR_PACKET_CHANGED);

    for (guint i = 0; i < changed->people->len; i++) {
      ParlorAccountPacket *person = changed->people->pdata[i];

      if (person->account == account && g_str_equal (person->nick, nick))
        return;
    }
  }
}

static void
test_nick (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   phone = parlor_test_enter_again (ada);
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  ParlorEventPacket           *event;

  parlor_test_resume (phone);
  parlor_test_join (bob, tea, NULL);
  parlor_test_peer_ask (bob, PARLOR_PACKET_PEOPLE_PAGE, PARLOR_PACKET_PEOPLE, NULL);

  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_SET_NICK,
                        "nick", " Countess 👑 ", NULL);
  expect_nick (bob, ada->account, "Countess 👑");

  /* Also on the other device, in what is written and in what was. */
  parlor_test_say (phone, tea, "Hello");
  event = parlor_test_hear_text (bob, tea, "Hello");
  g_assert_cmpstr (((ParlorAccountPacket *) event->author)->nick, ==, "Countess 👑");
  g_assert_cmpstr (((ParlorAccountPacket *) event->author)->name, ==, "ada");

  parlor_test_peer_refused (ada, "bad-value", "nick", PARLOR_PACKET_SET_NICK, "nick", "a\nb", NULL);
  parlor_test_peer_refused (ada, "bad-value", "nick", PARLOR_PACKET_SET_NICK, "nick", "", NULL);
  parlor_test_peer_refused (ada, "bad-value", "nick", PARLOR_PACKET_SET_NICK,
                            "nick", "\xe2\x80\xae"
                                    "adA",
                            NULL);
}

static void
test_people (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  ParlorTestPeer              *people[5];
  ParlorPeoplePagePacket      *page;
  ParlorAccountPacket         *person;
  g_autofree char             *after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    g_autofree char *name = g_strdup_printf ("person%u", i);

    people[i] = parlor_test_enter (server, name);
  }

  page = parlor_test_peer_ask (people[0], PARLOR_PACKET_PEOPLE_PAGE, PARLOR_PACKET_PEOPLE, NULL);
  g_assert_cmpuint (page->people->len, ==, 5);
  g_assert_true (page->complete);
  for (guint i = 0; i < 5; i++) {
    person = page->people->pdata[i];
    g_assert_cmpint (person->account, ==, people[i]->account);
    g_assert_cmpstr (person->name, ==, people[i]->name);
    g_assert_cmpint (person->presence, ==, PARLOR_PRESENCE_ONLINE);
  }

  page = parlor_test_peer_ask (people[0], PARLOR_PACKET_PEOPLE_PAGE, PARLOR_PACKET_PEOPLE,
                               "limit", "3", NULL);
  g_assert_cmpuint (page->people->len, ==, 3);
  g_assert_false (page->complete);
  person = page->people->pdata[2];
  after = g_strdup_printf ("%" G_GINT64_FORMAT, person->account);
  page = parlor_test_peer_ask (people[0], PARLOR_PACKET_PEOPLE_PAGE, PARLOR_PACKET_PEOPLE,
                               "limit", "2", "after", after, NULL);
  g_assert_cmpuint (page->people->len, ==, 2);
  g_assert_true (page->complete);
  person = page->people->pdata[0];
  g_assert_cmpint (person->account, ==, people[3]->account);

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    parlor_test_peer_free (people[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/accounts/register", test_register);
  g_test_add_func ("/accounts/register/refused", test_register_refused);
  g_test_add_func ("/accounts/register/at-once", test_register_at_once);
  g_test_add_func ("/accounts/passwords", test_passwords);
  g_test_add_func ("/accounts/sign-in", test_sign_in);
  g_test_add_func ("/accounts/wrong-password", test_wrong_password);
  g_test_add_func ("/accounts/throttle", test_throttle);
  g_test_add_func ("/accounts/tokens", test_tokens);
  g_test_add_func ("/accounts/sign-out", test_sign_out);
  g_test_add_func ("/accounts/not-now", test_not_now);
  g_test_add_func ("/accounts/versions", test_versions);
  g_test_add_func ("/accounts/closed", test_closed);
  g_test_add_func ("/accounts/owner", test_owner);
  g_test_add_func ("/accounts/nick", test_nick);
  g_test_add_func ("/accounts/people", test_people);

  return g_test_run ();
}
