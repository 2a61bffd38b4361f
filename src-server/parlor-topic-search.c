/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Searching messages. */

#define G_LOG_DOMAIN "parlor-topic-search"

#include "parlor-log.h"
#include "parlor-rights.h"
#include "parlor-search-index.h"
#include "parlor-search.h"
#include "parlor-topics.h"

#define PAGE_DEFAULT_ITEMS 20
/* How long the store is kept from other things at a time. */
#define STEP_US 10000
/* When a page is answered with what was found up to then. */
#define PAGE_US 400000

typedef struct
{
  ParlorRequest   *request;
  ParlorServerRole server_role;
  ParlorSearch    *search;
  guint            limit;
  gint64           end_us;
  gint64           end; /* id of the newest event when the search began; 0: not begun */
  gboolean         is_indexed;
  gboolean         is_resolved;
  gboolean         is_repaired;
  GPtrArray       *events;
  GArray          *ids; /* of the events */
  gint64           next;
} Asking;

static void
asking_free (Asking *asking)
{
  parlor_search_free (asking->search);
  parlor_events_free (asking->events);
  g_array_unref (asking->ids);
  g_free (asking);
}

static ParlorStore *
store_of (Asking *asking)
{
  return asking->request->session->services->store;
}

static void index_done (gpointer      data,
                        const GError *error);

static gboolean
repair_work (gpointer owner,
             gpointer data,
             GError **error)
{
  return parlor_search_start_again (owner, error);
}

/* A fault that is not the asker's is most likely the index's, which is then made
 * again, once. */
static void
refuse (Asking       *asking,
        const GError *error)
{
  if (asking->is_repaired || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED)) {
    parlor_request_refuse (asking->request, error);
    asking_free (asking);
    return;
  }

  asking->is_repaired = TRUE;
  asking->is_indexed = FALSE;
  parlor_store_run (store_of (asking), PARLOR_STORE_WRITE, repair_work, index_done, asking);
}

/* What came in after the search had begun is not waited for. */
static gboolean
index_work (gpointer owner,
            gpointer data,
            GError **error)
{
  Asking *asking = data;

  if (asking->end == 0 && !parlor_search_get_end (owner, &asking->end, error))
    return FALSE;

  return parlor_search_catch_up (owner, asking->end, STEP_US, &asking->is_indexed, error);
}

typedef struct
{
  char  *conversation;
  gint64 seq;
} Place;

static void
take_place (const ParlorRow *row,
            gpointer         user_data)
{
  Place *place = user_data;

  place->conversation = g_strdup (parlor_row_text (row, 0));
  place->seq = parlor_row_int (row, 1);
}

/* Reads a message that was found, unless since then it was deleted or the asker
 * has left. */
static gboolean
read_hit (Asking   *asking,
          ParlorDb *db,
          gint64    id,
          GError  **error)
{
  Place              place = { NULL, 0 };
  ParlorEventPacket *event = NULL;
  gboolean           is_read;

  if (!parlor_db_exec (db,
                       "SELECT e.conversation, e.seq FROM events e JOIN members m "
                       "ON m.conversation = e.conversation AND m.account = $2 "
                       "WHERE e.id = $1 AND e.is_deleted IS NULL",
                       PARLOR_PARAMS (parlor_int (id), parlor_int (asking->search->viewer)),
                       take_place, &place, error))
    return FALSE;
  if (place.conversation == NULL)
    return TRUE;

  is_read = parlor_log_read_event (db, place.conversation, asking->search->viewer, place.seq,
                                   &event, error);
  g_free (place.conversation);
  if (event != NULL) {
    g_ptr_array_add (asking->events, event);
    g_array_append_val (asking->ids, id);
  }

  return is_read;
}

/* One more than wanted was looked for, to see whether there is more. */
static gboolean
read_page (Asking   *asking,
           ParlorDb *db,
           GError  **error)
{
  const ParlorSearch *search = asking->search;

  for (guint i = 0; i < search->hits->len; i++)
    if (!read_hit (asking, db, g_array_index (search->hits, gint64, i), error))
      return FALSE;

  if (parlor_log_fit_events (asking->events, asking->limit, TRUE))
    asking->next = g_array_index (asking->ids, gint64, asking->events->len - 1);
  else if (search->before > 1)
    asking->next = search->before;

  return TRUE;
}

static gboolean
look_work (gpointer owner,
           gpointer data,
           GError **error)
{
  Asking        *asking = data;
  ParlorSearch  *search = asking->search;
  ParlorStanding standing;

  if (search->conversation != NULL &&
      !parlor_rights_need_member (owner, search->conversation, search->viewer, asking->server_role,
                                  &standing, error))
    return FALSE;
  if (!asking->is_resolved && !parlor_search_resolve (search, owner, error))
    return FALSE;
  asking->is_resolved = TRUE;

  if (!parlor_search_step (search, owner, STEP_US, error))
    return FALSE;
  search->is_done |= g_get_monotonic_time () >= asking->end_us;

  return !search->is_done || read_page (asking, owner, error);
}

static void
look_done (gpointer      data,
           const GError *error)
{
  Asking                *asking = data;
  g_autofree char       *next = NULL;
  ParlorSearchPagePacket page = { 0, asking->events, NULL };

  if (error != NULL) {
    refuse (asking, error);
    return;
  }
  if (!asking->search->is_done) {
    parlor_store_run (store_of (asking), PARLOR_STORE_READ, look_work,
                      look_done, asking);
    return;
  }

  if (asking->next != 0)
    page.next = next = g_strdup_printf ("%" G_GINT64_FORMAT, asking->next);
  parlor_request_answer (asking->request, PARLOR_PACKET_SEARCH_PAGE, &page);
  asking_free (asking);
}

static void
index_done (gpointer      data,
            const GError *error)
{
  Asking *asking = data;

  if (error != NULL) {
    refuse (asking, error);
    return;
  }
  if (!asking->is_indexed) {
    parlor_store_run (store_of (asking), PARLOR_STORE_WRITE, index_work, index_done, asking);
    return;
  }

  asking->end_us = g_get_monotonic_time () + PAGE_US;
  if (asking->search->before == 0 || asking->search->before > asking->end + 1)
    asking->search->before = asking->end + 1;
  parlor_store_run (store_of (asking), PARLOR_STORE_READ, look_work, look_done, asking);
}

static gboolean
read_after (const ParlorSearchPacket *packet,
            gint64                   *ret_before,
            GError                  **error)
{
  *ret_before = 0;
  if (packet->after == NULL ||
      g_ascii_string_to_signed (packet->after, 10, 1, G_MAXINT64, ret_before, NULL))
    return TRUE;

  return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "after",
                        N_ ("This is not what an earlier page said comes next."));
}

/**
 * parlor_on_search:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_search (ParlorRequest *request)
{
  const ParlorSearchPacket *packet = request->packet;
  g_autoptr (GError)        error = NULL;
  ParlorSearchQuery        *query = parlor_search_query_parse (packet->query, &error);
  gint64                    before = 0;
  Asking                   *asking;

  if (query == NULL || !read_after (packet, &before, &error)) {
    g_clear_pointer (&query, parlor_search_query_free);
    parlor_request_refuse (request, error);
    return;
  }

  asking = g_new0 (Asking, 1);
  asking->request = request;
  asking->server_role = request->session->role;
  asking->limit = packet->limit > 0 ? packet->limit : PAGE_DEFAULT_ITEMS;
  asking->search = parlor_search_new (query, request->session->account, packet->conversation,
                                      asking->limit + 1);
  asking->search->before = before;
  asking->events = g_ptr_array_new ();
  asking->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  parlor_store_run (request->session->services->store, PARLOR_STORE_WRITE, index_work, index_done,
                    asking);
}
