/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-people"

#include "parlor-test-people.h"

#include "parlor-names.h"

#include <arpa/inet.h>

/**
 * parlor_test_password_of:
 * @name: the name of an account
 *
 * Returns: (transfer full): the password that tests give it
 */
char *
parlor_test_password_of (const char *name)
{
  return g_strconcat ("password of ", name, NULL);
}

static void
remember (ParlorTestPeer       *self,
          ParlorSignedInPacket *signed_in)
{
  ParlorAccountPacket *account = signed_in->account;

  g_free (self->name);
  self->account = account->account;
  self->name = g_strdup (account->name);
  if (signed_in->token != NULL) {
    g_free (self->token);
    self->token = g_strdup (signed_in->token);
  }
}

/**
 * parlor_test_register:
 * @self: a connection
 * @name: the name of the account to make
 * @invite: (nullable): the token of an invitation
 */
void
parlor_test_register (ParlorTestPeer *self,
                      const char     *name,
                      const char     *invite)
{
  g_autofree char *password = parlor_test_password_of (name);

  remember (self, parlor_test_peer_ask (self, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_REGISTER,
                                        "name", name, "password", password,
                                        "invite", invite, NULL));
  g_assert_nonnull (self->token);
}

/**
 * parlor_test_sign_in:
 * @self: a connection
 * @name: an account that parlor_test_register() made
 */
void
parlor_test_sign_in (ParlorTestPeer *self,
                     const char     *name)
{
  g_autofree char *password = parlor_test_password_of (name);

  remember (self, parlor_test_peer_ask (self, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_SIGN_IN,
                                        "name", name, "password", password, NULL));
}

/**
 * parlor_test_sign_in_with:
 * @self: a connection
 * @token: a device token
 */
void
parlor_test_sign_in_with (ParlorTestPeer *self,
                          const char     *token)
{
  remember (self, parlor_test_peer_ask (self, PARLOR_PACKET_SIGNED_IN,
                                        PARLOR_PACKET_SIGN_IN_TOKEN, "token", token, NULL));
}

/**
 * parlor_test_resume:
 * @self: a connection that is signed in
 *
 * Asks for everything, knowing nothing.
 *
 * Returns: (transfer none): the last packet of the answer
 */
ParlorResumedPacket *
parlor_test_resume (ParlorTestPeer *self)
{
  return parlor_test_resume_from (self, NULL, NULL, 0);
}

/**
 * parlor_test_resume_from:
 * @self: a connection that is signed in
 * @epoch: (nullable): the epoch that the cursor is of
 * @conversation: (nullable): the one conversation that is known
 * @seq: how far it is known
 *
 * Returns: (transfer none): the last packet of the answer; what came before it
 *   may be expected afterwards
 */
ParlorResumedPacket *
parlor_test_resume_from (ParlorTestPeer *self,
                         const char     *epoch,
                         const char     *conversation,
                         gint64          seq)
{
  g_autoptr (GPtrArray) cursors = g_ptr_array_new ();
  ParlorCursorPacket    cursor = { .conversation = (char *) conversation, .seq = seq };
  ParlorResumePacket    resume = { .epoch = (char *) epoch, .cursors = cursors };

  if (conversation != NULL)
    g_ptr_array_add (cursors, &cursor);

  parlor_test_peer_request (self, PARLOR_PACKET_RESUME, &resume);

  return parlor_test_peer_expect (self, PARLOR_PACKET_RESUMED);
}

/**
 * parlor_test_come_from:
 * @server: a server that runs on 127.0.0.1
 * @source: where to come from: an address of this machine, such as 127.0.0.2
 *
 * Returns: (transfer full): a connection over which both have said hello
 */
ParlorTestPeer *
parlor_test_come_from (ParlorTestServer *server,
                       const char       *source)
{
  struct sockaddr_in from = { .sin_family = AF_INET };
  struct sockaddr_in to = { .sin_family = AF_INET,
                            .sin_port = htons (parlor_test_server_get_port (server)),
                            .sin_addr = { htonl (INADDR_LOOPBACK) } };
  int                fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (inet_pton (AF_INET, source, &from.sin_addr), ==, 1);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &from, sizeof from), ==, 0);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &to, sizeof to), ==, 0);

  return parlor_test_peer_greet (parlor_test_peer_new_on (server, fd));
}

static ParlorTestPeer *
enter (ParlorTestServer *server,
       const char       *name,
       const char       *invite)
{
  ParlorTestPeer *self = parlor_test_peer_new (server);

  parlor_test_register (self, name, invite);
  parlor_test_resume (self);
  parlor_test_peer_forget (self);

  return self;
}

/**
 * parlor_test_enter:
 * @server: a server that runs
 * @name: the name of the account to make
 *
 * Returns: (transfer full): a connection of somebody new, who hears events
 */
ParlorTestPeer *
parlor_test_enter (ParlorTestServer *server,
                   const char       *name)
{
  return enter (server, name, NULL);
}

/**
 * parlor_test_enter_as_owner:
 * @server: a server that was just started for the first time
 * @name: the name of the account to make
 *
 * Returns: (transfer full): a connection of the server's owner
 */
ParlorTestPeer *
parlor_test_enter_as_owner (ParlorTestServer *server,
                            const char       *name)
{
  g_autoptr (ParlorLinkUri) link = parlor_test_server_read_owner_link (server);

  return enter (server, name, link->invite);
}

/**
 * parlor_test_enter_again:
 * @self: a connection that is signed in, or was
 *
 * Returns: (transfer full): another connection of the same account with the
 *   same token, signed in but not resumed
 */
ParlorTestPeer *
parlor_test_enter_again (ParlorTestPeer *self)
{
  ParlorTestPeer *again = parlor_test_peer_new (self->server);

  parlor_test_sign_in_with (again, self->token);
  g_assert_cmpint (again->account, ==, self->account);
  again->token = g_strdup (self->token);

  return again;
}

/**
 * parlor_test_create:
 * @self: a connection that hears events
 * @kind: `channel` or `group`
 * @name: what to call it
 * @password: (nullable): what joining takes
 *
 * Makes a conversation and hears of it.
 *
 * Returns: (transfer full): its id
 */
char *
parlor_test_create (ParlorTestPeer *self,
                    const char     *kind,
                    const char     *name,
                    const char     *password)
{
  ParlorConversationPacket *made = parlor_test_peer_ask (self, PARLOR_PACKET_CONVERSATION,
                                                         PARLOR_PACKET_CREATE, "kind", kind,
                                                         "name", name, "password", password, NULL);
  char                     *id = g_strdup (made->conversation);

  while (parlor_test_hear (self, id)->seq < made->head)
    ;

  return id;
}

/**
 * parlor_test_join:
 * @self: a connection that hears events
 * @conversation: id or name of a conversation
 * @password: (nullable): what joining takes
 *
 * Becomes a member and hears of it.
 */
void
parlor_test_join (ParlorTestPeer *self,
                  const char     *conversation,
                  const char     *password)
{
  ParlorConversationPacket *joined;

  joined = parlor_test_peer_ask (self, PARLOR_PACKET_CONVERSATION, PARLOR_PACKET_JOIN,
                                 "conversation", conversation, "password", password, NULL);
  while (parlor_test_hear (self, joined->conversation)->seq < joined->head)
    ;
}

/**
 * parlor_test_leave:
 * @self: a connection that hears events
 * @conversation: id of a conversation
 */
void
parlor_test_leave (ParlorTestPeer *self,
                   const char     *conversation)
{
  parlor_test_peer_ask (self, PARLOR_PACKET_OK, PARLOR_PACKET_LEAVE,
                        "conversation", conversation, NULL);
}

/**
 * parlor_test_say:
 * @self: a connection that is signed in
 * @conversation: id of a conversation
 * @text: what to write
 *
 * Writes a message and waits until it is acknowledged.
 *
 * Returns: its seq
 */
gint64
parlor_test_say (ParlorTestPeer *self,
                 const char     *conversation,
                 const char     *text)
{
  g_autofree char  *nonce = parlor_nonce_new ();
  ParlorSentPacket *sent = parlor_test_peer_ask (self, PARLOR_PACKET_SENT, PARLOR_PACKET_SEND,
                                                 "conversation", conversation, "nonce", nonce,
                                                 "text", text, NULL);

  g_assert_cmpstr (sent->conversation, ==, conversation);
  g_assert_cmpstr (sent->nonce, ==, nonce);
  g_assert_cmpint (sent->time_ms, >, G_GINT64_CONSTANT (1700000000000));

  return sent->seq;
}

/**
 * parlor_test_hear:
 * @self: a connection that hears events
 * @conversation: id of a conversation
 *
 * Waits for an event of @conversation; those of others are dropped.
 *
 * Returns: (transfer none): the next one
 */
ParlorEventPacket *
parlor_test_hear (ParlorTestPeer *self,
                  const char     *conversation)
{
  ParlorEventPacket *event;

  do
    event = parlor_test_peer_expect (self, PARLOR_PACKET_EVENT);
  while (!g_str_equal (event->conversation, conversation));

  return event;
}

/**
 * parlor_test_hear_text:
 * @self: a connection that hears events
 * @conversation: id of a conversation
 * @text: what was written there
 *
 * Waits for the next message of @conversation, which has to be @text.
 *
 * Returns: (transfer none): the event
 */
ParlorEventPacket *
parlor_test_hear_text (ParlorTestPeer *self,
                       const char     *conversation,
                       const char     *text)
{
  ParlorEventPacket *event;

  do
    event = parlor_test_hear (self, conversation);
  while (event->kind != PARLOR_EVENT_MESSAGE);
  g_assert_cmpstr (event->text, ==, text);

  return event;
}

/**
 * parlor_test_hear_nothing:
 * @self: a connection
 * @conversation: id of a conversation
 *
 * Makes sure that nothing came of @conversation that was not heard yet.
 */
void
parlor_test_hear_nothing (ParlorTestPeer *self,
                          const char     *conversation)
{
  ParlorEventPacket *event;

  parlor_test_peer_settle (self);
  while ((event = parlor_test_peer_take (self, PARLOR_PACKET_EVENT)) != NULL)
    g_assert_cmpstr (event->conversation, !=, conversation);
}

/**
 * parlor_test_history:
 * @self: a connection that is signed in
 * @conversation: id of a conversation
 * @before: only events before this seq, 0 to say nothing of it
 * @after: only events after this seq, 0 to say nothing of it
 * @limit: how many at most, 0 to say nothing of it
 *
 * Returns: (transfer none): the page
 */
ParlorHistoryPagePacket *
parlor_test_history (ParlorTestPeer *self,
                     const char     *conversation,
                     gint64          before,
                     gint64          after,
                     gint64          limit)
{
  ParlorHistoryPacket history = {
    .conversation = (char *) conversation,
    .before = before,
    .after = after,
    .limit = limit,
  };
  gint64 tag = parlor_test_peer_request (self, PARLOR_PACKET_HISTORY, &history);

  return parlor_test_peer_answer (self, tag, PARLOR_PACKET_HISTORY_PAGE);
}

/**
 * parlor_test_texts:
 * @events: events
 *
 * Returns: (transfer full): what the messages among @events say, in order,
 *   with spaces between
 */
char *
parlor_test_texts (GPtrArray *events)
{
  GString *texts = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++) {
    ParlorEventPacket *event = events->pdata[i];

    if (event->kind == PARLOR_EVENT_MESSAGE)
      g_string_append_printf (texts, texts->len > 0 ? " %s" : "%s", event->text);
  }

  return g_string_free (texts, FALSE);
}

/**
 * parlor_test_watch:
 * @self: a connection that has resumed
 * @accounts: whom to watch from now on
 * @n_accounts: how many
 */
void
parlor_test_watch (ParlorTestPeer *self,
                   const gint64   *accounts,
                   guint           n_accounts)
{
  g_autofree ParlorWhoPacket *whom = g_new0 (ParlorWhoPacket, n_accounts);
  g_autoptr (GPtrArray)       people = g_ptr_array_new ();
  ParlorWatchPacket           packet = { .people = people };
  gint64                      tag;

  for (guint i = 0; i < n_accounts; i++) {
    whom[i].account = accounts[i];
    g_ptr_array_add (people, &whom[i]);
  }
  tag = parlor_test_peer_request (self, PARLOR_PACKET_WATCH, &packet);
  parlor_test_peer_answer (self, tag, PARLOR_PACKET_OK);
}

/**
 * parlor_test_expect_presence:
 * @self: a connection that watches @account
 * @account: somebody
 * @presence: what to wait for
 *
 * Waits until @account is told to be @presence.
 *
 * Returns: (transfer none): what else is told
 */
ParlorAccountPacket *
parlor_test_expect_presence (ParlorTestPeer *self,
                             gint64          account,
                             ParlorPresence  presence)
{
  for (;;) {
    ParlorChangedPacket *changed = parlor_test_peer_expect (self, PARLOR_PACKET_CHANGED);

    for (guint i = 0; i < changed->people->len; i++) {
      ParlorAccountPacket *person = changed->people->pdata[i];

      if (person->account == account && person->presence == presence)
        return person;
    }
  }
}
