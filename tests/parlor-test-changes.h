/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Changing messages, looking at them, and at what the server keeps of them. */

#pragma once

#include "parlor-test-peer.h"

G_BEGIN_DECLS

void               parlor_test_change (ParlorTestPeer  *self,
                                       ParlorPacketType type,
                                       const char      *conversation,
                                       gint64           seq,
                                       const char      *member,
                                       const char      *value);
ParlorErrorPacket *parlor_test_cannot_change (ParlorTestPeer  *self,
                                              const char      *code,
                                              const char      *field,
                                              ParlorPacketType type,
                                              const char      *conversation,
                                              gint64           seq,
                                              const char      *member,
                                              const char      *value);

ParlorEventPacket        *parlor_test_read (ParlorTestPeer *self,
                                            const char     *conversation,
                                            gint64          seq);
ParlorConversationPacket *parlor_test_look (ParlorTestPeer *self,
                                            const char     *conversation);
char                     *parlor_test_reactions (ParlorEventPacket *message);

void     parlor_test_sql (ParlorTestServer *server,
                          const char       *sql);
gint64   parlor_test_sql_int (ParlorTestServer *server,
                              const char       *sql);
void     parlor_test_await_sql (ParlorTestPeer *peer,
                                const char     *sql,
                                gint64          number);
gboolean parlor_test_keeps (ParlorTestServer *server,
                            const char       *text);

G_END_DECLS
