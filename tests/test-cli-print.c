/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens, as parlor-cli prints it. */

#include "parlor-cli-print.h"

#include "parlor-account-private.h"
#include "parlor-conversation-private.h"
#include "parlor-message-private.h"

typedef struct
{
  ParlorAccount      *ada;
  ParlorAccount      *ben;
  ParlorConversation *conversation;
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

/* Ada does something, to Ben if it is to anybody.  Returns how it is printed, but
 * for the time. */
static char *
happen (Fixture          *fixture,
        ParlorEventPacket event)
{
  const ParlorAccountPacket ada = { .account = 1, .name = (char *) "ada", .nick = (char *) "Ada" };
  const ParlorAccountPacket ben = { .account = 2, .name = (char *) "ben", .nick = (char *) "Ben" };
  g_autoptr (ParlorMessage) message = NULL;
  g_autofree char          *line = NULL;

  event.seq = parlor_conversation_get_known_seq (fixture->conversation) + 1;
  event.author = (gpointer) &ada;
  event.member = (gpointer) &ben;
  message = parlor_message_new_of_event (&event, fixture->ada, fixture->ben, NULL);
  parlor_conversation_apply (fixture->conversation, message);
  line = parlor_cli_describe_message (fixture->conversation, message);
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
    fixture->conversation, parlor_conversation_find_message (fixture->conversation, seq));
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

static void
test_notices (Fixture      *fixture,
              gconstpointer unused)
{
  ParlorAccountPacket      ada = { .account = 1, .name = (char *) "ada", .nick = (char *) "Ada" };
  ParlorListingPacket      club = { .conversation = (char *) "c7", .name = (char *) "Book club" };
  ParlorAnnouncementPacket news = { .text = (char *) "Back\nsoon\x07", .author = &ada };
  ParlorInvitedPacket      invited = { .conversation = &club, .author = &ada };
  g_autofree char         *first = parlor_cli_describe_announcement (&news);
  g_autofree char         *second = NULL;
  g_autofree char         *third = parlor_cli_describe_invitation (&invited);

  news.author = NULL;
  second = parlor_cli_describe_announcement (&news);
  g_assert_cmpstr (first, ==, "*** Announcement from Ada: Back\n        soon�");
  g_assert_cmpstr (second, ==, "*** Announcement: Back\n        soon�");
  g_assert_cmpstr (third, ==, "*** Ada invites you to #Book club: /join c7 or /decline c7");
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
  ADD ("notices", test_notices);
  g_test_add_func ("/cli-print/clean", test_clean);

  return g_test_run ();
}
