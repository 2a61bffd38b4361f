/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one may do with a message, as far as is known here.  The server decides;
 * this is what need not be offered. */

#define G_LOG_DOMAIN "parlor-conversation"

#include "parlor-conversation-private.h"

#include "parlor-client-private.h"

static gboolean
is_personal (ParlorConversation *self)
{
  return self->facts->kind == PARLOR_CONVERSATION_PERSONAL;
}

/* A personal chat has nobody who sees to what the other one writes. */
static gboolean
is_moderator (ParlorConversation *self)
{
  if (is_personal (self))
    return FALSE;

  return self->facts->role >= PARLOR_ROLE_MODERATOR ||
         (self->client != NULL && self->client->server_role >= PARLOR_SERVER_ROLE_ADMIN);
}

static gboolean
has_voice (ParlorConversation *self)
{
  return self->facts->muted_until_ms <= g_get_real_time () / 1000;
}

/* Whether one may add to the log. */
static gboolean
is_open (ParlorConversation *self)
{
  return self->is_member && !self->facts->is_archived && has_voice (self);
}

static gboolean
can_write (ParlorConversation *self)
{
  return is_open (self) && (!self->facts->is_read_only || is_moderator (self));
}

static gboolean
can_delete (ParlorConversation *self,
            ParlorMessage      *message)
{
  if (parlor_message_is_own (message))
    return self->is_member;

  return self->is_member && is_moderator (self) && has_voice (self);
}

/**
 * parlor_conversation_get_rights:
 * @self: a conversation
 * @message: a message in it
 *
 * Returns: what one may ask the server to do with @message
 */
ParlorMessageRights
parlor_conversation_get_rights (ParlorConversation *self,
                                ParlorMessage      *message)
{
  ParlorMessageRights rights = 0;
  gboolean            is_own;

  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), 0);
  g_return_val_if_fail (PARLOR_IS_MESSAGE (message), 0);

  if (parlor_message_get_kind (message) != PARLOR_EVENT_MESSAGE ||
      parlor_message_get_seq (message) < 1 || parlor_message_is_deleted (message))
    return 0;

  is_own = parlor_message_is_own (message);
  if (can_write (self))
    rights |= PARLOR_MESSAGE_CAN_ANSWER;
  if (is_open (self))
    rights |= PARLOR_MESSAGE_CAN_REACT | (is_own ? PARLOR_MESSAGE_CAN_EDIT : 0);
  if (parlor_conversation_can_pin (self))
    rights |= PARLOR_MESSAGE_CAN_PIN;
  if (can_delete (self, message))
    rights |= PARLOR_MESSAGE_CAN_DELETE;
  if (parlor_message_is_edited (message) && self->is_member && (is_own || is_moderator (self)))
    rights |= PARLOR_MESSAGE_CAN_SEE_VERSIONS;

  return rights;
}

/**
 * parlor_conversation_can_pin:
 * @self: a conversation
 *
 * Returns: whether one may pin messages in it, and take pins off
 */
gboolean
parlor_conversation_can_pin (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), FALSE);

  return is_open (self) && (is_personal (self) || is_moderator (self));
}
