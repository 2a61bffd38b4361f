/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-create-dialog"

#include "parlor-create-dialog.h"

#include <glib/gi18n.h>

#include "parlor-names.h"
#include "parlor-resource.h"

/**
 * ParlorCreateDialog:
 *
 * Makes a channel or a group.
 *
 * Action, to be found in the parent window: win.open-conversation.
 */
struct _ParlorCreateDialog
{
  AdwWindow parent_instance;

  GtkWidget           *create;
  GtkSpinner          *spinner;
  AdwPreferencesGroup *group;
  GtkWidget           *name;
  GtkWidget           *password;
  GtkLabel            *message;

  ParlorClient          *client;
  ParlorConversationKind kind;
  GCancellable          *cancellable;
};

G_DEFINE_FINAL_TYPE (ParlorCreateDialog, parlor_create_dialog, ADW_TYPE_WINDOW)

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static void
tell (ParlorCreateDialog *self,
      GtkWidget          *entry,
      const char         *text)
{
  gtk_label_set_label (self->message, text);
  gtk_widget_show (GTK_WIDGET (self->message));
  gtk_widget_add_css_class (entry, "error");
  gtk_widget_grab_focus (entry);
}

static void
set_busy (ParlorCreateDialog *self,
          gboolean            is_busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->group), !is_busy);
  gtk_widget_set_sensitive (self->create, !is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
}

static void
on_edited (ParlorCreateDialog *self)
{
  gtk_widget_hide (GTK_WIDGET (self->message));
  gtk_widget_remove_css_class (self->name, "error");
  gtk_widget_remove_css_class (self->password, "error");
  gtk_widget_set_sensitive (self->create, *get_text (self->name) != '\0');
}

static void
on_create_ready (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (ParlorCreateDialog) self = user_data;
  g_autoptr (GError)             error = NULL;
  ParlorConversation            *conversation =
    parlor_client_enter_finish (PARLOR_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (conversation == NULL) {
    set_busy (self, FALSE);
    tell (self, self->name, error->message);
    return;
  }

  gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))),
                              "win.open-conversation", "s",
                              parlor_conversation_get_id (conversation));
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_create_clicked (ParlorCreateDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *title = parlor_title_prepare (get_text (self->name), &error);
  const char        *password = get_text (self->password);

  if (title == NULL) {
    tell (self, self->name, error->message);
    return;
  }

  set_busy (self, TRUE);
  parlor_client_create_async (self->client, self->kind, title,
                              *password != '\0' ? password : NULL,
                              self->cancellable, on_create_ready, g_object_ref (self));
}

static void
parlor_create_dialog_dispose (GObject *object)
{
  ParlorCreateDialog *self = PARLOR_CREATE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_CREATE_DIALOG);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_create_dialog_parent_class)->dispose (object);
}

static void
parlor_create_dialog_finalize (GObject *object)
{
  g_clear_object (&PARLOR_CREATE_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (parlor_create_dialog_parent_class)->finalize (object);
}

static void
parlor_create_dialog_class_init (ParlorCreateDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = parlor_create_dialog_dispose;
  object_class->finalize = parlor_create_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-create-dialog.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorCreateDialog, create);
  gtk_widget_class_bind_template_child (widget_class, ParlorCreateDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, ParlorCreateDialog, group);
  gtk_widget_class_bind_template_child (widget_class, ParlorCreateDialog, name);
  gtk_widget_class_bind_template_child (widget_class, ParlorCreateDialog, password);
  gtk_widget_class_bind_template_child (widget_class, ParlorCreateDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_create_clicked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlor_create_dialog_init (ParlorCreateDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * parlor_create_dialog_present:
 * @parent: above which it opens
 * @client: what makes it
 * @kind: a channel or a group
 *
 * Opens the dialog.
 */
void
parlor_create_dialog_present (GtkWindow             *parent,
                              ParlorClient          *client,
                              ParlorConversationKind kind)
{
  const gboolean      is_channel = kind == PARLOR_CONVERSATION_CHANNEL;
  const char         *title = is_channel ? _ ("Create Channel") : _ ("Create Group");
  ParlorCreateDialog *self = g_object_new (PARLOR_TYPE_CREATE_DIALOG,
                                           "transient-for", parent,
                                           "title", title,
                                           NULL);

  self->client = g_object_ref (client);
  self->kind = kind;
  gtk_widget_set_visible (self->password, !is_channel);
  adw_preferences_group_set_description (
    self->group,
    is_channel ? _ ("A channel is about a topic. Everybody on the server can find and join it.")
               : _ ("A group is a circle of people. Whoever knows its password can join; without "
                    "a password, whoever finds it."));
  gtk_widget_grab_focus (self->name);
  gtk_window_present (GTK_WINDOW (self));
}
