/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ParlorWorker ParlorWorker;

/**
 * ParlorWork:
 * @owner: what the worker works on: a #ParlorDb of a store
 * @data: what the job was given
 * @error: return location for an error
 *
 * Blocking work on the worker's thread: it may use nothing but its arguments.
 *
 * Returns: FALSE with an error if it was not done
 */
typedef gboolean (*ParlorWork) (gpointer owner,
                                gpointer data,
                                GError **error);

/**
 * ParlorWorkDone:
 * @data: what the job was given; to be freed
 * @error: (nullable): why it was not done
 *
 * Called on the main thread.
 */
typedef void (*ParlorWorkDone) (gpointer      data,
                                const GError *error);

typedef struct
{
  guint          kind; /* whatever the worker's owner tells jobs apart by */
  ParlorWork     work;
  ParlorWorkDone done;
  gpointer       data;
  GError        *error;
} ParlorJob;

/**
 * ParlorWorkBatch:
 * @jobs: (element-type ParlorJob): what has queued up, to be done in order
 * @owner: what the worker works on
 *
 * Does jobs and sets their errors, on the worker's thread.
 */
typedef void (*ParlorWorkBatch) (GPtrArray *jobs,
                                 gpointer   owner);

ParlorWorker *parlor_worker_new (const char     *name,
                                 ParlorWorkBatch batch,
                                 gpointer        owner,
                                 gint64          interval_us);
void          parlor_worker_close (ParlorWorker *self);
void          parlor_worker_push (ParlorWorker  *self,
                                  guint          kind,
                                  ParlorWork     work,
                                  ParlorWorkDone done,
                                  gpointer       data);

void parlor_worker_give (GMainContext  *context,
                         GSourceFunc    func,
                         gpointer       data,
                         GDestroyNotify destroy);

G_END_DECLS
