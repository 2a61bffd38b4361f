/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"
#include "parlor-protocol.h"

G_BEGIN_DECLS

typedef enum {
  PARLOR_INVITATION_NONE,
  PARLOR_INVITATION_OF_OWNER, /* the owner's link */
  PARLOR_INVITATION_BY_LINK,
} ParlorInvitation;

/**
 * ParlorInviteLink:
 * @id: of the link
 * @conversation: (nullable): where who follows it becomes a member
 *
 * An invite link that holds.
 */
typedef struct
{
  char *id;
  char *conversation;
} ParlorInviteLink;

void parlor_invite_link_free (ParlorInviteLink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorInviteLink, parlor_invite_link_free)

/* All of these on the store's thread, in a job. */

gboolean parlor_invite_link_find (ParlorDb          *db,
                                  const char        *token,
                                  ParlorInvitation  *ret_invitation,
                                  ParlorInviteLink **ret_link,
                                  GError           **error);
gboolean parlor_invite_link_use (ParlorDb               *db,
                                 gboolean                is_of_owner,
                                 const ParlorInviteLink *link,
                                 GError                **error);
gboolean parlor_invite_link_refuse (ParlorDb          *db,
                                    ParlorRegistration registration,
                                    gboolean           has_token,
                                    GError           **error);
gboolean parlor_invite_link_may_invite (ParlorDb   *db,
                                        const char *conversation,
                                        gint64      account,
                                        gboolean   *ret_may,
                                        GError    **error);

G_END_DECLS
