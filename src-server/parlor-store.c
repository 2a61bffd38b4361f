/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-store"

#include "parlor-store.h"

#include "parlor-schema.h"

/* Under load this is how often the disk is waited for.  Measured: at 10,000
 * messages a second, it divides the cost of a message by three. */
#define COMMIT_INTERVAL_US 1000

/**
 * ParlorStore:
 *
 * What outlives the server.  One thread alone touches the database and does
 * the jobs in the order in which they were given.  A job that comes after a pause
 * is committed at once; under load whatever has queued up is committed together,
 * about once in a millisecond, so that many jobs share one wait for the disk.
 *
 * Their results come back to the main thread in the same order, after the
 * commit.  Whoever reads the log by a job and listens to results from then on
 * therefore misses nothing and sees nothing twice.
 */
struct _ParlorStore
{
  ParlorDb     *db;     /* the worker's alone once it runs */
  ParlorWorker *worker; /* NULL before the store is open */
  guint64       n_jobs;
};

static gboolean
run_sql (ParlorDb   *db,
         const char *sql,
         GError    **error)
{
  return parlor_db_exec (db, sql, NULL, 0, NULL, NULL, error);
}

/* A job that fails takes back what it wrote, and nothing of the others'. */
static void
do_job (ParlorDb  *db,
        ParlorJob *job)
{
  if (job->kind == PARLOR_STORE_READ) {
    job->work (db, job->data, &job->error);
  } else if (run_sql (db, "SAVEPOINT job", &job->error)) {
    if (!job->work (db, job->data, &job->error))
      run_sql (db, "ROLLBACK TO job", NULL);
    run_sql (db, "RELEASE job", job->error == NULL ? &job->error : NULL);
  }
}

static gboolean
has_writes (GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    if (((ParlorJob *) jobs->pdata[i])->kind == PARLOR_STORE_WRITE)
      return TRUE;

  return FALSE;
}

/* Returns whether all jobs had their turn.  A fault of the disk ends the whole
 * transaction, not only the job that met it. */
static gboolean
do_jobs (ParlorDb  *db,
         GPtrArray *jobs,
         GError   **error)
{
  for (guint i = 0; i < jobs->len; i++) {
    ParlorJob *job = jobs->pdata[i];

    if (job->kind == PARLOR_STORE_ALONE)
      continue;
    do_job (db, job);
    if (!parlor_db_is_in_transaction (db)) {
      *error = job->error != NULL
                 ? g_error_copy (job->error)
                 : g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "The transaction has ended");
      return FALSE;
    }
  }

  return TRUE;
}

/* What was not committed did not happen, and what was read with it neither. */
static void
fail_jobs (GPtrArray    *jobs,
           const GError *error)
{
  g_message ("Cannot write: %s", error->message);
  for (guint i = 0; i < jobs->len; i++) {
    ParlorJob *job = jobs->pdata[i];

    g_clear_error (&job->error);
    job->error = g_error_copy (error);
  }
}

static void
do_batch (GPtrArray *jobs,
          gpointer   owner)
{
  ParlorDb          *db = owner;
  g_autoptr (GError) error = NULL;

  if (run_sql (db, has_writes (jobs) ? "BEGIN IMMEDIATE" : "BEGIN", &error) &&
      do_jobs (db, jobs, &error) &&
      !run_sql (db, "COMMIT", &error))
    run_sql (db, "ROLLBACK", NULL);

  if (error != NULL) {
    fail_jobs (jobs, error);
    return;
  }

  for (guint i = 0; i < jobs->len; i++) {
    ParlorJob *job = jobs->pdata[i];

    if (job->kind == PARLOR_STORE_ALONE)
      job->work (db, job->data, &job->error);
  }
}

/**
 * parlor_store_new:
 * @path: (type filename): the database; made if it is not there, its schema
 *   brought up to date
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a store that takes no jobs yet
 */
ParlorStore *
parlor_store_new (const char *path,
                  GError    **error)
{
  ParlorDb    *db = parlor_db_sqlite_open (path, error);
  ParlorStore *self;

  if (db == NULL)
    return NULL;

  if (!parlor_schema_update (db, error)) {
    parlor_db_close (db);
    return NULL;
  }

  self = g_new0 (ParlorStore, 1);
  self->db = db;

  return self;
}

/**
 * parlor_store_get_db:
 * @self: a store that is not open
 *
 * Returns: (transfer none): its database, for what has to be there before
 *   anything else happens
 */
ParlorDb *
parlor_store_get_db (ParlorStore *self)
{
  g_return_val_if_fail (self->worker == NULL, NULL);

  return self->db;
}

/**
 * parlor_store_open:
 * @self: a store
 *
 * Takes jobs from now on.  Results are given in the calling thread's default
 * main context.
 */
void
parlor_store_open (ParlorStore *self)
{
  self->worker = parlor_worker_new ("store", do_batch, self->db, COMMIT_INTERVAL_US);
}

/**
 * parlor_store_close:
 * @self: (transfer full): the store
 *
 * Waits until all jobs are done and on disk, then closes the database.  Their
 * results are still given, when the main context runs next.
 */
void
parlor_store_close (ParlorStore *self)
{
  g_clear_pointer (&self->worker, parlor_worker_close);
  parlor_db_close (self->db);
  g_free (self);
}

/**
 * parlor_store_run:
 * @self: an open store
 * @kind: whether @work writes, or is to be alone
 * @work: (scope async): plain blocking SQL; what it wrote is undone if it fails
 * @done: (scope async): called once what @work wrote is on disk
 * @data: for both; @done has to free it
 *
 * Queues a job.  @work is given the #ParlorDb.
 */
void
parlor_store_run (ParlorStore    *self,
                  ParlorStoreKind kind,
                  ParlorWork      work,
                  ParlorWorkDone  done,
                  gpointer        data)
{
  self->n_jobs++;
  parlor_worker_push (self->worker, kind, work, done, data);
}

/**
 * parlor_store_get_n_jobs:
 * @self: an open store
 *
 * Returns: how many jobs it was ever given; if that stays the same, there is
 *   nothing to do
 */
guint64
parlor_store_get_n_jobs (ParlorStore *self)
{
  return self->n_jobs;
}
