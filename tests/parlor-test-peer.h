/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-framer.h"
#include "parlor-protocol.h"
#include "parlor-test-server.h"

#include <gnutls/gnutls.h>

G_BEGIN_DECLS

/**
 * ParlorTestPeer:
 * @server: (unowned): whom it is connected with
 * @fd: its socket
 * @tls: (nullable): NULL while nothing is encrypted
 * @is_local: whether packets come without TLS
 * @has_ended: whether the end of the connection was read
 * @account: whose it is; 0 before sign-in
 * @name: (nullable): what the account is called
 * @token: (nullable): the device token that it was given
 *
 * One connection to a server, without any of the client's own code but the
 * codec.  Every call waits, for at most PARLOR_TEST_PATIENCE_MS, and fails the
 * test when what it waits for does not come.
 *
 * Packets that it hands out are its own, and valid as long as it is.
 */
typedef struct
{
  ParlorTestServer *server;
  int               fd;
  gnutls_session_t  tls;
  gboolean          is_local;
  gboolean          has_ended;
  gint64            account;
  char             *name;
  char             *token;

  gnutls_certificate_credentials_t credentials;
  ParlorFramer                     framer;
  GArray                          *received;
  guint                            n_taken; /* so many of the first are */
  gint64                           last_tag;
} ParlorTestPeer;

ParlorTestPeer *parlor_test_peer_new_on (ParlorTestServer *server,
                                         int               fd);
ParlorTestPeer *parlor_test_peer_new_plain (ParlorTestServer *server);
ParlorTestPeer *parlor_test_peer_new_encrypted (ParlorTestServer *server,
                                                const char       *priorities);
ParlorTestPeer *parlor_test_peer_new (ParlorTestServer *server);
ParlorTestPeer *parlor_test_peer_new_at (ParlorTestServer *server,
                                         const char       *address);
ParlorTestPeer *parlor_test_peer_greet (ParlorTestPeer *self);
void            parlor_test_peer_free (ParlorTestPeer *self);
void            parlor_test_peer_vanish (ParlorTestPeer *self);

void parlor_test_peer_write (ParlorTestPeer *self,
                             gconstpointer   data,
                             gsize           size_bytes);
void parlor_test_peer_write_line (ParlorTestPeer *self,
                                  const char     *line);

gint64   parlor_test_peer_request (ParlorTestPeer  *self,
                                   ParlorPacketType type,
                                   gpointer         packet);
gpointer parlor_test_peer_answer (ParlorTestPeer  *self,
                                  gint64           tag,
                                  ParlorPacketType type);
gpointer parlor_test_peer_expect (ParlorTestPeer  *self,
                                  ParlorPacketType type);
gpointer parlor_test_peer_next (ParlorTestPeer   *self,
                                ParlorPacketType *ret_type);
gpointer parlor_test_peer_take (ParlorTestPeer  *self,
                                ParlorPacketType type);

gpointer           parlor_test_peer_ask (ParlorTestPeer  *self,
                                         ParlorPacketType answer,
                                         ParlorPacketType type,
                                         ...) G_GNUC_NULL_TERMINATED;
ParlorErrorPacket *parlor_test_peer_refused (ParlorTestPeer  *self,
                                             const char      *code,
                                             const char      *field,
                                             ParlorPacketType type,
                                             ...) G_GNUC_NULL_TERMINATED;

void parlor_test_peer_settle (ParlorTestPeer *self);
void parlor_test_peer_forget (ParlorTestPeer *self);
void parlor_test_peer_expect_goodbye (ParlorTestPeer *self,
                                      const char     *code);
void parlor_test_peer_expect_end (ParlorTestPeer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorTestPeer, parlor_test_peer_free)

G_END_DECLS
