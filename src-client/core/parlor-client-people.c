/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is who, and who is here. */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

#include "parlor-account-private.h"
#include "parlor-names.h"

#include <string.h>

static void
note_name (ParlorClient  *self,
           ParlorAccount *account)
{
  g_hash_table_replace (self->people_by_name, g_strdup (parlor_account_get_name (account)),
                        account);
}

static ParlorAccount *
add_account (ParlorClient              *self,
             const ParlorAccountPacket *packet)
{
  g_autoptr (ParlorAccount) account = NULL;
  gint64                   *key = g_memdup2 (&packet->account, sizeof packet->account);

  account = parlor_account_new (packet->account, packet->name, packet->nick);
  g_hash_table_insert (self->people_by_id, key, account);
  /* What was told long ago does not take the name from who is called so now. */
  if (parlor_client_find_account (self, packet->name) == NULL)
    note_name (self, account);
  g_list_store_append (self->people, account);
  parlor_client_watch_later (self);

  return account;
}

/**
 * parlor_client_peek_account:
 * @self: a client
 * @packet: who somebody was, perhaps long ago
 *
 * Returns: (transfer none): the account; what is known of it already stays
 */
ParlorAccount *
parlor_client_peek_account (ParlorClient              *self,
                            const ParlorAccountPacket *packet)
{
  ParlorAccount *account = g_hash_table_lookup (self->people_by_id, &packet->account);

  return account != NULL ? account : add_account (self, packet);
}

/**
 * parlor_client_ensure_account:
 * @self: a client
 * @packet: who somebody is now
 *
 * Returns: (transfer none): the account, brought up to date
 */
ParlorAccount *
parlor_client_ensure_account (ParlorClient              *self,
                              const ParlorAccountPacket *packet)
{
  ParlorAccount *account = parlor_client_peek_account (self, packet);

  parlor_account_update (account, packet);
  note_name (self, account);

  return account;
}

/**
 * parlor_client_take_people:
 * @self: a client
 * @people: (element-type ParlorAccountPacket): accounts as they are now
 *
 * Brings accounts up to date, here and in the cache.
 */
void
parlor_client_take_people (ParlorClient    *self,
                           const GPtrArray *people)
{
  for (guint i = 0; i < people->len; i++) {
    const ParlorAccountPacket *packet = people->pdata[i];

    if (parlor_client_ensure_account (self, packet) == self->self_account)
      self->server_role = MAX (packet->server_role, PARLOR_SERVER_ROLE_USER);
  }

  parlor_cache_save_people (self->cache, people);
}

static void load_page (ParlorClient *self,
                       gint64        after);

static void
on_people_page (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  ParlorClient           *self = PARLOR_CLIENT (source);
  g_autoptr (GError)      error = NULL;
  ParlorPeoplePagePacket *page;

  page = parlor_client_finish_as (self, result, PARLOR_PACKET_PEOPLE_PAGE, &error);
  if (page == NULL) {
    g_debug ("No people: %s", error->message);
    return;
  }

  if (page->people->len > 0) {
    const ParlorAccountPacket *last = page->people->pdata[page->people->len - 1];

    parlor_client_take_people (self, page->people);
    if (!page->complete && parlor_client_is_online (self))
      load_page (self, last->account);
    else
      parlor_client_watch_later (self);
  }
  parlor_packet_free (PARLOR_PACKET_PEOPLE_PAGE, page);
}

static void
load_page (ParlorClient *self,
           gint64        after)
{
  ParlorPeoplePacket *packet = parlor_packet_new (PARLOR_PACKET_PEOPLE);

  packet->after = after;
  packet->limit = PARLOR_PAGE_MAX_ITEMS;
  parlor_client_request_async (self, PARLOR_PACKET_PEOPLE, packet, self->cancellable,
                               on_people_page, NULL);
}

/**
 * parlor_client_load_people:
 * @self: a client that is online
 *
 * Fetches the people of the server, page by page, and subscribes to changes.
 */
void
parlor_client_load_people (ParlorClient *self)
{
  load_page (self, 0);
}

/**
 * parlor_client_find_account:
 * @self: a client
 * @name: the unique name of somebody, with or without `@`
 *
 * Takes no longer the more people there are: a message may name fifty.
 *
 * Returns: (transfer none) (nullable): who is called so
 */
ParlorAccount *
parlor_client_find_account (ParlorClient *self,
                            const char   *name)
{
  g_autofree char *wanted = NULL;
  ParlorAccount   *account;

  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  wanted = parlor_name_prepare (*name == '@' ? name + 1 : name, NULL);
  if (wanted == NULL)
    return NULL;

  /* Who is called otherwise since is still there under the old name. */
  account = g_hash_table_lookup (self->people_by_name, wanted);

  return account != NULL && g_str_equal (parlor_account_get_name (account), wanted) ? account
                                                                                    : NULL;
}

/**
 * parlor_client_get_server_role:
 * @self: a client
 *
 * Returns: what one is on the server; unknown before the server has told
 */
ParlorServerRole
parlor_client_get_server_role (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), PARLOR_SERVER_ROLE_UNKNOWN);

  return self->server_role;
}
