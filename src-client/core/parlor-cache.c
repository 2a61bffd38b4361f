/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-cache"

#include "parlor-cache-private.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define BUSY_TIMEOUT_MS 5000

/**
 * ParlorCache:
 *
 * What the client keeps on disk: who one is, people, conversations and what was
 * said in them, drafts, how far one has read, and the outbox.  All but the
 * outbox can be had from the server again.
 *
 * One worker thread alone touches the database, doing jobs in the order in
 * which they were given.  What it works on is plain data: no object of the
 * main thread.  Whoever opened the cache must close it, as the last reference
 * may be dropped by the worker.
 */
struct _ParlorCache
{
  GObject parent_instance;

  char        *path;
  GThreadPool *worker; /* one thread; its work is GTasks; NULL when closed */
  sqlite3     *db;     /* the worker's alone once the cache is open */
  gboolean     is_damaged;

  ParlorCacheAccount *account; /* as last saved, or NULL */
};

G_DEFINE_FINAL_TYPE (ParlorCache, parlor_cache, G_TYPE_OBJECT)

enum {
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  ParlorCacheDurability durability;
  ParlorCacheJob        job;
  gpointer              data;
  GDestroyNotify        data_free;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->data_free != NULL)
    call->data_free (call->data);
  g_free (call);
}

/* Every job is one transaction. */
static gboolean
do_job (sqlite3 *db,
        Call    *call,
        GError **error)
{
  if (parlor_sql_run (db, error, "BEGIN IMMEDIATE", "") &&
      call->job (db, call->data, error) &&
      parlor_sql_run (db, error, "COMMIT", ""))
    return TRUE;

  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);

  return FALSE;
}

static void
do_call (gpointer data,
         gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Call             *call = g_task_get_task_data (task);
  ParlorCache      *self = g_task_get_source_object (task);
  GError           *error = NULL;

  if (call->durability == PARLOR_CACHE_DURABLE)
    sqlite3_exec (self->db, "PRAGMA synchronous = FULL", NULL, NULL, NULL);

  if (do_job (self->db, call, &error))
    g_task_return_pointer (task, call->data, NULL);
  else
    g_task_return_error (task, error);

  if (call->durability == PARLOR_CACHE_DURABLE)
    sqlite3_exec (self->db, "PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
}

static void
parlor_cache_finalize (GObject *object)
{
  ParlorCache *self = PARLOR_CACHE (object);

  parlor_cache_close (self);
  parlor_cache_account_free (self->account);
  g_free (self->path);

  G_OBJECT_CLASS (parlor_cache_parent_class)->finalize (object);
}

static void
parlor_cache_class_init (ParlorCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlor_cache_finalize;

  /**
   * ParlorCache::failed:
   * @self: the cache
   * @text: why, for people
   *
   * Something could not be written, because the disk is full, say.  What is on
   * disk is as it was before.
   */
  signals[FAILED] = g_signal_new ("failed", PARLOR_TYPE_CACHE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parlor_cache_init (ParlorCache *self)
{
  self->worker = g_thread_pool_new (do_call, NULL, 1, FALSE, NULL);
}

static gboolean
open_database (ParlorCache *self,
               GError     **error)
{
  if (sqlite3_open (self->path, &self->db) != SQLITE_OK) {
    g_set_error (error, PARLOR_SQL_ERROR, PARLOR_SQL_ERROR_FAILED, "%s",
                 sqlite3_errmsg (self->db));
    return FALSE;
  }

  sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MS);

  return parlor_sql_run (self->db, error, "PRAGMA journal_mode = WAL", "") &&
         parlor_sql_run (self->db, error, "PRAGMA synchronous = NORMAL", "") &&
         parlor_cache_make_schema (self->db, error) &&
         parlor_cache_read_account (self->db, &self->account, error);
}

/* A damaged database is kept: somebody may get something out of it. */
static void
move_aside (ParlorCache *self)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };
  g_autoptr (GDateTime)    now = g_date_time_new_now_utc ();
  g_autofree char         *stamp = g_date_time_format (now, "%Y%m%dT%H%M%S");

  g_clear_pointer (&self->db, sqlite3_close);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *from = g_strconcat (self->path, suffixes[i], NULL);
    g_autofree char *to = g_strconcat (self->path, ".damaged-", stamp, suffixes[i], NULL);

    g_rename (from, to);
  }

  g_message ("The local cache was damaged. It is kept as %s.damaged-%s; messages that were not "
             "sent yet are lost, everything else comes from the server again.",
             self->path, stamp);
}

/**
 * parlor_cache_new:
 * @path: (type filename): file to open or create
 * @error: return location for an error
 *
 * Opens the cache.  Waits for the disk, a few milliseconds as a rule.
 *
 * Returns: (transfer full) (nullable): an open cache
 */
ParlorCache *
parlor_cache_new (const char *path,
                  GError    **error)
{
  g_autoptr (ParlorCache) self = NULL;
  GError                 *cause = NULL;
  gboolean                is_open;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (PARLOR_TYPE_CACHE, NULL);
  self->path = g_strdup (path);

  is_open = open_database (self, &cause);
  if (!is_open && g_error_matches (cause, PARLOR_SQL_ERROR, PARLOR_SQL_ERROR_DAMAGED)) {
    g_clear_error (&cause);
    move_aside (self);
    is_open = open_database (self, &cause);
  }

  if (!is_open) {
    /* Translators: %s is a path; why follows behind the space */
    g_propagate_prefixed_error (error, cause, _ ("Cannot open %s: "), path);
    parlor_cache_close (self);
    return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * parlor_cache_close:
 * @self: the cache
 *
 * Waits for the jobs under way, then closes the database.
 */
void
parlor_cache_close (ParlorCache *self)
{
  g_return_if_fail (PARLOR_IS_CACHE (self));

  if (self->worker == NULL)
    return;

  g_thread_pool_free (g_steal_pointer (&self->worker), FALSE, TRUE);
  if (self->is_damaged)
    move_aside (self);
  g_clear_pointer (&self->db, sqlite3_close);
}

/* Damage that shows only later is dealt with when the cache is closed. */
static void
note_damage (ParlorCache  *self,
             const GError *error)
{
  if (g_error_matches (error, PARLOR_SQL_ERROR, PARLOR_SQL_ERROR_DAMAGED))
    self->is_damaged = TRUE;
}

/**
 * parlor_cache_run_async:
 * @self: an open cache
 * @durability: what the result is to survive
 * @job: what to do
 * @data: (nullable): for @job
 * @data_free: (nullable): frees @data, on either thread
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Does @job on the worker thread.
 */
void
parlor_cache_run_async (ParlorCache          *self,
                        ParlorCacheDurability durability,
                        ParlorCacheJob        job,
                        gpointer              data,
                        GDestroyNotify        data_free,
                        GAsyncReadyCallback   callback,
                        gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;
  Call             *call;

  g_return_if_fail (PARLOR_IS_CACHE (self));
  g_return_if_fail (self->worker != NULL);

  call = g_new (Call, 1);
  *call = (Call){ durability, job, data, data_free };

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, parlor_cache_run_async);
  g_task_set_task_data (task, call, call_free);

  g_thread_pool_push (self->worker, g_steal_pointer (&task), NULL);
}

/**
 * parlor_cache_run_finish:
 * @self: the cache
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer none) (nullable): what the job was given, with what it put
 *   there; lives as long as @result
 */
gpointer
parlor_cache_run_finish (ParlorCache  *self,
                         GAsyncResult *result,
                         GError      **error)
{
  GError  *cause = NULL;
  gpointer data;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  data = g_task_propagate_pointer (G_TASK (result), &cause);
  if (cause != NULL) {
    note_damage (self, cause);
    g_propagate_error (error, cause);
  }

  return data;
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ParlorCache       *self = PARLOR_CACHE (source);
  g_autoptr (GError) error = NULL;

  parlor_cache_run_finish (self, result, &error);
  if (error != NULL) {
    g_message ("%s: %s", self->path, error->message);
    g_signal_emit (self, signals[FAILED], 0, error->message);
  }
}

/**
 * parlor_cache_write:
 * @self: an open cache
 * @job: what to do
 * @data: for @job
 * @data_free: frees @data, on either thread
 *
 * Does @job on the worker thread; #ParlorCache::failed tells if it fails.
 */
void
parlor_cache_write (ParlorCache   *self,
                    ParlorCacheJob job,
                    gpointer       data,
                    GDestroyNotify data_free)
{
  parlor_cache_run_async (self, PARLOR_CACHE_SOON, job, data, data_free, on_written, NULL);
}

/**
 * parlor_cache_get_account:
 * @self: the cache
 *
 * Returns: (transfer none) (nullable): the account that is remembered
 */
const ParlorCacheAccount *
parlor_cache_get_account (ParlorCache *self)
{
  g_return_val_if_fail (PARLOR_IS_CACHE (self), NULL);

  return self->account;
}

static gboolean
save_account (sqlite3 *db,
              gpointer data,
              GError **error)
{
  const ParlorCacheAccount *account = data;

  return parlor_sql_run (db, error,
                         "INSERT INTO account "
                         "  (row, host, port, pinned, id, name, nick, server_name)"
                         "  VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                         "  ON CONFLICT (row) DO UPDATE SET host = ?1, port = ?2, pinned = ?3,"
                         "    id = ?4, name = ?5, nick = ?6, server_name = ?7",
                         "sisisss", account->host, (gint64) account->port, account->pinned,
                         account->id, account->name, account->nick, account->server_name);
}

/**
 * parlor_cache_save_account:
 * @self: an open cache
 * @account: who one is
 *
 * Remembers @account.
 */
void
parlor_cache_save_account (ParlorCache              *self,
                           const ParlorCacheAccount *account)
{
  ParlorCacheAccount *old; /* @account may borrow from it */

  g_return_if_fail (PARLOR_IS_CACHE (self));

  old = self->account;
  self->account = parlor_cache_account_copy (account);
  parlor_cache_write (self, save_account, parlor_cache_account_copy (account),
                      (GDestroyNotify) parlor_cache_account_free);
  parlor_cache_account_free (old);
}

static gboolean
forget_account (sqlite3 *db,
                gpointer data,
                GError **error)
{
  static const char *const tables[] = {
    "account", "people", "conversations", "events", "outbox"
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *sql = g_strconcat ("DELETE FROM ", tables[i], NULL);

    if (!parlor_sql_run (db, error, sql, ""))
      return FALSE;
  }

  return TRUE;
}

/**
 * parlor_cache_forget_account:
 * @self: an open cache
 *
 * Forgets everything, the outbox included.
 */
void
parlor_cache_forget_account (ParlorCache *self)
{
  g_return_if_fail (PARLOR_IS_CACHE (self));

  g_clear_pointer (&self->account, parlor_cache_account_free);
  parlor_cache_write (self, forget_account, NULL, NULL);
}
