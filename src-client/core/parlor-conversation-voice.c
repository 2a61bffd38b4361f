/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether one may write in a conversation.  The server has the last word; this
 * is what it is going to say, as far as one can know. */

#define G_LOG_DOMAIN "parlor-conversation"

#include "parlor-conversation-private.h"

#include "parlor-client-private.h"

/* In a personal chat both are equal. */
static gboolean
is_moderator (ParlorConversation *self)
{
  return self->facts->role >= PARLOR_ROLE_MODERATOR ||
         self->facts->kind == PARLOR_CONVERSATION_PERSONAL ||
         (self->client != NULL && self->client->server_role >= PARLOR_SERVER_ROLE_ADMIN);
}

/* Returns: when one's newest message was written, if that was after @since_ms; else 0 */
static gint64
get_written_ms (ParlorConversation *self,
                gint64              since_ms)
{
  GListModel *items = G_LIST_MODEL (self->timeline);

  for (guint i = items != NULL ? g_list_model_get_n_items (items) : 0; i > 0; i--) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (items, i - 1);

    if (parlor_message_get_time_ms (message) <= since_ms)
      return 0;
    if (parlor_message_is_own (message) &&
        parlor_message_get_kind (message) == PARLOR_EVENT_MESSAGE &&
        parlor_message_get_delivery (message) != PARLOR_DELIVERY_FAILED)
      return parlor_message_get_time_ms (message);
  }

  return 0;
}

/* Where clocks differ, nobody waits longer than the rule says. */
static gint64
get_patience_until_ms (ParlorConversation *self,
                       gint64              now_ms)
{
  const gint64 wait_ms = self->facts->slow_mode_s * 1000;
  gint64       written_ms;

  if (wait_ms == 0 || is_moderator (self))
    return 0;

  written_ms = get_written_ms (self, now_ms - wait_ms);

  return written_ms != 0 ? MIN (written_ms, now_ms) + wait_ms : 0;
}

/**
 * parlor_conversation_get_voice:
 * @self: a conversation
 * @now_ms: Unix time
 * @ret_until_ms: (out): Unix time after which it may be otherwise; 0 if that is
 *   up to somebody
 *
 * Returns: whether one may write a message at @now_ms, and if not, why
 */
ParlorVoice
parlor_conversation_get_voice (ParlorConversation *self,
                               gint64              now_ms,
                               gint64             *ret_until_ms)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), PARLOR_VOICE_LEFT);
  g_return_val_if_fail (ret_until_ms != NULL, PARLOR_VOICE_LEFT);

  *ret_until_ms = 0;
  if (!self->is_member)
    return PARLOR_VOICE_LEFT;
  if (self->facts->is_archived)
    return PARLOR_VOICE_ARCHIVED;
  if (self->peer != NULL && parlor_account_is_blocked (self->peer))
    return PARLOR_VOICE_BLOCKED;

  if (self->facts->muted_until_ms > now_ms) {
    *ret_until_ms =
      self->facts->muted_until_ms < PARLOR_FOREVER_MS ? self->facts->muted_until_ms : 0;
    return PARLOR_VOICE_MUTED;
  }
  if (self->facts->is_read_only && !is_moderator (self))
    return PARLOR_VOICE_READ_ONLY;

  *ret_until_ms = get_patience_until_ms (self, now_ms);
  if (*ret_until_ms > now_ms)
    return PARLOR_VOICE_WAIT;

  *ret_until_ms = 0;

  return PARLOR_VOICE_FREE;
}
