/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was said: events of conversations' logs, which go into the cache as they
 * were told, and out of it as they are now. */

#define G_LOG_DOMAIN "parlor-cache"

#include "parlor-cache-private.h"

#include "parlor-change.h"
#include "parlor-file-store.h"

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
  gint64  changed;
  gint64  target;
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

/* Texts that are to go, with the event that they are in. */
typedef struct
{
  const char        *conversation;
  const char        *folder; /* that the cache is in */
  ParlorEventPacket *change;
  GPtrArray         *erased; /* of ParlorEventPacket */
} Erasing;

static void
read_erased (sqlite3_stmt *row,
             gpointer      user_data)
{
  Erasing           *erasing = user_data;
  g_autoptr (GBytes) frame = parlor_sql_get_bytes (row, 0);
  ParlorEventPacket *event = parlor_cache_decode (frame, PARLOR_PACKET_EVENT);
  g_autofree char   *attachment = NULL;

  if (event == NULL)
    return;

  if (event->attachment != NULL)
    attachment = g_strdup (((ParlorAttachmentPacket *) event->attachment)->attachment);
  if (event->kind == PARLOR_EVENT_EDIT)
    g_clear_pointer (&event->text, g_free);
  else
    parlor_change_apply (event, erasing->change, 0);
  if (attachment != NULL && event->attachment == NULL)
    parlor_file_store_remove (erasing->folder, attachment);
  g_ptr_array_add (erasing->erased, event);
}

/* A deleted message is not to stay on this disk either, nor what it said before
 * and after an edit, nor its file. */
static gboolean
erase (sqlite3    *db,
       const char *conversation,
       EventRow   *row,
       GError    **error)
{
  g_autoptr (GPtrArray) erased = parlor_cache_new_events ();
  ParlorEventPacket    *change = parlor_cache_decode (row->frame, PARLOR_PACKET_EVENT);
  g_autofree char      *folder = g_path_get_dirname (sqlite3_db_filename (db, "main"));
  Erasing               erasing = { conversation, folder, change, erased };
  gboolean              is_good = TRUE;

  if (change == NULL)
    return TRUE;

  if (row->kind == PARLOR_EVENT_DELETE)
    is_good = parlor_sql_query (db, read_erased, &erasing, error,
                                "SELECT packet FROM events WHERE conversation = ?1 AND seq = ?2"
                                "  UNION ALL SELECT packet FROM events"
                                "  WHERE conversation = ?1 AND target = ?2 AND kind = ?3",
                                "sii", conversation, row->target, (gint64) PARLOR_EVENT_EDIT);
  else
    is_good = parlor_sql_query (db, read_erased, &erasing, error,
                                "SELECT packet FROM events WHERE conversation = ?1 AND seq < ?2"
                                "  AND author = -?3 AND kind IN (?4, ?5)",
                                "siiii", conversation, row->seq, row->target,
                                (gint64) PARLOR_EVENT_MESSAGE, (gint64) PARLOR_EVENT_EDIT);
  parlor_packet_free (PARLOR_PACKET_EVENT, change);

  for (guint i = 0; is_good && i < erased->len; i++) {
    const ParlorEventPacket *event = erased->pdata[i];
    g_autoptr (GBytes)       frame = parlor_packet_encode (PARLOR_PACKET_EVENT, event);

    is_good = parlor_sql_run (db, error,
                              "UPDATE events SET packet = ?3, changed = ?4"
                              "  WHERE conversation = ?1 AND seq = ?2",
                              "sibi", conversation, event->seq, frame, event->changed);
  }

  return is_good;
}

static gboolean
add_event (sqlite3    *db,
           const char *conversation,
           EventRow   *row,
           GError    **error)
{
  /* What is told later, but was asked for earlier, may know less. */
  return parlor_sql_run (db, error,
                         "INSERT INTO events"
                         "  (conversation, seq, kind, author, packet, changed, target)"
                         "  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                         "  ON CONFLICT (conversation, seq) DO UPDATE"
                         "  SET packet = ?5, changed = ?6 WHERE ?6 >= changed",
                         "siiibii", conversation, row->seq, row->kind, row->author, row->frame,
                         row->changed, row->target) &&
         (row->kind == PARLOR_EVENT_DELETE || row->kind == PARLOR_EVENT_PURGE
            ? erase (db, conversation, row, error)
            : TRUE);
}

static gboolean
add_events (sqlite3 *db,
            gpointer data,
            GError **error)
{
  EventsToAdd *adding = data;

  for (guint i = 0; i < adding->events->len; i++)
    if (!add_event (db, adding->conversation, adding->events->pdata[i], error))
      return FALSE;

  return parlor_sql_run (db, error,
                         "UPDATE conversations SET known_seq = max (known_seq, ?2) WHERE id = ?1",
                         "si", adding->conversation, adding->known_seq);
}

static gint64
get_target (const ParlorEventPacket *event)
{
  const ParlorAccountPacket *member = event->member;

  if (!parlor_change_is (event->kind))
    return 0;

  return event->kind == PARLOR_EVENT_PURGE && member != NULL ? -member->account : event->target;
}

/**
 * parlor_cache_add_events:
 * @self: an open cache
 * @conversation: where they happened
 * @events: (element-type ParlorEventPacket): events to keep
 * @known_seq: the newest event that was applied, 0 if it is as before
 *
 * Keeps events; those that are there already do no harm.  Of a kind that this
 * release does not know nothing is kept: the next one is to ask for it.
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
    EventRow                  *row;

    if (event->kind == PARLOR_EVENT_UNKNOWN)
      continue;

    row = g_new (EventRow, 1);
    *row = (EventRow){ event->seq, event->kind, author->account, event->changed,
                       get_target (event), parlor_packet_encode (PARLOR_PACKET_EVENT, event) };
    g_ptr_array_add (adding->events, row);
  }

  parlor_cache_write (self, add_events, adding, events_to_add_free);
}

typedef struct
{
  char  *conversation;
  gint64 oldest_seq;
} Trimming;

static void
trimming_free (gpointer data)
{
  g_free (((Trimming *) data)->conversation);
  g_free (data);
}

static gboolean
trim_events (sqlite3 *db,
             gpointer data,
             GError **error)
{
  const Trimming *trimming = data;

  return parlor_sql_run (db, error, "DELETE FROM events WHERE conversation = ?1 AND seq < ?2",
                         "si", trimming->conversation, trimming->oldest_seq);
}

/**
 * parlor_cache_trim_events:
 * @self: an open cache
 * @conversation: of which
 * @oldest_seq: the oldest event that the log has
 *
 * Forgets what the server has removed.
 */
void
parlor_cache_trim_events (ParlorCache *self,
                          const char  *conversation,
                          gint64       oldest_seq)
{
  Trimming *trimming = g_new (Trimming, 1);

  g_return_if_fail (PARLOR_IS_CACHE (self));

  *trimming = (Trimming){ g_strdup (conversation), oldest_seq };
  parlor_cache_write (self, trim_events, trimming, trimming_free);
}

/* A page with the changes that go to it. */
static void
read_change (sqlite3_stmt *row,
             gpointer      user_data)
{
  ParlorCachePage   *page = user_data;
  g_autoptr (GBytes) frame = parlor_sql_get_bytes (row, 0);
  ParlorEventPacket *change = parlor_cache_decode (frame, PARLOR_PACKET_EVENT);

  for (guint i = 0; change != NULL && i < page->events->len; i++)
    parlor_change_apply (page->events->pdata[i], change, page->self_id);
  parlor_packet_free (PARLOR_PACKET_EVENT, change);
}

static void
read_number (sqlite3_stmt *row,
             gpointer      user_data)
{
  *(gint64 *) user_data = sqlite3_column_int64 (row, 0);
}

/**
 * parlor_cache_apply_changes:
 * @db: the database
 * @page: events, ascending
 * @error: return location for an error
 *
 * Brings messages up to date with what the cache has about them.  They are kept
 * as they were told and changed when they are read, in the order of the log,
 * since what changes them may come into the cache in any order.  Left to itself,
 * SQLite would go through all of the log to have it in order.
 *
 * Returns: whether it went well
 */
gboolean
parlor_cache_apply_changes (sqlite3         *db,
                            ParlorCachePage *page,
                            GError         **error)
{
  const ParlorEventPacket *first;
  const ParlorEventPacket *last;

  if (page->events->len == 0)
    return TRUE;

  first = page->events->pdata[0];
  last = page->events->pdata[page->events->len - 1];

  return parlor_sql_query (db, read_number, &page->self_id, error, "SELECT id FROM account", "") &&
         parlor_sql_query (
           db, read_change, page, error,
           "SELECT packet FROM"
           "  (SELECT packet, seq FROM events INDEXED BY changes"
           "    WHERE conversation = ?1 AND target BETWEEN ?2 AND ?3 AND target <> 0"
           "  UNION ALL SELECT packet, seq FROM events INDEXED BY changes"
           "    WHERE conversation = ?1 AND target < 0 AND target <> 0)"
           "  ORDER BY seq",
           "sii", page->conversation, first->seq, last->seq);
}
