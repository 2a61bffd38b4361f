/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-files"

#include "parlor-test-files.h"

#include "parlor-names.h"

/**
 * parlor_test_media:
 * @name: a file of tests/media
 *
 * Returns: (transfer full): its content
 */
GBytes *
parlor_test_media (const char *name)
{
  g_autofree char   *path = g_test_build_filename (G_TEST_DIST, "media", name, NULL);
  g_autoptr (GError) error = NULL;
  char              *content;
  gsize              size;

  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (content, size);
}

/**
 * parlor_test_sha256:
 * @content: any bytes
 *
 * Returns: (transfer full): their SHA-256, hexadecimal
 */
char *
parlor_test_sha256 (GBytes *content)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
}

/**
 * parlor_test_begin_upload:
 * @peer: a connection that is signed in
 * @upload: what to call the upload, 32 hexadecimal digits
 * @name: what the file is called
 * @content: the file
 *
 * Returns: (transfer none): the answer: where to go on
 */
ParlorUploadAtPacket *
parlor_test_begin_upload (ParlorTestPeer *peer,
                          const char     *upload,
                          const char     *name,
                          GBytes         *content)
{
  g_autofree char   *sha256 = parlor_test_sha256 (content);
  g_autoptr (GBytes) preview = g_bytes_new_static ("preview", 7);
  ParlorUploadPacket packet = {
    .upload = (char *) upload,
    .name = (char *) name,
    .size_bytes = g_bytes_get_size (content),
    .sha256 = sha256,
    .preview = preview,
  };
  gint64                tag = parlor_test_peer_request (peer, PARLOR_PACKET_UPLOAD, &packet);
  ParlorUploadAtPacket *at = parlor_test_peer_answer (peer, tag, PARLOR_PACKET_UPLOAD_AT);

  g_assert_cmpstr (at->upload, ==, upload);

  return at;
}

/**
 * parlor_test_send_piece:
 * @peer: a connection that is signed in
 * @upload: an upload that was begun
 * @content: the file
 * @offset: where the piece begins
 *
 * Sends the largest piece that is allowed, without waiting for the answer.
 *
 * Returns: the tag of the request
 */
gint64
parlor_test_send_piece (ParlorTestPeer *peer,
                        const char     *upload,
                        GBytes         *content,
                        gint64          offset)
{
  gsize                   rest = g_bytes_get_size (content) - offset;
  g_autoptr (GBytes)      data = g_bytes_new_from_bytes (content, offset,
                                                         MIN (rest, PARLOR_PIECE_MAX_BYTES));
  ParlorUploadPiecePacket piece = { .upload = (char *) upload, .offset = offset, .data = data };

  return parlor_test_peer_request (peer, PARLOR_PACKET_UPLOAD_PIECE, &piece);
}

/**
 * parlor_test_finish_upload:
 * @peer: a connection that is signed in
 * @upload: an upload that was begun
 * @content: the file
 * @offset: how much of it is there
 *
 * Sends the rest, as many pieces at once as clients do.
 *
 * Returns: (transfer none): the finished upload
 */
ParlorAttachmentPacket *
parlor_test_finish_upload (ParlorTestPeer *peer,
                           const char     *upload,
                           GBytes         *content,
                           gint64          offset)
{
  gint64                size = g_bytes_get_size (content);
  g_autoptr (GArray)    tags = g_array_new (FALSE, FALSE, sizeof (gint64));
  ParlorUploadAtPacket *at = NULL;

  for (guint answered = 0; offset < size || answered < tags->len; answered++) {
    while (offset < size && tags->len < answered + PARLOR_PIECES_IN_FLIGHT) {
      gint64 tag = parlor_test_send_piece (peer, upload, content, offset);

      g_array_append_val (tags, tag);
      offset = MIN (offset + PARLOR_PIECE_MAX_BYTES, size);
    }

    at = parlor_test_peer_answer (peer, g_array_index (tags, gint64, answered),
                                  PARLOR_PACKET_UPLOAD_AT);
    g_assert_cmpint (at->attachment != NULL, ==, at->offset == size);
  }

  return at->attachment;
}

/**
 * parlor_test_upload:
 * @peer: a connection that is signed in
 * @name: what the file is called
 * @content: the file
 *
 * Returns: (transfer none): the finished upload
 */
ParlorAttachmentPacket *
parlor_test_upload (ParlorTestPeer *peer,
                    const char     *name,
                    GBytes         *content)
{
  g_autofree char        *upload = parlor_nonce_new ();
  ParlorUploadAtPacket   *at = parlor_test_begin_upload (peer, upload, name, content);
  ParlorAttachmentPacket *attachment;

  g_assert_cmpint (at->offset, ==, 0);
  attachment = parlor_test_finish_upload (peer, upload, content, 0);
  g_assert_cmpint (attachment->size_bytes, ==, g_bytes_get_size (content));

  return attachment;
}

/**
 * parlor_test_download:
 * @peer: a connection that is signed in
 * @attachment: id of an attachment that it may see
 *
 * Returns: (transfer full): its content
 */
GBytes *
parlor_test_download (ParlorTestPeer *peer,
                      const char     *attachment)
{
  GByteArray        *content = g_byte_array_new ();
  ParlorPiecePacket *piece;

  do {
    ParlorDownloadPacket packet = { .attachment = (char *) attachment, .offset = content->len };
    gint64               tag = parlor_test_peer_request (peer, PARLOR_PACKET_DOWNLOAD, &packet);

    piece = parlor_test_peer_answer (peer, tag, PARLOR_PACKET_PIECE);
    g_assert_cmpstr (piece->attachment, ==, attachment);
    g_assert_cmpint (piece->offset, ==, content->len);
    g_byte_array_append (content, g_bytes_get_data (piece->data, NULL),
                         g_bytes_get_size (piece->data));
  } while (g_bytes_get_size (piece->data) > 0);
  g_assert_cmpint (piece->size_bytes, ==, content->len);

  return g_byte_array_free_to_bytes (content);
}

/**
 * parlor_test_share:
 * @peer: a connection that is signed in
 * @conversation: id of a conversation
 * @attachment: id of a finished upload
 *
 * Sends a message that is nothing but the file.
 *
 * Returns: its seq
 */
gint64
parlor_test_share (ParlorTestPeer *peer,
                   const char     *conversation,
                   const char     *attachment)
{
  g_autofree char  *nonce = parlor_nonce_new ();
  ParlorSentPacket *sent = parlor_test_peer_ask (peer, PARLOR_PACKET_SENT, PARLOR_PACKET_SEND,
                                                 "conversation", conversation, "nonce", nonce,
                                                 "attachment", attachment, NULL);

  return sent->seq;
}
