/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-names.h"
#include "parlor-test-files.h"
#include "parlor-test-people.h"

/* Content that no other test has, of any size. */
static GBytes *
make_content (gsize   size_bytes,
              guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint8           *data = g_malloc (MAX (size_bytes, 1));

  for (gsize i = 0; i < size_bytes; i++)
    data[i] = g_rand_int (rand);

  return g_bytes_new_take (data, size_bytes);
}

static void
assert_download (ParlorTestPeer *peer,
                 const char     *attachment,
                 GBytes         *content)
{
  g_autoptr (GBytes) got = parlor_test_download (peer, attachment);

  g_assert_true (g_bytes_equal (got, content));
}

/* Refuses a request of members that are no text. */
static void
assert_refused (ParlorTestPeer  *peer,
                ParlorPacketType type,
                gpointer         packet,
                const char      *code,
                const char      *field)
{
  gint64             tag = parlor_test_peer_request (peer, type, packet);
  ParlorErrorPacket *error = parlor_test_peer_answer (peer, tag, PARLOR_PACKET_ERROR);

  g_assert_cmpstr (error->code, ==, code);
  g_assert_cmpstr (error->field, ==, field);
}

static void
assert_piece_refused (ParlorTestPeer *peer,
                      const char     *upload,
                      gint64          offset,
                      const char     *data,
                      const char     *code,
                      const char     *field)
{
  g_autoptr (GBytes)      bytes = g_bytes_new_static (data, strlen (data));
  ParlorUploadPiecePacket piece = { .upload = (char *) upload, .offset = offset, .data = bytes };

  assert_refused (peer, PARLOR_PACKET_UPLOAD_PIECE, &piece, code, field);
}

static void
assert_download_refused (ParlorTestPeer *peer,
                         const char     *attachment,
                         gint64          offset,
                         const char     *code,
                         const char     *field)
{
  ParlorDownloadPacket packet = { .attachment = (char *) attachment, .offset = offset };

  assert_refused (peer, PARLOR_PACKET_DOWNLOAD, &packet, code, field);
}

static void
test_pictures (void)
{
  static const struct
  {
    const char *name;
    const char *media_type; /* NULL: not shown as a picture */
    int         width_px;
    int         height_px;
  } pictures[] = {
    { "rotated.jpg", "image/jpeg", 960, 720 }, /* as shown: it lies on its side */
    { "12-megapixels.jpg", "image/jpeg", 4000, 3000 },
    { "alpha.png", "image/png", 520, 580 },
    { "photo.webp", "image/webp", 900, 600 },
    { "animated.gif", "image/gif", 240, 160 },
    { "truncated.jpg", "image/jpeg", 960, 720 }, /* its header is whole */
    { "not-an-image.png", NULL, 0, 0 },
    { "30000x30000.png", NULL, 0, 0 }, /* larger than anybody should unpack */
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);

  parlor_test_join (bob, tea, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++) {
    g_autoptr (GBytes)      content = parlor_test_media (pictures[i].name);
    ParlorAttachmentPacket *uploaded = parlor_test_upload (ada, pictures[i].name, content);
    ParlorAttachmentPacket *heard;

    g_test_message ("%s", pictures[i].name);
    parlor_test_share (ada, tea, uploaded->attachment);
    heard = parlor_test_hear_text (bob, tea, NULL)->attachment;
    g_assert_cmpstr (heard->attachment, ==, uploaded->attachment);
    g_assert_cmpstr (heard->name, ==, pictures[i].name);
    g_assert_cmpint (heard->size_bytes, ==, g_bytes_get_size (content));
    g_assert_cmpint (heard->width_px, ==, pictures[i].width_px);
    g_assert_cmpint (heard->height_px, ==, pictures[i].height_px);
    if (pictures[i].media_type != NULL)
      g_assert_cmpstr (heard->media_type, ==, pictures[i].media_type);
    else
      g_assert_false (g_str_has_prefix (heard->media_type, "image/"));
    g_assert_cmpmem (g_bytes_get_data (heard->preview, NULL), g_bytes_get_size (heard->preview),
                     "preview", 7);

    assert_download (bob, heard->attachment, content);
  }
}

/* What the client takes a file for counts for nothing if it is no picture. */
static void
test_media_type_of_the_client (void)
{
  static const char           *claims[] = { "image/png", "image/svg+xml", "text/html", "nonsense",
                                            "a/b\nc" };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  for (guint i = 0; i < G_N_ELEMENTS (claims); i++) {
    static const char       text[] = "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>";
    g_autoptr (GBytes)      content = g_bytes_new_static (text, strlen (text));
    g_autofree char        *sha256 = parlor_test_sha256 (content);
    g_autofree char        *upload = parlor_nonce_new ();
    ParlorAttachmentPacket *attachment;
    g_autofree char        *size = g_strdup_printf ("%zu", strlen (text));

    parlor_test_peer_ask (ada, PARLOR_PACKET_UPLOAD_AT, PARLOR_PACKET_UPLOAD, "upload", upload,
                          "name", "picture.svg", "media_type", claims[i], "size_bytes", size,
                          "sha256", sha256, NULL);
    attachment = parlor_test_finish_upload (ada, upload, content, 0);
    g_assert_false (g_str_has_prefix (attachment->media_type, "image/"));
    g_assert_null (strpbrk (attachment->media_type, "\r\n"));
    g_assert_cmpint (attachment->width_px, ==, 0);
  }
}

static void
test_sizes (void)
{
  static const gsize sizes[] = {
    1,
    PARLOR_PIECE_MAX_BYTES - 1,
    PARLOR_PIECE_MAX_BYTES,
    PARLOR_PIECE_MAX_BYTES + 1,
    10 * PARLOR_PIECE_MAX_BYTES,
    1000 * 1000,
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GBytes)      content = make_content (sizes[i], i);
    ParlorAttachmentPacket *attachment = parlor_test_upload (ada, "file", content);

    assert_download (ada, attachment->attachment, content);
  }
}

static void
test_names (void)
{
  static const char *names[][2] = {
    { "Grüße.txt", "Grüße.txt" },
    { "../../etc/passwd", "passwd" },
    { "C:\\autoexec.bat", "autoexec.bat" },
    { "a\nb", "a_b" },
    { "..", "file" },
    { "", "file" },
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (GBytes)           content = make_content (10, 1);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (parlor_test_upload (ada, names[i][0], content)->name, ==, names[i][1]);
}

/* An upload goes on where it was: after a reconnect, and after the server was
 * killed. */
static void
test_going_on (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  ParlorTestPeer              *ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   later = NULL;
  g_autoptr (ParlorTestPeer)   much_later = NULL;
  g_autoptr (GBytes)           content = make_content (8 * PARLOR_PIECE_MAX_BYTES + 5, 1);
  g_autofree char             *upload = parlor_nonce_new ();
  ParlorAttachmentPacket      *attachment;
  ParlorUploadAtPacket        *at;

  parlor_test_begin_upload (ada, upload, "file", content);
  for (gint64 i = 0; i < 3; i++) {
    gint64 tag = parlor_test_send_piece (ada, upload, content, i * PARLOR_PIECE_MAX_BYTES);

    parlor_test_peer_answer (ada, tag, PARLOR_PACKET_UPLOAD_AT);
  }
  later = parlor_test_enter_again (ada);
  parlor_test_peer_vanish (ada);

  at = parlor_test_begin_upload (later, upload, "file", content);
  g_assert_cmpint (at->offset, ==, 3 * PARLOR_PIECE_MAX_BYTES);
  parlor_test_peer_answer (later, parlor_test_send_piece (later, upload, content, at->offset),
                           PARLOR_PACKET_UPLOAD_AT);

  parlor_test_server_kill (server);
  parlor_test_server_start (server);
  much_later = parlor_test_enter_again (later);
  at = parlor_test_begin_upload (much_later, upload, "file", content);
  g_assert_cmpint (at->offset, ==, 4 * PARLOR_PIECE_MAX_BYTES);
  attachment = parlor_test_finish_upload (much_later, upload, content, at->offset);
  assert_download (much_later, attachment->attachment, content);

  /* The answer got lost: asked again, it is the same. */
  at = parlor_test_begin_upload (much_later, upload, "file", content);
  g_assert_cmpint (at->offset, ==, g_bytes_get_size (content));
  g_assert_cmpstr (((ParlorAttachmentPacket *) at->attachment)->attachment, ==,
                   attachment->attachment);
}

static void
test_damaged (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (GBytes)           content = make_content (2000, 1);
  g_autoptr (GBytes)           other = make_content (2000, 2);
  g_autofree char             *upload = parlor_nonce_new ();
  ParlorUploadPiecePacket      piece = { .upload = upload, .offset = 0, .data = other };

  parlor_test_begin_upload (ada, upload, "file", content);
  assert_refused (ada, PARLOR_PACKET_UPLOAD_PIECE, &piece, "bad-value", "sha256");

  /* It begins anew. */
  g_assert_cmpint (parlor_test_begin_upload (ada, upload, "file", content)->offset, ==, 0);
  parlor_test_finish_upload (ada, upload, content, 0);
}

static void
test_wrong_pieces (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (GBytes)           content = make_content (PARLOR_PIECE_MAX_BYTES + 10, 1);
  g_autofree char             *upload = parlor_nonce_new ();
  g_autofree char             *unknown = parlor_nonce_new ();

  assert_piece_refused (ada, unknown, 0, "data", "not-found", "upload");

  parlor_test_begin_upload (ada, upload, "file", content);
  assert_piece_refused (bob, upload, 0, "data", "not-found", "upload");
  assert_piece_refused (ada, upload, 1, "data", "bad-value", "offset");
  assert_piece_refused (ada, upload, 0, "", "bad-value", "data");

  parlor_test_peer_answer (ada, parlor_test_send_piece (ada, upload, content, 0),
                           PARLOR_PACKET_UPLOAD_AT);
  assert_piece_refused (ada, upload, 0, "data", "bad-value", "offset");
  assert_piece_refused (ada, upload, PARLOR_PIECE_MAX_BYTES, "more than ten", "bad-value", "data");
  assert_piece_refused (ada, upload, G_MAXINT64, "data", "bad-value", "offset");

  /* None of this did any harm. */
  parlor_test_finish_upload (ada, upload, content, PARLOR_PIECE_MAX_BYTES);
  assert_piece_refused (ada, upload, g_bytes_get_size (content), "data", "not-found", "upload");
}

static void
test_refused_uploads (void)
{
  static const char            sha256[] = "e3b0c44298fc1c149afbf4c8996fb924"
                                          "27ae41e4649b934ca495991b7852b855";
  static const char            id[] = "0123456789abcdef0123456789abcdef";
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("upload-max-bytes = 1000");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  parlor_test_peer_refused (ada, "too-much", "size_bytes", PARLOR_PACKET_UPLOAD, "upload", id,
                            "name", "x", "size_bytes", "1001", "sha256", sha256, NULL);
  parlor_test_peer_refused (ada, "bad-value", "size_bytes", PARLOR_PACKET_UPLOAD, "upload", id,
                            "name", "x", "size_bytes", "0", "sha256", sha256, NULL);
  parlor_test_peer_refused (ada, "bad-value", "sha256", PARLOR_PACKET_UPLOAD, "upload", id,
                            "name", "x", "size_bytes", "10", "sha256", "../../../etc/passwd", NULL);
  parlor_test_peer_refused (ada, "bad-value", "upload", PARLOR_PACKET_UPLOAD, "upload", "../x",
                            "name", "x", "size_bytes", "10", "sha256", sha256, NULL);
  parlor_test_peer_refused (ada, "bad-value", "upload", PARLOR_PACKET_UPLOAD, "upload", "",
                            "name", "x", "size_bytes", "10", "sha256", sha256, NULL);
  parlor_test_peer_ask (ada, PARLOR_PACKET_UPLOAD_AT, PARLOR_PACKET_UPLOAD, "upload", id,
                        "name", "x", "size_bytes", "1000", "sha256", sha256, NULL);
}

static void
test_cap_is_told (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("upload-max-bytes = 1000");
  g_autoptr (ParlorTestPeer)   peer = parlor_test_peer_new_encrypted (server, NULL);
  ParlorWelcomePacket         *welcome;

  welcome = parlor_test_peer_ask (peer, PARLOR_PACKET_WELCOME, PARLOR_PACKET_HELLO,
                                  "version", "1", NULL);
  g_assert_cmpint (welcome->upload_max_bytes, ==, 1000);
}

static void
test_cancel (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (GBytes)           content = make_content (2 * PARLOR_PIECE_MAX_BYTES, 1);
  g_autofree char             *upload = parlor_nonce_new ();

  parlor_test_begin_upload (ada, upload, "file", content);
  parlor_test_peer_answer (ada, parlor_test_send_piece (ada, upload, content, 0),
                           PARLOR_PACKET_UPLOAD_AT);
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_UPLOAD_CANCEL, "upload", upload, NULL);

  assert_piece_refused (ada, upload, PARLOR_PIECE_MAX_BYTES, "data", "not-found", "upload");
  g_assert_cmpint (parlor_test_begin_upload (ada, upload, "file", content)->offset, ==, 0);
  parlor_test_finish_upload (ada, upload, content, 0);
}

/* Whoever may read the message may have the file: then, and no longer than
 * that. */
static void
test_who_may_download (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   carol = parlor_test_enter (server, "carol");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autoptr (GBytes)           content = make_content (1000, 1);
  ParlorAttachmentPacket      *uploaded = parlor_test_upload (ada, "file", content);
  g_autofree char             *id = g_strdup (uploaded->attachment);

  parlor_test_join (bob, tea, NULL);

  /* Before it is sent, it is its owner's alone. */
  assert_download (ada, id, content);
  assert_download_refused (bob, id, 0, "not-found", "attachment");

  parlor_test_share (ada, tea, id);
  assert_download (ada, id, content);
  assert_download (bob, id, content);
  assert_download_refused (carol, id, 0, "not-found", "attachment");

  parlor_test_leave (bob, tea);
  assert_download_refused (bob, id, 0, "not-found", "attachment");
  parlor_test_join (carol, tea, NULL);
  assert_download (carol, id, content);

  assert_download_refused (ada, "no-such", 0, "not-found", "attachment");
  assert_download_refused (ada, "../../server.key", 0, "not-found", "attachment");
}

static void
test_beyond_the_end (void)
{
  static const gint64          offsets[] = { 1000, 1001, G_MAXINT32, G_MAXINT64 };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (GBytes)           content = make_content (1000, 1);
  ParlorAttachmentPacket      *attachment = parlor_test_upload (ada, "file", content);

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++) {
    ParlorDownloadPacket packet = { .attachment = attachment->attachment, .offset = offsets[i] };
    gint64               tag = parlor_test_peer_request (ada, PARLOR_PACKET_DOWNLOAD, &packet);
    ParlorPiecePacket   *piece = parlor_test_peer_answer (ada, tag, PARLOR_PACKET_PIECE);

    g_assert_cmpuint (g_bytes_get_size (piece->data), ==, 0);
    g_assert_cmpint (piece->size_bytes, ==, 1000);
  }
}

/* An upload is carried by one message, of the one who made it. */
static void
test_who_may_share (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autoptr (GBytes)           content = make_content (1000, 1);
  ParlorAttachmentPacket      *uploaded = parlor_test_upload (ada, "file", content);
  g_autofree char             *id = g_strdup (uploaded->attachment);
  g_autofree char             *nonce = parlor_nonce_new ();
  g_autofree char             *other_nonce = parlor_nonce_new ();

  parlor_test_join (bob, tea, NULL);
  parlor_test_peer_refused (bob, "not-found", "attachment", PARLOR_PACKET_SEND,
                            "conversation", tea, "nonce", nonce, "attachment", id, NULL);
  parlor_test_peer_refused (ada, "not-found", "attachment", PARLOR_PACKET_SEND,
                            "conversation", tea, "nonce", nonce, "attachment", "no-such", NULL);

  parlor_test_peer_ask (ada, PARLOR_PACKET_SENT, PARLOR_PACKET_SEND, "conversation", tea,
                        "nonce", nonce, "attachment", id, "text", "with words", NULL);
  parlor_test_hear_text (bob, tea, "with words");

  /* Sent again, it is the same message; in another one, it is refused. */
  parlor_test_peer_ask (ada, PARLOR_PACKET_SENT, PARLOR_PACKET_SEND, "conversation", tea,
                        "nonce", nonce, "attachment", id, "text", "with words", NULL);
  parlor_test_peer_refused (ada, "not-found", "attachment", PARLOR_PACKET_SEND, "conversation",
                            tea, "nonce", other_nonce, "attachment", id, NULL);
  parlor_test_hear_nothing (bob, tea);
}

/* Talk goes on while a large file travels in both directions. */
static void
test_talk_between_pieces (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autoptr (GBytes)           content = make_content (40 * PARLOR_PIECE_MAX_BYTES, 1);
  g_autofree char             *upload = parlor_nonce_new ();
  gint64                       last_tag = 0;
  ParlorUploadAtPacket        *at;
  ParlorAttachmentPacket      *attachment;

  parlor_test_join (bob, tea, NULL);
  parlor_test_begin_upload (ada, upload, "file", content);
  for (gint64 i = 0; i < 40; i++) {
    last_tag = parlor_test_send_piece (ada, upload, content, i * PARLOR_PIECE_MAX_BYTES);
    if (i % 4 == 3) {
      parlor_test_say (ada, tea, "still sending");
      parlor_test_hear_text (bob, tea, "still sending");
    }
  }
  at = parlor_test_peer_answer (ada, last_tag, PARLOR_PACKET_UPLOAD_AT);
  attachment = at->attachment;
  parlor_test_share (ada, tea, attachment->attachment);

  for (gint64 i = 0; i < 40; i += 4) {
    for (gint64 j = i; j < i + 4; j++) {
      ParlorDownloadPacket packet = {
        .attachment = attachment->attachment,
        .offset = j * PARLOR_PIECE_MAX_BYTES,
      };

      parlor_test_peer_request (bob, PARLOR_PACKET_DOWNLOAD, &packet);
    }
    parlor_test_say (bob, tea, "still reading");
    parlor_test_hear_text (ada, tea, "still sending");
  }
}

static guint
count_files (const char *folder,
             const char *name)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char      *entry;
  guint            n_files = 0;

  while ((entry = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, entry, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      n_files += count_files (path, name);
    else
      n_files += strstr (entry, name) != NULL;
  }

  return n_files;
}

/* The same content is on the disk once, whoever sends it and whatever it is
 * called, and each has an attachment of it that is theirs. */
static void
test_stored_once (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (GBytes)           content = make_content (100 * 1000, 1);
  g_autofree char             *sha256 = parlor_test_sha256 (content);
  ParlorAttachmentPacket      *of_ada = parlor_test_upload (ada, "one", content);
  ParlorAttachmentPacket      *again = parlor_test_upload (ada, "two", content);
  ParlorAttachmentPacket      *of_bob = parlor_test_upload (bob, "three", content);

  g_assert_cmpstr (of_ada->attachment, !=, again->attachment);
  g_assert_cmpstr (of_ada->attachment, !=, of_bob->attachment);
  g_assert_cmpuint (count_files (parlor_test_server_get_folder (server), sha256), ==, 1);
  assert_download (ada, of_ada->attachment, content);
  assert_download (ada, again->attachment, content);
  assert_download (bob, of_bob->attachment, content);
  assert_download_refused (bob, of_ada->attachment, 0, "not-found", "attachment");
}

static void
test_after_restart (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   later = NULL;
  g_autofree char             *tea = parlor_test_create (ada, "channel", "tea", NULL);
  g_autoptr (GBytes)           content = parlor_test_media ("alpha.png");
  ParlorAttachmentPacket      *attachment = parlor_test_upload (ada, "alpha.png", content);
  gint64                       seq = parlor_test_share (ada, tea, attachment->attachment);
  ParlorEventPacket           *event;

  parlor_test_server_kill (server);
  parlor_test_server_start (server);
  later = parlor_test_enter_again (ada);
  event = parlor_test_history (later, tea, 0, seq - 1, 1)->events->pdata[0];
  g_assert_cmpstr (((ParlorAttachmentPacket *) event->attachment)->attachment, ==,
                   attachment->attachment);
  assert_download (later, attachment->attachment, content);
}

/* Whoever reads what comes is no slow reader, however much it asked for at
 * once: as when a conversation full of pictures comes into view. */
static void
test_many_at_once (void)
{
  enum { N_PIECES = 120 };
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("outbound-queue-max-bytes = 262144");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (GBytes)           content = make_content (PARLOR_PIECE_MAX_BYTES, 5);
  ParlorAttachmentPacket      *uploaded = parlor_test_upload (ada, "large.bin", content);
  ParlorDownloadPacket         download = { .attachment = uploaded->attachment };
  g_autoptr (GString)          lines = g_string_new (NULL);

  for (guint i = 0; i < N_PIECES; i++) {
    g_autoptr (GBytes) frame = parlor_packet_encode (PARLOR_PACKET_DOWNLOAD, &download);

    g_string_append_len (lines, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));
  }
  parlor_test_peer_write (ada, lines->str, lines->len);

  for (guint i = 0; i < N_PIECES; i++) {
    ParlorPiecePacket *piece = parlor_test_peer_expect (ada, PARLOR_PACKET_PIECE);

    g_assert_true (g_bytes_equal (piece->data, content));
  }
  parlor_test_peer_settle (ada);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attachments/pictures", test_pictures);
  g_test_add_func ("/attachments/media-type-of-the-client", test_media_type_of_the_client);
  g_test_add_func ("/attachments/sizes", test_sizes);
  g_test_add_func ("/attachments/names", test_names);
  g_test_add_func ("/attachments/going-on", test_going_on);
  g_test_add_func ("/attachments/damaged", test_damaged);
  g_test_add_func ("/attachments/wrong-pieces", test_wrong_pieces);
  g_test_add_func ("/attachments/refused-uploads", test_refused_uploads);
  g_test_add_func ("/attachments/cap-is-told", test_cap_is_told);
  g_test_add_func ("/attachments/cancel", test_cancel);
  g_test_add_func ("/attachments/who-may-download", test_who_may_download);
  g_test_add_func ("/attachments/beyond-the-end", test_beyond_the_end);
  g_test_add_func ("/attachments/who-may-share", test_who_may_share);
  g_test_add_func ("/attachments/talk-between-pieces", test_talk_between_pieces);
  g_test_add_func ("/attachments/stored-once", test_stored_once);
  g_test_add_func ("/attachments/after-restart", test_after_restart);
  g_test_add_func ("/attachments/many-at-once", test_many_at_once);

  return g_test_run ();
}
