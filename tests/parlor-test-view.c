/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-view"

#include "parlor-test-view.h"

static gint64
number_of (gconstpointer account)
{
  return account != NULL ? ((const ParlorAccountPacket *) account)->account : 0;
}

static void
free_event (gpointer event)
{
  parlor_packet_free (PARLOR_PACKET_EVENT, event);
}

static void
room_free (gpointer data)
{
  ParlorTestRoom *self = data;

  parlor_packet_free (PARLOR_PACKET_CONVERSATION, self->told);
  g_ptr_array_unref (self->events);
  g_free (self);
}

/**
 * parlor_test_view_new:
 * @account: whose
 *
 * Returns: (transfer full): what a client knows that was told nothing
 */
ParlorTestView *
parlor_test_view_new (gint64 account)
{
  ParlorTestView *self = g_new0 (ParlorTestView, 1);

  self->account = account;
  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, room_free);
  self->invitations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * parlor_test_view_free:
 * @self: (transfer full): what a client knows
 */
void
parlor_test_view_free (ParlorTestView *self)
{
  g_hash_table_unref (self->rooms);
  g_hash_table_unref (self->invitations);
  g_free (self->epoch);
  g_free (self);
}

static ParlorEventPacket *
get_event (ParlorTestRoom *room,
           gint64          seq)
{
  return seq >= 1 && seq <= room->events->len ? room->events->pdata[seq - 1] : NULL;
}

static void
set_event (ParlorTestRoom          *room,
           const ParlorEventPacket *event)
{
  g_assert_cmpint (event->seq, >=, 1);
  if (event->seq > room->events->len)
    g_ptr_array_set_size (room->events, event->seq);
  parlor_packet_free (PARLOR_PACKET_EVENT, room->events->pdata[event->seq - 1]);
  room->events->pdata[event->seq - 1] = parlor_packet_copy (PARLOR_PACKET_EVENT, event);
}

static ParlorReactionPacket *
find_reaction (ParlorEventPacket *message,
               const char        *emoji,
               guint             *ret_index)
{
  for (guint i = 0; message->reactions != NULL && i < message->reactions->len; i++) {
    ParlorReactionPacket *reaction = message->reactions->pdata[i];

    *ret_index = i;
    if (g_str_equal (reaction->emoji, emoji))
      return reaction;
  }

  return NULL;
}

static void
add_reaction (ParlorEventPacket *message,
              const char        *emoji,
              gboolean           is_mine)
{
  guint                 index = 0;
  ParlorReactionPacket *reaction = find_reaction (message, emoji, &index);

  if (message->reactions == NULL)
    message->reactions = g_ptr_array_new ();
  if (reaction == NULL) {
    reaction = parlor_packet_new (PARLOR_PACKET_REACTION);
    reaction->emoji = g_strdup (emoji);
    g_ptr_array_add (message->reactions, reaction);
  }
  reaction->count++;
  reaction->mine |= is_mine;
}

static void
remove_reaction (ParlorEventPacket *message,
                 const char        *emoji,
                 gboolean           is_mine)
{
  guint                 index = 0;
  ParlorReactionPacket *reaction = find_reaction (message, emoji, &index);

  g_assert_nonnull (reaction);
  reaction->count--;
  reaction->mine &= !is_mine;
  if (reaction->count == 0) {
    parlor_packet_free (PARLOR_PACKET_REACTION, reaction);
    g_ptr_array_remove_index (message->reactions, index);
  }
}

static void
clear_message (ParlorEventPacket *message)
{
  g_clear_pointer (&message->text, g_free);
  parlor_packet_free (PARLOR_PACKET_ATTACHMENT, g_steal_pointer (&message->attachment));
  for (guint i = 0; message->reactions != NULL && i < message->reactions->len; i++)
    parlor_packet_free (PARLOR_PACKET_REACTION, message->reactions->pdata[i]);
  g_clear_pointer (&message->reactions, g_ptr_array_unref);
  message->is_action = FALSE;
  message->reply_to = 0;
  message->edited_ms = 0;
  message->is_pinned = FALSE;
  message->is_deleted = TRUE;
}

/* What @event, which comes later, makes of @message. */
static void
change_message (ParlorTestView          *self,
                ParlorEventPacket       *message,
                const ParlorEventPacket *event)
{
  gboolean is_mine = number_of (event->author) == self->account;

  if (event->seq <= message->changed)
    return;

  message->changed = event->seq;
  if (event->kind == PARLOR_EVENT_EDIT) {
    g_free (message->text);
    message->text = g_strdup (event->text);
    message->edited_ms = event->time_ms;
  } else if (event->kind == PARLOR_EVENT_REACT) {
    add_reaction (message, event->emoji, is_mine);
  } else if (event->kind == PARLOR_EVENT_UNREACT) {
    remove_reaction (message, event->emoji, is_mine);
  } else if (event->kind == PARLOR_EVENT_PIN || event->kind == PARLOR_EVENT_UNPIN) {
    message->is_pinned = event->kind == PARLOR_EVENT_PIN;
  } else {
    clear_message (message);
  }
}

static gboolean
is_purged (const ParlorEventPacket *message,
           const ParlorEventPacket *event)
{
  return event->kind == PARLOR_EVENT_PURGE && message->kind == PARLOR_EVENT_MESSAGE &&
         message->seq < event->seq && !message->is_deleted &&
         number_of (message->author) == number_of (event->member);
}

/* Changes those messages that @event is about and that are known. */
static void
apply_event (ParlorTestView          *self,
             ParlorTestRoom          *room,
             const ParlorEventPacket *event)
{
  ParlorEventPacket *target = get_event (room, event->target);

  if (target != NULL)
    change_message (self, target, event);
  for (gint64 seq = 1; event->kind == PARLOR_EVENT_PURGE && seq < event->seq; seq++) {
    ParlorEventPacket *message = get_event (room, seq);

    if (message != NULL && is_purged (message, event))
      change_message (self, message, event);
  }
}

/* A message that was told late: what is known to have happened to it since. */
static void
catch_up (ParlorTestView *self,
          ParlorTestRoom *room,
          gint64          seq)
{
  ParlorEventPacket *message = get_event (room, seq);

  for (gint64 later = seq + 1; later <= room->events->len; later++) {
    ParlorEventPacket *event = get_event (room, later);

    if (event != NULL && (event->target == seq || is_purged (message, event)))
      change_message (self, message, event);
  }
}

static void
place_event (ParlorTestView          *self,
             ParlorTestRoom          *room,
             const ParlorEventPacket *event)
{
  ParlorEventPacket *known = get_event (room, event->seq);

  if (known != NULL) {
    g_assert_cmpint (known->kind, ==, event->kind);
    g_assert_cmpint (number_of (known->author), ==, number_of (event->author));
    if (event->changed <= known->changed)
      return;
  }

  set_event (room, event);
  if (event->kind == PARLOR_EVENT_MESSAGE)
    catch_up (self, room, event->seq);
  apply_event (self, room, event);
}

static void
place_events (ParlorTestView *self,
              ParlorTestRoom *room,
              GPtrArray      *events)
{
  for (guint i = 0; i < events->len; i++)
    place_event (self, room, events->pdata[i]);
}

static void
set_text (char      **slot,
          const char *text)
{
  g_free (*slot);
  *slot = g_strdup (text);
}

static void
apply_setting (ParlorConversationPacket *told,
               ParlorSetting             setting,
               const char               *value)
{
  gboolean is_on = g_strcmp0 (value, "on") == 0;
  gint64   number = value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;

  if (setting == PARLOR_SETTING_NAME)
    set_text (&told->name, value);
  else if (setting == PARLOR_SETTING_TOPIC)
    set_text (&told->topic, value);
  else if (setting == PARLOR_SETTING_DESCRIPTION)
    set_text (&told->description, value);
  else if (setting == PARLOR_SETTING_PASSWORD)
    told->has_password = is_on;
  else if (setting == PARLOR_SETTING_UNLISTED)
    told->unlisted = is_on;
  else if (setting == PARLOR_SETTING_PRIVATE)
    told->is_private = is_on;
  else if (setting == PARLOR_SETTING_READ_ONLY)
    told->is_read_only = is_on;
  else if (setting == PARLOR_SETTING_ARCHIVED)
    told->is_archived = is_on;
  else if (setting == PARLOR_SETTING_SLOW_MODE)
    told->slow_mode_s = number;
  else if (setting == PARLOR_SETTING_FILE_RETENTION_DAYS)
    told->file_retention_days = number;
}

/* What happens to oneself. */
static void
apply_to_me (ParlorConversationPacket *told,
             const ParlorEventPacket  *event)
{
  if (event->kind == PARLOR_EVENT_ROLE)
    told->role = event->role;
  else if (event->kind == PARLOR_EVENT_MUTE)
    told->muted_until_ms = event->until_ms != 0 ? event->until_ms : PARLOR_FOREVER_MS;
  else if (event->kind == PARLOR_EVENT_UNMUTE)
    told->muted_until_ms = 0;
}

/* A ban names the role that was lost, if whom it is about was a member. */
static gboolean
is_farewell (const ParlorEventPacket *event)
{
  return event->kind == PARLOR_EVENT_LEAVE || event->kind == PARLOR_EVENT_KICK ||
         (event->kind == PARLOR_EVENT_BAN && event->role != PARLOR_ROLE_UNKNOWN);
}

/* What an event says of the conversation that was not told with it yet. */
static void
count_event (ParlorTestView          *self,
             ParlorTestRoom          *room,
             const ParlorEventPacket *event)
{
  ParlorConversationPacket *told = room->told;

  if (event->seq <= told->head)
    return;

  told->head = event->seq;
  told->members += event->kind == PARLOR_EVENT_JOIN;
  told->members -= is_farewell (event);
  if (event->kind == PARLOR_EVENT_MESSAGE && number_of (event->author) == self->account)
    told->read = event->seq;
  if (event->kind == PARLOR_EVENT_SET)
    apply_setting (told, event->setting, event->text);
  if (number_of (event->member) == self->account)
    apply_to_me (told, event);
}

static void
take_event (ParlorTestView          *self,
            const ParlorEventPacket *event)
{
  ParlorTestRoom *room = g_hash_table_lookup (self->rooms, event->conversation);

  g_assert_nonnull (room);
  g_assert_cmpint (event->seq, <=, room->heard + 1);
  room->heard = MAX (room->heard, event->seq);
  count_event (self, room, event);
  place_event (self, room, event);
}

static void
take_conversation (ParlorTestView                 *self,
                   const ParlorConversationPacket *told)
{
  ParlorTestRoom *room = g_hash_table_lookup (self->rooms, told->conversation);

  if (room == NULL) {
    room = g_new0 (ParlorTestRoom, 1);
    room->events = g_ptr_array_new_with_free_func (free_event);
    room->heard = told->head;
    g_hash_table_insert (self->rooms, g_strdup (told->conversation), room);
  } else {
    g_assert_cmpint (told->head, >=, room->told->head);
    parlor_packet_free (PARLOR_PACKET_CONVERSATION, room->told);
  }
  g_hash_table_remove (self->invitations, told->conversation);

  room->told = parlor_packet_copy (PARLOR_PACKET_CONVERSATION, told);
  room->told->tag = 0;
  if (room->told->last != NULL)
    place_event (self, room, room->told->last);
  parlor_packet_free (PARLOR_PACKET_EVENT, g_steal_pointer (&room->told->last));
}

/* What was missed: it is in what was told of the conversation before. */
static void
take_recovered (ParlorTestView              *self,
                const ParlorRecoveredPacket *recovered)
{
  ParlorTestRoom *room = g_hash_table_lookup (self->rooms, recovered->conversation);

  for (guint i = 0; i < recovered->events->len; i++) {
    ParlorEventPacket *event = recovered->events->pdata[i];

    g_assert_cmpint (event->seq, ==, room->heard + 1);
    g_assert_cmpint (event->seq, <=, room->told->head);
    room->heard++;
  }
  place_events (self, room, recovered->events);
  if (recovered->events->len == 0)
    g_assert_cmpint (room->heard, ==, room->told->head);
}

/* Messages from before the gap are to be read again: who applies what happens to
 * them now could not tell any more what happened to them meanwhile. */
static void
take_gap (ParlorTestView        *self,
          const ParlorGapPacket *gap)
{
  ParlorTestRoom *room = g_hash_table_lookup (self->rooms, gap->conversation);

  g_assert_cmpint (gap->head, ==, room->told->head);
  g_ptr_array_set_size (room->events, 0);
  room->heard = gap->head;
}

static void
take_resumed (ParlorTestView            *self,
              const ParlorResumedPacket *resumed)
{
  GHashTableIter iter;
  gpointer       room;

  g_free (self->epoch);
  self->epoch = g_strdup (resumed->epoch);
  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, NULL, &room))
    g_assert_cmpint (((ParlorTestRoom *) room)->heard, ==, ((ParlorTestRoom *) room)->told->head);
}

static void
take_read (ParlorTestView         *self,
           const ParlorReadPacket *read)
{
  ParlorTestRoom *room = g_hash_table_lookup (self->rooms, read->conversation);

  g_assert_nonnull (room);
  room->told->read = read->seq;
  room->told->unread = read->unread;
  room->told->mentions = read->mentions;
}

static void
take_page (ParlorTestView                *self,
           const ParlorHistoryPagePacket *page)
{
  ParlorTestRoom *room = g_hash_table_lookup (self->rooms, page->conversation);

  if (room != NULL)
    place_events (self, room, page->events);
}

static void
take_invited (ParlorTestView            *self,
              const ParlorInvitedPacket *invited)
{
  const ParlorListingPacket *listing = invited->conversation;

  g_hash_table_add (self->invitations, g_strdup (listing->conversation));
}

/**
 * parlor_test_view_begin_resume:
 * @self: what a client knows
 *
 * Forgets the invitations: those that stand are told again.
 */
void
parlor_test_view_begin_resume (ParlorTestView *self)
{
  g_hash_table_remove_all (self->invitations);
}

/**
 * parlor_test_view_take:
 * @self: what a client knows
 * @type: type of @packet
 * @packet: what it is told
 */
void
parlor_test_view_take (ParlorTestView  *self,
                       ParlorPacketType type,
                       gconstpointer    packet)
{
  if (type == PARLOR_PACKET_EVENT)
    take_event (self, packet);
  else if (type == PARLOR_PACKET_CONVERSATION)
    take_conversation (self, packet);
  else if (type == PARLOR_PACKET_RECOVERED)
    take_recovered (self, packet);
  else if (type == PARLOR_PACKET_GAP)
    take_gap (self, packet);
  else if (type == PARLOR_PACKET_RESUMED)
    take_resumed (self, packet);
  else if (type == PARLOR_PACKET_READ)
    take_read (self, packet);
  else if (type == PARLOR_PACKET_HISTORY_PAGE)
    take_page (self, packet);
  else if (type == PARLOR_PACKET_INVITED)
    take_invited (self, packet);
  else if (type == PARLOR_PACKET_REMOVED)
    g_hash_table_remove (self->rooms, ((const ParlorRemovedPacket *) packet)->conversation);
}

/**
 * parlor_test_room_find_hole:
 * @self: a conversation that a client is in
 * @from: only what is not older than this seq
 *
 * Returns: the newest event that is not known; 0 if all are
 */
gint64
parlor_test_room_find_hole (ParlorTestRoom *self,
                            gint64          from)
{
  for (gint64 seq = self->told->head; seq >= MAX (from, 1); seq--)
    if (get_event (self, seq) == NULL)
      return seq;

  return 0;
}
