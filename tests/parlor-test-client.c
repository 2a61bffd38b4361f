/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-test-client.h"

#include <glib/gstdio.h>

#define PASSWORD "correct horse"

static gboolean
on_patience_over (gpointer user_data)
{
  g_error ("What the test waits for does not come");

  return G_SOURCE_REMOVE;
}

/**
 * parlor_test_wait:
 * @condition: what to wait for
 * @user_data: for @condition
 *
 * Turns the main loop until @condition holds; the test fails if that takes
 * longer than %PARLOR_TEST_PATIENCE_MS.
 */
void
parlor_test_wait (ParlorTestCondition condition,
                  gpointer            user_data)
{
  guint patience = g_timeout_add (PARLOR_TEST_PATIENCE_MS, on_patience_over, NULL);

  while (!condition (user_data))
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (patience);
}

static gboolean
is_set (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
on_event_applied (ParlorClient       *client,
                  ParlorConversation *conversation,
                  ParlorMessage      *message,
                  gpointer            user_data)
{
  ParlorTestClient *self = user_data;

  g_ptr_array_add (self->applied, g_object_ref (message));
}

/**
 * parlor_test_client_open:
 * @self: a client that is closed
 *
 * Makes the client on its folder, as when the program starts.
 */
void
parlor_test_client_open (ParlorTestClient *self)
{
  g_autoptr (GError) error = NULL;

  self->client = parlor_client_new (self->folder, self->secrets, &error);
  g_assert_no_error (error);
  g_signal_connect (self->client, "event-applied", G_CALLBACK (on_event_applied), self);
}

/**
 * parlor_test_client_close:
 * @self: a client
 *
 * Closes the client, as when the program ends, and asserts that nothing holds
 * on to it.
 */
void
parlor_test_client_close (ParlorTestClient *self)
{
  if (self->client == NULL)
    return;

  g_ptr_array_set_size (self->applied, 0);
  parlor_client_close (self->client);

  /* What was under way hears of it in the main loop. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->client);
  self->client = NULL;
}

/**
 * parlor_test_client_new:
 *
 * Returns: (transfer full): a client that knows no server
 */
ParlorTestClient *
parlor_test_client_new (void)
{
  ParlorTestClient  *self = g_new0 (ParlorTestClient, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("parlor-client-XXXXXX", &error);
  g_assert_no_error (error);
  self->secrets = parlor_secrets_new (PARLOR_SECRETS_MEMORY, NULL);
  self->applied = g_ptr_array_new_with_free_func (g_object_unref);
  parlor_test_client_open (self);

  return self;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char      *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR))
      remove_folder (child);
    else
      g_unlink (child);
  }
  g_rmdir (path);
}

void
parlor_test_client_free (ParlorTestClient *self)
{
  parlor_test_client_close (self);
  g_ptr_array_unref (self->applied);
  g_object_unref (self->secrets);
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self);
}

/**
 * parlor_test_link:
 * @server: a server that runs
 *
 * Returns: (transfer full): where it is and what its certificate is
 */
ParlorLinkUri *
parlor_test_link (ParlorTestServer *server)
{
  ParlorLinkUri *link = g_new0 (ParlorLinkUri, 1);

  link->host = g_strdup ("127.0.0.1");
  link->port = parlor_test_server_get_port (server);
  link->fingerprint = g_strdup (parlor_test_server_get_fingerprint (server));

  return link;
}

gboolean
parlor_test_client_sign_in (ParlorTestClient    *self,
                            const ParlorLinkUri *server,
                            const char          *name,
                            const char          *password,
                            ParlorSignInMode     mode,
                            GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  parlor_client_sign_in_async (self->client, server, name, password, mode, NULL, on_ready, &result);
  parlor_test_wait (is_set, &result);

  return parlor_client_sign_in_finish (self->client, result, error);
}

/**
 * parlor_test_client_register:
 * @self: a client that knows no server
 * @server: a server that runs
 * @name: name of the account to make
 *
 * Makes an account, with the password that all have.
 */
void
parlor_test_client_register (ParlorTestClient *self,
                             ParlorTestServer *server,
                             const char       *name)
{
  g_autoptr (ParlorLinkUri) link = parlor_test_link (server);
  g_autoptr (GError)        error = NULL;

  parlor_test_client_sign_in (self, link, name, PASSWORD, PARLOR_SIGN_IN_REGISTER, &error);
  g_assert_no_error (error);
}

/**
 * parlor_test_client_restart:
 * @self: a client that remembers its account
 *
 * Ends the program and starts it again, as far as the core is concerned.
 */
void
parlor_test_client_restart (ParlorTestClient *self)
{
  parlor_test_client_close (self);
  parlor_test_client_open (self);
  g_assert_true (parlor_client_has_account (self->client));
  parlor_client_start (self->client);
}

typedef struct
{
  ParlorTestClient *client;
  ParlorLinkState   state;
} StateWait;

static gboolean
is_in_state (gpointer user_data)
{
  StateWait *wait = user_data;

  return parlor_client_get_state (wait->client->client) == wait->state;
}

void
parlor_test_client_wait_state (ParlorTestClient *self,
                               ParlorLinkState   state)
{
  parlor_test_wait (is_in_state, &(StateWait){ self, state });
}

static gboolean
is_all_sent (gpointer user_data)
{
  return parlor_client_is_outbox_empty (((ParlorTestClient *) user_data)->client);
}

void
parlor_test_client_wait_sent (ParlorTestClient *self)
{
  parlor_test_wait (is_all_sent, self);
}

/**
 * parlor_test_client_enter:
 * @self: a client that is online
 * @kind: what to create, or %PARLOR_CONVERSATION_UNKNOWN to join
 * @name: of the channel or group
 * @password: (nullable): of the group
 * @error: return location for an error
 *
 * Returns: (transfer none) (nullable): the conversation
 */
ParlorConversation *
parlor_test_client_enter (ParlorTestClient      *self,
                          ParlorConversationKind kind,
                          const char            *name,
                          const char            *password,
                          GError               **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (kind == PARLOR_CONVERSATION_UNKNOWN)
    parlor_client_join_async (self->client, name, password, NULL, on_ready, &result);
  else
    parlor_client_create_async (self->client, kind, name, password, NULL, on_ready, &result);
  parlor_test_wait (is_set, &result);

  return parlor_client_enter_finish (self->client, result, error);
}

typedef struct
{
  ParlorTestClient   *client;
  const char         *name;
  ParlorConversation *conversation;
  const char         *text;
} FindWait;

static gboolean
is_found (gpointer user_data)
{
  FindWait *wait = user_data;

  return parlor_client_find_conversation (wait->client->client, wait->name) != NULL;
}

/**
 * parlor_test_client_find:
 * @self: a client
 * @name: id or name of a conversation
 *
 * Waits until @self knows of the conversation.
 *
 * Returns: (transfer none): the conversation
 */
ParlorConversation *
parlor_test_client_find (ParlorTestClient *self,
                         const char       *name)
{
  parlor_test_wait (is_found, &(FindWait){ self, name });

  return parlor_client_find_conversation (self->client, name);
}

/**
 * parlor_test_client_count_text:
 * @self: a client
 * @conversation: one of its conversations
 * @text: what was written
 *
 * Returns: how many messages that are sent say @text in the timeline
 */
guint
parlor_test_client_count_text (ParlorTestClient   *self,
                               ParlorConversation *conversation,
                               const char         *text)
{
  GListModel *timeline = G_LIST_MODEL (parlor_conversation_get_timeline (conversation));
  guint       n_found = 0;

  for (guint i = 0; i < g_list_model_get_n_items (timeline); i++) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (timeline, i);

    n_found += g_strcmp0 (parlor_message_get_text (message), text) == 0 &&
               parlor_message_get_delivery (message) == PARLOR_DELIVERY_SENT;
  }

  return n_found;
}

static gboolean
has_text (gpointer user_data)
{
  FindWait *wait = user_data;

  return parlor_test_client_count_text (wait->client, wait->conversation, wait->text) > 0;
}

void
parlor_test_client_wait_text (ParlorTestClient   *self,
                              ParlorConversation *conversation,
                              const char         *text)
{
  parlor_test_wait (has_text, &(FindWait){ self, NULL, conversation, text });
}

/**
 * parlor_test_client_load_members:
 * @self: a client that is online
 * @conversation: one of its conversations
 *
 * Returns: (transfer full): who is in it
 */
GListModel *
parlor_test_client_load_members (ParlorTestClient   *self,
                                 ParlorConversation *conversation)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError)       error = NULL;
  GListModel              *members;

  parlor_conversation_load_members_async (conversation, NULL, on_ready, &result);
  parlor_test_wait (is_set, &result);
  members = parlor_conversation_load_members_finish (conversation, result, &error);
  g_assert_no_error (error);

  return members;
}

/**
 * parlor_test_client_request:
 * @self: a client that is online
 * @type: the type of @packet
 * @packet: (transfer full): a request
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the answer, of whatever type it is
 */
gpointer
parlor_test_client_request (ParlorTestClient *self,
                            ParlorPacketType  type,
                            gpointer          packet,
                            GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ParlorPacketType         ignored;

  parlor_client_request_async (self->client, type, packet, NULL, on_ready, &result);
  parlor_test_wait (is_set, &result);

  return parlor_client_request_finish (self->client, result, &ignored, error);
}

/**
 * parlor_test_client_send_file:
 * @self: a client
 * @conversation: where to
 * @file: name of one of the pictures in tests/media
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the pending message
 */
ParlorMessage *
parlor_test_client_send_file (ParlorTestClient   *self,
                              ParlorConversation *conversation,
                              const char         *file,
                              GError            **error)
{
  g_autofree char         *path = g_test_build_filename (G_TEST_DIST, "media", file, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes)       content = NULL;
  g_autoptr (GError)       failure = NULL;
  char                    *data;
  gsize                    size;

  g_file_get_contents (path, &data, &size, &failure);
  g_assert_no_error (failure);
  content = g_bytes_new_take (data, size);

  parlor_conversation_send_file_async (conversation, content, file, &(ParlorMessageBody){ 0 }, NULL,
                                       on_ready, &result);
  parlor_test_wait (is_set, &result);

  return parlor_conversation_send_file_finish (conversation, result, error);
}

/**
 * parlor_test_get_message:
 * @conversation: a conversation
 * @position: a position in its timeline
 *
 * Returns: (transfer none): the message there
 */
ParlorMessage *
parlor_test_get_message (ParlorConversation *conversation,
                         guint               position)
{
  ParlorTimeline           *timeline = parlor_conversation_get_timeline (conversation);
  g_autoptr (ParlorMessage) message = g_list_model_get_item (G_LIST_MODEL (timeline), position);

  g_assert_nonnull (message);

  return message;
}

/**
 * parlor_test_count_messages:
 * @conversation: a conversation
 *
 * Returns: how many items its timeline has
 */
guint
parlor_test_count_messages (ParlorConversation *conversation)
{
  return g_list_model_get_n_items (
    G_LIST_MODEL (parlor_conversation_get_timeline (conversation)));
}

/**
 * parlor_test_say:
 * @conversation: where to
 * @text: what to write; it must be possible
 */
void
parlor_test_say (ParlorConversation *conversation,
                 const char         *text)
{
  g_autoptr (GError) error = NULL;

  parlor_conversation_send_text (conversation, text, &error);
  g_assert_no_error (error);
}
