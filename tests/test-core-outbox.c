/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What waits to be sent: in its order, whatever it is, through the sudden end of
 * the program; and what cannot be sent says why. */

#include "parlor-client-private.h"
#include "parlor-outbox-private.h"
#include "parlor-test-client.h"
#include "parlor-test-proxy.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#define KILLS 8

static const char *program;

typedef struct
{
  ParlorTestServer   *server;
  ParlorTestProxy    *proxy;
  ParlorTestClient   *ann;
  ParlorTestClient   *bob;
  ParlorConversation *anns;
  ParlorConversation *bobs;
} Fixture;

/* Both are in Bob's club. */
static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  g_autoptr (ParlorLinkUri) link = NULL;
  g_autoptr (GError)        error = NULL;

  fixture->server = parlor_test_serve (NULL);
  fixture->proxy = parlor_test_proxy_new (parlor_test_server_get_port (fixture->server));
  fixture->ann = parlor_test_client_new ();
  fixture->bob = parlor_test_client_new ();
  parlor_test_client_register (fixture->bob, fixture->server, "bob");
  fixture->bobs = parlor_test_client_enter (fixture->bob, PARLOR_CONVERSATION_CHANNEL, "club",
                                            NULL, &error);
  g_assert_no_error (error);
  parlor_conversation_get_timeline (fixture->bobs);

  link = parlor_test_link (fixture->server);
  link->port = parlor_test_proxy_get_port (fixture->proxy);
  parlor_test_client_sign_in (fixture->ann, link, "ann", "correct horse", PARLOR_SIGN_IN_REGISTER,
                              &error);
  g_assert_no_error (error);
  fixture->anns = parlor_test_client_enter (fixture->ann, PARLOR_CONVERSATION_UNKNOWN, "club",
                                            NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  parlor_test_client_free (fixture->ann);
  parlor_test_client_free (fixture->bob);
  parlor_test_proxy_free (fixture->proxy);
  parlor_test_server_free (fixture->server);
}

static void
go_offline (Fixture *fixture)
{
  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_SILENT);
  parlor_test_proxy_cut (fixture->proxy);
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_WAITING);
}

static void
come_back (Fixture *fixture)
{
  parlor_test_proxy_set_route (fixture->proxy, PARLOR_TEST_ROUTE_GOOD);
  parlor_test_proxy_cut (fixture->proxy);
  parlor_client_reconnect (fixture->ann->client);
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_ONLINE);
  parlor_test_client_wait_sent (fixture->ann);
}

static void
restart (Fixture *fixture)
{
  parlor_test_client_restart (fixture->ann);
  fixture->anns = parlor_test_client_find (fixture->ann, "club");
}

static void
request (ParlorTestClient *client,
         ParlorPacketType  type,
         gpointer          packet)
{
  g_autoptr (GError) error = NULL;
  gpointer           answer = parlor_test_client_request (client, type, packet, &error);

  g_assert_no_error (error);
  parlor_packet_free (PARLOR_PACKET_OK, answer);
}

static void
set_read_only (Fixture    *fixture,
               const char *value)
{
  ParlorSetPacket *packet = parlor_packet_new (PARLOR_PACKET_SET);

  packet->conversation = g_strdup (parlor_conversation_get_id (fixture->bobs));
  packet->setting = PARLOR_SETTING_READ_ONLY;
  packet->value = g_strdup (value);
  request (fixture->bob, PARLOR_PACKET_SET, packet);
}

/* The newest message but @n. */
static ParlorMessage *
get_newest (ParlorConversation *conversation,
            guint               n)
{
  return parlor_test_get_message (conversation,
                                  parlor_test_count_messages (conversation) - 1 - n);
}

/* A picture takes longer to prepare than a line to write. */
static void
test_order (Fixture      *fixture,
            gconstpointer unused)
{
  g_autoptr (ParlorMessage) file = NULL;
  g_autoptr (GError)        error = NULL;

  go_offline (fixture);
  parlor_test_say (fixture->anns, "Before it");
  file = parlor_test_client_send_file (fixture->ann, fixture->anns, "12-megapixels.jpg", &error);
  g_assert_no_error (error);
  g_clear_object (&file);
  parlor_test_say (fixture->anns, "After it");

  restart (fixture);
  g_assert_cmpstr (parlor_message_get_text (
                     parlor_conversation_get_last_message (fixture->anns)),
                   ==, "After it");
  come_back (fixture);
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "After it");
  g_assert_cmpstr (parlor_message_get_text (get_newest (fixture->bobs, 2)), ==, "Before it");
  g_assert_nonnull (parlor_message_get_attachment (get_newest (fixture->bobs, 1)));
  g_assert_nonnull (
    parlor_attachment_get_preview (parlor_message_get_attachment (get_newest (fixture->bobs, 1))));
}

static gboolean
is_empty (gpointer user_data)
{
  g_autofree char *path = g_build_filename (user_data, "outbox", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir == NULL || g_dir_read_name (dir) == NULL;
}

/* Of what is in the outbox the last. */
static gboolean
is_on_disk (gpointer user_data)
{
  GPtrArray *items = ((ParlorTestClient *) user_data)->client->outbox->items;

  return ((Outgoing *) items->pdata[items->len - 1])->is_on_disk;
}

static void
ignore (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
}

/* The program ends while the preview is being made: the picture goes without. */
static void
test_ended_early (Fixture      *fixture,
                  gconstpointer unused)
{
  g_autofree char   *path = g_test_build_filename (G_TEST_DIST, "media", "12-megapixels.jpg", NULL);
  g_autoptr (GBytes) bytes = NULL;
  char              *content;
  gsize              size_bytes;

  g_assert_true (g_file_get_contents (path, &content, &size_bytes, NULL));
  bytes = g_bytes_new_take (content, size_bytes);
  go_offline (fixture);
  parlor_conversation_send_file_async (fixture->anns, bytes, "photo.jpg",
                                       &(ParlorMessageBody){ .text = "Look" }, NULL, ignore, NULL);
  parlor_test_wait (is_on_disk, fixture->ann);

  restart (fixture);
  come_back (fixture);
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "Look");
  g_assert_true (is_empty (fixture->ann->folder));
}

/* Answers and actions are what they were. */
static void
test_kinds (Fixture      *fixture,
            gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  ParlorMessage     *question;
  gint64             seq;

  parlor_test_say (fixture->bobs, "Who is there?");
  parlor_test_client_wait_sent (fixture->bob);
  question = parlor_conversation_get_last_message (fixture->bobs);
  seq = parlor_message_get_seq (question);
  parlor_conversation_get_timeline (fixture->anns);
  parlor_test_client_wait_text (fixture->ann, fixture->anns, "Who is there?");

  go_offline (fixture);
  g_assert_nonnull (parlor_conversation_send (
    fixture->anns, &(ParlorMessageBody){ .text = "Me", .reply_to = seq }, &error));
  g_assert_nonnull (parlor_conversation_send (
    fixture->anns, &(ParlorMessageBody){ .text = "waves", .is_action = TRUE }, &error));
  restart (fixture);
  come_back (fixture);

  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "waves");
  g_assert_true (parlor_message_is_action (get_newest (fixture->bobs, 0)));
  g_assert_cmpint (parlor_message_get_reply_to (get_newest (fixture->bobs, 1)), ==, seq);
  g_assert_cmpstr (parlor_message_get_text (get_newest (fixture->bobs, 1)), ==, "Me");
}

/* What one answers may be gone meanwhile. */
static void
test_lost_answered (Fixture      *fixture,
                    gconstpointer unused)
{
  ParlorDeletePacket *packet = parlor_packet_new (PARLOR_PACKET_DELETE);
  ParlorMessage      *answer;
  g_autoptr (GError)  error = NULL;
  gint64              seq;

  parlor_test_say (fixture->bobs, "Never mind");
  parlor_test_client_wait_sent (fixture->bob);
  seq = parlor_message_get_seq (parlor_conversation_get_last_message (fixture->bobs));
  go_offline (fixture);
  g_assert_nonnull (parlor_conversation_send (
    fixture->anns, &(ParlorMessageBody){ .text = "Why?", .reply_to = seq }, &error));
  parlor_test_say (fixture->anns, "Well");
  packet->conversation = g_strdup (parlor_conversation_get_id (fixture->bobs));
  packet->seq = seq;
  request (fixture->bob, PARLOR_PACKET_DELETE, packet);

  come_back (fixture);
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "Well");
  g_assert_cmpuint (parlor_conversation_get_n_failed (fixture->anns), ==, 1);
  restart (fixture);
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_ONLINE);
  answer = parlor_conversation_get_last_message (fixture->anns);
  g_assert_cmpstr (parlor_message_get_text (answer), ==, "Why?");
  g_assert_cmpint (parlor_message_get_delivery (answer), ==, PARLOR_DELIVERY_FAILED);
  g_assert_nonnull (strstr (parlor_message_get_error (answer), "Retry sends it without"));

  parlor_conversation_retry (fixture->anns, answer);
  parlor_test_client_wait_sent (fixture->ann);
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "Why?");
  g_assert_cmpuint (parlor_conversation_get_n_failed (fixture->anns), ==, 0);
}

static void
on_notify (guint *n_notified)
{
  ++*n_notified;
}

/* Where one may only read now; and all of them at once when one may write again. */
static void
test_read_only (Fixture      *fixture,
                gconstpointer unused)
{
  guint n_notified = 0;

  g_signal_connect_swapped (fixture->anns, "notify::n-failed", G_CALLBACK (on_notify), &n_notified);
  go_offline (fixture);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *text = g_strdup_printf ("Line %u", i);

    parlor_test_say (fixture->anns, text);
  }
  set_read_only (fixture, "on");
  come_back (fixture);
  g_assert_cmpuint (parlor_conversation_get_n_failed (fixture->anns), ==, 3);
  g_assert_cmpuint (n_notified, >=, 3);
  g_assert_nonnull (strstr (
    parlor_message_get_error (parlor_conversation_get_last_message (fixture->anns)),
    "Only moderators write here."));

  set_read_only (fixture, "off");
  parlor_conversation_retry_failed (fixture->anns);
  g_assert_cmpuint (parlor_conversation_get_n_failed (fixture->anns), ==, 0);
  parlor_test_client_wait_sent (fixture->ann);
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "Line 2");
  for (guint i = 0; i < 3; i++) {
    g_autofree char *text = g_strdup_printf ("Line %u", 2 - i);

    g_assert_cmpstr (parlor_message_get_text (get_newest (fixture->bobs, i)), ==, text);
  }
}

static void
test_removed (Fixture      *fixture,
              gconstpointer unused)
{
  ParlorKickPacket *packet = parlor_packet_new (PARLOR_PACKET_KICK);

  go_offline (fixture);
  parlor_test_say (fixture->anns, "To nobody");
  parlor_test_say (fixture->anns, "To nobody either");
  packet->conversation = g_strdup (parlor_conversation_get_id (fixture->bobs));
  packet->account = parlor_account_get_id (parlor_client_get_self (fixture->ann->client));
  request (fixture->bob, PARLOR_PACKET_KICK, packet);
  come_back (fixture);
  g_assert_cmpuint (parlor_conversation_get_n_failed (fixture->anns), ==, 2);
  g_assert_nonnull (strstr (
    parlor_message_get_error (parlor_conversation_get_last_message (fixture->anns)),
    "You are no longer in this conversation."));

  parlor_conversation_discard_failed (fixture->anns);
  g_assert_cmpuint (parlor_conversation_get_n_failed (fixture->anns), ==, 0);
  g_assert_true (parlor_client_is_outbox_empty (fixture->ann->client));
}

/* A program that writes one line after the other until it is killed. */

typedef struct
{
  ParlorClient *client;
  guint         next;
} Writer;

static gboolean
write_line (gpointer user_data)
{
  Writer             *writer = user_data;
  ParlorConversation *club = parlor_client_find_conversation (writer->client, "club");
  ParlorMessage      *last;
  g_autofree char    *text = NULL;

  if (parlor_client_get_state (writer->client) != PARLOR_LINK_ONLINE || club == NULL)
    return G_SOURCE_CONTINUE;

  last = parlor_conversation_get_last_message (club);
  if (last != NULL && parlor_message_get_text (last) != NULL)
    writer->next =
      g_ascii_strtoull (parlor_message_get_text (last) + strlen ("Line "), NULL, 10) + 1;
  text = g_strdup_printf ("Line %u", writer->next);
  parlor_conversation_send_text (club, text, NULL);

  return G_SOURCE_CONTINUE;
}

static int
run_writer (const char *folder,
            const char *token_path)
{
  g_autoptr (ParlorSecrets) secrets = parlor_secrets_new (PARLOR_SECRETS_FILE, token_path);
  g_autoptr (GMainLoop)     loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError)        error = NULL;
  Writer                    writer = { parlor_client_new (folder, secrets, &error) };

  g_assert_no_error (error);
  parlor_client_start (writer.client);
  g_timeout_add (3, write_line, &writer);
  g_main_loop_run (loop);

  return 0;
}

static guint
count_lines (ParlorConversation *conversation)
{
  guint n_lines = 0;

  for (guint i = 0; i < parlor_test_count_messages (conversation); i++) {
    ParlorMessage   *message = parlor_test_get_message (conversation, i);
    g_autofree char *expected = g_strdup_printf ("Line %u", n_lines);

    if (parlor_message_get_kind (message) != PARLOR_EVENT_MESSAGE)
      continue;
    g_assert_cmpstr (parlor_message_get_text (message), ==, expected);
    n_lines++;
  }

  return n_lines;
}

typedef struct
{
  ParlorConversation *conversation;
  guint               n_lines;
} Lines;

static gboolean
has_lines (gpointer user_data)
{
  Lines *lines = user_data;

  return count_lines (lines->conversation) >= lines->n_lines;
}

/* Killed at one moment or another; what had reached the disk arrives, and
 * nothing twice. */
static void
test_killed (Fixture      *fixture,
             gconstpointer unused)
{
  g_autofree char *token_path = g_build_filename (fixture->ann->folder, "token", NULL);
  guint            n_lines = 0;

  g_object_unref (fixture->ann->secrets);
  fixture->ann->secrets = parlor_secrets_new (PARLOR_SECRETS_FILE, token_path);
  parlor_client_set_secrets (fixture->ann->client, fixture->ann->secrets);
  while (!g_file_test (token_path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, FALSE);
  parlor_test_client_close (fixture->ann);

  for (guint i = 0; i < KILLS; i++) {
    const char        *argv[] = { program, "--write", fixture->ann->folder, token_path, NULL };
    g_autoptr (GError) error = NULL;
    GPid               pid;

    g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
    g_assert_no_error (error);
    parlor_test_wait (has_lines, &(Lines){ fixture->bobs, n_lines + 1 + i * 3 });
    kill (pid, SIGKILL);
    waitpid (pid, NULL, 0);
    n_lines = count_lines (fixture->bobs);
  }

  parlor_test_client_open (fixture->ann);
  parlor_client_start (fixture->ann->client);
  fixture->anns = parlor_test_client_find (fixture->ann, "club");
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_ONLINE);
  parlor_test_client_wait_sent (fixture->ann);
  parlor_test_say (fixture->anns, "Line over");
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "Line over");
}

#define ADD(name, function) \
  g_test_add ("/core-outbox/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--write"))
    return run_writer (argv[2], argv[3]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  ADD ("order", test_order);
  ADD ("ended-early", test_ended_early);
  ADD ("kinds", test_kinds);
  ADD ("lost-answered", test_lost_answered);
  ADD ("read-only", test_read_only);
  ADD ("removed", test_removed);
  ADD ("killed", test_killed);

  return g_test_run ();
}
