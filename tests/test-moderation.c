/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Kicking, banning, muting, and who may. */

#include "parlor-test-files.h"
#include "parlor-test-rooms.h"

/* Ada's channel with Bob and Carol in it. */
typedef struct
{
  ParlorTestServer *server;
  ParlorTestPeer   *ada;
  ParlorTestPeer   *bob;
  ParlorTestPeer   *carol;
  char             *tea;
} Scene;

static void
scene_clear (Scene *scene)
{
  g_clear_pointer (&scene->ada, parlor_test_peer_free);
  g_clear_pointer (&scene->bob, parlor_test_peer_free);
  g_clear_pointer (&scene->carol, parlor_test_peer_free);
  parlor_test_server_free (scene->server);
  g_free (scene->tea);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static void
set_scene (Scene      *scene,
           const char *bobs_role)
{
  scene->server = parlor_test_serve (NULL);
  scene->ada = parlor_test_enter (scene->server, "ada");
  scene->bob = parlor_test_enter (scene->server, "bob");
  scene->carol = parlor_test_enter (scene->server, "carol");
  scene->tea = parlor_test_create (scene->ada, "channel", "Tea", NULL);
  parlor_test_join (scene->bob, scene->tea, NULL);
  parlor_test_join (scene->carol, scene->tea, NULL);
  if (bobs_role != NULL)
    parlor_test_make (scene->ada, scene->tea, scene->bob, bobs_role);
  parlor_test_peer_forget (scene->ada);
  parlor_test_peer_forget (scene->bob);
  parlor_test_peer_forget (scene->carol);
}

static void
moderate (ParlorTestPeer  *peer,
          ParlorPacketType type,
          const char      *conversation,
          gint64           account,
          const char      *reason,
          gint64           until_ms)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, account);
  g_autofree char *until = g_strdup_printf ("%" G_GINT64_FORMAT, until_ms);

  parlor_test_peer_ask (peer, PARLOR_PACKET_OK, type, "conversation", conversation, "account",
                        number, "reason", reason, until_ms != 0 ? "until_ms" : NULL, until, NULL);
}

static gint64
count_members (Scene *scene)
{
  g_autofree char *counted = g_strdup_printf (
    "SELECT members FROM conversations WHERE conversation = '%s'", scene->tea);
  g_autofree char *there = g_strdup_printf (
    "SELECT COUNT (*) FROM members WHERE conversation = '%s'", scene->tea);
  gint64 n_members = parlor_test_sql_int (scene->server, counted);

  g_assert_cmpint (parlor_test_sql_int (scene->server, there), ==, n_members);

  return n_members;
}

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

static void
expect_removed (ParlorTestPeer *peer,
                const char     *conversation)
{
  ParlorRemovedPacket *removed = parlor_test_peer_expect (peer, PARLOR_PACKET_REMOVED);

  g_assert_cmpstr (removed->conversation, ==, conversation);
}

/* Whoever comes back is not told of what one is no longer in. */
static void
assert_gone (ParlorTestPeer *peer,
             const char     *conversation)
{
  ParlorConversationPacket *seen;

  parlor_test_peer_forget (peer);
  parlor_test_resume (peer);
  while ((seen = parlor_test_peer_take (peer, PARLOR_PACKET_CONVERSATION)) != NULL)
    g_assert_cmpstr (seen->conversation, !=, conversation);
}

/* Who is kicked is told why, on all devices, then nothing more, and reads nothing
 * more. */
static void
test_kick (void)
{
  g_auto (Scene)             scene = { 0 };
  g_autoptr (ParlorTestPeer) phone = NULL;
  g_autoptr (GBytes)         picture = parlor_test_media ("alpha.png");
  ParlorAttachmentPacket    *attachment;
  g_autofree char           *id = NULL;
  ParlorEventPacket         *event;

  set_scene (&scene, NULL);
  phone = parlor_test_enter_again (scene.bob);
  parlor_test_resume (phone);
  attachment = parlor_test_upload (scene.ada, "alpha.png", picture);
  id = g_strdup (attachment->attachment);
  parlor_test_share (scene.ada, scene.tea, id);
  g_bytes_unref (parlor_test_download (scene.bob, id));
  parlor_test_peer_forget (scene.bob);
  parlor_test_peer_forget (scene.carol);
  parlor_test_peer_forget (phone);

  moderate (scene.ada, PARLOR_PACKET_KICK, scene.tea, scene.bob->account, "Too loud 📢", 0);
  event = parlor_test_hear_of (scene.carol, scene.tea, PARLOR_EVENT_KICK, scene.bob->account);
  g_assert_cmpstr (event->text, ==, "Too loud 📢");
  g_assert_cmpint (((ParlorAccountPacket *) event->author)->account, ==, scene.ada->account);
  for (guint i = 0; i < 2; i++) {
    ParlorTestPeer *peer = i == 0 ? scene.bob : phone;

    event = parlor_test_hear_of (peer, scene.tea, PARLOR_EVENT_KICK, scene.bob->account);
    g_assert_cmpstr (event->text, ==, "Too loud 📢");
    expect_removed (peer, scene.tea);
  }

  parlor_test_say (scene.ada, scene.tea, "without Bob");
  parlor_test_hear_text (scene.carol, scene.tea, "without Bob");
  parlor_test_hear_nothing (scene.bob, scene.tea);
  parlor_test_hear_nothing (phone, scene.tea);
  parlor_test_assert_outside (scene.bob, scene.tea);
  parlor_test_peer_refused (scene.bob, "not-found", "attachment", PARLOR_PACKET_DOWNLOAD,
                            "attachment", id, NULL);
  assert_gone (phone, scene.tea);
  g_assert_cmpint (count_members (&scene), ==, 2);

  /* Whoever is kicked may come back. */
  parlor_test_join (scene.bob, scene.tea, NULL);
  g_assert_cmpint (parlor_test_find (scene.bob, "Tea")->members, ==, 3);
}

/* A client that was away learns of it when it comes back. */
static void
test_kick_away (void)
{
  g_auto (Scene)             scene = { 0 };
  g_autoptr (ParlorTestPeer) later = NULL;
  g_autofree char           *epoch = NULL;

  set_scene (&scene, NULL);
  later = parlor_test_enter_again (scene.bob);
  epoch = g_strdup (parlor_test_resume (scene.bob)->epoch);
  g_clear_pointer (&scene.bob, parlor_test_peer_vanish);
  parlor_test_do (scene.ada, PARLOR_PACKET_KICK, scene.tea, later->account);
  parlor_test_resume_from (later, epoch, scene.tea, 2);
  expect_removed (later, scene.tea);
}

static void
test_ban (void)
{
  g_auto (Scene)     scene = { 0 };
  g_autofree char   *long_reason = g_strnfill (511, 'r');
  gint64             until_ms = now_ms () + 3600 * 1000;
  ParlorEventPacket *event;
  ParlorErrorPacket *error;

  set_scene (&scene, NULL);
  moderate (scene.ada, PARLOR_PACKET_BAN, scene.tea, scene.bob->account, "Spam", until_ms);
  event = parlor_test_hear_of (scene.carol, scene.tea, PARLOR_EVENT_BAN, scene.bob->account);
  g_assert_cmpstr (event->text, ==, "Spam");
  g_assert_cmpint (event->until_ms, ==, until_ms);
  parlor_test_hear_of (scene.bob, scene.tea, PARLOR_EVENT_BAN, scene.bob->account);
  expect_removed (scene.bob, scene.tea);
  parlor_test_assert_outside (scene.bob, scene.tea);
  g_assert_cmpint (count_members (&scene), ==, 2);

  error = parlor_test_peer_refused (scene.bob, "not-allowed", "conversation", PARLOR_PACKET_JOIN,
                                    "conversation", "Tea", NULL);
  g_assert_nonnull (strstr (error->text, "Spam"));
  g_assert_nonnull (strstr (error->text, " UTC"));

  /* The same again says nothing new; another reason or term does. */
  moderate (scene.ada, PARLOR_PACKET_BAN, scene.tea, scene.bob->account, "Spam", until_ms);
  parlor_test_hear_nothing (scene.carol, scene.tea);
  moderate (scene.ada, PARLOR_PACKET_BAN, scene.tea, scene.bob->account, long_reason, 0);
  event = parlor_test_hear_of (scene.carol, scene.tea, PARLOR_EVENT_BAN, scene.bob->account);
  g_assert_cmpint (event->until_ms, ==, 0);
  error = parlor_test_peer_refused (scene.bob, "not-allowed", "conversation", PARLOR_PACKET_JOIN,
                                    "conversation", scene.tea, NULL);
  g_assert_nonnull (strstr (error->text, "for good"));

  /* It outlives the server; then it is lifted. */
  parlor_test_do (scene.ada, PARLOR_PACKET_UNBAN, scene.tea, scene.bob->account);
  parlor_test_hear_of (scene.carol, scene.tea, PARLOR_EVENT_UNBAN, scene.bob->account);
  parlor_test_may_not (scene.ada, "not-found", "account", PARLOR_PACKET_UNBAN, scene.tea,
                       scene.bob->account);
  parlor_test_join (scene.bob, scene.tea, NULL);
}

/* Somebody who is not in it can be banned before coming. */
static void
test_ban_from_afar (void)
{
  g_auto (Scene)             scene = { 0 };
  g_autoptr (ParlorTestPeer) dora = NULL;

  set_scene (&scene, "moderator");
  dora = parlor_test_enter (scene.server, "dora");
  moderate (scene.bob, PARLOR_PACKET_BAN, scene.tea, dora->account, NULL, 0);
  parlor_test_hear_of (scene.carol, scene.tea, PARLOR_EVENT_BAN, dora->account);
  parlor_test_hear_nothing (dora, scene.tea);
  g_assert_null (parlor_test_peer_take (dora, PARLOR_PACKET_REMOVED));
  parlor_test_peer_refused (dora, "not-allowed", "conversation", PARLOR_PACKET_JOIN,
                            "conversation", "Tea", NULL);
  g_assert_cmpint (count_members (&scene), ==, 3);
}

/* A ban that has ended is none, and is forgotten. */
static void
test_ban_ends (void)
{
  g_auto (Scene)            scene = { 0 };
  ParlorConversationPacket *joined = NULL;
  guint                     n_refused = 0;

  set_scene (&scene, NULL);
  moderate (scene.ada, PARLOR_PACKET_BAN, scene.tea, scene.bob->account, "Rest", now_ms () + 300);
  parlor_test_peer_forget (scene.bob);
  while (joined == NULL) {
    ParlorJoinPacket join = { .conversation = scene.tea };

    parlor_test_peer_request (scene.bob, PARLOR_PACKET_JOIN, &join);
    parlor_test_peer_settle (scene.bob);
    joined = parlor_test_peer_take (scene.bob, PARLOR_PACKET_CONVERSATION);
    while (joined == NULL && parlor_test_peer_take (scene.bob, PARLOR_PACKET_ERROR) != NULL)
      n_refused++;
  }
  g_assert_cmpuint (n_refused, >, 0);
  g_assert_cmpint (parlor_test_sql_int (scene.server, "SELECT COUNT (*) FROM bans"), ==, 0);
}

static void
test_bans_page (void)
{
  g_auto (Scene)        scene = { 0 };
  ParlorBansPagePacket *page;
  ParlorSanctionPacket *sanction;
  g_autofree char      *reason = g_strnfill (512, '"');
  g_autofree char      *after = NULL;
  guint                 n_seen = 0;

  set_scene (&scene, NULL);
  parlor_test_sql (
    scene.server,
    "WITH RECURSIVE n (n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM n WHERE n < 159) "
    "INSERT INTO accounts (account, name, nick, password, role, created_ms) "
    "SELECT n, 'p' || n, 'p' || n, '', 1, 1 FROM n");
  for (guint i = 0; i < 60; i++)
    moderate (scene.ada, PARLOR_PACKET_BAN, scene.tea, 100 + i, reason, 0);
  moderate (scene.ada, PARLOR_PACKET_BAN, scene.tea, scene.bob->account, "Soon",
            now_ms () + 1000000);
  parlor_test_sql (scene.server, "UPDATE bans SET until_ms = 1 WHERE account = 105");

  do {
    page = parlor_test_peer_ask (scene.ada, PARLOR_PACKET_BANS_PAGE, PARLOR_PACKET_BANS,
                                 "conversation", scene.tea, "after", after, NULL);
    for (guint i = 0; i < page->bans->len; i++, n_seen++) {
      ParlorAccountPacket *who;

      sanction = page->bans->pdata[i];
      who = sanction->account;
      g_assert_cmpint (who->account, !=, 105);
      g_assert_cmpstr (sanction->reason, ==,
                       who->account == scene.bob->account ? "Soon" : reason);
      g_assert_cmpint (((ParlorAccountPacket *) sanction->author)->account, ==,
                       scene.ada->account);
      g_assert_cmpint (sanction->time_ms, >, 0);
      g_free (after);
      after = g_strdup_printf ("%" G_GINT64_FORMAT, who->account);
    }
  } while (!page->complete);
  g_assert_cmpuint (n_seen, ==, 60);

  parlor_test_peer_refused (scene.carol, "not-allowed", NULL, PARLOR_PACKET_BANS, "conversation",
                            scene.tea, NULL);
}

static void
test_mute (void)
{
  g_auto (Scene)     scene = { 0 };
  gint64             until_ms = now_ms () + 3600 * 1000;
  ParlorEventPacket *event;

  set_scene (&scene, "moderator");
  moderate (scene.ada, PARLOR_PACKET_MUTE, scene.tea, scene.bob->account, "Hush", until_ms);
  event = parlor_test_hear_of (scene.bob, scene.tea, PARLOR_EVENT_MUTE, scene.bob->account);
  g_assert_cmpstr (event->text, ==, "Hush");
  g_assert_cmpint (event->until_ms, ==, until_ms);
  parlor_test_hear_of (scene.carol, scene.tea, PARLOR_EVENT_MUTE, scene.bob->account);
  g_assert_cmpint (parlor_test_look (scene.bob, scene.tea)->muted_until_ms, ==, until_ms);

  /* A muted moderator reads, and does not moderate either. */
  parlor_test_peer_refused (scene.bob, "not-allowed", "conversation", PARLOR_PACKET_SEND,
                            "conversation", scene.tea, "nonce",
                            "0123456789abcdef0123456789abcdef", "text", "But", NULL);
  parlor_test_history (scene.bob, scene.tea, 0, 0, 0);
  parlor_test_may_not (scene.bob, "not-allowed", "conversation", PARLOR_PACKET_KICK, scene.tea,
                       scene.carol->account);
  parlor_test_may_not (scene.bob, "not-allowed", "conversation", PARLOR_PACKET_INVITE, scene.tea,
                       scene.carol->account);
  parlor_test_may_not (scene.bob, "not-allowed", "conversation", PARLOR_PACKET_UNMUTE, scene.tea,
                       scene.bob->account);

  /* Nobody gets rid of it by leaving. */
  parlor_test_leave (scene.bob, scene.tea);
  parlor_test_join (scene.bob, scene.tea, NULL);
  g_assert_cmpint (parlor_test_look (scene.bob, scene.tea)->muted_until_ms, ==, until_ms);

  parlor_test_peer_forget (scene.carol);
  moderate (scene.ada, PARLOR_PACKET_MUTE, scene.tea, scene.bob->account, NULL, 0);
  event = parlor_test_hear_of (scene.carol, scene.tea, PARLOR_EVENT_MUTE, scene.bob->account);
  g_assert_cmpint (event->until_ms, ==, 0);
  moderate (scene.ada, PARLOR_PACKET_MUTE, scene.tea, scene.bob->account, NULL, 0);
  parlor_test_hear_nothing (scene.carol, scene.tea);
  g_assert_cmpint (parlor_test_look (scene.bob, scene.tea)->muted_until_ms, ==, PARLOR_FOREVER_MS);

  parlor_test_do (scene.ada, PARLOR_PACKET_UNMUTE, scene.tea, scene.bob->account);
  parlor_test_hear_of (scene.carol, scene.tea, PARLOR_EVENT_UNMUTE, scene.bob->account);
  parlor_test_do (scene.ada, PARLOR_PACKET_UNMUTE, scene.tea, scene.bob->account);
  parlor_test_hear_nothing (scene.carol, scene.tea);
  g_assert_cmpint (parlor_test_look (scene.bob, scene.tea)->muted_until_ms, ==, 0);
  parlor_test_leave (scene.bob, scene.tea);
  parlor_test_join (scene.bob, scene.tea, NULL);
  g_assert_cmpint (parlor_test_look (scene.bob, scene.tea)->muted_until_ms, ==, 0);
  parlor_test_say (scene.bob, scene.tea, "Free");
}

static const ParlorPacketType deeds[] = { PARLOR_PACKET_KICK, PARLOR_PACKET_BAN,
                                          PARLOR_PACKET_MUTE, PARLOR_PACKET_UNMUTE };

/* Members do none of it, moderators to members, owners to both, and nobody to
 * themselves; it is decided anew each time. */
static void
test_rights (void)
{
  g_auto (Scene)             scene = { 0 };
  g_autoptr (ParlorTestPeer) dora = NULL;
  g_autofree char           *chat = NULL;

  set_scene (&scene, NULL);
  dora = parlor_test_enter (scene.server, "dora");
  chat = g_strdup_printf ("p%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, scene.ada->account,
                          scene.bob->account);
  parlor_test_say (scene.ada, chat, "Hello");

  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++) {
    parlor_test_may_not (scene.bob, "not-allowed", NULL, deeds[i], scene.tea,
                         scene.carol->account);
    parlor_test_may_not (scene.bob, "not-allowed", NULL, deeds[i], scene.tea, scene.ada->account);
    parlor_test_may_not (scene.ada, "not-allowed", "account", deeds[i], scene.tea,
                         scene.ada->account);
    parlor_test_may_not (scene.ada, "not-found", "account", deeds[i], scene.tea, 4711);
    parlor_test_may_not (scene.ada, "not-allowed", "conversation", deeds[i], chat,
                         scene.bob->account);
    if (deeds[i] != PARLOR_PACKET_BAN)
      parlor_test_may_not (scene.ada, "not-found", "account", deeds[i], scene.tea, dora->account);
  }
  parlor_test_may_not (scene.bob, "not-allowed", NULL, PARLOR_PACKET_UNBAN, scene.tea,
                       dora->account);
  parlor_test_assert_outside (dora, scene.tea);
  parlor_test_peer_refused (scene.ada, "bad-value", "until_ms", PARLOR_PACKET_BAN, "conversation",
                            scene.tea, "account", "2", "until_ms", "1000", NULL);
  parlor_test_peer_refused (scene.ada, "bad-value", "until_ms", PARLOR_PACKET_MUTE, "conversation",
                            scene.tea, "account", "2", "until_ms", "1000", NULL);
  parlor_test_peer_refused (scene.ada, "bad-value", "reason", PARLOR_PACKET_KICK, "conversation",
                            scene.tea, "account", "2", "reason", "a\x1b[2J", NULL);
  g_assert_cmpint (count_members (&scene), ==, 3);

  parlor_test_make (scene.ada, scene.tea, scene.bob, "moderator");
  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    parlor_test_may_not (scene.bob, "not-allowed", "account", deeds[i], scene.tea,
                         scene.ada->account);
  moderate (scene.bob, PARLOR_PACKET_KICK, scene.tea, scene.carol->account, NULL, 0);
  parlor_test_join (scene.carol, scene.tea, NULL);
  parlor_test_make (scene.ada, scene.tea, scene.bob, "member");
  parlor_test_may_not (scene.bob, "not-allowed", NULL, PARLOR_PACKET_KICK, scene.tea,
                       scene.carol->account);
}

/* Whoever administers the server owns what they are in, and is nobody's to kick. */
static void
test_administrator (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   root = parlor_test_enter_as_owner (server, "root");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "Tea", NULL);

  parlor_test_join (bob, tea, NULL);
  parlor_test_may_not (root, "not-found", "conversation", PARLOR_PACKET_KICK, tea, bob->account);
  parlor_test_may_not (ada, "not-allowed", "account", PARLOR_PACKET_BAN, tea, root->account);
  parlor_test_join (root, tea, NULL);
  parlor_test_may_not (ada, "not-allowed", "account", PARLOR_PACKET_KICK, tea, root->account);
  parlor_test_do (root, PARLOR_PACKET_KICK, tea, bob->account);
  parlor_test_leave (root, tea);
  parlor_test_may_not (root, "not-found", "conversation", PARLOR_PACKET_KICK, tea, ada->account);
}

static void
send_kick (ParlorTestPeer *peer,
           const char     *conversation,
           gint64          account)
{
  ParlorKickPacket kick = { .conversation = (char *) conversation, .account = account };

  parlor_test_peer_request (peer, PARLOR_PACKET_KICK, &kick);
}

/* Two moderators kick one another at the same time: neither may.  Both kick
 * the same member: it happens once. */
static void
test_at_once (void)
{
  g_auto (Scene)     scene = { 0 };
  ParlorErrorPacket *error;
  guint              n_refused = 0;

  set_scene (&scene, "moderator");
  parlor_test_make (scene.ada, scene.tea, scene.carol, "moderator");
  send_kick (scene.bob, scene.tea, scene.carol->account);
  send_kick (scene.carol, scene.tea, scene.bob->account);
  for (guint i = 0; i < 2; i++) {
    error = parlor_test_peer_expect (i == 0 ? scene.bob : scene.carol, PARLOR_PACKET_ERROR);
    g_assert_cmpstr (error->code, ==, "not-allowed");
  }

  parlor_test_make (scene.ada, scene.tea, scene.carol, "member");
  parlor_test_peer_forget (scene.ada);
  parlor_test_peer_forget (scene.bob);
  send_kick (scene.ada, scene.tea, scene.carol->account);
  send_kick (scene.bob, scene.tea, scene.carol->account);
  for (guint i = 0; i < 2; i++) {
    ParlorTestPeer *peer = i == 0 ? scene.ada : scene.bob;

    parlor_test_peer_settle (peer);
    error = parlor_test_peer_take (peer, PARLOR_PACKET_ERROR);
    if (error == NULL)
      continue;
    g_assert_cmpstr (error->code, ==, "not-found");
    g_assert_cmpstr (error->field, ==, "account");
    n_refused++;
  }
  g_assert_cmpuint (n_refused, ==, 1);
  parlor_test_hear_of (scene.ada, scene.tea, PARLOR_EVENT_KICK, scene.carol->account);
  parlor_test_hear_nothing (scene.ada, scene.tea);
  g_assert_cmpint (count_members (&scene), ==, 2);
}

/* A moderator is made a member while a kick of his is under way: either the log
 * has the kick before that, or it was refused. */
static void
test_demoted_meanwhile (void)
{
  g_auto (Scene) scene = { 0 };

  set_scene (&scene, NULL);
  for (guint i = 0; i < 20; i++) {
    ParlorSetRolePacket demote = { .conversation = scene.tea,
                                   .account = scene.bob->account,
                                   .role = PARLOR_ROLE_MEMBER };
    ParlorErrorPacket  *error;
    ParlorEventPacket  *first;

    parlor_test_make (scene.ada, scene.tea, scene.bob, "moderator");
    parlor_test_peer_forget (scene.ada);
    parlor_test_peer_forget (scene.bob);
    send_kick (scene.bob, scene.tea, scene.carol->account);
    parlor_test_peer_request (scene.ada, PARLOR_PACKET_SET_ROLE, &demote);
    parlor_test_peer_expect (scene.ada, PARLOR_PACKET_OK);
    parlor_test_peer_settle (scene.bob);
    error = parlor_test_peer_take (scene.bob, PARLOR_PACKET_ERROR);
    first = parlor_test_hear (scene.ada, scene.tea);
    if (error != NULL) {
      g_assert_cmpstr (error->code, ==, "not-allowed");
      g_assert_cmpint (first->kind, ==, PARLOR_EVENT_ROLE);
      parlor_test_hear_nothing (scene.ada, scene.tea);
    } else {
      g_assert_cmpint (first->kind, ==, PARLOR_EVENT_KICK);
      parlor_test_join (scene.carol, scene.tea, NULL);
    }
  }
}

static ParlorAccountPacket *
find_member (ParlorTestPeer *peer,
             const char     *conversation,
             gint64          account)
{
  ParlorMembersPagePacket *page = parlor_test_peer_ask (peer, PARLOR_PACKET_MEMBERS_PAGE,
                                                        PARLOR_PACKET_MEMBERS, "conversation",
                                                        conversation, NULL);

  for (guint i = 0; i < page->members->len; i++) {
    ParlorAccountPacket *member = page->members->pdata[i];

    if (member->account == account)
      return member;
  }

  g_assert_not_reached ();
}

/* Moderators see who is muted, and that as long as they are. */
static void
test_members (void)
{
  g_auto (Scene) scene = { 0 };
  gint64         until_ms = now_ms () + 3600 * 1000;
  gint64         carol;

  set_scene (&scene, "moderator");
  carol = scene.carol->account;
  moderate (scene.bob, PARLOR_PACKET_MUTE, scene.tea, carol, NULL, until_ms);
  g_assert_cmpint (find_member (scene.ada, scene.tea, carol)->muted_until_ms, ==, until_ms);
  g_assert_cmpint (find_member (scene.bob, scene.tea, carol)->muted_until_ms, ==, until_ms);
  g_assert_cmpint (find_member (scene.bob, scene.tea, carol)->role, ==, PARLOR_ROLE_MEMBER);
  parlor_test_make (scene.ada, scene.tea, scene.bob, "member");
  g_assert_cmpint (find_member (scene.bob, scene.tea, carol)->muted_until_ms, ==, 0);
}

/* All of it is on record, with who did it and why, and survives. */
static void
test_audit (void)
{
  g_auto (Scene)             scene = { 0 };
  g_autoptr (ParlorTestPeer) again = NULL;

  set_scene (&scene, "moderator");
  moderate (scene.bob, PARLOR_PACKET_MUTE, scene.tea, scene.carol->account, "one", 0);
  parlor_test_do (scene.bob, PARLOR_PACKET_UNMUTE, scene.tea, scene.carol->account);
  moderate (scene.bob, PARLOR_PACKET_KICK, scene.tea, scene.carol->account, "two", 0);
  moderate (scene.bob, PARLOR_PACKET_BAN, scene.tea, scene.carol->account, "three", 0);
  parlor_test_server_kill (scene.server);
  parlor_test_server_start (scene.server);
  g_assert_cmpint (
    parlor_test_sql_int (scene.server,
                         "SELECT COUNT (*) FROM audit WHERE author = 2 AND member = 3 "
                         "AND act || COALESCE (text, '') IN ('muteone', 'unmute', 'kicktwo', "
                         "'banthree')"),
    ==, 4);
  g_assert_cmpint (parlor_test_sql_int (scene.server,
                                        "SELECT COUNT (*) FROM audit WHERE author = 1 "
                                        "AND act = 'set-role' AND text = 'moderator'"),
                   ==, 1);
  g_assert_cmpint (count_members (&scene), ==, 2);
  again = parlor_test_enter_again (scene.carol);
  parlor_test_peer_refused (again, "not-allowed", "conversation", PARLOR_PACKET_JOIN,
                            "conversation", scene.tea, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/moderation/kick", test_kick);
  g_test_add_func ("/moderation/kick/away", test_kick_away);
  g_test_add_func ("/moderation/ban", test_ban);
  g_test_add_func ("/moderation/ban/from-afar", test_ban_from_afar);
  g_test_add_func ("/moderation/ban/ends", test_ban_ends);
  g_test_add_func ("/moderation/ban/page", test_bans_page);
  g_test_add_func ("/moderation/mute", test_mute);
  g_test_add_func ("/moderation/rights", test_rights);
  g_test_add_func ("/moderation/administrator", test_administrator);
  g_test_add_func ("/moderation/at-once", test_at_once);
  g_test_add_func ("/moderation/demoted-meanwhile", test_demoted_meanwhile);
  g_test_add_func ("/moderation/members", test_members);
  g_test_add_func ("/moderation/audit", test_audit);

  return g_test_run ();
}
