/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-invitation"

#include "parlor-invitation.h"

/**
 * ParlorInvitation:
 *
 * Somebody invites one to a channel or a group.  It never changes; the client
 * has it as long as it stands.
 */
struct _ParlorInvitation
{
  GObject parent_instance;

  char          *id;
  char          *name;
  ParlorAccount *author;
};

G_DEFINE_FINAL_TYPE (ParlorInvitation, parlor_invitation, G_TYPE_OBJECT)

static void
parlor_invitation_finalize (GObject *object)
{
  ParlorInvitation *self = PARLOR_INVITATION (object);

  g_free (self->id);
  g_free (self->name);
  g_clear_object (&self->author);

  G_OBJECT_CLASS (parlor_invitation_parent_class)->finalize (object);
}

static void
parlor_invitation_class_init (ParlorInvitationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlor_invitation_finalize;
}

static void
parlor_invitation_init (ParlorInvitation *self)
{
}

/**
 * parlor_invitation_new:
 * @packet: what the server told
 * @author: who invites
 *
 * Returns: (transfer full): an invitation
 */
ParlorInvitation *
parlor_invitation_new (const ParlorInvitedPacket *packet,
                       ParlorAccount             *author)
{
  const ParlorListingPacket *listing = packet->conversation;
  ParlorInvitation          *self = g_object_new (PARLOR_TYPE_INVITATION, NULL);

  self->id = g_strdup (listing->conversation);
  self->name = g_strdup (listing->name);
  self->author = g_object_ref (author);

  return self;
}

/**
 * parlor_invitation_get_id:
 * @self: an invitation
 *
 * Returns: what the server calls the conversation
 */
const char *
parlor_invitation_get_id (ParlorInvitation *self)
{
  g_return_val_if_fail (PARLOR_IS_INVITATION (self), NULL);

  return self->id;
}

/**
 * parlor_invitation_get_name:
 * @self: an invitation
 *
 * Returns: name of the channel or group, without `#`
 */
const char *
parlor_invitation_get_name (ParlorInvitation *self)
{
  g_return_val_if_fail (PARLOR_IS_INVITATION (self), NULL);

  return self->name;
}

ParlorAccount *
parlor_invitation_get_author (ParlorInvitation *self)
{
  g_return_val_if_fail (PARLOR_IS_INVITATION (self), NULL);

  return self->author;
}
