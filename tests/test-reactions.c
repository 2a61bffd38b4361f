/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reactions and pins. */

#include "parlor-names.h"
#include "parlor-test-changes.h"
#include "parlor-test-people.h"

typedef struct
{
  ParlorTestServer *server;
  ParlorTestPeer   *ada; /* owns the channel */
  ParlorTestPeer   *bob;
  ParlorTestPeer   *dora; /* is not in it */
  char             *tea;
  gint64            seq; /* of a message of Ada's */
} Scene;

static void
open_scene (Scene *scene)
{
  scene->server = parlor_test_serve (NULL);
  scene->ada = parlor_test_enter (scene->server, "ada");
  scene->bob = parlor_test_enter (scene->server, "bob");
  scene->dora = parlor_test_enter (scene->server, "dora");
  scene->tea = parlor_test_create (scene->ada, "channel", "tea", NULL);
  parlor_test_join (scene->bob, scene->tea, NULL);
  scene->seq = parlor_test_say (scene->ada, scene->tea, "Tea?");
  parlor_test_hear_text (scene->ada, scene->tea, "Tea?");
  parlor_test_hear_text (scene->bob, scene->tea, "Tea?");
}

static void
close_scene (Scene *scene)
{
  parlor_test_peer_free (scene->ada);
  parlor_test_peer_free (scene->bob);
  parlor_test_peer_free (scene->dora);
  g_free (scene->tea);
  parlor_test_server_free (scene->server);
}

static void
restart (Scene *scene)
{
  ParlorTestPeer **peers[] = { &scene->ada, &scene->bob, &scene->dora };

  parlor_test_server_kill (scene->server);
  parlor_test_server_start (scene->server);
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++) {
    ParlorTestPeer *again = parlor_test_enter_again (*peers[i]);

    parlor_test_peer_free (*peers[i]);
    *peers[i] = again;
    parlor_test_resume (again);
    parlor_test_peer_forget (again);
  }
}

static void
react (Scene          *scene,
       ParlorTestPeer *peer,
       const char     *emoji)
{
  parlor_test_change (peer, PARLOR_PACKET_REACT, scene->tea, scene->seq, "emoji", emoji);
}

static void
unreact (Scene          *scene,
         ParlorTestPeer *peer,
         const char     *emoji)
{
  parlor_test_change (peer, PARLOR_PACKET_UNREACT, scene->tea, scene->seq, "emoji", emoji);
}

static void
assert_reactions (Scene          *scene,
                  ParlorTestPeer *peer,
                  const char     *expected)
{
  ParlorEventPacket *message = parlor_test_read (peer, scene->tea, scene->seq);
  g_autofree char   *reactions = parlor_test_reactions (message);

  g_assert_cmpstr (reactions, ==, expected);
}

static ParlorEventPacket *
hear_about (Scene          *scene,
            ParlorTestPeer *peer,
            ParlorEventKind kind,
            const char     *emoji,
            ParlorTestPeer *author)
{
  ParlorEventPacket *event = parlor_test_hear (peer, scene->tea);

  g_assert_cmpint (event->kind, ==, kind);
  g_assert_cmpint (event->target, ==, scene->seq);
  g_assert_cmpstr (event->emoji, ==, emoji);
  g_assert_cmpint (((ParlorAccountPacket *) event->author)->account, ==, author->account);

  return event;
}

static void
test_react (void)
{
  Scene  s = { NULL };
  gint64 changed;

  open_scene (&s);
  react (&s, s.bob, "👍");
  hear_about (&s, s.ada, PARLOR_EVENT_REACT, "👍", s.bob);
  react (&s, s.ada, "❤");
  hear_about (&s, s.bob, PARLOR_EVENT_REACT, "👍", s.bob);
  hear_about (&s, s.bob, PARLOR_EVENT_REACT, "❤️", s.ada);
  react (&s, s.ada, "👍");
  changed = parlor_test_hear (s.bob, s.tea)->seq;
  assert_reactions (&s, s.ada, "👍2* ❤️1*");
  assert_reactions (&s, s.bob, "👍2* ❤️1");
  g_assert_cmpint (parlor_test_read (s.bob, s.tea, s.seq)->changed, ==, changed);

  /* The same again, in another form too, is nothing new. */
  react (&s, s.ada, "👍");
  react (&s, s.ada, "👍\xef\xb8\x8f");
  react (&s, s.ada, "❤️");
  unreact (&s, s.bob, "❤️");
  unreact (&s, s.bob, "🎉");
  parlor_test_hear_nothing (s.bob, s.tea);
  restart (&s);
  react (&s, s.ada, "❤");
  parlor_test_hear_nothing (s.bob, s.tea);

  /* An emoji keeps its place as long as anybody uses it. */
  unreact (&s, s.bob, "👍");
  hear_about (&s, s.ada, PARLOR_EVENT_UNREACT, "👍", s.bob);
  assert_reactions (&s, s.bob, "👍1 ❤️1");
  unreact (&s, s.ada, "👍");
  react (&s, s.bob, "👍");
  assert_reactions (&s, s.bob, "❤️1 👍1*");

  unreact (&s, s.ada, "❤");
  unreact (&s, s.bob, "👍");
  unreact (&s, s.bob, "👍");
  assert_reactions (&s, s.bob, "");
  restart (&s);
  assert_reactions (&s, s.bob, "");
  g_assert_cmpint (parlor_test_sql_int (s.server, "SELECT COUNT (*) FROM reactions"), ==, 0);
  g_assert_cmpint (parlor_test_read (s.bob, s.tea, s.seq)->changed, ==,
                   parlor_test_look (s.bob, s.tea)->head);
  close_scene (&s);
}

static void
test_react_refused (void)
{
  static const char     *texts[] = { "", "ok", "👍👍", "🍕🏽", "1", " 👍" };
  const ParlorPacketType react_to = PARLOR_PACKET_REACT;
  g_autofree char       *too_long = g_strnfill (PARLOR_EMOJI_MAX_BYTES + 1, '1');
  Scene                  s = { NULL };

  open_scene (&s);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    parlor_test_cannot_change (s.bob, "bad-value", "emoji", react_to, s.tea, s.seq, "emoji",
                               texts[i]);
    parlor_test_cannot_change (s.bob, "bad-value", "emoji", PARLOR_PACKET_UNREACT, s.tea, s.seq,
                               "emoji", texts[i]);
  }
  parlor_test_cannot_change (s.bob, "bad-packet", "emoji", react_to, s.tea, s.seq, "emoji",
                             too_long);
  parlor_test_cannot_change (s.bob, "not-found", "seq", react_to, s.tea, s.seq + 1, "emoji", "👍");
  parlor_test_cannot_change (s.bob, "not-found", "seq", react_to, s.tea, 1, "emoji", "👍");
  parlor_test_cannot_change (s.bob, "not-found", "seq", PARLOR_PACKET_UNREACT, s.tea, 1, "emoji",
                             "👍");
  parlor_test_cannot_change (s.dora, "not-found", "conversation", react_to, s.tea, s.seq, "emoji",
                             "👍");
  parlor_test_cannot_change (s.dora, "not-found", "conversation", PARLOR_PACKET_UNREACT, s.tea,
                             s.seq, "emoji", "👍");
  parlor_test_cannot_change (s.dora, "not-found", "conversation", PARLOR_PACKET_REACTIONS, s.tea,
                             s.seq, NULL, NULL);

  react (&s, s.bob, "👍");
  parlor_test_sql (s.server, "UPDATE members SET muted_until_ms = 253402300799999");
  parlor_test_cannot_change (s.bob, "not-allowed", "conversation", react_to, s.tea, s.seq, "emoji",
                             "🎉");
  parlor_test_cannot_change (s.bob, "not-allowed", "conversation", PARLOR_PACKET_UNREACT, s.tea,
                             s.seq, "emoji", "👍");
  parlor_test_sql (s.server, "UPDATE members SET muted_until_ms = 0;"
                             "UPDATE conversations SET is_archived = 1");
  parlor_test_cannot_change (s.bob, "not-allowed", "conversation", react_to, s.tea, s.seq, "emoji",
                             "🎉");
  /* Where only moderators write, others may still react. */
  parlor_test_sql (s.server, "UPDATE conversations SET is_archived = 0, is_read_only = 1");
  react (&s, s.bob, "🎉");

  parlor_test_leave (s.bob, s.tea);
  parlor_test_cannot_change (s.bob, "not-found", "conversation", react_to, s.tea, s.seq, "emoji",
                             "❤️");
  assert_reactions (&s, s.ada, "👍1 🎉1");

  parlor_test_change (s.ada, PARLOR_PACKET_DELETE, s.tea, s.seq, NULL, NULL);
  parlor_test_cannot_change (s.ada, "not-found", "seq", react_to, s.tea, s.seq, "emoji", "👍");
  parlor_test_cannot_change (s.ada, "not-found", "seq", PARLOR_PACKET_REACTIONS, s.tea, s.seq, NULL,
                             NULL);
  unreact (&s, s.ada, "👍");
  assert_reactions (&s, s.ada, "");
  close_scene (&s);
}

/* So many different ones and no more; those that are there can be joined in. */
static void
test_react_too_much (void)
{
  Scene s = { NULL };

  open_scene (&s);
  for (guint i = 0; i < PARLOR_REACTIONS_MAX; i++) {
    g_autoptr (GString) emoji = g_string_new (NULL);

    g_string_append_unichar (emoji, 0x1f600 + i);
    react (&s, i % 2 == 0 ? s.ada : s.bob, emoji->str);
  }
  parlor_test_cannot_change (s.bob, "too-much", "emoji", PARLOR_PACKET_REACT, s.tea, s.seq, "emoji",
                             "🎉");
  react (&s, s.bob, "😀");
  g_assert_cmpuint (parlor_test_read (s.bob, s.tea, s.seq)->reactions->len, ==,
                    PARLOR_REACTIONS_MAX);
  unreact (&s, s.bob, "😁");
  react (&s, s.bob, "🎉");
  close_scene (&s);
}

static ParlorReactionsPagePacket *
ask_reactions (Scene          *scene,
               ParlorTestPeer *peer,
               gint64          after)
{
  ParlorReactionsPacket packet = { .conversation = scene->tea, .seq = scene->seq, .after = after };
  gint64                tag = parlor_test_peer_request (peer, PARLOR_PACKET_REACTIONS, &packet);

  return parlor_test_peer_answer (peer, tag, PARLOR_PACKET_REACTIONS_PAGE);
}

static void
test_reactors (void)
{
  Scene                      s = { NULL };
  ParlorReactionsPagePacket *page;
  ParlorReactorPacket       *reactor;
  guint                      n_reactors = 0;

  open_scene (&s);
  page = ask_reactions (&s, s.bob, 0);
  g_assert_cmpuint (page->reactors->len, ==, 0);
  g_assert_cmpint (page->next, ==, 0);

  react (&s, s.bob, "👍");
  react (&s, s.ada, "👍");
  react (&s, s.ada, "🎉");
  unreact (&s, s.bob, "👍");
  page = ask_reactions (&s, s.bob, 0);
  g_assert_cmpuint (page->reactors->len, ==, 2);
  g_assert_cmpint (page->next, ==, 0);
  reactor = page->reactors->pdata[1];
  g_assert_cmpstr (reactor->emoji, ==, "🎉");
  g_assert_cmpstr (((ParlorAccountPacket *) reactor->account)->name, ==, "ada");

  /* More than fit into a page. */
  parlor_test_sql (
    s.server, "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 248) "
              "INSERT INTO reactions (conversation, seq, event, first, emoji, account) "
              "SELECT conversation, seq, 1000 + i, 1000 + i, 'e' || i, account "
              "FROM n, reactions WHERE emoji = '🎉'");
  page = NULL;
  do {
    page = ask_reactions (&s, s.bob, page != NULL ? page->next : 0);
    g_assert_cmpuint (page->reactors->len, >, 0);
    n_reactors += page->reactors->len;
  } while (page->next != 0);
  g_assert_cmpuint (n_reactors, ==, 250);
  close_scene (&s);
}

static ParlorPinsPagePacket *
ask_pins (Scene          *scene,
          ParlorTestPeer *peer,
          gint64          after)
{
  ParlorPinsPacket packet = { .conversation = scene->tea, .after = after };
  gint64           tag = parlor_test_peer_request (peer, PARLOR_PACKET_PINS, &packet);

  return parlor_test_peer_answer (peer, tag, PARLOR_PACKET_PINS_PAGE);
}

static void
assert_pins (Scene          *scene,
             ParlorTestPeer *peer,
             const char     *expected)
{
  ParlorPinsPagePacket *page = ask_pins (scene, peer, 0);
  g_autofree char      *texts = parlor_test_texts (page->messages);

  g_assert_cmpstr (texts, ==, expected);
  g_assert_cmpint (page->next, ==, 0);
}

static void
test_pin (void)
{
  Scene              s = { NULL };
  gint64             cake;
  ParlorEventPacket *event;

  open_scene (&s);
  cake = parlor_test_say (s.bob, s.tea, "Cake!");
  parlor_test_hear_text (s.bob, s.tea, "Cake!");
  assert_pins (&s, s.bob, "");
  parlor_test_change (s.ada, PARLOR_PACKET_PIN, s.tea, cake, NULL, NULL);
  parlor_test_change (s.ada, PARLOR_PACKET_PIN, s.tea, s.seq, NULL, NULL);
  g_assert_cmpint (parlor_test_hear (s.bob, s.tea)->target, ==, cake);
  event = hear_about (&s, s.bob, PARLOR_EVENT_PIN, NULL, s.ada);
  g_assert_true (parlor_test_read (s.bob, s.tea, s.seq)->is_pinned);
  g_assert_cmpint (parlor_test_read (s.bob, s.tea, s.seq)->changed, ==, event->seq);
  assert_pins (&s, s.bob, "Tea? Cake!");

  parlor_test_change (s.ada, PARLOR_PACKET_PIN, s.tea, cake, NULL, NULL);
  parlor_test_hear_nothing (s.bob, s.tea);
  parlor_test_change (s.bob, PARLOR_PACKET_EDIT, s.tea, cake, "text", "Cake?");
  restart (&s);
  parlor_test_change (s.ada, PARLOR_PACKET_PIN, s.tea, cake, NULL, NULL);
  parlor_test_hear_nothing (s.bob, s.tea);
  assert_pins (&s, s.bob, "Tea? Cake?");

  parlor_test_change (s.ada, PARLOR_PACKET_UNPIN, s.tea, s.seq, NULL, NULL);
  event = hear_about (&s, s.bob, PARLOR_EVENT_UNPIN, NULL, s.ada);
  g_assert_false (parlor_test_read (s.bob, s.tea, s.seq)->is_pinned);
  g_assert_cmpint (parlor_test_read (s.bob, s.tea, s.seq)->changed, ==, event->seq);
  parlor_test_change (s.ada, PARLOR_PACKET_UNPIN, s.tea, s.seq, NULL, NULL);
  parlor_test_hear_nothing (s.bob, s.tea);

  /* What is deleted is pinned no longer. */
  parlor_test_change (s.bob, PARLOR_PACKET_DELETE, s.tea, cake, NULL, NULL);
  assert_pins (&s, s.bob, "");
  parlor_test_change (s.ada, PARLOR_PACKET_UNPIN, s.tea, cake, NULL, NULL);
  parlor_test_cannot_change (s.ada, "not-found", "seq", PARLOR_PACKET_PIN, s.tea, cake, NULL, NULL);
  close_scene (&s);
}

static void
test_pin_refused (void)
{
  const ParlorPacketType acts[] = { PARLOR_PACKET_PIN, PARLOR_PACKET_UNPIN };
  Scene                  s = { NULL };
  g_autofree char       *chat = NULL;
  gint64                 seq;

  open_scene (&s);
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++) {
    parlor_test_cannot_change (s.bob, "not-allowed", NULL, acts[i], s.tea, s.seq, NULL, NULL);
    parlor_test_cannot_change (s.dora, "not-found", "conversation", acts[i], s.tea, s.seq, NULL,
                               NULL);
    parlor_test_cannot_change (s.ada, "not-found", "seq", acts[i], s.tea, s.seq + 1, NULL, NULL);
    parlor_test_cannot_change (s.ada, "not-found", "seq", acts[i], s.tea, 1, NULL, NULL);
    parlor_test_sql (s.server, "UPDATE conversations SET is_archived = 1");
    parlor_test_cannot_change (s.ada, "not-allowed", "conversation", acts[i], s.tea, s.seq, NULL,
                               NULL);
    parlor_test_sql (s.server, "UPDATE conversations SET is_archived = 0");
  }
  parlor_test_peer_refused (s.dora, "not-found", "conversation", PARLOR_PACKET_PINS,
                            "conversation", s.tea, NULL);

  /* A member who becomes a moderator, and is one no longer. */
  parlor_test_sql (s.server, "UPDATE members SET role = 2 WHERE role = 1");
  parlor_test_change (s.bob, PARLOR_PACKET_PIN, s.tea, s.seq, NULL, NULL);
  parlor_test_sql (s.server, "UPDATE members SET role = 1 WHERE role = 2");
  parlor_test_cannot_change (s.bob, "not-allowed", NULL, PARLOR_PACKET_UNPIN, s.tea, s.seq, NULL,
                             NULL);
  assert_pins (&s, s.bob, "Tea?");

  /* In a personal chat both may. */
  chat = parlor_personal_id (s.ada->account, s.bob->account);
  seq = parlor_test_say (s.ada, chat, "Remember");
  parlor_test_change (s.bob, PARLOR_PACKET_PIN, chat, seq, NULL, NULL);
  parlor_test_change (s.ada, PARLOR_PACKET_UNPIN, chat, seq, NULL, NULL);
  close_scene (&s);
}

/* As many as there may be, some of them long. */
static void
test_many_pins (void)
{
  g_autofree char      *body = g_strnfill (PARLOR_TEXT_MAX_BYTES, '"');
  Scene                 s = { NULL };
  ParlorPinsPagePacket *page = NULL;
  guint                 n_pins = 0;
  gint64                newest;

  open_scene (&s);
  newest = s.seq;
  for (guint i = 1; i < PARLOR_PINS_MAX; i++) {
    newest = parlor_test_say (s.bob, s.tea, i % 20 == 0 ? body : "short");
    parlor_test_change (s.ada, PARLOR_PACKET_PIN, s.tea, newest, NULL, NULL);
  }
  parlor_test_change (s.ada, PARLOR_PACKET_PIN, s.tea, s.seq, NULL, NULL);
  newest = parlor_test_say (s.bob, s.tea, "one more");
  parlor_test_cannot_change (s.ada, "too-much", "seq", PARLOR_PACKET_PIN, s.tea, newest, NULL,
                             NULL);

  newest = G_MAXINT64;
  do {
    page = ask_pins (&s, s.bob, page != NULL ? page->next : 0);
    g_assert_cmpuint (page->messages->len, >, 0);
    for (guint i = 0; i < page->messages->len; i++, n_pins++) {
      ParlorEventPacket *message = page->messages->pdata[i];

      g_assert_true (message->is_pinned);
      g_assert_cmpint (message->changed, <, newest);
      newest = message->changed;
    }
  } while (page->next != 0);
  g_assert_cmpuint (n_pins, ==, PARLOR_PINS_MAX);

  parlor_test_change (s.ada, PARLOR_PACKET_UNPIN, s.tea, s.seq, NULL, NULL);
  parlor_test_change (s.ada, PARLOR_PACKET_PIN, s.tea, s.seq, NULL, NULL);
  close_scene (&s);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reactions/react", test_react);
  g_test_add_func ("/reactions/refused", test_react_refused);
  g_test_add_func ("/reactions/too-much", test_react_too_much);
  g_test_add_func ("/reactions/reactors", test_reactors);
  g_test_add_func ("/pins/pin", test_pin);
  g_test_add_func ("/pins/refused", test_pin_refused);
  g_test_add_func ("/pins/many", test_many_pins);

  return g_test_run ();
}
