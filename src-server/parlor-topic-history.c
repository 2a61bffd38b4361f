/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the log, page by page. */

#define G_LOG_DOMAIN "parlor-topic-history"

#include "parlor-act.h"
#include "parlor-topics.h"

#define PAGE_DEFAULT_ITEMS 50

/* Which seqs a conversation has. */
typedef struct
{
  gint64 first;
  gint64 head;
} Extent;

static void
take_extent (const ParlorRow *row,
             gpointer         user_data)
{
  *(Extent *) user_data = (Extent){ parlor_row_int (row, 0), parlor_row_int (row, 1) };
}

static gboolean
read_extent (ParlorDb   *db,
             ParlorAct  *act,
             const char *conversation,
             Extent     *ret_extent,
             GError    **error)
{
  *ret_extent = (Extent){ 0 };
  if (!parlor_db_exec (db,
                       "SELECT c.first, c.head FROM conversations c "
                       "JOIN members m ON m.conversation = c.conversation AND m.account = $2 "
                       "WHERE c.conversation = $1",
                       PARLOR_PARAMS (parlor_text (conversation), parlor_int (act->author.account)),
                       take_extent, ret_extent, error))
    return FALSE;

  return ret_extent->first != 0 ||
         parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "conversation",
                        N_ ("There is no such conversation, or you are not in it."));
}

/* Finds the first event that is not older than @time_ms.  Times ascend with seq,
 * unless somebody has set the clock back: then an event near it is found. */
static gboolean
find_time (ParlorDb     *db,
           const char   *conversation,
           const Extent *extent,
           gint64        time_ms,
           gint64       *ret_seq,
           GError      **error)
{
  gint64 from = extent->first;
  gint64 to = extent->head + 1;

  while (from < to) {
    gint64 middle = from + (to - from) / 2;
    gint64 middle_ms = 0;

    if (!parlor_db_get_int (db, "SELECT time_ms FROM events WHERE conversation = $1 AND seq = $2",
                            PARLOR_PARAMS (parlor_text (conversation), parlor_int (middle)),
                            &middle_ms, error))
      return FALSE;
    if (middle_ms < time_ms)
      from = middle + 1;
    else
      to = middle;
  }
  *ret_seq = from;

  return TRUE;
}

/* Reads events on both sides of @seq, or of the last one if @seq is beyond it.  The
 * log has no holes: where one side has too few, the other gives more. */
static gboolean
read_around (ParlorDb                *db,
             ParlorAct               *act,
             const Extent            *extent,
             gint64                   seq,
             guint                    limit,
             ParlorHistoryPagePacket *page,
             GError                 **error)
{
  gint64             middle = MIN (seq, extent->head);
  gint64             from = MAX (middle - limit / 2, extent->first);
  gint64             to = MIN (from + limit - 1, extent->head);
  ParlorEventPacket *last;

  from = MAX (to - limit + 1, extent->first);
  if (!parlor_log_read_after (db, page->conversation, act->author.account, from - 1, limit,
                              page->events, error))
    return FALSE;

  parlor_log_fit_around (page->events, CLAMP (middle, from, MAX (to, from)) - from);
  last = page->events->len > 0 ? page->events->pdata[page->events->len - 1] : NULL;
  page->complete = last == NULL || last->seq == extent->head;

  return TRUE;
}

/* Reads in one direction; one more than is wanted, to see whether there is more. */
static gboolean
read_along (ParlorDb                *db,
            ParlorAct               *act,
            guint                    limit,
            ParlorHistoryPagePacket *page,
            GError                 **error)
{
  const ParlorHistoryPacket *packet = act->packet;
  gint64                     viewer = act->author.account;
  gint64                     before = packet->before > 0 ? packet->before : G_MAXINT64;
  gboolean                   is_read;

  if (packet->after > 0)
    is_read = parlor_log_read_after (db, page->conversation, viewer, packet->after, limit + 1,
                                     page->events, error);
  else
    is_read = parlor_log_read_before (db, page->conversation, viewer, before, limit + 1,
                                      page->events, error);

  page->complete = !parlor_log_fit_events (page->events, limit, packet->after > 0);

  return is_read;
}

static gboolean
history_work (ParlorAct *act,
              ParlorDb  *db,
              GError   **error)
{
  const ParlorHistoryPacket *packet = act->packet;
  guint                      limit = packet->limit > 0 ? packet->limit : PAGE_DEFAULT_ITEMS;
  gint64                     around = packet->around;
  ParlorHistoryPagePacket   *page = parlor_packet_new (PARLOR_PACKET_HISTORY_PAGE);
  Extent                     extent;

  act->answer = page;
  act->answer_type = PARLOR_PACKET_HISTORY_PAGE;
  page->conversation = g_strdup (packet->conversation);
  page->events = g_ptr_array_new ();
  if (!read_extent (db, act, packet->conversation, &extent, error))
    return FALSE;

  if (packet->at_ms > 0 &&
      !find_time (db, packet->conversation, &extent, packet->at_ms, &around, error))
    return FALSE;
  if (around > 0)
    return read_around (db, act, &extent, around, limit, page, error);

  return read_along (db, act, limit, page, error);
}

/**
 * parlor_on_history:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_history (ParlorRequest *request)
{
  const ParlorHistoryPacket *packet = request->packet;
  const struct
  {
    const char *field;
    gint64      value;
  } places[] = {
    { "before", packet->before },
    { "after", packet->after },
    { "around", packet->around },
    { "at_ms", packet->at_ms },
  };
  guint n_places = 0;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    n_places += places[i].value > 0;
    if (n_places > 1) {
      parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, places[i].field,
                                  N_ ("Of before, after, around and at_ms, say only one."));
      return;
    }
  }

  parlor_act_run (parlor_act_new (request), PARLOR_STORE_READ, history_work, NULL);
}
