/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"
#include "parlor-worker.h"

G_BEGIN_DECLS

typedef struct _ParlorStore ParlorStore;

typedef enum {
  PARLOR_STORE_READ,
  PARLOR_STORE_WRITE,
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

G_END_DECLS
