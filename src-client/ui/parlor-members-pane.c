/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-members-pane"

#include "parlor-members-pane.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-client.h"
#include "parlor-person-row.h"
#include "parlor-resource.h"

/**
 * ParlorMembersPane:
 *
 * Who is in a conversation, those who are here first.  Nothing is asked of the
 * server before the pane is seen.
 *
 * Action, to be found in a parent: win.open-account.
 */
struct _ParlorMembersPane
{
  AdwBin parent_instance;

  GtkLabel   *heading;
  GtkListBox *list;
  GtkLabel   *message;

  ParlorConversation *conversation;
  ParlorClient       *client; /* (nullable): that of the conversation */
  GListModel         *members;
  GCancellable       *cancellable; /* once they were asked for, unless that failed */
};

G_DEFINE_FINAL_TYPE (ParlorMembersPane, parlor_members_pane, ADW_TYPE_BIN)

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return parlor_person_row_new (item);
}

static void
update_heading (ParlorMembersPane *self)
{
  const guint n_members = self->members != NULL ? g_list_model_get_n_items (self->members) : 0;
  /* Translators: heading of a list */
  g_autofree char *text =
    g_strdup_printf (ngettext ("%u Member", "%u Members", n_members), n_members);

  gtk_label_set_label (self->heading, self->members != NULL ? text : _ ("Members"));
}

static void
on_members_ready (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (ParlorMembersPane) self = user_data;
  g_autoptr (GError)            error = NULL;
  g_autoptr (GListModel)        members =
    parlor_conversation_load_members_finish (PARLOR_CONVERSATION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (members == NULL) {
    g_clear_object (&self->cancellable);
    gtk_label_set_label (self->message, error->message);
    return;
  }

  self->members = g_object_ref (members);
  gtk_list_box_bind_model (self->list, members, create_row, self, NULL);
  g_signal_connect_object (members, "items-changed",
                           G_CALLBACK (update_heading), self, G_CONNECT_SWAPPED);
  update_heading (self);
}

static void
load (ParlorMembersPane *self)
{
  if (self->conversation == NULL || self->cancellable != NULL ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->cancellable = g_cancellable_new ();
  gtk_label_set_label (self->message, _ ("Loading…"));
  parlor_conversation_load_members_async (self->conversation, self->cancellable,
                                          on_members_ready, g_object_ref (self));
}

/* What could not be asked for without a connection. */
static void
on_state_changed (ParlorMembersPane *self,
                  GParamSpec        *pspec,
                  ParlorClient      *client)
{
  if (parlor_client_get_state (client) == PARLOR_LINK_ONLINE)
    load (self);
}

static void
follow_client (ParlorMembersPane *self)
{
  ParlorClient *client = parlor_conversation_get_client (self->conversation);

  if (client == NULL)
    return;

  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
forget (ParlorMembersPane *self)
{
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->members != NULL)
    g_signal_handlers_disconnect_by_data (self->members, self);
  g_clear_object (&self->members);
  g_clear_object (&self->conversation);
}

static void
on_row_activated (ParlorMembersPane *self,
                  ParlorPersonRow   *row)
{
  ParlorAccount *account = parlor_person_row_get_account (row);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-account", "x",
                              parlor_account_get_id (account));
}

static void
parlor_members_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (parlor_members_pane_parent_class)->map (widget);

  load (PARLOR_MEMBERS_PANE (widget));
}

static void
parlor_members_pane_dispose (GObject *object)
{
  ParlorMembersPane *self = PARLOR_MEMBERS_PANE (object);

  forget (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_MEMBERS_PANE);

  G_OBJECT_CLASS (parlor_members_pane_parent_class)->dispose (object);
}

static void
parlor_members_pane_class_init (ParlorMembersPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_members_pane_dispose;
  widget_class->map = parlor_members_pane_map;

  gtk_widget_class_set_css_name (widget_class, "members");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-members-pane.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorMembersPane, heading);
  gtk_widget_class_bind_template_child (widget_class, ParlorMembersPane, list);
  gtk_widget_class_bind_template_child (widget_class, ParlorMembersPane, message);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
parlor_members_pane_init (ParlorMembersPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_set_label (GTK_WIDGET (self->list), _ ("Members"));
}

/**
 * parlor_members_pane_set_conversation:
 * @self: a members pane
 * @conversation: (nullable): whose members to show
 */
void
parlor_members_pane_set_conversation (ParlorMembersPane  *self,
                                      ParlorConversation *conversation)
{
  g_return_if_fail (PARLOR_IS_MEMBERS_PANE (self));

  if (self->conversation == conversation)
    return;

  forget (self);
  gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  if (conversation != NULL) {
    self->conversation = g_object_ref (conversation);
    follow_client (self);
  }
  update_heading (self);
  load (self);
}
