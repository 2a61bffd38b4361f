/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages of conversations' logs, as far as the cache has them.  However long a log
 * is, the index leads to the page. */

#define G_LOG_DOMAIN "parlor-cache"

#include "parlor-cache-private.h"

/* Events that follow one another. */
typedef struct
{
  ParlorCachePage *page;
  gint64           seq; /* they have to have this one */
  gboolean         is_ended;
} Run;

static gint64
get_seq (GPtrArray *events,
         guint      position)
{
  return ((const ParlorEventPacket *) events->pdata[position])->seq;
}

/* What lies before a hole is forgotten, unless it is what is wanted: then what
 * lies behind it is. */
static void
read_event (sqlite3_stmt *row,
            gpointer      user_data)
{
  Run               *run = user_data;
  GPtrArray         *events = run->page->events;
  const gint64       seq = sqlite3_column_int64 (row, 0);
  g_autoptr (GBytes) frame = NULL;
  ParlorEventPacket *event;

  if (run->is_ended)
    return;

  frame = parlor_sql_get_bytes (row, 1);
  event = parlor_cache_decode (frame, PARLOR_PACKET_EVENT);
  if (event == NULL || (events->len > 0 && get_seq (events, events->len - 1) != seq - 1)) {
    run->is_ended = events->len > 0 && get_seq (events, events->len - 1) >= run->seq;
    if (!run->is_ended)
      g_ptr_array_set_size (events, 0);
  }

  if (event != NULL && !run->is_ended)
    g_ptr_array_add (events, event);
  else
    parlor_packet_free (PARLOR_PACKET_EVENT, event);
}

/* Reads what follows one another from @from to @to and has @seq in it. */
static gboolean
read_run (sqlite3         *db,
          ParlorCachePage *page,
          gint64           from,
          gint64           to,
          gint64           seq,
          GError         **error)
{
  Run        run = { page, seq, FALSE };
  GPtrArray *events = page->events;

  if (!parlor_sql_query (db, read_event, &run, error,
                         "SELECT seq, packet FROM events WHERE conversation = ?1"
                         "  AND seq BETWEEN ?2 AND ?3 ORDER BY seq",
                         "sii", page->conversation, from, to))
    return FALSE;

  if (events->len > 0 &&
      (get_seq (events, 0) > seq || get_seq (events, events->len - 1) < seq))
    g_ptr_array_set_size (events, 0);

  return TRUE;
}

static void
read_extent (sqlite3_stmt *row,
             gpointer      user_data)
{
  gint64 *extent = user_data;

  extent[0] = sqlite3_column_int64 (row, 0);
  extent[1] = sqlite3_column_int64 (row, 1);
}

typedef struct
{
  gint64 seq;
  gint64 time_ms;
} Probe;

static void
read_probe (sqlite3_stmt *row,
            gpointer      user_data)
{
  Probe             *probe = user_data;
  g_autoptr (GBytes) frame = parlor_sql_get_bytes (row, 1);
  ParlorEventPacket *event = parlor_cache_decode (frame, PARLOR_PACKET_EVENT);

  probe->seq = sqlite3_column_int64 (row, 0);
  probe->time_ms = event != NULL ? event->time_ms : 0;
  parlor_packet_free (PARLOR_PACKET_EVENT, event);
}

/* Finds the first event that is not older than @time_ms, else the last one: times
 * ascend with seq. */
static gboolean
find_time (sqlite3    *db,
           const char *conversation,
           gint64      time_ms,
           gint64     *ret_seq,
           GError    **error)
{
  gint64 extent[2] = { 0, 0 };

  if (!parlor_sql_query (db, read_extent, extent, error,
                         "SELECT (SELECT min (seq) FROM events WHERE conversation = ?1),"
                         "  (SELECT max (seq) FROM events WHERE conversation = ?1)",
                         "s", conversation))
    return FALSE;

  while (extent[0] < extent[1]) {
    const gint64 middle = extent[0] + (extent[1] - extent[0]) / 2;
    Probe        probe = { 0, 0 };

    if (!parlor_sql_query (db, read_probe, &probe, error,
                           "SELECT seq, packet FROM events WHERE conversation = ?1 AND seq <= ?2"
                           "  ORDER BY seq DESC LIMIT 1",
                           "si", conversation, middle))
      return FALSE;
    if (probe.time_ms < time_ms)
      extent[0] = middle + 1;
    else
      extent[1] = MIN (middle, probe.seq);
  }
  *ret_seq = extent[1];

  return TRUE;
}

static gboolean
load_page (sqlite3 *db,
           gpointer data,
           GError **error)
{
  ParlorCachePage *page = data;
  const gint64     n_half = page->n_max / 2;
  gint64           seq = page->value;
  gint64           from = seq;
  gint64           to = seq;

  if (page->place == PARLOR_LOG_AT && !find_time (db, page->conversation, seq, &seq, error))
    return FALSE;

  if (page->place == PARLOR_LOG_BEFORE) {
    seq--;
    from = seq - page->n_max + 1;
    to = seq;
  } else if (page->place == PARLOR_LOG_FROM) {
    to = seq + page->n_max - 1;
  } else {
    from = seq - n_half;
    to = seq + n_half;
  }

  return read_run (db, page, from, to, seq, error) && parlor_cache_apply_changes (db, page, error);
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
 * @place: which events
 * @value: a seq or a time, as @place has it
 * @n_max: how many at most
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Looks for events.
 */
void
parlor_cache_load_page_async (ParlorCache        *self,
                              const char         *conversation,
                              ParlorLogPlace      place,
                              gint64              value,
                              guint               n_max,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  ParlorCachePage *page = g_new0 (ParlorCachePage, 1);

  g_return_if_fail (PARLOR_IS_CACHE (self));

  *page = (ParlorCachePage){ g_strdup (conversation), place, value, n_max,
                             parlor_cache_new_events (), 0 };
  parlor_cache_run_async (self, PARLOR_CACHE_SOON, load_page, page, page_free, callback, user_data);
}

/**
 * parlor_cache_load_page_finish:
 * @self: the cache
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type ParlorEventPacket): events
 *   without a hole, ascending, where they were asked for; empty if they are not
 *   here
 */
GPtrArray *
parlor_cache_load_page_finish (ParlorCache  *self,
                               GAsyncResult *result,
                               GError      **error)
{
  ParlorCachePage *page = parlor_cache_run_finish (self, result, error);

  return page != NULL ? g_steal_pointer (&page->events) : NULL;
}
