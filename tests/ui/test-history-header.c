/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which messages belong together. */

#include "parlor-history-header.h"

#include "parlor-account-private.h"
#include "parlor-message-private.h"

#define NOON_MS G_GINT64_CONSTANT (1700000000000)
#define MINUTE_MS (60 * 1000)

typedef struct
{
  ParlorAccount *ada;
  ParlorAccount *ben;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->ada = parlor_account_new (1, "ada", "Ada");
  fixture->ben = parlor_account_new (2, "ben", "Ben");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->ada);
  g_assert_finalize_object (fixture->ben);
}

static ParlorMessage *
message_new (ParlorEventKind kind,
             ParlorAccount  *author,
             gint64          minute,
             gboolean        is_action)
{
  const ParlorAccountPacket who = { .account = parlor_account_get_id (author),
                                    .name = (char *) parlor_account_get_name (author),
                                    .nick = (char *) parlor_account_get_nick (author) };
  const ParlorEventPacket   event = { .kind = kind,
                                      .seq = 1 + minute,
                                      .author = (gpointer) &who,
                                      .text = (char *) "Hello",
                                      .time_ms = NOON_MS + minute * MINUTE_MS,
                                      .is_action = is_action };

  return parlor_message_new_of_event (&event, author, NULL, NULL);
}

/* Avatar and name stand above what somebody writes anew: after somebody else, after
 * a while, and around what they do. */
static void
test_place (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (ParlorMessage) first = message_new (PARLOR_EVENT_MESSAGE, fixture->ada, 0, FALSE);
  g_autoptr (ParlorMessage) soon = message_new (PARLOR_EVENT_MESSAGE, fixture->ada, 5, FALSE);
  g_autoptr (ParlorMessage) later = message_new (PARLOR_EVENT_MESSAGE, fixture->ada, 6, FALSE);
  g_autoptr (ParlorMessage) other = message_new (PARLOR_EVENT_MESSAGE, fixture->ben, 1, FALSE);
  g_autoptr (ParlorMessage) action = message_new (PARLOR_EVENT_MESSAGE, fixture->ada, 1, TRUE);
  g_autoptr (ParlorMessage) action_too = message_new (PARLOR_EVENT_MESSAGE, fixture->ada, 2, TRUE);
  g_autoptr (ParlorMessage) joined = message_new (PARLOR_EVENT_JOIN, fixture->ada, 0, FALSE);

  g_assert_cmpint (parlor_history_header_place (first, NULL), ==, PARLOR_ROW_FIRST);
  g_assert_cmpint (parlor_history_header_place (soon, first), ==, PARLOR_ROW_GOES_ON);
  g_assert_cmpint (parlor_history_header_place (later, first), ==, PARLOR_ROW_FIRST);
  g_assert_cmpint (parlor_history_header_place (later, soon), ==, PARLOR_ROW_GOES_ON);
  g_assert_cmpint (parlor_history_header_place (other, first), ==, PARLOR_ROW_FIRST);
  g_assert_cmpint (parlor_history_header_place (action, first), ==, PARLOR_ROW_FIRST);
  g_assert_cmpint (parlor_history_header_place (action_too, action), ==, PARLOR_ROW_GOES_ON);
  g_assert_cmpint (parlor_history_header_place (soon, action), ==, PARLOR_ROW_FIRST);
  g_assert_cmpint (parlor_history_header_place (first, joined), ==, PARLOR_ROW_FIRST);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/history-header/place", Fixture, NULL, set_up, test_place, tear_down);

  return g_test_run ();
}
