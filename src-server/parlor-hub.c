/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-hub"

#include "parlor-hub.h"

/* What people see of others' comings and goings is told together: a thousand
 * who come back at once cost as many packets as one. */
#define CHANGED_INTERVAL_MS 250
#define CHANGED_PER_FRAME 100 /* each takes less than 600 bytes */

/**
 * ParlorHub:
 *
 * Who is to hear what: which sessions belong to an account, and which listen to
 * a conversation.  What is said to many is encoded once.
 */
struct _ParlorHub
{
  GHashTable *rooms;    /* id of a conversation → Room */
  GHashTable *accounts; /* gint64 * → GPtrArray of ParlorSession */
  GHashTable *changed;  /* gint64 * → ParlorAccountPacket, to be told */
  GPtrArray  *sessions;
  guint       changed_source;
};

typedef struct
{
  char      *conversation;
  GPtrArray *seats; /* of Seat */
} Room;

/* A session in a room; both point to it. */
typedef struct
{
  Room          *room;
  ParlorSession *session;
  guint          number; /* in the room's seats */
} Seat;

static void
room_free (gpointer data)
{
  Room *room = data;

  g_free (room->conversation);
  g_ptr_array_unref (room->seats);
  g_free (room);
}

static void
account_free (gpointer data)
{
  parlor_packet_free (PARLOR_PACKET_ACCOUNT, data);
}

/**
 * parlor_hub_new:
 *
 * Returns: (transfer full): a hub where nobody is
 */
ParlorHub *
parlor_hub_new (void)
{
  ParlorHub *self = g_new0 (ParlorHub, 1);

  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, room_free);
  self->accounts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                          (GDestroyNotify) g_ptr_array_unref);
  self->changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, account_free);
  self->sessions = g_ptr_array_new ();

  return self;
}

/**
 * parlor_hub_free:
 * @self: (transfer full): a hub that all sessions have left
 */
void
parlor_hub_free (ParlorHub *self)
{
  g_clear_handle_id (&self->changed_source, g_source_remove);
  g_hash_table_unref (self->rooms);
  g_hash_table_unref (self->accounts);
  g_hash_table_unref (self->changed);
  g_ptr_array_unref (self->sessions);
  g_free (self);
}

static void
leave_seat (ParlorHub *self,
            Seat      *seat)
{
  Room *room = seat->room;

  g_ptr_array_remove_index_fast (room->seats, seat->number);
  if (seat->number < room->seats->len)
    ((Seat *) room->seats->pdata[seat->number])->number = seat->number;
  if (room->seats->len == 0)
    g_hash_table_remove (self->rooms, room->conversation);
  g_free (seat);
}

static void
unsubscribe (ParlorHub     *self,
             ParlorSession *session,
             const char    *conversation)
{
  for (guint i = 0; i < session->seats->len; i++) {
    Seat *seat = session->seats->pdata[i];

    if (g_str_equal (seat->room->conversation, conversation)) {
      g_ptr_array_remove_index_fast (session->seats, i);
      leave_seat (self, seat);
      return;
    }
  }
}

/* Tells, a little later, those who want to know. */
static void
announce_presence (ParlorHub     *self,
                   ParlorSession *session)
{
  ParlorAccountPacket account;

  parlor_session_get_account (session, &account);
  parlor_hub_tell_changed (self, &account);
}

/**
 * parlor_hub_add:
 * @self: the hub
 * @session: a session that somebody is signed in to
 *
 * From now on @session belongs to its account's; who was offline is online.
 */
void
parlor_hub_add (ParlorHub     *self,
                ParlorSession *session)
{
  GPtrArray *sessions = g_hash_table_lookup (self->accounts, &session->account);

  if (session->is_in_hub || session->is_ending || session->peer == NULL)
    return;

  if (sessions == NULL) {
    sessions = g_ptr_array_new ();
    g_hash_table_insert (self->accounts, g_memdup2 (&session->account, sizeof session->account),
                         sessions);
    announce_presence (self, session);
  }
  g_ptr_array_add (sessions, session);
  g_ptr_array_add (self->sessions, session);
  session->is_in_hub = TRUE;
  session->seats = g_ptr_array_new ();
}

/**
 * parlor_hub_unsubscribe_all:
 * @self: the hub
 * @session: a session in the hub
 *
 * Has @session hear of no conversation.
 */
void
parlor_hub_unsubscribe_all (ParlorHub     *self,
                            ParlorSession *session)
{
  for (guint i = 0; i < session->seats->len; i++)
    leave_seat (self, session->seats->pdata[i]);
  g_ptr_array_set_size (session->seats, 0);
}

/**
 * parlor_hub_remove:
 * @self: the hub
 * @session: a session, in the hub or not
 *
 * Forgets @session; whose last one it was is offline.
 */
void
parlor_hub_remove (ParlorHub     *self,
                   ParlorSession *session)
{
  GPtrArray *sessions = g_hash_table_lookup (self->accounts, &session->account);

  if (!session->is_in_hub)
    return;

  parlor_hub_unsubscribe_all (self, session);
  g_clear_pointer (&session->seats, g_ptr_array_unref);
  session->is_in_hub = FALSE;
  g_ptr_array_remove_fast (self->sessions, session);
  g_ptr_array_remove_fast (sessions, session);
  if (sessions->len == 0) {
    g_hash_table_remove (self->accounts, &session->account);
    announce_presence (self, session);
  }
}

/**
 * parlor_hub_is_online:
 * @self: the hub
 * @account: an account
 *
 * Returns: whether a session of @account is there
 */
gboolean
parlor_hub_is_online (ParlorHub *self,
                      gint64     account)
{
  return g_hash_table_contains (self->accounts, &account);
}

/**
 * parlor_hub_subscribe:
 * @self: the hub
 * @session: a session in the hub
 * @conversation: id of what it is to hear, and does not hear already
 */
void
parlor_hub_subscribe (ParlorHub     *self,
                      ParlorSession *session,
                      const char    *conversation)
{
  Room *room;
  Seat *seat;

  if (!session->is_in_hub)
    return;

  room = g_hash_table_lookup (self->rooms, conversation);
  if (room == NULL) {
    room = g_new (Room, 1);
    *room = (Room){ g_strdup (conversation), g_ptr_array_new () };
    g_hash_table_insert (self->rooms, room->conversation, room);
  }

  seat = g_new (Seat, 1);
  *seat = (Seat){ room, session, room->seats->len };
  g_ptr_array_add (room->seats, seat);
  g_ptr_array_add (session->seats, seat);
}

/**
 * parlor_hub_subscribe_account:
 * @self: the hub
 * @account: an account
 * @conversation: id of what all its sessions are to hear, and do not hear already
 */
void
parlor_hub_subscribe_account (ParlorHub  *self,
                              gint64      account,
                              const char *conversation)
{
  GPtrArray *sessions = g_hash_table_lookup (self->accounts, &account);

  for (guint i = 0; sessions != NULL && i < sessions->len; i++)
    parlor_hub_subscribe (self, sessions->pdata[i], conversation);
}

/**
 * parlor_hub_unsubscribe_account:
 * @self: the hub
 * @account: an account
 * @conversation: id of what its sessions are to hear no longer
 */
void
parlor_hub_unsubscribe_account (ParlorHub  *self,
                                gint64      account,
                                const char *conversation)
{
  GPtrArray *sessions = g_hash_table_lookup (self->accounts, &account);

  for (guint i = 0; sessions != NULL && i < sessions->len; i++)
    unsubscribe (self, sessions->pdata[i], conversation);
}

/**
 * parlor_hub_send_event:
 * @self: the hub
 * @event: what was stored; its nonce is for the author's own sessions only
 *
 * Tells all who listen to the event's conversation.
 */
void
parlor_hub_send_event (ParlorHub         *self,
                       ParlorEventPacket *event)
{
  Room              *room = g_hash_table_lookup (self->rooms, event->conversation);
  gint64             author = ((ParlorAccountPacket *) event->author)->account;
  GPtrArray         *own = g_hash_table_lookup (self->accounts, &author);
  g_autoptr (GBytes) frame = NULL;
  char              *nonce = g_steal_pointer (&event->nonce);
  guint              n_own = 0;

  for (guint i = 0; room != NULL && i < room->seats->len; i++) {
    ParlorSession *session = ((Seat *) room->seats->pdata[i])->session;

    if (nonce != NULL && session->account == author) {
      n_own++;
      continue;
    }
    if (frame == NULL)
      frame = parlor_packet_encode (PARLOR_PACKET_EVENT, event);
    parlor_session_send (session, frame);
  }

  event->nonce = nonce;
  if (n_own > 0) {
    g_autoptr (GBytes) own_frame = parlor_packet_encode (PARLOR_PACKET_EVENT, event);

    for (guint i = 0; i < own->len; i++)
      parlor_session_send (own->pdata[i], own_frame);
  }
}

/**
 * parlor_hub_send_to_conversation:
 * @self: the hub
 * @conversation: id
 * @frame: what to send to all who listen to it
 */
void
parlor_hub_send_to_conversation (ParlorHub  *self,
                                 const char *conversation,
                                 GBytes     *frame)
{
  Room *room = g_hash_table_lookup (self->rooms, conversation);

  for (guint i = 0; room != NULL && i < room->seats->len; i++)
    parlor_session_send (((Seat *) room->seats->pdata[i])->session, frame);
}

/**
 * parlor_hub_send_to_account:
 * @self: the hub
 * @account: an account
 * @frame: what to send to all its sessions
 */
void
parlor_hub_send_to_account (ParlorHub *self,
                            gint64     account,
                            GBytes    *frame)
{
  GPtrArray *sessions = g_hash_table_lookup (self->accounts, &account);

  for (guint i = 0; sessions != NULL && i < sessions->len; i++)
    parlor_session_send (sessions->pdata[i], frame);
}

/**
 * parlor_hub_send_to_others:
 * @self: the hub
 * @session: a session that somebody is signed in to
 * @frame: what to send to the other sessions of its account
 */
void
parlor_hub_send_to_others (ParlorHub     *self,
                           ParlorSession *session,
                           GBytes        *frame)
{
  GPtrArray *sessions = g_hash_table_lookup (self->accounts, &session->account);

  for (guint i = 0; sessions != NULL && i < sessions->len; i++)
    if (sessions->pdata[i] != session)
      parlor_session_send (sessions->pdata[i], frame);
}

/**
 * parlor_hub_remove_member:
 * @self: the hub
 * @account: who is no longer in a conversation
 * @conversation: its id
 *
 * Has all sessions of @account hear nothing more of it, and tells them.
 */
void
parlor_hub_remove_member (ParlorHub  *self,
                          gint64      account,
                          const char *conversation)
{
  ParlorRemovedPacket removed = { 0, (char *) conversation };
  g_autoptr (GBytes)  frame = parlor_packet_encode (PARLOR_PACKET_REMOVED, &removed);

  parlor_hub_unsubscribe_account (self, account, conversation);
  parlor_hub_send_to_account (self, account, frame);
}

static void
send_changed (ParlorHub *self,
              GPtrArray *people)
{
  ParlorChangedPacket packet = { 0, people };
  g_autoptr (GBytes)  frame = NULL;

  if (people->len == 0)
    return;

  frame = parlor_packet_encode (PARLOR_PACKET_CHANGED, &packet);
  for (guint i = 0; i < self->sessions->len; i++) {
    ParlorSession *session = self->sessions->pdata[i];

    if (session->wants_people)
      parlor_session_send (session, frame);
  }
  g_ptr_array_set_size (people, 0);
}

static gboolean
flush_changed (gpointer user_data)
{
  ParlorHub            *self = user_data;
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  ParlorAccountPacket  *account;
  GHashTableIter        iter;

  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &account)) {
    account->presence = parlor_hub_is_online (self, account->account) ? PARLOR_PRESENCE_ONLINE
                                                                      : PARLOR_PRESENCE_OFFLINE;
    g_ptr_array_add (people, account);
    if (people->len == CHANGED_PER_FRAME)
      send_changed (self, people);
  }
  send_changed (self, people);
  g_hash_table_remove_all (self->changed);
  self->changed_source = 0;

  return G_SOURCE_REMOVE;
}

/**
 * parlor_hub_tell_changed:
 * @self: the hub
 * @account: (transfer none): an account that is new or has changed; its
 *   presence is looked up when it is told
 *
 * Tells, within a quarter of a second and together with others, those who
 * asked for people.
 */
void
parlor_hub_tell_changed (ParlorHub                 *self,
                         const ParlorAccountPacket *account)
{
  ParlorAccountPacket *copy = parlor_packet_copy (PARLOR_PACKET_ACCOUNT, account);

  g_hash_table_replace (self->changed, &copy->account, copy);
  if (self->changed_source == 0)
    self->changed_source = g_timeout_add (CHANGED_INTERVAL_MS, flush_changed, self);
}

/**
 * parlor_hub_rename:
 * @self: the hub
 * @account: an account
 * @nick: its new nick
 *
 * Has all sessions of @account go by @nick.
 */
void
parlor_hub_rename (ParlorHub  *self,
                   gint64      account,
                   const char *nick)
{
  GPtrArray *sessions = g_hash_table_lookup (self->accounts, &account);

  for (guint i = 0; sessions != NULL && i < sessions->len; i++) {
    ParlorSession *session = sessions->pdata[i];

    g_free (session->nick);
    session->nick = g_strdup (nick);
  }
}
