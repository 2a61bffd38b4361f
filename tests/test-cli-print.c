/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens, as parlor-cli prints it. */

#include "parlor-cli-event.h"
#include "parlor-cli-print.h"

#include "parlor-account-private.h"
#include "parlor-conversation-private.h"
#include "parlor-message-private.h"

typedef struct
{
  ParlorAccount      *ada;
  ParlorAccount      *ben;
  ParlorConversation *conversation;
  ParlorCliView       view;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  ParlorConversationPacket facts = { .conversation = (char *) "c1",
                                     .kind = PARLOR_CONVERSATION_CHANNEL,
                                     .name = (char *) "lobby",
                                     .role = PARLOR_ROLE_MEMBER };

  fixture->ada = parlor_account_new (1, "ada", "Ada");
  fixture->ben = parlor_account_new (2, "ben", "Ben\x1b[31m");
  fixture->conversation = parlor_conversation_new (NULL, "c1", PARLOR_CONVERSATION_CHANNEL, NULL);
  parlor_conversation_update (fixture->conversation, &facts);
  parlor_conversation_get_timeline (fixture->conversation);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  g_assert_finalize_object (fixture->conversation);
  g_assert_finalize_object (fixture->ada);
  g_assert_finalize_object (fixture->ben);
}

/* Ada does something, to Ben if it is to anybody.  Returns how it is printed. */
static char *
happen_in_time (Fixture          *fixture,
                ParlorEventPacket event)
{
  const ParlorAccountPacket ada = { .account = 1, .name = (char *) "ada", .nick = (char *) "Ada" };
  const ParlorAccountPacket ben = { .account = 2, .name = (char *) "ben", .nick = (char *) "Ben" };
  g_autoptr (ParlorMessage) message = NULL;

  event.seq = parlor_conversation_get_known_seq (fixture->conversation) + 1;
  event.author = (gpointer) &ada;
  event.member = (gpointer) &ben;
  message = parlor_message_new_of_event (&event, fixture->ada, fixture->ben, NULL);
  parlor_conversation_apply (fixture->conversation, message);

  return parlor_cli_describe_message (&fixture->view, fixture->conversation, message);
}

/* The same but for the time, as scripts see it. */
static char *
happen (Fixture          *fixture,
        ParlorEventPacket event)
{
  g_autofree char *line = happen_in_time (fixture, event);

  if (line == NULL)
    return NULL;

  g_assert_true (g_str_has_prefix (line + strlen ("[00:00]"), " #lobby "));

  return g_strdup (line + strlen ("[00:00] #lobby "));
}

#define assert_printed(expected, ...)                                                 \
  G_STMT_START                                                                        \
  {                                                                                   \
    g_autofree char *_printed = happen (fixture, (ParlorEventPacket){ __VA_ARGS__ }); \
    g_assert_cmpstr (_printed, ==, expected);                                         \
  }                                                                                   \
  G_STMT_END

#define MESSAGE .kind = PARLOR_EVENT_MESSAGE, .text = (char *)

/* As it is in the timeline now. */
static void
assert_now (Fixture    *fixture,
            gint64      seq,
            const char *expected)
{
  g_autofree char *line = NULL;

  line = parlor_cli_describe_message (
    &fixture->view, fixture->conversation,
    parlor_conversation_find_message (fixture->conversation, seq));
  g_assert_cmpstr (line + strlen ("[00:00] #lobby "), ==, expected);
}

static void
test_messages (Fixture      *fixture,
               gconstpointer unused)
{
  assert_printed ("Ada: Which door?\n        The blue one?", MESSAGE "Which door?\nThe blue one?");
  assert_printed ("Ada: > Ada: Which door?\n        The other", MESSAGE "The other",
                  .reply_to = 1);
  assert_printed ("Ada: > …\n        Yes", MESSAGE "Yes", .reply_to = 999);
  assert_printed ("* Ada waves", MESSAGE "waves", .is_action = TRUE);
}

static void
test_changes (Fixture      *fixture,
              gconstpointer unused)
{
  assert_printed ("Ada: one", MESSAGE "one");
  assert_printed ("Ada: two", MESSAGE "two");
  assert_printed ("* Ada edited: uno", .kind = PARLOR_EVENT_EDIT, .target = 1, .edited_ms = 1,
                  .time_ms = 1, .text = (char *) "uno");
  assert_printed ("* Ada reacted with 👍 to “uno”", .kind = PARLOR_EVENT_REACT, .target = 1,
                  .emoji = (char *) "👍");
  assert_printed ("* Ada reacted with 🎉 to “uno”", .kind = PARLOR_EVENT_REACT, .target = 1,
                  .emoji = (char *) "🎉");
  assert_printed ("* Ada reacted with 👍 to a message", .kind = PARLOR_EVENT_REACT, .target = 999,
                  .emoji = (char *) "👍");
  assert_now (fixture, 1, "Ada: uno (edited)  [👍 1 🎉 1]");
  assert_printed ("* Ada took 🎉 back from “uno”", .kind = PARLOR_EVENT_UNREACT, .target = 1,
                  .emoji = (char *) "🎉");
  assert_printed ("* Ada pinned “uno”", .kind = PARLOR_EVENT_PIN, .target = 1);
  assert_printed ("* Ada deleted a message", .kind = PARLOR_EVENT_DELETE, .target = 2);
  assert_printed ("* Ada deleted a message: rude", .kind = PARLOR_EVENT_DELETE, .target = 1,
                  .text = (char *) "rude");
  assert_now (fixture, 1, "Ada: (message deleted)");
  assert_printed ("* Ada deleted what Ben�[31m wrote", .kind = PARLOR_EVENT_PURGE);
}

static void
test_moderation (Fixture      *fixture,
                 gconstpointer unused)
{
  assert_printed ("* Ada created this conversation", .kind = PARLOR_EVENT_CREATE);
  assert_printed ("* Ada removed Ben�[31m: slammed the door", .kind = PARLOR_EVENT_KICK,
                  .text = (char *) "slammed the door");
  assert_printed ("* Ada banned Ben�[31m", .kind = PARLOR_EVENT_BAN);
  assert_printed ("* Ada made Ben�[31m a moderator", .kind = PARLOR_EVENT_ROLE,
                  .role = PARLOR_ROLE_MODERATOR);
  assert_printed ("* Ada lets everybody write once in 30 seconds", .kind = PARLOR_EVENT_SET,
                  .setting = PARLOR_SETTING_SLOW_MODE, .text = (char *) "30");
  assert_printed ("* Ada lets everybody write once in 90 seconds", .kind = PARLOR_EVENT_SET,
                  .setting = PARLOR_SETTING_SLOW_MODE, .text = (char *) "90");
  assert_printed ("* Ada lets everybody write once in 10 minutes", .kind = PARLOR_EVENT_SET,
                  .setting = PARLOR_SETTING_SLOW_MODE, .text = (char *) "600");
  assert_printed ("* Ada lets everybody write once in 1 hour", .kind = PARLOR_EVENT_SET,
                  .setting = PARLOR_SETTING_SLOW_MODE, .text = (char *) "3600");
  assert_printed ("* Ada set the topic to “Doors”", .kind = PARLOR_EVENT_SET,
                  .setting = PARLOR_SETTING_TOPIC, .text = (char *) "Doors");
  assert_printed ("* Ada removed the topic", .kind = PARLOR_EVENT_SET,
                  .setting = PARLOR_SETTING_TOPIC);
  assert_printed ("* Ada changed a setting", .kind = PARLOR_EVENT_SET);
  assert_printed (NULL, .kind = PARLOR_EVENT_UNKNOWN);
}

/* The same on a terminal. */
static char *
show (Fixture          *fixture,
      guint             n_columns,
      guint             n_colors,
      gboolean          is_here,
      ParlorEventPacket event)
{
  g_autofree char *line = NULL;

  fixture->view.style = (ParlorCliStyle){ n_colors, n_columns, n_colors > 0 };
  fixture->view.here = is_here ? fixture->conversation : NULL;
  line = happen_in_time (fixture, event);

  return g_strdup (strchr (line, ':') + 4);
}

#define assert_shown(expected, n_columns, n_colors, is_here, ...)          \
  G_STMT_START                                                             \
  {                                                                        \
    g_autofree char *_shown = show (fixture, n_columns, n_colors, is_here, \
                                    (ParlorEventPacket){ __VA_ARGS__ });   \
    g_assert_cmpstr (_shown, ==, expected);                                \
  }                                                                        \
  G_STMT_END

/* What stands below stands in, and where one is need not be said. */
static void
test_terminal (Fixture      *fixture,
               gconstpointer unused)
{
  assert_shown ("  Ada: Which door?\n        The blue one?", 80, 0, TRUE,
                MESSAGE "Which door?\nThe blue one?");
  assert_shown ("  #lobby Ada: The red one", 80, 0, FALSE, MESSAGE "The red one");
  assert_shown ("* Ada waves", 80, 0, TRUE, MESSAGE "waves", .is_action = TRUE);
  assert_shown ("* Ada joined", 80, 0, TRUE, .kind = PARLOR_EVENT_JOIN);
  assert_shown ("* #lobby Ada pinned “Which door?”", 80, 0, FALSE, .kind = PARLOR_EVENT_PIN,
                .target = 1);
  assert_shown ("  Ada: ↪ Ada: Which door? The blu…\n        No", 40, 0, TRUE, MESSAGE "No",
                .reply_to = 1);
  assert_shown ("  Ada: one two three\n        four five\n        sixsixsixsixsixsix\n        six",
                26, 0, TRUE, MESSAGE "one two three four five sixsixsixsixsixsixsix");
}

#define PLAIN "\033[0m"

/* What is bold is bold, and what looks like an order of the terminal is none. */
static void
test_colors (Fixture      *fixture,
             gconstpointer unused)
{
  const guint      ada = parlor_cli_ink_of_name ("ada") >> 8;
  g_autofree char *name =
    g_strdup_printf ("\033[0;1;38;5;%umAda" PLAIN ": ", parlor_cli_get_name_color (ada - 1));
  g_autofree char *shown = show (fixture, 80, 256, TRUE,
                                 (ParlorEventPacket){ MESSAGE "a *b* `c` https://x.org/\033[31m" });
  g_autofree char *expected =
    g_strconcat ("[0m   ", name,
                 "a \033[0;1mb" PLAIN " \033[0;38;5;30mc" PLAIN
                 " \033[0;4m\033]8;;https://x.org/\033\\https://x.org/\033]8;;\033\\" PLAIN "�[31m",
                 NULL);

  g_assert_cmpstr (shown, ==, expected);
}

static void
test_notices (Fixture      *fixture,
              gconstpointer unused)
{
  ParlorAccountPacket      ada = { .account = 1, .name = (char *) "ada", .nick = (char *) "Ada" };
  ParlorListingPacket      club = { .conversation = (char *) "c7", .name = (char *) "Book club" };
  ParlorAnnouncementPacket news = { .text = (char *) "Back\nsoon\x07", .author = &ada };
  ParlorInvitedPacket      invited = { .conversation = &club, .author = &ada };
  g_autofree char         *first = parlor_cli_describe_announcement (&fixture->view, &news);
  g_autofree char         *second = NULL;
  g_autofree char         *third = parlor_cli_describe_invitation (&fixture->view, &invited);

  news.author = NULL;
  second = parlor_cli_describe_announcement (&fixture->view, &news);
  g_assert_cmpstr (first, ==, "*** Announcement from Ada: Back\n        soon�");
  g_assert_cmpstr (second, ==, "*** Announcement: Back\n        soon�");
  g_assert_cmpstr (third, ==, "*** Ada invites you to #Book club: /join c7 or /decline c7");
}

static void
assert_crowd (ParlorEventKind kind,
              const char     *second,
              guint           n_all,
              const char     *expected)
{
  g_autofree char *notice = parlor_cli_describe_crowd (kind, "Ada", second, n_all);

  g_assert_cmpstr (notice, ==, expected);
}

static void
test_crowd (void)
{
  assert_crowd (PARLOR_EVENT_JOIN, NULL, 1, "* Ada joined");
  assert_crowd (PARLOR_EVENT_JOIN, "Ben", 2, "* Ada and Ben joined");
  assert_crowd (PARLOR_EVENT_JOIN, "Ben", 3, "* Ada, Ben and 1 other joined");
  assert_crowd (PARLOR_EVENT_JOIN, "Ben", 7, "* Ada, Ben and 5 others joined");
  assert_crowd (PARLOR_EVENT_LEAVE, NULL, 1, "* Ada left");
  assert_crowd (PARLOR_EVENT_LEAVE, "Ben", 2, "* Ada and Ben left");
  assert_crowd (PARLOR_EVENT_LEAVE, "Ben", 5000, "* Ada, Ben and 4998 others left");
}

#define ADD(name, function) \
  g_test_add ("/cli-print/" name, Fixture, NULL, set_up, function, tear_down)

/* Nothing that others write reaches the terminal as anything but text. */
static void
test_clean (void)
{
  g_autofree char *clean =
    parlor_cli_clean ("a\033[31mb\r\xc2\x9b"
                      "c\u202ed\n[12:00] #lobby eve: x\te\xff");

  g_assert_cmpstr (clean, ==, "a�[31mb��c�d\n        [12:00] #lobby eve: x e�");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("messages", test_messages);
  ADD ("changes", test_changes);
  ADD ("moderation", test_moderation);
  ADD ("terminal", test_terminal);
  ADD ("colors", test_colors);
  ADD ("notices", test_notices);
  g_test_add_func ("/cli-print/crowd", test_crowd);
  g_test_add_func ("/cli-print/clean", test_clean);

  return g_test_run ();
}
