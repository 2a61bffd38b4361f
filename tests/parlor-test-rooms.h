/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people do with channels and groups and with one another there. */

#pragma once

#include "parlor-test-changes.h"
#include "parlor-test-people.h"

G_BEGIN_DECLS

void               parlor_test_do (ParlorTestPeer  *self,
                                   ParlorPacketType type,
                                   const char      *conversation,
                                   gint64           account);
ParlorErrorPacket *parlor_test_may_not (ParlorTestPeer  *self,
                                        const char      *code,
                                        const char      *field,
                                        ParlorPacketType type,
                                        const char      *conversation,
                                        gint64           account);
void               parlor_test_make (ParlorTestPeer *self,
                                     const char     *conversation,
                                     ParlorTestPeer *whom,
                                     const char     *role);
void               parlor_test_set (ParlorTestPeer *self,
                                    const char     *conversation,
                                    const char     *setting,
                                    const char     *value);
ParlorEventPacket *parlor_test_hear_of (ParlorTestPeer *self,
                                        const char     *conversation,
                                        ParlorEventKind kind,
                                        gint64          member);

ParlorListingPacket *parlor_test_find (ParlorTestPeer *self,
                                       const char     *name);
void                 parlor_test_assert_outside (ParlorTestPeer *self,
                                                 const char     *conversation);

void parlor_test_request_both (ParlorTestPeer  *self,
                               ParlorPacketType first,
                               gpointer         first_packet,
                               ParlorPacketType second,
                               gpointer         second_packet);

G_END_DECLS
