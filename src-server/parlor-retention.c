/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Removing what is no longer kept: the beginnings of logs, the bytes of old
 * files, uploads that nobody has sent. */

#define G_LOG_DOMAIN "parlor-retention"

#include "parlor-retention.h"

#include "parlor-contents.h"
#include "parlor-log.h"
#include "parlor-search-index.h"

#define HOUR_MS (G_GINT64_CONSTANT (60) * 60 * 1000)
#define DAY_MS (24 * HOUR_MS)
/* What one transaction removes or changes at most, of each. */
#define CONVERSATIONS_AT_ONCE 50
#define EVENTS_AT_ONCE 200
#define FILES_AT_ONCE 50
#define MEMBERS_AT_ONCE 20

/* A conversation, with the stricter of what it and the server want. */
typedef struct
{
  char  *conversation;
  gint64 first;
  gint64 messages;
  gint64 days;
  gint64 count;
  gint64 file_days;
} Candidate;

typedef struct
{
  gint64   seq;
  gint64   time_ms;
  gint64   messages;
  gboolean has_attachment;
} Old;

static void
candidate_clear (gpointer data)
{
  g_free (((Candidate *) data)->conversation);
}

/**
 * parlor_trimming_init:
 * @self: (out caller-allocates): a trimming
 * @limits: what holds on the server
 * @conversation: the last one that is done, empty at the beginning
 */
void
parlor_trimming_init (ParlorTrimming        *self,
                      const ParlorRetention *limits,
                      const char            *conversation)
{
  self->limits = *limits;
  self->is_done = FALSE;
  self->conversation = g_strdup (conversation);
  self->trimmed = g_ptr_array_new ();
  self->accounts = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->reads = g_ptr_array_new ();
}

/**
 * parlor_trimming_clear:
 * @self: a trimming
 */
void
parlor_trimming_clear (ParlorTrimming *self)
{
  for (guint i = 0; i < self->trimmed->len; i++)
    parlor_packet_free (PARLOR_PACKET_TRIMMED, self->trimmed->pdata[i]);
  for (guint i = 0; i < self->reads->len; i++)
    parlor_packet_free (PARLOR_PACKET_READ, self->reads->pdata[i]);
  g_ptr_array_unref (self->trimmed);
  g_ptr_array_unref (self->reads);
  g_array_unref (self->accounts);
  g_free (self->conversation);
}

static gint64
stricter (gint64 one,
          gint64 other)
{
  if (one == 0 || other == 0)
    return one + other;

  return MIN (one, other);
}

static void
take_candidate (const ParlorRow *row,
                gpointer         user_data)
{
  Candidate candidate = {
    .conversation = g_strdup (parlor_row_text (row, 0)),
    .first = parlor_row_int (row, 1),
    .messages = parlor_row_int (row, 2),
    .days = parlor_row_int (row, 3),
    .count = parlor_row_int (row, 4),
    .file_days = parlor_row_int (row, 5),
  };

  g_array_append_val (user_data, candidate);
}

static void
take_old (const ParlorRow *row,
          gpointer         user_data)
{
  Old old = { parlor_row_int (row, 0), parlor_row_int (row, 1), parlor_row_int (row, 2),
              parlor_row_text (row, 3) != NULL };

  g_array_append_val (user_data, old);
}

/* Finds the events at the beginning that are too old or too many. */
static gboolean
find_old (ParlorDb        *db,
          const Candidate *candidate,
          GArray          *ret_old,
          GError         **error)
{
  gint64 oldest_ms = candidate->days != 0
                       ? g_get_real_time () / 1000 - candidate->days * DAY_MS
                       : G_MININT64;
  gint64 n_surplus = candidate->count != 0 ? candidate->messages - candidate->count : 0;
  guint  n_old = 0;

  if (n_surplus <= 0)
    n_surplus = -1; /* even what came before the first message stays */
  if (candidate->days == 0 && n_surplus < 0)
    return TRUE;
  if (!parlor_db_exec (db,
                       "SELECT seq, time_ms, messages, attachment FROM events "
                       "WHERE conversation = $1 AND seq >= $2 ORDER BY seq LIMIT $3",
                       PARLOR_PARAMS (parlor_text (candidate->conversation),
                                      parlor_int (candidate->first), parlor_int (EVENTS_AT_ONCE)),
                       take_old, ret_old, error))
    return FALSE;

  while (n_old < ret_old->len) {
    const Old *old = &g_array_index (ret_old, Old, n_old);

    if (old->time_ms >= oldest_ms && old->messages > n_surplus)
      break;
    n_old++;
  }
  g_array_set_size (ret_old, n_old);

  return TRUE;
}

static gboolean
remove_rows (ParlorDb        *db,
             const Candidate *candidate,
             gint64           upto,
             GError         **error)
{
  static const char *const statements[] = {
    "DELETE FROM versions WHERE conversation = $1 AND seq <= $2",
    "DELETE FROM reactions WHERE conversation = $1 AND seq <= $2",
    "DELETE FROM pins WHERE conversation = $1 AND seq <= $2",
    "DELETE FROM mentions WHERE conversation = $1 AND seq <= $2",
    "DELETE FROM events WHERE conversation = $1 AND seq <= $2",
    "UPDATE conversations SET first = $2 + 1, "
    "last_message = CASE WHEN last_message > $2 THEN last_message ELSE 0 END "
    "WHERE conversation = $1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!parlor_db_exec (db, statements[i],
                         PARLOR_PARAMS (parlor_text (candidate->conversation), parlor_int (upto)),
                         NULL, NULL, error))
      return FALSE;

  return parlor_search_rows_removed (db, error);
}

/* Removes what was found, or of it as much as there is time for: taking a long text
 * out of the index takes long. */
static gboolean
remove_old (ParlorTrimming *self,
            ParlorDb       *db,
            Candidate      *candidate,
            GArray         *found,
            gint64          end_us,
            GError        **error)
{
  ParlorTrimmedPacket *trimmed;

  for (guint i = 0; i < found->len && (i == 0 || g_get_monotonic_time () < end_us); i++) {
    const Old *old = &g_array_index (found, Old, i);

    if (!parlor_search_forget (db, candidate->conversation, old->seq, error) ||
        (old->has_attachment &&
         !parlor_contents_drop (db, candidate->conversation, old->seq, error)))
      return FALSE;
    candidate->first = old->seq + 1;
  }
  if (found->len == 0)
    return TRUE;
  if (!remove_rows (db, candidate, candidate->first - 1, error))
    return FALSE;

  trimmed = parlor_packet_new (PARLOR_PACKET_TRIMMED);
  trimmed->conversation = g_strdup (candidate->conversation);
  trimmed->first = candidate->first;
  g_ptr_array_add (self->trimmed, trimmed);

  return TRUE;
}

static void
take_account (const ParlorRow *row,
              gpointer         user_data)
{
  gint64 account = parlor_row_int (row, 0);

  g_array_append_val (user_data, account);
}

/* Nobody has to read what is no longer there. */
static gboolean
move_markers (ParlorTrimming  *self,
              ParlorDb        *db,
              const Candidate *candidate,
              guint           *ret_n_moved,
              GError         **error)
{
  guint begin = self->accounts->len;

  *ret_n_moved = 0;
  if (candidate->first == 1)
    return TRUE;
  if (!parlor_db_exec (db,
                       "SELECT account FROM members WHERE conversation = $1 AND read < $2 LIMIT $3",
                       PARLOR_PARAMS (parlor_text (candidate->conversation),
                                      parlor_int (candidate->first - 1),
                                      parlor_int (MEMBERS_AT_ONCE)),
                       take_account, self->accounts, error))
    return FALSE;

  for (guint i = begin; i < self->accounts->len; i++) {
    gint64            account = g_array_index (self->accounts, gint64, i);
    ParlorReadPacket *read = parlor_packet_new (PARLOR_PACKET_READ);

    read->conversation = g_strdup (candidate->conversation);
    g_ptr_array_add (self->reads, read);
    if (!parlor_log_set_marker (db, candidate->conversation, account, candidate->first - 1,
                                error) ||
        !parlor_log_read_marker (db, candidate->conversation, account, read, error))
      return FALSE;
  }
  *ret_n_moved = self->accounts->len - begin;

  return TRUE;
}

static void
take_attachment (const ParlorRow *row,
                 gpointer         user_data)
{
  g_ptr_array_add (user_data, g_strdup (parlor_row_text (row, 0)));
}

static gboolean
empty_files (ParlorDb        *db,
             const Candidate *candidate,
             guint           *ret_n_emptied,
             GError         **error)
{
  g_autoptr (GPtrArray) attachments = g_ptr_array_new_with_free_func (g_free);
  gint64                oldest_ms = g_get_real_time () / 1000 - candidate->file_days * DAY_MS;

  *ret_n_emptied = 0;
  if (candidate->file_days == 0)
    return TRUE;
  if (!parlor_db_exec (db,
                       "SELECT attachment FROM attachments "
                       "WHERE conversation = $1 AND created_ms < $2 AND sha256 <> '' LIMIT $3",
                       PARLOR_PARAMS (parlor_text (candidate->conversation), parlor_int (oldest_ms),
                                      parlor_int (FILES_AT_ONCE)),
                       take_attachment, attachments, error))
    return FALSE;

  for (guint i = 0; i < attachments->len; i++)
    if (!parlor_contents_empty_attachment (db, attachments->pdata[i], error))
      return FALSE;
  *ret_n_emptied = attachments->len;

  return TRUE;
}

/* Whether nothing is left to do in a conversation. */
static gboolean
trim (ParlorTrimming *self,
      ParlorDb       *db,
      Candidate      *candidate,
      gint64          end_us,
      gboolean       *ret_is_done,
      GError        **error)
{
  g_autoptr (GArray) old = g_array_new (FALSE, FALSE, sizeof (Old));
  guint              n_moved;
  guint              n_emptied;
  gboolean           is_removed;

  if (!find_old (db, candidate, old, error) ||
      !remove_old (self, db, candidate, old, end_us, error) ||
      !move_markers (self, db, candidate, &n_moved, error) ||
      !empty_files (db, candidate, &n_emptied, error))
    return FALSE;

  is_removed =
    old->len == 0 || g_array_index (old, Old, old->len - 1).seq == candidate->first - 1;
  *ret_is_done = is_removed && old->len < EVENTS_AT_ONCE && n_moved < MEMBERS_AT_ONCE &&
                 n_emptied < FILES_AT_ONCE;

  return TRUE;
}

static gboolean
find_candidates (ParlorTrimming *self,
                 ParlorDb       *db,
                 GArray         *ret_candidates,
                 GError        **error)
{
  return parlor_db_exec (
    db,
    "SELECT conversation, first, messages, retention_days, retention_count, "
    "file_retention_days FROM conversations WHERE conversation > $1 "
    "ORDER BY conversation LIMIT $2",
    PARLOR_PARAMS (parlor_text (self->conversation),
                   parlor_int (CONVERSATIONS_AT_ONCE)),
    take_candidate, ret_candidates, error);
}

/**
 * parlor_trimming_step:
 * @self: how far it has come
 * @db: the database, in a job that is followed by parlor_contents_sweep()
 * @budget_us: when to leave the rest to the next step
 * @error: return location for an error
 *
 * Removes a little.
 *
 * Returns: whether nothing failed
 */
gboolean
parlor_trimming_step (ParlorTrimming *self,
                      ParlorDb       *db,
                      gint64          budget_us,
                      GError        **error)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  gint64             end_us = g_get_monotonic_time () + budget_us;

  g_array_set_clear_func (candidates, candidate_clear);
  if (!find_candidates (self, db, candidates, error))
    return FALSE;

  for (guint i = 0; i < candidates->len; i++) {
    Candidate *candidate = &g_array_index (candidates, Candidate, i);
    gboolean   is_done;

    candidate->days = stricter (candidate->days, self->limits.days);
    candidate->count = stricter (candidate->count, self->limits.count);
    candidate->file_days = stricter (candidate->file_days, self->limits.file_days);
    if (!trim (self, db, candidate, end_us, &is_done, error))
      return FALSE;
    if (!is_done)
      return TRUE;

    /* The next step goes on behind it. */
    g_free (self->conversation);
    self->conversation = g_strdup (candidate->conversation);
    if (g_get_monotonic_time () >= end_us)
      return TRUE;
  }

  self->is_done = candidates->len < CONVERSATIONS_AT_ONCE;

  return TRUE;
}

/**
 * parlor_retention_drop_unsent:
 * @db: the database, in a job that is followed by parlor_contents_sweep()
 * @unsent_hours: how long an upload may wait
 * @ret_is_done: (out): whether none are left
 * @error: return location for an error
 *
 * Removes uploads that no message carries; pictures of people belong to an empty
 * conversation and stay.
 *
 * Returns: whether nothing failed
 */
gboolean
parlor_retention_drop_unsent (ParlorDb *db,
                              gint64    unsent_hours,
                              gboolean *ret_is_done,
                              GError  **error)
{
  g_autoptr (GPtrArray) attachments = g_ptr_array_new_with_free_func (g_free);
  gint64                oldest_ms = g_get_real_time () / 1000 - unsent_hours * HOUR_MS;

  if (!parlor_db_exec (db,
                       "SELECT attachment FROM attachments WHERE conversation IS NULL "
                       "AND created_ms < $1 AND sha256 <> '' LIMIT $2",
                       PARLOR_PARAMS (parlor_int (oldest_ms), parlor_int (FILES_AT_ONCE)),
                       take_attachment, attachments, error))
    return FALSE;

  for (guint i = 0; i < attachments->len; i++)
    if (!parlor_contents_drop_attachment (db, attachments->pdata[i], error))
      return FALSE;
  *ret_is_done = attachments->len < FILES_AT_ONCE;

  return TRUE;
}

/**
 * parlor_retention_find_orphans:
 * @db: the database
 * @digests: (element-type utf8): SHA-256 of contents; those that some attachment
 *   has are dropped from it
 * @error: return location for an error
 *
 * Returns: whether nothing failed
 */
gboolean
parlor_retention_find_orphans (ParlorDb  *db,
                               GPtrArray *digests,
                               GError   **error)
{
  for (guint i = digests->len; i > 0; i--) {
    gint64 n_attachments = 0;

    if (!parlor_db_get_int (db,
                            "SELECT COUNT (*) FROM "
                            "(SELECT 1 FROM attachments WHERE sha256 = $1 LIMIT 1) f",
                            PARLOR_PARAMS (parlor_text (digests->pdata[i - 1])), &n_attachments,
                            error))
      return FALSE;
    if (n_attachments > 0)
      g_ptr_array_remove_index_fast (digests, i - 1);
  }

  return TRUE;
}
