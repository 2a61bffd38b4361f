/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The outbox: the one part of the cache that nobody else has. */

#define G_LOG_DOMAIN "parlor-cache"

#include "parlor-cache-private.h"

static gboolean
write_outgoing (sqlite3    *db,
                const char *sql,
                gpointer    data,
                GError    **error)
{
  const ParlorCacheOutgoing *outgoing = data;
  g_autoptr (GBytes)         frame = NULL;

  frame = parlor_packet_encode (PARLOR_PACKET_EVENT, outgoing->packet);

  return parlor_sql_run (db, error, sql, "sbssssi", outgoing->packet->nonce, frame, outgoing->file,
                         outgoing->sha256, outgoing->upload, outgoing->error, outgoing->position);
}

static gboolean
add_outgoing (sqlite3 *db,
              gpointer data,
              GError **error)
{
  return write_outgoing (db,
                         "INSERT INTO outbox (nonce, packet, file, sha256, upload, error, position)"
                         "  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                         data, error);
}

/**
 * parlor_cache_add_outgoing_async:
 * @self: an open cache
 * @outgoing: a message to keep until it is sent
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Puts a message into the outbox, at its position.
 */
void
parlor_cache_add_outgoing_async (ParlorCache               *self,
                                 const ParlorCacheOutgoing *outgoing,
                                 GAsyncReadyCallback        callback,
                                 gpointer                   user_data)
{
  g_return_if_fail (PARLOR_IS_CACHE (self));

  parlor_cache_run_async (self, PARLOR_CACHE_DURABLE, add_outgoing,
                          parlor_cache_outgoing_copy (outgoing),
                          (GDestroyNotify) parlor_cache_outgoing_free, callback, user_data);
}

/**
 * parlor_cache_add_outgoing_finish:
 * @self: the cache
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the message is on disk
 */
gboolean
parlor_cache_add_outgoing_finish (ParlorCache  *self,
                                  GAsyncResult *result,
                                  GError      **error)
{
  return parlor_cache_run_finish (self, result, error) != NULL;
}

static gboolean
update_outgoing (sqlite3 *db,
                 gpointer data,
                 GError **error)
{
  return write_outgoing (db,
                         "UPDATE outbox SET packet = ?2, file = ?3, sha256 = ?4, upload = ?5,"
                         "  error = ?6 WHERE nonce = ?1 AND position = ?7",
                         data, error);
}

/**
 * parlor_cache_update_outgoing:
 * @self: an open cache
 * @outgoing: a message that is in the outbox
 *
 * Keeps what has become of it: uploaded, refused, to be tried again.
 */
void
parlor_cache_update_outgoing (ParlorCache               *self,
                              const ParlorCacheOutgoing *outgoing)
{
  g_return_if_fail (PARLOR_IS_CACHE (self));

  parlor_cache_write (self, update_outgoing, parlor_cache_outgoing_copy (outgoing),
                      (GDestroyNotify) parlor_cache_outgoing_free);
}

static gboolean
remove_outgoing (sqlite3 *db,
                 gpointer data,
                 GError **error)
{
  return parlor_sql_run (db, error, "DELETE FROM outbox WHERE nonce = ?1", "s", data);
}

/**
 * parlor_cache_remove_outgoing:
 * @self: an open cache
 * @nonce: of a message that was sent or given up
 *
 * Takes it out of the outbox.
 */
void
parlor_cache_remove_outgoing (ParlorCache *self,
                              const char  *nonce)
{
  g_return_if_fail (PARLOR_IS_CACHE (self));

  parlor_cache_write (self, remove_outgoing, g_strdup (nonce), g_free);
}

static void
read_outgoing (sqlite3_stmt *row,
               gpointer      user_data)
{
  g_autoptr (GBytes)   frame = parlor_sql_get_bytes (row, 0);
  ParlorEventPacket   *packet = parlor_cache_decode (frame, PARLOR_PACKET_EVENT);
  ParlorCacheOutgoing *outgoing;

  if (packet == NULL)
    return;

  outgoing = g_new0 (ParlorCacheOutgoing, 1);
  outgoing->packet = packet;
  outgoing->file = parlor_sql_dup_text (row, 1);
  outgoing->sha256 = parlor_sql_dup_text (row, 2);
  outgoing->upload = parlor_sql_dup_text (row, 3);
  outgoing->error = parlor_sql_dup_text (row, 4);
  outgoing->position = sqlite3_column_int64 (row, 5);
  g_ptr_array_add (user_data, outgoing);
}

/**
 * parlor_cache_read_outbox:
 * @db: a database
 * @outbox: (element-type ParlorCacheOutgoing): where to put what is found
 * @error: return location for an error
 *
 * Reads the outbox in the order in which it was written.
 *
 * Returns: whether it could be read
 */
gboolean
parlor_cache_read_outbox (sqlite3   *db,
                          GPtrArray *outbox,
                          GError   **error)
{
  return parlor_sql_query (db, read_outgoing, outbox, error,
                           "SELECT packet, file, sha256, upload, error, position FROM outbox"
                           "  ORDER BY position",
                           "");
}
