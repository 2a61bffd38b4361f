/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures and files on their way up and down. */

#include "parlor-test-client.h"

#include <glib/gstdio.h>

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
        gconstpointer config)
{
  fixture->server = parlor_test_serve (config);
  fixture->ann = parlor_test_client_new ();
  fixture->bob = parlor_test_client_new ();
  parlor_test_client_register (fixture->ann, fixture->server, "ann");
  parlor_test_client_register (fixture->bob, fixture->server, "bob");
  fixture->anns = parlor_test_client_find (fixture->ann, "lobby");
  fixture->bobs = parlor_test_client_find (fixture->bob, "lobby");
  parlor_conversation_get_timeline (fixture->bobs);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer config)
{
  parlor_test_client_free (fixture->ann);
  parlor_test_client_free (fixture->bob);
  parlor_test_server_free (fixture->server);
}

static gboolean
has_attachment (gpointer user_data)
{
  ParlorMessage *last = parlor_conversation_get_last_message (user_data);

  return last != NULL && parlor_message_get_attachment (last) != NULL;
}

static ParlorAttachment *
wait_for_attachment (ParlorConversation *conversation)
{
  parlor_test_wait (has_attachment, conversation);

  return parlor_message_get_attachment (parlor_conversation_get_last_message (conversation));
}

static gboolean
is_local (gpointer user_data)
{
  return parlor_attachment_get_state (user_data) == PARLOR_TRANSFER_LOCAL;
}

static gboolean
is_failed (gpointer user_data)
{
  return parlor_attachment_get_state (user_data) == PARLOR_TRANSFER_FAILED;
}

static void
assert_same_file (const char *path,
                  const char *name)
{
  g_autofree char *original_path = g_test_build_filename (G_TEST_DIST, "media", name, NULL);
  g_autofree char *original = NULL;
  g_autofree char *content = NULL;
  gsize            original_size;
  gsize            size;

  g_assert_true (g_file_get_contents (original_path, &original, &original_size, NULL));
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  g_assert_cmpmem (content, size, original, original_size);
}

/* The outbox keeps no copy of what was sent. */
static void
assert_outbox_folder_empty (ParlorTestClient *client)
{
  g_autofree char *path = g_build_filename (client->folder, "outbox", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  g_assert_null (g_dir_read_name (dir));
}

static void
send_and_fetch (Fixture    *fixture,
                const char *name)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (ParlorMessage) message = NULL;
  ParlorAttachment         *sent;
  ParlorAttachment         *got;

  message = parlor_test_client_send_file (fixture->ann, fixture->anns, name, &error);
  g_assert_no_error (error);
  sent = parlor_message_get_attachment (message);
  g_assert_true (parlor_attachment_is_image (sent));
  g_assert_nonnull (parlor_attachment_get_path (sent));
  g_assert_nonnull (parlor_attachment_get_preview (sent));

  parlor_test_client_wait_sent (fixture->ann);
  g_assert_true (is_local (sent));
  assert_same_file (parlor_attachment_get_path (sent), name);
  assert_outbox_folder_empty (fixture->ann);

  got = wait_for_attachment (fixture->bobs);
  g_assert_cmpstr (parlor_attachment_get_name (got), ==, name);
  g_assert_cmpint (parlor_attachment_get_state (got), ==, PARLOR_TRANSFER_REMOTE);
  g_assert_cmpint (parlor_attachment_get_width_px (got), ==, parlor_attachment_get_width_px (sent));
  g_assert_cmpint (parlor_attachment_get_height_px (got), ==,
                   parlor_attachment_get_height_px (sent));
  g_assert_true (g_bytes_equal (parlor_attachment_get_preview (got),
                                parlor_attachment_get_preview (sent)));

  parlor_client_fetch (fixture->bob->client, got);
  g_assert_cmpint (parlor_attachment_get_state (got), ==, PARLOR_TRANSFER_RUNNING);
  parlor_test_wait (is_local, got);
  assert_same_file (parlor_attachment_get_path (got), name);
}

static void
test_pictures (Fixture      *fixture,
               gconstpointer config)
{
  static const char *const names[] = {
    "rotated.jpg",
    "alpha.png",
    "photo.webp",
    "animated.gif",
    "12-megapixels.jpg",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    send_and_fetch (fixture, names[i]);
    parlor_test_say (fixture->anns, "Next");
    parlor_test_client_wait_sent (fixture->ann);
  }

  /* They are still here after the next start. */
  parlor_test_client_restart (fixture->bob);
  fixture->bobs = parlor_test_client_find (fixture->bob, "lobby");
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "Next");
  for (guint i = 0; i < parlor_test_count_messages (fixture->bobs); i++) {
    ParlorAttachment *attachment =
      parlor_message_get_attachment (parlor_test_get_message (fixture->bobs, i));

    g_assert_true (attachment == NULL || is_local (attachment));
  }
}

static void
test_other_files (Fixture      *fixture,
                  gconstpointer config)
{
  static const char *const  names[] = { "not-an-image.png", "30000x30000.png", "make-media" };
  g_autoptr (GError)        error = NULL;
  g_autoptr (ParlorMessage) message = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    ParlorAttachment *got;

    g_clear_object (&message);
    message = parlor_test_client_send_file (fixture->ann, fixture->anns, names[i], &error);
    g_assert_no_error (error);
    g_assert_false (parlor_attachment_is_image (parlor_message_get_attachment (message)));
    parlor_test_client_wait_sent (fixture->ann);
    g_assert_cmpint (parlor_message_get_delivery (message), ==, PARLOR_DELIVERY_SENT);

    got = wait_for_attachment (fixture->bobs);
    while (g_strcmp0 (parlor_attachment_get_name (got), names[i]) != 0) {
      g_main_context_iteration (NULL, TRUE);
      got = wait_for_attachment (fixture->bobs);
    }
    g_assert_false (parlor_attachment_is_image (got));
    parlor_client_fetch (fixture->bob->client, got);
    parlor_test_wait (is_local, got);
    assert_same_file (parlor_attachment_get_path (got), names[i]);
  }
}

/* What can never be sent is refused at once. */
static void
test_impossible (Fixture      *fixture,
                 gconstpointer config)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (ParlorMessage) message = NULL;

  message = parlor_test_client_send_file (fixture->ann, fixture->anns, "12-megapixels.jpg", &error);
  g_assert_null (message);
  g_assert_error (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_BAD_VALUE);
  g_assert_true (parlor_client_is_outbox_empty (fixture->ann->client));
  assert_outbox_folder_empty (fixture->ann);
}

typedef struct
{
  ParlorAttachment *attachment;
  double            progress;
} Progress;

static gboolean
has_progressed (gpointer user_data)
{
  Progress *progress = user_data;

  return parlor_attachment_get_progress (progress->attachment) >= progress->progress;
}

static gboolean
is_waiting (gpointer user_data)
{
  ParlorTestClient *client = user_data;

  return parlor_client_get_state (client->client) == PARLOR_LINK_WAITING;
}

static void
kill_and_restart (Fixture *fixture)
{
  parlor_test_server_kill (fixture->server);
  parlor_test_wait (is_waiting, fixture->ann);
  parlor_test_wait (is_waiting, fixture->bob);
  parlor_test_server_start (fixture->server);
  parlor_client_reconnect (fixture->ann->client);
  parlor_client_reconnect (fixture->bob->client);
}

/* The server dies on the way up, and on the way down: both go on where they
 * were. */
static void
test_interrupted (Fixture      *fixture,
                  gconstpointer config)
{
  static const char         name[] = "12-megapixels.jpg";
  g_autoptr (GError)        error = NULL;
  g_autoptr (ParlorMessage) message = NULL;
  ParlorAttachment         *sent;
  ParlorAttachment         *got;

  message = parlor_test_client_send_file (fixture->ann, fixture->anns, name, &error);
  g_assert_no_error (error);
  sent = parlor_message_get_attachment (message);
  parlor_test_wait (has_progressed, &(Progress){ sent, 0.3 });
  kill_and_restart (fixture);
  parlor_test_client_wait_sent (fixture->ann);
  g_assert_true (is_local (sent));

  got = wait_for_attachment (fixture->bobs);
  parlor_client_fetch (fixture->bob->client, got);
  parlor_test_wait (has_progressed, &(Progress){ got, 0.3 });
  kill_and_restart (fixture);
  g_assert_cmpint (parlor_attachment_get_state (got), ==, PARLOR_TRANSFER_RUNNING);
  parlor_test_wait (is_local, got);
  assert_same_file (parlor_attachment_get_path (got), name);
}

/* The client dies on the way up. */
static void
test_restarted (Fixture      *fixture,
                gconstpointer config)
{
  g_autoptr (GError) error = NULL;
  ParlorMessage     *message;
  ParlorAttachment  *got;

  message =
    parlor_test_client_send_file (fixture->ann, fixture->anns, "12-megapixels.jpg", &error);
  g_assert_no_error (error);
  parlor_test_wait (has_progressed,
                    &(Progress){ parlor_message_get_attachment (message), 0.3 });
  g_object_unref (message);

  parlor_test_client_restart (fixture->ann);
  fixture->anns = parlor_test_client_find (fixture->ann, "lobby");
  parlor_test_client_wait_state (fixture->ann, PARLOR_LINK_ONLINE);
  parlor_test_client_wait_sent (fixture->ann);
  assert_outbox_folder_empty (fixture->ann);

  got = wait_for_attachment (fixture->bobs);
  parlor_client_fetch (fixture->bob->client, got);
  parlor_test_wait (is_local, got);
  assert_same_file (parlor_attachment_get_path (got), "12-megapixels.jpg");
}

/* People go on writing, in order, and what is cancelled is gone. */
static void
test_cancelled (Fixture      *fixture,
                gconstpointer config)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (ParlorMessage) message = NULL;

  message =
    parlor_test_client_send_file (fixture->ann, fixture->anns, "12-megapixels.jpg", &error);
  g_assert_no_error (error);
  parlor_test_say (fixture->anns, "Behind it");
  parlor_test_wait (has_progressed,
                    &(Progress){ parlor_message_get_attachment (message), 0.1 });
  parlor_conversation_discard (fixture->anns, message);

  parlor_test_client_wait_sent (fixture->ann);
  parlor_test_client_wait_text (fixture->bob, fixture->bobs, "Behind it");
  assert_outbox_folder_empty (fixture->ann);
  for (guint i = 0; i < parlor_test_count_messages (fixture->bobs); i++)
    g_assert_null (parlor_message_get_attachment (parlor_test_get_message (fixture->bobs, i)));
}

/* Given up and wanted again, without a moment between: what is still being
 * written of the first must not get into the second. */
static void
test_cancelled_fetch (Fixture      *fixture,
                      gconstpointer config)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (ParlorMessage) message = NULL;
  ParlorAttachment         *got;

  message =
    parlor_test_client_send_file (fixture->ann, fixture->anns, "12-megapixels.jpg", &error);
  g_assert_no_error (error);
  g_assert_nonnull (message);
  got = wait_for_attachment (fixture->bobs);

  for (guint i = 1; i < 8; i++) {
    parlor_client_fetch (fixture->bob->client, got);
    parlor_test_wait (has_progressed, &(Progress){ got, i * 0.1 });
    parlor_client_cancel_fetch (fixture->bob->client, got);
    g_assert_cmpint (parlor_attachment_get_state (got), ==, PARLOR_TRANSFER_REMOTE);
  }

  parlor_client_fetch (fixture->bob->client, got);
  parlor_test_wait (is_local, got);
  assert_same_file (parlor_attachment_get_path (got), "12-megapixels.jpg");
  parlor_test_client_wait_sent (fixture->ann);
}

/* The disk does not take it: it fails, and can be tried again. */
static void
test_no_room (Fixture      *fixture,
              gconstpointer config)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (ParlorMessage) message = NULL;
  ParlorAttachment         *got;
  g_autofree char          *files = g_build_filename (fixture->bob->folder, "files", NULL);
  g_autofree char          *elsewhere = g_build_filename (fixture->bob->folder, "elsewhere", NULL);

  message = parlor_test_client_send_file (fixture->ann, fixture->anns, "alpha.png", &error);
  g_assert_no_error (error);
  g_assert_nonnull (message);
  got = wait_for_attachment (fixture->bobs);

  g_assert_cmpint (g_rename (files, elsewhere), ==, 0);
  parlor_client_fetch (fixture->bob->client, got);
  parlor_test_wait (is_failed, got);

  g_assert_cmpint (g_rename (elsewhere, files), ==, 0);
  parlor_client_fetch (fixture->bob->client, got);
  parlor_test_wait (is_local, got);
  assert_same_file (parlor_attachment_get_path (got), "alpha.png");
  parlor_test_client_wait_sent (fixture->ann);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    const char *config;
    void (*test) (Fixture      *fixture,
                  gconstpointer config);
  } tests[] = {
    { "/core-files/pictures", NULL, test_pictures },
    { "/core-files/other-files", NULL, test_other_files },
    { "/core-files/impossible", "upload-max-bytes = 100000\n", test_impossible },
    { "/core-files/interrupted", NULL, test_interrupted },
    { "/core-files/restarted", NULL, test_restarted },
    { "/core-files/cancelled", NULL, test_cancelled },
    { "/core-files/cancelled-fetch", NULL, test_cancelled_fetch },
    { "/core-files/no-room", NULL, test_no_room },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].config, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
