/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-worker"

#include "parlor-worker.h"

/**
 * ParlorWorker:
 *
 * A thread that does blocking jobs in the order in which they were given, all
 * that have queued up at a time, and gives their results in the same order to
 * the main thread.
 */
struct _ParlorWorker
{
  GThread        *thread;
  GMainContext   *context; /* where results go */
  ParlorWorkBatch batch;
  gpointer        owner;
  gint64          interval_us;
  gint64          last_batch_us; /* the worker's */

  GMutex     mutex;
  GCond      has_jobs;
  GPtrArray *queue; /* guarded by the mutex, like what follows */
  gboolean   is_closing;
};

/* On the main thread. */
static gboolean
give_results (gpointer data)
{
  GPtrArray *jobs = data;

  for (guint i = 0; i < jobs->len; i++) {
    ParlorJob *job = jobs->pdata[i];

    job->done (job->data, job->error);
    g_clear_error (&job->error);
    g_free (job);
  }

  return G_SOURCE_REMOVE;
}

/**
 * parlor_worker_give:
 * @context: the main thread's
 * @func: called there, once
 * @data: (transfer full): for @func
 * @destroy: frees @data after that
 *
 * Has @func called by whoever runs @context, in the order of the calls of one
 * thread.  g_main_context_invoke_full() would call it at once, on this thread,
 * whenever the main thread is not just running its context: at shutdown, say.
 */
void
parlor_worker_give (GMainContext  *context,
                    GSourceFunc    func,
                    gpointer       data,
                    GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, context);
}

static void
do_each (GPtrArray *jobs,
         gpointer   owner)
{
  for (guint i = 0; i < jobs->len; i++) {
    ParlorJob *job = jobs->pdata[i];

    job->work (owner, job->data, &job->error);
  }
}

/* Waits for jobs; NULL when there will be none. */
static GPtrArray *
take_jobs (ParlorWorker *self)
{
  GPtrArray *jobs = NULL;

  g_mutex_lock (&self->mutex);
  while (self->queue->len == 0 && !self->is_closing)
    g_cond_wait (&self->has_jobs, &self->mutex);
  /* Soon after the last batch, others are likely to join this one. */
  while (!self->is_closing && g_get_monotonic_time () < self->last_batch_us + self->interval_us)
    g_cond_wait_until (&self->has_jobs, &self->mutex, self->last_batch_us + self->interval_us);
  self->last_batch_us = g_get_monotonic_time ();
  if (self->queue->len > 0) {
    jobs = self->queue;
    self->queue = g_ptr_array_new ();
  }
  g_mutex_unlock (&self->mutex);

  return jobs;
}

static gpointer
run_thread (gpointer data)
{
  ParlorWorker *self = data;
  GPtrArray    *jobs;

  while ((jobs = take_jobs (self)) != NULL) {
    self->batch (jobs, self->owner);
    parlor_worker_give (self->context, give_results, jobs, (GDestroyNotify) g_ptr_array_unref);
  }

  return NULL;
}

/**
 * parlor_worker_new:
 * @name: of the thread
 * @batch: (nullable): does what has queued up; NULL does one job after another
 * @owner: for the jobs and @batch
 * @interval_us: how long after the beginning of a batch the next one may begin
 *
 * A job that comes after a pause is begun at once.
 *
 * Returns: (transfer full): a worker; results are given in the calling thread's
 *   default main context
 */
ParlorWorker *
parlor_worker_new (const char     *name,
                   ParlorWorkBatch batch,
                   gpointer        owner,
                   gint64          interval_us)
{
  ParlorWorker *self = g_new0 (ParlorWorker, 1);

  self->batch = batch != NULL ? batch : do_each;
  self->owner = owner;
  self->interval_us = interval_us;
  self->context = g_main_context_ref_thread_default ();
  self->queue = g_ptr_array_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->has_jobs);
  self->thread = g_thread_new (name, run_thread, self);

  return self;
}

/**
 * parlor_worker_close:
 * @self: (transfer full): a worker
 *
 * Waits until all jobs are done.  Their results are still given, when the main
 * context runs next.
 */
void
parlor_worker_close (ParlorWorker *self)
{
  g_mutex_lock (&self->mutex);
  self->is_closing = TRUE;
  g_cond_signal (&self->has_jobs);
  g_mutex_unlock (&self->mutex);

  g_thread_join (self->thread);
  g_main_context_unref (self->context);
  g_ptr_array_unref (self->queue);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->has_jobs);
  g_free (self);
}

/**
 * parlor_worker_push:
 * @self: an open worker
 * @kind: for the worker's owner
 * @work: (scope async): what to do, on the worker's thread
 * @done: (scope async): called on the main thread, always, and never before
 *   this function has returned
 * @data: for both; @done has to free it
 *
 * Queues a job.
 */
void
parlor_worker_push (ParlorWorker  *self,
                    guint          kind,
                    ParlorWork     work,
                    ParlorWorkDone done,
                    gpointer       data)
{
  ParlorJob *job = g_new (ParlorJob, 1);

  *job = (ParlorJob){ kind, work, done, data, NULL };

  g_mutex_lock (&self->mutex);
  g_assert (!self->is_closing);
  g_ptr_array_add (self->queue, job);
  if (self->queue->len == 1)
    g_cond_signal (&self->has_jobs);
  g_mutex_unlock (&self->mutex);
}
