/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-upkeep"

#include "parlor-upkeep.h"

#include "parlor-contents.h"
#include "parlor-retention.h"
#include "parlor-search-index.h"

/* How long a step may keep the store, and how long the next one waits then. */
#define STEP_US 5000
#define PAUSE_MS 20
#define CONTENTS_AT_ONCE 100
/* A scrub that is held up for longer than this goes on in the next round. */
#define SCRUB_MAX_STEPS 20000
/* How often the index looks whether the store has nothing else to do; when it
 * never has, a step is made all the same once in a while. */
#define INDEX_INTERVAL_MS 1000
#define INDEX_PATIENCE 10

/* The parts of a round, one after another. */
typedef enum {
  STAGE_TRIM,
  STAGE_UNSENT,
  STAGE_FILES,
  STAGE_SCRUB,
  STAGE_CHECKPOINT,
  N_STAGES,
} Stage;

/**
 * ParlorUpkeep:
 *
 * What nobody asks for and has to be done all the same: removing what is no
 * longer kept, and traces of what was deleted, in rounds; and bringing the
 * search index up to date in quiet moments.  All of it in steps so small that
 * those who chat do not notice.
 */
struct _ParlorUpkeep
{
  ParlorServices *services;
  gboolean        is_stopping;

  Stage    stage;
  guint    folder;       /* of files, the next to look at */
  char    *conversation; /* the last one that was trimmed */
  gboolean was_dirty;    /* whether this round has something to scrub */
  guint    n_scrubs;
  guint    round_source;

  guint64  n_jobs; /* of the store, at the last look */
  guint    n_busy; /* looks in a row at which it had something else to do */
  gboolean is_indexed;
  gboolean is_indexing;
  guint    index_source;
};

/* One job; the server waits for it as for a request. */
typedef struct
{
  ParlorUpkeep   *upkeep;
  Stage           stage;
  ParlorRetention limits;
  ParlorTrimming  trimming;
  guint           folder;
  GPtrArray      *digests;
  gboolean        was_dirty;
  gboolean        is_repair;
  gboolean        is_done;
} Step;

static void next_step (ParlorUpkeep *self);

static Step *
step_new (ParlorUpkeep *self)
{
  const ParlorConfig *config = self->services->config;
  Step               *step = g_new0 (Step, 1);

  step->upkeep = self;
  step->stage = self->stage;
  step->folder = self->folder;
  step->limits = (ParlorRetention){ config->retention_days, config->retention_count,
                                    config->file_retention_days, config->unsent_hours };
  parlor_trimming_init (&step->trimming, &step->limits, self->conversation);
  step->digests = g_ptr_array_new_with_free_func (g_free);
  self->services->n_requests++;

  return step;
}

static void
step_free (Step *step)
{
  step->upkeep->services->n_requests--;
  parlor_trimming_clear (&step->trimming);
  g_ptr_array_unref (step->digests);
  g_free (step);
}

static gboolean
on_time (gpointer user_data)
{
  ParlorUpkeep *self = user_data;

  self->round_source = 0;
  next_step (self);

  return G_SOURCE_REMOVE;
}

static void
wait_for_next (ParlorUpkeep *self,
               gint64        wait_ms)
{
  if (!self->is_stopping && self->round_source == 0)
    self->round_source = g_timeout_add (MIN (wait_ms, G_MAXUINT), on_time, self);
}

/* Begins the next stage, or after the last one the next round. */
static void
end_stage (ParlorUpkeep *self)
{
  g_free (self->conversation);
  self->conversation = g_strdup ("");
  self->folder = 0;
  self->n_scrubs = 0;
  self->stage++;
  if (self->stage == STAGE_CHECKPOINT && !self->was_dirty)
    self->stage++;
  if (self->stage < N_STAGES) {
    wait_for_next (self, PAUSE_MS);
    return;
  }

  self->stage = STAGE_TRIM;
  self->was_dirty = FALSE;
  wait_for_next (self, self->services->config->upkeep_interval_ms);
}

/* A step that failed, for a full disk perhaps, ends its round. */
static void
end_step (Step         *step,
          const GError *error)
{
  ParlorUpkeep *self = step->upkeep;

  if (error != NULL) {
    g_message ("Upkeep is put off: %s", error->message);
    self->stage = N_STAGES - 1;
    end_stage (self);
  } else if (step->is_done) {
    end_stage (self);
  } else {
    wait_for_next (self, PAUSE_MS);
  }
  step_free (step);
}

static gboolean
trim_work (gpointer owner,
           gpointer data,
           GError **error)
{
  Step *step = data;

  if (!parlor_trimming_step (&step->trimming, owner, STEP_US, error))
    return FALSE;
  step->is_done = step->trimming.is_done;

  return TRUE;
}

static void
tell_trimmed (ParlorHub      *hub,
              ParlorTrimming *trimming)
{
  for (guint i = 0; i < trimming->trimmed->len; i++) {
    ParlorTrimmedPacket *trimmed = trimming->trimmed->pdata[i];
    g_autoptr (GBytes)   frame = parlor_packet_encode (PARLOR_PACKET_TRIMMED, trimmed);

    parlor_hub_send_to_conversation (hub, trimmed->conversation, frame);
  }
  for (guint i = 0; i < trimming->reads->len; i++) {
    gint64             account = g_array_index (trimming->accounts, gint64, i);
    g_autoptr (GBytes) frame = parlor_packet_encode (PARLOR_PACKET_READ, trimming->reads->pdata[i]);

    parlor_hub_send_to_account (hub, account, frame);
  }
}

static void
trim_done (gpointer      data,
           const GError *error)
{
  Step         *step = data;
  ParlorUpkeep *self = step->upkeep;

  if (error == NULL) {
    tell_trimmed (self->services->hub, &step->trimming);
    g_free (self->conversation);
    self->conversation = g_strdup (step->trimming.conversation);
  }
  end_step (step, error);
}

static gboolean
unsent_work (gpointer owner,
             gpointer data,
             GError **error)
{
  Step *step = data;

  return parlor_retention_drop_unsent (owner, step->limits.unsent_hours, &step->is_done, error);
}

static void
plain_done (gpointer      data,
            const GError *error)
{
  end_step (data, error);
}

/* Content that no attachment has was left by a server that died between two
 * steps, or by a restored database. */
static gboolean
list_work (gpointer owner,
           gpointer data,
           GError **error)
{
  Step *step = data;

  if (step->folder == 0)
    parlor_files_clean (owner);
  while (step->folder < PARLOR_FILES_FOLDERS && step->digests->len < CONTENTS_AT_ONCE)
    parlor_files_list (owner, step->folder++, step->digests);

  return TRUE;
}

static gboolean
orphans_work (gpointer owner,
              gpointer data,
              GError **error)
{
  return parlor_retention_find_orphans (owner, ((Step *) data)->digests, error);
}

static gboolean
remove_work (gpointer owner,
             gpointer data,
             GError **error)
{
  Step *step = data;

  for (guint i = 0; i < step->digests->len; i++)
    parlor_files_remove (owner, step->digests->pdata[i]);

  return TRUE;
}

static void
remove_done (gpointer      data,
             const GError *error)
{
  Step *step = data;

  step->upkeep->folder = step->folder;
  step->is_done = step->folder == PARLOR_FILES_FOLDERS;
  end_step (step, error);
}

static void
orphans_done (gpointer      data,
              const GError *error)
{
  Step *step = data;

  if (error != NULL)
    end_step (step, error);
  else if (step->upkeep->services->backup != NULL) /* of a time when they were needed, maybe */
    remove_done (step, NULL);
  else
    parlor_files_run (step->upkeep->services->files, remove_work, remove_done, step);
}

static void
list_done (gpointer      data,
           const GError *error)
{
  Step *step = data;

  if (step->digests->len == 0)
    remove_done (step, NULL);
  else
    parlor_store_run (step->upkeep->services->store, PARLOR_STORE_READ, orphans_work, orphans_done,
                      step);
}

static gboolean
scrub_work (gpointer owner,
            gpointer data,
            GError **error)
{
  Step *step = data;

  return parlor_search_scrub (owner, &step->was_dirty, &step->is_done, error);
}

static void
scrub_done (gpointer      data,
            const GError *error)
{
  Step         *step = data;
  ParlorUpkeep *self = step->upkeep;

  self->was_dirty |= step->was_dirty;
  step->is_done |= ++self->n_scrubs == SCRUB_MAX_STEPS;
  end_step (step, error);
}

static gboolean
checkpoint_work (gpointer owner,
                 gpointer data,
                 GError **error)
{
  ((Step *) data)->is_done = TRUE;

  return parlor_db_exec (owner, "PRAGMA wal_checkpoint (TRUNCATE)", NULL, 0, NULL, NULL, error);
}

static void
next_step (ParlorUpkeep *self)
{
  ParlorStore *store = self->services->store;
  Step        *step;

  /* To cut the log short, the store would wait for who reads it. */
  if (self->stage == STAGE_CHECKPOINT && self->services->backup != NULL) {
    end_stage (self);
    return;
  }

  step = step_new (self);
  switch (self->stage) {
  case STAGE_TRIM:
    parlor_store_run (store, PARLOR_STORE_WRITE, trim_work, trim_done, step);
    break;
  case STAGE_UNSENT:
    parlor_store_run (store, PARLOR_STORE_WRITE, unsent_work, plain_done, step);
    break;
  case STAGE_FILES:
    if (self->folder == 0)
      parlor_contents_sweep (self->services);
    parlor_files_run (self->services->files, list_work, list_done, step);
    break;
  case STAGE_SCRUB:
    parlor_store_run (store, PARLOR_STORE_WRITE, scrub_work, scrub_done, step);
    break;
  case STAGE_CHECKPOINT:
  case N_STAGES:
  default:
    parlor_store_run (store, PARLOR_STORE_ALONE, checkpoint_work, plain_done, step);
    break;
  }
}

static gboolean
index_work (gpointer owner,
            gpointer data,
            GError **error)
{
  Step  *step = data;
  gint64 end;

  return parlor_search_get_end (owner, &end, error) &&
         parlor_search_catch_up (owner, end, STEP_US, &step->is_done, error);
}

static void index_more (ParlorUpkeep *self,
                        ParlorWork    work);

static gboolean
repair_work (gpointer owner,
             gpointer data,
             GError **error)
{
  return parlor_search_start_again (owner, error);
}

/* While there is nothing else to do, the next step follows at once. */
static void
index_done (gpointer      data,
            const GError *error)
{
  Step         *step = data;
  ParlorUpkeep *self = step->upkeep;
  gboolean      is_quiet = parlor_store_get_n_jobs (self->services->store) == self->n_jobs;

  if (error != NULL)
    g_message ("The search index could not catch up: %s", error->message);
  self->is_indexing = FALSE;
  self->is_indexed = step->is_done && is_quiet;
  if (!self->is_stopping && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED) &&
      !step->is_repair)
    index_more (self, repair_work);
  else if (!self->is_stopping && error == NULL && !step->is_done && is_quiet)
    index_more (self, index_work);
  step_free (step);
}

static void
index_more (ParlorUpkeep *self,
            ParlorWork    work)
{
  Step *step = step_new (self);

  self->is_indexing = TRUE;
  self->n_busy = 0;
  step->is_repair = work == repair_work;
  parlor_store_run (self->services->store, PARLOR_STORE_WRITE, work, index_done, step);
  self->n_jobs = parlor_store_get_n_jobs (self->services->store);
}

static gboolean
on_index_time (gpointer user_data)
{
  ParlorUpkeep *self = user_data;
  guint64       n_jobs = parlor_store_get_n_jobs (self->services->store);
  gboolean      is_quiet = n_jobs == self->n_jobs;

  self->n_jobs = n_jobs;
  self->is_indexed &= is_quiet;
  self->n_busy = is_quiet ? 0 : self->n_busy + 1;
  /* What is added during a scrub makes it begin again. */
  if (self->stage == STAGE_SCRUB && self->was_dirty)
    return G_SOURCE_CONTINUE;
  if (!self->is_indexing && !self->is_indexed && (is_quiet || self->n_busy >= INDEX_PATIENCE))
    index_more (self, index_work);

  return G_SOURCE_CONTINUE;
}

/**
 * parlor_upkeep_new:
 * @services: the server's, whose store and files are open
 *
 * Returns: (transfer full): the upkeep; its first round begins at once
 */
ParlorUpkeep *
parlor_upkeep_new (ParlorServices *services)
{
  ParlorUpkeep *self = g_new0 (ParlorUpkeep, 1);

  self->services = services;
  self->conversation = g_strdup ("");
  self->index_source = g_timeout_add (INDEX_INTERVAL_MS, on_index_time, self);
  wait_for_next (self, PAUSE_MS);

  return self;
}

/**
 * parlor_upkeep_stop:
 * @self: the upkeep
 *
 * Begins nothing more. What is under way counts among the requests that the
 * server waits for.
 */
void
parlor_upkeep_stop (ParlorUpkeep *self)
{
  self->is_stopping = TRUE;
  g_clear_handle_id (&self->round_source, g_source_remove);
  g_clear_handle_id (&self->index_source, g_source_remove);
}

/**
 * parlor_upkeep_free:
 * @self: (transfer full): the upkeep, stopped, without anything under way
 */
void
parlor_upkeep_free (ParlorUpkeep *self)
{
  g_free (self->conversation);
  g_free (self);
}
