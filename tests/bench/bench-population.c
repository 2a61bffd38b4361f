/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-bench"

#include "bench-population.h"

#include "bench-pool.h"
#include "parlor-names.h"

/* Connections are closed again before the next ones are opened, and none of
 * them asks for live events: nobody is told of all these joins. */
#define AT_ONCE 64

typedef struct
{
  BenchTarget *target;
  const char  *room; /* name of the room, or NULL */
  guint        first;
} Task;

typedef void (*ScriptFunc) (GQueue     *script,
                            const Task *task,
                            guint       account);

static void
on_packet (BenchConnection *connection,
           ParlorPacketType type,
           gconstpointer    packet,
           gpointer         user_data)
{
  const ParlorConversationPacket *conversation = packet;
  const ParlorSignedInPacket     *signed_in = packet;
  Task                           *task = user_data;

  if (type == PARLOR_PACKET_SIGNED_IN && signed_in->token != NULL) {
    guint         index = task->first + connection->number;
    BenchAccount *account = &g_array_index (task->target->accounts, BenchAccount, index);

    account->number = ((ParlorAccountPacket *) signed_in->account)->account;
    account->token = g_strdup (signed_in->token);
  }

  if (type == PARLOR_PACKET_CONVERSATION && task->room != NULL)
    g_hash_table_replace (task->target->rooms, g_strdup (task->room),
                          g_strdup (conversation->conversation));
}

/* Has the accounts @first … play the scripts that @func writes. */
static gboolean
play (BenchTarget *target,
      const char  *room,
      guint        first,
      guint        n_accounts,
      ScriptFunc   func,
      GError     **error)
{
  for (guint start = 0; start < n_accounts; start += AT_ONCE) {
    Task                  task = { target, room, first + start };
    g_autoptr (BenchPool) pool = bench_pool_new (target);

    pool->on_packet = on_packet;
    pool->user_data = &task;
    for (guint i = start; i < MIN (start + AT_ONCE, n_accounts); i++)
      func (bench_pool_add (pool)->script, &task, first + i);

    if (!bench_pool_settle (pool, error))
      return FALSE;
  }

  return TRUE;
}

static void
write_registration (GQueue     *script,
                    const Task *task,
                    guint       account)
{
  g_autofree char     *name = g_strdup_printf ("bench%u", account);
  ParlorRegisterPacket packet = { .name = name, .password = (char *) "correct horse" };

  bench_script_add_hello (script);
  bench_script_add (script, PARLOR_PACKET_REGISTER, &packet, PARLOR_PACKET_SIGNED_IN);
}

/**
 * bench_population_accounts:
 * @target: a server
 * @n_accounts: how many accounts are needed
 * @error: return location for an error
 *
 * Registers those that are missing.
 *
 * Returns: whether they are there
 */
gboolean
bench_population_accounts (BenchTarget *target,
                           guint        n_accounts,
                           GError     **error)
{
  guint n_known = target->accounts->len;

  if (n_known >= n_accounts)
    return TRUE;

  g_array_set_size (target->accounts, n_accounts);

  return play (target, NULL, n_known, n_accounts - n_known, write_registration, error);
}

static void
write_creation (GQueue     *script,
                const Task *task,
                guint       account)
{
  ParlorCreatePacket packet = { .kind = PARLOR_CONVERSATION_GROUP, .name = (char *) task->room };

  bench_script_add_sign_in (script, task->target, account);
  bench_script_add (script, PARLOR_PACKET_CREATE, &packet, PARLOR_PACKET_CONVERSATION);
}

static void
write_join (GQueue     *script,
            const Task *task,
            guint       account)
{
  ParlorJoinPacket packet = { .conversation = (char *) task->room };

  bench_script_add_sign_in (script, task->target, account);
  bench_script_add (script, PARLOR_PACKET_JOIN, &packet, PARLOR_PACKET_CONVERSATION);
}

/**
 * bench_population_room:
 * @target: a server
 * @name: name of a group
 * @first: index of the account that makes it
 * @n_members: how many accounts from @first on are in it
 * @error: return location for an error
 *
 * Makes the group if it is not there.
 *
 * Returns: whether it is there
 */
gboolean
bench_population_room (BenchTarget *target,
                       const char  *name,
                       guint        first,
                       guint        n_members,
                       GError     **error)
{
  if (g_hash_table_contains (target->rooms, name))
    return TRUE;

  return play (target, name, first, 1, write_creation, error) &&
         play (target, name, first + 1, n_members - 1, write_join, error);
}

static void
write_first_message (GQueue     *script,
                     const Task *task,
                     guint       account)
{
  g_autofree char *id = g_strdup (g_hash_table_lookup (task->target->rooms, task->room));
  g_autofree char *nonce = parlor_nonce_new ();
  ParlorSendPacket packet = { .conversation = id, .nonce = nonce, .text = (char *) "Hello" };

  bench_script_add_sign_in (script, task->target, account);
  bench_script_add (script, PARLOR_PACKET_SEND, &packet, PARLOR_PACKET_SENT);
}

/**
 * bench_population_pair:
 * @target: a server
 * @name: what the chat is called among @target.rooms
 * @first: index of an account; the next one is the other
 * @error: return location for an error
 *
 * Makes the personal chat of two accounts if it is not there.
 *
 * Returns: whether it is there
 */
gboolean
bench_population_pair (BenchTarget *target,
                       const char  *name,
                       guint        first,
                       GError     **error)
{
  const BenchAccount *accounts = &g_array_index (target->accounts, BenchAccount, first);

  if (g_hash_table_contains (target->rooms, name))
    return TRUE;

  g_hash_table_insert (target->rooms, g_strdup (name),
                       parlor_personal_id (accounts[0].number, accounts[1].number));

  return play (target, name, first, 1, write_first_message, error);
}
