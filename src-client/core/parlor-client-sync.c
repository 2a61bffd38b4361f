/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server tells, and what becomes of it in the models and in the cache.
 *
 * Each event is applied once, by (conversation, seq): what is known already is
 * ignored, and a hole is filled before anything behind it is shown. */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

#include "parlor-account-private.h"
#include "parlor-message-private.h"
#include "parlor-strings.h"

#include <string.h>

static ParlorConversation *
find (ParlorClient *self,
      const char   *id)
{
  ParlorConversation *conversation = g_hash_table_lookup (self->conversations_by_id, id);

  if (conversation == NULL)
    g_debug ("The server speaks of a conversation that it has not told");

  return conversation;
}

/* A message of one's own becomes the sent one: the same object. */
static ParlorMessage *
take_message (ParlorClient            *self,
              ParlorConversation      *conversation,
              const ParlorEventPacket *event)
{
  const ParlorAccountPacket *author = event->author;
  ParlorMessage             *pending = NULL;

  if (self->self_account != NULL && parlor_account_get_id (self->self_account) == author->account)
    pending = parlor_conversation_find_pending (conversation, event->nonce, event->seq);
  if (pending == NULL)
    return parlor_client_make_message (self, event);

  g_object_ref (pending);
  parlor_message_set_sent (pending, event->seq, event->time_ms);
  parlor_message_update (pending, event);
  parlor_outbox_forget (self->outbox, pending);

  return pending;
}

/* Applies as many as follow one another.  Returns whether there is a hole. */
static gboolean
apply (ParlorClient       *self,
       ParlorConversation *conversation,
       GPtrArray          *events)
{
  g_autoptr (GPtrArray) applied = g_ptr_array_new (); /* of messages, which we own */
  g_autoptr (GPtrArray) fresh = g_ptr_array_new ();
  gboolean              has_hole = FALSE;

  for (guint i = 0; i < events->len && !has_hole; i++) {
    ParlorEventPacket *event = events->pdata[i];
    gint64             known_seq = parlor_conversation_get_known_seq (conversation);
    ParlorMessage     *message;

    if (event->seq <= known_seq)
      continue;
    has_hole = event->seq > known_seq + 1;
    if (has_hole)
      continue;

    message = take_message (self, conversation, event);
    parlor_conversation_apply (conversation, message);
    g_ptr_array_add (applied, message);
    g_ptr_array_add (fresh, event);
  }

  if (fresh->len > 0) {
    parlor_cache_add_events (self->cache, parlor_conversation_get_id (conversation), fresh,
                             parlor_conversation_get_known_seq (conversation));
    parlor_client_save_later (self, conversation);
  }
  for (guint i = 0; i < applied->len; i++) {
    parlor_client_emit_event_applied (self, conversation, applied->pdata[i]);
    g_object_unref (applied->pdata[i]);
  }

  return has_hole;
}

/**
 * parlor_client_apply_events:
 * @self: a client
 * @conversation: where they happened
 * @events: (element-type ParlorEventPacket): ascending
 *
 * Takes events; fetches what is missing before them.
 */
void
parlor_client_apply_events (ParlorClient       *self,
                            ParlorConversation *conversation,
                            GPtrArray          *events)
{
  const ParlorEventPacket *newest;

  if (events->len == 0)
    return;

  newest = events->pdata[events->len - 1];
  parlor_conversation_see (conversation, newest->seq);
  if (apply (self, conversation, events))
    parlor_client_fill_hole (self, conversation, newest->seq);
}

/**
 * parlor_client_apply_event:
 * @self: a client
 * @event: one event, from the server or made of its answer to `send`
 *
 * The same for one.
 */
void
parlor_client_apply_event (ParlorClient            *self,
                           const ParlorEventPacket *event)
{
  ParlorConversation   *conversation = find (self, event->conversation);
  g_autoptr (GPtrArray) events = g_ptr_array_new ();

  if (conversation == NULL)
    return;

  parlor_client_ensure_account (self, event->author);
  g_ptr_array_add (events, (gpointer) event);
  parlor_client_apply_events (self, conversation, events);
}

static void
on_event (ParlorClient *self,
          gpointer      packet)
{
  parlor_client_apply_event (self, packet);
}

static void
on_recovered (ParlorClient *self,
              gpointer      packet)
{
  ParlorRecoveredPacket *recovered = packet;
  ParlorConversation    *conversation = find (self, recovered->conversation);

  if (conversation != NULL)
    parlor_client_apply_events (self, conversation, recovered->events);
}

/**
 * parlor_client_skip_to:
 * @self: a client
 * @conversation: one of its conversations
 * @head: seq of its newest event
 *
 * Too much was missed to be told, or nothing is known yet, or what was known is
 * of no use.
 */
void
parlor_client_skip_to (ParlorClient       *self,
                       ParlorConversation *conversation,
                       gint64              head)
{
  parlor_conversation_reset (conversation, head);
  parlor_client_save_marks (self, conversation);
}

static void
on_gap (ParlorClient *self,
        gpointer      packet)
{
  ParlorGapPacket    *gap = packet;
  ParlorConversation *conversation = find (self, gap->conversation);

  if (conversation != NULL && parlor_conversation_get_known_seq (conversation) != gap->head)
    parlor_client_skip_to (self, conversation, gap->head);
}

static void
show_last (ParlorClient       *self,
           ParlorConversation *conversation,
           ParlorEventPacket  *event)
{
  ParlorMessage            *shown = parlor_conversation_get_last_event (conversation);
  g_autoptr (ParlorMessage) last = NULL;

  if (event != NULL && shown != NULL && parlor_message_get_seq (shown) == event->seq)
    parlor_message_update (shown, event);
  if (event == NULL || (shown != NULL && parlor_message_get_seq (shown) >= event->seq))
    return;

  last = parlor_client_make_message (self, event);
  parlor_conversation_set_last_event (conversation, last);
}

/* One became a member just now: the event that tells so comes next. */
static void
enter (ParlorClient       *self,
       ParlorConversation *conversation,
       gint64              head)
{
  gint64 known_seq = parlor_conversation_get_known_seq (conversation);

  if (!self->is_resuming && known_seq < head)
    parlor_client_skip_to (self, conversation, head - 1);
}

static void
take_counts (ParlorClient                   *self,
             ParlorConversation             *conversation,
             const ParlorConversationPacket *packet)
{
  const ParlorReadPacket read = { .seq = packet->read,
                                  .unread = packet->unread,
                                  .mentions = packet->mentions };

  parlor_conversation_see (conversation, packet->head);
  parlor_conversation_take_counts (conversation, &read, packet->head);
  parlor_client_save_later (self, conversation);
}

static void
forget_before (ParlorClient       *self,
               ParlorConversation *conversation,
               gint64              oldest_seq)
{
  if (oldest_seq <= 1)
    return;

  parlor_conversation_trim (conversation, oldest_seq);
  parlor_cache_trim_events (self->cache, parlor_conversation_get_id (conversation), oldest_seq);
}

static void
on_conversation (ParlorClient *self,
                 gpointer      user_data)
{
  ParlorConversationPacket *packet = user_data;
  ParlorAccount            *peer = NULL;
  ParlorConversation       *conversation;
  gboolean                  was_member;

  if (packet->with != NULL)
    peer = parlor_client_ensure_account (self, packet->with);
  if (packet->kind == PARLOR_CONVERSATION_PERSONAL && peer == NULL)
    return;

  conversation = g_hash_table_lookup (self->conversations_by_id, packet->conversation);
  was_member = conversation != NULL && parlor_conversation_is_member (conversation) &&
               parlor_conversation_get_known_seq (conversation) > 0;
  if (conversation == NULL)
    conversation =
      parlor_client_add_conversation (self, packet->conversation, packet->kind, peer, packet);
  else
    parlor_conversation_update (conversation, packet);

  parlor_cache_save_conversation (self->cache, packet);
  parlor_client_drop_invitation (self, packet->conversation);
  forget_before (self, conversation, packet->first);
  take_counts (self, conversation, packet);
  if (self->is_resuming)
    g_hash_table_add (self->told, g_strdup (packet->conversation));
  if (!was_member)
    enter (self, conversation, packet->head);
  show_last (self, conversation, packet->last);
}

static void
on_removed (ParlorClient *self,
            gpointer      packet)
{
  ParlorRemovedPacket *removed = packet;
  ParlorConversation  *conversation = find (self, removed->conversation);

  if (conversation == NULL)
    return;

  parlor_conversation_set_is_member (conversation, FALSE);
  parlor_client_save_marks (self, conversation);
}

static void
on_trimmed (ParlorClient *self,
            gpointer      packet)
{
  ParlorTrimmedPacket *trimmed = packet;
  ParlorConversation  *conversation = find (self, trimmed->conversation);

  if (conversation == NULL)
    return;

  forget_before (self, conversation, trimmed->first);
  parlor_cache_save_conversation (self->cache, parlor_conversation_get_facts (conversation));
  parlor_client_save_later (self, conversation);
}

static void
on_read (ParlorClient *self,
         gpointer      packet)
{
  ParlorReadPacket   *read = packet;
  ParlorConversation *conversation = find (self, read->conversation);

  if (conversation == NULL)
    return;

  parlor_conversation_take_counts (conversation, read, 0);
  parlor_client_save_later (self, conversation);
}

static void
on_announcement (ParlorClient *self,
                 gpointer      packet)
{
  parlor_client_take_announcement (self, packet);
}

static void
on_invited (ParlorClient *self,
            gpointer      packet)
{
  parlor_client_take_invitation (self, packet);
}

static void
on_changed (ParlorClient *self,
            gpointer      packet)
{
  ParlorChangedPacket *changed = packet;

  parlor_client_take_presence (self, changed->people);
  parlor_client_take_people (self, changed->people);
}

static void
on_typists (ParlorClient *self,
            gpointer      packet)
{
  ParlorTypistsPacket  *typists = packet;
  ParlorConversation   *conversation = find (self, typists->conversation);
  g_autoptr (GPtrArray) people = g_ptr_array_new ();

  if (conversation == NULL)
    return;

  for (guint i = 0; i < typists->people->len; i++)
    g_ptr_array_add (people, parlor_client_ensure_account (self, typists->people->pdata[i]));
  parlor_conversation_take_typists (conversation, people);
}

/* Who is banned need not come back; everybody else may. */
static void
on_goodbye (ParlorClient *self,
            gpointer      packet)
{
  ParlorGoodbyePacket *goodbye = packet;
  g_autoptr (GError)   error = NULL;

  g_debug ("The server says goodbye: %s", goodbye->code);
  if (g_str_equal (goodbye->code, "banned")) {
    error = parlor_client_error_of_ban (goodbye);
    parlor_link_refuse (self->link, error);
  } else {
    self->is_server_closing = g_str_equal (goodbye->code, "shutting-down");
    parlor_link_set_min_wait_ms (self->link, goodbye->retry_ms);
  }
}

/* What comes unasked.  Answers go to whoever asked. */
static void (*const on_packet[PARLOR_N_PACKETS]) (ParlorClient *self, gpointer packet) = {
  [PARLOR_PACKET_ANNOUNCEMENT] = on_announcement,
  [PARLOR_PACKET_CHANGED] = on_changed,
  [PARLOR_PACKET_CONVERSATION] = on_conversation,
  [PARLOR_PACKET_EVENT] = on_event,
  [PARLOR_PACKET_GAP] = on_gap,
  [PARLOR_PACKET_GOODBYE] = on_goodbye,
  [PARLOR_PACKET_INVITED] = on_invited,
  [PARLOR_PACKET_READ] = on_read,
  [PARLOR_PACKET_RECOVERED] = on_recovered,
  [PARLOR_PACKET_REMOVED] = on_removed,
  [PARLOR_PACKET_TRIMMED] = on_trimmed,
  [PARLOR_PACKET_TYPISTS] = on_typists,
};

/**
 * parlor_client_take_packet:
 * @self: a client
 * @type: the type of @packet
 * @packet: what the server sent
 *
 * Brings the models up to date.
 */
void
parlor_client_take_packet (ParlorClient    *self,
                           ParlorPacketType type,
                           gpointer         packet)
{
  if (on_packet[type] != NULL)
    on_packet[type](self, packet);
}

/* What is left of a frame for the cursors. */
#define CURSORS_MAX_BYTES (PARLOR_FRAME_MAX_BYTES - 1024)
#define CURSOR_BYTES 64 /* but for the id */

/**
 * parlor_client_begin_resume:
 * @self: a client that has signed in
 *
 * Returns: (transfer full): the packet that asks for what was missed
 */
ParlorResumePacket *
parlor_client_begin_resume (ParlorClient *self)
{
  ParlorResumePacket *packet = parlor_packet_new (PARLOR_PACKET_RESUME);
  guint               n_items = g_list_model_get_n_items (G_LIST_MODEL (self->conversations));
  gsize               size_bytes = 0;

  self->is_resuming = TRUE;
  g_hash_table_remove_all (self->told);
  g_hash_table_remove_all (self->holes);
  parlor_client_begin_invitations (self);

  packet->epoch = g_strdup (self->epoch);
  packet->cursors = g_ptr_array_new ();
  for (guint i = 0; i < n_items && packet->cursors->len < PARLOR_CURSORS_MAX &&
                    size_bytes < CURSORS_MAX_BYTES - CURSOR_BYTES - PARLOR_ID_MAX_BYTES;
       i++) {
    g_autoptr (ParlorConversation) conversation = NULL;
    ParlorCursorPacket            *cursor;

    conversation = g_list_model_get_item (G_LIST_MODEL (self->conversations), i);
    if (parlor_conversation_get_known_seq (conversation) == 0)
      continue;

    cursor = parlor_packet_new (PARLOR_PACKET_CURSOR);
    cursor->conversation = g_strdup (parlor_conversation_get_id (conversation));
    cursor->seq = parlor_conversation_get_known_seq (conversation);
    size_bytes += CURSOR_BYTES + strlen (cursor->conversation);
    g_ptr_array_add (packet->cursors, cursor);
  }

  return packet;
}

/* The server was restored from a backup: the same numbers may now stand for
 * other events. */
static void
start_epoch (ParlorClient *self,
             const char   *epoch)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->conversations));

  g_message ("The server was restored from a backup: what is cached is fetched again");
  parlor_cache_forget_events (self->cache);

  for (guint i = 0; i < n_items; i++) {
    g_autoptr (ParlorConversation) conversation = NULL;

    conversation = g_list_model_get_item (G_LIST_MODEL (self->conversations), i);
    parlor_client_skip_to (self, conversation, parlor_conversation_get_known_seq (conversation));
  }
}

/* What the server did not tell of, one is no longer in.  A personal chat may
 * just not have begun. */
static void
drop_untold (ParlorClient *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->conversations));

  for (guint i = 0; i < n_items; i++) {
    g_autoptr (ParlorConversation) conversation = NULL;

    conversation = g_list_model_get_item (G_LIST_MODEL (self->conversations), i);
    if (parlor_conversation_get_known_seq (conversation) == 0 ||
        g_hash_table_contains (self->told, parlor_conversation_get_id (conversation)))
      continue;

    parlor_conversation_set_is_member (conversation, FALSE);
    parlor_client_save_marks (self, conversation);
  }
}

/**
 * parlor_client_end_resume:
 * @self: a client that was resuming
 * @packet: what tells that all conversations have been told
 */
void
parlor_client_end_resume (ParlorClient              *self,
                          const ParlorResumedPacket *packet)
{
  guint n_items;

  if (self->epoch != NULL && !g_str_equal (self->epoch, packet->epoch))
    start_epoch (self, packet->epoch);
  if (parlor_set_string (&self->epoch, packet->epoch))
    parlor_cache_save_epoch (self->cache, packet->epoch);

  drop_untold (self);
  parlor_client_end_invitations (self);
  self->is_resuming = FALSE;
  g_hash_table_remove_all (self->told);

  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->conversations));
  for (guint i = 0; i < n_items; i++) {
    g_autoptr (ParlorConversation) conversation = NULL;

    conversation = g_list_model_get_item (G_LIST_MODEL (self->conversations), i);
    parlor_conversation_retry_timeline (conversation);
  }
}
