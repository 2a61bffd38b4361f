/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Timelines that become one, and one that becomes two.  Messages keep their
 * places in the list, so that whoever shows them need not move anything. */

#define G_LOG_DOMAIN "parlor-timeline"

#include "parlor-timeline-private.h"

#include <string.h>

/* Puts the first @n of @from in front of @to as well. */
static void
put_in_front (GPtrArray *to,
              GPtrArray *from,
              guint      n)
{
  const guint n_before = to->len;

  if (n == 0)
    return;

  g_ptr_array_set_size (to, n_before + n);
  memmove (to->pdata + n, to->pdata, n_before * sizeof (gpointer));
  for (guint i = 0; i < n; i++)
    to->pdata[i] = g_object_ref (from->pdata[i]);
}

/* Returns how many of some changes, which ascend, lie before @seq. */
static guint
count_before (GPtrArray *changes,
              gint64     seq)
{
  guint n = 0;

  while (n < changes->len && parlor_message_get_seq (changes->pdata[n]) < seq)
    n++;

  return n;
}

/* What both have is the live one's from now on. */
static void
drop_common (ParlorTimeline *part,
             gint64          from_seq)
{
  const guint from = parlor_timeline_search (part, from_seq);
  const guint n_removed = part->n_sent - from;

  if (part->next_seq <= from_seq)
    return;

  part->next_seq = from_seq;
  if (n_removed == 0)
    return;

  g_ptr_array_remove_range (part->items, from, n_removed);
  part->n_sent = from;
  g_list_model_items_changed (G_LIST_MODEL (part), from, n_removed, 0);
}

/**
 * parlor_timeline_join:
 * @self: the live timeline
 * @part: another one, which begins before it and ends where it begins, or later
 *
 * Makes of what @part has the beginning of @self.
 */
void
parlor_timeline_join (ParlorTimeline *self,
                      ParlorTimeline *part)
{
  const gint64 seq = self->first_seq;

  g_return_if_fail (PARLOR_IS_TIMELINE (self));
  g_return_if_fail (PARLOR_IS_TIMELINE (part));
  g_return_if_fail (part->next_seq >= seq);

  /* All of it may have become part of the live one by another way. */
  g_set_object (&part->successor, self);
  if (part->first_seq >= seq) {
    parlor_timeline_disconnect (part);
    return;
  }

  drop_common (part, seq);
  put_in_front (self->items, part->items, part->n_sent);
  put_in_front (self->changes, part->changes, count_before (part->changes, seq));
  self->n_sent += part->n_sent;
  self->first_seq = part->first_seq;
  if (part->n_sent > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, part->n_sent);
  parlor_timeline_set_complete (self, PARLOR_TIMELINE_OLDER, parlor_timeline_is_complete (part));

  parlor_timeline_tell_joined (part);
  parlor_timeline_disconnect (part);
  if (self->edges[PARLOR_TIMELINE_OLDER].is_loading)
    parlor_timeline_end_loading (self, PARLOR_TIMELINE_OLDER, part->n_sent, NULL);
}

/**
 * parlor_timeline_split:
 * @self: the live timeline
 *
 * Makes another timeline of what @self has of the log; @self has it as well
 * until it is reset.
 *
 * Returns: (transfer full) (nullable): the other one, if there is anything
 */
ParlorTimeline *
parlor_timeline_split (ParlorTimeline *self)
{
  ParlorTimeline *part;

  g_return_val_if_fail (PARLOR_IS_TIMELINE (self), NULL);

  if (self->n_sent == 0)
    return NULL;

  part = parlor_timeline_new (self->next_seq - 1, self->load, self->load_data);
  part->edges[PARLOR_TIMELINE_NEWER].is_complete = FALSE;
  part->first_seq = self->first_seq;
  part->oldest_seq = self->oldest_seq;
  part->n_sent = self->n_sent;
  put_in_front (part->items, self->items, self->n_sent);
  put_in_front (part->changes, self->changes, self->changes->len);
  parlor_timeline_set_complete (part, PARLOR_TIMELINE_OLDER, parlor_timeline_is_complete (self));

  return part;
}

/**
 * parlor_timeline_note_cached:
 * @self: a timeline
 * @is_cached: whether what it took is as it was told once, and may have changed
 */
void
parlor_timeline_note_cached (ParlorTimeline *self,
                             gboolean        is_cached)
{
  g_return_if_fail (PARLOR_IS_TIMELINE (self));

  self->is_cached |= is_cached;
}

/**
 * parlor_timeline_take_cached:
 * @self: a timeline
 *
 * Returns: whether its messages have to be looked at again; told once
 */
gboolean
parlor_timeline_take_cached (ParlorTimeline *self)
{
  const gboolean is_cached = self->is_cached;

  self->is_cached = FALSE;

  return is_cached;
}
