/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations, what was said in them, and by whom. */

#define G_LOG_DOMAIN "parlor-cache"

#include "parlor-cache-private.h"

/* What is to be written of one conversation; packets as frames. */
typedef struct
{
  char      *conversation;
  GPtrArray *events; /* of EventRow */
  gint64     known_seq;
} EventsToAdd;

typedef struct
{
  gint64  seq;
  gint64  kind;
  gint64  author;
  GBytes *frame;
} EventRow;

static void
event_row_free (gpointer data)
{
  EventRow *row = data;

  g_bytes_unref (row->frame);
  g_free (row);
}

static void
events_to_add_free (gpointer data)
{
  EventsToAdd *adding = data;

  g_free (adding->conversation);
  g_ptr_array_unref (adding->events);
  g_free (adding);
}

static gboolean
add_events (sqlite3 *db,
            gpointer data,
            GError **error)
{
  EventsToAdd *adding = data;

  for (guint i = 0; i < adding->events->len; i++) {
    EventRow *row = adding->events->pdata[i];

    if (!parlor_sql_run (db, error,
                         "INSERT OR REPLACE INTO events (conversation, seq, kind, author, packet)"
                         "  VALUES (?1, ?2, ?3, ?4, ?5)",
                         "siiib", adding->conversation, row->seq, row->kind, row->author,
                         row->frame))
      return FALSE;
  }

  return parlor_sql_run (db, error,
                         "UPDATE conversations SET known_seq = max (known_seq, ?2) WHERE id = ?1",
                         "si", adding->conversation, adding->known_seq);
}

/**
 * parlor_cache_add_events:
 * @self: an open cache
 * @conversation: where they happened
 * @events: (element-type ParlorEventPacket): events to keep
 * @known_seq: the newest event that was applied, 0 if it is as before
 *
 * Keeps events; those that are there already do no harm.
 */
void
parlor_cache_add_events (ParlorCache *self,
                         const char  *conversation,
                         GPtrArray   *events,
                         gint64       known_seq)
{
  EventsToAdd *adding = g_new0 (EventsToAdd, 1);

  g_return_if_fail (PARLOR_IS_CACHE (self));

  adding->conversation = g_strdup (conversation);
  adding->known_seq = known_seq;
  adding->events = g_ptr_array_new_with_free_func (event_row_free);

  for (guint i = 0; i < events->len; i++) {
    const ParlorEventPacket   *event = events->pdata[i];
    const ParlorAccountPacket *author = event->author;
    EventRow                  *row = g_new (EventRow, 1);

    *row = (EventRow){ event->seq, event->kind, author->account,
                       parlor_packet_encode (PARLOR_PACKET_EVENT, event) };
    g_ptr_array_add (adding->events, row);
  }

  parlor_cache_write (self, add_events, adding, events_to_add_free);
}

typedef struct
{
  char   *id;
  GBytes *frame; /* or NULL */
  gint64  known_seq;
  gint64  read_seq;
  gint64  is_member;
  char   *draft;
} ConversationRow;

static void
conversation_row_free (gpointer data)
{
  ConversationRow *row = data;

  g_free (row->id);
  g_clear_pointer (&row->frame, g_bytes_unref);
  g_free (row->draft);
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
  ConversationRow *row = data;

  return parlor_sql_run (db, error,
                         "UPDATE conversations SET known_seq = ?2, read_seq = ?3, is_member = ?4,"
                         "  draft = ?5 WHERE id = ?1",
                         "siiis", row->id, row->known_seq, row->read_seq, row->is_member,
                         row->draft);
}

/**
 * parlor_cache_save_marks:
 * @self: an open cache
 * @conversation: one that was saved; its packet need only have the id
 *
 * Keeps how far a conversation is known and read, whether one is in it, and the
 * draft.
 */
void
parlor_cache_save_marks (ParlorCache                   *self,
                         const ParlorCacheConversation *conversation)
{
  ConversationRow *row = g_new0 (ConversationRow, 1);

  g_return_if_fail (PARLOR_IS_CACHE (self));

  row->id = g_strdup (conversation->packet->conversation);
  row->known_seq = conversation->known_seq;
  row->read_seq = conversation->read_seq;
  row->is_member = conversation->is_member;
  row->draft = g_strdup (conversation->draft);
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
         parlor_sql_run (db, error, "UPDATE conversations SET known_seq = 0, read_seq = 0", "");
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

static void
read_event (sqlite3_stmt *row,
            gpointer      user_data)
{
  ParlorCachePage   *page = user_data;
  g_autoptr (GBytes) frame = NULL;
  gint64             expected = page->before_seq - page->events->len - 1;
  ParlorEventPacket *event;

  /* Behind a hole is what the server has to be asked about. */
  if (sqlite3_column_int64 (row, 0) != expected)
    return;

  frame = parlor_sql_get_bytes (row, 1);
  event = parlor_cache_decode (frame, PARLOR_PACKET_EVENT);
  if (event != NULL)
    g_ptr_array_add (page->events, event);
}

static gboolean
load_page (sqlite3 *db,
           gpointer data,
           GError **error)
{
  ParlorCachePage *page = data;
  guint            n_events;

  if (!parlor_sql_query (db, read_event, page, error,
                         "SELECT seq, packet FROM events WHERE conversation = ?1 AND seq < ?2"
                         "  ORDER BY seq DESC LIMIT ?3",
                         "sii", page->conversation, page->before_seq, (gint64) page->n_max))
    return FALSE;

  n_events = page->events->len;
  for (guint i = 0; i < n_events / 2; i++) {
    gpointer event = page->events->pdata[i];

    page->events->pdata[i] = page->events->pdata[n_events - 1 - i];
    page->events->pdata[n_events - 1 - i] = event;
  }

  return TRUE;
}

static void
page_free (gpointer data)
{
  ParlorCachePage *page = data;

  g_free (page->conversation);
  g_clear_pointer (&page->events, g_ptr_array_unref);
  g_free (page);
}

/**
 * parlor_cache_load_page_async:
 * @self: an open cache
 * @conversation: of which
 * @before_seq: only events before this seq
 * @n_max: how many at most
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Looks for the events just before @before_seq.
 */
void
parlor_cache_load_page_async (ParlorCache        *self,
                              const char         *conversation,
                              gint64              before_seq,
                              guint               n_max,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  ParlorCachePage *page = g_new0 (ParlorCachePage, 1);

  g_return_if_fail (PARLOR_IS_CACHE (self));

  *page = (ParlorCachePage){ g_strdup (conversation), before_seq, n_max,
                             parlor_cache_new_events () };
  parlor_cache_run_async (self, PARLOR_CACHE_SOON, load_page, page, page_free, callback, user_data);
}

/**
 * parlor_cache_load_page_finish:
 * @self: the cache
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type ParlorEventPacket): events
 *   without a hole, ascending, the last one just before the seq asked about;
 *   empty if that one is not here
 */
GPtrArray *
parlor_cache_load_page_finish (ParlorCache  *self,
                               GAsyncResult *result,
                               GError      **error)
{
  ParlorCachePage *page = parlor_cache_run_finish (self, result, error);

  return page != NULL ? g_steal_pointer (&page->events) : NULL;
}
