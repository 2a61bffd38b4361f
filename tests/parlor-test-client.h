/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-client.h"
#include "parlor-test-server.h"

G_BEGIN_DECLS

/**
 * ParlorTestClient:
 * @client: the client, NULL while it is stopped
 * @secrets: where it keeps its token
 * @folder: its data folder
 * @applied: (element-type ParlorMessage): what it said has happened
 *
 * A client core on a folder of its own, driven by a test.
 */
typedef struct
{
  ParlorClient  *client;
  ParlorSecrets *secrets;
  char          *folder;
  GPtrArray     *applied;
} ParlorTestClient;

typedef gboolean (*ParlorTestCondition) (gpointer user_data);

ParlorTestClient *parlor_test_client_new (void);
void              parlor_test_client_free (ParlorTestClient *self);
void              parlor_test_client_open (ParlorTestClient *self);
void              parlor_test_client_close (ParlorTestClient *self);

void     parlor_test_client_register (ParlorTestClient *self,
                                      ParlorTestServer *server,
                                      const char       *name);
gboolean parlor_test_client_sign_in (ParlorTestClient    *self,
                                     const ParlorLinkUri *server,
                                     const char          *name,
                                     const char          *password,
                                     ParlorSignInMode     mode,
                                     GError             **error);
void     parlor_test_client_restart (ParlorTestClient *self);
void     parlor_test_client_wait_state (ParlorTestClient *self,
                                        ParlorLinkState   state);
void     parlor_test_client_wait_sent (ParlorTestClient *self);

ParlorConversation *parlor_test_client_enter (ParlorTestClient      *self,
                                              ParlorConversationKind kind,
                                              const char            *name,
                                              const char            *password,
                                              GError               **error);
ParlorConversation *parlor_test_client_find (ParlorTestClient *self,
                                             const char       *name);
void                parlor_test_client_wait_text (ParlorTestClient   *self,
                                                  ParlorConversation *conversation,
                                                  const char         *text);
guint               parlor_test_client_count_text (ParlorTestClient   *self,
                                                   ParlorConversation *conversation,
                                                   const char         *text);

GListModel    *parlor_test_client_load_members (ParlorTestClient   *self,
                                                ParlorConversation *conversation);
gpointer       parlor_test_client_request (ParlorTestClient *self,
                                           ParlorPacketType  type,
                                           gpointer          packet,
                                           GError          **error);
ParlorMessage *parlor_test_client_send_file (ParlorTestClient   *self,
                                             ParlorConversation *conversation,
                                             const char         *file,
                                             GError            **error);
ParlorMessage *parlor_test_get_message (ParlorConversation *conversation,
                                        guint               position);
guint          parlor_test_count_messages (ParlorConversation *conversation);
void           parlor_test_say (ParlorConversation *conversation,
                                const char         *text);

ParlorLinkUri *parlor_test_link (ParlorTestServer *server);
void           parlor_test_wait (ParlorTestCondition condition,
                                 gpointer            user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorTestClient, parlor_test_client_free)

G_END_DECLS
