/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations and people. */

#define G_LOG_DOMAIN "parlor-cache"

#include "parlor-cache-private.h"

typedef struct
{
  char                   *id;
  GBytes                 *frame; /* or NULL */
  ParlorCacheConversation own;   /* all that is not in the packet */
} ConversationRow;

static void
conversation_row_free (gpointer data)
{
  ConversationRow *row = data;

  g_free (row->id);
  g_clear_pointer (&row->frame, g_bytes_unref);
  g_free (row->own.draft);
  g_free (row->own.draft_edit_text);
  g_free (row);
}

static gboolean
save_conversation (sqlite3 *db,
                   gpointer data,
                   GError **error)
{
  ConversationRow *row = data;

  return parlor_sql_run (db, error,
                         "INSERT INTO conversations (id, packet) VALUES (?1, ?2)"
                         "  ON CONFLICT (id) DO UPDATE SET packet = ?2",
                         "sb", row->id, row->frame);
}

/**
 * parlor_cache_save_conversation:
 * @self: an open cache
 * @packet: what the server told of it
 *
 * Keeps what describes a conversation.
 */
void
parlor_cache_save_conversation (ParlorCache                    *self,
                                const ParlorConversationPacket *packet)
{
  ConversationRow *row = g_new0 (ConversationRow, 1);

  g_return_if_fail (PARLOR_IS_CACHE (self));

  row->id = g_strdup (packet->conversation);
  row->frame = parlor_packet_encode (PARLOR_PACKET_CONVERSATION, packet);
  parlor_cache_write (self, save_conversation, row, conversation_row_free);
}

static gboolean
save_marks (sqlite3 *db,
            gpointer data,
            GError **error)
{
  ConversationRow               *row = data;
  const ParlorCacheConversation *own = &row->own;

  return parlor_sql_run (db, error,
                         "UPDATE conversations SET known_seq = ?2, read_seq = ?3, is_member = ?4,"
                         "  unread = ?5, mentions = ?6, counted_seq = ?7, is_read_told = ?8,"
                         "  draft = ?9, draft_reply_to = ?10, draft_edit_of = ?11,"
                         "  is_pinned = ?12, notifications_muted = ?13, draft_edit_text = ?14"
                         "  WHERE id = ?1",
                         "siiiiiiisiiiis", row->id, own->known_seq, own->read_seq,
                         (gint64) own->is_member, (gint64) own->n_unread,
                         (gint64) own->n_mentions, own->counted_seq, (gint64) own->is_read_told,
                         own->draft, own->draft_reply_to, own->draft_edit_of,
                         (gint64) own->is_pinned, (gint64) own->notifications_muted,
                         own->draft_edit_text);
}

/**
 * parlor_cache_save_marks:
 * @self: an open cache
 * @conversation: one that was saved; its packet need only have the id, and its
 *   last message is not looked at
 *
 * Keeps how far a conversation is known and read, what is not, whether one is in
 * it, and what one keeps for oneself.
 */
void
parlor_cache_save_marks (ParlorCache                   *self,
                         const ParlorCacheConversation *conversation)
{
  ConversationRow *row = g_new0 (ConversationRow, 1);

  g_return_if_fail (PARLOR_IS_CACHE (self));

  row->id = g_strdup (conversation->packet->conversation);
  row->own = *conversation;
  row->own.packet = NULL;
  row->own.last = NULL;
  row->own.draft = g_strdup (conversation->draft);
  row->own.draft_edit_text = g_strdup (conversation->draft_edit_text);
  parlor_cache_write (self, save_marks, row, conversation_row_free);
}

static gboolean
save_people (sqlite3 *db,
             gpointer data,
             GError **error)
{
  GPtrArray *people = data;

  for (guint i = 0; i < people->len; i++) {
    const ParlorAccountPacket *account = people->pdata[i];

    if (!parlor_sql_run (db, error,
                         "INSERT INTO people (id, name, nick) VALUES (?1, ?2, ?3)"
                         "  ON CONFLICT (id) DO UPDATE SET name = ?2, nick = ?3",
                         "iss", account->account, account->name, account->nick))
      return FALSE;
  }

  return TRUE;
}

/**
 * parlor_cache_save_people:
 * @self: an open cache
 * @people: (element-type ParlorAccountPacket): people and their nicks
 *
 * Keeps who people are; presence does not outlive the session.
 */
void
parlor_cache_save_people (ParlorCache     *self,
                          const GPtrArray *people)
{
  GPtrArray *copy = parlor_cache_new_people ();

  g_return_if_fail (PARLOR_IS_CACHE (self));

  for (guint i = 0; i < people->len; i++)
    g_ptr_array_add (copy, parlor_packet_copy (PARLOR_PACKET_ACCOUNT, people->pdata[i]));
  parlor_cache_write (self, save_people, copy, (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
save_epoch (sqlite3 *db,
            gpointer data,
            GError **error)
{
  return parlor_sql_run (db, error, "UPDATE account SET epoch = ?1", "s", data);
}

/**
 * parlor_cache_save_epoch:
 * @self: an open cache
 * @epoch: what the server's `resumed` told
 *
 * Remembers of which life of the server the cached events are.
 */
void
parlor_cache_save_epoch (ParlorCache *self,
                         const char  *epoch)
{
  g_return_if_fail (PARLOR_IS_CACHE (self));

  parlor_cache_write (self, save_epoch, g_strdup (epoch), g_free);
}

static gboolean
forget_events (sqlite3 *db,
               gpointer data,
               GError **error)
{
  return parlor_sql_run (db, error, "DELETE FROM events", "") &&
         parlor_sql_run (db, error,
                         "UPDATE conversations SET known_seq = 0, read_seq = 0, counted_seq = 0,"
                         "  unread = 0, mentions = 0, is_read_told = 1",
                         "");
}

/**
 * parlor_cache_forget_events:
 * @self: an open cache
 *
 * Forgets what was said, because the server was restored from a backup and may
 * give the same numbers to other events.
 */
void
parlor_cache_forget_events (ParlorCache *self)
{
  g_return_if_fail (PARLOR_IS_CACHE (self));

  parlor_cache_write (self, forget_events, NULL, NULL);
}
