/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people do, for tests that read like what they did. */

#pragma once

#include "parlor-test-peer.h"

G_BEGIN_DECLS

char *parlor_test_password_of (const char *name);

ParlorTestPeer *parlor_test_come_from (ParlorTestServer *server,
                                       const char       *source);
ParlorTestPeer *parlor_test_enter (ParlorTestServer *server,
                                   const char       *name);
ParlorTestPeer *parlor_test_enter_as_owner (ParlorTestServer *server,
                                            const char       *name);
ParlorTestPeer *parlor_test_enter_again (ParlorTestPeer *self);
void            parlor_test_register (ParlorTestPeer *self,
                                      const char     *name,
                                      const char     *invite);
void            parlor_test_sign_in (ParlorTestPeer *self,
                                     const char     *name);
void            parlor_test_sign_in_with (ParlorTestPeer *self,
                                          const char     *token);

ParlorResumedPacket *parlor_test_resume (ParlorTestPeer *self);
ParlorResumedPacket *parlor_test_resume_from (ParlorTestPeer *self,
                                              const char     *epoch,
                                              const char     *conversation,
                                              gint64          seq);

char *parlor_test_create (ParlorTestPeer *self,
                          const char     *kind,
                          const char     *name,
                          const char     *password);
void  parlor_test_join (ParlorTestPeer *self,
                        const char     *conversation,
                        const char     *password);
void  parlor_test_leave (ParlorTestPeer *self,
                         const char     *conversation);

gint64 parlor_test_say (ParlorTestPeer *self,
                        const char     *conversation,
                        const char     *text);

ParlorEventPacket *parlor_test_hear (ParlorTestPeer *self,
                                     const char     *conversation);
ParlorEventPacket *parlor_test_hear_text (ParlorTestPeer *self,
                                          const char     *conversation,
                                          const char     *text);
void               parlor_test_hear_nothing (ParlorTestPeer *self,
                                             const char     *conversation);

ParlorHistoryPagePacket *parlor_test_history (ParlorTestPeer *self,
                                              const char     *conversation,
                                              gint64          before,
                                              gint64          after,
                                              gint64          limit);
char                    *parlor_test_texts (GPtrArray *events);

void                 parlor_test_watch (ParlorTestPeer *self,
                                        const gint64   *accounts,
                                        guint           n_accounts);
ParlorAccountPacket *parlor_test_expect_presence (ParlorTestPeer *self,
                                                  gint64          account,
                                                  ParlorPresence  presence);

G_END_DECLS
