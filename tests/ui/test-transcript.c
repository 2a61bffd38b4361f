/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages as plain text. */

#include "parlor-transcript.h"

#include <string.h>

#include "parlor-account-private.h"
#include "parlor-message-private.h"

#define NOON_MS G_GINT64_CONSTANT (1795176180000) /* 2026-11-20 12:03 */

static void
add (GPtrArray  *messages,
     const char *nick,
     const char *text)
{
  g_autoptr (ParlorAccount) author = parlor_account_new (messages->len + 1, "name", nick);

  g_ptr_array_add (messages, parlor_message_new (PARLOR_EVENT_MESSAGE, messages->len + 1, author,
                                                 text, NOON_MS, NULL));
}

static GPtrArray *
new_messages (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

static void
test_copy (void)
{
  g_autoptr (GPtrArray) messages = new_messages ();
  g_autofree char      *nothing = parlor_transcript_copy (messages);
  g_autofree char      *text = NULL;

  g_assert_cmpstr (nothing, ==, "");

  add (messages, "Ben", "One line\nand another");
  add (messages, "Ada", "Right");
  text = parlor_transcript_copy (messages);
  g_assert_cmpstr (text, ==,
                   "[11/20/26 12:03] Ben: One line\nand another\n[11/20/26 12:03] Ada: Right");
}

static void
test_action (void)
{
  ParlorEventPacket         event = { .seq = 1,
                                      .kind = PARLOR_EVENT_MESSAGE,
                                      .time_ms = NOON_MS,
                                      .text = (char *) "waves",
                                      .is_action = TRUE };
  g_autoptr (ParlorAccount) author = parlor_account_new (1, "ben", "Ben");
  g_autoptr (GPtrArray)     messages = new_messages ();
  g_autofree char          *text = NULL;

  g_ptr_array_add (messages, parlor_message_new_of_event (&event, author, NULL, NULL));
  text = parlor_transcript_copy (messages);
  g_assert_cmpstr (text, ==, "[11/20/26 12:03] * Ben waves");
}

/* What is deleted, and what is no message, has nothing to copy. */
static void
test_empty (void)
{
  ParlorEventPacket         event = { .seq = 1,
                                      .kind = PARLOR_EVENT_MESSAGE,
                                      .time_ms = NOON_MS,
                                      .is_deleted = TRUE };
  g_autoptr (ParlorAccount) author = parlor_account_new (1, "ben", "Ben");
  g_autoptr (GPtrArray)     messages = new_messages ();
  g_autofree char          *text = NULL;
  g_autofree char          *quote = NULL;
  guint                     n_quoted = 1;

  g_ptr_array_add (messages, parlor_message_new_of_event (&event, author, NULL, NULL));
  g_ptr_array_add (messages,
                   parlor_message_new (PARLOR_EVENT_JOIN, 2, author, NULL, NOON_MS, NULL));
  text = parlor_transcript_copy (messages);
  g_assert_cmpstr (text, ==, "");
  quote = parlor_transcript_quote (messages, 1000, &n_quoted);
  g_assert_cmpstr (quote, ==, "");
  g_assert_cmpuint (n_quoted, ==, 0);
}

/* Every line of it is a quoted one; what does not fit is left out whole. */
static void
test_quote (void)
{
  g_autoptr (GPtrArray) messages = new_messages ();
  g_autofree char      *long_text = g_strnfill (2000, 'x');
  g_autofree char      *all = NULL;
  g_autofree char      *some = NULL;
  guint                 n_quoted;

  add (messages, "Ben", "One line\n\nand another");
  add (messages, "Ada", long_text);
  all = parlor_transcript_quote (messages, G_MAXSIZE, &n_quoted);
  g_assert_cmpuint (n_quoted, ==, 2);
  g_assert_true (
    g_str_has_prefix (all, "> [11/20/26 12:03] Ben: One line\n> \n> and another\n> ["));
  g_assert_true (g_str_has_suffix (all, "xxx\n"));

  some = parlor_transcript_quote (messages, 1000, &n_quoted);
  g_assert_cmpuint (n_quoted, ==, 1);
  g_assert_cmpstr (some, ==, "> [11/20/26 12:03] Ben: One line\n> \n> and another\n");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/transcript/copy", test_copy);
  g_test_add_func ("/transcript/action", test_action);
  g_test_add_func ("/transcript/empty", test_empty);
  g_test_add_func ("/transcript/quote", test_quote);

  return g_test_run ();
}
