/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files parlor-hub*.c have in common: parlor-hub.c knows who hears which
 * conversation, -presence.c who is here and who wants to know, -typing.c who
 * writes. */

#pragma once

#include "parlor-hub.h"

G_BEGIN_DECLS

struct _ParlorHub
{
  GHashTable    *rooms;    /* id of a conversation → ParlorHubRoom */
  GHashTable    *people;   /* gint64 * → ParlorHubPerson */
  GHashTable    *changed;  /* gint64 * → ParlorAccountPacket, to be told */
  GPtrArray     *moved;    /* of ParlorHubPerson, whose presence is to be told */
  GArray        *left;     /* of ParlorHubLeft, to be stored */
  GPtrArray     *sessions; /* all that are in the hub */
  guint          tell_source;
  ParlorHubStore store_left;
  gpointer       store_data;
};

/* Who listens to a conversation, and who writes in it now. */
typedef struct
{
  ParlorHub *hub;
  char      *conversation;
  GPtrArray *seats;   /* of ParlorHubSeat */
  GArray    *typists; /* NULL before anybody wrote */
  guint      typing_source;
  gboolean   is_typing_changed;
} ParlorHubRoom;

/* A session in a room; both point to it. */
typedef struct
{
  ParlorHubRoom *room;
  ParlorSession *session;
  guint          number; /* in the room's seats */
} ParlorHubSeat;

/* Somebody who is here, or whom somebody watches. */
typedef struct
{
  gint64               account;
  GPtrArray           *sessions; /* of ParlorSession, in the hub */
  GPtrArray           *watchers; /* of ParlorHubWatch */
  ParlorAccountPacket *profile;  /* as others see it; NULL before one was here */
  gint64               left_ms;  /* when the last session went, or 0 */
  ParlorPresence       told;     /* what the watchers know */
  gboolean             is_moved; /* is among those whose presence is to be told */
} ParlorHubPerson;

/* A session that watches somebody; both point to it. */
typedef struct
{
  ParlorHubPerson *person;
  ParlorSession   *session;
  guint            number; /* among the person's watchers */
} ParlorHubWatch;

/* parlor-hub-presence.c */
void             parlor_hub_init_presence (ParlorHub *self);
void             parlor_hub_clear_presence (ParlorHub *self);
ParlorHubPerson *parlor_hub_find_person (ParlorHub *self,
                                         gint64     account);
void             parlor_hub_come (ParlorHub                 *self,
                                  ParlorSession             *session,
                                  const ParlorAccountPacket *profile);
void             parlor_hub_go (ParlorHub     *self,
                                ParlorSession *session);

/* parlor-hub-typing.c */
void parlor_hub_room_clear_typing (ParlorHubRoom *room);
void parlor_hub_room_heed (ParlorHubRoom           *room,
                           const ParlorEventPacket *event);

G_END_DECLS
