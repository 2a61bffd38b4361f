/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is suggested for what one begins to write. */

#include "parlor-suggestions.h"
#include "parlor-test-clock.h"
#include "parlor-test-commands.h"

#include "parlor-client-private.h"

#define LOBBY "lobby"
#define N_MAX 8
#define N_PEOPLE 10000

/* With ten thousand people a key may not take longer than this, on a busy machine. */
#define SLOW_US (200 * 1000)

static ParlorSuggestions *
suggest (ParlorTestClient *client,
         const char       *text)
{
  const ParlorCommandContext context = {
    .client = client->client,
    .conversation = parlor_test_client_find (client, LOBBY),
  };

  return parlor_suggestions_new (&context, text, strlen (text), N_MAX);
}

/* @expected: what would be written, with `|` between them; those that cannot be used in brackets */
static void
assert_suggested (ParlorTestClient *client,
                  const char       *text,
                  const char       *expected)
{
  g_autoptr (ParlorSuggestions) suggestions = suggest (client, text);
  g_autoptr (GString)           all = g_string_new (NULL);

  for (guint i = 0; i < suggestions->items->len; i++) {
    const ParlorSuggestion *item = suggestions->items->pdata[i];

    g_string_append_printf (all, item->reason != NULL ? "%s(%s)" : "%s%s", i > 0 ? "|" : "",
                            item->text);
  }
  g_test_message ("%s", text);
  g_assert_cmpstr (all->str, ==, expected);
  g_assert_cmpuint (suggestions->start, <=, strlen (text));
}

static void
add_person (ParlorTestClient *client,
            gint64            number,
            const char       *name,
            const char       *nick)
{
  const ParlorAccountPacket packet = { .account = number,
                                       .name = (char *) name,
                                       .nick = (char *) nick };

  parlor_client_ensure_account (client->client, &packet);
}

static void
test_people (ParlorCommandFixture *fixture,
             gconstpointer         data)
{
  ParlorConversation    *lobby = parlor_test_client_find (fixture->ann, LOBBY);
  g_autoptr (GListModel) members = parlor_test_client_load_members (fixture->ann, lobby);

  add_person (fixture->ann, 1001, "aaron", "Bobby Tables");
  add_person (fixture->ann, 1002, "bobo", "Bobo");
  assert_suggested (fixture->ann, "Hello @bo", "@bob |@aaron |@bobo ");
  assert_suggested (fixture->ann, "(@TABLES", "@aaron ");
  assert_suggested (fixture->ann, "@an", ""); /* oneself */
  assert_suggested (fixture->ann, "@al", "@all ");
  assert_suggested (fixture->ann, "me@bo", "");
  assert_suggested (fixture->ann, "@bob ", "");
  assert_suggested (fixture->ann, "/pm bo", "@bob |@aaron |@bobo ");
  assert_suggested (fixture->ann, "/pm @bo", "@bob |@aaron |@bobo ");
  assert_suggested (fixture->ann, "/pm bob Ask @bobo", "@bobo ");
  assert_suggested (fixture->ann, "@nobody-is-called-so", "");
}

static void
test_conversations (ParlorCommandFixture *fixture,
                    gconstpointer         data)
{
  parlor_test_type (fixture->ann, NULL, "/create group \"My Family\"");
  assert_suggested (fixture->ann, "#fam", "#My Family ");
  assert_suggested (fixture->ann, "/leave fam", "\"My Family\" ");
  assert_suggested (fixture->ann, "/msg #lo", "#lobby ");
  assert_suggested (fixture->ann, "/channel lo", "#lobby ");
  assert_suggested (fixture->ann, "a#lo", "");
}

static void
test_emoji (ParlorCommandFixture *fixture,
            gconstpointer         data)
{
  assert_suggested (fixture->ann, ":tada", "🎉 ");
  assert_suggested (fixture->ann, "Well done :+1", "👍 ");
  assert_suggested (fixture->ann, "🎉:TADA", "🎉 ");
  assert_suggested (fixture->ann, ":thumbsu", "👍 ");
  assert_suggested (fixture->ann, ":tadx", "🎉 ");
  assert_suggested (fixture->ann, "/react tada", "🎉 ");
  assert_suggested (fixture->ann, "/react :tada", "🎉 ");
  assert_suggested (fixture->ann, ":", "");
  assert_suggested (fixture->ann, ":t", "");
  assert_suggested (fixture->ann, ":)", "");
  assert_suggested (fixture->ann, "10:30", "");
  assert_suggested (fixture->ann, "http://tada", "");
  assert_suggested (fixture->ann, ":tada:", "");
}

static void
test_commands (ParlorCommandFixture *fixture,
               gconstpointer         data)
{
  g_autoptr (ParlorSuggestions) all = suggest (fixture->ann, "/");
  g_autoptr (ParlorSuggestions) at = suggest (fixture->ann, "/mute bob 10m ");

  g_assert_cmpuint (all->items->len, ==, N_MAX);
  g_assert_null (all->command);
  g_assert_cmpstr (at->command->name, ==, "mute");
  g_assert_cmpint (at->argument->kind, ==, PARLOR_ARGUMENT_TEXT);

  assert_suggested (fixture->ann, "/jo", "/join ");
  assert_suggested (fixture->ann, "/KIC", "/kick ");
  assert_suggested (fixture->bob, "/kic", "(/kick )");
  assert_suggested (fixture->ann, "/setti", ""); /* no frontend has it here */
  assert_suggested (fixture->ann, "/help joi", "join ");
  assert_suggested (fixture->ann, "/create gr", "group ");
  assert_suggested (fixture->ann, "/nonsense x", "");
  assert_suggested (fixture->ann, "Hello /jo", "");
  assert_suggested (fixture->ann, "//jo", "");
}

static void
test_many (ParlorCommandFixture *fixture,
           gconstpointer         data)
{
  gint64 start_us;

  for (int i = 0; i < N_PEOPLE; i++) {
    g_autofree char *name = g_strdup_printf ("person-%05d", i);
    g_autofree char *nick = g_strdup_printf ("Somebody Called %d", i);

    add_person (fixture->ann, 1000 + i, name, nick);
  }

  start_us = parlor_test_computed_us ();
  assert_suggested (fixture->ann, "@person-0999", "@person-09990 |@person-09991 |@person-09992 |"
                                                  "@person-09993 |@person-09994 |@person-09995 |"
                                                  "@person-09996 |@person-09997 ");
  assert_suggested (fixture->ann, "@9876", "@person-09876 ");
  g_test_message ("%" G_GINT64_FORMAT " us", parlor_test_computed_us () - start_us);
  g_assert_cmpint (parlor_test_computed_us () - start_us, <, 2 * SLOW_US);
}

/* Whatever is written, and wherever the cursor is in it. */
static void
test_anything (ParlorCommandFixture *fixture,
               gconstpointer         data)
{
  static const char *const texts[] = {
    "/",
    "//",
    "/ ",
    "/msg \"",
    "/msg \"\" ",
    "@",
    "#",
    ":",
    "::",
    ":::::",
    "@@@",
    "(",
    "\"",
    "/react ",
    "/react :",
    "/mute bob 1",
    "/save ^",
    "\u202e@b",
    "/msg \u202e",
    "e\u0301:ta",
  };
  const ParlorCommandContext context = {
    .client = fixture->ann->client,
    .conversation = parlor_test_client_find (fixture->ann, LOBBY),
  };
  g_autofree char *long_word = g_strnfill (PARLOR_TEXT_MAX_BYTES, '@');

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (const char *p = texts[i];; p = g_utf8_next_char (p)) {
      g_autoptr (ParlorSuggestions) suggestions =
        parlor_suggestions_new (&context, texts[i], p - texts[i], N_MAX);

      g_assert_cmpuint (suggestions->items->len, <=, N_MAX);
      if (*p == '\0')
        break;
    }
  assert_suggested (fixture->ann, long_word, "");
}

static gint64
find_number (ParlorTestClient *client,
             const char       *name)
{
  ParlorAccount *account = parlor_client_find_account (client->client, name);

  return account != NULL ? parlor_account_get_id (account) : 0;
}

/* A name is that of who was last told to be called so. */
static void
test_names (ParlorCommandFixture *fixture,
            gconstpointer         data)
{
  const ParlorAccountPacket before = { .account = 1003,
                                       .name = (char *) "new",
                                       .nick = (char *) "Somebody" };

  add_person (fixture->ann, 1001, "old", "Aaron");
  g_assert_cmpint (find_number (fixture->ann, "@Old"), ==, 1001);
  add_person (fixture->ann, 1001, "new", "Aaron");
  g_assert_cmpint (find_number (fixture->ann, "old"), ==, 0);
  g_assert_cmpint (find_number (fixture->ann, "new"), ==, 1001);
  add_person (fixture->ann, 1002, "old", "Bobo");
  g_assert_cmpint (find_number (fixture->ann, "old"), ==, 1002);

  parlor_client_peek_account (fixture->ann->client, &before);
  g_assert_cmpint (find_number (fixture->ann, "new"), ==, 1001);
  g_assert_cmpint (find_number (fixture->ann, "@"), ==, 0);
  g_assert_cmpint (find_number (fixture->ann, ""), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  PARLOR_COMMAND_TEST ("/suggestions/people", test_people);
  PARLOR_COMMAND_TEST ("/suggestions/conversations", test_conversations);
  PARLOR_COMMAND_TEST ("/suggestions/emoji", test_emoji);
  PARLOR_COMMAND_TEST ("/suggestions/commands", test_commands);
  PARLOR_COMMAND_TEST ("/suggestions/many", test_many);
  PARLOR_COMMAND_TEST ("/suggestions/names", test_names);
  PARLOR_COMMAND_TEST ("/suggestions/anything", test_anything);

  return g_test_run ();
}
