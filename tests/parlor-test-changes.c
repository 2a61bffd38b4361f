/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-changes"

#include "parlor-test-changes.h"

#include "parlor-test-people.h"

#include <sqlite3.h>
#include <string.h>

/**
 * parlor_test_change:
 * @self: a connection that is signed in
 * @type: a request about a message, which is to be answered by ok
 * @conversation: where the message is
 * @seq: which
 * @member: (nullable): another member of the request
 * @value: (nullable): what it says
 */
void
parlor_test_change (ParlorTestPeer  *self,
                    ParlorPacketType type,
                    const char      *conversation,
                    gint64           seq,
                    const char      *member,
                    const char      *value)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, seq);

  parlor_test_peer_ask (self, PARLOR_PACKET_OK, type, "conversation", conversation, "seq", number,
                        member, value, NULL);
}

/**
 * parlor_test_cannot_change:
 * @self: a connection that is signed in
 * @code: the code of the error that has to answer
 * @field: (nullable): the member that it has to name
 * @type: a request about a message
 * @conversation: where the message is
 * @seq: which
 * @member: (nullable): another member of the request
 * @value: (nullable): what it says
 *
 * Returns: (transfer none): the error
 */
ParlorErrorPacket *
parlor_test_cannot_change (ParlorTestPeer  *self,
                           const char      *code,
                           const char      *field,
                           ParlorPacketType type,
                           const char      *conversation,
                           gint64           seq,
                           const char      *member,
                           const char      *value)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, seq);

  return parlor_test_peer_refused (self, code, field, type, "conversation", conversation,
                                   "seq", number, member, value, NULL);
}

/**
 * parlor_test_read:
 * @self: a connection that is signed in
 * @conversation: id of a conversation
 * @seq: an event of it
 *
 * Returns: (transfer none): the event as it is now
 */
ParlorEventPacket *
parlor_test_read (ParlorTestPeer *self,
                  const char     *conversation,
                  gint64          seq)
{
  ParlorHistoryPagePacket *page = parlor_test_history (self, conversation, seq + 1, 0, 1);

  g_assert_cmpuint (page->events->len, ==, 1);
  g_assert_cmpint (((ParlorEventPacket *) page->events->pdata[0])->seq, ==, seq);

  return page->events->pdata[0];
}

/**
 * parlor_test_look:
 * @self: a connection that is signed in
 * @conversation: id of a conversation that its account is in
 *
 * Returns: (transfer none): the conversation, as somebody sees it who comes back
 */
ParlorConversationPacket *
parlor_test_look (ParlorTestPeer *self,
                  const char     *conversation)
{
  ParlorConversationPacket *found;

  parlor_test_peer_forget (self);
  parlor_test_resume (self);
  do
    found = parlor_test_peer_take (self, PARLOR_PACKET_CONVERSATION);
  while (found != NULL && !g_str_equal (found->conversation, conversation));
  g_assert_nonnull (found);

  return found;
}

/**
 * parlor_test_reactions:
 * @message: a message
 *
 * Returns: (transfer full): what it was reacted to with, such as "👍2* 🎉1": how
 *   often, and whether the asker is among them
 */
char *
parlor_test_reactions (ParlorEventPacket *message)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; message->reactions != NULL && i < message->reactions->len; i++) {
    ParlorReactionPacket *reaction = message->reactions->pdata[i];

    g_string_append_printf (text, "%s%s%d%s", i > 0 ? " " : "", reaction->emoji,
                            (int) reaction->count, reaction->mine ? "*" : "");
  }

  return g_string_free (text, FALSE);
}

static int
take_int (gpointer user_data,
          int      n_columns,
          char   **values,
          char   **names)
{
  *(gint64 *) user_data = values[0] != NULL ? g_ascii_strtoll (values[0], NULL, 10) : 0;

  return 0;
}

/**
 * parlor_test_sql_int:
 * @server: a server, running or not
 * @sql: statements
 *
 * Returns: the first column of the last row
 */
gint64
parlor_test_sql_int (ParlorTestServer *server,
                     const char       *sql)
{
  g_autofree char *path =
    g_build_filename (parlor_test_server_get_folder (server), "parlor.db", NULL);
  sqlite3 *db = NULL;
  gint64   number = 0;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, PARLOR_TEST_PATIENCE_MS);
  if (sqlite3_exec (db, sql, take_int, &number, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  sqlite3_close (db);

  return number;
}

/**
 * parlor_test_sql:
 * @server: a server, running or not
 * @sql: statements
 *
 * Has the database say what takes a long time to come true otherwise.
 */
void
parlor_test_sql (ParlorTestServer *server,
                 const char       *sql)
{
  parlor_test_sql_int (server, sql);
}

/**
 * parlor_test_await_sql:
 * @peer: a connection with the server
 * @sql: a query
 * @number: what it is to give
 *
 * Waits until the server has come so far.
 */
void
parlor_test_await_sql (ParlorTestPeer *peer,
                       const char     *sql,
                       gint64          number)
{
  gint64 end_us = g_get_monotonic_time () + PARLOR_TEST_PATIENCE_MS * 1000;

  while (parlor_test_sql_int (peer->server, sql) != number) {
    if (g_get_monotonic_time () > end_us)
      g_error ("Waited in vain for %s to be %" G_GINT64_FORMAT, sql, number);
    parlor_test_peer_settle (peer);
  }
}

static gboolean
folder_keeps (const char *folder,
              const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *content = NULL;
    gsize            size_bytes = 0;

    if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
      if (folder_keeps (path, text))
        return TRUE;
    } else if (g_file_get_contents (path, &content, &size_bytes, NULL) &&
               memmem (content, size_bytes, text, strlen (text)) != NULL) {
      return TRUE;
    }
  }

  return FALSE;
}

/**
 * parlor_test_keeps:
 * @server: a server
 * @text: what somebody wrote
 *
 * Returns: whether @text is in any file of the server's data folder
 */
gboolean
parlor_test_keeps (ParlorTestServer *server,
                   const char       *text)
{
  return folder_keeps (parlor_test_server_get_folder (server), text);
}
