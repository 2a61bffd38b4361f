/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"
#include "parlor-worker.h"

G_BEGIN_DECLS

typedef struct _ParlorStore ParlorStore;

/**
 * ParlorStoreKind:
 * @PARLOR_STORE_READ: does not change the database
 * @PARLOR_STORE_WRITE: changes it, wholly or not at all
 * @PARLOR_STORE_ALONE: for what cannot be done within a transaction; comes after
 *   the commit of what has queued up with it
 */
typedef enum {
  PARLOR_STORE_READ,
  PARLOR_STORE_WRITE,
  PARLOR_STORE_ALONE,
} ParlorStoreKind;

ParlorStore *parlor_store_new (const char *path,
                               GError    **error);
ParlorDb    *parlor_store_get_db (ParlorStore *self);
void         parlor_store_open (ParlorStore *self);
void         parlor_store_close (ParlorStore *self);

void parlor_store_run (ParlorStore    *self,
                       ParlorStoreKind kind,
                       ParlorWork      work,
                       ParlorWorkDone  done,
                       gpointer        data);

guint64 parlor_store_get_n_jobs (ParlorStore *self);

G_END_DECLS
