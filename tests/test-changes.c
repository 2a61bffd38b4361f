/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Editing and deleting. */

#include "parlor-names.h"
#include "parlor-test-changes.h"
#include "parlor-test-files.h"
#include "parlor-test-people.h"

/* Ada owns a channel where Bob and Carol are; Dora is not. */
typedef struct
{
  ParlorTestServer *server;
  ParlorTestPeer   *ada;
  ParlorTestPeer   *bob;
  ParlorTestPeer   *carol;
  ParlorTestPeer   *dora;
  char             *tea;
} Scene;

static void
open_scene (Scene *scene)
{
  scene->server = parlor_test_serve (NULL);
  scene->ada = parlor_test_enter (scene->server, "ada");
  scene->bob = parlor_test_enter (scene->server, "bob");
  scene->carol = parlor_test_enter (scene->server, "carol");
  scene->dora = parlor_test_enter (scene->server, "dora");
  scene->tea = parlor_test_create (scene->ada, "channel", "tea", NULL);
  parlor_test_join (scene->bob, scene->tea, NULL);
  parlor_test_join (scene->carol, scene->tea, NULL);
  parlor_test_peer_settle (scene->ada);
  parlor_test_peer_forget (scene->ada);
  parlor_test_peer_settle (scene->bob);
  parlor_test_peer_forget (scene->bob);
}

static void
close_scene (Scene *scene)
{
  g_clear_pointer (&scene->ada, parlor_test_peer_free);
  g_clear_pointer (&scene->bob, parlor_test_peer_free);
  g_clear_pointer (&scene->carol, parlor_test_peer_free);
  g_clear_pointer (&scene->dora, parlor_test_peer_free);
  g_clear_pointer (&scene->tea, g_free);
  g_clear_pointer (&scene->server, parlor_test_server_free);
}

static void
come_back (ParlorTestPeer **peer)
{
  ParlorTestPeer *again = parlor_test_enter_again (*peer);

  parlor_test_peer_free (*peer);
  *peer = again;
  parlor_test_resume (again);
  parlor_test_peer_forget (again);
}

static void
restart (Scene *scene)
{
  parlor_test_server_kill (scene->server);
  parlor_test_server_start (scene->server);
  come_back (&scene->ada);
  come_back (&scene->bob);
  come_back (&scene->carol);
  come_back (&scene->dora);
}

static void
assert_edited (ParlorTestPeer *peer,
               const char     *tea,
               gint64          seq,
               const char     *text,
               gint64          changed)
{
  ParlorEventPacket *message = parlor_test_read (peer, tea, seq);

  g_assert_cmpint (message->kind, ==, PARLOR_EVENT_MESSAGE);
  g_assert_cmpstr (message->text, ==, text);
  g_assert_cmpint (message->changed, ==, changed);
  g_assert_cmpint (message->edited_ms, ==, parlor_test_read (peer, tea, changed)->time_ms);
  g_assert_false (message->is_deleted);
}

static void
test_edit (void)
{
  Scene              s = { NULL };
  gint64             seq;
  ParlorEventPacket *event;
  gint64             first_edit;
  gint64             second_edit;

  open_scene (&s);
  seq = parlor_test_say (s.ada, s.tea, "frist");
  parlor_test_change (s.ada, PARLOR_PACKET_EDIT, s.tea, seq, "text", "first");

  parlor_test_hear_text (s.bob, s.tea, "frist");
  event = parlor_test_hear (s.bob, s.tea);
  g_assert_cmpint (event->kind, ==, PARLOR_EVENT_EDIT);
  g_assert_cmpint (event->target, ==, seq);
  g_assert_cmpstr (event->text, ==, "first");
  g_assert_cmpint (((ParlorAccountPacket *) event->author)->account, ==, s.ada->account);
  first_edit = event->seq;
  assert_edited (s.bob, s.tea, seq, "first", first_edit);

  /* The same again is nothing new, from another connection either. */
  parlor_test_change (s.ada, PARLOR_PACKET_EDIT, s.tea, seq, "text", "first");
  come_back (&s.ada);
  parlor_test_change (s.ada, PARLOR_PACKET_EDIT, s.tea, seq, "text", "first");
  parlor_test_hear_nothing (s.bob, s.tea);

  parlor_test_change (s.ada, PARLOR_PACKET_EDIT, s.tea, seq, "text", "the first\nof all 🎉");
  second_edit = parlor_test_hear (s.bob, s.tea)->seq;
  restart (&s);
  assert_edited (s.bob, s.tea, seq, "the first\nof all 🎉", second_edit);
  g_assert_cmpint (parlor_test_look (s.bob, s.tea)->head, ==, second_edit);

  /* Earlier texts are not for everybody: edits are told with the present one. */
  event = parlor_test_read (s.bob, s.tea, first_edit);
  g_assert_cmpint (event->target, ==, seq);
  g_assert_cmpstr (event->text, ==, "the first\nof all 🎉");

  event = parlor_test_look (s.carol, s.tea)->last;
  g_assert_cmpint (event->seq, ==, seq);
  g_assert_cmpstr (event->text, ==, "the first\nof all 🎉");
  g_assert_cmpint (event->changed, ==, second_edit);
  close_scene (&s);
}

static void
test_edit_refused (void)
{
  g_autofree char       *too_long = g_strnfill (PARLOR_TEXT_MAX_BYTES + 1, 'x');
  const ParlorPacketType edit = PARLOR_PACKET_EDIT;
  Scene                  s = { NULL };
  gint64                 seq;

  open_scene (&s);
  seq = parlor_test_say (s.bob, s.tea, "Bob's");
  parlor_test_cannot_change (s.carol, "not-allowed", "seq", edit, s.tea, seq, "text", "Carol's");
  parlor_test_cannot_change (s.ada, "not-allowed", "seq", edit, s.tea, seq, "text", "Ada's");
  parlor_test_cannot_change (s.dora, "not-found", "conversation", edit, s.tea, seq, "text", "D");
  parlor_test_cannot_change (s.bob, "not-found", "conversation", edit, "none", seq, "text", "x");
  parlor_test_cannot_change (s.bob, "not-found", "seq", edit, s.tea, seq + 1, "text", "x");
  parlor_test_cannot_change (s.bob, "not-found", "seq", edit, s.tea, seq - 1, "text",
                             "x"); /* join */
  parlor_test_cannot_change (s.bob, "not-found", "seq", edit, "lobby", seq, "text", "x");
  parlor_test_cannot_change (s.bob, "bad-value", "text", edit, s.tea, seq, "text", "");
  parlor_test_cannot_change (s.bob, "bad-value", "text", edit, s.tea, seq, "text", " \n");
  parlor_test_cannot_change (s.bob, "bad-value", "text", edit, s.tea, seq, "text", "a\x1b[0m");
  parlor_test_cannot_change (s.bob, "bad-packet", "text", edit, s.tea, seq, "text", too_long);

  parlor_test_sql (s.server, "UPDATE members SET muted_until_ms = 253402300799999");
  parlor_test_cannot_change (s.bob, "not-allowed", "conversation", edit, s.tea, seq, "text", "x");
  parlor_test_sql (s.server, "UPDATE members SET muted_until_ms = 0;"
                             "UPDATE conversations SET is_archived = 1");
  parlor_test_cannot_change (s.bob, "not-allowed", "conversation", edit, s.tea, seq, "text", "x");
  parlor_test_sql (s.server, "UPDATE conversations SET is_archived = 0");

  parlor_test_leave (s.bob, s.tea);
  parlor_test_cannot_change (s.bob, "not-found", "conversation", edit, s.tea, seq, "text", "x");
  parlor_test_join (s.bob, s.tea, NULL);
  g_assert_cmpstr (parlor_test_read (s.bob, s.tea, seq)->text, ==, "Bob's");
  parlor_test_change (s.bob, edit, s.tea, seq, "text", "Bob's again");
  parlor_test_change (s.bob, PARLOR_PACKET_DELETE, s.tea, seq, NULL, NULL);
  parlor_test_cannot_change (s.bob, "not-found", "seq", edit, s.tea, seq, "text", "Bob's");
  close_scene (&s);
}

static void
assert_versions (ParlorTestPeer *peer,
                 const char     *conversation,
                 gint64          seq,
                 const char     *expected)
{
  g_autofree char          *number = g_strdup_printf ("%" G_GINT64_FORMAT, seq);
  g_autoptr (GString)       texts = g_string_new (NULL);
  ParlorVersionsPagePacket *page = parlor_test_peer_ask (
    peer, PARLOR_PACKET_VERSIONS_PAGE, PARLOR_PACKET_VERSIONS, "conversation", conversation,
    "seq", number, NULL);
  gint64 time_ms = G_MAXINT64;

  for (guint i = 0; i < page->versions->len; i++) {
    ParlorVersionPacket *version = page->versions->pdata[i];

    g_assert_cmpint (version->time_ms, <=, time_ms);
    time_ms = version->time_ms;
    g_string_append_printf (texts, "%s%s", i > 0 ? ", " : "",
                            version->text != NULL ? version->text : "(null)");
  }
  g_assert_cmpstr (texts->str, ==, expected);
  g_assert_cmpint (time_ms, ==, parlor_test_read (peer, conversation, seq)->time_ms);
}

/* What comes with a file may say something, or nothing. */
static void
test_caption (void)
{
  Scene                   s = { NULL };
  g_autoptr (GBytes)      content = g_bytes_new_static ("a file", 6);
  ParlorAttachmentPacket *uploaded;
  ParlorEventPacket      *message;
  gint64                  seq;

  open_scene (&s);
  uploaded = parlor_test_upload (s.bob, "file.txt", content);
  seq = parlor_test_share (s.bob, s.tea, uploaded->attachment);
  parlor_test_change (s.bob, PARLOR_PACKET_EDIT, s.tea, seq, "text", "My file");
  g_assert_cmpstr (parlor_test_read (s.ada, s.tea, seq)->text, ==, "My file");
  parlor_test_change (s.bob, PARLOR_PACKET_EDIT, s.tea, seq, "text", "");
  parlor_test_change (s.bob, PARLOR_PACKET_EDIT, s.tea, seq, "text", "");
  message = parlor_test_read (s.ada, s.tea, seq);
  g_assert_null (message->text);
  g_assert_nonnull (message->attachment);
  g_assert_cmpint (message->changed, ==, seq + 2);
  assert_versions (s.bob, s.tea, seq, "(null), My file, (null)");
  parlor_test_cannot_change (s.bob, "bad-value", "text", PARLOR_PACKET_EDIT, s.tea, seq, "text",
                             " ");
  close_scene (&s);
}

static void
test_versions (void)
{
  const ParlorPacketType versions = PARLOR_PACKET_VERSIONS;
  Scene                  s = { NULL };
  gint64                 seq;

  open_scene (&s);
  seq = parlor_test_say (s.bob, s.tea, "one");
  assert_versions (s.bob, s.tea, seq, "one");
  parlor_test_change (s.bob, PARLOR_PACKET_EDIT, s.tea, seq, "text", "two");
  parlor_test_change (s.bob, PARLOR_PACKET_EDIT, s.tea, seq, "text", "three");
  parlor_test_change (s.bob, PARLOR_PACKET_EDIT, s.tea, seq, "text", "one");
  assert_versions (s.bob, s.tea, seq, "one, three, two, one");
  assert_versions (s.ada, s.tea, seq, "one, three, two, one");
  parlor_test_cannot_change (s.carol, "not-allowed", "seq", versions, s.tea, seq, NULL, NULL);
  parlor_test_cannot_change (s.dora, "not-found", "conversation", versions, s.tea, seq, NULL, NULL);
  parlor_test_cannot_change (s.bob, "not-found", "seq", versions, s.tea, seq + 1, NULL, NULL);

  /* A moderator sees it as long as she is one. */
  parlor_test_sql (s.server, "UPDATE members SET role = 2 WHERE account = "
                             "(SELECT account FROM accounts WHERE name = 'carol')");
  assert_versions (s.carol, s.tea, seq, "one, three, two, one");
  parlor_test_sql (s.server, "UPDATE members SET role = 1 WHERE account = "
                             "(SELECT account FROM accounts WHERE name = 'carol')");
  parlor_test_cannot_change (s.carol, "not-allowed", "seq", versions, s.tea, seq, NULL, NULL);

  parlor_test_change (s.bob, PARLOR_PACKET_DELETE, s.tea, seq, NULL, NULL);
  parlor_test_cannot_change (s.bob, "not-found", "seq", versions, s.tea, seq, NULL, NULL);
  parlor_test_cannot_change (s.ada, "not-found", "seq", versions, s.tea, seq, NULL, NULL);
  close_scene (&s);
}

/* Of many long ones, the newest fit into the frame. */
static void
test_long_versions (void)
{
  g_autofree char          *body = g_strnfill (PARLOR_TEXT_MAX_BYTES - 2, '"');
  Scene                     s = { NULL };
  gint64                    seq;
  g_autofree char          *number = NULL;
  ParlorVersionsPagePacket *page;

  open_scene (&s);
  seq = parlor_test_say (s.bob, s.tea, body);
  for (guint i = 0; i < 8; i++) {
    g_autofree char *text = g_strdup_printf ("%u %s", i, body);

    parlor_test_change (s.bob, PARLOR_PACKET_EDIT, s.tea, seq, "text", text);
  }

  number = g_strdup_printf ("%" G_GINT64_FORMAT, seq);
  page = parlor_test_peer_ask (s.bob, PARLOR_PACKET_VERSIONS_PAGE, PARLOR_PACKET_VERSIONS,
                               "conversation", s.tea, "seq", number, NULL);
  g_assert_cmpuint (page->versions->len, ==, 1);
  g_assert_true (g_str_has_prefix (((ParlorVersionPacket *) page->versions->pdata[0])->text, "7 "));
  close_scene (&s);
}

static void
assert_deleted (ParlorTestPeer *peer,
                const char     *tea,
                gint64          seq,
                gint64          changed)
{
  ParlorEventPacket *message = parlor_test_read (peer, tea, seq);

  g_assert_cmpint (message->kind, ==, PARLOR_EVENT_MESSAGE);
  g_assert_true (message->is_deleted);
  g_assert_null (message->text);
  g_assert_null (message->attachment);
  g_assert_null (message->reactions);
  g_assert_false (message->is_pinned);
  g_assert_false (message->is_action);
  g_assert_cmpint (message->edited_ms, ==, 0);
  g_assert_cmpint (message->reply_to, ==, 0);
  g_assert_cmpint (message->changed, ==, changed);
}

static void
test_delete (void)
{
  Scene              s = { NULL };
  gint64             seq;
  gint64             edit;
  ParlorEventPacket *event;

  open_scene (&s);
  seq = parlor_test_say (s.bob, s.tea, "said");
  parlor_test_change (s.bob, PARLOR_PACKET_EDIT, s.tea, seq, "text", "said better");
  parlor_test_change (s.carol, PARLOR_PACKET_REACT, s.tea, seq, "emoji", "👍");
  parlor_test_change (s.ada, PARLOR_PACKET_PIN, s.tea, seq, NULL, NULL);
  parlor_test_hear_text (s.ada, s.tea, "said");
  edit = parlor_test_hear (s.ada, s.tea)->seq;
  parlor_test_hear (s.ada, s.tea);
  parlor_test_hear (s.ada, s.tea);

  parlor_test_change (s.bob, PARLOR_PACKET_DELETE, s.tea, seq, NULL, NULL);
  event = parlor_test_hear (s.ada, s.tea);
  g_assert_cmpint (event->kind, ==, PARLOR_EVENT_DELETE);
  g_assert_cmpint (event->target, ==, seq);
  g_assert_null (event->text);
  g_assert_cmpint (((ParlorAccountPacket *) event->author)->account, ==, s.bob->account);
  assert_deleted (s.carol, s.tea, seq, event->seq);
  g_assert_null (parlor_test_read (s.carol, s.tea, edit)->text);

  /* Again, and again after a restart, is nothing new. */
  parlor_test_change (s.bob, PARLOR_PACKET_DELETE, s.tea, seq, NULL, NULL);
  parlor_test_hear_nothing (s.ada, s.tea);
  restart (&s);
  parlor_test_change (s.bob, PARLOR_PACKET_DELETE, s.tea, seq, NULL, NULL);
  parlor_test_change (s.ada, PARLOR_PACKET_DELETE, s.tea, seq, NULL, NULL);
  parlor_test_hear_nothing (s.ada, s.tea);
  event = parlor_test_look (s.ada, s.tea)->last;
  g_assert_cmpint (event->seq, ==, seq);
  g_assert_true (event->is_deleted);
  g_assert_null (event->text);
  g_assert_cmpint (parlor_test_sql_int (s.server, "SELECT COUNT (*) FROM audit"), ==, 0);
  close_scene (&s);
}

/* A moderator deletes what others wrote, which is told and recorded. */
static void
test_delete_by_moderator (void)
{
  const ParlorPacketType delete = PARLOR_PACKET_DELETE;
  Scene              s = { NULL };
  gint64             bobs;
  gint64             adas;
  ParlorEventPacket *event;

  open_scene (&s);
  bobs = parlor_test_say (s.bob, s.tea, "rude");
  adas = parlor_test_say (s.ada, s.tea, "polite");
  parlor_test_cannot_change (s.carol, "not-allowed", "seq", delete, s.tea, bobs, NULL, NULL);
  parlor_test_cannot_change (s.bob, "not-allowed", "seq", delete, s.tea, adas, NULL, NULL);
  parlor_test_cannot_change (s.dora, "not-found", "conversation", delete, s.tea, bobs, NULL, NULL);
  parlor_test_cannot_change (s.ada, "not-found", "seq", delete, s.tea, adas + 1, NULL, NULL);
  parlor_test_cannot_change (s.ada, "not-found", "seq", delete, s.tea, 1, NULL, NULL);
  parlor_test_cannot_change (s.ada, "bad-value", "reason", delete, s.tea, bobs, "reason", "\x07");
  parlor_test_cannot_change (s.ada, "bad-value", "reason", delete, s.tea, bobs, "reason", "  ");
  parlor_test_peer_settle (s.carol);
  parlor_test_peer_forget (s.carol);

  parlor_test_change (s.ada, delete, s.tea, bobs, "reason", "Be kind");
  event = parlor_test_hear (s.carol, s.tea);
  g_assert_cmpint (event->target, ==, bobs);
  g_assert_cmpstr (event->text, ==, "Be kind");
  assert_deleted (s.bob, s.tea, bobs, event->seq);
  g_assert_cmpint (parlor_test_sql_int (s.server,
                                        "SELECT COUNT (*) FROM audit WHERE act = 'delete' "
                                        "AND text = 'Be kind' AND member <> author"),
                   ==, 1);

  /* So may an administrator of the server who is a member. */
  adas = parlor_test_say (s.ada, s.tea, "officious");
  parlor_test_sql (s.server, "UPDATE accounts SET role = 2 WHERE name = 'carol'");
  come_back (&s.carol);
  parlor_test_change (s.carol, delete, s.tea, adas, NULL, NULL);
  g_assert_true (parlor_test_read (s.ada, s.tea, adas)->is_deleted);

  /* Who wrote it may do so even when nobody may write. */
  bobs = parlor_test_say (s.bob, s.tea, "regret");
  parlor_test_sql (s.server, "UPDATE conversations SET is_archived = 1;"
                             "UPDATE members SET muted_until_ms = 253402300799999");
  parlor_test_cannot_change (s.bob, "not-allowed", "conversation", delete, s.tea, bobs, "reason",
                             "And another thing");
  parlor_test_change (s.bob, delete, s.tea, bobs, NULL, NULL);
  g_assert_true (parlor_test_read (s.bob, s.tea, bobs)->is_deleted);
  close_scene (&s);
}

/* Who is muted does not moderate either, and says nothing by way of a reason; nor
 * does who may not write. */
static void
test_delete_without_a_say (void)
{
  const ParlorPacketType delete = PARLOR_PACKET_DELETE;
  Scene              s = { NULL };
  gint64             bobs;
  gint64             adas;
  ParlorEventPacket *event;

  open_scene (&s);
  bobs = parlor_test_say (s.bob, s.tea, "mine");
  adas = parlor_test_say (s.ada, s.tea, "Ada's");
  parlor_test_sql (s.server, "UPDATE members SET role = 2, muted_until_ms = 253402300799999 "
                             "WHERE account = (SELECT account FROM accounts WHERE name = 'bob')");
  parlor_test_cannot_change (s.bob, "not-allowed", "conversation", delete, s.tea, adas, NULL, NULL);
  parlor_test_cannot_change (s.bob, "not-allowed", "conversation", delete, s.tea, bobs, "reason",
                             "Listen");
  g_assert_false (parlor_test_read (s.ada, s.tea, bobs)->is_deleted);
  g_assert_false (parlor_test_read (s.ada, s.tea, adas)->is_deleted);

  parlor_test_sql (s.server, "UPDATE members SET role = 1, muted_until_ms = 0; "
                             "UPDATE conversations SET is_read_only = 1");
  parlor_test_cannot_change (s.bob, "not-allowed", "conversation", delete, s.tea, bobs, "reason",
                             "Listen");
  parlor_test_sql (s.server, "UPDATE conversations SET is_read_only = 0");
  parlor_test_peer_forget (s.carol);
  parlor_test_change (s.bob, delete, s.tea, bobs, "reason", "Wrong channel");
  event = parlor_test_hear (s.carol, s.tea);
  g_assert_cmpstr (event->text, ==, "Wrong channel");
  g_assert_cmpint (parlor_test_sql_int (s.server, "SELECT COUNT (*) FROM audit"), ==, 0);
  close_scene (&s);
}

/* Nobody moderates a personal chat. */
static void
test_personal (void)
{
  Scene            s = { NULL };
  g_autofree char *chat = NULL;
  gint64           seq;

  open_scene (&s);
  chat = parlor_personal_id (s.ada->account, s.bob->account);
  seq = parlor_test_say (s.ada, chat, "between us");
  parlor_test_change (s.ada, PARLOR_PACKET_EDIT, chat, seq, "text", "between the two of us");
  parlor_test_cannot_change (s.bob, "not-allowed", "seq", PARLOR_PACKET_DELETE, chat, seq, NULL,
                             NULL);
  parlor_test_cannot_change (s.bob, "not-allowed", "seq", PARLOR_PACKET_VERSIONS, chat, seq, NULL,
                             NULL);
  parlor_test_cannot_change (s.carol, "not-found", "conversation", PARLOR_PACKET_DELETE, chat, seq,
                             NULL, NULL);

  /* Who is blocked says nothing new by changing what was said. */
  parlor_test_sql (s.server, "INSERT INTO blocks SELECT b.account, a.account FROM accounts a, "
                             "accounts b WHERE a.name = 'ada' AND b.name = 'bob'");
  parlor_test_cannot_change (s.ada, "not-allowed", "conversation", PARLOR_PACKET_EDIT, chat, seq,
                             "text", "and furthermore");
  parlor_test_cannot_change (s.ada, "not-allowed", "conversation", PARLOR_PACKET_REACT, chat, seq,
                             "emoji", "👎");
  parlor_test_cannot_change (s.ada, "not-allowed", "conversation", PARLOR_PACKET_PIN, chat, seq,
                             NULL, NULL);
  parlor_test_cannot_change (s.ada, "not-allowed", "conversation", PARLOR_PACKET_DELETE, chat, seq,
                             "reason", "and furthermore");
  parlor_test_change (s.ada, PARLOR_PACKET_DELETE, chat, seq, NULL, NULL);
  g_assert_true (parlor_test_read (s.bob, chat, seq)->is_deleted);
  close_scene (&s);
}

/* What is deleted need not be read. */
static void
test_unread (void)
{
  Scene                     s = { NULL };
  gint64                    first;
  gint64                    second;
  g_autofree char          *marker = NULL;
  ParlorConversationPacket *tea;

  open_scene (&s);
  first = parlor_test_say (s.ada, s.tea, "@bob one");
  second = parlor_test_say (s.ada, s.tea, "@bob two");
  parlor_test_say (s.ada, s.tea, "three");
  tea = parlor_test_look (s.bob, s.tea);
  g_assert_cmpint (tea->unread, ==, 3);
  g_assert_cmpint (tea->mentions, ==, 2);

  marker = g_strdup_printf ("%" G_GINT64_FORMAT, first);
  parlor_test_peer_ask (s.bob, PARLOR_PACKET_OK, PARLOR_PACKET_MARK_READ, "conversation", s.tea,
                        "seq", marker, NULL);
  g_assert_cmpint (parlor_test_look (s.bob, s.tea)->unread, ==, 2);

  /* One that was read, and one that was not; each counts once. */
  parlor_test_change (s.ada, PARLOR_PACKET_DELETE, s.tea, first, NULL, NULL);
  tea = parlor_test_look (s.bob, s.tea);
  g_assert_cmpint (tea->unread, ==, 2);
  g_assert_cmpint (tea->mentions, ==, 1);
  parlor_test_change (s.ada, PARLOR_PACKET_DELETE, s.tea, second, NULL, NULL);
  parlor_test_change (s.ada, PARLOR_PACKET_DELETE, s.tea, second, NULL, NULL);
  tea = parlor_test_look (s.bob, s.tea);
  g_assert_cmpint (tea->unread, ==, 1);
  g_assert_cmpint (tea->mentions, ==, 0);
  g_assert_cmpint (parlor_test_look (s.carol, s.tea)->unread, ==, 1);
  restart (&s);
  g_assert_cmpint (parlor_test_look (s.bob, s.tea)->unread, ==, 1);
  close_scene (&s);
}

/* A message that was sent, changed and deleted is not sent once more. */
static void
test_nonce (void)
{
  Scene             s = { NULL };
  g_autofree char  *nonce = parlor_nonce_new ();
  ParlorSentPacket *sent;
  gint64            seq;

  open_scene (&s);
  sent = parlor_test_peer_ask (s.bob, PARLOR_PACKET_SENT, PARLOR_PACKET_SEND, "conversation",
                               s.tea, "nonce", nonce, "text", "once", NULL);
  seq = sent->seq;
  parlor_test_change (s.bob, PARLOR_PACKET_EDIT, s.tea, seq, "text", "one time");
  for (guint i = 0; i < 3; i++) {
    sent = parlor_test_peer_ask (s.bob, PARLOR_PACKET_SENT, PARLOR_PACKET_SEND, "conversation",
                                 s.tea, "nonce", nonce, "text", "once", NULL);
    g_assert_cmpint (sent->seq, ==, seq);
    if (i == 0)
      parlor_test_change (s.bob, PARLOR_PACKET_DELETE, s.tea, seq, NULL, NULL);
    if (i == 1)
      restart (&s);
  }
  g_assert_true (parlor_test_read (s.bob, s.tea, seq)->is_deleted);
  g_assert_cmpint (parlor_test_look (s.bob, s.tea)->head, ==, seq + 2);
  close_scene (&s);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/changes/edit", test_edit);
  g_test_add_func ("/changes/edit/refused", test_edit_refused);
  g_test_add_func ("/changes/edit/caption", test_caption);
  g_test_add_func ("/changes/versions", test_versions);
  g_test_add_func ("/changes/versions/long", test_long_versions);
  g_test_add_func ("/changes/delete", test_delete);
  g_test_add_func ("/changes/delete/by-moderator", test_delete_by_moderator);
  g_test_add_func ("/changes/delete/without-a-say", test_delete_without_a_say);
  g_test_add_func ("/changes/personal", test_personal);
  g_test_add_func ("/changes/unread", test_unread);
  g_test_add_func ("/changes/nonce", test_nonce);

  return g_test_run ();
}
