/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Settings of channels and groups: what they take, who may, who hears of it. */

#include "parlor-test-rooms.h"

static void
may_not_set (ParlorTestPeer *peer,
             const char     *code,
             const char     *field,
             const char     *conversation,
             const char     *setting,
             const char     *value)
{
  parlor_test_peer_refused (peer, code, field, PARLOR_PACKET_SET, "conversation", conversation,
                            "setting", setting, "value", value, NULL);
}

/* Waits for the next event of @conversation, which has to say that @setting is
 * @value. */
static void
hear_set (ParlorTestPeer *peer,
          const char     *conversation,
          ParlorSetting   setting,
          const char     *value)
{
  ParlorEventPacket *event = parlor_test_hear_of (peer, conversation, PARLOR_EVENT_SET, 0);

  g_assert_cmpint (event->setting, ==, setting);
  g_assert_cmpstr (event->text, ==, value);
}

static const struct
{
  const char   *word;
  ParlorSetting setting;
  const char   *value;
  const char   *told;
  const char   *off; /* how to take it back */
  const char   *told_off;
} settings[] = {
  { "name", PARLOR_SETTING_NAME, "#Green  Tea ", "Green Tea", "Friends", "Friends" },
  { "topic", PARLOR_SETTING_TOPIC, "Leaves 🍵\nnot bags", "Leaves 🍵\nnot bags", "", NULL },
  { "description", PARLOR_SETTING_DESCRIPTION, "Всё о чае", "Всё о чае", NULL, NULL },
  { "password", PARLOR_SETTING_PASSWORD, "secret 🔑", "on", "", "off" },
  { "unlisted", PARLOR_SETTING_UNLISTED, "on", "on", "off", "off" },
  { "private", PARLOR_SETTING_PRIVATE, "on", "on", NULL, "off" },
  { "read-only", PARLOR_SETTING_READ_ONLY, "on", "on", "off", "off" },
  { "slow-mode-s", PARLOR_SETTING_SLOW_MODE, "0030", "30", "0", "0" },
  { "archived", PARLOR_SETTING_ARCHIVED, "on", "on", "off", "off" },
  { "retention-days", PARLOR_SETTING_RETENTION_DAYS, "36500", "36500", NULL, "0" },
  { "retention-count", PARLOR_SETTING_RETENTION_COUNT, "2147483647", "2147483647", "", "0" },
  { "file-retention-days", PARLOR_SETTING_FILE_RETENTION_DAYS, "7", "7", "0", "0" },
};

/* Each is told to everyone in the conversation, once, and again when it is taken
 * back; who asks for what is so already gets ok. */
static void
test_each (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *group = parlor_test_create (ada, "group", "Friends", NULL);

  G_STATIC_ASSERT (G_N_ELEMENTS (settings) == PARLOR_N_SETTINGS - 1);
  parlor_test_join (bob, group, NULL);
  parlor_test_peer_forget (bob);
  parlor_test_set (ada, group, "unlisted", "on"); /* else private does it */
  hear_set (bob, group, PARLOR_SETTING_UNLISTED, "on");

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    gboolean is_secret = settings[i].setting == PARLOR_SETTING_PASSWORD;

    if (settings[i].setting == PARLOR_SETTING_UNLISTED)
      continue;
    parlor_test_set (ada, group, settings[i].word, settings[i].value);
    hear_set (bob, group, settings[i].setting, settings[i].told);
    if (!is_secret)
      parlor_test_set (ada, group, settings[i].word, settings[i].value);
    parlor_test_hear_nothing (bob, group);

    parlor_test_set (ada, group, settings[i].word, settings[i].off);
    hear_set (bob, group, settings[i].setting, settings[i].told_off);
    parlor_test_set (ada, group, settings[i].word, settings[i].off);
    parlor_test_hear_nothing (bob, group);
  }
}

/* They outlive the server, and who comes sees them. */
static void
test_lasting (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   again = NULL;
  g_autofree char             *group = parlor_test_create (ada, "group", "Friends", NULL);
  ParlorConversationPacket    *seen;
  ParlorEventPacket           *last;

  for (guint i = 1; i < G_N_ELEMENTS (settings); i++)
    parlor_test_set (ada, group, settings[i].word, settings[i].value);
  parlor_test_server_kill (server);
  parlor_test_server_start (server);

  again = parlor_test_enter_again (ada);
  seen = parlor_test_look (again, group);
  g_assert_cmpstr (seen->topic, ==, "Leaves 🍵\nnot bags");
  g_assert_cmpstr (seen->description, ==, "Всё о чае");
  g_assert_true (seen->has_password);
  g_assert_true (seen->unlisted);
  g_assert_true (seen->is_private);
  g_assert_true (seen->is_read_only);
  g_assert_true (seen->is_archived);
  g_assert_cmpint (seen->slow_mode_s, ==, 30);
  g_assert_cmpint (seen->retention_days, ==, 36500);
  g_assert_cmpint (seen->retention_count, ==, G_MAXINT32);
  g_assert_cmpint (seen->file_retention_days, ==, 7);

  /* The log tells them as well, but never the password. */
  last = parlor_test_history (again, group, 0, 0, 1)->events->pdata[0];
  g_assert_cmpint (last->setting, ==, PARLOR_SETTING_FILE_RETENTION_DAYS);
  g_assert_cmpint (parlor_test_sql_int (server, "SELECT COUNT (*) FROM events "
                                                "WHERE text LIKE '%secret%'"),
                   ==, 0);
  g_assert_cmpint (parlor_test_sql_int (server, "SELECT COUNT (*) FROM audit "
                                                "WHERE text LIKE '%secret%'"),
                   ==, 0);
  g_assert_cmpint (parlor_test_sql_int (server, "SELECT COUNT (*) FROM audit "
                                                "WHERE act = 'set' AND author = 1"),
                   ==, G_N_ELEMENTS (settings) - 1);
}

static void
test_values_refused (void)
{
  static const struct
  {
    const char *setting, *value, *code;
  } cases[] = {
    { "name", "", "bad-value" },
    { "name", NULL, "bad-value" },
    { "name", "a\xe2\x80\xae", "bad-value" },
    { "name", "TEA", "exists" },
    { "name", "ｔｅａ", "exists" }, /* fullwidth */
    { "name", "lobby", "exists" },
    { "topic", "a\x1b[31m", "bad-value" },
    { "topic", "  ", "bad-value" },
    { "description", "\x07", "bad-value" },
    { "unlisted", "yes", "bad-value" },
    { "private", "1", "bad-value" },
    { "read-only", "ON", "bad-value" },
    { "archived", "true", "bad-value" },
    { "slow-mode-s", "86401", "bad-value" },
    { "slow-mode-s", "-1", "bad-value" },
    { "slow-mode-s", " 5", "bad-value" },
    { "slow-mode-s", "5s", "bad-value" },
    { "slow-mode-s", "0x10", "bad-value" },
    { "retention-days", "36501", "bad-value" },
    { "retention-count", "2147483648", "bad-value" },
    { "retention-count", "99999999999999999999", "bad-value" },
    { "file-retention-days", "1.5", "bad-value" },
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autofree char             *group = parlor_test_create (ada, "group", "Friends", NULL);
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  g_autofree char             *long_password = g_strnfill (257, 'x');
  g_autofree char             *line = NULL;
  ParlorErrorPacket           *error;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    may_not_set (ada, cases[i].code, "value", group, cases[i].setting, cases[i].value);
  may_not_set (ada, "bad-value", "value", group, "password", long_password);
  may_not_set (ada, "bad-value", "setting", tea, "password", "secret");

  line = g_strdup_printf ("{\"type\":\"set\",\"conversation\":\"%s\",\"setting\":\"colour\"}",
                          group);
  parlor_test_peer_write_line (ada, line);
  error = parlor_test_peer_expect (ada, PARLOR_PACKET_ERROR);
  g_assert_cmpstr (error->field, ==, "setting");
  parlor_test_hear_nothing (ada, group);
}

static void
test_rights (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *group = parlor_test_create (ada, "group", "Friends", NULL);
  g_autofree char             *chat = g_strdup_printf ("p%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT,
                                                       ada->account, bob->account);

  parlor_test_join (bob, group, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    may_not_set (bob, "not-allowed", NULL, group, settings[i].word, settings[i].value);
    may_not_set (carol, "not-found", "conversation", group, settings[i].word, settings[i].value);
  }

  parlor_test_make (ada, group, bob, "moderator");
  parlor_test_peer_forget (ada);
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    if (settings[i].setting == PARLOR_SETTING_TOPIC ||
        settings[i].setting == PARLOR_SETTING_SLOW_MODE ||
        settings[i].setting == PARLOR_SETTING_READ_ONLY) {
      parlor_test_set (bob, group, settings[i].word, settings[i].value);
      hear_set (ada, group, settings[i].setting, settings[i].told);
    } else {
      may_not_set (bob, "not-allowed", NULL, group, settings[i].word, settings[i].value);
    }
  }

  /* A moderator who is muted sets nothing, nor one who is a moderator no longer. */
  parlor_test_do (ada, PARLOR_PACKET_MUTE, group, bob->account);
  may_not_set (bob, "not-allowed", "conversation", group, "topic", "Mine");
  parlor_test_do (ada, PARLOR_PACKET_UNMUTE, group, bob->account);
  parlor_test_set (bob, group, "topic", "Ours");
  parlor_test_make (ada, group, bob, "member");
  may_not_set (bob, "not-allowed", NULL, group, "topic", "Mine");
  parlor_test_do (ada, PARLOR_PACKET_KICK, group, bob->account);
  may_not_set (bob, "not-found", "conversation", group, "topic", "Mine");

  parlor_test_say (ada, chat, "Hello");
  may_not_set (ada, "not-allowed", "conversation", chat, "topic", "Us");
  g_assert_cmpstr (parlor_test_look (ada, group)->topic, ==, "Ours");
}

/* An administrator of the server who is in it owns it, and otherwise not. */
static void
test_administrator (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   root = parlor_test_enter_as_owner (server, "root");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);

  may_not_set (root, "not-found", "conversation", tea, "name", "Coffee");
  parlor_test_join (root, tea, NULL);
  parlor_test_set (root, tea, "name", "Coffee");

  /* The lobby takes what does not shut anybody out. */
  may_not_set (root, "not-allowed", "setting", "lobby", "private", "on");
  may_not_set (root, "not-allowed", "setting", "lobby", "archived", "on");
  may_not_set (root, "not-allowed", "setting", "lobby", "password", "secret");
  may_not_set (ada, "not-allowed", NULL, "lobby", "topic", "Mine");
  parlor_test_set (root, "lobby", "topic", "Welcome");
  parlor_test_set (root, "lobby", "read-only", "on");
}

static void
test_password (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *group = parlor_test_create (ada, "group", "Friends", "first");

  parlor_test_set (ada, group, "password", "second");
  hear_set (ada, group, PARLOR_SETTING_PASSWORD, "on");
  parlor_test_peer_refused (bob, "wrong-password", "password", PARLOR_PACKET_JOIN, "conversation",
                            group, "password", "first", NULL);
  parlor_test_join (bob, group, "second");

  /* Who is in stays in; who has left meets what holds now. */
  parlor_test_set (ada, group, "password", "third");
  parlor_test_say (bob, group, "still here");
  parlor_test_leave (bob, group);
  parlor_test_set (ada, group, "password", NULL);
  g_assert_false (parlor_test_find (bob, "Friends")->has_password);
  parlor_test_join (bob, group, NULL);
}

/* Whoever hands ownership over while a password is being hashed is no owner when
 * it is to be set. */
static void
test_password_too_late (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *group = parlor_test_create (ada, "group", "Friends", NULL);
  ParlorSetPacket              set = { .conversation = group,
                                       .setting = PARLOR_SETTING_PASSWORD,
                                       .value = (char *) "secret" };
  ParlorSetRolePacket          hand_over = { .conversation = group,
                                             .account = bob->account,
                                             .role = PARLOR_ROLE_OWNER };
  ParlorErrorPacket           *error;

  parlor_test_join (bob, group, NULL);
  parlor_test_request_both (ada, PARLOR_PACKET_SET, &set, PARLOR_PACKET_SET_ROLE, &hand_over);
  error = parlor_test_peer_answer (ada, set.tag, PARLOR_PACKET_ERROR);
  g_assert_cmpstr (error->code, ==, "not-allowed");
  parlor_test_peer_answer (ada, hand_over.tag, PARLOR_PACKET_OK);
  g_assert_false (parlor_test_look (bob, group)->has_password);
}

/* What is private is unlisted, and nobody learns of it. */
static void
test_private (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);

  parlor_test_set (ada, tea, "private", "on");
  hear_set (ada, tea, PARLOR_SETTING_PRIVATE, "on");
  hear_set (ada, tea, PARLOR_SETTING_UNLISTED, "on");
  may_not_set (ada, "bad-value", "value", tea, "unlisted", "off");
  g_assert_null (parlor_test_find (bob, "Tea"));
  parlor_test_peer_refused (bob, "not-found", "conversation", PARLOR_PACKET_JOIN, "conversation",
                            tea, NULL);
  parlor_test_peer_refused (bob, "not-found", "conversation", PARLOR_PACKET_JOIN, "conversation",
                            "tea", NULL);

  parlor_test_set (ada, tea, "private", "off");
  parlor_test_join (bob, "tea", NULL);
  g_assert_null (parlor_test_find (bob, "Tea"));
  parlor_test_set (ada, tea, "unlisted", "off");
  g_assert_cmpint (parlor_test_find (bob, "Tea")->members, ==, 2);
}

static void
test_archived (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);

  parlor_test_join (bob, tea, NULL);
  parlor_test_say (bob, tea, "kept");
  parlor_test_set (ada, tea, "archived", "on");
  g_assert_null (parlor_test_find (carol, "Tea"));
  parlor_test_peer_refused (carol, "not-allowed", "conversation", PARLOR_PACKET_JOIN,
                            "conversation", "Tea", NULL);
  parlor_test_may_not (bob, "not-allowed", "conversation", PARLOR_PACKET_INVITE, tea,
                       carol->account);
  g_assert_cmpuint (parlor_test_history (bob, tea, 0, 0, 0)->events->len, ==, 4);

  may_not_set (bob, "not-allowed", NULL, tea, "archived", "off");
  parlor_test_set (ada, tea, "archived", "off");
  parlor_test_join (carol, "Tea", NULL);
  parlor_test_say (bob, tea, "again");
}

/* A new name holds at once, and the old one is free. */
static void
test_name (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);
  g_autofree char             *other = NULL;

  parlor_test_set (ada, tea, "name", "TEA");
  g_assert_nonnull (parlor_test_find (bob, "TEA"));
  parlor_test_set (ada, tea, "name", "Coffee");
  g_assert_nonnull (parlor_test_find (bob, "Coffee"));
  g_assert_null (parlor_test_find (bob, "TEA"));
  other = parlor_test_create (bob, "group", "Tea", NULL);
  may_not_set (ada, "exists", "value", tea, "name", "tea");
  parlor_test_join (bob, "coffee", NULL);
  g_assert_cmpstr (parlor_test_look (bob, tea)->name, ==, "Coffee");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/settings/each", test_each);
  g_test_add_func ("/settings/lasting", test_lasting);
  g_test_add_func ("/settings/values-refused", test_values_refused);
  g_test_add_func ("/settings/rights", test_rights);
  g_test_add_func ("/settings/administrator", test_administrator);
  g_test_add_func ("/settings/password", test_password);
  g_test_add_func ("/settings/password/too-late", test_password_too_late);
  g_test_add_func ("/settings/private", test_private);
  g_test_add_func ("/settings/archived", test_archived);
  g_test_add_func ("/settings/name", test_name);

  return g_test_run ();
}
