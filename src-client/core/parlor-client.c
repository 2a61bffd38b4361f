/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

struct _ParlorClient
{
  GObject parent_instance;

  GListStore *conversations;
  GListStore *people;
};

G_DEFINE_FINAL_TYPE (ParlorClient, parlor_client, G_TYPE_OBJECT)

enum { PROP_0,
       PROP_STATE,
       PROP_STATUS_TEXT,
       PROP_SELF,
       PROP_SERVER_NAME,
       PROP_HAS_ACCOUNT,
       PROP_OFFERED,
       PROP_PINNED,
       N_PROPS };

static void
parlor_client_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
}

static void
parlor_client_class_init (ParlorClientClass *klass)
{
  GObjectClass *c = G_OBJECT_CLASS (klass);
  c->get_property = parlor_client_get_property;
  g_object_class_install_property (c, PROP_STATE, g_param_spec_enum ("state", NULL, NULL, PARLOR_TYPE_LINK_STATE, 0, G_PARAM_READABLE));
  g_object_class_install_property (c, PROP_STATUS_TEXT, g_param_spec_string ("status-text", NULL, NULL, NULL, G_PARAM_READABLE));
  g_object_class_install_property (c, PROP_SELF, g_param_spec_object ("self", NULL, NULL, PARLOR_TYPE_ACCOUNT, G_PARAM_READABLE));
  g_object_class_install_property (c, PROP_SERVER_NAME, g_param_spec_string ("server-name", NULL, NULL, NULL, G_PARAM_READABLE));
  g_object_class_install_property (c, PROP_HAS_ACCOUNT, g_param_spec_boolean ("has-account", NULL, NULL, FALSE, G_PARAM_READABLE));
  g_object_class_install_property (c, PROP_OFFERED, g_param_spec_string ("offered-fingerprint", NULL, NULL, NULL, G_PARAM_READABLE));
  g_object_class_install_property (c, PROP_PINNED, g_param_spec_string ("pinned-fingerprint", NULL, NULL, NULL, G_PARAM_READABLE));
  g_signal_new ("signed-out", PARLOR_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new ("packet", PARLOR_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_POINTER);
  g_signal_new ("event-applied", PARLOR_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, PARLOR_TYPE_CONVERSATION, PARLOR_TYPE_MESSAGE);
}

static void
parlor_client_init (ParlorClient *self)
{
  self->conversations = g_list_store_new (PARLOR_TYPE_CONVERSATION);
  self->people = g_list_store_new (PARLOR_TYPE_ACCOUNT);
}

ParlorClient *
parlor_client_new (const char    *data_dir,
                   ParlorSecrets *secrets,
                   GError       **error)
{
  return g_object_new (PARLOR_TYPE_CLIENT, NULL);
}

void
parlor_client_close (ParlorClient *self)
{
}

ParlorLinkState
parlor_client_get_state (ParlorClient *self)
{
  return 0;
}

const char *
parlor_client_get_status_text (ParlorClient *self)
{
  return 0;
}

ParlorAccount *
parlor_client_get_self (ParlorClient *self)
{
  return 0;
}

gboolean
parlor_client_has_account (ParlorClient *self)
{
  return 0;
}

const char *
parlor_client_get_offered_fingerprint (ParlorClient *self)
{
  return 0;
}

const char *
parlor_client_get_pinned_fingerprint (ParlorClient *self)
{
  return 0;
}

GListModel *
parlor_client_get_conversations (ParlorClient *self)
{
  return G_LIST_MODEL (self->conversations);
}

GListModel *
parlor_client_get_people (ParlorClient *self)
{
  return G_LIST_MODEL (self->people);
}

void
parlor_client_sign_in_async (ParlorClient        *self,
                             const ParlorLinkUri *server,
                             const char          *name,
                             const char          *password,
                             ParlorSignInMode     mode,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_UNREACHABLE, "No link yet");
}

gboolean
parlor_client_sign_in_finish (ParlorClient *self,
                              GAsyncResult *result,
                              GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
parlor_client_start (ParlorClient *self)
{
}

void
parlor_client_reconnect (ParlorClient *self)
{
}

void
parlor_client_accept_certificate (ParlorClient *self)
{
}

void
parlor_client_sign_out_async (ParlorClient       *self,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_UNREACHABLE, "No link yet");
}

gboolean
parlor_client_sign_out_finish (ParlorClient *self,
                               GAsyncResult *result,
                               GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
parlor_client_request_async (ParlorClient       *self,
                             ParlorPacketType    type,
                             gpointer            packet,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_UNREACHABLE, "No link yet");
}

gpointer
parlor_client_request_finish (ParlorClient     *self,
                              GAsyncResult     *result,
                              ParlorPacketType *ret_type,
                              GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
parlor_client_create_async (ParlorClient          *self,
                            ParlorConversationKind kind,
                            const char            *name,
                            const char            *password,
                            GCancellable          *cancellable,
                            GAsyncReadyCallback    callback,
                            gpointer               user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_UNREACHABLE, "No link yet");
}

void
parlor_client_join_async (ParlorClient       *self,
                          const char         *name_or_id,
                          const char         *password,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_UNREACHABLE, "No link yet");
}

ParlorConversation *
parlor_client_enter_finish (ParlorClient *self,
                            GAsyncResult *result,
                            GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

ParlorConversation *
parlor_client_open_personal (ParlorClient  *self,
                             ParlorAccount *account)
{
  return 0;
}

ParlorConversation *
parlor_client_find_conversation (ParlorClient *self,
                                 const char   *name_or_id)
{
  return 0;
}

ParlorAccount *
parlor_client_find_account (ParlorClient *self,
                            const char   *name)
{
  return 0;
}

void
parlor_client_fetch (ParlorClient     *self,
                     ParlorAttachment *attachment)
{
}

void
parlor_client_cancel_fetch (ParlorClient     *self,
                            ParlorAttachment *attachment)
{
}

gboolean
parlor_client_is_outbox_empty (ParlorClient *self)
{
  return TRUE;
}

ParlorAccount *
parlor_client_ensure_account (ParlorClient              *self,
                              const ParlorAccountPacket *packet)
{
  return 0;
}

void
parlor_client_load_history (ParlorClient       *self,
                            ParlorConversation *conversation,
                            ParlorTimeline     *timeline,
                            gint64              before_seq,
                            guint               n_messages)
{
}

void
parlor_client_save_later (ParlorClient       *self,
                          ParlorConversation *conversation)
{
}

ParlorMessage *
parlor_client_queue_text (ParlorClient       *self,
                          ParlorConversation *conversation,
                          const char         *text,
                          GError            **error)
{
  return 0;
}

void
parlor_client_queue_file_async (ParlorClient       *self,
                                ParlorConversation *conversation,
                                GBytes             *content,
                                const char         *name,
                                const char         *caption,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_return_new_error (task, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_UNREACHABLE, "No link yet");
}

ParlorMessage *
parlor_client_queue_file_finish (ParlorClient *self,
                                 GAsyncResult *result,
                                 GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
parlor_client_retry (ParlorClient       *self,
                     ParlorConversation *conversation,
                     ParlorMessage      *message)
{
}

void
parlor_client_discard (ParlorClient       *self,
                       ParlorConversation *conversation,
                       ParlorMessage      *message)
{
}
