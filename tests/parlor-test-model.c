/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-model"

#include "parlor-test-model.h"

#include "parlor-test-describe.h"

static void
event_free (gpointer data)
{
  ParlorModelEvent *event = data;

  parlor_packet_free (PARLOR_PACKET_EVENT, event->packet);
  g_array_unref (event->reactions);
  g_array_unref (event->mentioned);
  g_free (event);
}

static void
room_free (gpointer data)
{
  ParlorModelRoom *room = data;

  parlor_packet_free (PARLOR_PACKET_CONVERSATION, room->settings);
  g_free (room->password);
  g_ptr_array_unref (room->members);
  g_ptr_array_unref (room->events);
  g_hash_table_unref (room->banned);
  g_hash_table_unref (room->muted);
  g_hash_table_unref (room->invited);
  g_free (room);
}

static void
person_free (gpointer data)
{
  ParlorModelPerson *person = data;

  g_free (person->name);
  g_free (person->nick);
  g_hash_table_unref (person->blocked);
  g_free (person);
}

/* A set of accounts, or a table of something about them. */
static GHashTable *
accounts_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

static void
ban_free (gpointer data)
{
  ParlorModelBan *ban = data;

  g_free (ban->reason);
  g_free (ban);
}

/**
 * parlor_model_new:
 *
 * Returns: (transfer full): a server that nobody has been to
 */
ParlorModel *
parlor_model_new (void)
{
  ParlorModel *self = g_new0 (ParlorModel, 1);

  self->people = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, person_free);
  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, room_free);
  self->ids = g_ptr_array_new ();
  self->nonces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * parlor_model_free:
 * @self: (transfer full): a model
 */
void
parlor_model_free (ParlorModel *self)
{
  g_hash_table_unref (self->people);
  g_hash_table_unref (self->rooms);
  g_ptr_array_unref (self->ids);
  g_hash_table_unref (self->nonces);
  g_free (self);
}

/**
 * parlor_model_add_person:
 * @self: a model
 * @account: number of a new account
 * @name: its name
 * @server_role: its role on the server
 */
void
parlor_model_add_person (ParlorModel     *self,
                         gint64           account,
                         const char      *name,
                         ParlorServerRole server_role)
{
  ParlorModelPerson *person = g_new0 (ParlorModelPerson, 1);

  person->account = account;
  person->name = g_strdup (name);
  person->nick = g_strdup (name);
  person->server_role = server_role;
  person->blocked = accounts_new ();
  g_hash_table_insert (self->people, &person->account, person);
}

/**
 * parlor_model_add_room:
 * @self: a model
 * @told: (transfer none): what is told of a conversation that was just made
 * @password: (nullable): what joining takes
 *
 * Returns: (transfer none): the conversation, which nobody is in
 */
ParlorModelRoom *
parlor_model_add_room (ParlorModel                    *self,
                       const ParlorConversationPacket *told,
                       const char                     *password)
{
  ParlorModelRoom *room = g_new0 (ParlorModelRoom, 1);

  room->settings = parlor_packet_copy (PARLOR_PACKET_CONVERSATION, told);
  room->settings->head = 0;
  room->password = g_strdup (password);
  room->members = g_ptr_array_new_with_free_func (g_free);
  room->events = g_ptr_array_new_with_free_func (event_free);
  room->banned = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, ban_free);
  room->muted = accounts_new ();
  room->invited = accounts_new ();
  g_hash_table_insert (self->rooms, room->settings->conversation, room);
  g_ptr_array_add (self->ids, room->settings->conversation);

  return room;
}

/**
 * parlor_model_remove_room:
 * @self: a model
 * @room: the conversation that was made last
 *
 * Takes back that it was made.
 */
void
parlor_model_remove_room (ParlorModel     *self,
                          ParlorModelRoom *room)
{
  g_ptr_array_remove_index (self->ids, self->ids->len - 1);
  g_hash_table_remove (self->rooms, room->settings->conversation);
}

/**
 * parlor_model_find_person:
 * @self: a model
 * @account: a number
 *
 * Returns: (transfer none) (nullable): whose it is
 */
ParlorModelPerson *
parlor_model_find_person (ParlorModel *self,
                          gint64       account)
{
  return g_hash_table_lookup (self->people, &account);
}

/**
 * parlor_model_find_room:
 * @self: a model
 * @id: an id
 *
 * Returns: (transfer none) (nullable): the conversation
 */
ParlorModelRoom *
parlor_model_find_room (ParlorModel *self,
                        const char  *id)
{
  return g_hash_table_lookup (self->rooms, id);
}

/**
 * parlor_model_find_named:
 * @self: a model
 * @name: a name, as it stands
 *
 * Returns: (transfer none) (nullable): the channel or group of this name
 */
ParlorModelRoom *
parlor_model_find_named (ParlorModel *self,
                         const char  *name)
{
  for (guint i = 0; i < self->ids->len; i++) {
    ParlorModelRoom *room = parlor_model_find_room (self, self->ids->pdata[i]);

    if (g_strcmp0 (room->settings->name, name) == 0)
      return room;
  }

  return NULL;
}

/**
 * parlor_model_find_member:
 * @room: (nullable): a conversation
 * @account: who
 *
 * Returns: (transfer none) (nullable): what @account is there
 */
ParlorModelMember *
parlor_model_find_member (ParlorModelRoom *room,
                          gint64           account)
{
  for (guint i = 0; room != NULL && i < room->members->len; i++)
    if (((ParlorModelMember *) room->members->pdata[i])->account == account)
      return room->members->pdata[i];

  return NULL;
}

/**
 * parlor_model_find_event:
 * @room: a conversation
 * @seq: of an event
 *
 * Returns: (transfer none) (nullable): the event
 */
ParlorModelEvent *
parlor_model_find_event (ParlorModelRoom *room,
                         gint64           seq)
{
  return seq >= 1 && seq <= room->events->len ? room->events->pdata[seq - 1] : NULL;
}

/**
 * parlor_model_find_nonce:
 * @self: a model
 * @author: who wrote it
 * @nonce: of a message
 *
 * Returns: (transfer none) (nullable): the message, wherever it is
 */
ParlorModelEvent *
parlor_model_find_nonce (ParlorModel *self,
                         gint64       author,
                         const char  *nonce)
{
  g_autofree char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT, nonce, author);

  return g_hash_table_lookup (self->nonces, key);
}

/**
 * parlor_model_append:
 * @self: a model
 * @room: where
 * @kind: what happens
 * @author: who does it
 *
 * Returns: (transfer none): the new event, to be filled in
 */
ParlorModelEvent *
parlor_model_append (ParlorModel     *self,
                     ParlorModelRoom *room,
                     ParlorEventKind  kind,
                     gint64           author)
{
  ParlorModelEvent    *event = g_new0 (ParlorModelEvent, 1);
  ParlorAccountPacket *account = parlor_packet_new (PARLOR_PACKET_ACCOUNT);

  account->account = author;
  event->packet = parlor_packet_new (PARLOR_PACKET_EVENT);
  event->packet->conversation = g_strdup (room->settings->conversation);
  event->packet->kind = kind;
  event->packet->author = account;
  event->packet->seq = room->events->len + 1;
  event->reactions = g_array_new (FALSE, FALSE, sizeof (ParlorModelReaction));
  event->mentioned = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_ptr_array_add (room->events, event);
  room->settings->head = event->packet->seq;

  return event;
}

/* Puts the reactions as @viewer is told of them into the packet. */
static void
tell_reactions (ParlorModelEvent *event,
                gint64            viewer)
{
  ParlorEventPacket *packet = event->packet;

  for (guint i = 0; packet->reactions != NULL && i < packet->reactions->len; i++)
    parlor_packet_free (PARLOR_PACKET_REACTION, packet->reactions->pdata[i]);
  g_clear_pointer (&packet->reactions, g_ptr_array_unref);
  packet->reactions = g_ptr_array_new ();

  for (guint i = 0; i < event->reactions->len; i++) {
    ParlorModelReaction  *reaction = &g_array_index (event->reactions, ParlorModelReaction, i);
    ParlorReactionPacket *told = NULL;

    for (guint j = 0; j < packet->reactions->len; j++)
      if (g_str_equal (((ParlorReactionPacket *) packet->reactions->pdata[j])->emoji,
                       reaction->emoji))
        told = packet->reactions->pdata[j];
    if (told == NULL) {
      told = parlor_packet_new (PARLOR_PACKET_REACTION);
      told->emoji = g_strdup (reaction->emoji);
      g_ptr_array_add (packet->reactions, told);
    }
    told->count++;
    told->mine |= reaction->account == viewer;
  }
}

/**
 * parlor_model_describe_event:
 * @room: a conversation
 * @seq: of one of its events
 * @viewer: for whom
 *
 * Returns: (transfer full): what parlor_test_describe_event() says of the event
 */
char *
parlor_model_describe_event (ParlorModelRoom *room,
                             gint64           seq,
                             gint64           viewer)
{
  ParlorModelEvent *event = parlor_model_find_event (room, seq);

  tell_reactions (event, viewer);

  return parlor_test_describe_event (event->packet);
}

static gboolean
is_unread (ParlorModelEvent        *event,
           const ParlorModelMember *member)
{
  const ParlorEventPacket   *packet = event->packet;
  const ParlorAccountPacket *author = packet->author;

  return packet->kind == PARLOR_EVENT_MESSAGE && packet->seq > member->read &&
         !packet->is_deleted && author->account != member->account;
}

static gint64
count_unread (ParlorModelRoom         *room,
              const ParlorModelMember *member)
{
  gint64 n_unread = 0;

  for (guint i = member->read; i < room->events->len; i++)
    n_unread += is_unread (room->events->pdata[i], member);

  return n_unread;
}

static gboolean
mentions (const ParlorModelEvent *event,
          gint64                  account)
{
  for (guint i = 0; i < event->mentioned->len; i++)
    if (g_array_index (event->mentioned, gint64, i) == account ||
        g_array_index (event->mentioned, gint64, i) == 0)
      return TRUE;

  return FALSE;
}

/**
 * parlor_model_count_mentions:
 * @self: a model
 * @room: a conversation
 * @viewer: a member
 *
 * Returns: how many messages that @viewer has not read mention @viewer
 */
gint64
parlor_model_count_mentions (ParlorModel     *self,
                             ParlorModelRoom *room,
                             gint64           viewer)
{
  ParlorModelMember *member = parlor_model_find_member (room, viewer);
  ParlorModelPerson *person = parlor_model_find_person (self, viewer);
  gint64             n_mentions = 0;

  for (guint i = member->read; i < room->events->len; i++) {
    ParlorModelEvent    *event = room->events->pdata[i];
    ParlorAccountPacket *author = event->packet->author;

    n_mentions += is_unread (event, member) && mentions (event, viewer) &&
                  !g_hash_table_contains (person->blocked, &author->account);
  }

  return n_mentions;
}

/**
 * parlor_model_describe_room:
 * @self: a model
 * @room: a conversation
 * @viewer: a member
 *
 * Returns: (transfer full): what parlor_test_describe_conversation() says of it
 */
char *
parlor_model_describe_room (ParlorModel     *self,
                            ParlorModelRoom *room,
                            gint64           viewer)
{
  ParlorModelMember       *member = parlor_model_find_member (room, viewer);
  ParlorConversationPacket told = *room->settings;
  gint64                  *muted_until_ms = g_hash_table_lookup (room->muted, &viewer);
  ParlorAccountPacket      with = { 0 };

  for (guint i = 0; told.kind == PARLOR_CONVERSATION_PERSONAL && i < room->members->len; i++)
    if (room->members->pdata[i] != member)
      with.account = ((ParlorModelMember *) room->members->pdata[i])->account;

  told.with = with.account != 0 ? &with : NULL;
  told.role = member->role;
  told.members = room->members->len;
  told.has_password = room->password != NULL;
  told.first = 1;
  told.read = member->read;
  told.unread = count_unread (room, member);
  told.muted_until_ms = muted_until_ms != NULL ? *muted_until_ms : 0;

  return parlor_test_describe_conversation (&told);
}
