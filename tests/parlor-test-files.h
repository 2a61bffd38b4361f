/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Uploads, downloads, and the pictures of tests/media. */

#pragma once

#include "parlor-test-peer.h"

G_BEGIN_DECLS

GBytes *parlor_test_media (const char *name);
char   *parlor_test_sha256 (GBytes *content);

ParlorUploadAtPacket   *parlor_test_begin_upload (ParlorTestPeer *peer,
                                                  const char     *upload,
                                                  const char     *name,
                                                  GBytes         *content);
gint64                  parlor_test_send_piece (ParlorTestPeer *peer,
                                                const char     *upload,
                                                GBytes         *content,
                                                gint64          offset);
ParlorAttachmentPacket *parlor_test_finish_upload (ParlorTestPeer *peer,
                                                   const char     *upload,
                                                   GBytes         *content,
                                                   gint64          offset);
ParlorAttachmentPacket *parlor_test_upload (ParlorTestPeer *peer,
                                            const char     *name,
                                            GBytes         *content);
GBytes                 *parlor_test_download (ParlorTestPeer *peer,
                                              const char     *attachment);
gint64                  parlor_test_share (ParlorTestPeer *peer,
                                           const char     *conversation,
                                           const char     *attachment);

G_END_DECLS
