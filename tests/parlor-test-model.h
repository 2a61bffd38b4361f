/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has to come of what people do: a plain model, without connections,
 * threads or a database, that says of each request how it has to be answered. */

#pragma once

#include "parlor-protocol.h"

G_BEGIN_DECLS

typedef struct
{
  gint64      account;
  const char *emoji; /* interned */
} ParlorModelReaction;

/**
 * ParlorModelEvent:
 * @packet: what it says now, but for reactions
 * @reactions: of ParlorModelReaction: who reacted to it
 * @mentioned: accounts whom it mentions, 0: everyone
 */
typedef struct
{
  ParlorEventPacket *packet;
  GArray            *reactions;
  GArray            *mentioned;
} ParlorModelEvent;

typedef struct
{
  gint64     account;
  ParlorRole role;
  gint64     joined; /* the smaller, the longer a member */
  gint64     read;
  gboolean   has_sent; /* since then */
} ParlorModelMember;

typedef struct
{
  gint64 until_ms;
  char  *reason;
} ParlorModelBan;

/**
 * ParlorModelRoom:
 * @settings: what everybody is told of it
 * @members: of ParlorModelMember, by when they joined
 * @events: of ParlorModelEvent, by seq from 1
 * @banned: accounts → ParlorModelBan
 * @muted: accounts → until when, whether they are members or not
 * @invited: accounts that are invited → by whom
 *
 * A conversation.
 */
typedef struct
{
  ParlorConversationPacket *settings;
  char                     *password;
  GPtrArray                *members;
  GPtrArray                *events;
  GHashTable               *banned;
  GHashTable               *muted;
  GHashTable               *invited;
} ParlorModelRoom;

typedef struct
{
  gint64           account;
  char            *name;
  char            *nick;
  ParlorServerRole server_role;
  GHashTable      *blocked;
} ParlorModelPerson;

/**
 * ParlorModel:
 * @people: account → ParlorModelPerson
 * @rooms: id → ParlorModelRoom
 * @ids: ids of the rooms, in the order in which they were made
 * @nonces: nonce and author → ParlorModelEvent
 * @clock: counts what happens
 */
typedef struct
{
  GHashTable *people;
  GHashTable *rooms;
  GPtrArray  *ids;
  GHashTable *nonces;
  gint64      clock;
} ParlorModel;

ParlorModel *parlor_model_new (void);
void         parlor_model_free (ParlorModel *self);
void         parlor_model_add_person (ParlorModel     *self,
                                      gint64           account,
                                      const char      *name,
                                      ParlorServerRole server_role);

ParlorModelPerson *parlor_model_find_person (ParlorModel *self,
                                             gint64       account);
ParlorModelRoom   *parlor_model_find_room (ParlorModel *self,
                                           const char  *id);
ParlorModelRoom   *parlor_model_find_named (ParlorModel *self,
                                            const char  *name);
ParlorModelMember *parlor_model_find_member (ParlorModelRoom *room,
                                             gint64           account);
ParlorModelEvent  *parlor_model_find_event (ParlorModelRoom *room,
                                            gint64           seq);
ParlorModelEvent  *parlor_model_find_nonce (ParlorModel *self,
                                            gint64       author,
                                            const char  *nonce);
ParlorModelRoom   *parlor_model_add_room (ParlorModel                    *self,
                                          const ParlorConversationPacket *told,
                                          const char                     *password);
void               parlor_model_remove_room (ParlorModel     *self,
                                             ParlorModelRoom *room);
ParlorModelEvent  *parlor_model_append (ParlorModel     *self,
                                        ParlorModelRoom *room,
                                        ParlorEventKind  kind,
                                        gint64           author);

const char *parlor_model_carry_out (ParlorModel     *self,
                                    gint64           account,
                                    ParlorPacketType type,
                                    gconstpointer    request,
                                    gconstpointer    answer);

char  *parlor_model_describe_event (ParlorModelRoom *room,
                                    gint64           seq,
                                    gint64           viewer);
char  *parlor_model_describe_room (ParlorModel     *self,
                                   ParlorModelRoom *room,
                                   gint64           viewer);
gint64 parlor_model_count_mentions (ParlorModel     *self,
                                    ParlorModelRoom *room,
                                    gint64           viewer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorModel, parlor_model_free)

G_END_DECLS
