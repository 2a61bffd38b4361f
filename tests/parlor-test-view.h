/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a client knows: nothing but what it was told, put together as
 * docs/protocol.md says. */

#pragma once

#include "parlor-protocol.h"

G_BEGIN_DECLS

/**
 * ParlorTestRoom:
 * @told: the conversation as it was told last, kept up to date by its events;
 *   without its newest message
 * @events: by seq, from 1; NULL: not known
 * @heard: the newest event up to which nothing was missed since one came in
 *
 * A conversation that a client is in.
 */
typedef struct
{
  ParlorConversationPacket *told;
  GPtrArray                *events;
  gint64                    heard;
} ParlorTestRoom;

/**
 * ParlorTestView:
 * @account: whose
 * @epoch: (nullable): that of the last resume
 * @rooms: id → ParlorTestRoom
 * @invitations: ids of conversations that one is invited to
 */
typedef struct
{
  gint64      account;
  char       *epoch;
  GHashTable *rooms;
  GHashTable *invitations;
} ParlorTestView;

ParlorTestView *parlor_test_view_new (gint64 account);
void            parlor_test_view_free (ParlorTestView *self);

void   parlor_test_view_begin_resume (ParlorTestView *self);
void   parlor_test_view_take (ParlorTestView  *self,
                              ParlorPacketType type,
                              gconstpointer    packet);
gint64 parlor_test_room_find_hole (ParlorTestRoom *self,
                                   gint64          from);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorTestView, parlor_test_view_free)

G_END_DECLS
