/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who comes and who goes, many at once said in one line. */

#define G_LOG_DOMAIN "parlor-cli-crowd"

#include "parlor-cli-crowd.h"

#include "parlor-cli-event.h"

/* So long one waits for somebody else to do the same, and for all of them together. */
#define PAUSE_MS 700
#define GATHER_MS 3000

/* Those who did the same in one conversation. */
typedef struct
{
  ParlorConversation *conversation;
  ParlorEventKind     kind;
  gint64              time_ms;
  GHashTable         *people; /* of ParlorAccount */
  ParlorAccount      *first;
  ParlorAccount      *second; /* or NULL */
} Group;

struct _ParlorCliCrowd
{
  ParlorCliNoticeFunc func;
  gpointer            user_data;
  GPtrArray          *groups;   /* of Group, in the order in which they began */
  gint64              start_us; /* when the first one came that is not told of yet */
  guint               timeout;
};

static void
group_free (Group *group)
{
  g_object_unref (group->conversation);
  g_hash_table_unref (group->people);
  g_free (group);
}

/**
 * parlor_cli_crowd_new:
 * @func: told what to print
 * @user_data: for @func
 *
 * Returns: (transfer full): gathers comings and goings
 */
ParlorCliCrowd *
parlor_cli_crowd_new (ParlorCliNoticeFunc func,
                      gpointer            user_data)
{
  ParlorCliCrowd *self = g_new0 (ParlorCliCrowd, 1);

  self->func = func;
  self->user_data = user_data;
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);

  return self;
}

/**
 * parlor_cli_crowd_free:
 * @self: (transfer full): says nothing more
 */
void
parlor_cli_crowd_free (ParlorCliCrowd *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_ptr_array_unref (self->groups);
  g_free (self);
}

static Group *
find_group (ParlorCliCrowd     *self,
            ParlorConversation *conversation,
            ParlorEventKind     kind)
{
  Group *group;

  for (guint i = 0; i < self->groups->len; i++) {
    group = self->groups->pdata[i];
    if (group->conversation == conversation && group->kind == kind)
      return group;
  }

  group = g_new0 (Group, 1);
  group->conversation = g_object_ref (conversation);
  group->kind = kind;
  group->people = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_ptr_array_add (self->groups, group);

  return group;
}

static gboolean
on_timeout (gpointer user_data)
{
  ParlorCliCrowd *self = user_data;

  self->timeout = 0;
  parlor_cli_crowd_flush (self);

  return G_SOURCE_REMOVE;
}

static void
wait_for_others (ParlorCliCrowd *self)
{
  const gint64 now_us = g_get_monotonic_time ();

  if (self->timeout == 0)
    self->start_us = now_us;
  else if (now_us - self->start_us > (GATHER_MS - PAUSE_MS) * G_GINT64_CONSTANT (1000))
    return;

  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add (PAUSE_MS, on_timeout, self);
}

/**
 * parlor_cli_crowd_take:
 * @self: gathers comings and goings
 * @conversation: where
 * @message: what happened
 *
 * Returns: whether it is a coming or a going, to be told of a little later
 */
gboolean
parlor_cli_crowd_take (ParlorCliCrowd     *self,
                       ParlorConversation *conversation,
                       ParlorMessage      *message)
{
  const ParlorEventKind kind = parlor_message_get_kind (message);
  ParlorAccount        *account = parlor_message_get_author (message);
  Group                *group;

  if (kind != PARLOR_EVENT_JOIN && kind != PARLOR_EVENT_LEAVE)
    return FALSE;

  group = find_group (self, conversation, kind);
  group->time_ms = parlor_message_get_time_ms (message);
  if (g_hash_table_add (group->people, g_object_ref (account))) {
    if (group->first == NULL)
      group->first = account;
    else if (group->second == NULL)
      group->second = account;
  }
  wait_for_others (self);

  return TRUE;
}

/**
 * parlor_cli_crowd_flush:
 * @self: gathers comings and goings
 *
 * Tells at once what was gathered: something else comes after it.
 */
void
parlor_cli_crowd_flush (ParlorCliCrowd *self)
{
  g_autoptr (GPtrArray) groups = g_steal_pointer (&self->groups);

  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  g_clear_handle_id (&self->timeout, g_source_remove);
  for (guint i = 0; i < groups->len; i++) {
    const Group     *group = groups->pdata[i];
    ParlorAccount   *other = group->second;
    const char      *second = other != NULL ? parlor_account_get_nick (other) : NULL;
    g_autofree char *notice =
      parlor_cli_describe_crowd (group->kind, parlor_account_get_nick (group->first), second,
                                 g_hash_table_size (group->people));

    self->func (group->conversation, group->time_ms, notice, self->user_data);
  }
}
