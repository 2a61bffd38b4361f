/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one keeps for oneself about a conversation, on this device only. */

#define G_LOG_DOMAIN "parlor-conversation"

#include "parlor-conversation-private.h"

#include "parlor-client-private.h"
#include "parlor-strings.h"

static void
keep (ParlorConversation *self,
      const char         *property)
{
  g_object_notify (G_OBJECT (self), property);
  if (self->client != NULL)
    parlor_client_save_later (self->client, self);
}

static gboolean
set_text (const char **slot,
          const char  *text)
{
  return parlor_set_string ((char **) slot, text != NULL && *text != '\0' ? text : NULL);
}

/**
 * parlor_conversation_get_draft:
 * @self: a conversation
 *
 * Returns: (transfer none): what is being written; without a text if nothing is
 */
const ParlorDraft *
parlor_conversation_get_draft (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  return &self->draft;
}

/**
 * parlor_conversation_set_draft:
 * @self: a conversation
 * @draft: (nullable): what is being written; an empty text is none, and without
 *   a message that is changed there is no text for it
 *
 * May be called for every key: it is written to disk a little later.
 */
void
parlor_conversation_set_draft (ParlorConversation *self,
                               const ParlorDraft  *draft)
{
  const ParlorDraft nothing = { 0 };
  const ParlorDraft old = self->draft;
  gboolean          is_new;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  if (draft == NULL)
    draft = &nothing;

  is_new = set_text (&self->draft.text, draft->text);
  is_new |= set_text (&self->draft.edit_text, draft->edit_of != 0 ? draft->edit_text : NULL);
  self->draft.reply_to = draft->reply_to;
  self->draft.edit_of = draft->edit_of;
  if (is_new || old.reply_to != draft->reply_to || old.edit_of != draft->edit_of)
    keep (self, "draft");
}

gboolean
parlor_conversation_is_pinned (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), FALSE);

  return self->is_pinned;
}

/**
 * parlor_conversation_set_is_pinned:
 * @self: a conversation
 * @is_pinned: whether it is to stand before others in the list
 */
void
parlor_conversation_set_is_pinned (ParlorConversation *self,
                                   gboolean            is_pinned)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  if (self->is_pinned == is_pinned)
    return;

  self->is_pinned = is_pinned;
  keep (self, "is-pinned");
}

gboolean
parlor_conversation_are_notifications_muted (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), FALSE);

  return self->notifications_muted;
}

/**
 * parlor_conversation_set_notifications_muted:
 * @self: a conversation
 * @are_muted: whether what is new in it is not to draw attention
 */
void
parlor_conversation_set_notifications_muted (ParlorConversation *self,
                                             gboolean            are_muted)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  if (self->notifications_muted == are_muted)
    return;

  self->notifications_muted = are_muted;
  keep (self, "notifications-muted");
}

/**
 * parlor_conversation_restore_wishes:
 * @self: a conversation
 * @cached: what the cache has
 */
void
parlor_conversation_restore_wishes (ParlorConversation            *self,
                                    const ParlorCacheConversation *cached)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  parlor_set_string ((char **) &self->draft.text, cached->draft);
  self->draft.reply_to = cached->draft_reply_to;
  self->draft.edit_of = cached->draft_edit_of;
  parlor_set_string ((char **) &self->draft.edit_text, cached->draft_edit_text);
  self->is_pinned = cached->is_pinned;
  self->notifications_muted = cached->notifications_muted;
}
