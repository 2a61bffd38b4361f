/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What events do to the messages that they are about: docs/protocol.md,
 * "Messages as they are now".  The models and the cache do it by the same
 * functions, the cache on a thread of its own: plain data, nothing else. */

#define G_LOG_DOMAIN "parlor-change"

#include "parlor-change.h"

#include "parlor-strings.h"

/**
 * parlor_change_is:
 * @kind: what happened
 *
 * Returns: whether it is about a message that was written before
 */
gboolean
parlor_change_is (ParlorEventKind kind)
{
  switch (kind) {
  case PARLOR_EVENT_EDIT:
  case PARLOR_EVENT_DELETE:
  case PARLOR_EVENT_PURGE:
  case PARLOR_EVENT_REACT:
  case PARLOR_EVENT_UNREACT:
  case PARLOR_EVENT_PIN:
  case PARLOR_EVENT_UNPIN:
    return TRUE;
  case PARLOR_EVENT_MESSAGE:
  case PARLOR_EVENT_CREATE:
  case PARLOR_EVENT_JOIN:
  case PARLOR_EVENT_LEAVE:
  case PARLOR_EVENT_SET:
  case PARLOR_EVENT_ROLE:
  case PARLOR_EVENT_KICK:
  case PARLOR_EVENT_BAN:
  case PARLOR_EVENT_UNBAN:
  case PARLOR_EVENT_MUTE:
  case PARLOR_EVENT_UNMUTE:
  case PARLOR_EVENT_UNKNOWN:
  case PARLOR_N_EVENTS:
  default:
    return FALSE;
  }
}

/**
 * parlor_change_is_shown:
 * @kind: what happened
 *
 * Returns: whether it has a place of its own in what people read.  A change is
 *   seen at its message; what this program does not know keeps its number, no
 *   more.
 */
gboolean
parlor_change_is_shown (ParlorEventKind kind)
{
  return kind > PARLOR_EVENT_UNKNOWN && kind < PARLOR_N_EVENTS && !parlor_change_is (kind);
}

static gint64
account_id (const ParlorAccountPacket *account)
{
  return account != NULL ? account->account : 0;
}

/**
 * parlor_change_is_about:
 * @change: an event
 * @message: another event
 *
 * Returns: whether @change changes @message
 */
gboolean
parlor_change_is_about (const ParlorEventPacket *change,
                        const ParlorEventPacket *message)
{
  if (message->kind != PARLOR_EVENT_MESSAGE || !parlor_change_is (change->kind))
    return FALSE;

  if (change->kind == PARLOR_EVENT_PURGE)
    return message->seq < change->seq && change->member != NULL &&
           account_id (message->author) == account_id (change->member);

  return change->target == message->seq;
}

static void
free_reactions (ParlorEventPacket *message)
{
  for (guint i = 0; message->reactions != NULL && i < message->reactions->len; i++)
    parlor_packet_free (PARLOR_PACKET_REACTION, message->reactions->pdata[i]);
  g_clear_pointer (&message->reactions, g_ptr_array_unref);
}

static void
clear (ParlorEventPacket *message)
{
  g_clear_pointer (&message->text, g_free);
  parlor_packet_free (PARLOR_PACKET_ATTACHMENT, g_steal_pointer (&message->attachment));
  free_reactions (message);
  message->is_pinned = FALSE;
  message->edited_ms = 0;
  message->is_deleted = TRUE;
}

/* Returns its position, or the number of reactions. */
static guint
find_reaction (const ParlorEventPacket *message,
               const char              *emoji)
{
  guint n_reactions = message->reactions != NULL ? message->reactions->len : 0;

  for (guint i = 0; i < n_reactions; i++)
    if (g_str_equal (((ParlorReactionPacket *) message->reactions->pdata[i])->emoji, emoji))
      return i;

  return n_reactions;
}

static void
add_reaction (ParlorEventPacket *message,
              const char        *emoji,
              gboolean           is_own)
{
  guint                 position = find_reaction (message, emoji);
  ParlorReactionPacket *reaction;

  if (message->reactions == NULL)
    message->reactions = g_ptr_array_new ();

  if (position == message->reactions->len) {
    if (position >= PARLOR_REACTIONS_MAX)
      return;
    reaction = parlor_packet_new (PARLOR_PACKET_REACTION);
    reaction->emoji = g_strdup (emoji);
    g_ptr_array_add (message->reactions, reaction);
  }

  reaction = message->reactions->pdata[position];
  if (reaction->count < G_MAXINT64)
    reaction->count++;
  reaction->mine |= is_own;
}

static void
remove_reaction (ParlorEventPacket *message,
                 const char        *emoji,
                 gboolean           is_own)
{
  guint                 position = find_reaction (message, emoji);
  ParlorReactionPacket *reaction;

  if (message->reactions == NULL || position == message->reactions->len)
    return;

  reaction = message->reactions->pdata[position];
  reaction->count--;
  if (is_own)
    reaction->mine = FALSE;
  if (reaction->count > 0)
    return;

  g_ptr_array_remove_index (message->reactions, position);
  parlor_packet_free (PARLOR_PACKET_REACTION, reaction);
}

static void
apply (ParlorEventPacket       *message,
       const ParlorEventPacket *change,
       gint64                   self_id)
{
  const gboolean is_own = self_id != 0 && account_id (change->author) == self_id;
  const char    *emoji = change->emoji != NULL ? change->emoji : "";

  if (change->kind == PARLOR_EVENT_DELETE || change->kind == PARLOR_EVENT_PURGE) {
    clear (message);
  } else if (message->is_deleted) {
    return;
  } else if (change->kind == PARLOR_EVENT_EDIT) {
    parlor_set_string (&message->text, change->text);
    message->edited_ms = change->time_ms;
  } else if (change->kind == PARLOR_EVENT_REACT) {
    add_reaction (message, emoji, is_own);
  } else if (change->kind == PARLOR_EVENT_UNREACT) {
    remove_reaction (message, emoji, is_own);
  } else {
    message->is_pinned = change->kind == PARLOR_EVENT_PIN;
  }
}

/**
 * parlor_change_apply:
 * @message: a message as it is known
 * @change: an event
 * @self_id: number of one's own account, 0 if it is not known
 *
 * Brings @message up to date, unless @change is not about it, or is in it
 * already.
 *
 * Returns: whether anything may have changed
 */
gboolean
parlor_change_apply (ParlorEventPacket       *message,
                     const ParlorEventPacket *change,
                     gint64                   self_id)
{
  if (change->seq <= message->changed || !parlor_change_is_about (change, message))
    return FALSE;

  apply (message, change, self_id);
  message->changed = change->seq;

  return TRUE;
}
