/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is told to the person and waits for a word: announcements, which are
 * dismissed, and invitations, which are accepted or declined. */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

/**
 * parlor_client_get_announcements:
 * @self: a client
 *
 * Returns: (transfer none): a list of #ParlorAnnouncement, the oldest first,
 *   that nobody has dismissed
 */
GListModel *
parlor_client_get_announcements (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (self->announcements);
}

/**
 * parlor_client_dismiss_announcement:
 * @self: a client
 * @announcement: one of its announcements
 *
 * Somebody has read it.
 */
void
parlor_client_dismiss_announcement (ParlorClient       *self,
                                    ParlorAnnouncement *announcement)
{
  guint position;

  g_return_if_fail (PARLOR_IS_CLIENT (self));

  if (g_list_store_find (self->announcements, announcement, &position))
    g_list_store_remove (self->announcements, position);
}

void
parlor_client_take_announcement (ParlorClient                   *self,
                                 const ParlorAnnouncementPacket *packet)
{
  g_autoptr (ParlorAnnouncement) announcement = NULL;
  ParlorAccount                 *author = NULL;

  if (packet->author != NULL)
    author = parlor_client_ensure_account (self, packet->author);
  announcement = parlor_announcement_new (packet->text, author, packet->time_ms);
  g_list_store_append (self->announcements, announcement);
}

/**
 * parlor_client_get_invitations:
 * @self: a client
 *
 * Returns: (transfer none): a list of #ParlorInvitation, those that stand
 */
GListModel *
parlor_client_get_invitations (ParlorClient *self)
{
  g_return_val_if_fail (PARLOR_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (self->invitations);
}

static gboolean
find_invitation (ParlorClient *self,
                 const char   *conversation,
                 guint        *ret_position)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->invitations));

  for (guint i = 0; i < n_items; i++) {
    g_autoptr (ParlorInvitation) invitation = NULL;

    invitation = g_list_model_get_item (G_LIST_MODEL (self->invitations), i);
    if (g_str_equal (parlor_invitation_get_id (invitation), conversation)) {
      *ret_position = i;
      return TRUE;
    }
  }

  return FALSE;
}

/* The same one may be told again, or somebody else invites to the same place:
 * the first stays. */
void
parlor_client_take_invitation (ParlorClient              *self,
                               const ParlorInvitedPacket *packet)
{
  const ParlorListingPacket   *listing = packet->conversation;
  g_autoptr (ParlorInvitation) invitation = NULL;
  guint                        position;

  if (self->is_resuming)
    g_hash_table_add (self->told_invitations, g_strdup (listing->conversation));
  if (find_invitation (self, listing->conversation, &position))
    return;

  invitation = parlor_invitation_new (packet, parlor_client_ensure_account (self, packet->author));
  g_list_store_append (self->invitations, invitation);
}

/**
 * parlor_client_drop_invitation:
 * @self: a client
 * @conversation: id of the conversation that one was perhaps invited to
 *
 * One is in it now, or does not want to be.
 */
void
parlor_client_drop_invitation (ParlorClient *self,
                               const char   *conversation)
{
  guint position;

  if (find_invitation (self, conversation, &position))
    g_list_store_remove (self->invitations, position);
}

void
parlor_client_begin_invitations (ParlorClient *self)
{
  g_hash_table_remove_all (self->told_invitations);
}

/* What the server did not tell of again was withdrawn, or declined elsewhere. */
void
parlor_client_end_invitations (ParlorClient *self)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->invitations)); i > 0; i--) {
    g_autoptr (ParlorInvitation) invitation = NULL;

    invitation = g_list_model_get_item (G_LIST_MODEL (self->invitations), i - 1);
    if (!g_hash_table_contains (self->told_invitations, parlor_invitation_get_id (invitation)))
      g_list_store_remove (self->invitations, i - 1);
  }
}

static void
on_declined (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  ParlorClient     *self = PARLOR_CLIENT (source);
  g_autoptr (GTask) task = user_data;
  GError           *error = NULL;
  ParlorOkPacket   *ok;

  ok = parlor_client_finish_as (self, result, PARLOR_PACKET_OK, &error);
  if (ok == NULL) {
    g_task_return_error (task, error);
    return;
  }

  parlor_packet_free (PARLOR_PACKET_OK, ok);
  parlor_client_drop_invitation (self, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

/**
 * parlor_client_decline_async:
 * @self: a client
 * @conversation: id of the conversation that one was invited to
 * @cancellable: (nullable): ends the waiting
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Declines an invitation.  To accept it, join.
 */
void
parlor_client_decline_async (ParlorClient       *self,
                             const char         *conversation,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  GTask               *task = g_task_new (self, cancellable, callback, user_data);
  ParlorDeclinePacket *packet = parlor_packet_new (PARLOR_PACKET_DECLINE);

  g_task_set_source_tag (task, parlor_client_decline_async);
  g_task_set_task_data (task, g_strdup (conversation), g_free);
  packet->conversation = g_strdup (conversation);
  parlor_client_request_async (self, PARLOR_PACKET_DECLINE, packet, cancellable, on_declined,
                               task);
}

/**
 * parlor_client_decline_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for a #ParlorClientError
 *
 * Returns: whether it was declined
 */
gboolean
parlor_client_decline_finish (ParlorClient *self,
                              GAsyncResult *result,
                              GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
