/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of the model have in common. */

#pragma once

#include "parlor-test-model.h"

G_BEGIN_DECLS

/**
 * ParlorModelAct:
 * @account: who asks
 * @room: (nullable): where, if it is about a conversation that is there
 * @member: (nullable): what @account is there
 * @role: what @account may do there
 *
 * One request, as it is carried out.
 */
typedef struct
{
  ParlorModel       *model;
  gint64             account;
  ParlorModelRoom   *room;
  ParlorModelMember *member;
  ParlorRole         role;
  gconstpointer      answer;
} ParlorModelAct;

/* parlor-test-model-acts.c */
gboolean          parlor_model_is_personal (ParlorModelRoom *room);
ParlorRole        parlor_model_role_of (ParlorModel     *model,
                                        ParlorModelRoom *room,
                                        gint64           account);
void              parlor_model_enter (ParlorModelAct *act,
                                      const char     *conversation);
gboolean          parlor_model_is_muted (ParlorModelAct *act);
gboolean          parlor_model_is_welcome (ParlorModelAct *act);
const char       *parlor_model_check_open (ParlorModelAct *act);
ParlorModelEvent *parlor_model_act_append (ParlorModelAct *act,
                                           ParlorEventKind kind);
ParlorModelEvent *parlor_model_act_append_about (ParlorModelAct *act,
                                                 ParlorEventKind kind,
                                                 gint64          account);
void              parlor_model_find_mentions (ParlorModelAct   *act,
                                              ParlorModelEvent *event);

/* parlor-test-model-messages.c */
const char *parlor_model_edit (ParlorModelAct         *act,
                               const ParlorEditPacket *packet);
const char *parlor_model_delete (ParlorModelAct           *act,
                                 const ParlorDeletePacket *packet);
const char *parlor_model_react (ParlorModelAct          *act,
                                const ParlorReactPacket *packet);
const char *parlor_model_unreact (ParlorModelAct            *act,
                                  const ParlorUnreactPacket *packet);
const char *parlor_model_pin (ParlorModelAct *act,
                              const char     *conversation,
                              gint64          seq,
                              gboolean        is_pinned);

/* parlor-test-model-people.c */
const char *parlor_model_set (ParlorModelAct        *act,
                              const ParlorSetPacket *packet);
const char *parlor_model_set_role (ParlorModelAct            *act,
                                   const ParlorSetRolePacket *packet);
const char *parlor_model_invite (ParlorModelAct           *act,
                                 const ParlorInvitePacket *packet);
const char *parlor_model_decline (ParlorModelAct            *act,
                                  const ParlorDeclinePacket *packet);
const char *parlor_model_kick (ParlorModelAct         *act,
                               const ParlorKickPacket *packet);
const char *parlor_model_ban (ParlorModelAct        *act,
                              const ParlorBanPacket *packet);
const char *parlor_model_unban (ParlorModelAct          *act,
                                const ParlorUnbanPacket *packet);
const char *parlor_model_mute (ParlorModelAct         *act,
                               const ParlorMutePacket *packet);
const char *parlor_model_unmute (ParlorModelAct           *act,
                                 const ParlorUnmutePacket *packet);
const char *parlor_model_block (ParlorModelAct *act,
                                gint64          account,
                                gboolean        is_blocked);

G_END_DECLS
