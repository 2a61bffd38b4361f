/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-hub"

#include "parlor-hub-private.h"

/**
 * ParlorHub:
 *
 * Who is to hear what: which sessions belong to an account, and which listen to
 * a conversation.  What is said to many is encoded once.
 */

static void
room_free (gpointer data)
{
  ParlorHubRoom *room = data;

  parlor_hub_room_clear_typing (room);
  g_free (room->conversation);
  g_ptr_array_unref (room->seats);
  g_free (room);
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
  self->sessions = g_ptr_array_new ();
  parlor_hub_init_presence (self);

  return self;
}

/**
 * parlor_hub_free:
 * @self: (transfer full): a hub that all sessions have left
 */
void
parlor_hub_free (ParlorHub *self)
{
  parlor_hub_clear_presence (self);
  g_hash_table_unref (self->rooms);
  g_ptr_array_unref (self->sessions);
  g_free (self);
}

static void
leave_seat (ParlorHub     *self,
            ParlorHubSeat *seat)
{
  ParlorHubRoom *room = seat->room;

  g_ptr_array_remove_index_fast (room->seats, seat->number);
  if (seat->number < room->seats->len)
    ((ParlorHubSeat *) room->seats->pdata[seat->number])->number = seat->number;
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
    ParlorHubSeat *seat = session->seats->pdata[i];

    if (g_str_equal (seat->room->conversation, conversation)) {
      g_ptr_array_remove_index_fast (session->seats, i);
      leave_seat (self, seat);
      return;
    }
  }
}

/**
 * parlor_hub_add:
 * @self: the hub
 * @session: a session that somebody is signed in to
 * @profile: who that is, all that others see but presence
 *
 * From now on @session belongs to its account's; who was offline is here.
 */
void
parlor_hub_add (ParlorHub                 *self,
                ParlorSession             *session,
                const ParlorAccountPacket *profile)
{
  if (session->is_in_hub || session->is_ending || session->peer == NULL)
    return;

  g_ptr_array_add (self->sessions, session);
  session->is_in_hub = TRUE;
  session->seats = g_ptr_array_new ();
  session->watches = g_ptr_array_new ();
  parlor_hub_come (self, session, profile);
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
 * Forgets @session, and whom it watches; whose last one it was is offline.
 */
void
parlor_hub_remove (ParlorHub     *self,
                   ParlorSession *session)
{
  if (!session->is_in_hub)
    return;

  parlor_hub_unsubscribe_all (self, session);
  g_clear_pointer (&session->seats, g_ptr_array_unref);
  parlor_hub_watch (self, session, NULL);
  g_clear_pointer (&session->watches, g_ptr_array_unref);
  session->is_in_hub = FALSE;
  g_ptr_array_remove_fast (self->sessions, session);
  parlor_hub_go (self, session);
}

static GPtrArray *
sessions_of (ParlorHub *self,
             gint64     account)
{
  ParlorHubPerson *person = parlor_hub_find_person (self, account);

  return person != NULL ? person->sessions : NULL;
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
  ParlorHubRoom *room;
  ParlorHubSeat *seat;

  if (!session->is_in_hub)
    return;

  room = g_hash_table_lookup (self->rooms, conversation);
  if (room == NULL) {
    room = g_new0 (ParlorHubRoom, 1);
    room->hub = self;
    room->conversation = g_strdup (conversation);
    room->seats = g_ptr_array_new ();
    g_hash_table_insert (self->rooms, room->conversation, room);
  }

  seat = g_new (ParlorHubSeat, 1);
  *seat = (ParlorHubSeat){ room, session, room->seats->len };
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
  GPtrArray *sessions = sessions_of (self, account);

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
  GPtrArray *sessions = sessions_of (self, account);

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
  ParlorHubRoom     *room = g_hash_table_lookup (self->rooms, event->conversation);
  gint64             author = ((ParlorAccountPacket *) event->author)->account;
  GPtrArray         *own = sessions_of (self, author);
  g_autoptr (GBytes) frame = NULL;
  char              *nonce = g_steal_pointer (&event->nonce);
  guint              n_own = 0;

  for (guint i = 0; room != NULL && i < room->seats->len; i++) {
    ParlorSession *session = ((ParlorHubSeat *) room->seats->pdata[i])->session;

    if (nonce != NULL && session->account == author) {
      n_own++;
      continue;
    }
    if (frame == NULL)
      frame = parlor_packet_encode (PARLOR_PACKET_EVENT, event);
    parlor_session_send (session, frame);
  }

  event->nonce = nonce;
  if (room != NULL)
    parlor_hub_room_heed (room, event);
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
  ParlorHubRoom *room = g_hash_table_lookup (self->rooms, conversation);

  for (guint i = 0; room != NULL && i < room->seats->len; i++)
    parlor_session_send (((ParlorHubSeat *) room->seats->pdata[i])->session, frame);
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
  GPtrArray *sessions = sessions_of (self, account);

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
  GPtrArray *sessions = sessions_of (self, session->account);

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
