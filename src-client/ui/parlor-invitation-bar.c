/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-invitation-bar"

#include "parlor-invitation-bar.h"

#include <glib/gi18n.h>

#include "parlor-resource.h"

/**
 * ParlorInvitationBar:
 *
 * The invitation that stands longest, below the list of conversations: one
 * joins or declines, then comes the next one.
 *
 * Actions: invitation.join, invitation.decline; to be found in a parent:
 * win.toast, win.open-conversation.
 */
struct _ParlorInvitationBar
{
  AdwBin parent_instance;

  GtkLabel *text;

  ParlorClient     *client;
  ParlorInvitation *invitation; /* (nullable): the one shown */
};

G_DEFINE_FINAL_TYPE (ParlorInvitationBar, parlor_invitation_bar, ADW_TYPE_BIN)

static void
update (ParlorInvitationBar *self)
{
  GListModel                  *list = parlor_client_get_invitations (self->client);
  g_autoptr (ParlorInvitation) first = g_list_model_get_item (list, 0);
  g_autofree char             *text = NULL;

  g_set_object (&self->invitation, first);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "invitation.join", first != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "invitation.decline", first != NULL);
  gtk_revealer_set_reveal_child (GTK_REVEALER (adw_bin_get_child (ADW_BIN (self))),
                                 first != NULL);
  if (first == NULL)
    return;

  /* Translators: the first is a name, the second that of a channel or group */
  text = g_strdup_printf (_ ("%1$s invites you to “%2$s”"),
                          parlor_account_get_nick (parlor_invitation_get_author (first)),
                          parlor_invitation_get_name (first));
  gtk_label_set_label (self->text, text);
}

/* What was asked for one invitation is not to be asked again for the next by a
 * second click. */
static void
set_busy (ParlorInvitationBar *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "invitation.join", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "invitation.decline", FALSE);
}

static void
tell (ParlorInvitationBar *self,
      const GError        *error)
{
  update (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
}

static void
on_join_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (ParlorInvitationBar) self = user_data;
  g_autoptr (GError)              error = NULL;
  ParlorConversation             *conversation;

  conversation = parlor_client_enter_finish (PARLOR_CLIENT (source), result, &error);
  if (self->client == NULL)
    return;

  if (conversation != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-conversation", "s",
                                parlor_conversation_get_id (conversation));
  else
    tell (self, error);
}

static void
on_join_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ParlorInvitationBar *self = PARLOR_INVITATION_BAR (widget);

  set_busy (self);
  parlor_client_join_async (self->client, parlor_invitation_get_id (self->invitation), NULL, NULL,
                            on_join_ready, g_object_ref (self));
}

static void
on_decline_ready (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (ParlorInvitationBar) self = user_data;
  g_autoptr (GError)              error = NULL;

  if (!parlor_client_decline_finish (PARLOR_CLIENT (source), result, &error) &&
      self->client != NULL)
    tell (self, error);
}

static void
on_decline_activated (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  ParlorInvitationBar *self = PARLOR_INVITATION_BAR (widget);

  set_busy (self);
  parlor_client_decline_async (self->client, parlor_invitation_get_id (self->invitation), NULL,
                               on_decline_ready, g_object_ref (self));
}

static void
parlor_invitation_bar_dispose (GObject *object)
{
  ParlorInvitationBar *self = PARLOR_INVITATION_BAR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_INVITATION_BAR);
  g_clear_object (&self->invitation);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_invitation_bar_parent_class)->dispose (object);
}

static void
parlor_invitation_bar_class_init (ParlorInvitationBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_invitation_bar_dispose;

  gtk_widget_class_set_css_name (widget_class, "banner");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-invitation-bar.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorInvitationBar, text);
  gtk_widget_class_install_action (widget_class, "invitation.join", NULL, on_join_activated);
  gtk_widget_class_install_action (widget_class, "invitation.decline", NULL,
                                   on_decline_activated);
}

static void
parlor_invitation_bar_init (ParlorInvitationBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * parlor_invitation_bar_set_client:
 * @self: a bar
 * @client: whose invitations to show
 */
void
parlor_invitation_bar_set_client (ParlorInvitationBar *self,
                                  ParlorClient        *client)
{
  g_return_if_fail (PARLOR_IS_INVITATION_BAR (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (parlor_client_get_invitations (client), "items-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
