/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-client-error.h"
#include "parlor-conversation.h"
#include "parlor-link-state.h"
#include "parlor-link-uri.h"
#include "parlor-secrets.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_CLIENT (parlor_client_get_type ())

typedef enum {
  PARLOR_SIGN_IN_EXISTING,
  PARLOR_SIGN_IN_REGISTER,
} ParlorSignInMode;

G_DECLARE_FINAL_TYPE (ParlorClient, parlor_client, PARLOR, CLIENT, GObject)

/* One account on one server: its link, its models, its local cache and outbox.
 *
 * Properties: "state" (ParlorLinkState), "status-text" (string for people,
 * NULL while online: "No connection. Trying again in 5 s." …), "self"
 * (ParlorAccount, NULL before the first sign-in), "server-name" (string),
 * "has-account" (boolean: an account is remembered), "offered-fingerprint"
 * (string: of the certificate last refused), "pinned-fingerprint" (string).
 *
 * Signals: "signed-out" (const char *text): the server no longer knows the
 * token, or one signed out elsewhere; the person has to sign in again.
 * "packet" (int type, gpointer packet): every packet from the server and
 * "event-applied" (ParlorConversation *, ParlorMessage *): a new message, in
 * order, once (not history), for notifications and for parlor-cli. */

/* @data_dir: (type filename): made with mode 0700 if it is not there; holds
 * the cache, the outbox and downloaded files.  @secrets: where the device token
 * is kept. */
ParlorClient *parlor_client_new (const char    *data_dir,
                                 ParlorSecrets *secrets,
                                 GError       **error);
/* From now on, the token is kept in @secrets; so is the one there is. */
void parlor_client_set_secrets (ParlorClient  *self,
                                ParlorSecrets *secrets);
/* Ends the link, waits for the cache's thread.  Whoever made it closes it. */
void parlor_client_close (ParlorClient *self);

ParlorLinkState parlor_client_get_state (ParlorClient *self);
const char     *parlor_client_get_status_text (ParlorClient *self);
ParlorAccount  *parlor_client_get_self (ParlorClient *self);
gboolean        parlor_client_has_account (ParlorClient *self);
const char     *parlor_client_get_server_name (ParlorClient *self);
const char     *parlor_client_get_secrets_error (ParlorClient *self);
const char     *parlor_client_get_account_name (ParlorClient *self);
char           *parlor_client_dup_server_address (ParlorClient *self);
const char     *parlor_client_get_offered_fingerprint (ParlorClient *self);
const char     *parlor_client_get_pinned_fingerprint (ParlorClient *self);

/* Models of ParlorConversation (in no special order) and ParlorAccount (all
 * people of the server, oneself included); they live as long as the client. */
GListModel *parlor_client_get_conversations (ParlorClient *self);
GListModel *parlor_client_get_people (ParlorClient *self);

/* Connects, signs in or registers, fetches the conversations, and remembers
 * the account.  With PARLOR_CLIENT_ERROR_CERTIFICATE, ask the person about
 * "offered-fingerprint", put it into @server's fingerprint, and try again. */
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

/* With a remembered account: shows what the cache has, then connects and stays
 * connected. */
void parlor_client_start (ParlorClient *self);
/* Tries again now instead of after the back-off. */
void parlor_client_reconnect (ParlorClient *self);
/* Accepts a changed certificate: pins "offered-fingerprint" and reconnects. */
void parlor_client_accept_certificate (ParlorClient *self);

/* Forgets the token, the account and its cache, here and on the server. */
void     parlor_client_sign_out_async (ParlorClient       *self,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
gboolean parlor_client_sign_out_finish (ParlorClient *self,
                                        GAsyncResult *result,
                                        GError      **error);

/* Any request of the protocol.  @packet is taken.  Finishes with the answer, to
 * be freed with parlor_packet_free(), or with a PARLOR_CLIENT_ERROR. */
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

/* Both finish with the conversation one is now in. */
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

/* Leaves a channel or group; "is-member" tells so, too. */
void     parlor_client_leave_async (ParlorClient       *self,
                                    ParlorConversation *conversation,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gboolean parlor_client_leave_finish (ParlorClient *self,
                                     GAsyncResult *result,
                                     GError      **error);

/* The personal chat with @account, known or about to begin. (transfer none) */
ParlorConversation *parlor_client_open_personal (ParlorClient  *self,
                                                 ParlorAccount *account);
/* By id, or by name with or without #. (transfer none) (nullable) */
ParlorConversation *parlor_client_find_conversation (ParlorClient *self,
                                                     const char   *name_or_id);
/* By name, with or without @. (transfer none) (nullable) */
ParlorAccount *parlor_client_find_account (ParlorClient *self,
                                           const char   *name);

/* Begins to fetch what @attachment names, in the background; its properties
 * tell how it goes.  Nothing happens if it is here or on its way. */
void parlor_client_fetch (ParlorClient     *self,
                          ParlorAttachment *attachment);
void parlor_client_cancel_fetch (ParlorClient     *self,
                                 ParlorAttachment *attachment);

/* Whether all that was written is acknowledged. */
gboolean parlor_client_is_outbox_empty (ParlorClient *self);

G_END_DECLS
