/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-search"

#include "parlor-search.h"

#include "parlor-names.h"
#include "parlor-refusal.h"

/* A statement looks at a window of events: as many as it gets through in a few
 * milliseconds, however often what is looked for occurs. */
#define WINDOW_MIN 1024
#define WINDOW_MAX (256 * 1024)
#define WINDOW_US 4000
/* Beginning a statement takes as long as looking at some hundred texts. */
#define CANDIDATES_MIN 64
#define CANDIDATES_MAX 1024
/* Comparing so much text takes some milliseconds. */
#define CANDIDATES_MAX_BYTES (128 * 1024)

/* Members alone find something, as of the moment of looking. */
#define CANDIDATES                                                                       \
  "WHERE e.id > $1 AND e.id < $2 AND e.kind = 1 AND e.is_deleted IS NULL "               \
  "AND EXISTS (SELECT 1 FROM members m WHERE m.conversation = e.conversation "           \
  "AND m.account = $3) AND ($4 IS NULL OR e.conversation = $4) "                         \
  "AND ($5 IS NULL OR e.conversation = $5) AND ($6 IS NULL OR e.author = $6) "           \
  "AND e.time_ms >= $7 AND e.time_ms < $8 AND ($9 IS NULL OR f.attachment IS NOT NULL) " \
  "AND ($10 IS NULL OR f.media_type LIKE 'image/%') "

typedef struct
{
  ParlorSearch *search;
  gint64        last; /* id of the last candidate */
  guint         n_candidates;
  gsize         size_bytes; /* of their texts */
  gboolean      is_cut;     /* those that followed were too much */
} Looking;

/**
 * parlor_search_new:
 * @query: (transfer full): what is looked for
 * @viewer: for whom
 * @conversation: (nullable): only in this one
 * @limit: how many messages to find
 *
 * Returns: (transfer full): a search to be resolved
 */
ParlorSearch *
parlor_search_new (ParlorSearchQuery *query,
                   gint64             viewer,
                   const char        *conversation,
                   guint              limit)
{
  ParlorSearch *self = g_new0 (ParlorSearch, 1);

  self->query = query;
  self->viewer = viewer;
  self->conversation = g_strdup (conversation);
  self->limit = limit;
  self->hits = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->match = parlor_search_query_get_match (query);
  self->window = WINDOW_MIN;
  self->n_candidates = CANDIDATES_MIN;

  return self;
}

/**
 * parlor_search_free:
 * @self: (transfer full): a search
 */
void
parlor_search_free (ParlorSearch *self)
{
  parlor_search_query_free (self->query);
  g_array_unref (self->hits);
  g_free (self->conversation);
  g_free (self->match);
  g_free (self->in);
  g_free (self);
}

static void
take_number (const ParlorRow *row,
             gpointer         user_data)
{
  *(gint64 *) user_data = parlor_row_int (row, 0);
}

static void
take_text (const ParlorRow *row,
           gpointer         user_data)
{
  g_free (*(char **) user_data);
  *(char **) user_data = g_strdup (parlor_row_text (row, 0));
}

static gboolean
find_account (ParlorDb   *db,
              const char *text,
              gint64     *ret_account,
              GError    **error)
{
  g_autofree char *name = parlor_name_prepare (*text == '@' ? text + 1 : text, NULL);

  if (name != NULL &&
      !parlor_db_exec (db, "SELECT account FROM accounts WHERE name = $1",
                       PARLOR_PARAMS (parlor_text (name)), take_number, ret_account, error))
    return FALSE;

  return *ret_account != 0 ||
         parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "query",
                        N_ ("There is nobody of this name. Write the name that goes after @."));
}

/* Of two channels or groups, one of this name and one of this id, the name wins. */
static gboolean
find_conversation (ParlorSearch *self,
                   ParlorDb     *db,
                   GError      **error)
{
  const char      *text = self->query->in;
  g_autofree char *title = parlor_title_prepare (*text == '#' ? text + 1 : text, NULL);
  g_autofree char *folded = parlor_title_fold (title != NULL ? title : "");

  if (!parlor_db_exec (db,
                       "SELECT c.conversation FROM conversations c JOIN members m "
                       "ON m.conversation = c.conversation AND m.account = $3 "
                       "WHERE c.name_folded = $1 OR c.conversation = $2 "
                       "ORDER BY c.name_folded = $1",
                       PARLOR_PARAMS (parlor_text (folded), parlor_text (text),
                                      parlor_int (self->viewer)),
                       take_text, &self->in, error))
    return FALSE;

  return self->in != NULL ||
         parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "query",
                        N_ ("After in: goes a channel or a group that you are in."));
}

static gboolean
find_personal (ParlorSearch *self,
               ParlorDb     *db,
               GError      **error)
{
  gint64 account = 0;

  if (!find_account (db, self->query->in, &account, error))
    return FALSE;

  self->in = parlor_personal_id (self->viewer, account);

  return TRUE;
}

/**
 * parlor_search_resolve:
 * @self: a search
 * @db: the database
 * @error: return location for %PARLOR_REFUSED_BAD_VALUE
 *
 * Returns: whether there are those whom the query names
 */
gboolean
parlor_search_resolve (ParlorSearch *self,
                       ParlorDb     *db,
                       GError      **error)
{
  const ParlorSearchQuery *query = self->query;

  if (query->from != NULL && !find_account (db, query->from, &self->from, error))
    return FALSE;
  if (query->in == NULL)
    return TRUE;

  return *query->in == '@' ? find_personal (self, db, error) : find_conversation (self, db, error);
}

static void
take_candidate (const ParlorRow *row,
                gpointer         user_data)
{
  Looking      *looking = user_data;
  ParlorSearch *self = looking->search;
  const char   *text;

  looking->is_cut = looking->size_bytes > CANDIDATES_MAX_BYTES;
  if (looking->is_cut)
    return;

  text = parlor_row_text (row, 1);
  looking->size_bytes += text != NULL ? strlen (text) : 0;
  looking->last = parlor_row_int (row, 0);
  looking->n_candidates++;
  if (self->hits->len < self->limit &&
      parlor_search_query_matches (self->query, text, parlor_row_text (row, 2))) {
    g_array_append_val (self->hits, looking->last);
    self->before = looking->last;
  }
}

static gboolean
look (ParlorSearch *self,
      ParlorDb     *db,
      gint64        after,
      Looking      *looking,
      GError      **error)
{
  const ParlorSearchQuery *query = self->query;
  const char              *sql =
    "SELECT e.id, e.text, f.name FROM events e "
    "LEFT JOIN attachments f ON f.attachment = e.attachment " CANDIDATES
    "ORDER BY e.id DESC LIMIT $11";

  /* The index is asked first, whatever SQLite thinks of the events. */
  if (self->match != NULL)
    sql = "SELECT e.id, e.text, f.name FROM search_index s CROSS JOIN events e ON e.id = s.rowid "
          "LEFT JOIN attachments f ON f.attachment = e.attachment " CANDIDATES
          "AND s.search_index MATCH $12 AND s.rowid > $1 AND s.rowid < $2 "
          "ORDER BY s.rowid DESC LIMIT $11";

  return parlor_db_exec (
    db, sql,
    PARLOR_PARAMS (parlor_int (after), parlor_int (self->before), parlor_int (self->viewer),
                   parlor_text (self->conversation), parlor_text (self->in),
                   parlor_int_or_null (self->from), parlor_int (query->after_ms),
                   parlor_int (query->before_ms),
                   parlor_int_or_null (query->has_file || query->has_image),
                   parlor_int_or_null (query->has_image), parlor_int (self->n_candidates),
                   parlor_text (self->match)),
    take_candidate, looking, error);
}

/* Makes windows larger where little is found, and smaller where there is much
 * to look at. */
static void
fit_window (ParlorSearch  *self,
            const Looking *looking,
            gint64         taken_us)
{
  if (taken_us < WINDOW_US / 2)
    self->window = MIN (self->window * 2, WINDOW_MAX);
  else if (taken_us > WINDOW_US)
    self->window = MAX (self->window / 2, WINDOW_MIN);

  if (looking->is_cut)
    self->n_candidates = MAX (self->n_candidates / 2, CANDIDATES_MIN);
  else
    self->n_candidates = MIN (self->n_candidates * 2, CANDIDATES_MAX);
}

/**
 * parlor_search_step:
 * @self: a search that is not done
 * @db: the database
 * @budget_us: when to leave the rest to the next step
 * @error: return location for an error
 *
 * Looks a little further back.
 *
 * Returns: whether nothing failed
 */
gboolean
parlor_search_step (ParlorSearch *self,
                    ParlorDb     *db,
                    gint64        budget_us,
                    GError      **error)
{
  gint64 begin_us = g_get_monotonic_time ();
  gint64 now_us = begin_us;

  while (self->before > 1 && self->hits->len < self->limit && now_us < begin_us + budget_us) {
    gint64  after = MAX (self->before - 1 - self->window, 0);
    gint64  last_us = now_us;
    Looking looking = { .search = self };

    if (!look (self, db, after, &looking, error))
      return FALSE;

    /* With as many as there may be, others may follow them in the window. */
    if (self->hits->len < self->limit)
      self->before = looking.is_cut || looking.n_candidates == self->n_candidates ? looking.last
                                                                                  : after + 1;
    now_us = g_get_monotonic_time ();
    fit_window (self, &looking, now_us - last_us);
  }

  self->is_done = self->before <= 1 || self->hits->len == self->limit;

  return TRUE;
}
