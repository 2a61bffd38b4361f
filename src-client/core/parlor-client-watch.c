/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose presence the client knows.  It watches those who are likely to be on
 * screen; all others, and everybody while there is no connection, count as
 * offline: nobody would tell that they went. */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

#include "parlor-account-private.h"
#include "parlor-members-private.h"

#include <string.h>

#define WATCH_DELAY_MS 100

/* The accounts that are chosen, in order, each once. */
typedef struct
{
  GArray     *ids; /* of gint64 */
  GHashTable *known;
} Choice;

static void
choose (Choice        *choice,
        ParlorAccount *account)
{
  gint64 id;

  if (account == NULL || parlor_account_is_self (account) || choice->ids->len == PARLOR_WATCH_MAX ||
      !g_hash_table_add (choice->known, account))
    return;

  id = parlor_account_get_id (account);
  g_array_append_val (choice->ids, id);
}

static void
choose_list (Choice     *choice,
             GListModel *accounts)
{
  for (guint i = 0; accounts != NULL && i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (accounts, i);

    choose (choice, account);
  }
}

static void
choose_present (Choice     *choice,
                GListModel *accounts)
{
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (accounts, i);

    if (parlor_account_get_presence (account) != PARLOR_PRESENCE_OFFLINE)
      choose (choice, account);
  }
}

/* People of personal chats, then members of what is open, then the others, those
 * first who are here as far as is known. */
static GArray *
choose_all (ParlorClient *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  Choice                 choice = { g_array_new (FALSE, FALSE, sizeof (gint64)), known };
  GListModel            *conversations = G_LIST_MODEL (self->conversations);
  guint                  n_conversations = g_list_model_get_n_items (conversations);

  for (guint i = 0; i < n_conversations; i++) {
    g_autoptr (ParlorConversation) conversation = g_list_model_get_item (conversations, i);

    choose (&choice, parlor_conversation_get_peer (conversation));
  }
  for (guint i = 0; i < n_conversations; i++) {
    g_autoptr (ParlorConversation) conversation = g_list_model_get_item (conversations, i);
    g_autoptr (ParlorMembers)      members = parlor_conversation_peek_members (conversation);

    choose_list (&choice, (GListModel *) members);
  }
  choose_present (&choice, G_LIST_MODEL (self->people));
  choose_list (&choice, G_LIST_MODEL (self->people));

  return choice.ids;
}

/* Whoever is not among @here is offline, as far as is known. */
static void
forget_but (ParlorClient *self,
            GHashTable   *here)
{
  GListModel *people = G_LIST_MODEL (self->people);

  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (people, i);
    gint64                    id = parlor_account_get_id (account);

    if (!parlor_account_is_self (account) && !g_hash_table_contains (here, &id))
      parlor_account_set_presence (account, PARLOR_PRESENCE_OFFLINE);
  }
}

/* The server has told, in `changed`, who of them is here. */
static void
on_watched (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ParlorClient      *self = PARLOR_CLIENT (source);
  g_autoptr (GError) error = NULL;
  gpointer           ok = parlor_client_finish_as (self, result, PARLOR_PACKET_OK, &error);

  if (ok == NULL) {
    g_debug ("Nobody is watched: %s", error->message);
    return;
  }

  parlor_packet_free (PARLOR_PACKET_OK, ok);
  if (GPOINTER_TO_UINT (user_data) == self->n_watches)
    forget_but (self, self->present);
}

static gboolean
is_same (const GArray *one,
         const GArray *other)
{
  return other != NULL && one->len == other->len &&
         (one->len == 0 || memcmp (one->data, other->data, one->len * sizeof (gint64)) == 0);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

static void
send_watch (ParlorClient *self)
{
  ParlorWatchPacket *packet = parlor_packet_new (PARLOR_PACKET_WATCH);

  packet->people = g_ptr_array_new ();
  for (guint i = 0; i < self->watched->len; i++) {
    ParlorWhoPacket *who = parlor_packet_new (PARLOR_PACKET_WHO);

    who->account = g_array_index (self->watched, gint64, i);
    g_ptr_array_add (packet->people, who);
  }

  g_hash_table_remove_all (self->present);
  self->n_watches++;
  parlor_client_request_async (self, PARLOR_PACKET_WATCH, packet, self->cancellable, on_watched,
                               GUINT_TO_POINTER (self->n_watches));
}

/* Of whom only a page told, nobody tells more. */
static void
forget_unwatched (ParlorClient *self)
{
  g_autoptr (GHashTable) watched = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < self->watched->len; i++)
    g_hash_table_add (watched, &g_array_index (self->watched, gint64, i));
  forget_but (self, watched);
}

static gboolean
on_watch_due (gpointer user_data)
{
  ParlorClient *self = user_data;
  GArray       *chosen;

  self->watch_id = 0;
  if (!parlor_client_is_online (self))
    return G_SOURCE_REMOVE;

  chosen = choose_all (self);
  g_array_sort (chosen, compare_ids);
  if (is_same (chosen, self->watched)) {
    g_array_unref (chosen);
    forget_unwatched (self);
    return G_SOURCE_REMOVE;
  }

  g_clear_pointer (&self->watched, g_array_unref);
  self->watched = chosen;
  send_watch (self);

  return G_SOURCE_REMOVE;
}

/**
 * parlor_client_watch_later:
 * @self: a client
 *
 * Asks the server, a little later, to tell of the presence of those who are
 * likely to be on screen.
 */
void
parlor_client_watch_later (ParlorClient *self)
{
  if (self->watch_id == 0 && !self->is_closed)
    self->watch_id = g_timeout_add (WATCH_DELAY_MS, on_watch_due, self);
}

/**
 * parlor_client_take_presence:
 * @self: a client
 * @people: (element-type ParlorAccountPacket): accounts that were told as changed
 *
 * Notes who is here.
 */
void
parlor_client_take_presence (ParlorClient    *self,
                             const GPtrArray *people)
{
  for (guint i = 0; i < people->len; i++) {
    const ParlorAccountPacket *person = people->pdata[i];

    if (person->presence == PARLOR_PRESENCE_OFFLINE)
      g_hash_table_remove (self->present, &person->account);
    else if (person->presence != PARLOR_PRESENCE_UNKNOWN)
      g_hash_table_add (self->present, g_memdup2 (&person->account, sizeof person->account));
  }
}

/**
 * parlor_client_forget_presence:
 * @self: a client that is not online
 *
 * Nobody is known to be here, oneself included.
 */
void
parlor_client_forget_presence (ParlorClient *self)
{
  g_clear_handle_id (&self->watch_id, g_source_remove);
  g_clear_pointer (&self->watched, g_array_unref);
  g_hash_table_remove_all (self->present);
  forget_but (self, self->present);
  if (self->self_account != NULL)
    parlor_account_set_presence (self->self_account, PARLOR_PRESENCE_OFFLINE);
}
