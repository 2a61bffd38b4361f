/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What lines mean before anybody carries them out. */

#include "parlor-command-private.h"

#include "parlor-emoji-names.h"
#include "parlor-emoji.h"

#define ATTACHMENT "a0123456789abcdef0123456789abcdef"

static void
test_which_lines (void)
{
  static const char *const commands[] = { "/help", "/x", "/Join lobby", "/usr/bin" };
  static const char *const texts[][2] = {
    { "hello", "hello" },
    { "//help", "/help" },
    { "/", "/" },
    { "/ help", "/ help" },
    { "/8", "/8" },
    { "", "" },
    { "///", "//" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_assert_true (parlor_command_is_command (commands[i]));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_assert_false (parlor_command_is_command (texts[i][0]));
    g_assert_cmpstr (parlor_command_get_text (texts[i][0]), ==, texts[i][1]);
  }
}

/* Each can be found, has a help, and says nothing that could not be written. */
static void
test_table (void)
{
  for (guint i = 0; i < parlor_command_get_n_commands (); i++) {
    const ParlorCommand *command = parlor_command_get (i);
    g_autofree char     *usage = parlor_command_dup_usage (command);
    gboolean             may_be_left_out = FALSE;

    g_assert_true (parlor_command_find (command->name) == command);
    g_assert_cmpstr (parlor_command_get_help (command), !=, "");
    g_assert_true (g_str_has_prefix (usage + 1, command->name));
    for (guint j = 0; command->arguments[j].kind != PARLOR_ARGUMENT_NONE; j++) {
      const ParlorArgument *argument = &command->arguments[j];
      g_autofree char      *explanation = parlor_argument_dup_explanation (argument);

      g_assert_cmpstr (explanation, !=, "");
      if (argument->kind == PARLOR_ARGUMENT_TEXT)
        g_assert_cmpint (argument[1].kind, ==, PARLOR_ARGUMENT_NONE);

      /* What is needed follows only what cannot be taken for it. */
      may_be_left_out = may_be_left_out || (!argument->is_needed &&
                                            argument->kind != PARLOR_ARGUMENT_OTHERS_MESSAGE);
      g_assert_false (may_be_left_out && argument->is_needed);
    }
  }

  g_assert_true (parlor_command_find ("EXIT") == parlor_command_find ("quit"));
  g_assert_null (parlor_command_find ("exi"));
  g_assert_null (parlor_command_find (""));
  for (int i = 0; i < PARLOR_N_COMMAND_SECTIONS; i++)
    g_assert_cmpstr (parlor_command_get_section_title (i), !=, "");
}

static void
test_arguments (void)
{
  static const struct
  {
    const char *line;
    const char *arguments[PARLOR_COMMAND_MAX_ARGUMENTS]; /* all NULL: refused */
  } cases[] = {
    { "/join lobby", { "lobby" } },
    { "/join  \"My Family\"   secret ", { "My Family", "secret" } },
    { "/join My Family secret", { NULL } },
    { "/join", { NULL } },
    { "/join \"\"", { NULL } },
    { "/msg ada  hello  \"world\" ", { "ada", "hello  \"world\"" } },
    { "/msg \"ada hello", { "\"ada", "hello" } },
    { "/msg ada", { NULL } },
    { "/msg ada two\nlines", { "ada", "two\nlines" } },
    { "/nick Ada Lovelace", { "Ada Lovelace" } },
    { "/nick \"Ada Lovelace\"", { "Ada Lovelace" } },
    { "/invite Ada Lovelace", { "Ada Lovelace" } },
    { "/mute bob 10m too loud", { "bob", "10m", "too loud" } },
    { "/mute bob too loud", { "bob", NULL, "too loud" } },
    { "/mute bob 10 minutes", { "bob", "10", "minutes" } }, /* which is refused as a time */
    { "/mute bob", { "bob" } },
    { "/edit ^2 better", { "^2", "better" } },
    { "/edit =812 better", { "=812", "better" } },
    { "/edit ^_^", { NULL, "^_^" } },
    { "/edit =better", { NULL, "=better" } },
    { "/edit ^0 x", { NULL, "^0 x" } },
    { "/react ^ 👍", { "^", "👍" } },
    { "/react 👍", { NULL, "👍" } },
    { "/react 👍 👎", { NULL } },
    { "/save " ATTACHMENT " a file", { ATTACHMENT, "a file" } },
    { "/save a file", { NULL, "a file" } },
    { "/create group \"My Family\" secret", { "group", "My Family", "secret" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char          *rest = cases[i].line;
    g_autofree char     *name = NULL;
    const ParlorCommand *command = parlor_command_take_name (&rest, &name);
    char                *arguments[PARLOR_COMMAND_MAX_ARGUMENTS] = { NULL };
    g_autoptr (GError)   error = NULL;
    const gboolean       is_refused = cases[i].arguments[0] == NULL &&
                                cases[i].arguments[1] == NULL && cases[i].arguments[2] == NULL;

    g_test_message ("%s", cases[i].line);
    if (parlor_command_split (command, rest, arguments, &error)) {
      g_assert_false (is_refused);
      for (guint j = 0; j < PARLOR_COMMAND_MAX_ARGUMENTS; j++)
        g_assert_cmpstr (arguments[j], ==, cases[i].arguments[j]);
    } else {
      g_assert_true (is_refused);
      g_assert_error (error, PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_USAGE);
    }
    for (guint j = 0; j < PARLOR_COMMAND_MAX_ARGUMENTS; j++)
      g_free (arguments[j]);
  }
}

static void
test_durations (void)
{
  static const struct
  {
    const char *text;
    gint64      seconds;
  } good[] = { { "1s", 1 }, { "10m", 600 }, { "2h", 7200 }, { "7D", 604800 }, { "4w", 2419200 } };
  static const char *const bad[] = { "", "m", "10", "0m", "-1m", "10x", "10mm", "1 m", "9999999d",
                                     "99999999999999999999s", "1.5h", "٣m" };
  gint64                   ms;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_assert_true (parlor_duration_parse (good[i].text, &ms));
    g_assert_cmpint (ms, ==, good[i].seconds * 1000);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (parlor_duration_parse (bad[i], &ms));
}

/* What is at the bar. */
static void
test_points (void)
{
  static const struct
  {
    const char        *line;
    const char        *command; /* NULL: its name is being typed */
    ParlorArgumentKind kind;
    const char        *word; /* NULL: nothing is there */
  } cases[] = {
    { "|", NULL, 0, NULL },
    { "hello|", NULL, 0, NULL },
    { "//he|", NULL, 0, NULL },
    { "/|", NULL, 0, "" },
    { "/jo|in", NULL, 0, "jo" },
    { "/join |", "join", PARLOR_ARGUMENT_LISTED, "" },
    { "/join lob|", "join", PARLOR_ARGUMENT_LISTED, "lob" },
    { "/join \"My Fa|", "join", PARLOR_ARGUMENT_LISTED, "My Fa" },
    { "/join \"My Family\" |", "join", PARLOR_ARGUMENT_PASSWORD, "" },
    { "/join lobby x |", "join", 0, "" },
    { "/nonsense |", NULL, 0, NULL },
    { "/mute bob |", "mute", PARLOR_ARGUMENT_DURATION, "" },
    { "/mute bob 1|", "mute", PARLOR_ARGUMENT_DURATION, "1" },
    { "/mute bob lou|d", "mute", PARLOR_ARGUMENT_TEXT, "lou" },
    { "/mute bob 10m too lou|", "mute", PARLOR_ARGUMENT_TEXT, "too lou" },
    { "/reply |", "reply", PARLOR_ARGUMENT_OTHERS_MESSAGE, "" },
    { "/reply yes|", "reply", PARLOR_ARGUMENT_TEXT, "yes" },
    { "/users |", "users", 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const gsize        cursor = strchr (cases[i].line, '|') - cases[i].line;
    g_autofree char   *before = g_strndup (cases[i].line, cursor);
    g_autofree char   *line = g_strconcat (before, cases[i].line + cursor + 1, NULL);
    ParlorCommandPoint point;
    const gboolean     is_there = parlor_command_point_at (line, cursor, &point);

    g_test_message ("%s", cases[i].line);
    g_assert_cmpint (is_there, ==, cases[i].word != NULL);
    g_assert_cmpstr (point.word, ==, cases[i].word);
    g_assert_cmpstr (point.command != NULL ? point.command->name : NULL, ==, cases[i].command);
    g_assert_cmpint (point.argument != NULL ? (int) point.argument->kind : 0, ==, cases[i].kind);
    g_free (point.word);
  }
}

/* What is a password is one wherever it stands, however wrong the rest is. */
static void
test_secrets (void)
{
  static const char *const secret[] = { "/join family sesame", "/JOIN \"My Family\" sesame",
                                        "/join family sesame street", "/create group x sesame",
                                        "/groupcreate x \"open sesame\"", "/groupjoin x sesame" };
  static const char *const open[] = {
    "/join family", "/create group x", "/msg ben sesame", "/nonsense x sesame", "/me", "/"
  };

  for (guint i = 0; i < G_N_ELEMENTS (secret); i++)
    g_assert_true (parlor_command_has_secret (secret[i]));
  for (guint i = 0; i < G_N_ELEMENTS (open); i++)
    g_assert_false (parlor_command_has_secret (open[i]));
}

static void
test_similar (void)
{
  static const char *const cases[][2] = {
    { "jion", "join" },
    { "hepl", "help" },
    { "HISTROY", "history" },
    { "quti", "quit" },
    { "setings", "settings" },
    { "x", NULL },
    { "", NULL },
    { "nonsense", NULL },
    { "usr/bin/true", NULL },
  };
  g_autofree char *long_name = g_strnfill (1000, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const ParlorCommand *similar = parlor_command_find_similar (cases[i][0]);

    g_assert_cmpstr (similar != NULL ? similar->name : NULL, ==, cases[i][1]);
  }
  g_assert_null (parlor_command_find_similar (long_name));
}

static void
test_qqq (void)
{
  static const char *const others[] = { "qqqq", "qqq q", "QQQ", "/qqq", "", "q qq" };

  g_assert_cmpstr (parlor_command_translate ("qqq", FALSE), ==, "qqq");
  g_assert_cmpstr (parlor_command_translate ("qqq", TRUE), ==, "/quit");
  g_assert_cmpstr (parlor_command_translate (" qqq \n", TRUE), ==, "/quit");
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_cmpstr (parlor_command_translate (others[i], TRUE), ==, others[i]);
}

/* Each spelling that somebody may be used to. */
static void
test_spellings (void)
{
  static const char *const names[] = {
    "help",
    "list",
    "users",
    "who",
    "join",
    "leave",
    "create",
    "invite",
    "kick",
    "ban",
    "mute",
    "topic",
    "nick",
    "me",
    "msg",
    "pm",
    "reply",
    "edit",
    "delete",
    "react",
    "search",
    "history",
    "image",
    "file",
    "save",
    "status",
    "away",
    "block",
    "mark",
    "settings",
    "quit",
    "exit",
    "groupcreate",
    "groupjoin",
    "groupleave",
    "group",
    "channel",
    "channelcreate",
    "channeljoin",
    "channelleave",
    "broadcast",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const ParlorCommand *command = parlor_command_find (names[i]);

    g_assert_nonnull (command);
    g_assert_cmpstr (parlor_command_get_help (command), !=, "");
  }
}

static void
test_emoji (void)
{
  g_assert_cmpstr (parlor_emoji_find (":+1:"), ==, "👍");
  g_assert_cmpstr (parlor_emoji_find ("tada"), ==, "🎉");
  g_assert_cmpstr (parlor_emoji_find (":JOY"), ==, "😂");
  g_assert_cmpstr (parlor_emoji_find ("tears"), ==, "😂");
  g_assert_null (parlor_emoji_find (""));
  g_assert_null (parlor_emoji_find ("::"));
  g_assert_null (parlor_emoji_find ("tad"));

  for (guint i = 0; i < parlor_emoji_names_get_n (); i++) {
    const ParlorEmojiName *entry = parlor_emoji_names_get (i);
    g_autoptr (GError)     error = NULL;
    g_autofree char       *prepared = parlor_emoji_prepare (entry->emoji, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (prepared, ==, entry->emoji);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/command-lines/which-lines", test_which_lines);
  g_test_add_func ("/command-lines/table", test_table);
  g_test_add_func ("/command-lines/arguments", test_arguments);
  g_test_add_func ("/command-lines/durations", test_durations);
  g_test_add_func ("/command-lines/points", test_points);
  g_test_add_func ("/command-lines/secrets", test_secrets);
  g_test_add_func ("/command-lines/similar", test_similar);
  g_test_add_func ("/command-lines/qqq", test_qqq);
  g_test_add_func ("/command-lines/spellings", test_spellings);
  g_test_add_func ("/command-lines/emoji", test_emoji);

  return g_test_run ();
}
