/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The conversations that are shown: from the cache into the models, and what
 * changes in them back into the cache. */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

#include "parlor-message-private.h"
#include "parlor-names.h"

#include <string.h>

/* Typing and scrolling change drafts and marks all the time. */
#define SAVE_DELAY_MS 500

/* Whoever watches the list may open the conversation at once. */
static void
list_conversation (ParlorClient       *self,
                   ParlorConversation *conversation)
{
  g_hash_table_insert (self->conversations_by_id,
                       (gpointer) parlor_conversation_get_id (conversation), conversation);
  g_list_store_append (self->conversations, conversation);
}

/**
 * parlor_client_add_conversation:
 * @self: a client
 * @id: what the server calls it
 * @kind: what it is
 * @peer: (nullable): the other one in a personal chat
 * @packet: (nullable): what the server says of it
 *
 * Returns: (transfer none): a new conversation, in the list, with its name
 */
ParlorConversation *
parlor_client_add_conversation (ParlorClient                   *self,
                                const char                     *id,
                                ParlorConversationKind          kind,
                                ParlorAccount                  *peer,
                                const ParlorConversationPacket *packet)
{
  g_autoptr (ParlorConversation) conversation = NULL;

  conversation = parlor_conversation_new (self, id, kind, peer);
  if (packet != NULL)
    parlor_conversation_update (conversation, packet);
  list_conversation (self, conversation);
  if (peer != NULL)
    parlor_client_watch_later (self);

  return conversation;
}

static void
show_conversation (ParlorClient                  *self,
                   const ParlorCacheConversation *cached)
{
  const ParlorConversationPacket *packet = cached->packet;
  ParlorAccount                  *peer = NULL;
  g_autoptr (ParlorConversation)  conversation = NULL;
  ParlorConversationMarks         marks = { cached->known_seq, cached->read_seq,
                                            cached->n_unread, cached->n_mentions,
                                            cached->counted_seq, cached->is_read_told };

  if (packet->with != NULL)
    peer = parlor_client_peek_account (self, packet->with);
  conversation = parlor_conversation_new (self, packet->conversation, packet->kind, peer);
  parlor_conversation_update (conversation, packet);
  parlor_conversation_set_marks (conversation, &marks);
  parlor_conversation_restore_wishes (conversation, cached);

  if (cached->last != NULL) {
    g_autoptr (ParlorMessage) last = parlor_client_make_message (self, cached->last);

    parlor_conversation_set_last_event (conversation, last);
  }

  list_conversation (self, conversation);
}

static gboolean
has_outgoing (ParlorCacheSnapshot *snapshot,
              const char          *conversation)
{
  for (guint i = 0; i < snapshot->outbox->len; i++) {
    ParlorCacheOutgoing *outgoing = snapshot->outbox->pdata[i];

    if (g_str_equal (outgoing->packet->conversation, conversation))
      return TRUE;
  }

  return FALSE;
}

/* One has left it, or it never came to a first message: it is shown only if
 * something in it waits to be written. */
static gboolean
is_over (ParlorCacheSnapshot           *snapshot,
         const ParlorCacheConversation *cached)
{
  gboolean has_begun = cached->known_seq > 0 || cached->draft != NULL;

  return (!cached->is_member || !has_begun) &&
         !has_outgoing (snapshot, cached->packet->conversation);
}

/**
 * parlor_client_show_snapshot:
 * @self: a client whose models are empty
 * @snapshot: what the cache has
 *
 * Fills the models.
 */
void
parlor_client_show_snapshot (ParlorClient        *self,
                             ParlorCacheSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->people->len; i++)
    parlor_client_peek_account (self, snapshot->people->pdata[i]);

  for (guint i = 0; i < snapshot->conversations->len; i++)
    if (!is_over (snapshot, snapshot->conversations->pdata[i]))
      show_conversation (self, snapshot->conversations->pdata[i]);

  for (guint i = 0; i < snapshot->outbox->len; i++) {
    ParlorCacheOutgoing *outgoing = snapshot->outbox->pdata[i];
    ParlorConversation  *conversation;

    conversation = g_hash_table_lookup (self->conversations_by_id, outgoing->packet->conversation);
    if (conversation != NULL)
      parlor_outbox_restore (self->outbox, conversation, outgoing);
  }
}

/**
 * parlor_client_clear_models:
 * @self: a client
 *
 * Empties the lists.  Whoever still holds a conversation can read it, no more.
 */
void
parlor_client_clear_models (ParlorClient *self)
{
  guint n_conversations = g_list_model_get_n_items (G_LIST_MODEL (self->conversations));

  for (guint i = 0; i < n_conversations; i++) {
    g_autoptr (ParlorConversation) conversation = NULL;

    conversation = g_list_model_get_item (G_LIST_MODEL (self->conversations), i);
    parlor_conversation_disconnect (conversation);
  }

  g_hash_table_remove_all (self->unsaved);
  g_clear_handle_id (&self->save_id, g_source_remove);
  parlor_client_forget_reading (self);
  g_hash_table_remove_all (self->holes);
  g_hash_table_remove_all (self->conversations_by_id);
  g_list_store_remove_all (self->conversations);
  g_hash_table_remove_all (self->people_by_id);
  g_hash_table_remove_all (self->people_by_name);
  g_list_store_remove_all (self->people);
  g_list_store_remove_all (self->announcements);
  g_list_store_remove_all (self->invitations);
}

/**
 * parlor_client_save_marks:
 * @self: a client
 * @conversation: one of its conversations
 *
 * Writes its marks, the draft and the like now.
 */
void
parlor_client_save_marks (ParlorClient       *self,
                          ParlorConversation *conversation)
{
  const ParlorConversationMarks *marks = parlor_conversation_get_marks (conversation);
  const ParlorDraft             *draft = parlor_conversation_get_draft (conversation);
  const ParlorCacheConversation  cached = {
     .packet = (gpointer) parlor_conversation_get_facts (conversation),
     .known_seq = marks->known_seq,
     .read_seq = marks->read_seq,
     .n_unread = marks->n_unread,
     .n_mentions = marks->n_mentions,
     .counted_seq = marks->counted_seq,
     .is_read_told = marks->is_read_told,
     .is_member = parlor_conversation_is_member (conversation),
     .draft = (char *) draft->text,
     .draft_reply_to = draft->reply_to,
     .draft_edit_of = draft->edit_of,
     .draft_edit_text = (char *) draft->edit_text,
     .is_pinned = parlor_conversation_is_pinned (conversation),
     .notifications_muted = parlor_conversation_are_notifications_muted (conversation),
  };

  parlor_cache_save_marks (self->cache, &cached);
  g_hash_table_remove (self->unsaved, conversation);
}

/**
 * parlor_client_save_now:
 * @self: a client
 *
 * Writes what is to be written later.
 */
void
parlor_client_save_now (ParlorClient *self)
{
  g_autoptr (GList) conversations = g_hash_table_get_keys (self->unsaved);

  g_clear_handle_id (&self->save_id, g_source_remove);
  for (GList *link = conversations; link != NULL; link = link->next)
    parlor_client_save_marks (self, link->data);
}

static gboolean
on_save_due (gpointer user_data)
{
  ParlorClient *self = user_data;

  self->save_id = 0;
  parlor_client_save_now (self);

  return G_SOURCE_REMOVE;
}

/**
 * parlor_client_save_later:
 * @self: a client
 * @conversation: one of its conversations
 *
 * Its marks or draft have changed: they are written a little later, once.
 */
void
parlor_client_save_later (ParlorClient       *self,
                          ParlorConversation *conversation)
{
  g_hash_table_add (self->unsaved, conversation);
  if (self->save_id == 0)
    self->save_id = g_timeout_add (SAVE_DELAY_MS, on_save_due, self);
}

/**
 * parlor_client_open_personal:
 * @self: a client that is signed in
 * @account: somebody; may be oneself
 *
 * Returns: (transfer none): the personal chat with @account, which begins with
 *   the first message if there was none yet
 */
ParlorConversation *
parlor_client_open_personal (ParlorClient  *self,
                             ParlorAccount *account)
{
  g_autofree char         *id = NULL;
  ParlorConversation      *conversation;
  ParlorConversationPacket packet;
  ParlorAccountPacket      with = { 0 };

  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);
  g_return_val_if_fail (PARLOR_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (self->self_account != NULL, NULL);

  id = parlor_personal_id (parlor_account_get_id (self->self_account),
                           parlor_account_get_id (account));
  conversation = g_hash_table_lookup (self->conversations_by_id, id);
  if (conversation != NULL)
    return conversation;

  conversation = parlor_client_add_conversation (self, id, PARLOR_CONVERSATION_PERSONAL, account,
                                                 NULL);

  /* In the cache it is a row for the draft, until the server tells of it. */
  with.account = parlor_account_get_id (account);
  with.name = (char *) parlor_account_get_name (account);
  with.nick = (char *) parlor_account_get_nick (account);
  packet = *parlor_conversation_get_facts (conversation);
  packet.with = &with;
  parlor_cache_save_conversation (self->cache, &packet);

  return conversation;
}

static ParlorConversation *
find_by_name (ParlorClient *self,
              const char   *name)
{
  g_autofree char *wanted = parlor_title_fold (*name == '#' ? name + 1 : name);
  guint            n_items = g_list_model_get_n_items (G_LIST_MODEL (self->conversations));

  for (guint i = 0; i < n_items; i++) {
    g_autoptr (ParlorConversation) conversation =
      g_list_model_get_item (G_LIST_MODEL (self->conversations), i);

    if (parlor_conversation_get_kind (conversation) != PARLOR_CONVERSATION_PERSONAL &&
        g_strcmp0 (parlor_conversation_get_folded_title (conversation), wanted) == 0)
      return conversation;
  }

  return NULL;
}

/**
 * parlor_conversation_get_client:
 * @conversation: a conversation
 *
 * Returns: (transfer none) (nullable): whom it belongs to; %NULL once that is closed
 */
ParlorClient *
parlor_conversation_get_client (ParlorConversation *conversation)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (conversation), NULL);

  return conversation->client;
}

/**
 * parlor_client_find_conversation:
 * @self: a client
 * @name_or_id: id, or name of a channel or group with or without `#`
 *
 * Returns: (transfer none) (nullable): the one that is called so, in any case of
 *   letters
 */
ParlorConversation *
parlor_client_find_conversation (ParlorClient *self,
                                 const char   *name_or_id)
{
  ParlorConversation *conversation;

  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);
  g_return_val_if_fail (name_or_id != NULL, NULL);

  conversation = g_hash_table_lookup (self->conversations_by_id, name_or_id);

  return conversation != NULL ? conversation : find_by_name (self, name_or_id);
}
