/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether one may write, who is writing, and what is written and not sent. */

#include "parlor-conversation-private.h"
#include "parlor-test-client.h"

#define HOUR_MS (60 * 60 * 1000)

/* Ann has made a channel, in which Bob is, too. */
typedef struct
{
  ParlorTestServer   *server;
  ParlorTestClient   *ann;
  ParlorTestClient   *bob;
  ParlorConversation *anns;
  ParlorConversation *bobs;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->server = parlor_test_serve (NULL);
  fixture->ann = parlor_test_client_new ();
  fixture->bob = parlor_test_client_new ();
  parlor_test_client_register (fixture->ann, fixture->server, "ann");
  parlor_test_client_register (fixture->bob, fixture->server, "bob");
  fixture->anns = parlor_test_client_enter (fixture->ann, PARLOR_CONVERSATION_CHANNEL, "garden",
                                            NULL, &error);
  g_assert_no_error (error);
  fixture->bobs = parlor_test_client_enter (fixture->bob, PARLOR_CONVERSATION_UNKNOWN, "garden",
                                            NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  parlor_test_client_free (fixture->ann);
  parlor_test_client_free (fixture->bob);
  parlor_test_server_free (fixture->server);
}

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

/* Tells of @facts as the server does, and what follows from them at @time_ms. */
static void
assert_voice (ParlorConversation             *conversation,
              const ParlorConversationPacket *facts,
              gint64                          time_ms,
              ParlorVoice                     voice,
              gint64                          until_ms)
{
  ParlorConversationPacket packet = *parlor_conversation_get_facts (conversation);
  gint64                   told_until_ms = -1;

  packet.role = facts->role;
  packet.is_archived = facts->is_archived;
  packet.is_read_only = facts->is_read_only;
  packet.muted_until_ms = facts->muted_until_ms;
  packet.slow_mode_s = facts->slow_mode_s;
  parlor_conversation_update (conversation, &packet);
  g_assert_cmpint (parlor_conversation_get_voice (conversation, time_ms, &told_until_ms), ==,
                   voice);
  g_assert_cmpint (told_until_ms, ==, until_ms);
}

static void
test_voice (Fixture      *fixture,
            gconstpointer unused)
{
  ParlorConversation      *bobs = fixture->bobs;
  const gint64             now = now_ms ();
  ParlorConversationPacket facts = { .role = PARLOR_ROLE_MEMBER };
  gint64                   until_ms;

  assert_voice (bobs, &facts, now, PARLOR_VOICE_FREE, 0);

  facts.is_read_only = TRUE;
  assert_voice (bobs, &facts, now, PARLOR_VOICE_READ_ONLY, 0);
  facts.role = PARLOR_ROLE_MODERATOR;
  assert_voice (bobs, &facts, now, PARLOR_VOICE_FREE, 0);

  /* Moderators may be muted as well. */
  facts.muted_until_ms = now + HOUR_MS;
  assert_voice (bobs, &facts, now, PARLOR_VOICE_MUTED, now + HOUR_MS);
  assert_voice (bobs, &facts, now + HOUR_MS, PARLOR_VOICE_FREE, 0);
  facts.muted_until_ms = PARLOR_FOREVER_MS;
  assert_voice (bobs, &facts, now, PARLOR_VOICE_MUTED, 0);

  facts.is_archived = TRUE;
  assert_voice (bobs, &facts, now, PARLOR_VOICE_ARCHIVED, 0);
  parlor_conversation_set_is_member (bobs, FALSE);
  g_assert_cmpint (parlor_conversation_get_voice (bobs, now, &until_ms), ==, PARLOR_VOICE_LEFT);
}

static void
test_slow_mode (Fixture      *fixture,
                gconstpointer unused)
{
  ParlorConversationPacket facts = { .role = PARLOR_ROLE_MEMBER, .slow_mode_s = 60 };
  gint64                   written_ms;

  parlor_conversation_get_timeline (fixture->bobs);
  assert_voice (fixture->bobs, &facts, now_ms (), PARLOR_VOICE_FREE, 0);
  parlor_test_say (fixture->anns, "Not mine");
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "Not mine");
  assert_voice (fixture->bobs, &facts, now_ms (), PARLOR_VOICE_FREE, 0);

  parlor_test_say (fixture->bobs, "Mine");
  parlor_test_client_wait_sent (fixture->bob);
  written_ms =
    parlor_message_get_time_ms (parlor_conversation_get_last_message (fixture->bobs));
  assert_voice (fixture->bobs, &facts, written_ms + 1000, PARLOR_VOICE_WAIT, written_ms + 60000);
  assert_voice (fixture->bobs, &facts, written_ms + 60000, PARLOR_VOICE_FREE, 0);

  /* A clock that is behind makes nobody wait longer. */
  assert_voice (fixture->bobs, &facts, written_ms - HOUR_MS, PARLOR_VOICE_WAIT,
                written_ms - HOUR_MS + 60000);

  facts.role = PARLOR_ROLE_OWNER;
  assert_voice (fixture->bobs, &facts, written_ms + 1000, PARLOR_VOICE_FREE, 0);
}

static gboolean
has_one_typist (gpointer conversation)
{
  return parlor_conversation_get_typists (conversation)->len == 1;
}

static gboolean
has_no_typist (gpointer conversation)
{
  return parlor_conversation_get_typists (conversation)->len == 0;
}

static void
test_typing (Fixture      *fixture,
             gconstpointer unused)
{
  const GPtrArray *typists = parlor_conversation_get_typists (fixture->bobs);

  for (int i = 0; i < 100; i++)
    parlor_conversation_set_is_typing (fixture->anns, TRUE);
  parlor_test_wait (has_one_typist, fixture->bobs);
  g_assert_cmpstr (parlor_account_get_name (typists->pdata[0]), ==, "ann");
  parlor_conversation_set_is_typing (fixture->anns, FALSE);
  parlor_test_wait (has_no_typist, fixture->bobs);

  /* Oneself is not among them, and a message ends it. */
  parlor_conversation_set_is_typing (fixture->bobs, TRUE);
  parlor_conversation_set_is_typing (fixture->anns, TRUE);
  parlor_test_wait (has_one_typist, fixture->bobs);
  parlor_test_wait (has_one_typist, fixture->anns);
  parlor_test_say (fixture->anns, "Here it is");
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "Here it is");
  g_assert_true (has_no_typist (fixture->bobs));

  /* What a server tells of nobody, or twice of somebody. */
  {
    g_autoptr (GPtrArray) people = g_ptr_array_new ();

    parlor_conversation_take_typists (fixture->bobs, people);
    g_ptr_array_add (people, parlor_client_find_account (fixture->bob->client, "ann"));
    g_ptr_array_add (people, parlor_client_find_account (fixture->bob->client, "ann"));
    g_ptr_array_add (people, parlor_client_get_self (fixture->bob->client));
    parlor_conversation_take_typists (fixture->bobs, people);
    g_assert_true (has_one_typist (fixture->bobs));
  }
}

/* With nobody to say that it is over, it is over after a while. */
static void
test_typing_expires (Fixture      *fixture,
                     gconstpointer unused)
{
  parlor_conversation_set_is_typing (fixture->anns, TRUE);
  parlor_test_wait (has_one_typist, fixture->bobs);
  parlor_test_client_close (fixture->ann);
  parlor_test_server_stop (fixture->server);
  parlor_test_wait (has_no_typist, fixture->bobs);
}

static void
test_draft (Fixture      *fixture,
            gconstpointer unused)
{
  const ParlorDraft *draft;

  parlor_conversation_set_draft (fixture->bobs, &(ParlorDraft){ .text = "half a thought",
                                                                .reply_to = 3,
                                                                .edit_of = 2,
                                                                .edit_text = "changed" });
  parlor_test_client_restart (fixture->bob);
  fixture->bobs = parlor_test_client_find (fixture->bob, "garden");
  draft = parlor_conversation_get_draft (fixture->bobs);
  g_assert_cmpstr (draft->text, ==, "half a thought");
  g_assert_cmpint (draft->reply_to, ==, 3);
  g_assert_cmpint (draft->edit_of, ==, 2);
  g_assert_cmpstr (draft->edit_text, ==, "changed");

  /* Without a message there is nothing to change it to. */
  parlor_conversation_set_draft (fixture->bobs, &(ParlorDraft){ .edit_text = "nothing" });
  g_assert_null (draft->edit_text);
  parlor_conversation_set_draft (fixture->bobs, NULL);
  g_assert_null (draft->text);
}

static void
test_editable (Fixture      *fixture,
               gconstpointer unused)
{
  ParlorMessage *newest;
  ParlorMessage *older;

  parlor_conversation_get_timeline (fixture->bobs);
  g_assert_null (parlor_conversation_find_editable (fixture->bobs, 0));
  parlor_test_say (fixture->bobs, "one");
  parlor_test_client_wait_sent (fixture->bob);
  parlor_test_say (fixture->bobs, "two");
  parlor_test_client_wait_sent (fixture->bob);
  parlor_test_say (fixture->anns, "three");
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "three");

  newest = parlor_conversation_find_editable (fixture->bobs, 0);
  g_assert_cmpstr (parlor_message_get_text (newest), ==, "two");
  older = parlor_conversation_find_editable (fixture->bobs, parlor_message_get_seq (newest));
  g_assert_cmpstr (parlor_message_get_text (older), ==, "one");
  g_assert_null (
    parlor_conversation_find_editable (fixture->bobs, parlor_message_get_seq (older)));
}

#define ADD(name, function) \
  g_test_add ("/core-writing/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("voice", test_voice);
  ADD ("slow-mode", test_slow_mode);
  ADD ("typing", test_typing);
  ADD ("typing-expires", test_typing_expires);
  ADD ("draft", test_draft);
  ADD ("editable", test_editable);

  return g_test_run ();
}
