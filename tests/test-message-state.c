/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages as they are now: whoever applies events to what a page told earlier comes
 * to what a page tells later.  And what is deleted is nowhere any more. */

#include "parlor-names.h"
#include "parlor-test-changes.h"
#include "parlor-test-files.h"
#include "parlor-test-people.h"

#define N_PEOPLE 3
#define N_MESSAGES 4
#define N_ACTS 240

static const char *const names[N_PEOPLE] = { "ada", "bob", "carol" };
static const char *const emoji[] = { "👍", "❤️", "🎉" };

/* What somebody knows of a message. */
typedef struct
{
  char      *text;
  gint64     changed;
  gint64     edited_ms;
  gboolean   is_deleted;
  gboolean   is_pinned;
  GPtrArray *reactions; /* of ParlorReactionPacket */
} State;

static void
reaction_free (gpointer data)
{
  parlor_packet_free (PARLOR_PACKET_REACTION, data);
}

static void
state_clear (gpointer data)
{
  State *state = data;

  g_free (state->text);
  g_ptr_array_unref (state->reactions);
}

static void
state_take (State             *state,
            ParlorEventPacket *message)
{
  *state = (State){
    g_strdup (message->text),
    message->changed,
    message->edited_ms,
    message->is_deleted,
    message->is_pinned,
    g_ptr_array_new_with_free_func (reaction_free),
  };
  for (guint i = 0; message->reactions != NULL && i < message->reactions->len; i++)
    g_ptr_array_add (state->reactions, parlor_packet_copy (PARLOR_PACKET_REACTION,
                                                           message->reactions->pdata[i]));
}

static void
apply_reaction (State             *state,
                ParlorEventPacket *event,
                gint64             viewer)
{
  int                   change = event->kind == PARLOR_EVENT_REACT ? 1 : -1;
  gboolean              is_mine = ((ParlorAccountPacket *) event->author)->account == viewer;
  ParlorReactionPacket *added;

  for (guint i = 0; i < state->reactions->len; i++) {
    ParlorReactionPacket *reaction = state->reactions->pdata[i];

    if (g_str_equal (reaction->emoji, event->emoji)) {
      reaction->count += change;
      reaction->mine = is_mine ? change > 0 : reaction->mine;
      if (reaction->count == 0)
        g_ptr_array_remove_index (state->reactions, i);
      return;
    }
  }

  g_assert_cmpint (change, ==, 1);
  added = parlor_packet_new (PARLOR_PACKET_REACTION);
  added->emoji = g_strdup (event->emoji);
  added->count = 1;
  added->mine = is_mine;
  g_ptr_array_add (state->reactions, added);
}

/* What docs/protocol.md asks of a client. */
static void
state_apply (State             *state,
             ParlorEventPacket *event,
             gint64             viewer)
{
  if (event->seq <= state->changed)
    return;

  state->changed = event->seq;
  if (event->kind == PARLOR_EVENT_EDIT) {
    g_free (state->text);
    state->text = g_strdup (event->text);
    state->edited_ms = event->time_ms;
  } else if (event->kind == PARLOR_EVENT_DELETE) {
    g_clear_pointer (&state->text, g_free);
    g_ptr_array_set_size (state->reactions, 0);
    state->is_deleted = TRUE;
    state->is_pinned = FALSE;
    state->edited_ms = 0;
  } else if (event->kind == PARLOR_EVENT_PIN || event->kind == PARLOR_EVENT_UNPIN) {
    state->is_pinned = event->kind == PARLOR_EVENT_PIN;
  } else {
    apply_reaction (state, event, viewer);
  }
}

static void
assert_same (const State *got,
             const State *expected)
{
  g_assert_cmpint (got->changed, ==, expected->changed);
  g_assert_cmpstr (got->text, ==, expected->text);
  g_assert_cmpint (got->edited_ms, ==, expected->edited_ms);
  g_assert_cmpint (got->is_deleted, ==, expected->is_deleted);
  g_assert_cmpint (got->is_pinned, ==, expected->is_pinned);
  g_assert_cmpuint (got->reactions->len, ==, expected->reactions->len);
  for (guint i = 0; i < got->reactions->len; i++) {
    ParlorReactionPacket *one = got->reactions->pdata[i];
    ParlorReactionPacket *other = expected->reactions->pdata[i];

    g_assert_cmpstr (one->emoji, ==, other->emoji);
    g_assert_cmpint (one->count, ==, other->count);
    g_assert_cmpint (one->mine, ==, other->mine);
  }
}

typedef struct
{
  ParlorTestServer *server;
  ParlorTestPeer   *peers[N_PEOPLE]; /* who act */
  ParlorTestPeer   *reader;          /* Bob's other connection */
  char             *tea;
  gint64            first;  /* of the messages */
  GPtrArray        *events; /* all that were heard live, about them */
} Scene;

static void
open_scene (Scene *scene)
{
  scene->server = parlor_test_serve (NULL);
  for (guint i = 0; i < N_PEOPLE; i++) {
    scene->peers[i] = parlor_test_enter (scene->server, names[i]);
    if (i == 0)
      scene->tea = parlor_test_create (scene->peers[i], "channel", "tea", NULL);
    else
      parlor_test_join (scene->peers[i], scene->tea, NULL);
  }
  for (guint i = 0; i < N_MESSAGES; i++) {
    gint64 seq = parlor_test_say (scene->peers[i % N_PEOPLE], scene->tea, names[i % N_PEOPLE]);

    scene->first = i == 0 ? seq : scene->first;
  }
  scene->reader = parlor_test_enter_again (scene->peers[1]);
  parlor_test_resume (scene->reader);
  parlor_test_peer_forget (scene->reader);
  scene->events = g_ptr_array_new ();
}

static void
close_scene (Scene *scene)
{
  for (guint i = 0; i < N_PEOPLE; i++)
    parlor_test_peer_free (scene->peers[i]);
  parlor_test_peer_free (scene->reader);
  g_ptr_array_unref (scene->events);
  g_free (scene->tea);
  parlor_test_server_free (scene->server);
}

/* Somebody does something about a message, which may be deleted or as it is to be. */
static void
act_at_random (Scene *scene,
               GRand *rand)
{
  guint             number = g_rand_int_range (rand, 0, N_MESSAGES);
  gint64            seq = scene->first + number;
  ParlorTestPeer   *anybody = scene->peers[g_rand_int_range (rand, 0, N_PEOPLE)];
  const char       *face = emoji[g_rand_int_range (rand, 0, G_N_ELEMENTS (emoji))];
  g_autofree char  *text = g_strdup_printf ("text %u", g_rand_int (rand));
  ParlorEditPacket  edit = { .conversation = scene->tea, .seq = seq, .text = text };
  ParlorReactPacket react = { .conversation = scene->tea, .seq = seq, .emoji = (char *) face };
  ParlorDeletePacket delete = { .conversation = scene->tea, .seq = seq };

  switch (g_rand_int_range (rand, 0, 100) / 10) {
  case 0:
  case 1:
    parlor_test_peer_request (scene->peers[number % N_PEOPLE], PARLOR_PACKET_EDIT, &edit);
    break;
  case 2:
    parlor_test_peer_request (scene->peers[0], PARLOR_PACKET_PIN, &delete);
    break;
  case 3:
    parlor_test_peer_request (scene->peers[0], PARLOR_PACKET_UNPIN, &delete);
    break;
  case 4:
    if (g_rand_int_range (rand, 0, 20) == 0)
      parlor_test_peer_request (scene->peers[0], PARLOR_PACKET_DELETE, &delete);
    break;
  case 5:
  case 6:
    parlor_test_peer_request (anybody, PARLOR_PACKET_UNREACT, &react);
    break;
  default:
    parlor_test_peer_request (anybody, PARLOR_PACKET_REACT, &react);
    break;
  }
}

/* Reads all messages as they are now. */
static void
read_states (Scene *scene,
             State *ret_states)
{
  ParlorHistoryPagePacket *page =
    parlor_test_history (scene->reader, scene->tea, 0, scene->first - 1, N_MESSAGES);

  for (guint i = 0; i < N_MESSAGES; i++)
    state_take (&ret_states[i], page->events->pdata[i]);
}

static void
apply_all (Scene     *scene,
           GPtrArray *events,
           State     *states)
{
  for (guint i = 0; i < events->len; i++) {
    ParlorEventPacket *event = events->pdata[i];

    if (event->target != 0)
      state_apply (&states[event->target - scene->first], event, scene->reader->account);
  }
}

/* Reads all that happened since the messages were there. */
static GPtrArray *
read_log (Scene *scene)
{
  GPtrArray               *log = g_ptr_array_new ();
  ParlorHistoryPagePacket *page;
  gint64                   seq = scene->first - 1;

  do {
    page = parlor_test_history (scene->reader, scene->tea, 0, seq, 50);
    for (guint i = 0; i < page->events->len; i++)
      g_ptr_array_add (log, page->events->pdata[i]);
    seq += page->events->len;
  } while (!page->complete);

  return log;
}

/* Whatever was known when, all that happened leads to the same. */
static void
check_snapshots (Scene  *scene,
                 GArray *snapshots)
{
  State                 now[N_MESSAGES];
  g_autoptr (GPtrArray) log = read_log (scene);

  read_states (scene, now);
  for (guint i = 0; i < snapshots->len; i += N_MESSAGES) {
    State *states = &g_array_index (snapshots, State, i);

    /* As a client that missed some, and is then told what it knows already. */
    if (i / N_MESSAGES % 2 == 0)
      apply_all (scene, log, states);
    apply_all (scene, scene->events, states);
    apply_all (scene, scene->events, states);
    for (guint j = 0; j < N_MESSAGES; j++)
      assert_same (&states[j], &now[j]);
  }
  for (guint j = 0; j < N_MESSAGES; j++)
    state_clear (&now[j]);
}

static void
test_convergence (void)
{
  Scene              s = { NULL };
  g_autoptr (GRand)  rand = g_rand_new_with_seed (g_test_rand_int ());
  g_autoptr (GArray) snapshots = g_array_new (FALSE, FALSE, sizeof (State));

  open_scene (&s);
  g_array_set_clear_func (snapshots, state_clear);
  for (guint i = 0; i < N_ACTS; i++) {
    if (i % 10 == 0) {
      g_array_set_size (snapshots, snapshots->len + N_MESSAGES);
      read_states (&s, &g_array_index (snapshots, State, snapshots->len - N_MESSAGES));
    }
    act_at_random (&s, rand);
  }
  for (guint i = 0; i < N_PEOPLE; i++)
    parlor_test_peer_settle (s.peers[i]);
  parlor_test_peer_settle (s.reader);
  for (ParlorEventPacket *event; (event = parlor_test_peer_take (s.reader, PARLOR_PACKET_EVENT));)
    g_ptr_array_add (s.events, event);
  g_assert_cmpuint (s.events->len, >, N_ACTS / 4);

  check_snapshots (&s, snapshots);
  close_scene (&s);
}

/* Whoever comes back is told the same as who reads. */
static void
test_recovered (void)
{
  Scene                  s = { NULL };
  g_autofree char       *epoch = NULL;
  ParlorRecoveredPacket *recovered;
  ParlorEventPacket     *message;
  g_autofree char       *reactions = NULL;

  open_scene (&s);
  parlor_test_change (s.peers[0], PARLOR_PACKET_EDIT, s.tea, s.first, "text", "Ada");
  parlor_test_change (s.peers[1], PARLOR_PACKET_REACT, s.tea, s.first, "emoji", "👍");
  parlor_test_change (s.peers[0], PARLOR_PACKET_DELETE, s.tea, s.first + 1, "reason", "no");
  epoch = g_strdup (parlor_test_resume (s.reader)->epoch);
  parlor_test_peer_forget (s.reader);
  parlor_test_resume_from (s.reader, epoch, s.tea, s.first - 1);
  do
    recovered = parlor_test_peer_expect (s.reader, PARLOR_PACKET_RECOVERED);
  while (!g_str_equal (recovered->conversation, s.tea));

  g_assert_cmpuint (recovered->events->len, ==, N_MESSAGES + 3);
  message = recovered->events->pdata[0];
  reactions = parlor_test_reactions (message);
  g_assert_cmpstr (message->text, ==, "Ada");
  g_assert_cmpstr (reactions, ==, "👍1*");
  g_assert_cmpint (message->changed, ==, s.first + N_MESSAGES + 1);
  message = recovered->events->pdata[1];
  g_assert_true (message->is_deleted);
  g_assert_null (message->text);
  message = recovered->events->pdata[N_MESSAGES + 2];
  g_assert_cmpstr (message->text, ==, "no");
  close_scene (&s);
}

static gboolean
has_content (ParlorTestServer *server,
             GBytes           *content)
{
  g_autofree char *sha256 = parlor_test_sha256 (content);
  g_autofree char *start = g_strndup (sha256, 2);
  g_autofree char *path = g_build_filename (parlor_test_server_get_folder (server), "files", start,
                                            sha256, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Text, file and file name of what is deleted are in no file of the server, once
 * the database has written back what it noted. */
static void
test_nothing_left (void)
{
  static const char  marker[] = "xylophone-marker";
  Scene              s = { NULL };
  g_autoptr (GBytes) content = g_bytes_new_static ("zither-marker in a file", 23);
  g_autofree char   *long_text = g_strnfill (PARLOR_TEXT_MAX_BYTES - 1000, 'x');
  g_autofree char   *text = g_strconcat (long_text, marker, NULL);
  g_autofree char   *nonce = parlor_nonce_new ();
  const char        *attachment;
  g_autofree char   *id = NULL;
  gint64             seq;

  open_scene (&s);
  attachment = parlor_test_upload (s.peers[0], "oboe-marker.txt", content)->attachment;
  id = g_strdup (attachment);
  seq = ((ParlorSentPacket *) parlor_test_peer_ask (
           s.peers[0], PARLOR_PACKET_SENT, PARLOR_PACKET_SEND, "conversation", s.tea, "nonce",
           nonce, "text", text, "attachment", attachment, NULL))
          ->seq;
  parlor_test_change (s.peers[0], PARLOR_PACKET_EDIT, s.tea, seq, "text", marker);
  parlor_test_change (s.peers[0], PARLOR_PACKET_EDIT, s.tea, seq, "text", "harmless");
  g_assert_true (has_content (s.server, content));
  g_assert_true (parlor_test_keeps (s.server, marker));
  g_assert_true (parlor_test_keeps (s.server, "zither-marker"));

  parlor_test_change (s.peers[0], PARLOR_PACKET_DELETE, s.tea, seq, NULL, NULL);
  parlor_test_peer_refused (s.peers[0], "not-found", "attachment", PARLOR_PACKET_DOWNLOAD,
                            "attachment", id, "offset", "0", NULL);
  parlor_test_server_stop (s.server);
  g_assert_false (has_content (s.server, content));
  g_assert_false (parlor_test_keeps (s.server, "zither-marker"));
  g_assert_false (parlor_test_keeps (s.server, "oboe-marker"));
  g_assert_false (parlor_test_keeps (s.server, marker));
  parlor_test_server_start (s.server);
  close_scene (&s);
}

static void
share_content (Scene  *scene,
               GBytes *content,
               gint64 *ret_seq)
{
  ParlorAttachmentPacket *uploaded = parlor_test_upload (scene->peers[0], "a.txt", content);

  *ret_seq = parlor_test_share (scene->peers[0], scene->tea, uploaded->attachment);
}

/* The same content twice goes with the second message, not with the first. */
static void
test_shared_content (void)
{
  Scene              s = { NULL };
  g_autoptr (GBytes) content = g_bytes_new_static ("the same", 8);
  g_autoptr (GBytes) got = NULL;
  gint64             one;
  gint64             other;

  open_scene (&s);
  share_content (&s, content, &one);
  share_content (&s, content, &other);
  parlor_test_change (s.peers[0], PARLOR_PACKET_DELETE, s.tea, one, NULL, NULL);
  got = parlor_test_download (
    s.peers[1], ((ParlorAttachmentPacket *) parlor_test_read (s.peers[1], s.tea, other)->attachment)
                  ->attachment);
  g_assert_true (g_bytes_equal (got, content));
  while (parlor_test_sql_int (s.server, "SELECT COUNT (*) FROM dropped_attachments") > 0)
    parlor_test_peer_settle (s.peers[0]);
  g_assert_true (has_content (s.server, content));

  parlor_test_change (s.peers[0], PARLOR_PACKET_DELETE, s.tea, other, NULL, NULL);
  while (has_content (s.server, content))
    parlor_test_peer_settle (s.peers[0]);

  /* And it may come again. */
  share_content (&s, content, &one);
  g_assert_true (has_content (s.server, content));
  close_scene (&s);
}

/* The server was killed between the deletion and the removal of the file. */
static void
test_killed_before_removal (void)
{
  Scene              s = { NULL };
  g_autoptr (GBytes) content = g_bytes_new_static ("left over", 9);
  gint64             seq;

  open_scene (&s);
  share_content (&s, content, &seq);
  parlor_test_server_kill (s.server);
  parlor_test_sql (s.server, "INSERT INTO dropped_attachments SELECT attachment, sha256 "
                             "FROM attachments; DELETE FROM attachments;"
                             "UPDATE events SET attachment = NULL");
  g_assert_true (has_content (s.server, content));
  parlor_test_server_start (s.server);
  parlor_test_peer_free (s.reader);
  s.reader = parlor_test_enter_again (s.peers[1]);
  while (parlor_test_sql_int (s.server, "SELECT COUNT (*) FROM dropped_attachments") > 0)
    parlor_test_peer_settle (s.reader);
  g_assert_false (has_content (s.server, content));
  close_scene (&s);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message-state/convergence", test_convergence);
  g_test_add_func ("/message-state/recovered", test_recovered);
  g_test_add_func ("/message-state/nothing-left", test_nothing_left);
  g_test_add_func ("/message-state/shared-content", test_shared_content);
  g_test_add_func ("/message-state/killed-before-removal", test_killed_before_removal);

  return g_test_run ();
}
