/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"
#include "parlor-protocol.h"

G_BEGIN_DECLS

/**
 * ParlorStanding:
 * @kind: of the conversation
 * @role: what one may do there: one's role, or owner for an administrator of the
 *   server who is a member of a channel or a group; unknown: not a member
 * @member_role: one's role as the members see it; unknown: not a member
 * @slow_mode_s: how long members wait between messages
 * @sent_ms: when one wrote there last, Unix time; 0: never
 * @muted_until_ms: until when one may only read, Unix time; 0: not muted
 *
 * What somebody is in a conversation.
 */
typedef struct
{
  ParlorConversationKind kind;
  ParlorRole             role;
  ParlorRole             member_role;
  gint64                 slow_mode_s;
  gint64                 sent_ms;
  gint64                 muted_until_ms;
  gboolean               is_private;
  gboolean               is_read_only;
  gboolean               is_archived;
} ParlorStanding;

/* What parlor_row_standing() reads, of a conversation c and a membership m. */
#define PARLOR_STANDING_COLUMNS                                                \
  "c.kind, m.role, c.slow_mode_s, m.sent_ms, m.muted_until_ms, c.is_private, " \
  "c.is_read_only, c.is_archived"

ParlorStanding parlor_row_standing (const ParlorRow *row,
                                    guint            column,
                                    ParlorServerRole server_role);

/* All of these on the store's thread, in a job. */

gboolean parlor_rights_need_account (ParlorDb *db,
                                     gint64    account,
                                     GError  **error);
gboolean parlor_rights_need_no_guest (ParlorDb *db,
                                      gint64    account,
                                      GError  **error);
gboolean parlor_rights_read (ParlorDb        *db,
                             const char      *conversation,
                             gint64           account,
                             ParlorServerRole server_role,
                             ParlorStanding  *ret_standing,
                             GError         **error);
gboolean parlor_rights_need_member (ParlorDb        *db,
                                    const char      *conversation,
                                    gint64           account,
                                    ParlorServerRole server_role,
                                    ParlorStanding  *ret_standing,
                                    GError         **error);
gboolean parlor_rights_need_role (const ParlorStanding *standing,
                                  ParlorRole            role,
                                  GError              **error);
gboolean parlor_rights_need_voice (const ParlorStanding *standing,
                                   GError              **error);
gboolean parlor_rights_need_open (const ParlorStanding *standing,
                                  gboolean              is_new_message,
                                  GError              **error);
gboolean parlor_rights_need_welcome (ParlorDb   *db,
                                     const char *conversation,
                                     gint64      account,
                                     GError    **error);
gboolean parlor_rights_need_above (ParlorDb             *db,
                                   const char           *conversation,
                                   const ParlorStanding *standing,
                                   gint64                account,
                                   ParlorStanding       *ret_standing,
                                   GError              **error);

gboolean parlor_audit_add (ParlorDb        *db,
                           gint64           author,
                           ParlorPacketType act,
                           const char      *conversation,
                           gint64           member,
                           const char      *text,
                           GError         **error);

G_END_DECLS
