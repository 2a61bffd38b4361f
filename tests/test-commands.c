/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one types about messages, conversations and oneself, over the real server. */

#include "parlor-test-commands.h"

#include <glib/gstdio.h>

#define LOBBY "lobby"

static void
assert_says (const char *text,
             const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

#define assert_shows(client, where, line, part)                            \
  G_STMT_START                                                             \
  {                                                                        \
    g_autofree char *_shown = parlor_test_ask ((client), (where), (line)); \
    assert_says (_shown, (part));                                          \
  }                                                                        \
  G_STMT_END

static ParlorMessage *
last_message (ParlorTestClient *client,
              const char       *where)
{
  return parlor_conversation_get_last_message (parlor_test_client_find (client, where));
}

/* What a message is waited for to be. */
typedef struct
{
  ParlorTestClient *client;
  const char       *text; /* NULL: deleted */
  guint             n_reactions;
  gboolean          is_pinned;
} Expected;

static gboolean
is_as_expected (gpointer user_data)
{
  const Expected  *expected = user_data;
  ParlorMessage   *last = last_message (expected->client, LOBBY);
  const GPtrArray *reactions = last != NULL ? parlor_message_get_reactions (last) : NULL;

  return last != NULL && g_strcmp0 (parlor_message_get_text (last), expected->text) == 0 &&
         (reactions != NULL ? reactions->len : 0) == expected->n_reactions &&
         parlor_message_is_pinned (last) == expected->is_pinned;
}

static void
wait_last (ParlorTestClient *client,
           const char       *text,
           guint             n_reactions,
           gboolean          is_pinned)
{
  parlor_test_wait (is_as_expected, &(Expected){ client, text, n_reactions, is_pinned });
}

static void
test_unknown (ParlorCommandFixture *fixture,
              gconstpointer         data)
{
  parlor_test_refuse (fixture->ann, LOBBY, "/nonsense a b", "There is no command /nonsense.");
  parlor_test_refuse (fixture->ann, LOBBY, "/usr/bin/true", "There is no command /usr/bin/true.");
  parlor_test_refuse (fixture->ann, LOBBY, "/settings", "This program has no /settings.");
  parlor_test_refuse (fixture->ann, LOBBY, "/quit", "This program has no /quit.");
  parlor_test_refuse (fixture->ann, LOBBY, "/users of here", "“of here” is too much.");
  parlor_test_refuse (fixture->ann, NULL, "/me waves", "No conversation is open.");
}

static void
test_help (ParlorCommandFixture *fixture,
           gconstpointer         data)
{
  assert_shows (fixture->ann, NULL, "/help", "/join NAME [PASSWORD] ");
  assert_shows (fixture->ann, NULL, "/help mute", "[HOW-LONG]");
  assert_shows (fixture->ann, NULL, "/HELP /Join", "Enter a channel or group");
  parlor_test_refuse (fixture->ann, NULL, "/help nonsense", "no command “nonsense”");
}

static void
test_writing (ParlorCommandFixture *fixture,
              gconstpointer         data)
{
  parlor_test_type (fixture->ann, LOBBY, "/me waves");
  wait_last (fixture->bob, "waves", 0, FALSE);
  g_assert_true (parlor_message_is_action (last_message (fixture->bob, LOBBY)));

  parlor_test_type (fixture->bob, NULL, "/msg #lobby From  afar ");
  wait_last (fixture->ann, "From  afar", 0, FALSE);
  parlor_test_type (fixture->bob, NULL, "/channel lobby again");
  wait_last (fixture->ann, "again", 0, FALSE);

  parlor_test_type (fixture->ann, LOBBY, "/pm bob psst");
  parlor_test_client_wait_text (
    fixture->bob,
    parlor_client_open_personal (fixture->bob->client,
                                 parlor_client_find_account (fixture->bob->client, "ann")),
    "psst");

  parlor_test_refuse (fixture->ann, LOBBY, "/me", "TEXT is missing. Write /me TEXT");
  parlor_test_refuse (fixture->ann, LOBBY, "/msg bob", "TEXT is missing.");
  parlor_test_refuse (fixture->ann, LOBBY, "/msg nobody hi", "nobody has this name");
  parlor_test_refuse (fixture->ann, LOBBY, "/msg #bob hi", "nobody has this name");
  parlor_test_refuse (fixture->ann, LOBBY, "/pm lobby hi", "Nobody is called “lobby”.");
  parlor_test_refuse (fixture->ann, LOBBY, "/group nowhere hi", "no channel or group");
}

static void
test_changing (ParlorCommandFixture *fixture,
               gconstpointer         data)
{
  parlor_test_refuse (fixture->bob, LOBBY, "/edit x", "No message of yours");
  parlor_test_refuse (fixture->bob, LOBBY, "/reply x", "No message of somebody else");

  parlor_test_say (parlor_test_client_find (fixture->ann, LOBBY), "one");
  parlor_test_say (parlor_test_client_find (fixture->ann, LOBBY), "two");
  parlor_test_say (parlor_test_client_find (fixture->ann, LOBBY), "three");
  parlor_test_type (fixture->ann, LOBBY, "/edit drei"); /* which waits until it is sent */
  wait_last (fixture->bob, "drei", 0, FALSE);
  parlor_test_type (fixture->bob, LOBBY, "/react :tada:");
  wait_last (fixture->ann, "drei", 1, FALSE);
  parlor_test_type (fixture->bob, LOBBY, "/react 👍");
  wait_last (fixture->ann, "drei", 2, FALSE);
  parlor_test_type (fixture->ann, LOBBY, "/pin");
  wait_last (fixture->bob, "drei", 2, TRUE);
  parlor_test_type (fixture->ann, LOBBY, "/unpin");
  wait_last (fixture->bob, "drei", 2, FALSE);

  parlor_test_type (fixture->ann, LOBBY, "/edit ^3 eins");
  parlor_test_client_wait_text (fixture->bob, parlor_test_client_find (fixture->bob, LOBBY),
                                "eins");
  parlor_test_type (fixture->bob, LOBBY, "/reply ^2 To the second");
  wait_last (fixture->ann, "To the second", 0, FALSE);
  g_assert_cmpint (parlor_message_get_reply_to (last_message (fixture->ann, LOBBY)), ==,
                   parlor_message_get_seq (last_message (fixture->ann, LOBBY)) - 8);

  parlor_test_type (fixture->bob, LOBBY, "/delete");
  wait_last (fixture->ann, NULL, 0, FALSE);
}

static void
test_changing_refused (ParlorCommandFixture *fixture,
                       gconstpointer         data)
{
  g_autofree char *by_number = NULL;

  parlor_test_say (parlor_test_client_find (fixture->ann, LOBBY), "one");
  wait_last (fixture->bob, "one", 0, FALSE);

  parlor_test_refuse (fixture->bob, LOBBY, "/pin", "This takes a moderator.");
  parlor_test_refuse (fixture->bob, LOBBY, "/react blargh", "“blargh” is not an emoji");
  parlor_test_refuse (fixture->bob, LOBBY, "/react", "EMOJI is missing.");
  parlor_test_refuse (fixture->ann, LOBBY, "/edit", "TEXT is missing.");
  parlor_test_refuse (fixture->ann, LOBBY, "/edit ^9 x", "No message of yours");
  parlor_test_refuse (fixture->ann, LOBBY, "/edit =999 x", "There is no such message here.");
  parlor_test_refuse (fixture->ann, LOBBY, "/edit =9223372036854775807 x", "no such message");
  parlor_test_refuse (fixture->bob, LOBBY, "/reply", "TEXT is missing.");

  /* Another one's, by its number: that is for the server to refuse, or not. */
  by_number = g_strdup_printf ("/delete =%" G_GINT64_FORMAT,
                               parlor_message_get_seq (last_message (fixture->bob, LOBBY)));
  parlor_test_refuse (fixture->bob, LOBBY, by_number, "");
  parlor_test_type (fixture->ann, LOBBY, by_number);
  wait_last (fixture->bob, NULL, 0, FALSE);
}

static void
test_search (ParlorCommandFixture *fixture,
             gconstpointer         data)
{
  parlor_test_type (fixture->ann, NULL, "/msg #lobby The needle is here");
  assert_shows (fixture->bob, NULL, "/search needle", "lobby ann: The needle is here");
  assert_shows (fixture->bob, NULL, "/search haystack", "Nothing was found.");
  parlor_test_refuse (fixture->bob, NULL, "/search", "WORDS is missing.");
}

static void
test_rooms (ParlorCommandFixture *fixture,
            gconstpointer         data)
{
  ParlorConversation *family =
    parlor_test_type (fixture->ann, NULL, "/create group \"My Family\" pass12345");

  g_assert_cmpstr (parlor_conversation_get_title (family), ==, "My Family");
  assert_shows (fixture->bob, NULL, "/list", "#My Family  group, password");
  assert_shows (fixture->bob, NULL, "/list no such thing", "There is no channel or group.");
  parlor_test_refuse (fixture->bob, NULL, "/join \"my family\" wrong", "");
  parlor_test_type (fixture->bob, NULL, "/join \"my family\" pass12345");
  assert_shows (fixture->bob, "My Family", "/leave", "You have left #My Family.");
  parlor_test_refuse (fixture->bob, "My Family", "/me is gone", "You are not in this conversation");

  parlor_test_type (fixture->ann, NULL, "/channelcreate The Garden");
  parlor_test_type (fixture->bob, NULL, "/channeljoin The Garden");
  parlor_test_type (fixture->bob, LOBBY, "/channelleave The Garden");
  parlor_test_type (fixture->ann, NULL, "/groupcreate team");
  parlor_test_type (fixture->bob, NULL, "/groupjoin team");
  parlor_test_type (fixture->bob, NULL, "/group team hello team");
  parlor_test_client_wait_text (fixture->ann, parlor_test_client_find (fixture->ann, "team"),
                                "hello team");
  parlor_test_type (fixture->bob, NULL, "/groupleave team");

  parlor_test_refuse (fixture->ann, NULL, "/create chapel x",
                      "a channel or a group. Write /create");
  parlor_test_refuse (fixture->ann, NULL, "/create channel lobby", "");
  parlor_test_refuse (fixture->bob, NULL, "/join nowhere", "/list shows all");
  parlor_test_refuse (fixture->bob, NULL, "/leave", "NAME is missing.");
  parlor_test_refuse (fixture->bob, NULL, "/leave nowhere", "no channel or group called");
}

static void
test_topic (ParlorCommandFixture *fixture,
            gconstpointer         data)
{
  assert_shows (fixture->bob, LOBBY, "/topic \n", "\n");
  parlor_test_type (fixture->ann, LOBBY, "/topic What we  speak about");
  assert_shows (fixture->ann, LOBBY, "/topic", "What we  speak about");
  parlor_test_type (fixture->ann, LOBBY, "/topic \"\"");
  assert_shows (fixture->ann, LOBBY, "/topic", "There is no topic.");
  parlor_test_refuse (fixture->bob, LOBBY, "/topic Mine", "");
}

static gboolean
is_unread (gpointer user_data)
{
  return parlor_conversation_get_unread (user_data) == 1;
}

static gboolean
is_read (gpointer user_data)
{
  return parlor_conversation_get_unread (user_data) == 0;
}

static void
test_mark (ParlorCommandFixture *fixture,
           gconstpointer         data)
{
  ParlorConversation *lobby = parlor_test_client_find (fixture->bob, LOBBY);

  parlor_test_refuse (fixture->bob, LOBBY, "/mark unread", "No message is here");
  parlor_test_type (fixture->ann, LOBBY, "/me waves");
  parlor_test_wait (is_unread, lobby);
  parlor_test_type (fixture->bob, LOBBY, "/mark");
  parlor_test_wait (is_read, lobby);
  parlor_test_type (fixture->bob, LOBBY, "/mark unread");
  parlor_test_wait (is_unread, lobby);
  parlor_test_type (fixture->bob, LOBBY, "/mark read");
  parlor_test_wait (is_read, lobby);
  parlor_test_refuse (fixture->bob, LOBBY, "/mark bad", "read or unread. Write /mark");
}

static void
test_oneself (ParlorCommandFixture *fixture,
              gconstpointer         data)
{
  assert_shows (fixture->bob, NULL, "/nick Bob the Builder", "You are called Bob the Builder");
  assert_shows (fixture->ann, NULL, "/who bob", "@bob  Bob the Builder");
  parlor_test_refuse (fixture->bob, NULL, "/nick", "NICK is missing.");
  parlor_test_refuse (fixture->bob, NULL, "/nick \u202e", "");

  parlor_test_type (fixture->bob, NULL, "/status In the garden");
  assert_shows (fixture->ann, NULL, "/who @bob", "In the garden");
  parlor_test_type (fixture->bob, NULL, "/away At lunch");
  assert_shows (fixture->ann, NULL, "/who bob", "Bob the Builder  away\nAt lunch");
  parlor_test_type (fixture->bob, NULL, "/back");
  parlor_test_type (fixture->bob, NULL, "/status");
  assert_shows (fixture->ann, NULL, "/who bob", "Bob the Builder  online\nHere since");
}

static void
test_files (ParlorCommandFixture *fixture,
            gconstpointer         data)
{
  g_autofree char *photo = g_test_build_filename (G_TEST_DIST, "media", "rotated.jpg", NULL);
  g_autofree char *folder = g_dir_make_tmp ("parlor-commands-XXXXXX", NULL);
  g_autofree char *send = g_strdup_printf ("/image %s", photo);
  g_autofree char *save = g_strdup_printf ("/save %s", folder);
  g_autofree char *copy = g_build_filename (folder, "rotated.jpg", NULL);
  g_autofree char *second = g_build_filename (folder, "rotated (2).jpg", NULL);
  g_autofree char *save_as = g_strdup_printf ("/save %s", copy);
  g_autofree char *send_folder = g_strdup_printf ("/file %s", folder);

  parlor_test_refuse (fixture->ann, LOBBY, save, "No image or file");
  parlor_test_type (fixture->ann, LOBBY, send);
  assert_shows (fixture->ann, LOBBY, save, copy);
  g_assert_true (g_file_test (copy, G_FILE_TEST_IS_REGULAR));

  /* Nothing is overwritten. */
  assert_shows (fixture->ann, LOBBY, save, "rotated (2).jpg");
  parlor_test_refuse (fixture->ann, LOBBY, save_as, "");

  parlor_test_refuse (fixture->ann, LOBBY, "/image", "FILE is missing.");
  parlor_test_refuse (fixture->ann, LOBBY, "/image /nonexistent", "");
  parlor_test_refuse (fixture->ann, LOBBY, "/file /dev/zero", "is not a file that can be sent");
  parlor_test_refuse (fixture->ann, LOBBY, send_folder, "is not a file that can be sent");
  parlor_test_refuse (fixture->ann, NULL, save, "No image or file");
  g_remove (copy);
  g_remove (second);
  g_remove (folder);
}

/* What only a frontend can do is done there, and what it leaves is done here. */
static gboolean
take (ParlorCommandRun *run,
      gpointer          user_data)
{
  g_assert_true (g_str_equal (parlor_command_run_get_command (run)->name, "settings") ||
                 g_str_equal (parlor_command_run_get_command (run)->name, "edit"));
  if (parlor_command_run_get_argument (run, 1) != NULL)
    return FALSE;
  if (parlor_command_run_get_message (run) != NULL)
    *(gint64 *) user_data = parlor_message_get_seq (parlor_command_run_get_message (run));
  parlor_command_run_say (run, "%s", "taken");
  parlor_command_run_end (run, NULL);

  return TRUE;
}

static const char *const names[] = { "settings", "edit", NULL };

static void
test_frontend (ParlorCommandFixture *fixture,
               gconstpointer         data)
{
  const ParlorCommandFrontend      frontend = { names, take };
  gint64                           seq = 0;
  const ParlorCommandContext       context = { fixture->ann->client,
                                               parlor_test_client_find (fixture->ann, LOBBY),
                                               &frontend, &seq };
  g_autoptr (ParlorCommandOutcome) settings = parlor_test_run (&context, "/settings", NULL);
  g_autoptr (ParlorCommandOutcome) edit = NULL;
  g_autoptr (ParlorCommandOutcome) edited = NULL;

  g_assert_cmpstr (settings->lines->pdata[0], ==, "taken");
  parlor_test_type (fixture->ann, LOBBY, "/me waves");
  edit = parlor_test_run (&context, "/edit", NULL);
  g_assert_cmpint (seq, ==, parlor_message_get_seq (last_message (fixture->ann, LOBBY)));
  edited = parlor_test_run (&context, "/edit smiles", NULL);
  wait_last (fixture->bob, "smiles", 0, FALSE);
}

static void
test_offline (ParlorCommandFixture *fixture,
              gconstpointer         data)
{
  parlor_test_type (fixture->ann, LOBBY, "/me waves");
  wait_last (fixture->bob, "waves", 0, FALSE);
  parlor_test_server_kill (fixture->server);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_WAITING);

  parlor_test_refuse (fixture->bob, LOBBY, "/list", "no connection");
  parlor_test_refuse (fixture->bob, LOBBY, "/pm carol hi", "no connection");
  parlor_test_refuse (fixture->bob, LOBBY, "/react 👍", "no connection");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  PARLOR_COMMAND_TEST ("/commands/unknown", test_unknown);
  PARLOR_COMMAND_TEST ("/commands/help", test_help);
  PARLOR_COMMAND_TEST ("/commands/writing", test_writing);
  PARLOR_COMMAND_TEST ("/commands/changing", test_changing);
  PARLOR_COMMAND_TEST ("/commands/changing-refused", test_changing_refused);
  PARLOR_COMMAND_TEST ("/commands/search", test_search);
  PARLOR_COMMAND_TEST ("/commands/rooms", test_rooms);
  PARLOR_COMMAND_TEST ("/commands/topic", test_topic);
  PARLOR_COMMAND_TEST ("/commands/mark", test_mark);
  PARLOR_COMMAND_TEST ("/commands/oneself", test_oneself);
  PARLOR_COMMAND_TEST ("/commands/files", test_files);
  PARLOR_COMMAND_TEST ("/commands/frontend", test_frontend);
  PARLOR_COMMAND_TEST ("/commands/offline", test_offline);

  return g_test_run ();
}
