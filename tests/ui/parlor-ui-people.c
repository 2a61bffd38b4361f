/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The people of a test, and what they say. */

#include "parlor-ui-test.h"

/**
 * parlor_ui_client_new:
 * @server: below whose folder the client keeps its own
 * @name: of that folder
 *
 * Returns: (transfer full): a client that is not signed in
 */
ParlorClient *
parlor_ui_client_new (ParlorTestServer *server,
                      const char       *name)
{
  g_autofree char          *parent = g_path_get_dirname (parlor_test_server_get_folder (server));
  g_autofree char          *folder = g_build_filename (parent, name, NULL);
  g_autoptr (ParlorSecrets) secrets = parlor_secrets_new (PARLOR_SECRETS_MEMORY, NULL);
  g_autoptr (GError)        error = NULL;
  ParlorClient             *client = parlor_client_new (folder, secrets, &error);

  g_assert_no_error (error);

  return client;
}

/**
 * parlor_ui_client_free:
 * @client: (transfer full): a client
 */
void
parlor_ui_client_free (ParlorClient *client)
{
  parlor_client_close (client);
  g_object_unref (client);
}

/**
 * parlor_ui_server_link:
 * @server: a server that runs
 *
 * Returns: (transfer full): the link to it
 */
char *
parlor_ui_server_link (ParlorTestServer *server)
{
  return g_strdup_printf ("parlor://127.0.0.1:%u/?fp=%s", parlor_test_server_get_port (server),
                          parlor_test_server_get_fingerprint (server));
}

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **ret_result = user_data;

  *ret_result = g_object_ref (result);
}

static void
set_nick (ParlorClient *client,
          const char   *nick)
{
  ParlorSetNickPacket     *packet = parlor_packet_new (PARLOR_PACKET_SET_NICK);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError)       error = NULL;
  ParlorPacketType         type;
  gpointer                 answer;

  packet->nick = g_strdup (nick);
  parlor_client_request_async (client, PARLOR_PACKET_SET_NICK, packet, NULL, on_ready, &result);
  parlor_ui_wait (result != NULL);
  answer = parlor_client_request_finish (client, result, &type, &error);
  g_assert_no_error (error);
  parlor_packet_free (type, answer);
}

/**
 * parlor_ui_enter:
 * @client: (transfer none): a client that is not signed in
 * @link: where to
 * @name: name of the account to make
 * @nick: (nullable): what to show, if not @name
 *
 * Signs in as somebody new.
 */
void
parlor_ui_enter (ParlorClient *client,
                 const char   *link,
                 const char   *name,
                 const char   *nick)
{
  g_autoptr (ParlorLinkUri) uri = parlor_link_uri_parse (link, NULL);
  g_autoptr (GAsyncResult)  result = NULL;
  g_autoptr (GError)        error = NULL;

  parlor_client_sign_in_async (client, uri, name, "correct horse", PARLOR_SIGN_IN_REGISTER, NULL,
                               on_ready, &result);
  parlor_ui_wait (result != NULL);
  parlor_client_sign_in_finish (client, result, &error);
  g_assert_no_error (error);
  if (nick != NULL)
    set_nick (client, nick);
}

/**
 * parlor_ui_person_new:
 * @server: a server that runs
 * @name: name of the account to make
 * @nick: (nullable): what to show, if not @name
 *
 * Returns: (transfer full): the client of somebody else, signed in
 */
ParlorClient *
parlor_ui_person_new (ParlorTestServer *server,
                      const char       *name,
                      const char       *nick)
{
  ParlorClient    *client = parlor_ui_client_new (server, name);
  g_autofree char *link = parlor_ui_server_link (server);

  parlor_ui_enter (client, link, name, nick);

  return client;
}

static ParlorConversation *
finish_entering (ParlorClient  *client,
                 GAsyncResult **result)
{
  g_autoptr (GError)  error = NULL;
  ParlorConversation *conversation;

  parlor_ui_wait (*result != NULL);
  conversation = parlor_client_enter_finish (client, *result, &error);
  g_assert_no_error (error);
  g_clear_object (result);

  return conversation;
}

/**
 * parlor_ui_create:
 * @client: who makes it
 * @kind: a channel or a group
 * @name: its name
 * @password: (nullable): what joining it takes
 *
 * Returns: (transfer none): the new conversation
 */
ParlorConversation *
parlor_ui_create (ParlorClient          *client,
                  ParlorConversationKind kind,
                  const char            *name,
                  const char            *password)
{
  GAsyncResult *result = NULL;

  parlor_client_create_async (client, kind, name, password, NULL, on_ready, &result);

  return finish_entering (client, &result);
}

/**
 * parlor_ui_join:
 * @client: who joins
 * @name: name of a channel or group
 * @password: (nullable): if it takes one
 *
 * Returns: (transfer none): the conversation
 */
ParlorConversation *
parlor_ui_join (ParlorClient *client,
                const char   *name,
                const char   *password)
{
  GAsyncResult *result = NULL;

  parlor_client_join_async (client, name, password, NULL, on_ready, &result);

  return finish_entering (client, &result);
}

/**
 * parlor_ui_chat:
 * @client: who begins
 * @name: with whom
 *
 * Returns: (transfer none): the personal chat
 */
ParlorConversation *
parlor_ui_chat (ParlorClient *client,
                const char   *name)
{
  parlor_ui_wait (parlor_client_find_account (client, name) != NULL);

  return parlor_client_open_personal (client, parlor_client_find_account (client, name));
}

static void
wait_until_sent (ParlorMessage *message)
{
  parlor_ui_wait (parlor_message_get_delivery (message) == PARLOR_DELIVERY_SENT);
}

/**
 * parlor_ui_say:
 * @conversation: where
 * @text: what
 *
 * Writes a message and waits until the server has it.
 */
void
parlor_ui_say (ParlorConversation *conversation,
               const char         *text)
{
  g_autoptr (GError) error = NULL;
  ParlorMessage     *message = parlor_conversation_send_text (conversation, text, &error);

  g_assert_no_error (error);
  wait_until_sent (message);
}

/**
 * parlor_ui_send_picture:
 * @conversation: where
 * @file_name: of a file in tests/media
 * @caption: (nullable): what to write below it
 *
 * Sends a picture and waits until the server has it.
 */
void
parlor_ui_send_picture (ParlorConversation *conversation,
                        const char         *file_name,
                        const char         *caption)
{
  g_autofree char         *path = g_test_build_filename (G_TEST_DIST, "media", file_name, NULL);
  g_autofree char         *content = NULL;
  g_autoptr (GBytes)       bytes = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError)       error = NULL;
  gsize                    size_bytes;
  ParlorMessage           *message;

  g_file_get_contents (path, &content, &size_bytes, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (g_steal_pointer (&content), size_bytes);
  parlor_conversation_send_file_async (conversation, bytes, file_name,
                                       &(ParlorMessageBody){ .text = caption }, NULL, on_ready,
                                       &result);
  parlor_ui_wait (result != NULL);
  message = parlor_conversation_send_file_finish (conversation, result, &error);
  g_assert_no_error (error);
  wait_until_sent (message);
}
