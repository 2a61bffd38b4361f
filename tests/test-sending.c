/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may write now, replies, actions, and who is mentioned. */

#include "parlor-names.h"
#include "parlor-test-changes.h"
#include "parlor-test-people.h"

#define FOREVER "253402300799999"

typedef struct
{
  ParlorTestServer *server;
  ParlorTestPeer   *ada; /* owns the channel */
  ParlorTestPeer   *bob;
  ParlorTestPeer   *carol;
  char             *tea;
} Scene;

static void
open_scene (Scene *scene)
{
  scene->server = parlor_test_serve (NULL);
  scene->ada = parlor_test_enter (scene->server, "ada");
  scene->bob = parlor_test_enter (scene->server, "bob");
  scene->carol = parlor_test_enter (scene->server, "carol");
  scene->tea = parlor_test_create (scene->ada, "channel", "tea", NULL);
  parlor_test_join (scene->bob, scene->tea, NULL);
}

static void
close_scene (Scene *scene)
{
  parlor_test_peer_free (scene->ada);
  parlor_test_peer_free (scene->bob);
  parlor_test_peer_free (scene->carol);
  g_free (scene->tea);
  parlor_test_server_free (scene->server);
}

/* Says something in answer to @reply_to. */
static gint64
reply (ParlorTestPeer *peer,
       const char     *conversation,
       gint64          reply_to,
       const char     *text)
{
  g_autofree char  *nonce = parlor_nonce_new ();
  g_autofree char  *number = g_strdup_printf ("%" G_GINT64_FORMAT, reply_to);
  ParlorSentPacket *sent = parlor_test_peer_ask (
    peer, PARLOR_PACKET_SENT, PARLOR_PACKET_SEND, "conversation", conversation, "nonce", nonce,
    "text", text, "reply_to", number, "is_action", "true", NULL);

  return sent->seq;
}

static ParlorErrorPacket *
cannot_say (ParlorTestPeer *peer,
            const char     *conversation,
            const char     *code,
            const char     *field,
            const char     *reply_to)
{
  g_autofree char *nonce = parlor_nonce_new ();

  return parlor_test_peer_refused (peer, code, field, PARLOR_PACKET_SEND, "conversation",
                                   conversation, "nonce", nonce, "text", "Hello", "reply_to",
                                   reply_to, NULL);
}

static void
test_reply (void)
{
  Scene              s = { NULL };
  gint64             question;
  gint64             answer;
  ParlorEventPacket *event;
  g_autofree char   *number = NULL;

  open_scene (&s);
  question = parlor_test_say (s.ada, s.tea, "Tea?");
  answer = reply (s.bob, s.tea, question, "nods");
  parlor_test_hear_text (s.ada, s.tea, "Tea?");
  event = parlor_test_hear_text (s.ada, s.tea, "nods");
  g_assert_cmpint (event->reply_to, ==, question);
  g_assert_true (event->is_action);

  parlor_test_server_kill (s.server);
  parlor_test_server_start (s.server);
  parlor_test_peer_free (s.bob);
  s.bob = parlor_test_enter_again (s.ada);
  event = parlor_test_read (s.bob, s.tea, answer);
  g_assert_cmpint (event->reply_to, ==, question);
  g_assert_true (event->is_action);
  event = parlor_test_read (s.bob, s.tea, question);
  g_assert_cmpint (event->reply_to, ==, 0);
  g_assert_false (event->is_action);

  /* An answer stays when the question goes, but nobody answers it any more. */
  parlor_test_change (s.bob, PARLOR_PACKET_DELETE, s.tea, question, NULL, NULL);
  g_assert_cmpint (parlor_test_read (s.bob, s.tea, answer)->reply_to, ==, question);
  number = g_strdup_printf ("%" G_GINT64_FORMAT, question);
  cannot_say (s.bob, s.tea, "bad-value", "reply_to", number);
  cannot_say (s.bob, s.tea, "bad-value", "reply_to", "1");
  cannot_say (s.bob, s.tea, "bad-value", "reply_to", "4711");
  cannot_say (s.bob, "lobby", "bad-value", "reply_to", number);
  g_assert_cmpint (parlor_test_look (s.bob, s.tea)->head, ==, answer + 1);
  close_scene (&s);
}

/* A personal chat is not made by a message that is refused. */
static void
test_reply_in_new_chat (void)
{
  Scene            s = { NULL };
  g_autofree char *chat = NULL;

  open_scene (&s);
  chat = parlor_personal_id (s.ada->account, s.bob->account);
  cannot_say (s.ada, chat, "bad-value", "reply_to", "1");
  parlor_test_peer_refused (s.ada, "not-found", "conversation", PARLOR_PACKET_HISTORY,
                            "conversation", chat, NULL);
  g_assert_cmpint (parlor_test_say (s.ada, chat, "Hello"), ==, 1);
  close_scene (&s);
}

/* Rights are those of the moment, before and after they change. */
static void
test_rights (void)
{
  Scene              s = { NULL };
  g_autofree char   *nonce = parlor_nonce_new ();
  ParlorErrorPacket *error;
  gint64             said;

  open_scene (&s);
  said = ((ParlorSentPacket *) parlor_test_peer_ask (
            s.bob, PARLOR_PACKET_SENT, PARLOR_PACKET_SEND, "conversation", s.tea, "nonce", nonce,
            "text", "early", NULL))
           ->seq;

  parlor_test_sql (s.server, "UPDATE conversations SET is_archived = 1");
  cannot_say (s.ada, s.tea, "not-allowed", "conversation", NULL);
  parlor_test_sql (s.server, "UPDATE conversations SET is_archived = 0, is_read_only = 1");
  cannot_say (s.bob, s.tea, "not-allowed", "conversation", NULL);
  parlor_test_say (s.ada, s.tea, "Owners write");
  parlor_test_sql (s.server, "UPDATE members SET role = 2 WHERE role = 1");
  parlor_test_say (s.bob, s.tea, "and moderators");
  parlor_test_sql (s.server, "UPDATE members SET role = 1 WHERE role = 2;"
                             "UPDATE conversations SET is_read_only = 0;"
                             "UPDATE members SET muted_until_ms = " FOREVER " WHERE role = 1");
  cannot_say (s.bob, s.tea, "not-allowed", "conversation", NULL);
  parlor_test_say (s.ada, s.tea, "Quiet");

  /* What was sent before has the same answer all the same. */
  g_assert_cmpint (((ParlorSentPacket *) parlor_test_peer_ask (
                      s.bob, PARLOR_PACKET_SENT, PARLOR_PACKET_SEND, "conversation", s.tea,
                      "nonce", nonce, "text", "early", NULL))
                     ->seq,
                   ==, said);

  /* A mute that is over. */
  parlor_test_sql (s.server, "UPDATE members SET muted_until_ms = 1");
  parlor_test_say (s.bob, s.tea, "At last");

  parlor_test_sql (s.server, "UPDATE conversations SET slow_mode_s = 3600");
  error = cannot_say (s.bob, s.tea, "too-fast", NULL, NULL);
  g_assert_cmpint (error->retry_ms, >, 3500 * 1000);
  g_assert_cmpint (error->retry_ms, <=, 3600 * 1000);
  parlor_test_say (s.ada, s.tea, "Owners");
  parlor_test_say (s.ada, s.tea, "do not wait");
  parlor_test_sql (s.server, "UPDATE members SET sent_ms = sent_ms - 3600 * 1000");
  parlor_test_say (s.bob, s.tea, "An hour later");
  cannot_say (s.bob, s.tea, "too-fast", NULL, NULL);

  cannot_say (s.carol, s.tea, "not-found", "conversation", NULL);
  parlor_test_leave (s.bob, s.tea);
  cannot_say (s.bob, s.tea, "not-found", "conversation", NULL);
  g_assert_cmpint (((ParlorSentPacket *) parlor_test_peer_ask (
                      s.bob, PARLOR_PACKET_SENT, PARLOR_PACKET_SEND, "conversation", s.tea,
                      "nonce", nonce, "text", "early", NULL))
                     ->seq,
                   ==, said);
  close_scene (&s);
}

static void
set_block (Scene      *scene,
           const char *who,
           const char *whom,
           gboolean    is_blocked)
{
  g_autofree char *pair =
    g_strdup_printf ("SELECT a.account, b.account FROM accounts a, accounts b "
                     "WHERE a.name = '%s' AND b.name = '%s'",
                     who, whom);
  g_autofree char *sql =
    g_strdup_printf (is_blocked ? "INSERT INTO blocks (account, blocked) %s"
                                : "DELETE FROM blocks WHERE (account, blocked) = (%s)",
                     pair);

  parlor_test_sql (scene->server, sql);
}

static void
test_blocked (void)
{
  Scene            s = { NULL };
  g_autofree char *chat = NULL;

  open_scene (&s);
  chat = parlor_personal_id (s.ada->account, s.bob->account);

  /* Before there is a chat, and when there is one. */
  set_block (&s, "bob", "ada", TRUE);
  cannot_say (s.ada, chat, "not-allowed", "conversation", NULL);
  parlor_test_peer_refused (s.bob, "not-found", "conversation", PARLOR_PACKET_HISTORY,
                            "conversation", chat, NULL);
  set_block (&s, "bob", "ada", FALSE);
  parlor_test_say (s.ada, chat, "Hello");
  set_block (&s, "bob", "ada", TRUE);
  cannot_say (s.ada, chat, "not-allowed", "conversation", NULL);
  parlor_test_say (s.bob, chat, "I may still write");
  g_assert_cmpint (parlor_test_look (s.bob, chat)->head, ==, 2);

  /* Where both are among others, it makes no difference. */
  parlor_test_say (s.ada, s.tea, "Hello, all");
  set_block (&s, "ada", "bob", TRUE);
  cannot_say (s.bob, chat, "not-allowed", "conversation", NULL);
  close_scene (&s);
}

static gint64
count_mentions (Scene          *scene,
                ParlorTestPeer *peer)
{
  return parlor_test_look (peer, scene->tea)->mentions;
}

static void
test_mentions (void)
{
  Scene                      s = { NULL };
  gint64                     seq;
  g_autoptr (ParlorTestPeer) nobody = NULL;

  open_scene (&s);
  parlor_test_say (s.ada, s.tea, "nobody, and bob");
  parlor_test_say (s.ada, s.tea, "`@bob` bob@bob");
  g_assert_cmpint (count_mentions (&s, s.bob), ==, 0);
  parlor_test_say (s.ada, s.tea, "@Bob @bob @ada @carol @nobody");
  g_assert_cmpint (count_mentions (&s, s.bob), ==, 1);
  g_assert_cmpint (count_mentions (&s, s.ada), ==, 0);

  /* Carol was no member then. */
  parlor_test_join (s.carol, s.tea, NULL);
  g_assert_cmpint (parlor_test_sql_int (s.server,
                                        "SELECT COUNT (*) FROM mentions n JOIN accounts a "
                                        "ON a.account = n.account "
                                        "WHERE a.name = 'carol'"),
                   ==, 0);

  /* All, by who may; nobody is called so. */
  nobody = parlor_test_peer_new (s.server);
  parlor_test_peer_refused (nobody, "bad-value", "name", PARLOR_PACKET_REGISTER, "name", "ALL",
                            "password", "password", NULL);
  seq = parlor_test_say (s.ada, s.tea, "@all, @bob: cake");
  g_assert_cmpint (count_mentions (&s, s.bob), ==, 2);
  g_assert_cmpint (count_mentions (&s, s.carol), ==, 1);
  g_assert_cmpint (count_mentions (&s, s.ada), ==, 0);
  parlor_test_say (s.carol, s.tea, "@all: thanks");
  g_assert_cmpint (count_mentions (&s, s.bob), ==, 2);

  /* Bob mutes Ada's. */
  set_block (&s, "bob", "ada", TRUE);
  g_assert_cmpint (count_mentions (&s, s.bob), ==, 0);
  set_block (&s, "bob", "ada", FALSE);
  g_assert_cmpint (count_mentions (&s, s.bob), ==, 2);

  /* Nobody is mentioned any more, but by the first. */
  parlor_test_change (s.ada, PARLOR_PACKET_EDIT, s.tea, seq, "text", "cake");
  g_assert_cmpint (count_mentions (&s, s.bob), ==, 1);
  parlor_test_change (s.ada, PARLOR_PACKET_EDIT, s.tea, seq, "text", "cake, @bob");
  g_assert_cmpint (count_mentions (&s, s.bob), ==, 2);

  /* Bob has read it: he is not called again. */
  parlor_test_say (s.bob, s.tea, "Yes");
  g_assert_cmpint (count_mentions (&s, s.bob), ==, 0);
  parlor_test_change (s.ada, PARLOR_PACKET_EDIT, s.tea, seq, "text", "more cake, @bob, @all");
  g_assert_cmpint (count_mentions (&s, s.bob), ==, 0);
  close_scene (&s);
}

/* As many as fit: what is beyond the limit is text. */
static void
test_many_mentions (void)
{
  Scene               s = { NULL };
  g_autoptr (GString) text = g_string_new (NULL);

  open_scene (&s);
  for (guint i = 0; i < PARLOR_MENTIONS_MAX; i++)
    g_string_append (text, "@ada ");
  g_string_append (text, "@bob");
  parlor_test_say (s.ada, s.tea, text->str);
  g_assert_cmpint (count_mentions (&s, s.bob), ==, 0);
  parlor_test_say (s.ada, s.tea, text->str + strlen ("@ada "));
  g_assert_cmpint (count_mentions (&s, s.bob), ==, 1);
  close_scene (&s);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sending/reply", test_reply);
  g_test_add_func ("/sending/reply/new-chat", test_reply_in_new_chat);
  g_test_add_func ("/sending/rights", test_rights);
  g_test_add_func ("/sending/blocked", test_blocked);
  g_test_add_func ("/sending/mentions", test_mentions);
  g_test_add_func ("/sending/mentions/many", test_many_mentions);

  return g_test_run ();
}
