/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What becomes of a message once it is written: edits, reactions, a pin, its
 * deletion. */

#define G_LOG_DOMAIN "parlor-message"

#include "parlor-message-private.h"

#include "parlor-change.h"

/* Whoever listens looks at what it shows, not at what it was. */
static void
notify_state (ParlorMessage *self)
{
  static const char *const names[] = { "text", "edited-ms", "is-deleted", "is-pinned",
                                       "reactions" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_notify (G_OBJECT (self), names[i]);
}

/* Somebody may be selecting the text while others react to it. */
static void
notify_change (ParlorMessage  *self,
               ParlorEventKind kind)
{
  switch ((int) kind) {
  case PARLOR_EVENT_EDIT:
    g_object_notify (G_OBJECT (self), "text");
    g_object_notify (G_OBJECT (self), "edited-ms");
    break;
  case PARLOR_EVENT_REACT:
  case PARLOR_EVENT_UNREACT:
    g_object_notify (G_OBJECT (self), "reactions");
    break;
  case PARLOR_EVENT_PIN:
  case PARLOR_EVENT_UNPIN:
    g_object_notify (G_OBJECT (self), "is-pinned");
    break;
  default:
    notify_state (self);
    break;
  }
}

static void
drop_attachment (ParlorMessage *self)
{
  if (self->attachment == NULL)
    return;

  g_clear_object (&self->attachment);
  g_object_notify (G_OBJECT (self), "attachment");
}

/**
 * parlor_message_apply:
 * @self: a message or another event
 * @change: an event
 *
 * Brings @self up to date if @change is about it and not in it already.  What
 * is applied has to ascend.
 *
 * Returns: whether anything may have changed
 */
gboolean
parlor_message_apply (ParlorMessage *self,
                      ParlorMessage *change)
{
  const gboolean is_own = parlor_account_is_self (change->author);

  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), FALSE);
  g_return_val_if_fail (PARLOR_IS_MESSAGE (change), FALSE);

  if (!parlor_change_apply (self->event, change->event,
                            is_own ? parlor_account_get_id (change->author) : 0))
    return FALSE;

  g_object_freeze_notify (G_OBJECT (self));
  notify_change (self, change->event->kind);
  if (self->event->is_deleted)
    drop_attachment (self);
  g_object_thaw_notify (G_OBJECT (self));

  return TRUE;
}

/**
 * parlor_message_update:
 * @self: a message
 * @event: the same message, as the server tells it now
 *
 * Takes over what has become of it, unless more is known already.
 */
void
parlor_message_update (ParlorMessage           *self,
                       const ParlorEventPacket *event)
{
  ParlorEventPacket  lean = *event;
  ParlorEventPacket *lean_copy;

  g_return_if_fail (PARLOR_IS_MESSAGE (self));
  g_return_if_fail (event->seq == self->event->seq);

  if (event->changed <= self->event->changed)
    return;

  lean.attachment = NULL;
  if (lean.nonce == NULL)
    lean.nonce = self->event->nonce;
  lean_copy = parlor_packet_copy (PARLOR_PACKET_EVENT, &lean);
  parlor_packet_free (PARLOR_PACKET_EVENT, self->event);
  self->event = lean_copy;

  g_object_freeze_notify (G_OBJECT (self));
  notify_state (self);
  if (self->event->is_deleted)
    drop_attachment (self);
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
parlor_message_is_action (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), FALSE);

  return self->event->is_action;
}

gboolean
parlor_message_is_edited (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), FALSE);

  return self->event->edited_ms != 0;
}

gboolean
parlor_message_is_deleted (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), FALSE);

  return self->event->is_deleted;
}

gboolean
parlor_message_is_pinned (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), FALSE);

  return self->event->is_pinned;
}

/**
 * parlor_message_get_reply_to:
 * @self: a message
 *
 * Returns: seq of the message that it answers, 0 if it answers none
 */
gint64
parlor_message_get_reply_to (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), 0);

  return self->event->reply_to;
}

/**
 * parlor_message_answer_none:
 * @self: a message that is not sent yet
 *
 * What it was to answer is gone.
 */
void
parlor_message_answer_none (ParlorMessage *self)
{
  g_return_if_fail (PARLOR_IS_MESSAGE (self));

  self->event->reply_to = 0;
  g_object_notify (G_OBJECT (self), "reply-to");
}

/**
 * parlor_message_get_reactions:
 * @self: a message
 *
 * Returns: (transfer none) (nullable) (element-type ParlorReactionPacket): how
 *   many reacted with which emoji; good until #ParlorMessage:reactions changes
 */
const GPtrArray *
parlor_message_get_reactions (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), NULL);

  return self->event->reactions;
}
