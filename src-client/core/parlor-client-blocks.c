/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whom one has blocked: the server keeps it, for all devices of the account. */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

#include "parlor-account-private.h"

static void load_page (ParlorClient *self,
                       gint64        after,
                       GHashTable   *blocked);

static void
take_all (ParlorClient *self,
          GHashTable   *blocked)
{
  GHashTableIter iter;
  gpointer       account;

  g_hash_table_iter_init (&iter, self->people_by_id);
  while (g_hash_table_iter_next (&iter, NULL, &account))
    parlor_account_set_is_blocked (account, g_hash_table_contains (blocked, account));
}

/* Takes a reference of @user_data, the accounts of the pages so far. */
static void
on_page (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ParlorClient           *self = PARLOR_CLIENT (source);
  g_autoptr (GHashTable)  blocked = user_data;
  g_autoptr (GError)      error = NULL;
  ParlorPeoplePagePacket *page;
  gint64                  last = 0;

  page = parlor_client_finish_as (self, result, PARLOR_PACKET_PEOPLE_PAGE, &error);
  if (page == NULL) {
    g_debug ("It is not known who is blocked: %s", error->message);
    return;
  }

  for (guint i = 0; i < page->people->len; i++) {
    const ParlorAccountPacket *packet = page->people->pdata[i];

    g_hash_table_add (blocked, parlor_client_ensure_account (self, packet));
    last = packet->account;
  }

  if (page->complete || page->people->len == 0)
    take_all (self, blocked);
  else if (parlor_client_is_online (self))
    load_page (self, last, g_hash_table_ref (blocked));
  parlor_packet_free (PARLOR_PACKET_PEOPLE_PAGE, page);
}

/* Takes @blocked. */
static void
load_page (ParlorClient *self,
           gint64        after,
           GHashTable   *blocked)
{
  ParlorBlocksPacket *packet = parlor_packet_new (PARLOR_PACKET_BLOCKS);

  packet->after = after;
  parlor_client_request_async (self, PARLOR_PACKET_BLOCKS, packet, self->cancellable, on_page,
                               blocked);
}

/**
 * parlor_client_load_blocks:
 * @self: a client that is online
 *
 * Asks the server whom one has blocked.
 */
void
parlor_client_load_blocks (ParlorClient *self)
{
  load_page (self, 0, g_hash_table_new (NULL, NULL));
}

typedef struct
{
  ParlorAccount *account;
  gboolean       is_blocked;
} Blocking;

static void
blocking_free (gpointer data)
{
  Blocking *blocking = data;

  g_object_unref (blocking->account);
  g_free (blocking);
}

static void
on_blocked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  const Blocking   *blocking = g_task_get_task_data (task);
  GError           *error = NULL;
  ParlorOkPacket   *ok;

  ok = parlor_client_finish_as (PARLOR_CLIENT (source), result, PARLOR_PACKET_OK, &error);
  if (ok == NULL) {
    g_task_return_error (task, error);
    return;
  }

  parlor_packet_free (PARLOR_PACKET_OK, ok);
  parlor_account_set_is_blocked (blocking->account, blocking->is_blocked);
  g_task_return_boolean (task, TRUE);
}

/**
 * parlor_client_block_async:
 * @self: a client
 * @account: somebody else
 * @is_blocked: whether to take nothing from @account any more
 * @cancellable: (nullable): ends the waiting
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Blocks somebody, or does so no longer.
 */
void
parlor_client_block_async (ParlorClient       *self,
                           ParlorAccount      *account,
                           gboolean            is_blocked,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  const ParlorPacketType type = is_blocked ? PARLOR_PACKET_BLOCK : PARLOR_PACKET_UNBLOCK;
  gpointer               packet;
  Blocking              *blocking;
  GTask                 *task;

  g_return_if_fail (PARLOR_IS_CLIENT (self));
  g_return_if_fail (PARLOR_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_client_block_async);
  blocking = g_new (Blocking, 1);
  blocking->account = g_object_ref (account);
  blocking->is_blocked = is_blocked;
  g_task_set_task_data (task, blocking, blocking_free);

  packet = parlor_packet_new (type);
  if (is_blocked)
    ((ParlorBlockPacket *) packet)->account = parlor_account_get_id (account);
  else
    ((ParlorUnblockPacket *) packet)->account = parlor_account_get_id (account);
  parlor_client_request_async (self, type, packet, cancellable, on_blocked, task);
}

/**
 * parlor_client_block_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for a #ParlorClientError
 *
 * Returns: whether it is so now
 */
gboolean
parlor_client_block_finish (ParlorClient *self,
                            GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
