/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-bench"

#include "bench-crowd.h"

#include "bench-member.h"
#include "bench-population.h"

static gboolean
is_personal (const BenchWorkload *workload)
{
  return workload->n_members == 2;
}

/* Rooms are kept for other workloads of the same shape. */
static char *
room_name (const BenchWorkload *workload,
           guint                group)
{
  return g_strdup_printf ("bench-%u-%u", workload->n_members, group);
}

static gboolean
populate (const BenchWorkload *workload,
          BenchTarget         *target,
          GError             **error)
{
  guint n_speaking = workload->n_groups * workload->n_members;

  if (!bench_population_accounts (target, n_speaking + workload->n_idle, error))
    return FALSE;

  for (guint group = 0; group < workload->n_groups; group++) {
    g_autofree char *name = room_name (workload, group);
    guint            first = group * workload->n_members;

    if (is_personal (workload)
          ? !bench_population_pair (target, name, first, error)
          : !bench_population_room (target, name, first, workload->n_members, error))
      return FALSE;
  }

  return TRUE;
}

static BenchLog *
add_log (BenchCrowd *crowd,
         const char *name)
{
  BenchLog *log = bench_log_new (name, crowd->senders);

  g_ptr_array_add (crowd->logs, log);

  return log;
}

/* Adds a member, reading @reads and, as a sender, writing to @writes. */
static BenchMember *
add_member (BenchCrowd     *crowd,
            BenchLog       *reads,
            const BenchLog *writes,
            gint64          account)
{
  BenchMember *member = g_new0 (BenchMember, 1);

  member->crowd = crowd;
  member->reads = reads;
  member->connection = bench_pool_add (crowd->pool);
  member->connection->member = member;
  g_ptr_array_add (crowd->members, member);

  if (writes != NULL) {
    member->sender = bench_sender_new (crowd->senders->len, account, writes->name);
    g_ptr_array_add (crowd->senders, member->sender);
    g_ptr_array_add (crowd->writers, member);
  }

  return member;
}

static void
add_group (BenchCrowd          *crowd,
           const BenchWorkload *workload,
           guint                group)
{
  const BenchTarget *target = crowd->pool->target;
  g_autofree char   *name = room_name (workload, group);
  BenchLog          *log = add_log (crowd, g_hash_table_lookup (target->rooms, name));

  for (guint i = 0; i < workload->n_members; i++) {
    guint               index = group * workload->n_members + i;
    const BenchAccount *account = &g_array_index (target->accounts, BenchAccount, index);
    const BenchLog     *writes = i < workload->n_senders ? log : NULL;
    BenchMember        *member = add_member (crowd, log, writes, account->number);

    bench_script_add_sign_in (member->connection->script, target, index);
    bench_script_add_resume (member->connection->script);
  }
}

/* At a relay each of two people reads what the other writes. */
static void
add_relay_group (BenchCrowd          *crowd,
                 const BenchWorkload *workload,
                 guint                group)
{
  g_autofree char *name = room_name (workload, group);
  g_autofree char *back_name = g_strconcat (name, "-back", NULL);
  BenchLog        *log = add_log (crowd, name);
  BenchLog        *back = is_personal (workload) ? add_log (crowd, back_name) : log;

  for (guint i = 0; i < workload->n_members; i++) {
    BenchLog    *reads = i == 0 ? log : back;
    BenchLog    *writes = i == 0 ? back : log;
    BenchMember *member = add_member (crowd, reads, i < workload->n_senders ? writes : NULL, 0);

    bench_script_add_relay (member->connection->script, reads->name, writes->name);
  }
}

static void
add_idle (BenchCrowd          *crowd,
          const BenchWorkload *workload)
{
  for (guint i = 0; i < workload->n_idle; i++) {
    BenchMember *member = add_member (crowd, NULL, NULL, 0);
    GQueue      *script = member->connection->script;

    if (crowd->pool->target->is_relay) {
      bench_script_add_relay (script, "idle", "idle");
    } else {
      bench_script_add_sign_in (script, crowd->pool->target,
                                workload->n_groups * workload->n_members + i);
      bench_script_add_resume (script);
    }
  }
}

/* While scripts run: where the logs begin. */
static void
on_packet (BenchConnection *connection,
           ParlorPacketType type,
           gconstpointer    packet,
           gpointer         user_data)
{
  const ParlorConversationPacket *conversation = packet;
  BenchMember                    *member = connection->member;

  if (type != PARLOR_PACKET_CONVERSATION || member->reads == NULL ||
      !g_str_equal (conversation->conversation, member->reads->name))
    return;

  if (member->reads->first_seq == 0)
    member->reads->first_seq = conversation->head + 1;
  else if (member->reads->first_seq != conversation->head + 1)
    bench_pool_fail (connection->pool, "Members of %s were told different heads of it",
                     member->reads->name);
}

static void
on_line (BenchConnection *connection,
         const char      *line,
         gsize            size_bytes,
         gpointer         user_data)
{
  bench_member_take_line (connection->member, line, size_bytes);
}

/**
 * bench_crowd_new:
 * @workload: what is to be done
 * @target: where; accounts and rooms that are missing are made
 * @error: return location for an error
 *
 * Connects the people of @workload.
 *
 * Returns: (transfer full) (nullable): people who listen
 */
BenchCrowd *
bench_crowd_new (const BenchWorkload *workload,
                 BenchTarget         *target,
                 GError             **error)
{
  g_autoptr (BenchCrowd) crowd = NULL;

  if (!target->is_relay && !populate (workload, target, error))
    return NULL;

  crowd = g_new0 (BenchCrowd, 1);
  crowd->pool = bench_pool_new (target);
  crowd->pool->on_packet = on_packet;
  crowd->pool->on_line = on_line;
  crowd->members = g_ptr_array_new_with_free_func (g_free);
  crowd->writers = g_ptr_array_new ();
  crowd->senders = g_ptr_array_new_with_free_func ((GDestroyNotify) bench_sender_free);
  crowd->logs = g_ptr_array_new_with_free_func ((GDestroyNotify) bench_log_free);

  add_idle (crowd, workload);
  for (guint group = 0; group < workload->n_groups; group++)
    if (target->is_relay)
      add_relay_group (crowd, workload, group);
    else
      add_group (crowd, workload, group);

  return bench_pool_settle (crowd->pool, error) ? g_steal_pointer (&crowd) : NULL;
}

/**
 * bench_crowd_free:
 * @crowd: (transfer full): people
 *
 * Closes their connections.
 */
void
bench_crowd_free (BenchCrowd *crowd)
{
  bench_pool_free (crowd->pool);
  g_ptr_array_unref (crowd->members);
  g_ptr_array_unref (crowd->writers);
  g_ptr_array_unref (crowd->senders);
  g_ptr_array_unref (crowd->logs);
  g_free (crowd);
}

/* Whether all that was written has reached somebody, and was acknowledged; a
 * relay acknowledges nothing in a personal chat. */
static gboolean
is_complete (const BenchCrowd  *crowd,
             const BenchSender *sender)
{
  guint n_sent = sender->sendings->len;

  return sender->n_logged == n_sent && (crowd->pool->target->is_relay || sender->n_acked == n_sent);
}

static gboolean
has_everything (const BenchMember *member)
{
  return member->reads == NULL || member->n_read == member->reads->entries->len;
}

/**
 * bench_crowd_is_done:
 * @crowd: people who write no more
 *
 * Returns: whether everybody has got everything
 */
gboolean
bench_crowd_is_done (const BenchCrowd *crowd)
{
  for (guint i = 0; i < crowd->senders->len; i++)
    if (!is_complete (crowd, crowd->senders->pdata[i]))
      return FALSE;

  for (guint i = 0; i < crowd->members->len; i++)
    if (!has_everything (crowd->members->pdata[i]))
      return FALSE;

  return TRUE;
}

static gboolean
check_sender (const BenchCrowd  *crowd,
              const BenchSender *sender,
              GError           **error)
{
  if (is_complete (crowd, sender))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               "%s: of %u messages of sender %u, %u were delivered and %u acknowledged",
               crowd->pool->target->name, sender->sendings->len, sender->number,
               sender->n_logged, sender->n_acked);
  return FALSE;
}

/* Whether each message has the place that the server said it has. */
static gboolean
check_places (const BenchMember *member)
{
  const BenchLog    *log = member->reads;
  const BenchSender *sender = member->sender;

  for (guint i = 0; i < sender->sendings->len; i++) {
    gint64 seq = g_array_index (sender->sendings, BenchSending, i).seq;
    gint64 place = seq - log->first_seq;

    if (place < 0 || place >= log->entries->len ||
        g_array_index (log->entries, BenchEntry, place).sender != sender ||
        g_array_index (log->entries, BenchEntry, place).index != i)
      return FALSE;
  }

  return TRUE;
}

static gboolean
check_member (const BenchCrowd  *crowd,
              const BenchMember *member,
              GError           **error)
{
  const BenchTarget *target = crowd->pool->target;

  if (!has_everything (member)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 "%s: connection %u got %u of %u messages", target->name,
                 member->connection->number, member->n_read, member->reads->entries->len);
    return FALSE;
  }

  if (!target->is_relay && member->sender != NULL && !check_places (member)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 "%s: a message of connection %u is not where its acknowledgement said",
                 target->name, member->connection->number);
    return FALSE;
  }

  return TRUE;
}

/**
 * bench_crowd_check:
 * @crowd: people who write no more
 * @error: return location for an error
 *
 * Order and content of what came were checked when it came; this finds what
 * did not come, and what was acknowledged wrongly.
 *
 * Returns: whether each reader got each message once, in the same order
 */
gboolean
bench_crowd_check (const BenchCrowd *crowd,
                   GError          **error)
{
  for (guint i = 0; i < crowd->senders->len; i++)
    if (!check_sender (crowd, crowd->senders->pdata[i], error))
      return FALSE;

  for (guint i = 0; i < crowd->members->len; i++)
    if (!check_member (crowd, crowd->members->pdata[i], error))
      return FALSE;

  return TRUE;
}
