/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one types about other people, over the real server. */

#include "parlor-test-commands.h"

#define LOBBY "lobby"

static void
assert_shows (ParlorTestClient *client,
              const char       *where,
              const char       *line,
              const char       *part)
{
  g_autofree char *shown = parlor_test_ask (client, where, line);

  if (strstr (shown, part) == NULL)
    g_error ("“%s” is not in “%s”", part, shown);
}

typedef struct
{
  gpointer    object;
  const char *property;
  gint64      at_least;
  gint64      at_most;
} Range;

static gboolean
is_in_range (gpointer user_data)
{
  const Range    *range = user_data;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) number = G_VALUE_INIT;

  g_object_get_property (range->object, range->property, &value);
  g_value_init (&number, G_TYPE_INT64);
  g_assert_true (g_value_transform (&value, &number));

  return g_value_get_int64 (&number) >= range->at_least &&
         g_value_get_int64 (&number) <= range->at_most;
}

static void
wait_range (gpointer    object,
            const char *property,
            gint64      at_least,
            gint64      at_most)
{
  parlor_test_wait (is_in_range, &(Range){ object, property, at_least, at_most });
}

static void
test_who (ParlorCommandFixture *fixture,
          gconstpointer         data)
{
  assert_shows (fixture->ann, LOBBY, "/users", "@bob  bob  online");
  assert_shows (fixture->ann, LOBBY, "/who", "@ann  ann  online");
  assert_shows (fixture->ann, NULL, "/users", "@ann");
  assert_shows (fixture->ann, NULL, "/who bob", "Here since");
  parlor_test_refuse (fixture->ann, NULL, "/who nobody", "Nobody is called “nobody”.");
  parlor_test_refuse (fixture->ann, NULL, "/who \u202e", "Nobody is called");
}

/* By a nick, where it is only one person's. */
static void
test_nicks (ParlorCommandFixture *fixture,
            gconstpointer         data)
{
  parlor_test_type (fixture->bob, NULL, "/nick Bob the Builder");
  parlor_test_wait (is_in_range, &(Range){ parlor_test_client_find (fixture->ann, LOBBY),
                                           "n-members", 2, 2 });
  assert_shows (fixture->ann, LOBBY, "/users", "Bob the Builder");
  assert_shows (fixture->ann, NULL, "/who bob the builder", "@bob");
  parlor_test_type (fixture->ann, NULL, "/nick Bob the Builder");
  assert_shows (fixture->ann, LOBBY, "/users", "@ann  Bob the Builder");
  parlor_test_refuse (fixture->ann, NULL, "/who Bob the Builder", "Several people");
}

static void
test_invite (ParlorCommandFixture *fixture,
             gconstpointer         data)
{
  GListModel *invitations = parlor_client_get_invitations (fixture->bob->client);

  parlor_test_type (fixture->ann, NULL, "/create group den");
  assert_shows (fixture->ann, "den", "/invite bob", "bob is invited.");
  while (g_list_model_get_n_items (invitations) == 0)
    g_main_context_iteration (NULL, TRUE);
  parlor_test_refuse (fixture->bob, NULL, "/decline lobby", "Nobody invites you to “lobby”.");
  parlor_test_type (fixture->bob, NULL, "/decline den");
  g_assert_cmpuint (g_list_model_get_n_items (invitations), ==, 0);

  parlor_test_refuse (fixture->ann, NULL, "/invite bob", "No conversation is open.");
  parlor_test_refuse (fixture->ann, "den", "/invite", "NAME is missing.");
  parlor_test_refuse (fixture->ann, "den", "/invite nobody", "Nobody is called");
}

static void
test_moderation (ParlorCommandFixture *fixture,
                 gconstpointer         data)
{
  ParlorConversation *lobby = parlor_test_client_find (fixture->bob, LOBBY);
  const gint64        now_ms = g_get_real_time () / 1000;

  parlor_test_type (fixture->ann, LOBBY, "/mute bob 10m too loud");
  wait_range (lobby, "muted-until-ms", now_ms + 599000, now_ms + 660000);
  parlor_test_refuse (fixture->bob, LOBBY, "/me speaks", "a moderator has muted you");
  parlor_test_type (fixture->ann, LOBBY, "/unmute bob");
  wait_range (lobby, "muted-until-ms", 0, 0);
  parlor_test_type (fixture->ann, LOBBY, "/mute bob");
  wait_range (lobby, "muted-until-ms", PARLOR_FOREVER_MS, PARLOR_FOREVER_MS);

  parlor_test_type (fixture->ann, LOBBY, "/kick bob out you go");
  wait_range (lobby, "is-member", FALSE, FALSE);
  parlor_test_type (fixture->bob, NULL, "/join lobby");
  parlor_test_type (fixture->ann, LOBBY, "/ban bob 1h bad words");
  wait_range (lobby, "is-member", FALSE, FALSE);
  parlor_test_refuse (fixture->bob, NULL, "/join lobby", "");
  parlor_test_type (fixture->ann, LOBBY, "/unban bob");
  parlor_test_type (fixture->bob, NULL, "/join lobby");
}

static void
test_moderation_refused (ParlorCommandFixture *fixture,
                         gconstpointer         data)
{
  static const char *const lines[] = { "/kick ann", "/ban ann 1h", "/unban ann", "/mute ann",
                                       "/unmute ann" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    parlor_test_refuse (fixture->bob, LOBBY, lines[i], "This takes a moderator.");

  parlor_test_refuse (fixture->ann, LOBBY, "/mute bob 10 minutes", "“10” is not a time.");
  parlor_test_refuse (fixture->ann, LOBBY, "/ban bob 10x", "“10x” is not a time.");
  parlor_test_refuse (fixture->ann, LOBBY, "/ban", "NAME is missing.");
  parlor_test_refuse (fixture->ann, LOBBY, "/kick nobody", "Nobody is called");
  parlor_test_refuse (fixture->ann, LOBBY, "/kick ann", ""); /* oneself */
}

/* In a personal chat there is nobody to moderate, and nothing to leave. */
static void
test_personal (ParlorCommandFixture *fixture,
               gconstpointer         data)
{
  ParlorConversation      *chat;
  ParlorAccount           *bob;
  static const char *const lines[] = { "/kick bob", "/invite bob", "/topic x", "/leave" };

  parlor_test_type (fixture->ann, NULL, "/pm bob hello");
  bob = parlor_client_find_account (fixture->ann->client, "bob");
  chat = parlor_client_open_personal (fixture->ann->client, bob);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    const ParlorCommandContext context = { fixture->ann->client, chat, NULL, NULL };
    g_autoptr (GError)         error = NULL;

    g_assert_null (parlor_test_run (&context, lines[i], &error));
    g_assert_error (error, PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_NOT_HERE);
  }
}

static void
test_block (ParlorCommandFixture *fixture,
            gconstpointer         data)
{
  assert_shows (fixture->bob, NULL, "/block ann", "ann is blocked.");
  assert_shows (fixture->bob, NULL, "/who ann", "You have blocked this person.");
  parlor_test_type (fixture->bob, NULL, "/unblock ann");
  parlor_test_refuse (fixture->bob, NULL, "/block nobody", "Nobody is called");
  parlor_test_refuse (fixture->bob, NULL, "/block", "NAME is missing.");
}

static gboolean
has_announcement (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) > 0;
}

static void
test_server (ParlorCommandFixture *fixture,
             gconstpointer         data)
{
  g_assert_cmpint (parlor_client_get_server_role (fixture->ann->client), ==,
                   PARLOR_SERVER_ROLE_OWNER);
  g_assert_cmpint (parlor_client_get_server_role (fixture->bob->client), ==,
                   PARLOR_SERVER_ROLE_USER);

  parlor_test_refuse (fixture->bob, NULL, "/broadcast hello", "an administrator of the server");
  parlor_test_type (fixture->ann, NULL, "/broadcast Back at noon");
  parlor_test_wait (has_announcement, parlor_client_get_announcements (fixture->bob->client));

  assert_shows (fixture->ann, NULL, "/invite-link 3 7d", "parlor://");
  parlor_test_refuse (fixture->ann, NULL, "/invite-link many", "not a number of people");
  parlor_test_refuse (fixture->ann, NULL, "/invite-link 3 7", "“7” is not a time.");
  parlor_test_refuse (fixture->ann, NULL, "/export /proc/nowhere", "cannot be made");
  parlor_test_refuse (fixture->ann, NULL, "/export", "FOLDER is missing.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  PARLOR_COMMAND_TEST ("/commands-people/who", test_who);
  PARLOR_COMMAND_TEST ("/commands-people/nicks", test_nicks);
  PARLOR_COMMAND_TEST ("/commands-people/invite", test_invite);
  PARLOR_COMMAND_TEST ("/commands-people/moderation", test_moderation);
  PARLOR_COMMAND_TEST ("/commands-people/moderation-refused", test_moderation_refused);
  PARLOR_COMMAND_TEST ("/commands-people/personal", test_personal);
  PARLOR_COMMAND_TEST ("/commands-people/block", test_block);
  PARLOR_COMMAND_TEST ("/commands-people/server", test_server);

  return g_test_run ();
}
