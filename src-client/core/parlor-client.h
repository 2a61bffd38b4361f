/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-announcement.h"
#include "parlor-client-error.h"
#include "parlor-conversation.h"
#include "parlor-image-cache.h"
#include "parlor-invitation.h"
#include "parlor-link-state.h"
#include "parlor-link-uri.h"
#include "parlor-secrets.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_CLIENT (parlor_client_get_type ())

typedef enum {
  PARLOR_SIGN_IN_EXISTING,
  PARLOR_SIGN_IN_REGISTER,
  PARLOR_SIGN_IN_GUEST,
} ParlorSignInMode;

G_DECLARE_FINAL_TYPE (ParlorClient, parlor_client, PARLOR, CLIENT, GObject)

ParlorClient *parlor_client_new (const char    *data_dir,
                                 ParlorSecrets *secrets,
                                 GError       **error);
void          parlor_client_set_secrets (ParlorClient  *self,
                                         ParlorSecrets *secrets);
void          parlor_client_close (ParlorClient *self);

ParlorLinkState parlor_client_get_state (ParlorClient *self);
const char     *parlor_client_get_status_text (ParlorClient *self);
gboolean        parlor_client_has_failed (ParlorClient *self);
gint64          parlor_client_get_retry_us (ParlorClient *self);
ParlorAccount  *parlor_client_get_self (ParlorClient *self);
gboolean        parlor_client_has_account (ParlorClient *self);
const char     *parlor_client_get_server_name (ParlorClient *self);
const char     *parlor_client_get_secrets_error (ParlorClient *self);
const char     *parlor_client_get_account_name (ParlorClient *self);
char           *parlor_client_dup_server_address (ParlorClient *self);
const char     *parlor_client_get_offered_fingerprint (ParlorClient *self);
const char     *parlor_client_get_pinned_fingerprint (ParlorClient *self);

ParlorServerRole parlor_client_get_server_role (ParlorClient *self);

GListModel *parlor_client_get_conversations (ParlorClient *self);
GListModel *parlor_client_get_people (ParlorClient *self);
GListModel *parlor_client_get_announcements (ParlorClient *self);
void        parlor_client_dismiss_announcement (ParlorClient       *self,
                                                ParlorAnnouncement *announcement);
GListModel *parlor_client_get_invitations (ParlorClient *self);

void     parlor_client_sign_in_async (ParlorClient        *self,
                                      const ParlorLinkUri *server,
                                      const char          *name,
                                      const char          *password,
                                      ParlorSignInMode     mode,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean parlor_client_sign_in_finish (ParlorClient *self,
                                       GAsyncResult *result,
                                       GError      **error);

void parlor_client_start (ParlorClient *self);
void parlor_client_reconnect (ParlorClient *self);
void parlor_client_accept_certificate (ParlorClient *self);

void     parlor_client_sign_out_async (ParlorClient       *self,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
gboolean parlor_client_sign_out_finish (ParlorClient *self,
                                        GAsyncResult *result,
                                        GError      **error);

void     parlor_client_request_async (ParlorClient       *self,
                                      ParlorPacketType    type,
                                      gpointer            packet,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
gpointer parlor_client_request_finish (ParlorClient     *self,
                                       GAsyncResult     *result,
                                       ParlorPacketType *ret_type,
                                       GError          **error);

void                parlor_client_create_async (ParlorClient          *self,
                                                ParlorConversationKind kind,
                                                const char            *name,
                                                const char            *password,
                                                GCancellable          *cancellable,
                                                GAsyncReadyCallback    callback,
                                                gpointer               user_data);
void                parlor_client_join_async (ParlorClient       *self,
                                              const char         *name_or_id,
                                              const char         *password,
                                              GCancellable       *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer            user_data);
ParlorConversation *parlor_client_enter_finish (ParlorClient *self,
                                                GAsyncResult *result,
                                                GError      **error);

void     parlor_client_leave_async (ParlorClient       *self,
                                    ParlorConversation *conversation,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gboolean parlor_client_leave_finish (ParlorClient *self,
                                     GAsyncResult *result,
                                     GError      **error);

void     parlor_client_block_async (ParlorClient       *self,
                                    ParlorAccount      *account,
                                    gboolean            is_blocked,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gboolean parlor_client_block_finish (ParlorClient *self,
                                     GAsyncResult *result,
                                     GError      **error);

void     parlor_client_decline_async (ParlorClient       *self,
                                      const char         *conversation,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
gboolean parlor_client_decline_finish (ParlorClient *self,
                                       GAsyncResult *result,
                                       GError      **error);

ParlorConversation *parlor_client_open_personal (ParlorClient  *self,
                                                 ParlorAccount *account);
ParlorClient       *parlor_conversation_get_client (ParlorConversation *conversation);
ParlorConversation *parlor_client_find_conversation (ParlorClient *self,
                                                     const char   *name_or_id);
ParlorAccount      *parlor_client_find_account (ParlorClient *self,
                                                const char   *name);

void parlor_client_fetch (ParlorClient     *self,
                          ParlorAttachment *attachment);
void parlor_client_cancel_fetch (ParlorClient     *self,
                                 ParlorAttachment *attachment);

ParlorImageCache *parlor_client_get_images (ParlorClient *self);

gboolean parlor_client_is_outbox_empty (ParlorClient *self);

G_END_DECLS
