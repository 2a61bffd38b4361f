/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much is taken, and what becomes of what nobody wants. */

#include "parlor-names.h"
#include "parlor-test-changes.h"
#include "parlor-test-files.h"
#include "parlor-test-people.h"

#include <glib/gstdio.h>
#include <sys/resource.h>
#include <utime.h>

static GBytes *
make_content (gsize size,
              char  fill)
{
  char *bytes = g_malloc (size);

  memset (bytes, fill, size);

  return g_bytes_new_take (bytes, size);
}

static void
assert_refused (ParlorTestPeer *peer,
                const char     *code,
                const char     *field,
                GBytes         *content)
{
  g_autofree char *upload = parlor_nonce_new ();
  g_autofree char *sha256 = parlor_test_sha256 (content);
  g_autofree char *size = g_strdup_printf ("%" G_GSIZE_FORMAT, g_bytes_get_size (content));

  parlor_test_peer_refused (peer, code, field, PARLOR_PACKET_UPLOAD, "upload", upload,
                            "name", "a.bin", "size_bytes", size, "sha256", sha256, NULL);
}

static char *
content_path (ParlorTestServer *server,
              GBytes           *content)
{
  g_autofree char *sha256 = parlor_test_sha256 (content);

  return g_strdup_printf ("%s/files/%.2s/%s", parlor_test_server_get_folder (server), sha256,
                          sha256);
}

static void
await_gone (ParlorTestPeer *peer,
            const char     *path)
{
  gint64 end_us = g_get_monotonic_time () + PARLOR_TEST_PATIENCE_MS * 1000;

  while (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    parlor_test_peer_settle (peer);
  }
}

static guint
count_incoming (ParlorTestServer *server)
{
  g_autofree char *path =
    g_build_filename (parlor_test_server_get_folder (server), "files", "incoming", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint            n_files = 0;

  while (g_dir_read_name (dir) != NULL)
    n_files++;

  return n_files;
}

static void
test_quota (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("upload-quota-bytes = 100000");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (GBytes)           much = make_content (100001, 'm');
  g_autoptr (GBytes)           half = make_content (60000, 'h');
  g_autoptr (GBytes)           rest = make_content (40000, 'r');
  g_autoptr (GBytes)           byte = make_content (1, 'b');
  g_autofree char             *upload = parlor_nonce_new ();
  gint64                       seq;

  assert_refused (ada, "too-much", "size_bytes", much);
  seq =
    parlor_test_share (ada, "lobby", parlor_test_upload (ada, "half.bin", half)->attachment);
  assert_refused (ada, "too-much", "size_bytes", half);

  /* What was begun counts, and what was given up does not. */
  parlor_test_begin_upload (ada, upload, "rest.bin", rest);
  assert_refused (ada, "too-much", "size_bytes", byte);
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_UPLOAD_CANCEL, "upload", upload, NULL);
  parlor_test_upload (ada, "rest.bin", rest);
  assert_refused (ada, "too-much", "size_bytes", byte);
  g_assert_cmpuint (count_incoming (server), ==, 0);

  /* Each has a quota of one's own. */
  parlor_test_upload (bob, "half.bin", half);

  /* Deleting makes room. */
  parlor_test_change (ada, PARLOR_PACKET_DELETE, "lobby", seq, NULL, NULL);
  parlor_test_upload (ada, "half.bin", half);
}

/* An upload of before the server was restarted counts as what it becomes. */
static void
test_quota_after_restart (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("upload-quota-bytes = 100000");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   again = NULL;
  g_autoptr (GBytes)           content = make_content (100000, 'a');
  g_autofree char             *upload = parlor_nonce_new ();
  gint64                       tag;
  ParlorUploadAtPacket        *at;

  parlor_test_begin_upload (ada, upload, "a.bin", content);
  tag = parlor_test_send_piece (ada, upload, content, 0);
  parlor_test_peer_answer (ada, tag, PARLOR_PACKET_UPLOAD_AT);
  parlor_test_server_kill (server);
  parlor_test_server_start (server);

  again = parlor_test_enter_again (ada);
  at = parlor_test_begin_upload (again, upload, "a.bin", content);
  g_assert_cmpint (at->offset, ==, PARLOR_PIECE_MAX_BYTES);
  parlor_test_finish_upload (again, upload, content, at->offset);
}

static void
test_disk_reserve (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("disk-reserve-bytes = 1125899906842624");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (GBytes)           byte = make_content (1, 'b');
  ParlorErrorPacket           *error;
  g_autofree char             *sha256 = parlor_test_sha256 (byte);

  error = parlor_test_peer_refused (ada, "too-much", "size_bytes", PARLOR_PACKET_UPLOAD,
                                    "upload", "0123456789abcdef0123456789abcdef",
                                    "name", "a.bin", "size_bytes", "1", "sha256", sha256, NULL);
  g_assert_nonnull (strstr (error->text, "disk"));
  g_assert_cmpuint (count_incoming (server), ==, 0);
  parlor_test_say (ada, "lobby", "There is room for words.");
}

/* The disk is full in the midst of an upload, and of a message; later it is not. */
static void
test_disk_full (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (GBytes)           content = make_content (4 * PARLOR_PIECE_MAX_BYTES, 'c');
  g_autofree char             *upload = parlor_nonce_new ();
  g_autofree char             *nonce = parlor_nonce_new ();
  struct rlimit                limit;
  struct rlimit                full;
  gint64                       tag;
  ParlorErrorPacket           *error;

  parlor_test_begin_upload (ada, upload, "c.bin", content);
  tag = parlor_test_send_piece (ada, upload, content, 0);
  parlor_test_peer_answer (ada, tag, PARLOR_PACKET_UPLOAD_AT);

  g_assert_cmpint (prlimit (parlor_test_server_get_pid (server), RLIMIT_FSIZE, NULL, &limit), ==,
                   0);
  full = (struct rlimit){ PARLOR_PIECE_MAX_BYTES + 1000, limit.rlim_max };
  g_assert_cmpint (prlimit (parlor_test_server_get_pid (server), RLIMIT_FSIZE, &full, NULL), ==, 0);

  tag = parlor_test_send_piece (ada, upload, content, PARLOR_PIECE_MAX_BYTES);
  error = parlor_test_peer_answer (ada, tag, PARLOR_PACKET_ERROR);
  g_assert_cmpstr (error->code, ==, "failed");
  g_assert_cmpint (error->retry_ms, >, 0);
  parlor_test_peer_refused (ada, "failed", NULL, PARLOR_PACKET_SEND, "conversation", "lobby",
                            "nonce", nonce, "text", "Hello", NULL);
  g_assert_cmpint (parlor_test_sql_int (server, "SELECT COUNT (*) FROM events WHERE kind = 1"), ==,
                   0);

  /* Both go on where they were. */
  g_assert_cmpint (prlimit (parlor_test_server_get_pid (server), RLIMIT_FSIZE, &limit, NULL), ==,
                   0);
  g_assert_cmpint (parlor_test_begin_upload (ada, upload, "c.bin", content)->offset, ==,
                   PARLOR_PIECE_MAX_BYTES);
  parlor_test_finish_upload (ada, upload, content, PARLOR_PIECE_MAX_BYTES);
  parlor_test_peer_ask (ada, PARLOR_PACKET_SENT, PARLOR_PACKET_SEND, "conversation", "lobby",
                        "nonce", nonce, "text", "Hello", NULL);
}

/* Uploads that nobody has sent go after a day; pictures of people stay. */
static void
test_unsent (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("upkeep-interval-ms = 100");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (GBytes)           old = make_content (100, 'o');
  g_autoptr (GBytes)           fresh = make_content (100, 'f');
  g_autoptr (GBytes)           picture = parlor_test_media ("alpha.png");
  g_autoptr (GBytes)           sent = make_content (100, 's');
  g_autofree char             *old_path = content_path (server, old);
  g_autofree char             *picture_path = content_path (server, picture);
  g_autofree char             *fresh_path = content_path (server, fresh);
  g_autofree char             *sent_path = content_path (server, sent);
  g_autofree char             *id = NULL;

  id = g_strdup (parlor_test_upload (ada, "old.bin", old)->attachment);
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_SET_PROFILE, "avatar",
                        parlor_test_upload (ada, "picture.png", picture)->attachment, NULL);
  parlor_test_share (ada, "lobby", parlor_test_upload (ada, "sent.bin", sent)->attachment);
  parlor_test_sql (server, "UPDATE attachments SET created_ms = created_ms - 25 * 3600 * 1000");
  parlor_test_upload (ada, "fresh.bin", fresh);

  await_gone (ada, old_path);
  parlor_test_peer_refused (ada, "not-found", "attachment", PARLOR_PACKET_DOWNLOAD,
                            "attachment", id, "offset", "0", NULL);
  parlor_test_await_sql (ada, "SELECT COUNT (*) FROM dropped_attachments", 0);
  g_assert_cmpint (parlor_test_sql_int (server, "SELECT COUNT (*) FROM attachments"), ==, 3);
  g_assert_true (g_file_test (fresh_path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (picture_path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (sent_path, G_FILE_TEST_EXISTS));
}

/* A file that a message carries stays although another upload of it goes. */
static void
test_shared_content (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("upkeep-interval-ms = 100");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (GBytes)           content = make_content (100, 'c');
  g_autofree char             *id = NULL;
  g_autoptr (GBytes)           downloaded = NULL;

  id = g_strdup (parlor_test_upload (ada, "one.bin", content)->attachment);
  parlor_test_share (ada, "lobby", id);
  parlor_test_upload (ada, "two.bin", content);
  parlor_test_sql (server, "UPDATE attachments SET created_ms = 0");
  parlor_test_await_sql (ada, "SELECT COUNT (*) FROM attachments", 1);
  parlor_test_await_sql (ada, "SELECT COUNT (*) FROM dropped_attachments", 0);

  downloaded = parlor_test_download (ada, id);
  g_assert_true (g_bytes_equal (downloaded, content));
}

/* What no attachment names goes, and what is not the server's stays. */
static void
test_orphans (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("upkeep-interval-ms = 100");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (GBytes)           orphan = make_content (100, 'o');
  g_autoptr (GBytes)           kept = make_content (100, 'k');
  g_autofree char             *orphan_path = content_path (server, orphan);
  g_autofree char             *kept_path = content_path (server, kept);
  g_autofree char             *folder = g_path_get_dirname (orphan_path);
  g_autofree char             *other = g_build_filename (folder, "README", NULL);

  parlor_test_upload (ada, "kept.bin", kept);
  g_mkdir (folder, 0700);
  g_assert_true (g_file_set_contents (other, "x", 1, NULL));
  g_assert_true (g_file_set_contents (orphan_path, "x", 1, NULL));
  await_gone (ada, orphan_path);
  g_assert_true (g_file_test (kept_path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
}

/* Uploads that were begun and given up go after some days. */
static void
test_given_up (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("upkeep-interval-ms = 100");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autofree char             *old = g_strdup_printf (
                "%s/files/incoming/1-0123456789abcdef0123456789abcdef",
                parlor_test_server_get_folder (server));
  struct utimbuf long_ago = { 1000000000, 1000000000 };

  g_assert_true (g_file_set_contents (old, "x", 1, NULL));
  g_assert_cmpint (utime (old, &long_ago), ==, 0);
  await_gone (ada, old);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/file-quota/quota", test_quota);
  g_test_add_func ("/file-quota/quota-after-restart", test_quota_after_restart);
  g_test_add_func ("/file-quota/disk-reserve", test_disk_reserve);
  g_test_add_func ("/file-quota/disk-full", test_disk_full);
  g_test_add_func ("/file-quota/unsent", test_unsent);
  g_test_add_func ("/file-quota/shared-content", test_shared_content);
  g_test_add_func ("/file-quota/orphans", test_orphans);
  g_test_add_func ("/file-quota/given-up", test_given_up);

  return g_test_run ();
}
