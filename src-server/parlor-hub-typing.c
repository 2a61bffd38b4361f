/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who writes, and who is told so.  Nothing of it is stored. */

#define G_LOG_DOMAIN "parlor-hub-typing"

#include "parlor-hub-private.h"

#define TYPING_LASTS_US (6 * G_USEC_PER_SEC)
#define TELL_INTERVAL_MS 1000

typedef struct
{
  gint64 account;
  gint64 until_us;
} Typist;

/**
 * parlor_hub_room_clear_typing:
 * @room: a room that nobody is in any more
 */
void
parlor_hub_room_clear_typing (ParlorHubRoom *room)
{
  g_clear_handle_id (&room->typing_source, g_source_remove);
  g_clear_pointer (&room->typists, g_array_unref);
}

static Typist *
find (ParlorHubRoom *room,
      gint64         account)
{
  for (guint i = 0; i < room->typists->len; i++) {
    Typist *typist = &g_array_index (room->typists, Typist, i);

    if (typist->account == account)
      return typist;
  }

  return NULL;
}

static void
drop (ParlorHubRoom *room,
      gint64         account)
{
  Typist *typist = find (room, account);

  if (typist == NULL)
    return;

  g_array_remove_index (room->typists, typist - (Typist *) (gpointer) room->typists->data);
  room->is_typing_changed = TRUE;
}

static void
drop_expired (ParlorHubRoom *room)
{
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = room->typists->len; i-- > 0;) {
    if (g_array_index (room->typists, Typist, i).until_us > now_us)
      continue;
    g_array_remove_index (room->typists, i);
    room->is_typing_changed = TRUE;
  }
}

/* Those who write and are still connected, the first ones of many. */
static void
tell (ParlorHubRoom *room)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  ParlorTypistsPacket   packet = { 0, room->conversation, people };
  ParlorAccountPacket   accounts[PARLOR_TYPISTS_MAX];
  g_autoptr (GBytes)    frame = NULL;

  for (guint i = 0; i < room->typists->len && people->len < PARLOR_TYPISTS_MAX; i++) {
    gint64           account = g_array_index (room->typists, Typist, i).account;
    ParlorHubPerson *person = parlor_hub_find_person (room->hub, account);

    if (person == NULL || person->sessions->len == 0)
      continue;
    parlor_session_get_account (person->sessions->pdata[0], &accounts[people->len]);
    g_ptr_array_add (people, &accounts[people->len]);
  }

  frame = parlor_packet_encode (PARLOR_PACKET_TYPISTS, &packet);
  for (guint i = 0; i < room->seats->len; i++)
    parlor_session_send (((ParlorHubSeat *) room->seats->pdata[i])->session, frame);
  room->is_typing_changed = FALSE;
}

static gboolean
on_tick (gpointer user_data)
{
  ParlorHubRoom *room = user_data;

  drop_expired (room);
  if (room->is_typing_changed) {
    tell (room);
    return G_SOURCE_CONTINUE;
  }
  if (room->typists->len > 0)
    return G_SOURCE_CONTINUE;

  room->typing_source = 0;

  return G_SOURCE_REMOVE;
}

/* The first change after a pause is told at once, what follows within a second
 * together. */
static void
tell_in_time (ParlorHubRoom *room)
{
  if (!room->is_typing_changed || room->typing_source != 0)
    return;

  tell (room);
  room->typing_source = g_timeout_add (TELL_INTERVAL_MS, on_tick, room);
}

static ParlorHubRoom *
find_room (ParlorSession *session,
           const char    *conversation)
{
  for (guint i = 0; i < session->seats->len; i++) {
    ParlorHubSeat *seat = session->seats->pdata[i];

    if (g_str_equal (seat->room->conversation, conversation))
      return seat->room;
  }

  return NULL;
}

/**
 * parlor_hub_set_typing:
 * @self: the hub
 * @session: of somebody who may write in @conversation
 * @conversation: id
 * @is_typing: whether the person writes now
 *
 * Tells who listens to @conversation, at most once in a second, and nobody where
 * more than %PARLOR_TYPING_MAX_SESSIONS listen.
 */
void
parlor_hub_set_typing (ParlorHub     *self,
                       ParlorSession *session,
                       const char    *conversation,
                       gboolean       is_typing)
{
  ParlorHubRoom *room = session->is_in_hub ? find_room (session, conversation) : NULL;
  Typist         typist = { session->account, g_get_monotonic_time () + TYPING_LASTS_US };

  if (room == NULL || room->seats->len > PARLOR_TYPING_MAX_SESSIONS)
    return;

  if (room->typists == NULL)
    room->typists = g_array_new (FALSE, FALSE, sizeof (Typist));
  drop (room, session->account);
  if (is_typing) {
    g_array_append_val (room->typists, typist);
    room->is_typing_changed = TRUE;
  }
  tell_in_time (room);
}

/**
 * parlor_hub_room_heed:
 * @room: a room
 * @event: what happened there
 *
 * Who has written a message, or may write no longer, does not write one.
 */
void
parlor_hub_room_heed (ParlorHubRoom           *room,
                      const ParlorEventPacket *event)
{
  const ParlorAccountPacket *member = event->member;

  if (room->typists == NULL || room->typists->len == 0)
    return;

  if (event->kind == PARLOR_EVENT_MESSAGE || event->kind == PARLOR_EVENT_LEAVE)
    drop (room, ((ParlorAccountPacket *) event->author)->account);
  else if (member != NULL && event->kind != PARLOR_EVENT_ROLE)
    drop (room, member->account);
  else if (event->kind == PARLOR_EVENT_SET && (event->setting == PARLOR_SETTING_READ_ONLY ||
                                               event->setting == PARLOR_SETTING_ARCHIVED))
    for (guint i = room->typists->len; i-- > 0;)
      drop (room, g_array_index (room->typists, Typist, i).account);
}
