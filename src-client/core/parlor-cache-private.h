/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cache.h"
#include "parlor-sql.h"

G_BEGIN_DECLS

/**
 * ParlorCacheJob:
 * @db: the database, inside of a transaction
 * @data: what the job was given, and where it puts what it finds
 * @error: return location for an error
 *
 * Work with the database, in plain blocking SQL.  Runs on the worker thread: it
 * may use nothing but its arguments.
 *
 * Returns: whether to commit
 */
typedef gboolean (*ParlorCacheJob) (sqlite3 *db,
                                    gpointer data,
                                    GError **error);

typedef enum {
  PARLOR_CACHE_SOON,    /* survives a crash of the program */
  PARLOR_CACHE_DURABLE, /* survives a power cut, too */
} ParlorCacheDurability;

void     parlor_cache_run_async (ParlorCache          *self,
                                 ParlorCacheDurability durability,
                                 ParlorCacheJob        job,
                                 gpointer              data,
                                 GDestroyNotify        data_free,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
gpointer parlor_cache_run_finish (ParlorCache  *self,
                                  GAsyncResult *result,
                                  GError      **error);
void     parlor_cache_write (ParlorCache   *self,
                             ParlorCacheJob job,
                             gpointer       data,
                             GDestroyNotify data_free);

gboolean parlor_cache_make_schema (sqlite3 *db,
                                   GError **error);
gboolean parlor_cache_read_account (sqlite3             *db,
                                    ParlorCacheAccount **ret_account,
                                    GError             **error);
gboolean parlor_cache_apply_changes (sqlite3         *db,
                                     ParlorCachePage *page,
                                     GError         **error);
gboolean parlor_cache_read_outbox (sqlite3   *db,
                                   GPtrArray *outbox,
                                   GError   **error);

GPtrArray *parlor_cache_new_events (void);
GPtrArray *parlor_cache_new_people (void);
gpointer   parlor_cache_decode (GBytes          *frame,
                                ParlorPacketType type);

G_END_DECLS
